// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.cli.TestingServer.Asked;
import dev.runlore.cli.TestingServer.Told;
import dev.runlore.domain.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs of {@code az ml history} on the published runs: imported first, then shown, byte for byte. */
class HistoryTest {
    private static final Path GOLDENS = Path.of("../spec/examples/az-ml");

    @TempDir
    Path folder;

    private TestingServer server;
    private CalledCli cli;
    private final List<Map<?, ?>> imported = new ArrayList<>();

    @BeforeEach
    void importTheRuns() throws IOException {
        server = new TestingServer();
        server.on("POST /imports", this::take).on("GET /runs", this::list);
        cli = new CalledCli(folder).with("RUNLORE_URL", server.url());
        assertThat(cli.run(
                        "import",
                        "az-ml",
                        GOLDENS.resolve("history-list.json").toAbsolutePath().toString()))
                .isZero();
        assertThat(cli.out()).isEqualTo("8 runs imported, 0 were there already\n");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void lastPrintsThePublishedObject() throws IOException {
        assertThat(cli.run("history", "last")).isZero();
        assertThat(cli.out()).isEqualTo(golden("history-last.json"));
    }

    @Test
    void listPrintsThePublishedTable() throws IOException {
        assertThat(cli.run("history", "list", "-o", "table")).isZero();
        assertThat(cli.out()).isEqualTo(golden("history-list.table.txt"));
    }

    @Test
    void listPrintsWhatWasImported() throws IOException {
        assertThat(cli.run("history", "list")).isZero();
        assertThat(cli.out()).isEqualTo(golden("history-list.json"));
    }

    @Test
    void infoPrintsOneRun() throws IOException {
        assertThat(cli.run("history", "info", "-r", "IrisDemo_1504832281116")).isZero();
        assertThat(cli.out()).isEqualTo(golden("history-last.json"));
        assertThat(server.asked().getLast().query()).containsEntry("archived", "all");
    }

    @Test
    void theShimNamedAzAnswersTheSame() throws IOException {
        cli.as("az");
        assertThat(cli.run("ml", "history", "-h")).isZero();
        assertThat(cli.out()).isEqualTo(golden("history-help.txt"));
        assertThat(cli.run("ml", "history", "last")).isZero();
        assertThat(cli.out()).isEqualTo(golden("history-last.json"));
        assertThat(cli.run("ml", "history", "list", "-o", "table")).isZero();
        assertThat(cli.out()).isEqualTo(golden("history-list.table.txt"));
        assertThat(cli.run("vm", "list")).isEqualTo(2);
        assertThat(cli.err())
                .startsWith("az: this az is Runlore's and has of 'az ml' only history, asset, experiment; ");
    }

    @Test
    void helpUnderTheOwnNameIsTheSameBlock() throws IOException {
        assertThat(cli.run("history", "-h")).isZero();
        assertThat(cli.out()).isEqualTo(golden("history-help.txt").replace("az ml", "runlore"));
    }

    @Test
    void aQueryFindsTheBestRun() {
        assertThat(cli.run("history", "list", "--query", "max_by(@, &\"Regularization Rate\").run_id", "-o", "tsv"))
                .isZero();
        assertThat(cli.out()).isEqualTo("IrisDemo_1504832109906\n");
    }

    @Test
    void theFilterGoesToTheServer() {
        assertThat(cli.run("history", "list", "--filter", "metrics.Accuracy > 0.66", "-o", "none"))
                .isZero();
        assertThat(server.asked().getLast().query()).containsEntry("filter", "metrics.Accuracy > 0.66");
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void aListOfSeveralPagesIsReadWhole() {
        server.on(
                "GET /runs",
                asked -> asked.query().containsKey("pageToken")
                        ? page(imported.subList(4, 8), null)
                        : page(imported.subList(0, 4), "next page"));
        assertThat(cli.run("history", "list", "--query", "length(@)")).isZero();
        assertThat(cli.out()).isEqualTo("8\n");
        assertThat(server.asked().getLast().query()).containsEntry("pageToken", "next page");
    }

    @Test
    void theSnapshotStandsAmongThePropertiesUnlessOneHasItsName() {
        Map<Object, Object> ours = new LinkedHashMap<>(imported.getFirst());
        ours.put("snapshot", "ab".repeat(20));
        ours.put("properties", Map.of("git.branch", "main"));
        Map<Object, Object> theirs = new LinkedHashMap<>(ours);
        theirs.put("properties", Map.of("CommitId", "theirs"));
        server.on("GET /runs", asked -> page(List.of(ours, theirs), null));

        assertThat(cli.run("history", "list", "--query", "[].properties.CommitId", "-o", "json"))
                .isZero();
        assertThat(cli.out().replaceAll("\\s", "")).isEqualTo("[\"" + "ab".repeat(20) + "\",\"theirs\"]");
    }

    @Test
    void compareShowsBothValuesOfEachField() {
        String one = "IrisDemo_1504832281116";
        String two = "IrisDemo_1504832109906";
        assertThat(cli.run("history", "compare", one, two, "--query", "[\"Regularization Rate\", run_number, target]"))
                .isZero();
        assertThat(cli.out().replaceAll("\\s", "")).isEqualTo("[[0.078125,10.0],[8,1],[\"local\",\"local\"]]");
        assertThat(cli.run("history", "compare", "--run1", one, "--run2", two, "-o", "table"))
                .isZero();
        assertThat(cli.out().lines().map(line -> line.replaceAll(" +", " ")))
                .contains("Field " + one + " " + two)
                .contains("run_number 8 1");
    }

    @Test
    void compareNeedsTwoRuns() {
        assertThat(cli.run("history", "compare", "a")).isEqualTo(2);
        assertThat(cli.err())
                .isEqualTo(
                        "runlore: compare must get two runs but got 1; name them as in 'history compare RUN1 RUN2'\n");
    }

    @Test
    void anUnknownRunIsNotFound() {
        assertThat(cli.run("history", "info", "-r", "nobody")).isEqualTo(3);
        assertThat(cli.err()).startsWith("runlore: run 'nobody' does not exist");
    }

    @Test
    void aFixedKeyWinsOverAMetricOfItsName() {
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("id", "r1");
        run.put("number", 1L);
        run.put("created", "2017-09-08T00:58:01.611105Z");
        run.put("metrics", Map.of("status", 0.5, "metrics.status", 0.25, "NaN", "NaN", "text", Map.of("x", "NaN")));
        server.on("GET /runs", asked -> page(List.of(run), null));
        assertThat(cli.run(
                        "history",
                        "last",
                        "--query",
                        "[status, \"metrics.status\", \"metrics.metrics.status\", NaN, text]"))
                .isZero();
        assertThat(cli.out().replaceAll("\\s", ""))
                .isIn("[null,0.25,0.5,\"NaN\",{\"x\":\"NaN\"}]", "[null,0.5,0.25,\"NaN\",{\"x\":\"NaN\"}]");
        assertThat(cli.run("history", "list", "-o", "table")).isZero();
        assertThat(cli.out().lines().findFirst().orElseThrow())
                .contains("metrics.status")
                .endsWith("Status");
    }

    @Test
    void whatWasMeasuredOfTheMachineIsNoColumn() {
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("id", "r1");
        run.put("number", 1L);
        run.put("created", "2017-09-08T00:58:01.611105Z");
        run.put("metrics", Map.of("system/cpu_percent", 99.5, "systematic", 0.25));
        server.on("GET /runs", asked -> page(List.of(run), null));
        assertThat(cli.run("history", "list", "-o", "table")).isZero();
        assertThat(cli.out().lines().findFirst().orElseThrow())
                .contains("systematic")
                .doesNotContain("system/");
        assertThat(cli.run("history", "last", "--query", "\"system/cpu_percent\""))
                .isZero();
        assertThat(cli.out().strip()).isEqualTo("99.5");
    }

    @Test
    void downloadWritesWhatCameAndSkipsTheRestWithAWarning() throws IOException {
        byte[] model = "model".getBytes(StandardCharsets.UTF_8);
        server.on(
                "GET /runs/r1/artifacts",
                asked -> asked.query().containsKey("path")
                        ? new Told(200, model, Map.of("Content-Disposition", "attachment; filename=\"../../x\""))
                        : artifacts(
                                "\"outputs/model.pkl\", \"sha256\": \"" + Sha256.of(model) + "\", \"size\": 5",
                                "\"driver_log\""));
        assertThat(cli.run("history", "download", "-r", "r1", "-d", "to")).isZero();
        assertThat(folder.resolve("to/outputs/model.pkl")).hasBinaryContent(model);
        assertThat(cli.err())
                .isEqualTo("runlore: warning: the bytes of driver_log did not come with the import; it is skipped\n");
        assertThat(cli.run("history", "download", "-r", "r1", "-d", "to")).isEqualTo(5);
        assertThat(cli.err()).contains("exists; add --overwrite");
        assertThat(cli.run("history", "download", "-r", "r1", "-d", "to", "--overwrite"))
                .isZero();
    }

    @Test
    void aHostileArtifactListWritesNothing() throws IOException {
        for (String path :
                List.of("../../.bashrc", "/etc/passwd", "a/../../b", "C:\\\\x", "a\\\\b", "nul\\u0000", "a//b", "")) {
            server.on(
                    "GET /runs/r1/artifacts",
                    asked -> asked.query().containsKey("path")
                            ? new Told(200, new byte[0], Map.of())
                            : artifacts(
                                    "\"" + path + "\", \"sha256\": \"" + Sha256.of(new byte[0]) + "\", \"size\": 0"));
            assertThat(cli.run("history", "download", "-r", "r1", "-d", "to"))
                    .as(path)
                    .isEqualTo(2);
            assertThat(Files.exists(folder.resolve("to"))).isFalse();
        }
    }

    @Test
    void anArtifactsContentIsPrintedAsItIsButHarmlessOnATerminal() {
        byte[] text = "\033]52;c;x\007r\033[31med\n".getBytes(StandardCharsets.UTF_8);
        server.on("GET /runs/r1/artifacts", asked -> new Told(200, text, Map.of()));
        assertThat(cli.run("history", "info", "-r", "r1", "-a", "logs/a.txt")).isZero();
        assertThat(cli.out()).isEqualTo("\033]52;c;x\007r\033[31med\n");
        assertThat(cli.onTerminal().run("history", "info", "-r", "r1", "-a", "logs/a.txt"))
                .isZero();
        assertThat(cli.out()).isEqualTo("red\n");
    }

    private static Told artifacts(String... items) {
        List<String> objects = new ArrayList<>();
        for (String item : items) {
            objects.add("{\"path\": " + item + ", \"created\": \"2017-09-08T00:58:01Z\"}");
        }
        return Told.json(200, "{\"items\": [" + String.join(", ", objects) + "]}");
    }

    private Told take(Asked asked) {
        List<Object> items = new ArrayList<>();
        for (Object run : (List<?>) field(asked.json(), "runs")) {
            imported.add((Map<?, ?>) run);
            items.add(Map.of("id", field(run, "id"), "created", true));
        }
        return Told.json(Map.of("items", items));
    }

    private Told list(Asked asked) {
        String filter = asked.query().getOrDefault("filter", "");
        List<Map<?, ?>> runs = imported.stream()
                .filter(run -> !filter.startsWith("id = ") || filter.equals("id = \"" + run.get("id") + "\""))
                .toList();
        int limit = Integer.parseInt(asked.query().get("limit"));
        return page(runs.subList(0, Math.min(limit, runs.size())), null);
    }

    /** The runs in columns, each family and list under its own name, as the API has them. */
    private static Told page(List<? extends Map<?, ?>> runs, @Nullable String next) {
        Map<String, List<@Nullable Object>> columns = new LinkedHashMap<>();
        for (String name : List.of(
                "id",
                "number",
                "name",
                "description",
                "status",
                "script",
                "target",
                "parent",
                "created",
                "started",
                "ended",
                "archived",
                "heartbeat",
                "snapshot",
                "metrics",
                "properties",
                "artifacts")) {
            List<@Nullable Object> cells = new ArrayList<>();
            runs.forEach(run -> cells.add(run.get(name)));
            columns.put(name, cells);
        }
        List<@Nullable Object> experiments = new ArrayList<>();
        List<@Nullable Object> users = new ArrayList<>();
        runs.forEach(
                run -> experiments.add(run.get("experiment") == null ? null : field(run.get("experiment"), "uuid")));
        runs.forEach(run -> users.add(run.get("user") == null ? null : field(run.get("user"), "id")));
        columns.put("experimentUuid", experiments);
        columns.put("userId", users);
        Map<String, Object> answer = new LinkedHashMap<>(Map.of("columns", columns));
        if (next != null) {
            answer.put("nextPageToken", next);
        }
        return Told.json(answer);
    }

    private static Object field(@Nullable Object object, String name) {
        if (object instanceof Map<?, ?> map && map.get(name) instanceof Object value) {
            return value;
        }
        throw new AssertionError("no field " + name + " in " + object);
    }

    private static String golden(String name) throws IOException {
        return Files.readString(GOLDENS.resolve(name));
    }
}
