//! How long the gateway's certificate is valid: logged at the start and every half day when it is not valid, or not for
//! long.
//!
//! The server's library checks other people's certificates, not its own. Of the certificate only the two times are read,
//! by the few rules of DER that lie on the way there.

use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use crate::clock::SystemClock;

/// Between two looks.
const EVERY: Duration = Duration::from_secs(12 * 3600);
/// How long before its end a certificate is warned of, in seconds.
const SOON: i64 = 30 * 24 * 3600;

/// When a certificate holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Validity {
    from: Timestamp,
    until: Timestamp,
}

/// Warns of a certificate that does not hold now, or not for long.
pub fn warn(file: &Path) {
    let now = Timestamp::from_millisecond(SystemClock::start().wall().0).unwrap_or_default();
    let certificates = CertificateDer::pem_file_iter(file).into_iter().flatten().flatten();
    for validity in certificates.filter_map(|certificate| validity(&certificate)) {
        if let Some(trouble) = trouble(validity, now) {
            tracing::warn!("{}: {trouble}", file.display());
        }
    }
}

/// Warns again and again, for ever.
pub async fn keep_warning(file: &Path) {
    loop {
        tokio::time::sleep(EVERY).await;
        let file = file.to_owned();
        // Should it fail, the next look comes.
        let _ = tokio::task::spawn_blocking(move || warn(&file)).await;
    }
}

fn trouble(Validity { from, until }: Validity, now: Timestamp) -> Option<String> {
    if now < from {
        return Some(format!(
            "the certificate is not valid before {from}, and browsers will refuse it until then; is the clock right?"
        ));
    }
    if now >= until {
        return Some(format!("the certificate has expired on {until}, and browsers refuse it: replace it"));
    }
    let left = until.as_second() - now.as_second();
    let days = left / (24 * 3600);
    (left < SOON).then(|| format!("the certificate expires in {days} days, on {until}: have it renewed"))
}

/// The validity in a certificate: the fifth part of its first part, after a version that may be left out.
fn validity(certificate: &[u8]) -> Option<Validity> {
    const SEQUENCE: u8 = 0x30;
    const VERSION: u8 = 0xa0;
    let (_, whole, _) = element(certificate)?;
    let (_, mut rest, _) = element(whole)?;
    if rest.first() == Some(&VERSION) {
        rest = element(rest)?.2;
    }
    // Serial number, algorithm, issuer.
    for _ in 0..3 {
        rest = element(rest)?.2;
    }
    let (tag, times, _) = element(rest)?;
    let (first, from, rest) = element(times)?;
    let (second, until, _) = element(rest)?;
    (tag == SEQUENCE).then_some(())?;
    Some(Validity { from: time(first, from)?, until: time(second, until)? })
}

/// The first element: its tag, its content, and the bytes after it.
fn element(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&[tag, first], rest) = bytes.split_first_chunk::<2>()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(first), rest),
        0x81..=0x84 => {
            let (digits, rest) = rest.split_at_checked(usize::from(first & 0x0f))?;
            (digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit)), rest)
        }
        _ => return None,
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((tag, content, rest))
}

/// A time: `YYMMDDhhmmssZ` up to 2049, `YYYYMMDDhhmmssZ` after that.
fn time(tag: u8, text: &[u8]) -> Option<Timestamp> {
    const SHORT: u8 = 0x17;
    let text = std::str::from_utf8(text).ok()?.strip_suffix('Z')?;
    let text = match tag {
        SHORT if text.get(..2)? < "50" => format!("20{text}"),
        SHORT => format!("19{text}"),
        _ => text.to_owned(),
    };
    let part = |range: std::ops::Range<usize>| text.get(range);
    let (date, [hour, minute, second]) = (part(0..8)?, [part(8..10)?, part(10..12)?, part(12..14)?]);
    format!("{}-{}-{}T{hour}:{minute}:{second}Z", &date[..4], &date[4..6], &date[6..]).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_times_of_a_certificate_are_found() {
        let mut parameters = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        parameters.not_before = rcgen::date_time_ymd(2020, 1, 2);
        parameters.not_after = rcgen::date_time_ymd(2051, 3, 4);
        let key = rcgen::KeyPair::generate().unwrap();
        let certificate = parameters.self_signed(&key).unwrap();
        let expected = Validity { from: at("2020-01-02T00:00:00Z"), until: at("2051-03-04T00:00:00Z") };
        assert_eq!(validity(certificate.der()), Some(expected));
        for length in 0..certificate.der().len().min(200) {
            assert_eq!(validity(&certificate.der()[..length]), None, "cut at {length}");
        }
        assert_eq!(validity(b"\x30\x84\xff\xff\xff\xff"), None);
    }

    #[test]
    fn what_does_not_hold_or_not_for_long_is_worth_a_word() {
        let validity = Validity { from: at("2026-01-01T00:00:00Z"), until: at("2027-01-01T00:00:00Z") };
        let cases = [
            ("2025-12-31T23:59:59Z", Some("not valid before 2026-01-01")),
            ("2026-01-01T00:00:00Z", None),
            ("2026-12-01T00:00:00Z", None),
            ("2026-12-20T00:00:00Z", Some("expires in 12 days")),
            ("2027-01-01T00:00:00Z", Some("has expired")),
        ];
        for (now, expected) in cases {
            let trouble = trouble(validity, at(now));
            assert_eq!(trouble.is_some(), expected.is_some(), "{now}: {trouble:?}");
            assert!(expected.is_none_or(|words| trouble.unwrap_or_default().contains(words)), "{now}");
        }
    }
}
