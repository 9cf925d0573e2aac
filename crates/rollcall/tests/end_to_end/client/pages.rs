//! The client's files, as a browser asks for them.

use testkit::{Answer, GatewayProcess};

use super::floor::floor;

async fn get(gateway: &GatewayProcess, path: &str, headers: &[(&str, &str)]) -> Answer {
    let request = gateway.http().request("GET", path);
    Answer::to(headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))).await
}

fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers.get(name).map_or("", |value| value.to_str().expect("a header is text"))
}

#[tokio::test]
async fn the_page_is_the_same_everywhere_and_loads_its_own_files_only() {
    let gateway = floor().start().await;
    let home = get(&gateway, "/", &[]).await;
    assert_eq!(home.status, 200, "{home:?}");
    assert!(header(&home, "content-type").starts_with("text/html"));
    let policy = header(&home, "content-security-policy");
    for part in [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("unsafe"), "{policy}");
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cache-control", "no-cache"),
    ] {
        assert_eq!(header(&home, name), value);
    }
    for path in ["/client/plant", "/client/no%20such%20project", "/client/%3Cimg%20onerror%3D1%3E"] {
        let page = get(&gateway, path, &[]).await;
        assert_eq!((page.status, &page.body), (200, &home.body), "{path}");
    }
    // An address that is not quite a page's leads to the page.
    for path in ["/client", "/client/", "/client/plant/"] {
        let page = get(&gateway, path, &[]).await;
        assert_eq!((page.status, &page.body), (200, &home.body), "{path}");
    }
    let assets: Vec<&str> = home.body.split('"').filter(|part| part.starts_with("/assets/")).collect();
    assert!(assets.len() >= 2, "{}", home.body);
    for path in assets {
        let plain = get(&gateway, path, &[("accept-encoding", "identity")]).await;
        assert_eq!(plain.status, 200, "{path}");
        assert!(header(&plain, "cache-control").contains("immutable"), "{path}");
        assert_eq!(header(&plain, "content-encoding"), "");
        let expected = if path.ends_with(".js") {
            "text/javascript"
        } else if path.ends_with(".css") {
            "text/css"
        } else {
            ""
        };
        assert!(header(&plain, "content-type").starts_with(expected), "{path}: {plain:?}");
        let packed = get(&gateway, path, &[("accept-encoding", "br;q=0.5, gzip")]).await;
        let length = |answer: &Answer| header(answer, "content-length").parse::<usize>().expect("a length");
        if header(&packed, "content-encoding") == "gzip" {
            assert!(length(&packed) < length(&plain), "{path}");
        }
    }
    for path in [
        "/assets/",
        "/assets/nothing.js",
        "/assets/../index.html",
        "/assets/%2e%2e/index.html",
        "/assets/..%2findex.html",
    ] {
        let status = get(&gateway, path, &[]).await.status;
        assert!([401, 404].contains(&status), "{path}: {status}");
    }
}

#[tokio::test]
async fn the_schema_of_windows_is_for_every_editor() {
    let gateway = floor().start().await;
    let schema = get(&gateway, "/api/v1/window.schema.json", &[]).await;
    let schema: serde_json::Value = schema.ok();
    assert!(schema.get("$schema").is_some() && schema.to_string().contains("Button"), "{schema}");
}

#[tokio::test]
async fn pictures_are_for_whom_the_project_admits() {
    let drawing = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    let setup = floor().user("guest", &[]).project("secret", "Nobody", "Nobody");
    let setup = setup.file("plant/images/logos/press.svg", drawing).file("secret/images/plan.svg", drawing);
    let gateway = setup.file("plant/images/notes.txt", "not a picture").start().await;
    let path = "/client/plant/images/logos/press.svg";
    assert_eq!(get(&gateway, path, &[]).await.status, 401);
    let billy = gateway.person("billy").await;
    let picture = billy.send("GET", path).await;
    assert_eq!((picture.status, picture.body.as_str()), (200, drawing), "{picture:?}");
    assert_eq!(header(&picture, "content-type"), "image/svg+xml");
    assert!(header(&picture, "content-security-policy").contains("sandbox"), "{picture:?}");
    assert!(header(&picture, "content-security-policy").contains("default-src 'none'"), "{picture:?}");
    assert_eq!(header(&picture, "x-content-type-options"), "nosniff");
    let session = gateway.http().with_token(&gateway.session("billy", "plant").await.token);
    assert_eq!(session.send("GET", path).await.status, 200);
    assert_eq!(gateway.person("guest").await.send("GET", path).await.status, 404);
    let nowhere = [
        "/client/secret/images/plan.svg",
        "/client/nothing/images/plan.svg",
        "/client/plant/images/notes.txt",
        "/client/plant/images/nothing.svg",
        "/client/plant/images/..%2f..%2fsecret%2fimages%2fplan.svg",
        "/client/plant/images/%2fetc%2fpasswd",
        "/client/plant/images/logos%00.svg",
        "/client/..%2fsecret/images/plan.svg",
    ];
    for path in nowhere {
        let answer = billy.send("GET", path).await;
        assert_eq!(answer.status, 404, "{path}: {answer:?}");
    }
}
