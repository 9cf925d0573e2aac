//! Where a PostgreSQL server is, as the configuration says it. The password is in here and nowhere else: what is shown of
//! an address, also by `Debug` and in errors, is made of its other parts.

use std::fmt;

use sqlx::ConnectOptions;
use sqlx::postgres::PgConnectOptions;

use crate::{Error, ErrorKind};

/// How many connections a store has to a server unless it is told otherwise.
const CONNECTIONS: u32 = 8;

/// What may stand behind the question mark of a URL. The driver would write an unknown one into the log, value and all.
const PARAMETERS: [&str; 8] =
    ["application_name", "host", "port", "sslcert", "sslkey", "sslmode", "sslrootcert", "user"];

/// The address of a database on a PostgreSQL server.
#[derive(Clone)]
pub struct ServerAddress {
    options: PgConnectOptions,
    connections: u32,
}

impl ServerAddress {
    /// The address of a URL: `postgres://user:password@host:port/database?sslmode=verify-full`.
    ///
    /// # Errors
    /// `Invalid` where it is no such URL; the message does not repeat it.
    pub fn parse(url: &str) -> Result<ServerAddress, Error> {
        let invalid = |reason: String| Error::new(ErrorKind::Invalid, format!("the address of the store {reason}"));
        if !["postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme)) {
            return Err(invalid("must begin with postgres://".into()));
        }
        let query = url.split_once('?').map(|(_, query)| query).unwrap_or_default();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let key = pair.split('=').next().unwrap_or_default();
            if !PARAMETERS.contains(&key) {
                return Err(invalid(format!("has the parameter {key:?}; known are {}", PARAMETERS.join(", "))));
            }
        }
        let unreadable = |error: sqlx::Error| {
            let told = error.to_string();
            invalid(format!("cannot be read: {}", told.rsplit("error with configuration: ").next().unwrap_or(&told)))
        };
        let options: PgConnectOptions = url.parse().map_err(unreadable)?;
        let options = options
            // A pooler between transactions hands the server's sessions to others: nothing may be left in one.
            .statement_cache_capacity(0)
            // Poolers refuse what they cannot hand on; no column here is a float.
            .extra_float_digits(None)
            .disable_statement_logging();
        if options.get_database().is_none_or(str::is_empty) {
            return Err(invalid("names no database: postgres://user@host/database".into()));
        }
        Ok(ServerAddress { options, connections: CONNECTIONS })
    }

    /// With this password instead of the URL's.
    #[must_use]
    pub fn with_password(self, password: &str) -> ServerAddress {
        ServerAddress { options: self.options.password(password), ..self }
    }

    /// With this many connections at most, and one at least.
    #[must_use]
    pub fn with_connections(self, connections: u32) -> ServerAddress {
        ServerAddress { connections: connections.max(1), ..self }
    }

    /// A URL as it may be shown: with everything in it but the password.
    #[must_use]
    pub fn without_password(url: &str) -> String {
        let Some((scheme, rest)) = url.split_once("://") else { return String::new() };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let Some((person, host)) = authority.rsplit_once('@') else { return url.to_owned() };
        let name = person.split(':').next().unwrap_or_default();
        format!("{scheme}://{name}@{host}{path}")
    }

    pub(crate) fn options(&self) -> &PgConnectOptions {
        &self.options
    }

    pub(crate) fn connections(&self) -> u32 {
        self.connections
    }
}

impl fmt::Display for ServerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let options = &self.options;
        let host = match options.get_socket() {
            Some(folder) => folder.display().to_string(),
            None => options.get_host().to_owned(),
        };
        let database = options.get_database().unwrap_or_default();
        write!(f, "postgres://{}@{host}:{}/{database}", options.get_username(), options.get_port())
    }
}

impl fmt::Debug for ServerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ServerAddress({self}, {} connections)", self.connections)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_its_password() {
        let address = ServerAddress::parse("postgres://anna:ge%40heim@db.plant:5433/rollcall?sslmode=require").unwrap();
        assert_eq!(address.to_string(), "postgres://anna@db.plant:5433/rollcall");
        for shown in [format!("{address:?}"), format!("{:?}", address.with_password("ge@heim"))] {
            assert!(!shown.contains("heim"), "{shown}");
        }
    }

    #[test]
    fn a_url_is_shown_without_its_password() {
        for (url, shown) in [
            ("postgres://anna:ge@heim@db:5433/plant?sslmode=require", "postgres://anna@db:5433/plant?sslmode=require"),
            ("postgres://anna@db/plant", "postgres://anna@db/plant"),
            ("postgres://db/plant?user=a@b", "postgres://db/plant?user=a@b"),
            ("postgres://:geheim@db/plant", "postgres://@db/plant"),
        ] {
            assert_eq!(ServerAddress::without_password(url), shown);
        }
    }

    #[test]
    fn what_is_wrong_is_told_and_what_is_secret_is_not() {
        let cases = [
            ("mysql://anna:geheim@host/db", "postgres://"),
            ("postgres://anna:geheim@host:port/db", "cannot be read"),
            ("postgres://anna:geheim@host/", "names no database"),
            ("postgres://anna:geheim@host", "names no database"),
            ("postgres://anna@host/db?passwort=geheim", "passwort"),
            ("postgres://anna@host/db?options=-c%20x=geheim", "options"),
            ("postgres://anna:geheim@host/db?sslmode=perhaps", "unknown value \"perhaps\""),
        ];
        for (url, expected) in cases {
            let error = ServerAddress::parse(url).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Invalid);
            let text = format!("{error} {error:?}");
            assert!(text.contains(expected) && !text.contains("geheim"), "{url}: {text}");
        }
    }
}
