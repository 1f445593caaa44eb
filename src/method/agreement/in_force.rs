//! The claims of a block in force as the days go on (methods.md 5.4).
//!
//! It knows days, not what is said. What a stranger would get wrong: nothing is gathered anew for a
//! stretch of days. What ends goes, and what begins is merged in.

use std::ops::ControlFlow;

use crate::model::day::{Day, DayRange};
use crate::model::key::ClaimId;
use crate::model::study::Study;

/// Walks the stretches of days with the same claims in force, in order of time, and hands each over
/// with these claims in the order of keys. Days on which nothing is in force are in none.
pub(super) fn walk(
    study: &Study,
    claims: &[ClaimId],
    mut each: impl FnMut(DayRange, &[ClaimId]) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let when = |id: ClaimId| study.claim(id).when().fuzzy;
    let mut by_start = claims.to_vec();
    by_start.sort_by_key(|id| (when(*id).low(), *id));
    let starts = starts(study, claims);
    let mut in_force: Vec<ClaimId> = Vec::new();
    let mut rest = by_start.as_slice();
    for (place, start) in starts.iter().enumerate() {
        let count = rest.partition_point(|id| when(*id).low() <= *start);
        let (begun, later) = rest.split_at(count);
        rest = later;
        in_force.retain(|id| when(*id).high() >= *start);
        in_force.extend(begun);
        // A run in order with another behind it, which this sort merges.
        in_force.sort();
        let next = starts.get(place + 1);
        let last = next.map_or(Day::MAX, |next| next.plus_days(-1));
        if let (false, Ok(days)) = (in_force.is_empty(), DayRange::new(*start, last)) {
            each(days, &in_force)?;
        }
    }
    ControlFlow::Continue(())
}

/// The days on which something begins, and those after which something has ended.
fn starts(study: &Study, claims: &[ClaimId]) -> Vec<Day> {
    let when = |id: &ClaimId| study.claim(*id).when().fuzzy;
    let mut starts: Vec<Day> = claims.iter().map(|id| when(id).low()).collect();
    let ends = claims.iter().map(|id| when(id).high());
    // What lasts to the last day of all has no day after it.
    let over = ends.filter(|end| *end < Day::MAX);
    starts.extend(over.map(|end| end.plus_days(1)));
    starts.sort_unstable();
    starts.dedup();
    starts
}
