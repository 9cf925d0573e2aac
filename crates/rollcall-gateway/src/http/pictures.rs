//! Pictures on their way to browsers: one copy of each, however many fetch it and however slowly.
//!
//! A picture may be megabytes, and a browser may take as long as its line needs. So connections that are sent the same
//! picture share it, a connection holds no more than a small piece of it, and the pictures under way are limited, by
//! number and by bytes, for one person and for all together; the next one waits. A connection that takes too little of
//! it is closed (`crate::listen`).

use std::collections::HashMap;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use rollcall_project::MAX_IMAGE_BYTES;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How much of a picture a connection holds, in bytes.
const PIECE: usize = 32 * 1024;
/// How many pictures one person may be sent at once. A window with more of them gets the rest after those.
const PLACES: usize = 32;
/// How many bytes of pictures one person may be sent at once: two of the largest.
const ROOM_OF_A_PERSON: usize = 2 * MAX_IMAGE_BYTES;
/// How many bytes of pictures all people together may be sent at once.
const ROOM: usize = 8 * MAX_IMAGE_BYTES;
/// The unit in which room is counted, in bytes.
const UNIT: usize = 1024;
/// How many pictures are read from disk at once, of all people: each may be megabytes before it is known whether it is
/// one that is being sent already.
const READING: usize = 4;

/// A picture by its project and path.
type Name = (String, String);

/// Pictures that are being sent.
#[derive(Debug)]
pub struct Pictures {
    sent: Mutex<HashMap<Name, Weak<Vec<u8>>>>,
    /// By user.
    people: Mutex<HashMap<String, Weak<Person>>>,
    room: Arc<Semaphore>,
    reading: Arc<Semaphore>,
}

impl Default for Pictures {
    fn default() -> Self {
        let reading = Arc::new(Semaphore::new(READING));
        let room = Arc::new(Semaphore::new(ROOM / UNIT));
        Pictures { sent: Mutex::default(), people: Mutex::default(), room, reading }
    }
}

/// The pictures that one person may be sent at once.
#[derive(Debug)]
struct Person {
    places: Arc<Semaphore>,
    room: Arc<Semaphore>,
}

/// The right to be sent a picture, and room for it.
#[derive(Debug)]
pub struct Place {
    _of_the_person: OwnedSemaphorePermit,
    rooms: [OwnedSemaphorePermit; 2],
    /// It is known as long as one of its places is taken.
    _person: Arc<Person>,
}

impl Place {
    /// Gives back the room that a picture of so many bytes does not need.
    pub fn shrink_to(&mut self, bytes: usize) {
        for room in &mut self.rooms {
            let surplus = room.num_permits().saturating_sub(bytes.div_ceil(UNIT).max(1));
            drop(room.split(surplus));
        }
    }
}

impl Pictures {
    /// Waits until this person may be sent another picture, and there is room for one of the largest: how large it is
    /// is known once it has been read.
    pub async fn place(&self, username: &str) -> Place {
        let person = self.person(username);
        let place = permit(&person.places, 1).await;
        let largest = MAX_IMAGE_BYTES / UNIT;
        let rooms = [permit(&person.room, largest).await, permit(&self.room, largest).await];
        Place { _of_the_person: place, rooms, _person: person }
    }

    fn person(&self, username: &str) -> Arc<Person> {
        let mut all = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, person| person.strong_count() > 0);
        let known = all.get(username).and_then(Weak::upgrade);
        known.unwrap_or_else(|| {
            let semaphore = |places| Arc::new(Semaphore::new(places));
            let person = Arc::new(Person { places: semaphore(PLACES), room: semaphore(ROOM_OF_A_PERSON / UNIT) });
            all.insert(username.to_owned(), Arc::downgrade(&person));
            person
        })
    }

    /// Waits until another picture may be read; dropping the permit ends the turn.
    pub async fn turn_to_read(&self) -> OwnedSemaphorePermit {
        permit(&self.reading, 1).await
    }

    /// A picture as it was read just now: the copy that is being sent to others, if it is the same.
    pub fn share(&self, project: &str, path: &str, bytes: Vec<u8>) -> Arc<Vec<u8>> {
        let mut sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        sent.retain(|_, picture| picture.strong_count() > 0);
        let key = (project.to_owned(), path.to_owned());
        if let Some(known) = sent.get(&key).and_then(Weak::upgrade)
            && *known == bytes
        {
            return known;
        }
        let picture = Arc::new(bytes);
        sent.insert(key, Arc::downgrade(&picture));
        picture
    }
}

/// Semaphores are never closed here.
async fn permit(semaphore: &Arc<Semaphore>, count: usize) -> OwnedSemaphorePermit {
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    match Arc::clone(semaphore).acquire_many_owned(count).await {
        Ok(permit) => permit,
        Err(_) => std::future::pending().await,
    }
}

/// A picture piece by piece, with the place that it takes until it is gone.
pub fn body(picture: Arc<Vec<u8>>, place: Place) -> Body {
    Body::new(Pieces { picture, at: 0, _place: place })
}

struct Pieces {
    picture: Arc<Vec<u8>>,
    at: usize,
    _place: Place,
}

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let end = self.picture.len().min(self.at + PIECE);
        let piece = self.picture.get(self.at..end).filter(|piece| !piece.is_empty()).map(Bytes::copy_from_slice);
        self.at = end;
        Poll::Ready(piece.map(|piece| Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.at >= self.picture.len()
    }

    /// By which it is known how long the picture may take.
    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact((self.picture.len() - self.at) as u64)
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[test]
    fn who_is_sent_the_same_picture_shares_it_until_it_changes() {
        let pictures = Pictures::default();
        let first = pictures.share("plant", "a.png", vec![1; 100]);
        let second = pictures.share("plant", "a.png", vec![1; 100]);
        assert!(Arc::ptr_eq(&first, &second));
        let changed = pictures.share("plant", "a.png", vec![2; 100]);
        assert!(!Arc::ptr_eq(&first, &changed));
        assert!(!Arc::ptr_eq(&changed, &pictures.share("other", "a.png", vec![2; 100])));
        drop((first, second, changed));
        pictures.share("plant", "b.png", Vec::new());
        assert_eq!(pictures.sent.lock().unwrap().len(), 1);
    }

    #[tokio::test]
    async fn one_person_has_so_many_under_way_and_another_does_not_wait_for_them() {
        let pictures = Pictures::default();
        let mut under_way = Vec::new();
        for _ in 0..PLACES {
            let mut place = pictures.place("billy").await;
            place.shrink_to(100 * UNIT);
            under_way.push(place);
        }
        assert!(pictures.place("billy").now_or_never().is_none());
        assert!(pictures.place("anna").now_or_never().is_some());
        under_way.pop();
        assert!(pictures.place("billy").now_or_never().is_some());
    }

    #[tokio::test]
    async fn what_is_under_way_has_a_budget_in_bytes_for_each_person_and_for_all() {
        let pictures = Pictures::default();
        let large = async |user: &str| pictures.place(user).await;
        let mut under_way = vec![large("billy").await, large("billy").await];
        assert!(pictures.place("billy").now_or_never().is_none(), "two of the largest are a person's");
        for number in 0..6 {
            under_way.push(large(&format!("user {number}")).await);
        }
        assert!(pictures.place("anna").now_or_never().is_none(), "all room is taken");
        under_way[0].shrink_to(UNIT);
        under_way[1].shrink_to(0);
        assert!(pictures.place("anna").now_or_never().is_some());
        assert!(pictures.place("billy").now_or_never().is_some());
        drop(under_way);
        assert_eq!(pictures.room.available_permits(), ROOM / UNIT);
    }

    #[tokio::test]
    async fn a_picture_is_sent_whole_and_gives_its_place_back() {
        let pictures = Pictures::default();
        let content: Vec<u8> = (0..3 * PIECE + 5).map(|at| (at % 251) as u8).collect();
        let picture = pictures.share("plant", "a.png", content.clone());
        let body = body(picture, pictures.place("billy").await);
        let sent = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        assert_eq!(sent, content);
        assert_eq!(pictures.people.lock().unwrap()["billy"].strong_count(), 0);
    }
}
