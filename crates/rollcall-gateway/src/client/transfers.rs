//! Datasets on their way to one socket: which rows go next, of which dataset.
//!
//! Rows are encoded when the socket can take them, a few at a time: a transfer under way costs no more than the
//! dataset, which the window holds anyhow. The first rows of each go ahead of the frame that names it, so a table is
//! there at once; the rest follows, a part of each dataset in turn, from where the person looks. A property that gets
//! another value, a window that closes, a desktop that is sent anew end the transfers for them: their rows would not be
//! shown.
//!
//! It is a data structure without sockets; parts are compressed where that has been worth while.

use std::collections::VecDeque;
use std::ops::Range;

use rollcall_dataset::{Dataset, Values};
use rollcall_wire::desktop::{DatasetNumber, ViewValue};
use rollcall_wire::pieces::{Cut, PieceKind, Rows};

use super::squeeze::Squeeze;

/// About how many bytes go ahead of the frame that names a dataset: a screen full of rows.
const AHEAD: usize = 8 * 1024;
/// About how many bytes, before compression, go in one part later.
const PART: usize = 32 * 1024;
/// How many rows' texts are looked at to guess how large rows are.
const SAMPLE: usize = 32;

/// Where a dataset is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    window: u32,
    component: u32,
    property: String,
}

/// Datasets on their way to one socket.
#[derive(Debug, Default)]
pub struct Transfers {
    last: DatasetNumber,
    place: Option<Place>,
    ahead: Vec<Cut>,
    under_way: VecDeque<Transfer>,
}

/// A dataset of which rows are missing on the other side.
#[derive(Debug)]
struct Transfer {
    place: Option<Place>,
    number: DatasetNumber,
    dataset: Dataset,
    missing: Missing,
    bytes_a_row: usize,
    squeeze: Squeeze,
}

impl Transfers {
    /// Values that are added from now on are this property's; its earlier transfers are no longer wanted.
    pub(super) fn begin(&mut self, window: u32, component: u32, property: &str) {
        let place = Place { window, component, property: property.to_owned() };
        self.under_way.retain(|transfer| transfer.place.as_ref() != Some(&place));
        self.place = Some(place);
    }

    /// Nothing of a window is wanted any more.
    pub(super) fn forget_window(&mut self, window: u32) {
        self.under_way.retain(|transfer| transfer.place.as_ref().is_none_or(|place| place.window != window));
    }

    /// Nothing is wanted any more that was under way.
    pub(super) fn forget_all(&mut self) {
        self.under_way.clear();
    }

    /// Takes a dataset along; the value that names it.
    pub(super) fn add(&mut self, dataset: &Dataset) -> ViewValue {
        let number = self.last.wrapping_add(1);
        let bytes_a_row = guess(dataset);
        let mut missing = Missing::all(count(dataset));
        let place = self.place.clone();
        let mut transfer =
            Transfer { place, number, dataset: dataset.clone(), missing, bytes_a_row, squeeze: Squeeze::default() };
        // A dataset without rows has columns all the same.
        let ahead = transfer.ahead();
        missing = transfer.missing.clone();
        match ahead {
            Ok(message) => {
                self.last = number;
                self.ahead.push(Cut::new(PieceKind::RowsAhead, message, false));
                if !missing.is_empty() {
                    self.under_way.push_back(transfer);
                }
                ViewValue::Dataset { dataset: number, fingerprint: dataset.fingerprint() }
            }
            Err(error) => {
                tracing::error!("a dataset cannot be shown: {error}");
                ViewValue::Nothing(())
            }
        }
    }

    /// The rows that must go ahead of the message that names their datasets.
    pub fn take_ahead(&mut self) -> Vec<Cut> {
        std::mem::take(&mut self.ahead)
    }

    /// The person looks at a dataset from this row on: its rows go next.
    pub fn look_at(&mut self, number: DatasetNumber, row: u32) {
        let Some(at) = self.under_way.iter().position(|transfer| transfer.number == number) else { return };
        if let Some(mut transfer) = self.under_way.remove(at) {
            transfer.missing.go_to(row);
            self.under_way.push_front(transfer);
        }
    }

    /// Whether nothing is under way.
    #[cfg(test)]
    fn is_empty(&self) -> bool {
        self.under_way.is_empty()
    }

    /// The next part, of each dataset in turn. `squeezes` is whether time is worth less than bytes.
    pub fn next_part(&mut self, squeezes: bool) -> Option<Cut> {
        loop {
            let mut transfer = self.under_way.pop_front()?;
            match transfer.next_part(squeezes) {
                Ok(part) => {
                    if !transfer.missing.is_empty() {
                        self.under_way.push_back(transfer);
                    }
                    return Some(part);
                }
                // The browser goes on showing that rows are missing.
                Err(error) => tracing::error!("a dataset cannot be sent to its end: {error}"),
            }
        }
    }
}

fn count(dataset: &Dataset) -> u32 {
    u32::try_from(dataset.row_count()).unwrap_or(u32::MAX)
}

impl Transfer {
    fn ahead(&mut self) -> Result<Vec<u8>, rollcall_dataset::Error> {
        let total = count(&self.dataset);
        // A small dataset goes in one part.
        let room = if total as usize * self.bytes_a_row <= 2 * AHEAD { 2 * AHEAD } else { AHEAD };
        let (rows, columns) = self.encode(0..total, room, false)?;
        self.missing.take(rows.len() as u32);
        Ok(Rows::message(self.number, rows.start, total, &columns))
    }

    fn next_part(&mut self, squeezes: bool) -> Result<Cut, rollcall_dataset::Error> {
        let (rows, columns) = self.encode(self.missing.next(), PART, true)?;
        self.missing.take(rows.len() as u32);
        let message = Rows::message(self.number, rows.start, count(&self.dataset), &columns);
        let (message, deflated) = self.squeeze.pack(message, squeezes);
        Ok(Cut::new(PieceKind::MoreRows, message, deflated))
    }

    /// As many rows from the first of these on as come to `room` bytes, about: at least one, if there is one.
    fn encode(
        &mut self,
        rows: Range<u32>,
        room: usize,
        nameless: bool,
    ) -> Result<(Range<u32>, Vec<u8>), rollcall_dataset::Error> {
        let mut most = (room / self.bytes_a_row.max(1)).clamp(1, (rows.len()).max(1));
        loop {
            let end = rows.end.min(rows.start.saturating_add(most as u32));
            let part = self.dataset.slice(rows.start as usize..end as usize)?;
            let part = if nameless { part.nameless() } else { part };
            let columns = part.encode()?;
            let length = (end - rows.start) as usize;
            if length > 0 {
                self.bytes_a_row = columns.len().div_ceil(length);
            }
            if length <= 1 || columns.len() <= 2 * room {
                return Ok((rows.start..end, columns));
            }
            most = (length * room / columns.len()).max(1);
        }
    }
}

/// About how many bytes a row has, by its types and its first texts.
fn guess(dataset: &Dataset) -> usize {
    let of = |values: &Values| match values {
        Values::Boolean(_) => 1,
        Values::Integer(_) => 4,
        Values::Long(_) | Values::Date(_) | Values::Double(_) => 8,
        Values::String(texts) => {
            let sample = texts.iter().take(SAMPLE);
            let bytes: usize = sample.clone().flatten().map(|text| text.len()).sum();
            4 + bytes / sample.len().max(1)
        }
    };
    dataset.columns().iter().map(|column| of(&column.values)).sum::<usize>().max(1)
}

/// The rows that have not gone, and where to go on.
#[derive(Clone, Debug)]
struct Missing {
    /// In order, without empty ones.
    spans: Vec<Range<u32>>,
    /// Which of the spans is next.
    at: usize,
}

impl Missing {
    fn all(rows: u32) -> Self {
        Missing { spans: std::iter::once(0..rows).filter(|span| !span.is_empty()).collect(), at: 0 }
    }

    fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The rows that go next; empty when no rows are missing.
    fn next(&self) -> Range<u32> {
        self.spans.get(self.at).cloned().unwrap_or_default()
    }

    /// So many of the next ones have gone.
    fn take(&mut self, rows: u32) {
        let Some(span) = self.spans.get_mut(self.at) else { return };
        span.start = span.end.min(span.start.saturating_add(rows));
        if span.start >= span.end {
            self.spans.remove(self.at);
        }
        // After the last row come those that were left out.
        if self.at >= self.spans.len() {
            self.at = 0;
        }
    }

    /// Goes on at this row, or at the first one after it that is missing.
    fn go_to(&mut self, row: u32) {
        let Some(at) = self.spans.iter().position(|span| span.end > row) else { return };
        self.at = at;
        let span = self.spans[at].clone();
        if span.start < row {
            self.spans.splice(at..=at, [span.start..row, row..span.end]);
            self.at = at + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::io::Read;

    use proptest::prelude::*;
    use rollcall_dataset::Column;
    use rollcall_wire::pieces::Assembly;

    use super::*;

    fn table(rows: u32, seed: u32) -> Dataset {
        let numbers = Column::integers("number", (0..rows).map(|row| Some((row ^ seed) as i32)));
        let texts = (0..rows).map(|row| (row % 7 != 3).then(|| format!("text {}", row % 1_000 * (seed % 3))));
        Dataset::new(vec![numbers, Column::strings("text", texts)]).unwrap()
    }

    /// The other side.
    #[derive(Default)]
    struct Browser {
        assembly: Assembly,
        /// Rows by their number, of each dataset.
        came: BTreeMap<DatasetNumber, BTreeMap<u32, Dataset>>,
        totals: BTreeMap<DatasetNumber, u32>,
    }

    impl Browser {
        fn hear(&mut self, mut cut: Cut) {
            while let Some(piece) = cut.next_piece() {
                let Some(whole) = self.assembly.take(&piece).unwrap() else { continue };
                let mut message = whole.message;
                if whole.deflated {
                    let mut inflated = Vec::new();
                    flate2::read::DeflateDecoder::new(&message[..]).read_to_end(&mut inflated).unwrap();
                    message = inflated;
                }
                let rows = Rows::read(&message).unwrap();
                self.totals.insert(rows.dataset, rows.total);
                let known = self.came.entry(rows.dataset).or_default();
                for (at, row) in (rows.first..).zip(0..rows.rows.row_count()) {
                    let before = known.insert(at, rows.rows.slice(row..row + 1).unwrap());
                    assert!(before.is_none(), "row {at} of dataset {} came twice", rows.dataset);
                }
            }
        }

        fn hear_ahead(&mut self, transfers: &mut Transfers) {
            transfers.take_ahead().into_iter().for_each(|cut| self.hear(cut));
        }

        fn has(&self, number: DatasetNumber, dataset: &Dataset) -> bool {
            let came = &self.came[&number];
            self.totals[&number] as usize == dataset.row_count()
                && came.len() == dataset.row_count()
                && came.iter().all(|(at, row)| {
                    let expected = dataset.slice(*at as usize..*at as usize + 1).unwrap();
                    // All but the first have no names.
                    row.nameless() == expected.nameless()
                })
        }
    }

    fn number(value: &ViewValue) -> DatasetNumber {
        let ViewValue::Dataset { dataset, .. } = value else { panic!("{value:?}") };
        *dataset
    }

    /// The events that may happen while datasets are under way.
    #[derive(Clone, Debug)]
    enum Happening {
        Set { component: u32, rows: u32 },
        Close { window: u32 },
        Look { which: u32, row: u32 },
        Send { squeezes: bool },
    }

    fn happening() -> impl Strategy<Value = Happening> {
        prop_oneof![
            (0_u32..4, 0_u32..30_000).prop_map(|(component, rows)| Happening::Set { component, rows }),
            (0_u32..2).prop_map(|window| Happening::Close { window }),
            (0_u32..12, 0_u32..40_000).prop_map(|(which, row)| Happening::Look { which, row }),
            any::<bool>().prop_map(|squeezes| Happening::Send { squeezes }),
            any::<bool>().prop_map(|squeezes| Happening::Send { squeezes }),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn every_row_arrives_once_and_the_latest_dataset_of_a_place_whole(
            happenings in prop::collection::vec(happening(), 0..40),
        ) {
            let (mut transfers, mut browser) = (Transfers::default(), Browser::default());
            // The dataset that each component shows: components 0 and 1 are in window 0, 2 and 3 in window 1.
            let mut shown: BTreeMap<u32, (DatasetNumber, Dataset)> = BTreeMap::new();
            for (step, happening) in happenings.into_iter().enumerate() {
                match happening {
                    Happening::Set { component, rows } => {
                        let dataset = table(rows, step as u32);
                        transfers.begin(component / 2, component, "data");
                        let value = transfers.add(&dataset);
                        shown.insert(component, (number(&value), dataset));
                        browser.hear_ahead(&mut transfers);
                    }
                    Happening::Close { window } => {
                        transfers.forget_window(window);
                        shown.retain(|component, _| component / 2 != window);
                    }
                    Happening::Look { which, row } => transfers.look_at(which, row),
                    Happening::Send { squeezes } => {
                        if let Some(part) = transfers.next_part(squeezes) {
                            browser.hear(part);
                        }
                    }
                }
                prop_assert!(transfers.under_way.len() <= shown.len(), "what nobody looks at is under way");
            }
            while let Some(part) = transfers.next_part(true) {
                browser.hear(part);
            }
            for (number, dataset) in shown.values() {
                prop_assert!(browser.has(*number, dataset), "dataset {number} is not whole");
            }
        }

        #[test]
        fn rows_go_from_where_the_person_looks(rows in 1_u32..500, looks in prop::collection::vec((0_u32..600, 0_u32..90), 0..9)) {
            let mut missing = Missing::all(rows);
            let mut gone = vec![false; rows as usize];
            for (row, length) in looks {
                missing.go_to(row);
                let next = missing.next();
                if let Some(first) = (row..rows).find(|at| !gone[*at as usize]) {
                    prop_assert_eq!(next.start, first);
                }
                let end = next.end.min(next.start + length);
                gone[next.start as usize..end as usize].fill(true);
                missing.take(length);
            }
            while !missing.is_empty() {
                for at in missing.next() {
                    prop_assert!(!std::mem::replace(&mut gone[at as usize], true), "row {} went twice", at);
                }
                missing.take(u32::MAX);
            }
            prop_assert!(gone.into_iter().all(|gone| gone));
        }
    }

    #[test]
    fn a_part_is_small_whatever_its_rows_are() {
        let long = "x".repeat(3_000);
        let texts = (0..5_000).map(|row| Some(if row < 1_000 { "short" } else { long.as_str() }));
        let dataset = Dataset::new(vec![Column::strings("text", texts)]).unwrap();
        let (mut transfers, mut browser) = (Transfers::default(), Browser::default());
        transfers.begin(1, 2, "data");
        let value = transfers.add(&dataset);
        let mut ahead: Vec<Cut> = transfers.take_ahead();
        assert!(ahead[0].next_piece().unwrap().len() <= 3 * AHEAD);
        let mut parts = 0;
        while let Some(mut part) = transfers.next_part(false) {
            parts += 1;
            let pieces: Vec<_> = std::iter::from_fn(|| part.next_piece()).collect();
            assert!(pieces.iter().map(Vec::len).sum::<usize>() <= 3 * PART, "{parts}");
            for piece in pieces {
                if let Some(whole) = browser.assembly.take(&piece).unwrap() {
                    let rows = Rows::read(&whole.message).unwrap();
                    browser.came.entry(rows.dataset).or_default().insert(rows.first, rows.rows);
                }
            }
        }
        let came: usize = browser.came[&number(&value)].values().map(Dataset::row_count).sum();
        assert!(came < dataset.row_count() && came > 4_000, "{came}");
    }

    #[test]
    fn a_dataset_without_rows_has_its_columns() {
        let (mut transfers, mut browser) = (Transfers::default(), Browser::default());
        for dataset in [table(0, 1), Dataset::default()] {
            let number = number(&transfers.add(&dataset));
            browser.hear_ahead(&mut transfers);
            assert_eq!(browser.totals[&number], 0);
        }
        assert!(transfers.is_empty());
    }
}
