//! "Did you mean": the known name nearest to one that is not known.

/// ` (did you mean "title"?)` where one of `known` is at most two slips away from `name`, or differs from it in case
/// only; else nothing. Of two that are as near, that which begins alike: few people mistype the first letter.
pub fn suggestion<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let slips = |candidate: &str| match name.to_lowercase() == candidate.to_lowercase() {
        true => 0,
        false => strsim::damerau_levenshtein(name, candidate),
    };
    let nearest = known
        .into_iter()
        .map(|candidate| (slips(candidate), candidate.chars().next() != name.chars().next(), candidate))
        .filter(|(slips, _, candidate)| is_near(*slips, candidate))
        .min();
    nearest.map(|(.., candidate)| format!(" (did you mean {candidate:?}?)")).unwrap_or_default()
}

/// Two slips make any two-letter name any other, so a short name allows fewer.
fn is_near(slips: usize, candidate: &str) -> bool {
    slips <= 2 && slips * 3 <= candidate.chars().count()
}

#[cfg(test)]
mod tests {
    use super::suggestion;

    #[test]
    fn the_nearest_name_is_suggested_and_a_far_one_is_not() {
        let known = ["Button", "Label", "Table", "x", "visible", "windows"];
        let cases = [
            ("Buton", "Button"),
            ("Tabel", "Table"),
            ("VISIBLE", "visible"),
            ("visibel", "visible"),
            ("X", "x"),
            ("y", ""),
            ("But", ""),
            ("", ""),
            ("widnwos", "windows"),
        ];
        for (name, expected) in cases {
            let said = if expected.is_empty() { String::new() } else { format!(" (did you mean {expected:?}?)") };
            assert_eq!(suggestion(name, known), said, "{name:?}");
        }
    }
}
