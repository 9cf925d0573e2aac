//! The desktop as a state machine: persons and scripts act, and tasks to run and updates to send come out.

use rollcall_dataset::{Column, Dataset};
use rollcall_project::{NewProject, ProjectName, Projects};
use rollcall_window::{Builder, Kind, ROOT_CONTAINER, Type, Value, WINDOW, WindowDef, WindowKind};
use rollcall_wire::component::{Modifiers, Mouse, UserEvent};
use rollcall_wire::desktop::{ActState, DesktopUpdate, NotDone, ReopenedChange, ReopenedWindow, UserValue};
use rollcall_wire::host::{Carried, DialogAnswer, HostError, MessageStyle, WindowAnswer, WindowCall, WindowName};

use super::*;
use crate::client::chain::MAX_CHAIN;
use crate::client::outbox::tests::sockets;
use crate::client::signing::Signer;
use crate::client::signing::tests::signer;
use crate::client::view::Transfers;

const BUTTON: u32 = 2;
const FIELD: u32 = 3;
const LABEL: u32 = 4;

fn script(file: &str) -> EventScript {
    EventScript { file: format!("windows/{file}.py").into(), source: format!("# {file}").into() }
}

/// A window with a button, a field and a label whose script reacts to its own changes.
fn main_window(path: &str) -> WindowDef {
    let mut window = Builder::new(path, WindowKind::Main);
    assert_eq!(window.add(ROOT_CONTAINER, Kind::Button, "Go").unwrap(), BUTTON);
    assert_eq!(window.add(ROOT_CONTAINER, Kind::TextField, "Name").unwrap(), FIELD);
    assert_eq!(window.add(ROOT_CONTAINER, Kind::Label, "Told").unwrap(), LABEL);
    window.add_script(BUTTON, "actionPerformed", script("go")).unwrap();
    window.add_script(LABEL, "propertyChange", script("told")).unwrap();
    window.add_script(WINDOW, "visionWindowClosed", script("closed")).unwrap();
    window.finish()
}

fn popup(path: &str) -> WindowDef {
    let mut window = Builder::new(path, WindowKind::Popup);
    window.add_custom(ROOT_CONTAINER, "line", Type::Integer, Value::Integer(0)).unwrap();
    window.add_script(WINDOW, "visionWindowOpened", script("opened")).unwrap();
    window.finish()
}

fn project(windows: Vec<WindowDef>, startup_windows: &[&str]) -> Project {
    let folder = tempfile::tempdir().unwrap();
    let projects = Projects::new(folder.path().to_owned());
    let name = ProjectName::new("plant").unwrap();
    projects.create(&name, &NewProject { title: "Plant".into(), ..NewProject::default() }).unwrap();
    let mut project = projects.load(&name).unwrap();
    project.windows = windows.into_iter().map(Arc::new).collect();
    project.startup_windows = startup_windows.iter().map(|path| (*path).into()).collect();
    project
}

fn plant() -> Project {
    project(vec![main_window("Main"), main_window("Other"), popup("Popup")], &["Main"])
}

fn started(project: Project) -> Desktop {
    let mut desktop = Desktop::new(Arc::new(project), signer());
    desktop.begin(Vec::new());
    desktop
}

/// Something that a person does at this moment of the gateway's clock.
fn act(number: u64, at: u64) -> Act {
    Act { number, at: Some(at) }
}

/// A person does something, just now.
fn event(desktop: &mut Desktop, at: ComponentRef, event: UserEvent) {
    desktop.event(at, event, None, act(1, 0));
}

fn press(desktop: &mut Desktop, number: u64) {
    desktop.event(at(1, BUTTON), UserEvent::ActionPerformed, None, act(number, 0));
}

/// A person enters something, just now.
fn change(desktop: &mut Desktop, at: ComponentRef, property: &str, value: UserValue) {
    desktop.change(at, property, (value, None), act(1, 0));
}

/// The updates for a browser, without the outcomes of acts.
fn updates_of(desktop: &mut Desktop, socket: rollcall_session::ConnectionId) -> Vec<DesktopUpdate> {
    let mut told = desktop.updates(socket, &mut Transfers::default());
    told.retain(|update| !matches!(update, DesktopUpdate::Act(_)));
    told
}

/// Where an act stands.
fn state(desktop: &Desktop, number: u64) -> Option<ActState> {
    desktop.acts.outcome(number).map(|update| update.state)
}

fn not_done(why: NotDone) -> Option<ActState> {
    Some(ActState::NotDone(why))
}

fn message_box() -> Ask {
    Ask::Message { style: MessageStyle::Information, message: "sure?".into(), title: String::new() }
}

fn at(window: u32, component: u32) -> ComponentRef {
    ComponentRef { window, component }
}

/// Runs nothing, but takes the tasks: the files, in order.
fn run_all(desktop: &mut Desktop) -> Vec<String> {
    let mut files = Vec::new();
    if desktop.begin_running() {
        while let Next::Run(task) = desktop.next() {
            if !desktop.may_run(&task) {
                continue;
            }
            files.push(task.file.trim_start_matches("windows/").trim_end_matches(".py").to_owned());
            desktop.ran(&task);
        }
    }
    files
}

fn set(desktop: &mut Desktop, at: ComponentRef, property: &str, value: Value) -> Result<WindowAnswer, HostError> {
    desktop.call(WindowCall::SetProperty { component: at, property: property.into(), value }, &Chain::PERSON)
}

fn get(desktop: &mut Desktop, at: ComponentRef, property: &str) -> Value {
    match desktop.call(WindowCall::GetProperty { component: at, property: property.into() }, &Chain::PERSON) {
        Ok(WindowAnswer::Property(value)) => value,
        other => panic!("{property}: {other:?}"),
    }
}

fn open(desktop: &mut Desktop, path: &str, swap: bool) -> Result<WindowAnswer, HostError> {
    desktop.call(WindowCall::OpenWindow { path: path.into(), parameters: Vec::new(), swap }, &Chain::PERSON)
}

fn open_popup(line: i32) -> WindowCall {
    let parameters = vec![("line".to_owned(), Value::Integer(line))];
    WindowCall::OpenWindow { path: "Popup".into(), parameters, swap: false }
}

fn open_paths(desktop: &mut Desktop) -> Vec<String> {
    match desktop.call(WindowCall::GetOpenedWindows, &Chain::PERSON) {
        Ok(WindowAnswer::Components(windows)) => windows.into_iter().map(|window| window.name).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_press_runs_its_script_and_only_if_a_person_can_press() {
    let mut desktop = started(plant());
    event(&mut desktop, at(1, BUTTON), UserEvent::ActionPerformed);
    assert_eq!(run_all(&mut desktop), ["go"]);
    let nonsense = [at(1, FIELD), at(1, 99), at(7, BUTTON), at(1, WINDOW), at(u32::MAX, u32::MAX)];
    for place in nonsense {
        event(&mut desktop, place, UserEvent::ActionPerformed);
    }
    event(&mut desktop, at(1, BUTTON), UserEvent::FocusGained);
    set(&mut desktop, at(1, BUTTON), "enabled", Value::Boolean(false)).unwrap();
    event(&mut desktop, at(1, BUTTON), UserEvent::ActionPerformed);
    set(&mut desktop, at(1, BUTTON), "enabled", Value::Boolean(true)).unwrap();
    set(&mut desktop, at(1, ROOT_CONTAINER), "visible", Value::Boolean(false)).unwrap();
    event(&mut desktop, at(1, BUTTON), UserEvent::ActionPerformed);
    assert_eq!(run_all(&mut desktop), [""; 0]);
}

#[test]
fn presses_are_run_in_order_and_refused_aloud_when_there_are_too_many() {
    let mut desktop = started(plant());
    let [socket, _] = sockets();
    desktop.connect(socket);
    updates_of(&mut desktop, socket);
    for number in 1..=CAPACITY as u64 + 1 {
        press(&mut desktop, number);
    }
    assert_eq!(state(&desktop, CAPACITY as u64), Some(ActState::Waits));
    assert_eq!(state(&desktop, CAPACITY as u64 + 1), not_done(NotDone::Busy));
    assert_eq!(run_all(&mut desktop).len(), CAPACITY);
}

#[test]
fn a_person_writes_only_what_a_person_may() {
    let mut desktop = started(plant());
    let [socket, _] = sockets();
    desktop.connect(socket);
    updates_of(&mut desktop, socket);
    change(&mut desktop, at(1, FIELD), "text", UserValue::Text("billy".into()));
    assert_eq!(get(&mut desktop, at(1, FIELD), "text"), Value::Text("billy".into()));
    // The browser shows that already.
    assert_eq!(updates_of(&mut desktop, socket), []);
    change(&mut desktop, at(1, LABEL), "text", UserValue::Text("mine".into()));
    change(&mut desktop, at(1, BUTTON), "enabled", UserValue::Boolean(false));
    change(&mut desktop, at(1, FIELD), "text", UserValue::Rows(vec![1]));
    change(&mut desktop, at(1, FIELD), "nothing", UserValue::Nothing(()));
    change(&mut desktop, at(9, FIELD), "text", UserValue::Text("x".into()));
    assert_eq!(get(&mut desktop, at(1, LABEL), "text"), Value::Text("".into()));
    assert_eq!(get(&mut desktop, at(1, BUTTON), "enabled"), Value::Boolean(true));
    // It gets the actual value, wherever it shows another one now.
    let told = updates_of(&mut desktop, socket);
    let told: Vec<u32> = told
        .iter()
        .map(|update| match update {
            DesktopUpdate::Properties { component, .. } => *component,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(told, [LABEL, BUTTON, FIELD]);
}

#[test]
fn changes_that_answer_changes_come_to_an_end() {
    let mut desktop = started(plant());
    set(&mut desktop, at(1, LABEL), "text", Value::Text("0".into())).unwrap();
    assert!(desktop.begin_running());
    let mut runs = 0u32;
    while let Next::Run(task) = desktop.next() {
        runs += 1;
        assert!(runs < 1_000, "it goes on for ever");
        let value = Value::Text(runs.to_string().into());
        let call = WindowCall::SetProperty { component: at(1, LABEL), property: "text".into(), value };
        desktop.call(call, &task.chain).unwrap();
        desktop.ran(&task);
    }
    assert_eq!(runs, MAX_CHAIN);
    let [socket, _] = sockets();
    desktop.connect(socket);
    let told = updates_of(&mut desktop, socket);
    assert!(
        told.iter()
            .any(|update| matches!(update, DesktopUpdate::ScriptFailed { error, .. } if error.contains("in a row"))),
        "{told:?}"
    );
}

#[test]
fn windows_that_open_and_close_each_other_come_to_an_end() {
    let mut desktop = started(plant());
    open(&mut desktop, "Popup", false).unwrap();
    assert!(desktop.begin_running());
    let mut runs = 0u32;
    // A script that opens closes again, and one that closes opens.
    while let Next::Run(task) = desktop.next() {
        runs += 1;
        assert!(runs < 10_000, "it goes on for ever");
        let close = |path: &str| WindowCall::CloseWindow { window: WindowName::Path(path.into()) };
        desktop.call(close("Popup"), &task.chain).unwrap();
        desktop.call(close("Main"), &task.chain).unwrap();
        let main = WindowCall::OpenWindow { path: "Main".into(), parameters: Vec::new(), swap: false };
        desktop.call(main, &task.chain).unwrap();
        desktop.call(open_popup(1), &task.chain).unwrap();
        desktop.ran(&task);
    }
    let [socket, _] = sockets();
    desktop.connect(socket);
    let told = desktop.updates(socket, &mut Transfers::default());
    let ends = told.iter().any(
        |update| matches!(update, DesktopUpdate::ScriptFailed { error, .. } if error.contains("set each other off")),
    );
    assert!(ends, "{told:?}");
}

#[test]
fn windows_open_swap_and_close_with_their_scripts() {
    let mut desktop = started(plant());
    assert_eq!(open_paths(&mut desktop), ["Main"]);
    open(&mut desktop, "Popup", false).unwrap();
    assert_eq!(open_paths(&mut desktop), ["Main", "Popup"]);
    assert_eq!(run_all(&mut desktop), ["opened"]);
    open(&mut desktop, "Main", false).unwrap();
    assert_eq!(open_paths(&mut desktop), ["Popup", "Main"], "it comes to the front and is not opened again");
    open(&mut desktop, "Other", true).unwrap();
    assert_eq!(open_paths(&mut desktop), ["Popup", "Other"]);
    assert_eq!(
        desktop.call(WindowCall::GetCurrentWindow, &Chain::PERSON),
        Ok(WindowAnswer::Path(Some("Other".into())))
    );
    // The window that was swapped away sees its last script through, and no longer.
    assert_eq!(get(&mut desktop, at(1, LABEL), "text"), Value::Text("".into()));
    assert_eq!(run_all(&mut desktop), ["closed"]);
    let gone =
        desktop.call(WindowCall::GetProperty { component: at(1, LABEL), property: "text".into() }, &Chain::PERSON);
    assert!(matches!(&gone, Err(HostError::Attribute { message }) if message.contains("closed")), "{gone:?}");
    for (path, near) in [("Othr", "Other"), ("Nowhere", "no window")] {
        let error = open(&mut desktop, path, false).unwrap_err();
        assert!(matches!(&error, HostError::Value { message } if message.contains(near)), "{error:?}");
    }
    let close = |window| WindowCall::CloseWindow { window };
    desktop.call(close(WindowName::Path("Main".into())), &Chain::PERSON).unwrap();
    assert!(desktop.call(close(WindowName::Path("Nowhere".into())), &Chain::PERSON).is_err());
    desktop.call(close(WindowName::Path("Other".into())), &Chain::PERSON).unwrap();
    assert_eq!(open_paths(&mut desktop), ["Popup"]);
}

#[test]
fn parameters_reach_the_root_container_and_wrong_ones_open_nothing() {
    let mut desktop = started(plant());
    let call = |name: &str, value| WindowCall::OpenWindow {
        path: "Popup".into(),
        parameters: vec![(name.to_owned(), value)],
        swap: false,
    };
    assert!(desktop.call(call("lien", Value::Integer(3)), &Chain::PERSON).is_err());
    assert!(desktop.call(call("line", Value::Text("three".into())), &Chain::PERSON).is_err());
    assert_eq!(open_paths(&mut desktop), ["Main"]);
    desktop.call(call("line", Value::Integer(3)), &Chain::PERSON).unwrap();
    assert_eq!(get(&mut desktop, at(2, ROOT_CONTAINER), "line"), Value::Integer(3));
}

#[test]
fn a_person_closes_popups_only() {
    let mut desktop = started(plant());
    open(&mut desktop, "Popup", false).unwrap();
    for window in [1, 2, 3, 0] {
        desktop.close_by_person(window, act(1, 0));
    }
    assert_eq!(open_paths(&mut desktop), ["Main"]);
}

#[test]
fn a_script_that_opens_windows_without_end_is_stopped() {
    let windows = (0..=MAX_WINDOWS).map(|number| main_window(&format!("W{number}"))).collect();
    let mut desktop = started(project(windows, &[]));
    for number in 0..MAX_WINDOWS {
        open(&mut desktop, &format!("W{number}"), false).unwrap();
    }
    assert!(matches!(open(&mut desktop, &format!("W{MAX_WINDOWS}"), false), Err(HostError::Failed { .. })));
}

#[test]
fn a_reload_shows_windows_and_dialogs_again_to_the_newest_socket_only() {
    let mut desktop = started(plant());
    let [old, new] = sockets();
    desktop.connect(old);
    updates_of(&mut desktop, old);
    change(&mut desktop, at(1, FIELD), "text", UserValue::Text("billy".into()));
    let ask = Ask::Message { style: MessageStyle::Information, message: "hello".into(), title: String::new() };
    let (dialog, mut answer) = desktop.open_dialog(ask).unwrap();
    desktop.connect(new);
    assert_eq!(updates_of(&mut desktop, old), []);
    let told = updates_of(&mut desktop, new);
    let DesktopUpdate::Desktop(shown) = &told[0] else { panic!("{told:?}") };
    let field = &shown.windows[0].components[FIELD as usize];
    assert_eq!(field.properties["text"], rollcall_wire::desktop::ViewValue::Text("billy".into()));
    assert_eq!(shown.dialogs.iter().map(|dialog| dialog.dialog).collect::<Vec<_>>(), [dialog]);
    // An answer to another question, and one without a question.
    desktop.answer(dialog, DialogAnswer::Text("x".into()), act(1, 0));
    desktop.answer(dialog + 1, DialogAnswer::Done, act(1, 0));
    assert!(answer.try_recv().is_err());
    desktop.answer(dialog, DialogAnswer::Done, act(1, 0));
    assert_eq!(answer.try_recv(), Ok(DialogAnswer::Done));
    assert_eq!(updates_of(&mut desktop, new), [DesktopUpdate::DialogClosed { dialog }]);
}

#[test]
fn a_window_follows_its_file_and_keeps_what_was_entered() {
    let mut desktop = started(plant());
    let [socket, _] = sockets();
    desktop.connect(socket);
    updates_of(&mut desktop, socket);
    change(&mut desktop, at(1, FIELD), "text", UserValue::Text("billy".into()));
    open(&mut desktop, "Popup", false).unwrap();
    updates_of(&mut desktop, socket);
    let edition = desktop.edition();
    let mut changed = Builder::new("Main", WindowKind::Main);
    changed.add(ROOT_CONTAINER, Kind::TextField, "Name").unwrap();
    desktop.take_over(Arc::new(project(vec![changed.finish(), popup("Popup")], &[])));
    assert_ne!(desktop.edition(), edition);
    assert_eq!(get(&mut desktop, at(1, 2), "text"), Value::Text("billy".into()));
    let told = updates_of(&mut desktop, socket);
    let opened: Vec<u32> = told
        .iter()
        .map(|update| match update {
            DesktopUpdate::WindowOpened(view) => view.window,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(opened, [1], "a window whose file is the same stays as it is");
    desktop.take_over(Arc::new(project(vec![popup("Popup")], &[])));
    assert_eq!(open_paths(&mut desktop), ["Popup"]);
}

#[test]
fn whoever_leaves_begins_nothing_new() {
    let mut desktop = started(plant());
    event(&mut desktop, at(1, BUTTON), UserEvent::ActionPerformed);
    assert!(desktop.begin_running());
    let Next::Run(task) = desktop.next() else { panic!("the press is to be run") };
    event(&mut desktop, at(1, BUTTON), UserEvent::ActionPerformed);
    desktop.leave(Destination::LogIn);
    desktop.leave(Destination::Closed);
    event(&mut desktop, at(1, BUTTON), UserEvent::ActionPerformed);
    desktop.ran(&task);
    assert_eq!(desktop.next(), Next::Leave(Destination::LogIn));
    assert!(!desktop.begin_running(), "its end is asked for once");
    desktop.end();
    assert!(desktop.begin_running());
    assert_eq!(desktop.next(), Next::Forget);
    assert!(desktop.open_dialog(Ask::Input { message: String::new(), default_text: String::new() }).is_none());
    assert!(!desktop.begin_running());
}

#[test]
fn an_end_from_outside_stops_what_waits() {
    let mut desktop = started(plant());
    event(&mut desktop, at(1, BUTTON), UserEvent::ActionPerformed);
    let (_, mut answer) =
        desktop.open_dialog(Ask::Input { message: String::new(), default_text: String::new() }).unwrap();
    desktop.end();
    assert!(matches!(answer.try_recv(), Err(oneshot::error::TryRecvError::Closed)));
    assert!(desktop.begin_running());
    assert_eq!(desktop.next(), Next::Forget);
}

#[test]
fn what_one_interpreter_keeps_is_dropped_when_the_project_changes() {
    let mut desktop = started(plant());
    assert!(desktop.later(Function::Kept(1), 5, Chain::PERSON));
    assert!(desktop.later(Function::Carried(Carried("x".into())), 5, Chain::PERSON));
    assert!(desktop.delay(&Function::Kept(2)));
    assert!(desktop.awaits_interpreter());
    desktop.take_over(Arc::new(plant()));
    assert!(desktop.begin_running());
    let Next::Run(task) = desktop.next() else { panic!("a carried function needs no interpreter of its own") };
    assert_eq!(task.entry, Entry::Carried(Carried("x".into())));
    assert_eq!(desktop.next(), Next::Rest);
    assert!(desktop.awaits_interpreter(), "one still waits for its time");
    assert!(desktop.due(Function::Kept(2), 5, Chain::PERSON));
    assert!(desktop.begin_running());
    let Next::Run(task) = desktop.next() else { panic!("its time has come") };
    assert_eq!((task.worker, task.entry), (Some(5), Entry::Kept(2)));
}

mod acts;
mod addresses;
mod budgets;
mod reopening;
mod rows;

#[test]
fn a_console_that_is_open_hears_of_what_is_printed() {
    let mut desktop = started(plant());
    let [socket, later] = sockets();
    desktop.connect(socket);
    let print = |desktop: &mut Desktop, text: &str| {
        let source = rollcall_wire::desktop::PrintedBy::Output;
        desktop.printed(PrintedLine { at: 1, file: "x.py".into(), source, text: text.into() });
    };
    let told = |desktop: &mut Desktop, socket| -> Vec<String> {
        let told = desktop.updates(socket, &mut Transfers::default()).into_iter();
        told.filter_map(|update| if let DesktopUpdate::Printed { lines, .. } = update { Some(lines) } else { None })
            .flatten()
            .map(|line| line.text)
            .collect()
    };
    print(&mut desktop, "before");
    assert_eq!(told(&mut desktop, socket), [""; 0]);
    desktop.show_console(true);
    assert_eq!(told(&mut desktop, socket), ["before"]);
    print(&mut desktop, "a");
    print(&mut desktop, "b");
    assert_eq!(told(&mut desktop, socket), ["a", "b"], "in one message");
    desktop.show_console(false);
    print(&mut desktop, "c");
    assert!(!desktop.has_updates(), "a closed console costs no message");
    desktop.show_console(true);
    told(&mut desktop, socket);
    // A page that is loaded again has not opened it yet.
    desktop.connect(later);
    desktop.disconnect(socket);
    print(&mut desktop, "d");
    assert_eq!(told(&mut desktop, later), [""; 0]);
    desktop.show_console(true);
    assert_eq!(told(&mut desktop, later), ["before", "a", "b", "c", "d"]);
}

#[test]
fn the_colours_of_a_project_are_told_and_follow_its_settings() {
    let mut plant = plant();
    plant.client.theme = rollcall_project::Theme::Dark;
    let mut desktop = started(plant.clone());
    let [socket, _] = sockets();
    desktop.connect(socket);
    let themes = |desktop: &mut Desktop| -> Vec<rollcall_wire::desktop::Theme> {
        let told = desktop.updates(socket, &mut Transfers::default()).into_iter();
        told.filter_map(|update| if let DesktopUpdate::Desktop(shown) = update { Some(shown.theme) } else { None })
            .collect()
    };
    assert_eq!(themes(&mut desktop), [rollcall_wire::desktop::Theme::Dark]);
    desktop.take_over(Arc::new(plant.clone()));
    assert_eq!(themes(&mut desktop), []);
    plant.client.theme = rollcall_project::Theme::Light;
    desktop.take_over(Arc::new(plant));
    assert_eq!(themes(&mut desktop), [rollcall_wire::desktop::Theme::Light]);
}
