//! The output of a script, put together to whole lines.
//!
//! A worker sends output in pieces: it must not keep the beginning of a line while the script waits for an answer or
//! sleeps, since a terminal has to show a question before it is answered. So `print "rows:", table.rowCount` comes in
//! two, the call for the number in between. A log and a console show lines; here a piece waits for its end.

use std::sync::{Mutex, MutexGuard, PoisonError};

use rollcall_wire::worker::Stream;

/// A line without an end is taken for one when it is as long as this, in bytes: as much as one run may write.
const LONGEST: usize = 64 * 1024;

/// The unfinished lines of one run, one of each stream.
#[derive(Debug, Default)]
pub struct Unfinished {
    pending: Mutex<[String; 2]>,
}

impl Unfinished {
    /// Takes a piece. The whole lines that it completes, if it does.
    pub fn take(&self, stream: Stream, piece: String) -> Option<String> {
        let mut pending = self.lock();
        let pending = &mut pending[slot(stream)];
        if pending.is_empty() && piece.ends_with('\n') {
            return Some(piece);
        }
        pending.push_str(&piece);
        let end = match pending.rfind('\n') {
            Some(last) => last + 1,
            None if pending.len() >= LONGEST => pending.len(),
            None => return None,
        };
        let rest = pending.split_off(end);
        Some(std::mem::replace(pending, rest))
    }

    /// The rest at the end of the run: lines that the script never ended.
    pub fn rest(&self) -> impl Iterator<Item = (Stream, String)> + use<> {
        let [output, errors] = std::mem::take(&mut *self.lock());
        [(Stream::Stdout, output), (Stream::Stderr, errors)].into_iter().filter(|(_, text)| !text.is_empty())
    }

    fn lock(&self) -> MutexGuard<'_, [String; 2]> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn slot(stream: Stream) -> usize {
    match stream {
        Stream::Stdout => 0,
        Stream::Stderr => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Stream::{Stderr, Stdout};

    /// The resulting lines, in order, the rest at the end included.
    fn lines(pieces: &[(Stream, &str)]) -> Vec<String> {
        let unfinished = Unfinished::default();
        let mut lines: Vec<String> =
            pieces.iter().filter_map(|(stream, piece)| unfinished.take(*stream, (*piece).to_owned())).collect();
        lines.extend(unfinished.rest().map(|(_, text)| text));
        lines
    }

    #[test]
    fn pieces_of_a_line_are_one_line() {
        type Case = (&'static [(Stream, &'static str)], &'static [&'static str]);
        let cases: [Case; 7] = [
            (&[(Stdout, "a b\n")], &["a b\n"]),
            (&[(Stdout, "rows:"), (Stdout, " 3\n")], &["rows: 3\n"]),
            (&[(Stdout, "a"), (Stderr, "oh\n"), (Stdout, "b\n")], &["oh\n", "ab\n"]),
            (&[(Stdout, "one\ntwo\nthr"), (Stdout, "ee\n")], &["one\ntwo\n", "three\n"]),
            (&[(Stdout, "grün "), (Stdout, "→"), (Stderr, "x")], &["grün →", "x"]),
            (&[(Stdout, "\n"), (Stdout, "\n")], &["\n", "\n"]),
            (&[], &[]),
        ];
        for (pieces, expected) in cases {
            assert_eq!(lines(pieces), expected, "{pieces:?}");
        }
    }

    #[test]
    fn a_line_without_an_end_does_not_grow_for_ever() {
        let unfinished = Unfinished::default();
        let piece = "ä".repeat(4_000);
        let mut taken = 0;
        for _ in 0..100 {
            taken += unfinished.take(Stdout, piece.clone()).map_or(0, |text| text.len());
        }
        let rest: usize = unfinished.rest().map(|(_, text)| text.len()).sum();
        assert!(rest < LONGEST, "{rest}");
        assert_eq!(taken + rest, 100 * piece.len(), "nothing is lost");
        assert_eq!(unfinished.rest().count(), 0);
    }
}
