//! The cross-check as a whole, on invented claims: single pairs, and properties on random studies.

mod bulk;
mod crowds;
pub(super) mod fixture;
mod flows;
mod grounds;
mod joins;
mod kinds;
mod later;
mod pairs;
mod properties;
mod reasons;
mod sums;
mod times;
