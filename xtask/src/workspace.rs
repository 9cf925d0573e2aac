//! Where the project lies, and how its tools are started: one place, so that every command shows what it runs.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail};
use serde_json::Value;

/// The checkout and its target folder.
pub(crate) struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// Finds the checkout that this executable was compiled from, and asks Cargo for its target folder.
    pub(crate) fn open() -> anyhow::Result<Self> {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = here.parent().context("the folder of xtask has no parent")?.to_path_buf();
        let metadata = metadata(&root, &["--no-deps"])?;
        let target = metadata["target_directory"].as_str().context("cargo metadata names no target folder")?.into();
        Ok(Self { root, target })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The folder that Cargo builds into, wherever the environment has put it.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// `cargo metadata` with every dependency resolved, for the one platform that Rollcall is released for.
    pub(crate) fn metadata(&self) -> anyhow::Result<Value> {
        metadata(&self.root, &["--filter-platform", "x86_64-unknown-linux-gnu"])
    }

    /// A command that will be started in the root of the checkout.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        command
    }

    /// The Cargo that started us, which need not be the first one on the path.
    ///
    /// It must not see the variables that `cargo run` has set for this tool: build scripts that watch these variables,
    /// as ring's does, would compile anew each time that a build by this tool follows one from the terminal.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(cargo_path());
        let told = |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(told)) {
            command.env_remove(name);
        }
        command.args(arguments);
        command
    }
}

/// Shows the command, runs it with our output and fails when it does.
pub(crate) fn run(command: &mut Command) -> anyhow::Result<()> {
    let line = shown(command);
    println!("$ {line}");
    let status = command.status().with_context(|| format!("cannot start `{line}`"))?;
    if !status.success() {
        bail!("`{line}` failed ({status})");
    }
    Ok(())
}

/// Runs a command for its standard output; its standard error is visible to the caller.
pub(crate) fn output(command: &mut Command) -> anyhow::Result<String> {
    let line = shown(command);
    let output = command.stderr(Stdio::inherit()).output().with_context(|| format!("cannot start `{line}`"))?;
    if !output.status.success() {
        bail!("`{line}` failed ({})", output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{line}` printed something else than UTF-8"))
}

/// Whether a program can be started at all; a probe, so it prints nothing.
pub(crate) fn answers(program: impl AsRef<OsStr>, arguments: &[&str]) -> bool {
    let quiet =
        Command::new(program).args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    quiet.is_ok_and(|status| status.success())
}

fn metadata(root: &Path, arguments: &[&str]) -> anyhow::Result<Value> {
    let mut command = Command::new(cargo_path());
    command.current_dir(root).args(["metadata", "--format-version", "1"]).args(arguments);
    serde_json::from_str(&output(&mut command)?).context("cannot read the output of cargo metadata")
}

fn cargo_path() -> PathBuf {
    std::env::var_os("CARGO").map_or_else(|| "cargo".into(), PathBuf::from)
}

/// The command as a person would type it: the file name of the program, then its arguments.
fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    let words = std::iter::once(name).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
