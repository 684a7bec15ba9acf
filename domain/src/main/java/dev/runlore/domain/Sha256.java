// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Digest that names a blob: 64 lower-case hexadecimal digits. */
public record Sha256(String hex) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    public Sha256 {
        if (!FORM.matcher(hex).matches()) {
            throw RunloreException.invalid("a blob's name must be 64 lower-case hexadecimal digits but is '"
                    + Shown.text(hex) + "'; send the SHA-256 of its bytes");
        }
    }

    public static Sha256 of(byte[] bytes) {
        return of(digest(), bytes);
    }

    /** The digest that {@code running} has come to; resets it. */
    public static Sha256 of(MessageDigest running) {
        return new Sha256(HexFormat.of().formatHex(running.digest()));
    }

    private static Sha256 of(MessageDigest running, byte[] bytes) {
        running.update(bytes);
        return of(running);
    }

    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}
