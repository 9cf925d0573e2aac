//! Whether rows are compressed on their way to a browser: where it was worth while for the rows before.
//!
//! Compression costs the gateway time for all clients, so it is tried, and left alone for a while where it saved
//! little, as with numbers that are all different. `docs/benchmarks.md` has its savings for several kinds of data, and
//! its cost.

use std::io::Write;

use flate2::Compression;
use flate2::write::DeflateEncoder;

/// Compressed rows must be shorter than this part of them: less is not worth the browser's time either.
const WORTH_WHILE: f64 = 0.85;
/// So many parts go uncompressed before it is tried again.
const PAUSE: u32 = 31;

/// The experience with one dataset.
#[derive(Debug, Default)]
pub(super) struct Squeeze {
    left_alone: u32,
}

impl Squeeze {
    /// The message, compressed if that is worth while, and whether it is. `wanted` is whether to try it.
    pub(super) fn pack(&mut self, message: Vec<u8>, wanted: bool) -> (Vec<u8>, bool) {
        if !wanted {
            return (message, false);
        }
        if self.left_alone > 0 {
            self.left_alone -= 1;
            return (message, false);
        }
        match deflate(&message) {
            Some(packed) if (packed.len() as f64) < message.len() as f64 * WORTH_WHILE => (packed, true),
            _ => {
                self.left_alone = PAUSE;
                (message, false)
            }
        }
    }
}

/// At the quickest level: the next ones make rows a third shorter for five times the time.
fn deflate(message: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(message.len() / 2), Compression::fast());
    // Writing into memory does not fail.
    encoder.write_all(message).ok()?;
    encoder.finish().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_shrink_is_left_alone_for_a_while() {
        let mut squeeze = Squeeze::default();
        // Numbers without a pattern (xorshift).
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        let mut noise = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state as u8
        };
        let strange: Vec<u8> = (0..4_096).map(|_| noise()).collect();
        let plain = vec![7; 4_096];
        assert!(squeeze.pack(plain.clone(), true).1);
        assert_eq!(squeeze.pack(strange.clone(), true), (strange, false));
        for _ in 0..PAUSE {
            assert_eq!(squeeze.pack(plain.clone(), true), (plain.clone(), false));
        }
        assert!(squeeze.pack(plain.clone(), true).1);
        assert_eq!(squeeze.pack(plain.clone(), false), (plain, false));
    }
}
