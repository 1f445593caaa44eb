//! How a figure was computed, in words that stand beside it, and what a reader must know of it.
//!
//! It must not know how anything is computed. What a stranger would get wrong: .800 and .667 are
//! words of Krippendorff's, never a pass or a fail, and no p-value is printed: whether agreement
//! differs from chance is not the question.

use super::bootstrap::{Draws, Resampled};
use super::coefficient::{Coefficient, Layout, Scope};
use super::estimate::Estimate;

/// What all figures of a table have in common, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manner {
    /// The form of the data.
    pub layout: Layout,
    /// What a unit is: `as given`, `sentence` …
    pub unit: String,
    /// What a code is: `code`, or `code with its subcodes`.
    pub code: String,
    /// `weights linear` or the like.
    pub weights: String,
    /// `metric ordinal` or `weights linear`.
    pub alpha: String,
    /// Which program, with its version.
    pub program: String,
    /// What is said of all figures, such as where the categories come from.
    pub note: String,
}

/// What is known of one figure.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts {
    pub coefficient: Coefficient,
    pub scope: Scope,
    pub has_interval: bool,
    pub resampled: Option<Resampled>,
}

/// Says how a figure was computed.
pub(super) fn convention(manner: &Manner, draws: Draws, facts: &Facts) -> String {
    let mut parts = vec![measure(manner, facts)];
    parts.extend(rule(facts.coefficient).map(str::to_owned));
    parts.push(match manner.layout {
        Layout::Ratings => "missing ratings left out".to_owned(),
        Layout::Spans => "continua that not all coders saw left out".to_owned(),
    });
    parts.push(format!("unit {}", unit(manner, facts.coefficient)));
    parts.push(interval(manner, draws, facts));
    parts.push(manner.program.clone());
    parts.join("; ")
}

fn is_spanned(coefficient: Coefficient) -> bool {
    matches!(
        coefficient,
        Coefficient::UAlpha
            | Coefficient::UAlphaBinary
            | Coefficient::CuAlpha
            | Coefficient::KuAlpha
            | Coefficient::KuCoverage
    )
}

fn measure(manner: &Manner, facts: &Facts) -> String {
    match (facts.scope, facts.coefficient) {
        (Scope::Overall, Coefficient::UAlphaBinary) => "marked against not marked".to_owned(),
        (_, Coefficient::KuAlpha | Coefficient::KuCoverage) => {
            "code against the other codes where two marked something".to_owned()
        }
        (Scope::Code, _) => format!("{} against the rest, unweighted", manner.code),
        (_, Coefficient::KrippendorffAlpha) => manner.alpha.clone(),
        (_, Coefficient::Holsti | Coefficient::CohenKappaMax) => "unweighted".to_owned(),
        (_, coefficient) if is_spanned(coefficient) => "metric nominal".to_owned(),
        _ => manner.weights.clone(),
    }
}

fn rule(coefficient: Coefficient) -> Option<&'static str> {
    match coefficient {
        Coefficient::Percent => Some("every unit alike"),
        Coefficient::PercentPairs => Some("every pair of ratings alike"),
        Coefficient::Holsti => Some("mean over coder pairs"),
        Coefficient::BennettS => Some("every category as likely"),
        Coefficient::ScottPi
        | Coefficient::FleissKappa
        | Coefficient::GwetAc
        | Coefficient::Prevalence => Some("shares of categories: mean of unit shares"),
        Coefficient::FleissKappaPooled => Some("shares of categories: of all ratings pooled"),
        Coefficient::CohenKappa | Coefficient::CohenKappaMax => Some("units that both rated"),
        Coefficient::CongerKappa => Some("shares of categories: each coder's in own units"),
        Coefficient::KrippendorffAlpha => Some("units with two ratings or more"),
        _ => None,
    }
}

fn unit(manner: &Manner, coefficient: Coefficient) -> &str {
    match manner.layout {
        Layout::Spans if is_spanned(coefficient) => "continuum",
        Layout::Spans => "character",
        Layout::Ratings => &manner.unit,
    }
}

fn interval(manner: &Manner, draws: Draws, facts: &Facts) -> String {
    let percent = draws.confidence * 100.0;
    // Half of a confidence such as .95 is no round double; three decimals are enough to say it.
    let percent = (percent * 1000.0).round() / 1000.0;
    let drawn = match manner.layout {
        Layout::Ratings => "units",
        Layout::Spans => "continua",
    };
    match (facts.has_interval, facts.resampled) {
        (_, Some(_)) => format!(
            "interval {percent} % from {} resamples of {drawn}, percentiles, seed {}",
            draws.resamples, draws.seed
        ),
        (true, None) => format!("interval {percent} % by t from the standard error over units"),
        (false, None) => "no interval".to_owned(),
    }
}

/// Says what a reader must know of a figure: first why it is undefined, if it is.
pub(super) fn note(manner: &Manner, estimate: &Estimate, facts: &Facts) -> String {
    let mut parts = Vec::new();
    match estimate.value {
        Err(why) => parts.push(format!("undefined: {}", why.why())),
        Ok(value) => parts.extend(words_for(value, estimate, facts)),
    }
    if facts.scope == Scope::Overall && !manner.note.is_empty() {
        parts.push(manner.note.clone());
    }
    parts.join("; ")
}

fn words_for(value: f64, estimate: &Estimate, facts: &Facts) -> Vec<String> {
    let mut parts = Vec::new();
    if facts.coefficient.is_alpha() {
        parts.push(level(value).to_owned());
    }
    let is_single = estimate.observed == Some(1.0) && estimate.expected == Some(0.0);
    if facts.coefficient == Coefficient::GwetAc && is_single {
        parts.push("one category only".to_owned());
    }
    if estimate.units == 1.0 && !facts.has_interval {
        parts.push("one unit, hence no interval".to_owned());
    }
    if let Some(left_out) = facts
        .resampled
        .map(|one| one.left_out)
        .filter(|count| *count > 0)
    {
        parts.push(format!("{left_out} resamples without variation left out"));
    }
    parts
}

/// Krippendorff's words for an alpha.
fn level(value: f64) -> &'static str {
    if value >= 0.8 {
        "above .800"
    } else if value >= 0.667 {
        "between .667 and .800: tentative conclusions only"
    } else {
        "below .667"
    }
}

/// Says how many pairs of coders had nothing in common.
pub(super) fn add_left_out_pairs(note: &mut String, left_out: usize) {
    if left_out > 0 {
        if !note.is_empty() {
            note.push_str("; ");
        }
        note.push_str(&format!(
            "{left_out} coder pairs without a common unit left out"
        ));
    }
}

#[cfg(test)]
impl Manner {
    /// Plain words for tests.
    pub(super) fn for_tests(layout: Layout) -> Self {
        Self {
            layout,
            unit: "as given".to_owned(),
            code: "code".to_owned(),
            weights: "weights identity".to_owned(),
            alpha: "metric nominal".to_owned(),
            program: "gainsay 0".to_owned(),
            note: String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_krippendorff_are_no_verdict() {
        assert_eq!(level(0.8), "above .800");
        assert!(level(0.7).contains("tentative"));
        assert_eq!(level(-1.0), "below .667");
    }

    #[test]
    fn a_convention_names_weights_rule_unit_interval_and_program() {
        let draws = Draws {
            resamples: 10,
            seed: 7,
            confidence: 0.95,
        };
        let facts = Facts {
            coefficient: Coefficient::FleissKappa,
            scope: Scope::Overall,
            has_interval: true,
            resampled: None,
        };
        assert_eq!(
            convention(&Manner::for_tests(Layout::Ratings), draws, &facts),
            "weights identity; shares of categories: mean of unit shares; missing ratings left \
             out; unit as given; interval 95 % by t from the standard error over units; gainsay 0"
        );
        let code = Facts {
            coefficient: Coefficient::KrippendorffAlpha,
            scope: Scope::Code,
            has_interval: true,
            resampled: Some(Resampled {
                interval: (0.0, 1.0),
                below_667: 0.0,
                below_800: 0.0,
                left_out: 2,
            }),
        };
        let said = convention(&Manner::for_tests(Layout::Spans), draws, &code);
        assert!(
            said.starts_with("code against the rest, unweighted; "),
            "{said}"
        );
        assert!(
            said.contains("10 resamples of continua, percentiles, seed 7"),
            "{said}"
        );
    }
}
