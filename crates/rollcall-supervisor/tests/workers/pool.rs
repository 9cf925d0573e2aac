//! Which worker an owner gets, which are kept, and the fate of a pool whose processes die.

use std::io;
use std::process::Command;
use std::time::Duration;

use rollcall_supervisor::fence::Gaps;
use rollcall_supervisor::pool::{Lease, Owner, Pool};
use rollcall_supervisor::turns::{Limits, Work};
use rollcall_supervisor::turnstile::{ClientNumber, User};
use rollcall_supervisor::zygote::Zygote;
use rollcall_supervisor::{JobEnd, WorkerLimits};
use rustix::process::{Pid, Signal, kill_process};

use crate::stand_in::{LONG, Recorder, run, zygote};

const LIMITS: WorkerLimits = WorkerLimits { memory: 1 << 30, stack: 8 << 20, gaps: Gaps { root: true, calls: true } };

fn pool(most_kept: usize, keep_idle: Duration) -> Pool {
    pool_of(Zygote::new(zygote, LIMITS), most_kept, keep_idle)
}

fn pool_of(zygote: Zygote, most_kept: usize, keep_idle: Duration) -> Pool {
    Pool::new(zygote, Limits { quick: 4, running: 16, long_after: LONG }, most_kept, keep_idle)
}

fn client(number: u64) -> Owner {
    Owner::Client(ClientNumber(number))
}

async fn lease(pool: &Pool, owner: Owner) -> Lease {
    let lease = pool.lease(owner, User::Person("billy".into()), Work::Attended);
    tokio::time::timeout(LONG, lease).await.expect("a worker comes").expect("a worker starts")
}

/// Which job of its process one is that the owner gives to it now.
async fn jobs_so_far(pool: &Pool, owner: Owner) -> String {
    let (mut lease, host) = (lease(pool, owner).await, Recorder::default());
    assert_eq!(run(&mut lease.worker, "count", &host, None).await, JobEnd::Finished);
    lease.give_back(false);
    host.printed()
}

#[tokio::test]
async fn an_owner_gets_its_own_worker_again_and_nobody_elses() {
    let pool = pool(8, LONG);
    assert_eq!(jobs_so_far(&pool, client(1)).await, "1");
    assert_eq!(jobs_so_far(&pool, client(1)).await, "2");
    assert_eq!(jobs_so_far(&pool, client(2)).await, "1");
    assert_eq!(jobs_so_far(&pool, Owner::Background(ClientNumber(1), 1)).await, "1");
    let script = |file: &str| Owner::GatewayScript { project: "plant".into(), file: file.into() };
    assert_eq!(jobs_so_far(&pool, script("a.py")).await, "1");
    assert_eq!(jobs_so_far(&pool, script("b.py")).await, "1");
    pool.forget(&client(1));
    pool.forget_project("plant");
    assert_eq!(jobs_so_far(&pool, client(1)).await, "1", "forgotten");
    assert_eq!(jobs_so_far(&pool, script("a.py")).await, "1", "forgotten with its project");
    assert_eq!(jobs_so_far(&pool, client(2)).await, "2", "the others are as they were");
}

#[tokio::test]
async fn past_the_most_the_one_idle_longest_goes_but_not_one_that_something_waits_in() {
    let pool = pool(2, LONG);
    let awaited = lease(&pool, client(1)).await;
    let number = awaited.number();
    awaited.give_back(true);
    for other in [2, 3] {
        assert_eq!(jobs_so_far(&pool, client(other)).await, "1");
    }
    assert_eq!(jobs_so_far(&pool, client(2)).await, "1", "its process was given up for that of 3");
    assert_eq!(lease(&pool, client(1)).await.number(), number, "a function for later waits in it");
}

#[tokio::test]
async fn one_that_is_idle_for_too_long_is_ended_and_told_when_the_next_is() {
    let pool = pool(8, Duration::ZERO);
    assert_eq!(pool.give_up_idle(), None, "there is no worker yet");
    assert_eq!(jobs_so_far(&pool, client(1)).await, "1");
    assert_eq!(pool.give_up_idle(), None, "its time was over at once");
    assert_eq!(jobs_so_far(&pool, client(1)).await, "1", "another process");
}

#[tokio::test]
async fn a_dead_worker_is_not_handed_out_and_a_lease_can_be_renewed() {
    let pool = pool(8, LONG);
    let mut held = lease(&pool, client(1)).await;
    let (first, host) = (held.number(), Recorder::default());
    assert!(matches!(run(&mut held.worker, "die", &host, None).await, JobEnd::Crashed(_)));
    held.renew().await.unwrap();
    assert_ne!(held.number(), first);
    assert_eq!(run(&mut held.worker, "end", &host, None).await, JobEnd::Finished);
    // Killed while it is idle.
    held.worker.kill();
    while held.worker.is_fit() {
        tokio::task::yield_now().await;
    }
    held.give_back(false);
    assert_eq!(jobs_so_far(&pool, client(1)).await, "1");
    let mut spoiled = lease(&pool, client(1)).await;
    assert_eq!(run(&mut spoiled.worker, "spoil", &host, None).await, JobEnd::Finished);
    spoiled.give_back(false);
    assert_eq!(jobs_so_far(&pool, client(1)).await, "1", "one that is spoiled is not given again");
}

#[tokio::test]
async fn a_zygote_that_is_killed_is_started_again_and_its_workers_end_with_it() {
    let pool = pool_of(Zygote::new(marked_zygote, LIMITS), 8, LONG);
    let mut held = lease(&pool, client(1)).await;
    let zygotes = marked_zygotes();
    assert_eq!(zygotes.len(), 1);
    kill_process(zygotes[0], Signal::KILL).unwrap();
    let end = run(&mut held.worker, "run on", &Recorder::default(), None).await;
    assert!(matches!(end, JobEnd::Crashed(_) | JobEnd::NotBegun(_)), "{end:?}");
    drop(held);
    assert_eq!(jobs_so_far(&pool, client(1)).await, "1");
}

/// A zygote that can be distinguished from those of the tests beside this one.
fn marked_zygote(limits: &WorkerLimits) -> io::Result<Command> {
    let mut command = zygote(limits)?;
    command.arg(format!("marked-{}", std::process::id()));
    Ok(command)
}

/// The marked processes that are not forked from one of them.
fn marked_zygotes() -> Vec<Pid> {
    let own = std::process::id();
    let entries = std::fs::read_dir("/proc").expect("the list of processes");
    let numbers = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<i32>().ok());
    let is_marked = |number: &i32| {
        let read = |name: &str| std::fs::read_to_string(format!("/proc/{number}/{name}")).unwrap_or_default();
        read("cmdline").contains(&format!("marked-{own}")) && read("status").contains(&format!("PPid:\t{own}\n"))
    };
    numbers.filter(is_marked).filter_map(Pid::from_raw).collect()
}
