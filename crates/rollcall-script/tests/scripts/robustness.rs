//! Harmful acts of scripts on a worker: each test has a worker of its own.

use std::time::{Duration, Instant};

use rollcall_wire::dialect::Dialect;
use rollcall_wire::worker::{Entry, FromWorker, Job, Outcome, Scope, ToWorker};

use crate::Test;
use crate::host::Host;
use crate::supervisor::{End, Limits, Worker, job};

/// A limit of memory for the test that hits it, in KiB.
const MEMORY: u64 = 512 * 1024;

/// The tests, by name.
pub fn all() -> Vec<Test> {
    let tests: [(&str, fn()); 18] = [
        ("interrupt_ends_a_loop", interrupt_ends_a_loop),
        ("interrupt_ends_a_sleep", interrupt_ends_a_sleep),
        ("interrupt_ends_a_call", interrupt_ends_a_call),
        ("interrupt_passes_except_exception", interrupt_passes_except_exception),
        ("interrupt_passes_the_truth_of_an_instance", interrupt_passes_the_truth_of_an_instance),
        ("interrupt_caught_and_replaced", interrupt_caught_and_replaced),
        ("interrupt_swallowed_again_and_again", interrupt_swallowed_again_and_again),
        ("interrupt_at_any_instruction", interrupt_at_any_instruction),
        ("interrupt_too_late_hits_nobody", interrupt_too_late_hits_nobody),
        ("deep_recursion_is_an_exception", deep_recursion_is_an_exception),
        ("what_is_nested_in_a_loop_is_an_exception", what_is_nested_in_a_loop_is_an_exception),
        ("memory_ends_one_worker", memory_ends_one_worker),
        ("what_later_scripts_need_is_missed", what_later_scripts_need_is_missed),
        ("what_a_script_adds_is_its_own_affair", what_a_script_adds_is_its_own_affair),
        ("a_check_compiles_and_no_more", a_check_compiles_and_no_more),
        ("end_of_input_ends_a_running_script", end_of_input_ends_a_running_script),
        ("nonsense_ends_the_worker", nonsense_ends_the_worker),
        ("a_thousand_jobs_do_not_grow", a_thousand_jobs_do_not_grow),
    ];
    tests.into_iter().map(|(name, test)| (format!("robustness/{name}"), Box::new(test) as Box<dyn Fn()>)).collect()
}

fn client(source: &str) -> Job {
    Job { dialect: Dialect::Python3, ..job(source, Scope::Client, "UTC") }
}

/// Runs a script that prints `go` and then has to be interrupted.
fn interrupted(source: &str) -> (Outcome, String) {
    interrupted_job(client(source))
}

fn interrupted_job(job: Job) -> (Outcome, String) {
    let mut host = Host::interrupting("go");
    match Worker::start(Limits::default()).run(job, &mut host) {
        End::Outcome(outcome) => (outcome, host.transcript().to_owned()),
        End::Crash(errors) => panic!("the worker is gone: {errors}"),
    }
}

/// Checks that an outcome is the interrupt, with the line that it hit.
fn is_interrupted(outcome: &Outcome, line: &str) {
    let Outcome::Interrupted { traceback } = outcome else { panic!("not interrupted: {outcome:?}") };
    assert!(traceback.ends_with("rollcall.ScriptInterrupted: enough"), "{traceback}");
    assert!(traceback.contains(line), "{traceback}");
}

fn interrupt_ends_a_loop() {
    // On one line, since the interrupt may come before `print` has returned.
    let (outcome, _) = interrupted("print('go'); any(n for n in iter(int, 1))");
    is_interrupted(&outcome, "line 1, in <module>\n    print('go'); any(n for n in iter(int, 1))");
}

fn interrupt_ends_a_sleep() {
    let start = Instant::now();
    // Half a line is sent when the sleep begins.
    let (outcome, _) = interrupted("import time\nprint('go', end='')\ntime.sleep(600)\n");
    is_interrupted(&outcome, "time.sleep(600)");
    assert!(start.elapsed() < Duration::from_secs(60));
}

fn interrupt_ends_a_call() {
    let mut worker = Worker::start(Limits::default());
    worker.send(&ToWorker::Job(client("system.gui.messageBox('never answered')"))).expect("it reads");
    assert!(matches!(worker.receive().expect("it calls"), Some(FromWorker::Call { .. })));
    worker.send(&ToWorker::Interrupt { reason: "enough".into() }).expect("it reads");
    let Some(FromWorker::Done { outcome, .. }) = worker.receive().expect("it ends") else { panic!("not done") };
    is_interrupted(&outcome, "system.gui.messageBox");
}

fn interrupt_passes_except_exception() {
    let (outcome, text) = interrupted(
        "try:\n    print('go'); any(n for n in iter(int, 1))\nexcept Exception:\n    print('caught')\nfinally:\n    print('finally')\n",
    );
    is_interrupted(&outcome, "any(n for n in iter(int, 1))");
    assert_eq!(text, "go\nfinally\n");
}

fn interrupt_passes_the_truth_of_an_instance() {
    // Python 2 takes whatever else a `__getattr__` raises for the lack of a method.
    let source =
        "class C:\n    def __getattr__(self, name):\n        print 'go'\n        while True: pass\nbool(C())\n";
    let (outcome, text) = interrupted_job(Job { dialect: Dialect::Python27, ..client(source) });
    let Outcome::Interrupted { traceback } = outcome else { panic!("not interrupted: {outcome:?}") };
    assert!(traceback.contains("in __getattr__"), "{traceback}");
    assert_eq!(text, "go\n");
}

fn interrupt_caught_and_replaced() {
    let (outcome, _) =
        interrupted("try:\n    print('go')\n    while True: pass\nexcept:\n    raise ValueError('mine')\n");
    let Outcome::Interrupted { traceback } = outcome else { panic!("not interrupted: {outcome:?}") };
    assert!(traceback.ends_with("ValueError: mine"), "{traceback}");
}

fn interrupt_swallowed_again_and_again() {
    let source =
        "n = 0\nwhile n < 20:\n    try:\n        print('go')\n        while True: pass\n    except:\n        n += 1\n";
    let (outcome, text) = interrupted(source);
    assert_eq!((outcome, text.lines().count()), (Outcome::Finished, 20));
}

/// Loops whose every instruction an interrupt may meet, in frames that handle it and in generators.
const LOOPS: [&str; 5] = [
    "print('go'); any(n for n in iter(int, 1))",
    "print('go')\ntry:\n    while True: pass\nexcept ValueError: pass",
    "print('go')\nwhile True:\n    try: raise ValueError\n    except ValueError as e: del e\n",
    "print('go')\ndef f():\n    try:\n        while True: yield from (i for i in range(9))\n    finally:\n        z = [1]\nfor v in f(): {k: v for k in 'ab'}",
    "print('go')\nclass C:\n    def __enter__(self): return 1\n    def __exit__(self, *e): return False\nwhile True:\n    with C() as c: [c for c in range(3)]",
];

fn interrupt_at_any_instruction() {
    let mut worker = Worker::start(Limits::default());
    for source in LOOPS.iter().cycle().take(500) {
        let end = worker.run(client(source), &mut Host::interrupting("go"));
        assert!(matches!(end, End::Outcome(Outcome::Interrupted { .. })), "{source}: {end:?}");
    }
}

fn interrupt_too_late_hits_nobody() {
    let mut worker = Worker::start(Limits::default());
    let end = worker.run(client("pass"), &mut Host::default());
    assert!(matches!(end, End::Outcome(Outcome::Finished)));
    worker.send(&ToWorker::Interrupt { reason: "late".into() }).expect("it reads");
    let end = worker.run(client("for i in range(100000): pass"), &mut Host::default());
    assert!(matches!(end, End::Outcome(Outcome::Finished)), "{end:?}");
}

fn deep_recursion_is_an_exception() {
    let mut worker = Worker::start(Limits::default());
    for source in ["def f(): f()\nf()", "import sys\nsys.setrecursionlimit(10**9)\ndef f(): f()\nf()"] {
        let End::Outcome(Outcome::Raised { traceback }) = worker.run(client(source), &mut Host::default()) else {
            panic!("{source}: not raised");
        };
        assert!(traceback.contains("RecursionError") && traceback.contains("[Previous line repeated"), "{traceback}");
    }
}

/// Each is made in a loop, and asks the one before for its answer without a function of Python.
fn what_is_nested_in_a_loop_is_an_exception() {
    let chains = [
        ("iter([1])", 3_000, "map(abs, x)", "next(x)"),
        ("iter([1])", 3_000, "enumerate(x)", "next(x)"),
        ("iter([1])", 20_000, "itertools.chain(x)", "next(x)"),
        ("iter([1])", 20_000, "itertools.islice(x, 5)", "next(x)"),
        ("iter([1])", 20_000, "itertools.cycle(x)", "next(x)"),
        ("iter([1])", 20_000, "itertools.groupby(x)", "next(x)"),
        ("1", 200_000, "(x,)", "hash(x)"),
        ("1", 20_000, "(x,)", "isinstance(5, x)"),
        ("1", 20_000, "(x,)", "issubclass(int, x)"),
        ("len", 20_000, "types.MethodType(x, 1)", "x()"),
        ("len", 20_000, "types.MethodType(x, 1)", "x.__doc__"),
        ("ValueError()", 20_000, "ValueError(x)", "str(x)"),
        ("list", 20_000, "list[x]", "hash(x)"),
        ("len", 20_000, "staticmethod(x)", "x([])"),
    ];
    let called = "class A(object): pass\nA.__call__ = A()\nA()()\n".to_owned();
    let born = "class A(object):\n    pass\nclass B(object):\n    __call__ = A()\nA.__call__ = B()\nA()()\n".to_owned();
    let old = "class A: pass\nA.__call__ = A()\nA()()\n".to_owned();
    let chains = chains.map(|(first, count, next, ask)| {
        format!("import itertools, types\nx = {first}\nfor i in range({count}): x = {next}\n{ask}\n")
    });
    // Python 2 has no such types of lists, and its static methods are not called.
    let in_both = &chains[..chains.len() - 2];
    let in_python2 = in_both.iter().filter(|source| !source.contains("map(")).chain([&called, &born, &old]);
    let jobs = in_python2.map(|source| job(source, Scope::Client, "UTC"));
    let jobs = jobs.chain(chains.iter().chain([&called, &born]).map(|source| client(source)));
    let mut worker = Worker::start(Limits::default());
    for job in jobs {
        let source = job.source.clone();
        match worker.run(job, &mut Host::default()) {
            End::Outcome(Outcome::Raised { traceback }) => {
                assert!(traceback.contains("maximum recursion depth exceeded"), "{source}: {traceback}");
            }
            other => panic!("{source}: {other:?}"),
        }
    }
}

fn memory_ends_one_worker() {
    for source in ["[0] * 10**10", "'a' * 10**11", "x = []\nwhile True: x.append('y' * 10**6)"] {
        let end = Worker::start(Limits { memory: Some(MEMORY), ..Limits::default() })
            .run(client(source), &mut Host::default());
        match end {
            End::Crash(errors) => assert!(errors.contains("memory allocation of"), "{source}: {errors}"),
            End::Outcome(Outcome::Raised { traceback }) => assert!(traceback.contains("MemoryError"), "{traceback}"),
            other => panic!("{source}: {other:?}"),
        }
    }
}

fn end_of_input_ends_a_running_script() {
    let mut worker = Worker::start(Limits::default());
    worker.send(&ToWorker::Job(client("print('go')\nwhile True: pass"))).expect("it reads");
    assert!(matches!(worker.receive().expect("it prints"), Some(FromWorker::Output { .. })));
    let Some(FromWorker::Done { outcome, .. }) = worker.hang_up_and_receive() else { panic!("not done") };
    let Outcome::Interrupted { traceback } = outcome else { panic!("{outcome:?}") };
    assert!(traceback.contains("the supervisor closed the connection"), "{traceback}");
}

fn nonsense_ends_the_worker() {
    let mut worker = Worker::start(Limits::default());
    worker.send_raw(&[4, 0, 0, 0, b'n', b'o', b'p', b'e']);
    assert_eq!(worker.receive().expect("a clean end"), None);
    assert!(!worker.ended_well());
}

fn a_thousand_jobs_do_not_grow() {
    let mut worker = Worker::start(Limits::default());
    let source = "def f():\n    return f\nbig = [f] * 100000\nclass C: pass\nc = C(); c.me = c; c.data = big\n";
    let mut run = |count: usize| {
        for _ in 0..count {
            assert!(matches!(worker.run(client(source), &mut Host::default()), End::Outcome(Outcome::Finished)));
        }
        resident(worker.id())
    };
    let (before, after) = (run(50), run(1000));
    // 1,000 lists of 100,000 references are 800 MB.
    assert!(after < before + 50_000, "{before} KiB before, {after} KiB after");
}

/// The resident memory of a process, in KiB.
pub fn resident(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("the process runs");
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("it has a size");
    line.split_whitespace().nth(1).expect("a number").parse().expect("a number")
}

/// Whether a script leaves its worker unfit for another, in each language in which it is meant.
fn spoils(source: &str, dialects: &[Dialect]) -> Vec<bool> {
    let spoils = |dialect: &Dialect| {
        let mut worker = Worker::start(Limits::default());
        let end = worker.run(Job { dialect: *dialect, ..client(source) }, &mut Host::default());
        assert!(matches!(end, End::Outcome(_)), "{source}: {end:?}");
        worker.spoiled
    };
    dialects.iter().map(spoils).collect()
}

const BOTH: [Dialect; 2] = [Dialect::Python27, Dialect::Python3];

fn what_later_scripts_need_is_missed() {
    let cases: [(&str, &[Dialect]); 10] = [
        ("import __builtin__\n__builtin__.__dict__.clear()", &[Dialect::Python27]),
        ("import builtins\nbuiltins.__dict__.clear()", &[Dialect::Python3]),
        ("import __builtin__\ndel __builtin__.len", &[Dialect::Python27]),
        ("import builtins\nbuiltins.__import__ = None", &[Dialect::Python3]),
        ("import sys\nsys.modules.clear()", &BOTH),
        ("import sys\nsys.modules = None", &BOTH),
        ("import sys\nsys.__dict__.clear()", &BOTH),
        ("import sys\ndel sys.modules['system']", &BOTH),
        ("system.util.__dict__.clear()", &BOTH),
        ("del system.util.getSessionInfo\nraise ValueError('and failed')", &BOTH),
    ];
    for (source, dialects) in cases {
        assert!(spoils(source, dialects).iter().all(|spoils| *spoils), "{source}");
    }
}

fn what_a_script_adds_is_its_own_affair() {
    let cases = [
        "x = 1",
        "raise ValueError('x')",
        "import sys\nsys.exit(3)",
        "import sys\nsys.stdout = None\nsys.setrecursionlimit(40)",
        "system.util.mine = 1\nsystem.util.getSessionInfo = len",
        "import sys\nsys.modules['mine'] = sys\nsys.path.append('x')",
        "def f(): return f()\nf()",
    ];
    for source in cases {
        assert!(spoils(source, &BOTH).iter().all(|spoils| !*spoils), "{source}");
    }
    let mut worker = Worker::start(Limits::default());
    let shallow = client("import sys\nsys.setrecursionlimit(40)");
    assert!(matches!(worker.run(shallow, &mut Host::default()), End::Outcome(Outcome::Finished)));
    let deep = client("def f(n): return n and f(n - 1)\nf(200)");
    assert!(matches!(worker.run(deep, &mut Host::default()), End::Outcome(Outcome::Finished)));
}

fn a_check_compiles_and_no_more() {
    let mut worker = Worker::start(Limits::default());
    let mut check = |source: &str| {
        let mut host = Host::default();
        let end = worker.run(Job { entry: Entry::Check, ..client(source) }, &mut host);
        assert_eq!(host.transcript(), "", "{source}");
        match end {
            End::Outcome(outcome) => outcome,
            End::Crash(errors) => panic!("the worker is gone: {errors}"),
        }
    };
    let well = Outcome::Checked { warnings: Vec::new() };
    assert_eq!(check("print('not printed')\nraise ValueError"), well);
    let Outcome::Faulty(fault) = check("x = 1\nif x\n  pass\n") else { panic!("not found faulty") };
    assert_eq!(fault.line, 2, "{fault:?}");
    assert_eq!(check("y = 2"), well);
}
