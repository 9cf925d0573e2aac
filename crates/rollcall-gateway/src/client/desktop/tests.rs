//! The desktop as a state machine: persons and scripts do things, and what is to be run and told comes out.

use rollcall_dataset::{Column, Dataset};
use rollcall_project::{NewProject, ProjectName, Projects};
use rollcall_window::{Builder, Kind, ROOT_CONTAINER, Type, Value, WINDOW, WindowDef, WindowKind};
use rollcall_wire::component::{Modifiers, Mouse, UserEvent};
use rollcall_wire::desktop::{
    ActState, DesktopUpdate, DialogAnswer, NotDone, ReopenedChange, ReopenedWindow, UserValue,
};
use rollcall_wire::host::{Carried, HostCall, HostError, HostValue, MessageStyle, WindowName};

use super::*;
use crate::client::chain::MAX_CHAIN;
use crate::client::outbox::tests::sockets;
use crate::client::seal::Seal;
use crate::client::seal::tests::seal;
use crate::client::view::Parcels;

const BUTTON: u32 = 2;
const FIELD: u32 = 3;
const LABEL: u32 = 4;

fn script(file: &str) -> EventScript {
    EventScript { file: format!("windows/{file}.py").into(), source: format!("# {file}").into() }
}

/// A window with a button, a field and a label that hears of its own changes.
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
    let mut desktop = Desktop::new(Arc::new(project), seal());
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

/// What a browser is told, but for what becomes of acts.
fn news_of(desktop: &mut Desktop, socket: rollcall_session::Attachment) -> Vec<DesktopUpdate> {
    let mut told = desktop.news(socket, &mut Parcels::default());
    told.retain(|update| !matches!(update, DesktopUpdate::Act(_)));
    told
}

/// Where an act stands.
fn state(desktop: &Desktop, number: u64) -> Option<ActState> {
    desktop.acts.news(number).map(|news| news.state)
}

fn not_done(why: NotDone) -> Option<ActState> {
    Some(ActState::NotDone(why))
}

fn at(window: u32, component: u32) -> ComponentRef {
    ComponentRef { window, component }
}

/// Runs nothing, but takes what is to be run: the files, in order.
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

fn set(desktop: &mut Desktop, at: ComponentRef, property: &str, value: Value) -> Result<HostValue, HostError> {
    desktop.call(HostCall::SetProperty { component: at, property: property.into(), value }, &Chain::PERSON)
}

fn get(desktop: &mut Desktop, at: ComponentRef, property: &str) -> Value {
    match desktop.call(HostCall::GetProperty { component: at, property: property.into() }, &Chain::PERSON) {
        Ok(HostValue::Property(value)) => value,
        other => panic!("{property}: {other:?}"),
    }
}

fn open(desktop: &mut Desktop, path: &str, swap: bool) -> Result<HostValue, HostError> {
    desktop.call(HostCall::OpenWindow { path: path.into(), parameters: Vec::new(), swap }, &Chain::PERSON)
}

fn open_paths(desktop: &mut Desktop) -> Vec<String> {
    match desktop.call(HostCall::GetOpenedWindows, &Chain::PERSON) {
        Ok(HostValue::Components(windows)) => windows.into_iter().map(|window| window.name).collect(),
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
    news_of(&mut desktop, socket);
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
    news_of(&mut desktop, socket);
    change(&mut desktop, at(1, FIELD), "text", UserValue::Text("billy".into()));
    assert_eq!(get(&mut desktop, at(1, FIELD), "text"), Value::Text("billy".into()));
    // The browser shows that already.
    assert_eq!(news_of(&mut desktop, socket), []);
    change(&mut desktop, at(1, LABEL), "text", UserValue::Text("mine".into()));
    change(&mut desktop, at(1, BUTTON), "enabled", UserValue::Boolean(false));
    change(&mut desktop, at(1, FIELD), "text", UserValue::Rows(vec![1]));
    change(&mut desktop, at(1, FIELD), "nothing", UserValue::Nothing(()));
    change(&mut desktop, at(9, FIELD), "text", UserValue::Text("x".into()));
    assert_eq!(get(&mut desktop, at(1, LABEL), "text"), Value::Text("".into()));
    assert_eq!(get(&mut desktop, at(1, BUTTON), "enabled"), Value::Boolean(true));
    // It is told what is so, wherever it shows something else now.
    let told = news_of(&mut desktop, socket);
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
        let call = HostCall::SetProperty { component: at(1, LABEL), property: "text".into(), value };
        desktop.call(call, &task.chain).unwrap();
        desktop.ran(&task);
    }
    assert_eq!(runs, MAX_CHAIN);
    let [socket, _] = sockets();
    desktop.connect(socket);
    let told = news_of(&mut desktop, socket);
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
    // Whoever opens closes again, and whoever closes opens.
    while let Next::Run(task) = desktop.next() {
        runs += 1;
        assert!(runs < 10_000, "it goes on for ever");
        let close = |path: &str| HostCall::CloseWindow { window: WindowName::Path(path.into()) };
        desktop.call(close("Popup"), &task.chain).unwrap();
        desktop.call(close("Main"), &task.chain).unwrap();
        let main = HostCall::OpenWindow { path: "Main".into(), parameters: Vec::new(), swap: false };
        desktop.call(main, &task.chain).unwrap();
        desktop.call(open_popup(1), &task.chain).unwrap();
        desktop.ran(&task);
    }
    let [socket, _] = sockets();
    desktop.connect(socket);
    let told = desktop.news(socket, &mut Parcels::default());
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
    assert_eq!(desktop.call(HostCall::GetCurrentWindow, &Chain::PERSON), Ok(HostValue::Text("Other".into())));
    // The window that was swapped away sees its last script through, and no longer.
    assert_eq!(get(&mut desktop, at(1, LABEL), "text"), Value::Text("".into()));
    assert_eq!(run_all(&mut desktop), ["closed"]);
    let gone = desktop.call(HostCall::GetProperty { component: at(1, LABEL), property: "text".into() }, &Chain::PERSON);
    assert!(matches!(&gone, Err(HostError::Attribute { message }) if message.contains("closed")), "{gone:?}");
    for (path, near) in [("Othr", "Other"), ("Nowhere", "no window")] {
        let error = open(&mut desktop, path, false).unwrap_err();
        assert!(matches!(&error, HostError::Value { message } if message.contains(near)), "{error:?}");
    }
    let close = |window| HostCall::CloseWindow { window };
    desktop.call(close(WindowName::Path("Main".into())), &Chain::PERSON).unwrap();
    assert!(desktop.call(close(WindowName::Path("Nowhere".into())), &Chain::PERSON).is_err());
    desktop.call(close(WindowName::Path("Other".into())), &Chain::PERSON).unwrap();
    assert_eq!(open_paths(&mut desktop), ["Popup"]);
}

#[test]
fn parameters_reach_the_root_container_and_wrong_ones_open_nothing() {
    let mut desktop = started(plant());
    let call = |name: &str, value| HostCall::OpenWindow {
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
    news_of(&mut desktop, old);
    change(&mut desktop, at(1, FIELD), "text", UserValue::Text("billy".into()));
    let ask = Ask::Message { style: MessageStyle::Information, message: "hello".into(), title: String::new() };
    let (dialog, mut answer) = desktop.open_dialog(ask).unwrap();
    desktop.connect(new);
    assert_eq!(news_of(&mut desktop, old), []);
    let told = news_of(&mut desktop, new);
    let DesktopUpdate::Desktop(shown) = &told[0] else { panic!("{told:?}") };
    let field = &shown.windows[0].components[FIELD as usize];
    assert_eq!(field.properties["text"], rollcall_wire::desktop::ViewValue::Text("billy".into()));
    assert_eq!(shown.dialogs.iter().map(|dialog| dialog.dialog).collect::<Vec<_>>(), [dialog]);
    // An answer to another question, and to none.
    desktop.answer(dialog, DialogAnswer::Text("x".into()), act(1, 0));
    desktop.answer(dialog + 1, DialogAnswer::Done, act(1, 0));
    assert!(answer.try_recv().is_err());
    desktop.answer(dialog, DialogAnswer::Done, act(1, 0));
    assert_eq!(answer.try_recv(), Ok(DialogAnswer::Done));
    assert_eq!(news_of(&mut desktop, new), [DesktopUpdate::DialogClosed { dialog }]);
}

#[test]
fn a_browser_brings_back_what_a_restarted_gateway_has_forgotten() {
    let seal = seal();
    let mut desktop = Desktop::new(Arc::new(plant()), seal.clone());
    let change =
        |component, property: &str, value| ReopenedChange { component, property: property.into(), value, seen: None };
    desktop.begin(vec![
        ReopenedWindow { path: "Gone".into(), opened_with: Some(seal.close("Gone", &[])), changes: Vec::new() },
        ReopenedWindow {
            path: "Other".into(),
            opened_with: Some(seal.close("Other", &[])),
            changes: vec![
                change(FIELD, "text", UserValue::Text("billy".into())),
                change(BUTTON, "enabled", UserValue::Boolean(false)),
            ],
        },
    ]);
    assert_eq!(open_paths(&mut desktop), ["Other"]);
    assert_eq!(get(&mut desktop, at(1, FIELD), "text"), Value::Text("billy".into()));
    assert_eq!(get(&mut desktop, at(1, BUTTON), "enabled"), Value::Boolean(true));
}

/// What a browser keeps of the popup on this desktop.
fn kept(desktop: &mut Desktop) -> Option<String> {
    let [_, socket] = sockets();
    desktop.connect(socket);
    let told = news_of(desktop, socket);
    let DesktopUpdate::Desktop(shown) = &told[0] else { panic!("{told:?}") };
    let popup = shown.windows.iter().find(|window| window.path == "Popup");
    popup.expect("the popup is open").opened_with.clone()
}

/// A desktop whose popup a script has opened with this line.
fn with_popup(seal: &Seal, line: i32) -> Desktop {
    let mut desktop = Desktop::new(Arc::new(plant()), seal.clone());
    desktop.begin(Vec::new());
    desktop.call(open_popup(line), &Chain::PERSON).unwrap();
    desktop
}

fn open_popup(line: i32) -> HostCall {
    let parameters = vec![("line".to_owned(), Value::Integer(line))];
    HostCall::OpenWindow { path: "Popup".into(), parameters, swap: false }
}

/// A desktop of this project to which a browser brings the popup back.
fn reopened(project: Project, seal: &Seal, opened_with: Option<String>) -> Desktop {
    let mut desktop = Desktop::new(Arc::new(project), seal.clone());
    desktop.begin(vec![ReopenedWindow { path: "Popup".into(), opened_with, changes: Vec::new() }]);
    desktop
}

/// That no window is open and the person is told why.
fn check_refused(mut desktop: Desktop, case: &str) {
    assert_eq!(open_paths(&mut desktop), [""; 0], "{case}");
    let [socket, _] = sockets();
    desktop.connect(socket);
    let told = news_of(&mut desktop, socket);
    let is_told = |update: &DesktopUpdate| matches!(update, DesktopUpdate::ScriptFailed { .. });
    assert!(told.iter().any(is_told), "{case}: {told:?}");
}

#[test]
fn a_window_is_opened_again_with_what_it_was_opened_with() {
    let seal = seal();
    let mut plain = Desktop::new(Arc::new(plant()), seal.clone());
    open(&mut plain, "Popup", false).unwrap();
    assert_eq!(get(&mut reopened(plant(), &seal, kept(&mut plain)), at(1, ROOT_CONTAINER), "line"), Value::Integer(0));
    let mut again = reopened(plant(), &seal, kept(&mut with_popup(&seal, 3)));
    assert_eq!(get(&mut again, at(1, ROOT_CONTAINER), "line"), Value::Integer(3));
}

#[test]
fn a_window_that_a_script_shows_again_is_opened_with_the_last() {
    let seal = seal();
    let mut desktop = with_popup(&seal, 3);
    kept(&mut desktop);
    desktop.call(open_popup(4), &Chain::PERSON).unwrap();
    let [_, socket] = sockets();
    let told = news_of(&mut desktop, socket);
    let heard = told.iter().find_map(|update| match update {
        DesktopUpdate::WindowToFront { opened_with, .. } => Some(opened_with.clone()),
        _ => None,
    });
    let mut again = reopened(plant(), &seal, heard.expect("it comes to the front"));
    assert_eq!(get(&mut again, at(1, ROOT_CONTAINER), "line"), Value::Integer(4));
}

#[test]
fn what_a_window_cannot_be_opened_with_again_is_told() {
    let seal = seal();
    for forged in ["", "0.[]", "[[\"line\",{\"type\":\"integer\",\"value\":5}]]"] {
        check_refused(reopened(plant(), &seal, Some(forged.to_owned())), forged);
    }
    // Its file has changed meanwhile, and takes other parameters.
    let changed = project(vec![Builder::new("Popup", WindowKind::Popup).finish()], &[]);
    check_refused(reopened(changed, &seal, kept(&mut with_popup(&seal, 3))), "a parameter that is gone");
    let mut gone = reopened(project(Vec::new(), &[]), &seal, kept(&mut with_popup(&seal, 3)));
    assert_eq!(open_paths(&mut gone), [""; 0]);
}

#[test]
fn a_browser_names_only_windows_that_it_was_shown_or_that_are_open_to_all() {
    let seal = seal();
    check_refused(reopened(plant(), &seal, None), "a window that no script has opened");
    check_refused(reopened(project(Vec::new(), &[]), &seal, None), "a window that there is not");
    let other = seal.close("Other", &[]);
    check_refused(reopened(plant(), &seal, Some(other)), "a window that another was");
    let first = project(vec![main_window("Main"), popup("Popup")], &["Main", "Popup"]);
    assert_eq!(open_paths(&mut reopened(first, &seal, None)), ["Popup"]);
    let mut open_to_all = plant();
    open_to_all.addresses = vec!["Popup".to_owned()];
    assert_eq!(open_paths(&mut reopened(open_to_all, &seal, None)), ["Popup"]);
}

#[test]
fn a_window_follows_its_file_and_keeps_what_was_entered() {
    let mut desktop = started(plant());
    let [socket, _] = sockets();
    desktop.connect(socket);
    news_of(&mut desktop, socket);
    change(&mut desktop, at(1, FIELD), "text", UserValue::Text("billy".into()));
    open(&mut desktop, "Popup", false).unwrap();
    news_of(&mut desktop, socket);
    let edition = desktop.edition();
    let mut changed = Builder::new("Main", WindowKind::Main);
    changed.add(ROOT_CONTAINER, Kind::TextField, "Name").unwrap();
    desktop.take_over(Arc::new(project(vec![changed.finish(), popup("Popup")], &[])));
    assert_ne!(desktop.edition(), edition);
    assert_eq!(get(&mut desktop, at(1, 2), "text"), Value::Text("billy".into()));
    let told = news_of(&mut desktop, socket);
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

/// A window whose every component hears of its own changes: its entries are a person's.
fn listening_window(path: &str) -> WindowDef {
    let mut window = Builder::new(path, WindowKind::Main);
    let kinds = [Kind::TextField, Kind::NumericTextField, Kind::CheckBox, Kind::Dropdown, Kind::Table];
    for (kind, number) in kinds.into_iter().zip(2..) {
        assert_eq!(window.add(ROOT_CONTAINER, kind, kind.name()).unwrap(), number);
        window.add_script(number, "propertyChange", script("changed")).unwrap();
    }
    let data = lines();
    for number in [5, 6] {
        window.set(number, "data", Value::Dataset(Arc::clone(&data))).unwrap();
    }
    window.finish()
}

fn lines() -> Arc<Dataset> {
    Arc::new(Dataset::new(vec![Column::integers("line", [Some(7), Some(8)])]).unwrap())
}

/// What a person enters there, and what follows from it.
fn entries() -> Vec<ReopenedChange> {
    let seen = Some(lines().fingerprint());
    let entry = |component, property: &str, value| ReopenedChange { component, property: property.into(), value, seen };
    vec![
        entry(2, "text", UserValue::Text("billy".into())),
        entry(3, "intValue", UserValue::Number(12.0)),
        entry(4, "selected", UserValue::Boolean(true)),
        entry(5, "selectedIndex", UserValue::Number(1.0)),
        entry(6, "selectedRows", UserValue::Rows(vec![1])),
    ]
}

fn check_entries(desktop: &mut Desktop) {
    assert_eq!(get(desktop, at(1, 2), "text"), Value::Text("billy".into()));
    assert_eq!(get(desktop, at(1, 3), "doubleValue"), Value::Double(12.0));
    assert_eq!(get(desktop, at(1, 4), "selected"), Value::Boolean(true));
    assert_eq!(get(desktop, at(1, 5), "selectedLabel"), Value::Text("8".into()));
    assert_eq!(get(desktop, at(1, 6), "selectedRow"), Value::Integer(1));
}

#[test]
fn what_is_put_back_is_no_event() {
    let plant = || project(vec![listening_window("Main"), popup("Popup")], &["Main"]);
    let mut entered = started(plant());
    for ReopenedChange { component, property, value, seen } in entries() {
        entered.change(at(1, component), &property, (value, seen), act(1, 0));
    }
    assert!(run_all(&mut entered).len() >= 5, "each entry is an event once");
    check_entries(&mut entered);
    // After a restart: the entries are there, and no script has run for them, nor for a window that is named twice.
    let seal = seal();
    let mut restarted = Desktop::new(Arc::new(plant()), seal.clone());
    let window =
        |path: &str, changes| ReopenedWindow { path: path.into(), opened_with: Some(seal.close(path, &[])), changes };
    restarted.begin(vec![window("Main", entries()), window("Popup", Vec::new()), window("Main", Vec::new())]);
    check_entries(&mut restarted);
    assert_eq!(run_all(&mut restarted), ["opened"], "a window that is opened anew has its visionWindowOpened alone");
    // The same entry once more changes nothing; another one is an event again.
    change(&mut restarted, at(1, 2), "text", UserValue::Text("billy".into()));
    assert_eq!(run_all(&mut restarted), [""; 0]);
    change(&mut restarted, at(1, 2), "text", UserValue::Text("bixly".into()));
    assert_eq!(run_all(&mut restarted), ["changed"]);
    // A file that changes keeps what was entered, without a word to the scripts.
    let mut taller = Builder::new("Main", WindowKind::Main);
    taller.add(ROOT_CONTAINER, Kind::TextField, "TextField").unwrap();
    taller.add_script(2, "propertyChange", script("changed")).unwrap();
    restarted.take_over(Arc::new(project(vec![taller.finish(), popup("Popup")], &["Main"])));
    assert_eq!(get(&mut restarted, at(1, 2), "text"), Value::Text("bixly".into()));
    assert_eq!(run_all(&mut restarted), [""; 0]);
}

/// What a browser is told after a person asked for a window: the main window in front, and what was refused.
fn navigate(desktop: &mut Desktop, path: &str, opened_with: Option<String>) -> (Option<String>, Option<String>) {
    let [_, socket] = sockets();
    desktop.connect(socket);
    desktop.news(socket, &mut Parcels::default());
    desktop.navigate(path.to_owned(), opened_with);
    let told = desktop.news(socket, &mut Parcels::default());
    let refused = told.into_iter().find_map(|update| match update {
        DesktopUpdate::NotOpened { path, .. } => Some(path),
        _ => None,
    });
    (desktop.current().map(|shown| shown.path().to_owned()), refused)
}

#[test]
fn a_person_goes_to_windows_that_were_shown_and_to_no_other() {
    let windows = vec![main_window("Main"), main_window("Line/Press 1"), main_window("Secret"), popup("Popup")];
    let mut desktop = started(project(windows, &["Main"]));
    for closed in ["Secret", "Popup", "Nowhere", "", "../Main", "main"] {
        let (front, refused) = navigate(&mut desktop, closed, None);
        assert_eq!((front.as_deref(), refused.as_deref()), (Some("Main"), Some(closed)));
    }
    open(&mut desktop, "Line/Press 1", true).unwrap();
    assert_eq!(navigate(&mut desktop, "Line/Press 1", None), (Some("Line/Press 1".to_owned()), None));
    assert_eq!(navigate(&mut desktop, "Main", None), (Some("Main".to_owned()), None));
    assert_eq!(open_paths(&mut desktop), ["Main"], "as swapTo: the window before is closed");
    assert_eq!(navigate(&mut desktop, "Line/Press 1", None), (Some("Line/Press 1".to_owned()), None));
    assert_eq!(run_all(&mut desktop), ["closed", "closed", "closed"]);
    let (front, refused) = navigate(&mut desktop, "Main", Some("0.[]".to_owned()));
    assert_eq!((front.as_deref(), refused.as_deref()), (Some("Line/Press 1"), Some("Main")), "a forged seal");
    desktop.leave(Destination::Closed);
    assert_eq!(navigate(&mut desktop, "Main", None).0.as_deref(), Some("Line/Press 1"), "whoever leaves goes nowhere");
}

#[test]
fn a_window_that_was_opened_with_something_is_gone_back_to_with_that() {
    let mut line = Builder::new("Line", WindowKind::Main);
    line.add_custom(ROOT_CONTAINER, "line", Type::Integer, Value::Integer(0)).unwrap();
    let mut desktop = started(project(vec![main_window("Main"), line.finish()], &["Main"]));
    let parameters = vec![("line".to_owned(), Value::Integer(4))];
    desktop.call(HostCall::OpenWindow { path: "Line".into(), parameters, swap: true }, &Chain::PERSON).unwrap();
    let sealed = desktop.current().and_then(|shown| shown.opened_with(&desktop.seal));
    navigate(&mut desktop, "Main", None);
    assert_eq!(navigate(&mut desktop, "Line", sealed), (Some("Line".to_owned()), None));
    assert_eq!(get(&mut desktop, at(3 + 1, ROOT_CONTAINER), "line"), Value::Integer(4));
}

#[test]
fn an_address_waits_for_the_windows_that_a_client_begins_with() {
    let mut project = project(vec![main_window("Main"), main_window("Other")], &["Other", "Main"]);
    project.client.startup = Some(Script { file: "client/startup.py".into(), source: "pass".into() });
    let mut desktop = Desktop::new(Arc::new(project), seal());
    desktop.begin(Vec::new());
    assert_eq!(navigate(&mut desktop, "Other", None), (None, None));
    assert!(desktop.begin_running());
    while let Next::Run(task) = desktop.next() {
        desktop.ran(&task);
    }
    assert_eq!(desktop.current().map(super::Shown::path), Some("Other"));
}

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
        let told = desktop.news(socket, &mut Parcels::default()).into_iter();
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
    assert!(!desktop.has_news(), "a closed console costs no message");
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
        let told = desktop.news(socket, &mut Parcels::default()).into_iter();
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

/// A desktop on an account of its own, below a gateway's.
fn on_account(most: u64) -> (Desktop, crate::account::Account) {
    let account = crate::account::Account::of_gateway(1 << 30).of_person().of_client(most);
    (started(plant()).charged_to(account.clone()), account)
}

fn give(desktop: &mut Desktop, at: ComponentRef, property: &str, text: &str) -> Result<HostValue, HostError> {
    let call = HostCall::SetProperty { component: at, property: property.into(), value: Value::Text(text.into()) };
    let done = desktop.call(call, &Chain::PERSON);
    desktop.settle();
    done
}

#[test]
fn what_windows_hold_has_a_budget_and_is_given_back() {
    let (mut desktop, account) = on_account(1 << 20);
    desktop.settle();
    let empty = account.held();
    give(&mut desktop, at(1, FIELD), "toolTipText", &"x".repeat(100_000)).unwrap();
    assert!((300_000..310_000).contains(&(account.held() - empty)), "{}", account.held());
    let refused = give(&mut desktop, at(1, BUTTON), "toolTipText", &"x".repeat(300_000)).unwrap_err();
    let words = super::scripts::words(&refused);
    assert!(words.contains("clients.memory") && words.contains("1.0 MiB"), "{words}");
    assert_eq!(get(&mut desktop, at(1, BUTTON), "toolTipText"), Value::Nothing);
    // What takes the place of something larger fits.
    give(&mut desktop, at(1, FIELD), "toolTipText", &"y".repeat(300_000)).unwrap();
    set(&mut desktop, at(1, FIELD), "toolTipText", Value::Nothing).unwrap();
    desktop.settle();
    assert_eq!(account.held(), empty);
    give(&mut desktop, at(1, FIELD), "toolTipText", &"x".repeat(100_000)).unwrap();
    drop(desktop);
    assert_eq!(account.held(), 0, "a client that is gone holds nothing");
}

#[test]
fn what_a_window_was_opened_with_is_given_back_when_it_closes() {
    let (mut desktop, account) = on_account(1 << 20);
    desktop.settle();
    let before = account.held();
    desktop.call(open_popup(3), &Chain::PERSON).unwrap();
    desktop.settle();
    assert!(account.held() > before);
    let window = WindowName::Path("Popup".into());
    desktop.call(HostCall::CloseWindow { window }, &Chain::PERSON).unwrap();
    while let Next::Run(task) = desktop.next() {
        desktop.ran(&task);
    }
    desktop.settle();
    assert_eq!(account.held(), before);
}

#[test]
fn functions_that_wait_are_on_the_account() {
    let (mut desktop, account) = on_account(1 << 20);
    desktop.settle();
    let before = account.held();
    assert!(desktop.later(Function::Carried(Carried("x".repeat(10_000))), 1, Chain::PERSON));
    desktop.settle();
    assert!(account.held() >= before + 10_000, "{}", account.held());
    assert!(matches!(desktop.next(), Next::Run(_)));
    desktop.settle();
    assert_eq!(account.held(), before);
}

#[test]
fn messages_wait_on_the_account_of_each_who_gets_them() {
    let (mut desktop, account) = on_account(1 << 20);
    let mut with_handler = plant();
    let handler = rollcall_project::Script { file: "client/messages/told.py".into(), source: "".into() };
    with_handler.client.messages.insert("told".into(), handler);
    desktop.take_over(Arc::new(with_handler));
    desktop.settle();
    let before = account.held();
    let payload = Payload::of_nobody(&"x".repeat(400_000));
    let mut send = || {
        let outcome = desktop.message("told", &payload, Chain::PERSON);
        desktop.settle();
        outcome
    };
    assert_eq!([send(), send(), send()], ["queued", "queued", "busy"], "the third does not fit");
    assert!(account.held() >= before + 800_000);
    assert_eq!(Arc::strong_count(&payload), 3, "it is there once");
    while let Next::Run(_) = desktop.next() {}
    desktop.settle();
    assert_eq!(account.held(), before);
}

/// A window with a table of names, of which a script hears clicks.
fn roster(names: &[&str]) -> WindowDef {
    let mut window = Builder::new("Roster", WindowKind::Main);
    assert_eq!(window.add(ROOT_CONTAINER, Kind::Table, "Table").unwrap(), TABLE);
    window.set(TABLE, "data", people(names)).unwrap();
    window.add_script(TABLE, "mouseClicked", script("details")).unwrap();
    window.finish()
}

const TABLE: u32 = 2;

fn people(names: &[&str]) -> Value {
    let column = Column::strings("username", names.iter().map(|name| Some(*name)));
    Value::Dataset(Arc::new(Dataset::new(vec![column]).unwrap()))
}

fn seen(desktop: &mut Desktop) -> Option<u64> {
    match get(desktop, at(1, TABLE), "data") {
        Value::Dataset(data) => Some(data.fingerprint()),
        _ => None,
    }
}

/// The second of two clicks, if it may be: as a browser sends it.
fn click(desktop: &mut Desktop, seen: Option<u64>) -> Vec<String> {
    let mouse = Mouse { button: 1, click_count: 2, x: 0, y: 0, modifiers: Modifiers::default() };
    let event = UserEvent::MouseClicked(mouse);
    desktop.event(at(1, TABLE), event, seen, act(2, 0));
    run_all(desktop)
}

#[test]
fn nobody_acts_on_a_row_that_they_did_not_choose() {
    let mut desktop = started(project(vec![roster(&["anna", "bob", "bixly"])], &["Roster"]));
    let [socket, _] = sockets();
    desktop.connect(socket);
    let first = seen(&mut desktop);
    desktop.change(at(1, TABLE), "selectedRows", (UserValue::Rows(vec![1]), first), act(1, 0));
    assert_eq!(click(&mut desktop, first), ["details"]);
    set(&mut desktop, at(1, TABLE), "data", people(&["anna", "bixly", "bob"])).unwrap();
    assert_eq!(get(&mut desktop, at(1, TABLE), "selectedRow"), Value::Integer(2));
    assert_eq!(click(&mut desktop, first), ["details"], "bob is selected, as the person sees");
    desktop.news(socket, &mut Parcels::default());

    // Where the person still sees bob, bixly stands now. The browser is told what is so, though it was so before.
    desktop.change(at(1, TABLE), "selectedRows", (UserValue::Rows(vec![1]), first), act(1, 0));
    assert_eq!(get(&mut desktop, at(1, TABLE), "selectedRow"), Value::Integer(-1));
    desktop.change(at(1, TABLE), "selectedRows", (UserValue::Rows(vec![1]), first), act(1, 0));
    assert_eq!(click(&mut desktop, first), [""; 0]);
    let told = desktop.news(socket, &mut Parcels::default());
    let tells = |wanted: fn(&DesktopUpdate) -> bool| told.iter().any(wanted);
    let other_rows = ActState::NotDone(NotDone::OtherRows);
    assert!(
        told.iter().any(|update| matches!(update, DesktopUpdate::Act(news) if news.state == other_rows)),
        "{told:?}"
    );
    assert!(tells(|update| {
        matches!(update, DesktopUpdate::Properties { properties, .. } if properties.contains_key("selectedRows"))
    }));

    let now = seen(&mut desktop);
    desktop.change(at(1, TABLE), "selectedRows", (UserValue::Rows(vec![2]), now), act(1, 0));
    set(&mut desktop, at(1, TABLE), "data", people(&["anna", "bixly"])).unwrap();
    assert_eq!(get(&mut desktop, at(1, TABLE), "selectedRow"), Value::Integer(-1), "bob is gone");
    assert_eq!(click(&mut desktop, now), [""; 0]);
    assert_eq!(click(&mut desktop, None), [""; 0], "who does not say what they saw may have seen anything");
}

#[test]
fn a_selection_is_restored_in_the_data_that_it_was_made_in() {
    let data = || roster(&["anna", "bob"]);
    let wanted = match people(&["anna", "bob"]) {
        Value::Dataset(data) => data.fingerprint(),
        _ => 0,
    };
    for (fingerprint, expected) in [(Some(wanted), 1), (Some(wanted + 1), -1), (None, -1)] {
        let change = ReopenedChange {
            component: TABLE,
            property: "selectedRows".into(),
            value: UserValue::Rows(vec![1]),
            seen: fingerprint,
        };
        let seal = seal();
        let opened_with = Some(seal.close("Roster", &[]));
        let window = ReopenedWindow { path: "Roster".into(), opened_with, changes: vec![change] };
        let mut desktop = Desktop::new(Arc::new(project(vec![data()], &["Roster"])), seal);
        desktop.begin(vec![window]);
        assert_eq!(get(&mut desktop, at(1, TABLE), "selectedRow"), Value::Integer(expected));
    }
}
