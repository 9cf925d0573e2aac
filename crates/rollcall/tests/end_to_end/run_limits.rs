//! Scripts under `rollcall run` that take all they can get: each ends with a message that names the limit.

use std::time::{Duration, Instant};

use crate::plant::plant;

#[tokio::test]
async fn the_timeout_stops_what_does_not_stop_by_itself() {
    let gateway = plant().start().await;
    let cases = [
        ("while True: pass", "longer than 1 s"),
        ("while True:\n  try:\n    while True: pass\n  except: pass", "1 s"),
        ("9**9**8", "1 s"),
        ("while True: system.util.getSessionInfo()", "longer than 1 s"),
        ("import re; re.match('(a+)+$', 'a' * 40 + 'b')", "1 s"),
        ("sum(xrange(10**12))", "1 s"),
        ("# python: 3\nsum(range(10**12))", "1 s"),
        ("reduce(lambda a, b: a, xrange(10**12))", "longer than 1 s"),
        ("import itertools; filter(None, itertools.repeat(0))", "longer than 1 s"),
    ];
    for (script, words) in cases {
        let started = Instant::now();
        let command = gateway.run("billy", "plant", script).args(&["--timeout", "1"]);
        let finished = command.finish().await;
        assert_eq!(finished.code, Some(1), "{script}: {finished:#?}");
        assert!(finished.stderr.contains(words), "{script}: {finished:#?}");
        let took = started.elapsed();
        assert!(took >= Duration::from_secs(1) && took < Duration::from_secs(20), "{script}: {took:?}");
    }
    assert!(gateway.sessions().await.is_empty(), "every run has logged out");
}

#[tokio::test]
async fn what_needs_too_much_gets_an_error() {
    let gateway = plant().start().await;
    let nested = "# python: 3\nx = iter([])\nfor i in range(10**6): x = map(abs, x)\nnext(x, None)";
    let cases: [(&str, &[&str]); 11] = [
        ("range(10**12)", &["MemoryError", "memory"]),
        ("map(None, xrange(10**12))", &["MemoryError", "memory"]),
        ("'%1000000000d' % 5", &["MemoryError", "memory"]),
        ("[0]*10**9", &["MemoryError", "memory"]),
        ("'a'*10**9", &["MemoryError", "memory"]),
        ("[0]*10**10", &["OverflowError: cannot fit 'long' into an index-sized integer"]),
        ("'a'*10**11", &["OverflowError: cannot fit 'long' into an index-sized integer"]),
        ("x = []\nwhile True: x.append('x' * 10**6)", &["MemoryError", "memory"]),
        ("def f(): return f()\nf()", &["maximum recursion depth", "stack"]),
        ("x = []\nfor i in range(10**6): x = [x]\nrepr(x)", &["maximum recursion depth", "stack"]),
        (nested, &["RecursionError", "stack", "memory"]),
    ];
    for (script, words) in cases {
        let finished = gateway.run("billy", "plant", script).finish().await;
        assert_eq!(finished.code, Some(1), "{script}: {finished:#?}");
        assert!(words.iter().any(|word| finished.stderr.contains(word)), "{script}: {finished:#?}");
        assert!(finished.stderr.lines().count() < 30, "{script}: {finished:#?}");
    }
    assert!(gateway.sessions().await.is_empty(), "every run has logged out");
}

/// The object that each line makes is refused in a worker with the default memory, and the worker goes on.
const TOO_LARGE: [(&str, &str); 2] =
    [("", include_str!("too_large2.py")), ("# python: 3\n", include_str!("too_large3.py"))];

#[tokio::test]
async fn a_worker_outlives_what_there_is_no_memory_for() {
    let gateway = plant().config("[scripts]\nmemory = \"256 MiB\"").start().await;
    for (language, lines) in TOO_LARGE {
        let lines: String = lines.lines().map(|line| format!("    {line:?},\n")).collect();
        let tried =
            "try:\n        exec(line, {})\n        print('done: ' + line)\n    except MemoryError:\n        pass";
        let script = format!("{language}for line in [\n{lines}]:\n    {tried}\nprint('still here')");
        let finished = gateway.run("billy", "plant", &script).args(&["--timeout", "300"]).finish().await;
        assert_eq!(finished.success(), "still here\n");
    }
}

#[tokio::test]
async fn a_script_has_no_way_out_of_its_process() {
    let gateway = plant().start().await;
    let cases = [
        "open('/etc/passwd')",
        "open('rollcall-escape', 'w')",
        "import os; os.system('true')",
        "import os; os.environ['ROLLCALL_PASSWORD']",
        "import subprocess",
        "import socket; socket.create_connection(('127.0.0.1', 1))",
        "import ctypes",
        "__import__('posix').fork()",
    ];
    for script in cases {
        let finished = gateway.run("billy", "plant", script).finish().await;
        assert_eq!((finished.code, finished.stdout.as_str()), (Some(1), ""), "{script}: {finished:#?}");
        assert!(finished.stderr.contains("Error"), "{script}: {finished:#?}");
    }
}
