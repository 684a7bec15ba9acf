// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.page;

import dev.runlore.domain.Page;
import dev.runlore.domain.Run;
import java.util.List;

/** The newest runs on a page. */
record RunListPage(Page<Run> runs) {

    byte[] html() {
        Html html = new Html("Runs · Runlore");
        html.markup("<h1>Runs</h1>\n");
        if (runs.items().isEmpty()) {
            html.markup("<p>There are no runs here yet. A script that logs makes the first.</p>\n");
        } else {
            table(html, runs.items());
        }
        runs.next()
                .ifPresent(token -> html.markup("<p>")
                        .link("/?pageToken=" + Shape.encoded(token.value()), "Older runs")
                        .markup("</p>\n"));
        html.markup(
                "<p class=\"soft\">These plain pages are what there is without the studio: charts, comparisons, jobs. To add it,"
                        + " install Node 20.19 or newer and start Runlore again.</p>\n");
        return html.bytes();
    }

    static void table(Html html, List<Run> runs) {
        html.beginTable("Run", "Experiment", "Number", "Status", "Created", "Duration", "User");
        for (Run run : runs) {
            html.markup("<tr><td>")
                    .link("/runs/" + run.id(), Shape.title(run))
                    .markup("</td>")
                    .cells(List.of(
                            run.experiment().name(),
                            Long.toString(run.number()),
                            run.status().name(),
                            Shape.time(run.created()),
                            run.duration().map(Shape::duration).orElse(""),
                            run.user().name().orElse("")))
                    .markup("</tr>\n");
        }
        html.endTable();
    }
}
