// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.Project;
import dev.runlore.domain.ProjectId;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Projects of one server, which has to run on this machine and to be given its token. Safe for threads. */
public final class ProjectClient {
    private final Connection connection;

    public ProjectClient(Place place) {
        connection = new Connection(place);
    }

    /** Tells the server of a folder on its host; the same one again changes at most the experiment. */
    public Project put(Path root, String experiment) {
        Map<String, String> body =
                Map.of("root", root.toAbsolutePath().normalize().toString(), "experiment", experiment);
        return read(connection.json(Request.of("PUT", "/projects").withJson(body)));
    }

    /** Projects by their roots. */
    public Page<Project> list(Optional<PageToken> page) {
        Query query = Query.EMPTY.with("pageToken", page.map(PageToken::value));
        JsonObject answer = connection.json(Request.get("/projects").with(query));
        return new Page<>(
                answer.objects("items", ProjectClient::read),
                answer.findText("nextPageToken").map(PageToken::new));
    }

    private static Project read(JsonObject project) {
        return new Project(
                ProjectId.parse(project.text("id")),
                project.text("root"),
                project.text("experiment"),
                project.time("registered"));
    }
}
