//! Patterns of Java by which a column's cells are written: `java.text.DecimalFormat` for numbers,
//! `java.text.SimpleDateFormat` for dates. Browsers write cells by them; here a mistake is found before that.

/// Letters that mean something in a pattern for dates, of those that browsers write here. Java has weeks of the year
/// and the month, too (`w`, `W`, `Y`, `F`), on which implementations differ.
const DATE_LETTERS: &str = "GyMLdDEuaHkKhmsSzZX";
/// A longer pattern is not accepted.
const LONGEST: usize = 200;

/// Whether numbers can be written by the pattern.
///
/// # Errors
/// The mistake in it, in words that follow "is not a pattern for numbers: ".
pub(crate) fn check_decimal(pattern: &str) -> Result<(), String> {
    check_length(pattern)?;
    let parts = unquoted(pattern)?;
    let mut subpatterns = parts.split(|c| *c == Some(';'));
    let first = subpatterns.next().unwrap_or_default();
    check_number(first)?;
    match (subpatterns.next(), subpatterns.next()) {
        (_, Some(_)) => Err("it has more than one ';'".into()),
        (Some([]), _) => Err("nothing follows the ';'".into()),
        _ => Ok(()),
    }
}

/// Whether dates can be written by the pattern.
///
/// # Errors
/// The mistake in it, in words that follow "is not a pattern for dates: ".
pub(crate) fn check_date(pattern: &str) -> Result<(), String> {
    check_length(pattern)?;
    let unknown = |c: &char| c.is_ascii_alphabetic() && !DATE_LETTERS.contains(*c);
    match unquoted(pattern)?.into_iter().flatten().find(unknown) {
        Some(letter) => Err(format!("the letter {letter} means nothing here; letters of a text stand in '…'")),
        None => Ok(()),
    }
}

fn check_length(pattern: &str) -> Result<(), String> {
    match pattern.chars().count() {
        length if length > LONGEST => Err(format!("it has {length} characters, and at most {LONGEST} are allowed")),
        _ => Ok(()),
    }
}

/// The characters; None in the place of each that is quoted.
fn unquoted(pattern: &str) -> Result<Vec<Option<char>>, String> {
    let (mut within, mut characters) = (false, Vec::new());
    for c in pattern.chars() {
        match c {
            '\'' => within = !within,
            _ if within => characters.push(None),
            c => characters.push(Some(c)),
        }
    }
    if within { Err("a quote (') is not closed".into()) } else { Ok(characters) }
}

/// The part for positive numbers: a prefix, `#` and then `0` with groups, a fraction of `0` and then `#`, an exponent, a
/// suffix.
fn check_number(part: &[Option<char>]) -> Result<(), String> {
    let is_of_number = |c: &Option<char>| matches!(c, Some('#' | '0' | ',' | '.'));
    let start = part.iter().position(is_of_number).ok_or("it has no 0 and no #")?;
    let length = part[start..].iter().take_while(|c| is_of_number(c)).count();
    let number: String = part[start..start + length].iter().flatten().collect();
    let rest = &part[start + length..];
    let exponent = rest.first() == Some(&Some('E'));
    let zeros = rest.iter().skip(1).take_while(|c| **c == Some('0')).count();
    if exponent && zeros == 0 {
        return Err("a 0 must follow the E".into());
    }
    if rest.iter().skip(if exponent { 1 + zeros } else { 0 }).any(is_of_number) {
        return Err("the digits are in two places".into());
    }
    let (whole, fraction) = number.split_once('.').unwrap_or((&number, ""));
    if !(whole.contains(['0', '#']) || fraction.contains(['0', '#'])) {
        return Err("it has no 0 and no #".into());
    }
    let digits = whole.replace(',', "");
    match () {
        () if fraction.contains('.') => Err("it has two decimal points".into()),
        () if fraction.contains(',') => Err("a comma stands after the decimal point".into()),
        () if whole.ends_with(',') || whole.contains(",,") => Err("a group without digits".into()),
        () if digits.contains("0#") => Err("a # stands after a 0, before the decimal point".into()),
        () if fraction.contains("#0") => Err("a 0 stands after a #, after the decimal point".into()),
        () if exponent && whole.contains(',') => Err("groups and an exponent exclude each other".into()),
        () => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{check_date, check_decimal};

    #[test]
    fn patterns_for_numbers() {
        let good = [
            "0",
            "#",
            "#,##0",
            "#,##0.00",
            "0.###",
            "00000",
            "0.0%",
            "$#,##0.00;($#,##0.00)",
            "'#'0",
            "0 'kg'",
            "0.##E0",
            ".00",
            "#.##",
        ];
        for pattern in good {
            assert_eq!(check_decimal(pattern), Ok(()), "{pattern}");
        }
        let bad =
            ["", "abc", "0#", "0.#0", "0.0.0", "#,##0.0,0", "0,", "0 0", "0'", "0;0;0", "0;", "0E", "#,##0E0", "'0'"];
        for pattern in bad {
            assert!(check_decimal(pattern).is_err(), "{pattern}");
        }
    }

    #[test]
    fn patterns_for_dates() {
        for pattern in [
            "yyyy-MM-dd HH:mm:ss",
            "dd.MM.yy",
            "h:mm a",
            "EEE, d MMM",
            "HH 'o''clock'",
            "",
            "yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
        ] {
            assert_eq!(check_date(pattern), Ok(()), "{pattern}");
        }
        for pattern in ["YYYY", "yyyy-mm-dd at HH", "'open", &"y".repeat(201)] {
            assert!(check_date(pattern).is_err(), "{pattern}");
        }
    }
}
