// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cell;
import dev.runlore.domain.Cells;
import dev.runlore.domain.ColumnType;
import dev.runlore.domain.RunloreException;
import java.util.Arrays;
import java.util.BitSet;

/** Reads what a {@link ChunkEncoder} wrote; {@link DamagedBytesException} where the bytes are anything else. */
final class ChunkDecoder {
    private ChunkDecoder() {}

    static Axes axes(byte[] bytes) {
        ByteSource source = ChunkPart.AXES.open(bytes);
        int rows = ChunkPart.rows(source);
        long[] times = progression(source, rows);
        double[] steps = steps(source, rows);
        source.requireEnd();
        return new Axes(times, steps);
    }

    static Cells cells(byte[] bytes) {
        ByteSource source = ChunkPart.CELLS.open(bytes);
        int rows = ChunkPart.rows(source);
        ColumnType type = CellBytes.type(source.u8());
        BitSet absent = absence(source, rows);
        int present = rows - absent.cardinality();
        Cells cells = switch (type) {
            case DOUBLE -> Cells.unboxed(type, spread(NumberDecoder.doubles(source, present), absent, rows), absent);
            case INT -> Cells.unboxed(type, spread(NumberDecoder.longs(source, present), absent, rows), absent);
            case BOOL -> Cells.unboxed(type, spread(flags(source, present), absent, rows), absent);
            case TEXT, MIXED -> boxed(SectionDecoder.read(source, SectionEncoder.MOST_BYTES), type, rows, absent);
            case NONE -> none(rows, absent);
        };
        source.requireEnd();
        return cells;
    }

    private static long[] progression(ByteSource source, int rows) {
        return ProgressionDecoder.read(SectionDecoder.read(source, 20L * rows), rows);
    }

    private static double[] steps(ByteSource source, int rows) {
        double[] steps = new double[rows];
        int form = source.u8();
        switch (form) {
            case ChunkEncoder.NO_STEPS -> Arrays.fill(steps, Double.NaN);
            case ChunkEncoder.WHOLE_STEPS -> wholeSteps(source, steps);
            case ChunkEncoder.SOME_STEPS -> someSteps(source, steps);
            default -> throw new DamagedBytesException("its steps have the unknown form " + form);
        }
        return steps;
    }

    private static void wholeSteps(ByteSource source, double[] steps) {
        long[] whole = progression(source, steps.length);
        for (int row = 0; row < steps.length; row++) {
            steps[row] = whole[row];
        }
    }

    private static void someSteps(ByteSource source, double[] steps) {
        BitSet absent = absence(source, steps.length);
        long[] bits = NumberDecoder.doubles(source, steps.length - absent.cardinality());
        int next = 0;
        for (int row = 0; row < steps.length; row++) {
            steps[row] = absent.get(row) ? Double.NaN : Double.longBitsToDouble(bits[next++]);
        }
    }

    private static BitSet absence(ByteSource source, int rows) {
        int form = source.u8();
        return switch (form) {
            case 0 -> new BitSet();
            case 1 -> bits(source, rows);
            default -> throw new DamagedBytesException("its absent cells have the unknown form " + form);
        };
    }

    private static BitSet bits(ByteSource source, int count) {
        return SectionDecoder.readExactly(source, (count + 7) / 8).bits(count);
    }

    private static long[] flags(ByteSource source, int count) {
        BitSet flags = bits(source, count);
        long[] values = new long[count];
        for (int i = flags.nextSetBit(0); i >= 0; i = flags.nextSetBit(i + 1)) {
            values[i] = 1;
        }
        return values;
    }

    /** Values at the rows that have one, 0 elsewhere. */
    private static long[] spread(long[] values, BitSet absent, int rows) {
        if (values.length == rows) {
            return values;
        }
        long[] spread = new long[rows];
        int next = 0;
        for (int row = absent.nextClearBit(0); row < rows; row = absent.nextClearBit(row + 1)) {
            spread[row] = values[next++];
        }
        return spread;
    }

    private static Cells none(int rows, BitSet absent) {
        Cells.Builder cells = new Cells.Builder(rows);
        for (int row = 0; row < rows; row++) {
            if (absent.get(row)) {
                cells.addAbsent(1);
            } else {
                cells.add(Cell.NONE);
            }
        }
        return cells.build();
    }

    private static Cells boxed(ByteSource section, ColumnType type, int rows, BitSet absent) {
        Cells.Builder cells = new Cells.Builder(rows);
        for (int row = 0; row < rows; row++) {
            if (absent.get(row)) {
                cells.addAbsent(1);
            } else {
                cells.add(cell(section, type));
            }
        }
        section.requireEnd();
        return cells.build();
    }

    private static Cell cell(ByteSource section, ColumnType type) {
        try {
            return type == ColumnType.TEXT ? new Cell.Text(section.text()) : CellBytes.read(section);
        } catch (RunloreException e) {
            throw new DamagedBytesException("a cell is none that can be stored: " + e.getMessage());
        }
    }
}
