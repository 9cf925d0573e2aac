//! Many tabs of browsers on one gateway: their cost while nothing happens, and how soon each press of a button is
//! answered while all press.
//!
//! ```text
//! browser_load EXECUTABLE idle COUNT
//! browser_load EXECUTABLE press COUNT SECONDS
//! ```
//!
//! It prints one JSON object. `cargo xtask bench clients` runs it and makes a report. The window is that of the manual's
//! first example. Its script is followed by one line that counts the presses on the button: a table that is given the rows
//! that it shows already changes nothing, and each press must be seen to be answered.

use std::time::Duration;

use rollcall_wire::rest::{LoginResponse, SessionRequest};
use serde_json::{Value, json};
use testkit::{Executable, GatewayProcess, Http, Setup, Tab};
use tokio::time::{Instant, sleep, sleep_until};

/// How many sessions are opened under one log-in: as many as may be.
const UNDER_LOGIN: usize = 100;
/// How long the gateway is left alone before its memory counts as idle.
const SETTLE: Duration = Duration::from_secs(3);

/// How many presses of each client are told apart: the first needs a worker, and the next may come while others still
/// wait for theirs.
const WARM_UP: usize = 3;

const WINDOW: &str = r#"{
    "title": "Sessions",
    "root": { "components": [
        { "kind": "Button", "name": "Who is on?", "text": "Who is on?", "x": 16, "y": 16, "width": 120, "height": 32,
          "events": { "actionPerformed": "who_is_on.py" } },
        { "kind": "Table", "name": "Table", "x": 16, "y": 64, "width": 992, "height": 600 }
    ] }
}"#;
const SCRIPT: &str = concat!(
    include_str!("../../examples/example1_table.py"),
    "\nevent.source.toolTipText = str(int(event.source.toolTipText or 0) + 1)\n"
);

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let report = match words[..] {
        [executable, "idle", count] => idle(executable, number(count)).await,
        [executable, "press", count, seconds] => press(executable, number(count), number(seconds)).await,
        _ => panic!("usage: browser_load EXECUTABLE idle COUNT | press COUNT SECONDS"),
    };
    println!("{report}");
}

fn number(text: &str) -> usize {
    text.parse().unwrap_or_else(|_| panic!("{text:?} is no number"))
}

async fn gateway(executable: &str, config: &str) -> GatewayProcess {
    // The path is needed for as long as the process runs.
    let executable = Executable::at(Box::leak(executable.to_owned().into_boxed_str()));
    Setup::new(executable)
        .user("admin", &["Administrator", "Operator"])
        .user("billy", &["Operator"])
        .project("plant", "Operator", "Engineer")
        .settings("[client]\nwindows = [\"Sessions\"]\n")
        .file("plant/windows/Sessions/window.json", WINDOW)
        .file("plant/windows/Sessions/who_is_on.py", SCRIPT)
        .config(config)
        .start()
        .await
}

/// Opens sessions, as the tabs of a few browsers.
async fn sessions(gateway: &GatewayProcess, count: usize) -> Vec<String> {
    let mut tokens = Vec::with_capacity(count);
    let mut person: Option<Http> = None;
    for number in 0..count {
        if number % UNDER_LOGIN == 0 {
            person = Some(gateway.person("billy").await);
        }
        let body = SessionRequest { project: "plant".to_owned(), hostname: Some(format!("line-{number}")) };
        let person = person.as_ref().expect("the first is number 0");
        let opened: LoginResponse = person.send_json("POST", "/api/v1/sessions", &body).await.ok();
        tokens.push(opened.token);
    }
    tokens
}

async fn tabs(gateway: &GatewayProcess, tokens: &[String]) -> Vec<Tab> {
    let mut tabs = Vec::with_capacity(tokens.len());
    for token in tokens {
        let mut tab = Tab::open(gateway.url(), token).await;
        tab.start(Vec::new()).await;
        tabs.push(tab);
    }
    tabs
}

/// The memory of the gateway's process alone, in bytes.
fn memory(gateway: &GatewayProcess) -> u64 {
    let path = format!("/proc/{}/smaps_rollup", gateway.pid().as_raw_nonzero());
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let line = text.lines().find_map(|line| line.strip_prefix("Pss:")).expect("a line Pss");
    let kibibytes: u64 = line.trim().trim_end_matches("kB").trim().parse().expect("a number");
    kibibytes * 1024
}

async fn idle(executable: &str, count: usize) -> Value {
    let gateway = gateway(executable, "[sessions]\nresume_period = \"10m\"").await;
    // The memory that the first ones load is not counted for any tab.
    let warm_tokens = sessions(&gateway, 8).await;
    let warm_tabs = tabs(&gateway, &warm_tokens).await;
    sleep(SETTLE).await;
    let base = memory(&gateway);
    let tokens = sessions(&gateway, count).await;
    sleep(SETTLE).await;
    let with_sessions = memory(&gateway);
    let open = tabs(&gateway, &tokens).await;
    sleep(SETTLE).await;
    let connected = memory(&gateway);
    drop((warm_tabs, open));
    let each = |from: u64, to: u64| (to.saturating_sub(from)) as f64 / count as f64;
    json!({
        "clients": count,
        "base": base,
        "session": each(base, with_sessions),
        "client": each(with_sessions, connected),
        "each": each(base, connected),
    })
}

async fn press(executable: &str, count: usize, seconds: usize) -> Value {
    let config = format!("[sessions]\nresume_period = \"10m\"\n[scripts]\nworkers = 4\nidle_workers = {count}");
    let gateway = gateway(executable, &config).await;
    let tokens = sessions(&gateway, count).await;
    let open = tabs(&gateway, &tokens).await;
    let begin = Instant::now() + Duration::from_secs(1);
    let spread = |number: usize| {
        begin + Duration::from_secs(1) * u32::try_from(number).unwrap_or(0) / u32::try_from(count).unwrap_or(1)
    };
    let pressing = open.into_iter().enumerate().map(|(number, tab)| tokio::spawn(one(tab, spread(number), seconds)));
    let pressing: Vec<_> = pressing.collect();
    let (mut first, mut later, mut failures) = (Vec::new(), Vec::new(), 0);
    for task in pressing {
        let (mut times, failed) = task.await.expect("a tab presses to the end");
        failures += failed;
        later.extend(times.split_off(times.len().min(WARM_UP)));
        first.extend(times);
    }
    let pressed = count * seconds;
    json!({
        "clients": count,
        "pressed": pressed,
        "answered": first.len() + later.len(),
        "failures": failures,
        "first": percentiles(first),
        "later": percentiles(later),
    })
}

/// Presses once a second and waits for each answer: the times that they took in milliseconds, and how many failed.
async fn one(mut tab: Tab, begin: Instant, seconds: usize) -> (Vec<f64>, usize) {
    let mut times = Vec::with_capacity(seconds);
    for second in 0..seconds {
        sleep_until(begin + Duration::from_secs(second as u64)).await;
        let (pressed, expected) = (Instant::now(), (second + 1).to_string());
        tab.press("Who is on?").await;
        // As many as were pressed, so that none is lost; the table is updated before the count.
        tab.until("the answer", |tab| tab.text("Who is on?", "toolTipText") == Some(&expected)).await;
        times.push(pressed.elapsed().as_secs_f64() * 1000.0);
    }
    (times, tab.failures.len())
}

fn percentiles(mut times: Vec<f64>) -> Value {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times.get(((times.len().max(1) - 1) as f64 * share).round() as usize).copied();
    json!({ "p50": at(0.5), "p99": at(0.99), "max": at(1.0) })
}
