// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.OptionalLong;

/**
 * What lies directly in a folder.
 *
 * @param name without the path before it
 * @param size of a file, in bytes; empty for a folder
 */
public record FolderEntry(String name, OptionalLong size) {
    public boolean isFolder() {
        return size.isEmpty();
    }
}
