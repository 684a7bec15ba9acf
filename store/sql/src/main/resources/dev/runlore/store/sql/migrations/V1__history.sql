-- SPDX-License-Identifier: Apache-2.0
-- Copyright The Runlore Authors
--
-- Times of runs are microseconds since 1970, times of points milliseconds. Cells that must come back as they went in are blobs
-- of a type byte and the value; the columns "number" and "…_v" beside them are what filters and orders compare.

CREATE TABLE workspace (
  workspace_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  uuid TEXT NOT NULL
) STRICT;

-- AUTOINCREMENT: a number once given never names another experiment
CREATE TABLE experiment (
  experiment_id INTEGER PRIMARY KEY AUTOINCREMENT,
  workspace_id INTEGER NOT NULL,
  uuid TEXT NOT NULL,
  name TEXT NOT NULL,
  description TEXT,
  primary_metric TEXT,
  primary_goal TEXT,
  created INTEGER NOT NULL,
  archived INTEGER NOT NULL DEFAULT 0,
  last_number INTEGER NOT NULL DEFAULT 0,
  UNIQUE (workspace_id, name)
) STRICT;

CREATE TABLE experiment_tag (
  experiment_id INTEGER NOT NULL,
  key TEXT NOT NULL,
  workspace_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  text TEXT,
  PRIMARY KEY (experiment_id, key)
) STRICT, WITHOUT ROWID;

-- run_key: the run's number inside this file; archived_with: archived together with its experiment
CREATE TABLE run (
  run_key INTEGER PRIMARY KEY AUTOINCREMENT,
  workspace_id INTEGER NOT NULL,
  id TEXT NOT NULL,
  experiment_id INTEGER NOT NULL,
  number INTEGER NOT NULL,
  name TEXT,
  description TEXT,
  status TEXT NOT NULL,
  parent TEXT,
  script TEXT,
  arguments TEXT NOT NULL,
  target TEXT NOT NULL,
  user_id TEXT NOT NULL,
  user_name TEXT,
  host TEXT,
  created INTEGER NOT NULL,
  started INTEGER,
  ended INTEGER,
  heartbeat INTEGER NOT NULL,
  last_sign INTEGER NOT NULL,
  archived INTEGER NOT NULL,
  archived_with INTEGER NOT NULL DEFAULT 0,
  snapshot TEXT,
  revision INTEGER NOT NULL,
  error_code TEXT,
  error_message TEXT,
  error_type TEXT,
  error_stack TEXT,
  draft BLOB NOT NULL,
  next_log_row INTEGER NOT NULL DEFAULT 0,
  UNIQUE (workspace_id, id)
) STRICT;
CREATE INDEX run_newest ON run (workspace_id, created, number, id);
CREATE INDEX run_of_experiment ON run (experiment_id, created, number, id);
CREATE INDEX run_shown ON run (experiment_id, archived);
CREATE INDEX run_child ON run (workspace_id, parent, created, number, id) WHERE parent IS NOT NULL;
CREATE INDEX run_beating ON run (workspace_id, status) WHERE heartbeat = 1;

CREATE TABLE run_tag (
  run_key INTEGER NOT NULL,
  key TEXT NOT NULL,
  workspace_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  text TEXT,
  number ANY,
  PRIMARY KEY (run_key, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_property (
  run_key INTEGER NOT NULL,
  key TEXT NOT NULL,
  workspace_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  text TEXT NOT NULL,
  number ANY,
  PRIMARY KEY (run_key, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_param (
  run_key INTEGER NOT NULL,
  key TEXT NOT NULL,
  workspace_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  cell BLOB NOT NULL,
  text TEXT,
  number ANY,
  PRIMARY KEY (run_key, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_warning (
  run_key INTEGER NOT NULL,
  position INTEGER NOT NULL,
  workspace_id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (run_key, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE artifact (
  run_key INTEGER NOT NULL,
  path TEXT NOT NULL,
  workspace_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  sha256 TEXT,
  size INTEGER NOT NULL,
  created INTEGER NOT NULL,
  PRIMARY KEY (run_key, path)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX artifact_order ON artifact (run_key, position);
CREATE INDEX artifact_blob ON artifact (sha256) WHERE sha256 IS NOT NULL;

-- names, once a workspace; folded is the name in lower case, for looking for a part of it
CREATE TABLE metric_key (
  key_id INTEGER PRIMARY KEY,
  workspace_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  col TEXT NOT NULL,
  folded TEXT NOT NULL,
  UNIQUE (workspace_id, name, col)
) STRICT;

-- how many runs of an experiment have the column; counted here, because an index of series by name would cost each new run a
-- page a metric
CREATE TABLE metric_use (
  experiment_id INTEGER NOT NULL,
  key_id INTEGER NOT NULL,
  workspace_id INTEGER NOT NULL,
  runs INTEGER NOT NULL,
  PRIMARY KEY (experiment_id, key_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX metric_use_key ON metric_use (key_id);

-- one row a series: identity and summary. metric_id is the series_id of the metric's first column in this run, and ids grow
-- with first appearance. Only what never changes is in an index, so that no point touches one. …_nan: 1 for what is not a
-- number, 0 for a number, NULL for none; SQLite keeps no NaN.
CREATE TABLE series (
  series_id INTEGER PRIMARY KEY,
  workspace_id INTEGER NOT NULL,
  run_key INTEGER NOT NULL,
  key_id INTEGER NOT NULL,
  metric_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  type TEXT NOT NULL,
  n INTEGER NOT NULL,
  nan_n INTEGER NOT NULL,
  first BLOB NOT NULL,
  first_v ANY,
  first_nan INTEGER,
  first_step REAL,
  last BLOB NOT NULL,
  last_v ANY,
  last_nan INTEGER,
  last_step REAL,
  last_time INTEGER NOT NULL,
  min_v REAL,
  min_step REAL,
  max_v REAL,
  max_step REAL,
  UNIQUE (run_key, key_id)
) STRICT;
CREATE INDEX series_metric ON series (run_key, metric_id);

-- one row a request: the points as they came (docs/formats/log-row.md)
CREATE TABLE metric_log (
  run_key INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  workspace_id INTEGER NOT NULL,
  n INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (run_key, seq)
) STRICT, WITHOUT ROWID;

-- how far each writer's records are stored; gaps are the ranges "from-to" that never came, joined by commas
CREATE TABLE log_writer (
  run_key INTEGER NOT NULL,
  writer_id TEXT NOT NULL,
  workspace_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  host TEXT,
  pid INTEGER,
  rank INTEGER,
  next_record INTEGER NOT NULL,
  gaps TEXT NOT NULL,
  dropped INTEGER NOT NULL,
  PRIMARY KEY (run_key, writer_id)
) STRICT, WITHOUT ROWID;

-- text logs: bytes from start to before size are in run_log, those before start in the artifact of the path
CREATE TABLE run_log_file (
  run_key INTEGER NOT NULL,
  path TEXT NOT NULL,
  workspace_id INTEGER NOT NULL,
  start INTEGER NOT NULL,
  size INTEGER NOT NULL,
  PRIMARY KEY (run_key, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_log_open ON run_log_file (run_key, path) WHERE size > start;

CREATE TABLE run_log (
  run_key INTEGER NOT NULL,
  path TEXT NOT NULL,
  offset INTEGER NOT NULL,
  workspace_id INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (run_key, path, offset)
) STRICT;

PRAGMA user_version = 1;
