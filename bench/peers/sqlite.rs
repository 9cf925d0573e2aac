//! SQLite: its own shell with a database in memory, two indexes on the username, and the shell's `REGEXP`.
//!
//! The shell prints rows as tab-separated lines into a pipe, where they are read; that is the price of a peer that needs
//! no library here, and for short answers most of the time.

use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::{Peer, Question, failed, missing};

const FILL: &str = ".prompt '' ''
.mode tabs
create table sessions (username text, project text, address text, designer text, client_id text, created integer);
.import FILE sessions
create index exact on sessions (username);
create index anycase on sessions (username collate nocase);
analyze;
select 'SQLite ' || sqlite_version();
";
/// The line that the shell prints after the rows.
const END: &str = "that was all";

struct Sqlite {
    name: String,
    shell: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    line: String,
}

/// Starts and fills one.
///
/// # Errors
/// When it is not installed or does not take the rows.
pub(super) fn start(rows: &Path, _folder: &Path) -> io::Result<Box<dyn Peer>> {
    // In interactive mode: it flushes its output after each line, and not when a buffer is full. It also echoes its
    // input, which has no tabs.
    let mut shell = Command::new("sqlite3");
    shell.args(["-interactive", "-init", "/dev/null", ":memory:"]);
    let shell = shell.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut shell = shell.map_err(|_| missing("sqlite3", "sqlite3"))?;
    let (Some(input), Some(output)) = (shell.stdin.take(), shell.stdout.take()) else {
        return Err(failed("sqlite3 has no pipes"));
    };
    let output = BufReader::with_capacity(1 << 16, output);
    let mut sqlite = Sqlite { name: String::new(), shell, input, output, line: String::new() };
    sqlite.input.write_all(FILL.replace("FILE", &rows.to_string_lossy()).as_bytes())?;
    while !sqlite.line.starts_with("SQLite 3.") {
        sqlite.read_line()?;
    }
    sqlite.name = sqlite.line.trim().to_owned();
    Ok(Box::new(sqlite))
}

impl Sqlite {
    fn read_line(&mut self) -> io::Result<()> {
        self.line.clear();
        match self.output.read_line(&mut self.line)? {
            0 => Err(failed("sqlite3 has ended")),
            _ => Ok(()),
        }
    }
}

impl Peer for Sqlite {
    fn name(&self) -> &str {
        &self.name
    }

    fn ask(&mut self, question: &Question) -> io::Result<usize> {
        writeln!(self.input, "select * from sessions where {};\nselect '{END}';", question.sqlite)?;
        let mut rows = 0;
        loop {
            self.read_line()?;
            let line = self.line.trim_end();
            if line == END {
                return Ok(rows);
            }
            std::hint::black_box(line.split('\t').map(str::len).sum::<usize>());
            rows += usize::from(line.contains('\t'));
        }
    }
}

impl Drop for Sqlite {
    fn drop(&mut self) {
        let _ = self.shell.kill();
        let _ = self.shell.wait();
    }
}
