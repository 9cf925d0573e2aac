//! Answers to connections that never sent a valid request: written by hand, since there is no handler for them.

use rollcall_wire::rest::{ApiError, ErrorCode};

use crate::http::request_id::RequestId;

/// An answer in HTTP/1.1 after which the connection is closed. `status` has its words, as in `408 Request Timeout`.
pub fn answer(status: &str, code: ErrorCode, message: &str) -> Vec<u8> {
    let id = RequestId::generate();
    let body = ApiError { code, message: message.to_owned(), request_id: id.to_string(), ended: None };
    // A text and two words always are JSON.
    let body = serde_json::to_string(&body).unwrap_or_default();
    let head = [
        &format!("HTTP/1.1 {status}"),
        "content-type: application/json",
        &format!("x-request-id: {id}"),
        &format!("content-length: {}", body.len()),
        "cache-control: no-store",
        "content-security-policy: default-src 'none'; frame-ancestors 'none'",
        "x-content-type-options: nosniff",
        "connection: close",
    ];
    format!("{}\r\n\r\n{body}", head.join("\r\n")).into_bytes()
}

/// The answer in the place of the library's own to bytes that are not HTTP, which has no body. None when `written` is
/// not that answer.
pub fn instead_of(written: &[u8]) -> Option<Vec<u8>> {
    const OURS: &[u8] = b"x-content-type-options";
    let text = written.strip_prefix(b"HTTP/1.1 ").or_else(|| written.strip_prefix(b"HTTP/1.0 "))?;
    let (status, code, message) = match text.get(..3)? {
        b"400" => ("400 Bad Request", ErrorCode::BadRequest, "what was sent is not an HTTP/1.1 request"),
        b"414" => ("414 URI Too Long", ErrorCode::TooLarge, "the address of the request is too long"),
        b"431" => {
            ("431 Request Header Fields Too Large", ErrorCode::TooLarge, "the headers of the request are too long")
        }
        _ => return None,
    };
    let is_ours = written.windows(OURS.len()).any(|bytes| bytes == OURS);
    (!is_ours).then(|| answer(status, code, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_http_with_json_in_it() {
        let text = String::from_utf8(answer("408 Request Timeout", ErrorCode::Late, "too \"slow\"")).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 408 Request Timeout\r\n"), "{head}");
        assert!(head.contains(&format!("content-length: {}", body.len())), "{head}");
        let error: ApiError = serde_json::from_str(body).unwrap();
        assert_eq!((error.code, error.message.as_str()), (ErrorCode::Late, "too \"slow\""));
        assert!(head.contains(&format!("x-request-id: {}\r\n", error.request_id)), "{head}");
    }

    #[test]
    fn only_the_librarys_own_answers_are_replaced() {
        let own = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
        assert!(instead_of(own).unwrap().starts_with(b"HTTP/1.1 431 "));
        let ours = answer("400 Bad Request", ErrorCode::BadRequest, "x");
        for other in [&ours[..], b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 404 Not Found\r\n\r\n", b"", b"\x16\x03"] {
            assert_eq!(instead_of(other), None);
        }
    }
}
