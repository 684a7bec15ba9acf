// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mlflow.api.proto.Service.Experiment;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.api.proto.Service.ViewType;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowClientException;
import org.mlflow.tracking.MlflowHttpException;
import org.mlflow.tracking.RunsPage;

/** Creates, logs, batches, reads histories and searches; prints what it read, one fact a line as {@code name=value}. */
public final class Script {
    private static final long START = 1_700_000_000_000L;

    private final MlflowClient client;
    private final String experiment;

    private Script(MlflowClient client, String experiment) {
        this.client = client;
        this.experiment = experiment;
    }

    /** @param arguments the name of the experiment; MLFLOW_TRACKING_URI says where */
    public static void main(String[] arguments) {
        try (MlflowClient client = new MlflowClient()) {
            String experiment = client.createExperiment(arguments[0]);
            Script script = new Script(client, experiment);
            script.experiments(arguments[0]);
            String run = script.log();
            script.histories(run);
            script.searches(run);
            script.deletions(run);
        }
    }

    private void experiments(String name) {
        insist(() -> client.setExperimentTag(experiment, "team", "red"));
        Experiment found = client.getExperimentByName(name).orElseThrow();
        show("experiment.same", found.getExperimentId().equals(experiment));
        show("experiment.tag", found.getTags(0).getKey() + ":" + found.getTags(0).getValue());
        show("experiment.none", client.getExperimentByName(name + " none").isEmpty());
        insist(() -> client.renameExperiment(experiment, name + " renamed"));
        show("experiment.name", client.getExperiment(experiment).getName().equals(name + " renamed"));
    }

    private String log() {
        String run = client.createRun(experiment).getRunId();
        insist(() -> client.logParam(run, "lr", "0.1"));
        insist(() -> client.setTag(run, "phase", "first é 正"));
        insist(() -> client.setTag(run, "gone", "x"));
        client.deleteTag(run, "gone");
        IntStream.range(0, 5)
                .forEach(step -> insist(
                        () -> client.logMetric(run, "loss", 1.0 / (step + 1), START + step, step)));
        insist(() -> client.logMetric(run, "nan", Double.NaN, START, 0));
        insist(() -> client.logMetric(run, "inf", Double.POSITIVE_INFINITY, START, 0));
        insist(() -> client.logBatch(run, metrics(), params(), tags()));
        insist(() -> client.setTerminated(run, RunStatus.FINISHED, START + 60_000));
        Run found = client.getRun(run);
        show("run", run);
        show("run.status", found.getInfo().getStatus());
        show("run.end", found.getInfo().getEndTime());
        show("run.metrics", sorted(found.getData().getMetricsList().stream()
                .collect(Collectors.toMap(Metric::getKey, metric -> metric.getValue() + "@" + metric.getStep()))));
        show("run.params", sorted(found.getData().getParamsList().stream()
                .collect(Collectors.toMap(Param::getKey, Param::getValue))));
        show("run.phase", found.getData().getTagsList().stream()
                .filter(tag -> List.of("phase", "gone", "batch").contains(tag.getKey()))
                .map(tag -> tag.getKey() + ":" + tag.getValue())
                .sorted()
                .toList());
        return run;
    }

    private static List<Metric> metrics() {
        return IntStream.range(0, 500)
                .mapToObj(n -> Metric.newBuilder()
                        .setKey("batch")
                        .setValue(n / 8.0)
                        .setTimestamp(START + n)
                        .setStep(n)
                        .build())
                .toList();
    }

    private static List<Param> params() {
        return Stream.of("a", "b")
                .map(key -> Param.newBuilder().setKey(key).setValue(key + key).build())
                .toList();
    }

    private static List<RunTag> tags() {
        return List.of(RunTag.newBuilder().setKey("batch").setValue("yes").build());
    }

    private void histories(String run) {
        for (String key : List.of("loss", "batch", "none")) {
            show("history." + key, client.getMetricHistory(run, key).stream()
                    .map(metric -> metric.getValue() + "@" + metric.getStep() + "@" + (metric.getTimestamp() - START))
                    .toList());
        }
    }

    private void searches(String first) {
        for (int number = 0; number < 25; number++) {
            String run = client.createRun(experiment).getRunId();
            int value = number;
            insist(() -> client.logMetric(run, "number", value, START, 0));
        }
        RunsPage found = search("params.lr = '0.1' and metrics.loss < 0.5", "start_time");
        show("search.filter", found.getItems().stream().allMatch(run -> first.equals(run.getInfo().getRunId())));
        show("search.found", found.getItems().size());
        List<String> numbers = new ArrayList<>();
        RunsPage page = search("metrics.number >= 0", "metrics.number DESC");
        numbers.addAll(numbers(page));
        while (page.hasNextPage()) {
            page = (RunsPage) page.getNextPage();
            numbers.addAll(numbers(page));
        }
        show("search.pages", numbers);
    }

    private RunsPage search(String filter, String order) {
        return client.searchRuns(List.of(experiment), filter, ViewType.ACTIVE_ONLY, 10, List.of(order));
    }

    private static List<String> numbers(RunsPage page) {
        return page.getItems().stream()
                .map(run -> String.format(Locale.ROOT, "%.0f", run.getData().getMetrics(0).getValue()))
                .toList();
    }

    private void deletions(String run) {
        insist(() -> client.deleteRun(run));
        show("deleted", client.getRun(run).getInfo().getLifecycleStage());
        show("refused", status(() -> client.logMetric(run, "late", 1)));
        insist(() -> client.restoreRun(run));
        show("restored", client.getRun(run).getInfo().getLifecycleStage());
        show("changed", status(() -> client.logParam(run, "lr", "0.2")));
        show("unknown", status(() -> client.getRun("0".repeat(32))));
        client.deleteExperiment(experiment);
        show("experiment.deleted", client.getExperiment(experiment).getLifecycleStage());
        client.restoreExperiment(experiment);
        show("experiment.restored", client.getExperiment(experiment).getLifecycleStage());
    }

    /** The client tries again what is answered with an error; where a connection broke, that is left to the program. */
    private static void insist(Runnable write) {
        try {
            write.run();
        } catch (MlflowHttpException refused) {
            throw refused;
        } catch (MlflowClientException lost) {
            insist(write);
        }
    }

    private static int status(Runnable call) {
        try {
            insist(call);
            return 200;
        } catch (MlflowHttpException refused) {
            return refused.getStatusCode();
        }
    }

    private static Map<String, String> sorted(Map<String, String> values) {
        return new TreeMap<>(values);
    }

    private static void show(String name, Object value) {
        System.out.println(name + "=" + value);
    }
}
