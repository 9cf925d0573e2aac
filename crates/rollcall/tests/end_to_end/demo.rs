//! `rollcall demo`, as the first minute of a new user.

use rollcall_wire::rest::{Session, SessionState};
use testkit::{Answer, Executable, Http, Invocation, Pid, RunningProcess, Signal, eventually};

use crate::plant::{ROLLCALL, processes_with};

/// A running demo. Dropping it sends its clients away, too, which otherwise wait two minutes for it to come back.
struct Demo {
    process: Option<RunningProcess>,
    url: String,
}

impl Demo {
    async fn start(command: Invocation) -> Self {
        let mut process = command.start().await;
        let url = process.line("ready: ").await.trim_start_matches("ready: ").to_owned();
        Demo { process: Some(process), url }
    }

    fn command(&self, user: &str, arguments: &[&str]) -> Invocation {
        let command = ROLLCALL.command(arguments).args(&["--gateway", &self.url, "--user", user]);
        command.env("ROLLCALL_PASSWORD", "demo")
    }

    async fn run(&self, code: &str) -> String {
        let command = self.command("anna", &["run", "--project", "plant", "-c", code]);
        command.finish().await.success().trim_end().to_owned()
    }

    /// The sessions: client id, time of creation, and whether the client is connected.
    async fn sessions(&self) -> Vec<(String, i64, SessionState)> {
        let json = self.command("admin", &["sessions", "--format", "json"]).finish().await.success();
        let sessions: Vec<Session> = serde_json::from_str(&json).expect("the list in JSON");
        sessions.into_iter().map(|session| (session.client_id, session.creation_time, session.state)).collect()
    }

    fn clients(&self) -> Vec<Pid> {
        let clients = processes_with(&self.url).into_iter().filter(|(_, line)| line.contains(" client "));
        clients.filter_map(|(pid, _)| Pid::from_raw(pid)).collect()
    }

    async fn end(&mut self, signal: Signal) -> testkit::Finished {
        let process = self.process.take().expect("the demo runs");
        process.signal(signal);
        process.finish().await
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        for client in self.clients() {
            // It may be gone already, which is the goal.
            let _ = rustix::process::kill_process(client, Signal::TERM);
        }
    }
}

fn demo(executable: Executable, listen: &str) -> Invocation {
    executable.command(&["demo", "--listen", listen])
}

/// Anna's script, which prints the users of the rows.
const USERS: &str = "print(' '.join(sorted(row['username'] for row in system.util.getSessionInfo(FILTERS))))";

#[tokio::test]
async fn scripts_get_the_right_rows() {
    let mut demo = Demo::start(demo(ROLLCALL, "127.0.0.1:0")).await;
    let billy = "billy billy billy";
    let cases = [
        (r#""billy""#, billy.to_owned()),
        (r#""bi.*""#, format!("bill.smith billxsmith {billy} bixly bixly")),
        (r#""bi.ly""#, format!("{billy} bixly bixly")),
        (r#"r"bill\.smith""#, "bill.smith".to_owned()),
        (r#""BILLY""#, String::new()),
        (r#"projectFilter="plant""#, "anna anna bill.smith billxsmith billy billy bixly bob".to_owned()),
        (r#""billy", "packaging""#, "billy".to_owned()),
        ("", format!("admin anna anna anna bill.smith billxsmith {billy} bixly bixly bob bob")),
    ];
    for (filters, expected) in cases {
        assert_eq!(demo.run(&USERS.replace("FILTERS", filters)).await, expected, "getSessionInfo({filters})");
    }
    assert_eq!(demo.run(r#"print(len(system.util.getSessionInfo("billy")))"#).await, "3");
    let own = "rows = system.util.getSessionInfo()\n\
        mine = [row for row in rows if row['clientId'] == system.util.getClientId()]\n\
        print len(mine), mine[0]['username'], mine[0]['project'], mine[0]['isDesigner']";
    assert_eq!(demo.run(own).await, "1 anna plant False");
    demo.end(Signal::TERM).await;
}

#[tokio::test]
async fn it_says_what_to_try_and_what_it_says_works() {
    let mut demo = Demo::start(demo(ROLLCALL, "127.0.0.1:0")).await;
    let text = demo.process.as_ref().expect("the demo runs").stdout();
    let before = text.split("ready: ").next().expect("a text has a beginning");
    for word in ["billy", "bill.smith", "billxsmith", "bixly", "bob", "anna", "admin", "\"demo\"", demo.url.as_str()] {
        assert!(before.contains(word), "{word} is missing in:\n{text}");
    }
    let tips: Vec<&str> = before.lines().filter_map(|line| line.strip_prefix("  ")).collect();
    let [variables, commands @ ..] = &*tips else { panic!("no commands to try in:\n{text}") };
    assert_eq!(commands.len(), 3, "{text}");
    for (command, expected) in commands.iter().zip(["3", "clientId", "true"]) {
        let shell = Invocation::of("/bin/sh".into()).arg("-c").arg(format!("{variables}\n{command}"));
        let output = shell.env("PATH", "/usr/bin:/bin").finish().await.success();
        assert!(output.contains(expected), "{command}\n{output}");
    }
    demo.end(Signal::TERM).await;
}

#[tokio::test]
async fn it_ends_with_all_its_clients() {
    for signal in [Signal::TERM, Signal::INT] {
        let mut demo = Demo::start(demo(ROLLCALL, "127.0.0.1:0")).await;
        assert_eq!(demo.clients().len(), 12);
        let finished = demo.end(signal).await;
        assert_eq!(finished.code, Some(0), "{signal:?}: {finished:#?}");
        assert_eq!(demo.clients(), [], "{signal:?}");
    }
}

#[tokio::test]
async fn its_sessions_survive_a_kill() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = folder.path().to_str().expect("a path in UTF-8");
    let mut first = Demo::start(demo(ROLLCALL, "127.77.1.1:0").args(&["--data", data])).await;
    let before = first.sessions().await;
    assert_eq!(before.len(), 12);
    first.end(Signal::KILL).await;
    let address = first.url.trim_start_matches("http://").to_owned();
    let second = Demo::start(demo(ROLLCALL, &address).args(&["--data", data])).await;
    eventually("all of them are back", async || (second.sessions().await == before).then_some(())).await;
}

#[tokio::test]
async fn it_is_for_this_machine_only() {
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0"] {
        let error = demo(ROLLCALL, address).finish().await.one_line_error(2);
        assert!(error.contains("loopback"), "{error}");
    }
    let mut demo = Demo::start(demo(ROLLCALL, "127.0.0.1:0")).await;
    let http = Http::to(&demo.url);
    let port = demo.url.rsplit(':').next().expect("a port").to_owned();
    let hosts = [
        (format!("127.0.0.1:{port}"), 200),
        (format!("localhost:{port}"), 200),
        ("localhost".to_owned(), 200),
        ("evil.example".to_owned(), 400),
        (format!("evil.example:{port}"), 400),
        (format!("127.0.0.1.evil.example:{port}"), 400),
    ];
    for (host, expected) in hosts {
        let answer = Answer::to(http.request("GET", "/healthz").header("host", &host)).await;
        assert_eq!(answer.status, expected, "{host}: {answer:?}");
    }
    demo.end(Signal::TERM).await;
}

/// `cargo xtask demo --cluster`: the first thing that its text tells to try, and the second.
#[tokio::test]
async fn the_cluster_of_the_demo_lists_all_and_goes_on_without_a_gateway() {
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_rollcall")).with_file_name("examples/cluster_demo");
    assert!(program.exists(), "{} is built by `cargo test --workspace`", program.display());
    let rollcall = env!("CARGO_BIN_EXE_rollcall");
    let command = Invocation::of(program.into()).args(&[rollcall, "127.0.0.1:0"]);
    let mut demo = Demo::start(command).await;
    let nodes = demo.command("admin", &["nodes"]).finish().await.success();
    assert_eq!(nodes.matches(" here ").count(), 3, "{nodes}");
    let listed = demo.command("admin", &["sessions", "--cluster"]).finish().await.success();
    assert_eq!(listed.lines().count(), 10, "{listed}");
    let process = demo.process.as_ref().expect("the demo runs");
    let told = process.stdout();
    let pid = told.split("kill -9 ").nth(1).and_then(|rest| rest.split(' ').next()).and_then(|pid| pid.parse().ok());
    testkit::signal(pid.and_then(Pid::from_raw).expect("the text names a process"), Signal::KILL);
    eventually("all sessions go on at the others", async || {
        let listed = demo.command("admin", &["sessions", "--cluster"]).finish().await;
        let rows: Vec<&str> = listed.stdout.lines().skip(1).collect();
        let active = rows.iter().filter(|row| row.contains(" active ")).count();
        (listed.code == Some(3) && rows.len() == 9 && active == 9).then_some(())
    })
    .await;
    assert_eq!(demo.end(Signal::INT).await.code, Some(0));
}
