// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

/** The sizes that the history accepts, in characters unless a unit is named. */
public final class Limits {
    public static final int KEY = 250;
    public static final int EXPERIMENT_NAME = 500;
    public static final int RUN_NAME = 250;
    public static final int PARAMETER = 6_000;
    public static final int RUN_TAG = 8_000;
    public static final int PROPERTY = 8_000;
    public static final int DESCRIPTION = 8_000;
    public static final int ARTIFACT_PATH = 1_024;
    public static final int PROJECT_ROOT = 4_096;
    public static final int TEXT_VALUE_BYTES = 64 * 1024;
    public static final int BODY_BYTES = 16 * 1024 * 1024;
    public static final int JSON_DEPTH = 64;
    public static final int LOG_BYTES = 64 * 1024 * 1024;
    public static final int LOG_READ_BYTES = 1024 * 1024;
    /** Files of a snapshot that the server takes; a client asks before it sends more than 2,000. */
    public static final int SNAPSHOT_FILES = 100_000;
    /** Bytes of a snapshot that the server takes; a client asks before it sends more than 300 MiB. */
    public static final long SNAPSHOT_BYTES = 10L * 1024 * 1024 * 1024;
    /** Bytes of a snapshot's manifest as text. */
    public static final int MANIFEST_BYTES = 32 * 1024 * 1024;

    /** Bytes of one part of a run on its way between histories: a record is longer there than in the request that brought it. */
    public static final int TRANSFER_BYTES = 64 * 1024 * 1024;

    public static final int MODEL_NAME = 250;
    /** Characters of a tag's text on a model or one of its versions. */
    public static final int MODEL_TAG = 100_000;
    /** Characters of where the files of a model's version lie. */
    public static final int MODEL_SOURCE = 2_048;

    public static final int ALIAS = 255;
    /** Files that one version of a model may have. */
    public static final int MODEL_FILES = 10_000;
    /** Characters of a path of the machine that a run runs on. */
    public static final int HOST_PATH = 4_096;
    /** Arguments, variables, requirements and the like of a submission, of each. */
    public static final int SUBMISSION_ITEMS = 10_000;
    /** Characters of a whole submission; a process takes about twice as much at most. */
    public static final int SUBMISSION = 1024 * 1024;
    /** Jobs that may wait for a target. */
    public static final int WAITING_JOBS = 10_000;

    public static final int PAGE = 1_000;
    public static final int POINTS = 100_000;
    public static final int BUCKETS = 4_000;
    public static final int BUCKETED_RUNS = 100;

    /** Largest magnitude of an integer step: above it a float64 no longer counts by one. */
    public static final double EXACT_STEP = 0x1p53;

    private Limits() {}

    /** Returns {@code text} when it has 1 to {@code max} characters and no control character that an engine cannot hold. */
    public static String requireName(String what, String text, int max) {
        if (text.isEmpty()) {
            throw RunloreException.invalid(what + " must have 1-" + max + " characters but is empty; give it a name");
        }
        return requireText(what, text, max);
    }

    static void requireCount(String what, int count, int max) {
        if (count > max) {
            throw RunloreException.invalid(what + " must be at most " + max + " but are " + count + "; give fewer");
        }
    }

    /** Returns {@code text} when it has at most {@code max} characters, no NUL and no lone surrogate. */
    public static String requireText(String what, String text, int max) {
        return isPlain(text, max) ? text : requireRareText(what, text, max);
    }

    /** Whether a short text has nothing to look at closely: every name of every point comes by here. */
    private static boolean isPlain(String text, int max) {
        int length = text.length();
        if (length > max) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            // U+0000 becomes the greatest character, and surrogates are the next below U+E000
            if ((char) (text.charAt(i) - 1) >= Character.MIN_SURROGATE - 1) {
                return false;
            }
        }
        return true;
    }

    private static String requireRareText(String what, String text, int max) {
        int length = text.codePointCount(0, text.length());
        if (length > max) {
            throw RunloreException.invalid(
                    what + " must have at most " + max + " characters but has " + length + "; shorten it");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw RunloreException.invalid(what + " holds the character U+0000 at index " + i + "; remove it");
            }
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw RunloreException.invalid(
                            what + " holds half of a surrogate pair at index " + i + "; send valid Unicode");
                }
                i++;
            }
        }
        return text;
    }
}
