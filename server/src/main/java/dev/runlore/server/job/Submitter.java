// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.job;

import dev.runlore.domain.Submission;
import dev.runlore.domain.User;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who submits a run of this server's own.
 *
 * @param surroundings their variables that an interpreter needs, only those of {@link Submission#CARRIED}
 */
public record Submitter(User user, Optional<String> host, Map<String, String> surroundings) {
    private static final String NAMELESS = "anonymous";

    /** The user, host and variables of this process, as a command of theirs would tell them. */
    public static Submitter ofThisProcess() {
        String name = System.getProperty("user.name", "");
        Map<String, String> variables = new TreeMap<>(System.getenv());
        variables.keySet().retainAll(Submission.CARRIED);
        return new Submitter(User.named(name.isBlank() ? NAMELESS : name), ownName(), variables);
    }

    private static Optional<String> ownName() {
        try {
            return Optional.of(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException e) {
            return Optional.empty(); // a machine without a name
        }
    }
}
