//! Coders' work: which coder is to code which text, and what was submitted. To submit a text says
//! "I have seen all of it", also where nothing was marked in it; agreement rests on that. It must
//! not know who sees what meanwhile (`sight`). What a stranger would get wrong: a correction of
//! the text takes no submission back. It stays, with the hash of the text that it was of.

use super::error::ProjectError;
use super::{Study, coder_of};
use crate::method::allocation::allocated;
use crate::model::edtf::When;
use crate::model::id::Id;
use crate::model::table::{Noun, Reference, Target, TextKind, Value};
use crate::model::tables::table;
use crate::report::counted;
use crate::store::Store;
use crate::store::assignments::AssignmentRow;
use crate::store::operation::Done;
use crate::store::rows::NewRow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What is said of the assignments that are made.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// Which text of the interviews.
    pub kind: TextKind,
    /// Whether the coder sees at once what others code in it.
    pub is_open: bool,
    /// By when, EDTF.
    pub due: Option<&'a str>,
}

/// How texts are dealt out.
#[derive(Clone, Copy, Debug)]
pub struct Dealing<'a> {
    /// Among whom; all coders of the study when nobody is named.
    pub among: &'a [String],
    /// How many coders every text shall have.
    pub each: usize,
    /// The seed.
    pub seed: u64,
}

/// What became of assignments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkDone {
    /// Those that are new.
    pub new: u64,
    /// Those that are otherwise now.
    pub changed: u64,
    /// Those that were so already.
    pub unchanged: u64,
    /// How many texts each coder got.
    pub by_coder: BTreeMap<String, u64>,
}

/// How much a coder has to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Workload {
    /// Texts that were assigned.
    pub assigned: u64,
    /// Of these, submitted.
    pub submitted: u64,
}

impl Study {
    /// All assignments, by interview, text and coder.
    ///
    /// # Errors
    /// What the store says.
    pub fn assignments(&self) -> Result<Vec<AssignmentRow>, ProjectError> {
        Ok(self.store.assignments()?)
    }

    /// How much each coder has to do; coders without assignments are left out.
    ///
    /// # Errors
    /// What the store says.
    pub fn workloads(&self) -> Result<BTreeMap<String, Workload>, ProjectError> {
        let mut loads: BTreeMap<String, Workload> = BTreeMap::new();
        for row in self.store.assignments()? {
            let load = loads.entry(row.coder.clone()).or_default();
            load.assigned += 1;
            load.submitted += u64::from(row.is_submitted());
        }
        Ok(loads)
    }

    /// Gives texts to a coder, as one operation; all that have such a text when no interview is
    /// named. Texts the coder has already get the new terms.
    ///
    /// # Errors
    /// [`ProjectError::Unknown`] for a coder or interview; refused where an interview has no such
    /// text, or the coder stands for what others agreed on.
    pub fn assign(
        &self,
        coder: &str,
        interviews: &[String],
        terms: &Terms<'_>,
        dry_run: bool,
    ) -> Result<Done<WorkDone>, ProjectError> {
        self.refuse_no_worker(coder, &self.agreed_coders()?)?;
        let texts = match interviews {
            [] => self.interviews_with(terms.kind)?,
            named => self.named_texts(named, terms.kind)?,
        };
        let given: Vec<_> = texts.iter().map(|key| (key.as_str(), coder)).collect();
        let texts = counted(given.len() as u64, "text");
        self.give(
            &given,
            terms,
            &format!("assigned {texts} to {coder}"),
            dry_run,
        )
    }

    /// Deals all texts of a kind out to coders, as one operation, so that each has so many
    /// coders. Who has a text already counts.
    ///
    /// # Errors
    /// As [`Study::assign`]; refused where there are fewer coders than every text shall have.
    pub fn deal_out(
        &self,
        dealing: &Dealing<'_>,
        terms: &Terms<'_>,
        dry_run: bool,
    ) -> Result<Done<WorkDone>, ProjectError> {
        let coders = self.workers(dealing.among)?;
        if coders.len() < dealing.each {
            let there = counted(coders.len() as u64, "coder");
            return Err(ProjectError::refused(
                format!(
                    "{} coders for each text, and there are {there}",
                    dealing.each
                ),
                "add coders with: gainsay coders add KEY",
            ));
        }
        let texts = self.interviews_with(terms.kind)?;
        let given = self.holders(&texts, &coders, terms.kind)?;
        let dealt = allocated(&given, coders.len(), dealing.each, dealing.seed);
        let pairs: Vec<_> = texts
            .iter()
            .zip(&dealt)
            .flat_map(|(text, new)| new.iter().map(|at| (text.as_str(), coders[*at].as_str())))
            .collect();
        let action = format!(
            "dealt out {} to {}, {} each, seed {}",
            counted(texts.len() as u64, "text"),
            counted(coders.len() as u64, "coder"),
            dealing.each,
            dealing.seed
        );
        self.give(&pairs, terms, &action, dry_run)
    }

    /// Takes texts from a coder, as one operation, with what was submitted of them; all when
    /// no interview is named. What the coder marked stays.
    ///
    /// # Errors
    /// [`ProjectError::Unknown`] for a coder or interview; refused for a text the coder has not.
    pub fn unassign(
        &self,
        coder: &str,
        interviews: &[String],
        kind: TextKind,
        dry_run: bool,
    ) -> Result<Done<u64>, ProjectError> {
        self.row(Noun::Coder, coder)?;
        let rows = self.own_rows(coder, interviews, kind)?;
        let texts = counted(rows.len() as u64, "text");
        self.change(&format!("took {texts} from {coder}"), dry_run, |store| {
            for row in &rows {
                store.remove(table(Noun::Assignment), row.id)?;
            }
            Ok(rows.len() as u64)
        })
    }

    /// Which texts a submission of these interviews is of: those named, or all that wait.
    ///
    /// # Errors
    /// [`ProjectError::Unknown`] for an interview; refused for a text the actor has not.
    pub fn to_submit(
        &self,
        interviews: &[String],
        kind: TextKind,
    ) -> Result<Vec<AssignmentRow>, ProjectError> {
        let rows = self.own_rows(&self.actor, interviews, kind)?;
        let waits = |row: &AssignmentRow| !row.is_submitted() || row.is_of_earlier_text();
        Ok(match interviews {
            [] => rows.into_iter().filter(waits).collect(),
            _ => rows,
        })
    }

    /// Hands in texts of the actor as they are now, as one operation: all of each was seen.
    ///
    /// # Errors
    /// What the store says.
    pub fn submit(
        &self,
        rows: &[AssignmentRow],
        dry_run: bool,
    ) -> Result<Done<WorkDone>, ProjectError> {
        let texts = counted(rows.len() as u64, "text");
        self.change(&format!("submitted {texts}"), dry_run, |store| {
            let mut done = WorkDone::default();
            for row in rows {
                if row.is_submitted() && !row.is_of_earlier_text() {
                    done.unchanged += 1;
                    continue;
                }
                done.new += u64::from(!row.is_submitted());
                done.changed += u64::from(row.is_submitted());
                let mut now = row.clone();
                now.submitted = Some(store.clock().today());
                now.submitted_text.clone_from(&row.text_now);
                put(store, &now, false)?;
            }
            Ok(done)
        })
    }

    /// The actor's or another coder's assignments of a kind of text, those of the interviews
    /// that are named.
    fn own_rows(
        &self,
        coder: &str,
        interviews: &[String],
        kind: TextKind,
    ) -> Result<Vec<AssignmentRow>, ProjectError> {
        let is_own = |row: &AssignmentRow| row.coder == coder && row.kind == kind;
        let rows = self.store.assignments()?.into_iter();
        let own: Vec<AssignmentRow> = rows.filter(is_own).collect();
        if interviews.is_empty() {
            return Ok(own);
        }
        let wanted: BTreeSet<&String> = interviews.iter().collect();
        let assigned: BTreeSet<&String> = own.iter().map(|row| &row.interview).collect();
        for key in &wanted {
            self.row(Noun::Interview, key)?;
            if !assigned.contains(*key) {
                let word = kind.as_str();
                return Err(ProjectError::refused(
                    format!("the {word} text of {key} is not assigned to {coder}"),
                    format!("see what is: gainsay coders assignments --coder {coder}"),
                ));
            }
        }
        Ok(own
            .into_iter()
            .filter(|row| wanted.contains(&row.interview))
            .collect())
    }

    fn give(
        &self,
        given: &[(&str, &str)],
        terms: &Terms<'_>,
        action: &str,
        dry_run: bool,
    ) -> Result<Done<WorkDone>, ProjectError> {
        if let Some(due) = terms.due {
            When::parse(due).map_err(|error| {
                ProjectError::refused(format!("the day is none: {error}"), "write 2022-05-01")
            })?;
        }
        self.change(action, dry_run, |store| {
            let rows = store.assignments()?;
            let of_kind = rows.iter().filter(|row| row.kind == terms.kind);
            let known: HashMap<(&str, &str), &AssignmentRow> = of_kind
                .map(|row| ((row.interview.as_str(), row.coder.as_str()), row))
                .collect();
            let mut done = WorkDone::default();
            for pair in given {
                let new = assignment(store, *pair, terms);
                keep(store, known.get(pair).copied(), new, &mut done)?;
            }
            Ok(done)
        })
    }

    /// The interviews that have a text of this kind, in their order.
    fn interviews_with(&self, kind: TextKind) -> Result<Vec<String>, ProjectError> {
        let rows = self.store.transcripts()?.into_iter();
        let found: Vec<_> = rows
            .filter(|row| row.kind == kind)
            .map(|row| row.interview)
            .collect();
        if found.is_empty() {
            let word = kind.as_str();
            return Err(ProjectError::refused(
                format!("no interview has a text of this kind: {word}"),
                "see what there is: gainsay transcript list",
            ));
        }
        Ok(found)
    }

    fn named_texts(&self, named: &[String], kind: TextKind) -> Result<Vec<String>, ProjectError> {
        let there: BTreeSet<String> = self.interviews_with(kind)?.into_iter().collect();
        for key in named {
            self.row(Noun::Interview, key)?;
            if !there.contains(key) {
                let word = kind.as_str();
                return Err(ProjectError::refused(
                    format!("interview {key} has no {word} text"),
                    "see what there is: gainsay transcript list",
                ));
            }
        }
        let once: BTreeSet<&String> = named.iter().collect();
        Ok(once.into_iter().cloned().collect())
    }

    /// Who may be given work: those named, or all people who code.
    fn workers(&self, named: &[String]) -> Result<Vec<String>, ProjectError> {
        let agreed = self.agreed_coders()?;
        for coder in named {
            self.refuse_no_worker(coder, &agreed)?;
        }
        let all = match named {
            [] => self.store.keys(Noun::Coder)?,
            named => named.to_vec(),
        };
        let people: BTreeSet<String> = all.into_iter().collect();
        Ok(people
            .into_iter()
            .filter(|key| !agreed.contains(key))
            .collect())
    }

    fn refuse_no_worker(&self, coder: &str, agreed: &BTreeSet<String>) -> Result<(), ProjectError> {
        // Whoever acts by the copy's default need not stand in the study yet.
        if coder != self.actor {
            self.row(Noun::Coder, coder)?;
        }
        match agreed.contains(coder) {
            true => Err(ProjectError::refused(
                format!("{coder} stands for what coders agreed on, and codes nothing"),
                "name a person: gainsay coders list",
            )),
            false => Ok(()),
        }
    }

    /// For each text the coders who have it, by their numbers.
    fn holders(
        &self,
        texts: &[String],
        coders: &[String],
        kind: TextKind,
    ) -> Result<Vec<BTreeSet<usize>>, ProjectError> {
        let mut holders = vec![BTreeSet::new(); texts.len()];
        for row in self.store.assignments()? {
            let at = texts.binary_search(&row.interview);
            let coder = coders.binary_search(&row.coder);
            if let (true, Ok(at), Ok(coder)) = (row.kind == kind, at, coder) {
                holders[at].insert(coder);
            }
        }
        Ok(holders)
    }

    /// The coders who stand for what others agreed on.
    ///
    /// *Errors*: what the store says.
    pub(crate) fn agreed_coders(&self) -> Result<BTreeSet<String>, ProjectError> {
        Ok(self
            .cells_by_key(Noun::Coder, "agreed")?
            .into_keys()
            .collect())
    }
}

fn assignment(store: &Store, (interview, coder): (&str, &str), terms: &Terms<'_>) -> AssignmentRow {
    AssignmentRow {
        id: store.clock().id(),
        interview: interview.to_owned(),
        kind: terms.kind,
        coder: coder.to_owned(),
        is_open: terms.is_open,
        due: terms.due.map(str::to_owned),
        submitted: None,
        submitted_text: None,
        text_now: None,
        cells: Vec::new(),
    }
}

/// Writes an assignment beside what is known of it; what was submitted stays.
fn keep(
    store: &Store,
    known: Option<&AssignmentRow>,
    new: AssignmentRow,
    done: &mut WorkDone,
) -> Result<(), ProjectError> {
    let Some(known) = known else {
        *done.by_coder.entry(new.coder.clone()).or_default() += 1;
        done.new += 1;
        return put(store, &new, true);
    };
    let now = AssignmentRow {
        is_open: new.is_open,
        due: new.due.or_else(|| known.due.clone()),
        ..known.clone()
    };
    if now == *known {
        done.unchanged += 1;
        return Ok(());
    }
    done.changed += 1;
    put(store, &now, false)
}

fn put(store: &Store, row: &AssignmentRow, is_new: bool) -> Result<(), ProjectError> {
    let Some(interview) = store.id_of(Noun::Interview, &row.interview)? else {
        return Err(ProjectError::refused(
            format!("there is no interview {} any more", row.interview),
            "look again: gainsay interview list",
        ));
    };
    let coder = coder_of(store, &row.coder)?;
    let words = |said: &Option<String>| {
        said.as_deref()
            .map_or(Value::Empty, |said| Value::Text(said.into()))
    };
    let text = match row.kind {
        TextKind::Original => Value::Empty,
        TextKind::Translation => Value::Text(row.kind.as_str().into()),
    };
    let sight = match row.is_open {
        true => Value::Text("open".into()),
        false => Value::Empty,
    };
    let values = [
        names(interview),
        text,
        names(coder),
        sight,
        words(&row.due),
        words(&row.submitted),
        words(&row.submitted_text),
    ];
    let new = NewRow {
        id: row.id,
        values: &values,
        passage: None,
        attributes: &[],
    };
    let mut writer = store.writer(table(Noun::Assignment))?;
    match is_new {
        true => writer.insert(&new)?,
        false => writer.update(&new)?,
    }
    Ok(())
}

/// A cell that names a row.
pub(super) fn names(id: Id) -> Value {
    Value::Reference(Reference {
        target: Target::Row(id),
        unsure: false,
    })
}
