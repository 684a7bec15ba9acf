// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.job;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Arguments as the history shows them: the value of {@code --password} and the like is {@code ***}. As in the Python SDK. */
final class HiddenValues {
    private static final String HIDDEN = "***";
    private static final Pattern SECRET = Pattern.compile(
            "(?:^|[-_])(?:token|password|passwd|passphrase|secret|credentials?|(?:api|access|secret)[-_]?key)$",
            Pattern.CASE_INSENSITIVE);

    private HiddenValues() {}

    static List<String> of(List<String> arguments) {
        List<String> shown = new ArrayList<>();
        boolean isValue = false;
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            boolean isOption = argument.startsWith("-");
            boolean isSecret = isOption && SECRET.matcher(name).find();
            if (isValue && !isOption) {
                shown.add(HIDDEN);
            } else {
                shown.add(isSecret && equals >= 0 ? name + "=" + HIDDEN : argument);
            }
            isValue = isSecret && equals < 0;
        }
        return List.copyOf(shown);
    }
}
