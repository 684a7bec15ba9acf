// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

/** Hears how far an export or import has come. */
@FunctionalInterface
public interface TransferProgress {
    void show(long done, long all, String what);
}
