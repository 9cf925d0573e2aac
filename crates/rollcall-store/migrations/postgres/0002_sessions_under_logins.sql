-- A tab of a browser opens its session under a person's log-in, and logging out ends both. No foreign key: a log-in that
-- runs out or is swept away must not take its sessions with it, and a session's row need not outlive a log-in's.

ALTER TABLE sessions ADD COLUMN login_hash BYTEA CHECK (length(login_hash) = 32);
