// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import dev.runlore.domain.Manifest;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.SnapshotFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The snapshot of a folder, not yet sent anywhere.
 *
 * <pre>{@code
 * FolderSnapshot snapshot = FolderSnapshot.take(Path.of("iris"));
 * snapshot.manifest().id();   // what names it
 * snapshot.secrets();         // say these to the user: they did not come along
 * }</pre>
 *
 * @param folder absolute
 * @param manifest what it keeps
 * @param secrets paths left out because their names look like secrets, a folder's with a slash at the end; sorted
 * @param unnameable paths left out because no machine could be trusted with their names, likewise
 */
public record FolderSnapshot(Path folder, Manifest manifest, List<String> secrets, List<String> unnameable) {
    /** Of the files of one sort that are left out, so many are named. */
    private static final int NAMED = 20;

    public FolderSnapshot {
        secrets = List.copyOf(secrets);
        unnameable = List.copyOf(unnameable);
    }

    /** As {@link #take(Path, SnapshotLimits)}, within a client's limits. */
    public static FolderSnapshot take(Path folder) throws IOException {
        return take(folder, SnapshotLimits.CLIENT);
    }

    /**
     * Walks the folder and reads every file that a snapshot keeps.
     *
     * @throws RunloreException NOT_FOUND without the folder; TOO_LARGE above the limits, before anything is read; WRONG_STATE
     *     for a file that changes or goes while it is read, twice; INVALID_ARGUMENT for names that are one on some machines
     */
    public static FolderSnapshot take(Path folder, SnapshotLimits limits) throws IOException {
        Path root = folder.toAbsolutePath().normalize();
        FolderListing listing = FolderWalk.of(root);
        limits.require(root, listing.files());
        List<SnapshotFile> files = new ArrayList<>();
        for (FoundFile found : listing.files()) {
            files.add(StableFile.read(found));
        }
        return new FolderSnapshot(root, new Manifest(files), listing.secrets(), listing.unnameable());
    }

    /** One sentence for each sort of files that were left out, for the user and the run. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        addLeftOut(warnings, secrets, "whose names look like secrets");
        addLeftOut(warnings, unnameable, "whose names not every machine takes");
        return List.copyOf(warnings);
    }

    private static void addLeftOut(List<String> warnings, List<String> paths, String why) {
        if (paths.isEmpty()) {
            return;
        }
        String named = String.join(", ", paths.subList(0, Math.min(NAMED, paths.size())));
        String more = paths.size() > NAMED ? " and " + (paths.size() - NAMED) + " more" : "";
        warnings.add("the snapshot leaves out files " + why + ": " + named + more);
    }

    /**
     * The file that holds a blob of the manifest. Its bytes may have changed since, which whoever takes them checks.
     *
     * @throws RunloreException NOT_FOUND when no file of the manifest has that digest
     */
    public Path file(Sha256 blob) {
        return manifest.files().stream()
                .filter(file -> file.sha256().equals(blob))
                .findFirst()
                .map(file -> NativeName.resolve(folder, file.path().value()))
                .orElseThrow(() -> RunloreException.notFound(
                        "blob " + blob + " is no file of the snapshot of " + folder + "; take it again"));
    }
}
