//! HTTP/2 under TLS, frame by frame (RFC 9113): the limits of a connection, and its end when nothing is asked for.

use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use testkit::{GatewayProcess, PATIENCE};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::tls;

const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GO_AWAY: u8 = 7;

/// A frame of the connection itself.
fn frame(kind: u8, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("a small frame").to_be_bytes();
    [&length[1..], &[kind, 0, 0, 0, 0, 0], payload].concat()
}

/// A connection that speaks HTTP/2 and has sent nothing else.
async fn connect(gateway: &GatewayProcess, folder: &tempfile::TempDir) -> TlsStream<TcpStream> {
    let mut roots = RootCertStore::empty();
    let certificate = CertificateDer::from_pem_file(folder.path().join("cert.pem")).expect("a certificate");
    roots.add(certificate).expect("a certificate that can be trusted");
    // The second call in one process finds the provider installed, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec()];
    let address = gateway.url().strip_prefix("https://").expect("a gateway with TLS");
    let stream = TcpStream::connect(address).await.expect("the gateway can be reached");
    let name = ServerName::try_from("localhost").expect("a name");
    let mut stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await.expect("a handshake");
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
    stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await.expect("the connection is open");
    stream.write_all(&frame(SETTINGS, &[])).await.expect("the connection is open");
    stream
}

/// The next frame: its kind and its payload.
async fn next(stream: &mut TlsStream<TcpStream>) -> (u8, Vec<u8>) {
    let mut head = [0; 9];
    stream.read_exact(&mut head).await.expect("a frame");
    let mut payload = vec![0; u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize];
    stream.read_exact(&mut payload).await.expect("a whole frame");
    (head[3], payload)
}

/// Sends a frame again and again until the gateway closes, and returns whether it has answered any.
async fn send_until_closed(stream: TlsStream<TcpStream>, frame: Vec<u8>) -> bool {
    let (mut read, mut write) = tokio::io::split(stream);
    let sending = tokio::spawn(async move {
        while frame.is_empty() || write.write_all(&frame).await.and(write.flush().await).is_ok() {
            sleep(Duration::from_millis(50)).await;
        }
    });
    let mut said = Vec::new();
    // A connection that is reset is closed as well.
    let _ = timeout(PATIENCE, read.read_to_end(&mut said)).await.expect("the gateway closes the connection");
    sending.abort();
    // Its own settings are always there.
    said.len() > 100
}

#[tokio::test]
async fn a_connection_that_asks_for_nothing_ends_whatever_it_sends() {
    let (gateway, folder) = tls::with_certificate("[connections]\npatience = \"1s\"\n").await;
    for (frame, is_answered) in [(Vec::new(), false), (frame(PING, b"12345678"), true), (frame(SETTINGS, &[]), true)] {
        let stream = connect(&gateway, &folder).await;
        assert_eq!(send_until_closed(stream, frame.clone()).await, is_answered, "{frame:?}");
    }
}

#[tokio::test]
async fn what_a_connection_may_hold_is_told_and_little() {
    let (gateway, folder) = tls::with_certificate("").await;
    let mut stream = connect(&gateway, &folder).await;
    let settings = loop {
        match next(&mut stream).await {
            (SETTINGS, payload) if !payload.is_empty() => break payload,
            (GO_AWAY, payload) => panic!("{payload:?}"),
            _ => {}
        }
    };
    let told = |number: u16| {
        let mut pairs = settings.chunks_exact(6).filter(|pair| pair[..2] == number.to_be_bytes());
        pairs.next().map(|pair| u32::from_be_bytes([pair[2], pair[3], pair[4], pair[5]]))
    };
    // RFC 9113, 6.5.2: how many requests at once, how much of a body before it is read, and how long a head.
    for (number, most) in [(3, 32), (4, 65_536), (6, 32_768)] {
        let told = told(number).unwrap_or_else(|| panic!("setting {number} is told: {settings:?}"));
        assert!(told > 0 && told <= most, "setting {number}: {told}");
    }
}
