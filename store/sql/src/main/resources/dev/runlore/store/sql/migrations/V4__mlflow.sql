-- SPDX-License-Identifier: Apache-2.0
-- Copyright The Runlore Authors
--
-- What clients of MLflow need beyond what is there.

-- tracking ------------------------------------------------------------------------------------------------------------------

-- updated: when it was last renamed, described otherwise, archived or taken back
ALTER TABLE experiment ADD COLUMN updated INTEGER NOT NULL DEFAULT 0;
UPDATE experiment SET updated = created;

-- The experiment "Default" has the number 0; its uuid stays.
CREATE TEMP TABLE moved AS SELECT min(experiment_id) AS id FROM experiment WHERE name = 'Default';
UPDATE experiment SET experiment_id = 0 WHERE experiment_id IN (SELECT id FROM moved);
UPDATE experiment_tag SET experiment_id = 0 WHERE experiment_id IN (SELECT id FROM moved);
UPDATE run SET experiment_id = 0 WHERE experiment_id IN (SELECT id FROM moved);
UPDATE metric_use SET experiment_id = 0 WHERE experiment_id IN (SELECT id FROM moved);
UPDATE run_purge SET experiment_id = 0 WHERE experiment_id IN (SELECT id FROM moved);
UPDATE run_import SET experiment_id = 0 WHERE experiment_id IN (SELECT id FROM moved);
DROP TABLE moved;

-- models --------------------------------------------------------------------------------------------------------------------

-- Versions that come from elsewhere than a file or folder of a run: run_id and artifact_path may be NULL now.
CREATE TABLE model_version_4 (
  version_key INTEGER PRIMARY KEY AUTOINCREMENT,
  model_key INTEGER NOT NULL,
  version INTEGER NOT NULL,
  workspace_id INTEGER NOT NULL,
  run_id TEXT,
  artifact_path TEXT,
  source TEXT,
  run_link TEXT,
  logged_model TEXT,
  description TEXT,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  UNIQUE (model_key, version)
) STRICT;
INSERT INTO model_version_4 (version_key, model_key, version, workspace_id, run_id, artifact_path, description, created, updated)
  SELECT version_key, model_key, version, workspace_id, run_id, artifact_path, description, created, updated FROM model_version;
DROP TABLE model_version;
ALTER TABLE model_version_4 RENAME TO model_version;

CREATE TABLE model_alias (
  model_key INTEGER NOT NULL,
  alias TEXT NOT NULL,
  workspace_id INTEGER NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (model_key, alias)
) STRICT, WITHOUT ROWID;

-- source: the run that made it; purge_key: that run's run_key while it is purged, and the model with it
CREATE TABLE logged_model (
  logged_key INTEGER PRIMARY KEY AUTOINCREMENT,
  workspace_id INTEGER NOT NULL,
  id TEXT NOT NULL,
  experiment_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  type TEXT,
  source TEXT,
  status TEXT NOT NULL,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0,
  purge_key INTEGER,
  UNIQUE (workspace_id, id)
) STRICT;
CREATE INDEX logged_model_newest ON logged_model (experiment_id, created, logged_key);
CREATE INDEX logged_model_source ON logged_model (workspace_id, source) WHERE source IS NOT NULL;
CREATE INDEX logged_model_purge ON logged_model (purge_key) WHERE purge_key IS NOT NULL;

CREATE TABLE logged_model_tag (
  logged_key INTEGER NOT NULL,
  key TEXT NOT NULL,
  workspace_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  text TEXT,
  PRIMARY KEY (logged_key, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE logged_model_param (
  logged_key INTEGER NOT NULL,
  key TEXT NOT NULL,
  workspace_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (logged_key, key)
) STRICT, WITHOUT ROWID;

-- the latest point of each key, run and data set; without a data set, dataset and digest are empty; value is NULL for NaN
CREATE TABLE logged_model_metric (
  logged_key INTEGER NOT NULL,
  key TEXT NOT NULL,
  run_id TEXT NOT NULL,
  dataset TEXT NOT NULL,
  digest TEXT NOT NULL,
  workspace_id INTEGER NOT NULL,
  value REAL,
  time INTEGER NOT NULL,
  step INTEGER NOT NULL,
  PRIMARY KEY (logged_key, key, run_id, dataset, digest)
) STRICT, WITHOUT ROWID;

CREATE TABLE logged_model_file (
  logged_key INTEGER NOT NULL,
  path TEXT NOT NULL,
  workspace_id INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  created INTEGER NOT NULL,
  PRIMARY KEY (logged_key, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX logged_model_blob ON logged_model_file (sha256);

-- which logged models a run took in (INPUT) and gave out (OUTPUT); a model that is named need not be there
CREATE TABLE run_model (
  run_key INTEGER NOT NULL,
  role TEXT NOT NULL,
  model_id TEXT NOT NULL,
  workspace_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  step INTEGER NOT NULL,
  PRIMARY KEY (run_key, role, model_id)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 4;
