UPDATE t SET w = 'half done';
INSERT INTO nowhere VALUES (1);
PRAGMA user_version = 3;
