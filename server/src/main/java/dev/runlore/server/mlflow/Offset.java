// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow;

import dev.runlore.domain.RunloreException;
import java.util.regex.Pattern;

/** Page tokens of lists that are made anew for each page: how much of the list was before. */
public final class Offset {
    private static final Pattern FORM = Pattern.compile("from\\.(\\d{1,9})");

    private Offset() {}

    public static String token(int offset) {
        return "from." + offset;
    }

    /** @throws RunloreException INVALID_ARGUMENT when the token is none of these */
    public static int of(Arguments arguments) {
        return arguments
                .pageToken()
                .map(token -> {
                    var matcher = FORM.matcher(token.value());
                    if (!matcher.matches()) {
                        throw RunloreException.invalid(
                                "page token must be one that this very list answered; ask for the list again without it");
                    }
                    return Integer.parseInt(matcher.group(1));
                })
                .orElse(0);
    }
}
