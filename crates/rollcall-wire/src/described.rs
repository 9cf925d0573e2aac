//! Values and datasets as the schema of the frames describes them: they are defined in crates that know nothing of
//! schemas, so their form in JSON is described here, and a test compares it with the form in which they are written.

use schemars::JsonSchema;

/// A dataset in JSON: its columns.
#[derive(JsonSchema)]
#[schemars(rename = "Dataset")]
pub(crate) struct DatasetForm {
    /// The columns, all of the same length.
    #[expect(dead_code, reason = "it is only described")]
    columns: Vec<ColumnForm>,
}

/// A column of a dataset.
#[derive(JsonSchema)]
#[schemars(rename = "Column")]
#[expect(dead_code, reason = "it is only described")]
pub(crate) struct ColumnForm {
    /// The name, as the header shows it.
    name: String,
    /// The type of its values.
    r#type: ColumnTypeForm,
    /// A value for each row; null for a null cell.
    values: Vec<Option<CellForm>>,
}

/// The type of a column.
#[derive(JsonSchema)]
#[schemars(rename = "ColumnType", rename_all = "camelCase")]
#[expect(dead_code, reason = "it is only described")]
pub(crate) enum ColumnTypeForm {
    /// True or false.
    Boolean,
    /// A 32-bit number.
    Integer,
    /// A 64-bit number.
    Long,
    /// A floating-point number, or one of the texts `NaN`, `Infinity` and `-Infinity`.
    Double,
    /// Milliseconds since 1970-01-01T00:00:00Z.
    Date,
    /// A text.
    String,
}

/// A cell of a dataset.
#[derive(JsonSchema)]
#[schemars(rename = "Cell", untagged)]
#[expect(dead_code, reason = "it is only described")]
pub(crate) enum CellForm {
    Boolean(bool),
    Number(f64),
    Text(String),
}

/// The value of a component's property.
#[derive(JsonSchema)]
#[schemars(rename = "PropertyValue", tag = "type", content = "value", rename_all = "camelCase")]
#[expect(dead_code, reason = "it is only described")]
pub(crate) enum ValueForm {
    /// Nothing.
    Nothing,
    /// Yes or no.
    Boolean(bool),
    /// A 32-bit number.
    Integer(i32),
    /// A 64-bit number.
    Long(i64),
    /// A floating-point number, or one of the texts `NaN`, `Infinity` and `-Infinity`.
    Double(CellForm),
    /// A text.
    Text(String),
    /// Milliseconds since 1970-01-01T00:00:00Z.
    Date(i64),
    /// A colour: `#rrggbb`, or `#rrggbbaa` when it is not opaque.
    Color(String),
    /// A table of values.
    Dataset(DatasetForm),
    /// Several values.
    List(Vec<ValueForm>),
}
