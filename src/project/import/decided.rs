//! What people decided here about codings that a folder brings as they were, or decided in the folder
//! about proposals that are open here. It must not know texts. A stranger would ask the rows of the
//! same file, too: two of them are two codings, only what the study had before is decided.

use super::existing::{Existing, Found};
use super::{GoodRow, Importer, TableRun};
use crate::formats::raw_row::RawRow;
use crate::model::id::Id;
use crate::model::table::{Noun, Table, Target, TextKind, Value};
use crate::model::tables::table;
use crate::project::error::ProjectError;
use crate::project::former_places::{FormerPlace, former_places};
use crate::report::counted;
use crate::store::Store;
use crate::store::former::CodingStand;
use std::collections::{HashMap, HashSet};

/// The words on which a coding stands, who put it or asked for it, and what proposed it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Place {
    text: (Id, TextKind),
    coder: Id,
    rule: Option<Id>,
    /// The bits of the probability.
    probability: Option<u64>,
    version: Option<Id>,
    span_cp: Option<(i64, i64)>,
    /// The words, where no version holds them.
    quote: Option<String>,
}

/// A coding that stands at a place.
struct Standing {
    coding: Id,
    code: Id,
    status: String,
}

/// Codings that the study had before an import.
#[derive(Default)]
pub(super) struct Decided {
    standing: HashMap<Place, Vec<Standing>>,
    /// What codings were before people recoded or moved them.
    former: HashSet<(Place, Id)>,
}

/// What is to become of a coding that the study does not have just so.
enum Fate {
    /// It is another one.
    New,
    /// A person decided here what becomes of it.
    Settled,
    /// It says what became of a proposal that is open here.
    Settles(Id),
}

impl Importer<'_> {
    /// What there is of a row here, and what people decided of it.
    pub(super) fn find(
        &mut self,
        table: &Table,
        run: &mut TableRun<'_>,
        row: &RawRow,
        good: &GoodRow,
    ) -> Result<Found, ProjectError> {
        if let Existing::Asked = run.existing {
            let has_same = run.writer.has_same(&good.values, good.passage.as_ref())?;
            return Ok(if has_same { Found::Same } else { Found::No });
        }
        let existing = &mut run.existing;
        let found = existing.find(self.store, table, &good.canonical, &row.attributes)?;
        if !matches!(found, Found::No) {
            return Ok(found);
        }
        Ok(match run.decided.fate(good) {
            Fate::New => Found::No,
            Fate::Settles(coding) => Found::Other(coding),
            Fate::Settled => {
                self.settled += 1;
                Found::Same
            }
        })
    }

    /// Says how many codings were left as they are.
    pub(super) fn tell_of_settled(&mut self) {
        if self.settled > 0 {
            let codings = counted(self.settled, "coding");
            self.report.warnings.push(format!(
                "{codings} left as decided here since: accepted, rejected, recoded or moved"
            ));
        }
    }
}

impl Decided {
    /// What was decided of the codings of a study; of another table nothing.
    ///
    /// # Errors
    /// What the store says.
    pub(super) fn of(store: &Store, read: &Table) -> Result<Self, ProjectError> {
        let mut decided = Self::default();
        if read.noun != Noun::Coding || store.count(read)? == 0 {
            return Ok(decided);
        }
        for (stand, status) in store.coding_stands()? {
            let (coding, code) = (stand.coding, stand.code);
            let here = decided.standing.entry(place_of(stand)).or_default();
            here.push(Standing {
                coding,
                code,
                status,
            });
        }
        let former = former_places(store)?.into_iter();
        decided.former = former.map(left).collect();
        Ok(decided)
    }

    /// What becomes of a row that the study does not have just so. A proposal that it settles is
    /// settled then.
    fn fate(&mut self, row: &GoodRow) -> Fate {
        if self.standing.is_empty() {
            return Fate::New;
        }
        let Some((place, code)) = named(row) else {
            return Fate::New;
        };
        let status = word(row, "status").unwrap_or("accepted");
        if let Some(here) = self.standing.get_mut(&place) {
            // What one rule proposed at one place is one coding, whatever code it got.
            let is_it = |one: &Standing| one.code == code || place.rule.is_some();
            if here
                .iter()
                .any(|one| one.code == code && one.status == status)
            {
                return Fate::New;
            }
            if here
                .iter()
                .any(|one| is_it(one) && one.status != "proposed")
            {
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

fn place_of(stand: CodingStand) -> Place {
    Place {
        text: (stand.interview, stand.kind),
        coder: stand.coder,
        rule: stand.rule,
        probability: stand.probability.map(f64::to_bits),
        version: stand.version,
        span_cp: stand.span_cp,
        quote: stand.quote.filter(|_| stand.version.is_none()),
    }
}

fn left(former: FormerPlace) -> (Place, Id) {
    let code = former.stand.code;
    let mut place = place_of(former.stand);
    if let Some(today) = former.today {
        let whole = |cp: usize| i64::try_from(cp).unwrap_or(i64::MAX);
        place.version = Some(today.version);
        place.span_cp = Some((whole(today.span.start_cp), whole(today.span.end_cp)));
    }
    (place, code)
}

/// The place and the code of a row of a folder.
fn named(row: &GoodRow) -> Option<(Place, Id)> {
    let passage = row.passage.as_ref()?;
    let place = Place {
        text: (
            named_row(row, "interview")?,
            passage.text.unwrap_or(TextKind::Original),
        ),
        coder: named_row(row, "coder")?,
        rule: named_row(row, "rule"),
        probability: match value(row, "probability") {
            Some(Value::Real(share)) => Some(share.to_bits()),
            _ => None,
        },
        version: passage.version,
        span_cp: passage.span_cp,
        quote: passage.quote.clone().filter(|_| passage.version.is_none()),
    };
    Some((place, named_row(row, "code")?))
}

fn value<'r>(row: &'r GoodRow, column: &str) -> Option<&'r Value> {
    row.values.get(table(Noun::Coding).index_of(column)?)
}

fn word<'r>(row: &'r GoodRow, column: &str) -> Option<&'r str> {
    row.canonical
        .get(table(Noun::Coding).index_of(column)?)?
        .as_deref()
}

fn named_row(row: &GoodRow, column: &str) -> Option<Id> {
    match value(row, column)? {
        Value::Reference(reference) => match &reference.target {
            Target::Row(id) => Some(*id),
            Target::Words(_) => None,
        },
        _ => None,
    }
}
