// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.output;

import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.runlore.sdk.JsonTree;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** YAML with keys by code point. */
final class YamlText {
    private static final Pattern KEY = Pattern.compile("(?m)^([ -]*)([^\\s\"'#:-][^:\\n]*|\"[^\"\\n]*\"):(?= |$)");

    private YamlText() {}

    static void write(Appendable out, @Nullable Object tree, Palette palette) throws IOException {
        StringWriter yaml = new StringWriter();
        YAMLFactory factory = YAMLFactory.builder()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                .disable(YAMLGenerator.Feature.SPLIT_LINES)
                .build();
        try (YAMLGenerator generator = factory.createGenerator(yaml)) {
            JsonTree.write(generator, sorted(tree));
        }
        String text = yaml.toString();
        if (palette != Palette.PLAIN) {
            text = KEY.matcher(text).replaceAll("$1" + palette.key + "$2" + palette.end + ":");
        }
        out.append(text).append(text.endsWith("\n") ? "" : "\n");
    }

    private static @Nullable Object sorted(@Nullable Object tree) {
        return switch (tree) {
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> keys = new TreeMap<>(CodePointOrder.INSTANCE);
                map.forEach((key, value) -> keys.put((String) key, sorted(value)));
                yield keys;
            }
            case List<?> list -> {
                List<@Nullable Object> items = new ArrayList<>();
                list.forEach(item -> items.add(sorted(item)));
                yield items;
            }
            case null, default -> tree;
        };
    }
}
