//! The host of a script in a terminal: dialogs are asked here, everything else goes to the gateway.
//!
//! A dialog is shown on standard output and answered on standard input when that is a terminal. When it is not, nobody
//! sits there: a message box is only shown, a question counts as cancelled.

use std::io::{self, BufRead, IsTerminal, Write};

use rollcall_gateway::log_line::log_line;
use rollcall_gateway::worker::Host;
use rollcall_wire::host::{HostCall, HostError, HostResult, HostValue, MessageStyle};
use rollcall_wire::worker::Stream;

use crate::remote::Link;

/// A terminal and a link to the gateway.
#[derive(Debug)]
pub struct TerminalHost {
    link: Link,
    interactive: bool,
}

impl TerminalHost {
    /// A host whose calls go over `link`. `script_on_stdin` says that standard input is not a person's.
    pub fn new(link: Link, script_on_stdin: bool) -> Self {
        TerminalHost { link, interactive: !script_on_stdin && io::stdin().is_terminal() }
    }

    /// The link.
    pub fn link(&self) -> &Link {
        &self.link
    }

    async fn message_box(&self, style: MessageStyle, message: &str, title: &str) -> HostResult {
        let default = match style {
            MessageStyle::Information => "Information",
            MessageStyle::Warning => "Warning",
            MessageStyle::Error => "Error",
        };
        let title = if title.is_empty() { default } else { title };
        show(&format!("{title}: {message}\n"))?;
        if self.interactive {
            ask("(press Enter)".to_owned()).await?;
        }
        Ok(HostValue::Nothing)
    }

    async fn confirm(&self, message: &str, title: &str, allow_cancel: bool) -> HostResult {
        let title = if title.is_empty() { "Confirm" } else { title };
        show(&format!("{title}: {message}\n"))?;
        let cancelled = if allow_cancel { HostValue::Nothing } else { HostValue::Boolean(false) };
        let choices = if allow_cancel { "yes, no or cancel? " } else { "yes or no? " };
        if !self.interactive {
            return Ok(cancelled);
        }
        while let Some(answer) = ask(choices.to_owned()).await? {
            match answer.trim().to_lowercase().as_str() {
                "y" | "yes" => return Ok(HostValue::Boolean(true)),
                "n" | "no" => return Ok(HostValue::Boolean(false)),
                "c" | "cancel" if allow_cancel => break,
                _ => {}
            }
        }
        Ok(cancelled)
    }

    async fn input_box(&self, message: &str, default_text: &str) -> HostResult {
        let default = if default_text.is_empty() { String::new() } else { format!(" [{default_text}]") };
        show(&format!("Input: {message}{default}\n"))?;
        if !self.interactive {
            return Ok(HostValue::Nothing);
        }
        Ok(match ask("> ".to_owned()).await? {
            None => HostValue::Nothing,
            Some(text) if text.is_empty() => HostValue::Text(default_text.to_owned()),
            Some(text) => HostValue::Text(text),
        })
    }
}

impl Host for TerminalHost {
    async fn call(&self, call: HostCall) -> HostResult {
        match call {
            HostCall::MessageBox { style, message, title } => self.message_box(style, &message, &title).await,
            HostCall::Confirm { message, title, allow_cancel } => self.confirm(&message, &title, allow_cancel).await,
            HostCall::InputBox { message, default_text } => self.input_box(&message, &default_text).await,
            // In the client's scope a logger writes to the client's own log, which here is standard error.
            HostCall::Log { logger, level, message } => {
                log_line(level, &logger, &message);
                Ok(HostValue::Nothing)
            }
            HostCall::GetSessionInfo { .. } | HostCall::FindModule { .. } => self.link.call(call).await,
            // A terminal has no windows, and nobody's events to wait for.
            other => Err(HostError::Unavailable {
                message: format!("{} is not available in a terminal: it needs a client with windows", other.function()),
            }),
        }
    }

    async fn output(&self, stream: Stream, text: String) {
        // On a thread of its own: a reader that takes its time must not keep the script from being stopped. Output
        // that nobody reads any more (a closed pipe) is lost, as it is with any program.
        let _ = tokio::task::spawn_blocking(move || match stream {
            Stream::Stdout => print_now(io::stdout(), &text),
            Stream::Stderr => print_now(io::stderr(), &text),
        })
        .await;
    }
}

fn show(text: &str) -> Result<(), HostError> {
    print_now(io::stdout(), text).map_err(|e| HostError::Failed { message: format!("the dialog cannot be shown: {e}") })
}

fn print_now(mut to: impl Write, text: &str) -> io::Result<()> {
    to.write_all(text.as_bytes())?;
    to.flush()
}

/// One line from standard input; None at its end. It waits on a thread of its own, which a script's end leaves behind.
async fn ask(prompt: String) -> Result<Option<String>, HostError> {
    show(&prompt)?;
    let read = tokio::task::spawn_blocking(|| {
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line).map(|count| (count > 0).then_some(line))
    });
    let failed = |message: String| HostError::Failed { message };
    let line = read.await.map_err(|e| failed(e.to_string()))?.map_err(|e| failed(e.to_string()))?;
    Ok(line.map(|line| line.trim_end_matches(['\r', '\n']).to_owned()))
}
