//! The words a finding is told in: kinds, verdicts, explanations, severity, certainty.
//!
//! It knows their spelling and their order, which is the order of testing and of rank. What a
//! stranger would get wrong: verdict and label are two columns (`apparent` and `time`), never one.

use crate::model::vocabulary::vocabulary;

vocabulary! {
    /// What sort of conflict a pair shows (methods.md 3.2), in the order of codes.
    Kind in "kind" {
        /// One affirms what the other denies or doubts.
        Polarity = "K1",
        /// Two figures that do not meet.
        ValueDisjoint = "K2",
        /// Two values where only one can hold at a time.
        ExclusiveCategory = "K3",
        /// Two dates of one event that do not meet.
        EventDate = "K4",
        /// A stated order that the dates refute.
        Order = "K5",
        /// A part that exceeds its whole.
        PartWhole = "K6",
        /// A change of stock outside what the flows allow.
        RateStock = "K7",
        /// A trend that figures refute.
        Trend = "K8",
        /// Two actors of one event that exclude each other.
        Attribution = "K9",
        /// An event reported and denied.
        Existence = "K10",
    }
}

impl Kind {
    /// Tells whether two dates clash: their gap is in days and has no word.
    pub const fn is_of_dates(self) -> bool {
        matches!(self, Kind::EventDate | Kind::Order)
    }
}

vocabulary! {
    /// What the cross-check says of a pair (3.4), the most pressing first.
    Verdict in "verdict" {
        /// The two statements clash, and no innocent explanation holds.
        Contradiction = "contradiction",
        /// They seem to clash; an explanation could not be decided.
        Apparent = "apparent",
        /// A boast of twice and more what its own details give.
        Inflated = "inflated",
        /// A boast somewhat above its own details.
        DetailsFallShort = "details-fall-short",
        /// Refuted by what later came to be known.
        Overtaken = "overtaken",
        /// They seem to clash; an innocent explanation holds.
        Reconciled = "reconciled",
        /// They say the same of the same.
        Agrees = "agrees",
        /// They say the same, but not wholly: of scopes or times that only touch, or one without a figure.
        PartlyAgrees = "partly-agrees",
        /// They were compared and do not clash.
        Compatible = "compatible",
        /// They do not speak of one thing.
        NotComparable = "not-comparable",
    }
}

impl Verdict {
    /// Tells whether a person should look at the pair.
    pub const fn is_flagged(self) -> bool {
        matches!(
            self,
            Verdict::Contradiction
                | Verdict::Apparent
                | Verdict::Inflated
                | Verdict::DetailsFallShort
                | Verdict::Overtaken
        )
    }
}

vocabulary! {
    /// The nine innocent explanations in the order of testing (3.3).
    Explanation in "explanation" {
        /// They speak of different events or people.
        Identity = "identity",
        /// They speak of different times.
        Time = "time",
        /// They speak of different places.
        Place = "place",
        /// They speak of different people.
        Population = "population",
        /// They count in different ways.
        Measure = "measure",
        /// The figures differ by rounding alone.
        Rounding = "rounding",
        /// It is one statement retold.
        Hearsay = "hearsay",
        /// One does not speak of what is.
        Modality = "modality",
        /// Coders or translators read it differently.
        Coding = "coding",
    }
}

vocabulary! {
    /// What testing an explanation gave.
    Outcome in "outcome" {
        /// It does not remove the conflict.
        No = "no",
        /// It removes the conflict.
        Yes = "yes",
        /// The data do not tell.
        Undecided = "undecided",
    }
}

vocabulary! {
    /// What decided a verdict: the column `why`.
    Why in "why" {
        /// Explanation 1.
        Identity = "identity",
        /// Explanation 2.
        Time = "time",
        /// Explanation 3, or two places that are not comparable.
        Place = "place",
        /// Explanation 4, or two populations that are not comparable.
        Population = "population",
        /// Explanation 5.
        Measure = "measure",
        /// Explanation 6.
        Rounding = "rounding",
        /// Explanation 7.
        Hearsay = "hearsay",
        /// Explanation 8.
        Modality = "modality",
        /// Explanation 9.
        Coding = "coding",
        /// A nought that may only be silence.
        ZeroOrSilence = "zero-or-silence",
        /// The source withdrew a claim.
        Correction = "correction",
        /// One affirms, one doubts.
        Doubt = "doubt",
        /// Two topics that no link joins.
        Topic = "topic",
        /// Two units that do not convert.
        Unit = "unit",
    }
}

impl From<Explanation> for Why {
    fn from(explanation: Explanation) -> Why {
        match explanation {
            Explanation::Identity => Why::Identity,
            Explanation::Time => Why::Time,
            Explanation::Place => Why::Place,
            Explanation::Population => Why::Population,
            Explanation::Measure => Why::Measure,
            Explanation::Rounding => Why::Rounding,
            Explanation::Hearsay => Why::Hearsay,
            Explanation::Modality => Why::Modality,
            Explanation::Coding => Why::Coding,
        }
    }
}

vocabulary! {
    /// How far two statements lie apart (3.5), the largest first.
    Severity in "severity" {
        /// A factor of about 3.2 and more.
        Gross = "gross",
        /// Between the two.
        Substantial = "substantial",
        /// A factor below about 1.4.
        Minor = "minor",
    }
}

vocabulary! {
    /// How sure it is that two statements clash, not who is right (3.6); the surest first.
    Certainty in "certainty" {
        /// Nothing takes away from it.
        High = "high",
        /// One thing does.
        Moderate = "moderate",
        /// Several do.
        Low = "low",
    }
}

vocabulary! {
    /// What takes a step of certainty away (3.6).
    Doubtful in "certainty_lowered_by" {
        /// One side has it by hearsay.
        Hearsay = "hearsay",
        /// A vague word stands for a number.
        VagueWord = "vague word",
        /// They may share time; whether they do is not known.
        TimePossible = "shared time only possible",
        /// A date, a population or a place was filled in or is missing.
        Assumed = "date or definition assumed",
        /// One scope is only part of the other.
        PartOfScope = "one scope only part of the other",
        /// The topics are joined by a link.
        Link = "topics joined by a link",
        /// A translation is unchecked.
        Translation = "translation unchecked",
    }
}

vocabulary! {
    /// Whether two voices are independent of each other, as far as the data tell.
    Independence in "independent" {
        /// No tie is known.
        Yes = "yes",
        /// A tie is known.
        No = "no",
        /// There may be one.
        Unknown = "unknown",
    }
}

/// The outcomes of the nine explanations, two bits each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Outcomes(u32);

impl Outcomes {
    /// All nine a no.
    pub const NONE: Outcomes = Outcomes(0);

    /// Returns the outcome of an explanation.
    pub const fn get(self, explanation: Explanation) -> Outcome {
        match self.0 >> (explanation as u32 * 2) & 3 {
            0 => Outcome::No,
            1 => Outcome::Yes,
            _ => Outcome::Undecided,
        }
    }

    /// Returns the outcomes with one of them set.
    #[must_use]
    pub const fn with(self, explanation: Explanation, outcome: Outcome) -> Outcomes {
        let shift = explanation as u32 * 2;
        Outcomes(self.0 & !(3 << shift) | (outcome as u32) << shift)
    }

    /// Returns the first explanation with the outcome, in the order of testing.
    pub fn first(self, outcome: Outcome) -> Option<Explanation> {
        let has = |explanation: &&Explanation| self.get(**explanation) == outcome;
        Explanation::ALL.iter().find(has).copied()
    }

    /// Writes `identity=no;time=undecided;…`, all nine.
    pub fn written(self) -> String {
        let one = |explanation: &Explanation| {
            format!(
                "{}={}",
                explanation.as_str(),
                self.get(*explanation).as_str()
            )
        };
        Explanation::ALL
            .iter()
            .map(one)
            .collect::<Vec<_>>()
            .join(";")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_keep_their_place_and_order() {
        let outcomes = Outcomes::NONE
            .with(Explanation::Modality, Outcome::Yes)
            .with(Explanation::Place, Outcome::Undecided)
            .with(Explanation::Time, Outcome::No)
            .with(Explanation::Hearsay, Outcome::Yes);
        assert_eq!(outcomes.first(Outcome::Yes), Some(Explanation::Hearsay));
        assert_eq!(outcomes.first(Outcome::Undecided), Some(Explanation::Place));
        assert_eq!(
            outcomes.written(),
            "identity=no;time=no;place=undecided;population=no;measure=no;rounding=no;hearsay=yes;\
             modality=yes;coding=no"
        );
    }

    #[test]
    fn only_five_verdicts_are_flagged() {
        let flagged = Verdict::ALL.iter().filter(|verdict| verdict.is_flagged());
        assert_eq!(flagged.count(), 5);
    }
}
