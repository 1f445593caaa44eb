//! Which coder has seen which text: the ground of all that is said of what somebody left out. A
//! coder who submitted a text has seen all of it. A study that assigned nothing knows only who
//! marked something; that older rule holds there, and every figure says so. It must not know what
//! is computed. A stranger would let the two rules stand side by side: then a coder who is still
//! at work counts as one who left the rest of the text out.

use super::Study;
use super::coded_texts::{ByText, CodedWish};
use super::error::ProjectError;
use super::sight::Sight;
use crate::model::table::TextKind;
use crate::report::counted;
use crate::store::assignments::AssignmentRow;
use std::collections::{BTreeMap, BTreeSet};

/// The coders who saw each text.
pub(super) type Seen = BTreeMap<(String, TextKind), BTreeSet<String>>;

/// By which rule a coder counts as having seen a text, and what was left out for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeenBasis {
    /// Whether texts were assigned, so that submissions say who saw what.
    pub is_submitted: bool,
    /// Accepted codings of coders who have not submitted the text.
    pub unsubmitted: usize,
    /// Submissions of a text that is another by now.
    pub of_earlier_text: usize,
    /// Texts that who acts codes blind, and that not all have submitted.
    pub blind_texts: usize,
}

impl SeenBasis {
    /// The rule, for the note of a figure.
    pub fn rule(&self) -> &'static str {
        match self.is_submitted {
            true => "a coder who submitted a text has seen it",
            false => "a coder with an accepted coding in a text counts as having seen it",
        }
    }

    /// What was left out or is doubtful, a sentence each.
    pub fn warnings(&self) -> Vec<String> {
        let line = |count: usize, noun: &str, rest: &str| {
            (count > 0).then(|| format!("{} {rest}", counted(count as u64, noun)))
        };
        let lines = [
            line(
                self.unsubmitted,
                "coding",
                "left out: the coder has not submitted the text",
            ),
            line(
                self.of_earlier_text,
                "submission",
                "of a text that was corrected since; it counts as seen",
            ),
            line(
                self.blind_texts,
                "text",
                "left out: you code it blind, and not all have submitted it",
            ),
        ];
        lines.into_iter().flatten().collect()
    }
}

impl Study {
    /// Who saw which text, and takes out of the codings what no agreement may rest on: those of
    /// names that stand for what was agreed on, those in texts that are hidden from the actor,
    /// and those of coders who have not submitted.
    ///
    /// *Errors*: what the store says.
    pub(super) fn seen_texts(
        &self,
        wish: &CodedWish,
        codings: &mut ByText,
    ) -> Result<(Seen, SeenBasis), ProjectError> {
        let agreed = self.agreed_coders()?;
        let is_wanted = |coder: &String| match wish.coders.is_empty() {
            true => !agreed.contains(coder),
            false => wish.coders.contains(coder),
        };
        for rows in codings.values_mut() {
            rows.retain(|row| is_wanted(&row.coder));
        }
        codings.retain(|_, rows| !rows.is_empty());
        let assignments = self.store.assignments()?;
        if assignments.is_empty() {
            let coder = |rows: &Vec<_>| rows.iter().map(coder_of_row).collect();
            let seen = codings
                .iter()
                .map(|(text, rows)| (text.clone(), coder(rows)));
            return Ok((seen.collect(), SeenBasis::default()));
        }
        let sight = Sight::of(&self.actor, &assignments);
        let (mut seen, mut basis) = submitted(&assignments, |row| {
            let is_here = wish
                .interview
                .as_ref()
                .is_none_or(|key| *key == row.interview);
            is_here && is_wanted(&row.coder)
        });
        basis.blind_texts = hide(&sight, codings, &mut seen);
        basis.unsubmitted = keep_submitted(codings, &seen);
        Ok((seen, basis))
    }
}

fn coder_of_row(row: &crate::store::codings::CodingRow) -> String {
    row.coder.clone()
}

fn submitted(
    assignments: &[AssignmentRow],
    is_wanted: impl Fn(&AssignmentRow) -> bool,
) -> (Seen, SeenBasis) {
    let mut seen = Seen::new();
    let mut basis = SeenBasis {
        is_submitted: true,
        ..SeenBasis::default()
    };
    let wanted = assignments
        .iter()
        .filter(|row| row.is_submitted() && is_wanted(row));
    for row in wanted {
        let text = (row.interview.clone(), row.kind);
        seen.entry(text).or_default().insert(row.coder.clone());
        basis.of_earlier_text += usize::from(row.is_of_earlier_text());
    }
    (seen, basis)
}

/// Takes out the texts in which others' codings are hidden; says how many.
fn hide(sight: &Sight<'_>, codings: &mut ByText, seen: &mut Seen) -> usize {
    let is_hidden = |(interview, kind): &(String, TextKind)| sight.hides(interview, *kind);
    let all: BTreeSet<_> = codings.keys().chain(seen.keys()).cloned().collect();
    let hidden: BTreeSet<_> = all.into_iter().filter(is_hidden).collect();
    codings.retain(|text, _| !hidden.contains(text));
    seen.retain(|text, _| !hidden.contains(text));
    hidden.len()
}

/// Takes out the codings of coders who have not submitted the text; says how many.
fn keep_submitted(codings: &mut ByText, seen: &Seen) -> usize {
    let mut left_out = 0;
    for (text, rows) in codings.iter_mut() {
        let before = rows.len();
        let has_seen = |coder: &String| seen.get(text).is_some_and(|all| all.contains(coder));
        rows.retain(|row| has_seen(&row.coder));
        left_out += before - rows.len();
    }
    codings.retain(|_, rows| !rows.is_empty());
    left_out
}
