//! PostgreSQL: a private server on a socket in a folder of its own, with a btree and a trigram index on the username.
//!
//! The client speaks just enough of the protocol (version 3) to run a statement and read its rows.

use std::fs;
use std::io::{self, BufReader, Read, Write};
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::{Peer, Question, failed, missing};

const TABLE: &str = "create extension pg_trgm;
    create table sessions (username text collate \"C\", project text collate \"C\", address text, designer boolean,
        client_id text, created bigint)";
const INDEXES: &str = "create index on sessions (username);
    create index on sessions using gin (username gin_trgm_ops);
    vacuum (analyze, freeze) sessions";
/// Everything in memory, nothing safe from a power cut, one core.
const SETTINGS: [&str; 6] = [
    "listen_addresses=",
    "shared_buffers=1GB",
    "fsync=off",
    "max_parallel_workers_per_gather=0",
    "maintenance_work_mem=512MB",
    "jit=off",
];

/// The server, which is stopped when this is dropped.
struct Postgres {
    name: String,
    programs: PathBuf,
    data: PathBuf,
    user: Option<(u32, u32)>,
    server: Child,
    client: Client,
    prepared: Vec<&'static str>,
}

/// Starts and fills one.
///
/// # Errors
/// When it is not installed or does not start.
pub(super) fn start(rows: &Path, folder: &Path) -> io::Result<Box<dyn Peer>> {
    let programs = programs().ok_or_else(|| missing("PostgreSQL", "postgresql"))?;
    // The server refuses to run as root.
    let user = if fs::metadata("/proc/self")?.uid() == 0 { Some(unprivileged()?) } else { None };
    let data = folder.join("postgres");
    fs::create_dir_all(&data)?;
    if let Some((uid, gid)) = user {
        chown(&data, Some(uid), Some(gid))?;
    }
    let mut initdb = command(&programs, "initdb", user);
    let made = initdb.args(["--auth=trust", "--username=bench", "--no-sync", "--encoding=UTF8", "--locale=C"]);
    let made = made.arg("--pgdata").arg(&data).output()?;
    if !made.status.success() {
        return Err(failed(String::from_utf8_lossy(&made.stderr)));
    }
    let mut server = command(&programs, "postgres", user);
    server.arg("-D").arg(&data).arg("-k").arg(&data);
    SETTINGS.iter().for_each(|setting| _ = server.args(["-c", setting]));
    let server = server.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let client = Client::connect(&data.join(".s.PGSQL.5432"))?;
    let mut postgres = Postgres { name: String::new(), programs, data, user, server, client, prepared: Vec::new() };
    postgres.fill(rows)?;
    Ok(Box::new(postgres))
}

/// The folder with the newest server that Debian has installed.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
    let number = |folder: &fs::DirEntry| folder.file_name().to_string_lossy().parse::<u32>().ok();
    let newest = versions.filter_map(|folder| Some((number(&folder)?, folder.path().join("bin")))).max()?;
    newest.1.join("postgres").exists().then_some(newest.1)
}

fn unprivileged() -> io::Result<(u32, u32)> {
    let users = fs::read_to_string("/etc/passwd")?;
    let user = |line: &str| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        let ids = (fields.nth(1)?.parse().ok()?, fields.next()?.parse().ok()?);
        ["postgres", "nobody"].contains(&name).then_some(ids)
    };
    // Both have one on Debian; `postgres` comes later in the file.
    users.lines().filter_map(user).next_back().ok_or_else(|| failed("there is no user to run PostgreSQL as"))
}

fn command(programs: &Path, name: &str, user: Option<(u32, u32)>) -> Command {
    let mut command = Command::new(programs.join(name));
    if let Some((uid, gid)) = user {
        command.uid(uid).gid(gid);
    }
    command
}

impl Postgres {
    fn fill(&mut self, rows: &Path) -> io::Result<()> {
        let version = self.client.text("show server_version")?;
        self.name = format!("PostgreSQL {}", version.split(' ').next().unwrap_or_default());
        self.each(TABLE)?;
        self.client.copy("copy sessions from stdin", &fs::read(rows)?)?;
        self.each(INDEXES)
    }

    fn each(&mut self, statements: &str) -> io::Result<()> {
        statements.split(';').try_for_each(|statement| self.client.run(statement, |_| ()).map(|_| ()))
    }
}

impl Peer for Postgres {
    fn name(&self) -> &str {
        &self.name
    }

    fn ask(&mut self, question: &Question) -> io::Result<usize> {
        let key = question.username;
        let project = question.project.unwrap_or_default();
        let known = self.prepared.chunks(2).position(|pair| pair == [key, project]);
        let number = match known {
            Some(number) => number,
            None => {
                let number = self.prepared.len() / 2;
                let mut condition = matches("username", key);
                if !project.is_empty() {
                    condition += &format!(" and {}", matches("project", project));
                }
                self.client.run(&format!("prepare q{number} as select * from sessions where {condition}"), |_| ())?;
                self.prepared.extend([key, project]);
                number
            }
        };
        self.client.run(&format!("execute q{number}"), |cell| _ = std::hint::black_box(cell.len()))
    }
}

/// Java's pattern as a condition; the constructs of the questions are written the same in both, but for `(?i)`.
fn matches(column: &str, pattern: &str) -> String {
    match pattern.strip_prefix("(?i)") {
        Some(pattern) => format!("{column} ~* '^(?:{pattern})$'"),
        None => format!("{column} ~ '^(?:{pattern})$'"),
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let mut stop = command(&self.programs, "pg_ctl", self.user);
        let stop = stop.args(["stop", "--silent", "--mode=immediate", "--pgdata"]).arg(&self.data);
        if !stop.status().is_ok_and(|status| status.success()) {
            let _ = self.server.kill();
        }
        let _ = self.server.wait();
    }
}

/// A connection.
struct Client {
    reader: BufReader<UnixStream>,
    writer: UnixStream,
}

impl Client {
    /// Waits for the server to listen, for half a minute at most.
    fn connect(socket: &Path) -> io::Result<Self> {
        for _ in 0..300 {
            if let Ok(writer) = UnixStream::connect(socket) {
                let reader = BufReader::with_capacity(1 << 16, writer.try_clone()?);
                let mut client = Client { reader, writer };
                let mut startup = 196_608_u32.to_be_bytes().to_vec();
                startup.extend(b"user\0bench\0database\0postgres\0\0");
                let length = (startup.len() as u32 + 4).to_be_bytes();
                client.writer.write_all(&[&length[..], &startup].concat())?;
                if client.rows(|_| ()).is_ok() {
                    return Ok(client);
                }
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Err(failed("PostgreSQL does not answer"))
    }

    fn send(&mut self, kind: u8, body: &[u8]) -> io::Result<()> {
        let length = (body.len() as u32 + 4).to_be_bytes();
        self.writer.write_all(&[&[kind], &length[..], body].concat())
    }

    /// Runs a statement, reads every cell, and answers with the number of rows.
    fn run(&mut self, statement: &str, cell: impl FnMut(&[u8])) -> io::Result<usize> {
        self.send(b'Q', &[statement.as_bytes(), b"\0"].concat())?;
        self.rows(cell)
    }

    fn text(&mut self, statement: &str) -> io::Result<String> {
        let mut text = String::new();
        self.run(statement, |cell| text = String::from_utf8_lossy(cell).into_owned())?;
        Ok(text)
    }

    fn copy(&mut self, statement: &str, data: &[u8]) -> io::Result<()> {
        self.send(b'Q', &[statement.as_bytes(), b"\0"].concat())?;
        for part in data.chunks(1 << 20) {
            self.send(b'd', part)?;
        }
        self.send(b'c', b"")?;
        self.rows(|_| ()).map(|_| ())
    }

    /// Reads messages up to "ready for query"; the cells of rows among them.
    fn rows(&mut self, mut cell: impl FnMut(&[u8])) -> io::Result<usize> {
        let (mut rows, mut body, mut error) = (0, Vec::new(), None);
        loop {
            let mut head = [0; 5];
            self.reader.read_exact(&mut head)?;
            let length = u32::from_be_bytes([head[1], head[2], head[3], head[4]]) as usize - 4;
            body.resize(length, 0);
            self.reader.read_exact(&mut body)?;
            match head[0] {
                b'D' => {
                    rows += 1;
                    cells(&body, &mut cell);
                }
                b'E' => error = Some(String::from_utf8_lossy(&body).replace('\0', " ")),
                b'Z' => return error.map_or(Ok(rows), |error| Err(failed(error))),
                _ => {}
            }
        }
    }
}

/// The cells of a row that are not null.
fn cells(row: &[u8], cell: &mut impl FnMut(&[u8])) {
    let mut rest = &row[2..];
    while let Some((length, after)) = rest.split_first_chunk() {
        let length = usize::try_from(i32::from_be_bytes(*length)).unwrap_or(0);
        cell(&after[..length]);
        rest = &after[length..];
    }
}
