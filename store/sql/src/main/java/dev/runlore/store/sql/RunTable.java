// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.RunloreException;
import dev.runlore.domain.filter.Attribute;
import dev.runlore.domain.filter.RunField;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Columns of all runs in memory, loaded when they are first wanted, brought up to the reader's snapshot before each answer, and dropped,
 * the least lately used first, when they take too much. Whoever gets no answer here asks the database. Thread-safe.
 *
 * <p>A column knows up to which group of writes it is whole. An answer takes its snapshot while it holds the lock and reads anew there
 * what {@link RunChanges} has announced since, so that the columns are as that snapshot is, and never go back.
 */
final class RunTable {
    /** When more runs changed, the column is loaded anew, in the background. */
    private static final int MOST_CHANGES = 2_000;

    private static final int MOST_REFUSED = 1_000;

    private final Readers readers;
    private final RunChanges changes;
    private final long workspace;
    private final long mostBytes;
    private final Executor loader;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<RunField, Held> held = new LinkedHashMap<>(64, 0.75f, true);
    private final Set<RunField> loading = new HashSet<>();
    /** Sets of fields that take more memory than there may be. */
    private final Set<Set<RunField>> refused = new LinkedHashSet<>();

    /** A column, and the last group of writes that it has for certain. */
    private static final class Held {
        private final Column column;
        private long group;

        Held(Column column, long group) {
            this.column = column;
            this.group = group;
        }
    }

    /**
     * Columns of a store's runs.
     *
     * @param mostBytes about how much memory they may take
     * @param loader runs what reads whole columns
     */
    RunTable(Readers readers, RunChanges changes, long workspace, long mostBytes, Executor loader) {
        this.readers = readers;
        this.changes = changes;
        this.workspace = workspace;
        this.mostBytes = mostBytes;
        this.loader = loader;
    }

    /** One thread that is there while columns are loaded. */
    static Executor loader() {
        return new ThreadPoolExecutor(
                0,
                1,
                1,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("store-columns").daemon().factory());
    }

    /** Has the columns loaded that every question needs. */
    void warm() {
        want(Set.of(Attribute.NUMBER, Attribute.ID, Attribute.CREATED, Attribute.ARCHIVED));
    }

    /** Has those columns loaded that are not there. For a thread that reads nothing just now. */
    void want(Set<RunField> fields) {
        if (mostBytes == 0 || !fields.stream().allMatch(RunField::isSingle)) {
            return;
        }
        Set<RunField> missing = new LinkedHashSet<>(fields);
        lock.lock();
        try {
            missing.removeAll(held.keySet());
            missing.removeAll(loading);
            if (missing.isEmpty() || refused.contains(fields) || changes.isBeyond()) {
                return;
            }
            loading.addAll(missing);
        } finally {
            lock.unlock();
        }
        loader.execute(() -> load(missing, fields));
    }

    private void load(Set<RunField> missing, Set<RunField> fields) {
        long group = changes.finished();
        Optional<Map<RunField, Column>> loaded = Optional.empty();
        boolean answered = false;
        try {
            loaded = readers.read(
                    session -> Optional.ofNullable(new ColumnReader(session, workspace, mostBytes).load(missing)));
            answered = true;
        } catch (RunloreException | SqlFault notNow) {
            // The store is closing, or cannot be read: whoever asks the database meanwhile is told why.
        } finally {
            lock.lock();
            try {
                loading.removeAll(missing);
                if (answered) {
                    put(loaded.orElse(Map.of()), group, fields);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private void put(Map<RunField, Column> loaded, long group, Set<RunField> fields) {
        loaded.forEach((field, column) -> held.put(field, new Held(column, group)));
        if (!makeRoom(fields) || loaded.isEmpty()) {
            held.keySet().removeAll(loaded.keySet());
            if (refused.size() == MOST_REFUSED) {
                refused.clear();
            }
            refused.add(Set.copyOf(fields));
        }
    }

    /** Drops what was least lately used beside these fields; answers whether the rest fits. */
    private boolean makeRoom(Set<RunField> kept) {
        long bytes = held.values().stream().mapToLong(one -> one.column.bytes()).sum();
        Iterator<Map.Entry<RunField, Held>> eldest = held.entrySet().iterator();
        while (bytes > mostBytes && eldest.hasNext()) {
            Map.Entry<RunField, Held> one = eldest.next();
            if (!kept.contains(one.getKey())) {
                bytes -= one.getValue().column.bytes();
                eldest.remove();
            }
        }
        return bytes <= mostBytes;
    }

    /**
     * Asks the columns, as they are in the session's snapshot.
     *
     * @param session has read nothing in its transaction yet
     * @param question gets columns that all have the same number of rows
     * @return empty when a column is not there
     */
    <T> Optional<T> ask(Session session, Set<RunField> fields, Function<Map<RunField, Column>, T> question) {
        lock.lock();
        try {
            if (!held.keySet().containsAll(fields)) {
                return Optional.empty();
            }
            long group = changes.finished();
            takeSnapshot(session);
            if (!refresh(session, fields, group)) {
                return Optional.empty();
            }
            return Optional.of(question.apply(even(fields)));
        } finally {
            lock.unlock();
        }
    }

    /** A transaction that only begun sees whatever is committed until its first read. */
    private static void takeSnapshot(Session session) {
        session.number("SELECT count(*) FROM workspace");
    }

    private boolean refresh(Session session, Set<RunField> fields, long group) {
        Map<Long, Map<RunField, Held>> byGroup = new TreeMap<>();
        fields.forEach(field -> byGroup.computeIfAbsent(get(field).group, any -> new LinkedHashMap<>())
                .put(field, get(field)));
        boolean whole = !changes.isBeyond();
        for (Map.Entry<Long, Map<RunField, Held>> same : byGroup.entrySet()) {
            int[] runs = changes.since(same.getKey());
            if (runs.length > MOST_CHANGES) {
                held.keySet().removeAll(same.getValue().keySet());
                whole = false;
            } else {
                refresh(session, same.getValue(), runs);
                same.getValue().values().forEach(one -> one.group = group);
            }
        }
        if (!makeRoom(fields)) {
            held.keySet().removeAll(fields);
            return false;
        }
        return whole;
    }

    private void refresh(Session session, Map<RunField, Held> columns, int[] runs) {
        if (runs.length == 0) {
            return;
        }
        Map<RunField, Column> plain = new LinkedHashMap<>();
        columns.forEach((field, one) -> plain.put(field, one.column));
        new ColumnReader(session, workspace, Long.MAX_VALUE).refresh(plain, runs);
    }

    private Map<RunField, Column> even(Collection<RunField> fields) {
        Map<RunField, Column> columns = new LinkedHashMap<>();
        int rows = 0;
        for (RunField field : fields) {
            Column column = get(field).column;
            columns.put(field, column);
            rows = Math.max(rows, column.rows());
        }
        for (Column column : columns.values()) {
            column.reserve(rows);
        }
        // A column full of what is no more is used once again and then loaded anew.
        List<RunField> wasteful = new ArrayList<>(fields);
        wasteful.removeIf(field -> !get(field).column.isWasteful());
        held.keySet().removeAll(wasteful);
        return columns;
    }

    private Held get(RunField field) {
        @Nullable Held one = held.get(field);
        if (one == null) {
            throw new IllegalStateException("the column of " + field.text() + " must be there but is not");
        }
        return one;
    }
}
