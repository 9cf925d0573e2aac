//! Dialogs of a script in a real terminal, which `script` (of bsdutils) makes: shown, and answered by the person there.

use std::time::Duration;

use testkit::{GatewayProcess, Invocation, RunningProcess, eventually, throughout};

use crate::plant::{ROLLCALL, plant};

/// `rollcall run` in a terminal.
fn in_a_terminal(gateway: &GatewayProcess, script: &str, options: &str) -> Invocation {
    let file = gateway.folder().join("dialog.py");
    std::fs::write(&file, script).expect("a script");
    let (program, file, url) = (ROLLCALL.path(), file.display(), gateway.url());
    let line = format!("{program} run {file} --project plant --user billy --gateway {url} {options}");
    let terminal = Invocation::of("/usr/bin/script".into()).args(&["-qec", &line, "/dev/null"]);
    terminal.env("ROLLCALL_PASSWORD", testkit::PASSWORD).env("SHELL", "/bin/sh").interactive()
}

/// Waits for a text on the terminal, then types.
async fn answer(running: &mut RunningProcess, shown: &str, typed: &str) {
    eventually(&format!("{shown:?} on the terminal"), async || running.stdout().contains(shown).then_some(())).await;
    running.type_in(typed).await;
}

#[tokio::test]
async fn a_person_answers() {
    let gateway = plant().start().await;
    let script = "system.gui.messageBox('look')\n\
        a = system.gui.confirm('sure?')\n\
        b = system.gui.confirm('really?', 'Title', True)\n\
        c = system.gui.inputBox('name?', 'default')\n\
        d = system.gui.inputBox('age?', 'default')\n\
        print 'A', a\nprint 'B', b\nprint 'C', c\nprint 'D', d\n";
    let mut running = in_a_terminal(&gateway, script, "").start().await;
    answer(&mut running, "Information: look", "\n").await;
    answer(&mut running, "Confirm: sure?", "perhaps\n").await;
    // An invalid answer is asked for again.
    answer(&mut running, "yes or no? perhaps\r\nyes or no? ", "YES\n").await;
    answer(&mut running, "Title: really?", "cancel\n").await;
    answer(&mut running, "Input: name? [default]", "Jürgen\n").await;
    answer(&mut running, "Input: age?", "\n").await;
    let finished = running.finish().await;
    assert_eq!(finished.code, Some(0), "{finished:#?}");
    for line in ["A True", "B None", "C Jürgen", "D default"] {
        assert!(finished.stdout.lines().any(|shown| shown.trim() == line), "{line} is missing in {finished:#?}");
    }
}

#[tokio::test]
async fn the_time_of_a_dialog_does_not_count() {
    let gateway = plant().start().await;
    let script = "a = system.gui.confirm('sure?')\nprint 'answer', a\nwhile True: pass\n";
    let mut running = in_a_terminal(&gateway, script, "--timeout 1").start().await;
    eventually("the dialog", async || running.stdout().contains("sure?").then_some(())).await;
    throughout(Duration::from_secs(2), "the dialog waits", async || !running.ended()).await;
    running.type_in("no\n").await;
    let finished = running.finish().await;
    assert_eq!(finished.code, Some(1), "{finished:#?}");
    assert!(finished.stdout.contains("answer False"), "{finished:#?}");
    assert!(finished.stdout.contains("longer than 1 s"), "but the time after it does: {finished:#?}");
}
