//! Which codes meet: on overlapping passages, in one turn, in one interview. It must not know how
//! meetings are counted. A stranger would list a code with the one above it when subcodes count:
//! those meet by what they are, so they are left out.

use super::{MarkedText, Tally, TallyWish, codes_in};
use crate::method::tally::{CoOccurrences, CodeMark};
use crate::model::text_index::Span;
use crate::project::Study;
use crate::project::coded_texts::{AgreementUnit, units_of};
use crate::project::error::ProjectError;
use std::collections::{BTreeMap, BTreeSet};

/// Where two codes must stand to meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeetIn {
    /// On passages that overlap.
    Overlap,
    /// In one turn.
    Turn,
    /// In one interview.
    Interview,
}

impl MeetIn {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Overlap, Self::Turn, Self::Interview];

    /// The word for it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Overlap => "overlap",
            Self::Turn => "turn",
            Self::Interview => "interview",
        }
    }
}

/// Two codes that meet.
#[derive(Clone, Debug, PartialEq)]
pub struct CodePair {
    /// The first in the order of the tree.
    pub code_a: String,
    /// The other one.
    pub code_b: String,
    /// Pairs of passages that overlap, or units of both.
    pub both: u64,
    /// Passages of the first, or units.
    pub count_a: u64,
    /// Those of the other.
    pub count_b: u64,
    /// What both share of what either covers: characters, or units.
    pub jaccard: f64,
}

impl Study {
    /// Which codes meet, those that meet most often first.
    ///
    /// # Errors
    /// As [`Study::tally_codes`].
    pub fn tally_co_occurrence(
        &self,
        wish: &TallyWish<'_>,
        meet_in: MeetIn,
    ) -> Result<Tally<CodePair>, ProjectError> {
        let marked = self.marked(wish)?;
        let mut found = CoOccurrences::new(marked.codes.len());
        match meet_in {
            MeetIn::Overlap => marked
                .texts
                .iter()
                .for_each(|text| found.add_overlaps(&text.marks)),
            MeetIn::Turn => self.meet_in_turns(&marked.texts, &mut found)?,
            MeetIn::Interview => meet_in_interviews(&marked.texts, &mut found),
        }
        let mut rows = Vec::new();
        for a in 0..marked.codes.len() {
            for b in a + 1..marked.codes.len() {
                let both = found.of(a, b).both;
                let is_wanted = marked.is_wanted[a] || marked.is_wanted[b];
                let is_above = wish.with_subcodes && marked.upward[b].contains(&(a as u32));
                if both == 0 || !is_wanted || is_above {
                    continue;
                }
                rows.push(CodePair {
                    code_a: marked.codes[a].clone(),
                    code_b: marked.codes[b].clone(),
                    both,
                    count_a: found.count(a),
                    count_b: found.count(b),
                    jaccard: found.jaccard(a, b).unwrap_or_default(),
                });
            }
        }
        // The sort is stable: pairs that meet as often stay in the order of the tree.
        rows.sort_by_key(|pair| std::cmp::Reverse(pair.both));
        Ok(Tally {
            rows,
            warnings: marked.warnings,
        })
    }

    fn meet_in_turns(
        &self,
        texts: &[MarkedText],
        found: &mut CoOccurrences,
    ) -> Result<(), ProjectError> {
        let sources = self.sources_by_interview()?;
        self.with_bodies(texts, |text, body| {
            let own = sources.get(&text.interview).map_or("", String::as_str);
            let turns = units_of(body, own, AgreementUnit::Turn)?;
            for codes in codes_by_unit(&turns, &text.marks).values() {
                found.add_unit(&codes.iter().copied().collect::<Vec<_>>());
            }
            Ok(())
        })
    }
}

fn meet_in_interviews(texts: &[MarkedText], found: &mut CoOccurrences) {
    for own in texts.chunk_by(|one, two| one.interview == two.interview) {
        let marks = own.iter().flat_map(|text| &text.marks).copied();
        found.add_unit(&codes_in(&marks.collect::<Vec<_>>()));
    }
}

/// The codes of each unit that a passage touches. Units are in order and do not overlap.
fn codes_by_unit(units: &[Span], marks: &[CodeMark]) -> BTreeMap<usize, BTreeSet<u32>> {
    let mut found: BTreeMap<usize, BTreeSet<u32>> = BTreeMap::new();
    for mark in marks {
        let (start, end) = (mark.start_cp as usize, mark.end_cp as usize);
        let first = units.partition_point(|unit| unit.end_cp <= start);
        let touched = (first..units.len()).take_while(|at| units[*at].start_cp < end);
        for at in touched {
            found.entry(at).or_default().insert(mark.code);
        }
    }
    found
}
