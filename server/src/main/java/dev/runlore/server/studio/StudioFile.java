// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.studio;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One file of the studio, as a line of the build's list says: name, content type, SHA-256 and encodings, separated by tabs.
 *
 * @param name such as {@code assets/index-4f2c.js}
 * @param digest of its plain bytes
 * @param encodings there are, plain bytes among them
 */
record StudioFile(String name, String type, String digest, Set<Encoding> encodings) {
    private static final String HASHED = "assets/";
    private static final Pattern NAME = Pattern.compile("(?:assets/)?[A-Za-z0-9_-][A-Za-z0-9._-]*");
    private static final Pattern TYPE = Pattern.compile("[a-z]+/[a-z0-9.+-]+(?:;charset=utf-8)?");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final int TAG_DIGITS = 32;

    StudioFile {
        if (!NAME.matcher(name).matches()
                || !TYPE.matcher(type).matches()
                || !DIGEST.matcher(digest).matches()) {
            throw new IllegalArgumentException(
                    "a file of the studio must have a plain name below assets or none, a type and a SHA-256 but is '"
                            + name + "', '" + type + "', '" + digest + "'; build the studio again");
        }
        encodings = Set.copyOf(encodings);
    }

    static StudioFile parse(String line) {
        String[] fields = line.split("\t", -1);
        if (fields.length != 4) {
            throw new IllegalArgumentException("a line of the studio's list must have 4 fields but has " + fields.length
                    + "; build the studio again");
        }
        Set<Encoding> encodings = EnumSet.of(Encoding.PLAIN);
        Arrays.stream(fields[3].split(","))
                .flatMap(code -> Encoding.find(code).stream())
                .forEach(encodings::add);
        return new StudioFile(fields[0], fields[1], fields[2], encodings);
    }

    /** Whether its name changes with its content, so that whoever has it never asks again. */
    boolean isHashed() {
        return name.startsWith(HASHED);
    }

    /** What stands for its content in this encoding, as {@code ETag} writes it. */
    String tag(Encoding encoding) {
        return "\"" + digest.substring(0, TAG_DIGITS) + "-" + encoding.code() + "\"";
    }
}
