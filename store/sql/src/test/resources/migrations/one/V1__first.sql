CREATE TABLE t (v TEXT);
INSERT INTO t VALUES ('kept');
PRAGMA user_version = 1;
