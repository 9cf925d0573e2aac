//! Messages of scripts to clients of all nodes.

use testkit::eventually;

use super::Cluster;
use crate::client::floor::{logged, with_window};

#[tokio::test]
async fn a_message_reaches_the_clients_of_all_nodes_and_names_those_that_are_missing() {
    let timer = "for line in system.util.sendMessage('plant', 'note', {'text': 'Tür'}):\n    print('sent to ' + line)";
    let mut cluster = Cluster::changed(2, &|setup| {
        let settings = "[client]\nwindows = [\"Bench\"]\n[timer.send]\ndelay = \"500ms\"\n";
        with_window(setup.settings(settings), "Bench", &[])
            .file("plant/client/message/note.py", "print(u'heard %s' % payload['text'])")
            .file("plant/gateway/timer/send.py", timer)
    })
    .await;
    let (_, _billy) = cluster.nodes[0].tab("billy", "plant").await;
    let (_, _anna) = cluster.nodes[1].tab("anna", "plant").await;
    for node in &cluster.nodes {
        logged(node, "heard Tür").await;
    }
    let leader = cluster.nodes.iter().find(|node| node.log().contains("sent to ")).expect("one runs the timer");
    for user in ["billy", "anna"] {
        eventually("the list names the client", async || {
            let is_told = |line: &str| {
                line.contains("sent to ") && line.contains(&format!(",{user},")) && line.contains("queued")
            };
            leader.log().lines().any(is_told).then_some(())
        })
        .await;
    }
    cluster.nodes[1].kill().await;
    logged(&cluster.nodes[0], "sent to node b,,,").await;
}
