//! The host of a script in a terminal: dialogs are asked here, everything else goes to the gateway.
//!
//! A dialog is shown on standard output and answered on standard input when that is a terminal. Without a terminal
//! there is no person: a message box is only shown, a question counts as cancelled.

use std::io::{self, BufRead, IsTerminal, Write};

use rollcall_gateway::log_line::log_line;
use rollcall_supervisor::Host;
use rollcall_wire::host::{Ask, DialogAnswer, HostAnswer, HostCall, HostError, HostResult, LogLine, MessageStyle};
use rollcall_wire::worker::Stream;

use crate::remote::Link;

/// A terminal and a link to the gateway.
#[derive(Debug)]
pub struct TerminalHost {
    link: Link,
    interactive: bool,
}

impl TerminalHost {
    /// A host whose calls go over `link`. `script_on_stdin` means that standard input is not a person's.
    pub fn new(link: Link, script_on_stdin: bool) -> Self {
        TerminalHost { link, interactive: !script_on_stdin && io::stdin().is_terminal() }
    }

    /// The link.
    pub fn link(&self) -> &Link {
        &self.link
    }

    async fn dialog(&self, ask: Ask) -> Result<DialogAnswer, HostError> {
        match ask {
            Ask::Message { style, message, title } => self.message_box(style, &message, &title).await,
            Ask::Confirm { message, title, allow_cancel } => self.confirm(&message, &title, allow_cancel).await,
            Ask::Input { message, default_text } => self.input_box(&message, &default_text).await,
            // A terminal would show the typed password.
            Ask::Password { .. } => Err(needs_windows(ask.function())),
        }
    }

    async fn message_box(&self, style: MessageStyle, message: &str, title: &str) -> Result<DialogAnswer, HostError> {
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
        Ok(DialogAnswer::Done)
    }

    async fn confirm(&self, message: &str, title: &str, allow_cancel: bool) -> Result<DialogAnswer, HostError> {
        let title = if title.is_empty() { "Confirm" } else { title };
        show(&format!("{title}: {message}\n"))?;
        let choices = if allow_cancel { "yes, no or cancel? " } else { "yes or no? " };
        if !self.interactive {
            return Ok(DialogAnswer::Cancelled);
        }
        while let Some(answer) = ask(choices.to_owned()).await? {
            match answer.trim().to_lowercase().as_str() {
                "y" | "yes" => return Ok(DialogAnswer::Boolean(true)),
                "n" | "no" => return Ok(DialogAnswer::Boolean(false)),
                "c" | "cancel" if allow_cancel => break,
                _ => {}
            }
        }
        Ok(DialogAnswer::Cancelled)
    }

    async fn input_box(&self, message: &str, default_text: &str) -> Result<DialogAnswer, HostError> {
        let default = if default_text.is_empty() { String::new() } else { format!(" [{default_text}]") };
        show(&format!("Input: {message}{default}\n"))?;
        if !self.interactive {
            return Ok(DialogAnswer::Cancelled);
        }
        Ok(match ask("> ".to_owned()).await? {
            None => DialogAnswer::Cancelled,
            Some(text) if text.is_empty() => DialogAnswer::Text(default_text.to_owned()),
            Some(text) => DialogAnswer::Text(text),
        })
    }
}

/// A terminal has no windows, and no events to wait for.
fn needs_windows(function: &str) -> HostError {
    let message = format!("{function} is not available in a terminal: it needs a client with windows");
    HostError::Unavailable { message }
}

impl Host for TerminalHost {
    async fn call(&self, call: HostCall) -> HostResult {
        match call {
            HostCall::Dialog(ask) => self.dialog(ask).await.map(HostAnswer::Dialog),
            // In the client's scope a logger writes to the client's own log, which here is standard error.
            HostCall::Log(LogLine { logger, level, message }) => {
                log_line(level, &logger, &message);
                Ok(HostAnswer::Log)
            }
            HostCall::Session(_) | HostCall::Module(_) => self.link.call(call).await,
            HostCall::Window(_) | HostCall::Script(_) | HostCall::Client(_) | HostCall::Message(_) => {
                Err(needs_windows(call.function()))
            }
        }
    }

    async fn output(&self, stream: Stream, text: String) {
        // On a thread of its own: a reader that takes its time must not keep the script from being stopped. Output
        // without a reader (a closed pipe) is lost, as it is with any program.
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
