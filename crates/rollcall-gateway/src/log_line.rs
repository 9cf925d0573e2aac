//! What scripts write into a log: one line for each message, at the level that the script chose.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rollcall_wire::host::LogLevel;

/// How much one run of a script may write into the gateway's log, printing and logging together, in bytes.
const MAX_WRITTEN: usize = 64 * 1024;
/// How many lines the scripts of one client may write in a second, all runs together: short scripts that are run again
/// and again have a budget each.
const LINES_A_SECOND: usize = 1_000;
/// What a line costs besides its text: about as much as its head in the log is long.
const LINE_COST: usize = 128;

/// What one run of a script has written into the log so far.
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

/// Lines after the first are indented, so that no script can write what looks like a line of the log's own.
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
    fn no_line_can_be_forged() {
        let text = "a\nINFO gateway: all is well\r\n";
        assert_eq!(indented(text), "a\n    INFO gateway: all is well");
        assert_eq!(indented("x\ry"), "x\\ry");
    }
}
