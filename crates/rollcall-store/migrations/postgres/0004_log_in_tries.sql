-- Tries to log in over all nodes of a cluster, for a minute: those that are being checked, and those that had a wrong
-- password. Names that do not exist are there like those that do.
CREATE TABLE log_in_tries (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    place  TEXT COLLATE "C" NOT NULL,
    name   TEXT COLLATE "C" NOT NULL,
    at     TIMESTAMPTZ      NOT NULL,
    failed BOOLEAN          NOT NULL
);

CREATE INDEX log_in_tries_by_place ON log_in_tries (place, name, at);
CREATE INDEX log_in_tries_by_time ON log_in_tries (at);
