// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.run;

import dev.runlore.domain.Cell;

/** A parameter's value as text, for clients that know only text. */
final class CellText {
    private CellText() {}

    static String of(Cell cell) {
        return switch (cell) {
            case Cell.Float64(double value) -> Double.toString(value);
            case Cell.Int64(long value) -> Long.toString(value);
            case Cell.Bool(boolean value) -> Boolean.toString(value);
            case Cell.Text(String value) -> value;
            case Cell.None none -> "None";
        };
    }
}
