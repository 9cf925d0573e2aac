//! Datasets of both kinds, and the rows of the one that is a sequence.

use crate::class::{Class, bean, class, method, operation};
use crate::function::{Parameter, parameter, text};
use crate::value::{DATASET, PY_DATASET, Type};

const BASE: &str = "com.inductiveautomation.ignition.common.Dataset";
const ROW: Type = Type::Object("com.inductiveautomation.ignition.common.script.builtin.DatasetUtilities.PyRow");
const SLICE: Type = Type::Object("slice");
/// `java.lang.Class` has no further members for these: they are types of Python's.
const COLUMN_TYPE: Type = Type::Object("type");

const ROW_AT: Parameter = parameter("row", Type::Integer, "The row, counted from 0.");
const COLUMN: Parameter =
    parameter("column", Type::OneOf(&[Type::Integer, Type::Text]), "The column, counted from 0, or its name.");
const COLUMN_AT: Parameter = parameter("column", Type::Integer, "The column, counted from 0.");
const INDEX: Parameter = parameter("index", Type::Integer, "From 0, or from the end if it is negative.");
const RANGE: Parameter = parameter("range", SLICE, "From which to which.");

/// The classes.
pub const CLASSES: &[Class] = &[
    class(BASE, "A table of values: columns, each with a name and a type, and rows. It stays as it is.")
        .has(&[
            bean("columnCount", "getColumnCount", Type::Integer, "How many columns there are."),
            bean("columnNames", "getColumnNames", Type::List(&Type::Text), "The names of the columns."),
            bean("columnTypes", "getColumnTypes", Type::List(&COLUMN_TYPE), "The types of the columns."),
            method("getColumnAsList", Type::List(&Type::Any), "The values of a column.").takes(&[COLUMN]),
            method("getColumnIndex", Type::Integer, "Where a column is, whether its letters are capitals or not; -1 if it is not.")
                .takes(&[text("name", "The column's name.")]),
            method("getColumnName", Type::Text, "The name of a column.").takes(&[COLUMN_AT]),
            method("getColumnType", COLUMN_TYPE, "The type of a column.").takes(&[COLUMN_AT]),
            method("getPrimitiveValueAt", Type::Number, "A number or a date as a float; other values are an error.")
                .takes(&[ROW_AT, COLUMN]),
            method("getValueAt", Type::Any, "A value; outside is a java.lang.ArrayIndexOutOfBoundsException.")
                .takes(&[ROW_AT, COLUMN]),
            bean("rowCount", "getRowCount", Type::Integer, "How many rows there are."),
        ])
        .differs(
            "Types of columns are Python's (`str`, `bool`, `int`, `float`) and `java.util.Date`, no classes of Java's. The index of an \
             unknown name is -1. No data of quality.",
        ),
    class(
        "com.inductiveautomation.ignition.common.BasicDataset",
        "A dataset that is no sequence: what a window's table holds and `system.dataset.toDataSet` answers with.",
    )
    .below(BASE),
    class(
        "com.inductiveautomation.ignition.common.script.builtin.DatasetUtilities.PyDataSet",
        "A dataset that is a sequence of rows: what `system.util.getSessionInfo` answers with. Its text is `<PyDataset rows:2 cols:6>`.",
    )
    .below(BASE)
    .has(&[
        method("count", Type::Integer, "How many rows equal this one.").takes(&[parameter("row", Type::Any, "A row.")]),
        method("index", Type::Integer, "Where the first row is that equals this one.")
            .takes(&[parameter("row", Type::Any, "A row.")]),
        bean("underlyingDataset", "getUnderlyingDataset", DATASET, "The same rows as a dataset that is no sequence."),
        operation("__contains__", Type::Boolean, "`row in rows`.").takes(&[parameter("row", Type::Any, "A row.")]),
        operation("__getitem__", ROW, "`rows[0]`; outside is an `IndexError`.").takes(&[INDEX]),
        operation("__getitem__", Type::List(&ROW), "`rows[1:3]`: a list of rows.").takes(&[RANGE]),
        operation("__iter__", ROW, "`for row in rows`."),
        operation("__len__", Type::Integer, "`len(rows)`."),
    ])
    .differs("It is a `Dataset`, too, as in 8.x."),
    class(
        "system.rollcall.AllSessions",
        "The sessions of all nodes of a cluster: what `system.rollcall.getSessions` answers with.",
    )
    .below("com.inductiveautomation.ignition.common.script.builtin.DatasetUtilities.PyDataSet")
    .has(&[
        bean("complete", "", Type::Boolean, "Whether every node answered."),
        bean("missing", "", Type::List(&Type::Text), "The names of the nodes that did not answer."),
        bean(
            "nodes",
            "",
            PY_DATASET,
            "A row for each node that was asked. Columns: name, status (ok, or why it did not answer), rows, milliseconds, age \
             (milliseconds since its sessions were so), error (in words, or None).",
        ),
    ])
    .met_as("system.rollcall.getSessions()")
    .differs("7.9 has nothing like it."),
    class(
        "com.inductiveautomation.ignition.common.script.builtin.DatasetUtilities.PyRow",
        "A row of a PyDataSet: a sequence of its values, which have names, too. Its text is that of a list.",
    )
    .has(&[
        method("count", Type::Integer, "How many values equal this one.").takes(&[parameter("value", Type::Any, "A value.")]),
        method("index", Type::Integer, "Where the first value is that equals this one.")
            .takes(&[parameter("value", Type::Any, "A value.")]),
        operation("__contains__", Type::Boolean, "`value in row`.").takes(&[parameter("value", Type::Any, "A value.")]),
        operation("__getitem__", Type::Any, "`row['name']`, whether its letters are capitals or not; `row[0]`.")
            .takes(&[parameter("column", Type::OneOf(&[Type::Integer, Type::Text]), "The column, by index or name.")]),
        operation("__getitem__", Type::List(&Type::Any), "`row[1:3]`: a list of values.").takes(&[RANGE]),
        operation("__iter__", Type::Any, "`for value in row`."),
        operation("__len__", Type::Integer, "`len(row)`."),
    ])
    .met_as("system.dataset.toPyDataSet(system.dataset.toDataSet(['n'], [[1]]))[0]")
    .differs("What the original raises for an unknown column is not documented; here it is an `IndexError` that names the columns."),
];
