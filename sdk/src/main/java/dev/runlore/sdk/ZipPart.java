// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

/**
 * One file of a zip as its directory tells of it.
 *
 * @param offset of its header
 * @param end where the next thing begins, so that it must end before
 * @param packed bytes as they lie in the zip
 * @param size in bytes when unpacked
 */
record ZipPart(String name, boolean deflated, long offset, long end, long packed, long size, long crc) {
    ZipPart until(long next) {
        return new ZipPart(name, deflated, offset, next, packed, size, crc);
    }
}
