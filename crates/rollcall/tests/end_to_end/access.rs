//! Default deny: every route there is, asked by everybody there is.

use rollcall_wire::rest::ErrorCode;
use rollcall_wire::routes::{Access, Method, ROUTES, Route};
use testkit::{Answer, GatewayProcess, Http};

use crate::plant::plant;

/// The caller.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Asker {
    Nobody,
    /// A caller with a text that is not a credential of this gateway.
    Stranger(&'static str),
    /// The client of an operator's session.
    Session,
    /// The client of an administrator's session: not the administrator.
    AdministratorsSession,
    /// An operator, logged in without a project.
    Operator,
    /// A user without any role, logged in without a project.
    Guest,
    Administrator,
}

const NO_CREDENTIALS: [Asker; 6] = [
    Asker::Nobody,
    Asker::Stranger(""),
    Asker::Stranger("x"),
    Asker::Stranger("session_0000000000000000000000000000000000000000000000000000000000000000"),
    Asker::Stranger("login_0000000000000000000000000000000000000000000000000000000000000000"),
    Asker::Stranger("login_' OR 1=1 --"),
];

/// The gateway's required answer: let through, or refuse with a status.
fn expected(access: Access, asker: Asker) -> Result<(), u16> {
    use Asker::{Administrator, AdministratorsSession, Guest, Nobody, Operator, Session, Stranger};
    match (access, asker) {
        (Access::Public, _) => Ok(()),
        (_, Nobody | Stranger(_)) => Err(401),
        (Access::LoggedIn, _) => Ok(()),
        (Access::Session, Session | AdministratorsSession) | (Access::Person, Operator | Guest | Administrator) => {
            Ok(())
        }
        (Access::SessionList, Session | AdministratorsSession | Operator | Administrator) => Ok(()),
        (Access::Administrator, Administrator) => Ok(()),
        (Access::Session, Operator | Guest | Administrator) => Err(403),
        (Access::Person, Session | AdministratorsSession) => Err(403),
        (Access::SessionList, Guest) => Err(403),
        (Access::Administrator, Session | AdministratorsSession | Operator | Guest) => Err(403),
    }
}

fn method(route: &Route) -> &'static str {
    match route.method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
    }
}

/// A fresh credential each time, since one of the routes takes it back.
async fn asker(gateway: &GatewayProcess, asker: Asker) -> Http {
    let http = gateway.http();
    match asker {
        Asker::Nobody => http,
        Asker::Stranger(token) => http.with_token(token),
        Asker::Session => http.with_token(&gateway.session("billy", "plant").await.token),
        Asker::AdministratorsSession => http.with_token(&gateway.session("admin", "plant").await.token),
        Asker::Operator => gateway.person("billy").await,
        Asker::Guest => gateway.person("guest").await,
        Asker::Administrator => gateway.person("admin").await,
    }
}

#[tokio::test]
async fn every_route_is_for_whom_the_list_says() {
    use Asker::{Administrator, AdministratorsSession, Guest, Operator, Session};
    let setup = plant().user("guest", &[]);
    let setup = setup.file("plant/project.toml", "[roles]\nclient = [\"Operator\", \"Administrator\"]\n");
    let gateway = setup.start().await;
    let known = [Session, AdministratorsSession, Operator, Guest, Administrator];
    for who in NO_CREDENTIALS.into_iter().chain(known) {
        for route in ROUTES {
            let http = asker(&gateway, who).await;
            let path = route.path.replace("{username}", "no-such-user").replace("{*path}", "no-such-file");
            let path = path.replace("{project}", "plant");
            let answer = http.send(method(route), &path).await;
            check(route, who, &answer);
        }
    }
}

fn check(route: &Route, who: Asker, answer: &Answer) {
    let refused = [401, 403].contains(&answer.status);
    let place = format!("{} {} asked by {who:?}: {answer:?}", method(route), route.path);
    match expected(route.access, who) {
        Ok(()) => assert!(!refused && answer.status < 500, "{place}"),
        Err(status) => {
            let code = if status == 401 { ErrorCode::NotLoggedIn } else { ErrorCode::Forbidden };
            assert_eq!((answer.status, answer.refusal().code), (status, code), "{place}");
        }
    }
}

#[tokio::test]
async fn what_is_not_a_route_does_not_exist() {
    let gateway = plant().start().await;
    let admin = gateway.person("admin").await;
    let places = [
        ("GET", "/clients"),
        ("GET", "/index.html"),
        ("GET", "/assets"),
        ("GET", "/api/v1"),
        ("GET", "/api/v1/nothing"),
        ("GET", "/api/v2/me"),
        ("GET", "/api/v1/users/billy/"),
        ("GET", "/api/v1//me"),
        ("GET", "/healthz/"),
        ("GET", "/API/V1/ME"),
        ("POST", "/client/plant/"),
    ];
    // An address with another method.
    let methods = [
        ("PUT", "/api/v1/users"),
        ("GET", "/api/v1/users/billy"),
        ("DELETE", "/api/v1/sessions"),
        ("TRACE", "/api/v1/me"),
    ];
    for (method, path) in methods {
        let nobody = gateway.http().send(method, path).await;
        assert_eq!(nobody.status, 401, "{method} {path} without a log-in: {nobody:?}");
        assert_eq!(admin.send(method, path).await.refusal().code, ErrorCode::WrongMethod, "{method} {path}");
    }
    for (method, path) in places {
        let nobody = gateway.http().send(method, path).await;
        assert_eq!(nobody.status, 401, "{method} {path} without a log-in: {nobody:?}");
        let known = admin.send(method, path).await;
        let told = known.refusal();
        assert_eq!((known.status, told.code), (404, ErrorCode::NotFound), "{method} {path}: {told:?}");
    }
}

#[tokio::test]
async fn every_answer_keeps_browsers_from_guessing() {
    let gateway = plant().start().await;
    for path in ["/healthz", "/api/v1/me", "/nothing"] {
        let answer = gateway.http().send("GET", path).await;
        for (name, value) in [
            ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(answer.headers.get(name).map(|v| v.as_bytes()), Some(value.as_bytes()), "{path} {name}");
        }
    }
}

#[tokio::test]
async fn a_host_that_is_not_ours_is_refused() {
    let gateway = plant().config("allowed_hosts = [\"gateway.plant.example\"]").start().await;
    for (host, expected) in [("gateway.plant.example", 200), ("GATEWAY.plant.example:80", 200), ("127.0.0.1", 400)] {
        let answer = Answer::to(gateway.http().request("GET", "/healthz").header("host", host)).await;
        assert_eq!(answer.status, expected, "{host}: {answer:?}");
    }
}
