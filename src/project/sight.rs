//! Who may see whose codings. A coder who is to code a text blind sees what others coded in it
//! only when all who code it blind have submitted: what the others marked would stand in the way
//! of the own reading. It must not know how codings are shown. What a stranger would get wrong:
//! this is a help and no lock (decision 0010), so what leaves a study, and `gainsay sql`, is whole.

use super::Study;
use super::error::ProjectError;
use crate::model::id::Id;
use crate::model::table::TextKind;
use crate::store::assignments::AssignmentRow;
use crate::store::codings::{CodingFilter, CodingRow};
use std::collections::HashSet;

/// A text by the key of its interview.
pub(crate) type TextKey = (String, TextKind);

/// What is hidden from whom.
#[derive(Debug)]
pub(crate) struct Sight<'s> {
    actor: &'s str,
    hidden: HashSet<TextKey>,
}

impl<'s> Sight<'s> {
    /// What the assignments hide from who acts.
    pub(crate) fn of(actor: &'s str, assignments: &[AssignmentRow]) -> Self {
        let blind = || assignments.iter().filter(|row| !row.is_open);
        let text = |row: &AssignmentRow| (row.interview.clone(), row.kind);
        let waits = blind().filter(|row| !row.is_submitted());
        let waiting: HashSet<TextKey> = waits.map(text).collect();
        let own = blind().filter(|row| row.coder == actor).map(text);
        Self {
            actor,
            hidden: own.filter(|text| waiting.contains(text)).collect(),
        }
    }

    /// Whether what others coded in a text is hidden.
    pub(crate) fn hides(&self, interview: &str, kind: TextKind) -> bool {
        // Hardly ever is anything hidden: then no key is made.
        !self.hidden.is_empty() && self.hidden.contains(&(interview.to_owned(), kind))
    }

    /// Whether a coding may be seen. A proposal is nobody's reading yet.
    pub(crate) fn shows(&self, row: &CodingRow) -> bool {
        row.coder == self.actor
            || row.status == "proposed"
            || !self.hides(&row.interview, row.text_kind())
    }
}

impl Study {
    /// What the assignments of the study hide from who acts.
    ///
    /// *Errors*: what the store says.
    pub(crate) fn sight(&self) -> Result<Sight<'_>, ProjectError> {
        Ok(Sight::of(&self.actor, &self.store.assignments()?))
    }

    /// The codings that are hidden from who acts; hardly ever any.
    ///
    /// # Errors
    /// What the store says.
    pub(crate) fn hidden_codings(&self) -> Result<HashSet<Id>, ProjectError> {
        let sight = self.sight()?;
        let mut hidden = HashSet::new();
        if sight.hidden.is_empty() {
            return Ok(hidden);
        }
        self.store.each_coding(&CodingFilter::default(), |row| {
            if !sight.shows(&row) {
                hidden.insert(row.id);
            }
            Ok::<_, ProjectError>(())
        })?;
        Ok(hidden)
    }

    /// Hands every wanted coding that may be seen to `each`; says how many are hidden.
    ///
    /// # Errors
    /// What the store or `each` says.
    pub fn each_visible_coding(
        &self,
        filter: &CodingFilter<'_>,
        mut each: impl FnMut(CodingRow) -> Result<(), ProjectError>,
    ) -> Result<u64, ProjectError> {
        let sight = self.sight()?;
        let mut hidden = 0;
        self.store.each_coding(filter, |row| {
            if sight.shows(&row) {
                return each(row);
            }
            hidden += 1;
            Ok(())
        })?;
        Ok(hidden)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assignment(coder: &str, is_open: bool, is_submitted: bool) -> AssignmentRow {
        AssignmentRow {
            id: Id::new([0; 16]),
            interview: "I-01".to_owned(),
            kind: TextKind::Original,
            coder: coder.to_owned(),
            is_open,
            due: None,
            submitted: is_submitted.then(|| "2022-05-01".to_owned()),
            submitted_text: None,
            text_now: None,
            cells: Vec::new(),
        }
    }

    fn hides(actor: &str, rows: &[AssignmentRow]) -> bool {
        Sight::of(actor, rows).hides("I-01", TextKind::Original)
    }

    #[test]
    fn a_text_opens_when_the_last_who_codes_it_blind_submitted() {
        for (ana, ben, is_hidden) in [
            (false, false, true),
            (true, false, true),
            (false, true, true),
            (true, true, false),
        ] {
            let rows = [assignment("ana", false, ana), assignment("ben", false, ben)];
            assert_eq!(hides("ana", &rows), is_hidden, "{ana} {ben}");
            assert_eq!(hides("ben", &rows), is_hidden, "{ana} {ben}");
            assert!(!hides("lead", &rows));
        }
    }

    #[test]
    fn who_codes_openly_sees_all_and_keeps_nobody_waiting() {
        let rows = [
            assignment("ana", false, true),
            assignment("ben", true, false),
        ];
        assert!(!hides("ana", &rows) && !hides("ben", &rows));
    }

    #[test]
    fn the_other_text_of_an_interview_is_another_text() {
        let rows = [assignment("ana", false, false)];
        assert!(!Sight::of("ana", &rows).hides("I-01", TextKind::Translation));
    }
}
