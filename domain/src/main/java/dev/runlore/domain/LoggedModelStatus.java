// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain;

/** Whether the files of a logged model have come. */
public enum LoggedModelStatus {
    PENDING,
    READY,
    UPLOAD_FAILED
}
