// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import java.util.List;

/**
 * A table of whose rows each belongs to a row of another one.
 *
 * @param key column that both have
 */
record OwnedTable(String name, String key, String owner) {
    private static final String LOGGED = "logged_model";

    /** Those of a logged model. */
    static final List<OwnedTable> OF_LOGGED_MODELS = List.of(
            new OwnedTable("logged_model_tag", "logged_key", LOGGED),
            new OwnedTable("logged_model_param", "logged_key", LOGGED),
            new OwnedTable("logged_model_metric", "logged_key", LOGGED),
            new OwnedTable("logged_model_file", "logged_key", LOGGED));

    /** Those of a model and of its versions, versions before what they own. */
    static final List<OwnedTable> OF_MODELS = List.of(
            new OwnedTable("model_tag", "model_key", "model"),
            new OwnedTable("model_alias", "model_key", "model"),
            new OwnedTable("model_version", "model_key", "model"),
            new OwnedTable("model_version_tag", "version_key", "model_version"),
            new OwnedTable("model_version_file", "version_key", "model_version"));

    /** Rows whose owner is not there, as {@code FROM} and {@code WHERE}. */
    String astray() {
        return " FROM " + name + " WHERE " + key + " NOT IN (SELECT " + key + " FROM " + owner + ")";
    }

    /** Deletes what one row of the owner has. */
    void delete(Session session, long owned) {
        session.update("DELETE FROM " + name + " WHERE " + key + " = ?", owned);
    }
}
