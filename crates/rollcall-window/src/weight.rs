//! The weight of a value: about how many bytes it takes to keep it for a client and to send it to a browser.
//!
//! A text is sent as JSON, in which it can be longer: a control character takes six bytes. So its weight is that of the
//! text, of the copy that is sent, and of the JSON. A dataset is sent in pieces, and its weight is its memory. A shared
//! value weighs the same for each holder.

use crate::Value;

/// The allocator's overhead for a piece of memory, with the count of its holders.
const PIECE: usize = 32;

impl Value {
    /// The weight in bytes, beside the room of the `Value` itself.
    pub fn weight(&self) -> usize {
        match self {
            Value::Text(text) => PIECE + 2 * text.len() + json_length(text),
            Value::Dataset(dataset) => PIECE + dataset.memory(),
            Value::List(values) => {
                let each = |value: &Value| size_of::<Value>() + value.weight();
                PIECE + values.iter().map(each).sum::<usize>()
            }
            _ => 0,
        }
    }
}

/// How long a text is in JSON, without its quotes.
fn json_length(text: &str) -> usize {
    let escaped = |byte: u8| match byte {
        b'"' | b'\\' | b'\n' | b'\r' | b'\t' | 0x08 | 0x0c => 2,
        0..0x20 => 6,
        _ => 1,
    };
    text.bytes().map(escaped).sum()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rollcall_dataset::{Column, Dataset};

    use super::*;

    #[test]
    fn a_text_weighs_what_it_takes_to_be_told() {
        for text in ["", "plain", "quo\"ted\\", "\u{1}\u{2}\n\t", "größer"] {
            let told = serde_json::to_string(text).unwrap();
            assert_eq!(json_length(text), told.len() - 2, "{text:?}");
            assert!(Value::Text(text.into()).weight() >= 2 * text.len() + told.len() - 2);
        }
    }

    #[test]
    fn numbers_weigh_nothing_and_lists_what_is_in_them() {
        assert_eq!(Value::Integer(5).weight(), 0);
        let list = Value::List(vec![Value::Integer(5); 1_000]);
        assert!((24_000..25_000).contains(&list.weight()), "{}", list.weight());
        let dataset = Dataset::new(vec![Column::doubles("a", vec![Some(1.5); 1_000])]).unwrap();
        assert!((16_000..17_000).contains(&Value::Dataset(Arc::new(dataset)).weight()));
    }
}
