// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.command;

import dev.runlore.cli.output.VisibleText;
import java.io.PrintStream;

/** How far a long command has come: one line on a terminal's stderr, nothing elsewhere. */
public final class Progress implements AutoCloseable {
    private static final int MOST = 70;
    private static final String CLEAR = "\r\033[K";

    private final PrintStream err;
    private final boolean terminal;
    private boolean shown;

    Progress(PrintStream err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    public void show(long done, long all, String what) {
        if (!terminal) {
            return;
        }
        String line = done + "/" + all + " " + VisibleText.of(what);
        err.print(CLEAR + (line.length() > MOST ? line.substring(0, MOST) + "…" : line));
        err.flush();
        shown = true;
    }

    /** Takes the line away. */
    @Override
    public void close() {
        if (shown) {
            err.print(CLEAR);
            err.flush();
        }
    }
}
