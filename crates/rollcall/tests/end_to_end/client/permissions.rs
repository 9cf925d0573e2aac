//! A function that a project keeps for some of its roles is refused to the others: to scripts of their clients, and on
//! their sessions' sockets. The gateway's own scripts are not asked.

use rollcall_wire::host::{HostAnswer, HostCall, HostError, SessionCall};
use testkit::{Setup, Tab, eventually};

use super::floor::{tell, with_window};
use crate::plant::plant;

const PERMISSIONS: &str = "[client]\nwindows = [\"Bench\"]\n\
    [permissions]\n\
    session = [\"Engineer\"]\n\
    dialog = []\n\
    \"system.gui.confirm\" = [\"Operator\"]\n";

/// A script that prints the error that a call raises, or that it was made.
fn tried(call: &str) -> String {
    format!("try:\n    {call}\n    told = 'made'\nexcept IOError, error:\n    told = unicode(error)\n{}", tell("told"))
}

fn kept() -> Setup {
    let scripts = [
        ("who", tried("system.util.getSessionInfo()")),
        ("show", tried("system.gui.messageBox('x')")),
        ("ask", tried("system.gui.confirm('x')")),
    ];
    let scripts: Vec<(&str, &str)> = scripts.iter().map(|(name, script)| (*name, script.as_str())).collect();
    with_window(plant().settings(PERMISSIONS), "Bench", &scripts)
}

async fn told(tab: &mut Tab, button: &str) -> String {
    tab.press(button).await;
    tab.until("the script has told", |tab| !tab.running && !tab.text("Label", "text").unwrap_or_default().is_empty())
        .await;
    tab.text("Label", "text").unwrap_or_default().to_owned()
}

#[tokio::test]
async fn scripts_may_do_what_their_person_may() {
    let gateway = kept().start().await;
    let (_, mut billy) = gateway.tab("billy", "plant").await;
    let (_, mut anna) = gateway.tab("anna", "plant").await;
    let refused = told(&mut billy, "who").await;
    let expected = "system.util.getSessionInfo: [permissions] of the project \"plant\" keeps it for the roles Engineer; \
                    \"billy\" has none of them";
    assert!(refused.contains(expected), "{refused}");
    assert_eq!(told(&mut anna, "who").await, "made");
}

#[tokio::test]
async fn the_line_of_a_function_counts_before_that_of_its_family() {
    let gateway = kept().start().await;
    let (_, mut billy) = gateway.tab("billy", "plant").await;
    let refused = told(&mut billy, "show").await;
    assert!(refused.contains("system.gui.messageBox") && refused.contains("keeps it from everybody"), "{refused}");
    billy.press("ask").await;
    billy.until("a dialog", |tab| !tab.dialogs().is_empty()).await;
}

#[tokio::test]
async fn a_sessions_socket_is_asked_and_a_gateways_script_is_not() {
    let script = "system.util.getLogger('x').info('%d are on' % len(system.util.getSessionInfo()))";
    let gateway = kept().file("plant/gateway/startup.py", script).start().await;
    eventually("the gateway's script has asked", async || gateway.log().contains("0 are on").then_some(())).await;
    let call = || -> HostCall { SessionCall::GetSessionInfo { username_filter: None, project_filter: None }.into() };
    let (_, mut billy) = gateway.connected("billy", "plant").await;
    let (_, mut anna) = gateway.connected("anna", "plant").await;
    let refused = billy.call(call()).await;
    assert!(matches!(refused, Err(HostError::Refused { .. })), "{refused:?}");
    let answer = anna.call(call()).await;
    assert!(matches!(answer, Ok(HostAnswer::Session(_))), "{answer:?}");
}
