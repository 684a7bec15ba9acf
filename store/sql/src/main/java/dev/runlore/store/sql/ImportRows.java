// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunStatus;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.WholeRun;
import dev.runlore.store.RecordGapException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Rows of the table {@code run_import}: runs that have not come whole yet. */
final class ImportRows {

    /** Where an import's rows go, and how far it has come. */
    record Place(long key, long experiment, Sha256 content, long nextRecord, long nextLogRow) {

        /** The run as the parts of the store that write its rows see it. */
        RunState state(RunId run, Instant now) {
            RunState.RunFacts facts = new RunState.RunFacts(
                    RunStatus.NotStarted,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    0,
                    now,
                    nextLogRow);
            return new RunState(new RunState.Place(key, run, experiment), facts, nextLogRow == 0);
        }
    }

    private ImportRows() {}

    static long begin(Writing writing, WholeRun run, Sha256 content) {
        requireFree(writing, run.id());
        String experiment = run.draft().experiment();
        Optional<Place> before = find(writing, run.id());
        Optional<Long> known = ExperimentRows.idOf(writing, experiment);
        boolean same = before.filter(place -> place.content.equals(content)
                        && known.filter(id -> id == place.experiment).isPresent())
                .isPresent();
        if (before.isPresent() && same) {
            touch(writing, before.get());
            return before.get().nextRecord;
        }
        before.ifPresent(place -> purge(writing.session(), "run_key = ?", place.key));
        long id = ExperimentRows.ensure(writing, experiment, run.origin().experimentUuid());
        writing.session()
                .update(
                        """
                INSERT INTO run_import (run_key, workspace_id, id, experiment_id, content, next_record, next_log_row, touched)
                VALUES (?, ?, ?, ?, ?, 0, 0, ?)
                """,
                        takeKey(writing.session()),
                        writing.workspace(),
                        run.id().value(),
                        id,
                        content.hex(),
                        writing.now());
        return 0;
    }

    /** @throws RunloreException NOT_FOUND when none of that content was begun */
    static Place get(Writing writing, RunId run, Sha256 content) {
        return find(writing, run)
                .filter(place -> place.content.equals(content))
                .orElseThrow(() -> RunloreException.notFound("an import of run '" + run
                        + "' with this content must be under way but is not; begin it with the run's facts"));
    }

    static boolean finish(Writing writing, WholeRun run, Sha256 content, long parts) {
        requireFree(writing, run.id());
        Place place = get(writing, run.id(), content);
        if (place.nextRecord != parts) {
            throw RecordGapException.ofImport(parts, place.nextRecord);
        }
        run.draft().snapshot().ifPresent(snapshot -> RunSnapshots.require(writing, snapshot));
        WholeRunRows.insert(writing, place, run);
        writing.session().update("DELETE FROM run_import WHERE run_key = ?", place.key);
        writing.runs().ended(place.key);
        return true;
    }

    static void advance(Writing writing, Place place, long nextRecord, long nextLogRow) {
        writing.session()
                .update(
                        "UPDATE run_import SET next_record = ?, next_log_row = ?, touched = ? WHERE run_key = ?",
                        nextRecord,
                        nextLogRow,
                        writing.now(),
                        place.key);
    }

    /** Hands the rows of imports that got nothing since to the purge. */
    static boolean drop(Session session, Instant before) {
        return purge(session, "touched < ?", before);
    }

    private static boolean purge(Session session, String which, Object value) {
        session.update("""
                INSERT INTO run_purge (run_key, workspace_id, experiment_id, snapshot)
                SELECT run_key, workspace_id, experiment_id, NULL FROM run_import WHERE\s""" + which, value);
        return session.update("DELETE FROM run_import WHERE " + which, value) > 0;
    }

    private static void touch(Writing writing, Place place) {
        advance(writing, place, place.nextRecord, place.nextLogRow);
    }

    private static void requireFree(Writing writing, RunId run) {
        writing.runs().flush();
        if (RunRows.keyOf(writing.session(), writing.workspace(), run).isPresent()) {
            throw new RunloreException(
                    ErrorCode.ALREADY_EXISTS,
                    "run '" + run + "' came into being meanwhile; import it again to compare the two");
        }
    }

    private static Optional<Place> find(Writing writing, RunId run) {
        return writing.session()
                .first(
                        "SELECT * FROM run_import WHERE workspace_id = ? AND id = ?",
                        ImportRows::read,
                        writing.workspace(),
                        run.value());
    }

    private static Place read(ResultSet row) throws SQLException {
        return new Place(
                row.getLong("run_key"),
                row.getLong("experiment_id"),
                new Sha256(row.getString("content")),
                row.getLong("next_record"),
                row.getLong("next_log_row"));
    }

    /** A key that no run had or will have: taken from where new runs take theirs. */
    private static long takeKey(Session session) {
        if (session.update("UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'run'") == 0) {
            session.update("INSERT INTO sqlite_sequence (name, seq) VALUES ('run', 1)");
        }
        return session.number("SELECT seq FROM sqlite_sequence WHERE name = 'run'");
    }
}
