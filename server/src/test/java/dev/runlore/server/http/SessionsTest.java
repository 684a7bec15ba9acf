// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private Instant now = Instant.parse("2026-05-04T09:30:00Z");
    private final Sessions sessions = new Sessions(() -> now);

    @Test
    void aCodeIsGoodForAMinuteAndOnce() {
        Sessions.Code code = sessions.newCode();
        assertThat(code.expires()).isEqualTo(now.plusSeconds(60));
        String late = sessions.newCode().value();
        after(Duration.ofSeconds(59));
        assertThat(sessions.open(code.value())).isPresent();
        assertThat(sessions.open(code.value())).isEmpty();
        after(Duration.ofSeconds(1));
        assertThat(sessions.open(late)).isEmpty();
    }

    @Test
    void aSessionEndsTwelveHoursAfterItsLastUse() {
        String session = session();
        after(Duration.ofHours(11));
        assertThat(isOpen(session)).isTrue();
        after(Duration.ofHours(11));
        assertThat(isOpen(session)).isTrue();
        after(Duration.ofHours(12));
        assertThat(isOpen(session)).isFalse();
        assertThat(isOpen(session)).isFalse();
    }

    @Test
    void aCodeIsNoSessionAndASessionNoCode() {
        assertThat(isOpen(sessions.newCode().value())).isFalse();
        assertThat(sessions.open(session())).isEmpty();
    }

    @Test
    void anEndedSessionIsNotGoodAnyMore() {
        String session = session();
        sessions.end(List.of(session, "unknown"));
        assertThat(isOpen(session)).isFalse();
    }

    @Test
    void ofTooManyCodesTheOldestGivesWay() {
        List<String> codes = new ArrayList<>();
        for (int i = 0; i <= 100; i++) {
            codes.add(sessions.newCode().value());
        }
        assertThat(codes).doesNotHaveDuplicates();
        assertThat(sessions.open(codes.getFirst())).isEmpty();
        assertThat(sessions.open(codes.get(1))).isPresent();
        assertThat(sessions.open(codes.getLast())).isPresent();
    }

    @Test
    void theCookiesNameHasThePortAndOthersAreLeftAlone() {
        assertThat(SessionCookie.values(
                        Optional.of(
                                "runlore-5055=a; runlore-5056=b;runlore-5055=c; x=runlore-5055=d; __Host-runlore-5055=e"),
                        5055))
                .containsExactly("a", "c", "e");
        assertThat(SessionCookie.values(Optional.of(";;=;runlore-5055"), 5055)).isEmpty();
        assertThat(SessionCookie.values(Optional.empty(), 5055)).isEmpty();
    }

    private String session() {
        return sessions.open(sessions.newCode().value()).orElseThrow();
    }

    private boolean isOpen(String session) {
        return sessions.isAnyOpen(List.of("unknown", session));
    }

    private void after(Duration time) {
        now = now.plus(time);
    }
}
