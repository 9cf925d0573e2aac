//! Clients whose sessions end while the one who listens for ends is too far behind to be sent them.

use std::net::Ipv4Addr;
use std::path::Path;
use std::time::Duration;

use rollcall_session::{EndReason, Kind};
use rollcall_supervisor::WorkerLimits;
use rollcall_supervisor::fence::Gaps;
use rollcall_supervisor::pool::Pool;
use rollcall_supervisor::turns::Limits;
use rollcall_supervisor::zygote::Zygote;

use super::*;
use crate::config::Config;
use crate::data_folder::DataFolder;
use crate::gateway::Gateway;
use crate::live::Admitted;

/// A gateway with a project that has no scripts, so that no worker is started.
async fn gateway(folder: &Path) -> Arc<Gateway> {
    let data = DataFolder::open(folder).expect("a data folder");
    let limits = WorkerLimits { memory: 1 << 30, stack: 8 << 20, gaps: Gaps { root: true, calls: true } };
    let zygote = Zygote::new(|_| Err(std::io::ErrorKind::Unsupported.into()), limits);
    let turns = Limits { quick: 1, running: 1, long_after: Duration::from_secs(1) };
    let pool = Pool::new(zygote, turns, 0, Duration::ZERO);
    let (gateway, _) = Gateway::open(Config::default(), &data, pool).await.expect("a gateway");
    let project = data.projects().join("plant");
    std::fs::create_dir_all(&project).expect("a folder");
    std::fs::write(project.join("project.toml"), "").expect("a project");
    gateway.projects.rescan();
    gateway
}

async fn session(gateway: &Gateway) -> Session {
    let admitted = Admitted {
        user: gateway.store.user("admin").await.expect("a store").expect("the first user"),
        login: None,
        project: "plant".into(),
        kind: Kind::Client,
        hostname: None,
        ip: Ipv4Addr::LOCALHOST.into(),
        user_agent: None,
    };
    gateway.live.open(admitted).await.expect("a session").1
}

/// More events than are kept for one who is slow, none of them an end.
fn push_out(gateway: &Gateway, id: ClientId) {
    for _ in 0..1_024 {
        let (connection_id, _orders) = gateway.live.attach(id).expect("it lives");
        gateway.live.detach(id, connection_id);
    }
}

#[tokio::test]
async fn an_end_among_the_missed_events_ends_its_client_and_no_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let gateway = gateway(folder.path()).await;
    let mut as_slow = gateway.live.follow();
    let (gone, stays) = (session(&gateway).await, session(&gateway).await);
    for session in [&gone, &stays] {
        gateway.clients.start(session, Vec::new()).expect("it starts");
    }
    gateway.live.end(gone.client_id, EndReason::LoggedOut).await.expect("the store takes it");
    push_out(&gateway, stays.client_id);
    // Two sessions were opened, and the third event is the end.
    assert!(matches!(as_slow.ready(), Some(Received::Missed(3..))), "the end is not among the missed events");
    let heard = async {
        while gateway.clients.all().iter().any(|client| client.id() == gone.client_id) {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        () = gateway.clients.follow_endings() => panic!("the gateway still runs"),
        heard = tokio::time::timeout(Duration::from_secs(20), heard) => heard.expect("its client ends"),
    }
    assert!(gateway.clients.all().iter().map(|client| client.id()).eq([stays.client_id]));
}
