//! The calls that a fenced process may make, and its end when it makes another. A filter is for good, so each case is a
//! process of its own: this test program, started again for the one test that fences itself in.

use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Output};

use super::*;

/// The variable that names the call which the process makes inside the fence.
const DEED: &str = "ROLLCALL_FENCE_TEST";

/// Makes the call that the variable names, fenced in; without the variable, nothing.
#[test]
fn inside() {
    let Ok(deed) = std::env::var(DEED) else { return };
    let (calls, deed) = deed.split_once(' ').expect("a fence and a deed");
    let calls = if calls == "zygote" { Calls::Zygote } else { Calls::Worker };
    calls.forbid_the_rest(Gaps::default()).expect("this kernel has filters");
    match perform(deed) {
        Ok(()) => std::process::exit(0),
        Err(error) => {
            eprintln!("{error}");
            std::process::exit(77)
        }
    }
}

#[allow(unsafe_code, reason = "these calls have no safe form")]
fn perform(deed: &str) -> io::Result<()> {
    let number = |value: i64| if value < 0 { Err(io::Error::last_os_error()) } else { Ok(()) };
    let length = 4096;
    let map = |protection| {
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS;
        // SAFETY: a new mapping of its own.
        let address = unsafe { libc::mmap(std::ptr::null_mut(), length, protection, flags, -1, 0) };
        if address == libc::MAP_FAILED { Err(io::Error::last_os_error()) } else { Ok(address) }
    };
    match deed {
        "compute" => {
            let words: Vec<String> = (0..100_000).map(|n: u32| n.to_string()).collect();
            std::thread::sleep(std::time::Duration::from_millis(1));
            let mut random = [0; 8];
            getrandom::fill(&mut random).map_err(io::Error::other)?;
            std::hint::black_box(words);
            Ok(())
        }
        "open" => std::fs::File::open("/dev/null").map(drop),
        "socket" => std::net::TcpStream::connect("127.0.0.1:9").map(drop),
        "exec" => Err(std::os::unix::process::CommandExt::exec(&mut Command::new("/bin/true"))),
        "thread" => std::thread::Builder::new().spawn(|| ()).map(|thread| drop(thread.join())),
        "abort" => std::process::abort(),
        "executable" => map(libc::PROT_READ | libc::PROT_EXEC).map(drop),
        "readable" => map(libc::PROT_READ | libc::PROT_WRITE).map(drop),
        // SAFETY: none of these calls touches memory.
        other => number(unsafe {
            match other {
                "fork" => {
                    let child = libc::fork();
                    if child == 0 {
                        libc::_exit(0);
                    }
                    child.into()
                }
                "kill" => libc::kill(libc::getpid(), 0).into(),
                "signal" => libc::syscall(libc::SYS_tgkill, 1, 1, libc::SIGABRT),
                "trace" => libc::ptrace(libc::PTRACE_TRACEME, 0, 0, 0),
                "namespace" => libc::syscall(libc::SYS_clone, libc::CLONE_NEWUSER, 0, 0, 0, 0),
                "unshare" => libc::unshare(libc::CLONE_NEWUSER).into(),
                "filter" => libc::syscall(libc::SYS_seccomp, 0, 0, 0),
                "limits" => libc::syscall(libc::SYS_prlimit64, 1, 0, 0, 0),
                "root" => libc::syscall(libc::SYS_setuid, 0),
                _ => panic!("{other} is no deed"),
            }
        }),
    }
}

fn outcome(deed: &str) -> Output {
    let mut command = Command::new(std::env::current_exe().expect("this program has a path"));
    command.args(["--exact", "fence::tests::inside", "--nocapture"]).env(DEED, deed);
    command.output().expect("this program can be started")
}

fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn what_computing_needs_is_allowed() {
    for deed in ["worker compute", "worker readable", "zygote compute", "zygote fork", "zygote thread"] {
        let output = outcome(deed);
        assert_eq!(output.status.code(), Some(0), "{deed}: {output:?}");
    }
}

#[test]
fn what_the_library_can_do_without_is_refused() {
    for deed in ["worker open", "zygote open", "worker limits"] {
        let output = outcome(deed);
        assert_eq!(output.status.code(), Some(77), "{deed}: {output:?}");
        assert!(words(&output).contains("denied"), "{deed}: {output:?}");
    }
}

#[test]
fn anything_else_ends_the_process_with_a_word() {
    let deeds = ["socket", "exec", "kill", "trace", "unshare", "root", "executable"];
    let both = deeds.iter().flat_map(|deed| [format!("worker {deed}"), format!("zygote {deed}")]);
    let of_workers = ["fork", "thread", "filter", "signal"].into_iter().map(|deed| format!("worker {deed}"));
    for deed in both.chain(of_workers).chain(["zygote namespace", "zygote limits"].map(str::to_owned)) {
        let output = outcome(&deed);
        // The C library makes a thread with all signals blocked, and then the handler cannot report anything.
        if output.status.signal() == Some(libc::SIGSYS) && deed == "worker thread" {
            continue;
        }
        assert_eq!(output.status.code(), Some(128 + libc::SIGSYS), "{deed}: {output:?}");
        assert!(words(&output).contains("it made the system call "), "{deed}: {output:?}");
    }
}

#[test]
fn a_process_that_gives_up_may_say_so() {
    for deed in ["worker abort", "zygote abort"] {
        let output = outcome(deed);
        assert_eq!(output.status.signal(), Some(libc::SIGABRT), "{deed}: {output:?}");
    }
}
