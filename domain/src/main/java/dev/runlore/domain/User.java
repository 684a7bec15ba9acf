// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.UUID;

/** Who made a run. An imported user may have an id and no name. */
public record User(UUID id, Optional<String> name) {
    /** The name space of user ids. */
    private static final UUID USERS = UUID.fromString("6f1d3c52-8f0b-5b1e-9c55-3a1f6a3f0f7d");

    /** The user of a name: the id is the name's UUIDv5 (RFC 9562, section 5.5), the same on every server. */
    public static User named(String name) {
        Limits.requireName("user", name, Limits.KEY);
        return new User(uuid5(USERS, name), Optional.of(name));
    }

    /** UUID of version 5 of a name within a name space. */
    public static UUID uuid5(UUID space, String name) {
        MessageDigest sha1;
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
        ByteBuffer bytes = ByteBuffer.allocate(16)
                .putLong(space.getMostSignificantBits())
                .putLong(space.getLeastSignificantBits());
        sha1.update(bytes.array());
        ByteBuffer digest = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
        long high = digest.getLong() & ~0xf000L | 0x5000L;
        long low = digest.getLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
