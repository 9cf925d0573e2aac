//! CSV, for spreadsheets and other programs: written, not read.
//!
//! RFC 4180: a header row, commas, lines that end in CR LF, quotes where a cell needs them. A null is an empty cell,
//! and so is an empty string: CSV cannot distinguish them, which is one reason why it is not read here. (7.9's
//! `system.dataset.toCSV(forExport=True)` is a format of its own with types, and another matter.)
//!
//! Dates are RFC 3339 in UTC with milliseconds (`2017-07-14T02:40:00.000Z`), or in the form of the caller's formatter:
//! time zones and locales are not a dataset's concern.

use std::borrow::Cow;
use std::io;

use crate::{Dataset, Error, ErrorKind, Value};

impl Dataset {
    /// Writes the dataset as CSV, dates in RFC 3339, UTC.
    ///
    /// # Errors
    /// [`ErrorKind::Write`] when `writer` fails.
    pub fn write_csv(&self, writer: impl io::Write) -> Result<(), Error> {
        self.write_csv_with(writer, rfc3339)
    }

    /// Writes the dataset as CSV, each date (milliseconds since the epoch, UTC) as `date` has it.
    ///
    /// # Errors
    /// [`ErrorKind::Write`] when `writer` fails.
    pub fn write_csv_with(&self, writer: impl io::Write, date: impl Fn(i64) -> String) -> Result<(), Error> {
        let failed = |error: csv::Error| Error::new(ErrorKind::Write, format!("cannot write CSV: {error}"));
        let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(writer);
        if self.column_count() == 0 {
            return Ok(());
        }
        csv.write_record(self.columns().iter().map(|column| &*column.name)).map_err(failed)?;
        for row in self.rows() {
            for value in row.iter() {
                csv.write_field(text(&value, &date).as_bytes()).map_err(failed)?;
            }
            csv.write_record(None::<&[u8]>).map_err(failed)?;
        }
        csv.flush().map_err(|error| failed(error.into()))
    }
}

fn text<'a>(value: &'a Value, date: &impl Fn(i64) -> String) -> Cow<'a, str> {
    match value {
        Value::Null => Cow::Borrowed(""),
        Value::Boolean(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
        Value::Integer(value) => Cow::Owned(value.to_string()),
        Value::Long(value) => Cow::Owned(value.to_string()),
        Value::Double(value) if value.is_infinite() => {
            Cow::Borrowed(if *value > 0.0 { "Infinity" } else { "-Infinity" })
        }
        // `Debug` keeps ".0" and takes an exponent where the plain form would be hundreds of digits long.
        Value::Double(value) => Cow::Owned(format!("{value:?}")),
        Value::Date(millis) => Cow::Owned(date(*millis)),
        Value::String(value) => Cow::Borrowed(value),
    }
}

/// The instant in RFC 3339, UTC. Years outside 0 to 9999, which the RFC does not have, are written as ISO 8601 writes
/// them: with a sign and at least four digits.
fn rfc3339(millis: i64) -> String {
    let (days, of_day) = (millis.div_euclid(86_400_000), millis.rem_euclid(86_400_000));
    let (year, month, day) = date_of(days);
    let year = if (0..=9999).contains(&year) { format!("{year:04}") } else { format!("{year:+05}") };
    let (hour, minute) = (of_day / 3_600_000, of_day / 60_000 % 60);
    let (second, milli) = (of_day / 1_000 % 60, of_day % 1_000);
    format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
}

/// Year, month and day of a count of days since 1970-01-01, in the Gregorian calendar without end. It counts in years
/// that begin in March, so that the leap day is a year's last, and in eras of 400 years, which are all of one length.
fn date_of(days: i64) -> (i64, i64, i64) {
    const DAYS_OF_ERA: i64 = 146_097;
    const MARCH_OF_YEAR_0: i64 = 719_468;
    let days = days + MARCH_OF_YEAR_0;
    let (era, of_era) = (days.div_euclid(DAYS_OF_ERA), days.rem_euclid(DAYS_OF_ERA));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests;
