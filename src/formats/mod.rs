//! Foreign and open formats, in and out: bytes and files to rows and back. It must not know
//! the store nor what a row means beyond its table's description. Here now: the study folder
//! (CSV, TOML, text), see `docs/study-format.md`.

pub mod complaint;
mod csv_bytes;
pub mod csv_in;
pub mod csv_out;
mod csv_quotes;
pub mod edits_in;
pub mod folder;
pub mod pairs_in;
mod plain_csv;
pub mod ratings_in;
pub mod raw_row;
mod read_ahead;
pub mod text_in;
pub mod toml_in;
pub mod toml_out;
pub mod weights_in;
