//! How one job on one worker ends, by the worker's behaviour.

use std::time::Duration;

use rollcall_supervisor::{JobEnd, JobLimits, WorkerProcess, job};

use crate::stand_in::{LONG, Recorder, command, order, run, worker};

const WORDS: &str = "these are my last words";
/// A script that is interrupted at once.
const AT_ONCE: Option<Duration> = Some(Duration::ZERO);

/// Has one order carried out in a new worker, and compares the end, and whether the worker takes another job.
async fn check(order: &str, deadline: Option<Duration>, expected: JobEnd, is_fit: bool) {
    let mut worker = worker().await;
    let end = run(&mut worker, order, &Recorder::default(), deadline).await;
    assert_eq!(end, expected, "{order}");
    assert_eq!(worker.is_fit() && end.worker_survived(), is_fit, "{order}: the worker afterwards");
}

#[tokio::test]
async fn an_end_is_classified_by_what_the_worker_does() {
    check("end", None, JobEnd::Finished, true).await;
    check("spoil", None, JobEnd::Finished, false).await;
    check("die before it begins", None, JobEnd::NotBegun(WORDS.into()), false).await;
    check("die", None, JobEnd::Crashed(WORDS.into()), false).await;
    check("run on", AT_ONCE, JobEnd::Deadline(None), false).await;
    let mut worker = worker().await;
    let end = run(&mut worker, "stop when interrupted", &Recorder::default(), AT_ONCE).await;
    let JobEnd::Deadline(Some(traceback)) = end else { panic!("{end:?}") };
    assert!(traceback.contains("ran longer than 0 s"), "the script is told why: {traceback}");
    assert!(worker.is_fit(), "it obeyed, so its worker goes on");
    assert_eq!(run(&mut worker, "end", &Recorder::default(), None).await, JobEnd::Finished);
}

#[tokio::test]
async fn a_worker_that_breaks_the_protocol_is_ended() {
    let mut worker = worker().await;
    let end = run(&mut worker, "babble", &Recorder::default(), None).await;
    assert!(matches!(&end, JobEnd::Crashed(words) if words.contains("too large")), "{end:?}");
    assert!(!end.worker_survived(), "it is not used again");
}

#[tokio::test]
async fn a_call_is_answered_and_output_arrives_in_order() {
    let (mut worker, host) = (worker().await, Recorder::default());
    for _ in 0..2 {
        assert_eq!(run(&mut worker, "call", &host, None).await, JobEnd::Finished);
        assert_eq!(run(&mut worker, "count", &host, None).await, JobEnd::Finished);
    }
    assert_eq!(host.calls(), 2);
    assert_eq!(host.printed(), "Ok(Log)2Ok(Log)4", "one process has had all four jobs");
}

#[tokio::test]
async fn a_caller_that_gives_up_stops_the_script() {
    let mut worker = worker().await;
    let (host, limits) = (Recorder::default(), JobLimits::default());
    let stop = async {
        host.has_printed().await;
        "the window was closed".to_owned()
    };
    let end = job::run(&mut worker, order("stop when interrupted"), &host, &limits, stop);
    let end = tokio::time::timeout(LONG, end).await.expect("it stops");
    assert_eq!(end, JobEnd::Stopped(Some("the window was closed".into())));
}

#[tokio::test]
async fn a_program_that_is_no_worker_is_an_error_with_its_words() {
    let mut words = command("neither");
    words.env("RUST_BACKTRACE", "0");
    let error = WorkerProcess::spawn(words).await.unwrap_err().to_string();
    assert!(error.contains("ended at its start") && error.contains("stand_in worker|zygote"), "{error}");
}
