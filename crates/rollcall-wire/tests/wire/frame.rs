//! Frames on a pipe, and malformed streams.

use std::io::{self, ErrorKind, Read};

use proptest::prelude::*;
use rollcall_dataset::{Column, Dataset};
use rollcall_wire::frame::{self, MAX_FRAME};
use rollcall_wire::host::{HostAnswer, SessionAnswer};
use rollcall_wire::worker::ToWorker;

type Messages = Vec<String>;

#[test]
fn messages_come_back_one_by_one() {
    let mut stream = Vec::new();
    for message in ["", "billy", "\u{1F600}\n"] {
        frame::write(&mut stream, &message).unwrap();
    }
    assert_eq!(stream[..6], [1, 0, 0, 0, 0xA0, 6], "the length is little-endian and counts the body alone");
    let mut reader = stream.as_slice();
    let read: Vec<String> = std::iter::from_fn(|| frame::read(&mut reader).unwrap()).collect();
    assert_eq!(read, ["", "billy", "\u{1F600}\n"]);
}

/// A frame of `message` that is cut short at every place is an error, except at its beginning, where the stream ends.
#[test]
fn a_stream_that_ends_within_a_frame() {
    let whole = frame::encode(&["billy", "bob"]).unwrap();
    assert_eq!(frame::read::<Messages>(&mut &whole[..0]).unwrap(), None);
    for end in 1..whole.len() {
        let error = frame::read::<Messages>(&mut &whole[..end]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedEof, "{end}");
    }
    assert!(frame::read::<Messages>(&mut &whole[..]).unwrap().is_some());
}

/// A header, and a body that would be an error of its own to read.
struct NoBody([u8; 4], usize);

impl Read for NoBody {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(byte) = self.0.get(self.1) else { panic!("the body is not to be read") };
        buffer[0] = *byte;
        self.1 += 1;
        Ok(1)
    }
}

#[test]
fn lengths() {
    let max = u32::try_from(MAX_FRAME).unwrap();
    for (announced, taken) in [(0, true), (1, true), (max, true), (max + 1, false), (u32::MAX, false)] {
        let header = announced.to_le_bytes();
        assert_eq!(frame::length(header).is_ok(), taken, "{announced}");
        if !taken {
            let error = frame::read::<Messages>(&mut NoBody(header, 0)).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidData);
            assert_eq!(error.to_string(), format!("a frame of {announced} bytes is too large"));
        }
    }
}

/// The columns of an answer are not taken apart and put together again: their bytes are in the frame as they are.
#[test]
fn a_dataset_is_one_piece() {
    let names = (0..1_000).map(|number| Some(format!("user{}", number % 10)));
    let dataset = Dataset::new(vec![Column::strings("username", names)]).unwrap();
    let reply = ToWorker::Reply { id: 1, result: Ok(HostAnswer::Session(SessionAnswer::Info(dataset.clone()))) };
    let frame = frame::encode(&reply).unwrap();
    let binary = dataset.encode().unwrap();
    assert!(frame.windows(binary.len()).any(|part| part == binary));
    assert!(frame.len() < binary.len() + 100);
    assert_eq!(frame::decode::<ToWorker>(&frame[4..]).unwrap(), reply);
}

/// A length that is allowed costs no memory before the bytes are there.
#[test]
fn an_announced_length_is_not_allocated() {
    let mut stream = MAX_FRAME.to_le_bytes()[..4].to_vec();
    stream.extend(b"\x90");
    assert_eq!(frame::read::<Messages>(&mut stream.as_slice()).unwrap_err().kind(), ErrorKind::UnexpectedEof);
}

#[test]
fn a_message_that_is_too_large_is_not_sent() {
    let mut stream = Vec::new();
    let error = frame::write(&mut stream, &"x".repeat(MAX_FRAME)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidData);
    assert!(stream.is_empty());
}

#[test]
fn a_body_that_is_no_message() {
    // Nothing, a list cut short, two lists, a map, a list of a number, a byte of no meaning, a list that goes on for ever.
    for body in [&b""[..], b"\x91", b"\x90\x90", b"\x80", b"\x91\x01", b"\xC1", &[0x91; 100_000]] {
        let error = frame::decode::<Messages>(body).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidData, "{body:?}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let mut reader = bytes.as_slice();
        while let Ok(Some(_)) = frame::read::<Messages>(&mut reader) {}
    }

    #[test]
    fn any_message_comes_back(messages in prop::collection::vec(".*", 0..8)) {
        let bytes = frame::encode(&messages).unwrap();
        prop_assert_eq!(frame::read::<Messages>(&mut bytes.as_slice()).unwrap(), Some(messages));
    }
}
