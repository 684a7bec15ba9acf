// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Uploads in parts, of which the server keeps nothing but the parts' bytes. */
final class MlflowUploadsTest {
    private static final String UPLOADS = "/api/2.0/mlflow-artifacts/mpu/";

    private ServedFolder served;
    private String folder;

    @BeforeEach
    void serve(@TempDir Path data) throws Exception {
        served = new ServedFolder(data);
        served.run("r");
        folder = ServedFolder.json(served.get("/api/v1/runs/r"))
                        .at("/experiment/id")
                        .asText() + "/r/artifacts/a b";
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private HttpResponse<byte[]> call(String step, String body) throws Exception {
        return served.post(UPLOADS + step + "/" + folder.replace(" ", "%20"), body.replace('\'', '"'));
    }

    private JsonNode begin(int parts) throws Exception {
        return ServedFolder.json(call("create", "{'path':'/home/me/50%.bin','num_parts':" + parts + "}"));
    }

    private String send(JsonNode credential, String bytes) throws Exception {
        String url = credential.get("url").textValue();
        assertThat(url).startsWith(served.url() + "/");
        HttpResponse<byte[]> sent = served.send(
                "PUT", url.substring(served.url().toString().length()), bytes.getBytes(StandardCharsets.UTF_8));
        assertThat(sent.statusCode()).as(ServedFolder.text(sent)).isEqualTo(200);
        return "{'part_number':" + credential.get("part_number") + ",'url':'','etag':" + "'"
                + ServedFolder.header(sent, "ETag").replace("\"", "\\\"") + "'}";
    }

    private HttpResponse<byte[]> complete(JsonNode upload, List<String> parts) throws Exception {
        return call(
                "complete",
                "{'path':'50%.bin','upload_id':'" + upload.get("upload_id").textValue() + "','parts':["
                        + String.join(",", parts) + "]}");
    }

    private String read() throws Exception {
        return ServedFolder.text(served.get("/api/v1/runs/r/artifacts?path=a%20b/50%25.bin"));
    }

    @Test
    void theFileIsThereWhenAllPartsAre() throws Exception {
        JsonNode upload = begin(3);
        List<String> parts = new ArrayList<>();
        for (int i = 2; i >= 0; i--) {
            parts.add(send(upload.get("credentials").get(i), "part" + i + ";"));
        }
        assertThat(ServedFolder.text(served.get("/api/v1/runs/r/artifacts"))).isEqualTo("{\"items\":[]}");
        assertThat(ServedFolder.text(complete(upload, parts))).isEqualTo("{}");
        assertThat(read()).isEqualTo("part0;part1;part2;");
        assertThat(ServedFolder.text(complete(upload, parts))).isEqualTo("{}");
    }

    @Test
    void anUploadIsGivenUp() throws Exception {
        JsonNode upload = begin(1);
        send(upload.get("credentials").get(0), "x");
        HttpResponse<byte[]> given = call(
                "abort",
                "{'path':'50%.bin','upload_id':'" + upload.get("upload_id").textValue() + "'}");
        assertThat(ServedFolder.text(given)).isEqualTo("{}");
        assertThat(ServedFolder.text(served.get("/api/v1/runs/r/artifacts"))).isEqualTo("{\"items\":[]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "create | {} | Missing value for required parameter 'path'.",
                "create | {'path':'x','num_parts':0} | Invalid value 0 for parameter 'num_parts' supplied: ",
                "create | {'path':'x','num_parts':10001} | Invalid value 10001 for parameter 'num_parts' supplied: ",
                "create | {'path':'x','num_parts':'two'} | Invalid value",
                "create | {'path':'..'} | artifact path",
                "create | {'path':'a/'} | artifact path",
                "create | {'path':5} | Invalid value 5 for parameter 'path' supplied: it must be a string.",
                "complete | {'path':'x'} | Missing value for required parameter 'upload_id'.",
                "complete | {'path':'x','upload_id':'0'} | Invalid value \"0\" for parameter 'upload_id' supplied: ",
                "abort | {'path':'x','upload_id':'0'} | Invalid value \"0\" for parameter 'upload_id' supplied: ",
            })
    void whatIsWrongIsSaid(String step, String body, String message) throws Exception {
        HttpResponse<byte[]> refused = call(step, body);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(ServedFolder.json(refused).get("error_code").textValue()).isEqualTo("INVALID_PARAMETER_VALUE");
        assertThat(ServedFolder.json(refused).get("message").textValue()).startsWith(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | Missing value for required parameter 'parts'.",
                "[{'part_number':2,'etag':'E'}] | the numbers of the parts must count from 1 to 1 but do not",
                "[{'part_number':1,'etag':'E'},{'part_number':1,'etag':'E'}] | Invalid value",
                "[{'part_number':1,'etag':'x'}] | Invalid value",
                "[{'part_number':1}] | Missing value for required parameter 'parts[0].etag'.",
                "[{'etag':'E'}] | Missing value for required parameter 'parts[0].part_number'.",
                "[{'part_number':1,'etag':'E'}] | part ",
                "7 | Invalid value 7 for parameter 'parts' supplied: it must be a list.",
            })
    void anUploadIsCompletedByAllItsParts(String parts, String message) throws Exception {
        JsonNode upload = begin(1);
        HttpResponse<byte[]> refused = call(
                "complete",
                "{'path':'50%.bin','upload_id':'" + upload.get("upload_id").textValue() + "','parts':"
                        + parts.replace("'E'", "'" + "0".repeat(64) + "'") + "}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(ServedFolder.json(refused).get("message").textValue()).startsWith(message);
        assertThat(ServedFolder.text(served.get("/api/v1/runs/r/artifacts"))).isEqualTo("{\"items\":[]}");
    }

    @Test
    void anUploadOfAnotherFileIsNotThis() throws Exception {
        served.run("s");
        JsonNode upload = begin(1);
        String part = send(upload.get("credentials").get(0), "x");
        String other = folder.replace("/r/", "/s/").replace(" ", "%20");
        HttpResponse<byte[]> refused = served.post(
                UPLOADS + "complete/" + other,
                ("{'path':'50%.bin','upload_id':'" + upload.get("upload_id").textValue() + "','parts':[" + part + "]}")
                        .replace('\'', '"'));
        assertThat(refused.statusCode()).isEqualTo(400);
        HttpResponse<byte[]> sent = served.send(
                "PUT",
                UPLOADS + "part/" + other + "/50%25.bin?part_number=1&upload_id="
                        + upload.get("upload_id").textValue(),
                new byte[1]);
        assertThat(sent.statusCode()).isEqualTo(400);
        assertThat(ServedFolder.text(served.get("/api/v1/runs/s/artifacts"))).isEqualTo("{\"items\":[]}");
    }

    @Test
    void theClientsOwnRightIsHandedToItsParts() throws Exception {
        HttpResponse<byte[]> begun = served.send(
                "POST",
                UPLOADS + "create/" + folder.replace(" ", "%20"),
                "{\"path\":\"x\",\"num_parts\":1}".getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/json",
                "Authorization",
                "Bearer a-token-of-tests");
        assertThat(ServedFolder.json(begun)
                        .at("/credentials/0/headers/Authorization")
                        .textValue())
                .isEqualTo("Bearer a-token-of-tests");
        assertThat(begin(1).at("/credentials/0/headers")).isEmpty();
    }
}
