// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.studio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The built studio in a jar: a page, and files that are found by their exact name in a list which the build wrote. No text of a
 * client ever becomes a path. Thread-safe.
 */
public final class StudioFiles {
    /** Where the build puts it. */
    public static final String FOLDER = "studio/";

    private static final String LIST = "files";
    private static final String PAGE = "index.html";

    private final ClassLoader jar;
    private final String folder;
    private final Map<String, StudioFile> files;
    private final StudioPage page;

    private StudioFiles(ClassLoader jar, String folder, Map<String, StudioFile> files, StudioPage page) {
        this.jar = jar;
        this.folder = folder;
        this.files = files;
        this.page = page;
    }

    /**
     * The studio, unless the product was built without it.
     *
     * @param folder of the class path, with a slash at its end
     * @throws IllegalArgumentException when the build's list does not hold together
     */
    public static Optional<StudioFiles> find(ClassLoader jar, String folder) throws IOException {
        Optional<byte[]> list = read(jar, folder + LIST);
        Optional<byte[]> html = read(jar, folder + PAGE);
        if (list.isEmpty() || html.isEmpty()) {
            return Optional.empty();
        }
        Map<String, StudioFile> files = new String(list.get(), StandardCharsets.UTF_8)
                .lines()
                .map(StudioFile::parse)
                .collect(Collectors.toUnmodifiableMap(StudioFile::name, Function.identity()));
        return Optional.of(new StudioFiles(jar, folder, files, StudioPage.of(html.get())));
    }

    StudioPage page() {
        return page;
    }

    Collection<StudioFile> all() {
        return files.values();
    }

    Optional<StudioFile> find(String name) {
        return Optional.ofNullable(files.get(name));
    }

    /** The bytes of a file of this list. */
    byte[] bytes(StudioFile file, Encoding encoding) throws IOException {
        return read(jar, folder + file.name() + encoding.suffix())
                .orElseThrow(() -> new IllegalStateException("the list of the studio names " + file.name() + " as "
                        + encoding.code() + ", which is not there"));
    }

    private static Optional<byte[]> read(ClassLoader jar, String resource) throws IOException {
        try (InputStream in = jar.getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        }
    }
}
