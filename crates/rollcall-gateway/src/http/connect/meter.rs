//! The meter before a session's WebSocket: the size that a client announces is charged before the library allocates it.
//!
//! A frame of a mebibyte begins with fourteen bytes, on which the library reserves all of it, and keeps the room for
//! later ones. So the meter reads along, frame by frame, and charges the largest message that has been announced to the
//! session's person, for as long as the connection lasts. A person whose connections announce more than there is room
//! for is disconnected: the meaning of a message is not known before it is there, so there is no request to answer with
//! an error.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::account::{Account, Charge};

/// Messages up to this many bytes are not charged: every connection may have one under way.
const SMALL: u64 = 16 * 1024;
/// The longest head of a frame (RFC 6455, 5.2), in bytes.
const LONGEST_HEAD: usize = 14;

/// A connection with its meter.
#[derive(Debug)]
pub(super) struct Metered<S> {
    connection: S,
    frames: Frames,
    charge: Charge,
}

impl<S> Metered<S> {
    /// A connection on which nothing has been read yet.
    pub(super) fn new(connection: S, account: Account) -> Self {
        Metered { connection, frames: Frames::default(), charge: account.nothing() }
    }
}

/// Where a stream of frames has come to.
#[derive(Debug, Default)]
struct Frames {
    head: [u8; LONGEST_HEAD],
    /// How much of the head is there.
    known: usize,
    /// How much of the frame's content is still to come.
    content: u64,
    /// The announced bytes of the message under way.
    message: u64,
    /// The most that a message has announced.
    most: u64,
}

impl Frames {
    /// Reads along.
    fn follow(&mut self, mut bytes: &[u8]) {
        while let Some((first, rest)) = bytes.split_first() {
            if self.content > 0 {
                let passed = self.content.min(bytes.len() as u64);
                self.content -= passed;
                bytes = &bytes[passed as usize..];
                continue;
            }
            self.head[self.known] = *first;
            self.known += 1;
            bytes = rest;
            if self.known >= 2 && self.known == self.length_of_head() {
                self.begin();
            }
        }
    }

    /// How long the head is that begins so.
    fn length_of_head(&self) -> usize {
        let mask = if self.head[1] & 0x80 == 0 { 0 } else { 4 };
        let length = match self.head[1] & 0x7f {
            126 => 2,
            127 => 8,
            _ => 0,
        };
        2 + length + mask
    }

    /// The head is there.
    fn begin(&mut self) {
        let number = |bytes: &[u8]| bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
        self.content = match self.head[1] & 0x7f {
            126 => number(&self.head[2..4]),
            127 => number(&self.head[2..10]),
            short => u64::from(short),
        };
        self.known = 0;
        match self.head[0] & 0x0f {
            // A continuation.
            0 => self.message = self.message.saturating_add(self.content),
            1 | 2 => self.message = self.content,
            // Control frames are short, or the library refuses them.
            _ => return,
        }
        self.most = self.most.max(self.message);
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Metered<S> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let Metered { connection, frames, charge } = self.get_mut();
        let before = buffer.filled().len();
        ready!(Pin::new(connection).poll_read(cx, buffer))?;
        frames.follow(&buffer.filled()[before..]);
        if frames.most > SMALL && frames.most > charge.bytes() {
            let charged = charge.resize(frames.most);
            // Bytes that are not charged are not passed on.
            charged.inspect_err(|_| buffer.set_filled(before)).map_err(io::Error::other)?;
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Metered<S> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().connection).poll_write(cx, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().connection).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().connection).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().connection).poll_write_vectored(cx, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.connection.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tokio::io::AsyncReadExt;

    use super::*;

    /// A frame of a client: masked.
    fn frame(opcode: u8, length: usize) -> Vec<u8> {
        let mut bytes = vec![0x80 | opcode];
        match length {
            ..126 => bytes.push(0x80 | length as u8),
            126..0x1_0000 => bytes.extend([&[0x80 | 126][..], &(length as u16).to_be_bytes()].concat()),
            _ => bytes.extend([&[0x80 | 127][..], &(length as u64).to_be_bytes()].concat()),
        }
        bytes.extend([1, 2, 3, 4]);
        bytes.resize(bytes.len() + length, b'x');
        bytes
    }

    fn most(bytes: &[u8], pieces: usize) -> u64 {
        let mut frames = Frames::default();
        bytes.chunks(pieces).for_each(|piece| frames.follow(piece));
        frames.most
    }

    #[test]
    fn the_largest_message_counts_with_all_of_its_frames() {
        let cases: [(&[(u8, usize)], u64); 5] = [
            (&[(1, 5)], 5),
            (&[(1, 70_000), (1, 3)], 70_000),
            (&[(1, 200), (0, 40_000), (9, 100), (0, 300), (1, 7)], 40_500),
            (&[(9, 125), (10, 125)], 0),
            (&[(2, 0), (1, 126), (1, 125)], 126),
        ];
        for (frames, expected) in cases {
            let bytes: Vec<u8> = frames.iter().flat_map(|(opcode, length)| frame(*opcode, *length)).collect();
            for pieces in [1, 2, 3, 7, 1_000, usize::MAX] {
                assert_eq!(most(&bytes, pieces), expected, "{frames:?} in pieces of {pieces}");
            }
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_fail(bytes in proptest::collection::vec(any::<u8>(), 0..200), pieces in 1..50usize) {
            most(&bytes, pieces);
        }
    }

    #[tokio::test]
    async fn what_is_announced_is_charged_before_it_comes_and_given_back_at_the_end() {
        let gateway = Account::of_gateway(4 << 20);
        let client = gateway.of_person().of_client(4 << 20);
        let head = |length| frame(1, length)[..14].to_vec();
        let (first, third) = (head(1 << 20), head(3 << 20));
        let mut one = Metered::new(&first[..], client.clone());
        let mut read = Vec::new();
        one.read_to_end(&mut read).await.unwrap();
        assert_eq!((read.len(), gateway.held()), (14, 1 << 20));
        let mut more = Metered::new(&third[..], client.clone());
        assert!(more.read_to_end(&mut read).await.is_err(), "there is no room for that much");
        drop(one);
        assert_eq!(gateway.held(), 0);
    }
}
