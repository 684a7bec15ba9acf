// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a run is made from. Two drafts are the same content when they are equal; creating a run again with the same content
 * changes nothing.
 *
 * @param at the client's time of its start
 * @param heartbeat whether silence for 150 s means NotResponding
 * @param snapshot the source folder that the run is made from, which no later one replaces
 * @param origin for a run of another history: the facts that a server otherwise sets
 */
public record RunDraft(
        RunId id,
        String experiment,
        Optional<String> name,
        Optional<String> description,
        Optional<RunId> parent,
        RunStatus status,
        Optional<String> script,
        List<String> arguments,
        String target,
        User user,
        Optional<String> host,
        boolean heartbeat,
        Optional<Instant> at,
        Tags tags,
        Map<String, String> properties,
        Map<String, Cell> params,
        Optional<SnapshotId> snapshot,
        Optional<Origin> origin) {

    /** Facts of a run that come with it from another history. */
    public record Origin(
            long number,
            Optional<UUID> experimentUuid,
            Instant created,
            Optional<Instant> started,
            Optional<Instant> ended,
            boolean archived) {}

    public static final String DEFAULT_EXPERIMENT = "Default";
    public static final String LOCAL = "local";

    public RunDraft {
        Limits.requireName("experiment name", experiment, Limits.EXPERIMENT_NAME);
        name.ifPresent(text -> Limits.requireText("run name", text, Limits.RUN_NAME));
        description.ifPresent(text -> Limits.requireText("description", text, Limits.DESCRIPTION));
        script.ifPresent(text -> Limits.requireText("script", text, Limits.ARTIFACT_PATH));
        arguments = List.copyOf(arguments);
        arguments.forEach(text -> Limits.requireText("argument", text, Limits.TEXT_VALUE_BYTES));
        Limits.requireName("target", target, Limits.KEY);
        host.ifPresent(text -> Limits.requireText("host", text, Limits.KEY));
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        properties.forEach(RunRecord.Property::new);
        params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
        params.forEach(RunRecord.Parameter::new);
        tags.requireWithin(Limits.RUN_TAG);
        if (origin.isEmpty() && status != RunStatus.NotStarted && status != RunStatus.Running) {
            throw RunloreException.invalid(
                    "a new run must be NotStarted or Running but is " + status + "; change its status afterwards");
        }
    }

    /** A draft without a snapshot. */
    public RunDraft(
            RunId id,
            String experiment,
            Optional<String> name,
            Optional<String> description,
            Optional<RunId> parent,
            RunStatus status,
            Optional<String> script,
            List<String> arguments,
            String target,
            User user,
            Optional<String> host,
            boolean heartbeat,
            Optional<Instant> at,
            Tags tags,
            Map<String, String> properties,
            Map<String, Cell> params,
            Optional<Origin> origin) {
        this(
                id,
                experiment,
                name,
                description,
                parent,
                status,
                script,
                arguments,
                target,
                user,
                host,
                heartbeat,
                at,
                tags,
                properties,
                params,
                Optional.empty(),
                origin);
    }

    /** A running run of these with nothing else told. */
    public static RunDraft of(RunId id, String experiment, User user) {
        return new RunDraft(
                id,
                experiment,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                RunStatus.Running,
                Optional.empty(),
                List.of(),
                LOCAL,
                user,
                Optional.empty(),
                false,
                Optional.empty(),
                Tags.NONE,
                Map.of(),
                Map.of(),
                Optional.empty());
    }

    /** The same, made from that source folder. */
    public RunDraft withSnapshot(SnapshotId source) {
        return new RunDraft(
                id,
                experiment,
                name,
                description,
                parent,
                status,
                script,
                arguments,
                target,
                user,
                host,
                heartbeat,
                at,
                tags,
                properties,
                params,
                Optional.of(source),
                origin);
    }
}
