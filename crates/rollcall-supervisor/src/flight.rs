//! Room for messages on their way between workers and the gateway: a script's values are read, decoded, encoded and
//! written, and each step holds them in memory once more.
//!
//! A caller that finds no room waits, and the pipe with it, so that a script that moves much is held back by its own
//! worker. There is room for messages as bytes, and room for values; a holder of the second does not wait for the
//! first, so that there is no deadlock. Small messages need no room: there are few workers.

use std::sync::Arc;

use rollcall_dataset::Dataset;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The size up to which a message needs no room, in bytes.
const SMALL: usize = 64 * 1024;
/// The unit in which room is counted, in bytes: a semaphore has too few places for bytes.
const UNIT: usize = 1024;
/// The memory that one value of a message can take while it is decoded, beside the bytes of texts.
const EACH_VALUE: usize = 100;

/// The room of a gateway. Cloning shares it.
#[derive(Clone, Debug)]
pub struct Flights {
    bodies: Lane,
    values: Lane,
}

#[derive(Clone, Debug)]
struct Lane {
    free: Arc<Semaphore>,
    units: u32,
}

/// Room that is taken, until this is dropped.
#[derive(Debug)]
pub struct Flight(#[allow(dead_code, reason = "it is held for its end")] Option<OwnedSemaphorePermit>);

impl Flight {
    /// For a message that needs no room.
    pub fn free() -> Self {
        Flight(None)
    }
}

impl Flights {
    /// Room for so many bytes, half of it for messages and half for values.
    pub fn new(bytes: u64) -> Self {
        let half = usize::try_from(bytes / 2).unwrap_or(usize::MAX);
        Flights { bodies: Lane::new(half), values: Lane::new(half) }
    }

    /// Waits for room for a message; one that is larger than all the room has all of it.
    pub async fn body(&self, bytes: usize) -> Flight {
        self.bodies.take(bytes).await
    }

    /// Waits for room for a value; one that is larger than all the room has all of it.
    pub async fn value(&self, bytes: usize) -> Flight {
        self.values.take(bytes).await
    }

    /// Whether a value is larger than all the room there is.
    pub fn is_too_large(&self, bytes: usize) -> bool {
        bytes > self.most()
    }

    /// The largest value that may come, in bytes.
    pub fn most(&self) -> usize {
        self.values.units as usize * UNIT
    }
}

impl Lane {
    fn new(bytes: usize) -> Self {
        let units = u32::try_from(bytes / UNIT).unwrap_or(u32::MAX).clamp(1, u32::MAX >> 4);
        Lane { free: Arc::new(Semaphore::new(units as usize)), units }
    }

    async fn take(&self, bytes: usize) -> Flight {
        if bytes <= SMALL {
            return Flight(None);
        }
        let units = u32::try_from(bytes / UNIT).unwrap_or(u32::MAX).min(self.units);
        // It is never closed.
        Flight(Arc::clone(&self.free).acquire_many_owned(units).await.ok())
    }
}

/// A size as people write it: `3.5 MiB`.
pub fn size_in_words(bytes: u64) -> String {
    match bytes {
        0..0x400 => format!("{bytes} bytes"),
        0x400..0x10_0000 => format!("{:.1} KiB", bytes as f64 / 1024.0),
        _ => format!("{:.1} MiB", bytes as f64 / f64::from(1 << 20)),
    }
}

/// How much memory the message in a frame's body can take once it is decoded, without decoding it. An invalid message
/// takes little before it is refused.
pub(super) fn memory_of_message(body: &[u8]) -> usize {
    let pieces = Pieces { rest: body, open: 1 };
    let mut memory = 0usize;
    for content in pieces {
        let content = match Dataset::is_encoded(content) {
            true => Dataset::memory_of_encoded(content).unwrap_or(0).saturating_add(content.len()),
            false => 2 * content.len(),
        };
        memory = memory.saturating_add(EACH_VALUE).saturating_add(content);
    }
    memory
}

/// The values of a MessagePack document one after the other, containers among them: of each the bytes of its text, if it
/// has some.
struct Pieces<'a> {
    rest: &'a [u8],
    /// How many values are still to come.
    open: u64,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        self.open = self.open.checked_sub(1)?;
        let marker = self.take(1)?[0];
        match marker {
            0x80..=0x8f => self.contain(2 * u64::from(marker & 0x0f)),
            0x90..=0x9f => self.contain(u64::from(marker & 0x0f)),
            0xa0..=0xbf => self.take(usize::from(marker & 0x1f)),
            0xc4 | 0xd9 => self.text(1),
            0xc5 | 0xda => self.text(2),
            0xc6 | 0xdb => self.text(4),
            0xca | 0xce | 0xd2 => self.take(4).map(|_| &[] as &[u8]),
            0xcb | 0xcf | 0xd3 => self.take(8).map(|_| &[] as &[u8]),
            0xcc | 0xd0 => self.take(1).map(|_| &[] as &[u8]),
            0xcd | 0xd1 => self.take(2).map(|_| &[] as &[u8]),
            0xdc => self.number(2).and_then(|count| self.contain(count)),
            0xdd => self.number(4).and_then(|count| self.contain(count)),
            0xde => self.number(2).and_then(|count| self.contain(2 * count)),
            0xdf => self.number(4).and_then(|count| self.contain(2 * count)),
            // Our messages have no extensions.
            0xc1 | 0xc7..=0xc9 | 0xd4..=0xd8 => None,
            // Small numbers, nothing, yes and no.
            _ => Some(&[]),
        }
    }
}

impl<'a> Pieces<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    fn number(&mut self, width: usize) -> Option<u64> {
        Some(self.take(width)?.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    fn text(&mut self, width: usize) -> Option<&'a [u8]> {
        let length = self.number(width)?;
        self.take(usize::try_from(length).ok()?)
    }

    fn contain(&mut self, count: u64) -> Option<&'a [u8]> {
        self.open += count;
        Some(&[])
    }
}

/// The number of the call whose message begins so; None when it is not a call.
pub(super) fn number_of_call(head: &[u8]) -> Option<u64> {
    // The fields come in the order in which they are declared.
    let rest = head.strip_prefix(b"\x83\xa4type\xa4call\xa2id")?;
    let (marker, digits) = rest.split_first()?;
    let width = match marker {
        0..=0x7f => return Some(u64::from(*marker)),
        0xcc => 1,
        0xcd => 2,
        0xce => 4,
        0xcf => 8,
        _ => return None,
    };
    Some(digits.get(..width)?.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use futures_util::FutureExt;
    use rollcall_dataset::Column;
    use rollcall_window::Value;
    use rollcall_wire::component::ComponentRef;
    use rollcall_wire::frame;
    use rollcall_wire::host::WindowCall;
    use rollcall_wire::worker::FromWorker;

    use super::*;

    fn body(id: u64, value: Value) -> Vec<u8> {
        let call = WindowCall::SetProperty {
            component: ComponentRef { window: 1, component: 2 },
            property: "x".into(),
            value,
        };
        frame::encode(&FromWorker::Call { id, call: call.into() }).unwrap().split_off(4)
    }

    #[test]
    fn a_message_takes_at_least_what_its_value_weighs() {
        let rows = Value::List((0..10_000).map(Value::Integer).collect());
        let cells = Column::booleans("a", vec![Some(true); 100_000]);
        let numbers = Column::integers("b", vec![Some(7); 100_000]);
        let dataset = Value::Dataset(Arc::new(Dataset::new(vec![cells, numbers]).unwrap()));
        for value in [Value::Text("x".repeat(100_000).into()), rows, dataset, Value::Double(0.5), Value::Nothing] {
            let memory = memory_of_message(&body(1, value.clone()));
            assert!(memory >= value.weight() / 2, "{memory} for {}", value.weight());
        }
    }

    #[test]
    fn what_is_no_message_takes_little() {
        let mut cut = body(1, Value::Text("x".repeat(1_000).into()));
        cut.truncate(500);
        for bytes in [&b""[..], b"\xdf\xff\xff\xff\xff", b"\xc1\xc1", &cut] {
            assert!(memory_of_message(bytes) < 10_000, "{bytes:?}");
        }
    }

    #[test]
    fn the_number_of_a_call_is_in_its_first_bytes() {
        for id in [0, 1, 127, 128, 255, 256, 70_000, u64::MAX] {
            assert_eq!(number_of_call(&body(id, Value::Nothing)[..40]), Some(id));
        }
        let ready = frame::encode(&FromWorker::Ready).unwrap().split_off(4);
        assert_eq!(number_of_call(&ready), None);
        assert_eq!(number_of_call(b""), None);
    }

    #[tokio::test]
    async fn who_finds_no_room_waits_and_who_is_small_does_not() {
        let flights = Flights::new(2 << 20);
        let all = flights.value(5 << 20).await;
        assert!(flights.is_too_large((1 << 20) + 1) && !flights.is_too_large(1 << 20));
        let _small = flights.value(SMALL).await;
        let _message = flights.body(1 << 20).await;
        let mut waiting = std::pin::pin!(flights.value(SMALL + UNIT));
        assert!(waiting.as_mut().now_or_never().is_none(), "there is no room");
        drop(all);
        waiting.await;
    }
}
