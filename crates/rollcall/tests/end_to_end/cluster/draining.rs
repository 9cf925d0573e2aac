//! Clients are sent to other nodes before their own is stopped.

use testkit::{Arrival, GatewayProcess, SessionSocket, eventually};

use super::{Cluster, admin, list, log_in, opened, rows, states};

/// Waits until the gateway closes a socket without an end of the session.
async fn closed(socket: &mut SessionSocket) {
    loop {
        match socket.receive().await {
            Arrival::Closed(code) => return assert_ne!(code, None, "the gateway tells why"),
            Arrival::Frame(rollcall_wire::socket::GatewayFrame::Ended { reason, .. }) => panic!("ended: {reason:?}"),
            Arrival::Frame(_) => {}
        }
    }
}

async fn health(node: &GatewayProcess) -> u16 {
    node.http().send("GET", "/healthz").await.status
}

#[tokio::test]
async fn a_drained_node_sends_its_clients_away_and_admits_nobody_until_the_end() {
    let cluster = Cluster::of(2).await;
    let [a, b] = &cluster.nodes[..] else { panic!("two nodes") };
    let mut clients = Vec::new();
    for _ in 0..5 {
        clients.push(a.connected("billy", "plant").await);
    }
    let mut expected: Vec<String> = clients.iter().map(|(response, _)| opened(response).client_id).collect();
    expected.sort_unstable();
    let drain = a.command_as("admin", &["gateway", "drain", "--over", "1"]);
    let (drained, ()) = tokio::join!(drain.finish(), async {
        for (response, socket) in &mut clients {
            closed(socket).await;
            assert_eq!(SessionSocket::open(a.url(), &response.token).await.err(), Some(503));
            *socket = SessionSocket::open(b.url(), &response.token).await.expect("it goes on");
        }
    });
    assert!(drained.success().contains("can be stopped"));
    let page = list(b, "").await;
    assert_eq!(rows(&page), expected.iter().map(|id| (id.as_str(), "b")).collect::<Vec<_>>());
    assert_eq!((health(a).await, health(b).await), (503, 200));
    assert_eq!(log_in(&a.http()).await.status, 503);
    states(b, &["draining", "here"]).await;
    // The other one has nobody to send its clients to.
    let refused = b.command_as("admin", &["gateway", "drain"]).finish().await;
    assert!(refused.code == Some(1) && refused.stderr.contains("no other node"), "{refused:?}");
    a.command_as("admin", &["gateway", "drain", "--end"]).finish().await.success();
    assert_eq!((health(a).await, log_in(&a.http()).await.status), (200, 200));
}

#[tokio::test]
async fn a_node_that_is_stopped_sends_its_clients_away_first() {
    let mut cluster = Cluster::with(2, "").await;
    let (response, mut socket) = cluster.nodes[0].connected("billy", "plant").await;
    let url = cluster.nodes[1].url().to_owned();
    let (_, ()) = tokio::join!(cluster.nodes[0].terminate(), async {
        closed(&mut socket).await;
        socket = SessionSocket::open(&url, &response.token).await.expect("it goes on");
    });
    let b = &cluster.nodes[1];
    eventually("the list is complete without it", async || {
        let page = list(b, "").await;
        assert_eq!(rows(&page), [(opened(&response).client_id.as_str(), "b")]);
        (page.complete == Some(true)).then_some(())
    })
    .await;
    assert!(admin(b).await.is_logged_in().await);
}

#[tokio::test]
async fn a_gateway_alone_has_nowhere_to_send_its_clients() {
    let gateway = crate::plant::plant().start().await;
    let refused = gateway.command_as("admin", &["gateway", "drain"]).finish().await;
    assert!(refused.code == Some(1) && refused.stderr.contains("in no cluster"), "{refused:?}");
    assert_eq!(health(&gateway).await, 200);
}
