//! The fence around the processes of scripts, and the outcome of a person's press when such a process dies, is stopped,
//! or is left unfit by a script.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rollcall_wire::rest::{ScriptList, ScriptState, ScriptStatus};
use testkit::{GatewayProcess, Http, Invocation, Pid, Signal, Tab, children, eventually, signal};

use crate::client::floor::{bench, logged, tell};
use crate::plant::plant;

/// On which the engine fails: the callback of a weak reference changes the list from which its object is taken.
const ENGINE_FAILS: &str = "\
import weakref
class S(object):
    pass
def f():
    global l
    for i in range(1000):
        s = S()
        l = [s]
        r = weakref.ref(s, lambda r: l.append(1))
        del s
        l[0] = i
f()
";

/// A worker of a gateway, once there is one.
async fn worker(gateway: &GatewayProcess) -> Pid {
    gateway.workers().await[0]
}

/// The kernel's value for a process under a name.
fn status(pid: Pid, word: &str) -> String {
    let text = std::fs::read_to_string(format!("/proc/{}/status", pid.as_raw_nonzero())).expect("the process is there");
    let line = text.lines().find_map(|line| line.strip_prefix(word)?.strip_prefix(':'));
    line.unwrap_or_else(|| panic!("no {word} in {text}")).trim().to_owned()
}

fn check_fenced(pid: Pid) {
    for (word, expected) in [("NoNewPrivs", "1"), ("Seccomp", "2")] {
        assert_eq!(status(pid, word), expected, "{word} of {pid:?}");
    }
    for word in ["CapInh", "CapPrm", "CapEff", "CapAmb"] {
        assert_eq!(status(pid, word), "0000000000000000", "{word} of {pid:?}");
    }
    assert!(!status(pid, "Uid").split_whitespace().any(|uid| uid == "0"), "{pid:?} is root");
    assert!(!status(pid, "Gid").split_whitespace().any(|gid| gid == "0"), "{pid:?} is in root's group");
    let groups = status(pid, "Groups");
    assert!(!groups.split_whitespace().any(|group| group == "0"), "{pid:?} is in {groups}");
}

fn descriptors(pid: Pid) -> Vec<(u32, PathBuf)> {
    let folder = format!("/proc/{}/fd", pid.as_raw_nonzero());
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let of = |path: &Path| Some((path.file_name()?.to_str()?.parse().ok()?, std::fs::read_link(path).ok()?));
    entries.filter_map(|entry| of(&entry.ok()?.path())).collect()
}

/// The gateway started by a parent that has left a file and a pipe open.
fn with_open_descriptors(command: Invocation) -> Invocation {
    let shell = "exec 8</etc/passwd; exec 9<&0; exec \"$@\"";
    command.wrapped_by(Invocation::of("/bin/sh".into()).args(&["-c", shell, "sh"]))
}

async fn press(tab: &mut Tab, button: &str, expected: &str) {
    tab.press(button).await;
    tab.until(&format!("the label says {expected:?}"), |tab| tab.text("Label", "text") == Some(expected)).await;
}

async fn script(admin: &Http, file: &str, wanted: impl Fn(&ScriptStatus) -> bool) -> ScriptStatus {
    eventually(&format!("the status of {file}"), async || {
        let list: ScriptList = admin.send("GET", "/api/v1/scripts").await.ok();
        list.scripts.into_iter().find(|script| script.file == file && wanted(script))
    })
    .await
}

#[tokio::test]
async fn processes_of_scripts_own_nothing_and_may_do_nothing() {
    let setup = bench(&[("go", &tell("1"))]);
    let executable = crate::plant::ROLLCALL;
    let (folder, command) = setup.prepare().await;
    let gateway = GatewayProcess::start(executable, folder, with_open_descriptors(command)).await;
    let (_, mut tab) = gateway.tab("billy", "plant").await;
    press(&mut tab, "go", "1").await;
    let (zygote, worker) = (gateway.zygote().await, worker(&gateway).await);
    let inherited = descriptors(gateway.pid());
    assert!(inherited.iter().any(|(number, _)| *number == 9), "the gateway has what it was started with");
    for pid in [zygote, worker] {
        check_fenced(pid);
        let open = descriptors(pid);
        assert!(open.len() <= 6, "{pid:?}: {open:?}");
        assert!(!open.iter().any(|(_, path)| path.ends_with("passwd")), "{pid:?}: {open:?}");
    }
}

#[tokio::test]
async fn a_script_in_a_terminal_is_fenced_in_too() {
    let gateway = plant().start().await;
    let mut run = gateway.run("billy", "plant", "print('on')\nwhile True: pass").start().await;
    run.line("on").await;
    let workers = children(run.pid());
    assert_eq!(workers.len(), 1, "{workers:?}");
    check_fenced(workers[0]);
}

#[tokio::test]
async fn a_press_that_finds_its_worker_dead_gets_another() {
    let gateway = bench(&[("one", &tell("1")), ("two", &tell("2"))]).start().await;
    let (_, mut tab) = gateway.tab("billy", "plant").await;
    for _ in 0..10 {
        press(&mut tab, "one", "1").await;
        // One that is killed in the middle of its script is another matter.
        tab.until("nothing runs", |tab| !tab.running).await;
        signal(worker(&gateway).await, Signal::KILL);
        press(&mut tab, "two", "2").await;
        tab.until("nothing runs", |tab| !tab.running).await;
    }
    assert_eq!(tab.failures, []);
}

#[tokio::test]
async fn a_worker_that_dies_takes_its_dialog_with_it() {
    let gateway = bench(&[("ask", "system.gui.messageBox('wait')"), ("go", &tell("'went'"))]).start().await;
    let (_, mut tab) = gateway.tab("billy", "plant").await;
    tab.press("ask").await;
    tab.until("a dialog", |tab| !tab.dialogs().is_empty()).await;
    signal(worker(&gateway).await, Signal::KILL);
    tab.until("the dialog goes, and the person is told", |tab| tab.dialogs().is_empty() && tab.failures.len() == 1)
        .await;
    press(&mut tab, "go", "went").await;
}

#[tokio::test]
async fn a_stopped_worker_that_is_sent_much_is_replaced() {
    let send = "system.util.sendMessage('plant', 'note', {'what': 'x' * 900000})\n";
    let setup = bench(&[("go", &tell("'went'")), ("send", send)]);
    let handler = "print('heard %d' % len(payload['what']))";
    let gateway = setup.file("plant/client/message/note.py", handler).start().await;
    let (_, mut tab) = gateway.tab("billy", "plant").await;
    press(&mut tab, "go", "went").await;
    tab.until("nothing runs", |tab| !tab.running).await;
    let idle = worker(&gateway).await;
    let (_, mut sender) = gateway.tab("anna", "plant").await;
    press(&mut sender, "go", "went").await;
    signal(idle, Signal::STOP);
    sender.press("send").await;
    eventually("both have heard", async || (gateway.log().matches("heard 900000").count() == 2).then_some(())).await;
    assert_eq!(tab.failures, []);
}

#[tokio::test]
async fn a_worker_that_fails_takes_no_script_with_it() {
    let good = tell("'good'");
    let gateway = bench(&[("fails", ENGINE_FAILS), ("good", &good), ("other", &tell("'other'"))]).start().await;
    let (_, mut tab) = gateway.tab("billy", "plant").await;
    for round in 1..=3 {
        tab.press("fails").await;
        tab.press("good").await;
        tab.until("the good one has run", |tab| tab.text("Label", "text") == Some("good")).await;
        assert_eq!(tab.failures.len(), round, "{:?}", tab.failures);
        assert!(tab.failures.iter().all(|(file, _)| file.ends_with("fails.py")), "{:?}", tab.failures);
        press(&mut tab, "other", "other").await;
    }
    let error = &tab.failures[0].1;
    assert!(error.contains("engine failed") && !error.contains("/registry/"), "{error}");
}

#[tokio::test]
async fn what_a_script_takes_from_its_interpreter_is_there_for_the_next() {
    let vandals = [
        ("clear", "import __builtin__\n__builtin__.__dict__.clear()"),
        ("three", "# python: 3\nimport builtins\nbuiltins.__dict__.clear()"),
        ("modules", "import sys\nsys.modules.clear()"),
        ("names", "del system.util.getSessionInfo"),
    ];
    let good = tell("len(system.util.getSessionInfo())");
    let reset = tell("'reset'");
    let scripts: Vec<(&str, &str)> =
        vandals.into_iter().chain([("good", good.as_str()), ("reset", reset.as_str())]).collect();
    let gateway = bench(&scripts).start().await;
    let (_, mut tab) = gateway.tab("billy", "plant").await;
    for (name, _) in vandals {
        tab.press(name).await;
        press(&mut tab, "good", "1").await;
        press(&mut tab, "reset", "reset").await;
    }
    assert_eq!(tab.failures, []);
}

#[tokio::test]
async fn a_stopped_zygote_is_noticed_and_a_press_is_answered() {
    let gateway = bench(&[("go", &tell("1"))]).start().await;
    let (_, mut billy) = gateway.tab("billy", "plant").await;
    press(&mut billy, "go", "1").await;
    signal(gateway.zygote().await, Signal::STOP);
    let (_, mut anna) = gateway.tab("anna", "plant").await;
    let pressed = Instant::now();
    press(&mut anna, "go", "1").await;
    let took = pressed.elapsed();
    assert!(took < Duration::from_secs(15), "{took:?}: as long as it takes until the zygote is given up");
    assert_eq!(anna.failures, []);
    logged(&gateway, "stopped from outside").await;
}

#[tokio::test]
async fn a_stopped_worker_is_noticed_and_its_script_goes_on() {
    let gateway =
        bench(&[("go", &tell("1")), ("long", "while True: pass")]).config("[clients]\ndeadline = \"1s\"").start().await;
    let (_, mut tab) = gateway.tab("billy", "plant").await;
    press(&mut tab, "go", "1").await;
    signal(worker(&gateway).await, Signal::STOP);
    tab.press("long").await;
    tab.until("the script has hit its deadline", |tab| !tab.failures.is_empty()).await;
    assert!(tab.failures[0].1.contains("longer than 1 s"), "it ran, and was interrupted: {:?}", tab.failures);
    logged(&gateway, "stopped from outside").await;
}

#[tokio::test]
async fn a_timer_that_fails_in_whatever_way_is_suspended_and_resumes_when_it_changes() {
    let timer = |name: &str| format!("[timer.{name}]\ndelay = \"100ms\"\n");
    let gateway = plant()
        .settings(&["raises", "crashes", "exits"].map(timer).concat())
        .file("plant/gateway/timer/raises.py", "raise ValueError('again')")
        .file("plant/gateway/timer/crashes.py", ENGINE_FAILS)
        .file("plant/gateway/timer/exits.py", "import sys\nsys.exit(2)")
        .config("[scripts]\nsuspension = \"1h\"")
        .start()
        .await;
    let admin = gateway.person("admin").await;
    let suspended = |script: &ScriptStatus| script.state == ScriptState::Suspended;
    let raises = script(&admin, "gateway/timer/raises.py", suspended).await;
    assert_eq!((raises.failures, raises.limit_hits), (10, 0), "{raises:?}");
    let crashes = script(&admin, "gateway/timer/crashes.py", suspended).await;
    assert_eq!((crashes.failures, crashes.limit_hits), (0, 3), "{crashes:?}");
    script(&admin, "gateway/timer/exits.py", suspended).await;
    let table = gateway.command_as("admin", &["scripts"]).finish().await.success();
    assert_eq!(table.matches("suspended until").count(), 3, "{table}");
    std::fs::write(gateway.project_file("plant/gateway/timer/raises.py"), "x = 1").expect("a script");
    script(&admin, "gateway/timer/raises.py", |script| script.runs >= 1 && !suspended(script)).await;
}
