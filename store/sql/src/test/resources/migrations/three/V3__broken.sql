-- SPDX-License-Identifier: Apache-2.0
-- Copyright The Runlore Authors
UPDATE t SET w = 'half done';
INSERT INTO nowhere VALUES (1);
PRAGMA user_version = 3;
