// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;

/** Holds the data folder's token and decides whether a request has shown it. */
public final class Access {
    private final byte[] token;
    private final boolean everywhere;

    /** @param everywhere whether every route but the open ones needs the token, not only those that always do */
    public Access(String token, boolean everywhere) {
        if (token.isBlank()) {
            throw new IllegalArgumentException(
                    "the server's token must not be blank; let the data folder's token be made");
        }
        this.token = digest(token);
        this.everywhere = everywhere;
    }

    /**
     * @param authorization the header: the token as Bearer, or as the password of Basic
     * @throws RunloreException UNAUTHENTICATED
     */
    void require(Permission permission, Optional<String> authorization) {
        if (!isNeeded(permission)
                || authorization.flatMap(Access::shown).filter(this::isToken).isPresent()) {
            return;
        }
        throw new RunloreException(
                ErrorCode.UNAUTHENTICATED,
                authorization.isPresent()
                        ? "the token must be that of the server's data folder but is another; set RUNLORE_TOKEN to it"
                        : "this needs the token of the server's data folder but none came; set RUNLORE_TOKEN to it");
    }

    private boolean isNeeded(Permission permission) {
        return switch (permission) {
            case OPEN -> false;
            case READ, WRITE -> everywhere;
            case TOKEN -> true;
        };
    }

    // Digests have one length, so the comparison takes one time whatever was sent.
    private boolean isToken(String shown) {
        return MessageDigest.isEqual(token, digest(shown));
    }

    private static Optional<String> shown(String authorization) {
        int space = authorization.indexOf(' ');
        if (space < 0) {
            return Optional.empty();
        }
        String credentials = authorization.substring(space + 1).strip();
        return switch (authorization.substring(0, space).toLowerCase(java.util.Locale.ROOT)) {
            case "bearer" -> Optional.of(credentials);
            case "basic" -> password(credentials);
            default -> Optional.empty();
        };
    }

    private static Optional<String> password(String credentials) {
        try {
            String pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? Optional.empty() : Optional.of(pair.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] digest(String text) {
        MessageDigest sha256 = dev.runlore.domain.Sha256.digest();
        return sha256.digest(text.getBytes(StandardCharsets.UTF_8));
    }
}
