// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import com.github.luben.zstd.ZstdCompressCtx;
import dev.runlore.domain.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Makes the bytes of a log row, as {@code docs/formats/log-row.md} describes them. They are final: later versions may write
 * another format number, and read this one for ever. For one thread, and not a virtual one: compression is a native call.
 */
final class LogRowEncoder implements AutoCloseable {
    static final int FORMAT = 1;
    static final int PLAIN = 0;
    static final int ZSTD = 1;
    static final int NO_STEPS = 0;
    static final int WHOLE_STEPS = 1;
    static final int SOME_STEPS = 2;
    private static final int COMPRESS_ABOVE = 4096;

    private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(1);

    byte[] encode(LogRow row) {
        ByteSink payload = new ByteSink(64 + row.cells() * 12);
        payload(row, payload);
        ByteSink body = new ByteSink(payload.size() + 16);
        body.u8(FORMAT);
        if (payload.size() > COMPRESS_ABOVE) {
            body.u8(ZSTD);
            body.varint(payload.size());
            byte[] compressed = zstd.compress(payload.toBytes());
            body.append(compressed, compressed.length);
        } else {
            body.u8(PLAIN);
            body.append(payload.array(), payload.size());
        }
        CRC32C crc = new CRC32C();
        crc.update(body.array(), 0, body.size());
        body.u32((int) crc.getValue());
        return body.toBytes();
    }

    private static void payload(LogRow row, ByteSink sink) {
        long base = row.blocks().values().iterator().next().time(0);
        sink.varint(row.blocks().size());
        sink.signed(base);
        ByteSink block = new ByteSink(64);
        for (LogRow.Block metric : row.blocks().values()) {
            ByteSink bytes = metric.rows() > 64 ? new ByteSink(metric.rows() * 12) : block;
            bytes.clear();
            block(metric, base, bytes);
            sink.varint(bytes.size());
            sink.append(bytes.array(), bytes.size());
        }
    }

    private static void block(LogRow.Block block, long base, ByteSink sink) {
        sink.varint(block.metric());
        sink.varint(block.rows());
        long before = base;
        for (int row = 0; row < block.rows(); row++) {
            sink.signed(block.time(row) - before);
            before = block.time(row);
        }
        steps(block, sink);
        List<LogRow.Column> columns = block.columns();
        sink.varint(columns.size());
        for (LogRow.Column column : columns) {
            sink.signed(column.series() - block.metric());
            column(block.rows(), column, sink);
        }
    }

    private static void steps(LogRow.Block block, ByteSink sink) {
        int kind = stepKind(block);
        sink.u8(kind);
        if (kind == WHOLE_STEPS) {
            long before = 0;
            for (int row = 0; row < block.rows(); row++) {
                long step = (long) block.step(row);
                sink.signed(step - before);
                before = step;
            }
        } else if (kind == SOME_STEPS) {
            boolean[] present = new boolean[block.rows()];
            for (int row = 0; row < present.length; row++) {
                present[row] = !Double.isNaN(block.step(row));
            }
            sink.bits(present);
            for (int row = 0; row < present.length; row++) {
                if (present[row]) {
                    sink.float64(block.step(row));
                }
            }
        }
    }

    private static int stepKind(LogRow.Block block) {
        int absent = 0;
        boolean whole = true;
        for (int row = 0; row < block.rows(); row++) {
            double step = block.step(row);
            absent += Double.isNaN(step) ? 1 : 0;
            // by bits, so that -0.0 is not taken for the whole number 0
            whole &= Double.doubleToLongBits((long) step) == Double.doubleToLongBits(step);
        }
        if (absent == block.rows()) {
            return NO_STEPS;
        }
        return whole ? WHOLE_STEPS : SOME_STEPS;
    }

    private static void column(int rows, LogRow.Column column, ByteSink sink) {
        boolean all = column.present() == rows;
        sink.u8(all ? 0 : 1);
        if (!all) {
            sink.bits(presence(rows, column));
        }
        sink.u8(CellBytes.code(column.type()));
        cells(column, sink);
    }

    private static boolean[] presence(int rows, LogRow.Column column) {
        boolean[] present = new boolean[rows];
        for (int row = 0; row < rows; row++) {
            present[row] = column.cell(row) != null;
        }
        return present;
    }

    private static void cells(LogRow.Column cells, ByteSink sink) {
        switch (cells.type()) {
            case DOUBLE -> cells.forEach(cell -> sink.float64(((Cell.Float64) cell).value()));
            case INT -> cells.forEach(cell -> sink.signed(((Cell.Int64) cell).value()));
            case BOOL -> sink.bits(flags(cells));
            case TEXT -> cells.forEach(cell -> sink.text(((Cell.Text) cell).value()));
            case NONE -> {}
            case MIXED -> cells.forEach(cell -> CellBytes.write(cell, sink));
        }
    }

    private static boolean[] flags(LogRow.Column cells) {
        List<Boolean> flags = new ArrayList<>(cells.present());
        cells.forEach(cell -> flags.add(((Cell.Bool) cell).value()));
        boolean[] plain = new boolean[flags.size()];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = flags.get(i);
        }
        return plain;
    }

    @Override
    public void close() {
        zstd.close();
    }
}
