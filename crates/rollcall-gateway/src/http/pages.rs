//! The browser's client as files: its page, what the page loads, and the pictures of a project.
//!
//! The page is the same for every user and every project; the client requests the data that a person may see with that
//! person's log-in. So the page and its scripts are public, and the page reports a project that does not exist.

use std::sync::{Arc, LazyLock};

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use rollcall_wire::rest::ErrorCode;

use super::access::KnownCaller;
use super::extract::PathParts;
use super::{HttpError, pictures};
use crate::assets::{self, Asset, media_type};
use crate::gateway::Gateway;

/// The content that the client's page may load: its own files and nothing else, and no script but those.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
                           connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; \
                           frame-ancestors 'none'";
/// For a picture that is opened by itself. A drawing (SVG) may hold scripts, which never run here; it is drawn with its
/// own styles.
const PICTURE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";
/// The name of a file identifies its content, so a browser never asks for it again.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// `GET /`, `GET /client/{project}` and `GET /client/{project}/{window}`.
pub async fn page(headers: HeaderMap) -> Result<Response, HttpError> {
    let missing = || HttpError::new(ErrorCode::NotFound, "this gateway was built without the browser's client");
    let page = assets::find("index.html").ok_or_else(missing)?;
    let own = [(header::CONTENT_SECURITY_POLICY, PAGE_POLICY), (header::CACHE_CONTROL, "no-cache")];
    Ok(served(page, &headers, &own))
}

/// The page that is meant by its address with a slash too many, or by `/client` without a project.
pub fn meant(path: &str) -> Option<&str> {
    if path == "/client" || path == "/client/" {
        return Some("/");
    }
    let page = path.strip_suffix('/')?;
    let project = page.strip_prefix("/client/")?;
    (!project.is_empty() && !project.contains('/')).then_some(page)
}

/// `GET /assets/{path}`.
pub async fn asset(PathParts(path): PathParts<String>, headers: HeaderMap) -> Result<Response, HttpError> {
    let missing = || HttpError::new(ErrorCode::NotFound, "the client has no such file; load the page again");
    let asset = assets::find(&format!("assets/{path}")).ok_or_else(missing)?;
    Ok(served(asset, &headers, &[(header::CACHE_CONTROL, FOR_EVER)]))
}

fn served(asset: &'static Asset, request: &HeaderMap, own: &[(HeaderName, &'static str)]) -> Response {
    let gzip = asset.gzip.filter(|_| takes_gzip(request));
    let mut response = gzip.unwrap_or(asset.content).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(asset.path)));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if gzip.is_some() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    for (name, value) in own {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Whether the browser takes gzip (RFC 9110, 12.5.3): named, and not with a weight of 0.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let lines = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let weight = weight.trim().strip_prefix("q=").and_then(|weight| weight.parse::<f32>().ok()).unwrap_or(1.0);
        name.trim().eq_ignore_ascii_case("gzip") && weight > 0.0
    })
}

/// `GET /api/v1/window.schema.json`.
pub async fn window_schema() -> Response {
    // Everybody may ask for it, so it is made once.
    static SCHEMA: LazyLock<String> = LazyLock::new(rollcall_window::schema_text);
    ([(header::CONTENT_TYPE, "application/schema+json")], SCHEMA.as_str()).into_response()
}

/// `GET /client/{project}/images/{path}`, for people whom the project admits.
pub async fn image(
    State(gateway): State<Arc<Gateway>>,
    PathParts((project, path)): PathParts<(String, String)>,
    caller: KnownCaller,
) -> Result<Response, HttpError> {
    // A person who is not admitted learns as little of a project as of a missing one.
    let missing = || HttpError::new(ErrorCode::NotFound, "there is no such picture, or it is not for you");
    let project = gateway.projects.admitting(&project, &caller.roles()).ok_or_else(missing)?;
    let mut place = gateway.pictures.place(caller.username()).await;
    let turn = gateway.pictures.turn_to_read().await;
    let sharing = Arc::clone(&gateway);
    let read = tokio::task::spawn_blocking(move || {
        let image = sharing.projects.image(&project.name, &path)?;
        let picture = sharing.pictures.share(project.name.as_str(), &path, image.bytes);
        drop(turn);
        Ok::<_, rollcall_project::Error>((image.media_type, picture))
    });
    let (media_type, picture) = match read.await {
        Ok(Ok(image)) => image,
        Ok(Err(error)) if error.kind() == rollcall_project::ErrorKind::NotFound => return Err(missing()),
        Ok(Err(error)) => return Err(HttpError::internal("the picture cannot be read", error)),
        Err(error) => return Err(HttpError::internal("the picture cannot be read", error)),
    };
    place.shrink_to(picture.len());
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (header::CONTENT_LENGTH, HeaderValue::from(picture.len())),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(PICTURE_POLICY)),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
    ];
    Ok((headers, pictures::body(picture, place)).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slash_too_many_is_forgiven_on_pages_only() {
        let cases = [
            ("/client", Some("/")),
            ("/client/", Some("/")),
            ("/client/plant/", Some("/client/plant")),
            ("/client/no%20such/", Some("/client/no%20such")),
            ("/client/plant", None),
            ("/client//", None),
            ("/client/plant//", None),
            ("/client/plant/images/", None),
            ("/clients/", None),
            ("//client/plant/", None),
            ("/api/v1/sessions/", None),
        ];
        for (path, expected) in cases {
            assert_eq!(meant(path), expected, "{path}");
        }
    }

    #[test]
    fn gzip_is_for_whom_asks_for_it() {
        let cases = [
            ("gzip, deflate, br", true),
            ("br;q=1.0, GZIP;q=0.5", true),
            ("gzip;q=0", false),
            ("br", false),
            ("", false),
            ("gzipped", false),
        ];
        for (value, expected) in cases {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(value));
            assert_eq!(takes_gzip(&headers), expected, "{value}");
        }
    }
}
