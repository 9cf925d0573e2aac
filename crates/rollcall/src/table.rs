//! Tables for the eye. Whatever a person could have chosen is shown so that it cannot steer the terminal.

use std::fmt::Write;

/// The longest cell that is shown whole, in characters.
const MAX_CELL: usize = 120;

/// Rows under a header, in columns; two blanks between them, none at the ends of lines.
pub fn table(header: &[&str], rows: &[Vec<String>]) -> String {
    let cut = |cell: &String| cut(&harmless(cell));
    let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(cut).collect()).collect();
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
        cells.chain([header[column].chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..header.len()).map(width).collect();
    let mut text = String::new();
    let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
    for row in [header].iter().chain(&rows) {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            // Writing to a String cannot fail.
            let _ = write!(line, "{cell:<width$}  ");
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn cut(text: &str) -> String {
    let mut cut: String = text.chars().take(MAX_CELL).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    cut
}

/// The text with control characters and marks that turn the direction of writing shown as escapes.
pub fn harmless(text: &str) -> String {
    let steers = |c: char| {
        c.is_control() || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if steers(c) { c.escape_default().to_string() } else { c.to_string() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_cells_cannot_steer() {
        let rows = vec![vec!["billy".into(), "plant".into()], vec!["\u{1b}[2J\u{202e}x".into(), "é".into()]];
        let expected = ["username            project", "billy               plant", "\\u{1b}[2J\\u{202e}x  é", ""];
        assert_eq!(table(&["username", "project"], &rows), expected.join("\n"));
        assert_eq!(table(&["x"], &[vec!["é".repeat(100_000)]]), format!("x\n{}…\n", "é".repeat(MAX_CELL)));
    }
}
