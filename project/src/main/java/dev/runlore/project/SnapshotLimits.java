// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** How much one snapshot may hold before a client refuses to send it. */
public record SnapshotLimits(int files, long bytes) {
    /** 2,000 files and 300 MiB. */
    public static final SnapshotLimits CLIENT = new SnapshotLimits(2_000, 300L * 1024 * 1024);

    private static final int NAMED = 3;

    /** @throws RunloreException TOO_LARGE naming where the most of it lies */
    void require(Path folder, List<FoundFile> found) {
        if (found.size() > files) {
            throw new Excess(found, file -> 1, SnapshotLimits::counted).in(folder, files);
        }
        long size = found.stream().mapToLong(FoundFile::size).sum();
        if (size > bytes) {
            throw new Excess(found, FoundFile::size, SnapshotLimits::mebibytes).in(folder, bytes);
        }
    }

    /** Too much of something, and how it is counted and said. */
    private record Excess(List<FoundFile> found, ToLongFunction<FoundFile> weight, LongFunction<String> shown) {
        RunloreException in(Path folder, long most) {
            long actual = found.stream().mapToLong(weight).sum();
            return new RunloreException(
                    ErrorCode.TOO_LARGE,
                    "a snapshot of " + folder + " must have at most " + shown.apply(most) + " but has "
                            + shown.apply(actual) + ", most of it in " + places()
                            + "; name what the run can do without in .amlignore");
        }

        private String places() {
            Map<String, Long> weights = found.stream()
                    .collect(Collectors.groupingBy(SnapshotLimits::place, Collectors.summingLong(weight)));
            return weights.entrySet().stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue()
                            .reversed()
                            .thenComparing(Map.Entry.comparingByKey()))
                    .limit(NAMED)
                    .map(place -> place.getKey() + " (" + shown.apply(place.getValue()) + ")")
                    .collect(Collectors.joining(", "));
        }
    }

    /** The file, or the folder that it is in, no deeper than the second name. */
    private static String place(FoundFile file) {
        String path = file.path().value();
        int first = path.indexOf('/');
        int second = first < 0 ? -1 : path.indexOf('/', first + 1);
        return second < 0 ? path : path.substring(0, second + 1);
    }

    private static String counted(long files) {
        return String.format(Locale.ROOT, "%,d files", files);
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%,.1f MiB", bytes / (1024.0 * 1024));
    }
}
