//! `rollcall run`: log in, run a script beside this process in the session's scope, log out.

use std::io::Read;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, bail};
use rollcall_supervisor::{JobEnd, JobLimits, WorkerProcess, fence, job};
use rollcall_wire::dialect::Dialect;
use rollcall_wire::rest::SessionKind;
use rollcall_wire::socket::Welcome;
use rollcall_wire::worker::{Caller, Context as JobContext, Job, Scope};

use crate::arguments::Run as Arguments;
use crate::remote::{Api, Link, session_request};
use crate::script_host::TerminalHost;
use crate::stop::StopRequest;
use crate::usage::UsageError;
use crate::worker;

/// How long a call may wait for a gateway that went away.
const PATIENCE: Duration = Duration::from_secs(30);

/// Runs a script.
///
/// # Errors
/// When there is no script, the gateway cannot be reached or refuses, or no worker can be started.
pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let limits = JobLimits { deadline: deadline(arguments.timeout)? };
    let gaps = arguments.gaps.into();
    fence::check(gaps)?;
    let (file, source, dialect) = script(&arguments)?;
    let request = session_request(&arguments.remote, &arguments.session)?;
    let kind = request.kind;
    let remote = arguments.remote;
    // Not before: while a person types, or standard input is read, Ctrl-C ends the command as it always does.
    let mut stop = StopRequest::listen()?;
    // The worker warms up while the gateway checks the password, and neither waits for the other to begin: a client
    // that speaks TLS reads the system's certificates first.
    let log_in = tokio::spawn(async move { Api::new(&remote)?.log_in(&request).await });
    let (log_in, worker) = tokio::select! {
        both = async { tokio::join!(log_in, worker::start(gaps)) } => both,
        () = stop.received() => bail!("stopped before the script began"),
    };
    let (api, _) = log_in.context("the log-in broke off")??;
    let link = Link::open(api.clone(), Some(PATIENCE));
    let host = TerminalHost::new(link, is_stdin(arguments.file.as_deref()));
    let job = JobSource { file, source, dialect, kind };
    let end = run_job(&host, worker, job, &limits, stop_reason(&mut stop, host.link())).await;
    // A gateway that is gone gets no log-out; the session ends by itself.
    if let Err(error) = api.log_out().await {
        tracing::debug!("not logged out: {error:#}");
    }
    Ok(exit_code(&end?, &limits))
}

/// A script whose session is not known yet.
struct JobSource {
    file: String,
    source: String,
    /// The Python that it is written in, if it or the command declares one; else its project's.
    dialect: Option<Dialect>,
    kind: SessionKind,
}

async fn run_job(
    host: &TerminalHost,
    worker: anyhow::Result<WorkerProcess>,
    JobSource { file, source, dialect, kind }: JobSource,
    limits: &JobLimits,
    stop: impl Future<Output = String>,
) -> anyhow::Result<JobEnd> {
    let mut worker = worker?;
    let mut stop = std::pin::pin!(stop);
    let welcome = tokio::select! {
        connected = host.link().connected() => connected.map_err(anyhow::Error::msg)?,
        reason = &mut stop => bail!("{reason}"),
    };
    let dialect = dialect.unwrap_or(welcome.dialect);
    let job = Job { file, source, dialect, context: context(*welcome, kind), entry: Default::default() };
    Ok(job::run(&mut worker, job, host, limits, stop).await)
}

/// Resolves with a reason when the script is to be stopped: on a signal, or because its session is over.
async fn stop_reason(stop: &mut StopRequest, link: &Link) -> String {
    tokio::select! {
        () = stop.received() => "stopped from the terminal".to_owned(),
        (_, message) = link.ended() => format!("the session is over: {message}"),
    }
}

fn context(welcome: Welcome, kind: SessionKind) -> JobContext {
    let Welcome { session, roles, time_zone, secure, .. } = welcome;
    JobContext {
        scope: Scope::from(kind),
        project: session.project,
        time_zone,
        session: Some(Caller { client_id: session.client_id, username: session.username, roles, secure }),
    }
}

fn deadline(seconds: Option<f64>) -> anyhow::Result<Option<Duration>> {
    let Some(seconds) = seconds else { return Ok(None) };
    let fault = || UsageError(format!("--timeout {seconds}: a number of seconds above 0"));
    let deadline = Duration::try_from_secs_f64(seconds).map_err(|_| fault())?;
    if deadline.is_zero() { Err(fault().into()) } else { Ok(Some(deadline)) }
}

fn is_stdin(file: Option<&Path>) -> bool {
    file == Some(Path::new("-"))
}

/// The script's name for tracebacks, its text, and the Python that it is written in, if declared.
fn script(arguments: &Arguments) -> anyhow::Result<(String, String, Option<Dialect>)> {
    let option = arguments.python.map(Dialect::from);
    if let Some(code) = &arguments.code {
        return Ok(("<command>".to_owned(), code.clone(), option.or_else(|| Dialect::declared(code))));
    }
    let Some(file) = arguments.file.as_deref() else { bail!(UsageError("no script".to_owned())) };
    let (name, bytes) = if is_stdin(Some(file)) {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).context("cannot read standard input")?;
        ("<stdin>".to_owned(), bytes)
    } else {
        let bytes = std::fs::read(file).map_err(|e| UsageError(format!("cannot read {}: {e}", file.display())))?;
        (file.display().to_string(), bytes)
    };
    let dialect = option.or_else(|| Dialect::declared(&String::from_utf8_lossy(&bytes)));
    let text = rollcall_script::decode(dialect.unwrap_or_default(), &bytes)
        .map_err(|fault| UsageError(format!("{name}:{}:{}: {}", fault.line, fault.column, fault.message)))?;
    Ok((name, text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text), dialect))
}

fn exit_code(end: &JobEnd, limits: &JobLimits) -> ExitCode {
    match end {
        JobEnd::Exited(code) => ExitCode::from(u8::try_from(code & 0xff).unwrap_or(1)),
        _ => match end.error(limits) {
            None => ExitCode::SUCCESS,
            Some(error) => {
                eprintln!("{error}");
                ExitCode::FAILURE
            }
        },
    }
}
