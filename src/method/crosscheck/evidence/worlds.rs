//! Changes and flows against invented worlds in which people come and go day by day: a world that is
//! told of truly is never faulted, and what is faulted could not have happened.

use proptest::prelude::*;

use crate::method::crosscheck::evidence::{Bearing, Clash, flows};
use crate::method::crosscheck::tests::fixture::{claim, with_claims};
use crate::method::reading::ClaimCells;
use crate::model::day::Day;
use crate::model::key::ClaimId;
use crate::model::study::Study;

/// Days of a world.
const DAYS: usize = 6;

/// How many were there before the first day, and how many came and went on each.
type World = (u32, [[u32; DAYS]; 2]);

/// A figure that somebody gives: of the stock (0), of what came (1), of what went (2); on or between
/// which days; by how much its ends lie off the truth; who says so.
type Row = (usize, (usize, usize), (u32, u32), usize);

fn worlds() -> impl Strategy<Value = World> {
    let day = || prop::array::uniform6(0..3_u32);
    (20..30_u32, [day(), day()])
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (
        0..3_usize,
        (0..DAYS, 0..DAYS),
        (0..3_u32, 0..3_u32),
        0..3_usize,
    );
    let ordered = |(what, (x, y), off, who): Row| (what, (x.min(y), x.max(y)), off, who);
    prop::collection::vec(row.prop_map(ordered), 2..9)
}

fn there_after(world: &World, day: usize) -> u32 {
    let (start, [came, went]) = world;
    let sum = |of: &[u32; DAYS]| of[..day].iter().sum::<u32>();
    start + sum(came) - sum(went)
}

/// What is said to be true: of a stock between the least and the most of its day.
fn truth(world: &World, (what, (first, last), ..): &Row) -> (u32, u32) {
    match what {
        0 => {
            let (before, after) = (there_after(world, *first), there_after(world, first + 1));
            (before.min(after), before.max(after))
        }
        way => {
            let sum = world.1[way - 1][*first..=*last].iter().sum();
            (sum, sum)
        }
    }
}

/// The figures of rows as a source gives them: about the truth, or, where `lies`, of stocks above it.
fn told(world: &World, rows: &[Row], lies: u32) -> Vec<(u32, u32)> {
    let said = |row: &Row| {
        let (low, high) = truth(world, row);
        let lie = if row.0 == 0 { lies * (row.3 as u32) } else { 0 };
        ((low + lie).saturating_sub(row.2.0), high + lie + row.2.1)
    };
    rows.iter().map(said).collect()
}

/// Sources and the order of rows may be turned round; days may be moved.
fn study(rows: &[Row], figures: &[(u32, u32)], moved: i32) -> Study {
    let keys: Vec<String> = (0..rows.len()).map(|at| format!("c{at:02}")).collect();
    let start = Day::from_ymd(2021, 3, 1).unwrap().plus_days(moved);
    let cells: Vec<(String, String)> = rows
        .iter()
        .zip(figures)
        .map(|((what, (first, last), ..), (low, high))| {
            let day = |day: usize| start.plus_days(day as i32).to_string();
            let when = match what {
                0 => day(*first),
                _ => format!("{}/{}", day(*first), day(*last)),
            };
            (when, format!("{low}-{high}"))
        })
        .collect();
    let mut claims: Vec<ClaimCells<'_>> = rows
        .iter()
        .zip(&keys)
        .zip(&cells)
        .map(|(((what, .., who), key), (when, value))| ClaimCells {
            when,
            value,
            time_mode: "",
            ..claim(
                key,
                ["ada", "bo", "cy"][*who],
                ["workers", "hired", "gone"][*what],
            )
        })
        .collect();
    if moved != 0 {
        claims.reverse();
    }
    with_claims(&claims).unwrap()
}

fn pairs(clashes: &[Clash]) -> Vec<(ClaimId, ClaimId)> {
    clashes.iter().map(|clash| (clash.a, clash.b)).collect()
}

/// By which numbers a flow may have changed a stock between two days, given all that is said of it:
/// what came on the first day, between, and on the second.
fn courses(
    rows: &[Row],
    figures: &[(u32, u32)],
    way: usize,
    days: (usize, usize),
) -> Vec<[i32; 3]> {
    let mut found = Vec::new();
    for world in 0..3_u32.pow(DAYS as u32) {
        let on: Vec<u32> = (0..DAYS as u32)
            .map(|day| world / 3_u32.pow(day) % 3)
            .collect();
        let is_so = |(row, (low, high)): (&Row, &(u32, u32))| {
            let sum: u32 = on[row.1.0..=row.1.1].iter().sum();
            row.0 != way || *low <= sum && sum <= *high
        };
        if rows.iter().zip(figures).all(is_so) {
            let sum = |days: &[u32]| days.iter().sum::<u32>() as i32;
            found.push([
                on[days.0] as i32,
                sum(&on[days.0 + 1..days.1]),
                on[days.1] as i32,
            ]);
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Tells whether the two figures of a stock, each true all day, may both hold with all that is said of
/// what came and went.
fn may_be(rows: &[Row], figures: &[(u32, u32)], [a, b]: [usize; 2]) -> bool {
    let days = (rows[a].1.0, rows[b].1.0);
    let (came, went) = (
        courses(rows, figures, 1, days),
        courses(rows, figures, 2, days),
    );
    let is_in =
        |number: i32, (low, high): (u32, u32)| low as i32 <= number && number <= high as i32;
    came.iter().any(|came| {
        went.iter().any(|went| {
            let net = |at: usize| came[at] - went[at];
            (figures[a].0..=figures[a].1).any(|after| {
                let (after, before_second) = (after as i32, after as i32 + net(1));
                is_in(after - net(0), figures[a])
                    && is_in(before_second, figures[b])
                    && is_in(before_second + net(2), figures[b])
            })
        })
    })
}

#[test]
fn what_came_and_what_went_are_of_the_same_days() {
    // Two came on the first two days, and none went on the second: on the first, any number may have.
    let rows = [
        (2, (1, 1), (0, 0), 0),
        (0, (0, 0), (0, 0), 2),
        (1, (0, 1), (0, 0), 0),
        (0, (2, 2), (0, 0), 0),
    ];
    let figures = [(0, 0), (23, 24), (2, 2), (22, 23)];
    assert!(may_be(&rows, &figures, [1, 3]));
    assert_eq!(flows::clashes(&study(&rows, &figures, 0)), []);
}

proptest! {
    #[test]
    fn what_truly_was_is_never_faulted(world in worlds(), rows in rows()) {
        let figures = told(&world, &rows, 0);
        prop_assert_eq!(flows::clashes(&study(&rows, &figures, 0)), []);
    }

    #[test]
    fn what_is_faulted_could_not_have_been(world in worlds(), rows in rows(), lies in 1..6_u32) {
        let figures = told(&world, &rows, lies);
        for clash in flows::clashes(&study(&rows, &figures, 0)) {
            let (a, b) = (clash.a.index(), clash.b.index());
            let in_time = if rows[a].1 < rows[b].1 { [a, b] } else { [b, a] };
            prop_assert!(!may_be(&rows, &figures, in_time), "{:?}", clash);
        }
    }

    #[test]
    fn wider_figures_are_faulted_no_more(
        world in worlds(), rows in rows(), lies in 1..6_u32, widen in prop::collection::vec((0..3_u32, 0..3_u32), 9),
    ) {
        let figures = told(&world, &rows, lies);
        let wider: Vec<(u32, u32)> = figures.iter().zip(widen).map(|((low, high), (less, more))| (low.saturating_sub(less), high + more)).collect();
        let before = pairs(&flows::clashes(&study(&rows, &figures, 0)));
        let after = pairs(&flows::clashes(&study(&rows, &wider, 0)));
        prop_assert!(after.iter().all(|pair| before.contains(pair)), "{:?} {:?}", before, after);
    }

    #[test]
    fn other_days_and_another_order_of_rows_change_nothing(world in worlds(), rows in rows(), lies in 0..6_u32, moved in 1..4000_i32) {
        let figures = told(&world, &rows, lies);
        let clashes = |moved| flows::clashes(&study(&rows, &figures, moved));
        prop_assert_eq!(clashes(0), clashes(moved));
    }

    #[test]
    fn periods_laid_end_to_end_give_the_sums_of_their_ends(
        came in prop::collection::vec((0..9_u32, 0..4_u32), 1..4),
        went in prop::collection::vec((0..9_u32, 0..4_u32), 1..4),
        (before, after) in (10..40_u32, 10..40_u32),
    ) {
        // So many days between the first and the last, cut into pieces of one day and the rest.
        let last = 5_usize;
        let laid = |what: usize, said: &[(u32, u32)]| -> Vec<(Row, (u32, u32))> {
            let piece = |(place, (low, wide)): (usize, &(u32, u32))| {
                let end = if place + 1 == said.len() { last - 1 } else { place + 1 };
                ((what, (place + 1, end), (0, 0), 1), (*low, low + wide))
            };
            said.iter().enumerate().map(piece).collect()
        };
        let stock = |day: usize, number: u32| ((0, (day, day), (0, 0), 0), (number, number));
        let mut all = vec![stock(0, before), stock(last, after)];
        all.extend(laid(1, &came));
        all.extend(laid(2, &went));
        let (rows, figures): (Vec<Row>, Vec<(u32, u32)>) = all.into_iter().unzip();
        let least = |said: &[(u32, u32)]| said.iter().map(|one| one.0 as i32).sum::<i32>();
        let most = |said: &[(u32, u32)]| said.iter().map(|one| (one.0 + one.1) as i32).sum::<i32>();
        let change = after as i32 - before as i32;
        let fits = least(&came) - most(&went) <= change && change <= most(&came) - least(&went);
        let found = flows::clashes(&study(&rows, &figures, 0));
        prop_assert_eq!(found.len(), usize::from(!fits));
        prop_assert!(found.iter().all(|clash| clash.bearing == Bearing::Refuted));
    }
}
