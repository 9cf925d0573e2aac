//! The rows of the SQLite file, read through a connection that cannot write.

use std::path::Path;

use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Connection, Row as _};

use super::{Content, Kind, TABLES, Table, Value};
use crate::sqlite::{failure, open_to_read};
use crate::{Error, ErrorKind};

/// Everything, as of one moment.
pub(super) async fn read(file: &Path) -> Result<Content, Error> {
    let mut connection = open_to_read(file).await?;
    let mut tx = connection.begin().await.map_err(failure)?;
    let mut content = Content::new();
    for table in &TABLES {
        let rows = sqlx::query(AssertSqlSafe(table.select())).fetch_all(&mut *tx).await.map_err(failure)?;
        content.push(rows.iter().map(|row| values(row, table)).collect::<Result<_, _>>()?);
    }
    drop(tx);
    connection.close().await.map_err(failure)?;
    Ok(content)
}

fn values(row: &SqliteRow, table: &Table) -> Result<Vec<Value>, Error> {
    let value = |(at, (name, kind)): (usize, &(&str, Kind))| {
        let value = match kind {
            Kind::Text => row.try_get::<Option<String>, _>(at).map(|text| text.map(Value::Text)),
            Kind::Said => row.try_get::<Option<String>, _>(at).map(|text| text.map(|t| Value::Bytes(t.into_bytes()))),
            Kind::Bytes => row.try_get::<Option<Vec<u8>>, _>(at).map(|bytes| bytes.map(Value::Bytes)),
            Kind::Number => row.try_get::<Option<i64>, _>(at).map(|number| number.map(Value::Number)),
            Kind::Flag => row.try_get::<Option<bool>, _>(at).map(|flag| flag.map(Value::Flag)),
        };
        let value = value.map_err(failure)?.unwrap_or(Value::Absent);
        match &value {
            Value::Text(text) if text.contains('\0') => Err(Error::new(
                ErrorKind::Invalid,
                format!("a {name} in the table {} holds U+0000, which the server cannot keep", table.name),
            )),
            _ => Ok(value),
        }
    };
    table.columns.iter().enumerate().map(value).collect()
}
