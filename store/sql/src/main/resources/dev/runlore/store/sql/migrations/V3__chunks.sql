-- SPDX-License-Identifier: Apache-2.0
-- Copyright The Runlore Authors
--
-- Sealed points: what was packed out of metric_log (docs/formats/metric-chunk.md).

-- All columns of a metric are cut at the same rows: those from first_row on, counted from the metric's first. axes has the rows'
-- times and steps; it is with the metric's first series (series_id = metric_id), which has a row here even without cells. n: cells;
-- numbers: those of them that are numbers or booleans. The bounds and the order are those of the rows with such a cell.
-- order_of_steps, order_of_times: 1 when they never fall; order_of_steps 2 when no such row has a step, 0 otherwise
CREATE TABLE metric_chunk (
  series_id INTEGER NOT NULL,
  first_row INTEGER NOT NULL,
  workspace_id INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  n INTEGER NOT NULL,
  numbers INTEGER NOT NULL,
  min_step REAL,
  max_step REAL,
  min_time INTEGER,
  max_time INTEGER,
  order_of_steps INTEGER NOT NULL,
  order_of_times INTEGER NOT NULL,
  pyramid BLOB,
  axes BLOB,
  body BLOB,
  PRIMARY KEY (series_id, first_row)
) STRICT;

PRAGMA user_version = 3;
