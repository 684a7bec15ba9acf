// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Manifest;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Paths under which a restore never writes, because no snapshot that a client takes has them: {@code .git}, secrets, and the like. */
final class UntouchedNames {
    private final Path root;
    /** Folders that the target itself would make virtual environments or data folders. */
    private final Set<String> marked = new HashSet<>();

    UntouchedNames(Path root, Manifest target) {
        this.root = root;
        target.files().forEach(file -> {
            String path = file.path().value();
            int slash = path.lastIndexOf('/');
            if (slash >= 0 && LeftOutNames.MARKS.contains(path.substring(slash + 1))) {
                marked.add(path.substring(0, slash));
            }
        });
    }

    boolean cover(ArtifactPath path) {
        String file = path.value();
        for (int end = file.indexOf('/'); end >= 0; end = file.indexOf('/', end + 1)) {
            if (coversFolder(file.substring(0, end))) {
                return true;
            }
        }
        return LeftOutNames.file(file) || SecretNames.file(file);
    }

    private boolean coversFolder(String folder) {
        return LeftOutNames.folder(folder)
                || SecretNames.folder(folder)
                || marked.contains(folder)
                || LeftOutNames.MARKS.stream()
                        .anyMatch(mark -> Files.exists(
                                NativeName.resolve(root, folder).resolve(mark), LinkOption.NOFOLLOW_LINKS));
    }
}
