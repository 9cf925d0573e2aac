//! `system.dataset`.

use crate::function::{Function, Namespace, Parameter, function, parameter};
use crate::value::{DATASET, PY_DATASET, Type};

/// The namespace.
pub const NAMESPACE: Namespace = Namespace {
    name: "system.dataset",
    about: "Datasets: columns of rows. Every function answers with a new dataset.",
    functions: &[GET_COLUMN_HEADERS, TO_DATASET, TO_PY_DATASET],
    errors: &[],
};

const EITHER: Parameter = parameter("dataset", DATASET, "A dataset of either kind.");

/// `getColumnHeaders`.
pub const GET_COLUMN_HEADERS: Function = function("getColumnHeaders", "Lists the names of the columns.")
    .takes(&[EITHER])
    .answers(Type::List(&Type::Text), "The names, in order.")
    .example("print system.dataset.getColumnHeaders(event.source.data)");

/// `toDataSet`.
pub const TO_DATASET: Function = function(
    "toDataSet",
    "Makes a dataset of names and rows, or takes the dataset out of a PyDataSet. A column's type follows from its values: bool, int, \
     float, str, java.util.Date, None for no value.",
)
.takes(&[EITHER])
.takes(&[
    parameter("headers", Type::Sequence(&Type::Text), "The names of the columns."),
    parameter("rows", Type::Sequence(&Type::Sequence(&Type::Any)), "The rows, each a sequence of as many values."),
])
.answers(DATASET, "The dataset.")
.raises(&[("IndexError", "a row has another length"), ("TypeError", "the values of a column do not go together")])
.differs(
    "A column's type follows from all of its values: numbers widen, other mixtures are a `TypeError`; the original takes the \
     first value's type. A column of nothing but None is text.",
)
.example("event.source.data = system.dataset.toDataSet(['pump', 'bar'], [['P1', 2.5], ['P2', 3.0]])");

/// `toPyDataSet`.
pub const TO_PY_DATASET: Function = function("toPyDataSet", "Makes a sequence of rows of a dataset.")
    .takes(&[EITHER])
    .answers(PY_DATASET, "The same rows, to be looped over.")
    .example("for row in system.dataset.toPyDataSet(event.source.data):\n    print row[0]");
