// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.SnapshotFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One restore: the backup, all new bytes, then what goes, then what comes. Confined to one thread. */
final class RestoreWork {
    private final Restoration restoration;
    private final RestorePlan plan;
    private final List<SnapshotFile> coming;
    private int deleted;
    private int written;

    RestoreWork(Restoration restoration, RestorePlan plan) {
        this.restoration = restoration;
        this.plan = plan;
        Set<ArtifactPath> paths = new HashSet<>(plan.added());
        paths.addAll(plan.overwritten());
        this.coming = plan.target().files().stream()
                .filter(file -> paths.contains(file.path()))
                .toList();
    }

    Optional<Path> run(Staging staging) {
        Optional<Path> backup = plan.losesWork() ? Optional.of(backup(staging)) : Optional.empty();
        stage(staging, backup);
        change(staging, backup);
        return backup;
    }

    private Path backup(Staging staging) {
        try {
            Path zip = new Backup(restoration.backups(), restoration.clock().instant()).write(plan);
            staging.note(zip);
            return zip;
        } catch (IOException e) {
            throw failure("the backup in " + restoration.backups() + " was not written: " + cause(e), e);
        }
    }

    private void stage(Staging staging, Optional<Path> backup) {
        for (SnapshotFile file : coming) {
            try {
                staging.add(file, restoration.bytes());
            } catch (IOException e) {
                throw unwritten(file, backup, e);
            } catch (RunloreException e) {
                throw e.getCause() instanceof FileSystemException disk
                        ? unwritten(file, backup, disk)
                        : notHad(file, backup, e);
            }
        }
    }

    private RunloreException unwritten(SnapshotFile file, Optional<Path> backup, IOException e) {
        return failure("'" + file.path() + "' was not written: " + cause(e) + kept(backup), e);
    }

    /** The bytes did not come, or are not the right ones. */
    private RunloreException notHad(SnapshotFile file, Optional<Path> backup, RunloreException e) {
        return new RunloreException(
                e.code(),
                "'" + file.path() + "' was not written, and nothing in " + plan.folder() + " was changed" + kept(backup)
                        + ": " + e.getMessage(),
                e);
    }

    private void change(Staging staging, Optional<Path> backup) {
        FolderChanges changes = new FolderChanges(plan.folder());
        ArtifactPath at = null;
        try {
            for (ArtifactPath path : plan.deleted()) {
                at = path;
                changes.delete(path);
                deleted++;
            }
            for (SnapshotFile file : coming) {
                at = file.path();
                changes.put(staging.file(file), file.path());
                written++;
            }
            changes.sync();
        } catch (IOException e) {
            throw new RunloreException(
                    ErrorCode.INTERNAL,
                    "the restore of " + plan.folder() + " stopped at '" + at + "': " + cause(e) + "; before it "
                            + deleted + " of " + plan.deleted().size() + " files were deleted and " + written + " of "
                            + coming.size() + " written" + kept(backup) + "; make room and restore again",
                    e);
        }
    }

    private RunloreException failure(String what, IOException cause) {
        return new RunloreException(
                ErrorCode.INTERNAL,
                what + "; nothing in " + plan.folder() + " was changed; make room and try again",
                cause);
    }

    private static String kept(Optional<Path> backup) {
        return backup.map(zip -> "; what was there is in " + zip).orElse("");
    }

    private static String cause(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "permission denied";
            case FileSystemException fault when fault.getReason() != null -> fault.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }
}
