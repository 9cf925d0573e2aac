//! The windows of one client, and everything that waits there: a state machine that runs nothing itself.
//!
//! Persons, scripts and the gateway change it, each by the functions of one submodule; the consequences are in two
//! places: the queue has the tasks to run ([`Desktop::next`]), the outbox the updates for the browser
//! ([`Desktop::news`]).
//!
//! | module | content |
//! |---|---|
//! | `admission` | whether a person's act may be done, when it comes and when its turn has come |
//! | `person` | a browser's requests: untrusted, so they are checked and never fail |
//! | `scripts` | the calls of scripts on windows: the answers to host calls |
//! | `windows` | opening, closing, replacing |
//! | `addresses` | main windows that a person asks for by their addresses |
//! | `updates` | the updates for a browser |
//! | `memory` | the memory of all of it, on the client's account |

mod addresses;
mod admission;
mod memory;
mod person;
mod scripts;
mod updates;
mod windows;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use rollcall_project::{Project, Script};
use rollcall_window::{Change, EventScript, OpenWindow, Value};
use rollcall_wire::component::{ComponentInfo, ComponentRef, Event, What};
use rollcall_wire::desktop::{Act, Destination, PrintedLine};
use rollcall_wire::host::{Ask, DialogAnswer, Function};
use rollcall_wire::worker::Entry;
use tokio::sync::oneshot;

use self::memory::DesktopMemory;
use super::acts::Acts;
use super::chain::{Chain, Link};
use super::console::Console;
use super::dialogs::Dialogs;
use super::messages::Payload;
use super::outbox::{Mark, Outbox};
use super::queue::{CAPACITY, Item, Put, Queue};
use super::signing::Signer;
use addresses::Wanted;
use admission::Time;

/// How many windows a client may have open. Each costs little, but a script that opens one after the other would go on.
const MAX_WINDOWS: usize = 100;
/// How much output of its scripts is kept, unless the configuration sets another limit, in bytes.
const CONSOLE: usize = 64 * 1024;

/// The longest error that is sent to a browser, in bytes.
const MAX_ERROR: usize = 32 * 1024;

/// The windows of one client.
#[derive(Debug)]
pub(super) struct Desktop {
    project: Arc<Project>,
    /// The last is in front.
    windows: Vec<WindowInstance>,
    /// Windows that are no longer shown, and wait for their last script.
    closing: Vec<WindowInstance>,
    last_window: u32,
    signer: Signer,
    queue: Queue,
    acts: Acts,
    time: Time,
    dialogs: Dialogs,
    outbox: Outbox,
    lifecycle: Lifecycle,
    /// Whether a task runs the queue.
    running: bool,
    /// Whether the browser knows that.
    sent_running: bool,
    /// The timer whose script runs.
    timer: Option<usize>,
    /// Functions that wait for their time, and how many of them only one interpreter can call.
    delayed: Delayed,
    /// Counts changes of the project: an interpreter that has seen an older one is not used again.
    edition: u64,
    console: Console,
    /// The main windows that the browser was shown: it may ask for them again.
    been_shown: BTreeSet<Arc<str>>,
    /// Whether the windows that a client begins with are yet to open, and which one the person wants to see then.
    starting: bool,
    wanted: Option<Wanted>,
    memory: DesktopMemory,
}

/// A window that is open.
#[derive(Debug)]
struct WindowInstance {
    number: u32,
    window: OpenWindow,
    /// The values that it was opened with.
    parameters: Vec<(String, Value)>,
    /// Their weight.
    weight_of_parameters: usize,
}

/// Where a client is in its life.
#[derive(Clone, Debug, PartialEq)]
enum Lifecycle {
    Open,
    /// A script wants the person to go elsewhere: the shutdown script is the last.
    Leaving(Destination),
    /// The session has ended: the shutdown script is the last, unless it has been.
    Over,
    /// Nothing is run any more: the session's end has been asked for, or everything after it has been done.
    Gone,
}

#[derive(Clone, Copy, Debug, Default)]
struct Delayed {
    count: usize,
    kept: usize,
}

/// A script to be run.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Task {
    /// Its file, for tracebacks.
    pub(super) file: String,
    /// Its text.
    pub(super) source: String,
    /// The part of it that runs.
    pub(super) entry: Entry,
    /// The worker that it must run in, where it is a function kept there.
    pub(super) worker: Option<u64>,
    /// Whether it is the client's last.
    pub(super) is_shutdown: bool,
    /// The window whose last script it is.
    closes: Option<u32>,
    /// The scripts that led to it.
    pub(super) chain: Chain,
    /// The act of the person that it answers, and the component of the act.
    act: Option<(Act, ComponentRef)>,
    /// The timer whose turn it is.
    pub(super) timer: Option<usize>,
    /// How long it may run, where that is its own.
    pub(super) deadline: Option<Duration>,
}

/// The next thing to do.
#[derive(Debug, PartialEq)]
pub(super) enum Next {
    /// Run this.
    Run(Box<Task>),
    /// All has been run and the person goes elsewhere: end the session.
    Leave(Destination),
    /// The session is over and all has been run: forget the client.
    Forget,
    /// Nothing, for now.
    Rest,
}

impl Desktop {
    /// A client of a project, without windows yet.
    pub(super) fn new(project: Arc<Project>, signer: Signer) -> Self {
        Desktop {
            project,
            windows: Vec::new(),
            closing: Vec::new(),
            last_window: 0,
            signer,
            queue: Queue::default(),
            acts: Acts::default(),
            time: Time::default(),
            dialogs: Dialogs::default(),
            outbox: Outbox::default(),
            lifecycle: Lifecycle::Open,
            running: false,
            sent_running: false,
            timer: None,
            delayed: Delayed::default(),
            edition: 0,
            console: Console::new(CONSOLE),
            been_shown: BTreeSet::new(),
            starting: false,
            wanted: None,
            memory: DesktopMemory::unlimited(),
        }
    }

    /// The same, keeping so many bytes of the output of scripts.
    pub(super) fn with_console(self, most: usize) -> Self {
        Desktop { console: Console::new(most), ..self }
    }

    /// A script has printed something.
    pub(super) fn printed(&mut self, line: PrintedLine) {
        self.console.add(line);
        if self.console.is_open() {
            self.outbox.mark(Mark::Printed);
        }
    }

    /// The person opened or closed the console.
    pub(super) fn show_console(&mut self, open: bool) {
        if open {
            self.console.open();
            self.outbox.mark(Mark::Printed);
        } else {
            self.console.close();
        }
    }

    /// The project as this client has it.
    pub(super) fn project(&self) -> &Arc<Project> {
        &self.project
    }

    /// Opens a dialog that a script waits in: its number, and where the answer arrives. None when no person can answer.
    pub(super) fn open_dialog(&mut self, ask: Ask) -> Option<(u64, oneshot::Receiver<DialogAnswer>)> {
        if matches!(self.lifecycle, Lifecycle::Over | Lifecycle::Gone) {
            return None;
        }
        let (number, answer) = self.dialogs.open(ask);
        self.outbox.mark(Mark::DialogOpened(number));
        self.drop_acts_behind_dialog();
        Some((number, answer))
    }

    /// A script does not wait in a dialog any more.
    pub(super) fn close_dialog(&mut self, number: u64) {
        if self.dialogs.close(number) {
            self.outbox.mark(Mark::DialogClosed(number));
        }
    }

    /// Whether a browser is there.
    pub(super) fn is_connected(&self) -> bool {
        self.outbox.is_connected()
    }

    /// The edition of the project that interpreters of this client know from now on.
    pub(super) fn edition(&self) -> u64 {
        self.edition
    }

    /// Whether something waits that is lost with the client's interpreter.
    pub(super) fn awaits_interpreter(&self) -> bool {
        self.delayed.kept > 0 || self.queue.has_kept()
    }

    /// Whether the session goes on.
    pub(super) fn is_open(&self) -> bool {
        self.lifecycle == Lifecycle::Open
    }

    /// Asks for the right to run the queue. False when another task has it or there is nothing to run.
    pub(super) fn begin_running(&mut self) -> bool {
        let idle = self.queue.is_empty() && self.lifecycle == Lifecycle::Open;
        if self.running || idle || self.lifecycle == Lifecycle::Gone {
            return false;
        }
        self.running = true;
        self.outbox.mark(Mark::Running);
        true
    }

    /// Gives the right back: no task runs the queue any more.
    pub(super) fn stop_running(&mut self) {
        self.running = false;
        self.outbox.mark(Mark::Running);
    }

    /// What to do next. On anything but [`Next::Run`] the runner stops.
    pub(super) fn next(&mut self) -> Next {
        while let Some(item) = self.queue.take() {
            if !self.still_fits(&item) {
                continue;
            }
            if let Some(task) = self.task(item) {
                self.timer = task.timer;
                return Next::Run(Box::new(task));
            }
        }
        self.stop_running();
        if self.lifecycle == Lifecycle::Open {
            return Next::Rest;
        }
        match std::mem::replace(&mut self.lifecycle, Lifecycle::Gone) {
            Lifecycle::Leaving(destination) => Next::Leave(destination),
            Lifecycle::Over => Next::Forget,
            Lifecycle::Open | Lifecycle::Gone => Next::Rest,
        }
    }

    /// A script has been run, however it ended.
    pub(super) fn ran(&mut self, task: &Task) {
        self.timer = None;
        self.conclude_task(task);
        if let Some(number) = task.closes {
            self.closing.retain(|shown| shown.number != number);
        }
    }

    /// A script failed; a browser shows it.
    pub(super) fn failed(&mut self, file: &str, error: &str) {
        let error = &error[..error.floor_char_boundary(MAX_ERROR)];
        self.outbox.mark(Mark::Failed { file: file.to_owned(), error: error.to_owned() });
    }

    /// The person goes elsewhere once the script that asks for it has ended. The first to ask decides.
    pub(super) fn leave(&mut self, to: Destination) {
        if self.lifecycle == Lifecycle::Open {
            self.lifecycle = Lifecycle::Leaving(to);
            self.drop_all();
            self.queue.put(Item::Shutdown);
        }
    }

    /// Tells the browser where the person goes.
    pub(super) fn say_farewell(&mut self, to: Destination) {
        self.outbox.mark(Mark::Leave(to));
    }

    /// The session has ended. No person answers dialogs any more; the shutdown script is the last, if it has not run
    /// yet.
    pub(super) fn end(&mut self) {
        let had_its_shutdown = self.lifecycle != Lifecycle::Open;
        self.lifecycle = Lifecycle::Over;
        self.dialogs.close_all();
        if !had_its_shutdown {
            self.drop_all();
            self.queue.put(Item::Shutdown);
        }
    }

    /// The session goes on on another node of the cluster: everything that waits here is dropped.
    pub(super) fn move_away(&mut self) {
        self.lifecycle = Lifecycle::Over;
        self.dialogs.close_all();
        self.drop_all();
    }

    /// A message for one of the project's handlers, with the scripts that led to it. Returns its outcome, in a word.
    pub(super) fn message(&mut self, handler: &str, payload: &Arc<Payload>, chain: Chain) -> &'static str {
        if !self.project.client.messages.contains_key(handler) {
            return "no handler";
        }
        let Ok(_room) = self.memory.room_for_share(payload.weight()) else { return "busy" };
        match self.put(Item::Message { handler: handler.to_owned(), payload: Arc::clone(payload), chain }) {
            Put::Waits | Put::Spared => "queued",
            Put::Full | Put::Endless => "busy",
        }
    }

    /// A timer's turn has come.
    pub(super) fn timer(&mut self, index: usize) {
        self.put(Item::Timer(index));
    }

    /// Whether a timer's script waits or runs.
    pub(super) fn has_timer(&self, index: usize) -> bool {
        self.timer == Some(index) || self.queue.has_timer(index)
    }

    /// A function is to be called after the waiting items. False when too many wait.
    #[must_use]
    pub(super) fn later(&mut self, function: Function, worker: u64, chain: Chain) -> bool {
        matches!(self.put(Item::Later { function, worker, chain }), Put::Waits)
    }

    /// A function waits for its time. False when too many do.
    #[must_use]
    pub(super) fn delay(&mut self, function: &Function) -> bool {
        if self.delayed.count >= CAPACITY || self.lifecycle != Lifecycle::Open {
            return false;
        }
        self.delayed.count += 1;
        self.delayed.kept += usize::from(matches!(function, Function::Kept(_)));
        true
    }

    /// The time of a function has come. False when there is no room for it.
    #[must_use]
    pub(super) fn due(&mut self, function: Function, worker: u64, chain: Chain) -> bool {
        self.delayed.count -= 1;
        self.delayed.kept -= usize::from(matches!(function, Function::Kept(_)));
        self.later(function, worker, chain)
    }

    fn put(&mut self, item: Item) -> Put {
        // A client that is leaving begins nothing new.
        if self.lifecycle == Lifecycle::Open { self.queue.put(item) } else { Put::Spared }
    }

    /// The script for an item, unless its object is gone or has no script.
    fn task(&mut self, item: Item) -> Option<Task> {
        let client = Arc::clone(&self.project);
        let client = &client.client;
        match item {
            Item::OpenWindows => {
                self.begin_with_windows();
                None
            }
            Item::Startup => client.startup.as_ref().map(|script| Task::of(script, Entry::Script)),
            Item::Shutdown => {
                let task = Task::of(client.shutdown.as_ref()?, Entry::Script);
                Some(Task { is_shutdown: true, ..task })
            }
            Item::Timer(index) => {
                let timer = client.timers.get(index)?;
                let task = Task::of(&timer.script, Entry::Script);
                Some(Task { timer: Some(index), deadline: timer.deadline, chain: Chain::CLOCK, ..task })
            }
            Item::Message { handler, payload, chain } => {
                Some(Task { chain, ..Task::of(client.messages.get(&handler)?, Entry::Message(payload.carried())) })
            }
            Item::Later { function: Function::Kept(number), worker, chain } => {
                Some(Task { worker: Some(worker), chain, ..Task::called("invokeLater", Entry::Kept(number)) })
            }
            Item::Later { function: Function::Carried(carried), chain, .. } => {
                Some(Task { chain, ..Task::called("invokeLater", Entry::Carried(carried)) })
            }
            Item::Choice { at, property, value, act } => {
                // A press after it is to find that its scripts have run, as it would in Java.
                self.queue.lead(true);
                self.choose(at, &property, value, act);
                self.queue.lead(false);
                None
            }
            Item::Event { at, what, chain, seen: _, act } => self.event_task(at, what, chain, act),
        }
    }

    fn event_task(&mut self, at: ComponentRef, what: What, chain: Chain, act: Option<Act>) -> Option<Task> {
        let closes = (what == What::VisionWindowClosed).then_some(at.window);
        let shown = self.find(at.window)?;
        let script = shown.script(at.component, what.name())?;
        let (file, source) = (script.file.to_string(), script.source.to_string());
        let entry = Entry::Event(Event { source: shown.info(at.component)?, what });
        let act = act.map(|act| (act, at));
        Some(Task { source, closes, chain, act, ..Task::called(&file, entry) })
    }

    /// An open window, or one that waits for its last script.
    fn find(&self, window: u32) -> Option<&WindowInstance> {
        self.windows.iter().chain(&self.closing).find(|shown| shown.number == window)
    }

    fn find_mut(&mut self, window: u32) -> Option<&mut WindowInstance> {
        self.windows.iter_mut().chain(&mut self.closing).find(|shown| shown.number == window)
    }

    /// Properties have changed: the browser gets them, and the scripts for these changes are run. `by` is the chain of
    /// the script that changed them, if one did; `shown` is the change that the browser shows by itself.
    fn note_changes(&mut self, window: u32, changes: Vec<Change>, by: Option<&Chain>, shown: Option<(u32, &str)>) {
        self.mark_changes(window, &changes, shown);
        for Change { component, property, old, new } in changes {
            if self.hears_changes(window, component) {
                let what = What::PropertyChange { property_name: property, old_value: old, new_value: new };
                self.put_script(ComponentRef { window, component }, what, by);
            }
        }
    }

    /// The browser gets the changes, except for those that it shows by itself.
    fn mark_changes(&mut self, window: u32, changes: &[Change], shown: Option<(u32, &str)>) {
        for Change { component, property, .. } in changes {
            if shown != Some((*component, property.as_str())) {
                let at = ComponentRef { window, component: *component };
                self.outbox.mark(Mark::Property(at, property.clone()));
            }
        }
    }

    /// Whether a script reacts to changes of a component's properties.
    fn hears_changes(&self, window: u32, component: u32) -> bool {
        self.find(window).is_some_and(|shown| shown.script(component, "propertyChange").is_some())
    }

    /// A script is to react to an act of a script or a person on its component; returns whether it will. Without room
    /// for it, the person is told.
    fn put_script(&mut self, at: ComponentRef, what: What, by: Option<&Chain>) -> bool {
        let name = what.name();
        let script = self.find(at.window).and_then(|shown| shown.script(at.component, name));
        let file = script.map_or_else(String::new, |script| script.file.to_string());
        let weighed = match self.memory.room_for_change(&what) {
            Ok(weighed) => weighed,
            Err(over) => {
                self.failed(&file, &format!("the {name} script was not run: {over}"));
                return false;
            }
        };
        let chain = by.map_or(Some(Chain::PERSON), |by| by.then(Link::Change));
        let put = chain.map_or(Put::Endless, |chain| self.put(Item::Event { at, what, chain, seen: None, act: None }));
        if let Some(weighed) = weighed {
            self.memory.note_change(at, weighed, put);
        }
        let trouble = match put {
            Put::Waits => return true,
            Put::Spared => return false,
            Put::Full => "too much waits to be run in this client".to_owned(),
            Put::Endless => by.unwrap_or(&Chain::PERSON).too_long(&file),
        };
        self.failed(&file, &format!("the {name} script was not run: {trouble}"));
        false
    }
}

impl WindowInstance {
    fn script(&self, component: u32, event: &str) -> Option<&EventScript> {
        self.window.definition().script(component, event)
    }

    /// A component in the form that scripts get.
    fn info(&self, component: u32) -> Option<ComponentInfo> {
        let definition = self.window.definition().component(component)?;
        Some(ComponentInfo {
            at: ComponentRef { window: self.number, component },
            name: definition.name().to_string(),
            kind: definition.kind().name().to_owned(),
        })
    }
}

impl Task {
    fn of(script: &Script, entry: Entry) -> Self {
        Task { source: script.source.clone(), ..Task::called(&script.file, entry) }
    }

    /// A function that is called: there is no script's text.
    fn called(file: &str, entry: Entry) -> Self {
        Task {
            file: file.to_owned(),
            source: String::new(),
            entry,
            worker: None,
            is_shutdown: false,
            closes: None,
            chain: Chain::PERSON,
            act: None,
            timer: None,
            deadline: None,
        }
    }
}

#[cfg(test)]
mod tests;
