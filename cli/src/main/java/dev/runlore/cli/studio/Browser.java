// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.studio;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The browser of this desktop.
 *
 * @param program that hands a URL on to it
 */
record Browser(String program) {
    private static final int PATIENCE_SECONDS = 5;

    /** @param system as Java names it */
    static Browser ofSystem(String system) {
        return new Browser(system.toLowerCase(Locale.ROOT).startsWith("mac") ? "open" : "xdg-open");
    }

    /** Whether it was opened, as far as the program tells in time; it is given the URL alone, without a shell. */
    boolean open(URI url) {
        try {
            Process process = new ProcessBuilder(program, url.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start();
            return !process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
