// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.live;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Experiment;
import dev.runlore.domain.ExperimentId;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Feature;
import dev.runlore.server.http.Permission;
import dev.runlore.server.http.Query;
import dev.runlore.server.http.Routes;
import dev.runlore.store.Store;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;

/** Streams events to whoever watches, each on a virtual thread of its own. Who is slower than 10,000 events is let go. */
public final class LiveRoutes implements Feature {
    /** Most who may watch at once. */
    public static final int WATCHERS = 500;

    /** Below the thirty seconds after which the connection of a silent server is closed. */
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private final Events events;
    private final Store store;
    private final Watched.Experiments experiments;
    private final Duration silence;
    private final int watchers;
    private final Semaphore places;
    private final String boot =
            HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());

    public LiveRoutes(Events events, Store store) {
        this(events, store, SILENCE, WATCHERS);
    }

    LiveRoutes(Events events, Store store, Duration silence, int watchers) {
        this.events = events;
        this.store = store;
        this.experiments = new Watched.Experiments(store.runs());
        this.silence = silence;
        this.watchers = watchers;
        this.places = new Semaphore(watchers);
    }

    /** How many watch now. */
    public int watching() {
        return watchers - places.availablePermits();
    }

    @Override
    public void register(Routes routes) {
        routes.getOnly(Permission.READ, "/api/v1/events", this::watch);
    }

    @Override
    public void stop() {
        events.close();
    }

    private void watch(Exchange exchange) throws IOException {
        Watched watched = watched(exchange.query());
        if (!places.tryAcquire()) {
            throw new RunloreException(
                    ErrorCode.RATE_LIMITED,
                    "too many watch this server's events already; close other pages, or ask again later");
        }
        try {
            stream(exchange, watched);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            places.release();
        }
    }

    private Watched watched(Query query) {
        Optional<ExperimentId> experiment = query.find("experiment")
                .map(name -> store.experiments()
                        .findByName(name)
                        .map(Experiment::id)
                        .orElseThrow(() -> RunloreException.notFound(
                                "experiment '" + Shown.text(name) + "' must be there but is not; check its name")));
        return new Watched(query.find("run").map(RunId::new), experiment, experiments);
    }

    private void stream(Exchange exchange, Watched watched) throws IOException, InterruptedException {
        Optional<String> seen = exchange.header("Last-Event-ID").filter(text -> !text.isEmpty());
        Optional<Long> resumed = seen.flatMap(EventId::parse)
                .filter(id -> id.boot().equals(boot))
                .map(EventId::number)
                .filter(events::isKept);
        long position = resumed.orElseGet(events::last);
        OutputStream out = exchange.open(200, "text/event-stream");
        EventText begin = seen.isPresent() && resumed.isEmpty()
                ? new EventText().resync(id(position))
                : new EventText().position(id(position));
        if (send(out, begin)) {
            follow(out, watched, position);
        }
    }

    private void follow(OutputStream out, Watched watched, long begin) throws InterruptedException {
        long position = begin;
        long sent = System.nanoTime();
        boolean isThere = true;
        while (isThere && !events.isClosed()) {
            Events.Batch batch = events.after(position, silence.minusNanos(System.nanoTime() - sent));
            if (batch.lost()) {
                return;
            }
            EventText text = text(watched, position, batch.events());
            position = batch.last();
            if (text.isEmpty() && System.nanoTime() - sent >= silence.toNanos()) {
                text.position(id(position));
            }
            if (!text.isEmpty()) {
                isThere = send(out, text);
                sent = System.nanoTime();
            }
        }
    }

    private EventText text(Watched watched, long position, List<Event> batch) {
        EventText text = new EventText();
        long number = position;
        for (Event event : batch) {
            number++;
            if (watched.wants(event)) {
                text.event(id(number), event);
            }
        }
        return text;
    }

    /** Whether the watcher is still there. */
    private static boolean send(OutputStream out, EventText text) {
        try {
            out.write(text.bytes());
            out.flush();
            return true;
        } catch (IOException e) {
            // A closed page is how every stream ends.
            return false;
        }
    }

    private EventId id(long number) {
        return new EventId(boot, number);
    }
}
