//! A tab of a browser without a browser: the session's socket as a page opens it, and the client's windows, kept up to
//! date by the gateway's messages alone.

use std::collections::HashMap;
use std::io::Read;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use rollcall_dataset::Dataset;
use rollcall_wire::component::UserEvent;
use rollcall_wire::desktop::{
    Act, ActState, ComponentView, Desktop, DesktopRequest, DesktopUpdate, Destination, Dialog, PrintedLine,
    ReopenedWindow, UserValue, ViewValue, WindowView,
};
use rollcall_wire::host::DialogAnswer;
use rollcall_wire::pieces::{Assembled, Assembly, PieceKind, Rows};
use rollcall_wire::socket::{ClientFrame, EndReason, GatewayFrame, Welcome};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::PATIENCE;
use crate::datasets::Datasets;

/// How often a page reports that it shows the waiting acts.
const WATCH: Duration = Duration::from_secs(1);

/// A tab with an open socket. Dropping it breaks the connection without a close.
#[derive(Debug)]
pub struct Tab {
    stream: WebSocketStream<TcpStream>,
    /// The gateway's first frame.
    pub welcome: Welcome,
    /// The shown desktop; None before the gateway has sent it.
    pub desktop: Option<Desktop>,
    /// Whether the client's scripts run.
    pub running: bool,
    /// Scripts that failed: file and error.
    pub failures: Vec<(String, String)>,
    /// The person's acts, by number: the last reported state of each.
    pub acts: HashMap<u64, ActState>,
    /// The gateway's complaints about frames that it could not understand.
    pub invalid: Vec<String>,
    /// Windows that were put into the middle, and components that got the focus.
    pub gestures: Vec<DesktopUpdate>,
    /// Windows that were not opened for the person who wanted them.
    pub not_opened: Vec<String>,
    /// The output of scripts, while the console is open.
    pub printed: Vec<PrintedLine>,
    /// Where the person was sent.
    pub left: Option<Destination>,
    /// Why the session ended.
    pub ended: Option<EndReason>,
    /// The socket is closed, with this code where the gateway gave one.
    pub closed: Option<Option<u16>>,
    datasets: Datasets,
    assembly: Assembly,
    /// How many bytes of pieces have come.
    taken: u64,
    /// When the gateway's clock was read.
    read: Instant,
    last_act: u64,
    /// Whether it reports, as a page does, that it shows the waiting acts.
    pub watches: bool,
    last_watch: Instant,
    /// The signs of life whose answer is still to come and is not waited for.
    unanswered_watches: usize,
}

/// How a page opens the socket.
#[derive(Clone, Debug, Default)]
pub struct Handshake<'a> {
    /// The session's token, among the subprotocols.
    pub token: Option<&'a str>,
    /// Where the page is from; None for a program that is not a browser.
    pub origin: Option<&'a str>,
    /// The cookies that the browser sends along.
    pub cookie: Option<&'a str>,
}

impl Tab {
    /// Opens the socket of a session as a page of the gateway does.
    ///
    /// # Panics
    /// When the gateway does not open it.
    pub async fn open(url: &str, token: &str) -> Self {
        let handshake = Handshake { token: Some(token), origin: Some(url), cookie: None };
        Self::try_open(url, &handshake).await.expect("the gateway opens the socket")
    }

    /// Opens the socket as any page could try to.
    ///
    /// # Errors
    /// The status, when the gateway does not open it.
    ///
    /// # Panics
    /// When the gateway cannot be reached, or selects another protocol than its own.
    pub async fn try_open(url: &str, handshake: &Handshake<'_>) -> Result<Self, u16> {
        let address = url.strip_prefix("http://").expect("a gateway without TLS");
        let mut request = format!("ws://{address}/api/v1/connect").into_client_request().expect("an address");
        let value = |text: &str| text.parse::<HeaderValue>().expect("a header's value");
        let headers = request.headers_mut();
        if let Some(token) = handshake.token {
            headers.insert("sec-websocket-protocol", value(&format!("rollcall, rollcall.token.{token}")));
        }
        for (name, text) in [("origin", handshake.origin), ("cookie", handshake.cookie)] {
            if let Some(text) = text {
                headers.insert(name, value(text));
            }
        }
        let connection = TcpStream::connect(address).await.expect("the gateway can be reached");
        connection.set_nodelay(true).expect("a socket takes options");
        let (stream, response) = match tokio_tungstenite::client_async(request, connection).await {
            Ok(opened) => opened,
            Err(Error::Http(response)) => return Err(response.status().as_u16()),
            Err(error) => panic!("no WebSocket: {error}"),
        };
        let selected = response.headers().get("sec-websocket-protocol").and_then(|value| value.to_str().ok());
        assert_eq!(selected, handshake.token.map(|_| "rollcall"), "the token is never said back");
        Ok(Self::welcomed(stream).await)
    }

    async fn welcomed(mut stream: WebSocketStream<TcpStream>) -> Self {
        let first = timeout(PATIENCE, stream.next()).await.expect("the gateway says something");
        let Some(Ok(Message::Text(text))) = first else { panic!("the gateway began with {first:?}") };
        let Ok(GatewayFrame::Welcome(welcome)) = serde_json::from_str(&text) else { panic!("{text}") };
        let welcome = *welcome;
        Tab {
            stream,
            desktop: None,
            running: false,
            failures: Vec::new(),
            acts: HashMap::new(),
            invalid: Vec::new(),
            gestures: Vec::new(),
            not_opened: Vec::new(),
            printed: Vec::new(),
            left: None,
            ended: None,
            closed: None,
            datasets: Datasets::default(),
            assembly: Assembly::default(),
            taken: 0,
            read: Instant::now(),
            watches: true,
            last_watch: Instant::now(),
            unanswered_watches: 0,
            // No other tab of the session counts its acts from here.
            last_act: welcome.clock.now << 20,
            welcome,
        }
    }

    /// Asks for the windows, and waits until they are shown.
    ///
    /// # Panics
    /// When they do not come.
    pub async fn start(&mut self, windows: Vec<ReopenedWindow>) {
        self.start_after(windows, Vec::new()).await;
    }

    /// As [`Self::start`], of a page that does not know the outcome of these acts.
    ///
    /// # Panics
    /// When the windows do not come.
    pub async fn start_after(&mut self, windows: Vec<ReopenedWindow>, unanswered: Vec<Act>) {
        self.send(DesktopRequest::Start { windows, unanswered }).await;
        self.until("the windows are shown", |tab| tab.desktop.is_some()).await;
    }

    /// Sends a request.
    ///
    /// # Panics
    /// When the connection is gone.
    pub async fn send(&mut self, request: DesktopRequest) {
        self.send_frame(&ClientFrame::Desktop { request }).await;
    }

    /// Something that the person does now.
    pub fn act(&mut self) -> Act {
        self.last_act += 1;
        Act { number: self.last_act, at: Some(self.clock()) }
    }

    /// The reading of the gateway's clock, at the earliest.
    pub fn clock(&self) -> u64 {
        self.welcome.clock.now + u64::try_from(self.read.elapsed().as_millis()).expect("a test ends")
    }

    /// Reports to the gateway that the page is visible and shows the waiting acts.
    ///
    /// # Panics
    /// When the connection is gone.
    pub async fn watch(&mut self) {
        let at = Some(self.clock());
        self.unanswered_watches += 1;
        self.last_watch = Instant::now();
        self.send_frame(&ClientFrame::Watching { at }).await;
    }

    /// Takes in one message, or reports that the page is visible when nothing comes.
    async fn look(&mut self) {
        let is_quiet = timeout(WATCH, self.take_in()).await.is_err();
        let is_there = self.watches && self.closed.is_none() && self.ended.is_none();
        if is_there && (is_quiet || self.last_watch.elapsed() > WATCH) {
            self.watch().await;
        }
    }

    /// Sends a frame.
    ///
    /// # Panics
    /// When the connection is gone.
    pub async fn send_frame(&mut self, frame: &ClientFrame) {
        let text = serde_json::to_string(frame).expect("a frame is JSON");
        self.send_text(&text).await;
    }

    /// Sends text that need not be a frame.
    ///
    /// # Panics
    /// When the connection is gone.
    pub async fn send_text(&mut self, text: &str) {
        self.stream.send(Message::text(text)).await.expect("the connection is open");
    }

    /// Presses a button.
    ///
    /// # Panics
    /// When it is not shown.
    pub async fn press(&mut self, button: &str) -> Act {
        self.does(button, UserEvent::ActionPerformed).await
    }

    /// Asks for a main window by its path alone, as by an address.
    pub async fn go_to(&mut self, path: &str) -> Act {
        let act = self.act();
        self.send(DesktopRequest::Navigate { path: path.to_owned(), opened_with: None, act }).await;
        act
    }

    /// Does something to a component.
    ///
    /// # Panics
    /// When it is not shown.
    pub async fn does(&mut self, name: &str, what: UserEvent) -> Act {
        let act = self.act();
        self.does_as(name, what, act).await;
        act
    }

    /// Presses a button, as an act of the test's own.
    ///
    /// # Panics
    /// When it is not shown.
    pub async fn press_as(&mut self, button: &str, act: Act) {
        self.does_as(button, UserEvent::ActionPerformed, act).await;
    }

    async fn does_as(&mut self, name: &str, what: UserEvent, act: Act) {
        let ((window, component), seen) = (self.place(name), self.seen(name));
        self.send(DesktopRequest::Event { window, component, what, seen, act }).await;
    }

    /// Waits until the outcome of an act is known, which must be this one.
    ///
    /// # Panics
    /// When it becomes something else.
    pub async fn comes_to(&mut self, act: Act, expected: ActState) {
        let is_open = |state: &ActState| matches!(state, ActState::Waits | ActState::Runs);
        self.until(&format!("act {} comes to {expected:?}", act.number), |tab| {
            tab.acts.get(&act.number).is_some_and(|state| *state == expected || !is_open(state))
        })
        .await;
        assert_eq!(self.acts.get(&act.number), Some(&expected));
    }

    /// Enters something into a component.
    ///
    /// # Panics
    /// When it is not shown.
    pub async fn enter(&mut self, name: &str, property: &str, value: UserValue) -> Act {
        let act = self.act();
        self.enter_as(name, property, value, act).await;
        act
    }

    /// Enters something into a component, as an act of the test's own.
    ///
    /// # Panics
    /// When it is not shown.
    pub async fn enter_as(&mut self, name: &str, property: &str, value: UserValue, act: Act) {
        let ((window, component), seen) = (self.place(name), self.seen(name));
        let property = property.to_owned();
        self.send(DesktopRequest::Change { window, component, property, value, seen, act }).await;
    }

    /// Answers the dialog in front.
    ///
    /// # Panics
    /// When there is no dialog.
    pub async fn answer(&mut self, answer: DialogAnswer) {
        let dialog = self.dialogs().last().expect("a dialog is open").dialog;
        let act = self.act();
        self.send(DesktopRequest::Answer { dialog, answer, act }).await;
        self.until("the dialog closes", |tab| tab.dialogs().iter().all(|open| open.dialog != dialog)).await;
    }

    /// Takes in the gateway's messages until a condition holds.
    ///
    /// # Panics
    /// When it does not become true; `what` names the condition.
    pub async fn until(&mut self, what: &str, mut is_so: impl FnMut(&Tab) -> bool) {
        let waiting = async {
            while !is_so(self) {
                assert!(self.closed.is_none(), "waited in vain for: {what}; the socket is closed: {self:?}");
                self.look().await;
            }
        };
        let done = timeout(PATIENCE, waiting).await;
        assert!(done.is_ok(), "waited {} s in vain: {what}: {self:?}", PATIENCE.as_secs());
    }

    /// Waits until the gateway has read everything that was sent, and takes in its messages before that.
    ///
    /// # Panics
    /// When the connection is gone.
    pub async fn round_trip(&mut self) {
        self.send_frame(&ClientFrame::KeepAlive).await;
        let heard = async { while !self.take_in().await {} };
        timeout(PATIENCE, heard).await.expect("the gateway answers");
    }

    /// Takes in one message. Whether it was the answer to a sign of life.
    async fn take_in(&mut self) -> bool {
        match self.stream.next().await {
            Some(Ok(Message::Text(text))) => {
                return self.hear(serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}")));
            }
            Some(Ok(Message::Binary(piece))) => {
                self.taken += piece.len() as u64;
                let whole = self.assembly.take(&piece).expect("binary messages are pieces");
                if let Some(whole) = whole {
                    self.assembled(whole);
                }
                self.acknowledge().await;
            }
            Some(Ok(Message::Close(close))) => self.closed = Some(close.map(|close| close.code.into())),
            Some(Ok(_)) => {}
            Some(Err(_)) | None => self.closed = Some(self.closed.flatten()),
        }
        false
    }

    /// Takes in a frame of the gateway. Returns whether it is the answer to a sign of life.
    fn hear(&mut self, frame: GatewayFrame) -> bool {
        match frame {
            GatewayFrame::Desktop { update } => self.apply(update),
            GatewayFrame::Ended { reason, .. } => self.ended = Some(reason),
            GatewayFrame::Invalid { message } => self.invalid.push(message),
            GatewayFrame::KeepAlive { .. } if self.unanswered_watches > 0 => self.unanswered_watches -= 1,
            GatewayFrame::KeepAlive { .. } => return true,
            other => panic!("a tab has no use for {other:?}"),
        }
        false
    }

    fn assembled(&mut self, whole: Assembled) {
        let message = if whole.deflated { inflate(&whole.message) } else { whole.message };
        match whole.kind {
            PieceKind::Frame => {
                self.hear(serde_json::from_slice(&message).expect("a frame is JSON"));
            }
            PieceKind::RowsAhead | PieceKind::MoreRows => {
                self.datasets.take(Rows::read(&message).expect("rows in columns"));
            }
        }
    }

    /// Confirms the bytes that the tab has taken; a gateway that is gone need not get it.
    async fn acknowledge(&mut self) {
        let frame = ClientFrame::Taken { bytes: self.taken };
        let text = serde_json::to_string(&frame).expect("a frame is JSON");
        let _ = self.stream.send(Message::text(text)).await;
    }

    /// How many rows of the dataset that is shown as a property have come, and how many there are.
    pub fn rows(&self, name: &str, property: &str) -> Option<(usize, usize)> {
        match self.property(name, property)? {
            ViewValue::Dataset { dataset, .. } => self.datasets.progress(*dataset),
            _ => None,
        }
    }

    /// Whether a row of the dataset that is shown as a property has come.
    pub fn has_row(&self, name: &str, property: &str, row: u32) -> bool {
        self.dataset_number(name, property).is_some_and(|number| self.datasets.has_row(number, row))
    }

    /// Takes in the gateway's messages until it closes the socket.
    ///
    /// # Panics
    /// When it does not.
    pub async fn take_in_until_closed(&mut self) {
        let closing = async {
            while self.closed.is_none() {
                self.take_in().await;
            }
        };
        assert!(timeout(PATIENCE, closing).await.is_ok(), "the gateway did not close the socket: {self:?}");
    }

    /// The number of the dataset that is shown as a property.
    pub fn dataset_number(&self, name: &str, property: &str) -> Option<u32> {
        match self.property(name, property)? {
            ViewValue::Dataset { dataset, .. } => Some(*dataset),
            _ => None,
        }
    }

    fn apply(&mut self, update: DesktopUpdate) {
        match update {
            DesktopUpdate::Desktop(desktop) => self.desktop = Some(desktop),
            DesktopUpdate::Running { running } => self.running = running,
            DesktopUpdate::ScriptFailed { file, error } => self.failures.push((file, error)),
            DesktopUpdate::Leave { to } => self.left = Some(to),
            DesktopUpdate::NotOpened { path, .. } => self.not_opened.push(path),
            DesktopUpdate::Printed { lines, anew, .. } => {
                if anew {
                    self.printed.clear();
                }
                self.printed.extend(lines);
            }
            DesktopUpdate::Act(news) => {
                self.acts.insert(news.number, news.state);
            }
            DesktopUpdate::WindowCentered { .. } | DesktopUpdate::Focus { .. } => self.gestures.push(update),
            other => change(self.desktop.as_mut().expect("changes come after the windows"), other),
        }
    }

    /// The windows that are open, the last in front.
    pub fn windows(&self) -> &[WindowView] {
        self.desktop.as_ref().map_or(&[], |desktop| &desktop.windows)
    }

    /// The paths of the open windows, the last in front.
    pub fn paths(&self) -> Vec<&str> {
        self.windows().iter().map(|window| window.path.as_str()).collect()
    }

    /// The dialogs that wait, the last in front.
    pub fn dialogs(&self) -> &[Dialog] {
        self.desktop.as_ref().map_or(&[], |desktop| &desktop.dialogs)
    }

    /// The component of a name in the window in front that has one.
    pub fn find(&self, name: &str) -> Option<(u32, &ComponentView)> {
        let in_front = self.windows().iter().rev();
        in_front
            .flat_map(|window| window.components.iter().map(|each| (window.window, each)))
            .find(|(_, each)| each.name == name)
    }

    fn place(&self, name: &str) -> (u32, u32) {
        let (window, component) = self.find(name).unwrap_or_else(|| panic!("no {name:?} is shown: {self:?}"));
        (window, component.component)
    }

    /// The fingerprint of a component's data as it is shown.
    fn seen(&self, name: &str) -> Option<u64> {
        match self.property(name, "data")? {
            ViewValue::Dataset { fingerprint, .. } => Some(*fingerprint),
            _ => None,
        }
    }

    /// The shown value of a property; None when no such component is shown.
    pub fn property(&self, name: &str, property: &str) -> Option<&ViewValue> {
        self.find(name)?.1.properties.get(property)
    }

    /// The text that is shown as a property.
    pub fn text(&self, name: &str, property: &str) -> Option<&str> {
        match self.property(name, property)? {
            ViewValue::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The dataset that is shown as a property, once all of it has come.
    pub fn dataset(&self, name: &str, property: &str) -> Option<&Dataset> {
        match self.property(name, property)? {
            ViewValue::Dataset { dataset, .. } => self.datasets.whole(*dataset),
            _ => None,
        }
    }
}

fn inflate(bytes: &[u8]) -> Vec<u8> {
    let mut inflated = Vec::new();
    flate2::read::DeflateDecoder::new(bytes).read_to_end(&mut inflated).expect("what is marked as compressed is");
    inflated
}

/// Changes the shown desktop as a browser would.
fn change(desktop: &mut Desktop, update: DesktopUpdate) {
    match update {
        DesktopUpdate::WindowOpened(view) => match desktop.windows.iter_mut().find(|open| open.window == view.window) {
            Some(open) => *open = view,
            None => desktop.windows.push(view),
        },
        DesktopUpdate::WindowClosed { window } => desktop.windows.retain(|open| open.window != window),
        DesktopUpdate::WindowToFront { window, opened_with } => {
            let at = desktop.windows.iter().position(|open| open.window == window).expect("it is open");
            let view = WindowView { opened_with, ..desktop.windows.remove(at) };
            desktop.windows.push(view);
        }
        DesktopUpdate::Properties { window, component, properties } => {
            let open = desktop.windows.iter_mut().find(|open| open.window == window).expect("the window is open");
            let shown = open.components.iter_mut().find(|each| each.component == component);
            shown.expect("the component is there").properties.extend(properties);
        }
        DesktopUpdate::DialogOpened(dialog) => desktop.dialogs.push(dialog),
        DesktopUpdate::DialogClosed { dialog } => desktop.dialogs.retain(|open| open.dialog != dialog),
        other => panic!("{other:?} changes no window"),
    }
}
