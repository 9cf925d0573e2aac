//! The objects that a client's interpreter keeps and lets go, and its handling of forged parcels.

use std::fmt::Write as _;

use rollcall_wire::component::{ComponentInfo, ComponentRef, Event, UserEvent, What};
use rollcall_wire::host::{Carried, Function};
use rollcall_wire::worker::{Entry, Job, Outcome, Scope};

use crate::Test;
use crate::host::{Host, Work};
use crate::robustness::resident;
use crate::supervisor::{End, Limits, Worker, job};

/// The tests, by name.
pub fn all() -> Vec<Test> {
    let tests: [(&str, fn()); 11] = [
        ("properties_set_again_and_again", properties_set_again_and_again),
        ("interrupt_ends_setting_properties", interrupt_ends_setting_properties),
        ("kept_functions_are_let_go", kept_functions_are_let_go),
        ("an_unknown_function_is_an_error", an_unknown_function_is_an_error),
        ("a_refused_function_is_let_go", a_refused_function_is_let_go),
        ("modules_stay_and_are_not_shared", modules_stay_and_are_not_shared),
        ("endless_attributes_are_an_error", endless_attributes_are_an_error),
        ("parcels_of_nonsense_are_errors", parcels_of_nonsense_are_errors),
        ("payloads_with_code_are_errors", payloads_with_code_are_errors),
        ("a_damaged_payload_ends_no_worker", a_damaged_payload_ends_no_worker),
        ("a_deep_payload_ends_no_worker", a_deep_payload_ends_no_worker),
    ];
    tests.into_iter().map(|(name, test)| (format!("client/{name}"), Box::new(test) as Box<dyn Fn()>)).collect()
}

fn client(source: &str) -> Job {
    job(source, Scope::Client, "UTC")
}

/// The script of the button **Who is on?**.
fn pressed(source: &str) -> Job {
    let at = ComponentRef { window: 1, component: 2 };
    let source_component = ComponentInfo { at, name: "Who is on?".into(), kind: "Button".into() };
    Job {
        entry: Entry::Event(Event { source: source_component, what: What::Person(UserEvent::ActionPerformed) }),
        ..client(source)
    }
}

fn finished(worker: &mut Worker, job: Job, host: &mut Host) {
    let end = worker.run(job, host);
    assert!(matches!(end, End::Outcome(Outcome::Finished)), "{end:?}");
}

/// The last line of the error that a job raised; a job that does anything else fails the test.
fn raised(worker: &mut Worker, job: Job) -> String {
    match worker.run(job, &mut Host::default()) {
        End::Outcome(Outcome::Raised { traceback }) => traceback.lines().last().unwrap_or_default().to_owned(),
        other => panic!("not raised: {other:?}"),
    }
}

fn properties_set_again_and_again() {
    let source = "button = event.source\nfor i in range(100000):\n    button.text = str(i)\nprint(button.text)";
    let (mut worker, mut host) = (Worker::start(Limits::default()), Host::default());
    finished(&mut worker, pressed("pass"), &mut host);
    let before = resident(worker.id());
    finished(&mut worker, pressed(source), &mut host);
    assert_eq!(host.transcript(), "99999\n");
    let after = resident(worker.id());
    assert!(after < before + 20_000, "{before} KiB before, {after} KiB after");
}

fn interrupt_ends_setting_properties() {
    let mut host = Host::interrupting("go");
    let source = "print('go')\nwhile True:\n    event.source.text = 'x'";
    let end = Worker::start(Limits::default()).run(pressed(source), &mut host);
    assert!(matches!(end, End::Outcome(Outcome::Interrupted { .. })), "{end:?}");
}

fn kept_functions_are_let_go() {
    let source = "big = [0] * 1000000\nsystem.util.invokeLater(lambda: len(big))";
    let (mut worker, mut host) = (Worker::start(Limits::default()), Host::default());
    let mut run = |count: usize| {
        for _ in 0..count {
            finished(&mut worker, client(source), &mut host);
            let Some(Work::Later(Function::Kept(number))) = host.next_work() else { panic!("nothing was kept") };
            finished(&mut worker, Job { entry: Entry::Kept(number), ..client("") }, &mut host);
        }
        resident(worker.id())
    };
    let (before, after) = (run(5), run(50));
    // Fifty lists of a million references are 400 MB.
    assert!(after < before + 50_000, "{before} KiB before, {after} KiB after");
}

fn an_unknown_function_is_an_error() {
    let mut worker = Worker::start(Limits::default());
    let line = raised(&mut worker, Job { entry: Entry::Kept(7), ..client("") });
    assert_eq!(line, "RuntimeError: the function that was to be called is not kept here any more");
}

fn a_refused_function_is_let_go() {
    // Without a client to call it, nothing is kept: the second function does not get the number of a third.
    let source = "try:\n    system.util.invokeLater(len, 10**9)\nexcept ValueError:\n    system.util.invokeLater(repr)";
    let (mut worker, mut host) = (Worker::start(Limits::default()), Host::default());
    finished(&mut worker, client(source), &mut host);
    assert!(matches!(host.next_work(), Some(Work::Later(Function::Kept(1)))));
    assert!(host.next_work().is_none());
}

fn modules_stay_and_are_not_shared() {
    let source = "import units\nunits.calls.append(1)\nprint(len(units.calls))";
    let mut host = Host::default();
    let mut worker = Worker::start(Limits::default());
    finished(&mut worker, client(source), &mut host);
    finished(&mut worker, client(source), &mut host);
    finished(&mut Worker::start(Limits::default()), client(source), &mut host);
    assert_eq!(host.transcript(), "1\n2\n1\n");
}

fn endless_attributes_are_an_error() {
    let mut worker = Worker::start(Limits::default());
    for source in [
        "class C(object):\n    def __getattr__(self, name): return getattr(self, name + 'x')\nC().y",
        "class C(object):\n    def __reduce__(self): return self.__reduce__()\nc = C()\ndef f(): c\nsystem.util.invokeAsynchronous(f)",
    ] {
        let line = raised(&mut worker, client(source));
        assert_eq!(line, "RuntimeError: maximum recursion depth exceeded", "{source}");
    }
    // Nothing has to ask such an object for an attribute to carry it.
    let source = "class C(object):\n    def __getattr__(self, name): return self.inner\nc = C()\nsystem.util.invokeAsynchronous(lambda: c)";
    let mut host = Host::default();
    finished(&mut worker, client(source), &mut host);
    let Some(Work::Background(function)) = host.next_work() else { panic!("nothing was carried") };
    finished(&mut worker, Job { entry: Entry::Carried(function), ..client("") }, &mut host);
}

/// Parcels that no interpreter has written.
const NONSENSE: &[&str] = &[
    "",
    "null",
    "{}",
    "{\"nodes\":[]}",
    "{\"nodes\":[{\"unheardOf\":1}]}",
    "{\"nodes\":[{\"list\":[1]}]}",
    "{\"nodes\":[{\"tuple\":[0]}]}",
    "{\"nodes\":[{\"tuple\":[1]},{\"frozenSet\":[0]}]}",
    "{\"nodes\":[{\"set\":[1]},{\"list\":[]}]}",
    "{\"nodes\":[{\"dict\":[[0,0]]}]}",
    "{\"nodes\":[{\"large\":\"12x\"}]}",
    "{\"nodes\":[{\"codePoints\":[4294967295]}]}",
    "{\"nodes\":[{\"color\":\"red\"}]}",
    "{\"nodes\":[{\"list\":[4294967295]}]}",
];

fn parcels_of_nonsense_are_errors() {
    let mut worker = Worker::start(Limits::default());
    for parcel in NONSENSE {
        for entry in [Entry::Message(Carried((*parcel).into())), Entry::Carried(Carried((*parcel).into()))] {
            let line = raised(&mut worker, Job { entry, ..client("print(payload)") });
            let expected =
                line.starts_with("RuntimeError: what was carried here") || line.starts_with("TypeError: unhashable");
            assert!(expected, "{parcel}: {line}");
        }
    }
}

fn payloads_with_code_are_errors() {
    let (mut worker, mut host) = (Worker::start(Limits::default()), Host::default());
    finished(&mut worker, client("def f(): pass\nsystem.util.invokeAsynchronous(f)"), &mut host);
    let Some(Work::Background(function)) = host.next_work() else { panic!("nothing was carried") };
    let named = "{\"nodes\":[{\"named\":{\"dialect\":\"3\",\"module\":\"builtins\",\"name\":\"exit\"}}]}";
    for parcel in [function.0.as_str(), named, "{\"nodes\":[{\"module\":{\"dialect\":\"3\",\"module\":\"sys\"}}]}"] {
        let line =
            raised(&mut worker, Job { entry: Entry::Message(Carried(parcel.into())), ..client("print(payload)") });
        assert!(line.ends_with("it is not only data"), "{parcel}: {line}");
    }
}

/// Every byte of a payload is replaced by others in turn: the worker answers each, with an error or not.
fn a_damaged_payload_ends_no_worker() {
    let source = "system.util.sendMessage('plant', 'h', {'a': [1, (2.5, None)], 'b': {'c': u'x'}, 7: frozenset([3])})";
    let (mut worker, mut host) = (Worker::start(Limits::default()), Host::default());
    finished(&mut worker, client(source), &mut host);
    let Some(Work::Message(Carried(payload))) = host.next_work() else { panic!("nothing was sent") };
    for index in 0..payload.len() {
        for byte in ["0", "9", "]", "\"", "l"] {
            let mut damaged = payload.clone();
            damaged.replace_range(index..=index, byte);
            let entry = Entry::Message(Carried(damaged));
            let end = worker.run(Job { entry, ..client("repr(payload)") }, &mut Host::default());
            assert!(matches!(end, End::Outcome(_)), "{index} {byte}: {end:?}");
        }
    }
}

fn a_deep_payload_ends_no_worker() {
    const DEPTH: usize = 500_000;
    let mut parcel = String::from("{\"nodes\":[");
    for number in 1..DEPTH {
        let _ = write!(parcel, "{{\"list\":[{number}]}},");
    }
    parcel.push_str("{\"list\":[]}]}");
    let mut worker = Worker::start(Limits::default());
    for source in ["pass", "payload = None"] {
        let end =
            worker.run(Job { entry: Entry::Message(Carried(parcel.clone())), ..client(source) }, &mut Host::default());
        assert!(matches!(end, End::Outcome(_)), "{end:?}");
    }
    finished(&mut worker, client("pass"), &mut Host::default());
}
