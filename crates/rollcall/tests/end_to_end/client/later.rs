//! Functions that are called later, and functions that run beside the windows.

use testkit::Tab;

use super::floor::{bench, tell};

async fn told(tab: &mut Tab, expected: &str) {
    tab.until(&format!("the label says {expected:?}"), |tab| tab.text("Label", "text") == Some(expected)).await;
    assert_eq!(tab.failures, []);
}

#[tokio::test]
async fn functions_run_later_and_beside() {
    let later = "label = event.source.parent.getComponent('Label')\n\
        def add(what='later'):\n    label.text = (label.text or '') + what + ' '\n\
        system.util.invokeLater(add)\nadd('now')";
    let delayed = "label = event.source.parent.getComponent('Label')\n\
        def tell():\n    label.text = 'after a while'\n\
        system.util.invokeLater(tell, 50)";
    let beside = "label = event.source.parent.getComponent('Label')\n\
        def work():\n\
        \x20   def tell():\n        label.text = 'from beside'\n\
        \x20   system.util.invokeLater(tell)\n\
        system.util.invokeAsynchronous(work)";
    let gateway = bench(&[("later", later), ("delayed", delayed), ("beside", beside)]).start().await;
    let (_, mut tab) = gateway.tab("billy", "plant").await;
    tab.press("later").await;
    told(&mut tab, "now later ").await;
    tab.press("delayed").await;
    told(&mut tab, "after a while").await;
    tab.press("beside").await;
    told(&mut tab, "from beside").await;
}

#[tokio::test]
async fn what_runs_beside_holds_up_nobody_and_is_counted() {
    let endless = "def work():\n    while True: pass\nsystem.util.invokeAsynchronous(work)";
    let gateway = bench(&[("beside", endless), ("go", &tell("'went'"))])
        .config("[clients]\nbackground = 1\nbackground_deadline = \"2s\"")
        .start()
        .await;
    let (_, mut tab) = gateway.tab("billy", "plant").await;
    tab.press("beside").await;
    tab.press("go").await;
    told(&mut tab, "went").await;
    tab.press("beside").await;
    tab.until("one more is an error", |tab| tab.failures.iter().any(|(_, error)| error.contains("clients.background")))
        .await;
    tab.until("its deadline", |tab| tab.failures.iter().any(|(file, _)| file == "invokeAsynchronous")).await;
}
