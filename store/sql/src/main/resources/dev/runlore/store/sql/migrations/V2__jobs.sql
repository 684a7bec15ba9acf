-- SPDX-License-Identifier: Apache-2.0
-- Copyright The Runlore Authors
--
-- Snapshots of source folders, jobs that run them, projects they come from, and models promoted from what they made.

-- snapshot_explicit: 1 when the run's snapshot was asked for, 0 when it was taken by itself at the start and may be replaced
ALTER TABLE run ADD COLUMN snapshot_explicit INTEGER NOT NULL DEFAULT 0;

CREATE TABLE snapshot (
  snapshot_id TEXT PRIMARY KEY,
  workspace_id INTEGER NOT NULL,
  files INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  created INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot_file (
  snapshot_id TEXT NOT NULL,
  path TEXT NOT NULL,
  workspace_id INTEGER NOT NULL,
  executable INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  PRIMARY KEY (snapshot_id, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX snapshot_blob ON snapshot_file (sha256);

-- job_key is the order of submission, and so of the queue. submission is the request as JSON, with what only the job may see;
-- nonce: of the runner that claimed it; handle: what the compute target calls it
CREATE TABLE job (
  job_key INTEGER PRIMARY KEY AUTOINCREMENT,
  workspace_id INTEGER NOT NULL,
  id TEXT NOT NULL UNIQUE,
  run_key INTEGER NOT NULL,
  target TEXT NOT NULL,
  launch TEXT NOT NULL,
  state TEXT NOT NULL,
  submission TEXT NOT NULL,
  nonce TEXT,
  handle TEXT,
  cancel_requested INTEGER NOT NULL DEFAULT 0,
  created INTEGER NOT NULL,
  started INTEGER,
  ended INTEGER
) STRICT;
CREATE INDEX job_of_run ON job (run_key, job_key);
CREATE INDEX job_live ON job (target, job_key) WHERE ended IS NULL;
CREATE INDEX job_waiting ON job (target, job_key) WHERE state = 'Queued';

CREATE TABLE project (
  project_id TEXT PRIMARY KEY,
  workspace_id INTEGER NOT NULL,
  root TEXT NOT NULL,
  experiment TEXT NOT NULL,
  registered INTEGER NOT NULL,
  UNIQUE (workspace_id, root)
) STRICT, WITHOUT ROWID;

CREATE TABLE model (
  model_key INTEGER PRIMARY KEY AUTOINCREMENT,
  workspace_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  description TEXT,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  last_version INTEGER NOT NULL DEFAULT 0,
  UNIQUE (workspace_id, name)
) STRICT;

CREATE TABLE model_tag (
  model_key INTEGER NOT NULL,
  key TEXT NOT NULL,
  workspace_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  text TEXT,
  PRIMARY KEY (model_key, key)
) STRICT, WITHOUT ROWID;

-- artifact_path: the file or folder of the run that was promoted
CREATE TABLE model_version (
  version_key INTEGER PRIMARY KEY AUTOINCREMENT,
  model_key INTEGER NOT NULL,
  version INTEGER NOT NULL,
  workspace_id INTEGER NOT NULL,
  run_id TEXT NOT NULL,
  artifact_path TEXT NOT NULL,
  description TEXT,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  UNIQUE (model_key, version)
) STRICT;

CREATE TABLE model_version_file (
  version_key INTEGER NOT NULL,
  path TEXT NOT NULL,
  workspace_id INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  PRIMARY KEY (version_key, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX model_version_blob ON model_version_file (sha256);

CREATE TABLE model_version_tag (
  version_key INTEGER NOT NULL,
  key TEXT NOT NULL,
  workspace_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  text TEXT,
  PRIMARY KEY (version_key, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX run_of_snapshot ON run (snapshot) WHERE snapshot IS NOT NULL;

-- runs that are purged while not all their rows are gone yet; what the run row knew that is needed for that
CREATE TABLE run_purge (
  run_key INTEGER PRIMARY KEY,
  workspace_id INTEGER NOT NULL,
  experiment_id INTEGER NOT NULL,
  snapshot TEXT
) STRICT;

-- runs that are being brought in: their rows are stored under the run_key that they are to have, and nobody sees them before
-- the run's own row is there. content: digest of all their records; next_record: how many of these are here
CREATE TABLE run_import (
  run_key INTEGER PRIMARY KEY,
  workspace_id INTEGER NOT NULL,
  id TEXT NOT NULL,
  experiment_id INTEGER NOT NULL,
  content TEXT NOT NULL,
  next_record INTEGER NOT NULL,
  next_log_row INTEGER NOT NULL,
  touched INTEGER NOT NULL,
  UNIQUE (workspace_id, id)
) STRICT;

PRAGMA user_version = 2;
