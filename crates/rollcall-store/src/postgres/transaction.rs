//! One transaction, with an end to every wait: the server is told how long a statement may take, and what it does not
//! answer in that time, because it is stopped or the line is dead, is given up here.

use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::{PgArguments, PgRow};
use sqlx::query::Query;
use sqlx::{PgConnection, Postgres};
use tokio::time::timeout;

use super::connections::{ANSWER, Connections, Lease, no_answer};
use super::failure::{failure, is_lost};
use crate::Error;

/// A statement with its parameters.
pub(crate) type Statement<'q> = Query<'q, Postgres, PgArguments>;

/// How long we wait for a statement; the server gives up a little earlier and says so.
const STATEMENT: Duration = Duration::from_secs(6);
/// How long we wait for one that reads or writes everything.
const LONG_STATEMENT: Duration = Duration::from_secs(120);

/// What a transaction is for, which decides how it begins.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Order {
    /// Reads.
    Read,
    /// Reads everything.
    ReadAll,
    /// Writes what belongs to one user, log-in or session, beside others who do.
    Together,
    /// Writes what others must not decide by at the same time.
    Alone,
    /// Changes the schema or writes everything.
    Schema,
}

/// Settings hold until the end of the transaction. The lock's number is "Roll" in ASCII.
///
/// A server that is configured to acknowledge before it has written does write first here; one that waits for its
/// standbys goes on doing so.
macro_rules! beginning {
    ($mode:literal, $limit:literal, $then:literal) => {
        concat!(
            "BEGIN ISOLATION LEVEL READ COMMITTED, ", $mode, "; SET LOCAL statement_timeout = ", $limit,
            "; SET LOCAL idle_in_transaction_session_timeout = ", $limit, ";
             SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'",
            $then
        )
    };
}

impl Order {
    fn beginning(self) -> &'static str {
        match self {
            Order::Read => beginning!("READ ONLY", "5000", ""),
            Order::ReadAll => beginning!("READ ONLY", "110000", ""),
            Order::Together => beginning!("READ WRITE", "5000", "; SELECT pg_advisory_xact_lock_shared(1383033964)"),
            Order::Alone => beginning!("READ WRITE", "5000", "; SELECT pg_advisory_xact_lock(1383033964)"),
            Order::Schema => beginning!("READ WRITE", "110000", "; SELECT pg_advisory_xact_lock(1383033964)"),
        }
    }

    fn writes(self) -> bool {
        match self {
            Order::Read | Order::ReadAll => false,
            Order::Together | Order::Alone | Order::Schema => true,
        }
    }

    fn limit(self) -> Duration {
        match self {
            Order::Read | Order::Together | Order::Alone => STATEMENT,
            Order::ReadAll | Order::Schema => LONG_STATEMENT,
        }
    }

    /// How long the beginning may take: one that waits for others may wait for their statements.
    fn patience(self) -> Duration {
        match self {
            Order::Read | Order::ReadAll => ANSWER,
            Order::Together | Order::Alone | Order::Schema => STATEMENT,
        }
    }
}

/// A transaction under way. Dropped without a commit, it closes its connection, and the server rolls it back.
pub(crate) struct Transaction {
    lease: Lease,
    connection: PgConnection,
    order: Order,
}

impl Transaction {
    pub(super) async fn begin(connections: &Arc<Connections>, order: Order) -> Result<Transaction, Error> {
        let lease = connections.place().await?;
        // A server that was restarted leaves us connections that are dead, and nothing has been asked of them yet.
        while let Some(mut connection) = lease.used() {
            match begin_on(&mut connection, order).await {
                Ok(()) => {
                    lease.is_well();
                    return Ok(Transaction { lease, connection, order });
                }
                Err(error) if is_lost(&error) && !is_late(&error) => {}
                Err(error) => return Err(noted(&lease, error)),
            }
        }
        let mut connection = lease.new_connection().await?;
        begin_on(&mut connection, order).await.map_err(|error| noted(&lease, error))?;
        lease.is_well();
        Ok(Transaction { lease, connection, order })
    }

    /// Runs a statement; how many rows it met.
    pub(crate) async fn execute(&mut self, statement: Statement<'_>) -> Result<u64, Error> {
        let done = timeout(self.order.limit(), statement.persistent(false).execute(&mut self.connection)).await;
        match done.unwrap_or_else(|_| Err(no_answer())) {
            Ok(done) => Ok(done.rows_affected()),
            Err(error) => Err(self.failed(error)),
        }
    }

    /// Runs a statement; its rows.
    pub(crate) async fn rows(&mut self, statement: Statement<'_>) -> Result<Vec<PgRow>, Error> {
        let done = timeout(self.order.limit(), statement.persistent(false).fetch_all(&mut self.connection)).await;
        done.unwrap_or_else(|_| Err(no_answer())).map_err(|error| self.failed(error))
    }

    /// Runs statements without parameters.
    pub(crate) async fn run(&mut self, statements: &'static str) -> Result<(), Error> {
        let done = timeout(self.order.limit(), sqlx::raw_sql(statements).execute(&mut self.connection)).await;
        done.unwrap_or_else(|_| Err(no_answer())).map(drop).map_err(|error| self.failed(error))
    }

    /// Commits. When this returns, it is on the server's disk.
    ///
    /// # Errors
    /// When it is not; or when that is not known, as the error says.
    pub(crate) async fn commit(mut self) -> Result<(), Error> {
        let done = timeout(self.order.limit(), sqlx::raw_sql("COMMIT").execute(&mut self.connection)).await;
        match done.unwrap_or_else(|_| Err(no_answer())) {
            Ok(_) => {
                self.lease.give_back(self.connection);
                Ok(())
            }
            Err(error) if is_lost(&error) && self.order.writes() => Err(self.failed(error).in_doubt()),
            Err(error) => Err(self.failed(error)),
        }
    }

    /// Only what was late says something about the server: one connection may break by itself.
    fn failed(&self, error: sqlx::Error) -> Error {
        if is_late(&error) { noted(&self.lease, error) } else { failure(error) }
    }
}

async fn begin_on(connection: &mut PgConnection, order: Order) -> Result<(), sqlx::Error> {
    let done = timeout(order.patience(), sqlx::raw_sql(order.beginning()).execute(connection)).await;
    done.unwrap_or_else(|_| Err(no_answer())).map(drop)
}

fn is_late(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Io(error) if error.kind() == std::io::ErrorKind::TimedOut)
}

fn noted(lease: &Lease, error: sqlx::Error) -> Error {
    let error = failure(error);
    lease.note(&error);
    error
}
