// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.job;

import dev.runlore.domain.Tags;
import dev.runlore.server.http.Fields;
import dev.runlore.server.run.RunDrafts;
import java.util.List;
import java.util.Optional;

/**
 * What of a repeated run is to be other than it was.
 *
 * @param arguments in the place of those that it had
 */
record Repetition(Optional<List<String>> arguments, Optional<String> name, Tags tags) {

    static Repetition read(Fields fields) {
        return new Repetition(
                fields.has("arguments") ? Optional.of(fields.texts("arguments")) : Optional.empty(),
                fields.text("name"),
                RunDrafts.tags(fields));
    }
}
