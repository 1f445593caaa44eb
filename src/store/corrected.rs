//! The passages of texts that were corrected, as far as a row of a folder may be known by them. What
//! follows from it is said by whoever calls. A stranger would leave orphans out: they stand in the
//! version in which their words last stood, and rows of an older folder name them, too.

use super::Store;
use super::correction::Anchored;
use super::error::StoreError;
use super::text::kind_of;
use crate::model::id::Id;
use crate::model::table::TextKind;

/// A passage of a text that has more than one version; an orphan where its words last stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectedPassage {
    /// Key of the interview.
    pub interview: String,
    /// Its id.
    pub interview_id: Id,
    /// In which of its texts.
    pub kind: TextKind,
    /// The version in which it stands.
    pub version: Id,
    /// First and behind the last code point.
    pub span_cp: (i64, i64),
    /// Code and coder of a coding, with a space between; the key of a claim.
    pub named: String,
}

impl Anchored {
    /// By what a row of a folder is known beside its place.
    const fn known_by(self) -> &'static str {
        match self {
            Self::Coding => {
                "(select key from code where id = t.code) || ' '
                 || (select key from coder where id = t.coder)"
            }
            Self::Claim => "t.key",
        }
    }
}

impl Store {
    /// All passages of texts that have more than one version.
    ///
    /// # Errors
    /// What the database says.
    pub fn corrected_passages(&self, table: Anchored) -> Result<Vec<CorrectedPassage>, StoreError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "select i.key, i.id, text.kind, t.version, t.start_cp, t.end_cp, {}
             from transcript as text join interview as i on i.id = text.interview
             join text_version as v on v.transcript = text.id
             join {} as t on t.version = v.id
             where exists (select 1 from text_version where transcript = text.id and number > 1)
               and t.start_cp is not null and t.end_cp is not null",
            table.known_by(),
            table.as_str()
        ))?;
        let found = statement.query_map([], corrected_passage)?;
        Ok(found.collect::<Result<_, _>>()?)
    }
}

fn corrected_passage(row: &rusqlite::Row<'_>) -> rusqlite::Result<CorrectedPassage> {
    Ok(CorrectedPassage {
        interview: row.get(0)?,
        interview_id: Id::new(row.get(1)?),
        kind: kind_of(&row.get::<_, String>(2)?),
        version: Id::new(row.get(3)?),
        span_cp: (row.get(4)?, row.get(5)?),
        named: row.get(6)?,
    })
}
