//! The windows of a client, between its browser and the gateway: frames on the session's WebSocket.
//!
//! The gateway keeps the windows; the browser shows them and reports what the person does. A socket that opens anew
//! gets everything again, so nothing depends on earlier messages. A dataset never travels as JSON: its first rows go
//! ahead as [`Rows`](crate::pieces::Rows) under a [`DatasetNumber`], the JSON that follows names that number, and
//! further rows follow between other messages. A dataset is not sent to its end once its property has another one.
//!
//! Whatever a person does is an [`Act`]: it has a number, by which the browser learns its outcome, and the age that it
//! had. The age is measured by the gateway's own clock, which only runs forward: each [`ClockReading`] that reaches the
//! browser was late by some unknown time, so the gateway's clock shows at least that, and the browser's own clock adds
//! the time since. So `at` is never after the true moment, and an act never seems younger than it is, wherever on its
//! way it was held.
//!
//! Numbers reach the browser as JavaScript has them: beyond 2^53 they lose their last digits on the screen, not in
//! scripts.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::component::UserEvent;
use crate::host::{Ask, DialogAnswer, LogLevel};

/// Names a dataset whose first rows were sent ahead on this socket; used once.
pub type DatasetNumber = u32;

/// From the browser.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum DesktopRequest {
    /// The browser is ready: it wants the windows. Answer: [`DesktopUpdate::Desktop`].
    Start {
        /// The windows that it still shows; used only when the gateway, after a restart, knows no windows of this
        /// session: it then opens them.
        windows: Vec<ReopenedWindow>,
        /// The person's acts whose outcome the browser does not know: answered by [`DesktopUpdate::Act`].
        unanswered: Vec<Act>,
    },
    /// The person did something to a component that has a script for it.
    Event {
        /// The window.
        window: u32,
        /// The component.
        component: u32,
        /// The act.
        what: UserEvent,
        /// The [`ViewValue::Dataset`] fingerprint of the component's data as it was shown, where it has data.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional, type = "number")]
        seen: Option<u64>,
        /// Which act it is, and when it was done.
        act: Act,
    },
    /// The person changed a property: typed, selected, pressed a toggle.
    Change {
        /// The window.
        window: u32,
        /// The component.
        component: u32,
        /// The property.
        property: String,
        /// The value now.
        value: UserValue,
        /// The [`ViewValue::Dataset`] fingerprint of the component's data as it was shown, where it has data: a
        /// selection is of these rows.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional, type = "number")]
        seen: Option<u64>,
        /// Which act it is, and when it was done.
        act: Act,
    },
    /// The person answered a dialog.
    Answer {
        /// Which one.
        dialog: u64,
        /// The answer.
        answer: DialogAnswer,
        /// Which act it is, and when it was done.
        act: Act,
    },
    /// The person closed a window.
    CloseWindow {
        /// Which one.
        window: u32,
        /// Which act it is, and when it was done.
        act: Act,
    },
    /// The person wants another main window in the place of the one in front: by its address, or by Back and Forward.
    /// Answer: the windows that are open then, or [`DesktopUpdate::NotOpened`]; and the outcome of the act.
    Navigate {
        /// Its path.
        path: String,
        /// The window's [`WindowView::opened_with`] from when it was in front; absent where it is opened by its address
        /// alone.
        #[serde(rename = "openedWith")]
        opened_with: Option<String>,
        /// Which act it is, and when it was done.
        act: Act,
    },
    /// The person opened or closed the console. While it is open, the output of scripts is sent.
    Console {
        /// Whether it is open.
        open: bool,
    },
    /// The person takes back an act that has not run yet.
    TakeBack {
        /// The number of the act.
        act: u64,
    },
}

/// Which of a person's acts something is, and when it was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Act {
    /// Its number: the browser's to choose, below 2^53, and of no other act in this client, on whatever page.
    pub number: u64,
    /// The reading of the gateway's clock when it was done, at the earliest, in milliseconds. Null where the browser
    /// cannot know it, as for an act from before a restart of the gateway: such an act counts as old.
    pub at: Option<u64>,
}

/// The reading of a gateway's clock: one that only runs forward, and is not a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ClockReading {
    /// Which clock: another one after a restart of the gateway. Below 2^53.
    pub clock: u64,
    /// The reading, in milliseconds.
    pub now: u64,
}

/// Where something stands that the person did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ActOutcome {
    /// The number of the act.
    pub number: u64,
    /// The window that it was done in; null for an act that is about no component.
    pub window: Option<u32>,
    /// The component that it was done to.
    pub component: Option<u32>,
    /// Where it stands.
    pub state: ActState,
}

/// Where an act stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "state", content = "why", rename_all = "camelCase")]
pub enum ActState {
    /// The gateway has it, and something else runs before it. It can be taken back.
    Waits,
    /// Its script runs.
    Runs,
    /// It is done; a failure of its script is reported separately.
    Done,
    /// It was not done, and will not be.
    NotDone(NotDone),
    /// Not known: the gateway has been restarted since, or it is too long ago.
    Unknown,
}

/// Why something that a person did was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub enum NotDone {
    /// It was older than it may be when it reached the gateway.
    Late,
    /// It was entered and is kept, but was too old for the scripts that react to it.
    LateEntry,
    /// It had waited too long when its turn came, and no person was there to take it back.
    Waited,
    /// The component was disabled or hidden when its turn came.
    Unusable,
    /// Its object was gone: the window, the dialog.
    Gone,
    /// The rows that it was about had changed, and with them the one that was selected.
    OtherRows,
    /// A dialog was open, which comes first.
    DialogOpen,
    /// The person took it back.
    TakenBack,
    /// Too much waited already.
    Busy,
    /// The client was closing.
    Leaving,
    /// It never reached the gateway.
    NeverArrived,
}

/// A window that a browser still shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReopenedWindow {
    /// Its path.
    pub path: String,
    /// The window's last [`WindowView::opened_with`]; absent for a window that is named by its address alone, which
    /// opens it if the project permits that to all its users.
    pub opened_with: Option<String>,
    /// The values that the person has entered.
    pub changes: Vec<ReopenedChange>,
}

/// A property that a person has changed in a window that is opened again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReopenedChange {
    /// The component.
    pub component: u32,
    /// The property.
    pub property: String,
    /// The value.
    pub value: UserValue,
    /// The [`ViewValue::Dataset`] fingerprint of the component's data as it was shown, where it has data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "number")]
    pub seen: Option<u64>,
}

/// A value that a person can enter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(untagged)]
pub enum UserValue {
    /// Nothing.
    Nothing(()),
    /// Yes or no.
    Boolean(bool),
    /// A number; the property's type decides what kind.
    Number(f64),
    /// A text.
    Text(String),
    /// The numbers of rows.
    Rows(Vec<u32>),
}

/// From the gateway.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum DesktopUpdate {
    /// Everything, once the browser has started.
    Desktop(Desktop),
    /// A window opens, in front of the others; one of this number is replaced where it stands.
    WindowOpened(WindowView),
    /// A window is gone.
    WindowClosed {
        /// Which one.
        window: u32,
    },
    /// A window comes to the front.
    WindowToFront {
        /// Which one.
        window: u32,
        /// Its [`WindowView::opened_with`] from now on.
        #[serde(rename = "openedWith")]
        opened_with: Option<String>,
    },
    /// A popup is put into the middle.
    WindowCentered {
        /// Which one.
        window: u32,
    },
    /// Properties have changed.
    Properties {
        /// The window.
        window: u32,
        /// The component.
        component: u32,
        /// The new values, by property.
        properties: BTreeMap<String, ViewValue>,
    },
    /// A component gets the keyboard's focus.
    Focus {
        /// The window.
        window: u32,
        /// The component.
        component: u32,
    },
    /// A dialog opens.
    DialogOpened(Dialog),
    /// A dialog is no longer waited for.
    DialogClosed {
        /// Which one.
        dialog: u64,
    },
    /// A script failed: shown in a box for which no script waits.
    ScriptFailed {
        /// The script's file.
        file: String,
        /// The error, with the traceback where there is one.
        error: String,
    },
    /// A window was not opened for a person who wanted it: the project has no window of this path, or it is not to be
    /// opened like that.
    NotOpened {
        /// The path, as it was asked for.
        path: String,
        /// The reason, with the remedy for the person.
        reason: String,
    },
    /// Output of this client's scripts, while the console is open.
    Printed {
        /// Whether these are all that is kept; else they follow on those before.
        anew: bool,
        /// How many lines were lost between those before and these, because there was no room for them.
        lost: u64,
        /// The lines, in order.
        lines: Vec<PrintedLine>,
    },
    /// The outcome of a person's act.
    Act(ActOutcome),
    /// Scripts of this client run, or have all ended.
    Running {
        /// Whether one does.
        running: bool,
    },
    /// The person goes elsewhere; the session is about to end.
    Leave {
        /// Where to.
        to: Destination,
    },
}

/// Where a person goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "to", content = "project", rename_all = "camelCase")]
pub enum Destination {
    /// To the log-in page: `system.security.logout`.
    LogIn,
    /// Nowhere: `system.util.exit`.
    Closed,
    /// To another project: `system.util.retarget`.
    Project(String),
}

/// One thing that a script has printed or logged: a line of output, or a log message of one or more lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct PrintedLine {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// The script's file.
    pub file: String,
    /// Where it comes from.
    pub source: PrintedBy,
    /// The text, without the end of its line.
    pub text: String,
}

/// Where a line of the console comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "by", rename_all = "camelCase")]
pub enum PrintedBy {
    /// `print`, or `sys.stdout`.
    Output,
    /// `sys.stderr`.
    ErrorOutput,
    /// An exception that was not caught, or a limit.
    Failure,
    /// A logger.
    Logger {
        /// Its name.
        name: String,
        /// The level of the message.
        level: LogLevel,
    },
}

/// In which colours a client is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    /// In those that the person's system prefers.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// All that a browser shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct Desktop {
    /// The project's title.
    pub title: String,
    /// The project's colours.
    #[serde(default)]
    pub theme: Theme,
    /// The open windows, the last in front.
    pub windows: Vec<WindowView>,
    /// The dialogs that wait, the last in front.
    pub dialogs: Vec<Dialog>,
}

/// An open window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct WindowView {
    /// Its number in this client.
    pub window: u32,
    /// Its path in the project.
    pub path: String,
    /// Whether it fills the screen or floats.
    pub kind: WindowKind,
    /// The components, each after its container; the window's own properties (`title`, `width`, `height`) are those of
    /// component 0.
    pub components: Vec<ComponentView>,
    /// The mistakes in the window's file, to be shown in place of the components.
    pub problems: Vec<String>,
    /// The proof that it was shown, and the values that a script has opened it with, signed: to be returned unchanged
    /// if the window is opened again. Empty if that is too much.
    pub opened_with: Option<String>,
}

/// How a window is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub enum WindowKind {
    /// Fills the client.
    #[default]
    Main,
    /// Floats above it, at its own size.
    Popup,
}

/// A component of an open window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ComponentView {
    /// Its number in the window.
    pub component: u32,
    /// The number of its container; null for the window itself.
    pub parent: Option<u32>,
    /// Its kind, as in `Button`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// How it follows the size of its container.
    pub layout: LayoutView,
    /// The events of a person for which it has a script: only these are reported.
    pub events: Vec<String>,
    /// Its properties: all that the kind has, and its own.
    pub properties: BTreeMap<String, ViewValue>,
}

/// How a component follows the size of its container.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "mode", rename_all = "camelCase")]
pub enum LayoutView {
    /// Position and size grow with the container.
    Relative,
    /// The distance to the anchored edges stays as in the file.
    Anchored {
        /// The upper edge.
        top: bool,
        /// The left edge.
        left: bool,
        /// The lower edge.
        bottom: bool,
        /// The right edge.
        right: bool,
    },
}

/// The value of a property on the way to a browser.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(untagged)]
pub enum ViewValue {
    /// Nothing.
    Nothing(()),
    /// Yes or no.
    Boolean(bool),
    /// A number.
    Number(f64),
    /// A text; a colour as `#rrggbb` or `#rrggbbaa`.
    Text(String),
    /// An instant.
    Date {
        /// Milliseconds since 1970-01-01T00:00:00Z.
        date: i64,
    },
    /// A dataset whose first rows were sent ahead.
    Dataset {
        /// Its number.
        dataset: DatasetNumber,
        /// Stands for its content, on every socket: returned with a person's acts on its rows.
        #[ts(type = "number")]
        fingerprint: u64,
    },
    /// Several values.
    List(Vec<ViewValue>),
}

/// A dialog that a script waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct Dialog {
    /// Its number in this client.
    pub dialog: u64,
    /// The question.
    pub ask: Ask,
}
