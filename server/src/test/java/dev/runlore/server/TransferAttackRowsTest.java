// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runlore.domain.Sha256;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes in as an export is a request like any other: wrong facts and lines are refused and leave nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransferAttackRowsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTENT = "ab".repeat(32);
    private static final String PATH = "/api/v1/imports/run-1";
    private static final String[] AUTHORISED = {"Authorization", "Bearer a-token-of-tests"};

    private ServedFolder served;
    private Sha256 blob;

    @BeforeAll
    void serve(@TempDir Path folder) throws Exception {
        served = new ServedFolder(folder);
        blob = SnapshotFolder.putBlob(served, "x".getBytes(StandardCharsets.UTF_8));
        assertThat(put(facts()).statusCode()).isEqualTo(409);
    }

    @AfterAll
    void stop() {
        served.close();
    }

    private static ObjectNode facts() throws Exception {
        return (ObjectNode) ServedFolder.json("""
                {'id':'run-1','number':1,'revision':3,'experiment':{'name':'iris'},'made':'%s','arguments':[],'target':'local',
                 'user':{'id':'2d9a4d4e-5a6b-4f0e-8a53-0a6a3a1f9b11'},'status':'Completed','created':'2026-05-04T09:30:00Z',
                 'heartbeat':false,'archived':false,'tags':{},'properties':{},'params':{},'warnings':[],'writers':[]}
                """.formatted(CONTENT));
    }

    private HttpResponse<byte[]> put(ObjectNode facts) throws Exception {
        return served.send(
                "PUT",
                PATH + "?records=1&sha256=" + CONTENT,
                JSON.writeValueAsBytes(facts),
                "Content-Type",
                "application/json",
                AUTHORISED[0],
                AUTHORISED[1]);
    }

    private HttpResponse<byte[]> append(String lines) throws Exception {
        return served.send(
                "POST",
                PATH + "/records?first=0&sha256=" + CONTENT,
                lines.getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/x-ndjson; format=1",
                AUTHORISED[0],
                AUTHORISED[1]);
    }

    private void assertRefused(HttpResponse<byte[]> answer) throws Exception {
        String text = ServedFolder.text(answer);
        assertThat(answer.statusCode()).as(text).isEqualTo(400);
        assertThat(text).contains("INVALID_ARGUMENT").contains(";").doesNotContain("Exception");
        assertThat(served.get("/api/v1/runs/run-1").statusCode()).isEqualTo(404);
        assertThat(ServedFolder.json(put(facts())).get("nextRecord").longValue())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[1]",
                "{}",
                "{\"m\":\"a\",\"k\":\"scalar\",\"t\":[1],\"c\":{\"\":[1]}} {}",
                "{\"m\":\"a\",\"k\":\"scalar\",\"t\":[1],\"c\":{\"\":[1]},\"artifact\":{\"path\":\"a\",\"size\":0,\"created\":\"2026-05-04T09:30:00Z\"}}",
                "{\"k\":\"scalar\",\"t\":[1],\"c\":{\"\":[1]}}",
                "{\"m\":\"\",\"k\":\"scalar\",\"t\":[1],\"c\":{\"\":[1]}}",
                "{\"m\":\"a\",\"m\":\"b\",\"k\":\"scalar\",\"t\":[1],\"c\":{\"\":[1]}}",
                "{\"m\":\"a\",\"k\":\"teleport\",\"t\":[1],\"c\":{\"\":[1]}}",
                "{\"m\":\"a\",\"k\":\"scalar\",\"t\":[],\"c\":{\"\":[]}}",
                "{\"m\":\"a\",\"k\":\"scalar\",\"t\":[1.5],\"c\":{\"\":[1]}}",
                "{\"m\":\"a\",\"k\":\"scalar\",\"t\":[1e400],\"c\":{\"\":[1]}}",
                "{\"m\":\"a\",\"k\":\"scalar\",\"t\":[1,2],\"c\":{\"\":[1]}}",
                "{\"m\":\"a\",\"k\":\"scalar\",\"t\":[1],\"s\":[1,2],\"c\":{\"\":[1]}}",
                "{\"m\":\"a\",\"k\":\"scalar\",\"t\":[1],\"s\":[9007199254740994],\"c\":{\"\":[1]}}",
                "{\"m\":\"a\",\"k\":\"scalar\",\"t\":[1],\"s\":[\"NaN\"],\"c\":{\"\":[1]}}",
                "{\"m\":\"a\",\"k\":\"scalar\",\"t\":[1],\"c\":{}}",
                "{\"m\":\"a\",\"k\":\"scalar\",\"t\":[1],\"c\":{\"\":[[]]}}",
                "{\"m\":\"a\",\"k\":\"scalar\",\"t\":[1],\"c\":{\"b\":[1]}}",
                "{\"m\":\"a\",\"k\":\"scalar\",\"t\":[1],\"c\":{\"\":[[1]]}}",
                "{\"m\":\"a\",\"k\":\"scalar\",\"t\":[1],\"c\":{\"\":[{\"y\":1}]}}",
                "{\"m\":\"a\",\"k\":\"scalar\",\"t\":[1],\"c\":[1]}",
                "{\"m\":\"a\",\"k\":\"table\",\"t\":[1],\"c\":{\"b\":[1],\"b\":[2]}}",
                "{\"m\":\"a\",\"k\":\"table\",\"t\":[1],\"c\":{\"b\":[[]]}}",
                "{\"m\":\"a\",\"k\":\"image\",\"t\":[1],\"c\":{\"\":[1]}}",
                "{\"m\":\"a\",\"k\":\"image\",\"t\":[1],\"c\":{\"\":[\"../../x\"]}}",
                "{\"m\":\"a\\u0000\",\"k\":\"scalar\",\"t\":[1],\"c\":{\"\":[1]}}",
                "{\"m\":\"a\",\"k\":\"scalar\",\"t\":[1],\"c\":{\"\":[\"\\ud800\"]}}",
                "{\"artifact\":7}",
                "{\"artifact\":{}}",
                "{\"artifact\":{\"path\":\"../../x\",\"size\":0,\"created\":\"2026-05-04T09:30:00Z\"}}",
                "{\"artifact\":{\"path\":\"/etc/x\",\"size\":0,\"created\":\"2026-05-04T09:30:00Z\"}}",
                "{\"artifact\":{\"path\":\"a\\\\..\\\\x\",\"size\":0,\"created\":\"2026-05-04T09:30:00Z\"}}",
                "{\"artifact\":{\"path\":\"a\",\"size\":-1,\"created\":\"2026-05-04T09:30:00Z\"}}",
                "{\"artifact\":{\"path\":\"a\",\"size\":0,\"created\":\"yesterday\"}}",
                "{\"artifact\":{\"path\":\"a\",\"sha256\":\"../../x\",\"size\":0,\"created\":\"2026-05-04T09:30:00Z\"}}"
            })
    void aLineThatIsWrongRefusesItsRequest(String line) throws Exception {
        String good = "{\"m\":\"good\",\"k\":\"scalar\",\"t\":[1],\"c\":{\"\":[1]}}\n";
        assertRefused(append(good + line + "\n"));
    }

    @Test
    void aLineWithoutItsEndIsRefused() throws Exception {
        assertRefused(append("{\"m\":\"good\",\"k\":\"scalar\",\"t\":[1],\"c\":{\"\":[1]}}"));
    }

    @Test
    void aFileOfAnotherSizeThanItsBytesIsRefused() throws Exception {
        assertRefused(append("{\"artifact\":{\"path\":\"a\",\"sha256\":\"" + blob
                + "\",\"size\":1000000000000,\"created\":\"2026-05-04T09:30:00Z\"}}\n"));
    }

    /** Row 25: a path twice, in one request. */
    @Test
    void aPathThatComesTwiceIsRefused() throws Exception {
        String file = "{\"artifact\":{\"path\":\"a\",\"size\":0,\"created\":\"2026-05-04T09:30:00Z\"}}\n";
        assertRefused(append(file + file));
    }

    static Stream<Arguments> wrongFacts() {
        return Stream.of(
                Arguments.of("id", "'../x'"),
                Arguments.of("id", "'run-2'"),
                Arguments.of("number", "0"),
                Arguments.of("number", "1e30"),
                Arguments.of("revision", "-1"),
                Arguments.of("made", "'x'"),
                Arguments.of("experiment", "{}"),
                Arguments.of("experiment", "{'name':'','uuid':'x'}"),
                Arguments.of("experiment", "{'name':'iris','uuid':'x'}"),
                Arguments.of("user", "{'id':'1-1-1-1-1'}"),
                Arguments.of("status", "'Running'"),
                Arguments.of("status", "'Exploded'"),
                Arguments.of("created", "'yesterday'"),
                Arguments.of("parent", "'../x'"),
                Arguments.of("snapshot", "{'id':'../x'}"),
                Arguments.of("tags", "{'a':1}"),
                Arguments.of("tags", "{'':'x'}"),
                Arguments.of("params", "{'a':[1]}"),
                Arguments.of("error", "{'code':''}"),
                Arguments.of("warnings", "[{'text':'x'}]"),
                Arguments.of("writers", "[{'id':'x','nextRecord':0,'dropped':0}]"),
                Arguments.of(
                        "writers",
                        "[{'id':'6f1d3c52-8f0b-4b1e-9c55-3a1f6a3f0f7d','nextRecord':0,'dropped':0,'rank':1099511627776}]"),
                Arguments.of("writers", "[{'id':'6f1d3c52-8f0b-4b1e-9c55-3a1f6a3f0f7d','nextRecord':-1,'dropped':0}]"));
    }

    @ParameterizedTest
    @MethodSource("wrongFacts")
    void aRunWithWrongFactsIsRefused(String field, String value) throws Exception {
        ObjectNode facts = facts();
        facts.set(field, ServedFolder.json(value));
        assertRefused(put(facts));
    }

    @Test
    void withoutTheTokenNobodyBringsARunIn() throws Exception {
        for (String method : new String[] {"PUT", "POST"}) {
            String path = method.equals("PUT") ? PATH + "?records=0&sha256=" : PATH + "/records?first=0&sha256=";
            HttpResponse<byte[]> answer = served.send(
                    method, path + CONTENT, JSON.writeValueAsBytes(facts()), "Content-Type", "application/json");
            assertThat(answer.statusCode()).isEqualTo(401);
        }
    }
}
