// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.command;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Passes UTF-8 text on and leaves out what a terminal obeys: escape sequences whole (CSI, OSC, DCS and their likes, in their
 * 7-bit and their UTF-8 form), other control characters, the carriage return that would write over a line, and the
 * characters that turn the direction of what follows.
 */
final class TerminalText extends OutputStream {
    private static final int ESCAPE = 0x1b;
    private static final int BELL = 0x07;

    /** First byte of U+0080 to U+00BF; of these U+0080 to U+009F are control characters. */
    private static final int C1_LEAD = 0xc2;

    /** First byte of U+0600 to U+063F; U+061C turns the direction. */
    private static final int ARABIC_LEAD = 0xd8;

    /** First byte of U+2000 to U+2FFF, where the other characters that turn the direction are. */
    private static final int MARKS_LEAD = 0xe2;

    private enum State {
        TEXT,
        LEAD,
        ARABIC,
        MARKS,
        MARKS_80,
        MARKS_81,
        ESCAPED,
        PARAMETERS,
        STRING,
        STRING_LEAD,
        STRING_ESCAPED
    }

    private final OutputStream out;
    private State state = State.TEXT;

    TerminalText(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int octet) throws IOException {
        int b = octet & 0xff;
        if (b == '\n') {
            state = text(b); // a sequence that never ends must not swallow the lines after it
            return;
        }
        state = switch (state) {
            case TEXT -> text(b);
            case LEAD -> afterLead(b);
            case ARABIC -> unless(b == 0x9c, b, ARABIC_LEAD);
            case MARKS -> b == 0x80 ? State.MARKS_80 : b == 0x81 ? State.MARKS_81 : unless(false, b, MARKS_LEAD);
            case MARKS_80 -> unless(b == 0x8e || b == 0x8f || b >= 0xaa && b <= 0xae, b, MARKS_LEAD, 0x80);
            case MARKS_81 -> unless(b >= 0xa6 && b <= 0xa9, b, MARKS_LEAD, 0x81);
            case ESCAPED -> escaped(b);
            case PARAMETERS -> b >= 0x40 && b <= 0x7e ? State.TEXT : b == ESCAPE ? State.ESCAPED : State.PARAMETERS;
            case STRING -> string(b);
            case STRING_LEAD -> b == 0x9c ? State.TEXT : string(b);
            case STRING_ESCAPED -> b == '\\' ? State.TEXT : escaped(b);
        };
    }

    private State text(int b) throws IOException {
        if (b == ESCAPE) {
            return State.ESCAPED;
        }
        if (b == C1_LEAD) {
            return State.LEAD;
        }
        if (b == ARABIC_LEAD || b == MARKS_LEAD) {
            return b == MARKS_LEAD ? State.MARKS : State.ARABIC;
        }
        if (b >= ' ' && b != 0x7f || b == '\n' || b == '\t') {
            out.write(b);
        }
        return State.TEXT;
    }

    private State afterLead(int b) throws IOException {
        if (b >= 0x80 && b <= 0x9f) {
            return escaped(b - 0x40); // U+009B means what ESC [ means, and so on
        }
        out.write(C1_LEAD);
        return text(b);
    }

    /** A character's last byte: what was held back goes before it, unless it makes one that is left out. */
    private State unless(boolean turning, int b, int... held) throws IOException {
        if (turning) {
            return State.TEXT;
        }
        for (int before : held) {
            out.write(before);
        }
        return text(b);
    }

    private State escaped(int b) {
        return switch (b) {
            case '[' -> State.PARAMETERS;
            case ']', 'P', 'X', '^', '_' -> State.STRING;
            case ESCAPE -> State.ESCAPED;
            default -> b >= 0x20 && b <= 0x2f ? State.ESCAPED : State.TEXT;
        };
    }

    private State string(int b) {
        return switch (b) {
            case BELL -> State.TEXT;
            case ESCAPE -> State.STRING_ESCAPED;
            case C1_LEAD -> State.STRING_LEAD;
            default -> State.STRING;
        };
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
