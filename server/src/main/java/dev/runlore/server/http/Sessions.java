// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Browsers that are signed in: a code from someone with the data folder's token, good once and for a minute, becomes a session,
 * which ends when it was not used for twelve hours or when the server does. Thread-safe.
 */
public final class Sessions {
    private static final Duration CODE_LIFE = Duration.ofSeconds(60);
    private static final Duration SESSION_LIFE = Duration.ofHours(12);
    private static final int CODES = 100;
    private static final int SESSIONS = 1_000;

    private final InstantSource clock;
    private final Secrets codes;
    private final Secrets sessions;

    public Sessions(InstantSource clock) {
        this.clock = clock;
        this.codes = new Secrets(CODE_LIFE, CODES, clock);
        this.sessions = new Secrets(SESSION_LIFE, SESSIONS, clock);
    }

    /** A code, and until when it is good. */
    public record Code(String value, Instant expires) {}

    public Code newCode() {
        return new Code(codes.add(), clock.instant().plus(CODE_LIFE));
    }

    /** A new session for a code, which is void from then on; empty when the code was not good. */
    public Optional<String> open(String code) {
        return codes.end(code) ? Optional.of(sessions.add()) : Optional.empty();
    }

    /** Whether one of these is a session; each that is has been used. */
    public boolean isAnyOpen(List<String> shown) {
        return shown.stream().filter(sessions::use).count() > 0;
    }

    public void end(List<String> shown) {
        shown.forEach(sessions::end);
    }
}
