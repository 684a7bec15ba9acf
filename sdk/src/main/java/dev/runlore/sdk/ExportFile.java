// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Limits;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.Shown;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file with exported runs, whoever wrote it: nothing of it is believed before it was looked at, and nothing is written to where
 * it says. Safe for threads.
 *
 * <pre>{@code
 * try (ExportFile file = ExportFile.open(Path.of("runs.zip"), false)) {
 *     List<ExportedRun> runs = file.check((done, all, what) -> {});
 *     runs.forEach(run -> transfers.put(file, run));
 * }
 * }</pre>
 */
public final class ExportFile implements AutoCloseable {
    /** Files that unpack to no more than this are never too large. */
    private static final long SMALL = 1L << 30;

    /** Times its own size that a file may unpack to beyond that. */
    private static final long USUAL_RATIO = 100;

    private static final int FORMAT = 1;
    private static final Pattern NAMES = Pattern.compile("export\\.json"
            + "|runs/[A-Za-z0-9][A-Za-z0-9_-]{0,255}/(run\\.json|records\\.ndjson)"
            + "|snapshots/[0-9a-f]{40}\\.manifest|blobs/[0-9a-f]{64}");

    private final ZipBytes zip;
    private final Map<String, ZipPart> parts;
    private final List<RunId> runs;

    private ExportFile(ZipBytes zip, Map<String, ZipPart> parts) throws IOException {
        this.zip = zip;
        this.parts = parts;
        this.runs = List.copyOf(readRuns());
    }

    /**
     * Opens a file and reads what it has, not yet the bytes.
     *
     * @param anySize whether it may unpack to more than 1 GiB and 100 times its size
     * @throws RunloreException NOT_FOUND; INVALID_ARGUMENT when it is no export, or not only one; TOO_LARGE
     */
    public static ExportFile open(Path file, boolean anySize) throws IOException {
        FileChannel channel = channel(file);
        try {
            ZipBytes zip = ZipBytes.of(file, channel);
            Map<String, ZipPart> parts = ZipDirectory.read(zip);
            parts.keySet().forEach(name -> requireKnown(zip, name));
            long unpacked = ZipDirectory.size(parts.values());
            if (!anySize && unpacked > SMALL && unpacked / USUAL_RATIO > zip.size()) {
                throw new RunloreException(
                        ErrorCode.TOO_LARGE,
                        "file " + file + " must unpack to at most " + USUAL_RATIO + " times its " + zip.size()
                                + " bytes but would to " + unpacked + "; add --any-size when you know who wrote it");
            }
            return new ExportFile(zip, parts);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static FileChannel channel(Path file) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw RunloreException.notFound("file " + file + " does not exist; name what 'runlore export' wrote");
        }
    }

    private static void requireKnown(ZipBytes zip, String name) {
        if (!NAMES.matcher(name).matches()) {
            throw zip.refused("has '" + Shown.text(name) + "', which no export has");
        }
    }

    /** The runs in it, parents before their children. */
    public List<RunId> runs() {
        return runs;
    }

    /** How many blobs it has. */
    public long blobs() {
        return parts.keySet().stream().filter(name -> name.startsWith("blobs/")).count();
    }

    /** Bytes of the file itself. */
    public long size() {
        return zip.size();
    }

    /**
     * Reads everything once, so that what is damaged or hostile is refused before the first run goes anywhere.
     *
     * @return the runs in the order of {@link #runs}
     */
    public List<ExportedRun> check(TransferProgress progress) throws IOException {
        return new ExportCheck(this, progress).run();
    }

    boolean has(Sha256 blob) {
        return parts.containsKey(blobName(blob));
    }

    long size(Sha256 blob) {
        return part(blobName(blob)).size();
    }

    /** A blob's bytes; the caller closes them. */
    InputStream open(Sha256 blob) throws IOException {
        return open(blobName(blob));
    }

    InputStream open(String name) throws IOException {
        return ZipPartStream.open(zip, part(name));
    }

    byte[] bytes(String name, int most) throws IOException {
        if (part(name).size() > most) {
            throw zip.refused("has '" + name + "' with more than " + most + " bytes");
        }
        try (InputStream in = open(name)) {
            return in.readAllBytes();
        }
    }

    Set<String> names() {
        return parts.keySet();
    }

    Optional<ZipPart> find(String name) {
        return Optional.ofNullable(parts.get(name));
    }

    RunloreException refused(String why) {
        return zip.refused(why);
    }

    private ZipPart part(String name) {
        return find(name).orElseThrow(() -> zip.refused("lacks '" + Shown.text(name) + "'"));
    }

    static String blobName(Sha256 blob) {
        return "blobs/" + blob;
    }

    private Set<RunId> readRuns() throws IOException {
        JsonObject overview = object("export.json", Limits.BODY_BYTES);
        long format = read("an export.json without its format", () -> overview.integer("format"));
        if (format != FORMAT) {
            throw zip.refused("has format " + format + ", which a later version of runlore wrote and reads");
        }
        Set<RunId> ids = new LinkedHashSet<>(read("an export.json without its runs", () -> runs(overview)));
        Set<String> expected = new HashSet<>();
        ids.forEach(id -> expected.addAll(List.of(runName(id), recordsName(id))));
        Set<String> found = new HashSet<>(parts.keySet());
        found.removeIf(name -> !name.startsWith("runs/"));
        if (ids.isEmpty() || !expected.equals(found)) {
            throw zip.refused("has other runs than its export.json names");
        }
        return ids;
    }

    private static List<RunId> runs(JsonObject overview) {
        List<RunId> runs = new ArrayList<>();
        overview.list("runs").forEach((@Nullable Object id) -> runs.add(new RunId(String.valueOf(id))));
        return runs;
    }

    JsonObject object(String name, int most) throws IOException {
        byte[] bytes = bytes(name, most);
        return read("'" + name + "' that is no JSON object", () -> parse(bytes));
    }

    static JsonObject parse(byte[] json) {
        try {
            return JsonObject.of(JsonTree.read(new ByteArrayInputStream(json)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a part of the file says; however that fails, the file is no export. */
    <T> T read(String otherwise, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (RunloreException | UncheckedIOException | ClassCastException | IllegalArgumentException e) {
            throw zip.refused("has " + otherwise);
        }
    }

    static String runName(RunId run) {
        return "runs/" + run + "/run.json";
    }

    static String recordsName(RunId run) {
        return "runs/" + run + "/records.ndjson";
    }

    @Override
    public void close() throws IOException {
        zip.channel().close();
    }
}
