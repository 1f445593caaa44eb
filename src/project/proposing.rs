//! How a proposal of a coding is kept, whatever it comes from: a rule or what was learned. It must not know whether it
//! should be kept. A stranger would let the coder be whoever accepts it: that is said by the log, the coder is who asked.

use super::error::ProjectError;
use super::{Study, coder_of};
use crate::method::rule::FiredWord;
use crate::model::id::Id;
use crate::model::table::{Noun, Reference, Target, TextKind, Value};
use crate::model::tables::table;
use crate::model::text_index::Span;
use crate::model::transcript_text::TurnedText;
use crate::store::Store;
use crate::store::rows::{NewRow, PlacedPassage};
use crate::store::text::Transcript;

/// A coding that is proposed.
pub(super) struct Proposal<'p> {
    pub(super) transcript: &'p Transcript,
    pub(super) text: &'p TurnedText<'p>,
    pub(super) span: Span,
    pub(super) code: Id,
    pub(super) reason: Reason<'p>,
}

/// Why it is proposed.
pub(super) enum Reason<'p> {
    /// A rule found it by these words.
    Rule(Id, &'p [FiredWord]),
    /// It was learned, with this probability, and these words have these shares.
    Learned(f64, &'p [(Span, f64)]),
}

/// Keeps proposals in the name of one coder.
pub(super) struct Proposals<'s> {
    store: &'s Store,
    coder: Id,
}

impl<'s> Proposals<'s> {
    pub(super) fn by(study: &Study, store: &'s Store) -> Result<Self, ProjectError> {
        let coder = coder_of(store, study.actor())?;
        Ok(Self { store, coder })
    }

    /// Keeps a proposal.
    pub(super) fn keep(&self, proposal: &Proposal<'_>) -> Result<(), ProjectError> {
        let interview = self
            .store
            .id_of(Noun::Interview, &proposal.transcript.interview)?
            .ok_or_else(|| {
                ProjectError::refused("a text is of no interview", "run: gainsay verify")
            })?;
        let passage = placed(proposal);
        let id = self.store.clock().id();
        let row = NewRow {
            id,
            values: &self.values(interview, proposal),
            passage: Some(&passage),
            attributes: &[],
        };
        self.store.writer(table(Noun::Coding))?.insert(&row)?;
        let words: Vec<_> = match proposal.reason {
            Reason::Rule(_, fired) => fired.iter().map(|word| (word.span, None)).collect(),
            Reason::Learned(_, words) => {
                let words = words.iter().map(|(span, share)| (*span, Some(*share)));
                words.collect()
            }
        };
        Ok(self.store.add_fired_words(id, &words)?)
    }

    /// The cells in the order of the table's columns; those of the passage are empty.
    fn values(&self, interview: Id, proposal: &Proposal<'_>) -> Vec<Value> {
        let row = |id| {
            Value::Reference(Reference {
                target: Target::Row(id),
                unsure: false,
            })
        };
        let columns = table(Noun::Coding).columns.iter();
        columns
            .map(|column| match (column.name, &proposal.reason) {
                ("interview", _) => row(interview),
                ("code", _) => row(proposal.code),
                ("coder", _) => row(self.coder),
                ("rule", Reason::Rule(rule, _)) => row(*rule),
                ("probability", Reason::Learned(probability, _)) => Value::Real(*probability),
                ("status", _) => Value::Text("proposed".into()),
                _ => Value::Empty,
            })
            .collect()
    }
}

fn placed(proposal: &Proposal<'_>) -> PlacedPassage {
    let (text, span) = (proposal.text, proposal.span);
    let last_cp = text
        .turns()
        .last()
        .map_or(span.end_cp, |turn| turn.end_cp)
        .max(span.end_cp);
    let slice = |start_cp: usize, end_cp: usize| text.slice(Span { start_cp, end_cp }).to_owned();
    let whole = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let is_translation = proposal.transcript.kind == TextKind::Translation;
    PlacedPassage {
        text: is_translation.then_some(TextKind::Translation),
        version: Some(proposal.transcript.version),
        span_cp: Some((whole(span.start_cp), whole(span.end_cp))),
        quote: Some(text.slice(span).to_owned()),
        context: Some((
            slice(span.start_cp.saturating_sub(32), span.start_cp),
            slice(span.end_cp, (span.end_cp + 32).min(last_cp)),
        )),
        is_orphan: false,
        said: 7,
    }
}
