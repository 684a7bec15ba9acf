// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.command;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a command sees of the machine.
 *
 * @param invokedAs {@code runlore}, or {@code az} when the shim of that name was called
 * @param launcher the script that starts the server, when the launcher told its place
 */
public record Surroundings(
        Map<String, String> environment,
        Path home,
        Path current,
        InputStream in,
        PrintStream out,
        PrintStream err,
        Terminals terminals,
        String invokedAs,
        Optional<Path> launcher) {

    /** Which of the streams end at a terminal. */
    public record Terminals(boolean in, boolean out, boolean err) {
        public static final Terminals NONE = new Terminals(false, false, false);

        /** Whether somebody sits there to be asked. */
        public boolean canAsk() {
            return in && err;
        }
    }

    /** Colour is for terminals, and for those who have not said {@code NO_COLOR}. */
    public boolean coloured() {
        return terminals.out() && environment.getOrDefault("NO_COLOR", "").isEmpty();
    }
}
