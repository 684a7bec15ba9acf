// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.transfer;

import dev.runlore.domain.Artifact;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Limits;
import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.SnapshotFile;
import dev.runlore.domain.SnapshotId;
import dev.runlore.domain.WholeRun;
import dev.runlore.server.run.Runs;
import dev.runlore.store.BlobStore;
import dev.runlore.store.Store;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Plans what an export has to hold, so that all that can be refused is refused before its first byte. Thread-safe. */
public final class Exports {
    /** As many files as an export may have; whoever reads it has them all in a list. */
    private static final int MOST_FILES = 1_000_000;

    private final Store store;
    private final BlobStore blobs;

    public Exports(Store store, BlobStore blobs) {
        this.store = store;
        this.blobs = blobs;
    }

    /**
     * The export of these runs and of all below them.
     *
     * @throws RunloreException NOT_FOUND; WRONG_STATE for a run that is not over; TOO_LARGE
     */
    RunExport plan(List<RunId> runs) throws IOException {
        List<WholeRun> whole = new ArrayList<>();
        for (RunId run : withChildren(runs)) {
            whole.add(ended(run));
        }
        Map<Sha256, RunExport.Content> contents = new LinkedHashMap<>();
        Set<SnapshotId> snapshots = new LinkedHashSet<>();
        for (WholeRun run : whole) {
            addFiles(run.id(), contents);
            if (run.draft().snapshot().filter(snapshots::add).isPresent()) {
                addSnapshot(run.draft().snapshot().get(), contents);
            }
        }
        return new RunExport(store, blobs, whole, snapshots, contents);
    }

    private Set<RunId> withChildren(List<RunId> runs) {
        Set<RunId> all = new LinkedHashSet<>();
        for (RunId run : runs) {
            Deque<RunId> rest = new ArrayDeque<>(List.of(run));
            while (!rest.isEmpty()) {
                RunId next = rest.pop();
                if (all.add(next)) {
                    children(next).forEach(rest::push);
                }
            }
        }
        return all;
    }

    /** Newest first, as the store lists them: pushed one by one, the eldest is on top. */
    private List<RunId> children(RunId parent) {
        List<RunId> children = new ArrayList<>();
        Optional<PageToken> next = Optional.empty();
        do {
            Page<Run> page = store.runs().children(parent, Limits.PAGE, next);
            page.items().forEach(child -> children.add(child.id()));
            next = page.next();
        } while (next.isPresent());
        return children;
    }

    private WholeRun ended(RunId id) {
        WholeRun run = store.transfers().find(id).orElseThrow(() -> Runs.missing(id));
        if (!run.draft().status().isTerminal()) {
            throw RunloreException.wrongState("run '" + id + "' must be over to be exported but is "
                    + run.draft().status() + "; wait for its end, or end it with 'runlore run cancel " + id + "'");
        }
        if (!store.logs().list(id).isEmpty()) {
            throw RunloreException.wrongState(
                    "run '" + id + "' is over but still gets bytes of a log; export it again in a few seconds");
        }
        return run;
    }

    private void addFiles(RunId run, Map<Sha256, RunExport.Content> contents) throws IOException {
        Optional<PageToken> next = Optional.empty();
        do {
            Page<Artifact> page = store.runs().artifacts(run, Optional.empty(), Limits.PAGE, next);
            for (Artifact file : page.items()) {
                if (file.blob().isPresent()) {
                    add(file.blob().get(), file.path(), "run '" + run + "'", contents);
                }
            }
            next = page.next();
        } while (next.isPresent());
    }

    private void addSnapshot(SnapshotId snapshot, Map<Sha256, RunExport.Content> contents) throws IOException {
        for (SnapshotFile file :
                store.snapshots().findManifest(snapshot).orElseThrow().files()) {
            add(file.sha256(), file.path(), "snapshot " + snapshot, contents);
        }
    }

    private void add(Sha256 blob, ArtifactPath path, String owner, Map<Sha256, RunExport.Content> contents)
            throws IOException {
        if (contents.containsKey(blob)) {
            return;
        }
        long size = blobs.find(blob)
                .orElseThrow(() -> new RunloreException(
                        ErrorCode.INTERNAL,
                        "the bytes of file '" + path + "' of " + owner
                                + " must be in the data folder but are not; run 'runlore doctor' on the server"));
        contents.put(blob, new RunExport.Content(size, path, owner));
        if (contents.size() > MOST_FILES) {
            throw new RunloreException(
                    ErrorCode.TOO_LARGE,
                    "an export must have at most " + MOST_FILES + " files but has more; export fewer runs at once");
        }
    }
}
