// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.transfer;

import dev.runlore.domain.Artifact;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunPart;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.Shown;
import dev.runlore.domain.WholeRun;
import dev.runlore.server.http.MissingBlobsException;
import dev.runlore.server.run.RunChange;
import dev.runlore.server.run.Runs;
import dev.runlore.store.BlobStore;
import dev.runlore.store.RecordGapException;
import dev.runlore.store.Store;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Takes in runs that another server exported: each whole or not at all, and each once. Thread-safe. */
public final class TransferImports {
    private final Store store;
    private final BlobStore blobs;
    private final Runs runs;

    public TransferImports(Store store, BlobStore blobs, Runs runs) {
        this.store = store;
        this.blobs = blobs;
        this.runs = runs;
    }

    /**
     * Makes a run appear once all its parts are here; answers whether it was not there before.
     *
     * @param content digest of the lines of all parts
     * @param parts how many there are
     * @throws RecordGapException naming the part that is to be sent next
     * @throws RunloreException ALREADY_EXISTS when there is another run of this id
     */
    boolean put(WholeRun run, Sha256 content, long parts) throws IOException {
        if (!run.draft().status().isTerminal()) {
            throw RunloreException.invalid("status of run '" + run.id() + "' must be one that ends a run but is "
                    + run.draft().status() + "; export it when it is over");
        }
        Optional<WholeRun> there = store.transfers().find(run.id());
        if (there.isPresent()) {
            requireSame(there.get(), run, content);
            return false;
        }
        run.draft()
                .snapshot()
                .filter(snapshot -> store.snapshots().find(snapshot).isEmpty())
                .ifPresent(snapshot -> {
                    throw RunloreException.notFound("snapshot " + snapshot + " of run '" + run.id()
                            + "' must be there but is not; put it first");
                });
        long next = store.transfers().begin(run, content);
        if (next < parts) {
            throw RecordGapException.ofImport(parts, next);
        }
        store.transfers().finish(run, content, parts);
        runs.announce(new RunChange(run.id(), run.revision(), run.draft().status()));
        return true;
    }

    private void requireSame(WholeRun own, WholeRun given, Sha256 content) throws IOException {
        List<String> differences = own.differences(given);
        if (!differences.isEmpty()) {
            throw another(own.id(), String.join(", ", differences));
        }
        MessageDigest digest = Sha256.digest();
        try (OutputStream sum = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            RunExport.writeParts(store, own.id(), sum);
        }
        if (!Sha256.of(digest).equals(content)) {
            throw another(own.id(), "points or files");
        }
    }

    private static RunloreException another(RunId run, String what) {
        return new RunloreException(
                ErrorCode.ALREADY_EXISTS,
                "run '" + run + "' is there already and differs in: " + what
                        + "; nothing of it was changed, purge it before it is imported");
    }

    /** As {@link dev.runlore.store.TransferStore#append}, once all bytes that the parts name are here. */
    long append(RunId run, Sha256 content, long first, List<RunPart> parts) throws IOException {
        Set<Sha256> missing = new LinkedHashSet<>();
        for (RunPart part : parts) {
            if (part instanceof RunPart.File(Artifact artifact)) {
                require(artifact, missing);
            }
        }
        if (!missing.isEmpty()) {
            throw new MissingBlobsException(List.copyOf(missing), OptionalLong.empty());
        }
        return store.transfers().append(run, content, first, parts);
    }

    private void require(Artifact artifact, Set<Sha256> missing) throws IOException {
        if (artifact.blob().isEmpty()) {
            return;
        }
        Optional<Long> size = blobs.find(artifact.blob().get());
        if (size.isEmpty()) {
            missing.add(artifact.blob().get());
        } else if (size.get() != artifact.size()) {
            throw RunloreException.invalid("size of artifact '"
                    + Shown.text(artifact.path().value()) + "' must be " + size.get()
                    + ", that of its bytes, but is " + artifact.size() + "; export the run again");
        }
    }
}
