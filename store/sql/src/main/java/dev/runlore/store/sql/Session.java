// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.sqlite.Function;
import org.sqlite.ProgressHandler;

/**
 * One connection with the statements it has prepared. Used by one thread at a time, and never by a virtual one: a call into
 * SQLite holds its carrier. What SQLite refuses comes out as {@link SqlFault}.
 */
final class Session implements AutoCloseable {
    private static final int KEPT_STATEMENTS = 200;
    /** Rows of one call into the driver, which holds their values meanwhile. */
    private static final int BATCH = 500;

    /** How long {@link #limited} may take. */
    static final Duration LIMIT = Duration.ofSeconds(10);

    /** Looks at one row; answers whether it wants the next. */
    interface RowVisitor {
        boolean visit(ResultSet row) throws SQLException;
    }

    /** Reads one row. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new LinkedHashMap<>(64, 0.75f, true);

    Session(Connection connection) {
        this.connection = connection;
    }

    /** As the other, within {@link #LIMIT}. */
    <T> T limited(Supplier<T> question) {
        return limited(LIMIT, question);
    }

    /**
     * Asks what may take long.
     *
     * @throws dev.runlore.domain.RunloreException INVALID_ARGUMENT when it took longer, and was broken off
     */
    <T> T limited(Duration limit, Supplier<T> question) {
        try {
            Deadline.set(connection, limit);
            try {
                return question.get();
            } finally {
                ProgressHandler.clearHandler(connection);
            }
        } catch (SQLException e) {
            throw new SqlFault(e);
        } catch (SqlFault fault) {
            throw fault.isInterrupted() ? Deadline.passed(limit) : fault;
        }
    }

    /** Runs a statement that takes no values. */
    void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new SqlFault(e);
        }
    }

    /** Begins or ends a transaction or a savepoint; unlike {@link #execute} it keeps the statement prepared, as every call has these. */
    void transact(String sql) {
        update(sql);
    }

    /** As {@link #execute}, for what does its work row by row and has to be followed to its end. */
    void executeWhole(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new SqlFault(e);
        }
    }

    /** Changes rows; answers how many. */
    int update(String sql, @Nullable Object... values) {
        try {
            return prepared(sql, values).executeUpdate();
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    /** Gives a statement the values that an item has. */
    interface Binder<T> {
        void bind(PreparedStatement statement, T item) throws SQLException;
    }

    /** Runs the statement for each of the items, many at a call. */
    <T> void updateEach(String sql, List<T> items, Binder<T> binder) {
        try {
            for (int from = 0; from < items.size(); from += BATCH) {
                PreparedStatement statement = prepared(sql);
                for (T item : items.subList(from, Math.min(items.size(), from + BATCH))) {
                    binder.bind(statement, item);
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    <T> Optional<T> first(String sql, RowReader<T> reader, @Nullable Object... values) {
        try (ResultSet rows = prepared(sql, values).executeQuery()) {
            return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    /** Makes a function of one text known to the statements of this connection; NULL stays NULL. */
    void define(String name, UnaryOperator<String> function) {
        try {
            Function.create(connection, name, new Function() {
                @Override
                protected void xFunc() throws SQLException {
                    String text = value_text(0);
                    if (text == null) {
                        result();
                    } else {
                        result(function.apply(text));
                    }
                }
            });
        } catch (SQLException e) {
            throw new SqlFault(e);
        }
    }

    /** Shows the rows one by one, without keeping any, until the visitor has enough; it must not ask the same question meanwhile. */
    void visit(String sql, RowVisitor visitor, @Nullable Object... values) {
        try (ResultSet rows = prepared(sql, values).executeQuery()) {
            boolean more = true;
            while (more && rows.next()) {
                more = visitor.visit(rows);
            }
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    <T> List<T> list(String sql, RowReader<T> reader, @Nullable Object... values) {
        try (ResultSet rows = prepared(sql, values).executeQuery()) {
            List<T> list = new ArrayList<>();
            while (rows.next()) {
                list.add(reader.read(rows));
            }
            return list;
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    /** Takes one row while the query goes on: for answers that are too large to be kept. */
    interface RowTaker {
        void take(ResultSet row) throws SQLException;
    }

    /** Hands over every row; the taker must not ask the same question meanwhile. */
    void each(String sql, RowTaker taker, @Nullable Object... values) {
        visit(
                sql,
                row -> {
                    taker.take(row);
                    return true;
                },
                values);
    }

    /** The single number that a query answers. */
    long number(String sql, @Nullable Object... values) {
        return first(sql, row -> row.getLong(1), values)
                .orElseThrow(() -> new IllegalStateException("a query that always answers did not: " + sql));
    }

    private PreparedStatement prepared(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
            dropEldest();
        }
        for (int i = 0; i < values.length; i++) {
            bind(statement, i + 1, values[i]);
        }
        return statement;
    }

    /** A statement that failed is of no more use to the driver: the next call prepares it anew. */
    private SqlFault failed(String sql, SQLException cause) {
        PreparedStatement statement = statements.remove(sql);
        if (statement != null) {
            try {
                statement.close();
            } catch (SQLException e) {
                cause.addSuppressed(e);
            }
        }
        return new SqlFault(cause);
    }

    private void dropEldest() throws SQLException {
        if (statements.size() > KEPT_STATEMENTS) {
            String eldest = statements.keySet().iterator().next();
            PreparedStatement dropped = statements.remove(eldest);
            if (dropped != null) {
                dropped.close();
            }
        }
    }

    private static void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> statement.setNull(index, Types.NULL);
            case Long number -> statement.setLong(index, number);
            case Integer number -> statement.setInt(index, number);
            case Double number -> bindDouble(statement, index, number);
            case Boolean flag -> statement.setInt(index, flag ? 1 : 0);
            case String text -> statement.setString(index, text);
            case byte[] bytes -> statement.setBytes(index, bytes);
            case Instant time -> statement.setLong(index, Micros.of(time));
            case UUID uuid -> statement.setString(index, uuid.toString());
            case Optional<?> optional -> bind(statement, index, optional.orElse(null));
            default -> throw new IllegalArgumentException("no SQL type for " + value.getClass());
        }
    }

    /** NaN becomes NULL, which is what SQLite would make of it. */
    static void bindDouble(PreparedStatement statement, int index, double value) throws SQLException {
        if (Double.isNaN(value)) {
            statement.setNull(index, Types.NULL);
        } else {
            statement.setDouble(index, value);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new SqlFault(e);
        }
    }
}
