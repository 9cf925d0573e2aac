//! Redis: a private server on a socket, the names in a sorted set, and the rows of each user in a list.
//!
//! A project's filter is applied by the client: an index by project would serve one question and not the others. Rows
//! of many users are asked for in one go.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::{Names, Peer, Question, failed, missing};

/// Walks over the names inside the server.
const SCRIPT: &str = "local found = {}
    for _, name in ipairs(redis.call('ZRANGE', 'names', 0, -1)) do
        if string.match(name, ARGV[1]) then found[#found + 1] = name end
    end
    return found";

struct Redis {
    name: String,
    server: Child,
    reader: BufReader<UnixStream>,
    writer: UnixStream,
}

/// The server's replies, as far as they are needed.
enum Reply {
    Bytes(Vec<u8>),
    Many(Vec<Reply>),
}

/// Starts and fills one.
///
/// # Errors
/// When it is not installed or does not start.
pub(super) fn start(rows: &Path, folder: &Path) -> io::Result<Box<dyn Peer>> {
    let socket = folder.join("redis.sock");
    let mut server = Command::new("redis-server");
    server.args(["--port", "0", "--save", "", "--appendonly", "no"]);
    server.arg("--dir").arg(folder).arg("--unixsocket").arg(&socket).stdout(Stdio::null());
    let server = server.spawn().map_err(|_| missing("redis-server", "redis-server"))?;
    let writer = connect(&socket)?;
    let reader = BufReader::with_capacity(1 << 16, writer.try_clone()?);
    let mut redis = Redis { name: String::new(), server, reader, writer };
    redis.fill(&std::fs::read_to_string(rows)?)?;
    Ok(Box::new(redis))
}

/// Waits for the server to listen, for half a minute at most.
fn connect(socket: &Path) -> io::Result<UnixStream> {
    for _ in 0..300 {
        match UnixStream::connect(socket) {
            Ok(stream) => return Ok(stream),
            Err(_) => std::thread::sleep(Duration::from_millis(100)),
        }
    }
    Err(failed("Redis does not answer"))
}

impl Redis {
    fn fill(&mut self, rows: &str) -> io::Result<()> {
        let mut users: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for row in rows.lines() {
            users.entry(row.split('\t').next().unwrap_or_default()).or_default().push(row);
        }
        let users: Vec<_> = users.into_iter().collect();
        for part in users.chunks(1_000) {
            let mut commands = Vec::new();
            for (name, rows) in part {
                put(&mut commands, &["ZADD", "names", "0", name]);
                let list = format!("u:{name}");
                put(&mut commands, &[&["RPUSH", &list], rows.as_slice()].concat());
            }
            self.writer.write_all(&commands)?;
            for _ in 0..2 * part.len() {
                self.reply()?;
            }
        }
        let info = self.command(&["INFO", "server"])?.bytes();
        let info = String::from_utf8_lossy(&info).into_owned();
        let version = info.lines().find_map(|line| line.strip_prefix("redis_version:")).unwrap_or_default();
        self.name = format!("Redis {version}");
        Ok(())
    }

    fn command(&mut self, words: &[&str]) -> io::Result<Reply> {
        let mut command = Vec::new();
        put(&mut command, words);
        self.writer.write_all(&command)?;
        self.reply()
    }

    fn names(&mut self, names: Names) -> io::Result<Vec<Vec<u8>>> {
        let mut found = Vec::new();
        match names {
            Names::Exact(name) => found.push(name.as_bytes().to_vec()),
            Names::Prefixes(prefixes) => {
                for prefix in prefixes {
                    // No letter of a name here comes after `~`.
                    let (first, end) = (format!("[{prefix}"), format!("({prefix}~"));
                    found.extend(self.command(&["ZRANGEBYLEX", "names", &first, &end])?.all());
                }
            }
            Names::Lua(pattern) => found = self.command(&["EVAL", SCRIPT, "0", pattern])?.all(),
            Names::Glob(glob) => {
                let mut cursor = "0".to_owned();
                loop {
                    let reply = self.command(&["ZSCAN", "names", &cursor, "MATCH", glob, "COUNT", "10000"])?;
                    let Reply::Many(parts) = reply else { return Err(failed("ZSCAN answers otherwise")) };
                    let [next, members] = <[Reply; 2]>::try_from(parts).map_err(|_| failed("ZSCAN is otherwise"))?;
                    // Names and scores take turns.
                    found.extend(members.all().into_iter().step_by(2));
                    cursor = String::from_utf8_lossy(&next.bytes()).into_owned();
                    if cursor == "0" {
                        break;
                    }
                }
            }
        }
        Ok(found)
    }

    fn reply(&mut self) -> io::Result<Reply> {
        let mut line = String::new();
        self.reader.read_line(&mut line)?;
        let (kind, rest) = line.trim_end().split_at_checked(1).ok_or_else(|| failed("Redis has ended"))?;
        let count = || rest.parse::<usize>().map_err(|_| failed(format!("Redis answers {rest}")));
        match kind {
            "-" => Err(failed(rest)),
            "$" => {
                let mut bytes = vec![0; count()? + 2];
                self.reader.read_exact(&mut bytes)?;
                bytes.truncate(bytes.len() - 2);
                Ok(Reply::Bytes(bytes))
            }
            "*" => (0..count()?).map(|_| self.reply()).collect::<io::Result<_>>().map(Reply::Many),
            _ => Ok(Reply::Bytes(rest.as_bytes().to_vec())),
        }
    }
}

impl Peer for Redis {
    fn name(&self) -> &str {
        &self.name
    }

    fn ask(&mut self, question: &Question) -> io::Result<usize> {
        let names = self.names(question.redis)?;
        let mut rows = 0;
        for part in names.chunks(1_000) {
            let mut commands = Vec::new();
            for name in part {
                let list = format!("u:{}", String::from_utf8_lossy(name));
                put(&mut commands, &["LRANGE", &list, "0", "-1"]);
            }
            self.writer.write_all(&commands)?;
            for _ in part {
                for row in self.reply()?.all() {
                    let mut cells = row.split(|byte| *byte == b'\t');
                    let project = cells.nth(1).unwrap_or_default();
                    rows += usize::from(question.project.is_none_or(|pattern| admits(pattern, project)));
                    std::hint::black_box(cells.map(<[u8]>::len).sum::<usize>());
                }
            }
        }
        Ok(rows)
    }
}

/// Whether a project is meant: the questions name one, or how its name begins.
fn admits(pattern: &str, project: &[u8]) -> bool {
    match pattern.strip_suffix(".*") {
        Some(prefix) => project.starts_with(prefix.as_bytes()),
        None => project == pattern.as_bytes(),
    }
}

impl Reply {
    fn bytes(self) -> Vec<u8> {
        match self {
            Reply::Bytes(bytes) => bytes,
            Reply::Many(_) => Vec::new(),
        }
    }

    fn all(self) -> Vec<Vec<u8>> {
        match self {
            Reply::Bytes(_) => Vec::new(),
            Reply::Many(replies) => replies.into_iter().map(Reply::bytes).collect(),
        }
    }
}

fn put(to: &mut Vec<u8>, words: &[&str]) {
    to.extend(format!("*{}\r\n", words.len()).as_bytes());
    for word in words {
        to.extend(format!("${}\r\n{word}\r\n", word.len()).as_bytes());
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
