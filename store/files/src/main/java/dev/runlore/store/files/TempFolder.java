// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files that are still being written, {@code blob-<pid>-<start of the process, ms>-<uuid>.part}. */
record TempFolder(Path folder) {
    private static final Pattern NAME = Pattern.compile("blob-([0-9]{1,18})-([0-9]{1,18})-[0-9a-f-]{36}\\.part");

    Path newFile() {
        ProcessHandle self = ProcessHandle.current();
        return folder.resolve("blob-" + self.pid() + "-" + start(self) + "-" + UUID.randomUUID() + ".part");
    }

    FileChannel open(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                OwnFolder.ownerOnly());
    }

    /** Whether so many more bytes can be written. Asked while a file that did not fit still takes what there is. */
    boolean hasRoom(long bytes) throws IOException {
        FileStore disk = Files.getFileStore(folder);
        return disk.getUsableSpace() >= bytes || disk.getTotalSpace() == 0; // what has no size is never full
    }

    /** Removes the files of processes that are gone; files of other names are not ours to remove. */
    void removeAbandoned() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches() && !isAlive(Long.parseLong(name.group(1)), Long.parseLong(name.group(2)))) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    // The pid alone says nothing: in a container it is the same at every start.
    private static boolean isAlive(long pid, long start) {
        return ProcessHandle.of(pid).filter(process -> start(process) == start).isPresent();
    }

    private static long start(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
