//! The answers that the reading half of a socket leaves to the writing half, and the calls that it leaves to the task
//! that answers them.
//!
//! All of it is small or counted: a client that asks for more than it fetches is read no further until it fetches some.
//! A browser's confirmations of the bytes taken need no room at all, so the two halves cannot wait for each other.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use rollcall_wire::desktop::DatasetNumber;
use rollcall_wire::host::HostCall;
use rollcall_wire::socket::GatewayFrame;
use tokio::sync::Notify;

use crate::account::Charge;
use crate::client::Client;

/// The most short answers that may wait for a client that does not fetch them.
const MOST_ANSWERS: usize = 64;
/// The most calls that may wait for the one before.
const MOST_CALLS: usize = 8;
/// The most bytes of calls that may wait, but for one that is larger by itself.
const MOST_OF_CALLS: usize = 64 * 1024;
/// The most datasets that may be looked at, at once, at a place other than the current one.
const MOST_LOOKS: usize = 64;

/// The answers owed to a client, and the tasks that wait for it.
#[derive(Debug, Default)]
pub(super) struct Owed {
    debts: Mutex<Debts>,
    /// The session's windows, once a browser has started.
    client: OnceLock<Arc<Client>>,
    /// For the writer: something is owed.
    pub(super) due: Notify,
    /// For the reader: something was paid.
    paid: Notify,
    /// For the one that answers calls: there is one, or the answer before has gone.
    asked: Notify,
}

#[derive(Debug, Default)]
struct Debts {
    /// Answers of a few words.
    answers: VecDeque<GatewayFrame>,
    /// The library has answered pings, which must go out.
    flush: bool,
    /// The bytes that the browser has confirmed.
    taken: u64,
    /// Where the person looks at datasets.
    looks: BTreeMap<DatasetNumber, u32>,
    calls: VecDeque<WaitingCall>,
    /// The answer to a call.
    reply: Option<GatewayFrame>,
    /// It is being sent.
    replying: bool,
}

/// A call that waits for the one before.
#[derive(Debug)]
pub(super) struct WaitingCall {
    pub(super) id: u64,
    pub(super) call: HostCall,
    /// Its size as it came, in bytes.
    pub(super) bytes: usize,
    /// The charge for it, if it is large.
    pub(super) charge: Option<Charge>,
}

/// The frames that the writer finds when it looks.
#[derive(Debug, Default)]
pub(super) struct Due {
    pub(super) answer: Option<GatewayFrame>,
    pub(super) flush: bool,
    pub(super) taken: u64,
    pub(super) looks: BTreeMap<DatasetNumber, u32>,
}

impl Owed {
    // --- The reader ----------------------------------------------------------------------------------------------------

    /// An answer of a few words. Waits while too many are waiting.
    pub(super) async fn answer(&self, frame: GatewayFrame) {
        let mut frame = Some(frame);
        self.once_there_is_room(|debts| debts.answers.len() < MOST_ANSWERS, |debts| debts.answers.extend(frame.take()))
            .await;
        self.due.notify_one();
    }

    /// A call. Waits while too many are waiting, or too large ones.
    pub(super) async fn call(&self, call: WaitingCall) {
        let bytes = call.bytes;
        let fits = |debts: &Debts| {
            let waiting: usize = debts.calls.iter().map(|call| call.bytes).sum();
            debts.calls.is_empty() || (debts.calls.len() < MOST_CALLS && waiting + bytes <= MOST_OF_CALLS)
        };
        let mut call = Some(call);
        self.once_there_is_room(fits, |debts| debts.calls.extend(call.take())).await;
        self.asked.notify_one();
    }

    /// The library's own buffer must be sent.
    pub(super) fn flush(&self) {
        self.debts().flush = true;
        self.due.notify_one();
    }

    /// The browser has taken so many bytes in all.
    pub(super) fn taken(&self, bytes: u64) {
        let mut debts = self.debts();
        debts.taken = debts.taken.max(bytes);
        drop(debts);
        self.due.notify_one();
    }

    /// The person looks at a dataset from this row on.
    pub(super) fn look(&self, dataset: DatasetNumber, row: u32) {
        let mut debts = self.debts();
        debts.looks.insert(dataset, row);
        if debts.looks.len() > MOST_LOOKS {
            debts.looks.pop_first();
        }
        drop(debts);
        self.due.notify_one();
    }

    /// A browser has started.
    pub(super) fn started(&self, client: Arc<Client>) {
        // A second start is not answered; there is no other client.
        let _ = self.client.set(client);
        self.due.notify_one();
    }

    /// The session's windows, once a browser has started.
    pub(super) fn client(&self) -> Option<&Arc<Client>> {
        self.client.get()
    }

    async fn once_there_is_room(&self, room: impl Fn(&Debts) -> bool, put: impl FnOnce(&mut Debts)) {
        loop {
            {
                let mut debts = self.debts();
                if room(&debts) {
                    return put(&mut debts);
                }
            }
            self.paid.notified().await;
        }
    }

    // --- The one that answers calls ------------------------------------------------------------------------------------

    /// The next call, once the answer to the one before has gone.
    pub(super) async fn next_call(&self) -> WaitingCall {
        loop {
            {
                let mut debts = self.debts();
                if debts.reply.is_none()
                    && !debts.replying
                    && let Some(call) = debts.calls.pop_front()
                {
                    self.paid.notify_one();
                    return call;
                }
            }
            self.asked.notified().await;
        }
    }

    /// The answer to a call.
    pub(super) fn reply(&self, reply: GatewayFrame) {
        self.debts().reply = Some(reply);
        self.due.notify_one();
    }

    // --- The writer ----------------------------------------------------------------------------------------------------

    /// The frames that are due at once; an answer only if one is `wanted`.
    pub(super) fn take(&self, wanted: bool) -> Due {
        let mut debts = self.debts();
        let answer = if wanted { debts.answers.pop_front() } else { None };
        if answer.is_some() {
            self.paid.notify_one();
        }
        Due {
            answer,
            flush: std::mem::take(&mut debts.flush),
            taken: debts.taken,
            looks: std::mem::take(&mut debts.looks),
        }
    }

    /// The answer to a call, which is being sent from now on.
    pub(super) fn take_reply(&self) -> Option<GatewayFrame> {
        let mut debts = self.debts();
        debts.replying = debts.reply.is_some();
        debts.reply.take()
    }

    /// The answer has gone.
    pub(super) fn replied(&self) {
        self.debts().replying = false;
        self.asked.notify_one();
    }

    fn debts(&self) -> MutexGuard<'_, Debts> {
        self.debts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use rollcall_wire::host::SessionCall;

    use super::*;

    fn frame(number: usize) -> GatewayFrame {
        GatewayFrame::Invalid { message: number.to_string() }
    }

    #[tokio::test]
    async fn who_does_not_fetch_answers_is_read_no_further_and_how_far_it_has_come_is_heard_all_the_same() {
        let owed = Owed::default();
        for number in 0..MOST_ANSWERS {
            owed.answer(frame(number)).await;
        }
        let mut waiting = Box::pin(owed.answer(frame(99)));
        assert!(waiting.as_mut().now_or_never().is_none());
        owed.taken(7);
        owed.taken(3);
        let due = owed.take(true);
        assert_eq!((due.answer, due.taken), (Some(frame(0)), 7));
        waiting.await;
    }

    #[tokio::test]
    async fn calls_are_answered_one_at_a_time_and_in_order() {
        let owed = Owed::default();
        for id in 0..MOST_CALLS as u64 {
            owed.call(call(id, 100)).await;
        }
        assert!(owed.call(call(9, 100)).now_or_never().is_none());
        assert_eq!(owed.next_call().await.id, 0);
        owed.reply(frame(0));
        assert!(owed.next_call().now_or_never().is_none());
        assert_eq!(owed.take_reply(), Some(frame(0)));
        assert!(owed.next_call().now_or_never().is_none(), "the answer has not gone yet");
        owed.replied();
        assert_eq!(owed.next_call().await.id, 1);
    }

    fn call(id: u64, bytes: usize) -> WaitingCall {
        let call = SessionCall::GetSessionInfo { username_filter: None, project_filter: None }.into();
        WaitingCall { id, call, bytes, charge: None }
    }

    #[tokio::test]
    async fn one_large_call_waits_and_no_other_beside_it() {
        let owed = Owed::default();
        owed.call(call(1, 10 * MOST_OF_CALLS)).await;
        let mut second = Box::pin(owed.call(call(2, MOST_OF_CALLS)));
        assert!(second.as_mut().now_or_never().is_none());
        assert_eq!(owed.next_call().await.id, 1);
        second.await;
        assert!(owed.call(call(3, 1)).now_or_never().is_none());
    }

    #[test]
    fn places_that_are_looked_at_are_few() {
        let owed = Owed::default();
        for dataset in 0..1_000 {
            owed.look(dataset, 5);
        }
        assert_eq!(owed.take(true).looks.len(), MOST_LOOKS);
    }
}
