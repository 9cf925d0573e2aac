//! What scripts write into a log: one line for each message, at the level that the script chose.

use rollcall_wire::host::LogLevel;

/// Logs a message of a script's logger.
pub fn log_line(level: LogLevel, logger: &str, message: &str) {
    let message = indented(message);
    match level {
        LogLevel::Trace => tracing::trace!(target: "script", logger, "{message}"),
        LogLevel::Debug => tracing::debug!(target: "script", logger, "{message}"),
        LogLevel::Info => tracing::info!(target: "script", logger, "{message}"),
        LogLevel::Warn => tracing::warn!(target: "script", logger, "{message}"),
        LogLevel::Error => tracing::error!(target: "script", logger, "{message}"),
    }
}

/// Lines after the first are indented, so that no script can write what looks like a line of the log's own.
pub fn indented(text: &str) -> String {
    text.trim_end().replace('\r', "\\r").replace('\n', "\n    ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_can_be_forged() {
        let text = "a\nINFO gateway: all is well\r\n";
        assert_eq!(indented(text), "a\n    INFO gateway: all is well");
        assert_eq!(indented("x\ry"), "x\\ry");
    }
}
