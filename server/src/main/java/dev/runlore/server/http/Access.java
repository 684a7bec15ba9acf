// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.JobId;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** Holds the data folder's token and decides whether a request has shown it, or what is enough instead. Thread-safe. */
public final class Access {
    private final byte[] token;
    private final boolean everywhere;
    private final JobTokens jobTokens;
    private final JobScopes jobs;
    private final Sessions sessions;

    /**
     * @param everywhere whether every route but the open ones needs a token, not only those that always do
     * @param jobs says what the run tokens of jobs are good for
     * @param sessions of browsers, whose cookie counts as the token
     */
    public Access(String token, boolean everywhere, JobScopes jobs, Sessions sessions) {
        if (token.isBlank()) {
            throw new IllegalArgumentException(
                    "the server's token must not be blank; let the data folder's token be made");
        }
        this.token = digest(token);
        this.everywhere = everywhere;
        this.jobTokens = new JobTokens(token);
        this.jobs = jobs;
        this.sessions = sessions;
    }

    /**
     * @throws RunloreException UNAUTHENTICATED; PERMISSION_DENIED when a run token is good but not for this, or a cookie came with
     *     a change that no page of ours sent
     */
    Scope require(Asked asked, Credentials credentials) {
        if (!isNeeded(asked.permission())) {
            return Scope.ALL;
        }
        Optional<String> shown = credentials.authorization().flatMap(Access::shown);
        Optional<Scope> scope = asked.permission() == Permission.JOB
                ? shown.filter(text -> isClaim(text, asked)).map(text -> Scope.ALL)
                : shown.flatMap(text -> isToken(text) ? Optional.of(Scope.ALL) : ofRunner(text, asked));
        if (scope.isEmpty() && isSignedIn(asked, credentials)) {
            credentials.requireOwnPage();
            return Scope.ALL;
        }
        return scope.orElseThrow(
                () -> refused(asked, credentials.authorization().isPresent()));
    }

    private boolean isSignedIn(Asked asked, Credentials credentials) {
        return asked.permission() != Permission.JOB && sessions.isAnyOpen(credentials.sessions());
    }

    private boolean isNeeded(Permission permission) {
        return switch (permission) {
            case OPEN -> false;
            case READ, WRITE, WRITE_OF_RUN -> everywhere;
            case TOKEN, JOB -> true;
        };
    }

    // Digests have one length, so the comparison takes one time whatever was sent.
    private boolean isToken(String shown) {
        return MessageDigest.isEqual(token, digest(shown));
    }

    private boolean isClaim(String shown, Asked asked) {
        return jobTokens
                .findClaimed(shown)
                .map(JobId::value)
                .filter(asked::isOfJob)
                .isPresent();
    }

    /** What the token of a run that is executed may do: it reads all, and writes its own and what lies below it. */
    private Optional<Scope> ofRunner(String shown, Asked asked) {
        Optional<Scope> found = jobTokens.findRunning(shown).flatMap(jobs::find);
        if (found.isEmpty()) {
            boolean isClaim = asked.permission() == Permission.READ && isClaim(shown, asked);
            return isClaim ? Optional.of(Scope.ALL) : Optional.empty();
        }
        Scope scope = found.get();
        boolean isLetIn = switch (asked.permission()) {
            case OPEN, READ, WRITE_OF_RUN -> true;
            case WRITE -> asked.isWriteIn(scope);
            case TOKEN, JOB -> false;
        };
        if (!isLetIn) {
            throw Scope.refused(scope.only().orElseThrow());
        }
        return found;
    }

    private static RunloreException refused(Asked asked, boolean hasCome) {
        boolean isJob = asked.permission() == Permission.JOB;
        String rule = isJob ? "the claim token of this job" : "the token of the server's data folder";
        String next = isJob ? "send what its submission answered as Bearer" : "set RUNLORE_TOKEN to it";
        return new RunloreException(
                ErrorCode.UNAUTHENTICATED,
                "this needs " + rule + " but " + (hasCome ? "another" : "none") + " came; " + next);
    }

    private static Optional<String> shown(String authorization) {
        int space = authorization.indexOf(' ');
        if (space < 0) {
            return Optional.empty();
        }
        String credentials = authorization.substring(space + 1).strip();
        return switch (authorization.substring(0, space).toLowerCase(Locale.ROOT)) {
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
        return Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8));
    }
}
