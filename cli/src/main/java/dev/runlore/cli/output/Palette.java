// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.output;

/** Colours of keys and values on a terminal, or none. */
enum Palette {
    PLAIN("", "", "", ""),
    COLOURED("\033[94m", "\033[32m", "\033[36m", "\033[0m");

    final String key;
    final String text;
    final String literal;
    final String end;

    Palette(String key, String text, String literal, String end) {
        this.key = key;
        this.text = text;
        this.literal = literal;
        this.end = end;
    }
}
