// @generated from the Rust types of rollcall-wire by `cargo run -p rollcall-wire --example typescript`; a test keeps it
// current. Do not edit.

/**
 * Which of a person's acts something is, and when it was done.
 */
export type Act = {
/**
 * Its number: the browser's to choose, below 2^53, and of no other act in this client, on whatever page.
 */
number: number,
/**
 * The reading of the gateway's clock when it was done, at the earliest, in milliseconds. Null where the browser
 * cannot know it, as for an act from before a restart of the gateway: such an act counts as old.
 */
at: number | null, };

/**
 * Where something stands that the person did.
 */
export type ActOutcome = {
/**
 * The number of the act.
 */
number: number,
/**
 * The window that it was done in; null for an act that is about no component.
 */
window: number | null,
/**
 * The component that it was done to.
 */
component: number | null,
/**
 * Where it stands.
 */
state: ActState, };

/**
 * Where an act stands.
 */
export type ActState = { "state": "waits" } | { "state": "runs" } | { "state": "done" } | { "state": "notDone", "why": NotDone } | { "state": "unknown" };

/**
 * The body of every answer that is not a success.
 */
export type ApiError = {
/**
 * For programs: a word that stays.
 */
code: ErrorCode,
/**
 * For people: the mistake and its remedy.
 */
message: string,
/**
 * Which request it was, as in the header `X-Request-Id` of the answer: the log has the gateway's own faults under it.
 */
requestId: string,
/**
 * With `notLoggedIn`: why the session of this token has ended, for as long as the gateway remembers.
 */
ended?: SessionEnd | null, };

/**
 * The content and the question of a dialog.
 */
export type Ask = { "ask": "message",
/**
 * Its colour and symbol.
 */
style: MessageStyle,
/**
 * The text.
 */
message: string,
/**
 * The title.
 */
title: string, } | { "ask": "confirm",
/**
 * The question.
 */
message: string,
/**
 * The title.
 */
title: string,
/**
 * Whether there is a cancel button. Escape means cancel where there is one, else no.
 */
allowCancel: boolean, } | { "ask": "input",
/**
 * The question.
 */
message: string,
/**
 * The initial text of the field.
 */
defaultText: string, } | { "ask": "password",
/**
 * The question.
 */
message: string,
/**
 * The title.
 */
title: string,
/**
 * The character shown for each typed one.
 */
echoChar: string, };

/**
 * From the client to the gateway. Any frame shows that the client is there.
 */
export type ClientFrame = { "type": "keepAlive" } | { "type": "watching",
/**
 * The reading of the gateway's clock when it was sent, at the earliest.
 */
at: number | null, } | { "type": "activity" } | { "type": "desktop",
/**
 * The request.
 */
request: DesktopRequest, } | { "type": "taken",
/**
 * How many bytes of binary messages it has taken since the socket opened.
 */
bytes: number, } | { "type": "look",
/**
 * Of which dataset.
 */
dataset: number,
/**
 * The first of them: it goes next, and then those after it.
 */
row: number, };

/**
 * The reading of a gateway's clock: one that only runs forward, and is not a time of day.
 */
export type ClockReading = {
/**
 * Which clock: another one after a restart of the gateway. Below 2^53.
 */
clock: number,
/**
 * The reading, in milliseconds.
 */
now: number, };

/**
 * A component of an open window.
 */
export type ComponentView = {
/**
 * Its number in the window.
 */
component: number,
/**
 * The number of its container; null for the window itself.
 */
parent: number | null,
/**
 * Its kind, as in `Button`.
 */
kind: string,
/**
 * Its name.
 */
name: string,
/**
 * How it follows the size of its container.
 */
layout: LayoutView,
/**
 * The events of a person for which it has a script: only these are reported.
 */
events: Array<string>,
/**
 * Its properties: all that the kind has, and its own.
 */
properties: { [key in string]: ViewValue }, };

/**
 * All that a browser shows.
 */
export type Desktop = {
/**
 * The project's title.
 */
title: string,
/**
 * The project's colours.
 */
theme: Theme,
/**
 * The open windows, the last in front.
 */
windows: Array<WindowView>,
/**
 * The dialogs that wait, the last in front.
 */
dialogs: Array<Dialog>, };

/**
 * From the browser.
 */
export type DesktopRequest = { "type": "start",
/**
 * The windows that it still shows; used only when the gateway, after a restart, knows no windows of this
 * session: it then opens them.
 */
windows: Array<ReopenedWindow>,
/**
 * The person's acts whose outcome the browser does not know: answered by [`DesktopUpdate::Act`].
 */
unanswered: Array<Act>, } | { "type": "event",
/**
 * The window.
 */
window: number,
/**
 * The component.
 */
component: number,
/**
 * The act.
 */
what: UserEvent,
/**
 * The [`ViewValue::Dataset`] fingerprint of the component's data as it was shown, where it has data.
 */
seen?: number,
/**
 * Which act it is, and when it was done.
 */
act: Act, } | { "type": "change",
/**
 * The window.
 */
window: number,
/**
 * The component.
 */
component: number,
/**
 * The property.
 */
property: string,
/**
 * The value now.
 */
value: UserValue,
/**
 * The [`ViewValue::Dataset`] fingerprint of the component's data as it was shown, where it has data: a
 * selection is of these rows.
 */
seen?: number,
/**
 * Which act it is, and when it was done.
 */
act: Act, } | { "type": "answer",
/**
 * Which one.
 */
dialog: number,
/**
 * The answer.
 */
answer: DialogAnswer,
/**
 * Which act it is, and when it was done.
 */
act: Act, } | { "type": "closeWindow",
/**
 * Which one.
 */
window: number,
/**
 * Which act it is, and when it was done.
 */
act: Act, } | { "type": "navigate",
/**
 * Its path.
 */
path: string,
/**
 * The window's [`WindowView::opened_with`] from when it was in front; absent where it is opened by its address
 * alone.
 */
openedWith: string | null,
/**
 * Which act it is, and when it was done.
 */
act: Act, } | { "type": "console",
/**
 * Whether it is open.
 */
open: boolean, } | { "type": "takeBack",
/**
 * The number of the act.
 */
act: number, };

/**
 * From the gateway.
 */
export type DesktopUpdate = { "type": "desktop" } & Desktop | { "type": "windowOpened" } & WindowView | { "type": "windowClosed",
/**
 * Which one.
 */
window: number, } | { "type": "windowToFront",
/**
 * Which one.
 */
window: number,
/**
 * Its [`WindowView::opened_with`] from now on.
 */
openedWith: string | null, } | { "type": "windowCentered",
/**
 * Which one.
 */
window: number, } | { "type": "properties",
/**
 * The window.
 */
window: number,
/**
 * The component.
 */
component: number,
/**
 * The new values, by property.
 */
properties: { [key in string]: ViewValue }, } | { "type": "focus",
/**
 * The window.
 */
window: number,
/**
 * The component.
 */
component: number, } | { "type": "dialogOpened" } & Dialog | { "type": "dialogClosed",
/**
 * Which one.
 */
dialog: number, } | { "type": "scriptFailed",
/**
 * The script's file.
 */
file: string,
/**
 * The error, with the traceback where there is one.
 */
error: string, } | { "type": "notOpened",
/**
 * The path, as it was asked for.
 */
path: string,
/**
 * The reason, with the remedy for the person.
 */
reason: string, } | { "type": "printed",
/**
 * Whether these are all that is kept; else they follow on those before.
 */
anew: boolean,
/**
 * How many lines were lost between those before and these, because there was no room for them.
 */
lost: number,
/**
 * The lines, in order.
 */
lines: Array<PrintedLine>, } | { "type": "act" } & ActOutcome | { "type": "running",
/**
 * Whether one does.
 */
running: boolean, } | { "type": "leave",
/**
 * Where to.
 */
to: Destination, };

/**
 * Where a person goes.
 */
export type Destination = { "to": "logIn" } | { "to": "closed" } | { "to": "project", "project": string };

/**
 * A dialog that a script waits for.
 */
export type Dialog = {
/**
 * Its number in this client.
 */
dialog: number,
/**
 * The question.
 */
ask: Ask, };

/**
 * The answer to a dialog.
 */
export type DialogAnswer = { "answer": "done" } | { "answer": "boolean", "value": boolean } | { "answer": "text", "value": string } | { "answer": "cancelled" };

/**
 * Why a session ended.
 */
export type EndReason = "loggedOut" | "lost" | "idle" | "lifetime" | "limit" | "terminated" | "userDisabled" | "passwordChanged" | "roleRemoved" | "projectClosed" | "nodeLost";

/**
 * The errors, for programs.
 */
export type ErrorCode = "badRequest" | "badPattern" | "notLoggedIn" | "wrongPassword" | "forbidden" | "sessionLimit" | "unknownProject" | "notFound" | "wrongMethod" | "late" | "tooLarge" | "notJson" | "conflict" | "busy" | "internal";

/**
 * From the gateway to the client.
 */
export type GatewayFrame = { "type": "welcome" } & Welcome | { "type": "keepAlive",
/**
 * The reading of the gateway's clock.
 */
clock: ClockReading, } | { "type": "desktop",
/**
 * The update.
 */
update: DesktopUpdate, } | { "type": "ended",
/**
 * Why.
 */
reason: EndReason,
/**
 * For the person, if there is a message.
 */
message: string | null, } | { "type": "invalid",
/**
 * The mistake in it.
 */
message: string, };

/**
 * A key, with the fields of `java.awt.event.KeyEvent`.
 */
export type Key = {
/**
 * Java's code of the key (`VK_ENTER` is 10); 0 for a key without a code.
 */
keyCode: number,
/**
 * The character that it types; U+FFFF for a key that types no character, as in Java.
 */
keyChar: string,
/**
 * Shift.
 */
shiftDown: boolean,
/**
 * Control.
 */
controlDown: boolean,
/**
 * Alt.
 */
altDown: boolean, };

/**
 * How a component follows the size of its container.
 */
export type LayoutView = { "mode": "relative" } | { "mode": "anchored",
/**
 * The upper edge.
 */
top: boolean,
/**
 * The left edge.
 */
left: boolean,
/**
 * The lower edge.
 */
bottom: boolean,
/**
 * The right edge.
 */
right: boolean, };

/**
 * The levels of a 7.9 logger.
 */
export type LogLevel = "trace" | "debug" | "info" | "warn" | "error";

/**
 * A log-in. With a project it opens a session; without one it is a person's, for administration.
 */
export type LoginRequest = {
/**
 * The user.
 */
username: string,
/**
 * The password.
 */
password: string,
/**
 * The project to log in to.
 */
project?: string | null,
/**
 * The kind of client; only with a project.
 */
kind: SessionKind,
/**
 * The client's own host name.
 */
hostname?: string | null,
/**
 * From a page in a browser: the log-in is kept in the cookie alone, and the answer's token is empty, so that no
 * script of a page ever holds it. Only without a project.
 */
cookie?: boolean, };

/**
 * The answer to a log-in.
 */
export type LoginResponse = {
/**
 * The credential: send it as `Authorization: Bearer …`. It is shown this once.
 */
token: string,
/**
 * The session that was opened, where a project was named.
 */
session: Session | null,
/**
 * The person's roles.
 */
roles: Array<string>, };

/**
 * The identity of the caller.
 */
export type Me = {
/**
 * The user.
 */
username: string,
/**
 * The person's roles.
 */
roles: Array<string>,
/**
 * The session, where the credential is a session's.
 */
session: Session | null, };

/**
 * The three message boxes.
 */
export type MessageStyle = "information" | "warning" | "error";

/**
 * The pointer, with the fields of `java.awt.event.MouseEvent`.
 */
export type Mouse = {
/**
 * 1 left, 2 middle, 3 right, 0 no button.
 */
button: number,
/**
 * How many clicks in a row.
 */
clickCount: number,
/**
 * Pixels from the component's left edge.
 */
x: number,
/**
 * Pixels from its upper edge.
 */
y: number,
/**
 * Shift.
 */
shiftDown: boolean,
/**
 * Control.
 */
controlDown: boolean,
/**
 * Alt.
 */
altDown: boolean, };

/**
 * Why something that a person did was not done.
 */
export type NotDone = "late" | "lateEntry" | "waited" | "unusable" | "gone" | "otherRows" | "dialogOpen" | "takenBack" | "busy" | "leaving" | "neverArrived";

/**
 * Where a line of the console comes from.
 */
export type PrintedBy = { "by": "output" } | { "by": "errorOutput" } | { "by": "failure" } | { "by": "logger",
/**
 * Its name.
 */
name: string,
/**
 * The level of the message.
 */
level: LogLevel, };

/**
 * One thing that a script has printed or logged: a line of output, or a log message of one or more lines.
 */
export type PrintedLine = {
/**
 * When, in milliseconds since 1970.
 */
at: number,
/**
 * The script's file.
 */
file: string,
/**
 * Where it comes from.
 */
source: PrintedBy,
/**
 * The text, without the end of its line.
 */
text: string, };

/**
 * A project that a person can open.
 */
export type ProjectEntry = {
/**
 * The name, as in the URL of its client.
 */
name: string,
/**
 * The title that people see.
 */
title: string,
/**
 * A description, or nothing.
 */
description: string,
/**
 * Whether it has windows to show.
 */
hasWindows: boolean, };

/**
 * The projects that a person can open.
 */
export type ProjectList = {
/**
 * In order of name.
 */
projects: Array<ProjectEntry>, };

/**
 * A property that a person has changed in a window that is opened again.
 */
export type ReopenedChange = {
/**
 * The component.
 */
component: number,
/**
 * The property.
 */
property: string,
/**
 * The value.
 */
value: UserValue,
/**
 * The [`ViewValue::Dataset`] fingerprint of the component's data as it was shown, where it has data.
 */
seen?: number, };

/**
 * A window that a browser still shows.
 */
export type ReopenedWindow = {
/**
 * Its path.
 */
path: string,
/**
 * The window's last [`WindowView::opened_with`]; absent for a window that is named by its address alone, which
 * opens it if the project permits that to all its users.
 */
openedWith: string | null,
/**
 * The values that the person has entered.
 */
changes: Array<ReopenedChange>, };

/**
 * One session, in the form for all who may see the list.
 */
export type Session = {
/**
 * Public id, hexadecimal: a handle, never a credential.
 */
clientId: string,
/**
 * The user who is logged in.
 */
username: string,
/**
 * The project.
 */
project: string,
/**
 * The host name that the configuration gives to its IP address, else the one that the client claims, else the IP
 * address. A client's claim may be untrue.
 */
address: string,
/**
 * The IP address that the gateway saw.
 */
ip: string,
/**
 * The host name in `address`, if it is one.
 */
hostname: string | null,
/**
 * Whether it is a designer.
 */
isDesigner: boolean,
/**
 * When the person logged in, in milliseconds since 1970 UTC.
 */
creationTime: number,
/**
 * The last input or script call, in milliseconds since 1970 UTC.
 */
lastActivity: number,
/**
 * Whether the client is connected.
 */
state: SessionState, };

/**
 * How a session ended.
 */
export type SessionEnd = {
/**
 * Why.
 */
reason: EndReason,
/**
 * For the person, if there is a message.
 */
message: string | null, };

/**
 * The kind of client that a person logs in with.
 */
export type SessionKind = "client" | "designer";

/**
 * Opens a session under a person's log-in, as each tab of a browser does.
 */
export type SessionRequest = {
/**
 * The project.
 */
project: string,
/**
 * The client's own host name, where it knows one.
 */
hostname?: string | null, };

/**
 * Whether a session's client is connected at this moment.
 */
export type SessionState = "active" | "disconnected";

/**
 * In which colours a client is shown.
 */
export type Theme = "auto" | "light" | "dark";

/**
 * A person's act on a component.
 */
export type UserEvent = { "event": "actionPerformed" } | { "event": "mouseClicked" } & Mouse | { "event": "mousePressed" } & Mouse | { "event": "mouseReleased" } & Mouse | { "event": "mouseEntered" } & Mouse | { "event": "mouseExited" } & Mouse | { "event": "keyPressed" } & Key | { "event": "keyReleased" } & Key | { "event": "keyTyped" } & Key | { "event": "focusGained" } | { "event": "focusLost" };

/**
 * A value that a person can enter.
 */
export type UserValue = null | boolean | number | string | Array<number>;

/**
 * The value of a property on the way to a browser.
 */
export type ViewValue = null | boolean | number | string | {
/**
 * Milliseconds since 1970-01-01T00:00:00Z.
 */
date: number, } | {
/**
 * Its number.
 */
dataset: number,
/**
 * Stands for its content, on every socket: returned with a person's acts on its rows.
 */
fingerprint: number, } | Array<ViewValue>;

/**
 * The facts that a client must know once it is connected.
 */
export type Welcome = {
/**
 * The session, as the list shows it.
 */
session: Session,
/**
 * The person's roles.
 */
roles: Array<string>,
/**
 * The gateway's time zone, an IANA name.
 */
timeZone: string,
/**
 * Send something at least this often, in milliseconds.
 */
keepAliveMs: number,
/**
 * How long the session outlives its last frame, in milliseconds.
 */
resumePeriodMs: number,
/**
 * Whether the connection is encrypted.
 */
secure: boolean,
/**
 * The reading of the gateway's clock.
 */
clock: ClockReading,
/**
 * How old something that a person did may be to be done, in milliseconds.
 */
pressAgeMs: number, };

/**
 * How a window is shown.
 */
export type WindowKind = "main" | "popup";

/**
 * An open window.
 */
export type WindowView = {
/**
 * Its number in this client.
 */
window: number,
/**
 * Its path in the project.
 */
path: string,
/**
 * Whether it fills the screen or floats.
 */
kind: WindowKind,
/**
 * The components, each after its container; the window's own properties (`title`, `width`, `height`) are those of
 * component 0.
 */
components: Array<ComponentView>,
/**
 * The mistakes in the window's file, to be shown in place of the components.
 */
problems: Array<string>,
/**
 * The proof that it was shown, and the values that a script has opened it with, signed: to be returned unchanged
 * if the window is opened again. Empty if that is too much.
 */
openedWith: string | null, };
