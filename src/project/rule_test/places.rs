//! The places of one text as a code sees them: what is right, wrong, missed and just missed, and why.
//!
//! It must not know figures. What a stranger would get wrong: a reason is in the words of the rule and of the text it
//! stands beside, so it goes where the text goes and nowhere else.

use super::{Codes, Counts, Outcome, TestedPlace};
use crate::method::rule::score::Tally;
use crate::method::rule::{CodedSpans, Miss, Shortfall, ShortfallReason};
use crate::model::text_index::Span;
use crate::project::coding::ReadyRule;
use crate::project::rule_texts::{CodedPlace, ReadText};
use crate::store::text::Transcript;
use std::collections::BTreeSet;
use std::ops::Range;

/// What people coded by hand in a text, as seen by one code.
pub(super) struct TextOfCode {
    /// Whether anybody coded anything by hand in the text.
    is_judged: bool,
    /// Passages with the code or one below it.
    right: CodedSpans,
    /// Of these, the ones that the code's rules are to find.
    wanted: CodedSpans,
    /// Passages with any code.
    any: CodedSpans,
}

/// A place with its reason, before it is shown.
pub(super) struct Place {
    outcome: Outcome,
    span: Span,
    reason: Reason,
}

enum Reason {
    Fired(Vec<Span>),
    /// The parts that fall short, or the first of them, and how many there are.
    Short(Vec<Shortfall>, usize),
    /// None of the rule's words stands there.
    NoWord,
}

impl TextOfCode {
    pub(super) fn new(by_hand: &[&CodedPlace], codes: &Codes) -> Self {
        let of = |wanted: &dyn Fn(&str) -> bool| {
            let own = by_hand.iter().filter(|place| wanted(&place.code));
            CodedSpans::new(own.map(|place| place.span).collect())
        };
        Self {
            is_judged: !by_hand.is_empty(),
            right: of(&|code| codes.right.contains(code)),
            wanted: of(&|code| codes.wanted.contains(code)),
            any: of(&|_| true),
        }
    }

    /// The counts of some rules of the code together: a unit that two of them find is one hit.
    pub(super) fn counts(&self, rules: &[usize], read: &ReadText<'_>) -> Counts {
        let hits = read.hits.iter().filter(|hit| rules.contains(&hit.rule));
        let hits: BTreeSet<Span> = hits.map(|hit| hit.span).collect();
        let near: BTreeSet<Span> = self
            .near_misses(rules, read)
            .map(|miss| miss.span)
            .filter(|span| !hits.contains(span))
            .collect();
        let hits: Vec<Span> = hits.into_iter().collect();
        let uncoded = hits.iter().filter(|hit| !self.any.overlap(**hit)).count();
        Counts {
            tally: self
                .is_judged
                .then(|| Tally::of(&hits, &self.right, &self.wanted)),
            uncoded: if self.is_judged { uncoded } else { 0 },
            unjudged: if self.is_judged { 0 } else { hits.len() },
            near: near.len(),
        }
    }

    fn near_misses<'r>(
        &'r self,
        rules: &'r [usize],
        read: &'r ReadText<'_>,
    ) -> impl Iterator<Item = &'r Miss> {
        read.misses.iter().filter(|miss| {
            rules.contains(&miss.rule) && miss.is_near() && !self.right.overlap(miss.span)
        })
    }

    /// Every place of one rule, in order.
    pub(super) fn places(&self, index: usize, read: &ReadText<'_>) -> Vec<Place> {
        let hits: Vec<_> = read.hits.iter().filter(|hit| hit.rule == index).collect();
        let found = CodedSpans::new(hits.iter().map(|hit| hit.span).collect());
        let mut places: Vec<_> = hits
            .iter()
            .map(|hit| Place {
                outcome: self.outcome_of_hit(hit.span),
                span: hit.span,
                reason: Reason::Fired(hit.fired.iter().map(|word| word.span).collect()),
            })
            .collect();
        let missed = self
            .wanted
            .iter()
            .filter(|passage| !found.overlap(**passage));
        places.extend(missed.map(|passage| Place {
            outcome: Outcome::Missed,
            span: *passage,
            reason: best_reason(index, *passage, read),
        }));
        places.extend(self.near_misses(&[index], read).map(|miss| Place {
            outcome: Outcome::Near,
            span: miss.span,
            reason: Reason::Short(miss.shortfalls.clone(), miss.lacking),
        }));
        places.sort_by_key(|place| (place.span, place.outcome));
        places
    }

    fn outcome_of_hit(&self, span: Span) -> Outcome {
        match (self.is_judged, self.right.overlap(span)) {
            (false, _) => Outcome::Unjudged,
            (true, true) => Outcome::Right,
            (true, false) => Outcome::Wrong,
        }
    }
}

/// Why a passage was not found: of its units the one that lacks least.
fn best_reason(rule: usize, passage: Span, read: &ReadText<'_>) -> Reason {
    let own = read.misses.iter().filter(|miss| {
        miss.rule == rule
            && miss.span.start_cp < passage.end_cp
            && passage.start_cp < miss.span.end_cp
    });
    let best = own.min_by_key(|miss| (miss.lacking, std::cmp::Reverse(miss.present)));
    best.map_or(Reason::NoWord, |miss| {
        Reason::Short(miss.shortfalls.clone(), miss.lacking)
    })
}

/// What a place is shown with.
pub(super) struct Shown<'s> {
    pub(super) rule: &'s ReadyRule,
    pub(super) parts: &'s [String],
    pub(super) transcript: &'s Transcript,
    pub(super) read: &'s ReadText<'s>,
}

impl Place {
    pub(super) fn shown(self, with: &Shown<'_>) -> TestedPlace {
        let (rule, transcript, read) = (with.rule, with.transcript, with.read);
        let reason = match &self.reason {
            Reason::Fired(words) => with.what_fired(words),
            Reason::Short(shortfalls, lacking) => with.why_short(shortfalls, *lacking),
            Reason::NoWord => "none of its words stands there".to_owned(),
        };
        TestedPlace {
            rule: rule.key.clone(),
            code: rule.code.clone(),
            outcome: self.outcome,
            interview: transcript.interview.clone(),
            text: transcript.kind.as_str(),
            span: self.span,
            reason,
            quote: read.text.slice(self.span).to_owned(),
            found_cp: self.found_cp(),
        }
    }

    /// Where in the place the first word stands that was found.
    fn found_cp(&self) -> Range<usize> {
        let start_cp = self.span.start_cp;
        match &self.reason {
            Reason::Fired(words) => words.first().map_or(0..0, |word| {
                word.start_cp.saturating_sub(start_cp)..word.end_cp.saturating_sub(start_cp)
            }),
            Reason::Short(..) | Reason::NoWord => 0..0,
        }
    }
}

/// Says how many more there are than stand in a reason.
fn and_more(shown: String, between: &str, count: usize) -> String {
    match count.checked_sub(REASON_ITEMS_MAX) {
        None | Some(0) => shown,
        Some(more) => format!("{shown}{between}… and {more} more"),
    }
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// So many words, or parts of a rule, stand in a reason; of more the number is said.
const REASON_ITEMS_MAX: usize = 50;

impl Shown<'_> {
    /// The words that were found.
    fn what_fired(&self, words: &[Span]) -> String {
        let shown = words.iter().take(REASON_ITEMS_MAX);
        let shown: Vec<_> = shown
            .map(|word| one_line(self.read.text.slice(*word)))
            .collect();
        and_more(shown.join(" + "), " + ", words.len())
    }

    /// What falls short, in the words of the rule.
    fn why_short(&self, shortfalls: &[Shortfall], lacking: usize) -> String {
        let words = shortfalls.iter().map(|shortfall| {
            let part = self.parts.get(shortfall.part).map_or("", String::as_str);
            match shortfall.reason {
                ShortfallReason::Missing => format!("missing: {part}"),
                ShortfallReason::Apart {
                    gap_words: Some(gap),
                } => format!("{gap} words apart: {part}"),
                ShortfallReason::Apart { gap_words: None } => {
                    format!("in another order, or not with one and the same word: {part}")
                }
                ShortfallReason::TooFew { found } => format!("only {found} of: {part}"),
                ShortfallReason::TooLight { weight } => {
                    format!("its words weigh {weight} together: {part}")
                }
                ShortfallReason::TooClose => format!("too close to what it must not be: {part}"),
                ShortfallReason::Forbidden => format!("there, but must not be: {part}"),
                ShortfallReason::Unmet => format!("not so: {part}"),
            }
        });
        let shown: Vec<_> = words.take(REASON_ITEMS_MAX).collect();
        and_more(shown.join("; "), "; ", lacking)
    }
}
