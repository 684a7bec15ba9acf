// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** One change of one run. Whatever comes in, over whichever protocol, becomes a list of these. */
public sealed interface RunRecord {

    /** Makes the run; without effect on a run that is there with the same content, and for a numbered writer on any. */
    record Create(RunDraft run, WriterFacts writer) implements RunRecord {}

    /**
     * Appends rows to one metric's table.
     *
     * @param time when they were logged, in milliseconds since 1970
     * @param columns cells by column name, all of one length of at least 1; the column of a scalar, a list and an artifact kind
     *     is {@code ""}, and the cell of an artifact kind is the artifact's path as text
     */
    record Rows(String metric, MetricKind kind, long time, OptionalDouble step, Map<String, List<Cell>> columns)
            implements RunRecord {
        public Rows {
            requireMetric(metric);
            requireStep(metric, step);
            // Most have one column, and most of these come in an immutable map: nothing is copied then.
            columns = columns.size() == 1
                    ? Map.copyOf(columns)
                    : Collections.unmodifiableMap(new LinkedHashMap<>(columns));
            int rows =
                    columns.isEmpty() ? 0 : columns.values().iterator().next().size();
            if (rows == 0) {
                throw RunloreException.invalid(
                        "metric '" + Shown.text(metric) + "' must get at least one value but got none; log one");
            }
            columns.forEach((column, cells) -> {
                Limits.requireText("name of a metric's column", column, Limits.KEY);
                if (cells.size() != rows) {
                    throw RunloreException.invalid(
                            "columns of metric '" + Shown.text(metric) + "' must have one length but have " + rows
                                    + " and " + cells.size() + "; fill the shorter with null");
                }
            });
        }

        public int count() {
            return columns.values().iterator().next().size();
        }
    }

    /**
     * Appends one value to each of several scalar metrics; the same as that many {@link Rows}.
     *
     * @param refused what of the record could not be read, one a name; the other values are stored all the same
     */
    record Values(long time, OptionalDouble step, Map<String, Cell> values, List<Rejection> refused)
            implements RunRecord {
        public Values {
            requireStep("of several", step);
            values.keySet().forEach(RunRecord::requireMetric);
            values = Collections.unmodifiableMap(values);
            refused = List.copyOf(refused);
        }

        public Values(long time, OptionalDouble step, Map<String, Cell> values) {
            this(time, step, values, List.of());
        }
    }

    /** Sets a tag; without text it is a bare key. */
    record Tag(String key, Optional<String> text) implements RunRecord {
        public Tag {
            Limits.requireName("tag", key, Limits.KEY);
            text.ifPresent(value -> Limits.requireText("tag '" + Shown.text(key) + "'", value, Limits.RUN_TAG));
        }
    }

    record Untag(String key) implements RunRecord {}

    /**
     * Several tags, untags, properties or parameters in one record; for a numbered writer each stands for itself, and the
     * refusal of one names its key.
     */
    record Several(List<RunRecord> parts) implements RunRecord {
        public Several {
            parts = List.copyOf(parts);
        }
    }

    /** Sets a property; another text under a key that is there is refused. */
    record Property(String key, String text) implements RunRecord {
        public Property {
            Limits.requireName("property", key, Limits.KEY);
            Limits.requireText("property '" + Shown.text(key) + "'", text, Limits.PROPERTY);
        }
    }

    /** Sets an input of the run; another value under a key that is there is refused. */
    record Parameter(String key, Cell value) implements RunRecord {
        public Parameter {
            Limits.requireName("parameter", key, Limits.KEY);
            if (value instanceof Cell.Text(String text)) {
                Limits.requireText("parameter '" + Shown.text(key) + "'", text, Limits.PARAMETER);
            }
        }
    }

    /** Names bytes as an artifact, replacing what the path had; without a blob, the bytes of an imported run did not come. */
    record PutArtifact(ArtifactPath path, Optional<Sha256> blob, long size) implements RunRecord {}

    record DeleteArtifact(ArtifactPath path) implements RunRecord {}

    /**
     * Deletes the artifact of a path and all below it; without effect when there is none.
     *
     * @param path empty for all of the run
     */
    record DeleteArtifacts(Optional<ArtifactPath> path) implements RunRecord {}

    /** Says that the run took in or gave out a logged model; the same again only sets the step. */
    record LinkModel(ModelLink link) implements RunRecord {}

    /**
     * Says which source folder the run was made from.
     *
     * @param manifest of its manifest's bytes; the snapshot must be stored
     * @param explicit whether a user asked for it: the first such one replaces what was taken by itself, and another one after
     *     it is refused
     */
    record TakeSnapshot(Sha256 manifest, boolean explicit) implements RunRecord {
        public SnapshotId snapshot() {
            return SnapshotId.of(manifest);
        }
    }

    /**
     * Changes the status as {@link RunTransitions} allows.
     *
     * @param at the client's time of it; the server's without
     */
    record Status(RunStatus to, Optional<Instant> at, Optional<RunError> error) implements RunRecord {}

    /**
     * Sets status and end as somebody says who knows no table of changes: any status follows any. A status that is no end clears
     * the end; the end alone leaves the status. Without effect on a run that a job executes: its runner says how it ends.
     *
     * @param ended of an end without it, the end that is there stays, else it is the server's time
     */
    record Overrule(Optional<RunStatus> to, Optional<Instant> ended) implements RunRecord {}

    /** Takes an ended run back to Running. */
    record Resume(Optional<Instant> at) implements RunRecord {}

    /** The run's process lives. */
    record Heartbeat() implements RunRecord {}

    record Rename(String name) implements RunRecord {
        public Rename {
            Limits.requireText("run name", name, Limits.RUN_NAME);
        }
    }

    record Describe(String description) implements RunRecord {
        public Describe {
            Limits.requireText("description", description, Limits.DESCRIPTION);
        }
    }

    /** Makes the run a child of another, which need not be there, or of none. */
    record Parent(Optional<RunId> parent) implements RunRecord {}

    record Archive(boolean archived) implements RunRecord {}

    record Warning(String text) implements RunRecord {
        public Warning {
            Limits.requireName("warning", text, Limits.TEXT_VALUE_BYTES);
        }
    }

    /** So many records were lost by the writer itself before they reached its spool. */
    record Dropped(long count) implements RunRecord {}

    /** A record that could not be read: it takes its number and is reported, nothing else. */
    record Unreadable(Rejection rejection) implements RunRecord {}

    private static void requireMetric(String metric) {
        Limits.requireName("metric name", metric, Limits.KEY);
    }

    private static void requireStep(String metric, OptionalDouble step) {
        if (step.isPresent() && !(Math.abs(step.getAsDouble()) <= Limits.EXACT_STEP)) {
            throw RunloreException.invalid(
                    "step of metric '" + Shown.text(metric) + "' must be a number from -2^53 to 2^53 but is "
                            + step.getAsDouble() + "; leave it out or scale it");
        }
    }
}
