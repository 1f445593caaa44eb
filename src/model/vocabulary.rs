//! The closed word lists of a study: stances, bases, kinds, measures, verdicts of people.
//!
//! It knows how each word is spelled in a cell and nothing else. What a stranger would get wrong: an
//! empty cell is no word; whether it has a default is for the reader of that column to say.

use crate::model::refusal::Refusal;

/// Declares an enum whose variants are words of a column: spelling, parsing, the list of all.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident in $column:literal { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum $name { $($(#[$variant_doc])* $variant,)+ }

        impl $name {
            /// Every word of the list, in its order.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// Returns the spelling used in cells, SQL and JSON.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word,)+ }
            }

            /// Reads a cell; white space around the word is no error.
            ///
            /// # Errors
            /// A [`Refusal`](crate::model::Refusal) with the list of allowed words.
            pub fn parse(text: &str) -> Result<$name, $crate::model::Refusal> {
                match text.trim() {
                    $($word => Ok($name::$variant),)+
                    other => Err($crate::model::Refusal::new($column, other, concat!("one of" $(, " ", $word)+))),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}
pub(crate) use vocabulary;

vocabulary! {
    /// Where a claim stands to the positive statement of its topic.
    Stance in "stance" {
        /// The statement holds.
        Affirms = "affirms",
        /// The statement does not hold.
        Denies = "denies",
        /// The statement may not hold.
        Doubts = "doubts",
        /// The claim takes no part in the question.
        Neutral = "neutral",
    }
}

vocabulary! {
    /// Which months the seasons of a date are: a setting of the study.
    #[derive(Default)]
    Seasons in "seasons" {
        /// Spring begins in March, and winter ends in February of the next year.
        #[default]
        WinterIntoNextYear = "winter-into-next-year",
        /// Spring begins in March, and winter begins in December of the year before.
        WinterFromLastYear = "winter-from-last-year",
        /// Spring begins in September, and summer ends in February of the next year.
        Southern = "southern",
    }
}

vocabulary! {
    /// How a source knows what it claims.
    Basis in "basis" {
        /// The source saw it.
        Witnessed = "witnessed",
        /// The source did it or was part of it.
        TookPart = "took-part",
        /// The source has the figures of the body it belongs to.
        InternalFigures = "internal-figures",
        /// The source says it as an office or a party line.
        Official = "official",
        /// The source was told.
        Told = "told",
        /// The source reckons it.
        Estimate = "estimate",
        /// Nobody knows how the source knows.
        Unknown = "unknown",
    }
}

impl Basis {
    /// Tells whether the source knows at first hand (methods.md 2.5).
    pub const fn is_first_hand(self) -> bool {
        matches!(
            self,
            Basis::Witnessed | Basis::TookPart | Basis::InternalFigures
        )
    }

    /// Tells whether the source knows neither at first hand nor by hearsay: an office or a reckoning.
    pub const fn is_indirect(self) -> bool {
        matches!(self, Basis::Official | Basis::Estimate)
    }
}

vocabulary! {
    /// In which mode a claim speaks: of what is, or of what may be.
    Modality in "modality" {
        /// It is so, or was so.
        Actual = "actual",
        /// Somebody means to do it.
        Plan = "plan",
        /// Somebody gave their word on it.
        Promise = "promise",
        /// It will be so.
        Forecast = "forecast",
        /// It may be so.
        Possible = "possible",
        /// Others believe it.
        ReportedBelief = "reported-belief",
    }
}

impl Modality {
    /// Tells whether later events can hold the claim to its word: a forecast or a promise.
    pub const fn is_open_to_time(self) -> bool {
        matches!(self, Modality::Forecast | Modality::Promise)
    }
}

vocabulary! {
    /// How a claim fills the time it speaks of.
    TimeMode in "time_mode" {
        /// True on every day of it.
        Throughout = "throughout",
        /// True at some time in it.
        Within = "within",
    }
}

vocabulary! {
    /// What sort of question a topic is.
    TopicKind in "kind" {
        /// Something that is so for a while.
        State = "state",
        /// A number.
        Quantity = "quantity",
        /// Something that happened.
        Event = "event",
        /// Why, or through whom.
        Relation = "relation",
    }
}

vocabulary! {
    /// What the number of a quantity means.
    Measure in "measure" {
        /// A number at a time.
        Stock = "stock",
        /// A number during a period.
        Flow = "flow",
        /// A total since a start.
        Cumulative = "cumulative",
        /// A part of a denominator.
        Share = "share",
        /// A flow per unit of time.
        Rate = "rate",
        /// A place in an order.
        Rank = "rank",
    }
}

impl Measure {
    /// Tells whether the number belongs to a whole period and not to each of its days.
    pub const fn spans_period(self) -> bool {
        matches!(self, Measure::Flow | Measure::Cumulative)
    }
}

vocabulary! {
    /// Which way a flow goes, seen from the stock.
    Current in "feeds" {
        /// It adds to the stock.
        In = "in",
        /// It takes from the stock.
        Out = "out",
    }
}

vocabulary! {
    /// What sort of voice a source is.
    SourceKind in "kind" {
        /// One person, under a pseudonym.
        Interviewee = "interviewee",
        /// Several people of one group, number often unknown.
        GroupVoice = "group-voice",
        /// A printed or published text.
        Publication = "publication",
    }
}

vocabulary! {
    /// How the children of a population stand to one another.
    Children in "children" {
        /// No two have a member in common.
        Disjoint = "disjoint",
        /// Disjoint, and together the whole.
        Complete = "complete",
        /// They may have members in common.
        Overlap = "overlap",
    }
}

vocabulary! {
    /// Whether a claim speaks for or against the interest of its source's side.
    Interest in "against_interest" {
        /// Against its own interest.
        Against = "yes",
        /// With its own interest.
        With = "no",
        /// Not clear.
        Unclear = "unclear",
    }
}

vocabulary! {
    /// Which way a source says a number moves.
    Trend in "trend" {
        /// Up.
        Rising = "rising",
        /// Down.
        Falling = "falling",
        /// Neither.
        Stable = "stable",
    }
}

/// Reads a cell that may end in `?`: the text without the mark, and whether the mark was there.
pub fn split_unsure(text: &str) -> (&str, bool) {
    let text = text.trim();
    match text.strip_suffix('?') {
        Some(sure) => (sure.trim_end(), true),
        None => (text, false),
    }
}

/// Reads `yes` or `no`; an empty cell is nothing.
///
/// # Errors
/// A [`Refusal`] of the column for any other word.
pub fn parse_yes_no(column: &'static str, text: &str) -> Result<Option<bool>, Refusal> {
    match text.trim() {
        "" => Ok(None),
        "yes" => Ok(Some(true)),
        "no" => Ok(Some(false)),
        other => Err(Refusal::new(column, other, "yes, no, or an empty cell")),
    }
}

/// Returns the entries of a cell that holds a `;` list, trimmed; empty entries are left out.
pub fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_word_is_refused_with_the_allowed_ones() {
        let refusal = Stance::parse("afirms").unwrap_err();
        assert_eq!(refusal.column, "stance");
        assert!(refusal.right.contains("affirms denies doubts neutral"));
        assert!(TimeMode::parse("").is_err());
    }

    #[test]
    fn every_word_reads_back() {
        for basis in Basis::ALL {
            assert_eq!(Basis::parse(basis.as_str()), Ok(*basis));
        }
        for modality in Modality::ALL {
            assert_eq!(Modality::parse(modality.as_str()), Ok(*modality));
        }
    }

    #[test]
    fn the_question_mark_is_taken_off() {
        assert_eq!(split_unsure(" kunar? "), ("kunar", true));
        assert_eq!(split_unsure("kunar"), ("kunar", false));
        assert_eq!(split_unsure("?"), ("", true));
    }

    #[test]
    fn lists_lose_empty_entries() {
        assert_eq!(list("a; b;;c ").collect::<Vec<_>>(), ["a", "b", "c"]);
    }
}
