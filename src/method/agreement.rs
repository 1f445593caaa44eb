//! Who agrees with whom: what is said on one question, how independent the voices are, and which
//! grade that gives (methods.md 4, 5.4, 6).
//!
//! It knows claims, findings and who was asked. What a stranger would get wrong: heads are not
//! counted. What counts is the largest set of voices no two of which are tied, and the sides they
//! belong to.

mod against;
mod beside;
mod grade;
mod held;
mod in_force;
mod matrix;
mod network;
mod outcome;
mod parts;
mod proposition;
mod question;
mod record;
mod robustness;
mod said;
mod sense;
mod slabs;
#[cfg(test)]
mod tests;
mod timeline;
mod track_record;
mod voices;
mod wording;

pub use against::Found;
pub use beside::{Asked, Beside, Control, Rating, Series, Verification};
pub use grade::{Grade, GradeRange};
pub use matrix::{Cell, MatrixRow, matrix};
pub use network::{Edge, Network, network};
pub use parts::all;
pub use proposition::{Proposition, summary};
pub use question::{Agreement, By, Scope};
pub use record::borne_out;
pub use robustness::{Robustness, robustness};
pub use slabs::{Interval, Stretch, intervals, positions_over_time};
pub use timeline::{TimelineRow, timeline};
pub use track_record::{TrackRecord, track_record};
