// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.artifact;

import dev.runlore.domain.Artifact;
import dev.runlore.domain.Sha256;
import dev.runlore.server.http.Exchange;
import dev.runlore.store.DamagedBlobException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Answers an artifact's bytes, whole or in part, so that no browser runs what is in them. */
public final class ArtifactBytes {
    /** A frame without scripts, forms, plugins or network. */
    static final String SANDBOX = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'";

    private final Artifacts artifacts;

    public ArtifactBytes(Artifacts artifacts) {
        this.artifacts = artifacts;
    }

    /**
     * As its kind asks for: some are shown, the others saved.
     *
     * @param owner as errors name it
     */
    public void answer(Exchange exchange, String owner, Artifact artifact) throws IOException {
        boolean isShown = FileKind.of(artifact.path()).isShown();
        answer(
                exchange,
                owner,
                artifact,
                isShown ? Disposition.inline(artifact.path()) : Disposition.attachment(artifact.path()));
    }

    /** As the other, to be saved whatever it is. */
    public void answerToSave(Exchange exchange, String owner, Artifact artifact) throws IOException {
        answer(exchange, owner, artifact, Disposition.attachment(artifact.path()));
    }

    private void answer(Exchange exchange, String owner, Artifact artifact, String disposition) throws IOException {
        try {
            send(exchange, artifact, disposition);
        } catch (DamagedBlobException damaged) {
            throw damaged.of(artifact.path(), owner);
        }
    }

    private void send(Exchange exchange, Artifact artifact, String disposition) throws IOException {
        Optional<ByteRange> part = part(exchange, artifact);
        if (part.isPresent() && part.get().length() == 0) {
            exchange.with("Content-Range", part.get().of(artifact.size())).empty(416);
            return;
        }
        InputStream bytes = part.isPresent()
                ? artifacts.open(artifact, part.get().offset(), part.get().length())
                : artifacts.open(artifact);
        exchange.with("Content-Security-Policy", SANDBOX)
                .with("Accept-Ranges", "bytes")
                .with("ETag", tag(artifact))
                .with("Content-Disposition", disposition);
        part.ifPresent(range -> exchange.with("Content-Range", range.of(artifact.size())));
        exchange.stream(
                part.isPresent() ? 206 : 200,
                FileKind.of(artifact.path()).contentType(),
                part.map(ByteRange::length).orElse(artifact.size()),
                bytes);
    }

    /** A reader who goes on with bytes that were replaced meanwhile gets all of the new ones. */
    private static Optional<ByteRange> part(Exchange exchange, Artifact artifact) {
        if (artifact.blob().isEmpty()
                || !exchange.header("If-Range").orElse(tag(artifact)).equals(tag(artifact))) {
            return Optional.empty();
        }
        return exchange.header("Range").flatMap(header -> ByteRange.parse(header, artifact.size()));
    }

    private static String tag(Artifact artifact) {
        return '"' + artifact.blob().map(Sha256::hex).orElse("") + '"';
    }
}
