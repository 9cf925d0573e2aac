//! A person in a browser: the cookie is the log-in, each tab has a session of its own under it, and logging out ends
//! them all.

use rollcall_wire::desktop::Destination;
use rollcall_wire::rest::{ErrorCode, LoginRequest, LoginResponse, ProjectList, SessionKind, SessionRequest};
use rollcall_wire::socket::EndReason;
use testkit::{Answer, GatewayProcess, Handshake, PASSWORD, Tab};

use super::floor::{bench, floor};

/// A browser with a person's cookie.
struct Browser<'a> {
    gateway: &'a GatewayProcess,
    cookie: String,
}

fn log_in(user: &str) -> LoginRequest {
    let (username, kind) = (user.to_owned(), SessionKind::Client);
    LoginRequest { username, password: PASSWORD.to_owned(), project: None, kind, hostname: None, cookie: true }
}

impl<'a> Browser<'a> {
    async fn log_in(gateway: &'a GatewayProcess, user: &str) -> Self {
        let request = gateway.http().request("POST", "/api/v1/login").header("origin", gateway.url());
        let answer = Answer::to(request.json(&log_in(user))).await;
        let response: LoginResponse = answer.ok();
        assert_eq!((response.token.as_str(), response.session), ("", None), "no script of a page ever holds it");
        let set = answer.headers.get("set-cookie").and_then(|value| value.to_str().ok()).expect("a cookie");
        assert!(set.contains("HttpOnly") && set.contains("SameSite=Strict"), "{set}");
        Browser { gateway, cookie: set.split(';').next().expect("it begins with its name").to_owned() }
    }

    async fn send(&self, method: &str, path: &str, origin: Option<&str>) -> Answer {
        let request = self.gateway.http().request(method, path).header("cookie", &self.cookie);
        Answer::to(match origin {
            Some(origin) => request.header("origin", origin),
            None => request,
        })
        .await
    }

    async fn open(&self, project: &str) -> Answer {
        let body = SessionRequest { project: project.to_owned(), hostname: None };
        let request = self.gateway.http().request("POST", "/api/v1/sessions").header("cookie", &self.cookie);
        Answer::to(request.header("origin", self.gateway.url()).json(&body)).await
    }

    async fn tab(&self, project: &str) -> (LoginResponse, Tab) {
        let response: LoginResponse = self.open(project).await.ok();
        let origin = Some(self.gateway.url());
        // The browser sends the cookie along; the token that the tab chose counts.
        let handshake = Handshake { token: Some(&response.token), origin, cookie: Some(&self.cookie) };
        let mut tab = Tab::try_open(self.gateway.url(), &handshake).await.expect("the gateway opens the socket");
        tab.start(Vec::new()).await;
        (response, tab)
    }
}

#[tokio::test]
async fn each_tab_has_its_own_session_and_logging_out_ends_them_all() {
    let gateway = floor().start().await;
    let browser = Browser::log_in(&gateway, "billy").await;
    let other = Browser::log_in(&gateway, "billy").await;
    let (first, mut one) = browser.tab("plant").await;
    let (second, mut two) = browser.tab("plant").await;
    let (_, mut elsewhere) = other.tab("plant").await;
    assert_ne!(first.token, second.token);
    let id = |response: &LoginResponse| response.session.as_ref().expect("a session").client_id.clone();
    assert_ne!(id(&first), id(&second));
    assert_eq!(one.welcome.session.client_id, id(&first));
    assert_eq!(gateway.sessions().await.len(), 3);
    assert_eq!(browser.send("POST", "/api/v1/logout", Some(gateway.url())).await.status, 204);
    for tab in [&mut one, &mut two] {
        tab.until("its session ends", |tab| tab.ended == Some(EndReason::LoggedOut)).await;
    }
    elsewhere.round_trip().await;
    assert_eq!(gateway.sessions().await.len(), 1);
    for token in [&first.token, &second.token] {
        assert!(!gateway.http().with_token(token).is_logged_in().await);
    }
    assert_eq!(browser.open("plant").await.refusal().code, ErrorCode::NotLoggedIn);
}

#[tokio::test]
async fn logging_out_reaches_the_tabs_of_a_gateway_that_was_restarted() {
    let mut gateway = floor().start().await;
    let cookie = {
        let browser = Browser::log_in(&gateway, "billy").await;
        browser.tab("plant").await;
        browser.cookie
    };
    gateway.kill().await;
    gateway.start_again().await;
    assert_eq!(gateway.sessions().await.len(), 1);
    let browser = Browser { gateway: &gateway, cookie };
    assert_eq!(browser.send("POST", "/api/v1/logout", Some(gateway.url())).await.status, 204);
    assert_eq!(gateway.sessions().await.len(), 0);
}

#[tokio::test]
async fn a_script_that_logs_out_logs_the_person_out() {
    let gateway = bench(&[("out", "system.security.logout()")]).start().await;
    let browser = Browser::log_in(&gateway, "billy").await;
    let (_, mut one) = browser.tab("plant").await;
    let (_, mut two) = browser.tab("plant").await;
    one.press("out").await;
    one.until("the session ends", |tab| tab.ended.is_some()).await;
    assert_eq!((&one.left, one.ended), (&Some(Destination::LogIn), Some(EndReason::LoggedOut)));
    two.until("the other tab's, too", |tab| tab.ended == Some(EndReason::LoggedOut)).await;
    assert_eq!(two.left, None);
    assert_eq!(browser.send("GET", "/api/v1/me", None).await.status, 401);
}

#[tokio::test]
async fn a_page_of_another_site_gets_nothing() {
    let gateway = floor().start().await;
    let browser = Browser::log_in(&gateway, "billy").await;
    let token = gateway.session("billy", "plant").await.token;
    let foreign = ["http://evil.example", "null", "", "https://evil.example:8088", "http://localhost"];
    for origin in foreign {
        let handshake = Handshake { token: Some(&token), origin: Some(origin), cookie: Some(&browser.cookie) };
        assert_eq!(Tab::try_open(gateway.url(), &handshake).await.err(), Some(403), "{origin:?}");
        for (method, path) in [("POST", "/api/v1/sessions"), ("POST", "/api/v1/logout")] {
            let refused = browser.send(method, path, Some(origin)).await;
            assert_eq!(refused.refusal().code, ErrorCode::Forbidden, "{path} from {origin:?}");
        }
        let request = gateway.http().request("POST", "/api/v1/login").header("origin", origin).json(&log_in("anna"));
        assert_eq!(Answer::to(request).await.refusal().code, ErrorCode::Forbidden, "log-in from {origin:?}");
    }
    // A cookie is a person's, and opens no socket.
    let cookie_only = Handshake { token: None, origin: Some(gateway.url()), cookie: Some(&browser.cookie) };
    assert_eq!(Tab::try_open(gateway.url(), &cookie_only).await.err(), Some(403));
    let wrong = Handshake { token: Some("session_0"), origin: Some(gateway.url()), cookie: Some(&browser.cookie) };
    assert_eq!(Tab::try_open(gateway.url(), &wrong).await.err(), Some(401));
}

#[tokio::test]
async fn a_second_socket_takes_the_place_of_the_first() {
    let gateway = floor().start().await;
    let (token, mut first) = gateway.tab("billy", "plant").await;
    let mut second = Tab::open(gateway.url(), &token).await;
    second.start(Vec::new()).await;
    first.until("it is closed", |tab| tab.closed.is_some()).await;
    // 1008: the browser must not fight for it.
    assert_eq!((first.closed, first.ended), (Some(Some(1008)), None));
    second.press("Who is on?").await;
    second.until("rows", |tab| tab.dataset("Table", "data").is_some_and(|data| data.row_count() == 1)).await;
}

#[tokio::test]
async fn a_person_sees_and_opens_what_admits_them() {
    let setup = floor().project("empty", "Operator", "Engineer").project("secret", "Nobody", "Engineer");
    let gateway = setup.start().await;
    let browser = Browser::log_in(&gateway, "anna").await;
    let list: ProjectList = browser.send("GET", "/api/v1/projects", None).await.ok();
    let seen: Vec<(&str, bool)> = list.projects.iter().map(|each| (each.name.as_str(), each.has_windows)).collect();
    assert_eq!(seen, [("empty", false), ("plant", true)]);
    let refusals = [
        ("secret", ErrorCode::Forbidden),
        ("nothing", ErrorCode::UnknownProject),
        ("../plant", ErrorCode::UnknownProject),
    ];
    for (project, code) in refusals {
        assert_eq!(browser.open(project).await.refusal().code, code, "{project}");
    }
    // A session is not a person: it opens no other session.
    let session = gateway.http().with_token(&gateway.session("billy", "plant").await.token);
    let body = SessionRequest { project: "plant".to_owned(), hostname: None };
    assert_eq!(session.send_json("POST", "/api/v1/sessions", &body).await.refusal().code, ErrorCode::Forbidden);
    let both = LoginRequest { project: Some("plant".to_owned()), ..log_in("billy") };
    let refused = gateway.http().send_json("POST", "/api/v1/login", &both).await;
    assert_eq!(refused.refusal().code, ErrorCode::BadRequest);
}

#[tokio::test]
async fn the_limit_of_sessions_counts_tabs() {
    let config = "[sessions]\nlimit = 2\nlimit_policy = \"deny\"";
    let gateway = floor().config(config).start().await;
    let browser = Browser::log_in(&gateway, "billy").await;
    for _ in 0..2 {
        browser.tab("plant").await;
    }
    assert_eq!(browser.open("plant").await.refusal().code, ErrorCode::SessionLimit);
}

#[tokio::test]
async fn names_of_people_are_texts() {
    let hostile = ["<img src=x onerror=alert(1)>", "a,b\"c'd"];
    let mut setup = floor();
    for name in hostile {
        setup = setup.user(name, &["Operator"]);
    }
    let gateway = setup.start().await;
    for name in hostile {
        let browser = Browser::log_in(&gateway, name).await;
        let (_, mut tab) = browser.tab("plant").await;
        assert_eq!(tab.welcome.session.username, name);
        tab.press("Who is on?").await;
        tab.until("its own row", |tab| {
            let rows = tab.dataset("Table", "data");
            rows.is_some_and(|data| {
                (0..data.row_count())
                    .any(|row| data.value(row, 0) == Some(rollcall_dataset::Value::String(name.into())))
            })
        })
        .await;
    }
}
