//! One HTTP exchange on a connection of its own: as much of HTTP/1.1 (RFC 9112) as measuring the gateway takes.
//!
//! Every clone of the project would compile a client library, for four requests. Answers without a `Content-Length` are
//! not understood; the gateway sends none.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use serde_json::Value;

/// How long an answer may take before the gateway counts as hung.
const PATIENCE: Duration = Duration::from_secs(30);

/// An answer: its status, and its body where that is JSON, else null.
#[derive(Debug, PartialEq)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Value,
}

/// Sends JSON; `address` is `HOST:PORT`.
pub(super) fn post(address: &str, path: &str, body: &Value) -> anyhow::Result<Answer> {
    let body = body.to_string();
    let head = format!("Content-Type: application/json\r\nContent-Length: {}\r\n", body.len());
    exchange(address, &format!("POST {path}"), &head, &body)
}

/// Asks with the token of a log-in.
pub(super) fn get(address: &str, path: &str, token: &str) -> anyhow::Result<Answer> {
    exchange(address, &format!("GET {path}"), &format!("Authorization: Bearer {token}\r\n"), "")
}

fn exchange(address: &str, target: &str, head: &str, body: &str) -> anyhow::Result<Answer> {
    let whole = || -> anyhow::Result<Answer> {
        let mut stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let request = format!("{target} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{head}\r\n{body}");
        stream.write_all(request.as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        parse(&answer)
    };
    whole().with_context(|| format!("{target} at {address}"))
}

/// Reads a whole answer, its connection having been closed.
fn parse(answer: &str) -> anyhow::Result<Answer> {
    let (head, body) = answer.split_once("\r\n\r\n").context("the answer ends in its head")?;
    let mut lines = head.split("\r\n");
    let status_line = lines.next().unwrap_or_default();
    let status = status_line.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.split(' ').next()?.parse().ok());
    let Some(status) = status else { bail!("not a status line: {status_line:?}") };
    let fields = lines.filter_map(|line| line.split_once(':'));
    let mut lengths = fields.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let length: usize = match lengths.next() {
        Some((_, value)) => value.trim().parse().with_context(|| format!("Content-Length:{value}"))?,
        None if body.is_empty() => 0,
        None => bail!("an answer with a body and no Content-Length"),
    };
    ensure!(body.len() == length, "{} bytes arrived of {length}", body.len());
    Ok(Answer { status, body: serde_json::from_str(body).unwrap_or(Value::Null) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_parse(answer: &str, expected: Result<(u16, Value), &str>) {
        match (parse(answer), expected) {
            (Ok(Answer { status, body }), Ok(wanted)) => assert_eq!((status, body), wanted, "{answer:?}"),
            (Err(error), Err(part)) => assert!(format!("{error:#}").contains(part), "{answer:?}: {error:#}"),
            (got, wanted) => panic!("{answer:?}: {got:?} instead of {wanted:?}"),
        }
    }

    #[test]
    fn answers_are_read_whole_or_refused() {
        let json = serde_json::json!({"a": 1});
        check_parse("HTTP/1.1 200 OK\r\ncontent-length: 7\r\nx: y:z\r\n\r\n{\"a\":1}", Ok((200, json)));
        check_parse("HTTP/1.1 204 No Content\r\n\r\n", Ok((204, Value::Null)));
        check_parse("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone", Ok((404, Value::Null)));
        check_parse("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{\"a\":1}", Err("7 bytes arrived of 9"));
        check_parse("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n", Err("no Content-Length"));
        check_parse("HTTP/1.1 200 OK\r\n", Err("ends in its head"));
        check_parse("SSH-2.0\r\n\r\n", Err("not a status line"));
        check_parse("", Err("ends in its head"));
    }
}
