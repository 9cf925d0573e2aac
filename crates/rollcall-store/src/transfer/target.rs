//! The rows written to the server, read back, and compared; all in one transaction.

use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, Row as _};

use super::{Content, Kind, Row, TABLES, Table, Transferred, Value, hash};
use crate::postgres::{Database, Order, Statement, Transaction, failure, schema};
use crate::{Error, ErrorKind};

/// The most rows that one statement inserts.
const BATCH: usize = 1000;

/// The server goes on with numbers behind those that are there.
const GO_ON: &str = "SELECT setval(pg_get_serial_sequence('sessions', 'sequence'), max(sequence)) FROM sessions
    HAVING max(sequence) IS NOT NULL";

/// Writes everything to a database that is empty.
pub(super) async fn write(database: &Database, content: &Content) -> Result<Vec<Transferred>, Error> {
    let mut tx = database.begin(Order::Schema).await?;
    schema::upgrade(&mut tx).await?;
    for table in &TABLES {
        require_empty(&mut tx, table).await?;
    }
    for (table, rows) in TABLES.iter().zip(content) {
        for batch in rows.chunks(BATCH) {
            tx.execute(insert(table, batch)).await?;
        }
    }
    tx.run(GO_ON).await?;
    let mut moved = Vec::new();
    for (table, rows) in TABLES.iter().zip(content) {
        moved.push(compare(table, rows, &read(&mut tx, table).await?)?);
    }
    tx.commit().await?;
    Ok(moved)
}

async fn require_empty(tx: &mut Transaction, table: &Table) -> Result<(), Error> {
    let question = format!("SELECT 1 FROM {} LIMIT 1", table.name);
    if tx.rows(sqlx::query(AssertSqlSafe(question))).await?.is_empty() {
        return Ok(());
    }
    let message = format!("the database is not empty: its table {} has rows; take a new one", table.name);
    Err(Error::new(ErrorKind::Conflict, message))
}

fn compare(table: &Table, source: &[Row], target: &[Row]) -> Result<Transferred, Error> {
    let (rows, hashes) = (target.len(), [hash(source), hash(target)]);
    if source.len() == rows && hashes[0] == hashes[1] {
        return Ok(Transferred { table: table.name, rows, hash: hashes[1] });
    }
    let message = format!(
        "the table {} came over differently ({} rows, and {rows} on the server): nothing was moved",
        table.name,
        source.len()
    );
    Err(Error::new(ErrorKind::Damaged, message))
}

/// Each column is one parameter, with the values of all rows.
fn insert(table: &Table, rows: &[Row]) -> Statement<'static> {
    let arrays: Vec<String> =
        (1..).zip(table.columns).map(|(at, (_, kind))| format!("${at}::{}[]", kind.name())).collect();
    let (columns, arrays) = (table.names(), arrays.join(", "));
    let sql = format!("INSERT INTO {} ({columns}) SELECT * FROM unnest({arrays})", table.name);
    let mut statement = sqlx::query(AssertSqlSafe(sql));
    for (at, (_, kind)) in table.columns.iter().enumerate() {
        let values = || rows.iter().map(move |row| &row[at]);
        statement = match kind {
            Kind::Text => statement.bind(values().map(Value::text).collect::<Vec<_>>()),
            Kind::Said | Kind::Bytes => statement.bind(values().map(Value::bytes).collect::<Vec<_>>()),
            Kind::Number => statement.bind(values().map(Value::number).collect::<Vec<_>>()),
            Kind::Flag => statement.bind(values().map(Value::flag).collect::<Vec<_>>()),
        };
    }
    statement
}

async fn read(tx: &mut Transaction, table: &Table) -> Result<Vec<Row>, Error> {
    let rows = tx.rows(sqlx::query(AssertSqlSafe(table.select()))).await?;
    rows.iter().map(|row| values(row, table)).collect()
}

fn values(row: &PgRow, table: &Table) -> Result<Row, Error> {
    let value = |(at, (_, kind)): (usize, &(&str, Kind))| {
        let value = match kind {
            Kind::Text => row.try_get::<Option<String>, _>(at).map(|text| text.map(Value::Text)),
            Kind::Said | Kind::Bytes => row.try_get::<Option<Vec<u8>>, _>(at).map(|bytes| bytes.map(Value::Bytes)),
            Kind::Number => row.try_get::<Option<i64>, _>(at).map(|number| number.map(Value::Number)),
            Kind::Flag => row.try_get::<Option<bool>, _>(at).map(|flag| flag.map(Value::Flag)),
        };
        value.map(|value| value.unwrap_or(Value::Absent)).map_err(failure)
    };
    table.columns.iter().enumerate().map(value).collect()
}

impl Kind {
    /// PostgreSQL's name of its type.
    fn name(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Said | Kind::Bytes => "bytea",
            Kind::Number => "bigint",
            Kind::Flag => "boolean",
        }
    }
}

impl Value {
    fn text(&self) -> Option<String> {
        if let Value::Text(text) = self { Some(text.clone()) } else { None }
    }

    fn bytes(&self) -> Option<Vec<u8>> {
        if let Value::Bytes(bytes) = self { Some(bytes.clone()) } else { None }
    }

    fn number(&self) -> Option<i64> {
        if let Value::Number(number) = self { Some(*number) } else { None }
    }

    fn flag(&self) -> Option<bool> {
        if let Value::Flag(flag) = self { Some(*flag) } else { None }
    }
}
