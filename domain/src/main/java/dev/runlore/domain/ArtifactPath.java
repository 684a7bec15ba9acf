// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

/**
 * Where an artifact lies within its run: segments joined by {@code /}. This constructor alone decides what is a path; nobody
 * decodes or resolves afterwards, so {@code %} and {@code ;} are plain characters.
 */
public record ArtifactPath(String value) implements Comparable<ArtifactPath> {

    public ArtifactPath {
        Limits.requireName("artifact path", value, Limits.ARTIFACT_PATH);
        String wrong = fault(value);
        if (wrong != null) {
            throw RunloreException.invalid("artifact path '" + Shown.text(value) + "' " + wrong
                    + "; use a relative path such as outputs/model.pkl");
        }
    }

    private static @org.jspecify.annotations.Nullable String fault(String path) {
        if (path.startsWith("/")) {
            return "must not begin with '/'";
        }
        if (path.indexOf('\\') >= 0) {
            return "must not contain '\\'";
        }
        if (path.length() > 1 && path.charAt(1) == ':' && Character.isLetter(path.charAt(0))) {
            return "must not begin with a drive letter";
        }
        if (path.chars().anyMatch(Character::isISOControl)) {
            return "must not contain control characters";
        }
        for (String segment : path.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                return "must not have the segment '" + segment + "'";
            }
        }
        return null;
    }

    /** Whether this is {@code folder} itself or lies below it. */
    public boolean isWithin(String folder) {
        return value.equals(folder) || value.startsWith(folder.endsWith("/") ? folder : folder + "/");
    }

    @Override
    public int compareTo(ArtifactPath other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
