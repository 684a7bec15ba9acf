// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Text that a run wrote, on its way to stdout: as it is into a file or pipe, without its control sequences on a terminal,
 * which would obey them.
 */
public final class RunText implements AutoCloseable {
    private final OutputStream out;

    private RunText(OutputStream out) {
        this.out = out;
    }

    public static RunText to(Surroundings surroundings) {
        return new RunText(surroundings.terminals().out() ? new TerminalText(surroundings.out()) : surroundings.out());
    }

    public void copy(InputStream bytes) throws IOException {
        bytes.transferTo(out);
        out.flush();
    }

    public void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Shows what was held back; stdout stays open. */
    @Override
    public void close() throws IOException {
        out.flush();
    }
}
