// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import java.util.List;

/**
 * What a walk found in a folder.
 *
 * @param files what a snapshot keeps
 * @param secrets paths left out because of their names; a folder's ends in a slash
 * @param unnameable paths left out because they are no artifact paths, likewise
 */
record FolderListing(List<FoundFile> files, List<String> secrets, List<String> unnameable) {
    FolderListing {
        files = List.copyOf(files);
        secrets = secrets.stream().sorted(Utf8Order.of(path -> path)).toList();
        unnameable = unnameable.stream().sorted(Utf8Order.of(path -> path)).toList();
    }
}
