//! Datasets as their users meet them.

mod infer;
mod json;
mod table;
