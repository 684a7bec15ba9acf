// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/** The schemas of all answers in the API description. */
final class AnswerSchemas {
    private static final String LOCATION = "https://runlore.dev/openapi.json";

    private static final Logger VALIDATOR_LOG = Logger.getLogger("com.networknt");

    static {
        // The whole description is one document for it, most of whose words are no schema's.
        VALIDATOR_LOG.setLevel(Level.SEVERE);
    }

    private final JsonNode description;
    private final JsonSchemaFactory schemas;

    AnswerSchemas(Path openapi) throws IOException {
        description = new YAMLMapper().readTree(openapi.toFile());
        String text = description.toString();
        schemas = JsonSchemaFactory.getInstance(
                SpecVersion.VersionFlag.V202012,
                builder -> builder.schemaLoaders(loaders -> loaders.schemas(Map.of(LOCATION, text))));
    }

    /** What of a JSON answer the description does not allow; empty for a path that it does not have. */
    Set<ValidationMessage> faults(String method, String path, int status, JsonNode answer) {
        Optional<String> template = template(path);
        if (template.isEmpty()) {
            return schema("/components/schemas/Problem").validate(answer);
        }
        String response =
                "/paths/" + escaped(template.get()) + "/" + method.toLowerCase(Locale.ROOT) + "/responses/" + status;
        return description.at(response).isMissingNode()
                ? schema("/components/schemas/Problem").validate(answer)
                : schema(response + "/content/application~1json/schema").validate(answer);
    }

    private JsonSchema schema(String pointer) {
        return schemas.getSchema(
                SchemaLocation.of(LOCATION + "#" + pointer.replace("{", "%7B").replace("}", "%7D")));
    }

    private Optional<String> template(String path) {
        String resource = path.replaceFirst("\\?.*", "").replaceFirst("^/api/v1", "");
        return description
                .get("paths")
                .propertyStream()
                .map(Map.Entry::getKey)
                .filter(template -> Pattern.matches(template.replaceAll("\\{[a-z0-9]+}", "[^/]+"), resource))
                // a path without a parameter is more exact than one with
                .min(Comparator.comparingInt(template -> template.contains("{action}") ? 1 : 0));
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
