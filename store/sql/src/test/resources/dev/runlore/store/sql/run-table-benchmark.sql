-- SPDX-License-Identifier: Apache-2.0
-- Copyright The Runlore Authors
--
-- 100,000 runs with 50 metrics and 5 parameters each, and one run of another experiment with 100,000 metrics

PRAGMA synchronous = OFF;

INSERT INTO experiment (experiment_id, workspace_id, uuid, name, created, last_number) VALUES
  (1, 1, '2f6d1b3e-0000-4000-8000-000000000001', 'bench', 0, 100000),
  (2, 1, '2f6d1b3e-0000-4000-8000-000000000002', 'wide', 0, 1);

WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
INSERT INTO run (run_key, workspace_id, id, experiment_id, number, name, status, arguments, target, user_id, user_name, host,
  created, started, ended, heartbeat, last_sign, archived, revision, draft)
SELECT i, 1, lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4000-8000-' || hex(randomblob(6))), 1, i, 'run ' || i,
  CASE WHEN i % 10 = 0 THEN 'Failed' ELSE 'Completed' END, '[]', 'local', '2f6d1b3e-0000-4000-8000-000000000003', 'anna', 'host',
  1700000000000000 + i * 1000000, 1700000000000000 + i * 1000000, 1700000100000000 + i * 1000000, 0,
  1700000100000000 + i * 1000000, 0, 3, randomblob(32)
FROM n;

INSERT INTO run (run_key, workspace_id, id, experiment_id, number, status, arguments, target, user_id, created, heartbeat,
  last_sign, archived, revision, draft)
VALUES (100001, 1, 'wide', 2, 1, 'Running', '[]', 'local', '2f6d1b3e-0000-4000-8000-000000000003', 1800000000000000, 0, 0, 0, 1,
  randomblob(32));

WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000),
  p(j, key) AS (VALUES (0, 'lr'), (1, 'layers'), (2, 'optimizer'), (3, 'seed'), (4, 'batch')),
  t(run, j, key, text) AS (SELECT i, j, key, CASE j
    WHEN 0 THEN printf('%.4f', (i % 20 + 1) * 0.005) WHEN 1 THEN '' || (i % 7)
    WHEN 2 THEN CASE i % 3 WHEN 0 THEN 'adam' WHEN 1 THEN 'sgd' ELSE 'lamb' END
    WHEN 3 THEN '' || i ELSE '' || (1 << (i % 6)) END FROM n, p)
INSERT INTO run_param (run_key, key, workspace_id, position, cell, text, number)
SELECT run, key, 1, j, x'05', text, CASE WHEN j <> 2 THEN text + 0 END FROM t;

WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50)
INSERT INTO metric_key SELECT i, 1, 'metric ' || (i - 1), '', 'metric ' || (i - 1) FROM n;

WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
INSERT INTO metric_key SELECT i + 50, 1, 'group ' || (i % 100) || '/Name ' || i, '', 'group ' || (i % 100) || '/name ' || i FROM n;

INSERT INTO metric_use SELECT CASE WHEN key_id <= 50 THEN 1 ELSE 2 END, key_id, 1, CASE WHEN key_id <= 50 THEN 100000 ELSE 1 END
FROM metric_key;

WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000),
  k(j) AS (SELECT 1 UNION ALL SELECT j + 1 FROM k WHERE j < 50),
  v(run, key, x) AS (SELECT i, j, (random() & 0xFFFFFFFF) / 4294967296.0 FROM n CROSS JOIN k
    UNION ALL SELECT 100001, 50 + i, 0.5 FROM n)
INSERT INTO series (workspace_id, run_key, key_id, metric_id, kind, type, n, nan_n, first, first_v, first_nan, first_step,
  last, last_v, last_nan, last_step, last_time, min_v, min_step, max_v, max_step)
SELECT 1, run, key, 0, 'scalar', 'double', 1000, 0, x'013FF8000000000000', x + 1.5, 0, 0, x'013FE0000000000000', x, 0, 999,
  1700000000000 + run, x - 0.25, 500, x + 2.25, 3
FROM v;

UPDATE series SET metric_id = series_id;

PRAGMA wal_checkpoint(TRUNCATE);
