//! Bytes as hexadecimal digits, in lower case.

use std::fmt::Write;

/// Two digits a byte.
pub fn hex(bytes: &[u8]) -> String {
    let mut digits = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // A text takes everything.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

/// The bytes that [`hex`] has written as these digits, exactly `COUNT` of them. None for any other text.
pub fn bytes<const COUNT: usize>(digits: &str) -> Option<[u8; COUNT]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let (pairs, []) = digits.as_bytes().as_chunks::<2>() else { return None };
    let mut bytes = [0; COUNT];
    if pairs.len() != COUNT {
        return None;
    }
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        *byte = digit(*high)? << 4 | digit(*low)?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn there_and_back(some: [u8; 4], text in "[0-9a-fA-F+é]{0,9}") {
            prop_assert_eq!(bytes(&hex(&some)), Some(some));
            if let Some(read) = bytes::<4>(&text) {
                prop_assert_eq!(hex(&read), text);
            }
        }
    }
}
