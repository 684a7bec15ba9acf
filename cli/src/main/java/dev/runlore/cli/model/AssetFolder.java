// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.model;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.ModelName;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.sdk.JsonTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The folder {@code assets} of a project, with a link file for each model. A model's name is any text, so a file is called by
 * the plain characters of it, and by a digest too where that loses something or another model's file is in the way.
 */
record AssetFolder(Path folder) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._-]{0,98}[A-Za-z0-9_-]|[A-Za-z0-9]");
    private static final Pattern DEVICE = Pattern.compile("(CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])(\\..*)?");
    private static final int KEPT = 60;

    /** Of the project that the folder lies in; of the folder itself when it lies in none. */
    static AssetFolder of(Path current) {
        for (Path folder = current.toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("aml_config").resolve("project.json"))) {
                return new AssetFolder(folder.resolve("assets"));
            }
        }
        return new AssetFolder(current.toAbsolutePath().resolve("assets"));
    }

    /** Writes the link, whole or not at all, over an older one of the same model. */
    Path write(AssetLink link) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw new RunloreException(
                        ErrorCode.ALREADY_EXISTS,
                        folder
                                + " must be a folder of its own but is a file or link; move it away, the version is made");
            }
            Files.createDirectory(folder);
        }
        Path file = fileFor(link.name());
        Path part = folder.resolve(".runlore-" + UUID.randomUUID() + ".part");
        try {
            Files.write(part, JsonTree.write(link.tree()), StandardOpenOption.CREATE_NEW);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private Path fileFor(ModelName name) throws IOException {
        String plain = plainName(name);
        Path file = folder.resolve(plain + ".link");
        boolean isFree = !Files.exists(file, LinkOption.NOFOLLOW_LINKS) || AssetLink.isOf(file, name);
        return isFree ? file : folder.resolve(marked(plain, name) + ".link");
    }

    private static String plainName(ModelName name) {
        String text = name.value();
        boolean isDevice = DEVICE.matcher(text.toUpperCase(Locale.ROOT)).matches();
        if (PLAIN.matcher(text).matches() && !isDevice) {
            return text;
        }
        String kept = text.replaceAll("[^A-Za-z0-9_-]+", "_");
        return marked("_" + kept.substring(0, Math.min(KEPT, kept.length())), name);
    }

    private static String marked(String plain, ModelName name) {
        String digest = Sha256.of(name.value().getBytes(StandardCharsets.UTF_8)).hex();
        return plain + "-" + digest.substring(0, 8);
    }
}
