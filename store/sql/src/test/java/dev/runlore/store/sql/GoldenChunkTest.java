// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.Cells;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The files in {@code golden} are read for ever: they are never written again, and a later format gets files of its own. Files
 * that are not compressed are written the same as well; what zstd makes of the others may change with its version.
 */
final class GoldenChunkTest {
    private final ChunkEncoder encoder = new ChunkEncoder();

    @AfterEach
    void close() {
        encoder.close();
    }

    static Stream<Map.Entry<String, Axes>> axes() {
        return GoldenChunks.axes().entrySet().stream();
    }

    static Stream<Map.Entry<String, Cells>> cells() {
        return GoldenChunks.cells().entrySet().stream();
    }

    static Stream<Map.Entry<String, Pyramid>> pyramids() {
        return GoldenChunks.pyramids().entrySet().stream();
    }

    @ParameterizedTest
    @MethodSource("axes")
    void theAxesOfAFileAreReadAndWrittenTheSame(Map.Entry<String, Axes> file) {
        byte[] golden = golden(file.getKey());
        Axes expected = file.getValue();

        Axes axes = ChunkDecoder.axes(golden);

        assertThat(axes.times()).isEqualTo(expected.times());
        assertThat(axes.steps()).isEqualTo(expected.steps());
        if (!isCompressed(file)) {
            assertThat(encoder.axes(expected.times(), expected.steps())).isEqualTo(golden);
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void theCellsOfAFileAreReadAndWrittenTheSame(Map.Entry<String, Cells> file) {
        byte[] golden = golden(file.getKey());

        ChunkTest.same(ChunkDecoder.cells(golden), file.getValue());

        if (!isCompressed(file)) {
            assertThat(encoder.cells(file.getValue())).isEqualTo(golden);
        }
    }

    @ParameterizedTest
    @MethodSource("pyramids")
    void thePyramidOfAFileIsReadAndWrittenTheSame(Map.Entry<String, Pyramid> file) {
        byte[] golden = golden(file.getKey());

        assertThat(arrays(Pyramid.decode(golden))).isEqualTo(arrays(file.getValue()));
        assertThat(file.getValue().encode()).isEqualTo(golden);
    }

    @Test
    void theFormsOfNumbersAreThoseThatTheNamesSay() {
        // after format, kind, rows, type and absence, which take a byte each in these
        assertThat(golden("metric-chunk-1-decimal.bin")[5]).isEqualTo((byte) NumberEncoder.DECIMAL);
        assertThat(golden("metric-chunk-1-float32.bin")[5]).isEqualTo((byte) NumberEncoder.FLOAT32_PLANES);
        assertThat(golden("metric-chunk-1-float64.bin")[5]).isEqualTo((byte) NumberEncoder.FLOAT64_PLANES);
        assertThat(golden("metric-chunk-1-int-deltas.bin")[5]).isEqualTo((byte) NumberEncoder.DELTAS);
        assertThat(golden("metric-chunk-1-int-planes.bin")[5]).isEqualTo((byte) NumberEncoder.INT64_PLANES);
        assertThat(golden("metric-chunk-1-text-zstd.bin")[6]).isEqualTo((byte) SectionEncoder.ZSTD);
    }

    /** As texts, which differ wherever a bit does. */
    private static String arrays(Pyramid pyramid) {
        return Arrays.deepToString(new Object[] {
            pyramid.rows(),
            pyramid.steps(),
            pyramid.times(),
            pyramid.counts(),
            pyramid.nans(),
            pyramid.firsts(),
            pyramid.lasts(),
            pyramid.mins(),
            pyramid.maxs(),
            pyramid.sums(),
            pyramid.losts()
        });
    }

    private static boolean isCompressed(Map.Entry<String, ?> file) {
        return file.getKey().endsWith("-zstd.bin");
    }

    private static byte[] golden(String name) {
        try (InputStream file = GoldenChunkTest.class.getResourceAsStream("/golden/" + name)) {
            return Objects.requireNonNull(file, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
