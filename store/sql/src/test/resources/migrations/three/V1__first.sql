-- SPDX-License-Identifier: Apache-2.0
-- Copyright The Runlore Authors
CREATE TABLE t (v TEXT);
INSERT INTO t VALUES ('kept');
PRAGMA user_version = 1;
