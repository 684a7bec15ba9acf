// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What every run has by itself, without anybody logging it. */
public enum Attribute implements RunField {
    ID(FieldType.TEXT),
    NUMBER(FieldType.NUMBER),
    NAME(FieldType.TEXT),
    DESCRIPTION(FieldType.TEXT),
    /** The experiment's name. */
    EXPERIMENT(FieldType.TEXT),
    STATUS(FieldType.STATUS),
    SCRIPT(FieldType.TEXT),
    /** The compute target's name. */
    TARGET(FieldType.TEXT),
    USER(FieldType.TEXT),
    HOST(FieldType.TEXT),
    CREATED(FieldType.TIME),
    STARTED(FieldType.TIME),
    ENDED(FieldType.TIME),
    DURATION(FieldType.DURATION),
    /** The id of the run that this run is a child of. */
    PARENT(FieldType.TEXT),
    ARCHIVED(FieldType.BOOLEAN),
    /** The id of the source snapshot. */
    SNAPSHOT(FieldType.TEXT);

    private final FieldType type;

    Attribute(FieldType type) {
        this.type = type;
    }

    @Override
    public FieldType type() {
        return type;
    }

    @Override
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Attribute> find(String word) {
        return Arrays.stream(values()).filter(a -> a.text().equals(word)).findFirst();
    }

    /** All attributes as a sentence's list: {@code id, number, name …}. */
    static String list() {
        return Arrays.stream(values()).map(Attribute::text).collect(Collectors.joining(", "));
    }
}
