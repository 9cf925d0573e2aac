//! Users, log-ins and resumable sessions in a database.
