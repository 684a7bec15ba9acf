// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The running server of a data folder, as its {@code server.json} tells. */
public record LiveServer(URI url, long pid, String version) {

    /** Empty when none runs: no file, a dead process, or nobody who holds the file's lock. */
    public static Optional<LiveServer> find(Path dataFolder) {
        Path file = dataFolder.resolve("server.json");
        return SettingsFile.read(file)
                .flatMap(LiveServer::read)
                // the process is asked first: trying the lock for a moment could get in the way of a server that starts
                .filter(server -> ProcessHandle.of(server.pid).isPresent() && isLocked(file));
    }

    /** Whether a server has the folder, even one that is still starting and has not said yet where it is. */
    public static boolean holds(Path dataFolder) {
        return isLocked(dataFolder.resolve("server.json"));
    }

    private static Optional<LiveServer> read(JsonObject file) {
        Optional<String> url = file.findText("url");
        return url.map(text -> new LiveServer(
                Place.parse(text),
                file.integer("pid", -1),
                file.findText("version").orElse("unknown")));
    }

    private static boolean isLocked(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                FileLock lock = channel.tryLock(0, 1, true)) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true; // the server lives in this very process
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            return Files.exists(file); // a file system without locks: then the live process has to do
        }
    }
}
