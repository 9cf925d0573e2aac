//! The processes: a database that is full of sessions, NATS, and three gateways.

use std::time::Duration;

use testkit::{Executable, GatewayProcess, Http, NatsServer, PostgresServer, Setup, move_to_server, node_config};
use tokio::time::Instant;

use crate::milliseconds;

/// The names of the nodes.
pub const NODES: [&str; 3] = ["a", "b", "c"];
/// The users, of whom each has as many sessions as the others. The filter finds two of five.
const USERS: [&str; 5] = ["anna", "billy", "bob", "carl", "bixly"];

/// A plant.
pub struct Plant {
    /// The database's server.
    pub database: PostgresServer,
    /// The NATS server.
    pub nats: NatsServer,
    /// The gateways.
    pub gateways: Vec<GatewayProcess>,
    /// How long the first took to start with its sessions, in milliseconds.
    pub start: f64,
}

impl Plant {
    /// Starts it with so many sessions at each node.
    pub async fn start(executable: Executable, sessions: usize) -> Self {
        let (database, nats) = tokio::join!(PostgresServer::start(), NatsServer::start());
        let url = database.database("plant");
        let mut plant = Plant { database, nats, gateways: Vec::new(), start: 0.0 };
        for name in NODES {
            let config = format!("[sessions]\nresume_period = \"2h\"\n{}", node_config(name, &url, &plant.nats.url()));
            let setup = Setup::new(executable).user("admin", &["Administrator"]);
            let setup = USERS.iter().fold(setup, |setup, user| setup.user(user, &["Operator"]));
            let (folder, command) = setup.project("plant", "Operator", "Engineer").config(&config).prepare().await;
            if plant.gateways.is_empty() {
                move_to_server(executable, &folder.path().join("data"), &url).await;
                plant.fill(sessions);
            }
            let began = Instant::now();
            let gateway = GatewayProcess::start(executable, folder, command).await;
            plant.start = milliseconds(began.elapsed());
            plant.gateways.push(gateway);
        }
        plant
    }

    fn fill(&self, sessions: usize) {
        let users = USERS.map(|user| format!("'{user}'")).join(", ");
        // Over all gateways in turn, as a load balancer would have spread them.
        let began = "extract(epoch FROM date_trunc('hour', now()))::bigint * 1000 - 3600000";
        for (place, node) in NODES.iter().enumerate() {
            let first = place * sessions;
            let filled = self.database.psql(
                "plant",
                &format!(
                    "INSERT INTO sessions (client_id, token_hash, username, project, designer, hostname, ip, creation_time,
                         node)
                     SELECT lpad(upper(to_hex({first} + i)), 16, '0'),
                         sha256(('session_' || lpad(to_hex({first} + i), 64, '0'))::bytea),
                         (ARRAY[{users}])[1 + i % {}], 'plant', false, ('line-' || i)::bytea, '10.0.0.7',
                         {began} + i, '{node}'
                     FROM generate_series(0, {sessions} - 1) AS i",
                    USERS.len()
                ),
            );
            assert!(filled, "the sessions of {node} can be written");
        }
        assert!(self.database.psql("plant", "ANALYZE"), "the database can be told what it has");
    }

    /// Where the gateways listen.
    pub fn urls(&self) -> Vec<String> {
        self.gateways.iter().map(|gateway| gateway.url().to_owned()).collect()
    }

    /// An administrator at a gateway.
    pub async fn admin(&self, gateway: usize) -> Http {
        self.gateways[gateway].person("admin").await
    }
}

/// The token of a session that was written by [`Plant::start`].
pub fn token(number: usize) -> String {
    format!("session_{number:064x}")
}

/// Its client id.
pub fn client_id(number: usize) -> String {
    format!("{number:016X}")
}

/// How long it takes.
pub async fn timed<T>(what: impl Future<Output = T>) -> (f64, T) {
    let began = Instant::now();
    let outcome = what.await;
    (milliseconds(began.elapsed()), outcome)
}

/// Between two looks.
pub const PAUSE: Duration = Duration::from_millis(1);
