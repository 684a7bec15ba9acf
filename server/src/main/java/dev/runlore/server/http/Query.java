// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import dev.runlore.domain.PageToken;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parameters of a request's query, decoded once, each at most once; unknown ones are ignored. */
public final class Query {
    private final Map<String, String> values = new LinkedHashMap<>();

    /** @throws RunloreException INVALID_ARGUMENT when it is not UTF-8 in percent form or names a parameter twice */
    public Query(@Nullable String raw) {
        pairs(raw).forEach(pair -> {
            if (values.put(pair.getKey(), pair.getValue()) != null) {
                throw RunloreException.invalid(
                        "parameter '" + Shown.text(pair.getKey()) + "' must come once but came twice; send one");
            }
        });
    }

    /**
     * Names and values of a query as it came, decoded once, in their order.
     *
     * @throws RunloreException INVALID_ARGUMENT when it is not UTF-8 in percent form
     */
    static List<Map.Entry<String, String>> pairs(@Nullable String raw) {
        if (raw == null || raw.isEmpty()) {
            return List.of();
        }
        List<Map.Entry<String, String>> pairs = new ArrayList<>();
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            pairs.add(Map.entry(
                    decode(equals < 0 ? pair : pair.substring(0, equals)),
                    equals < 0 ? "" : decode(pair.substring(equals + 1))));
        }
        return pairs;
    }

    public Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    public String get(String name) {
        return find(name)
                .orElseThrow(() ->
                        RunloreException.invalid("parameter '" + name + "' must be there but is missing; add it"));
    }

    /** False when it is not there. */
    public boolean flag(String name) {
        String word = values.getOrDefault(name, "false");
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw RunloreException.invalid("parameter '" + name + "' must be true or false but is '"
                        + Shown.text(word) + "'; use one of them");
        };
    }

    /** A whole number from {@code least} to {@code most}. */
    public Optional<Long> number(String name, long least, long most) {
        return find(name).map(text -> {
            try {
                long value = Long.parseLong(text);
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // the sentence below says it
            }
            throw RunloreException.invalid("parameter '" + name + "' must be a whole number from " + least + " to "
                    + most + " but is '" + Shown.text(text) + "'; use one of these");
        });
    }

    /** The asked length of a list, {@code usual} when none is asked. */
    public int limit(int usual, int most) {
        return number("limit", 1, most).map(Long::intValue).orElse(usual);
    }

    public Optional<PageToken> pageToken() {
        return find("pageToken").map(PageToken::new);
    }

    private static String decode(String text) {
        return Percent.decode("the query", text, true);
    }
}
