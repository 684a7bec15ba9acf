// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.Limits;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.RunId;
import dev.runlore.domain.RunloreException;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.MediaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a call was given, from the query of a GET or the JSON body of anything else. Numbers and booleans may come as text, names in
 * snake or camel case; null is absent; unknown names are ignored.
 */
public final class Arguments {
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(Limits.JSON_DEPTH)
                            .maxStringLength(Limits.BODY_BYTES)
                            .maxNameLength(Limits.TEXT_VALUE_BYTES)
                            .build())
                    .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Names of arguments in camel case, of all that calls ask for. */
    private static final Map<String, String> CAMEL = new ConcurrentHashMap<>();

    private final String within;
    private final ObjectNode values;
    /** Of a query: every value is a list of texts. */
    private final boolean isQuery;

    private Arguments(String within, ObjectNode values, boolean isQuery) {
        this.within = within;
        this.values = values;
        this.isQuery = isQuery;
    }

    /** @throws RunloreException INVALID_ARGUMENT, UNSUPPORTED_MEDIA or TOO_LARGE */
    public static Arguments of(Exchange exchange) throws IOException {
        return switch (exchange.method()) {
            case "GET", "HEAD" -> ofQuery(exchange);
            case "POST", "PUT" -> {
                requireJson(exchange);
                yield body(exchange.bodyBytes(MediaType.ANY, Limits.BODY_BYTES));
            }
            default -> body(exchange.bodyBytes(MediaType.ANY, Limits.BODY_BYTES));
        };
    }

    /** What the query says, also where the body is a file. */
    public static Arguments ofQuery(Exchange exchange) {
        return query(exchange.queryPairs());
    }

    private static void requireJson(Exchange exchange) {
        String type = exchange.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (!type.split(";", 2)[0].strip().equals("application/json")) {
            throw new RunloreException(
                    ErrorCode.UNSUPPORTED_MEDIA,
                    "Bad Request. Content-Type must be application/json but is "
                            + (type.isEmpty() ? "missing" : "another") + "; send the arguments as JSON.");
        }
    }

    private static Arguments query(List<Map.Entry<String, String>> pairs) {
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, String> pair : pairs) {
            if (values.get(pair.getKey()) instanceof ArrayNode several) {
                several.add(pair.getValue());
            } else {
                values.putArray(pair.getKey()).add(pair.getValue());
            }
        }
        return new Arguments("", values, true);
    }

    private static Arguments body(byte[] body) {
        if (body.length == 0) {
            return new Arguments("", JsonNodeFactory.instance.objectNode(), false);
        }
        try {
            JsonNode root = JSON.readTree(body);
            // Very old clients encode the object twice.
            JsonNode object = root.isTextual() ? JSON.readTree(root.textValue()) : root;
            if (object instanceof ObjectNode values) {
                return new Arguments("", values, false);
            }
        } catch (JsonProcessingException e) {
            throw new RunloreException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Malformed JSON: the body must be a JSON object but cannot be read.",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw RunloreException.invalid("Malformed JSON: the body must be a JSON object but is of another type.");
    }

    /** A text that must be there and not be empty. */
    public String text(String name) {
        return find(name).filter(text -> !text.isEmpty()).orElseThrow(() -> missing(name));
    }

    /** A text that may be empty. */
    public Optional<String> find(String name) {
        return single(name).map(node -> text(within + name, node));
    }

    /** A whole number, also as text or as a float without a fraction. */
    public Optional<Long> whole(String name) {
        return single(name).map(node -> Numbers.whole(within + name, node));
    }

    public long requireWhole(String name) {
        return whole(name).orElseThrow(() -> missing(name));
    }

    /** A number, also as text; NaN and the infinities are numbers. */
    public Optional<Double> number(String name) {
        return single(name).map(node -> Numbers.real(within + name, node));
    }

    public double requireNumber(String name) {
        return number(name).orElseThrow(() -> missing(name));
    }

    public Optional<Boolean> flag(String name) {
        return single(name).map(node -> {
            String word = node.isTextual() || node.isBoolean() ? node.asText().toLowerCase(Locale.ROOT) : "";
            return switch (word) {
                case "true" -> true;
                case "false" -> false;
                default -> throw Faults.invalid(within + name, node.toString(), "it must be true or false.");
            };
        });
    }

    /** How much is asked for at most, from 1 to {@code most}. */
    public int limit(String name, int usual, int most) {
        long limit = whole(name).orElse((long) usual);
        if (limit < 1 || limit > most) {
            throw Faults.invalid(within + name, Long.toString(limit), "it must be from 1 to " + most + ".");
        }
        return (int) limit;
    }

    /** Where a list goes on; an empty one is none. */
    public Optional<PageToken> pageToken() {
        return find("page_token").filter(text -> !text.isEmpty()).map(PageToken::new);
    }

    /** One of several names, also as its number, the first of which is 1. */
    public Optional<String> choice(String name, List<String> names) {
        return single(name).map(node -> {
            if (node.isTextual() && names.contains(node.textValue())) {
                return node.textValue();
            }
            boolean isNumber = node.isIntegralNumber()
                    || node.isTextual() && node.textValue().matches("\\d{1,3}");
            long number = isNumber ? Numbers.whole(within + name, node) : 0;
            if (number < 1 || number > names.size()) {
                throw Faults.invalid(within + name, node.toString(), "it must be one of " + names + ".");
            }
            return names.get((int) number - 1);
        });
    }

    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        int place = 0;
        for (JsonNode node : list(name)) {
            texts.add(text(within + name + "[" + place++ + "]", node));
        }
        return texts;
    }

    public List<Arguments> objects(String name) {
        List<Arguments> objects = new ArrayList<>();
        int place = 0;
        for (JsonNode node : list(name)) {
            String element = within + name + "[" + place++ + "]";
            objects.add(of(element, node));
        }
        return objects;
    }

    public Optional<Arguments> object(String name) {
        return single(name).map(node -> of(within + name, node));
    }

    /** The run that {@code run_id} names, or the older {@code run_uuid}. */
    public RunId run() {
        String id = find("run_id")
                .filter(text -> !text.isEmpty())
                .or(() -> find("run_uuid").filter(text -> !text.isEmpty()))
                .orElseThrow(() -> missing("run_id"));
        try {
            return new RunId(id);
        } catch (RunloreException wrong) {
            throw Faults.invalid("run_id", '"' + id + '"', String.valueOf(wrong.getMessage()));
        }
    }

    public RunloreException missing(String name) {
        return Faults.missing(within + name);
    }

    /** What an error's sentence calls the argument. */
    public String path(String name) {
        return within + name;
    }

    private static Arguments of(String path, JsonNode node) {
        if (node instanceof ObjectNode values) {
            return new Arguments(path + ".", values, false);
        }
        throw Faults.invalid(path, node.toString(), "it must be an object.");
    }

    private static String text(String path, JsonNode node) {
        if (!node.isTextual()) {
            throw Faults.invalid(path, node.toString(), "it must be a string.");
        }
        return node.textValue();
    }

    /** One value; of a query's several the last, as the reference takes it. */
    private Optional<JsonNode> single(String name) {
        return node(name).map(node -> isQuery ? node.get(node.size() - 1) : node);
    }

    private Iterable<JsonNode> list(String name) {
        Optional<JsonNode> list = node(name);
        list.filter(node -> !node.isArray()).ifPresent(node -> {
            throw Faults.invalid(within + name, node.toString(), "it must be a list.");
        });
        return list.orElse(JsonNodeFactory.instance.arrayNode());
    }

    private Optional<JsonNode> node(String name) {
        return Optional.ofNullable(values.get(name))
                .or(() -> Optional.ofNullable(values.get(CAMEL.computeIfAbsent(name, Arguments::camel))))
                .filter(node -> !node.isNull());
    }

    private static String camel(String name) {
        StringBuilder camel = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean isBreak = c == '_' && i + 1 < name.length();
            camel.append(isBreak ? Character.toUpperCase(name.charAt(++i)) : c);
        }
        return camel.toString();
    }
}
