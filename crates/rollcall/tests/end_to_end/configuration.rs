//! Starting a gateway: the configurations that it accepts, those that it refuses, and the messages.

use testkit::{Answer, GatewayProcess, Setup, Signal, eventually};

use crate::plant::{ROLLCALL, plant};

#[tokio::test]
async fn a_configuration_that_cannot_be_is_refused_before_anything_listens() {
    let cases = [
        ("listn = \"127.0.0.1:0\"", "listn"),
        ("[sessions]\nresume = \"30s\"", "resume"),
        ("[sesions]", "sesions"),
        ("[sessions]\nresume_period = 30", "resume_period"),
        ("[sessions]\nresume_period = \"30 parsecs\"", "30 parsecs"),
        ("[sessions]\nresume_period = \"10ms\"", "resume_period"),
        ("[sessions]\nlimit = 0", "limit"),
        ("[sessions]\nlimit_policy = \"deny\"", "limit"),
        ("[sessions]\nlimit = 1\nlimit_policy = \"explode\"", "explode"),
        ("[scripts]\nworkers = 0", "workers"),
        ("[scripts]\nmemory = \"1 MiB\"", "memory"),
        ("[tls]\ncert = \"x.pem\"", "key"),
        ("[tls]\ncert = \"/no/such/cert.pem\"\nkey = \"/no/such/key.pem\"", "/no/such/cert.pem"),
        ("time_zone = \"Mars/Base\"", "Mars/Base"),
        ("listen = \"localhost\"", "listen"),
        ("= x", "gateway.toml"),
    ];
    for (config, word) in cases {
        let (_folder, command) = Setup::new(ROLLCALL).config(config).prepare().await;
        let finished = command.finish().await;
        assert_eq!(finished.code, Some(1), "{config}: {finished:#?}");
        assert!(finished.stderr.contains(word), "{config}: {finished:#?}");
        assert!(!finished.stdout.contains("ready"), "{config}: {finished:#?}");
    }
}

#[tokio::test]
async fn a_configuration_that_is_not_there_is_named() {
    let command = ROLLCALL.command(&["gateway", "--config", "/no/such/gateway.toml"]);
    let error = command.finish().await.one_line_error(1);
    assert!(error.contains("/no/such/gateway.toml"), "{error}");
    assert_eq!(error.matches("No such file").count(), 1, "{error}");
    let command = ROLLCALL.command(&["gateway", "--data", "/dev/null/data"]);
    let error = command.finish().await.one_line_error(1);
    assert_eq!(error.matches("Not a directory").count(), 1, "{error}");
}

#[tokio::test]
async fn two_gateways_do_not_share_a_folder_or_a_port() {
    let gateway = plant().start().await;
    let same_folder = ROLLCALL.command(&["gateway", "--listen", "127.0.0.1:0"]).arg("--data").arg(gateway.data());
    let error = same_folder.finish().await.one_line_error(1);
    assert!(error.contains(gateway.url()), "{error}");
    let address = gateway.url().trim_start_matches("http://");
    let (_folder, other) = Setup::new(ROLLCALL).prepare().await;
    let finished = other.replacing_last_argument(address).finish().await;
    assert_eq!(finished.code, Some(1), "{finished:#?}");
    assert!(finished.stderr.contains(address), "{finished:#?}");
}

#[tokio::test]
async fn plain_http_is_for_loopback_unless_somebody_insists() {
    let (_folder, command) = plant().prepare().await;
    let refused = command.replacing_last_argument("0.0.0.0:0").finish().await;
    let error = refused.one_line_error(1);
    for word in ["0.0.0.0:0", "[tls]", "allow_plain_http"] {
        assert!(error.contains(word), "{error}");
    }
    let insisting = plant().config("allow_plain_http = true").listen("0.0.0.0:0").start().await;
    assert!(insisting.log().contains("passwords and tokens cross the network in the clear"), "{}", insisting.log());
    let port = insisting.url().rsplit(':').next().expect("a port");
    let answer = testkit::Http::to(&format!("http://127.0.0.1:{port}")).send("GET", "/healthz").await;
    assert_eq!((answer.status, answer.body.as_str()), (200, "{\"status\":\"ok\"}"));
}

#[tokio::test]
async fn the_time_zone_is_the_gateways() {
    let gateway = plant().config("time_zone = \"Asia/Tokyo\"").start().await;
    let script = "print(str(system.util.getSessionInfo()[0]['creationTime']).split()[4])";
    assert_eq!(gateway.run("billy", "plant", script).finish().await.success(), "JST\n");
}

#[tokio::test]
async fn a_connection_that_never_asks_is_not_held_for_ever() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let gateway = plant().start().await;
    let address = gateway.url().trim_start_matches("http://");
    let mut slow = tokio::net::TcpStream::connect(address).await.expect("the gateway listens");
    slow.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n").await.expect("half a request can be sent");
    let mut rest = Vec::new();
    let ended = tokio::time::timeout(testkit::PATIENCE, slow.read_to_end(&mut rest)).await;
    assert!(ended.is_ok(), "the gateway still waits");
    let answer = Answer::to(gateway.http().request("GET", "/healthz")).await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn a_folder_of_projects_that_is_not_there_is_not_made_in_silence() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let missing = folder.path().join("nope");
    let gateway = Setup::new(ROLLCALL).config(&format!("projects = {missing:?}")).start().await;
    eventually("a word about it", async || gateway.log().contains("there is no folder").then_some(())).await;
    assert!(gateway.log().contains(&*missing.to_string_lossy()), "{}", gateway.log());
    assert!(!missing.exists(), "it was made");
    std::fs::write(&missing, "").expect("a file");
    let (_data, command) = Setup::new(ROLLCALL).config(&format!("projects = {missing:?}")).prepare().await;
    let finished = command.finish().await;
    assert_eq!(finished.code, Some(1), "{finished:#?}");
    assert!(finished.stderr.contains("is not a folder"), "{finished:#?}");
}

#[tokio::test]
async fn a_data_folder_that_everybody_may_write_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, command) = plant().prepare().await;
    let open = |path: &str, mode| {
        let path = folder.path().join("data").join(path);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).expect("a mode can be set");
    };
    for (path, wrong, right) in [("", 0o777, 0o700), ("rollcall.db", 0o666, 0o600)] {
        open(path, wrong);
        let error = command.clone().finish().await.one_line_error(1);
        assert!(error.contains("chmod o-w"), "{path}: {error}");
        open(path, right);
    }
    open("", 0o755);
    open("rollcall.db", 0o644);
    let gateway = GatewayProcess::start(ROLLCALL, folder, command).await;
    assert!(gateway.log().contains("chmod o-r"), "{}", gateway.log());
}

#[tokio::test]
async fn a_hangup_and_a_second_request_end_a_gateway_in_order() {
    for signals in
        [&[Signal::HUP][..], &[Signal::HUP, Signal::HUP], &[Signal::TERM, Signal::TERM], &[Signal::INT, Signal::TERM]]
    {
        let gateway = plant().file("plant/gateway/shutdown.py", "print('good night')").start().await;
        for signal in signals {
            gateway.process().signal(*signal);
        }
        let mut gateway = gateway;
        let finished = gateway.finish().await;
        assert_eq!(finished.code, Some(0), "{signals:?}: {finished:#?}");
        assert_eq!(finished.stderr.matches("good night").count(), 1, "{signals:?}: {finished:#?}");
        assert!(finished.stderr.contains("the gateway has stopped"), "{signals:?}: {finished:#?}");
    }
}
