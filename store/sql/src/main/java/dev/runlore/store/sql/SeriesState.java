// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.Cell;
import dev.runlore.domain.ColumnType;
import dev.runlore.domain.Summary;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;

/** A series while points are folded into its summary. For the writing thread. */
final class SeriesState {
    private final long id;
    private final String column;
    private ColumnType type = ColumnType.NONE;
    private long count;
    private long nan;
    private Cell first = Cell.NONE;
    private double firstStep = Double.NaN;
    private Cell last = Cell.NONE;
    private double lastStep = Double.NaN;
    private long lastTime;
    private double min = Double.NaN;
    private double minStep = Double.NaN;
    private double max = Double.NaN;
    private double maxStep = Double.NaN;
    private boolean stored;
    private boolean dirty;

    /** A series that is not stored yet. */
    SeriesState(long id, String column) {
        this.id = id;
        this.column = column;
    }

    /** A series as it is stored. */
    SeriesState(long id, Summary summary) {
        this(id, summary.column());
        type = summary.type();
        count = summary.count();
        nan = summary.nan();
        first = summary.first();
        firstStep = summary.firstStep().orElse(Double.NaN);
        last = summary.last();
        lastStep = summary.lastStep().orElse(Double.NaN);
        lastTime = summary.lastTime();
        min = summary.min().orElse(Double.NaN);
        minStep = summary.minStep().orElse(Double.NaN);
        max = summary.max().orElse(Double.NaN);
        maxStep = summary.maxStep().orElse(Double.NaN);
        stored = true;
    }

    long id() {
        return id;
    }

    String column() {
        return column;
    }

    boolean isStored() {
        return stored;
    }

    /** Takes it as changed and now to be written; answers whether it was so before. */
    boolean markDirty() {
        boolean before = dirty;
        dirty = true;
        return before;
    }

    void markStored() {
        stored = true;
        dirty = false;
    }

    /** Which of two points of the same time and step is the last one. */
    enum Tie {
        LATER_ARRIVAL,
        GREATER_VALUE
    }

    /** Folds one cell in; the step is NaN when there is none. */
    void add(long time, double step, Cell cell, Tie tie) {
        if (count == 0) {
            first = cell;
            firstStep = step;
        }
        if (count == 0 || isNewLast(time, step, cell, tie)) {
            last = cell;
            lastStep = step;
            lastTime = time;
        }
        count++;
        type = type.with(cell.type());
        if (!(cell instanceof Cell.Text || cell instanceof Cell.None)) {
            addNumber(cell.asDouble(), step);
        }
    }

    /** Takes another point of the last one's step and time as the last; answers whether there can be one of that value. */
    boolean settle(Cell cell) {
        double value = cell.asDouble();
        boolean isKnown =
                !(cell instanceof Cell.Float64) || (Double.isNaN(value) ? nan > 0 : value >= min && value <= max);
        if (count == 0 || Double.isNaN(lastStep) || type.with(cell.type()) != type || !isKnown) {
            return false;
        }
        last = cell;
        return true;
    }

    /** By step and time; without steps by arrival; any step is above none. */
    private boolean isNewLast(long time, double step, Cell cell, Tie tie) {
        boolean hasStep = !Double.isNaN(step);
        boolean hadStep = !Double.isNaN(lastStep);
        if (!hasStep || !hadStep) {
            return hasStep || !hadStep;
        }
        if (step == lastStep && time == lastTime) {
            return tie == Tie.LATER_ARRIVAL || rank(cell) >= rank(last);
        }
        return step > lastStep || step == lastStep && time > lastTime;
    }

    /** What a value is among others: NaN counts as 0. */
    private static double rank(Cell cell) {
        double value = cell.asDouble();
        return Double.isNaN(value) ? 0 : value;
    }

    /** Whether no point that it has can be of this time and step, so that none has to be looked at. */
    boolean isBeyond(long time, double step) {
        return count == 0 || step > lastStep || step == lastStep && time > lastTime;
    }

    private void addNumber(double value, double step) {
        if (Double.isNaN(value)) {
            nan++;
            return;
        }
        if (Double.isNaN(min) || value < min) {
            min = value;
            minStep = step;
        }
        if (Double.isNaN(max) || value > max) {
            max = value;
            maxStep = step;
        }
    }

    /** Gives a row what points change of it, as its first values, and the series' id as the 13th. */
    void bindChanging(PreparedStatement row) throws SQLException {
        row.setString(1, type.word());
        row.setLong(2, count);
        row.setLong(3, nan);
        bindCell(row, 4, last);
        Session.bindDouble(row, 7, lastStep);
        row.setLong(8, lastTime);
        Session.bindDouble(row, 9, min);
        Session.bindDouble(row, 10, minStep);
        Session.bindDouble(row, 11, max);
        Session.bindDouble(row, 12, maxStep);
        row.setLong(13, id);
    }

    /** Gives a row the first point, as its values from the 14th. */
    void bindFirst(PreparedStatement row) throws SQLException {
        bindCell(row, 14, first);
        Session.bindDouble(row, 17, firstStep);
    }

    /** A cell as its bytes, the number that is compared, and whether it is none. */
    private static void bindCell(PreparedStatement row, int index, Cell cell) throws SQLException {
        row.setBytes(index, CellBytes.of(cell));
        Number number = SeriesRows.number(cell);
        switch (number) {
            case null -> row.setNull(index + 1, Types.NULL);
            case Double real -> row.setDouble(index + 1, real);
            default -> row.setLong(index + 1, number.longValue());
        }
        if (cell instanceof Cell.None) {
            row.setNull(index + 2, Types.NULL);
        } else {
            row.setInt(index + 2, number == null ? 1 : 0);
        }
    }
}
