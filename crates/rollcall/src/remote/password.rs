//! Where passwords come from: a variable, a file, a prompt. Never an option, which everybody on the machine could read.

use std::io::{self, IsTerminal};
use std::path::Path;

use anyhow::Context;

use crate::arguments::Remote;
use crate::usage::UsageError;

/// The password of the user who logs in.
///
/// # Errors
/// When there is no password.
pub fn password(remote: &Remote, username: &str) -> anyhow::Result<String> {
    find("ROLLCALL_PASSWORD", "--password-file", remote.password_file.as_deref(), &format!("Password of {username}: "))
}

/// A password to be set, typed twice at a prompt.
///
/// # Errors
/// When there is no password, or the two do not agree.
pub fn new_password(file: Option<&Path>, username: &str) -> anyhow::Result<String> {
    let asked = file.is_none() && std::env::var_os("ROLLCALL_NEW_PASSWORD").is_none();
    let prompt = format!("New password of {username}: ");
    let password = find("ROLLCALL_NEW_PASSWORD", "--new-password-file", file, &prompt)?;
    if asked && rpassword::prompt_password("Once more: ")? != password {
        anyhow::bail!("the two passwords differ");
    }
    Ok(password)
}

fn find(variable: &str, option: &str, file: Option<&Path>, prompt: &str) -> anyhow::Result<String> {
    if let Some(file) = file {
        let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        return Ok(text.lines().next().unwrap_or_default().to_owned());
    }
    match std::env::var(variable) {
        Ok(password) => Ok(password),
        Err(std::env::VarError::NotUnicode(_)) => anyhow::bail!("{variable} is not UTF-8"),
        Err(std::env::VarError::NotPresent) if io::stdin().is_terminal() => Ok(rpassword::prompt_password(prompt)?),
        Err(std::env::VarError::NotPresent) => {
            Err(UsageError(format!("no password: set {variable} or give {option} FILE")).into())
        }
    }
}
