//! Pictures on their way to browsers: one copy of each, however many fetch it and however slowly.
//!
//! A picture may be megabytes, and a browser may take as long as its line needs. So those who are being sent the same
//! picture share it, a connection has no more than a small piece of it in hand, and one person has a few under way; the
//! next one waits. A connection that takes too little of it is closed (`crate::listen`).

use std::collections::HashMap;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How much of a picture a connection has in hand, in bytes.
const PIECE: usize = 32 * 1024;
/// How many pictures one person may be sent at once. A window with more of them gets the rest after those.
const PLACES: usize = 32;
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
    places: Mutex<HashMap<String, Weak<Semaphore>>>,
    reading: Arc<Semaphore>,
}

impl Default for Pictures {
    fn default() -> Self {
        let reading = Arc::new(Semaphore::new(READING));
        Pictures { sent: Mutex::default(), places: Mutex::default(), reading }
    }
}

/// The right to be sent a picture.
#[derive(Debug)]
pub struct Place {
    _of_the_person: OwnedSemaphorePermit,
}

impl Pictures {
    /// Waits until this person may be sent another picture.
    pub async fn place(&self, username: &str) -> Place {
        let places = {
            let mut all = self.places.lock().unwrap_or_else(PoisonError::into_inner);
            all.retain(|_, places| places.strong_count() > 0);
            let known = all.get(username).and_then(Weak::upgrade);
            known.unwrap_or_else(|| {
                let places = Arc::new(Semaphore::new(PLACES));
                all.insert(username.to_owned(), Arc::downgrade(&places));
                places
            })
        };
        Place { _of_the_person: permit(places).await }
    }

    /// Waits until another picture may be read; what is given back ends that.
    pub async fn turn_to_read(&self) -> OwnedSemaphorePermit {
        permit(Arc::clone(&self.reading)).await
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
async fn permit(semaphore: Arc<Semaphore>) -> OwnedSemaphorePermit {
    match semaphore.acquire_owned().await {
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
            under_way.push(pictures.place("billy").await);
        }
        assert!(pictures.place("billy").now_or_never().is_none());
        assert!(pictures.place("anna").now_or_never().is_some());
        under_way.pop();
        assert!(pictures.place("billy").now_or_never().is_some());
    }

    #[tokio::test]
    async fn a_picture_is_sent_whole_and_gives_its_place_back() {
        let pictures = Pictures::default();
        let content: Vec<u8> = (0..3 * PIECE + 5).map(|at| (at % 251) as u8).collect();
        let picture = pictures.share("plant", "a.png", content.clone());
        let body = body(picture, pictures.place("billy").await);
        let sent = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        assert_eq!(sent, content);
        assert_eq!(pictures.places.lock().unwrap()["billy"].strong_count(), 0);
    }
}
