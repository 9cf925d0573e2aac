//! The processes of one plant. Each gateway has lines of its own to the database and to NATS, which can be held and cut.

use std::time::Duration;

use testkit::{
    Executable, GatewayProcess, Http, NatsServer, PASSWORD, PostgresServer, Proxy, Setup, move_to_server, node_config,
};
use tokio::sync::Mutex;

/// The names of the nodes.
pub const NODES: [&str; 3] = ["a", "b", "c"];

/// A plant.
#[derive(Debug)]
pub struct Plant {
    /// The gateways, each held while a fault is on it.
    pub gateways: Vec<Mutex<GatewayProcess>>,
    /// Where each of them listens.
    pub urls: Vec<String>,
    /// Their lines to the database.
    pub database_lines: Vec<Mutex<Proxy>>,
    /// Their lines to NATS.
    pub nats_lines: Vec<Mutex<Proxy>>,
    /// The logs of those that were killed.
    pub old_logs: std::sync::Mutex<String>,
    /// The database's server.
    pub database: Mutex<PostgresServer>,
    /// The NATS server.
    pub nats: Mutex<NatsServer>,
}

impl Plant {
    /// Starts all of it.
    ///
    /// # Panics
    /// When something does not start.
    pub async fn start(executable: Executable) -> Self {
        let (database, nats) = tokio::join!(PostgresServer::start(), NatsServer::start());
        let url = database.database("plant");
        let mut plant = Plant {
            gateways: Vec::new(),
            urls: Vec::new(),
            database_lines: Vec::new(),
            nats_lines: Vec::new(),
            old_logs: std::sync::Mutex::default(),
            database: Mutex::new(database),
            nats: Mutex::new(nats),
        };
        for name in NODES {
            plant.add(executable, name, &url).await;
        }
        plant
    }

    async fn add(&mut self, executable: Executable, name: &str, url: &str) {
        let (database_line, database) = line(url).await;
        let (nats_line, nats) = line(&self.nats.get_mut().url()).await;
        let config = format!("[sessions]\nresume_period = \"10m\"\n{}", node_config(name, &database, &nats));
        let setup = setup(executable).config(&config);
        let (folder, command) = setup.prepare().await;
        if self.gateways.is_empty() {
            move_to_server(executable, &folder.path().join("data"), url).await;
        }
        let gateway = GatewayProcess::start(executable, folder, command).await;
        self.urls.push(gateway.url().to_owned());
        self.gateways.push(Mutex::new(gateway));
        self.database_lines.push(Mutex::new(database_line));
        self.nats_lines.push(Mutex::new(nats_line));
    }

    /// Keeps the log of a gateway that was killed.
    pub fn keep_log(&self, node: usize, log: &str) {
        let mut logs = self.old_logs.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        logs.push_str(&format!("--- gateway {}, which was killed\n{log}\n", NODES[node]));
    }

    /// The logs of the gateways, and what the database has.
    pub async fn logs(&self) -> String {
        let mut logs = self.old_logs.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        let database = self.database.lock().await;
        for table in ["SELECT client_id, node, epoch FROM sessions", "SELECT * FROM session_changes"] {
            logs.push_str(&format!("--- {table}\n{}\n", database.ask("plant", table).unwrap_or_default()));
        }
        for (gateway, name) in self.gateways.iter().zip(NODES) {
            let gateway = gateway.lock().await;
            let log = if gateway.is_started() { gateway.log() } else { "it does not run".to_owned() };
            logs.push_str(&format!("--- gateway {name}\n{log}\n"));
        }
        logs
    }

    /// A request to a node, which may fail.
    pub fn http(&self, node: usize) -> Http {
        Http::to(&self.urls[node])
    }
}

fn setup(executable: Executable) -> Setup {
    let setup = Setup::new(executable).user("admin", &["Administrator"]).user("billy", &["Operator"]);
    setup.project("plant", "Operator", "Engineer")
}

/// A line to where a URL leads, and the URL that leads over it.
async fn line(url: &str) -> (Proxy, String) {
    let (_, target) = url.rsplit_once('@').expect("a URL with an account");
    let target = target.split('/').next().unwrap_or_default();
    // PostgreSQL's own port is left out of its URLs.
    let with_port = if target.contains(':') { target.to_owned() } else { format!("{target}:5432") };
    let proxy = Proxy::to(&format!("tcp://{with_port}")).await;
    let own = proxy.url().replace("http://", "");
    let over = url.replacen(target, &own, 1);
    (proxy, over)
}

/// Logs in and returns the body of the answer, where there is one.
pub async fn log_in(http: &Http, user: &str, project: Option<&str>) -> Option<rollcall_wire::rest::LoginResponse> {
    let body = serde_json::json!({"username": user, "password": PASSWORD, "project": project, "hostname": "line-1"});
    let request = http.request("POST", "/api/v1/login").timeout(Duration::from_secs(5)).json(&body);
    let answer = request.send().await.ok()?.error_for_status().ok()?;
    answer.json().await.ok()
}
