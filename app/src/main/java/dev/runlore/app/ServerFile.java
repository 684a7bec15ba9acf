// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code server.json}: who serves a data folder, for clients to find. A lock on its first byte says that the server lives.
 *
 * <p>The lock is a POSIX record lock, which ends as soon as this process closes any channel of the file: nothing else in the
 * server's process may open it, and it is rewritten in place.
 */
final class ServerFile implements AutoCloseable {
    private static final int TRIES = 10;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

    private final FileChannel channel;

    private ServerFile(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the folder for this process.
     *
     * @throws RunloreException UNAVAILABLE when another server has it
     */
    static ServerFile take(DataFolder folder) throws IOException {
        Path path = folder.serverFile();
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        if (!lock(channel)) {
            String holder = read(channel);
            channel.close();
            throw new RunloreException(
                    ErrorCode.UNAVAILABLE,
                    "data folder " + folder.root() + " is served already by " + holder
                            + "; use that server, stop it with 'runlore server stop', or name another folder with --data");
        }
        return new ServerFile(channel);
    }

    /** Says where the server is. */
    void publish(String url, String version) throws IOException {
        String json = "{\"url\": \"" + url + "\", \"pid\": "
                + ProcessHandle.current().pid() + ", \"version\": \"" + version + "\"}\n";
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)), 0);
        channel.force(true);
    }

    /** Gives the folder up. */
    @Override
    public void close() throws IOException {
        channel.truncate(0);
        channel.close();
    }

    /** Tries for a moment: a client that asks whether a server lives has the lock just as long. */
    private static boolean lock(FileChannel channel) throws IOException {
        for (int tries = 0; tries < TRIES; tries++) {
            if (tryLock(channel)) {
                return true;
            }
            LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
        }
        return false;
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(0, 1, false) != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4096);
        channel.read(bytes, 0);
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? "a server that is starting or stopping" : text;
    }
}
