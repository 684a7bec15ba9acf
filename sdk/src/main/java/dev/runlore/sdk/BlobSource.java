// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.Sha256;
import java.nio.file.Path;

/** Where the bytes of each digest lie on this machine. */
@FunctionalInterface
public interface BlobSource {

    /** A file with these bytes; asked only for what the server lacks. */
    Path file(Sha256 sha256);
}
