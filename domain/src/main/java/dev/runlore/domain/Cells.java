// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * The cells of one column, one a row, unboxed as long as they are of one type. A row can also be without a cell: nothing was
 * logged in it. Immutable; equal to any list of the same cells.
 */
public final class Cells extends AbstractList<Optional<Cell>> implements RandomAccess {
    private final ColumnType type;
    private final int size;
    private final BitSet absent;
    /** Float64 bits, int64 or 0 and 1, a row each; empty for the other types. */
    private final long[] bits;
    /** A row each, null where absent; empty for the types that are unboxed, and for none. */
    private final @Nullable Cell[] boxed;

    private Cells(ColumnType type, int size, BitSet absent, long[] bits, @Nullable Cell[] boxed) {
        this.type = type;
        this.size = size;
        this.absent = absent;
        this.bits = bits;
        this.boxed = boxed;
    }

    /**
     * A column of an unboxed type. The arguments are taken over: nobody may change them any more.
     *
     * @param type DOUBLE, INT or BOOL
     * @param bits a row each: {@link Double#doubleToLongBits}, the number itself, or 0 and 1; anything where absent
     * @param absent rows without a cell
     */
    public static Cells unboxed(ColumnType type, long[] bits, BitSet absent) {
        return new Cells(type, bits.length, absent, bits, new Cell[0]);
    }

    public static Cells of(List<Optional<Cell>> cells) {
        if (cells instanceof Cells same) {
            return same;
        }
        Builder builder = new Builder(cells.size());
        cells.forEach(cell -> cell.ifPresentOrElse(builder::add, () -> builder.addAbsent(1)));
        return builder.build();
    }

    /** The one type of all cells that are there, MIXED where they have several, NONE where there are none. */
    public ColumnType type() {
        return type;
    }

    /** Whether the cells are numbers or booleans of one type, so that {@link #bits} has them. */
    public boolean isUnboxed() {
        return isUnboxed(type);
    }

    private static boolean isUnboxed(ColumnType type) {
        return type == ColumnType.DOUBLE || type == ColumnType.INT || type == ColumnType.BOOL;
    }

    @Override
    public int size() {
        return size;
    }

    public boolean isPresent(int row) {
        return !absent.get(row);
    }

    /** How many rows have a cell. */
    public int present() {
        return size - absent.cardinality();
    }

    /** Rows without a cell; a copy. */
    public BitSet absent() {
        return (BitSet) absent.clone();
    }

    /** What {@link #unboxed} was given for the row. */
    public long bits(int row) {
        return bits[row];
    }

    /** Whether the row has a number or a boolean. */
    public boolean isNumber(int row) {
        if (isUnboxed()) {
            return isPresent(row);
        }
        return boxed.length > 0
                && (boxed[row] instanceof Cell.Float64
                        || boxed[row] instanceof Cell.Int64
                        || boxed[row] instanceof Cell.Bool);
    }

    /** The row's cell as a float64, as {@link Cell#asDouble}; NaN where absent. */
    public double number(int row) {
        if (absent.get(row)) {
            return Double.NaN;
        }
        return switch (type) {
            case DOUBLE -> Double.longBitsToDouble(bits[row]);
            case INT, BOOL -> bits[row];
            case TEXT, NONE, MIXED -> boxed.length == 0 || boxed[row] == null ? Double.NaN : boxed[row].asDouble();
        };
    }

    @Override
    public Optional<Cell> get(int row) {
        return absent.get(row) ? Optional.empty() : Optional.of(cell(row));
    }

    /** The row's cell; one that is absent reads as none. */
    public Cell cell(int row) {
        if (absent.get(row)) {
            return Cell.NONE;
        }
        return switch (type) {
            case DOUBLE -> new Cell.Float64(Double.longBitsToDouble(bits[row]));
            case INT -> new Cell.Int64(bits[row]);
            case BOOL -> new Cell.Bool(bits[row] != 0);
            case TEXT, NONE, MIXED -> boxed.length == 0 || boxed[row] == null ? Cell.NONE : boxed[row];
        };
    }

    /** Characters of the row's text; 0 for what is no text. */
    public int textLength(int row) {
        return row < boxed.length && boxed[row] instanceof Cell.Text(String text) ? text.length() : 0;
    }

    /** The cells of a run of rows. */
    public Cells rows(int from, int to) {
        if (from == 0 && to == size) {
            return this;
        }
        return new Builder(to - from).addRows(this, from, to).build();
    }

    /** Gathers cells row by row. For one thread. */
    public static final class Builder {
        private ColumnType type = ColumnType.NONE;
        private boolean any;
        private int size;
        private BitSet absent = new BitSet();
        private long[] bits = new long[0];
        private @Nullable Cell[] boxed = new Cell[0];
        private final int expected;

        public Builder(int expected) {
            this.expected = expected;
        }

        /** Rows so far. */
        public int size() {
            return size;
        }

        public Builder add(Cell cell) {
            take(cell.type());
            switch (cell) {
                case Cell.Float64(double value) when type == ColumnType.DOUBLE -> put(Double.doubleToLongBits(value));
                case Cell.Int64(long value) when type == ColumnType.INT -> put(value);
                case Cell.Bool(boolean value) when type == ColumnType.BOOL -> put(value ? 1 : 0);
                default -> put(cell);
            }
            return this;
        }

        public Builder addAbsent(int rows) {
            absent.set(size, size + rows);
            size += rows;
            return this;
        }

        public Builder addAll(Cells cells) {
            return addRows(cells, 0, cells.size);
        }

        public Builder addRows(Cells cells, int from, int to) {
            if (!cells.isUnboxed() || any && type != cells.type) {
                for (int row = from; row < to; row++) {
                    addRow(cells, row);
                }
                return this;
            }
            take(cells.type);
            bits = room(bits, size + to - from);
            System.arraycopy(cells.bits, from, bits, size, to - from);
            for (int row = cells.absent.nextSetBit(from);
                    row >= 0 && row < to;
                    row = cells.absent.nextSetBit(row + 1)) {
                absent.set(size + row - from);
            }
            size += to - from;
            return this;
        }

        private void addRow(Cells cells, int row) {
            if (cells.isPresent(row)) {
                add(cells.cell(row));
            } else {
                addAbsent(1);
            }
        }

        /** Boxes what is there when the next cell is of another type. */
        private void take(ColumnType next) {
            if (any && type != next && type != ColumnType.MIXED) {
                Cells before = build();
                boxed = new Cell[Math.max(expected, size + 1)];
                for (int row = 0; row < size; row++) {
                    boxed[row] = before.isPresent(row) ? before.cell(row) : null;
                }
                bits = new long[0];
                type = ColumnType.MIXED;
            } else if (!any) {
                type = next;
                any = true;
            }
        }

        private void put(long value) {
            bits = room(bits, size + 1);
            bits[size++] = value;
        }

        private void put(Cell cell) {
            if (type != ColumnType.NONE) {
                if (boxed.length <= size) {
                    boxed = Arrays.copyOf(boxed, Math.max(Math.max(expected, 8), size + size / 2 + 1));
                }
                boxed[size] = cell;
            }
            size++;
        }

        private long[] room(long[] array, int length) {
            return length <= array.length
                    ? array
                    : Arrays.copyOf(array, Math.max(Math.max(expected, length), array.length + array.length / 2));
        }

        /** The column; the builder can go on after it. */
        public Cells build() {
            return new Cells(
                    type,
                    size,
                    (BitSet) absent.clone(),
                    isUnboxed(type) ? Arrays.copyOf(bits, size) : new long[0],
                    type == ColumnType.TEXT || type == ColumnType.MIXED ? Arrays.copyOf(boxed, size) : new Cell[0]);
        }
    }
}
