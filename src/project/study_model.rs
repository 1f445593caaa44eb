//! From the rows of a study to the nouns the method computes with. The constructors of the
//! model refuse what must not exist; a fault is told with the noun and key of its row, so an
//! import can name the line. A stranger would load claims through the view: with a million
//! of them, every key would be looked up a million times.

mod counting;
mod ground_counts;
mod loader;
mod parts;
#[cfg(test)]
mod tests;

pub use counting::{count_all, keep_counts};
pub use loader::builder_of;

use super::error::ProjectError;
use crate::method::agreement;
use crate::method::reading::{self, ClaimCells};
use crate::method::settings::Settings;
use crate::model::builder::{KeptClaims, PACKED_FORMAT, StudyBuilder};
use crate::model::refusal::Refusal;
use crate::model::study::Study;
use crate::model::table::Noun;
use crate::model::tables;
use crate::store::Store;
use crate::store::claim_cache::ClaimCacheKey;
use crate::store::claims::CLAIM_CELLS;
use crate::store::error::StoreError;
use crate::store::judgements::JudgementRow;

/// A row that the model refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelFault {
    /// What the row is.
    pub noun: Noun,
    /// Its key; empty where the whole table is meant.
    pub key: String,
    /// Why.
    pub refusal: Refusal,
}

/// What loading can meet: a fault of a row, or of the store.
pub type Loaded<T> = Result<Result<T, ModelFault>, ProjectError>;

/// The settings of the study's cross-check.
///
/// # Errors
/// What the store says; a setting out of its range means that the study is damaged.
pub fn settings_of(store: &Store) -> Result<Settings, ProjectError> {
    let read = read_settings(store)?;
    read.map_err(|fault| damaged(fault.noun, &fault.key, &fault.refusal))
}

fn read_settings(store: &Store) -> Loaded<Settings> {
    let table = tables::table(Noun::CrossCheck);
    let row = store.only_row(table)?;
    let cells = row.map(|(_, cells)| cells).unwrap_or_default();
    let cell = |name| {
        let at = table.index_of(name);
        at.and_then(|at| cells.get(at)?.as_deref())
            .unwrap_or_default()
    };
    Ok(Settings::read(cell).map_err(|refusal| ModelFault {
        noun: Noun::CrossCheck,
        key: String::new(),
        refusal,
    }))
}

/// From how many claims on they are kept for the next run: below, rows are read in a tenth of a
/// second, and the file need not grow.
const LEAST_CLAIMS_TO_KEEP: usize = 20_000;

/// Up to how many touched claims are read again beside the kept ones.
const MOST_READ_AGAIN: usize = 20_000;

/// From how many of them on all claims are kept anew: that is written in about the time that reading
/// so many rows again takes.
const LEAST_TO_KEEP_ANEW: usize = 4_000;

/// The whole study with its claims, ready for the method. Claims of a large study are kept in the
/// file as they were read, and taken from there, but for those that were touched since; not so
/// where the past is looked at.
///
/// # Errors
/// What the store says; a row that the model refuses means that the study is damaged, for
/// none is let in.
pub fn study_of(store: &Store, settings: &Settings) -> Result<Study, ProjectError> {
    Ok(seen_study_of(store, settings)?.study)
}

/// The same, with the state of the study that it is of.
///
/// # Errors
/// As [`study_of`].
pub fn seen_study_of(store: &Store, settings: &Settings) -> Result<Seen, ProjectError> {
    seen_keeping(store, settings, LEAST_CLAIMS_TO_KEEP)
}

/// Reads the claims of a large study, counts what they come to and keeps both, so that whoever looks
/// next need not: for an import, whose writer waits anyway.
///
/// # Errors
/// As [`study_of`].
pub fn keep_claims(store: &Store, settings: &Settings) -> Result<(), ProjectError> {
    count_all(store, settings).map(drop)
}

/// A study, and of which state it is; nothing where that is none to keep anything for.
pub struct Seen {
    /// The study.
    pub study: Study,
    /// The state.
    pub key: Option<ClaimCacheKey>,
}

#[cfg(test)]
fn study_keeping(store: &Store, settings: &Settings, least: usize) -> Result<Study, ProjectError> {
    Ok(seen_keeping(store, settings, least)?.study)
}

/// The study; its claims are kept where there are at least so many and too many were read from rows.
fn seen_keeping(store: &Store, settings: &Settings, least: usize) -> Result<Seen, ProjectError> {
    let (builder, judgements, key, is_worth_it) =
        store.in_one_moment(state_of(settings), |key| {
            let kept = match key {
                Some(key) => from_kept(store, settings, key)?,
                None => None,
            };
            let is_worth_it =
                (kept.as_ref()).is_none_or(|kept| kept.read_again >= LEAST_TO_KEEP_ANEW);
            let builder =
                kept.map_or_else(|| from_rows(store, settings), |kept| Ok(kept.builder))?;
            let key = key.filter(|_| builder.claim_count() >= least);
            Ok::<_, ProjectError>((builder, store.judgements()?, key.cloned(), is_worth_it))
        })?;
    if let Some(key) = key.as_ref().filter(|_| is_worth_it) {
        // It can be done without: a file that is busy, read-only or on a full disk is no fault.
        let _ = store.keep_claims(key, builder.packed_claims());
    }
    let study = finished(builder, settings, &judgements)?;
    Ok(Seen { study, key })
}

/// The format of kept claims, and all that how they were read hangs on beside the rows: the
/// settings, and the program, whose rules may differ from version to version and, before there is one,
/// from one state of its sources to the next.
fn state_of(settings: &Settings) -> (i64, String) {
    let settings = serde_json::to_string(settings).unwrap_or_default();
    let program = concat!(env!("CARGO_PKG_VERSION"), " ", env!("GAINSAY_SOURCES"));
    (PACKED_FORMAT, format!("{program} {settings}"))
}

/// A builder with claims that were kept, and how many were read again.
struct Kept {
    builder: StudyBuilder,
    read_again: usize,
}

/// The claims that were kept, with those read again that were touched since; nothing where none were
/// kept, where too much changed, or where they are damaged.
fn from_kept(
    store: &Store,
    settings: &Settings,
    key: &ClaimCacheKey,
) -> Result<Option<Kept>, ProjectError> {
    let Some(mut begun) = begun(store, settings, key, MOST_READ_AGAIN)? else {
        return Ok(None);
    };
    let builder = match begun.take_pieces(store) {
        true => begun.kept.finish(),
        false => None,
    };
    let Some(builder) = builder else {
        return Ok(None);
    };
    let read_again = begun.read_again;
    // Nothing is taken for granted where rows were put together from two times.
    let is_complete = read_again == 0 || builder.claim_count() as u64 == count_of_claims(store)?;
    Ok(is_complete.then_some(Kept {
        builder,
        read_again,
    }))
}

/// Kept claims that are about to be taken in: what they mention is known, and what was touched since was
/// read again.
struct Begun {
    kept: KeptClaims,
    /// The operation they were kept at.
    head: i64,
    read_again: usize,
}

impl Begun {
    /// Takes the pieces in that hold wanted claims; tells whether all are sound.
    fn take_pieces(&mut self, store: &Store) -> bool {
        let kept = &mut self.kept;
        let ranges = kept.pieces().into_iter();
        let mut are_sound = ranges.map(|pieces| {
            let mut are_taken = true;
            let read = store.each_kept_piece(self.head, pieces, |piece| {
                are_taken = kept.take(piece).is_some();
                are_taken
            });
            read.is_ok() && are_taken
        });
        are_sound.all(|is_sound| is_sound)
    }
}

/// Begins with the claims that were kept; nothing where none were, where more than `most` must be read
/// again, or where what they mention is damaged.
fn begun(
    store: &Store,
    settings: &Settings,
    key: &ClaimCacheKey,
    most: usize,
) -> Result<Option<Begun>, ProjectError> {
    // Where the kept claims cannot be read, the rows say what is wrong.
    let Some(head) = store.kept_claims_are_of(key).unwrap_or_default() else {
        return Ok(None);
    };
    let Some(touched) = store.claims_touched_since(head, most)? else {
        return Ok(None);
    };
    let mut builder = sound_builder(store)?;
    store.each_claim_of(&touched.there, |row| add_claim(&mut builder, settings, row))?;
    let (mut builder, mut kept) = (Some(builder), None);
    let read = store.each_kept_piece(head, 0..1, |names| {
        let builder = builder.take();
        kept = builder.and_then(|builder| KeptClaims::begin(builder, names, &touched.keys));
        false
    });
    let begun = kept.filter(|_| read.is_ok()).map(|kept| Begun {
        kept,
        head,
        read_again: touched.keys.len(),
    });
    Ok(begun)
}

fn count_of_claims(store: &Store) -> Result<u64, StoreError> {
    store.count(tables::table(Noun::Claim))
}

fn from_rows(store: &Store, settings: &Settings) -> Result<StudyBuilder, ProjectError> {
    let mut builder = sound_builder(store)?;
    store.each_claim(|row| add_claim(&mut builder, settings, row))?;
    let twice = |refusal: Refusal| damaged(Noun::Claim, "", &refusal);
    builder.sort_claims().map_err(twice)?;
    Ok(builder)
}

fn add_claim(
    builder: &mut StudyBuilder,
    settings: &Settings,
    row: &[&str; CLAIM_CELLS],
) -> Result<(), ProjectError> {
    let cells = claim_cells(row);
    reading::add_row(builder, settings, &cells)
        .map_err(|refusal| damaged(Noun::Claim, cells.claim, &refusal))
}

fn sound_builder(store: &Store) -> Result<StudyBuilder, ProjectError> {
    builder_of(store)?.map_err(|fault| damaged(fault.noun, &fault.key, &fault.refusal))
}

/// Finishes a model: what people judged to be taken back is told to it, and what the voices bear
/// out well enough to settle a forecast.
///
/// # Errors
/// A row that the model refuses means that the study is damaged, for none is let in.
pub(crate) fn finished(
    mut builder: StudyBuilder,
    settings: &Settings,
    judgements: &[JudgementRow],
) -> Result<Study, ProjectError> {
    note_corrections(&mut builder, judgements, |_, _| true);
    let mut study = builder
        .finish()
        .map_err(|refusal| damaged(Noun::Study, "", &refusal))?;
    let borne_out = agreement::borne_out(&study, settings);
    study.hold_as_borne_out(borne_out);
    Ok(study)
}

/// Tells the model which claims somebody judged to be taken back; a judgement lapses when a claim in
/// it changes. Only of the pairs that are wanted.
fn note_corrections(
    builder: &mut StudyBuilder,
    judgements: &[JudgementRow],
    is_wanted: impl Fn(&StudyBuilder, [&str; 2]) -> bool,
) {
    let corrections = judgements.iter().filter(|row| {
        row.judgement == "explained"
            && row.explanation.as_deref() == Some("correction")
            && !row.is_stale()
    });
    for row in corrections {
        for (place, a) in row.claims.iter().enumerate() {
            for b in &row.claims[place + 1..] {
                if is_wanted(builder, [a, b]) {
                    builder.correction(a, b);
                }
            }
        }
    }
}

/// Says that a row which was let in cannot be computed with.
pub(crate) fn damaged(noun: Noun, key: &str, refusal: &Refusal) -> ProjectError {
    let what = format!("{} {key}: {refusal}", tables::table(noun).name);
    ProjectError::refused(
        format!("the study cannot be computed with: {what}"),
        "correct that row and import it again; gainsay verify tells whether the file itself is sound",
    )
}

/// Names the cells of a claim as the store hands them out.
pub(super) fn claim_cells<'r>(row: &'r [&'r str; CLAIM_CELLS]) -> ClaimCells<'r> {
    let [
        claim,
        source,
        topic,
        stance,
        interview,
        stated_on,
        population,
        place,
        when,
        time_mode,
        value,
        unit,
        modality,
        basis,
        via,
        event,
        against_interest,
        settled,
        responds_to,
        general_of,
        reading_of,
        trend,
        actor,
        text,
    ] = *row;
    ClaimCells {
        claim,
        source,
        topic,
        stance,
        interview,
        text,
        stated_on,
        population,
        place,
        when,
        time_mode,
        value,
        unit,
        modality,
        basis,
        via,
        event,
        actor,
        trend,
        against_interest,
        settled,
        responds_to,
        general_of,
        reading_of,
    }
}
