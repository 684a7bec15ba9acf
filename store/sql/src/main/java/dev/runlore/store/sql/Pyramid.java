// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cells;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a chart needs of a column in each block of {@link #BLOCK} rows, counted from the chunk's first row. Numbers are those of
 * its number and boolean cells; all but the counts leave NaN out. A block without such cells has count 0.
 *
 * @param rows of the chunk; each array has one element a block
 * @param steps of the first row that has a number or NaN in this column; NaN where that row has no step
 * @param times of the same row
 * @param counts number and boolean cells, NaN included
 * @param nans cells that are NaN
 * @param firsts NaN where a block has no number, as are {@code lasts}, {@code mins} and {@code maxs}
 * @param sums of the numbers in their order; infinite or NaN where an infinite number makes it so, and NaN as well where finite
 *     numbers have a sum beyond float64, so that whoever needs their mean has to read the cells
 * @param losts what rounding took from the sums, to be added to them
 */
record Pyramid(
        int rows,
        double[] steps,
        long[] times,
        int[] counts,
        int[] nans,
        double[] firsts,
        double[] lasts,
        double[] mins,
        double[] maxs,
        double[] sums,
        double[] losts) {
    static final int BLOCK = 256;

    private static final int BLOCK_BYTES = 68;

    private static Pyramid blank(int rows) {
        int blocks = blocks(rows);
        return new Pyramid(
                rows,
                new double[blocks],
                new long[blocks],
                new int[blocks],
                new int[blocks],
                new double[blocks],
                new double[blocks],
                new double[blocks],
                new double[blocks],
                new double[blocks],
                new double[blocks]);
    }

    private static int blocks(int rows) {
        return (rows + BLOCK - 1) / BLOCK;
    }

    /**
     * @param times milliseconds since 1970, a row each
     * @param steps NaN where a row has none
     */
    static Pyramid of(long[] times, double[] steps, Cells cells) {
        Pyramid pyramid = blank(ChunkPart.requireRows(cells.size()));
        PyramidBlock block = new PyramidBlock();
        for (int b = 0; b < pyramid.blocks(); b++) {
            int from = b * BLOCK;
            block.fill(cells, from, Math.min(cells.size(), from + BLOCK));
            pyramid.steps[b] = block.count == 0 ? Double.NaN : steps[block.row];
            pyramid.times[b] = block.count == 0 ? 0 : times[block.row];
            pyramid.put(b, block);
        }
        return pyramid;
    }

    private void put(int b, PyramidBlock block) {
        counts[b] = block.count;
        nans[b] = block.nans;
        firsts[b] = block.first;
        lasts[b] = block.last;
        mins[b] = block.min;
        maxs[b] = block.max;
        sums[b] = block.sum;
        losts[b] = block.lost;
    }

    int blocks() {
        return counts.length;
    }

    byte[] encode() {
        ByteBuffer blocks = ByteBuffer.allocate(blocks() * BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        take(blocks, times);
        for (double[] values : doubles()) {
            blocks.asDoubleBuffer().put(values);
            blocks.position(blocks.position() + values.length * Double.BYTES);
        }
        putShorts(blocks, counts);
        putShorts(blocks, nans);
        ByteSink out = ChunkPart.PYRAMID.begin(blocks.capacity());
        out.varint(rows);
        out.append(blocks.array(), blocks.capacity());
        return ChunkPart.end(out);
    }

    static Pyramid decode(byte[] bytes) {
        ByteSource source = ChunkPart.PYRAMID.open(bytes);
        Pyramid pyramid = blank(ChunkPart.rows(source));
        if (source.left() != pyramid.blocks() * BLOCK_BYTES) {
            throw new DamagedBytesException("it has " + source.left() + " bytes for " + pyramid.blocks() + " blocks");
        }
        ByteBuffer blocks =
                ByteBuffer.wrap(bytes, source.position(), source.left()).order(ByteOrder.LITTLE_ENDIAN);
        blocks.asLongBuffer().get(pyramid.times);
        blocks.position(blocks.position() + pyramid.blocks() * Long.BYTES);
        for (double[] values : pyramid.doubles()) {
            blocks.asDoubleBuffer().get(values);
            blocks.position(blocks.position() + values.length * Double.BYTES);
        }
        getShorts(blocks, pyramid.counts);
        getShorts(blocks, pyramid.nans);
        pyramid.requireCounts();
        return pyramid;
    }

    /** The arrays of float64 in the order of their bytes. */
    private double[][] doubles() {
        return new double[][] {steps, firsts, lasts, mins, maxs, sums, losts};
    }

    private static void take(ByteBuffer blocks, long[] values) {
        blocks.asLongBuffer().put(values);
        blocks.position(blocks.position() + values.length * Long.BYTES);
    }

    private static void putShorts(ByteBuffer blocks, int[] values) {
        for (int value : values) {
            blocks.putShort((short) value);
        }
    }

    private static void getShorts(ByteBuffer blocks, int[] values) {
        for (int b = 0; b < values.length; b++) {
            values[b] = blocks.getShort() & 0xffff;
        }
    }

    private void requireCounts() {
        for (int b = 0; b < counts.length; b++) {
            if (counts[b] > Math.min(BLOCK, rows - b * BLOCK) || nans[b] > counts[b]) {
                throw new DamagedBytesException(
                        "block " + b + " says to have " + counts[b] + " numbers and " + nans[b] + " NaN");
            }
        }
    }
}
