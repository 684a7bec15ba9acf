// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One file of a {@link Manifest} as text. */
final class ManifestLine {
    private static final Pattern FORM = Pattern.compile("([fx]) (\\S+) (0|[1-9][0-9]{0,18}) (.+)", Pattern.DOTALL);

    private ManifestLine() {}

    static SnapshotFile parse(int number, String line) {
        Matcher matcher = FORM.matcher(line);
        if (!matcher.matches()) {
            throw RunloreException.invalid("line " + number + " of the manifest must be 'f|x sha256 size path' but is '"
                    + Shown.text(line) + "'; mend it");
        }
        return new SnapshotFile(
                new ArtifactPath(matcher.group(4)),
                matcher.group(1).equals("x"),
                new Sha256(matcher.group(2)),
                size(number, matcher.group(3)));
    }

    private static long size(int number, String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new RunloreException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the size in line " + number + " of the manifest must be below 2^63 but is " + digits + "; mend it",
                    e);
        }
    }

    static String text(SnapshotFile file) {
        return (file.executable() ? "x " : "f ") + file.sha256() + " " + file.size() + " " + file.path() + "\n";
    }
}
