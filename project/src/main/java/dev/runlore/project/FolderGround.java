// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.RunloreException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What stands in a folder where files are to be put, once other files are deleted. Names are compared as they are listed, so a disk
 * that ignores capitals or how an accent is written does not pass one file for another. Confined to one thread.
 */
final class FolderGround {
    private final Path root;
    private final Set<String> deleted;
    private final Map<String, Set<String>> names = new HashMap<>();

    FolderGround(Path root, List<ArtifactPath> deleted) {
        this.root = root;
        this.deleted = deleted.stream().map(ArtifactPath::value).collect(Collectors.toCollection(HashSet::new));
    }

    /**
     * Whether a file is there.
     *
     * @throws RunloreException WRONG_STATE when something else is, at the path or on the way to it, and stays
     */
    boolean holds(ArtifactPath file) throws IOException {
        String path = file.value();
        for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
            if (!isFolder(path.substring(0, end))) {
                return false;
            }
        }
        if (!isListed(path)) {
            return false;
        }
        BasicFileAttributes there = attributes(path);
        if (there.isDirectory()) {
            requireEmptied(path, path);
            return false;
        }
        if (!there.isRegularFile()) {
            throw inTheWay(path, "is a link or a device");
        }
        return true;
    }

    private boolean isFolder(String path) throws IOException {
        if (!isListed(path)) {
            return false;
        }
        BasicFileAttributes there = attributes(path);
        if (there.isRegularFile() && deleted.contains(path)) {
            return false;
        }
        if (!there.isDirectory()) {
            throw inTheWay(path, there.isRegularFile() ? "is a file that stays" : "is a link or a device");
        }
        return true;
    }

    /** Whether the path's name is in its folder; a name that some disk takes for it must go. */
    private boolean isListed(String path) throws IOException {
        String folder = path.substring(0, Math.max(path.lastIndexOf('/'), 0));
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (names(folder).contains(name)) {
            return true;
        }
        for (String other : names(folder)) {
            if (folded(other).equals(folded(name))) {
                requireGone(folder.isEmpty() ? other : folder + "/" + other, path);
            }
        }
        return false;
    }

    private void requireGone(String path, String wanted) throws IOException {
        if (deleted.contains(path)) {
            return;
        }
        if (!Files.isDirectory(NativeName.resolve(root, path), LinkOption.NOFOLLOW_LINKS)) {
            throw stays(path, wanted);
        }
        requireEmptied(path, wanted);
    }

    private void requireEmptied(String folder, String wanted) throws IOException {
        for (String name : names(folder)) {
            requireGone(folder + "/" + name, wanted);
        }
    }

    private Set<String> names(String folder) throws IOException {
        Set<String> known = names.get(folder);
        if (known == null) {
            known = list(folder);
            names.put(folder, known);
        }
        return known;
    }

    private Set<String> list(String folder) throws IOException {
        Set<String> listed = new HashSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(NativeName.resolve(root, folder))) {
            entries.forEach(entry -> listed.add(NativeName.of(entry).text()));
        } catch (NoSuchFileException e) {
            return Set.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return listed;
    }

    private BasicFileAttributes attributes(String path) throws IOException {
        return Files.readAttributes(
                NativeName.resolve(root, path), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private RunloreException inTheWay(String path, String what) {
        return RunloreException.wrongState("'" + path + "' in " + root + " " + what
                + ", where the snapshot has something else; move it away; nothing was changed");
    }

    private RunloreException stays(String path, String wanted) {
        return RunloreException.wrongState("'" + path + "' in " + root + " stays and is in the way of '" + wanted
                + "' of the snapshot; move it away; nothing was changed");
    }

    private static String folded(String name) {
        String composed = Normalizer.normalize(name, Normalizer.Form.NFC);
        return composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
}
