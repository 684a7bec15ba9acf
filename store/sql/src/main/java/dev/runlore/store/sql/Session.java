// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One connection with the statements it has prepared. Used by one thread at a time, and never by a virtual one: a call into
 * SQLite holds its carrier. What SQLite refuses comes out as {@link SqlFault}.
 */
final class Session implements AutoCloseable {
    private static final int KEPT_STATEMENTS = 200;

    /** Reads one row. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new LinkedHashMap<>(64, 0.75f, true);

    Session(Connection connection) {
        this.connection = connection;
    }

    /** Runs a statement that takes no values. */
    void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new SqlFault(e);
        }
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

    <T> Optional<T> first(String sql, RowReader<T> reader, @Nullable Object... values) {
        try (ResultSet rows = prepared(sql, values).executeQuery()) {
            return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
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

    /** Reads rows until one answers false. */
    void forEach(String sql, RowReader<Boolean> reader, @Nullable Object... values) {
        try (ResultSet rows = prepared(sql, values).executeQuery()) {
            boolean more = true;
            while (more && rows.next()) {
                more = reader.read(rows);
            }
        } catch (SQLException e) {
            throw failed(sql, e);
        }
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

    private static void bindDouble(PreparedStatement statement, int index, double value) throws SQLException {
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
