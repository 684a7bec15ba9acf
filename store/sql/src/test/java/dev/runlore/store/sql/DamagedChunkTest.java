// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.Cells;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class DamagedChunkTest {
    private record Body(byte[] bytes, Consumer<byte[]> decoder) {}

    /** Bodies of every kind and form, with plain and with compressed sections. */
    private static List<Body> bodies(int rows) {
        Random random = new Random(rows);
        List<Body> bodies = new ArrayList<>();
        try (ChunkEncoder encoder = new ChunkEncoder()) {
            long[] times = RandomAxes.jittered(random, rows);
            for (double[] steps : RandomAxes.steps(random, rows)) {
                bodies.add(new Body(encoder.axes(times, steps), ChunkDecoder::axes));
            }
            for (RandomColumn kind : RandomColumn.values()) {
                Cells cells = kind.column(random, rows, kind.ordinal() % 3 * 5);
                bodies.add(new Body(encoder.cells(cells), ChunkDecoder::cells));
                bodies.add(new Body(
                        Pyramid.of(times, RandomAxes.byOne(rows), cells).encode(), Pyramid::decode));
            }
        }
        return bodies;
    }

    @Test
    void everyFlippedByteAndEveryCutIsSeen() {
        Random random = new Random(1);
        for (Body body : bodies(40)) {
            for (int at = 0; at < body.bytes.length; at++) {
                byte[] flipped = body.bytes.clone();
                flipped[at] ^= (byte) (1 + random.nextInt(255));
                byte[] cut = Arrays.copyOf(body.bytes, at);
                assertThatThrownBy(() -> body.decoder.accept(flipped)).isInstanceOf(DamagedBytesException.class);
                assertThatThrownBy(() -> body.decoder.accept(cut)).isInstanceOf(DamagedBytesException.class);
            }
        }
    }

    @Test
    void bytesThatPassTheChecksumAreDamageOrAResultAndNothingElse() {
        Random random = new Random(2);
        List<Body> bodies = new ArrayList<>(bodies(5));
        bodies.addAll(bodies(700));
        int damaged = 0;
        for (int round = 0; round < 20_000; round++) {
            Body body = bodies.get(round % bodies.size());
            byte[] hostile = Checksums.signed(mutated(random, body.bytes));
            try {
                body.decoder.accept(hostile);
            } catch (DamagedBytesException expected) {
                damaged++;
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
        assertThat(damaged).isBetween(2_000, 20_000);
    }

    /** A body without its checksum, changed in a few places that lie mostly in its first bytes, sometimes cut or longer. */
    private static byte[] mutated(Random random, byte[] bytes) {
        int length = bytes.length - 4;
        byte[] changed = Arrays.copyOf(bytes, length);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int range = random.nextBoolean() ? Math.min(length, 24) : length;
            changed[random.nextInt(range)] = (byte) random.nextInt(256);
        }
        return random.nextInt(5) == 0 ? Arrays.copyOf(changed, random.nextInt(length + 8)) : changed;
    }

    @Test
    void bytesOfAnotherKindOrALaterFormatAreNamed() {
        try (ChunkEncoder encoder = new ChunkEncoder()) {
            byte[] axes = encoder.axes(new long[] {1}, new double[] {1});
            assertThatThrownBy(() -> ChunkDecoder.cells(axes))
                    .isInstanceOf(DamagedBytesException.class)
                    .hasMessage("it has kind 1 instead of 2");
            byte[] later = Checksums.signed(new byte[] {2, 1, 1});
            assertThatThrownBy(() -> ChunkDecoder.axes(later))
                    .isInstanceOf(DamagedBytesException.class)
                    .hasMessageContaining("format 2");
        }
    }

    @Test
    void aSectionThatPromisesTooMuchIsRefusedBeforeMemoryIsTaken() {
        // text, one row, a compressed section of 1 GiB in three bytes
        byte[] promise = {1, 2, 1, 4, 0, 1, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 4, 3, 1, 2, 3};
        assertThatThrownBy(() -> ChunkDecoder.cells(Checksums.signed(promise)))
                .isInstanceOf(DamagedBytesException.class)
                .hasMessageContaining("instead of 1073741824");
        ByteBuffer rows = ByteBuffer.allocate(8).put(new byte[] {1, 1, (byte) 0x81, (byte) 0x80, 4, 0, 0, 0});
        assertThatThrownBy(() -> ChunkDecoder.axes(Checksums.signed(rows.array())))
                .isInstanceOf(DamagedBytesException.class)
                .hasMessage("it says to have 65537 rows");
    }

    @Test
    void aChunkOfTooManyRowsIsNotWritten() {
        try (ChunkEncoder encoder = new ChunkEncoder()) {
            assertThatThrownBy(() -> encoder.axes(new long[65_537], new double[65_537]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a chunk must have 1-65536 rows but has 65537");
            assertThatThrownBy(() -> encoder.axes(new long[0], new double[0]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
