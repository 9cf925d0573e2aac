//! TLS: a gateway with a certificate of its own, and the clients that trust it.

use testkit::{ClientProcess, GatewayProcess, PASSWORD};

use crate::plant::{ROLLCALL, plant};

/// A gateway with a self-signed certificate for this machine, which is in the file `cert.pem` of its folder, and
/// with these settings before.
pub async fn with_certificate(settings: &str) -> (GatewayProcess, tempfile::TempDir) {
    let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
    let made = rcgen::generate_simple_self_signed(names).expect("a certificate can be made");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (cert, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    std::fs::write(&cert, made.cert.pem()).expect("a file");
    std::fs::write(&key, made.signing_key.serialize_pem()).expect("a file");
    let config = format!("{settings}[tls]\ncert = {cert:?}\nkey = {key:?}");
    (plant().config(&config).listen("127.0.0.1:0").start().await, folder)
}

#[tokio::test]
async fn who_trusts_the_certificate_gets_in() {
    let (gateway, folder) = with_certificate("").await;
    assert!(gateway.url().starts_with("https://127.0.0.1:"), "{}", gateway.url());
    let cert = folder.path().join("cert.pem");
    let script = "print(len(system.util.getSessionInfo('billy')))";
    let run = gateway.run("billy", "plant", script).arg("--ca-cert").arg(&cert);
    assert_eq!(run.finish().await.success(), "1\n");
    let client = gateway.command_as("billy", &["client", "--project", "plant"]).arg("--ca-cert").arg(&cert);
    let client = ClientProcess::from(client).await;
    let list = gateway.command_as("admin", &["sessions", "--format", "csv"]).arg("--ca-cert").arg(&cert);
    assert!(list.finish().await.success().contains(client.client_id()));
}

#[tokio::test]
async fn who_does_not_trust_it_sends_no_password() {
    let (gateway, folder) = with_certificate("").await;
    let error = gateway.run("billy", "plant", "pass").finish().await.one_line_error(1);
    assert!(error.contains("certificate") && error.contains("--ca-cert"), "{error}");
    let port = gateway.url().rsplit(':').next().expect("a port").to_owned();
    let plain = ROLLCALL.command(&["run", "-c", "pass", "--project", "plant", "--user", "billy", "--gateway"]);
    let plain = plain.arg(format!("http://127.0.0.1:{port}")).env("ROLLCALL_PASSWORD", PASSWORD);
    let error = plain.finish().await.one_line_error(1);
    assert!(error.contains(&port), "{error}");
    let other_name = ROLLCALL.command(&["run", "-c", "pass", "--project", "plant", "--user", "billy", "--ca-cert"]);
    let other_name = other_name.arg(folder.path().join("cert.pem")).args(&["--gateway"]);
    let other_name = other_name.arg(format!("https://127.0.0.2:{port}")).env("ROLLCALL_PASSWORD", PASSWORD);
    other_name.finish().await.one_line_error(1);
}

#[tokio::test]
async fn a_certificate_that_is_none_is_named() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("cert.pem");
    std::fs::write(&file, "this is no certificate").expect("a file");
    let command = ROLLCALL.command(&["run", "-c", "pass", "--project", "plant", "--user", "billy", "--ca-cert"]);
    let command = command.arg(&file).env("ROLLCALL_PASSWORD", PASSWORD);
    let error = command.finish().await.one_line_error(1);
    assert!(error.contains("cert.pem"), "{error}");
    let config = format!("[tls]\ncert = {file:?}\nkey = {file:?}");
    let (_folder, command) = plant().config(&config).prepare().await;
    let finished = command.finish().await;
    assert_eq!((finished.code, finished.stdout.as_str()), (Some(1), ""), "{finished:#?}");
    assert!(finished.stderr.contains("cert.pem"), "{finished:#?}");
}
