// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Experiment;
import dev.runlore.domain.ExperimentId;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Tags;
import dev.runlore.domain.filter.FilterPrinter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RunFilterParserTest {
    private static final ArtifactUris URIS = new ArtifactUris(List.of(new Experiment(
            new ExperimentId(7),
            new UUID(0, 7),
            "iris",
            Optional.empty(),
            Optional.empty(),
            Tags.NONE,
            Instant.EPOCH,
            Instant.EPOCH,
            false,
            0)));

    private static String parsed(String text) {
        return FilterPrinter.print(RunFilterParser.parse(text, URIS));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~|~~",
                "~  ~|~~",
                "metrics.loss < 0.5|metrics.loss < 0.5",
                "metric.loss>=1|metrics.loss >= 1",
                "metrics.`val loss` != -1.5e3|metrics.\"val loss\" != -1500",
                "metrics.\"a.min\" <= +2|metrics.\"a.min\" <= 2",
                "metrics.loss.min = 2.5|metrics.\"loss.min\" = 2.5",
                "metrics.a/b = .5|metrics.a/b = 0.5",
                "`metrics`.a > 1|metrics.a > 1",
                "params.lr = '0.1'|params.lr = \"0.1\"",
                "param.lr != \"it's\"|params.lr != \"it's\"",
                "parameters.lr LIKE '1%_'|params.lr like \"1%_\"",
                "parameter.lr like 'a\\b'|params.lr like \"a\\\\b\"",
                "params.lr ilike 'A%'|params.lr ilike \"A%\"",
                "params.lr IS NULL|params.lr is null",
                "tags.kind is not null|tags.kind is not null",
                "tag.mlflow.source.type = 'JOB'|tags.mlflow.source.type = \"JOB\"",
                "tags.mlflow.runName = 'x'|name = \"x\"",
                "tags.`mlflow.runName` IS NULL|name is null",
                "tags.mlflow.note.content LIKE 'a%'|description like \"a%\"",
                "tags.mlflow.note.content IS NULL|description is null or description = \"\"",
                "tags.mlflow.parentRunId = 'p'|parent = \"p\"",
                "tags.mlflow.user = 'ada'|tags.mlflow.user = \"ada\" or tags.mlflow.user is null and user = \"ada\"",
                "tags.mlflow.source.name IS NULL|tags.mlflow.source.name is null and script is null",
                "run_name = 'x'|name = \"x\"",
                "attributes.`Run Name` = 'x'|name = \"x\"",
                "`run name` ILIKE 'x'|name ilike \"x\"",
                "attr.user_id != 'ada'|user != \"ada\"",
                "run.run_id = 'r'|id = \"r\"",
                "attribute.run_id IN ('b','A', 'b')|id in (\"A\", \"b\")",
                "run_id not in (\"b\")|id not in (\"b\")",
                "status = 'FINISHED'|status in (\"Completed\")",
                "status LIKE 'F%'|status in (\"Completed\", \"Failed\")",
                "status ilike 'kill__'|status in (\"Canceled\")",
                "status = 'finished'|id is null",
                "status != 'RUNNING' AND status != 'SCHEDULED'|"
                        + "status in (\"NotStarted\", \"Queued\", \"Preparing\", \"Provisioning\", \"Starting\", \"Unapproved\","
                        + " \"Completed\", \"Failed\", \"Canceled\") and"
                        + " status in (\"Running\", \"CancelRequested\", \"Finalizing\", \"NotResponding\", \"Pausing\", \"Paused\","
                        + " \"Completed\", \"Failed\", \"Canceled\")",
                "start_time > 1500|started >= \"1970-01-01T00:00:01.501000Z\"",
                "created < 1500.5|started < \"1970-01-01T00:00:01.501000Z\"",
                "attributes.end_time <= 0|ended < \"1970-01-01T00:00:00.001000Z\"",
                "end_time = 2|ended >= \"1970-01-01T00:00:00.002000Z\" and ended < \"1970-01-01T00:00:00.003000Z\"",
                "start_time != 2|started < \"1970-01-01T00:00:00.002000Z\" or started >= \"1970-01-01T00:00:00.003000Z\"",
                "start_time < 1e300|started < \"9999-12-31T23:59:59.000000Z\"",
                "artifact_uri = 'mlflow-artifacts:/7/r1/artifacts'|experiment = \"iris\" and id = \"r1\"",
                "artifact_uri = 'mlflow-artifacts:/8/r1/artifacts'|id is null",
                "artifact_uri != 's3://b'|experiment = \"iris\" and not id is null",
                "artifact_uri LIKE '%/7/r%'|"
                        + "experiment = \"iris\" and id like \"r%\" or experiment = \"iris\" and id like \"r\"",
                "artifact_uri LIKE '%'|experiment = \"iris\" and id like \"%\"",
                "metrics.a = 1 and params.b='2' And tags.c = '3' AND|metrics.a = 1 and params.b = \"2\" and tags.c = \"3\"",
            })
    void aFilterIsReadAsTheHistorysOwn(String text, String expected) {
        assertThat(parsed(text).replace("id is not null", "not id is null")).contains(expected.strip());
        assertThat(expected.isEmpty()).isEqualTo(parsed(text).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metrics.a = 1 OR metrics.b = 2",
                "NOT metrics.a = 1",
                "(metrics.a = 1)",
                "metrics.a BETWEEN 1 AND 2",
                "metrics.a = 1;",
                "metrics.a = 1, metrics.b = 2",
                "metrics.a = '1'",
                "metrics.a LIKE '1'",
                "metrics.a IS NULL",
                "metrics.a = nan",
                "metrics.a = 1e99999",
                "metrics.a == 1",
                "metrics.a",
                "metrics. = 1",
                "metrics.a = 1 metrics.b = 2",
                "params.a = 1",
                "params.a < '1'",
                "params.a IN ('1')",
                "params.a = 'it''s'",
                "params.a = 'open",
                "params.a NOT LIKE 'x'",
                "tags.a > '1'",
                "tags.a = b",
                "run_id IN ()",
                "run_id IN 'a'",
                "run_id IN ('a'",
                "run_id IN (1)",
                "run_id < 'a'",
                "run_name IN ('a')",
                "run_name IS NULL",
                "status IN ('FAILED')",
                "start_time = '5'",
                "start_time LIKE '5'",
                "lifecycle_stage = 'active'",
                "nothing = 'x'",
                "Metrics.a = 1",
                "other.a = 1",
                "dataset.schema = 'x'",
                "AND",
                "AND metrics.a = 1",
            })
    void whatIsNoFilterIsRefused(String text) {
        assertThatThrownBy(() -> parsed(text))
                .isInstanceOfSatisfying(
                        RunloreException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageStartingWith("Invalid ");
    }
}
