// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Limits;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.Shown;
import dev.runlore.store.LogGapException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Rows of the tables {@code run_log_file} and {@code run_log}. */
final class RunLogs {
    /** The last line of a log that was cut; with it the log has exactly the most bytes that a log may have. */
    private static final byte[] CUT = ("\n[cut here: a log has at most " + Limits.LOG_BYTES / 1024 / 1024 + " MiB]\n")
            .getBytes(StandardCharsets.UTF_8);

    /** One log of one run. */
    record Place(long run, ArtifactPath path) {}

    private record Extent(long start, long size) {}

    private RunLogs() {}

    /** Appends what the log does not have yet; answers its size. */
    static long append(Writing writing, RunId id, ArtifactPath path, long offset, byte[] bytes) {
        Place place = new Place(run(writing, id).key(), path);
        long size = find(writing.session(), place).map(Extent::size).orElse(0L);
        if (size >= Limits.LOG_BYTES) {
            return size;
        }
        if (offset > size) {
            throw new LogGapException(offset, size);
        }
        byte[] fresh = cut(size, Arrays.copyOfRange(bytes, (int) Math.min(bytes.length, size - offset), bytes.length));
        if (fresh.length == 0) {
            return size;
        }
        writing.session()
                .update(
                        "INSERT INTO run_log (run_key, path, offset, workspace_id, body) VALUES (?, ?, ?, ?, ?)",
                        place.run,
                        path.value(),
                        size,
                        writing.workspace(),
                        fresh);
        writing.session().update("""
                        INSERT INTO run_log_file (run_key, path, workspace_id, start, size) VALUES (?, ?, ?, 0, ?)
                        ON CONFLICT (run_key, path) DO UPDATE SET size = excluded.size
                        """, place.run, path.value(), writing.workspace(), size + fresh.length);
        return size + fresh.length;
    }

    /** The bytes as they are when they leave room for the line about the cut; else as many as do, and the line. */
    private static byte[] cut(long size, byte[] bytes) {
        long room = Limits.LOG_BYTES - CUT.length - size;
        if (bytes.length <= room) {
            return bytes;
        }
        // A log that already reaches into the last line's place keeps its bytes; the line then ends beyond the limit.
        byte[] kept = Arrays.copyOf(bytes, (int) Math.max(0, room) + CUT.length);
        System.arraycopy(CUT, 0, kept, kept.length - CUT.length, CUT.length);
        return kept;
    }

    static byte[] read(Session session, Place place, long from, int most) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(most);
        long next = from;
        while (bytes.size() < most) {
            Optional<byte[]> part = session.first(
                    """
                    SELECT substr(body, ?1 - offset + 1, ?2) FROM run_log
                    WHERE run_key = ?3 AND path = ?4 AND offset <= ?1 ORDER BY offset DESC LIMIT 1
                    """, row -> row.getBytes(1), next, most - bytes.size(), place.run, place.path.value());
            if (part.isEmpty() || part.get().length == 0) {
                break;
            }
            bytes.writeBytes(part.get());
            next += part.get().length;
        }
        return bytes.toByteArray();
    }

    static boolean seal(Writing writing, RunId id, ArtifactPath path, Sha256 blob, long size) {
        RunState run = run(writing, id);
        Place place = new Place(run.key(), path);
        Extent extent = find(writing.session(), place)
                .orElseThrow(() -> RunloreException.notFound(
                        "run '" + id + "' has no log '" + Shown.text(path.value()) + "'; list its logs"));
        if (size > extent.size) {
            throw RunloreException.wrongState("log '" + Shown.text(path.value()) + "' of run '" + id + "' has "
                    + extent.size + " bytes and cannot be sealed at " + size + "; read its size again");
        }
        if (size <= extent.start) {
            return false;
        }
        boolean changed = Artifacts.store(writing, run, new RunRecord.PutArtifact(path, Optional.of(blob), size));
        dropUntil(writing, place, size);
        if (changed) {
            run.nextRevision();
        }
        return true;
    }

    private static void dropUntil(Writing writing, Place place, long size) {
        Session session = writing.session();
        byte[] rest = read(session, place, size, Limits.LOG_BYTES);
        session.update("DELETE FROM run_log WHERE run_key = ? AND path = ?", place.run, place.path.value());
        if (rest.length > 0) {
            session.update(
                    "INSERT INTO run_log (run_key, path, offset, workspace_id, body) VALUES (?, ?, ?, ?, ?)",
                    place.run,
                    place.path.value(),
                    size,
                    writing.workspace(),
                    rest);
        }
        session.update(
                "UPDATE run_log_file SET start = ? WHERE run_key = ? AND path = ?",
                size,
                place.run,
                place.path.value());
    }

    private static RunState run(Writing writing, RunId id) {
        return writing.runs()
                .find(id)
                .orElseThrow(() -> RunloreException.notFound("run '" + id + "' is not there; create it first"));
    }

    private static Optional<Extent> find(Session session, Place place) {
        return session.first(
                "SELECT start, size FROM run_log_file WHERE run_key = ? AND path = ?",
                row -> new Extent(row.getLong(1), row.getLong(2)),
                place.run,
                place.path.value());
    }
}
