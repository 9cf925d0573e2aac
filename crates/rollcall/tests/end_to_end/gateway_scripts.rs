//! Scripts that the gateway runs by itself: a project's `gateway/startup.py`, `shutdown.py` and timers.

use std::time::Duration;

use rollcall_wire::rest::{ScriptList, ScriptState, ScriptStatus};
use testkit::{GatewayProcess, Http, eventually, throughout};

use crate::plant::plant;

/// The status of a script, once there is one for which `wanted` holds.
async fn status(admin: &Http, file: &str, wanted: impl Fn(&ScriptStatus) -> bool) -> ScriptStatus {
    eventually(&format!("the status of {file}"), async || {
        let list: ScriptList = admin.send("GET", "/api/v1/scripts").await.ok();
        list.scripts.into_iter().find(|script| script.file == file && wanted(script))
    })
    .await
}

async fn logged(gateway: &GatewayProcess, text: &str) {
    eventually(&format!("{text:?} in the log"), async || gateway.log().contains(text).then_some(())).await;
}

#[tokio::test]
async fn startup_timers_and_shutdown_run_and_log() {
    let mut gateway = plant()
        .settings("[timer.tick]\nevery = \"200ms\"\n[timer.tock]\ndelay = \"200ms\"\n")
        .file("plant/gateway/startup.py", "print('good morning from ' + system.util.getProjectName())")
        .file("plant/gateway/shutdown.py", "system.util.getLogger('shutdown').warn('good night')")
        .file(
            "plant/gateway/timer/tick.py",
            "system.util.getLogger('clock').infof('%d are on', len(system.util.getSessionInfo()))",
        )
        .file("plant/gateway/timer/tock.py", "print('tock')")
        .start()
        .await;
    logged(&gateway, "good morning from plant").await;
    logged(&gateway, "0 are on").await;
    gateway.session("billy", "plant").await;
    logged(&gateway, "1 are on").await;
    let admin = gateway.person("admin").await;
    for file in ["gateway/timer/tick.py", "gateway/timer/tock.py"] {
        let fares = status(&admin, file, |script| script.runs >= 3).await;
        assert_eq!((fares.failures, fares.limit_hits, fares.last_error), (0, 0, None));
    }
    let finished = gateway.terminate().await;
    assert_eq!(finished.code, Some(0), "{finished:#?}");
    assert_eq!(finished.stderr.matches("good night").count(), 1, "{finished:#?}");
    assert_eq!(finished.stderr.matches("good morning").count(), 1, "{finished:#?}");
}

#[tokio::test]
async fn a_failing_script_is_logged_with_its_traceback_and_stops_nobody() {
    let gateway = plant()
        .settings("[timer.bad]\nevery = \"200ms\"\n[timer.good]\nevery = \"200ms\"\n")
        .file("plant/gateway/startup.py", "def begin():\n    raise ValueError('no coffee')\nbegin()\n")
        .file("plant/gateway/timer/bad.py", "import nothing_of_that_name")
        .file("plant/gateway/timer/good.py", "x = 1")
        .file("plant/gateway/timer/unparsable.py", "not listed in the settings")
        .start()
        .await;
    let admin = gateway.person("admin").await;
    let bad = status(&admin, "gateway/timer/bad.py", |script| script.failures >= 3).await;
    assert_eq!((bad.runs, bad.limit_hits, bad.state == ScriptState::Suspended), (0, 0, false));
    assert!(bad.last_error.is_some_and(|error| error.contains("nothing_of_that_name")));
    status(&admin, "gateway/timer/good.py", |script| script.runs >= 3).await;
    let startup = status(&admin, "gateway/startup.py", |script| script.failures == 1).await;
    assert_eq!(startup.last_error.as_deref(), Some("ValueError: no coffee"));
    let log = gateway.log();
    for line in ["File \"gateway/startup.py\", line 2, in begin", "raise ValueError('no coffee')", "unparsable"] {
        assert!(log.contains(line), "{line} is missing in the log");
    }
}

#[tokio::test]
async fn a_slow_timer_never_overlaps_itself() {
    // Each run counts itself in and out in a module's globals, which live as long as the worker is the timer's. Two
    // runs at once would be two workers, and the second would find the count of a fresh one.
    let slow = "import sys\n\
        runs = getattr(sys, 'runs', 0) + 1\n\
        sys.runs = runs\n\
        print('run %d begins' % runs)\n\
        for i in range(300): system.util.getSessionInfo()\n\
        print('run %d ends' % runs)\n";
    let gateway =
        plant().settings("[timer.slow]\nevery = \"100ms\"\n").file("plant/gateway/timer/slow.py", slow).start().await;
    logged(&gateway, "run 4 ends").await;
    let log = gateway.log();
    let events: Vec<&str> = log.lines().filter_map(|line| line.split(": run ").nth(1)).collect();
    let expected = (1..=4).flat_map(|run| [format!("{run} begins "), format!("{run} ends ")]);
    for (event, expected) in events.iter().zip(expected) {
        assert!(event.starts_with(&expected), "{expected:?} is not {event:?} in:\n{log}");
    }
}

#[tokio::test]
async fn timers_leave_half_of_the_workers_to_others() {
    let gateway = plant()
        .config("[scripts]\nworkers = 2\nrunning = 2")
        .settings("[timer.one]\ndelay = \"100ms\"\n[timer.two]\ndelay = \"100ms\"\n")
        .file("plant/gateway/timer/one.py", "while True: pass")
        .file("plant/gateway/timer/two.py", "while True: pass")
        .start()
        .await;
    let admin = gateway.person("admin").await;
    eventually("one timer at work and one that waits", async || {
        let list: ScriptList = admin.send("GET", "/api/v1/scripts").await.ok();
        let is = |state| list.scripts.iter().any(|script| script.state == state);
        (is(ScriptState::Running) && is(ScriptState::Waiting)).then_some(())
    })
    .await;
    let startup = gateway.project_file("other/gateway/startup.py");
    std::fs::create_dir_all(startup.parent().expect("a folder")).expect("a folder can be made");
    std::fs::write(startup, "print('there was room')").expect("a script");
    std::fs::write(gateway.project_file("other/project.toml"), "title = \"Other\"").expect("the settings");
    logged(&gateway, "there was room").await;
}

#[tokio::test]
async fn a_changed_script_is_taken_over_and_a_broken_project_keeps_its_last_good_form() {
    let settings = "[timer.tick]\nevery = \"200ms\"\n";
    let gateway = plant().settings(settings).file("plant/gateway/timer/tick.py", "print('one')").start().await;
    logged(&gateway, "one").await;
    std::fs::write(gateway.project_file("plant/gateway/timer/tick.py"), "print('two')").expect("a script");
    logged(&gateway, "two").await;
    let file = gateway.project_file("plant/project.toml");
    let good = std::fs::read_to_string(&file).expect("the settings");
    std::fs::write(&file, "[roles\nclient = 1").expect("the settings can be written");
    logged(&gateway, "plant/project.toml:1:").await;
    let admin = gateway.person("admin").await;
    let before = status(&admin, "gateway/timer/tick.py", |_| true).await.runs;
    status(&admin, "gateway/timer/tick.py", |script| script.runs >= before + 3).await;
    gateway.session("billy", "plant").await;
    let problems = gateway.log().matches("plant/project.toml:1:").count();
    std::fs::write(gateway.project_file("plant/gateway/timer/tick.py"), "print('three')").expect("a script");
    std::fs::write(&file, good).expect("the settings can be written");
    logged(&gateway, "three").await;
    assert_eq!(problems, 1, "a problem is reported once, not at every look");
}

#[tokio::test]
async fn a_project_that_goes_runs_its_shutdown_and_no_timer_more() {
    let gateway = plant()
        .project("packaging", "Operator", "Engineer")
        .settings("[timer.tick]\nevery = \"100ms\"\n")
        .file("packaging/gateway/shutdown.py", "print('packaging closes')")
        .file("packaging/gateway/timer/tick.py", "print('tick')")
        .start()
        .await;
    logged(&gateway, "tick").await;
    std::fs::remove_dir_all(gateway.project_file("packaging")).expect("the project can be removed");
    logged(&gateway, "packaging closes").await;
    let ticks = gateway.log().matches(" tick").count();
    throughout(Duration::from_secs(1), "no tick more", async || gateway.log().matches(" tick").count() == ticks).await;
}

#[tokio::test]
async fn dialogs_are_for_those_who_can_see_them() {
    let gateway = plant().file("plant/gateway/startup.py", "system.gui.messageBox('hello?')").start().await;
    let admin = gateway.person("admin").await;
    let startup = status(&admin, "gateway/startup.py", |script| script.failures == 1).await;
    assert!(startup.last_error.is_some_and(|error| error.contains("gateway")), "{}", gateway.log());
}

#[tokio::test]
async fn the_command_line_shows_how_scripts_fare() {
    let gateway = plant()
        .settings("[timer.bad]\nevery = \"100ms\"\n")
        .file("plant/gateway/startup.py", "x = 1")
        .file("plant/gateway/timer/bad.py", "raise ValueError('\\x1b[2J')")
        .start()
        .await;
    let admin = gateway.person("admin").await;
    status(&admin, "gateway/timer/bad.py", |script| script.failures >= 1).await;
    let table = gateway.command_as("admin", &["scripts"]).finish().await.success();
    let lines: Vec<&str> = table.lines().collect();
    assert!(lines[0].starts_with("project  file"), "{table}");
    assert!(lines[1].starts_with("plant    gateway/startup.py"), "{table}");
    assert!(lines[2].starts_with("plant    gateway/timer/bad.py"), "{table}");
    assert!(lines[2].contains("ValueError: \\u{1b}[2J") && !table.contains('\u{1b}'), "{table}");
}
