// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runlore.domain.Cell;
import dev.runlore.domain.MetricKind;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RecordReaderTest {
    private static final Path EXAMPLES = Path.of("../spec/examples/records");
    private static final ObjectMapper JSON = new ObjectMapper();
    private final RecordReader reader = new RecordReader(new RunId("a-run"));

    @TestFactory
    Stream<DynamicTest> everyAcceptedExampleReadsAsItSays() throws IOException {
        List<RunRecord> records = reader.read(Files.readAllBytes(EXAMPLES.resolve("accepted.ndjson")), 0);
        JsonNode examples = JSON.readTree(EXAMPLES.resolve("accepted.json").toFile());
        assertThat(records).hasSize(examples.size());
        return examples.valueStream()
                .map(example -> DynamicTest.dynamicTest(example.get("about").textValue(), () -> {
                    RunRecord read = records.get(example.get("n").intValue());
                    assertThat(ReadRecord.of(read)).isEqualTo(example.get("reads"));
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyRejectedExampleIsRejectedAlone() throws IOException {
        List<RunRecord> records = reader.read(Files.readAllBytes(EXAMPLES.resolve("rejected.ndjson")), 0);
        JsonNode examples = JSON.readTree(EXAMPLES.resolve("rejected.json").toFile());
        assertThat(records).hasSize(examples.size());
        return examples.valueStream()
                .map(example -> DynamicTest.dynamicTest(example.get("about").textValue(), () -> {
                    int number = example.get("n").intValue();
                    assertThat(records.get(number)).isInstanceOfSatisfying(RunRecord.Unreadable.class, unreadable -> {
                        assertThat(unreadable.rejection().n()).isEqualTo(number);
                        assertThat(unreadable.rejection().detail())
                                .contains(";")
                                .doesNotContain("\n");
                    });
                }));
    }

    @Test
    void aBadLineBetweenGoodOnesLeavesTheseAsTheyAre() throws IOException {
        String good = "{\"n\":%d,\"t\":1,\"m\":\"a\",\"v\":%d}\n";
        for (String bad : Files.readAllLines(EXAMPLES.resolve("rejected.ndjson"))) {
            String body = good.formatted(0, 10) + bad + "\n" + good.formatted(2, 12) + good.formatted(3, 13);
            List<RunRecord> records = reader.read(body.getBytes(StandardCharsets.UTF_8), 0);
            assertThat(records).as(bad).hasSize(4);
            assertThat(records.get(0)).as(bad).isEqualTo(scalar(10));
            assertThat(records.get(1)).as(bad).isInstanceOf(RunRecord.Unreadable.class);
            assertThat(records.subList(2, 4)).as(bad).containsExactly(scalar(12), scalar(13));
        }
    }

    @Test
    void aLastLineWithoutItsEndIsLeftOut() throws IOException {
        String body = "{\"n\":7,\"t\":1,\"m\":\"a\",\"v\":10}\n{\"n\":8,\"t\":1,\"m\":\"a\",\"v\":11}";
        assertThat(reader.read(body.getBytes(StandardCharsets.UTF_8), 7)).containsExactly(scalar(10));
    }

    @Test
    void aRecordOverSeveralLinesIsRejectedOnEachAndTheNextIsRead() throws IOException {
        String body = "{\"n\":0,\n\"t\":1,\"m\":\"a\",\n\"v\":1}\n{\"n\":3,\"t\":1,\"m\":\"a\",\"v\":12}\r\n";
        List<RunRecord> records = reader.read(body.getBytes(StandardCharsets.UTF_8), 0);
        assertThat(records.subList(0, 3)).allMatch(RunRecord.Unreadable.class::isInstance);
        assertThat(records.get(3)).isEqualTo(scalar(12));
    }

    @Test
    void aCreateOfAnotherRunIsRejected() throws IOException {
        String body = "{\"n\":0,\"t\":1,\"create\":{\"id\":\"another\"}}\n";
        assertThat(reader.read(body.getBytes(StandardCharsets.UTF_8), 0))
                .singleElement()
                .isInstanceOfSatisfying(
                        RunRecord.Unreadable.class,
                        unreadable -> assertThat(unreadable.rejection().detail())
                                .isEqualTo("create must name run 'a-run' but names 'another'; leave its id out"));
    }

    @Test
    void aRankThatNoNumberOfProcessesHasIsRejectedAlone() throws IOException {
        String body = "{\"n\":0,\"t\":1,\"create\":{\"writer\":{\"rank\":1099511627776}}}\n"
                + "{\"n\":1,\"t\":1,\"m\":\"a\",\"v\":12}\n";
        List<RunRecord> records = reader.read(body.getBytes(StandardCharsets.UTF_8), 0);
        assertThat(records.get(0)).isInstanceOf(RunRecord.Unreadable.class);
        assertThat(records.get(1)).isEqualTo(scalar(12));
    }

    private static RunRecord scalar(long value) {
        return new RunRecord.Rows(
                "a", MetricKind.SCALAR, 1, OptionalDouble.empty(), Map.of("", List.of(Cell.of(value))));
    }
}
