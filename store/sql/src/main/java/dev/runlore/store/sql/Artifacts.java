// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Artifact;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.Shown;
import java.util.Optional;

/** Changes to a run's artifacts. Each method answers whether it changed the run. */
final class Artifacts {
    private Artifacts() {}

    /** Names bytes as an artifact; one that is there keeps its place in the list. */
    static boolean put(Writing writing, RunState run, RunRecord.PutArtifact artifact) {
        requireNoLiveLog(writing, run, artifact.path());
        return store(writing, run, artifact);
    }

    /** As {@link #put}, for the path of a log that is being sealed. */
    static boolean store(Writing writing, RunState run, RunRecord.PutArtifact artifact) {
        String put = """
                INSERT INTO artifact (run_key, path, workspace_id, position, sha256, size, created)
                VALUES (?1, ?2, ?3, (SELECT coalesce(max(position), 0) + 1 FROM artifact WHERE run_key = ?1), ?4, ?5, ?6)
                ON CONFLICT (run_key, path) DO UPDATE
                  SET sha256 = excluded.sha256, size = excluded.size, created = excluded.created
                  WHERE sha256 IS NOT excluded.sha256 OR size <> excluded.size
                """;
        return writing.session()
                        .update(
                                put,
                                run.key(),
                                artifact.path().value(),
                                writing.workspace(),
                                artifact.blob().map(Sha256::hex),
                                artifact.size(),
                                writing.now())
                > 0;
    }

    /**
     * Adds an artifact of another history with its own time.
     *
     * @throws RunloreException INVALID_ARGUMENT when the path came before
     */
    static void bringIn(Writing writing, RunState run, Artifact artifact) {
        String path = artifact.path().value();
        int added = writing.session()
                .update(
                        """
                        INSERT INTO artifact (run_key, path, workspace_id, position, sha256, size, created)
                        VALUES (?1, ?2, ?3, (SELECT coalesce(max(position), 0) + 1 FROM artifact WHERE run_key = ?1), ?4, ?5, ?6)
                        ON CONFLICT (run_key, path) DO NOTHING
                        """,
                        run.key(),
                        path,
                        writing.workspace(),
                        artifact.blob().map(Sha256::hex),
                        artifact.size(),
                        artifact.created());
        if (added == 0) {
            throw RunloreException.invalid("artifact '" + Shown.text(path) + "' of run '" + run.id()
                    + "' must come once but came twice; export the run again");
        }
    }

    static boolean delete(Writing writing, RunState run, ArtifactPath path) {
        requireNoLiveLog(writing, run, path);
        int deleted = writing.session()
                .update("DELETE FROM artifact WHERE run_key = ? AND path = ?", run.key(), path.value());
        if (deleted == 0) {
            throw RunloreException.notFound(
                    "run '" + run.id() + "' has no artifact '" + Shown.text(path.value()) + "'; list its artifacts");
        }
        return true;
    }

    /** Deletes the artifact of a path and all below it; a log that still grows is none yet. */
    static boolean deleteAll(Writing writing, RunState run, Optional<ArtifactPath> path) {
        Clause within = Folders.within(path.map(ArtifactPath::value));
        Clause files = Clause.of("""
                        DELETE FROM artifact WHERE run_key = ? AND path NOT IN
                          (SELECT path FROM run_log_file WHERE run_key = ? AND size > start)
                        """, run.key(), run.key()).then(within);
        Clause logs = Clause.of("DELETE FROM run_log_file WHERE run_key = ? AND size = start", run.key())
                .then(within);
        int deleted = writing.session().update(files.sql(), files.array());
        writing.session().update(logs.sql(), logs.array());
        return deleted > 0;
    }

    /** A log that is whole in the artifact ends here, and a later one under the path begins anew; one with bytes of its own stays. */
    private static void requireNoLiveLog(Writing writing, RunState run, ArtifactPath path) {
        boolean live = writing.session()
                .first(
                        "SELECT size > start FROM run_log_file WHERE run_key = ? AND path = ?",
                        row -> row.getBoolean(1),
                        run.key(),
                        path.value())
                .orElse(false);
        if (live) {
            throw RunloreException.wrongState("'" + Shown.text(path.value()) + "' of run '" + run.id()
                    + "' is a log that still grows; use another path, or wait until the run is over");
        }
        writing.session().update("DELETE FROM run_log_file WHERE run_key = ? AND path = ?", run.key(), path.value());
    }
}
