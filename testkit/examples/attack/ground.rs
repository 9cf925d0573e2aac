//! Where an attack takes place: a gateway of its own, the bystander, and the meters.

use std::time::Duration;

use rollcall_wire::desktop::ActState;
use rollcall_wire::rest::{LoginResponse, SessionRequest};
use testkit::{Executable, GatewayProcess, Tab, eventually};
use tokio::time::sleep;

use crate::bystander::Bystander;
use crate::figures::{self, Figures};
use crate::memory::{LIMIT, Meter, limited};
use crate::plant::{ATTACKER, TARGET, plant};
use crate::scenario::{Scale, Scenario};

/// How long the gateway is measured before it is attacked.
const IDLE: Duration = Duration::from_secs(2);
/// How long the measurement goes on after an attack has been sent: its messages may still be under way.
const AFTERMATH: Duration = Duration::from_secs(1);

/// The means of an attack.
#[derive(Debug)]
pub struct Ground {
    /// The gateway, whose process is held to a limit of memory.
    pub gateway: GatewayProcess,
    /// How much is to be thrown at it.
    pub scale: Scale,
}

impl Ground {
    /// A number for each scale.
    pub fn pick<T>(&self, bounded: T, full: T) -> T {
        if self.scale == Scale::Full { full } else { bounded }
    }

    /// A tab of the attacker's, with the target's windows.
    pub async fn tab(&self) -> Tab {
        self.gateway.tab(ATTACKER, TARGET).await.1
    }

    /// Tabs of the attacker's in one browser: sessions under one log-in.
    pub async fn tabs(&self, count: usize) -> Vec<Tab> {
        let person = self.gateway.person(ATTACKER).await;
        let request = SessionRequest { project: TARGET.to_owned(), hostname: None };
        let mut tabs = Vec::new();
        for _ in 0..count {
            let session: LoginResponse = person.send_json("POST", "/api/v1/sessions", &request).await.ok();
            let mut tab = Tab::open(self.gateway.url(), &session.token).await;
            tab.start(Vec::new()).await;
            tabs.push(tab);
        }
        tabs
    }

    /// Presses a button in a tab and waits until its script has come to its end, well or not; the failures since.
    pub async fn run(&self, tab: &mut Tab, button: &str) -> Vec<String> {
        let before = tab.failures.len();
        let press = tab.press(button).await;
        tab.comes_to(press, ActState::Done).await;
        tab.until("the attacker's script ends", |tab| !tab.running).await;
        tab.failures[before..].iter().map(|(_, error)| error.clone()).collect()
    }
}

/// Prepares the ground, attacks, and judges.
///
/// # Panics
/// When the rule does not hold.
pub async fn run(executable: &'static str, scenario: &Scenario, scale: Scale) {
    let setup = (scenario.prepare)(plant(Executable::at(executable)));
    let (folder, command) = setup.prepare().await;
    let gateway = GatewayProcess::start(Executable::at(executable), folder, limited(command)).await;
    let mut ground = Ground { gateway, scale };
    let meter = Meter::start(ground.gateway.pid());
    let (idle, attacked) = match scenario.bounds {
        Some(_) => beside_the_bystander(&mut ground, scenario).await,
        None => {
            (scenario.attack)(&mut ground).await;
            Default::default()
        }
    };
    let peak = meter.stop();
    if scenario.bounds.is_some() {
        println!("{}", figures::table(&idle, &attacked));
    }
    let mib = |bytes: u64| bytes as f64 / f64::from(1 << 20);
    println!("memory: the gateway {:.0} MiB of {:.0}", mib(peak.gateway), mib(LIMIT));
    println!("        with its workers {:.0} MiB", mib(peak.all));
    let pid = ground.gateway.pid().as_raw_nonzero();
    let lives = std::path::Path::new(&format!("/proc/{pid}/exe")).read_link().is_ok();
    assert!(lives, "the gateway has ended: {}", ground.gateway.log());
    assert!(peak.gateway <= LIMIT, "the gateway took more memory than it may");
    let late = scenario.bounds.map(|bounds| figures::over(&attacked, &bounds)).unwrap_or_default();
    assert!(late.is_empty(), "the bystander waited too long: {}", late.join("; "));
}

async fn beside_the_bystander(ground: &mut Ground, scenario: &Scenario) -> (Figures, Figures) {
    let bystander = Bystander::start(ground.gateway.url());
    // The first answers find nothing warm yet.
    eventually("the bystander is at work", async || bystander.is_at_work().then_some(())).await;
    bystander.take();
    sleep(IDLE).await;
    let idle = bystander.take();
    (scenario.attack)(ground).await;
    sleep(AFTERMATH).await;
    (idle, bystander.stop())
}
