//! `rollcall match`: try a filter before it is used, with the engine and the limits of the gateway.

use std::io::{self, BufRead, BufWriter, Write};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Context;
use rollcall_gateway::config::Filters;
use rollcall_regex::{Budget, Error, Filter, JavaVersion, Options};
use serde::{Deserialize, Serialize};

use crate::arguments::{Java, Match as Arguments};

/// Matches the lines of standard input.
///
/// # Errors
/// When the pattern is not valid, a value costs too much, or the input cannot be read.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let version = match arguments.java {
        Java::V8 => JavaVersion::V8,
        Java::V17 => JavaVersion::V17,
    };
    let options = Options { version, ..Options::default() };
    let mut output = BufWriter::new(io::stdout().lock());
    match &arguments.pattern {
        Some(pattern) => values(pattern, &options, &mut output)?,
        None => cases(&options, &mut output)?,
    }
    output.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// A whole call's budget for each value: one name at a time is tried here.
fn is_match(filter: &Filter, value: &str) -> Result<bool, Error> {
    let limit: Duration = Filters::default().budget.0;
    let started = Instant::now();
    filter.is_match(value, &mut Budget::unlimited().with_deadline(move || started.elapsed() >= limit))
}

fn values(pattern: &str, options: &Options, output: &mut impl Write) -> anyhow::Result<()> {
    let filter = Filter::with_options(pattern, options).context("the pattern")?;
    for (number, line) in lines().enumerate() {
        let line = String::from_utf8(line?).with_context(|| format!("line {}: not UTF-8", number + 1))?;
        let answer = is_match(&filter, &line).with_context(|| format!("line {}", number + 1))?;
        writeln!(output, "{answer}")?;
        output.flush()?;
    }
    Ok(())
}

#[derive(Deserialize)]
struct Case {
    pattern: String,
    input: String,
}

#[derive(Serialize)]
struct Answer {
    result: &'static str,
    description: Option<String>,
    index: Option<i64>,
}

fn cases(options: &Options, output: &mut impl Write) -> anyhow::Result<()> {
    for line in lines() {
        serde_json::to_writer(&mut *output, &answer(&line?, options))?;
        writeln!(output)?;
        output.flush()?;
    }
    Ok(())
}

fn answer(line: &[u8], options: &Options) -> Answer {
    let failed = |description: String, index| Answer { result: "error", description: Some(description), index };
    let case: Case = match serde_json::from_slice(line) {
        Ok(case) => case,
        Err(error) => return failed(format!("not a line of the form {{\"pattern\":…,\"input\":…}}: {error}"), None),
    };
    let matched = Filter::with_options(&case.pattern, options).and_then(|filter| is_match(&filter, &case.input));
    match matched {
        Ok(true) => Answer { result: "true", description: None, index: None },
        Ok(false) => Answer { result: "false", description: None, index: None },
        Err(error) => failed(error.description().to_owned(), error.index()),
    }
}

/// The lines of standard input, without their line feeds and with everything else, a carriage return too: it may be
/// part of the value.
fn lines() -> impl Iterator<Item = io::Result<Vec<u8>>> {
    io::stdin().lock().split(b'\n')
}
