// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import dev.runlore.domain.JobId;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The two tokens of each job, which are kept nowhere: they are computed from the data folder's token and the job's id, so that
 * only whoever has that token can make one, and a new one voids them all. Thread-safe.
 */
public final class JobTokens {
    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern FORM =
            Pattern.compile("rl_(job|run)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})_[0-9a-f]{64}");

    private final SecretKeySpec key;

    public JobTokens(String secret) {
        key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /** With it a runner claims the job. */
    public String claimToken(JobId job) {
        return "rl_job_" + job + "_" + code("claim:" + job);
    }

    /** With it the runner and the user's process write to the run, as long as the job lives. */
    public String runToken(JobId job) {
        return "rl_run_" + job + "_" + code("run:" + job);
    }

    /** The job whose claim token this is. */
    Optional<JobId> findClaimed(String shown) {
        return find("job", shown).filter(job -> isSame(claimToken(job), shown));
    }

    /** The job whose run token this is. */
    Optional<JobId> findRunning(String shown) {
        return find("run", shown).filter(job -> isSame(runToken(job), shown));
    }

    private static Optional<JobId> find(String kind, String shown) {
        Matcher matcher = FORM.matcher(shown);
        return matcher.matches() && matcher.group(1).equals(kind)
                ? Optional.of(new JobId(matcher.group(2)))
                : Optional.empty();
    }

    // Both have one length here, so the comparison takes one time.
    private static boolean isSame(String token, String shown) {
        return MessageDigest.isEqual(
                token.getBytes(StandardCharsets.US_ASCII), shown.getBytes(StandardCharsets.US_ASCII));
    }

    private String code(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
