// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.job;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlore.domain.Job;
import dev.runlore.domain.JobId;
import dev.runlore.domain.Launch;
import dev.runlore.domain.Limits;
import dev.runlore.domain.Page;
import dev.runlore.domain.Run;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import dev.runlore.domain.Submission;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Feature;
import dev.runlore.server.http.Fields;
import dev.runlore.server.http.JobTokens;
import dev.runlore.server.http.Permission;
import dev.runlore.server.http.Query;
import dev.runlore.server.http.Routes;
import dev.runlore.server.http.WireJson;
import dev.runlore.server.run.RunJson;
import dev.runlore.store.JobQuery;
import dev.runlore.store.JobStore;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Submissions and jobs over HTTP. */
public final class JobRoutes implements Feature {
    private static final Logger log = LoggerFactory.getLogger(JobRoutes.class);
    private static final String JOBS = "/api/v1/jobs";
    private static final String JOB = JOBS + "/{job}";
    private static final int USUAL = 100;
    private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9_-]{8,128}");

    private final Jobs jobs;
    private final SubmissionReader reader;
    private final JobTokens tokens;
    private final Supplier<UUID> ids;

    public JobRoutes(Jobs jobs, SubmissionReader reader, JobTokens tokens, Supplier<UUID> ids) {
        this.jobs = jobs;
        this.reader = reader;
        this.tokens = tokens;
        this.ids = ids;
    }

    @Override
    public void register(Routes routes) {
        routes.post(Permission.TOKEN, "/api/v1/submissions", this::submit);
        routes.get(Permission.READ, JOBS, this::list);
        routes.get(Permission.READ, JOB, this::get);
        routes.post(Permission.JOB, JOB + "/claim", this::claim);
        routes.post(Permission.WRITE, JOB + "/cancel", this::cancel);
    }

    private static JobId job(Exchange exchange) {
        return new JobId(exchange.path("job"));
    }

    private void submit(Exchange exchange) throws IOException {
        Submission submission = reader.read(exchange.json());
        JobStore.Submitted submitted = jobs.submit(submission, ids);
        Job job = submitted.job();
        Run run = jobs.run(job.run());
        exchange.json(submitted.created() ? 201 : 200, out -> {
            out.writeStartObject();
            SubmittedJson.writeFields(out, run, job);
            if (job.launch() == Launch.SUBMITTER) {
                out.writeStringField("claimToken", tokens.claimToken(job.id()));
            }
            out.writeEndObject();
        });
    }

    private void list(Exchange exchange) {
        Query query = exchange.query();
        Page<Job> page = jobs.list(new JobQuery(
                query.find("target"),
                which(query.find("state").orElse("all")),
                query.limit(USUAL, Limits.PAGE),
                query.pageToken()));
        exchange.json(200, out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("items");
            for (Job job : page.items()) {
                JobJson.write(out, job);
            }
            out.writeEndArray();
            WireJson.next(out, page.next());
            out.writeEndObject();
        });
    }

    private static JobQuery.Which which(String word) {
        return switch (word) {
            case "live", "ended", "all" -> JobQuery.Which.valueOf(word.toUpperCase(Locale.ROOT));
            default ->
                throw RunloreException.invalid("parameter 'state' must be live, ended or all but is '"
                        + Shown.text(word) + "'; use one of them");
        };
    }

    private void get(Exchange exchange) {
        Job job = jobs.get(job(exchange));
        exchange.json(200, out -> JobJson.write(out, job));
    }

    private void claim(Exchange exchange) throws IOException {
        Fields fields = exchange.json();
        String nonce = fields.get("nonce");
        if (!NONCE.matcher(nonce).matches()) {
            throw RunloreException.invalid("nonce must be 8-128 letters, digits, '-' or '_' but is '"
                    + Shown.text(nonce) + "'; use a random one of these");
        }
        Job job = jobs.claim(job(exchange), nonce);
        log.atInfo()
                .addKeyValue("job", job.id())
                .addKeyValue("run", job.run())
                .addKeyValue("host", Shown.text(fields.text("host").orElse("")))
                .addKeyValue("pid", fields.number("pid").orElse(0L))
                .log("claimed");
        Run run = jobs.run(job.run());
        Assignment assignment = jobs.assignment(job.id());
        exchange.json(200, out -> writeClaim(out, job, run, assignment));
    }

    private void writeClaim(JsonGenerator out, Job job, Run run, Assignment assignment) throws IOException {
        out.writeStartObject();
        out.writeStringField("run", run.id().value());
        out.writeObjectFieldStart("experiment");
        out.writeStringField("id", run.experiment().id().toString());
        out.writeStringField("name", run.experiment().name());
        out.writeEndObject();
        WireJson.text(out, "snapshot", run.snapshot());
        assignment.writeFields(out);
        out.writeStringField("runToken", tokens.runToken(job.id()));
        Optional<Duration> longest = assignment.configuration().maxDuration();
        WireJson.time(out, "deadline", job.started().flatMap(start -> longest.map(start::plus)));
        out.writeEndObject();
    }

    private void cancel(Exchange exchange) throws IOException {
        exchange.jsonOrNothing();
        Run run = jobs.cancel(job(exchange));
        exchange.json(200, out -> RunJson.write(out, run));
    }
}
