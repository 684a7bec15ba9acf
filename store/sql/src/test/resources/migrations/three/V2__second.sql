ALTER TABLE t ADD COLUMN w TEXT;
UPDATE t SET w = v || ' and brought on';
PRAGMA user_version = 2;
