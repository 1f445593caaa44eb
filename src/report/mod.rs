//! What is laid out for eyes: tables, records, CSV, JSON and Markdown of one and the same value.
//!
//! A use case returns rows; this room decides how they look and writes them to any
//! `io::Write`. It must not know where that writer leads (a terminal, a pager, a file), what
//! a claim is, or which flag was given: `cli` decides and passes a [`Shape`].
//! What a stranger would get wrong: rows are never built twice. A [`RowWriter`] takes them one
//! by one, and a table looks at the first few hundred only to choose its widths.

mod cell;
mod delimited;
mod excerpt;
mod guard;
mod json;
mod layout;
mod listing;
mod markdown;
mod paint;
mod printer;
mod record;
mod safe_writer;
mod schema;
mod table;
mod width;
mod writer;

#[cfg(test)]
pub(crate) mod golden;
#[cfg(test)]
mod samples;

pub use cell::{Cell, harmless_json};
pub use excerpt::excerpt;
pub use listing::{Column, Head, Listing, Meta, Role, UnknownField, View, count_line, counted};
pub use paint::{Mark, Paint};
pub use printer::{Printer, visible};
pub use safe_writer::SafeWriter;
pub use schema::Schema;
pub(crate) use schema::schema;
pub use width::{display_width, wrap};
pub use writer::{Format, Look, RowWriter, Shape};
