//! The log: lines on standard error. `RUST_LOG` chooses what is in it.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

/// Starts the log. Without `RUST_LOG` it holds what an operator wants to see; `verbose` adds the details.
pub fn start(verbose: bool) {
    let default = if verbose {
        "info,rollcall=debug,rollcall_gateway=debug,script=debug"
    } else {
        // A certificate that is not trusted is told by the command itself, once.
        "warn,rustls_platform_verifier=off,rollcall=info,rollcall_gateway=info,script=info"
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(default));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
}
