//! What must hold of counts and grades whatever is claimed (methods.md 5.7), some of it held against trying all.

use super::{says, study_of, told, weighed};
use crate::method::agreement::*;
use crate::method::independence::{Tie, TieKind, TieStrengths, ties};
use crate::method::settings::Settings;
use crate::model::key::SourceId;
use crate::model::study::Study;
use proptest::prelude::*;

/// The largest set of persons no two of which have a tie that counts, by trying all.
fn brute_independent(study: &Study, counts: impl Fn(Tie) -> bool) -> usize {
    let persons: Vec<SourceId> = study.source_ids().collect();
    let claims_of = |person: SourceId| {
        study
            .claim_ids()
            .filter(move |id| study.claim(*id).source() == person)
            .collect::<Vec<_>>()
    };
    let speakers: Vec<_> = persons
        .into_iter()
        .map(claims_of)
        .filter(|claims| !claims.is_empty())
        .collect();
    let are_tied = |a: usize, b: usize| {
        speakers[a].iter().any(|one| {
            speakers[b].iter().any(|two| {
                ties(study, *one, *two)
                    .strength(&TieStrengths::DEFAULT)
                    .is_some_and(&counts)
            })
        })
    };
    let members = |set: u32| (0..speakers.len()).filter(move |place| set >> place & 1 == 1);
    let is_free =
        |set: &u32| members(*set).all(|a| members(*set).all(|b| a == b || !are_tied(a, b)));
    let sizes = (0..1_u32 << speakers.len())
        .filter(is_free)
        .map(u32::count_ones);
    sizes.max().unwrap_or(0) as usize
}

const EVERYBODY: [&str; 7] = ["ann", "ben", "eve", "elders", "lou", "lin", "tom"];
const ORIGINS: [&str; 5] = ["", "x", "y", "tom", "ann"];

fn any_claims() -> impl Strategy<Value = Vec<(usize, usize, bool)>> {
    prop::collection::vec((0..7_usize, 0..5_usize, any::<bool>()), 1..9)
}

fn built(claims: &[(usize, usize, bool)]) -> Study {
    const KEYS: [&str; 20] = [
        "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r",
        "s", "t",
    ];
    let cells: Vec<_> = claims
        .iter()
        .zip(KEYS)
        .map(|((source, via, is_told), key)| match is_told {
            true => told(says(key, EVERYBODY[*source], "50"), ORIGINS[*via]),
            false => says(key, EVERYBODY[*source], "50"),
        })
        .collect();
    study_of(&cells)
}

fn only_row(study: &Study) -> Proposition {
    weighed(study, Scope::default(), |agreement, _| {
        all(|take| summary(agreement, &Beside::default(), None, take)).remove(0)
    })
}

fn low_end(row: &Proposition) -> u32 {
    row.grade
        .chars()
        .find_map(|digit| digit.to_digit(10))
        .unwrap_or_default()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn independent_sources_are_the_largest_untied_set(claims in any_claims()) {
        let study = built(&claims);
        let row = only_row(&study);
        prop_assert_eq!(row.sources_low, brute_independent(&study, |_| true));
        prop_assert_eq!(row.sources_high, brute_independent(&study, |tie| tie == Tie::Hard));
        prop_assert!(row.sources_low <= row.sources_high);
    }

    #[test]
    fn who_retells_all_that_another_retells_never_raises_a_count(claims in any_claims(), own in 1..3_usize, original in 4..7_usize) {
        // Neither lou, lin nor tom has a tie of its own: the copy has the ties of the original.
        let copy = 4 + (original - 3) % 3;
        let mut before: Vec<_> = claims.iter().copied().filter(|(source, ..)| *source != copy).collect();
        before.iter_mut().filter(|(source, ..)| *source == original).for_each(|claim| {
            *claim = (original, 1 + claim.1 % 2, true);
        });
        // What somebody has from one of the three is a tie of that one alone.
        before.iter_mut().filter(|claim| claim.1 == 3).for_each(|claim| claim.1 = 1);
        before.push((original, own, true));
        let of_original = before.iter().filter(|(source, ..)| *source == original);
        let copies: Vec<_> = of_original.map(|(_, via, _)| (copy, *via, true)).collect();
        let after = [before.clone(), copies].concat();
        let (before, after) = (only_row(&built(&before)), only_row(&built(&after)));
        prop_assert!(after.sources_low <= before.sources_low && after.sources_high <= before.sources_high);
        prop_assert!(low_end(&after) >= low_end(&before));
    }

    #[test]
    fn support_never_lowers_a_grade_nor_a_count(claims in any_claims(), by in 0..7_usize) {
        let before = only_row(&built(&claims));
        let after = only_row(&built(&[claims.clone(), vec![(by, 0, false)]].concat()));
        prop_assert!(low_end(&after) >= low_end(&before));
        prop_assert!(after.sources_low >= before.sources_low && after.sources_high >= before.sources_high);
    }

    #[test]
    fn a_weaker_tie_never_lowers_either_end(claims in any_claims(), kind in 0..15_usize) {
        let study = built(&claims);
        let ends = |strengths| {
            let settings = Settings { tie_strengths: strengths, ..Settings::default() };
            let agreement = Agreement::new(&study, &settings, Found::default(), Scope::default());
            let row = all(|take| summary(&agreement, &Beside::default(), None, take)).remove(0);
            (row.sources_low, row.sources_high)
        };
        let before = ends(TieStrengths::DEFAULT);
        let after = ends(TieStrengths::DEFAULT.with(TieKind::ALL[kind], None));
        prop_assert!(after.0 >= before.0 && after.1 >= before.1);
    }

    #[test]
    fn leaving_out_is_weighing_without(claims in any_claims()) {
        let study = built(&claims);
        let (rows, before) = weighed(&study, Scope::default(), |agreement, _| {
            (all(|take| robustness(agreement, Some(By::Side), take)), only_row(&study))
        });
        for side in ["high", "low", "none"] {
            let is_left = |(source, ..): &&(usize, usize, bool)| {
                let key = study.source_id(EVERYBODY[*source]).unwrap();
                study.side_key(study.side_of(key)) != side
            };
            let left: Vec<_> = claims.iter().filter(is_left).copied().collect();
            if left.is_empty() || left.len() == claims.len() {
                continue;
            }
            let after = only_row(&built(&left));
            let is_told = rows[0].side.iter().any(|effect| effect.starts_with(&format!("{side}: grade")));
            prop_assert_eq!(is_told, after.grade != before.grade, "{} {} {:?}", before.grade, after.grade, rows);
        }
    }
}
