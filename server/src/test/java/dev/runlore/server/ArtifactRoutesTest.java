// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static dev.runlore.server.ServedFolder.header;
import static dev.runlore.server.ServedFolder.json;
import static dev.runlore.server.ServedFolder.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunRecord;
import dev.runlore.domain.Sha256;
import dev.runlore.domain.Writer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactRoutesTest {
    private static final String PATH = "/api/v1/runs/r/artifacts";
    private static final byte[] BYTES = "0123456789".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private ServedFolder served;

    @BeforeEach
    void serve() throws Exception {
        served = new ServedFolder(folder);
        served.run("r");
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private HttpResponse<byte[]> put(String path, byte[] bytes) throws Exception {
        return served.octets("PUT", PATH + "?path=" + path, bytes);
    }

    @Test
    void bytesThatArePutComeBackAsTheyWere() throws Exception {
        byte[] large = new byte[3_000_000];
        new Random(1).nextBytes(large);
        JsonNode stored = json(put("outputs/model.pkl", large));
        assertThat(stored.get("path").textValue()).isEqualTo("outputs/model.pkl");
        assertThat(stored.get("sha256").textValue()).isEqualTo(Sha256.of(large).hex());
        assertThat(stored.get("size").longValue()).isEqualTo(3_000_000);
        assertThat(stored.get("created").textValue()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        HttpResponse<byte[]> got = served.get(PATH + "?path=outputs/model.pkl");
        assertThat(got.statusCode()).isEqualTo(200);
        assertThat(got.body()).isEqualTo(large);
        assertThat(header(got, "Content-Type")).isEqualTo("application/octet-stream");
        assertThat(header(got, "Content-Disposition"))
                .isEqualTo("attachment; filename=\"model.pkl\"; filename*=UTF-8''model.pkl");
    }

    @Test
    void aPutReplacesWhatWasThere() throws Exception {
        put("a.txt", BYTES);
        put("a.txt", new byte[0]);
        assertThat(served.get(PATH + "?path=a.txt").body()).isEmpty();
        assertThat(json(served.get(PATH)).get("items")).hasSize(1);
    }

    @Test
    void theListIsInTheOrderOfArrivalInPages() throws Exception {
        for (String path : List.of("b.txt", "outputs/2", "outputs/1", "outputs2/x", "a")) {
            put(path, BYTES);
        }
        assertThat(json(served.get(PATH)).get("items").findValuesAsText("path"))
                .containsExactly("b.txt", "outputs/2", "outputs/1", "outputs2/x", "a");
        assertThat(json(served.get(PATH + "?prefix=outputs")).get("items").findValuesAsText("path"))
                .containsExactly("outputs/2", "outputs/1");
        assertThat(json(served.get(PATH + "?prefix=outputs/")).get("items").findValuesAsText("path"))
                .containsExactly("outputs/2", "outputs/1");
        JsonNode page = json(served.get(PATH + "?limit=3"));
        assertThat(page.get("items").findValuesAsText("path")).containsExactly("b.txt", "outputs/2", "outputs/1");
        JsonNode rest = json(served.get(
                PATH + "?limit=3&pageToken=" + page.get("nextPageToken").textValue()));
        assertThat(rest.get("items").findValuesAsText("path")).containsExactly("outputs2/x", "a");
        assertThat(rest.has("nextPageToken")).isFalse();
    }

    @Test
    void aRangeIsAnsweredInPart() throws Exception {
        put("a.txt", BYTES);
        HttpResponse<byte[]> part = served.get(PATH + "?path=a.txt", "Range", "bytes=2-4");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(text(part)).isEqualTo("234");
        assertThat(header(part, "Content-Range")).isEqualTo("bytes 2-4/10");
        HttpResponse<byte[]> beyond = served.get(PATH + "?path=a.txt", "Range", "bytes=10-");
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(header(beyond, "Content-Range")).isEqualTo("bytes */10");
        assertThat(text(served.get(PATH + "?path=a.txt", "Range", "bytes=0-1,4-5")))
                .isEqualTo("0123456789");
        String tag = header(part, "ETag");
        assertThat(served.get(PATH + "?path=a.txt", "Range", "bytes=2-4", "If-Range", tag)
                        .statusCode())
                .isEqualTo(206);
        put("a.txt", "other".getBytes(StandardCharsets.UTF_8));
        assertThat(text(served.get(PATH + "?path=a.txt", "Range", "bytes=2-4", "If-Range", tag)))
                .isEqualTo("other");
    }

    @Test
    void headTellsTheSizeWithoutTheBytes() throws Exception {
        put("a.txt", BYTES);
        HttpResponse<byte[]> head = served.send("HEAD", PATH + "?path=a.txt", new byte[0]);
        assertThat(header(head, "Content-Length")).isEqualTo("10");
        assertThat(head.body()).isEmpty();
    }

    @Test
    void aDeletedArtifactIsGone() throws Exception {
        put("a.txt", BYTES);
        assertThat(served.send("DELETE", PATH + "?path=a.txt", new byte[0]).statusCode())
                .isEqualTo(204);
        assertProblem(served.get(PATH + "?path=a.txt"), 404, "artifact 'a.txt' of run 'r'");
        assertProblem(served.send("DELETE", PATH + "?path=a.txt", new byte[0]), 404, "artifact 'a.txt' of run 'r'");
        assertThat(json(served.get(PATH)).get("items")).isEmpty();
    }

    @Test
    void whatIsNotThereIsNamed() throws Exception {
        assertProblem(served.get("/api/v1/runs/none/artifacts"), 404, "run 'none' must be in the history");
        assertProblem(served.get("/api/v1/runs/none/artifacts?path=a"), 404, "run 'none' must be in the history");
        assertProblem(
                served.octets("PUT", "/api/v1/runs/none/artifacts?path=a", BYTES),
                404,
                "run 'none' must be in the history");
        assertProblem(served.octets("PUT", PATH, BYTES), 400, "parameter 'path' must be there");
        assertProblem(
                served.send("PUT", PATH + "?path=a", BYTES, "Content-Type", "application/json"),
                415,
                "application/octet-stream");
    }

    @Test
    void anImportedArtifactSaysThatItsBytesDidNotCome() throws Exception {
        served.store
                .runs()
                .append(
                        new RunId("r"),
                        Writer.DIRECT,
                        List.of(new RunRecord.PutArtifact(new ArtifactPath("outputs/model.pkl"), Optional.empty(), 0)));
        assertProblem(
                served.get(PATH + "?path=outputs/model.pkl"),
                404,
                "the bytes of artifact 'outputs/model.pkl' did not come with the import of its run");
        JsonNode item = json(served.get(PATH)).get("items").get(0);
        assertThat(item.get("path").textValue()).isEqualTo("outputs/model.pkl");
        assertThat(item.has("sha256")).isFalse();
        assertThat(item.has("size")).isFalse();
    }

    @Test
    void damagedBytesAreAnErrorThatNamesRunAndFileAndNeverAnAnswer() throws Exception {
        put("a.txt", BYTES);
        put("sound.txt", "sound".getBytes(StandardCharsets.UTF_8));
        Sha256 name = Sha256.of(BYTES);
        served.damage(name, 9);
        String damaged = "file 'a.txt' of run 'r' cannot be read: blob " + name + " is damaged: its bytes now have";
        HttpResponse<byte[]> answer = served.get(PATH + "?path=a.txt");
        assertProblem(answer, 500, damaged);
        assertThat(json(answer).get("code").textValue()).isEqualTo("INTERNAL");
        for (String part : List.of("bytes=0-3", "bytes=8-", "bytes=-1")) {
            HttpResponse<byte[]> range = served.get(PATH + "?path=a.txt", "Range", part);
            assertProblem(range, 500, damaged);
            assertThat(header(range, "Content-Range")).isEmpty();
        }
        HttpResponse<byte[]> blob = served.get("/api/v1/blobs/" + name);
        assertProblem(blob, 500, "blob " + name + " is damaged");
        assertThat(header(blob, "Cache-Control")).isEqualTo("no-store");

        assertThat(text(served.get(PATH + "?path=sound.txt"))).isEqualTo("sound");
        assertThat(text(served.get(PATH + "?path=sound.txt", "Range", "bytes=1-3")))
                .isEqualTo("oun");
    }

    @Test
    void bytesThatAreDamagedAfterAPartWasReadAreNotTakenForIt() throws Exception {
        byte[] large = new byte[200_000];
        new Random(2).nextBytes(large);
        put("a.bin", large);
        assertThat(served.get(PATH + "?path=a.bin", "Range", "bytes=100000-199999")
                        .body())
                .isEqualTo(Arrays.copyOfRange(large, 100_000, 200_000));

        served.damage(Sha256.of(large), 150_000);

        assertProblem(
                served.get(PATH + "?path=a.bin", "Range", "bytes=149990-150010"),
                500,
                "file 'a.bin' of run 'r' cannot be read");
        Files.delete(served.blob(Sha256.of(large)));
        put("a.bin", large);
        assertThat(served.get(PATH + "?path=a.bin", "Range", "bytes=149999-150001")
                        .body())
                .isEqualTo(Arrays.copyOfRange(large, 149_999, 150_002));
    }

    @Test
    void aCutFileIsAnErrorAlsoInPart() throws Exception {
        put("a.txt", BYTES);
        Files.writeString(served.blob(Sha256.of(BYTES)), "012345");
        String damaged = "file 'a.txt' of run 'r' cannot be read";
        assertProblem(served.get(PATH + "?path=a.txt"), 500, damaged);
        assertProblem(served.get(PATH + "?path=a.txt", "Range", "bytes=0-1"), 500, damaged);
        assertProblem(served.get(PATH + "?path=a.txt", "Range", "bytes=8-9"), 500, damaged);
    }

    @Test
    void largeDamagedBytesBreakOffAndTheLogNamesThem() throws Exception {
        byte[] large = new byte[1_000_000];
        put("a.bin", large);
        served.damage(Sha256.of(large), 999_999);
        try (LogLines log = new LogLines()) {
            assertThatThrownBy(() -> served.get(PATH + "?path=a.bin")).isInstanceOf(IOException.class);
            assertThat(log.errors())
                    .anySatisfy(line -> assertThat(line)
                            .contains("file 'a.bin' of run 'r' cannot be read: blob " + Sha256.of(large)));
        }
    }

    /** An answer that goes on by itself would hold a processor each. */
    @Test
    void answersThatBreakOffLeaveTheServerAsItWas() throws Exception {
        byte[] large = new byte[1_000_000];
        put("a.bin", large);
        served.damage(Sha256.of(large), 999_999);
        for (int i = 0; i <= Runtime.getRuntime().availableProcessors(); i++) {
            assertThatThrownBy(() -> served.get(PATH + "?path=a.bin")).isInstanceOf(IOException.class);
        }

        assertThat(served.get("/health").statusCode()).isEqualTo(200);
        assertThat(served.get(PATH).statusCode()).isEqualTo(200);
    }

    @Test
    void aBlobIsStoredUnderItsDigestAndNoOther() throws Exception {
        String path = "/api/v1/blobs/" + Sha256.of(BYTES).hex();
        assertThat(served.send("HEAD", path, new byte[0]).statusCode()).isEqualTo(404);
        assertProblem(served.get(path), 404, "blob " + Sha256.of(BYTES));
        assertProblem(served.octets("PUT", path, new byte[] {1}), 400, "must have that SHA-256");
        assertThat(served.send("HEAD", path, new byte[0]).statusCode()).isEqualTo(404);
        assertThat(served.octets("PUT", path, BYTES).statusCode()).isEqualTo(201);
        assertThat(served.octets("PUT", path, BYTES).statusCode()).isEqualTo(200);
        HttpResponse<byte[]> head = served.send("HEAD", path, new byte[0]);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(header(head, "Content-Length")).isEqualTo("10");
        HttpResponse<byte[]> got = served.get(path);
        assertThat(got.body()).isEqualTo(BYTES);
        assertThat(header(got, "Cache-Control")).isEqualTo("private, max-age=31536000, immutable");
        assertThat(header(got, "Content-Disposition")).isEqualTo("attachment");
        assertProblem(served.get("/api/v1/blobs/ABC"), 400, "64 lower-case hexadecimal digits");
    }

    @Test
    void anUploadThatBreaksOffIsInvisible() throws Exception {
        String answer = RawSocket.send(
                served.url(),
                "PUT " + PATH + "?path=half HTTP/1.1\r\nHost: " + served.url().getAuthority()
                        + "\r\nContent-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                        + "5\r\nhello\r\nxx");
        assertThat(answer).startsWith("HTTP/1.1 400 ");
        assertProblem(served.get(PATH + "?path=half"), 404, "artifact 'half'");
        try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
            assertThat(left).isEmpty();
        }
        assertThat(put("half", BYTES).statusCode()).isEqualTo(200);
    }

    static void assertProblem(HttpResponse<byte[]> response, int status, String part) throws IOException {
        assertThat(response.statusCode()).as(text(response)).isEqualTo(status);
        assertThat(header(response, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(json(response).get("detail").textValue()).contains(part);
    }
}
