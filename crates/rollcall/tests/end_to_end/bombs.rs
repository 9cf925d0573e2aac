//! Seven scripts that take all they can get, as timers of the gateway: each alone and all together. The gateway goes on
//! answering, running other scripts and serving people throughout; the script is stopped, and suspended in the end.

use std::time::{Duration, Instant};

use rollcall_wire::rest::{ScriptList, ScriptState, ScriptStatus};
use testkit::{GatewayProcess, Http, Setup};

use crate::plant::plant;

/// A bomb, and whether it is stopped by a limit; else Python itself raises an error in it.
struct Bomb {
    name: &'static str,
    script: &'static str,
    is_stopped: bool,
}

const fn bomb(name: &'static str, script: &'static str, is_stopped: bool) -> Bomb {
    Bomb { name, script, is_stopped }
}

const BOMBS: [Bomb; 7] = [
    bomb("endless", "while True: pass", true),
    bomb("list", "[0]*10**10", false),
    bomb("string", "'a'*10**11", false),
    bomb("power", "9**9**8", true),
    bomb("recursion", "def f(): return f()\nf()", false),
    bomb("iterators", "x = iter([])\nfor i in range(10**6): x = map(abs, x)\nnext(x, None)", false),
    bomb("stubborn", "while True:\n  try:\n    while True: pass\n  except: pass", true),
];

/// How long each run may take, and the longest wait of any other user for an answer meanwhile.
const DEADLINE: &str = "1s";
const ANSWERED_WITHIN: Duration = Duration::from_secs(5);

fn with_bombs(bombs: &[&Bomb]) -> Setup {
    let timer = |name: &str| format!("[timer.{name}]\ndelay = \"100ms\"\ndeadline = \"{DEADLINE}\"\n");
    let mut setup = plant();
    for bomb in bombs {
        let file = format!("plant/gateway/timer/{}.py", bomb.name);
        setup = setup.settings(&timer(bomb.name)).file(&file, bomb.script);
    }
    let harmless = "system.util.getLogger('harmless').info('still here')";
    setup
        .project("other", "Operator", "Engineer")
        .settings(&timer("harmless"))
        .file("other/gateway/timer/harmless.py", harmless)
}

async fn scripts(admin: &Http) -> Vec<ScriptStatus> {
    let list: ScriptList = admin.send("GET", "/api/v1/scripts").await.ok();
    list.scripts
}

fn find<'a>(scripts: &'a [ScriptStatus], name: &str) -> Option<&'a ScriptStatus> {
    scripts.iter().find(|script| script.file == format!("gateway/timer/{name}.py"))
}

/// Whether a bomb has shown all that is expected of it.
fn has_gone_off(bomb: &Bomb, scripts: &[ScriptStatus]) -> bool {
    find(scripts, bomb.name).is_some_and(|status| {
        if bomb.is_stopped { status.state == ScriptState::Suspended } else { status.failures + status.limit_hits >= 3 }
    })
}

async fn check_throughout(gateway: &GatewayProcess, bombs: &[&Bomb]) {
    let admin = gateway.person("admin").await;
    let deadline = Instant::now() + Duration::from_secs(90);
    let before = runs_of_harmless(&admin).await;
    loop {
        let asked = Instant::now();
        let answer = gateway.http().send("GET", "/healthz").await;
        assert_eq!(answer.status, 200);
        assert!(asked.elapsed() < ANSWERED_WITHIN, "an answer after {:?}", asked.elapsed());
        let scripts = scripts(&admin).await;
        if bombs.iter().all(|bomb| has_gone_off(bomb, &scripts)) {
            break;
        }
        assert!(Instant::now() < deadline, "{scripts:#?}");
        let output = gateway.run("billy", "other", "print(len(system.util.getSessionInfo('billy')))").finish().await;
        assert_eq!(output.success(), "1\n");
    }
    let after = runs_of_harmless(&admin).await;
    assert!(after > before, "the harmless timer ran {before} times before and {after} times after");
    let harmless = scripts(&admin).await;
    let harmless = find(&harmless, "harmless").expect("the harmless timer");
    assert_eq!((harmless.failures, harmless.limit_hits), (0, 0), "{harmless:?}");
}

async fn runs_of_harmless(admin: &Http) -> u64 {
    find(&scripts(admin).await, "harmless").map_or(0, |status| status.runs)
}

#[tokio::test]
async fn each_alone() {
    for bomb in &BOMBS {
        let gateway = with_bombs(&[bomb]).start().await;
        check_throughout(&gateway, &[bomb]).await;
        let scripts = scripts(&gateway.person("admin").await).await;
        let status = find(&scripts, bomb.name).expect("the bomb has run");
        assert_eq!(status.runs, 0, "{}: {status:?}", bomb.name);
        assert!(status.last_error.as_ref().is_some_and(|error| !error.is_empty()), "{}: {status:?}", bomb.name);
    }
}

#[tokio::test]
async fn all_seven_together() {
    let bombs: Vec<&Bomb> = BOMBS.iter().collect();
    let mut gateway = with_bombs(&bombs).start().await;
    check_throughout(&gateway, &bombs).await;
    let table = gateway.command_as("admin", &["scripts"]).finish().await.success();
    let suspended = table.lines().filter(|line| line.contains("suspended")).count();
    assert!(suspended >= BOMBS.iter().filter(|bomb| bomb.is_stopped).count(), "{table}");
    assert!(gateway.log().contains("suspended for 60 s"), "{}", gateway.log());
    let finished = gateway.terminate().await;
    assert_eq!(finished.code, Some(0), "{finished:#?}");
}

#[tokio::test]
async fn a_suspension_passes() {
    let gateway = with_bombs(&[&BOMBS[0]]).config("[scripts]\nsuspension = \"1s\"").start().await;
    let admin = gateway.person("admin").await;
    testkit::eventually("a fourth hit, after the suspension", async || {
        find(&scripts(&admin).await, "endless").filter(|status| status.limit_hits >= 4).map(drop)
    })
    .await;
    assert!(gateway.log().contains("suspended for 1 s"), "{}", gateway.log());
}

#[tokio::test]
async fn no_worker_outlives_its_gateway() {
    let mut gateway = with_bombs(&[&BOMBS[0], &BOMBS[6]]).config("[scripts]\nmemory = \"222 MiB\"").start().await;
    let admin = gateway.person("admin").await;
    testkit::eventually("a bomb at work", async || {
        scripts(&admin).await.iter().any(|script| script.state == ScriptState::Running).then_some(())
    })
    .await;
    let own = || crate::plant::processes_with(&format!("worker --memory={}", 222 << 20));
    assert!(!own().is_empty());
    gateway.kill().await;
    testkit::eventually("the end of all workers", async || own().is_empty().then_some(())).await;
}
