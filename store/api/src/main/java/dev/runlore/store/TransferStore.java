// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store;

import dev.runlore.domain.RunId;
import dev.runlore.domain.RunPart;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.WholeRun;
import java.util.List;
import java.util.Optional;

/**
 * Whole runs on their way out of this history and into it. What comes in is kept apart, part by part, until the last step makes
 * the run appear: nobody sees half a run, and an import that broke off goes on where it was.
 */
public interface TransferStore {

    /**
     * Where in a run's points to go on.
     *
     * @param metric the store's number of a metric; metrics come in its order
     * @param row of that metric
     */
    record PointPlace(long metric, long row) {
        public static final PointPlace START = new PointPlace(0, 0);

        /** The first row of whatever metric comes next. */
        public static PointPlace after(long metric) {
            return new PointPlace(metric + 1, 0);
        }
    }

    /** Rows of several metrics, and where the next ones begin if there can be more. */
    record PointSlice(List<RunPart.Points> points, Optional<PointPlace> next) {
        public PointSlice {
            points = List.copyOf(points);
        }
    }

    Optional<WholeRun> find(RunId run);

    /**
     * Some of a run's points, metric by metric in the order of first appearance; none when it is not there.
     *
     * @param from the start, or what the slice before answered
     */
    PointSlice points(RunId run, PointPlace from);

    /**
     * Makes room for a run that is to come, or finds what came of it; parts of other content under its id are dropped.
     *
     * @param content digest of all its parts as they are sent
     * @return number of the parts that are here
     * @throws dev.runlore.domain.RunloreException ALREADY_EXISTS when there is a run of this id
     */
    long begin(WholeRun run, Sha256 content);

    /**
     * Takes consecutive parts, each once and in one step: those that are here already are skipped.
     *
     * @param first number of the first part, from 0
     * @return number of the parts that are here now
     * @throws RecordGapException when parts before the first are missing
     * @throws dev.runlore.domain.RunloreException NOT_FOUND when no import of that content was begun; INVALID_ARGUMENT when a
     *     part does not fit those before it, and nothing is stored
     */
    long append(RunId run, Sha256 content, long first, List<RunPart> parts);

    /**
     * Makes the run appear with all its parts. It keeps its number when that is free in its experiment, else gets the next.
     *
     * @param parts how many there are
     * @throws RecordGapException when some are missing
     * @throws dev.runlore.domain.RunloreException NOT_FOUND when its snapshot is not there; as {@link #begin}
     */
    void finish(WholeRun run, Sha256 content, long parts);
}
