//! Which coding a row of a folder is: the code on words, by whom, and what proposed it. What it says
//! beside that (status, memo, whether it is an example or its words are gone) makes it no other one.
//! It must not know what became of codings. A stranger would compare cells: an empty one and its
//! default are the same, and a quote alone names the place that numbers name.

use super::GoodRow;
use crate::model::id::Id;
use crate::model::table::{Noun, Target, TextKind, Value};
use crate::model::tables::table;
use crate::project::error::ProjectError;
use crate::project::former_places::FormerPlace;
use crate::project::passages::{Texts, Today};
use crate::store::Store;
use crate::store::former::{CodingStand, CodingWords};

/// The words on which a coding stands, who put it or asked for it, and what proposed it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Place {
    text: (Id, TextKind),
    coder: Id,
    pub(super) rule: Option<Id>,
    /// The bits of the probability.
    pub(super) probability: Option<u64>,
    /// The newest version; nothing where the words do not stand in it.
    version: Option<Id>,
    span_cp: Option<(i64, i64)>,
    /// The words, where no version holds them.
    quote: Option<String>,
}

impl Place {
    /// Where a coding stands; for an orphan that is where its words are now, or were.
    ///
    /// # Errors
    /// What the store says.
    pub(super) fn of(
        (texts, store): (&mut Texts, &Store),
        stand: &CodingStand,
        is_orphan: bool,
    ) -> Result<Self, ProjectError> {
        let orphan = stand.span().filter(|_| is_orphan);
        let today = match (orphan, stand.quote.as_deref()) {
            (Some(span), Some(quote)) => {
                let stood = (stand.version, span, quote);
                texts.found_again(store, (stand.interview, stand.kind), stood)?
            }
            _ => None,
        };
        let place = Self::as_said(stand).as_of(today.as_ref());
        Ok(match today {
            None if is_orphan => place.without_version(stand),
            _ => place,
        })
    }

    /// Where a coding stood that people decided otherwise about, and its code.
    pub(super) fn left(former: &FormerPlace) -> (Self, Id) {
        let place = Self::as_said(&former.stand).as_of(former.today.as_ref());
        (place, former.stand.code)
    }

    /// Whether it was proposed: such a one is the same coding whatever code it got.
    pub(super) fn was_proposed(&self) -> bool {
        self.rule.is_some() || self.probability.is_some()
    }

    fn as_said(stand: &CodingStand) -> Self {
        Self {
            text: (stand.interview, stand.kind),
            coder: stand.coder,
            rule: stand.rule,
            probability: stand.probability.map(f64::to_bits),
            version: stand.version,
            span_cp: stand.span_cp,
            quote: stand.quote.clone().filter(|_| stand.version.is_none()),
        }
    }

    /// The same place as the text is now. Words that are gone are known by where they last stood,
    /// in whichever version: numbers of versions begin anew in another copy.
    fn as_of(self, today: Option<&Today>) -> Self {
        let Some(today) = today else { return self };
        let whole = |cp: usize| i64::try_from(cp).unwrap_or(i64::MAX);
        Self {
            version: (!today.is_orphan).then_some(today.version),
            span_cp: Some((whole(today.span.start_cp), whole(today.span.end_cp))),
            quote: today.is_orphan.then(|| today.words.clone()),
            ..self
        }
    }

    fn without_version(self, stand: &CodingStand) -> Self {
        Self {
            version: None,
            quote: stand.quote.clone(),
            ..self
        }
    }
}

/// Which coding a row of the table of codings is; a new id where it is one by itself.
pub(super) fn stand_of(row: &GoodRow, id: Id) -> Option<CodingStand> {
    let passage = row.passage.as_ref()?;
    Some(CodingStand {
        coding: id,
        interview: named_row(row, "interview")?,
        kind: passage.text.unwrap_or(TextKind::Original),
        code: named_row(row, "code")?,
        coder: named_row(row, "coder")?,
        rule: named_row(row, "rule"),
        probability: match value(row, "probability") {
            Some(Value::Real(share)) => Some(*share),
            _ => None,
        },
        version: passage.version,
        span_cp: passage.span_cp,
        quote: passage.quote.clone(),
    })
}

/// What a row of the table of codings says beside.
pub(super) fn words_of(row: &GoodRow) -> CodingWords {
    CodingWords {
        status: word(row, "status").unwrap_or("accepted").to_owned(),
        memo: word(row, "memo").unwrap_or_default().to_owned(),
        is_example: word(row, "example").is_some(),
        is_orphan: row.passage.as_ref().is_some_and(|one| one.is_orphan),
    }
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
