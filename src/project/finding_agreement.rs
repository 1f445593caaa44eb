//! How far analysts agree on findings: nominal alpha over the pairs of claims that two or more
//! of them judged. It must not know how alpha is computed. What a stranger would get wrong: a
//! judgement made before a claim changed that bears on the finding is of another finding and is left
//! out, counted.

use super::Study;
use super::error::ProjectError;
use super::judging::Judgements;
use crate::formats::pairs_in::ClaimPair;
use crate::method::reliability::{Alpha, nominal_alpha};
use crate::store::judgements::JudgementRow;
use std::collections::{BTreeMap, BTreeSet};

/// The agreement of all analysts, or of two of them.
#[derive(Clone, Debug, PartialEq)]
pub struct FindingAgreement {
    /// Their keys, in byte order; for all of them, everybody who judged.
    pub analysts: Vec<String>,
    /// Alpha and its parts; `units` are pairs of claims.
    pub alpha: Alpha,
}

/// The agreement on findings, all analysts first, then every two.
#[derive(Clone, Debug, PartialEq)]
pub struct FindingAgreements {
    /// One entry for all, and where there are more than two analysts, one for every two who
    /// judged something in common.
    pub rows: Vec<FindingAgreement>,
    /// Judgements left out because a claim that bears on them changed since.
    pub outdated: usize,
}

/// What each analyst says of one pair of claims.
type Unit<'j> = BTreeMap<&'j str, &'j str>;

impl Study {
    /// Measures how far those who judged the same pairs of claims gave the same judgement
    /// (`contradicts`, `explained`, `dismissed` …; which explanation is not looked at).
    ///
    /// # Errors
    /// What the store says.
    pub fn finding_agreement(&self) -> Result<FindingAgreements, ProjectError> {
        let judgements = self.judgements_held()?;
        let pairs = judgements.pairs();
        let units: Vec<Unit<'_>> = pairs.iter().map(|(_, _, rows)| unit_of(rows)).collect();
        let outdated: BTreeSet<_> = pairs
            .iter()
            .flat_map(|(_, _, rows)| rows.iter().filter(|row| row.is_stale()))
            .map(|row| row.id)
            .collect();
        Ok(FindingAgreements {
            rows: rows_of(&units),
            outdated: outdated.len(),
        })
    }
}

impl Study {
    /// The judgements, those marked as lapsed that hang on claims beside the pair which changed since.
    fn judgements_held(&self) -> Result<Judgements, ProjectError> {
        let judgements = Judgements::of(&self.store)?;
        let hangs_on_others = |rows: &[&JudgementRow]| rows.iter().any(|row| row.finding.is_some());
        let pairs = judgements.pairs();
        let asked = pairs.iter().filter(|(_, _, rows)| hangs_on_others(rows));
        let asked: Vec<ClaimPair> = asked
            .map(|(a, b, _)| ClaimPair::told_by("the judgements", a, b))
            .collect();
        if asked.is_empty() {
            return Ok(judgements);
        }
        Ok(self.compare_pairs(&asked)?.into_judgements())
    }
}

/// Where one analyst judged a pair twice, alone and among more claims, what was said of the
/// pair alone counts.
fn unit_of<'j>(rows: &[&'j JudgementRow]) -> Unit<'j> {
    let mut fresh: Vec<_> = rows.iter().filter(|row| !row.is_stale()).collect();
    fresh.sort_by_key(|row| std::cmp::Reverse(row.claims.len()));
    fresh
        .into_iter()
        .map(|row| (row.analyst.as_str(), row.judgement.as_str()))
        .collect()
}

fn rows_of(units: &[Unit<'_>]) -> Vec<FindingAgreement> {
    let everybody: BTreeSet<&str> = units.iter().flat_map(|unit| unit.keys().copied()).collect();
    let analysts: Vec<&str> = everybody.into_iter().collect();
    let mut rows = vec![row_of(units, &analysts)];
    if analysts.len() > 2 {
        for (at, one) in analysts.iter().enumerate() {
            let with_others = analysts[at + 1..].iter();
            let pairs = with_others.map(|two| row_of(units, &[one, two]));
            // Two who judged nothing in common have nothing to tell.
            rows.extend(pairs.filter(|row| row.alpha.units > 0));
        }
    }
    rows
}

fn row_of(units: &[Unit<'_>], analysts: &[&str]) -> FindingAgreement {
    let said: Vec<Vec<&str>> = units
        .iter()
        .map(|unit| {
            analysts
                .iter()
                .filter_map(|one| unit.get(one).copied())
                .collect()
        })
        .collect();
    FindingAgreement {
        analysts: analysts.iter().map(|one| (*one).to_owned()).collect(),
        alpha: nominal_alpha(&said),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit<'j>(said: &[(&'j str, &'j str)]) -> Unit<'j> {
        said.iter().copied().collect()
    }

    #[test]
    fn two_analysts_are_one_row_and_three_are_all_and_every_two() {
        let two = [
            unit(&[("ana", "contradicts"), ("ben", "contradicts")]),
            unit(&[("ana", "contradicts"), ("ben", "explained")]),
            unit(&[("ana", "dismissed")]),
        ];
        let rows = rows_of(&two);
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].alpha.units, 2);
        let mut three = two.to_vec();
        three.push(unit(&[("ben", "explained"), ("cem", "explained")]));
        let rows = rows_of(&three);
        let analysts: Vec<_> = rows.iter().map(|row| row.analysts.join("+")).collect();
        assert_eq!(analysts, ["ana+ben+cem", "ana+ben", "ben+cem"]);
    }

    #[test]
    fn nobody_judged() {
        assert_eq!(rows_of(&[])[0].alpha.units, 0);
    }
}
