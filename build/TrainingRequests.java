// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a server is asked while its start-up cache is made: the cache keeps which of its code was busy and how, so that a new server
 * has that compiled within its first hundreds of requests instead of its first thousands. Takes the server's address. Trained with few
 * requests it would compile what it does not know well enough yet, and stay slower than untrained.
 */
public final class TrainingRequests implements Callable<Void> {
    private static final int CLIENTS = 4;
    private static final int POINTS = 4_000;
    private static final int BATCHES = 10;
    private static final int QUESTIONS = 100;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI server;
    private final String name;

    private TrainingRequests(URI server, String name) {
        this.server = server;
        this.name = name;
    }

    public static void main(String[] arguments) throws Exception {
        URI server = URI.create(arguments[0]);
        List<Future<Void>> clients = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int number = 0; number < CLIENTS; number++) {
                clients.add(threads.submit(new TrainingRequests(server, "training " + number)));
            }
        }
        for (Future<Void> client : clients) {
            client.get();
        }
    }

    @Override
    public Void call() throws IOException, InterruptedException {
        String experiment = field(post("experiments/create", "{\"name\": \"%s\"}".formatted(name)), "experiment_id");
        String run = field(post("runs/create", "{\"experiment_id\": \"%s\"}".formatted(experiment)), "run_id");
        for (int step = 0; step < POINTS; step++) {
            post("runs/log-metric", "{\"run_id\": \"%s\", %s}".formatted(run, point("loss", step)));
        }
        for (int batch = 0; batch < BATCHES; batch++) {
            int first = batch * 1_000;
            String points = IntStream.range(first, first + 1_000)
                    .mapToObj(step -> "{" + point("key " + step % 10, step) + "}")
                    .collect(Collectors.joining(", "));
            post("runs/log-batch", "{\"run_id\": \"%s\", \"metrics\": [%s]}".formatted(run, points));
        }
        for (int i = 0; i < QUESTIONS; i++) {
            post("runs/search", "{\"experiment_ids\": [\"%s\"], \"filter\": \"metrics.loss < 2\"}".formatted(experiment));
            get("/api/2.0/mlflow/metrics/get-history?run_id=" + run + "&metric_key=loss&max_results=100");
            get("/api/v1/runs");
            get("/api/v1/runs/" + run);
        }
        return null;
    }

    private static String point(String key, int step) {
        return "\"key\": \"%s\", \"value\": %s, \"timestamp\": %d, \"step\": %d"
                .formatted(key, 1.0 / (step + 1), 1_700_000_000_000L + step, step);
    }

    private static String field(String answer, String name) {
        String from = answer.substring(answer.indexOf('"', answer.indexOf(name) + name.length() + 1) + 1);
        return from.substring(0, from.indexOf('"'));
    }

    private String post(String call, String body) throws IOException, InterruptedException {
        return answer(HttpRequest.newBuilder(server.resolve("/api/2.0/mlflow/" + call))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private void get(String path) throws IOException, InterruptedException {
        answer(HttpRequest.newBuilder(server.resolve(path)));
    }

    private String answer(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("the server answered " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }
}
