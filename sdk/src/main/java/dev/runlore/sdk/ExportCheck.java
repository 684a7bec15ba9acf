// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.Limits;
import dev.runlore.domain.Manifest;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.SnapshotFile;
import dev.runlore.domain.SnapshotId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Looks at all bytes of an {@link ExportFile}. */
final class ExportCheck {
    private static final String BLOBS = "blobs/";
    private static final String SNAPSHOTS = "snapshots/";
    private static final String MANIFEST = ".manifest";
    private static final byte[] ARTIFACT = "{\"artifact\":".getBytes(StandardCharsets.UTF_8);
    private static final int BLOCK = 1 << 16;

    private final ExportFile file;
    private final TransferProgress progress;
    private long done;

    ExportCheck(ExportFile file, TransferProgress progress) {
        this.file = file;
        this.progress = progress;
    }

    List<ExportedRun> run() throws IOException {
        List<ExportedRun> runs = new ArrayList<>();
        for (RunId run : file.runs()) {
            runs.add(checked(run));
            step();
        }
        for (String name : file.names()) {
            if (name.startsWith(BLOBS)) {
                checkBlob(name);
                step();
            } else if (name.startsWith(SNAPSHOTS)) {
                checkSnapshot(name);
            }
        }
        return runs;
    }

    private void step() {
        progress.show(++done, file.runs().size() + file.blobs(), "parts of the file checked");
    }

    private ExportedRun checked(RunId id) throws IOException {
        JsonObject facts = file.object(ExportFile.runName(id), Limits.TRANSFER_BYTES);
        String none = "a run '" + id + "' that is none";
        long number = file.read(none, () -> facts.integer("number"));
        Optional<SnapshotId> snapshot =
                file.read(none, () -> facts.findObject("snapshot").map(it -> new SnapshotId(it.text("id"))));
        if (!facts.findText("id").equals(Optional.of(id.value()))) {
            throw file.refused("has another run under the name of run '" + id + "'");
        }
        snapshot.ifPresent(this::requireManifest);
        MessageDigest digest = Sha256.digest();
        long records;
        try (InputStream in = new DigestInputStream(file.open(ExportFile.recordsName(id)), digest);
                LineInput lines = new LineInput(in, Limits.TRANSFER_BYTES)) {
            for (byte[] line = lines.next(); line.length > 0; line = lines.next()) {
                requireBytes(line);
            }
            records = lines.count();
        }
        return new ExportedRun(id, number, records, Sha256.of(digest), snapshot);
    }

    private void requireManifest(SnapshotId snapshot) {
        if (file.find(SNAPSHOTS + snapshot + MANIFEST).isEmpty()) {
            throw file.refused("lacks snapshot " + snapshot);
        }
    }

    private void requireBytes(byte[] line) {
        boolean isArtifact =
                line.length >= ARTIFACT.length && Arrays.equals(line, 0, ARTIFACT.length, ARTIFACT, 0, ARTIFACT.length);
        if (isArtifact) {
            file.read(
                            "a record that is none",
                            () -> ExportFile.parse(line)
                                    .findObject("artifact")
                                    .flatMap(artifact -> artifact.findText("sha256"))
                                    .map(Sha256::new))
                    .ifPresent(this::requireBlob);
        }
    }

    private void requireBlob(Sha256 blob) {
        if (!file.has(blob)) {
            throw file.refused("lacks blob " + blob);
        }
    }

    private void checkSnapshot(String name) throws IOException {
        Manifest manifest = manifest(name);
        if (!name.equals(SNAPSHOTS + manifest.id() + MANIFEST)) {
            throw file.refused("has another snapshot under the name '" + name + "'");
        }
        for (SnapshotFile inside : manifest.files()) {
            requireBlob(inside.sha256());
        }
    }

    private Manifest manifest(String name) throws IOException {
        byte[] bytes = file.bytes(name, Limits.MANIFEST_BYTES);
        try {
            return Manifest.parse(bytes);
        } catch (RunloreException e) {
            throw file.refused("has a snapshot that is none, as " + e.getMessage());
        }
    }

    private void checkBlob(String name) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (InputStream in = file.open(name)) {
            byte[] block = new byte[BLOCK];
            for (int read; (read = in.read(block)) > 0; ) {
                digest.update(block, 0, read);
            }
        }
        Sha256 got = Sha256.of(digest);
        if (!name.equals(ExportFile.blobName(got))) {
            throw file.refused("has '" + name + "' with other bytes, whose digest is " + got);
        }
    }
}
