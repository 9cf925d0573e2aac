//! `rollcall gateway drain`: the clients of a gateway go to the others of its cluster.

use std::time::Duration;

use reqwest::Method;
use rollcall_wire::rest::{DrainRequest, DrainState};
use tokio::time::sleep;

use crate::arguments::Drain;
use crate::remote::Api;

const PATH: &str = "/api/v1/drain";
/// How often the gateway is asked how far it is.
const LOOK: Duration = Duration::from_millis(500);

/// Sends the clients away and waits until they are gone, or admits clients again.
///
/// # Errors
/// When the gateway cannot be reached or refuses, is in no cluster, or no other node is there.
pub async fn run(arguments: Drain) -> anyhow::Result<()> {
    let api = Api::log_in_as_person(&arguments.remote).await?;
    let done = if arguments.end { admit_again(&api).await } else { drain(&api, arguments.over).await };
    let logged_out = api.log_out().await;
    done.and(logged_out)
}

async fn admit_again(api: &Api) -> anyhow::Result<()> {
    let _: DrainState = api.send(Method::DELETE, PATH, None::<&()>).await?;
    println!("The gateway admits clients again.");
    Ok(())
}

async fn drain(api: &Api, over: Option<u64>) -> anyhow::Result<()> {
    let request = DrainRequest { over_ms: over.map(|seconds| seconds.saturating_mul(1_000)) };
    let mut state: DrainState = api.send(Method::POST, PATH, Some(&request)).await?;
    let mut told = None;
    while state.clients > 0 {
        if told != Some(state.clients) {
            eprintln!("{} clients are connected", state.clients);
            told = Some(state.clients);
        }
        sleep(LOOK).await;
        state = api.send(Method::GET, PATH, None::<&()>).await?;
        anyhow::ensure!(state.draining, "the gateway admits clients again: somebody has ended the drain");
    }
    println!("No client is connected. The gateway can be stopped.");
    Ok(())
}
