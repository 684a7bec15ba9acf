// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeadlineTest {
    private static final String ENDLESS =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

    @TempDir
    private Path folder;

    @Test
    void aQuestionThatTakesTooLongIsBrokenOffAndTheNextIsAnswered() {
        new Database(folder).openWriter().close();
        try (Session session = new Database(folder).openReader()) {
            session.execute("BEGIN");
            assertThatThrownBy(() -> session.limited(Duration.ofMillis(50), () -> session.number(ENDLESS)))
                    .isInstanceOfSatisfying(
                            RunloreException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                    .hasMessageContaining("narrow it by an experiment");
            assertThat(session.number("SELECT 7")).isEqualTo(7);
            session.execute("COMMIT");

            String longer = ENDLESS.replace("FROM n)", "FROM n WHERE i < 2000000)");
            assertThat(session.number(longer)).isEqualTo(2_000_000);
        }
    }
}
