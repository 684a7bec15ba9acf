// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A part of what a run holds beside its facts, on its way between histories. */
public sealed interface RunPart {

    /**
     * Rows of one metric in the order of arrival.
     *
     * @param times in milliseconds since 1970
     * @param steps NaN where there is none
     * @param columns cells by column name, empty where a row has none; all of one length. The column of what is no table is
     *     {@code ""}
     */
    record Points(
            String metric, MetricKind kind, long[] times, double[] steps, Map<String, List<Optional<Cell>>> columns)
            implements RunPart {
        public Points {
            Limits.requireName("metric name", metric, Limits.KEY);
            columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
            int rows = times.length;
            require(metric, rows > 0 && steps.length == rows, "as many steps as times and at least one");
            require(metric, !columns.isEmpty(), "at least one column");
            columns.forEach((column, cells) -> requireColumn(metric, column, cells, rows));
            if (kind != MetricKind.TABLE) {
                requireOne(metric, kind, columns);
            }
            for (double step : steps) {
                require(metric, !(Math.abs(step) > Limits.EXACT_STEP), "steps from -2^53 to 2^53");
            }
        }

        public int rows() {
            return times.length;
        }

        private static void requireColumn(String metric, String column, List<Optional<Cell>> cells, int rows) {
            Limits.requireText("name of a metric's column", column, Limits.KEY);
            require(metric, cells.size() == rows, "columns as long as its times");
            require(metric, cells.stream().anyMatch(Optional::isPresent), "a value in each column");
        }

        /** What is no table has one column without holes; one of artifacts has paths in it. */
        private static void requireOne(String metric, MetricKind kind, Map<String, List<Optional<Cell>>> columns) {
            List<Optional<Cell>> only = columns.getOrDefault("", List.of());
            require(
                    metric,
                    columns.size() == 1 && !only.isEmpty() && only.stream().allMatch(Optional::isPresent),
                    "one column without holes, as it is no table");
            if (kind.isArtifact()) {
                only.forEach(cell -> requirePath(metric, cell));
            }
        }

        private static void requirePath(String metric, Optional<Cell> cell) {
            if (!(cell.orElse(Cell.NONE) instanceof Cell.Text(String path))) {
                throw refused(metric, "paths as its values");
            }
            new ArtifactPath(path);
        }

        private static void require(String metric, boolean holds, String rule) {
            if (!holds) {
                throw refused(metric, rule);
            }
        }

        private static RunloreException refused(String metric, String rule) {
            return RunloreException.invalid("points of metric '" + Shown.text(metric) + "' must have " + rule
                    + " but have not; export the run again");
        }
    }

    /**
     * Which value of a metric's last step and time is its last one, where it is not the one that arrived last; after all its points.
     *
     * @param columns by column name
     */
    record Last(String metric, MetricKind kind, Map<String, Cell> columns) implements RunPart {
        public Last {
            Limits.requireName("metric name", metric, Limits.KEY);
            columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        }
    }

    /** A dataset that the run uses. */
    record Input(UsedDataset used) implements RunPart {}

    /** A named file; its bytes come apart from it. */
    record File(Artifact artifact) implements RunPart {
        public File {
            if (artifact.size() < 0) {
                throw RunloreException.invalid("size of artifact '"
                        + Shown.text(artifact.path().value()) + "' must be 0 or more but is " + artifact.size()
                        + "; export the run again");
            }
        }
    }
}
