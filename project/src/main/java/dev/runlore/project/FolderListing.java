// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import dev.runlore.domain.RunloreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a snapshot of a folder would keep and leave out.
 *
 * @param files what a snapshot keeps, in no order
 * @param secrets paths left out because of their names; a folder's ends in a slash
 * @param unnameable paths left out because they are no artifact paths, likewise
 */
public record FolderListing(List<FoundFile> files, List<String> secrets, List<String> unnameable) {
    public FolderListing {
        files = List.copyOf(files);
        secrets = secrets.stream().sorted(Utf8Order.of(path -> path)).toList();
        unnameable = unnameable.stream().sorted(Utf8Order.of(path -> path)).toList();
    }

    /**
     * Walks a folder. Links are neither kept nor followed.
     *
     * @throws RunloreException NOT_FOUND without the folder, TOO_LARGE when it has more files than any snapshot
     */
    public static FolderListing of(Path folder) throws IOException {
        return FolderWalk.of(folder);
    }
}
