//! Datasets as their users meet them.

mod any;
mod binary;
mod infer;
mod json;
mod table;
