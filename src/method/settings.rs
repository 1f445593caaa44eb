//! The choices of the cross-check that a study may change, and that are printed with every result.
//!
//! It knows defaults (methods.md, "our choice"), not what is done with them. What a stranger would
//! get wrong: slack belongs to the words ("about"), so the tolerance of the test itself is nought.

use serde::Serialize;

use crate::method::independence::{Tie, TieKind, TieStrengths};
use crate::model::Refusal;
use crate::model::vocabulary::Seasons;

/// The longest reach of an undated claim, in days: a hundred years.
const LONGEST_REACH_DAYS: u32 = 36_500;
/// The deepest that links are followed.
const DEEPEST_LINKS: usize = 16;

/// The settings of a cross-check; each stands in `[cross_check]` of `study.toml` under its name here.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Settings {
    /// How far an undated state may lie from its statement, in days either way (2.1).
    pub undated_reach_days: u32,
    /// The share of an upper bound by which a value may be exceeded, 0 ≤ r < 1 (5.1).
    pub relative_tolerance: f64,
    /// The number by which an upper bound may be exceeded, ≥ 0 (5.1).
    pub absolute_tolerance: f64,
    /// From which ratio to its own details a boast is inflated and not merely above them (3.8).
    pub inflation_ratio: f64,
    /// Below which gap a conflict is minor (3.5).
    pub substantial_gap: f64,
    /// From which gap it is gross (3.5).
    pub gross_gap: f64,
    /// How many links in a row are followed (5.6).
    pub link_depth: usize,
    /// From how many claims on a track record gives a percentage (4.4).
    pub percentage_from_claims: usize,
    /// Which months the seasons of dates are (2.1).
    pub seasons: Seasons,
    /// How strong each kind of tie between sources is (4.1), each as `tie_` and its kind.
    #[serde(flatten)]
    pub tie_strengths: TieStrengths,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            undated_reach_days: 90,
            relative_tolerance: 0.0,
            absolute_tolerance: 0.0,
            inflation_ratio: 2.0,
            substantial_gap: 0.15,
            gross_gap: 0.5,
            link_depth: 3,
            percentage_from_claims: 10,
            seasons: Seasons::default(),
            tie_strengths: TieStrengths::DEFAULT,
        }
    }
}

impl Settings {
    /// Reads the cells of `[cross_check]`; an empty one has its default.
    ///
    /// *Arguments*: `cell` gives the cell of a column by its name.
    ///
    /// # Errors
    /// A [`Refusal`] of the first setting that is out of its range.
    pub fn read<'c>(cell: impl Fn(&'static str) -> &'c str) -> Result<Settings, Refusal> {
        let default = Settings::default();
        let share = |column, default| number(column, cell(column), default, 0.0..1.0);
        let seasons = match cell("seasons") {
            "" => default.seasons,
            word => Seasons::parse(word)?,
        };
        let reach = whole("undated_reach_days", &cell, 0..=LONGEST_REACH_DAYS as usize)?;
        let settings = Settings {
            undated_reach_days: reach.map_or(default.undated_reach_days, |days| days as u32),
            relative_tolerance: share("relative_tolerance", default.relative_tolerance)?,
            absolute_tolerance: number(
                "absolute_tolerance",
                cell("absolute_tolerance"),
                default.absolute_tolerance,
                0.0..f64::INFINITY,
            )?,
            inflation_ratio: number(
                "inflation_ratio",
                cell("inflation_ratio"),
                default.inflation_ratio,
                1.0..f64::INFINITY,
            )?,
            substantial_gap: share("substantial_gap", default.substantial_gap)?,
            gross_gap: number(
                "gross_gap",
                cell("gross_gap"),
                default.gross_gap,
                0.0..1.0_f64.next_up(),
            )?,
            link_depth: whole("link_depth", &cell, 0..=DEEPEST_LINKS)?
                .unwrap_or(default.link_depth),
            percentage_from_claims: whole("percentage_from_claims", &cell, 1..=usize::MAX)?
                .unwrap_or(default.percentage_from_claims),
            seasons,
            tie_strengths: ties(&cell)?,
        };
        settings.with_gaps_in_order(&cell)
    }

    /// Refuses severities that would change places.
    fn with_gaps_in_order<'c>(
        self,
        cell: &impl Fn(&'static str) -> &'c str,
    ) -> Result<Settings, Refusal> {
        let (low, high) = (self.substantial_gap, self.gross_gap);
        if 0.0 < low && low < high {
            return Ok(self);
        }
        // The one that was written is the one to change.
        let (column, right) = match cell("substantial_gap") {
            "" => ("gross_gap", format!("a number above {low}, at most 1")),
            _ => (
                "substantial_gap",
                format!("a number above 0 and below {high}, where gross begins"),
            ),
        };
        Err(Refusal::new(column, cell(column), right))
    }

    /// Returns every setting by its name with its value, in the order of `study.toml`.
    pub fn named(&self) -> Vec<(&'static str, String)> {
        let ties = TieKind::ALL
            .iter()
            .map(|kind| (kind.setting(), strength_word(self.tie_strengths.of(*kind))));
        let own = [
            ("undated_reach_days", self.undated_reach_days.to_string()),
            ("seasons", self.seasons.as_str().to_owned()),
            ("relative_tolerance", self.relative_tolerance.to_string()),
            ("absolute_tolerance", self.absolute_tolerance.to_string()),
            ("inflation_ratio", self.inflation_ratio.to_string()),
            ("substantial_gap", self.substantial_gap.to_string()),
            ("gross_gap", self.gross_gap.to_string()),
            ("link_depth", self.link_depth.to_string()),
            (
                "percentage_from_claims",
                self.percentage_from_claims.to_string(),
            ),
        ];
        let ties = ties.map(|(name, word)| (name, word.to_owned()));
        own.into_iter().chain(ties).collect()
    }

    /// Returns the largest value still compatible with a claim that ends at `high`; it never falls
    /// as `high` grows, negative values included (5.1).
    pub fn fence(&self, high: f64) -> f64 {
        fence(high, (self.relative_tolerance, self.absolute_tolerance))
    }

    /// Returns the settings with tolerances brought into their range, NaN to nought.
    pub fn clamped(mut self) -> Settings {
        let below_one = 1.0 - f64::EPSILON;
        self.relative_tolerance = self.relative_tolerance.max(0.0).min(below_one);
        self.absolute_tolerance = self.absolute_tolerance.max(0.0);
        self
    }
}

/// Reads a number of a range, the end of which is not in it; an empty cell gives the default.
fn number(
    column: &'static str,
    text: &str,
    default: f64,
    range: std::ops::Range<f64>,
) -> Result<f64, Refusal> {
    if text.is_empty() {
        return Ok(default);
    }
    let read = text.parse().ok().filter(|read| range.contains(read));
    let right = match range.end {
        end if end.is_infinite() => format!("a number of {} or more", range.start),
        1.0 => format!("a number from {} to below 1", range.start),
        _ => format!("a number from {} to 1", range.start),
    };
    read.ok_or_else(|| Refusal::new(column, text, right))
}

/// Reads a whole number of a range; nothing for an empty cell.
fn whole<'c>(
    column: &'static str,
    cell: &impl Fn(&'static str) -> &'c str,
    range: std::ops::RangeInclusive<usize>,
) -> Result<Option<usize>, Refusal> {
    let text = cell(column);
    if text.is_empty() {
        return Ok(None);
    }
    let read = text.parse().ok().filter(|read| range.contains(read));
    let right = match *range.end() {
        usize::MAX => format!("a whole number of {} or more", range.start()),
        end => format!("a whole number from {} to {end}", range.start()),
    };
    read.map(Some)
        .ok_or_else(|| Refusal::new(column, text, right))
}

fn ties<'c>(cell: &impl Fn(&'static str) -> &'c str) -> Result<TieStrengths, Refusal> {
    let mut strengths = TieStrengths::DEFAULT;
    for kind in TieKind::ALL {
        let strength = match cell(kind.setting()) {
            "" => continue,
            "hard" => Some(Tie::Hard),
            "soft" => Some(Tie::Soft),
            "unknown" => Some(Tie::Unknown),
            "none" => None,
            other => {
                let right = "hard, soft, unknown or none";
                return Err(Refusal::new(kind.setting(), other, right));
            }
        };
        strengths = strengths.with(*kind, strength);
    }
    Ok(strengths)
}

/// The word of a strength; a tie that is shown and not counted has one too.
fn strength_word(strength: Option<Tie>) -> &'static str {
    strength.map_or("none", Tie::as_str)
}

/// Returns the largest value compatible with an upper bound, for a relative and an absolute tolerance.
pub(crate) fn fence(high: f64, (relative, absolute): (f64, f64)) -> f64 {
    if high.is_infinite() {
        return high;
    }
    high + relative * high.abs() + absolute
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_fence_of_a_negative_end_lies_above_it() {
        let settings = Settings {
            relative_tolerance: 0.1,
            ..Settings::default()
        };
        assert_eq!(settings.fence(-100.0), -90.0);
        assert_eq!(settings.fence(f64::INFINITY), f64::INFINITY);
    }

    fn read(cells: &[(&'static str, &'static str)]) -> Result<Settings, Refusal> {
        let cell = |name| cells.iter().find(|(column, _)| *column == name);
        Settings::read(|name| cell(name).map_or("", |(_, text)| *text))
    }

    #[test]
    fn what_is_not_said_has_its_default() {
        assert_eq!(read(&[]), Ok(Settings::default()));
    }

    #[test]
    fn every_setting_is_read_and_named_as_study_toml_calls_it() {
        let table = crate::model::tables::table(crate::model::table::Noun::CrossCheck);
        let named = Settings::default().named();
        let names = |named: &[(&'static str, String)]| {
            named.iter().map(|(name, _)| *name).collect::<Vec<_>>()
        };
        let columns: Vec<_> = table.columns.iter().map(|column| column.name).collect();
        assert_eq!(names(&named), columns);
        for (name, value) in named {
            let other = match value.as_str() {
                "none" | "soft" | "hard" => "unknown",
                "unknown" => "none",
                "winter-into-next-year" => "southern",
                "0" | "0.15" => "0.25",
                "0.5" => "0.75",
                _ => "7",
            };
            let settings = read(&[(name, other)]).unwrap();
            let changed = settings
                .named()
                .into_iter()
                .zip(Settings::default().named());
            let changed: Vec<_> = changed.filter(|(now, before)| now != before).collect();
            assert_eq!(changed.len(), 1, "{name}");
            assert_eq!(changed[0].0, (name, other.to_owned()));
        }
    }

    #[test]
    fn json_has_the_names_of_study_toml() {
        let json = serde_json::to_value(Settings::default()).unwrap();
        for (name, _) in Settings::default().named() {
            assert!(json.get(name).is_some(), "{name}");
        }
        assert_eq!(
            json.as_object().unwrap().len(),
            Settings::default().named().len()
        );
    }

    #[test]
    fn what_is_out_of_range_is_refused_by_name() {
        for (name, bad) in [
            ("undated_reach_days", "36501"),
            ("relative_tolerance", "1"),
            ("relative_tolerance", "-0.1"),
            ("absolute_tolerance", "-1"),
            ("absolute_tolerance", "NaN"),
            ("inflation_ratio", "0.9"),
            ("inflation_ratio", "inf"),
            ("substantial_gap", "0"),
            ("substantial_gap", "0.5"),
            ("gross_gap", "0.15"),
            ("gross_gap", "1.01"),
            ("link_depth", "17"),
            ("percentage_from_claims", "0"),
            ("seasons", "monsoon"),
            ("tie_network", "firm"),
        ] {
            let refusal = read(&[(name, bad)]).unwrap_err();
            assert_eq!((refusal.column, refusal.value.as_str()), (name, bad));
        }
        assert!(read(&[("gross_gap", "1"), ("relative_tolerance", "0.99")]).is_ok());
    }

    #[test]
    fn bad_tolerances_are_brought_into_range() {
        let settings = Settings {
            relative_tolerance: 3.0,
            absolute_tolerance: f64::NAN,
            ..Settings::default()
        }
        .clamped();
        assert!(settings.relative_tolerance < 1.0 && settings.absolute_tolerance == 0.0);
    }

    proptest! {
        #[test]
        fn the_fence_never_falls(a in -1e6..1e6_f64, b in -1e6..1e6_f64, r in 0.0..0.99_f64, c in 0.0..10.0_f64) {
            let settings = Settings { relative_tolerance: r, absolute_tolerance: c, ..Settings::default() };
            prop_assert!(settings.fence(a.min(b)) <= settings.fence(a.max(b)));
            prop_assert!(settings.fence(a) >= a);
        }
    }
}
