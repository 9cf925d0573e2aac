//! The log: lines on standard error. `RUST_LOG` selects them.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

/// Starts the log. Without `RUST_LOG` it holds the lines for an operator; `verbose` adds the details.
pub fn start(verbose: bool) {
    let default = if verbose {
        "info,rollcall=debug,rollcall_gateway=debug,script=debug"
    } else {
        // The command itself reports an untrusted certificate, once; the gateway a lost connection to NATS.
        "warn,rustls_platform_verifier=off,async_nats=off,rollcall=info,rollcall_gateway=info,script=info"
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(default));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
}
