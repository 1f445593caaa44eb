//! Sums against trying every day: which totals do not fit, as said and as meant, is plain arithmetic.

use proptest::prelude::*;

use crate::method::crosscheck::evidence::{Clash, Evidence, sums};
use crate::method::crosscheck::tests::fixture::{claim, with_claims};
use crate::method::crosscheck::words::{Kind, Outcomes};
use crate::method::reading::ClaimCells;
use crate::method::settings::Settings;
use crate::model::claim::{Bounds, Claim};
use crate::model::key::ClaimId;
use crate::model::study::Study;

/// Place, source, first day, further days, figure: from where to where, or about so many.
type Row = (&'static str, &'static str, u8, u8, (u32, Option<u32>));

/// What a figure says, or what it may have meant.
type Taken = fn(&Claim) -> Option<Bounds>;

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (
        prop::sample::select(&["upper", "mill", "ford"][..]),
        prop::sample::select(&["ada", "bo"][..]),
        1..6_u8,
        0..3_u8,
        (0..6_u32, prop::option::weighted(0.6, 0..3_u32)),
    );
    prop::collection::vec(row, 0..10)
}

fn study(rows: &[Row], topic: &str) -> Study {
    let keys: Vec<String> = (0..rows.len())
        .map(|place| format!("c{place:02}"))
        .collect();
    let cells: Vec<(String, String)> = rows
        .iter()
        .map(|(_, _, first, more, (low, wide))| {
            let when = format!("2021-03-{first:02}/2021-03-{:02}", first + more);
            let value = match wide {
                Some(wide) => format!("{}-{}", low * 10, (low + wide) * 10),
                None => format!("about {}", (low + 1) * 10),
            };
            (when, value)
        })
        .collect();
    let claims: Vec<ClaimCells<'_>> = rows
        .iter()
        .zip(&keys)
        .zip(&cells)
        .map(|(((place, source, ..), key), (when, value))| ClaimCells {
            place,
            when,
            value,
            // Where nobody names a population all speak of one.
            population: if topic == "workers" { "millers" } else { "" },
            ..claim(key, source, topic)
        })
        .collect();
    with_claims(&claims).unwrap()
}

/// The totals that on some day are below what the two mills come to at the least.
fn unfit(study: &Study, source: Option<&str>, taken: Taken) -> Vec<ClaimId> {
    let place = |id: &ClaimId| study.places().key(study.claim(*id).place().unwrap());
    let is_of =
        |id: &ClaimId| source.is_none_or(|key| study.source_key(study.claim(*id).source()) == key);
    let ids: Vec<ClaimId> = study.claim_ids().filter(is_of).collect();
    let mut found = Vec::new();
    for whole in ids.iter().filter(|id| place(id) == "upper") {
        let days = study.claim(*whole).when().strict;
        let is_unfit = (days.low().rata_die()..=days.high().rata_die()).any(|day| {
            let least = |at: &str| {
                let live = ids.iter().filter(|id| {
                    let when = study.claim(**id).when().strict;
                    place(id) == at && when.low().rata_die() <= day && day <= when.high().rata_die()
                });
                least_of(live.filter_map(|id| taken(study.claim(*id))).collect())
            };
            least("mill") + least("ford") > taken(study.claim(*whole)).unwrap().high
        });
        if is_unfit {
            found.push(*whole);
        }
    }
    found
}

fn least_of(figures: Vec<Bounds>) -> f64 {
    let greatest = figures.iter().map(|bounds| bounds.low).fold(0.0, f64::max);
    let least = figures
        .iter()
        .map(|bounds| bounds.low)
        .fold(f64::INFINITY, f64::min);
    let top = figures
        .iter()
        .map(|bounds| bounds.high)
        .fold(f64::INFINITY, f64::min);
    match (figures.is_empty(), greatest <= top) {
        (true, _) => 0.0,
        (false, true) => greatest,
        (false, false) => least,
    }
}

/// Tells whether a total stands in a clash of sums.
fn is_in(found: &[Clash], whole: ClaimId) -> bool {
    let is_sum = |clash: &&Clash| clash.kind == Kind::PartWhole;
    (found.iter().filter(is_sum)).any(|clash| clash.a == whole || clash.b == whole)
}

proptest! {
    #[test]
    fn sums_are_what_trying_every_day_gives(rows in rows(), topic in prop::sample::select(&["workers", "sheaves"][..])) {
        let study = study(&rows, topic);
        let found = sums::clashes(&study);
        let speaks = |source: Option<&str>, at: &str| {
            rows.iter().any(|row| row.0 == at && source.is_none_or(|source| row.1 == source))
        };
        let voices = [None, Some("ada"), Some("bo")];
        let heard = voices.map(|source| match speaks(source, "mill") && speaks(source, "ford") {
            true => [Claim::strict, Claim::fuzzy].map(|taken| unfit(&study, source, taken)),
            false => Default::default(),
        });
        for whole in study.claim_ids().filter(|id| study.places().key(study.claim(*id).place().unwrap()) == "upper") {
            let expected = heard.iter().any(|[strict, _]| strict.contains(&whole));
            prop_assert_eq!(is_in(&found, whole), expected, "{:?}", whole);
            let is_clear = |clash: &&Clash| clash.outcomes == Outcomes::NONE;
            let clear: Vec<Clash> = found.iter().filter(is_clear).cloned().collect();
            let expected = heard.iter().any(|both| both.iter().all(|unfit| unfit.contains(&whole)));
            prop_assert_eq!(is_in(&clear, whole), expected, "{:?}", whole);
        }
    }

    #[test]
    fn a_pair_has_one_clash_and_is_found_from_both_ends(rows in rows()) {
        let study = study(&rows, "workers");
        let evidence = Evidence::of(&study, &Settings::default());
        for a in study.claim_ids() {
            let led = evidence.led_by(a);
            prop_assert!(led.windows(2).all(|pair| pair[0].b < pair[1].b));
            for clash in led {
                prop_assert_eq!(evidence.on(clash.b, clash.a), Some(clash));
            }
        }
    }
}
