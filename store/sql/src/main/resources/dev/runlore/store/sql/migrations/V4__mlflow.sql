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

PRAGMA user_version = 4;
