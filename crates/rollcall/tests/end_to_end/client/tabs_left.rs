//! A page that goes reports that: a tab that is closed leaves the list at once, one that is loaded again stays.

use std::time::Duration;

use testkit::{Tab, eventually};

use super::floor::bench;

/// By far sooner than a silent session is given up (30 s).
const AT_ONCE: Duration = Duration::from_secs(15);

#[tokio::test]
async fn a_closed_tab_leaves_the_list_and_a_reloaded_one_stays() {
    let gateway = bench(&[]).file("plant/client/shutdown.py", "print('the last word')").start().await;
    let (closed, closing) = gateway.tab("billy", "plant").await;
    let (reloaded, before) = gateway.tab("anna", "plant").await;
    let id = before.welcome.session.client_id.clone();
    for token in [&closed, &reloaded] {
        let told = gateway.http().with_token(token).send("POST", "/api/v1/leave").await;
        assert_eq!(told.status, 204, "{told:?}");
    }
    drop((closing, before));
    let mut after = Tab::open(gateway.url(), &reloaded).await;
    after.start(Vec::new()).await;
    let gone = eventually("the closed tab is gone", async || {
        let listed: Vec<String> = gateway.sessions().await.into_iter().map(|session| session.client_id).collect();
        (listed == [id.clone()]).then_some(())
    });
    tokio::time::timeout(AT_ONCE, gone).await.expect("before the resume period is over");
    assert!(!gateway.http().with_token(&closed).is_logged_in().await, "its token is worth nothing");
    super::floor::logged(&gateway, "the last word").await;
    // The other has sent frames since, and stays.
    after.round_trip().await;
    assert_eq!(after.welcome.session.client_id, id);
    assert!(after.ended.is_none());
}

#[tokio::test]
async fn nobody_leaves_for_somebody_else() {
    let gateway = bench(&[]).start().await;
    let (_, tab) = gateway.tab("billy", "plant").await;
    assert_eq!(gateway.http().send("POST", "/api/v1/leave").await.status, 401);
    let person = gateway.person("billy").await.send("POST", "/api/v1/leave").await;
    assert_eq!(person.status, 403, "a log-in is no page");
    assert!(tab.closed.is_none());
}
