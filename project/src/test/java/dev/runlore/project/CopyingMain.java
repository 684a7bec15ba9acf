// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** Prints the id of a folder's snapshot and restores it into another folder; started in a process of another locale. */
final class CopyingMain {
    private CopyingMain() {}

    public static void main(String[] arguments) throws IOException {
        FolderSnapshot snapshot = FolderSnapshot.take(Path.of(arguments[0]));
        Restoration restoration = new Restoration(
                (file, to) -> Files.copy(snapshot.file(file.sha256()), to),
                Path.of(arguments[1] + "-backups"),
                InstantSource.system());
        restoration.apply(restoration.plan(Path.of(arguments[1]), snapshot.manifest()));
        System.out.println(snapshot.manifest().id());
    }
}
