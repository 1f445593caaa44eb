//! How a proposal of a coding is kept, whatever it comes from: a rule or what was learned. It must not know whether it
//! should be kept. A stranger would let the coder be whoever accepts it: that is said by the log, the coder is who asked.

use super::error::ProjectError;
use super::passages::passage_at;
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

/// Of the words for which a rule proposes, so many are kept: a turn without end may hold any number, a row each.
const FIRED_MAX: usize = 1000;

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
            Reason::Rule(_, fired) => {
                let first = fired.iter().take(FIRED_MAX);
                first.map(|word| (word.span, None)).collect()
            }
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
    let transcript = proposal.transcript;
    let is_translation = transcript.kind == TextKind::Translation;
    PlacedPassage {
        text: is_translation.then_some(TextKind::Translation),
        said: 7,
        ..passage_at(transcript.version, proposal.text.indexed(), proposal.span)
    }
}
