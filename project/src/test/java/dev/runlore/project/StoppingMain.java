// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** Restores a folder from another one and ends as if it were killed when it comes to the file {@code z.py}. */
final class StoppingMain {
    private StoppingMain() {}

    public static void main(String[] arguments) throws IOException {
        FolderSnapshot snapshot = FolderSnapshot.take(Path.of(arguments[0]));
        Path folder = Path.of(arguments[1]);
        Restoration restoration = new Restoration(
                (file, to) -> {
                    Files.copy(snapshot.file(file.sha256()), to);
                    if (file.path().value().equals("z.py")) {
                        Runtime.getRuntime().halt(137);
                    }
                },
                Path.of(arguments[2]),
                InstantSource.system());
        restoration.apply(restoration.plan(folder, snapshot.manifest()));
    }
}
