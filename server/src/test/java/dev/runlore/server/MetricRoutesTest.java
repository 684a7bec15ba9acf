// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static dev.runlore.server.ArtifactRoutesTest.assertProblem;
import static dev.runlore.server.ServedFolder.json;
import static dev.runlore.server.ServedFolder.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricRoutesTest {

    @TempDir
    Path folder;

    private ServedFolder served;

    @BeforeEach
    void serve() throws Exception {
        served = new ServedFolder(folder);
        served.run(
                "r",
                "{\"n\":0,\"t\":1000,\"m\":\"loss\",\"v\":0.5,\"s\":1}",
                "{\"n\":1,\"t\":1010,\"m\":\"loss\",\"v\":\"NaN\",\"s\":2}",
                "{\"n\":2,\"t\":1020,\"m\":\"loss\",\"v\":-0.0}",
                "{\"n\":3,\"t\":1030,\"m\":\"exact\",\"l\":[9007199254740993,-9223372036854775808,true,\"text\",{\"x\":\"NaN\"},null]}",
                "{\"n\":4,\"t\":1040,\"m\":\"table\",\"c\":{\"a\":[1,2],\"b\":[\"x\",\"y\"]}}",
                "{\"n\":5,\"t\":1050,\"m\":\"table\",\"r\":{\"a\":3,\"c\":\"late\"}}");
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private JsonNode points(String query) throws Exception {
        return json(served.get("/api/v1/runs/r/points?" + query));
    }

    @Test
    void metricsComeInTheOrderOfFirstAppearanceWithTheirSummaries() throws Exception {
        JsonNode items = json(served.get("/api/v1/runs/r/metrics")).get("items");
        assertThat(items).extracting(item -> item.get("name").textValue()).containsExactly("loss", "exact", "table");
        assertThat(items).extracting(item -> item.get("kind").textValue()).containsExactly("scalar", "list", "table");
        JsonNode loss = items.get(0).get("columns").get(0);
        assertThat(loss.get("name").textValue()).isEmpty();
        assertThat(loss.get("type").textValue()).isEqualTo("double");
        assertThat(loss.get("count").longValue()).isEqualTo(3);
        assertThat(loss.get("nan").longValue()).isEqualTo(1);
        assertThat(loss.get("first").doubleValue()).isEqualTo(0.5);
        assertThat(loss.get("last").textValue()).isEqualTo("NaN");
        assertThat(loss.get("lastStep").doubleValue()).isEqualTo(2);
        assertThat(loss.get("lastTime").longValue()).isEqualTo(1010);
        assertThat(loss.get("max").doubleValue()).isEqualTo(0.5);
        assertThat(loss.get("maxStep").doubleValue()).isEqualTo(1);
        assertThat(loss.get("min").doubleValue()).isZero();
        assertThat(loss.has("minStep")).isFalse();
        assertThat(items.get(2).get("columns").findValuesAsText("name")).containsExactly("a", "b", "c");
    }

    @Test
    void oneMetricIsAskedForByName() throws Exception {
        assertThat(json(served.get("/api/v1/runs/r/metrics?name=exact"))
                        .get("items")
                        .findValuesAsText("kind"))
                .containsExactly("list");
        assertThat(text(served.get("/api/v1/runs/r/metrics?name=none"))).isEqualTo("{\"items\":[]}");
        assertProblem(served.get("/api/v1/runs/none/metrics"), 404, "run 'none'");
        JsonNode first = json(served.get("/api/v1/runs/r/metrics?limit=2"));
        JsonNode rest = json(served.get("/api/v1/runs/r/metrics?limit=2&pageToken="
                + first.get("nextPageToken").textValue()));
        assertThat(rest.get("items").get(0).get("name").textValue()).isEqualTo("table");
        assertThat(rest.has("nextPageToken")).isFalse();
    }

    @Test
    void pointsKeepTheirTypesAndTheirOrder() throws Exception {
        assertThat(text(served.get("/api/v1/runs/r/points?name=loss")))
                .isEqualTo("{\"t\":[1000,1010,1020],\"s\":[1,2,null],\"columns\":{\"\":[0.5,\"NaN\",-0.0]}}");
        assertThat(text(served.get("/api/v1/runs/r/points?name=exact")))
                .contains(
                        "\"columns\":{\"\":[9007199254740993,-9223372036854775808,true,\"text\",{\"x\":\"NaN\"},null]}");
        assertThat(points("name=table"))
                .isEqualTo(json("{'t':[1040,1040,1050],'s':[null,null,null],"
                        + "'columns':{'a':[1,2,3],'b':['x','y',null],'c':[null,null,'late']}}"));
        assertThat(points("name=table&column=b").get("columns")).isEqualTo(json("{'b':['x','y',null]}"));
    }

    @Test
    void pointsComeInPages() throws Exception {
        JsonNode first = points("name=exact&limit=4");
        assertThat(first.get("columns").get("")).hasSize(4);
        JsonNode rest = points(
                "name=exact&limit=4&pageToken=" + first.get("nextPageToken").textValue());
        assertThat(rest.get("columns")).isEqualTo(json("{'':[{'x':'NaN'},null]}"));
        assertThat(rest.has("nextPageToken")).isFalse();
    }

    @Test
    void badQuestionsAboutPointsAreNamed() throws Exception {
        assertProblem(served.get("/api/v1/runs/r/points"), 400, "parameter 'name' must be there");
        assertProblem(served.get("/api/v1/runs/none/points?name=x"), 404, "run 'none'");
        assertProblem(served.get("/api/v1/runs/r/points?name=x"), 404, "'x'");
        assertProblem(served.get("/api/v1/runs/r/points?name=table&column=z"), 404, "'z'");
        for (String limit : new String[] {"0", "-1", "100001", "1000000000", "x", "99999999999999999999"}) {
            assertProblem(served.get("/api/v1/runs/r/points?name=loss&limit=" + limit), 400, "parameter 'limit'");
        }
        for (String token : new String[] {"x", "-1", "9".repeat(30), "1;DROP", "a".repeat(3000)}) {
            assertThat(served.get("/api/v1/runs/r/points?name=loss&pageToken=" + token)
                            .statusCode())
                    .as(token)
                    .isEqualTo(400);
        }
    }

    @Test
    void seriesAreCutIntoBuckets() throws Exception {
        served.run("s", "{\"n\":0,\"t\":5,\"m\":\"loss\",\"l\":[1,2,3,4]}");
        JsonNode answer =
                json(served.post("/api/v1/series:buckets", "{\"runs\":[\"s\",\"r\"],\"name\":\"loss\",\"width\":2}"));
        assertThat(answer)
                .isEqualTo(json("{'series':["
                        + "{'run':'s','n':4,'x':[0,2],'first':[1,3],'last':[2,4],'min':[1,3],'max':[2,4],'mean':[1.5,3.5],'count':[2,2]},"
                        + "{'run':'r','n':3,'x':[1,2],'first':[0.5,-0.0],'last':[0.5,-0.0],'min':[0.5,-0.0],'max':[0.5,-0.0],'mean':[0.5,0],'count':[1,2]}"
                        + "]}"));
    }

    @Test
    void seriesAreCutAlongAColumnOfAnotherMetric() throws Exception {
        served.run(
                "s",
                "{\"n\":0,\"t\":5,\"m\":\"loss\",\"v\":9,\"s\":0}",
                "{\"n\":1,\"t\":6,\"m\":\"progress\",\"r\":{\"epoch\":10,\"note\":\"text\"},\"s\":1}",
                "{\"n\":2,\"t\":7,\"m\":\"loss\",\"v\":4,\"s\":2}",
                "{\"n\":3,\"t\":8,\"m\":\"loss\",\"v\":2,\"s\":3}",
                "{\"n\":4,\"t\":9,\"m\":\"progress\",\"r\":{\"epoch\":20},\"s\":4}",
                "{\"n\":5,\"t\":9,\"m\":\"loss\",\"v\":1,\"s\":4}");
        String question = "{\"runs\":[\"s\",\"r\"],\"name\":\"loss\",\"x\":\"metric\","
                + "\"xMetric\":{\"name\":\"progress\",\"column\":\"epoch\"},\"width\":2}";
        assertThat(json(served.post("/api/v1/series:buckets", question)))
                .isEqualTo(json("{'series':["
                        + "{'run':'s','n':3,'x':[10,20],'first':[4,1],'last':[2,1],'min':[2,1],'max':[4,1],'mean':[3,1],'count':[2,1]},"
                        + "{'run':'r','n':0,'x':[],'first':[],'last':[],'min':[],'max':[],'mean':[],'count':[]}"
                        + "]}"));
        assertProblem(
                served.post("/api/v1/series:buckets", "{\"runs\":[\"s\"],\"name\":\"loss\",\"x\":\"metric\"}"),
                400,
                "field 'xMetric' must be there");
    }

    @Test
    void aHundredRunsAreAnsweredAtOnceAndOneMoreIsRefused() throws Exception {
        List<String> runs = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            served.run("run-" + i, "{\"n\":0,\"t\":5,\"m\":\"loss\",\"v\":" + i + "}");
            runs.add("\"run-" + i + "\"");
        }
        JsonNode series = json(served.post("/api/v1/series:buckets", "{\"runs\":" + runs + ",\"name\":\"loss\"}"))
                .get("series");
        assertThat(series).hasSize(100);
        for (int i = 0; i < 100; i++) {
            assertThat(series.get(i).get("run").textValue()).isEqualTo("run-" + i);
            assertThat(series.get(i).get("first")).isEqualTo(json("[" + i + "]"));
        }
        runs.add("\"r\"");
        assertProblem(
                served.post("/api/v1/series:buckets", "{\"runs\":" + runs + ",\"name\":\"loss\"}"),
                400,
                "runs must name 1-100 runs but names 101");
    }

    @Test
    void aRunWithoutTheSeriesHasNoBucketsAndAnUnknownRunIsAnError() throws Exception {
        assertThat(text(served.post("/api/v1/series:buckets", "{\"runs\":[\"r\"],\"name\":\"none\"}")))
                .isEqualTo(
                        "{\"series\":[{\"run\":\"r\",\"n\":0,\"x\":[],\"first\":[],\"last\":[],\"min\":[],\"max\":[],\"mean\":[],\"count\":[]}]}");
        assertProblem(
                served.post("/api/v1/series:buckets", "{\"runs\":[\"gone\"],\"name\":\"loss\"}"), 404, "run 'gone'");
        assertProblem(served.post("/api/v1/series:buckets", "{\"name\":\"loss\"}"), 400, "runs must name 1-100 runs");
        assertProblem(
                served.post("/api/v1/series:buckets", "{\"runs\":[\"r\"],\"name\":\"loss\",\"x\":\"wall\"}"),
                400,
                "x must be step, time, relative or metric but is 'wall'");
        assertProblem(
                served.post("/api/v1/series:buckets", "{\"runs\":[\"r\"],\"name\":\"loss\",\"width\":4294967297}"),
                400,
                "width must be from 1 to 4000");
        assertProblem(served.post("/api/v1/series:buckets", "{\"runs\":[\"../x\"],\"name\":\"loss\"}"), 400, "run id");
    }

    @Test
    void namesOfMetricsAreFound() throws Exception {
        served.run("s", "{\"n\":0,\"t\":5,\"m\":\"Val Loss\",\"v\":1}", "{\"n\":1,\"t\":5,\"m\":\"loss\",\"v\":1}");
        assertThat(json(served.get("/api/v1/metric-names?q=LOSS")))
                .isEqualTo(json(
                        "{'items':[{'name':'Val Loss','column':'','runs':1},{'name':'loss','column':'','runs':2}]}"));
        assertThat(json(served.get("/api/v1/metric-names?experiment=iris&q=%25"))
                        .get("items"))
                .isEmpty();
        assertThat(json(served.get("/api/v1/metric-names?q=")).get("items").findValuesAsText("column"))
                .containsExactly("", "", "", "a", "b", "c");
    }
}
