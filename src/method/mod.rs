//! What a methods section would describe, once, with its publication: pure functions over
//! values of the model. No SQL, no files, no clock, nothing for eyes.

pub mod agreement;
pub mod allocation;
pub mod anchor;
pub mod code_query;
pub mod crosscheck;
pub mod difference;
pub mod fold;
pub mod independence;
pub mod independent_set;
pub mod interest;
pub mod learned;
pub mod positions;
pub mod reading;
pub mod recoding;
pub mod reliability;
pub mod rule;
pub mod search;
pub mod sentence;
pub mod settings;
pub mod stem;
pub mod suggest;
pub mod tally;
pub mod together;
pub mod token;
pub mod unit;
pub mod wording;
