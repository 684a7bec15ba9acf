// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.page;

import dev.runlore.domain.Artifact;
import dev.runlore.domain.Metric;
import dev.runlore.domain.Page;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunError;
import dev.runlore.domain.Summary;
import dev.runlore.domain.WriterState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One run on a page: what it is, what it logged and what it left. */
record RunPage(Run run, Page<Metric> metrics, Page<Artifact> artifacts, Page<Run> children, Map<String, String> logs) {

    byte[] html() {
        Html html = new Html(Shape.title(run) + " · Runlore");
        html.markup("<p>")
                .link("/", "All runs")
                .markup("</p>\n<h1>")
                .text(Shape.title(run))
                .markup("</h1>\n");
        facts(html);
        texts(html, "Parameters", cells());
        metrics(html);
        tags(html);
        texts(html, "Properties", run.properties());
        children(html);
        artifacts(html);
        logs.forEach((path, tail) -> html.heading("Log " + path).pre(tail));
        run.error().ifPresent(error -> error(html, error));
        warnings(html);
        writers(html);
        return html.bytes();
    }

    private void facts(Html html) {
        html.markup("<dl>\n");
        html.row("Status", run.status().name() + (run.archived() ? ", archived" : ""));
        html.row("Experiment", run.experiment().name());
        html.row("Number", Long.toString(run.number()));
        html.row("Id", run.id().value());
        html.row("Description", run.description());
        html.row("Script", run.script());
        html.row(
                "Arguments",
                run.arguments().isEmpty() ? Optional.empty() : Optional.of(String.join(" ", run.arguments())));
        html.row("Created", Shape.time(run.created()));
        html.row("Started", run.started().map(Shape::time));
        html.row("Ended", run.ended().map(Shape::time));
        html.row("Duration", run.duration().map(Shape::duration));
        html.row("User", run.user().name());
        html.row("Target", run.target());
        html.row("Host", run.host());
        run.parent()
                .ifPresent(parent -> html.markup("<dt>Parent</dt><dd>")
                        .link("/runs/" + parent.value(), parent.value())
                        .markup("</dd>\n"));
        html.markup("</dl>\n");
    }

    private Map<String, String> cells() {
        Map<String, String> texts = new LinkedHashMap<>();
        run.params().forEach((name, cell) -> texts.put(name, Shape.cell(cell)));
        return texts;
    }

    private void tags(Html html) {
        Map<String, String> texts = new LinkedHashMap<>();
        run.tags().values().forEach((key, text) -> texts.put(key, text.orElse("")));
        texts(html, "Tags", texts);
    }

    private static void texts(Html html, String heading, Map<String, String> texts) {
        if (!texts.isEmpty()) {
            html.heading(heading).markup("<dl>\n");
            texts.forEach(html::row);
            html.markup("</dl>\n");
        }
    }

    private void metrics(Html html) {
        if (metrics.items().isEmpty()) {
            return;
        }
        html.heading("Metrics").beginTable("Metric", "Column", "Kind", "Last", "Min", "Max", "Values");
        for (Metric metric : metrics.items()) {
            for (Summary column : metric.columns()) {
                html.markup("<tr>")
                        .cells(List.of(
                                metric.name(),
                                column.column(),
                                metric.kind().word(),
                                Shape.cell(column.last()),
                                Shape.number(column.min()),
                                Shape.number(column.max()),
                                Long.toString(column.count())))
                        .markup("</tr>\n");
            }
        }
        html.endTable();
        more(html, metrics, "metrics");
    }

    private void children(Html html) {
        if (!children.items().isEmpty()) {
            html.heading("Child runs");
            RunListPage.table(html, children.items());
            more(html, children, "child runs");
        }
    }

    private void artifacts(Html html) {
        if (artifacts.items().isEmpty()) {
            return;
        }
        html.heading("Artifacts").beginTable("Path", "Bytes", "Stored");
        for (Artifact artifact : artifacts.items()) {
            String path = artifact.path().value();
            html.markup("<tr><td>");
            if (artifact.blob().isPresent()) {
                html.link("/api/v1/runs/" + run.id() + "/artifacts?path=" + Shape.encoded(path), path);
            } else {
                html.text(path).markup(" <span class=\"soft\">(did not come with the import)</span>");
            }
            html.markup("</td>")
                    .cells(List.of(
                            artifact.blob()
                                    .map(blob -> Long.toString(artifact.size()))
                                    .orElse(""),
                            Shape.time(artifact.created())))
                    .markup("</tr>\n");
        }
        html.endTable();
        more(html, artifacts, "artifacts");
    }

    private static void more(Html html, Page<?> page, String what) {
        if (page.next().isPresent()) {
            html.markup("<p class=\"soft\">The first " + page.items().size() + " " + what
                    + ". The rest is read with the command line or the API.</p>\n");
        }
    }

    private static void error(Html html, RunError error) {
        html.heading("Error").markup("<dl>\n").row("Code", error.code()).row("Message", error.message());
        html.row("Type", error.type()).markup("</dl>\n");
        error.stack().ifPresent(html::pre);
    }

    private void warnings(Html html) {
        if (!run.warnings().isEmpty()) {
            html.heading("Warnings").markup("<dl>\n");
            run.warnings().forEach(warning -> html.row(Shape.time(warning.at()), warning.text()));
            html.markup("</dl>\n");
        }
    }

    private void writers(Html html) {
        if (run.writers().isEmpty()) {
            return;
        }
        html.heading("Writers")
                .beginTable("Writer", "Host", "Process", "Records", "Never came", "Dropped by the writer");
        for (WriterState writer : run.writers()) {
            long lost = writer.gaps().stream()
                    .mapToLong(gap -> gap.to() - gap.from())
                    .sum();
            html.markup("<tr>")
                    .cells(List.of(
                            writer.id().toString(),
                            writer.facts().host().orElse(""),
                            writer.facts().pid().map(String::valueOf).orElse(""),
                            Long.toString(writer.nextRecord()),
                            Long.toString(lost),
                            Long.toString(writer.dropped())))
                    .markup("</tr>\n");
        }
        html.endTable();
    }
}
