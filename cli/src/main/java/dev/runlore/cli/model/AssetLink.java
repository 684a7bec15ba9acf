// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.model;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.ModelFile;
import dev.runlore.domain.ModelName;
import dev.runlore.domain.ModelVersion;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.Shown;
import dev.runlore.sdk.JsonTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a link file says: which version of which model a project uses, where it came from, and which bytes it is.
 *
 * @param sha256 of the one file; of several, of their lines {@code sha256 size path}, by path, each ending in a line feed
 */
record AssetLink(ModelName name, long version, RunId run, ArtifactPath artifactPath, Sha256 sha256, Instant created) {
    private static final int LONGEST = 64 * 1024;

    static AssetLink of(ModelVersion version) {
        return new AssetLink(
                version.name(),
                version.version(),
                version.source().run().orElseThrow(() -> notPromoted(version)),
                version.source().path().orElseThrow(() -> notPromoted(version)),
                digest(version),
                version.created());
    }

    private static RunloreException notPromoted(ModelVersion version) {
        return RunloreException.wrongState("version " + version.version() + " of model '" + version.name()
                + "' must be of files of a run to be linked but is not; promote files of a run");
    }

    private static Sha256 digest(ModelVersion version) {
        if (version.files().size() == 1) {
            return version.files().getFirst().sha256();
        }
        MessageDigest digest = Sha256.digest();
        for (ModelFile file : version.files()) {
            String line = file.sha256() + " " + file.size() + " " + file.path() + "\n";
            digest.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return Sha256.of(digest);
    }

    Map<String, @Nullable Object> tree() {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("artifactPath", artifactPath.value());
        tree.put("assetId", name + ":" + version);
        tree.put("createdUtc", created.toString());
        tree.put("name", name.value());
        tree.put("runId", run.value());
        tree.put("sha256", sha256.hex());
        tree.put("version", version);
        return tree;
    }

    /** Reads a link file, which may come from anybody. */
    static AssetLink read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw notALink(file, "it is longer than " + LONGEST + " bytes");
            }
            return read(file, JsonTree.read(new ByteArrayInputStream(bytes)));
        } catch (NoSuchFileException e) {
            throw RunloreException.notFound(
                    "link file " + file + " does not exist; 'runlore history promote' makes one in assets/");
        } catch (IOException e) {
            throw notALink(file, Shown.text(String.valueOf(e.getMessage())));
        }
    }

    private static AssetLink read(Path file, @Nullable Object tree) {
        if (tree instanceof Map<?, ?> link
                && link.get("name") instanceof String name
                && link.get("version") instanceof Long version
                && link.get("runId") instanceof String run
                && link.get("artifactPath") instanceof String path
                && link.get("sha256") instanceof String sha256) {
            String created = String.valueOf(link.get("createdUtc"));
            try {
                return new AssetLink(
                        new ModelName(name),
                        version,
                        new RunId(run),
                        new ArtifactPath(path),
                        new Sha256(sha256),
                        Instant.parse(created));
            } catch (RunloreException | DateTimeException e) {
                throw notALink(file, String.valueOf(e.getMessage()));
            }
        }
        throw notALink(file, "name, version, runId, artifactPath or sha256 is missing");
    }

    /** Whether a file is a link of that model, so that it may be replaced by a newer one. */
    static boolean isOf(Path file, ModelName name) throws IOException {
        try {
            return read(file).name().equals(name);
        } catch (RunloreException e) {
            return false;
        }
    }

    private static RunloreException notALink(Path file, String why) {
        return RunloreException.invalid("link file " + file + " must be one that 'runlore history promote' made but is"
                + " not: " + why + "; promote again");
    }

    /** @throws RunloreException WRONG_STATE when the server's version is not what the link was made of */
    void requireSame(ModelVersion found) {
        AssetLink now = of(found);
        if (!now.sha256.equals(sha256) || !now.artifactPath.equals(artifactPath) || !now.run.equals(run)) {
            throw new RunloreException(
                    ErrorCode.WRONG_STATE,
                    "version " + version + " of model '" + name + "' must be '" + artifactPath + "' of run '" + run
                            + "' with SHA-256 " + sha256 + " but the server has '" + now.artifactPath + "' of run '"
                            + now.run + "' with " + now.sha256 + "; name the server that made the link with --url");
        }
    }
}
