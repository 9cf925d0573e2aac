//! A person who behaves well while others do not: they press a button and ask who is on, and a monitor checks that the
//! gateway lives. An attack is judged by how long each answer takes.
//!
//! It has a thread of its own, so that the attackers' work in this process does not count as the gateway's.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rollcall_wire::host::SessionCall;
use rollcall_wire::rest::{LoginRequest, SessionKind};
use testkit::{Http, PASSWORD, PATIENCE, SessionSocket, Tab};
use tokio::time::{sleep, timeout};

use crate::figures::{Figures, Sample};
use crate::plant::BYSTANDER;

/// Between an answer and the next question: a person in a hurry.
const PAUSE: Duration = Duration::from_millis(40);

/// A person who is being measured.
#[derive(Debug)]
pub struct Bystander {
    shared: Arc<Shared>,
    thread: JoinHandle<()>,
}

#[derive(Debug, Default)]
struct Shared {
    over: AtomicBool,
    figures: Mutex<Figures>,
}

impl Bystander {
    /// Logs in and begins.
    pub fn start(url: &str) -> Self {
        let shared = Arc::new(Shared::default());
        let (url, measured) = (url.to_owned(), Arc::clone(&shared));
        let thread = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(measured.measure(&url));
        });
        Bystander { shared, thread }
    }

    /// Whether everything has been answered a few times.
    pub fn is_at_work(&self) -> bool {
        let figures = self.shared.lock();
        [&figures.click, &figures.call, &figures.health].iter().all(|sample| sample.count() > 3)
    }

    /// The measurements since the last time.
    pub fn take(&self) -> Figures {
        std::mem::take(&mut *self.shared.lock())
    }

    /// Lets the last answers come in, and stops.
    ///
    /// # Panics
    /// When an answer never came.
    pub fn stop(self) -> Figures {
        self.shared.over.store(true, Ordering::Relaxed);
        if let Err(panic) = self.thread.join() {
            std::panic::resume_unwind(panic);
        }
        std::mem::take(&mut *self.shared.lock())
    }
}

impl Shared {
    fn lock(&self) -> std::sync::MutexGuard<'_, Figures> {
        self.figures.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn measure(&self, url: &str) {
        let token = log_in(url).await;
        let mut tab = Tab::open(url, &token).await;
        tab.start(Vec::new()).await;
        let mut socket = SessionSocket::open(url, &log_in(url).await).await.expect("the gateway opens the socket");
        // A monitor comes anew each time.
        let monitor = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).build().expect("a client");
        let clicks = self.repeat(|figures| &mut figures.click, async || click(&mut tab).await);
        let calls = self.repeat(|figures| &mut figures.call, async || call(&mut socket).await);
        let looks = self.repeat(|figures| &mut figures.health, async || look(&monitor, url).await);
        tokio::join!(clicks, calls, looks);
    }

    async fn repeat(&self, sample: fn(&mut Figures) -> &mut Sample, mut ask: impl AsyncFnMut()) {
        while !self.over.load(Ordering::Relaxed) {
            let asked = Instant::now();
            ask().await;
            sample(&mut self.lock()).push(asked.elapsed());
            sleep(PAUSE).await;
        }
    }
}

async fn log_in(url: &str) -> String {
    let request = LoginRequest {
        username: BYSTANDER.to_owned(),
        password: PASSWORD.to_owned(),
        project: Some(BYSTANDER.to_owned()),
        kind: SessionKind::Client,
        hostname: Some("calm-host".to_owned()),
        cookie: false,
    };
    Http::to(url).login(&request).await.token
}

async fn click(tab: &mut Tab) {
    let count = |tab: &Tab| tab.text("Count", "toolTipText").and_then(|text| text.parse::<u64>().ok()).unwrap_or(0);
    let expected = count(tab) + 1;
    tab.press("Count").await;
    tab.until("the bystander's press is answered", |tab| count(tab) == expected).await;
    assert_eq!(tab.failures, [], "the bystander's script fails at nothing");
}

async fn call(socket: &mut SessionSocket) {
    let call = SessionCall::GetSessionInfo { username_filter: Some(BYSTANDER.to_owned()), project_filter: None }.into();
    socket.call(call).await.expect("who is on");
}

async fn look(monitor: &reqwest::Client, url: &str) {
    let asked = timeout(PATIENCE, monitor.get(format!("{url}/healthz")).send()).await;
    let answer = asked.expect("the gateway is there").expect("the gateway answers");
    assert_eq!(answer.status(), 200);
}
