//! The coefficients by name, and what each is printed for.
//!
//! It must not know how any is computed. What a stranger would get wrong: Brennan-Prediger and
//! Randolph's kappa are Bennett's S, Hubert's kappa is Conger's on complete data; each stands
//! here once.

/// A coefficient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Coefficient {
    /// Agreement, every unit alike.
    Percent,
    /// Agreement, every pair of ratings alike.
    PercentPairs,
    /// Holsti's mean over coder pairs.
    Holsti,
    /// Bennett's S.
    BennettS,
    /// Scott's pi.
    ScottPi,
    /// Cohen's kappa.
    CohenKappa,
    /// The largest Cohen's kappa that the marginals allow.
    CohenKappaMax,
    /// Fleiss' kappa.
    FleissKappa,
    /// Fleiss' kappa with shares in all ratings.
    FleissKappaPooled,
    /// Conger's kappa.
    CongerKappa,
    /// Gwet's AC1 and AC2.
    GwetAc,
    /// Krippendorff's alpha.
    KrippendorffAlpha,
    /// The share of a code.
    Prevalence,
    /// Agreement where a code was applied.
    PositiveAgreement,
    /// The agreement of one unit.
    UnitAgreement,
    /// u-alpha.
    UAlpha,
    /// |u-alpha.
    UAlphaBinary,
    /// cu-alpha.
    CuAlpha,
    /// (k)u-alpha.
    KuAlpha,
    /// How much of a code lies where another coder marked something.
    KuCoverage,
}

/// The form in which coders gave what is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// A category a unit.
    Ratings,
    /// Passages of the coders' own choosing.
    Spans,
}

/// What a figure is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Everything.
    Overall,
    /// A code against the rest.
    Code,
    /// A unit.
    Unit,
}

use Coefficient as C;
use Scope as S;

/// Name, what it is printed for on ratings, and on spans.
type Entry = (
    Coefficient,
    &'static str,
    &'static [Scope],
    &'static [Scope],
);

const ENTRIES: [Entry; 20] = [
    (C::Percent, "percent", &[S::Overall, S::Code], &[S::Code]),
    (
        C::PercentPairs,
        "percent-pairs",
        &[S::Overall, S::Code],
        &[S::Code],
    ),
    (C::Holsti, "holsti", &[S::Overall], &[]),
    (C::BennettS, "bennett-s", &[S::Overall, S::Code], &[S::Code]),
    (C::ScottPi, "scott-pi", &[S::Overall, S::Code], &[S::Code]),
    (
        C::CohenKappa,
        "cohen-kappa",
        &[S::Overall, S::Code],
        &[S::Code],
    ),
    (C::CohenKappaMax, "cohen-kappa-max", &[S::Overall], &[]),
    (
        C::FleissKappa,
        "fleiss-kappa",
        &[S::Overall, S::Code],
        &[S::Code],
    ),
    (
        C::FleissKappaPooled,
        "fleiss-kappa-pooled",
        &[S::Overall, S::Code],
        &[S::Code],
    ),
    (
        C::CongerKappa,
        "conger-kappa",
        &[S::Overall, S::Code],
        &[S::Code],
    ),
    (C::GwetAc, "gwet-ac", &[S::Overall, S::Code], &[S::Code]),
    (
        C::KrippendorffAlpha,
        "krippendorff-alpha",
        &[S::Overall, S::Code],
        &[S::Code],
    ),
    (C::Prevalence, "prevalence", &[S::Code], &[S::Code]),
    (
        C::PositiveAgreement,
        "positive-agreement",
        &[S::Code],
        &[S::Code],
    ),
    (C::UnitAgreement, "unit-agreement", &[S::Unit], &[]),
    (C::UAlpha, "u-alpha", &[], &[S::Overall, S::Code]),
    (
        C::UAlphaBinary,
        "u-alpha-binary",
        &[],
        &[S::Overall, S::Code],
    ),
    (C::CuAlpha, "cu-alpha", &[], &[S::Overall]),
    (C::KuAlpha, "ku-alpha", &[], &[S::Code]),
    (C::KuCoverage, "ku-coverage", &[], &[S::Code]),
];

impl Coefficient {
    fn entry(self) -> &'static Entry {
        // The entries stand in the order of the coefficients, which a test keeps.
        &ENTRIES[self as usize]
    }

    /// Every coefficient.
    pub fn all() -> impl Iterator<Item = Self> {
        ENTRIES.iter().map(|entry| entry.0)
    }

    /// The coefficients that are printed where none is named.
    pub fn usual() -> impl Iterator<Item = Self> {
        Self::all().filter(|one| *one != Self::UnitAgreement)
    }

    /// The name as it is typed and printed.
    pub fn key(self) -> &'static str {
        self.entry().1
    }

    /// The coefficient of a name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::all().find(|one| one.key() == key)
    }

    /// Whether it is printed for this in this form.
    pub fn is_for(self, scope: Scope, layout: Layout) -> bool {
        let (_, _, ratings, spans) = self.entry();
        match layout {
            Layout::Ratings => ratings.contains(&scope),
            Layout::Spans => spans.contains(&scope),
        }
    }

    /// Whether it is one of the alphas, whose interval comes from resamples.
    pub fn is_alpha(self) -> bool {
        matches!(
            self,
            Self::KrippendorffAlpha | Self::UAlpha | Self::UAlphaBinary
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_coefficient_has_its_entry_and_its_name() {
        for (at, one) in Coefficient::all().enumerate() {
            assert_eq!(one as usize, at);
            assert_eq!(Coefficient::from_key(one.key()), Some(one));
            let layouts = [Layout::Ratings, Layout::Spans];
            let scopes = [Scope::Overall, Scope::Code, Scope::Unit];
            let is_offered = layouts
                .iter()
                .any(|layout| scopes.iter().any(|scope| one.is_for(*scope, *layout)));
            assert!(is_offered, "{}", one.key());
        }
    }
}
