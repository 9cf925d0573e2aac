-- Several gateways of one cluster: which node has a session, and what the nodes must agree on.
--
-- `node` and `epoch` say who owns a session; both change together when a client moves, and the epoch only grows. A
-- gateway without a cluster leaves them alone.

ALTER TABLE sessions ADD COLUMN node TEXT COLLATE "C";
ALTER TABLE sessions ADD COLUMN epoch BIGINT NOT NULL DEFAULT 0;

CREATE INDEX sessions_by_node ON sessions (node, client_id);

-- The nodes that have a lease or had one. All times are by the clock of this server; no gateway's clock counts.
CREATE TABLE nodes (
    name        TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    incarnation BIGINT           NOT NULL,
    address     TEXT COLLATE "C",
    since       TIMESTAMPTZ      NOT NULL,
    lease_end   TIMESTAMPTZ      NOT NULL
);

-- What was done to a node's sessions by others, until the node has read it: a mailbox for each node. No foreign keys:
-- the session is gone as a rule.
CREATE TABLE session_changes (
    sequence  BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    node      TEXT COLLATE "C" NOT NULL,
    client_id TEXT COLLATE "C" NOT NULL,
    epoch     BIGINT           NOT NULL,
    kind      TEXT COLLATE "C" NOT NULL CHECK (kind IN ('ended', 'moved', 'user')),
    reason    TEXT COLLATE "C",
    message   TEXT
);

CREATE INDEX session_changes_by_node ON session_changes (node, sequence);

-- What one node at a time may do. The fence grows with each change of hands.
CREATE TABLE leases (
    name        TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    node        TEXT COLLATE "C" NOT NULL,
    incarnation BIGINT           NOT NULL,
    fence       BIGINT           NOT NULL,
    lease_end   TIMESTAMPTZ      NOT NULL
);

-- The keys with which all nodes sign; the newest signs, the one before it is still believed.
CREATE TABLE signing_keys (
    number  BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key     BYTEA       NOT NULL,
    created TIMESTAMPTZ NOT NULL DEFAULT now()
);
