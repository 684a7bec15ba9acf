// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.sql;

import dev.runlore.domain.RunloreException;

/** One request's part of a group's transaction. Runs on the writing thread, and maybe again when its group had to be undone. */
interface Change<T> {

    /**
     * Makes the change and answers what the caller gets once it is durable.
     *
     * @throws RunloreException the request is refused, and has changed nothing
     */
    T apply(Writing writing);
}
