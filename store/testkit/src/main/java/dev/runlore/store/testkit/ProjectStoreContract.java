// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.Page;
import dev.runlore.domain.PageToken;
import dev.runlore.domain.Project;
import dev.runlore.domain.ProjectId;
import dev.runlore.store.ProjectStore;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Projects: one for each root. */
public abstract class ProjectStoreContract extends StoreContract {

    @Test
    void aProjectIsFoundByItsIdAlsoAfterReopening() {
        ProjectStore.Put put = store.projects().put("/home/anna/été", "iris");

        assertThat(put.created()).isTrue();
        assertThat(put.project()).isEqualTo(new Project(put.project().id(), "/home/anna/été", "iris", START));
        reopen();
        assertThat(store.projects().find(put.project().id())).contains(put.project());
        assertThat(store.projects().find(new ProjectId(new UUID(1, 2)))).isEmpty();
    }

    @Test
    void theSameRootAgainKeepsItsIdAndTime() {
        Project first = store.projects().put("/a", "iris").project();
        clock.advance(Duration.ofHours(1));

        assertThat(store.projects().put("/a", "iris")).isEqualTo(new ProjectStore.Put(first, false));
        assertThat(store.projects().put("/a", "flowers"))
                .isEqualTo(new ProjectStore.Put(new Project(first.id(), "/a", "flowers", START), false));
        assertThat(store.projects().find(first.id()).map(Project::experiment)).contains("flowers");
    }

    @Test
    void projectsAreListedByTheirRootsPageByPage() {
        Project b = store.projects().put("/b", "iris").project();
        Project a = store.projects().put("/a", "iris").project();
        Project c = store.projects().put("/c", "other").project();

        Page<Project> first = store.projects().list(2, Optional.empty());
        assertThat(first.items()).containsExactly(a, b);
        Page<Project> second = store.projects().list(2, first.next());
        assertThat(second.items()).containsExactly(c);
        assertThat(second.next()).isEmpty();
        assertThatThrownBy(() -> store.projects().list(2, Optional.of(new PageToken("other"))))
                .hasMessageContaining("page token");
    }
}
