//! Log lines of others: of scripts, one line for each message, at the level that the script chose; and of repeated
//! causes, a few lines a minute.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rollcall_session::Tick;
use rollcall_wire::host::LogLevel;

/// How much one run of a script may write into the gateway's log, printing and logging together, in bytes.
const MAX_WRITTEN: usize = 64 * 1024;
/// How many lines the scripts of one client may write in a second, all runs together: short scripts that are run again
/// and again have a budget each.
const LINES_A_SECOND: usize = 1_000;
/// The cost of a line besides its text: about the length of its head in the log.
const LINE_COST: usize = 128;

/// How many lines of the same kind are logged in a minute.
const REPEATS: u32 = 10;
/// A minute, in milliseconds.
const MINUTE: u64 = 60_000;
/// Old entries are forgotten when there are more kinds than this.
const SWEEP_FROM: usize = 1_024;
/// How many characters of a peer's text are repeated in the log.
const SHOWN: usize = 200;

/// The budget of one run of a script for lines in the log.
#[derive(Debug, Default)]
pub struct LogBudget {
    written: AtomicUsize,
}

/// Whether a text may still be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// It may.
    Enough,
    /// It is the first that may not, which is worth a line of its own.
    JustUsedUp,
    /// It may not, and neither could the one before.
    None,
}

impl LogBudget {
    /// Takes the room for a text, under a head that names the logger or the file.
    pub fn take(&self, head: &str, text: &str) -> Room {
        // Each line costs its own head in the log, so that empty ones are not free.
        let cost = head.len() + text.len() + LINE_COST * text.lines().count().max(1);
        let before = self.written.fetch_add(cost, Ordering::Relaxed);
        match (before + cost <= MAX_WRITTEN, before <= MAX_WRITTEN) {
            (true, _) => Room::Enough,
            (false, true) => Room::JustUsedUp,
            (false, false) => Room::None,
        }
    }
}

/// How many lines the scripts of one client write in a second.
#[derive(Debug, Default)]
pub struct LineRate {
    second: Mutex<Option<(Instant, usize)>>,
}

impl LineRate {
    /// Takes the room for the lines of a text, written now.
    pub fn take(&self, text: &str, now: Instant) -> Room {
        let lines = text.lines().count().max(1);
        let mut second = self.second.lock().unwrap_or_else(PoisonError::into_inner);
        let (begin, written) = second.filter(|(begin, _)| now < *begin + Duration::from_secs(1)).unwrap_or((now, 0));
        *second = Some((begin, written + lines));
        match (written + lines <= LINES_A_SECOND, written <= LINES_A_SECOND) {
            (true, _) => Room::Enough,
            (false, true) => Room::JustUsedUp,
            (false, false) => Room::None,
        }
    }
}

/// Repeated events, each by a key of which there are not many: a few lines a minute, and how many were left out
/// between.
#[derive(Debug, Default)]
pub struct Repeats(Mutex<HashMap<String, Minute>>);

#[derive(Clone, Copy, Debug)]
struct Minute {
    begin: Tick,
    lines: u32,
    left_out: u64,
}

impl Repeats {
    /// Has a line logged if there is room for it, with how many were left out before.
    pub fn log(&self, key: &str, now: Tick, log: impl FnOnce(u64)) {
        // Logged outside the lock.
        let left_out = self.note(key, now);
        if let Some(left_out) = left_out {
            log(left_out);
        }
    }

    fn note(&self, key: &str, now: Tick) -> Option<u64> {
        let mut minutes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_over = |minute: &Minute| now.0.saturating_sub(minute.begin.0) >= MINUTE;
        if minutes.len() >= SWEEP_FROM {
            minutes.retain(|_, minute| !is_over(minute) || minute.left_out > 0);
        }
        let minute = minutes.entry(key.to_owned()).or_insert(Minute { begin: now, lines: 0, left_out: 0 });
        if is_over(minute) {
            (minute.begin, minute.lines) = (now, 0);
        }
        if minute.lines >= REPEATS {
            minute.left_out += 1;
            return None;
        }
        minute.lines += 1;
        Some(std::mem::take(&mut minute.left_out))
    }
}

/// The beginning of a peer's text, for the log.
pub fn shortened(text: &str) -> Cow<'_, str> {
    beginning(text, SHOWN)
}

/// The first so many characters of a text, and a sign that there were more.
pub fn beginning(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// Logs a message of a script's logger.
pub fn log_line(level: LogLevel, logger: &str, message: &str) {
    let message = indented(message);
    match level {
        LogLevel::Trace => tracing::trace!(target: "script", logger, "{message}"),
        LogLevel::Debug => tracing::debug!(target: "script", logger, "{message}"),
        LogLevel::Info => tracing::info!(target: "script", logger, "{message}"),
        LogLevel::Warn => tracing::warn!(target: "script", logger, "{message}"),
        LogLevel::Error => tracing::error!(target: "script", logger, "{message}"),
    }
}

/// Lines after the first are indented, so that no script can imitate a line of the log's own.
pub fn indented(text: &str) -> String {
    text.trim_end().replace('\r', "\\r").replace('\n', "\n    ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_writes_too_much_is_told_once() {
        let budget = LogBudget::default();
        assert_eq!(budget.take("", "x"), Room::Enough);
        assert_eq!(budget.take("", &"x".repeat(MAX_WRITTEN)), Room::JustUsedUp);
        assert_eq!(budget.take("", "x"), Room::None);
        let lines = LogBudget::default();
        let heads = LogBudget::default();
        assert_eq!(heads.take(&"x".repeat(MAX_WRITTEN), ""), Room::JustUsedUp, "and names");
        assert_eq!(lines.take("", &"\n".repeat(MAX_WRITTEN / LINE_COST)), Room::JustUsedUp, "empty lines cost, too");
    }

    #[test]
    fn a_client_that_writes_too_many_lines_is_heard_again_in_the_next_second() {
        let (rate, begin) = (LineRate::default(), Instant::now());
        for _ in 0..LINES_A_SECOND {
            assert_eq!(rate.take("x", begin), Room::Enough);
        }
        assert_eq!(rate.take("x", begin), Room::JustUsedUp);
        assert_eq!(rate.take("", begin + Duration::from_millis(999)), Room::None);
        assert_eq!(rate.take("x", begin + Duration::from_secs(1)), Room::Enough);
        assert_eq!(rate.take(&"\n".repeat(LINES_A_SECOND), begin + Duration::from_secs(1)), Room::JustUsedUp);
    }

    #[test]
    fn repeats_are_counted_by_their_key_and_told_a_few_at_a_time() {
        let repeats = Repeats::default();
        let told = |user: &str, at: u64| repeats.note(user, Tick(at));
        assert!((0..u64::from(REPEATS)).all(|at| told("anna", at) == Some(0)));
        assert!((0..500).all(|at| told("anna", at).is_none()));
        assert_eq!(told("bob", 500), Some(0), "nobody else's are left out");
        assert_eq!(told("anna", MINUTE), Some(500));
        assert_eq!(told("anna", MINUTE + 1), Some(0));
        for user in 0..3 * SWEEP_FROM {
            told(&user.to_string(), user as u64 * MINUTE);
        }
        assert!(repeats.0.lock().unwrap().len() <= SWEEP_FROM + 1);
    }

    #[test]
    fn what_a_peer_has_sent_is_cut() {
        for (text, expected) in [("/x".to_owned(), "/x".to_owned()), ("ä".repeat(300), "ä".repeat(SHOWN) + "…")] {
            assert_eq!(shortened(&text), expected);
        }
    }

    #[test]
    fn no_line_can_be_forged() {
        let text = "a\nINFO gateway: all is well\r\n";
        assert_eq!(indented(text), "a\n    INFO gateway: all is well");
        assert_eq!(indented("x\ry"), "x\\ry");
    }
}
