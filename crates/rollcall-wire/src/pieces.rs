//! Pieces: how a message that is too large for one go crosses a session's socket, and the rows of datasets do.
//!
//! A browser passes only whole messages to a page, so a page cannot see that a large one is on its way, and nothing
//! else passes meanwhile. So no message is larger than [`MOST_IN_A_PIECE`] and a head: a larger one is cut, each piece
//! a binary message, and smaller messages go in between.
//!
//! | bytes of a piece | content |
//! |---|---|
//! | u8 | the kind: 0 a [`GatewayFrame`](crate::socket::GatewayFrame) as JSON; 1 rows that go ahead of the frame that names them; 2 further rows |
//! | u8 | flags: 1 the first piece of its message, 2 the last one, 4 the message is compressed (deflate, RFC 1951) |
//! | u16 | 0 |
//! | u32 | length of the whole message, little endian |
//! | | the piece's part of it |
//!
//! Messages of one kind follow one another; of different kinds they may be mixed. A first piece where another message
//! of its kind is incomplete means that the rest of that one will not come. The form of rows is described at [`Rows`].
//!
//! A browser confirms the bytes that it has taken by [`ClientFrame::Taken`](crate::socket::ClientFrame::Taken), and the
//! gateway sends rows, and frames to browsers, only so far ahead of that.

use rollcall_dataset::Dataset;

use crate::desktop::DatasetNumber;

/// How much of a message is in a piece at most, in bytes: an eighth of a second at 1 Mbit/s.
pub const MOST_IN_A_PIECE: usize = 16 * 1024;
/// Before a piece's part of its message.
pub const PIECE_HEAD: usize = 8;
/// Before the columnar form of rows.
pub const ROWS_HEAD: usize = 16;

const FIRST: u8 = 1;
const LAST: u8 = 2;
const DEFLATED: u8 = 4;

/// The kind of a message in pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// A frame's JSON.
    Frame,
    /// Rows that a frame will name.
    RowsAhead,
    /// Rows of a dataset that a frame has named.
    MoreRows,
}

impl PieceKind {
    const ALL: [PieceKind; 3] = [PieceKind::Frame, PieceKind::RowsAhead, PieceKind::MoreRows];
}

/// A message on its way, cut where it is too large.
#[derive(Debug)]
pub struct Cut {
    kind: PieceKind,
    deflated: bool,
    message: Vec<u8>,
    at: usize,
}

impl Cut {
    /// A message to be cut; `deflated` says that it is compressed already.
    pub fn new(kind: PieceKind, message: Vec<u8>, deflated: bool) -> Self {
        Cut { kind, deflated, message, at: 0 }
    }

    /// The kind of message.
    pub fn kind(&self) -> PieceKind {
        self.kind
    }

    /// Whether all of it was given.
    pub fn is_over(&self) -> bool {
        self.at >= self.message.len()
    }

    /// The next piece; None once all were given. An empty message has no pieces.
    pub fn next_piece(&mut self) -> Option<Vec<u8>> {
        if self.is_over() {
            return None;
        }
        let end = self.message.len().min(self.at + MOST_IN_A_PIECE);
        let flag = |flag: u8, is_so: bool| if is_so { flag } else { 0 };
        let last = end == self.message.len();
        let flags = flag(FIRST, self.at == 0) | flag(LAST, last) | flag(DEFLATED, self.deflated);
        let mut piece = Vec::with_capacity(PIECE_HEAD + end - self.at);
        piece.extend_from_slice(&[self.kind as u8, flags, 0, 0]);
        // No message comes near 4 GiB; a wrong length would only be a wrong estimate on the other side.
        piece.extend_from_slice(&u32::try_from(self.message.len()).unwrap_or(u32::MAX).to_le_bytes());
        piece.extend_from_slice(&self.message[self.at..end]);
        self.at = end;
        Some(piece)
    }
}

/// A message that has come whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assembled {
    /// The kind of message.
    pub kind: PieceKind,
    /// Whether it is compressed.
    pub deflated: bool,
    /// The message.
    pub message: Vec<u8>,
}

/// Bytes that are not a valid piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAPiece;

impl std::fmt::Display for NotAPiece {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a binary message that is not a piece of another")
    }
}

impl std::error::Error for NotAPiece {}

/// Puts messages together again.
#[derive(Debug, Default)]
pub struct Assembly {
    parts: [Option<Assembled>; 3],
}

impl Assembly {
    /// Takes a piece in; the message that is whole by it.
    ///
    /// # Errors
    /// When it is not a piece, or is one of a message whose first piece did not come.
    pub fn take(&mut self, piece: &[u8]) -> Result<Option<Assembled>, NotAPiece> {
        let (head, part) = piece.split_at_checked(PIECE_HEAD).ok_or(NotAPiece)?;
        let &[kind, flags, ..] = head else { return Err(NotAPiece) };
        let kind = *PieceKind::ALL.get(usize::from(kind)).ok_or(NotAPiece)?;
        let slot = &mut self.parts[kind as usize];
        if flags & FIRST != 0 {
            *slot = Some(Assembled { kind, deflated: flags & DEFLATED != 0, message: Vec::new() });
        }
        slot.as_mut().ok_or(NotAPiece)?.message.extend_from_slice(part);
        Ok(if flags & LAST != 0 { slot.take() } else { None })
    }
}

/// Some of a dataset's rows: the dataset's number, the number of the first of these rows, how many the dataset has in
/// all, and 0, each four bytes (little endian), and then the columnar form of `rollcall_dataset`. Only those that go
/// ahead name the columns; in further rows the names are empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    /// Of which dataset.
    pub dataset: DatasetNumber,
    /// The first of them.
    pub first: u32,
    /// How many the dataset has in all.
    pub total: u32,
    /// The rows.
    pub rows: Dataset,
}

impl Rows {
    /// The message of rows whose columnar form is known.
    pub fn message(dataset: DatasetNumber, first: u32, total: u32, columns: &[u8]) -> Vec<u8> {
        let mut message = Vec::with_capacity(ROWS_HEAD + columns.len());
        for number in [dataset, first, total, 0] {
            message.extend_from_slice(&number.to_le_bytes());
        }
        message.extend_from_slice(columns);
        message
    }

    /// The rows of a message.
    ///
    /// # Errors
    /// When it is not one.
    pub fn read(message: &[u8]) -> Result<Self, NotAPiece> {
        let (head, columns) = message.split_first_chunk::<ROWS_HEAD>().ok_or(NotAPiece)?;
        let number = |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        let rows = Dataset::decode(columns).map_err(|_| NotAPiece)?;
        Ok(Rows { dataset: number(0), first: number(4), total: number(8), rows })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pieces(mut cut: Cut) -> Vec<Vec<u8>> {
        std::iter::from_fn(|| cut.next_piece()).collect()
    }

    proptest! {
        #[test]
        fn what_is_cut_comes_together_whatever_goes_in_between(
            sizes in prop::collection::vec((0_usize..3, 1_usize..4 * MOST_IN_A_PIECE), 1..5),
            order in any::<u64>(),
        ) {
            let sent: Vec<Assembled> = sizes.iter().enumerate().map(|(number, (kind, size))| Assembled {
                kind: PieceKind::ALL[*kind],
                deflated: number % 2 == 0,
                message: (0..*size).map(|at| (at * 31 + number) as u8).collect(),
            }).collect();
            let mut lanes: [Vec<Vec<u8>>; 3] = Default::default();
            for each in &sent {
                lanes[each.kind as usize].extend(pieces(Cut::new(each.kind, each.message.clone(), each.deflated)));
            }
            let mut lanes = lanes.map(Vec::into_iter);
            let mut assembly = Assembly::default();
            let mut came: Vec<Assembled> = Vec::new();
            let mut turn = order;
            while lanes.iter().any(|lane| lane.len() > 0) {
                // Any order will do (a linear congruence, whose upper bits are as good as chance).
                turn = turn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let Some(piece) = lanes[(turn >> 33) as usize % 3].next() else { continue };
                prop_assert!(piece.len() <= PIECE_HEAD + MOST_IN_A_PIECE);
                came.extend(assembly.take(&piece).unwrap());
            }
            for kind in PieceKind::ALL {
                let of_kind = |all: &[Assembled]| all.iter().filter(|each| each.kind == kind).cloned().collect::<Vec<_>>();
                prop_assert_eq!(of_kind(&came), of_kind(&sent));
            }
        }

        #[test]
        fn no_bytes_are_too_strange(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let _ = Assembly::default().take(&bytes);
            let _ = Rows::read(&bytes);
        }
    }

    #[test]
    fn a_message_that_is_given_up_leaves_nothing_behind() {
        let mut assembly = Assembly::default();
        let mut given_up = Cut::new(PieceKind::MoreRows, vec![1; 2 * MOST_IN_A_PIECE], true);
        assert_eq!(assembly.take(&given_up.next_piece().unwrap()), Ok(None));
        let whole = assembly.take(&pieces(Cut::new(PieceKind::MoreRows, vec![2; 3], false))[0]).unwrap();
        assert_eq!(whole, Some(Assembled { kind: PieceKind::MoreRows, deflated: false, message: vec![2; 3] }));
        assert_eq!(assembly.take(&given_up.next_piece().unwrap()), Err(NotAPiece));
    }
}
