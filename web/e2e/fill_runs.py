# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Fills the history of a server that is down with runs, straight into its tables: one by one they would take minutes.

    fill_runs.py DATABASE RUNS METRICS

Run i has the metrics m01, m02, …, of which number j is ((i * 7919 + j * 104729) mod 100003) / 100000; every tenth run failed.
"""

from __future__ import annotations

import sqlite3
import struct
import sys

_MODULUS = 100_003

_FILL = """
PRAGMA synchronous = OFF;
BEGIN;
INSERT INTO experiment (experiment_id, workspace_id, uuid, name, created, last_number)
VALUES (1, 1, '2f6d1b3e-0000-4000-8000-000000000001', 'many', 0, {runs});

WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {runs})
INSERT INTO run (run_key, workspace_id, id, experiment_id, number, status, arguments, target, user_id, user_name, created,
  started, ended, heartbeat, last_sign, archived, revision, draft)
SELECT i, 1, printf('2f6d1b3e-0000-4000-8000-%012d', i), 1, i, CASE WHEN i % 10 = 0 THEN 'Failed' ELSE 'Completed' END, '[]',
  'local', '2f6d1b3e-0000-4000-8000-000000000003', 'anna', 1700000000000000 + i * 1000000, 1700000000000000 + i * 1000000,
  1700000002000000 + i * 1000000, 0, 1700000002000000 + i * 1000000, 0, 3, randomblob(32)
FROM n;

WITH RECURSIVE k(j) AS (SELECT 1 UNION ALL SELECT j + 1 FROM k WHERE j < {metrics})
INSERT INTO metric_key SELECT j, 1, printf('m%02d', j), '', printf('m%02d', j) FROM k;
INSERT INTO metric_use SELECT 1, key_id, 1, {runs} FROM metric_key;

WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {runs}),
  k(j) AS (SELECT 1 UNION ALL SELECT j + 1 FROM k WHERE j < {metrics})
INSERT INTO series (series_id, workspace_id, run_key, key_id, metric_id, kind, type, n, nan_n, first, first_v, first_nan,
  last, last_v, last_nan, last_time, min_v, max_v)
SELECT (i - 1) * {metrics} + j, 1, i, j, (i - 1) * {metrics} + j, 'scalar', 'double', 1, 0, c.cell, c.x, 0,
  c.cell, c.x, 0, 1700000000000 + i * 1000, c.x, c.x
FROM n CROSS JOIN k JOIN temp.cells c ON c.rest = (i * 7919 + j * 104729) % {modulus};
COMMIT;
PRAGMA wal_checkpoint(TRUNCATE);
"""


def main(database: str, runs: int, metrics: int) -> None:
    """Fill it."""
    with sqlite3.connect(database, isolation_level=None) as connection:
        connection.execute(
            "CREATE TEMP TABLE cells (rest INTEGER PRIMARY KEY, x REAL, cell BLOB)"
        )
        values = ((rest, rest / 100_000) for rest in range(_MODULUS))
        rows = ((rest, x, b"\x01" + struct.pack(">d", x)) for rest, x in values)
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO temp.cells VALUES (?, ?, ?)", rows)
        connection.execute("COMMIT")
        connection.executescript(
            _FILL.format(runs=runs, metrics=metrics, modulus=_MODULUS)
        )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
