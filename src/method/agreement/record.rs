//! What the voices bear out well enough to settle a forecast (methods.md 3.10, 4.5).
//!
//! It knows positions and grades before anything is set against them, so it asks nothing of the
//! cross-check, which asks this. What a stranger would get wrong: only what is said of what is counts
//! here; a forecast never bears itself out.

use std::collections::{BTreeMap, BTreeSet};

use crate::method::agreement::held::hold;
use crate::method::agreement::question::by_day;
use crate::method::settings::Settings;
use crate::model::key::{ClaimId, NodeId, TopicId};
use crate::model::study::Study;
use crate::model::vocabulary::Modality;

/// From which grade a leading position settles a forecast.
const SETTLING_GRADE: u8 = 3;

type Block = (TopicId, Option<NodeId>, Option<NodeId>);

/// Returns the claims that stand in a leading position of grade 3 and more on a question of which
/// something was foretold or promised, in the order of keys.
pub fn borne_out(study: &Study, settings: &Settings) -> Vec<ClaimId> {
    if !study.foretells() {
        return Vec::new();
    }
    let block = |id: &ClaimId| -> Block {
        let claim = study.claim(*id);
        (claim.topic(), claim.population(), claim.place())
    };
    let is_compared = |id: &ClaimId| study.claim(*id).is_compared();
    let foretold = study.claim_ids().filter(|id| {
        let claim = study.claim(*id);
        claim.is_compared() && claim.modality().is_open_to_time()
    });
    let asked: BTreeSet<Block> = foretold.map(|id| block(&id)).collect();
    if asked.is_empty() {
        return Vec::new();
    }
    let is_actual = |id: &ClaimId| study.claim(*id).modality() == Modality::Actual;
    let mut answers: BTreeMap<Block, Vec<ClaimId>> = BTreeMap::new();
    for id in study
        .claim_ids()
        .filter(|id| is_compared(id) && is_actual(id))
    {
        if asked.contains(&block(&id)) {
            answers.entry(block(&id)).or_default().push(id);
        }
    }
    let days = answers.values().flat_map(|claims| by_day(study, claims));
    let mut found: Vec<ClaimId> = days
        .flat_map(|(_, claims)| leading(study, settings, &claims))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The claims of the one position with the highest grade, where that is high enough; a tie leads
/// nowhere.
fn leading(study: &Study, settings: &Settings, claims: &[ClaimId]) -> Vec<ClaimId> {
    let positions = hold(study, settings, claims);
    let best = positions
        .iter()
        .map(|held| held.grade.low)
        .max()
        .unwrap_or(0);
    let mut leaders = positions.into_iter().filter(|held| held.grade.low == best);
    match (leaders.next(), leaders.next()) {
        (Some(leader), None) if best >= SETTLING_GRADE => leader.claims,
        _ => Vec::new(),
    }
}
