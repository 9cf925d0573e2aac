//! One run of the executable: arguments, environment and standard input in; output and exit code out.
//!
//! A process never outlives its test: it is killed and reaped when its value is dropped. Its output is shown then if
//! the test is failing. Its environment holds only the test's variables, so that no setting of the machine changes the
//! tested behaviour.

use std::ffi::OsString;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStdin, Command};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::eventually;

/// How long a command may run before it counts as hanging.
const LIMIT: Duration = Duration::from_secs(60);

/// The executable under test.
#[derive(Clone, Copy, Debug)]
pub struct Executable(&'static str);

impl Executable {
    /// The executable at a path, as `env!("CARGO_BIN_EXE_rollcall")` gives it.
    pub const fn at(path: &'static str) -> Self {
        Executable(path)
    }

    /// A run of it that has yet to be started.
    pub fn command(self, arguments: &[&str]) -> Invocation {
        Invocation::of(self.0.into()).args(arguments)
    }

    /// The path.
    pub const fn path(self) -> &'static str {
        self.0
    }
}

/// A command that has yet to be started.
#[derive(Clone, Debug)]
pub struct Invocation {
    program: OsString,
    arguments: Vec<OsString>,
    variables: Vec<(String, OsString)>,
    input: Vec<u8>,
    stays_open: bool,
    limit: Duration,
}

impl Invocation {
    /// A run of another program: for a shell around the executable.
    pub fn of(program: OsString) -> Self {
        let (arguments, variables, input) = (Vec::new(), Vec::new(), Vec::new());
        Invocation { program, arguments, variables, input, stays_open: false, limit: LIMIT }
    }

    /// With another argument.
    pub fn arg(mut self, argument: impl Into<OsString>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    /// With more arguments.
    pub fn args(mut self, arguments: &[&str]) -> Self {
        self.arguments.extend(arguments.iter().map(OsString::from));
        self
    }

    /// As the last arguments of another command, which must become it in the end.
    pub fn wrapped_by(self, outer: Invocation) -> Self {
        let arguments = [outer.arguments, vec![self.program], self.arguments].concat();
        Invocation { program: outer.program, arguments, ..self }
    }

    /// With its last argument replaced.
    pub fn replacing_last_argument(mut self, argument: &str) -> Self {
        self.arguments.pop();
        self.arg(argument)
    }

    /// With a variable in its environment.
    pub fn env(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.variables.push((name.to_owned(), value.into()));
        self
    }

    /// With this on its standard input, which then ends.
    pub fn input(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.input = bytes.into();
        self
    }

    /// With a standard input that stays open, for [`RunningProcess::type_in`].
    pub fn interactive(mut self) -> Self {
        self.stays_open = true;
        self
    }

    /// The time after which it must have ended; a minute by default.
    pub fn limit(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// Starts it and waits for its end.
    ///
    /// # Panics
    /// When it cannot be started or does not end within its limit.
    pub async fn finish(self) -> Finished {
        self.start().await.finish().await
    }

    /// Starts it.
    ///
    /// # Panics
    /// When it cannot be started.
    pub async fn start(self) -> RunningProcess {
        let line = self.line();
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .env_clear()
            .envs(self.variables)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {line}: {error}"));
        let mut stdin = child.stdin.take().expect("standard input was piped");
        let stdout = Captured::of(child.stdout.take().expect("standard output was piped"));
        let stderr = Captured::of(child.stderr.take().expect("standard error was piped"));
        let stdin = if self.stays_open {
            Some(stdin)
        } else {
            // A process that has ended reads no more, which is its own affair; one that does not read must not keep the
            // test waiting.
            tokio::spawn(async move { stdin.write_all(&self.input).await });
            None
        };
        RunningProcess { line, child, stdin, stdout, stderr, limit: self.limit }
    }

    fn line(&self) -> String {
        let words = [&self.program].into_iter().chain(&self.arguments);
        words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
    }
}

/// How a command ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    /// The exit code; None when a signal ended it.
    pub code: Option<i32>,
    /// Its standard output.
    pub stdout: String,
    /// Its standard error.
    pub stderr: String,
}

impl Finished {
    /// The output of a command that must have succeeded.
    ///
    /// # Panics
    /// When it did not.
    pub fn success(self) -> String {
        assert_eq!(self.code, Some(0), "{self:#?}");
        self.stdout
    }

    /// The one line on standard error of a command that must have failed with this code.
    ///
    /// # Panics
    /// When it ended with another code, or printed nothing or more than a line.
    pub fn one_line_error(self, code: i32) -> String {
        assert_eq!(self.code, Some(code), "{self:#?}");
        let lines: Vec<&str> = self.stderr.lines().collect();
        assert_eq!(lines.len(), 1, "{self:#?}");
        lines[0].to_owned()
    }
}

/// A process that runs. Dropping it kills it.
#[derive(Debug)]
pub struct RunningProcess {
    line: String,
    child: Child,
    /// Where it stays open.
    stdin: Option<ChildStdin>,
    stdout: Captured,
    stderr: Captured,
    limit: Duration,
}

impl RunningProcess {
    /// Its number.
    ///
    /// # Panics
    /// When it has been waited for.
    pub fn pid(&self) -> Pid {
        let number = self.child.id().expect("the process is still there").cast_signed();
        Pid::from_raw(number).expect("a process has a number above 0")
    }

    /// Its standard output so far.
    pub fn stdout(&self) -> String {
        self.stdout.text()
    }

    /// Its standard error so far.
    pub fn stderr(&self) -> String {
        self.stderr.text()
    }

    /// Writes on its standard input.
    ///
    /// # Panics
    /// When that does not stay open, or the process has ended.
    pub async fn type_in(&mut self, text: &str) {
        let stdin = self.stdin.as_mut().expect("the invocation is interactive");
        stdin.write_all(text.as_bytes()).await.unwrap_or_else(|error| panic!("{}: {error}", self.line));
    }

    /// Waits for a line on standard output that begins so; the line.
    ///
    /// # Panics
    /// When the process ends without it, or it does not come.
    pub async fn line(&mut self, start: &str) -> String {
        let what = format!("{}: a line {start:?}", self.line);
        let line = eventually(&what, async || {
            let ended = self.ended();
            let text = self.stdout.text();
            let whole = text.split_inclusive('\n').filter(|line| line.ends_with('\n'));
            let found = whole.map(str::trim_end).find(|line| line.starts_with(start)).map(str::to_owned);
            (found.is_some() || ended).then_some(found)
        });
        line.await.unwrap_or_else(|| panic!("{} ended without a line {start:?}", self.line))
    }

    /// Whether it has ended, and all that it wrote has been read.
    pub fn ended(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(Some(_))) && self.stdout.is_whole() && self.stderr.is_whole()
    }

    /// Sends it a signal.
    ///
    /// # Panics
    /// When it is gone.
    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap_or_else(|error| panic!("{}: {signal:?}: {error}", self.line));
    }

    /// Waits for its end.
    ///
    /// # Panics
    /// When it does not end within its limit.
    pub async fn finish(mut self) -> Finished {
        let status = timeout(self.limit, self.child.wait()).await;
        let status = status.unwrap_or_else(|_| panic!("{} hangs", self.line)).expect("a child can be waited for");
        self.stdout.whole().await;
        self.stderr.whole().await;
        Finished { code: status.code(), stdout: self.stdout(), stderr: self.stderr() }
    }
}

impl Drop for RunningProcess {
    fn drop(&mut self) {
        // It may be gone already, which is the goal.
        let _ = self.child.start_kill();
        let deadline = Instant::now() + Duration::from_secs(5);
        while matches!(self.child.try_wait(), Ok(None)) && Instant::now() < deadline {
            std::thread::yield_now();
        }
        if std::thread::panicking() {
            eprintln!("--- {}\n--- stdout\n{}--- stderr\n{}---", self.line, self.stdout(), self.stderr());
        }
    }
}

/// The output of a process, collected as it comes.
#[derive(Debug)]
struct Captured {
    bytes: Arc<Mutex<Vec<u8>>>,
    reader: JoinHandle<()>,
}

impl Captured {
    fn of(pipe: impl AsyncRead + Send + Unpin + 'static) -> Self {
        let bytes = Arc::new(Mutex::new(Vec::new()));
        Captured { reader: tokio::spawn(collect(pipe, Arc::clone(&bytes))), bytes }
    }

    fn text(&self) -> String {
        let bytes = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&bytes).into_owned()
    }

    fn is_whole(&self) -> bool {
        self.reader.is_finished()
    }

    /// A grandchild that holds the pipe open would keep it from ending; the process's own output is there by then.
    async fn whole(&mut self) {
        let _ = timeout(Duration::from_secs(5), &mut self.reader).await;
    }
}

async fn collect(mut pipe: impl AsyncRead + Unpin, bytes: Arc<Mutex<Vec<u8>>>) {
    let mut buffer = [0; 4096];
    while let Ok(count @ 1..) = pipe.read(&mut buffer).await {
        bytes.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(&buffer[..count]);
    }
}
