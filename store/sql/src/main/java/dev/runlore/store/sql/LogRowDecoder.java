// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.runlore.domain.Cell;
import dev.runlore.domain.Cells;
import dev.runlore.domain.ColumnType;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.zip.CRC32C;

/**
 * Reads the bytes of a log row, as {@code docs/formats/log-row.md} describes them; {@link DamagedBytesException} for any others.
 * Not for a virtual thread: decompression is a native call.
 */
final class LogRowDecoder {
    /** More than any request can make of its 16 MiB. */
    private static final int MOST_PAYLOAD = 1 << 30;

    private LogRowDecoder() {}

    /** The rows of the metric, if the log row has any. */
    static Optional<Rows> find(byte[] body, long metric) {
        ByteSource source = payload(body);
        int blocks = source.count(8);
        long base = source.signed();
        for (int i = 0; i < blocks; i++) {
            int length = source.count(8);
            int end = source.position() + length;
            if (source.varint() == metric) {
                return Optional.of(rows(source, base, metric));
            }
            source.skipTo(end);
        }
        return Optional.empty();
    }

    /** The rows of every metric, by the id of its first series. */
    static Map<Long, Rows> all(byte[] body) {
        return some(body, metric -> true);
    }

    /** The rows of some metrics, by the id of their first series. */
    static Map<Long, Rows> some(byte[] body, LongPredicate wanted) {
        ByteSource source = payload(body);
        int blocks = source.count(8);
        long base = source.signed();
        Map<Long, Rows> rows = new LinkedHashMap<>();
        for (int i = 0; i < blocks; i++) {
            int length = source.count(8);
            int end = source.position() + length;
            long metric = source.varint();
            if (wanted.test(metric)) {
                rows.put(metric, rows(source, base, metric));
                if (source.position() != end) {
                    throw new DamagedBytesException("a block is longer than its rows");
                }
            }
            source.skipTo(end);
        }
        if (!source.atEnd()) {
            throw new DamagedBytesException("it is longer than its blocks");
        }
        return rows;
    }

    /** Takes in where the points of all metrics reach, and answers how many rows they have. */
    static long reach(byte[] body, Reach reach) {
        ByteSource source = payload(body);
        int blocks = source.count(8);
        long base = source.signed();
        long count = 0;
        for (int i = 0; i < blocks; i++) {
            int length = source.count(8);
            int end = source.position() + length;
            source.varint();
            long[] times = times(source, base);
            double[] steps = steps(source, times.length);
            for (int row = 0; row < times.length; row++) {
                reach.add(times[row], steps[row]);
            }
            count += times.length;
            source.skipTo(end);
        }
        return count;
    }

    /** Bytes of memory that the row takes to be read, before it is; at most those that it says. */
    static long payloadBytes(byte[] body) {
        if (body.length < 6 || body[1] != LogRowEncoder.ZSTD) {
            return body.length;
        }
        return new ByteSource(body, 2, body.length).varint();
    }

    private static ByteSource payload(byte[] body) {
        int end = body.length - 4;
        if (end < 2) {
            throw new DamagedBytesException("it has only " + body.length + " bytes");
        }
        CRC32C crc = new CRC32C();
        crc.update(body, 0, end);
        if ((int) crc.getValue() != crcOf(body, end)) {
            throw new DamagedBytesException("its checksum does not match");
        }
        if (body[0] != LogRowEncoder.FORMAT) {
            throw new DamagedBytesException("it has format " + body[0] + ", which a later version wrote");
        }
        ByteSource source = new ByteSource(body, 1, end);
        return switch (source.u8()) {
            case LogRowEncoder.PLAIN -> source;
            case LogRowEncoder.ZSTD -> inflated(body, source, end);
            default -> throw new DamagedBytesException("it has an unknown compression");
        };
    }

    private static int crcOf(byte[] body, int from) {
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            value = value << 8 | body[i] & 0xff;
        }
        return value;
    }

    private static ByteSource inflated(byte[] body, ByteSource source, int end) {
        long length = source.varint();
        if (length < 0 || length > MOST_PAYLOAD) {
            throw new DamagedBytesException("it says to inflate to " + length + " bytes");
        }
        try {
            byte[] payload = Zstd.decompress(Arrays.copyOfRange(body, source.position(), end), (int) length);
            if (payload.length != length) {
                throw new DamagedBytesException("it inflates to " + payload.length + " bytes instead of " + length);
            }
            return new ByteSource(payload, 0, payload.length);
        } catch (ZstdException e) {
            throw new DamagedBytesException("it does not inflate: " + e.getMessage());
        }
    }

    private static long[] times(ByteSource source, long base) {
        long[] times = new long[source.count(8)];
        long before = base;
        for (int row = 0; row < times.length; row++) {
            before += source.signed();
            times[row] = before;
        }
        return times;
    }

    private static Rows rows(ByteSource source, long base, long metric) {
        long[] times = times(source, base);
        int rows = times.length;
        double[] steps = steps(source, rows);
        int count = source.count(8);
        Map<Long, Cells> columns = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            long series = metric + source.signed();
            columns.put(series, column(source, rows));
        }
        return new Rows(times, steps, columns);
    }

    private static double[] steps(ByteSource source, int rows) {
        double[] steps = new double[rows];
        switch (source.u8()) {
            case LogRowEncoder.NO_STEPS -> Arrays.fill(steps, Double.NaN);
            case LogRowEncoder.WHOLE_STEPS -> {
                long before = 0;
                for (int row = 0; row < rows; row++) {
                    before += source.signed();
                    steps[row] = before;
                }
            }
            case LogRowEncoder.SOME_STEPS -> {
                BitSet present = source.bits(rows);
                for (int row = 0; row < rows; row++) {
                    steps[row] = present.get(row) ? source.float64() : Double.NaN;
                }
            }
            default -> throw new DamagedBytesException("its steps have an unknown form");
        }
        return steps;
    }

    private static Cells column(ByteSource source, int rows) {
        BitSet absent = new BitSet();
        switch (source.u8()) {
            case 0 -> {}
            case 1 -> {
                absent = source.bits(rows);
                absent.flip(0, rows);
            }
            default -> throw new DamagedBytesException("a column's absent cells have an unknown form");
        }
        ColumnType type = CellBytes.type(source.u8());
        return switch (type) {
            case DOUBLE, INT, BOOL -> Cells.unboxed(type, unboxed(source, type, rows, absent), absent);
            case TEXT, NONE, MIXED -> boxed(source, type, rows, absent);
        };
    }

    private static long[] unboxed(ByteSource source, ColumnType type, int rows, BitSet absent) {
        long[] bits = new long[rows];
        if (type == ColumnType.BOOL) {
            BitSet flags = source.bits(rows - absent.cardinality());
            int next = 0;
            for (int row = absent.nextClearBit(0); row < rows; row = absent.nextClearBit(row + 1)) {
                bits[row] = flags.get(next++) ? 1 : 0;
            }
            return bits;
        }
        for (int row = absent.nextClearBit(0); row < rows; row = absent.nextClearBit(row + 1)) {
            bits[row] = type == ColumnType.DOUBLE ? source.bits64() : source.signed();
        }
        return bits;
    }

    private static Cells boxed(ByteSource source, ColumnType type, int rows, BitSet absent) {
        Cells.Builder cells = new Cells.Builder(rows);
        for (int row = 0; row < rows; row++) {
            if (absent.get(row)) {
                cells.addAbsent(1);
            } else {
                cells.add(cell(source, type));
            }
        }
        return cells.build();
    }

    private static Cell cell(ByteSource source, ColumnType type) {
        return switch (type) {
            case TEXT -> new Cell.Text(source.text());
            case NONE -> Cell.NONE;
            case MIXED, DOUBLE, INT, BOOL -> CellBytes.read(source);
        };
    }
}
