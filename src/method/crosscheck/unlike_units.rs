//! Topics whose figures are counted in units that do not convert: such figures are never compared,
//! and nothing must be dropped in silence.
//!
//! It knows units as the claims carry them after conversion. What a stranger would get wrong: two
//! units may be right (families, persons) or one a spelling nobody declared; a person has to say.

use std::collections::BTreeMap;

use crate::model::key::{TopicId, UnitId};
use crate::model::study::Study;

/// A topic with the units of its figures, the most frequent first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnlikeUnits {
    /// The topic.
    pub topic: TopicId,
    /// Each unit and how many compared claims count in it; nothing where none was said.
    pub units: Vec<(Option<UnitId>, u64)>,
}

/// Returns the topics that are answered in several units, in the order of topics.
pub fn unlike_units(study: &Study) -> Vec<UnlikeUnits> {
    let mut counts: BTreeMap<TopicId, Vec<(Option<UnitId>, u64)>> = BTreeMap::new();
    let claims = study.claims().iter();
    for claim in claims.filter(|claim| claim.is_compared() && claim.strict().is_some()) {
        let units = counts.entry(claim.topic()).or_default();
        match units.iter_mut().find(|(unit, _)| *unit == claim.unit()) {
            Some((_, count)) => *count += 1,
            None => units.push((claim.unit(), 1)),
        }
    }
    let several = counts.into_iter().filter(|(_, units)| units.len() > 1);
    several
        .map(|(topic, mut units)| {
            units.sort_by_key(|(unit, count)| {
                let name = unit.map_or("", |unit| study.unit_name(unit));
                (std::cmp::Reverse(*count), name.to_owned())
            });
            UnlikeUnits { topic, units }
        })
        .collect()
}
