//! The parts of a request that handlers take: a body of JSON, a query, the parts of a path.
//!
//! Each is the library's own way of reading it with our messages, so that a handler has the value or is not called. A
//! refusal names the expected value and the place of the mistake, and repeats no more of the request than that.

use std::error::Error;

use axum::extract::rejection::{BytesRejection, JsonRejection, PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use rollcall_wire::rest::ErrorCode;
use serde::de::DeserializeOwned;

use super::{HttpError, MAX_BODY};

/// The body of a request: JSON, by its content type and by its content, of at most [`MAX_BODY`] bytes.
#[derive(Debug)]
pub struct Json<T>(pub T);

/// The parts of a path in braces.
#[derive(Debug)]
pub struct PathParts<T>(pub T);

/// The query after the question mark.
#[derive(Debug)]
pub struct QueryParts<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = HttpError;

    async fn from_request(request: Request, state: &S) -> Result<Self, HttpError> {
        let read = axum::Json::<T>::from_request(request, state).await;
        read.map(|axum::Json(value)| Json(value)).map_err(not_json)
    }
}

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for PathParts<T> {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, HttpError> {
        let read = Path::<T>::from_request_parts(parts, state).await;
        read.map(|Path(value)| PathParts(value))
            .map_err(|why: PathRejection| HttpError::of_status(why.status(), &why.body_text()))
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for QueryParts<T> {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, HttpError> {
        let read = Query::<T>::from_request_parts(parts, state).await;
        read.map(|Query(value)| QueryParts(value)).map_err(|why: QueryRejection| {
            HttpError::new(ErrorCode::BadRequest, format!("the query of the address: {}", innermost(&why)))
        })
    }
}

fn not_json(why: JsonRejection) -> HttpError {
    let refused = |code, message: String| HttpError::new(code, message);
    match why {
        JsonRejection::MissingJsonContentType(_) => refused(
            ErrorCode::NotJson,
            "the body must be JSON, and the header Content-Type must say so: application/json".to_owned(),
        ),
        JsonRejection::JsonSyntaxError(why) => {
            refused(ErrorCode::BadRequest, format!("the body is not JSON: {}", innermost(&why)))
        }
        JsonRejection::JsonDataError(why) => {
            refused(ErrorCode::BadRequest, format!("the body is not what is expected here: {}", innermost(&why)))
        }
        JsonRejection::BytesRejection(why) => not_whole(&why),
        other => HttpError::of_status(other.status(), &other.body_text()),
    }
}

fn not_whole(why: &BytesRejection) -> HttpError {
    match why.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            HttpError::new(ErrorCode::TooLarge, format!("the body is longer than {} KiB", MAX_BODY / 1024))
        }
        status => HttpError::of_status(status, "the body did not arrive whole"),
    }
}

/// The mistake and its place: the parser's message, which the library wraps in its own.
fn innermost(error: &dyn Error) -> String {
    // The library's errors repeat the same text: once themselves and once as the cause of the one around.
    error.source().map_or_else(|| error.to_string(), |source| source.to_string())
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::header;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Tank {
        #[expect(dead_code, reason = "it is read, and nothing is done with it")]
        level: Vec<u8>,
    }

    async fn refused(content_type: Option<&str>, body: impl Into<Body>) -> String {
        let mut request = Request::builder();
        if let Some(kind) = content_type {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let request = request.body(body.into()).expect("a request");
        Json::<Tank>::from_request(request, &()).await.expect_err("it is refused").to_string()
    }

    #[tokio::test]
    async fn a_refusal_says_what_is_wrong_and_where() {
        let json = Some("application/json");
        for (kind, body, words) in [
            (json, "", "the body is not JSON: EOF while parsing a value at line 1 column 0"),
            (json, "{\"level\": [1,\n]}", "the body is not JSON: level: trailing comma at line 2 column 1"),
            (json, "{\"level\": [1, 256]}", "here: level[1]: invalid value: integer `256`, expected u8 at line 1"),
            (json, "{\"lvel\": []}", "here: lvel: unknown field `lvel`, expected `level` at line 1"),
            (json, "{}", "the body is not what is expected here: missing field `level` at line 1 column 2"),
            (Some("text/plain"), "{}", "Content-Type must say so: application/json"),
            (None, "{}", "Content-Type must say so: application/json"),
        ] {
            let refusal = refused(kind, body).await;
            assert!(refusal.contains(words), "{body:?}: {refusal}");
        }
    }

    #[tokio::test]
    async fn json_of_any_kind_is_taken() {
        for kind in ["application/json", "application/json; charset=utf-8", "application/plant+json"] {
            let request = Request::builder().header(header::CONTENT_TYPE, kind).body(Body::from("{\"level\": [1]}"));
            assert!(Json::<Tank>::from_request(request.expect("a request"), &()).await.is_ok(), "{kind}");
        }
    }
}
