// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cell;
import dev.runlore.domain.Cells;
import java.util.Random;

/** Columns of every form, drawn at random. */
enum RandomColumn {
    LOSS {
        @Override
        Cell cell(Random random, int row) {
            return Cell.of((double) (float) (2 * Math.exp(-row / 2e4) + 0.1 * random.nextGaussian()));
        }
    },
    FLOAT_BITS {
        @Override
        Cell cell(Random random, int row) {
            return Cell.of((double) Float.intBitsToFloat(random.nextInt()));
        }
    },
    ACCURACY {
        @Override
        Cell cell(Random random, int row) {
            return Cell.of(Math.rint(1e4 * (0.9 + 0.01 * random.nextGaussian())) / 1e4);
        }
    },
    MILLIONTHS {
        @Override
        Cell cell(Random random, int row) {
            return Cell.of(random.nextInt() / 1e6);
        }
    },
    /** Decimal but for a few. */
    RARELY_DECIMAL {
        @Override
        Cell cell(Random random, int row) {
            return Cell.of(random.nextInt(50) == 0 ? random.nextGaussian() : random.nextInt(100) / 1e2);
        }
    },
    COSINE {
        @Override
        Cell cell(Random random, int row) {
            return Cell.of(1e-3 * (1 + Math.cos(row / 1e4)));
        }
    },
    WHOLE_DOUBLES {
        @Override
        Cell cell(Random random, int row) {
            return Cell.of((double) (random.nextLong() >> 10 + random.nextInt(54)));
        }
    },
    LARGE_FLOATS {
        @Override
        Cell cell(Random random, int row) {
            return Cell.of((double) (float) (random.nextLong() >> 11));
        }
    },
    DOUBLE_BITS {
        @Override
        Cell cell(Random random, int row) {
            return Cell.of(Double.longBitsToDouble(random.nextLong()));
        }
    },
    SPECIAL {
        @Override
        Cell cell(Random random, int row) {
            return Cell.of(DOUBLES[random.nextInt(DOUBLES.length)]);
        }
    },
    CONSTANT {
        @Override
        Cell cell(Random random, int row) {
            return Cell.of(3e-7);
        }
    },
    PERCENT {
        @Override
        Cell cell(Random random, int row) {
            return Cell.of((long) random.nextInt(101));
        }
    },
    INT_BITS {
        @Override
        Cell cell(Random random, int row) {
            return Cell.of(random.nextLong());
        }
    },
    INT_ENDS {
        @Override
        Cell cell(Random random, int row) {
            return Cell.of(INTS[random.nextInt(INTS.length)]);
        }
    },
    BOOL {
        @Override
        Cell cell(Random random, int row) {
            return Cell.of(random.nextInt(3) == 0);
        }
    },
    TEXT {
        @Override
        Cell cell(Random random, int row) {
            return Cell.of("é深😀\uFFFD ".repeat(random.nextInt(4)) + random.nextInt(9));
        }
    },
    NONE {
        @Override
        Cell cell(Random random, int row) {
            return Cell.NONE;
        }
    },
    MIXED {
        @Override
        Cell cell(Random random, int row) {
            RandomColumn[] others = {SPECIAL, INT_ENDS, BOOL, TEXT, NONE};
            return others[random.nextInt(others.length)].cell(random, row);
        }
    };

    private static final double[] DOUBLES = {
        0,
        -0.0,
        1,
        -1,
        0.1,
        1e-6,
        1e-7,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Double.MIN_NORMAL,
        Float.MAX_VALUE,
        Float.MIN_VALUE,
        0x1p53,
        -0x1p53,
        0x1p53 + 2,
        0x1p53 / 1e6,
        0.30000000000000004
    };
    private static final long[] INTS = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 53, -(1L << 53) - 1};

    abstract Cell cell(Random random, int row);

    /**
     * A column of this kind.
     *
     * @param absentIn one row in so many is without a cell, no row with 0
     */
    Cells column(Random random, int rows, int absentIn) {
        Cells.Builder cells = new Cells.Builder(rows);
        for (int row = 0; row < rows; row++) {
            if (absentIn > 0 && random.nextInt(absentIn) == 0) {
                cells.addAbsent(1);
            } else {
                cells.add(cell(random, row));
            }
        }
        return cells.build();
    }
}
