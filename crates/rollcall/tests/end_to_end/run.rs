//! `rollcall run`, as a person at a terminal and a shell script see it.

use std::time::Duration;

use testkit::{PASSWORD, Signal, eventually};

use crate::plant::{ROLLCALL, plant};

#[tokio::test]
async fn the_exit_code_is_the_scripts() {
    let gateway = plant().start().await;
    let cases = [
        ("pass", 0, ""),
        ("print('done')", 0, "done\n"),
        ("import sys; sys.exit()", 0, ""),
        ("import sys; sys.exit(0)", 0, ""),
        ("import sys; print('x'); sys.exit(7)", 7, "x\n"),
        ("1/0", 1, ""),
        ("print('half'); raise ValueError('no')", 1, "half\n"),
        ("def f(:", 1, ""),
    ];
    for (code, expected, output) in cases {
        let finished = gateway.run("billy", "plant", code).finish().await;
        assert_eq!((finished.code, finished.stdout.as_str()), (Some(expected), output), "{code}: {finished:#?}");
    }
    assert!(gateway.sessions().await.is_empty(), "every run has logged out");
}

#[tokio::test]
async fn a_failing_script_shows_where() {
    let gateway = plant().start().await;
    let script = "def inner(row):\n    return row['no such column']\n\ninner(system.util.getSessionInfo()[0])\n";
    let file = gateway.folder().join("broken.py");
    std::fs::write(&file, script).expect("a script");
    let name = file.to_str().expect("a path in UTF-8");
    let finished = gateway.command_as("billy", &["run", name, "--project", "plant"]).finish().await;
    assert_eq!((finished.code, finished.stdout.as_str()), (Some(1), ""), "{finished:#?}");
    let lines: Vec<&str> = finished.stderr.lines().map(str::trim).collect();
    assert_eq!(lines.first(), Some(&"Traceback (most recent call last):"), "{finished:#?}");
    for expected in [
        &*format!("File \"{name}\", line 4, in <module>"),
        "inner(system.util.getSessionInfo()[0])",
        &*format!("File \"{name}\", line 2, in inner"),
        "return row['no such column']",
    ] {
        assert!(lines.contains(&expected), "{expected} is missing in {finished:#?}");
    }
}

#[tokio::test]
async fn a_script_that_cannot_be_read_is_wrong_usage() {
    let gateway = plant().start().await;
    let file = gateway.folder().join("latin1.py");
    std::fs::write(&file, b"print('Gr\xfc\xdfe')").expect("a script");
    let latin = file.to_str().expect("a path in UTF-8");
    let cases = [(latin, "latin1.py:1:10"), ("/no/such/file.py", "/no/such/file.py"), ("/", "cannot read")];
    for (file, word) in cases {
        let command = gateway.command_as("billy", &["run", file, "--project", "plant"]);
        let error = command.finish().await.one_line_error(2);
        assert!(error.contains(word), "{error}");
    }
}

#[tokio::test]
async fn a_script_comes_from_a_file_standard_input_or_the_command_line() {
    let gateway = plant().start().await;
    let file = gateway.folder().join("grüße.py");
    std::fs::write(&file, "\u{feff}print 'Grüße', __name__\r\nprint(2)\r\n").expect("a script");
    let name = file.to_str().expect("a path in UTF-8");
    let from_file = gateway.command_as("billy", &["run", name, "--project", "plant"]);
    assert_eq!(from_file.finish().await.success(), "Grüße __main__\n2\n");
    let from_input = gateway.command_as("billy", &["run", "-", "--project", "plant"]).input("print('piped')\n1/0");
    let finished = from_input.finish().await;
    assert_eq!((finished.code, finished.stdout.as_str()), (Some(1), "piped\n"), "{finished:#?}");
    assert!(finished.stderr.contains("File \"<stdin>\", line 2"), "{finished:#?}");
    let hyphen = gateway.run("billy", "plant", "-1; print('from the command line')");
    assert_eq!(hyphen.finish().await.success(), "from the command line\n");
}

#[tokio::test]
async fn what_the_gateway_refuses_is_one_line() {
    let gateway = plant().start().await;
    let code = ["-c", "print(1)"];
    let run = |user: &str, project: &str| gateway.command_as(user, &["run", "--project", project]).args(&code);
    let cases = [
        (run("billy", "nowhere"), "\"nowhere\""),
        (run("nobody", "plant"), "wrong password"),
        (run("billy", "plant").env("ROLLCALL_PASSWORD", "wrong"), "wrong password"),
        (run("billy", "plant").args(&["--designer"]), "designer"),
        (run("admin", "plant"), "none of the roles"),
    ];
    for (command, word) in cases {
        let error = command.finish().await.one_line_error(1);
        assert!(error.starts_with("rollcall: ") && error.contains(word), "{word}: {error}");
    }
}

#[tokio::test]
async fn a_gateway_that_does_not_answer_is_named() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let free = listener.local_addr().expect("an address");
    drop(listener);
    let other = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let no_gateway = other.local_addr().expect("an address");
    tokio::spawn(async move {
        use tokio::io::AsyncWriteExt;
        while let Ok((mut stream, _)) = other.accept().await {
            // Whether it is read does not matter here.
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\nconnection: close\r\n\r\nhello").await;
        }
    });
    for url in [format!("http://{free}"), format!("http://{no_gateway}"), "http://no-such-host.invalid".to_owned()] {
        let command = ROLLCALL.command(&["run", "-c", "pass", "--project", "plant", "--user", "billy"]);
        let command = command.args(&["--gateway", &url]).env("ROLLCALL_PASSWORD", PASSWORD);
        let error = command.finish().await.one_line_error(1);
        assert!(error.contains(&url), "{error}");
    }
}

#[tokio::test]
async fn a_password_does_not_follow_to_another_address() {
    let elsewhere = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let place = format!("http://{}/api/v1/login", elsewhere.local_addr().expect("an address"));
    let first = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", first.local_addr().expect("an address"));
    let answer = format!("HTTP/1.1 307 Temporary Redirect\r\nlocation: {place}\r\ncontent-length: 0\r\n\r\n");
    tokio::spawn(async move {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let mut asked = Vec::new();
        while let Ok((mut stream, _)) = first.accept().await {
            // An answer counts only once something was asked; whether it is read does not matter here.
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(answer.as_bytes()).await;
            asked.push(stream);
        }
    });
    let command = ROLLCALL.command(&["run", "-c", "pass", "--project", "plant", "--user", "billy", "--gateway", &url]);
    let error = command.env("ROLLCALL_PASSWORD", PASSWORD).finish().await.one_line_error(1);
    assert!(error.contains(&place) && error.contains("--gateway"), "{error}");
    let followed = tokio::time::timeout(std::time::Duration::ZERO, elsewhere.accept()).await;
    assert!(followed.is_err(), "somebody came: {followed:?}");
}

#[tokio::test]
async fn wrong_usage_is_told_and_ends_with_2() {
    let cases: [(&[&str], &str); 9] = [
        (&["run"], "--project"),
        (&["run", "--project", "plant"], "<FILE"),
        (&["run", "-c", "pass", "x.py", "--project", "plant"], "cannot be used with"),
        (&["run", "-c", "pass", "--project", "plant", "--tiemout", "3"], "--timeout"),
        (&["run", "-c", "pass", "--project", "plant", "--timeout", "0", "--user", "billy"], "--timeout"),
        (&["run", "-c", "pass", "--project", "plant", "--timeout", "nan", "--user", "billy"], "--timeout"),
        (&["run", "-c", "pass", "--project", "plant"], "--user"),
        (&["run", "-c", "pass", "--project", "plant", "--user", "billy"], "ROLLCALL_PASSWORD"),
        (&["run", "-c", "pass", "--project", "p", "--user", "b", "--gateway", "localhost:8088"], "--gateway"),
    ];
    for (arguments, word) in cases {
        let command = ROLLCALL.command(arguments);
        // Every mistake but that one is found with a password, too.
        let command = if word == "ROLLCALL_PASSWORD" { command } else { command.env("ROLLCALL_PASSWORD", PASSWORD) };
        let finished = command.finish().await;
        assert_eq!((finished.code, finished.stdout.as_str()), (Some(2), ""), "{arguments:?}: {finished:#?}");
        assert!(finished.stderr.contains(word), "{arguments:?}: {finished:#?}");
    }
}

#[tokio::test]
async fn help_is_everywhere() {
    let commands: [&[&str]; 12] = [
        &[],
        &["gateway"],
        &["demo"],
        &["run"],
        &["client"],
        &["sessions"],
        &["scripts"],
        &["match"],
        &["user"],
        &["user", "add"],
        &["project"],
        &["project", "check"],
    ];
    for command in commands {
        let help = ROLLCALL.command(command).args(&["--help"]).finish().await.success();
        assert!(help.contains("Usage:"), "{command:?}: {help}");
    }
}

#[tokio::test]
async fn printed_text_arrives_while_the_script_runs() {
    let gateway = plant().start().await;
    // The script goes on until another user logs in, which happens only once its first line has been read.
    let script = "print('waiting')\n\
        while not len(system.util.getSessionInfo('anna')): pass\n\
        print('seen')";
    let mut running = gateway.run("billy", "plant", script).start().await;
    running.line("waiting").await;
    assert!(!running.ended());
    gateway.session("anna", "plant").await;
    assert_eq!(running.finish().await.success(), "waiting\nseen\n");
}

#[tokio::test]
async fn its_own_session_is_on_while_it_runs() {
    let gateway = plant().start().await;
    let script = "import system\n\
        row = system.util.getSessionInfo()[0]\n\
        print row['username'], row['project'], row['address'], row['isDesigner']\n\
        print row['clientId'] == system.util.getClientId(), system.util.getProjectName()\n\
        print system.security.getUsername(), sorted(str(role) for role in system.security.getRoles())";
    let command = gateway.run("anna", "plant", script).args(&["--hostname", "line-1"]);
    let expected = "anna plant line-1 False\nTrue plant\nanna ['Engineer', 'Operator']\n";
    assert_eq!(command.finish().await.success(), expected);
    let designer = gateway.run("anna", "plant", "print(system.util.getSessionInfo()[0]['isDesigner'])");
    assert_eq!(designer.args(&["--designer"]).finish().await.success(), "True\n");
    let without_host = gateway.run("anna", "plant", "print(system.util.getSessionInfo()[0]['address'])");
    let address = without_host.args(&["--hostname", ""]).finish().await.success();
    assert!(address.starts_with("127."), "{address}");
}

#[tokio::test]
async fn its_projects_modules_are_there() {
    let setup = plant().file("plant/scripts/shifts.py", "def name(hour): return ['night', 'day'][6 <= hour < 18]");
    let gateway = setup.file("plant/scripts/lines/__init__.py", "").start().await;
    let script = "import shifts, lines\n\
        print shifts.name(7), project.shifts.name(23), project.shifts is shifts\n\
        try:\n    import nothing_of_the_kind\nexcept ImportError, e:\n    print e";
    let output = gateway.run("billy", "plant", script).finish().await.success();
    assert_eq!(output, "day night True\nNo module named nothing_of_the_kind\n");
}

#[tokio::test]
async fn dialogs_without_a_terminal_are_shown_and_cancelled() {
    let gateway = plant().start().await;
    let script = "system.gui.messageBox('one')\n\
        system.gui.warningBox('two')\n\
        system.gui.errorBox('three', 'Title')\n\
        a = system.gui.confirm('sure?')\n\
        b = system.gui.confirm('sure?', 'T', True)\n\
        c = system.gui.inputBox('name?', 'x')\n\
        print a, b, c";
    let output = gateway.run("billy", "plant", script).finish().await.success();
    let expected =
        "Information: one\nWarning: two\nTitle: three\nConfirm: sure?\nT: sure?\nInput: name? [x]\nFalse None None\n";
    assert_eq!(output, expected);
}

#[tokio::test]
async fn stopping_it_logs_its_session_out() {
    let gateway = plant().start().await;
    let scripts = [
        "print('running')\nwhile True: pass",
        "print('running')\nwhile True:\n  try:\n    while True: pass\n  except: pass",
    ];
    for script in scripts {
        for signal in [Signal::INT, Signal::TERM] {
            let mut running = gateway.run("billy", "plant", script).start().await;
            running.line("running").await;
            assert_eq!(gateway.sessions().await.len(), 1);
            running.signal(signal);
            let finished = running.finish().await;
            assert_eq!(finished.code, Some(1), "{finished:#?}");
            assert!(gateway.sessions().await.is_empty(), "{signal:?}");
        }
    }
}

#[tokio::test]
async fn a_script_whose_session_is_ended_is_stopped() {
    let gateway = plant().start().await;
    let mut running = gateway.run("billy", "plant", "print('running')\nwhile True: pass").start().await;
    running.line("running").await;
    gateway.command_as("admin", &["user", "disable", "billy"]).finish().await.success();
    let finished = running.finish().await;
    assert_eq!(finished.code, Some(1), "{finished:#?}");
    assert!(finished.stderr.contains("the user was disabled"), "{finished:#?}");
}

#[tokio::test]
async fn a_call_that_is_too_large_is_told_and_the_next_one_works() {
    let gateway = plant().start().await;
    let script = "try:\n    system.util.getSessionInfo('a' * 2000000)\n\
        except Exception as error:\n    print(error)\n\
        print(len(system.util.getSessionInfo()))";
    let output = gateway.run("billy", "plant", script).args(&["--timeout", "20"]).finish().await.success();
    assert!(output.contains("too large") && output.ends_with("\n1\n"), "{output}");
}

#[tokio::test]
async fn a_script_outlives_a_restart_of_the_gateway() {
    let mut gateway = plant().start().await;
    let script = "print(system.util.getSessionInfo()[0]['clientId'])\n\
        while not len(system.util.getSessionInfo('anna')): pass\n\
        print(system.util.getSessionInfo('billy')[0]['clientId'])";
    let mut running = gateway.run("billy", "plant", script).start().await;
    eventually("the script has begun", async || (!running.stdout().is_empty()).then_some(())).await;
    gateway.kill().await;
    gateway.start_again().await;
    assert!(!running.ended());
    gateway.session("anna", "plant").await;
    let output = running.finish().await.success();
    let ids: Vec<&str> = output.lines().collect();
    assert_eq!(ids.len(), 2, "{output}");
    assert_eq!(ids[0], ids[1]);
}

#[tokio::test]
async fn nobody_reads_the_output() {
    let gateway = plant().start().await;
    let line = format!(
        "{} run --project plant --user billy --gateway {} -c 'for i in range(100000): print(i)' | head -n 1",
        ROLLCALL.path(),
        gateway.url()
    );
    let shell = testkit::Invocation::of("/bin/sh".into()).arg("-c").arg(line).env("ROLLCALL_PASSWORD", PASSWORD);
    let finished = shell.env("PATH", "/usr/bin:/bin").limit(Duration::from_secs(60)).finish().await;
    assert_eq!((finished.stdout.as_str(), finished.stderr.as_str()), ("0\n", ""), "{finished:#?}");
    eventually("the session is over", async || gateway.sessions().await.is_empty().then_some(())).await;
}
