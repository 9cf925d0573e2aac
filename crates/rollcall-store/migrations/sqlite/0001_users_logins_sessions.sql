-- Users, the log-ins of persons, and what is needed to resume sessions after a restart.
--
-- Text is compared byte for byte (SQLite's BINARY collation). Times are milliseconds since 1970 UTC. Tokens are never
-- stored: only their 32-byte hashes. What belongs to a user goes with the user.

-- 'Roll': says that a SQLite file is ours, so that another program's file is refused and not migrated.
PRAGMA application_id = 1383033964;

CREATE TABLE users (
    name          TEXT    NOT NULL PRIMARY KEY,
    password_hash TEXT    NOT NULL,
    disabled      INTEGER NOT NULL CHECK (disabled IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE user_roles (
    username TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE,
    role     TEXT NOT NULL,
    PRIMARY KEY (username, role)
) STRICT, WITHOUT ROWID;

CREATE TABLE logins (
    token_hash    BLOB    NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
    username      TEXT    NOT NULL REFERENCES users (name) ON DELETE CASCADE,
    creation_time INTEGER NOT NULL,
    expiry        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX logins_by_username ON logins (username);
CREATE INDEX logins_by_expiry ON logins (expiry);

-- `sequence` orders sessions that were created in the same millisecond.
CREATE TABLE sessions (
    sequence      INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    client_id     TEXT    NOT NULL UNIQUE,
    token_hash    BLOB    NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    username      TEXT    NOT NULL REFERENCES users (name) ON DELETE CASCADE,
    project       TEXT    NOT NULL,
    designer      INTEGER NOT NULL CHECK (designer IN (0, 1)),
    hostname      TEXT,
    ip            TEXT    NOT NULL,
    user_agent    TEXT,
    creation_time INTEGER NOT NULL
) STRICT;

CREATE INDEX sessions_by_username ON sessions (username);
