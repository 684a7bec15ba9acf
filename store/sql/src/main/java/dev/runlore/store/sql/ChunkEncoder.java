// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cell;
import dev.runlore.domain.Cells;
import dev.runlore.domain.ColumnType;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Makes the bytes of sealed chunks, as {@code docs/formats/metric-chunk.md} describes them. They are final: later versions may
 * write another format number, and read this one for ever. For one thread, and not a virtual one: compression is a native call.
 */
final class ChunkEncoder implements AutoCloseable {
    static final int NO_STEPS = 0;
    static final int WHOLE_STEPS = 1;
    static final int SOME_STEPS = 2;

    private static final double MOST_WHOLE = 0x1p53;

    private final SectionEncoder sections = new SectionEncoder();
    private final NumberEncoder numbers = new NumberEncoder(sections);
    private final ByteSink section = new ByteSink(0);

    /**
     * @param times milliseconds since 1970
     * @param steps as many, NaN where a row has none
     */
    byte[] axes(long[] times, double[] steps) {
        int rows = ChunkPart.requireRows(times.length);
        ByteSink out = ChunkPart.AXES.begin(rows * 2);
        out.varint(rows);
        times(times, out);
        steps(steps, out);
        return ChunkPart.end(out);
    }

    /** The cells of one column in the rows of a chunk. */
    byte[] cells(Cells cells) {
        int rows = ChunkPart.requireRows(cells.size());
        ByteSink out = ChunkPart.CELLS.begin(rows * 4);
        out.varint(rows);
        out.u8(CellBytes.code(cells.type()));
        absence(rows, cells.absent(), out);
        switch (cells.type()) {
            case DOUBLE -> numbers.doubles(bits(cells), out);
            case INT -> numbers.longs(bits(cells), out);
            case BOOL -> flags(cells, out);
            case TEXT, MIXED -> boxed(cells, out);
            case NONE -> {}
        }
        return ChunkPart.end(out);
    }

    private void times(long[] times, ByteSink out) {
        section.clear();
        ProgressionEncoder progression = new ProgressionEncoder(section);
        for (long time : times) {
            progression.add(time);
        }
        progression.end();
        sections.write(section, out);
    }

    private void steps(double[] steps, ByteSink out) {
        int form = stepForm(steps);
        out.u8(form);
        if (form == WHOLE_STEPS) {
            wholeSteps(steps, out);
        } else if (form == SOME_STEPS) {
            BitSet absent = absent(steps);
            absence(steps.length, absent, out);
            numbers.doubles(present(steps, absent), out);
        }
    }

    private static int stepForm(double[] steps) {
        int absent = 0;
        boolean whole = true;
        for (double step : steps) {
            absent += Double.isNaN(step) ? 1 : 0;
            // by bits, so that -0.0 is not taken for the whole number 0
            whole &= Double.doubleToRawLongBits((long) step) == Double.doubleToRawLongBits(step)
                    && Math.abs(step) <= MOST_WHOLE;
        }
        if (absent == steps.length) {
            return NO_STEPS;
        }
        return whole ? WHOLE_STEPS : SOME_STEPS;
    }

    private void wholeSteps(double[] steps, ByteSink out) {
        section.clear();
        ProgressionEncoder progression = new ProgressionEncoder(section);
        for (double step : steps) {
            progression.add((long) step);
        }
        progression.end();
        sections.write(section, out);
    }

    private static BitSet absent(double[] steps) {
        BitSet absent = new BitSet();
        for (int row = 0; row < steps.length; row++) {
            absent.set(row, Double.isNaN(steps[row]));
        }
        return absent;
    }

    private static long[] present(double[] steps, BitSet absent) {
        long[] bits = new long[steps.length - absent.cardinality()];
        int next = 0;
        for (double step : steps) {
            if (!Double.isNaN(step)) {
                bits[next++] = Double.doubleToRawLongBits(step);
            }
        }
        return bits;
    }

    private void absence(int rows, BitSet absent, ByteSink out) {
        out.u8(absent.isEmpty() ? 0 : 1);
        if (!absent.isEmpty()) {
            bits(absent, rows, out);
        }
    }

    private void bits(BitSet flags, int count, ByteSink out) {
        sections.write(Arrays.copyOf(flags.toByteArray(), (count + 7) / 8), (count + 7) / 8, out);
    }

    private static long[] bits(Cells cells) {
        long[] bits = new long[cells.present()];
        int next = 0;
        boolean all = bits.length == cells.size();
        for (int row = 0; row < cells.size(); row++) {
            if (all || cells.isPresent(row)) {
                bits[next++] = cells.bits(row);
            }
        }
        return bits;
    }

    private void flags(Cells cells, ByteSink out) {
        long[] bits = bits(cells);
        BitSet flags = new BitSet(bits.length);
        for (int i = 0; i < bits.length; i++) {
            flags.set(i, bits[i] != 0);
        }
        bits(flags, bits.length, out);
    }

    private void boxed(Cells cells, ByteSink out) {
        section.clear();
        for (int row = 0; row < cells.size(); row++) {
            if (cells.isPresent(row)) {
                boxed(cells.cell(row), cells.type());
            }
        }
        sections.write(section, out);
    }

    private void boxed(Cell cell, ColumnType type) {
        if (type == ColumnType.TEXT && cell instanceof Cell.Text(String text)) {
            section.text(text);
        } else {
            CellBytes.write(cell, section);
        }
        if (section.size() > SectionEncoder.MOST_BYTES) {
            throw new IllegalArgumentException(
                    "the texts of a chunk must have at most " + SectionEncoder.MOST_BYTES + " bytes but have more");
        }
    }

    @Override
    public void close() {
        sections.close();
    }
}
