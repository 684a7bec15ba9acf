// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.command;

import dev.runlore.cli.local.LocalServer;
import dev.runlore.cli.output.VisibleText;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import dev.runlore.sdk.Place;
import dev.runlore.sdk.Places;
import dev.runlore.sdk.RunloreClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** One call of the command line: where things are, and the server once somebody asks for it. Not for two threads at once. */
public final class Session {
    private final Surroundings surroundings;
    private final Places places;
    private final Optional<String> url;
    private final boolean verbose;

    /**
     * @param dataFolder what {@code --data} names
     * @param url what {@code --url} names
     */
    public Session(Surroundings surroundings, Optional<Path> dataFolder, Optional<String> url, boolean verbose) {
        this.surroundings = surroundings;
        this.places = Places.of(surroundings.environment(), surroundings.home(), surroundings.current(), dataFolder);
        this.url = url;
        this.verbose = verbose;
    }

    public Surroundings surroundings() {
        return surroundings;
    }

    public Places places() {
        return places;
    }

    public LocalServer localServer() {
        return new LocalServer(places, surroundings.launcher());
    }

    /** The server that the places name, or the local one, which is started when there is none. */
    public RunloreClient server() {
        Place place = findServer().orElseGet(this::startServer);
        detail("server " + place);
        return new RunloreClient(place);
    }

    /** The server that the places name; none is started. */
    public Optional<Place> findServer() {
        return places.server(url);
    }

    private Place startServer() {
        if (surroundings.launcher().isEmpty()) {
            throw new RunloreException(
                    ErrorCode.UNAVAILABLE,
                    "no server runs on " + places.dataFolder()
                            + "; start one with 'runlore server start' or name one with --url");
        }
        Place place = localServer().startForAWhile();
        tell("started a local server at " + place.url()
                + ", which ends by itself when unused; see 'runlore server stop'");
        return place;
    }

    /** A line on stderr. */
    public void tell(String line) {
        surroundings.err().println(surroundings.invokedAs() + ": " + VisibleText.of(line));
    }

    /** A line on stderr for those who asked for more. */
    public void detail(String line) {
        if (verbose) {
            tell(line);
        }
    }

    /**
     * Asks on the terminal; anything but a yes is a no.
     *
     * @throws RunloreException INVALID_ARGUMENT when nobody can be asked
     */
    public boolean confirms(String question) throws IOException {
        if (!surroundings.terminals().canAsk()) {
            throw RunloreException.invalid(
                    question + " nobody can be asked here, so nothing was changed; add --yes to say so beforehand");
        }
        surroundings.err().print(VisibleText.of(question) + " [y/N] ");
        surroundings.err().flush();
        String answer = new BufferedReader(new InputStreamReader(surroundings.in(), StandardCharsets.UTF_8)).readLine();
        return answer != null && Set.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
    }

    public Progress progress() {
        return new Progress(surroundings.err(), surroundings.terminals().err());
    }
}
