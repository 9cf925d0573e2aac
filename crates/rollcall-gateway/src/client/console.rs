//! The console of one client: the last output of its scripts, kept for a person who looks.
//!
//! It is bounded in lines and in bytes, the oldest go first. A browser gets lines only while its console is open, and
//! each line once: a script that prints faster than the browser reads costs lines, never memory.

use std::collections::VecDeque;

use rollcall_wire::desktop::{DesktopUpdate, PrintedBy, PrintedLine};

/// How many lines are kept.
const MAX_LINES: usize = 1_000;
/// The longest text that is kept, in bytes: a traceback is not longer.
const MAX_TEXT: usize = 16 * 1024;
/// The cost of a line besides its texts, in bytes.
const LINE_COST: usize = 128;

/// The lines, and which of them a browser has.
#[derive(Debug)]
pub(super) struct Console {
    lines: VecDeque<PrintedLine>,
    bytes: usize,
    most: usize,
    /// How many lines there have ever been.
    count: u64,
    /// While the console is open: how many of them the browser has got, or None since it was opened.
    told: Option<Option<u64>>,
}

impl Console {
    /// Nothing has been printed yet. `most` is how much is kept, in bytes.
    pub(super) fn new(most: usize) -> Self {
        Console { lines: VecDeque::new(), bytes: 0, most, count: 0, told: None }
    }

    /// The console is opened: all kept lines are sent.
    pub(super) fn open(&mut self) {
        self.told = Some(None);
    }

    /// The console is closed, or the browser is gone.
    pub(super) fn close(&mut self) {
        self.told = None;
    }

    /// How many bytes are kept.
    pub(super) fn weight(&self) -> usize {
        self.bytes
    }

    /// Whether a browser wants lines.
    pub(super) fn is_open(&self) -> bool {
        self.told.is_some()
    }

    /// Keeps a line.
    pub(super) fn add(&mut self, mut line: PrintedLine) {
        if line.text.len() > MAX_TEXT {
            line.text.truncate(line.text.floor_char_boundary(MAX_TEXT));
            line.text.push('…');
        }
        self.count += 1;
        self.bytes += cost(&line);
        self.lines.push_back(line);
        while self.lines.len() > MAX_LINES || self.bytes > self.most {
            let Some(oldest) = self.lines.pop_front() else { break };
            self.bytes -= cost(&oldest);
        }
    }

    /// Takes the update for the browser; None while the console is closed, or without new lines.
    pub(super) fn updates(&mut self) -> Option<DesktopUpdate> {
        let told = self.told?;
        let kept = self.lines.len() as u64;
        let since = told.unwrap_or(self.count - kept);
        if told == Some(self.count) {
            return None;
        }
        self.told = Some(Some(self.count));
        let fresh = (self.count - since).min(kept);
        let skipped = usize::try_from(kept - fresh).unwrap_or(usize::MAX);
        Some(DesktopUpdate::Printed {
            anew: told.is_none(),
            lost: self.count - since - fresh,
            lines: self.lines.iter().skip(skipped).cloned().collect(),
        })
    }
}

fn cost(line: &PrintedLine) -> usize {
    let name = match &line.source {
        PrintedBy::Logger { name, .. } => name.len(),
        PrintedBy::Output | PrintedBy::ErrorOutput | PrintedBy::Failure => 0,
    };
    line.text.len() + line.file.len() + name + LINE_COST
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> PrintedLine {
        PrintedLine { at: 0, file: "x.py".into(), source: PrintedBy::Output, text: text.into() }
    }

    fn told(console: &mut Console) -> (bool, u64, Vec<String>) {
        match console.updates() {
            Some(DesktopUpdate::Printed { anew, lost, lines }) => {
                (anew, lost, lines.into_iter().map(|line| line.text).collect())
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_open_console_is_told_everything_and_then_what_is_new() {
        let mut console = Console::new(64 * 1024);
        console.add(line("before"));
        assert_eq!(console.updates(), None, "nobody looks");
        console.open();
        assert_eq!(told(&mut console), (true, 0, vec!["before".to_owned()]));
        assert_eq!(console.updates(), None);
        console.add(line("a"));
        console.add(line("b"));
        assert_eq!(told(&mut console), (false, 0, vec!["a".to_owned(), "b".to_owned()]));
        console.close();
        console.add(line("c"));
        assert_eq!(console.updates(), None);
        console.open();
        assert_eq!(told(&mut console).2, ["before", "a", "b", "c"]);
        let mut empty = Console::new(1024);
        empty.open();
        assert_eq!(told(&mut empty), (true, 0, vec![]), "an empty console is empty");
    }

    #[test]
    fn it_is_bounded_and_says_what_it_lost() {
        let mut console = Console::new(100 * (LINE_COST + 8));
        console.open();
        console.updates();
        for number in 0..250 {
            console.add(line(&format!("{number:04}")));
        }
        let (anew, lost, lines) = told(&mut console);
        assert_eq!((anew, lost, lines.len()), (false, 150, 100));
        assert_eq!(lines.last().map(String::as_str), Some("0249"));
        console.add(line(&"ä".repeat(MAX_TEXT)));
        assert!(console.bytes <= console.most, "{} bytes", console.bytes);
        let mut many = Console::new(usize::MAX);
        (0..2 * MAX_LINES).for_each(|_| many.add(line("")));
        assert_eq!(many.lines.len(), MAX_LINES);
        many.add(line(&"ä".repeat(MAX_TEXT)));
        assert!(many.lines.back().is_some_and(|line| line.text.len() <= MAX_TEXT + 4));
    }
}
