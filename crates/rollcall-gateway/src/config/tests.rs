//! Configuration: the files that are read, and those that are refused with their messages.

use super::*;

fn parse(text: &str) -> Result<Config, String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rollcall.toml");
    std::fs::write(&file, text).unwrap();
    Config::load(&file).map_err(|e| e.to_string())
}

#[test]
fn an_empty_file_is_the_default() {
    let config = parse("").unwrap();
    assert_eq!(config.listen, "127.0.0.1:8088".parse().unwrap());
    assert_eq!(config.sessions.resume_period.0, Duration::from_secs(30));
    assert_eq!(config.scripts.memory, Bytes(256 << 20));
}

#[test]
fn faults_are_named() {
    let cases = [
        ("lisen = \"127.0.0.1:1\"", "lisen"),
        ("[sessions]\nresume = \"3s\"", "resume"),
        ("[sessions]\nidle = \"3 fortnights\"", "not a length of time"),
        ("[sessions]\nresume_period = \"10ms\"", "at least \"1s\""),
        ("[sessions]\nlimit = 0", "sessions.limit"),
        ("[sessions]\nlimit_policy = \"deny\"", "without sessions.limit"),
        ("[sessions]\nlimit = 2\nlimit_policy = \"kick\"", "kick"),
        ("[scripts]\nworkers = 0", "scripts.workers"),
        ("[scripts]\nworkers = 8\nrunning = 7", "scripts.running"),
        ("[scripts]\ndeadline = \"0s\"", "above 0"),
        ("[sessions]\nidle = \"0ms\"", "above 0"),
        ("[scripts]\nmemory = \"12\"", "not a size"),
        ("[scripts]\nmemory = \"1 MiB\"", "64 MiB"),
        ("memory = \"1 MiB\"", "64 MiB"),
        ("[scripts]\ntotal_memory = \"100 MiB\"", "scripts.total_memory"),
        ("[clients]\nmemory = \"10 KiB\"", "clients.memory"),
        ("[tls]\ncert = \"a\"", "key"),
        ("[connections]\nlimit = 3", "connections"),
        ("[connections]\nper_address = 0", "per_address"),
        ("[connections]\npatience = \"0s\"", "above 0"),
        ("[connections]\nproxies = [\"proxy\"]", "proxies"),
        ("[hosts]\nline-1 = \"line-1.plant\"", "line-1"),
        ("[store]\nurl = \"mysql://host/db\"", "store.url"),
        ("[store]\nconnections = 3", "without url"),
        ("[store]\nurl = \"postgres://host/db\"\nconnections = 0", "store.connections"),
        ("[cluster]\nname = \"plant\"\nnode = \"a\"\nnats = [\"nats://h:4222\"]", "set store.url"),
        ("[store]\nurl = \"postgres://h/d\"\n[cluster]\nname = \"plant\"\nnode = \"a\"\nnats = []", "cluster.nats"),
        ("[cluster]\nname = \"The plant\"\nnode = \"a\"\nnats = [\"nats://h:4222\"]", "is not a name"),
        ("[cluster]\nname = \"plant\"\nnats = [\"nats://h:4222\"]", "node"),
        ("listen = \"here\"", "listen"),
        ("listen = ", "1"),
    ];
    for (text, expected) in cases {
        let message = parse(text).expect_err(text);
        assert!(message.contains(expected), "{text}: {message}");
        assert!(message.contains("rollcall.toml"), "{text}: {message}");
    }
}

#[test]
fn a_password_is_in_no_message() {
    for text in [
        "[store]\nurl = \"mysql://anna:geheim@host/db\"",
        "[store]\nurl = \"postgres://anna:geheim@host:port/db\"",
        "[store]\nurl = \"postgres://anna:geheim@host/db",
        "[store]\nurl = postgres://anna:geheim@host/db",
        "[store]\nurl = [\"postgres://anna:geheim@host/db\"]",
        "[store]\nuri = \"postgres://anna:geheim@host/db\"",
    ] {
        let message = parse(text).expect_err(text);
        assert!(!message.contains("geheim") && message.contains("rollcall.toml"), "{message}");
    }
    let config = parse("[store]\nurl = \"postgres://anna:geheim@host/db\"").unwrap();
    let address = config.store.address().unwrap().unwrap();
    assert!(!format!("{config:?} {address:?} {address}").contains("geheim"));
}

#[test]
fn a_host_is_who_is_at_its_address_whatever_a_client_says() {
    let hosts = parse("[hosts]\nline-1 = \"10.0.0.21\"\n\"press 2\" = \"2001:db8::2\"").unwrap().hosts;
    let ip = |text: &str| text.parse::<IpAddr>().unwrap();
    let shown = |said: &str, address: &str| hosts.believed(Some(said.to_owned()), ip(address));
    assert_eq!(shown("other", "10.0.0.21").as_deref(), Some("line-1"), "its address has a name");
    assert_eq!(hosts.believed(None, ip("2001:db8::2")).as_deref(), Some("press 2"));
    assert_eq!(shown("LINE-1", "10.0.0.99"), None, "the name of another");
    assert_eq!(shown("laptop", "10.0.0.99").as_deref(), Some("laptop"), "nobody knows better");
    for (host, address, expected) in [
        ("line-1", "10.0.0.21", true),
        ("Line-1", "::ffff:10.0.0.21", true),
        ("10.0.0.21", "10.0.0.21", true),
        ("2001:DB8:0::2", "2001:db8::2", true),
        ("line-1", "10.0.0.22", false),
        ("laptop", "10.0.0.99", false),
        ("", "10.0.0.99", false),
    ] {
        assert_eq!(hosts.is_at(host, ip(address)), expected, "{host} {address}");
    }
}

#[test]
fn spans_and_sizes() {
    let spans = [("250ms", 250), ("30s", 30_000), ("5m", 300_000), ("12h", 43_200_000), ("1 s", 1_000)];
    for (text, millis) in spans {
        assert_eq!(text.parse::<Span>(), Ok(Span(Duration::from_millis(millis))), "{text}");
    }
    for text in ["", "s", "1", "1d", "-1s", "1.5s", "99999999999999999999s", "9999999999999999999h"] {
        assert!(text.parse::<Span>().is_err(), "{text}");
    }
    assert_eq!("2 GiB".parse::<Bytes>(), Ok(Bytes(2 << 30)));
    assert!("99999999999 GiB".parse::<Bytes>().is_err());
}

#[test]
fn every_key_is_documented() {
    let page = include_str!("../../../../docs/configuration.md");
    let keys = [
        "listen",
        "projects",
        "allow_plain_http",
        "allowed_hosts",
        "time_zone",
        "cert",
        "key",
        "url",
        "password_file",
        "connections",
        "limit",
        "per_address",
        "patience",
        "proxies",
        "resume_period",
        "idle",
        "client_lifetime",
        "designer_lifetime",
        "limit",
        "limit_policy",
        "login_lifetime",
        "send_patience",
        "workers",
        "running",
        "long_after",
        "waiting_dialogs",
        "waiting_dialogs_per_user",
        "deadline",
        "memory",
        "total_memory",
        "stack",
        "keep_idle",
        "suspension",
        "budget",
    ];
    for key in keys {
        assert!(page.contains(&format!("`{key}`")), "docs/configuration.md does not describe `{key}`");
    }
    let example = page.split("```toml").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let uncommented: String =
        example.lines().map(|l| l.strip_prefix("# ").unwrap_or(l)).map(|l| format!("{l}\n")).collect();
    parse(&uncommented).unwrap();
}
