//! Of which version of a text the rows of a folder speak, where no text that came with them says it:
//! of the one in which most of them are what the study has. It must not know what becomes of a row.
//! A stranger would ask row by row: where the same words stand more than once, a row of the text as
//! it was fits the text as it is, too, on other words.

use super::Importer;
use crate::formats::raw_row::RawRow;
use crate::model::id::Id;
use crate::model::table::{Noun, Table, TextKind};
use crate::model::tables::table;
use crate::project::error::ProjectError;
use crate::project::passages::{PassageCells, Texts};
use crate::store::Store;
use crate::store::corrected::CorrectedPassage;
use crate::store::correction::Anchored;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A version in which rows are what the study has.
struct Known {
    version: Id,
    rows: u64,
}

/// What stands in texts that have more than one version, and how many rows say it in each.
#[derive(Default)]
struct Weighed {
    /// The interviews of the texts, by key.
    interviews: HashMap<(String, TextKind), Id>,
    /// Version and place of each passage, with what names its row.
    standing: HashSet<(Id, (i64, i64), String)>,
    /// In each version of a text, by how many versions back it is, how many rows are what the
    /// study has.
    known: HashMap<(Id, TextKind), BTreeMap<usize, Known>>,
}

impl Importer<'_> {
    /// Finds out by the rows of a folder of which version of their texts they speak.
    pub(super) fn weigh_versions(&mut self) -> Result<(), ProjectError> {
        let mut known = HashMap::new();
        for (anchored, noun) in [
            (Anchored::Coding, Noun::Coding),
            (Anchored::Claim, Noun::Claim),
        ] {
            let table = table(noun);
            if self.folder.is_typed() || !self.folder.has(table) {
                continue;
            }
            let mut weighed = Weighed::of(self.store.corrected_passages(anchored)?);
            weighed.known = known;
            if !weighed.interviews.is_empty() {
                self.weigh(table, &mut weighed)?;
            }
            known = weighed.known;
        }
        for ((interview, kind), versions) in known {
            // Of equals the newest: that is what a folder says that was written last.
            let most = versions
                .iter()
                .max_by_key(|(back, known)| (known.rows, Reverse(**back)));
            if let Some((back, known)) = most
                && *back > 0
            {
                self.texts.read_in(interview, kind, known.version);
            }
        }
        Ok(())
    }

    fn weigh(&mut self, table: &'static Table, weighed: &mut Weighed) -> Result<(), ProjectError> {
        let mut failure = None;
        let (store, texts) = (self.store, &mut self.texts);
        // What is wrong with a row is told when it is read to be kept.
        let _ = self.folder.each_row(table, |row| {
            if let (Ok(row), None) = (row, &failure) {
                failure = weighed.add(store, texts, (table, row)).err();
            }
        });
        failure.map_or(Ok(()), Err)
    }
}

impl Weighed {
    fn of(passages: Vec<CorrectedPassage>) -> Self {
        let mut weighed = Self::default();
        for passage in passages {
            let text = (passage.interview, passage.kind);
            weighed.interviews.insert(text, passage.interview_id);
            let stands = (passage.version, passage.span_cp, passage.named);
            weighed.standing.insert(stands);
        }
        weighed
    }

    fn add(
        &mut self,
        store: &Store,
        texts: &mut Texts,
        (table, row): (&Table, &RawRow),
    ) -> Result<(), ProjectError> {
        let cells = PassageCells::of(table, row);
        let cell = |name: &str| table.index_of(name).map_or("", |at| row.cells[at].trim());
        let kind = match cells.text.trim() {
            "translation" => TextKind::Translation,
            _ => TextKind::Original,
        };
        let text = (cell("interview").to_owned(), kind);
        let Some(interview) = self.interviews.get(&text).copied() else {
            return Ok(());
        };
        let named = match table.noun {
            Noun::Coding => format!("{} {}", cell("code"), cell("coder")),
            _ => row.cells[0].trim().to_owned(),
        };
        let readings = texts.readings(store, (interview, kind), &cells)?;
        let known = self.known.entry((interview, kind)).or_default();
        for reading in readings {
            let version = reading.read_in;
            let stands = (reading.stands_in, reading.span_cp, named.clone());
            if self.standing.contains(&stands) {
                let new = Known { version, rows: 0 };
                known.entry(reading.back).or_insert(new).rows += 1;
            }
        }
        Ok(())
    }
}
