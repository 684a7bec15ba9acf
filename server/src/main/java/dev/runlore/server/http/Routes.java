// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Collects the routes of all features. Not thread-safe; filled before the server starts. */
public final class Routes {
    private final List<Route> routes = new ArrayList<>();
    private final List<ErrorForm> errorForms = new ArrayList<>();
    private Optional<Consumer<Exchange>> notFound = Optional.empty();

    /** Also answers HEAD, with the same checks and without the body. */
    public void get(Permission permission, String path, Action action) {
        add("GET", path, permission, action);
        add("HEAD", path, permission, action);
    }

    /** For a path whose HEAD has an answer of its own; its GET is then registered by {@link #getOnly}. */
    public void head(Permission permission, String path, Action action) {
        add("HEAD", path, permission, action);
    }

    public void getOnly(Permission permission, String path, Action action) {
        add("GET", path, permission, action);
    }

    public void post(Permission permission, String path, Action action) {
        add("POST", path, permission, action);
    }

    public void put(Permission permission, String path, Action action) {
        add("PUT", path, permission, action);
    }

    public void patch(Permission permission, String path, Action action) {
        add("PATCH", path, permission, action);
    }

    public void delete(Permission permission, String path, Action action) {
        add("DELETE", path, permission, action);
    }

    /** Has errors of a part of the paths written in another form. */
    public void errors(ErrorForm form) {
        errorForms.add(form);
    }

    /** What a browser is shown at an address that no route has and that is none of the API. */
    public void notFound(Consumer<Exchange> page) {
        notFound = Optional.of(page);
    }

    Optional<Consumer<Exchange>> notFound() {
        return notFound;
    }

    List<ErrorForm> errorForms() {
        return List.copyOf(errorForms);
    }

    public List<Route> all() {
        return List.copyOf(routes);
    }

    private void add(String method, String path, Permission permission, Action action) {
        routes.add(new Route(method, path, permission, action));
    }
}
