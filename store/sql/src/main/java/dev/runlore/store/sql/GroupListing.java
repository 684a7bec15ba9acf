// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.filter.FieldType;
import dev.runlore.domain.filter.RunField;
import dev.runlore.store.GroupQuery;
import dev.runlore.store.RunGroup;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Groups of runs, asked of the database. */
record GroupListing(Session session, long workspace, GroupQuery query) {
    /** Stands for NaN, which the database does not keep. */
    private static final String NAN = "'NaN'";

    List<RunGroup> groups() {
        FieldSql fields = new FieldSql(session, workspace);
        Clause sql = Clause.of("SELECT ")
                .then(Clause.join(
                        ", ",
                        query.by().stream().map(field -> text(fields, field)).toList()));
        for (RunField field : query.values()) {
            sql = sql.then(", ").then(number(fields, field));
        }
        sql = sql.then(" FROM run r WHERE ")
                .then(new RunSelection(query.experiment(), query.filter(), query.archived())
                        .condition(fields, workspace))
                .then(" ORDER BY r.run_key");
        GroupFold fold = new GroupFold(query);
        session.visit(
                sql.sql(),
                row -> {
                    add(fold, row);
                    return true;
                },
                sql.array());
        return fold.groups();
    }

    private static Clause text(FieldSql fields, RunField field) {
        return switch (fields.place(field)) {
            case FieldSql.Own own
            when field.type() == FieldType.BOOLEAN ->
                Clause.of("CASE " + own.expression() + " WHEN 0 THEN 'false' ELSE 'true' END");
            case FieldSql.Own own -> Clause.of(own.expression());
            case FieldSql.Elsewhere elsewhere -> elsewhere.select(Clause.of(elsewhere.text()));
        };
    }

    private static Clause number(FieldSql fields, RunField field) {
        return switch (fields.place(field)) {
            case FieldSql.Own own -> Clause.of(own.expression());
            case FieldSql.Elsewhere elsewhere ->
                elsewhere.select(Clause.of("coalesce(" + elsewhere.number() + ", " + NAN + ")"));
        };
    }

    private void add(GroupFold fold, ResultSet row) throws SQLException {
        List<Optional<String>> key = new ArrayList<>();
        for (int i = 1; i <= query.by().size(); i++) {
            key.add(Optional.ofNullable(row.getString(i)));
        }
        GroupFold.Group group = fold.group(key);
        group.run();
        for (int i = 0; i < query.values().size(); i++) {
            switch (row.getObject(query.by().size() + 1 + i)) {
                case null -> {}
                case Number number -> group.add(i, number.doubleValue());
                case Object nan -> group.add(i, Double.NaN);
            }
        }
    }
}
