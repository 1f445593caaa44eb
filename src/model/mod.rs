//! The nouns of gainsay and what must be true of them. No SQL, no files, no clock, no
//! printing: whatever stands here could be explained without a computer.

pub mod builder;
pub mod calendar;
pub mod cell;
mod cell_text;
pub mod claim;
pub mod day;
pub mod edtf;
pub mod id;
pub mod index_words;
pub mod interval;
pub mod key;
pub mod key_book;
pub mod key_spelling;
pub mod limits;
pub mod meanings;
pub(crate) mod month_names;
pub mod name_list;
pub mod number_words;
pub(crate) mod packed;
pub mod quantity;
pub mod refusal;
pub mod replacement;
pub mod source;
pub mod study;
pub mod table;
pub mod tables;
pub mod text_index;
pub mod topic;
pub mod transcript_text;
pub mod tree;
pub mod unit;
pub mod vocabulary;

pub use refusal::Refusal;
