// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import dev.runlore.domain.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Random values of 32 bytes that are good for a while. Only their digests are kept, in memory, and of those a limited number: the
 * one that was used longest ago gives way. Thread-safe.
 */
final class Secrets {
    private static final int BYTES = 32;

    private final Duration life;
    private final int most;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<Sha256, Instant> lastUses = new LinkedHashMap<>();

    /** @param life from its making or last use on */
    Secrets(Duration life, int most, InstantSource clock) {
        this.life = life;
        this.most = most;
        this.clock = clock;
    }

    /** A new one, of characters that URLs and cookies take as they are. */
    synchronized String add() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        lastUses.put(digest(secret), clock.instant());
        Iterator<Sha256> oldest = lastUses.keySet().iterator();
        while (lastUses.size() > most) {
            oldest.next();
            oldest.remove();
        }
        return secret;
    }

    /** Whether it is good; if so, its life begins anew. */
    synchronized boolean use(String shown) {
        Sha256 digest = digest(shown);
        boolean isGood = remove(digest);
        if (isGood) {
            lastUses.put(digest, clock.instant());
        }
        return isGood;
    }

    /** Whether it was good; it never is again. */
    synchronized boolean end(String shown) {
        return remove(digest(shown));
    }

    private boolean remove(Sha256 digest) {
        Instant lastUse = lastUses.remove(digest);
        return lastUse != null && clock.instant().isBefore(lastUse.plus(life));
    }

    private static Sha256 digest(String secret) {
        return Sha256.of(secret.getBytes(StandardCharsets.UTF_8));
    }
}
