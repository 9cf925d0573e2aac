//! Windows by their addresses: the page is served for each, and a browser may name those that it was shown.

use super::floor::{bench, with_window};

#[tokio::test]
async fn every_address_of_a_window_is_the_page() {
    let gateway = bench(&[]).start().await;
    let addresses = [
        "/client/plant/Overview",
        "/client/plant/Line%201/Press%20%C3%BC",
        "/client/plant/no/such/window",
        "/client/plant/%ff",
        "/client/plant/%69mages/Overview",
        "/client/nothing/Overview",
    ];
    for address in addresses {
        let page = gateway.http().send("GET", address).await;
        assert_eq!(page.status, 200, "{address}");
        assert!(page.body.contains("<div id=\"app\">"), "{address}");
    }
    assert_eq!(gateway.http().send("GET", "/client/plant/images/Overview").await.status, 401, "that is a picture");
}

#[tokio::test]
async fn a_browser_goes_back_to_what_it_was_shown_and_opens_nothing_else() {
    let setup = with_window(bench(&[("go", "system.nav.swapTo('Line 1/Other')")]), "Line 1/Other", &[]);
    let gateway = with_window(setup, "Secret", &[]).start().await;
    let (_, mut tab) = gateway.tab("billy", "plant").await;
    tab.go_to("Secret").await;
    tab.go_to("Line 1/Other").await;
    tab.until("both are refused", |tab| tab.not_opened == ["Secret", "Line 1/Other"]).await;
    assert_eq!(tab.paths(), ["Bench"]);
    tab.press("go").await;
    tab.until("a script has opened it", |tab| tab.paths() == ["Line 1/Other"]).await;
    tab.go_to("Bench").await;
    tab.until("it goes back", |tab| tab.paths() == ["Bench"]).await;
    tab.go_to("Line 1/Other").await;
    tab.until("and forward", |tab| tab.paths() == ["Line 1/Other"]).await;
    assert_eq!(tab.failures, []);
}
