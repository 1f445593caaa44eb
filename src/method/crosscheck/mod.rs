//! The cross-check: every pair of claims that answers one question, compared and explained.
//!
//! [`check`] lists, [`count`] and [`count_by_topic`] count, [`compare`] puts two claims to the full test. It knows no file
//! and no clock: the same claims and settings give the same findings in the same order. What a
//! stranger would get wrong: the sweep only finds pairs; every verdict comes from one judge, so a
//! pair gets the same one however it was met.

mod blocks;
pub mod boast;
mod bulk;
mod changes;
mod contrary;
mod counts;
mod crowd;
mod dense;
pub mod evidence;
pub(crate) mod explanations;
mod filter;
mod finding;
mod grounds;
mod judge;
pub mod kinds;
pub(crate) mod later_known;
mod links;
mod lots;
mod ordered;
pub(crate) mod pair;
mod plain;
mod reason;
mod relation;
mod report;
mod request;
mod rows;
mod same_event;
mod scan;
mod scope;
mod severity;
mod sweep;
#[cfg(test)]
mod tests;
mod time;
mod told;
mod unlike_units;
pub mod words;

pub use counts::{Counts, TopicCounts};
pub use crowd::Crowd;
pub use finding::{Finding, FindingMarks, FindingRow};
pub use grounds::Grounds;
pub use judge::{Judge, Judged};
pub use links::{LinkClash, contradictory_links};
pub use lots::lots_of;
pub use report::{CutBlock, MOST_LISTED, Report, check, compare, count, count_by_topic};
pub use request::{PER_BLOCK, Request};
pub use severity::Doubts;
pub use sweep::{CROWD, Listing};
pub use unlike_units::{UnlikeUnits, unlike_units};
