//! How often a client may send frames. Past that it is read no further until the second is over: its own connection
//! holds it back, and it costs no other client.

use std::time::Duration;

use tokio::time::Instant;

/// How many requests about its windows a browser may make in a second. No person types or clicks so fast.
const REQUESTS_A_SECOND: u32 = 200;
/// How many messages of any kind a client may send in a second, pings and invalid frames among them.
const MESSAGES_A_SECOND: u32 = 1_000;

/// The messages in the second that began then.
#[derive(Debug)]
pub(super) struct Rate {
    begin: Instant,
    messages: u32,
    requests: u32,
}

impl Rate {
    pub(super) fn from(now: Instant) -> Self {
        Rate { begin: now, messages: 0, requests: 0 }
    }

    /// A message has come. Until when the next one has to wait, if it has.
    pub(super) fn message(&mut self, now: Instant) -> Option<Instant> {
        self.renew(now);
        self.messages += 1;
        (self.messages > MESSAGES_A_SECOND).then(|| self.end())
    }

    /// A message that has come is a request about windows. Until when it has to wait, if it has.
    pub(super) fn request(&mut self, now: Instant) -> Option<Instant> {
        self.renew(now);
        self.requests += 1;
        (self.requests > REQUESTS_A_SECOND).then(|| self.end())
    }

    fn end(&self) -> Instant {
        self.begin + Duration::from_secs(1)
    }

    fn renew(&mut self, now: Instant) {
        if now >= self.end() {
            *self = Rate::from(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn past_the_limit_the_rest_of_the_second_is_waited_for() {
        let start = Instant::now();
        let mut rate = Rate::from(start);
        for _ in 0..REQUESTS_A_SECOND {
            assert_eq!((rate.message(start), rate.request(start)), (None, None));
        }
        let end = start + Duration::from_secs(1);
        assert_eq!((rate.message(start), rate.request(start)), (None, Some(end)));
        assert_eq!(rate.request(end), None);
        for _ in 0..MESSAGES_A_SECOND {
            assert_eq!(rate.message(end), None);
        }
        assert_eq!(rate.message(end), Some(end + Duration::from_secs(1)));
    }
}
