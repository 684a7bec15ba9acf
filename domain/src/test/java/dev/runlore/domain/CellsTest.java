// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellsTest {
    private static final List<Cell> KINDS = List.of(
            Cell.of(0.5),
            Cell.of(Double.NaN),
            Cell.of(-0.0),
            Cell.of(Long.MIN_VALUE),
            Cell.of(true),
            Cell.of("text"),
            Cell.NONE);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void columnsHaveTheCellsThatWereAddedWhateverTheirTypes(int kinds) {
        Random random = new Random(kinds);
        for (int round = 0; round < 300; round++) {
            int first = random.nextInt(KINDS.size());
            List<Optional<Cell>> cells = new ArrayList<>();
            for (int row = 0; row < random.nextInt(20); row++) {
                Cell cell = KINDS.get((first + random.nextInt(kinds)) % KINDS.size());
                cells.add(random.nextInt(4) == 0 ? Optional.empty() : Optional.of(cell));
            }
            Cells column = Cells.of(new ArrayList<>(cells));
            assertThat(column).isEqualTo(cells);
            assertThat(column.type()).isEqualTo(type(cells));
            assertThat(column.present())
                    .isEqualTo((int) cells.stream().filter(Optional::isPresent).count());
            for (int row = 0; row < cells.size(); row++) {
                Cell cell = cells.get(row).orElse(Cell.NONE);
                assertThat(Double.valueOf(column.number(row))).isEqualTo(Double.valueOf(cell.asDouble()));
                assertThat(column.isNumber(row))
                        .isEqualTo(cell.type() != ColumnType.TEXT && cell.type() != ColumnType.NONE);
            }
        }
    }

    private static ColumnType type(List<Optional<Cell>> cells) {
        List<ColumnType> types = cells.stream()
                .flatMap(Optional::stream)
                .map(Cell::type)
                .distinct()
                .toList();
        return types.isEmpty() ? ColumnType.NONE : types.size() == 1 ? types.getFirst() : ColumnType.MIXED;
    }

    @Test
    void partsOfColumnsJoinToTheWhole() {
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            Cells.Builder whole = new Cells.Builder(0);
            List<Optional<Cell>> expected = new ArrayList<>();
            for (int part = 0; part < 3; part++) {
                Cell kind = KINDS.get(random.nextInt(KINDS.size()));
                List<Optional<Cell>> cells = new ArrayList<>();
                for (int row = 0; row < 6; row++) {
                    cells.add(random.nextBoolean() ? Optional.of(kind) : Optional.empty());
                }
                int from = random.nextInt(4);
                whole.addAll(Cells.of(cells).rows(from, 6));
                whole.addRows(Cells.of(cells), 0, from);
                expected.addAll(cells.subList(from, 6));
                expected.addAll(cells.subList(0, from));
            }
            assertThat(whole.build()).isEqualTo(expected);
        }
    }
}
