//! Which coder is to code which text, and what was submitted. Rows are written by the writer of
//! all tables; what stands here is the reading beside the text as it is now. A stranger would
//! keep the number of the version that was submitted: numbers begin anew in another copy, the
//! hash of a text is the same everywhere.

use super::Store;
use super::error::StoreError;
use super::text::kind_of;
use crate::model::id::Id;
use crate::model::table::TextKind;
use crate::store::rows::Cells;

/// That a coder is to code a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssignmentRow {
    /// Its id.
    pub id: Id,
    /// Key of the interview.
    pub interview: String,
    /// Which of its texts.
    pub kind: TextKind,
    /// Key of the coder.
    pub coder: String,
    /// Whether the coder sees at once what others coded in it.
    pub is_open: bool,
    /// By when, EDTF.
    pub due: Option<String>,
    /// When it was submitted, EDTF.
    pub submitted: Option<String>,
    /// The hash of the text that was submitted, in hex.
    pub submitted_text: Option<String>,
    /// The hash of the text as it is now, in hex; nothing where the interview has no such text.
    pub text_now: Option<String>,
    /// The row as a study folder has it.
    pub cells: Cells,
}

impl AssignmentRow {
    /// Whether the coder handed it in.
    pub fn is_submitted(&self) -> bool {
        self.submitted.is_some()
    }

    /// Whether the text is another than the one that was handed in.
    pub fn is_of_earlier_text(&self) -> bool {
        let same = |seen: &String| Some(seen) == self.text_now.as_ref();
        self.submitted_text.as_ref().is_some_and(|seen| !same(seen))
    }
}

impl Store {
    /// All assignments, by interview, text and coder.
    ///
    /// # Errors
    /// What the database says.
    pub fn assignments(&self) -> Result<Vec<AssignmentRow>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "select a.id, i.key as interview, coalesce(a.text_kind, 'original') as kind, coder.key as coder,
               a.text_kind, a.sight, a.due_on, a.submitted_on, a.submitted_text,
               (select lower(hex(v.hash)) from transcript as t join text_version as v on v.transcript = t.id
                  where t.interview = a.interview and t.kind = coalesce(a.text_kind, 'original')
                  order by v.number desc limit 1) as text_now
             from assignment as a join interview as i on i.id = a.interview join coder on coder.id = a.coder
             order by i.key, kind, coder.key",
        )?;
        let found = statement
            .query_map([], assignment)?
            .collect::<Result<_, _>>()?;
        Ok(found)
    }
}

fn assignment(row: &rusqlite::Row<'_>) -> rusqlite::Result<AssignmentRow> {
    let names = [
        "interview",
        "text_kind",
        "coder",
        "sight",
        "due_on",
        "submitted_on",
        "submitted_text",
    ];
    let cells = names.iter().map(|name| row.get(*name));
    let cells = cells.collect::<Result<Cells, _>>()?;
    Ok(AssignmentRow {
        id: Id::new(row.get("id")?),
        interview: row.get("interview")?,
        kind: kind_of(&row.get::<_, String>("kind")?),
        coder: row.get("coder")?,
        is_open: cells[3].as_deref() == Some("open"),
        due: cells[4].clone(),
        submitted: cells[5].clone(),
        submitted_text: cells[6].clone(),
        text_now: row.get("text_now")?,
        cells,
    })
}
