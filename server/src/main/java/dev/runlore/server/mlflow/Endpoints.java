// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow;

import dev.runlore.server.http.Action;
import dev.runlore.server.http.Permission;
import dev.runlore.server.http.Routes;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Registers calls under every path by which clients know them: {@code /api} and the twin {@code /ajax-api}, each also behind the
 * prefix that the server may have.
 */
public final class Endpoints {
    static final List<String> APIS = List.of("/api", "/ajax-api");
    /** All that clients of whatever version ask for. */
    private static final List<String> FAMILIES = List.of(
            "/api/2.0/",
            "/api/3.0/",
            "/ajax-api/",
            "/get-artifact",
            "/model-versions/get-artifact",
            "/graphql",
            "/v1/traces",
            "/version");

    private static final String TRACKING = "/2.0/mlflow";
    private static final String ARTIFACTS = "/2.0/mlflow-artifacts";

    private final Routes routes;
    private final List<String> prefixes;

    /** @param prefix empty, or a path such as {@code /tracking} that stands before all others */
    Endpoints(Routes routes, String prefix) {
        this.routes = routes;
        this.prefixes = prefix.isEmpty() ? List.of("") : List.of("", prefix);
    }

    /** Whether a path belongs to MLflow's clients, also one that nothing answers. */
    public boolean covers(String path) {
        return prefixes.stream().anyMatch(prefix -> isOfClients(path, prefix));
    }

    private static boolean isOfClients(String path, String prefix) {
        return FAMILIES.stream().anyMatch(family -> path.startsWith(prefix + family));
    }

    /** @param call such as {@code /runs/get} */
    public void get(Permission permission, String call, Action action) {
        bases(TRACKING).forEach(base -> routes.get(permission, base + call, action));
    }

    public void post(Permission permission, String call, Action action) {
        bases(TRACKING).forEach(base -> routes.post(permission, base + call, action));
    }

    public void patch(Permission permission, String call, Action action) {
        bases(TRACKING).forEach(base -> routes.patch(permission, base + call, action));
    }

    public void delete(Permission permission, String call, Action action) {
        bases(TRACKING).forEach(base -> routes.delete(permission, base + call, action));
    }

    /** A path that begins at the root of the server or of the prefix. */
    public void getAtRoot(Permission permission, String path, Action action) {
        prefixes.stream()
                .filter(prefix -> !prefix.isEmpty() || !path.equals("/health"))
                .forEach(prefix -> routes.get(permission, prefix + path, action));
    }

    /** Registers calls of the artifact proxy below each path by which clients know it, such as {@code /api/2.0/mlflow-artifacts}. */
    public void artifacts(BiConsumer<Routes, String> calls) {
        bases(ARTIFACTS).forEach(base -> calls.accept(routes, base));
    }

    private List<String> bases(String family) {
        return prefixes.stream()
                .flatMap(prefix -> APIS.stream().map(api -> prefix + api + family))
                .toList();
    }
}
