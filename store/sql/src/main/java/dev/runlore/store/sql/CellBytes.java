// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cell;
import dev.runlore.domain.ColumnType;

/** One cell as a type byte and its value: how mixed columns, parameters and the ends of summaries are stored. */
final class CellBytes {
    private CellBytes() {}

    /** The byte that stands for a type in every stored format. */
    static int code(ColumnType type) {
        return switch (type) {
            case DOUBLE -> 1;
            case INT -> 2;
            case BOOL -> 3;
            case TEXT -> 4;
            case NONE -> 5;
            case MIXED -> 6;
        };
    }

    static ColumnType type(int code) {
        return switch (code) {
            case 1 -> ColumnType.DOUBLE;
            case 2 -> ColumnType.INT;
            case 3 -> ColumnType.BOOL;
            case 4 -> ColumnType.TEXT;
            case 5 -> ColumnType.NONE;
            case 6 -> ColumnType.MIXED;
            default -> throw new DamagedBytesException("a cell has the unknown type " + code);
        };
    }

    static byte[] of(Cell cell) {
        ByteSink sink = new ByteSink(16);
        write(cell, sink);
        return sink.toBytes();
    }

    static Cell read(byte[] bytes) {
        return read(new ByteSource(bytes, 0, bytes.length));
    }

    static void write(Cell cell, ByteSink sink) {
        sink.u8(code(cell.type()));
        switch (cell) {
            case Cell.Float64(double value) -> sink.float64(value);
            case Cell.Int64(long value) -> sink.signed(value);
            case Cell.Bool(boolean value) -> sink.u8(value ? 1 : 0);
            case Cell.Text(String value) -> sink.text(value);
            case Cell.None none -> {}
        }
    }

    static Cell read(ByteSource source) {
        return switch (type(source.u8())) {
            case DOUBLE -> new Cell.Float64(source.float64());
            case INT -> new Cell.Int64(source.signed());
            case BOOL -> new Cell.Bool(source.u8() != 0);
            case TEXT -> new Cell.Text(source.text());
            case NONE -> Cell.NONE;
            case MIXED -> throw new DamagedBytesException("a cell cannot be mixed");
        };
    }
}
