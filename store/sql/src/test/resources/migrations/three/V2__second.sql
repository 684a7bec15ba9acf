-- SPDX-License-Identifier: Apache-2.0
-- Copyright The Runlore Authors
ALTER TABLE t ADD COLUMN w TEXT;
UPDATE t SET w = v || ' and brought on';
PRAGMA user_version = 2;
