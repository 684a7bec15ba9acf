// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.Artifact;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * A folder that artifacts are downloaded into. The server is not trusted: names are paths within the folder or nothing, no
 * link leads out of it, two names that a file system may hold for one are refused, and bytes count only when they are those
 * of their SHA-256.
 */
public final class ArtifactFolder {
    private final Path folder;
    private final boolean overwrite;

    /** Nothing is made yet. */
    public ArtifactFolder(Path folder, boolean overwrite) {
        this.folder = folder.toAbsolutePath().normalize();
        this.overwrite = overwrite;
    }

    /** Refuses, before a byte is written, names that collide with each other or with what is there. */
    public void check(List<Artifact> artifacts) {
        Map<String, ArtifactPath> seen = new HashMap<>();
        artifacts.forEach(artifact -> claim(seen, artifact.path()));
        for (Artifact artifact : artifacts) {
            claimFolders(seen, artifact.path());
            Path file = target(artifact.path());
            if (!overwrite && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new RunloreException(
                        ErrorCode.ALREADY_EXISTS, "file " + file + " exists; add --overwrite or choose another folder");
            }
        }
    }

    /** Writes one artifact and returns the file: complete, or not at all. */
    public Path write(Artifact artifact, InputStream bytes) throws IOException {
        Sha256 wanted = artifact.blob()
                .orElseThrow(() -> RunloreException.notFound("the bytes of " + artifact.path()
                        + " did not come with the import; get them where the run was"));
        Path file = target(artifact.path());
        Path parent = parentOf(file);
        Path part = parent.resolve(".runlore-" + UUID.randomUUID() + ".part");
        try {
            requireSame(artifact, wanted, copy(bytes, part, artifact.size()));
            move(part, file);
            return file;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private Path target(ArtifactPath path) {
        Path file = folder.resolve(path.value()).normalize();
        if (!file.startsWith(folder) || file.equals(folder)) {
            throw RunloreException.invalid(
                    "artifact path '" + path + "' leads out of " + folder + "; the server must not be trusted");
        }
        return file;
    }

    /** The file's folder, made when it is not there; a link on the way that leads out is refused. */
    private Path parentOf(Path file) throws IOException {
        Path root = Files.createDirectories(folder).toRealPath();
        Path parent = folder;
        for (Path name : folder.relativize(file.getParent())) {
            if (name.toString().isEmpty()) {
                continue;
            }
            parent = parent.resolve(name);
            if (!Files.isDirectory(parent)) {
                Files.createDirectory(parent);
            }
            if (!parent.toRealPath().startsWith(root)) {
                throw RunloreException.invalid("folder " + parent + " is a link that leads out of " + folder
                        + "; remove it or choose another folder");
            }
        }
        return parent;
    }

    private static Sha256 copy(InputStream bytes, Path part, long size) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (bytes;
                OutputStream out = new DigestOutputStream(
                        Files.newOutputStream(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), digest)) {
            byte[] block = new byte[1 << 16];
            long left = size + 1; // one more than announced is read, never more
            for (int read; left > 0 && (read = bytes.read(block, 0, (int) Math.min(block.length, left))) > 0; ) {
                out.write(block, 0, read);
                left -= read;
            }
        }
        return Sha256.of(digest);
    }

    private static void requireSame(Artifact artifact, Sha256 wanted, Sha256 got) {
        if (!got.equals(wanted)) {
            throw new RunloreException(
                    ErrorCode.INTERNAL,
                    "the bytes of " + artifact.path() + " must have SHA-256 " + wanted + " but have " + got
                            + "; try again, then run 'runlore doctor' on the server");
        }
    }

    private void move(Path part, Path file) throws IOException {
        if (overwrite) {
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        try {
            Files.move(part, file);
        } catch (FileAlreadyExistsException e) {
            throw new RunloreException(
                    ErrorCode.ALREADY_EXISTS, "file " + file + " came into being meanwhile; add --overwrite", e);
        }
    }

    private static void claim(Map<String, ArtifactPath> seen, ArtifactPath path) {
        ArtifactPath other = seen.putIfAbsent(folded(path.value()), path);
        if (other != null) {
            throw collision(path, other);
        }
    }

    private static void claimFolders(Map<String, ArtifactPath> seen, ArtifactPath path) {
        String folded = folded(path.value());
        for (int end = folded.lastIndexOf('/'); end > 0; end = folded.lastIndexOf('/', end - 1)) {
            ArtifactPath file = seen.get(folded.substring(0, end));
            if (file != null) {
                throw collision(path, file);
            }
        }
    }

    private static RunloreException collision(ArtifactPath path, ArtifactPath other) {
        return RunloreException.invalid("artifacts '" + other + "' and '" + path
                + "' cannot lie in one folder on every file system; download them one by one with --artifact");
    }

    /** What a file system that ignores case and composition sees. */
    private static String folded(String path) {
        String upper = Normalizer.normalize(path, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT);
        return Normalizer.normalize(upper.toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
    }
}
