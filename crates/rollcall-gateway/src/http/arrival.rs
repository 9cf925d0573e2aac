//! A request's body on its way: whether it has come to its end, and the room that it takes meanwhile.
//!
//! An answer that is late is the sender's affair until the body has come, and the gateway's from then on.
//!
//! A stranger may send a body as well, to log in, and may let it hang. All strangers together have a room of their own,
//! and each place (an address, or a network) a share of it: one that has much in it gets more only as long as more is
//! free than it has. So one place can neither fill the gateway's memory that way nor keep others from logging in.

use std::net::IpAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::http::request::Parts;
use hyper::body::{Frame, SizeHint};

use rollcall_shares::share::Share;

/// The unit of the room, in bytes: a log-in takes one.
const PAGE: usize = 4 * 1024;
/// How many there are, 16 MiB.
const PAGES: usize = 4 * 1024;
/// The cost of a header beside its text, in bytes (RFC 9113, 10.5.1).
const HEADER: usize = 32;

/// The room for data from strangers. Cloning shares it.
#[derive(Clone, Debug)]
pub struct Room(Arc<Mutex<Share<IpAddr>>>);

impl Default for Room {
    fn default() -> Self {
        Room(Arc::new(Mutex::new(Share::new(PAGES))))
    }
}

impl Room {
    /// Nothing yet, for a place.
    pub fn of(&self, place: IpAddr) -> Held {
        Held { room: self.clone(), place, bytes: 0, pages: 0 }
    }

    fn share(&self) -> MutexGuard<'_, Share<IpAddr>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The room that a request holds until it has been answered.
#[derive(Debug)]
pub struct Held {
    room: Room,
    place: IpAddr,
    bytes: usize,
    pages: usize,
}

impl Held {
    /// Takes room for so many bytes more. False when there is no room.
    fn take(&mut self, bytes: usize) -> bool {
        self.bytes += bytes;
        let mut share = self.room.share();
        while self.pages * PAGE < self.bytes {
            if share.take(&self.place).is_err() {
                return false;
            }
            self.pages += 1;
        }
        true
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut share = self.room.share();
        (0..self.pages).for_each(|_| share.give_back(&self.place));
    }
}

/// Says whether the body has come.
#[derive(Clone, Debug)]
pub struct Arrival(Arc<State>);

#[derive(Debug)]
struct State {
    whole: AtomicBool,
    refused: AtomicBool,
    held: Mutex<Option<Held>>,
}

impl Arrival {
    /// Whether all of it is here.
    pub fn is_whole(&self) -> bool {
        self.0.whole.load(Ordering::Relaxed)
    }

    /// Whether there was no room for it.
    pub fn is_refused(&self) -> bool {
        self.0.refused.load(Ordering::Relaxed)
    }

    fn take(&self, bytes: usize) {
        let mut held = self.0.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.as_mut().is_some_and(|held| !held.take(bytes)) {
            self.0.refused.store(true, Ordering::Relaxed);
        }
    }
}

/// The body, watched; its bytes, and the head that waits for it, are charged to `held`, if given.
pub fn watch(head: &Parts, body: Body, held: Option<Held>) -> (Body, Arrival) {
    let is_whole = body.is_end_stream();
    let state = State { whole: AtomicBool::new(is_whole), refused: AtomicBool::default(), held: Mutex::new(held) };
    let arrival = Arrival(Arc::new(state));
    if !is_whole {
        arrival.take(size(head));
    }
    (Body::new(Watched { body, arrival: arrival.clone() }), arrival)
}

fn size(head: &Parts) -> usize {
    let headers = head.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + HEADER);
    headers.sum::<usize>() + head.uri.path_and_query().map_or(0, |path| path.as_str().len())
}

struct Watched {
    body: Body,
    arrival: Arrival,
}

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(cx);
        if matches!(frame, Poll::Ready(None)) || self.body.is_end_stream() {
            self.arrival.0.whole.store(true, Ordering::Relaxed);
        }
        if let Poll::Ready(Some(Ok(frame))) = &frame {
            self.arrival.take(frame.data_ref().map_or(0, Bytes::len));
        }
        if self.arrival.is_refused() {
            return Poll::Ready(Some(Err(axum::Error::new("there is no room for the body"))));
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use axum::body::to_bytes;
    use axum::http::Request;
    use futures_util::stream;

    use super::*;

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1));
    const THERE: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 2));

    /// A body that comes in pieces of this size and is read; whether there was room for it, and the room that it holds.
    async fn read(room: &Room, place: IpAddr, piece: usize, pieces: usize) -> (bool, Arrival) {
        let (head, ()) = Request::new(()).into_parts();
        let pieces = (0..pieces).map(move |_| Ok::<_, axum::Error>(Bytes::from(vec![b'x'; piece])));
        let (body, arrival) = watch(&head, Body::from_stream(stream::iter(pieces)), Some(room.of(place)));
        let came = to_bytes(body, usize::MAX).await.is_ok();
        assert_eq!(came, !arrival.is_refused());
        (came, arrival)
    }

    #[tokio::test]
    async fn a_place_has_its_share_and_others_find_room() {
        let room = Room::default();
        let mut held = Vec::new();
        while let (true, arrival) = read(&room, HERE, 60_000, 1).await {
            held.push(arrival);
        }
        assert_eq!(held.len() * 60_000_usize.div_ceil(PAGE), PAGES / 2 / 15 * 15);
        assert!(!read(&room, HERE, 30_000, 2).await.0, "however it comes");
        assert!(read(&room, THERE, 60_000, 1).await.0);
        for _ in 0..10_000 {
            assert!(read(&room, THERE, 100, 1).await.0, "what was answered gives its room back");
        }
        held.pop();
        assert!(read(&room, HERE, 60_000, 1).await.0);
        held.clear();
        assert_eq!(room.share().total(), 0);
    }

    #[tokio::test]
    async fn a_request_without_a_body_takes_no_room_and_a_long_head_does() {
        let room = Room::default();
        for (body, pages) in
            [(Body::empty(), 0), (Body::from_stream(stream::pending::<Result<Bytes, axum::Error>>()), 3)]
        {
            let request = Request::builder().uri("/x").header("x", "x".repeat(2 * PAGE)).body(()).unwrap();
            let (_body, _arrival) = watch(&request.into_parts().0, body, Some(room.of(HERE)));
            assert_eq!(room.share().total(), pages);
        }
    }
}
