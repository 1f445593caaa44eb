//! The choices of the cross-check that a study may change, and that are printed with every result.
//!
//! It knows defaults (methods.md, "our choice"), not what is done with them. What a stranger would
//! get wrong: slack belongs to the words ("about"), so the tolerance of the test itself is nought.

use serde::Serialize;

use crate::method::independence::TieStrengths;

/// The settings of a cross-check.
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
    /// How strong each kind of tie between sources is (4.1).
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
            tie_strengths: TieStrengths::DEFAULT,
        }
    }
}

impl Settings {
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
