//! Times as people write them: a whole number and a unit, as in `"500ms"` or `"5m"`.

use std::time::Duration;

const SHORTEST: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Reads a time of 100 ms to 365 days.
pub(super) fn parse(text: &str) -> Result<Duration, String> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = text.split_at(digits);
    let milliseconds_each = match unit {
        "ms" => 1,
        "s" => 1000,
        "m" => 60 * 1000,
        "h" => 60 * 60 * 1000,
        _ => return Err(malformed(text)),
    };
    if number.is_empty() {
        return Err(malformed(text));
    }
    // The only number of digits that cannot be read is one that is too large.
    let milliseconds = number.parse::<u64>().ok().and_then(|number| number.checked_mul(milliseconds_each));
    let duration = milliseconds.map(Duration::from_millis).unwrap_or(Duration::MAX);
    if duration < SHORTEST {
        return Err(format!("{text:?} is too short: at least \"100ms\" is allowed"));
    }
    if duration > LONGEST {
        return Err(format!("{text:?} is too long: at most 365 days (\"8760h\") are allowed"));
    }
    Ok(duration)
}

fn malformed(text: &str) -> String {
    format!("{text:?} is not a time: write a whole number and ms, s, m or h, as in \"500ms\" or \"10s\"")
}
