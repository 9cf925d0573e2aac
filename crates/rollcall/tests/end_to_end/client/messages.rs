//! Messages to clients: the receivers, the handlers that run there, and the sender's result.

use testkit::{Setup, Tab};

use super::floor::{bench, logged, tell};

const HANDLER: &str = "print('heard %s by %s' % (payload['what'], system.security.getUsername()))";

fn with_handler(scripts: &[(&str, &str)]) -> Setup {
    bench(scripts).file("plant/client/message/note.py", HANDLER)
}

async fn lines(tab: &mut Tab, count: &str) {
    tab.until(&format!("{count} receivers"), |tab| tab.text("Label", "text") == Some(count)).await;
    assert_eq!(tab.failures, []);
}

#[tokio::test]
async fn a_message_runs_its_handler_in_the_clients_that_are_meant() {
    let send = |arguments: &str| {
        tell(&format!(
            "len([l for l in system.util.sendMessage('plant', 'note', {{'what': 'x<y'}}{arguments}) if l.endswith('queued')])"
        ))
    };
    let (all, one, role) = (send(""), send(", user='anna'"), send(", hasRole='Engineer'"));
    let (host, nobody) = (send(", hostName='line-1'"), send(", user='nobody'"));
    let scripts = [("all", &*all), ("one", &*one), ("role", &*role), ("host", &*host), ("nobody", &*nobody)];
    // Both claim to be on `test-host`; the configuration decides where they are.
    let setup = with_handler(&scripts).config("[hosts]\nline-1 = \"127.0.0.1\"").listen("127.0.0.1:0");
    let gateway = setup.start().await;
    let (_, mut billy) = gateway.tab("billy", "plant").await;
    let (_, _anna) = gateway.tab("anna", "plant").await;
    // A client without windows has no handlers and is not a receiver.
    let _headless = gateway.connected("billy", "plant").await;
    for (button, count) in [("all", "2"), ("one", "1"), ("nobody", "0"), ("role", "1"), ("host", "2")] {
        billy.press(button).await;
        lines(&mut billy, count).await;
    }
    logged(&gateway, "heard x<y by anna").await;
    logged(&gateway, "heard x<y by billy").await;
}

#[tokio::test]
async fn the_gateways_scripts_send_messages_too() {
    let timer = "print(system.util.sendMessage('plant', 'note', {'what': 'from the gateway'}))";
    let setup = with_handler(&[]).settings("[timer.send]\ndelay = \"100ms\"\n");
    let gateway = setup.file("plant/gateway/timer/send.py", timer).start().await;
    let (_, _billy) = gateway.tab("billy", "plant").await;
    logged(&gateway, "heard from the gateway by billy").await;
}

#[tokio::test]
async fn nobody_gets_messages_by_saying_that_they_are_another() {
    let count = |host: &str| {
        tell(&format!(
            "len([l for l in system.util.sendMessage('plant', 'note', {{'what': 'x'}}, hostName='{host}') if l.endswith('queued')])"
        ))
    };
    let scripts = [("said", &*count("test-host")), ("other", &*count("line-1")), ("ip", &*count("127.0.0.1"))];
    let setup = with_handler(&scripts).config("[hosts]\nline-1 = \"10.0.0.21\"").listen("127.0.0.1:0");
    let gateway = setup.start().await;
    let (_, mut billy) = gateway.tab("billy", "plant").await;
    for (button, count) in [("said", "0"), ("ip", "1"), ("other", "0")] {
        billy.press(button).await;
        lines(&mut billy, count).await;
    }
    let body = serde_json::json!({
        "username": "anna", "password": testkit::PASSWORD, "project": "plant", "hostname": "Line-1",
    });
    let answer: serde_json::Value = gateway.http().send_json("POST", "/api/v1/login", &body).await.ok();
    assert_eq!(answer["session"]["address"], "127.0.0.1", "the name of another host is not shown");
}
