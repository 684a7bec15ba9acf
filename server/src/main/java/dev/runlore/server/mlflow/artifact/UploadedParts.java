// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.artifact;

import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.server.mlflow.Arguments;
import dev.runlore.server.mlflow.Faults;
import dev.runlore.store.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;

/** The parts of a file in their order. */
record UploadedParts(List<Sha256> blobs) {

    /** @throws RunloreException INVALID_ARGUMENT unless the parts are numbered from 1 on, each once */
    static UploadedParts of(Arguments told) {
        TreeMap<Long, Sha256> parts = new TreeMap<>();
        for (Arguments part : told.objects("parts")) {
            long number = part.requireWhole("part_number");
            if (parts.put(number, blob(part)) != null) {
                throw Faults.invalid(part.path("part_number"), Long.toString(number), "it must come once.");
            }
        }
        if (parts.isEmpty()) {
            throw Faults.missing("parts");
        }
        if (parts.firstKey() != 1 || parts.lastKey() != parts.size()) {
            throw RunloreException.invalid(
                    "the numbers of the parts must count from 1 to " + parts.size() + " but do not; name every part");
        }
        return new UploadedParts(List.copyOf(parts.values()));
    }

    private static Sha256 blob(Arguments part) {
        String etag = part.text("etag").replace("\"", "");
        try {
            return new Sha256(etag);
        } catch (RunloreException wrong) {
            throw Faults.invalid(
                    part.path("etag"), '"' + etag + '"', "it must be the ETag that the part's upload answered.");
        }
    }

    /** All bytes, each part opened when its turn comes and checked. */
    InputStream open(BlobStore store) {
        Iterator<Sha256> rest = blobs.iterator();
        return new SequenceInputStream(new Enumeration<>() {
            @Override
            public boolean hasMoreElements() {
                return rest.hasNext();
            }

            @Override
            public InputStream nextElement() {
                try {
                    return store.open(rest.next());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
    }
}
