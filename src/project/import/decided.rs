//! What people decided here about codings that a folder brings as they were, or decided in the folder
//! about proposals that are open here. It must not know texts. A stranger would ask the rows of the
//! same file, too: two of them are two codings, only what the study had before is decided.

use super::coding_place::{Place, stand_of, words_of};
use super::existing::{Existing, Found};
use super::{GoodRow, Importer, TableRun};
use crate::formats::raw_row::RawRow;
use crate::method::recoding::joined_memos;
use crate::model::id::Id;
use crate::model::table::{Noun, Table};
use crate::model::tables::table;
use crate::project::error::ProjectError;
use crate::project::former_places::former_places;
use crate::project::passages::Texts;
use crate::report::counted;
use crate::store::Store;
use crate::store::former::{CodingWords, FormerCells};
use std::collections::{HashMap, HashSet};

/// A coding that stands at a place.
struct Standing {
    coding: Id,
    code: Id,
    words: CodingWords,
    /// Whether a row of the folder was found to be this one.
    is_claimed: bool,
}

/// Codings that the study had before an import.
#[derive(Default)]
pub(super) struct Decided {
    standing: HashMap<Place, Vec<Standing>>,
    /// What codings were before people recoded, moved or removed them.
    former: HashSet<(Place, Id)>,
    /// Memos and marks of codings before people changed them; read when first asked for.
    earlier: Option<FormerCells>,
}

/// What is to become of a coding that the study does not have just so.
enum Fate {
    /// It is another one.
    New,
    /// A person decided here what becomes of it.
    Settled,
    /// It says what became of a proposal that is open here.
    Settles(Id),
    /// It says otherwise what the study has, perhaps; the whole file is read first.
    Later,
}

/// What a row says otherwise of a coding that the study has.
#[derive(Default)]
struct Edit {
    memo: Option<String>,
    is_example: Option<bool>,
}

impl Importer<'_> {
    /// What there is of a row here, and what people decided of it.
    pub(super) fn find(
        &mut self,
        table: &Table,
        run: &mut TableRun<'_>,
        row: &RawRow,
        good: &mut GoodRow,
    ) -> Result<Found, ProjectError> {
        if let Existing::Asked = run.existing {
            return self.find_typed(table, run, good);
        }
        self.keep_decided(table, run, good)?;
        let existing = &mut run.existing;
        let found = existing.find(self.store, table, &good.canonical, &row.attributes)?;
        match (table.noun, &found) {
            (Noun::Coding, Found::Same) => {
                self.claim(&mut run.decided, good)?;
            }
            (Noun::Coding, Found::No) => return self.fate(&mut run.decided, good),
            (Noun::Memo, Found::No) if self.was_memo(good)? => return Ok(Found::Same),
            _ => {}
        }
        Ok(found)
    }

    /// What there is of a row that somebody types.
    fn find_typed(
        &mut self,
        table: &Table,
        run: &TableRun<'_>,
        good: &GoodRow,
    ) -> Result<Found, ProjectError> {
        let stand = match table.noun {
            Noun::Coding => stand_of(good, self.store.clock().id()),
            _ => None,
        };
        let Some(stand) = stand else {
            let has_same = run.writer.has_same(&good.values, good.passage.as_ref())?;
            return Ok(if has_same { Found::Same } else { Found::No });
        };
        let typed = words_of(good);
        let twin = self.store.twin_of(&stand, &typed.status)?;
        let Some((coding, words)) = twin.filter(|(_, words)| words.status == typed.status) else {
            return Ok(Found::No);
        };
        // Nothing that is written about it is lost: a memo more comes behind the one that is there.
        let memo = joined_memos([words.memo.as_str(), typed.memo.as_str()]);
        if memo == words.memo.trim() {
            return Ok(Found::Same);
        }
        self.store.put_coding_memo(coding, &memo)?;
        Ok(Found::Written)
    }

    /// Notes that a row is just a coding that the study has; `false` where it is not.
    pub(super) fn claim(
        &mut self,
        decided: &mut Decided,
        good: &GoodRow,
    ) -> Result<bool, ProjectError> {
        if decided.standing.is_empty() {
            return Ok(false);
        }
        let place = self.place_of(good)?;
        Ok(place.is_some_and(|(place, code)| decided.claim((&place, code), &words_of(good))))
    }

    fn place_of(&mut self, good: &GoodRow) -> Result<Option<(Place, Id)>, ProjectError> {
        let Some(stand) = stand_of(good, self.store.clock().id()) else {
            return Ok(None);
        };
        let is_orphan = words_of(good).is_orphan;
        let place = Place::of((&mut self.texts, self.store), &stand, is_orphan)?;
        Ok(Some((place, stand.code)))
    }

    fn fate(&mut self, decided: &mut Decided, good: &GoodRow) -> Result<Found, ProjectError> {
        if decided.standing.is_empty() && decided.former.is_empty() {
            return Ok(Found::No);
        }
        let Some((place, code)) = self.place_of(good)? else {
            return Ok(Found::No);
        };
        Ok(match decided.fate(place, code, &words_of(good).status) {
            Fate::New => Found::No,
            Fate::Settles(coding) => Found::Other(coding),
            Fate::Later => Found::Later,
            Fate::Settled => {
                self.settled += 1;
                Found::Same
            }
        })
    }

    /// What there is of a row that waited until the whole file was read: by now every coding that
    /// another row says word for word is known.
    pub(super) fn find_later(
        &mut self,
        decided: &mut Decided,
        good: &GoodRow,
    ) -> Result<Found, ProjectError> {
        let Some((place, code)) = self.place_of(good)? else {
            return Ok(Found::No);
        };
        let says = words_of(good);
        let Some(there) = decided.only_one((&place, code), &says.status) else {
            let was_left = decided.former.contains(&(place, code));
            self.settled += u64::from(was_left);
            return Ok(if was_left { Found::Same } else { Found::No });
        };
        let (coding, has) = (there.coding, there.words.clone());
        let edit = decided.edit_of(self.store, (coding, &has), &says)?;
        self.settled += u64::from(!edit.says_all(&has, &says));
        edit.keep(self.store, coding)
    }

    /// Says how many codings were left as they are.
    pub(super) fn tell_of_settled(&mut self) {
        if self.settled > 0 {
            let codings = counted(self.settled, "coding");
            self.report.warnings.push(format!(
                "{codings} left as decided here since: accepted, rejected, recoded, moved, edited or removed"
            ));
        }
    }
}

impl Edit {
    /// Whether it takes over all that a row says otherwise.
    fn says_all(&self, has: &CodingWords, says: &CodingWords) -> bool {
        (has.memo == says.memo || self.memo.is_some())
            && (has.is_example == says.is_example || self.is_example.is_some())
    }

    fn keep(self, store: &Store, coding: Id) -> Result<Found, ProjectError> {
        if self.memo.is_none() && self.is_example.is_none() {
            return Ok(Found::Same);
        }
        if let Some(memo) = self.memo {
            store.put_coding_memo(coding, &memo)?;
        }
        if let Some(is_example) = self.is_example {
            store.put_example(coding, is_example)?;
        }
        Ok(Found::Written)
    }
}

impl Decided {
    /// What was decided of the codings of a study; of another table nothing.
    ///
    /// # Errors
    /// What the store says.
    pub(super) fn of(store: &Store, read: &Table) -> Result<Self, ProjectError> {
        let mut decided = Self::default();
        if read.noun != Noun::Coding {
            return Ok(decided);
        }
        let mut texts = Texts::default();
        for (stand, words) in store.coding_stands()? {
            let place = Place::of((&mut texts, store), &stand, words.is_orphan)?;
            decided.standing.entry(place).or_default().push(Standing {
                coding: stand.coding,
                code: stand.code,
                words,
                is_claimed: false,
            });
        }
        decided.former = former_places(store)?.iter().map(Place::left).collect();
        Ok(decided)
    }

    /// Notes that a row is just the coding that the study has; `false` where there is none.
    fn claim(&mut self, (place, code): (&Place, Id), says: &CodingWords) -> bool {
        let here = self.standing.get_mut(place).into_iter().flatten();
        let mut open = here.filter(|one| one.code == code && !one.is_claimed);
        let is_it = |one: &&mut Standing| {
            let words = &one.words;
            (&words.status, &words.memo, words.is_example)
                == (&says.status, &says.memo, says.is_example)
        };
        let found = open.find(is_it);
        found.map(|one| one.is_claimed = true).is_some()
    }

    /// The coding that a row means that says something else of it; nothing where it may be one of
    /// several, for then it is one more.
    fn only_one(&mut self, (place, code): (&Place, Id), status: &str) -> Option<&Standing> {
        let here = self.standing.get_mut(place)?.iter_mut();
        let mut open =
            here.filter(|one| one.code == code && one.words.status == status && !one.is_claimed);
        let found = open.next()?;
        if open.next().is_some() {
            return None;
        }
        found.is_claimed = true;
        Some(found)
    }

    /// What of a row is to be taken over. What it says was so here before is not: then the folder
    /// is older than what people wrote since.
    fn edit_of(
        &mut self,
        store: &Store,
        (coding, has): (Id, &CodingWords),
        says: &CodingWords,
    ) -> Result<Edit, ProjectError> {
        if self.earlier.is_none() {
            let columns = ["memo", "example"];
            self.earlier = Some(store.former_cells(table(Noun::Coding), &columns)?);
        }
        let earlier = self.earlier.as_ref().and_then(|all| all.get(&coding));
        let earlier = earlier.map_or(&[][..], Vec::as_slice);
        let had_memo =
            |cells: &Vec<Option<String>>| cells[0].as_deref().unwrap_or_default() == says.memo;
        let had_mark = |cells: &Vec<Option<String>>| cells[1].is_some() == says.is_example;
        let is_other_memo = has.memo != says.memo && !earlier.iter().any(had_memo);
        let is_other_mark = has.is_example != says.is_example && !earlier.iter().any(had_mark);
        Ok(Edit {
            memo: is_other_memo.then(|| says.memo.clone()),
            is_example: is_other_mark.then_some(says.is_example),
        })
    }

    /// What becomes of a row that the study does not have just so. A proposal that it settles is
    /// settled then.
    fn fate(&mut self, place: Place, code: Id, status: &str) -> Fate {
        if let Some(here) = self.standing.get_mut(&place) {
            // What was proposed once at one place is one coding, whatever code it got.
            let is_it = |one: &Standing| one.code == code || place.was_proposed();
            let is_settled = |one: &Standing| one.words.status != "proposed";
            if here
                .iter()
                .any(|one| one.code == code && one.words.status == status)
            {
                return Fate::Later;
            }
            if here.iter().any(|one| is_it(one) && is_settled(one)) {
                return Fate::Settled;
            }
            let own = here.iter().position(|one| one.code == code);
            if let Some(at) = own.or_else(|| here.iter().position(is_it))
                && status != "proposed"
            {
                return Fate::Settles(here.swap_remove(at).coding);
            }
        }
        match self.former.contains(&(place, code)) {
            true => Fate::Settled,
            false => Fate::New,
        }
    }
}
