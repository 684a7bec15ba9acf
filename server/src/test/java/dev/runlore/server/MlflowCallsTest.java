// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.server.http.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calls of MLflow's protocol that are answered: {@code spec/mlflow-calls.txt} has each, and black-box tests go through it. */
final class MlflowCallsTest {
    private static final Path LIST = Path.of("../spec/mlflow-calls.txt");
    private static final String PREFIX = "/behind/proxy";

    @TempDir
    Path folder;

    /** Only what is MLflow's is served behind the prefix too; HEAD goes with GET. */
    private List<String> calls() throws IOException {
        try (TestingServer server = TestingServer.open(folder)) {
            return server.server().routes().stream()
                    .filter(route ->
                            route.path().startsWith(PREFIX) && !route.method().equals("HEAD"))
                    .map(MlflowCallsTest::call)
                    .sorted()
                    .toList();
        }
    }

    private static String call(Route route) {
        return route.method() + " " + route.path().substring(PREFIX.length());
    }

    @Test
    void everyCallIsListedAndNoOther() throws IOException {
        Predicate<String> isTwin = call -> call.contains(" /ajax-api/");
        assertThat(calls().stream().filter(isTwin.negate())).containsExactlyElementsOf(Files.readAllLines(LIST));
    }

    @Test
    void everyCallHasItsTwinForBrowsers() throws IOException {
        List<String> calls = calls();
        assertThat(calls.stream()
                        .filter(call -> call.contains(" /api/"))
                        .map(call -> call.replace(" /api/", " /ajax-api/")))
                .isNotEmpty()
                .isSubsetOf(calls);
    }
}
