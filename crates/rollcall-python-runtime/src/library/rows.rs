//! Rows of a table that is written in lines: the reader of `csv`.
//!
//! The state machine is the one that the dialects of `csv` describe. A reader is given line after line and answers a row
//! when one is complete. A field is a `str`, whatever the line was.

use std::cell::RefCell;

use rustpython_vm::builtins::{PyDictRef, PyStrRef, PyTypeRef};
use rustpython_vm::class::PyClassImpl;
use rustpython_vm::common::wtf8::{CodePoint, Wtf8Buf};
use rustpython_vm::{AsObject, FromArgs, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass};

/// The value of `csv.QUOTE_NONNUMERIC` and `csv.QUOTE_NONE`.
const NONNUMERIC: i64 = 2;
const NONE: i64 = 3;

const CARRIAGE_RETURN: u32 = 13;
const LINE_FEED: u32 = 10;
const BLANK: u32 = 32;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    RowStart,
    FieldStart,
    Field,
    Quotes,
    AfterQuote,
    Escaped,
    EscapedInQuotes,
    RowEnd,
}

/// How rows are written.
#[derive(Debug, FromArgs)]
struct Dialect {
    #[pyarg(any)]
    delimiter: PyStrRef,
    #[pyarg(any)]
    quotechar: Option<PyStrRef>,
    #[pyarg(any)]
    escapechar: Option<PyStrRef>,
    #[pyarg(any)]
    doublequote: bool,
    #[pyarg(any)]
    skipinitialspace: bool,
    #[pyarg(any)]
    quoting: i64,
    #[pyarg(any)]
    strict: bool,
    /// The class of this module's errors.
    #[pyarg(any)]
    error: PyTypeRef,
}

#[derive(Debug)]
struct Row {
    place: Place,
    fields: Vec<PyObjectRef>,
    field: Vec<u32>,
    is_number: bool,
}

impl Row {
    fn new() -> Self {
        Self { place: Place::RowStart, fields: Vec::new(), field: Vec::new(), is_number: false }
    }
}

/// `row_reader(…)`: reads lines in a dialect.
#[pyclass(module = false, name = "row_reader")]
#[derive(Debug, PyPayload)]
struct RowReader {
    delimiter: u32,
    quote: Option<u32>,
    escape: Option<u32>,
    dialect: Dialect,
    row: RefCell<Row>,
}

pub(super) fn install(names: &PyDictRef, vm: &VirtualMachine) -> PyResult<()> {
    RowReader::make_static_type();
    let make = |dialect: Dialect, vm: &VirtualMachine| -> PyRef<RowReader> {
        let first = |text: &PyStrRef| text.as_wtf8().code_points().next().map(CodePoint::to_u32);
        let reader = RowReader {
            delimiter: first(&dialect.delimiter).unwrap_or(0),
            quote: dialect.quotechar.as_ref().and_then(first),
            escape: dialect.escapechar.as_ref().and_then(first),
            row: RefCell::new(Row::new()),
            dialect,
        };
        reader.into_ref(&vm.ctx)
    };
    names.set_item("row_reader", vm.new_function("row_reader", make).into(), vm)
}

#[pyclass]
impl RowReader {
    /// `take(line, limit)`: reads a line; returns the row if it is complete then, else None. The limit is that of a
    /// field.
    #[pymethod]
    fn take(&self, line: PyStrRef, limit: usize, vm: &VirtualMachine) -> PyResult {
        let mut row = self.row.borrow_mut();
        for point in line.as_wtf8().code_points().map(CodePoint::to_u32).chain([0]) {
            if point == 0 && row.place == Place::RowEnd {
                break;
            }
            if let Err(error) = self.step(&mut row, point, limit, vm) {
                *row = Row::new();
                return Err(error);
            }
        }
        if !matches!(row.place, Place::RowStart | Place::RowEnd) {
            return Ok(vm.ctx.none());
        }
        let fields = std::mem::replace(&mut *row, Row::new()).fields;
        Ok(vm.ctx.new_list(fields).into())
    }

    /// `end()`: the rest at the end of the lines: a row, or None.
    #[pymethod]
    fn end(&self, vm: &VirtualMachine) -> PyResult {
        let mut row = self.row.borrow_mut();
        let is_open = matches!(row.place, Place::Quotes | Place::EscapedInQuotes | Place::Escaped);
        if row.field.is_empty() && !is_open {
            return Ok(vm.ctx.none());
        }
        if self.dialect.strict {
            return Err(self.fault("unexpected end of data".to_owned(), vm));
        }
        self.end_field(&mut row, vm)?;
        let fields = std::mem::replace(&mut *row, Row::new()).fields;
        Ok(vm.ctx.new_list(fields).into())
    }

    fn fault(&self, words: String, vm: &VirtualMachine) -> rustpython_vm::builtins::PyBaseExceptionRef {
        vm.new_exception_msg(self.dialect.error.clone(), words.into())
    }

    /// One character of a line, or 0 for its end.
    fn step(&self, row: &mut Row, point: u32, limit: usize, vm: &VirtualMachine) -> PyResult<()> {
        let is_end = matches!(point, 0 | CARRIAGE_RETURN | LINE_FEED);
        match row.place {
            Place::RowStart if point == 0 => Ok(()),
            Place::RowStart if is_end => {
                row.place = Place::RowEnd;
                Ok(())
            }
            Place::RowStart | Place::FieldStart => self.begin(row, point, is_end, limit, vm),
            Place::Escaped => {
                row.place = Place::Field;
                self.add(row, if point == 0 { LINE_FEED } else { point }, limit, vm)
            }
            Place::Field => self.in_field(row, point, is_end, limit, vm),
            Place::Quotes => self.in_quotes(row, point, limit, vm),
            Place::EscapedInQuotes => {
                row.place = Place::Quotes;
                self.add(row, if point == 0 { LINE_FEED } else { point }, limit, vm)
            }
            Place::AfterQuote => self.after_quote(row, point, is_end, limit, vm),
            Place::RowEnd if is_end => Ok(()),
            Place::RowEnd => {
                let words = "new-line character seen in unquoted field - do you need to open the file in \
                             universal-newline mode?";
                Err(self.fault(words.to_owned(), vm))
            }
        }
    }

    fn begin(&self, row: &mut Row, point: u32, is_end: bool, limit: usize, vm: &VirtualMachine) -> PyResult<()> {
        if is_end {
            return self.end_of_line(row, point, vm);
        }
        if self.quote == Some(point) && self.dialect.quoting != NONE {
            row.place = Place::Quotes;
        } else if self.escape == Some(point) {
            row.place = Place::Escaped;
        } else if point == BLANK && self.dialect.skipinitialspace {
            row.place = Place::FieldStart;
        } else if point == self.delimiter {
            self.end_field(row, vm)?;
            row.place = Place::FieldStart;
        } else {
            row.is_number = self.dialect.quoting == NONNUMERIC;
            row.place = Place::Field;
            return self.add(row, point, limit, vm);
        }
        Ok(())
    }

    fn in_field(&self, row: &mut Row, point: u32, is_end: bool, limit: usize, vm: &VirtualMachine) -> PyResult<()> {
        if is_end {
            self.end_of_line(row, point, vm)
        } else if self.escape == Some(point) {
            row.place = Place::Escaped;
            Ok(())
        } else if point == self.delimiter {
            self.end_field(row, vm)?;
            row.place = Place::FieldStart;
            Ok(())
        } else {
            self.add(row, point, limit, vm)
        }
    }

    fn in_quotes(&self, row: &mut Row, point: u32, limit: usize, vm: &VirtualMachine) -> PyResult<()> {
        if point == 0 {
            return Ok(());
        }
        if self.escape == Some(point) {
            row.place = Place::EscapedInQuotes;
        } else if self.quote == Some(point) && self.dialect.quoting != NONE {
            row.place = if self.dialect.doublequote { Place::AfterQuote } else { Place::Field };
        } else {
            return self.add(row, point, limit, vm);
        }
        Ok(())
    }

    fn after_quote(&self, row: &mut Row, point: u32, is_end: bool, limit: usize, vm: &VirtualMachine) -> PyResult<()> {
        if self.dialect.quoting != NONE && self.quote == Some(point) {
            row.place = Place::Quotes;
            return self.add(row, point, limit, vm);
        }
        if point == self.delimiter {
            self.end_field(row, vm)?;
            row.place = Place::FieldStart;
            return Ok(());
        }
        if is_end {
            return self.end_of_line(row, point, vm);
        }
        if self.dialect.strict {
            let quote = self.dialect.quotechar.as_ref().map(ToString::to_string).unwrap_or_default();
            return Err(self.fault(format!("'{}' expected after '{quote}'", self.dialect.delimiter), vm));
        }
        row.place = Place::Field;
        self.add(row, point, limit, vm)
    }

    fn end_of_line(&self, row: &mut Row, point: u32, vm: &VirtualMachine) -> PyResult<()> {
        self.end_field(row, vm)?;
        row.place = if point == 0 { Place::RowStart } else { Place::RowEnd };
        Ok(())
    }

    fn add(&self, row: &mut Row, point: u32, limit: usize, vm: &VirtualMachine) -> PyResult<()> {
        if row.field.len() >= limit {
            return Err(self.fault(format!("field larger than field limit ({limit})"), vm));
        }
        row.field.push(point);
        Ok(())
    }

    fn end_field(&self, row: &mut Row, vm: &VirtualMachine) -> PyResult<()> {
        let text: Wtf8Buf = row.field.drain(..).filter_map(CodePoint::from_u32).collect();
        let mut field: PyObjectRef = vm.ctx.new_str(text).into();
        if std::mem::take(&mut row.is_number) {
            field = vm.ctx.types.float_type.as_object().call((field,), vm)?;
        }
        row.fields.push(field);
        Ok(())
    }
}
