//! The effect of compression (deflate, at several levels) on datasets on their way to a browser, and its cost: the
//! figures of `cargo xtask bench rows`, as a Markdown table.
//!
//! Rows are encoded and compressed in parts of about 32 KiB, as the gateway sends them. The ratio does not depend on the
//! machine, the speed does.

use std::io::Write;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::DeflateEncoder;
use rollcall_dataset::{Column, Dataset};

const ROWS: usize = 20_000;
const PART: usize = 32 * 1024;
const LEVELS: [u32; 3] = [1, 3, 6];
/// An instant in 2026, in milliseconds.
const NOW: i64 = 1_780_000_000_000;

fn main() {
    println!("| data | level | bytes a row | compressed | ratio | MB a second |");
    println!("|---|--:|--:|--:|--:|--:|");
    for (name, dataset) in datasets() {
        let parts = parts(&dataset);
        let raw: usize = parts.iter().map(Vec::len).sum();
        for level in LEVELS {
            let began = Instant::now();
            let packed: usize = parts.iter().map(|part| deflated(part, level)).sum();
            let took = began.elapsed();
            println!("{}", line(name, level, raw, packed, took));
        }
    }
}

fn line(name: &str, level: u32, raw: usize, packed: usize, took: Duration) -> String {
    let of_a_row = |bytes: usize| bytes as f64 / ROWS as f64;
    let ratio = raw as f64 / packed as f64;
    let speed = raw as f64 / 1e6 / took.as_secs_f64();
    let (raw, packed) = (of_a_row(raw), of_a_row(packed));
    format!("| {name} | {level} | {raw:.1} | {packed:.1} | {ratio:.2} | {speed:.0} |")
}

fn parts(dataset: &Dataset) -> Vec<Vec<u8>> {
    let encode = |from: usize, to: usize| {
        let part = dataset.slice(from..to).map(|part| part.nameless());
        part.and_then(|part| part.encode()).expect("a part of a dataset has a binary form")
    };
    let bytes_a_row = encode(0, ROWS).len() / ROWS;
    let rows = PART / bytes_a_row.max(1);
    (0..ROWS).step_by(rows).map(|from| encode(from, ROWS.min(from + rows))).collect()
}

fn deflated(part: &[u8], level: u32) -> usize {
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(part.len()), Compression::new(level));
    encoder.write_all(part).and_then(|()| encoder.finish()).expect("memory takes what is written").len()
}

fn datasets() -> [(&'static str, Dataset); 4] {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut noise = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    [
        ("who is on (`getSessionInfo`)", sessions(&mut noise)),
        ("a log of measurements: date, three values that drift, a state", measurements(&mut noise)),
        ("counting numbers and texts", counting()),
        ("numbers without a pattern", strange(&mut noise)),
    ]
}

fn sessions(noise: &mut impl FnMut() -> u64) -> Dataset {
    let rows = 0..ROWS;
    table(vec![
        Column::strings("username", rows.clone().map(|row| Some(format!("user{}", row / 10)))),
        Column::strings("project", rows.clone().map(|row| Some(format!("plant-{:02}", row % 20)))),
        Column::strings("address", rows.clone().map(|row| Some(format!("ws-{:06}", row / 5)))),
        Column::booleans("isDesigner", rows.clone().map(|row| Some(row % 50 == 0))),
        Column::strings("clientId", rows.clone().map(|_| Some(format!("{:08X}", noise() as u32)))),
        Column::dates("creationTime", rows.map(|row| Some(NOW + row as i64 * 997))),
    ])
}

fn measurements(noise: &mut impl FnMut() -> u64) -> Dataset {
    let mut drift = |start: f64| {
        let mut value = start;
        let cells: Vec<Option<f64>> = (0..ROWS)
            .map(|_| {
                value += (noise() % 21) as f64 / 10.0 - 1.0;
                Some((value * 10.0).round() / 10.0)
            })
            .collect();
        cells
    };
    let [temperature, pressure, flow] = [80.0, 1_200.0, 35.0].map(&mut drift);
    table(vec![
        Column::dates("when", (0..ROWS).map(|row| Some(NOW + row as i64 * 1_000))),
        Column::doubles("temperature", temperature),
        Column::doubles("pressure", pressure),
        Column::doubles("flow", flow),
        Column::strings("state", (0..ROWS).map(|row| Some(if row % 300 < 280 { "Running" } else { "Idle" }))),
    ])
}

fn counting() -> Dataset {
    table(vec![
        Column::integers("number", (0..ROWS).map(|row| Some(row as i32))),
        Column::strings("name", (0..ROWS).map(|row| Some(format!("machine {row}")))),
    ])
}

fn strange(noise: &mut impl FnMut() -> u64) -> Dataset {
    table(vec![
        Column::integers("integer", (0..ROWS).map(|_| Some(noise() as i32)).collect::<Vec<_>>()),
        Column::doubles("double", (0..ROWS).map(|_| Some(noise() as f64 / 1e6)).collect::<Vec<_>>()),
    ])
}

fn table(columns: Vec<Column>) -> Dataset {
    Dataset::new(columns).expect("columns of one length")
}
