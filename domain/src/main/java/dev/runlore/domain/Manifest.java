// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a source folder held: its files, sorted by the bytes of their paths. As text, one line a file, {@code mode sha256 size
 * path}, mode {@code f} or {@code x}. No two files may meet on any machine: not under one path, not one below the other, and not
 * by capitals or by how an accent is written; and none may lie in a {@code .git}.
 */
public record Manifest(List<SnapshotFile> files) {
    private static final Comparator<SnapshotFile> ORDER =
            Comparator.comparing(file -> utf8(file.path().value()), Arrays::compareUnsigned);

    public Manifest {
        if (files.size() > Limits.SNAPSHOT_FILES) {
            throw new RunloreException(
                    ErrorCode.TOO_LARGE,
                    "a snapshot must have at most " + Limits.SNAPSHOT_FILES + " files but has " + files.size()
                            + "; name what it can do without in .amlignore");
        }
        files = files.stream().sorted(ORDER).toList();
        requireApart(files);
        long size = files.stream().mapToLong(SnapshotFile::size).reduce(0, Manifest::sum);
        if (size > Limits.SNAPSHOT_BYTES) {
            throw new RunloreException(
                    ErrorCode.TOO_LARGE,
                    "a snapshot must have at most " + Limits.SNAPSHOT_BYTES + " bytes but has " + size
                            + "; name large files in .amlignore");
        }
    }

    /**
     * Reads the text form.
     *
     * @throws RunloreException INVALID_ARGUMENT naming the line; also when the files are not in order, so that one content has
     *     one id
     */
    public static Manifest parse(byte[] bytes) {
        String text = text(bytes);
        if (!text.isEmpty() && !text.endsWith("\n")) {
            throw RunloreException.invalid("a manifest's last line must end in a line feed; send it whole");
        }
        String[] lines = text.isEmpty()
                ? new String[0]
                : text.substring(0, text.length() - 1).split("\n", -1);
        Manifest manifest = new Manifest(Stream.iterate(0, i -> i < lines.length, i -> i + 1)
                .map(i -> ManifestLine.parse(i + 1, lines[i]))
                .toList());
        if (!Arrays.equals(manifest.bytes(), bytes)) {
            throw RunloreException.invalid(
                    "a manifest's files must be sorted by the bytes of their paths but are not; sort them");
        }
        return manifest;
    }

    /** The text form in UTF-8. */
    public byte[] bytes() {
        return utf8(files.stream().map(ManifestLine::text).collect(Collectors.joining()));
    }

    /** Digest of the text form. */
    public Sha256 sha256() {
        return Sha256.of(bytes());
    }

    public SnapshotId id() {
        return SnapshotId.of(sha256());
    }

    /** Bytes of all files together. */
    public long size() {
        return files.stream().mapToLong(SnapshotFile::size).sum();
    }

    private static void requireApart(List<SnapshotFile> files) {
        Map<String, String> taken = new HashMap<>();
        for (SnapshotFile file : files) {
            String path = file.path().value();
            String meeting = taken.put(folded(path), path);
            if (meeting != null) {
                throw RunloreException.invalid("a snapshot must not have both '" + Shown.text(meeting) + "' and '"
                        + Shown.text(path) + "', which are one file on some machines; rename one");
            }
            if (Arrays.stream(path.split("/")).anyMatch(".git"::equalsIgnoreCase)) {
                throw RunloreException.invalid(
                        "a snapshot must not reach into .git but has '" + Shown.text(path) + "'; leave it out");
            }
        }
        for (SnapshotFile file : files) {
            requireFolders(file.path().value(), taken);
        }
    }

    /** No folder of the path is a file itself, or spelled in another way elsewhere. */
    private static void requireFolders(String path, Map<String, String> taken) {
        for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
            String folder = path.substring(0, end + 1);
            String file = taken.get(folded(path.substring(0, end)));
            String spelled = taken.putIfAbsent(folded(folder), folder);
            if (file != null || (spelled != null && !spelled.equals(folder))) {
                throw RunloreException.invalid("a snapshot must not have both '"
                        + Shown.text(file != null ? file : spelled) + "' and '" + Shown.text(path)
                        + "', which meet on some machines; rename one");
            }
        }
    }

    private static String folded(String path) {
        String composed = Normalizer.normalize(path, Normalizer.Form.NFC);
        return composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private static long sum(long one, long other) {
        try {
            return Math.addExact(one, other);
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw RunloreException.invalid("a manifest must be UTF-8 but is not; send paths in UTF-8");
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
