// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.project;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Limits;
import dev.runlore.domain.Project;
import dev.runlore.domain.ProjectId;
import dev.runlore.domain.RunId;
import dev.runlore.project.FoundFile;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Feature;
import dev.runlore.server.http.Fields;
import dev.runlore.server.http.Permission;
import dev.runlore.server.http.Query;
import dev.runlore.server.http.Routes;
import dev.runlore.server.http.WireJson;
import dev.runlore.server.job.Launches;
import dev.runlore.server.job.SubmittedJson;
import dev.runlore.store.ProjectStore;
import java.io.IOException;
import java.util.List;

/** Projects over HTTP; always with the token, as they are folders of the host. */
public final class ProjectRoutes implements Feature {
    private static final String PROJECTS = "/api/v1/projects";
    private static final String PROJECT = PROJECTS + "/{project}";
    private static final int USUAL = 100;

    private final Projects projects;
    private final Restores restores;
    private final ProjectRuns runs;

    public ProjectRoutes(Projects projects, Restores restores, ProjectRuns runs) {
        this.projects = projects;
        this.restores = restores;
        this.runs = runs;
    }

    @Override
    public void register(Routes routes) {
        routes.put(Permission.TOKEN, PROJECTS, this::put);
        routes.get(Permission.TOKEN, PROJECTS, this::list);
        routes.get(Permission.TOKEN, PROJECT + "/files", this::files);
        routes.post(Permission.TOKEN, PROJECT + "/restore", this::restore);
        routes.post(Permission.TOKEN, PROJECT + "/runs", this::run);
    }

    private static ProjectId id(Exchange exchange) {
        return ProjectId.parse(exchange.path("project"));
    }

    private void put(Exchange exchange) throws IOException {
        Fields fields = exchange.json();
        ProjectStore.Put put = projects.put(fields.get("root"), fields.get("experiment"));
        exchange.json(put.created() ? 201 : 200, out -> write(out, put.project()));
    }

    private void list(Exchange exchange) {
        Query query = exchange.query();
        var page = projects.list(query.limit(USUAL, Limits.PAGE), query.pageToken());
        exchange.json(200, out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("items");
            for (Project project : page.items()) {
                write(out, project);
            }
            out.writeEndArray();
            WireJson.next(out, page.next());
            out.writeEndObject();
        });
    }

    /** A folder's entries; the bytes of a file, never shown as a page. */
    private void files(Exchange exchange) throws IOException {
        SourceFiles files = new SourceFiles(projects.root(id(exchange)));
        String path = exchange.query().find("path").orElse("");
        List<SourceFiles.Entry> entries = files.list(path.isEmpty() ? "" : new ArtifactPath(path).value());
        if (path.isEmpty() || !entries.isEmpty()) {
            exchange.json(200, out -> write(out, entries));
            return;
        }
        FoundFile file = files.get(new ArtifactPath(path));
        exchange
                .with("Content-Security-Policy", "sandbox; default-src 'none'")
                .with("Content-Disposition", "attachment")
                .stream(200, "application/octet-stream", file.size(), files.open(file));
    }

    private void restore(Exchange exchange) throws IOException {
        Fields fields = exchange.json();
        Restores.Outcome outcome = restores.restore(
                projects.root(id(exchange)),
                new RunId(fields.get("run")),
                fields.flag("dryRun").orElse(false));
        exchange.json(200, out -> write(out, outcome));
    }

    private void run(Exchange exchange) throws IOException {
        Launches.Launched launched = runs.run(id(exchange), ScriptRequest.read(exchange.json()));
        exchange.json(201, out -> SubmittedJson.write(out, launched));
    }

    private static void write(JsonGenerator out, Project project) throws IOException {
        out.writeStartObject();
        out.writeStringField("id", project.id().toString());
        out.writeStringField("root", project.root());
        out.writeStringField("experiment", project.experiment());
        WireJson.time(out, "registered", project.registered());
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, List<SourceFiles.Entry> entries) throws IOException {
        out.writeStartObject();
        out.writeArrayFieldStart("items");
        for (SourceFiles.Entry entry : entries) {
            out.writeStartObject();
            out.writeStringField("path", entry.path().value());
            out.writeBooleanField("folder", entry.folder());
            if (!entry.folder()) {
                out.writeNumberField("size", entry.size());
            }
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, Restores.Outcome outcome) throws IOException {
        out.writeStartObject();
        texts(out, "added", outcome.plan().added());
        texts(out, "overwritten", outcome.plan().overwritten());
        texts(out, "deleted", outcome.plan().deleted());
        texts(out, "kept", outcome.plan().kept());
        if (outcome.backup().isPresent()) {
            out.writeStringField("backup", outcome.backup().get().toString());
        }
        if (outcome.stopped().isPresent()) {
            out.writeStringField("notice", outcome.stopped().get().sentence());
        }
        out.writeEndObject();
    }

    private static void texts(JsonGenerator out, String field, List<ArtifactPath> paths) throws IOException {
        out.writeFieldName(field);
        WireJson.texts(out, paths.stream().map(ArtifactPath::value).toList());
    }
}
