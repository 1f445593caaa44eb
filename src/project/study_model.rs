//! From the rows of a study to the nouns the method computes with. The constructors of the
//! model refuse what must not exist; a fault is told with the noun and key of its row, so an
//! import can name the line. A stranger would load claims through the view: with a million
//! of them, every key would be looked up a million times.

#[cfg(test)]
mod tests;

use super::error::ProjectError;
use crate::method::agreement;
use crate::method::reading::{self, ClaimCells};
use crate::method::settings::Settings;
use crate::model::builder::{KeptClaims, PACKED_FORMAT, StudyBuilder, span_of_cell};
use crate::model::number_words::NumberWords;
use crate::model::refusal::Refusal;
use crate::model::source::{InterviewCells, SourceCells};
use crate::model::study::Study;
use crate::model::table::Noun;
use crate::model::tables;
use crate::model::topic::TopicCells;
use crate::model::tree::{NodeCells, Tree};
use crate::model::unit::{UnitRule, Units};
use crate::store::Store;
use crate::store::claim_cache::ClaimCacheKey;
use crate::store::claims::CLAIM_CELLS;
use crate::store::error::StoreError;
use crate::store::judgements::JudgementRow;
use crate::store::rows::Cells;

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

/// Everything but the claims, ready to read claims.
///
/// # Errors
/// What the store says; the first row that the model refuses is given back inside.
pub fn builder_of(store: &Store) -> Loaded<StudyBuilder> {
    let mut loader = Loader {
        store,
        builder: StudyBuilder::new(None),
    };
    match loader.load() {
        Ok(()) => Ok(Ok(loader.builder)),
        Err(Trouble::Row(fault)) => Ok(Err(*fault)),
        Err(Trouble::Project(error)) => Err(error),
    }
}

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
    study_keeping(store, settings, LEAST_CLAIMS_TO_KEEP)
}

/// Reads the claims of a large study and keeps them, so that whoever looks next need not: for an
/// import, whose writer waits anyway.
///
/// # Errors
/// As [`study_of`].
pub fn keep_claims(store: &Store, settings: &Settings) -> Result<(), ProjectError> {
    claims_keeping(store, settings, LEAST_CLAIMS_TO_KEEP).map(drop)
}

fn study_keeping(store: &Store, settings: &Settings, least: usize) -> Result<Study, ProjectError> {
    let (builder, judgements) = claims_keeping(store, settings, least)?;
    finished(builder, settings, &judgements)
}

/// The claims, kept where there are at least so many and too many were read from rows, and the
/// judgements of the same moment.
fn claims_keeping(
    store: &Store,
    settings: &Settings,
    least: usize,
) -> Result<(StudyBuilder, Vec<JudgementRow>), ProjectError> {
    let (builder, judgements, to_keep) = store.in_one_moment(state_of(settings), |key| {
        let kept = match key {
            Some(key) => from_kept(store, settings, key)?,
            None => None,
        };
        let is_worth_it = (kept.as_ref()).is_none_or(|kept| kept.read_again >= LEAST_TO_KEEP_ANEW);
        let builder = kept.map_or_else(|| from_rows(store, settings), |kept| Ok(kept.builder))?;
        let to_keep = key
            .filter(|_| is_worth_it && builder.claim_count() >= least)
            .map(|key| (key.clone(), builder.packed_claims()));
        Ok::<_, ProjectError>((builder, store.judgements()?, to_keep))
    })?;
    if let Some((key, pieces)) = to_keep {
        // It can be done without: a file that is busy, read-only or on a full disk is no fault.
        let _ = store.keep_claims(&key, &pieces);
    }
    Ok((builder, judgements))
}

/// The format of kept claims, and all that how they were read hangs on beside the rows: the
/// settings, and the program, whose rules of reading may differ from version to version.
fn state_of(settings: &Settings) -> (i64, String) {
    let settings = serde_json::to_string(settings).unwrap_or_default();
    let version = env!("CARGO_PKG_VERSION");
    (PACKED_FORMAT, format!("{version} {settings}"))
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
    // Where the kept claims cannot be read, the rows say what is wrong.
    let Some(head) = store.kept_claims_are_of(key).unwrap_or_default() else {
        return Ok(None);
    };
    let Some(touched) = store.claims_touched_since(head, MOST_READ_AGAIN)? else {
        return Ok(None);
    };
    let mut builder = sound_builder(store)?;
    store.each_claim_of(&touched.there, |row| add_claim(&mut builder, settings, row))?;
    let mut unread = Some(builder);
    let mut kept = None;
    let read = store.each_kept_piece(head, |piece| {
        match unread.take() {
            Some(builder) => kept = KeptClaims::begin(builder, piece, &touched.keys),
            None => kept = kept.take().and_then(|kept: KeptClaims| kept.with(piece)),
        }
        kept.is_some()
    });
    let whole = kept.filter(|_| read.is_ok()).and_then(KeptClaims::finish);
    let read_again = touched.keys.len();
    let Some(builder) = whole else {
        return Ok(None);
    };
    // Nothing is taken for granted where rows were put together from two times.
    let is_complete = read_again == 0 || builder.claim_count() as u64 == count_of_claims(store)?;
    Ok(is_complete.then_some(Kept {
        builder,
        read_again,
    }))
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
    note_corrections(&mut builder, judgements);
    let mut study = builder
        .finish()
        .map_err(|refusal| damaged(Noun::Study, "", &refusal))?;
    let borne_out = agreement::borne_out(&study, settings);
    study.hold_as_borne_out(borne_out);
    Ok(study)
}

/// Tells the model which claims somebody judged to be taken back; a judgement lapses when a claim in
/// it changes.
fn note_corrections(builder: &mut StudyBuilder, judgements: &[JudgementRow]) {
    let corrections = judgements.iter().filter(|row| {
        row.judgement == "explained"
            && row.explanation.as_deref() == Some("correction")
            && !row.is_stale()
    });
    for row in corrections {
        for (place, a) in row.claims.iter().enumerate() {
            row.claims[place + 1..]
                .iter()
                .for_each(|b| builder.correction(a, b));
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

enum Trouble {
    Row(Box<ModelFault>),
    Project(ProjectError),
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        Self::Project(error.into())
    }
}

/// A row with its cells found by the names of the folder.
struct Named<'r> {
    noun: Noun,
    cells: &'r Cells,
}

impl<'r> Named<'r> {
    fn get(&self, column: &str) -> &'r str {
        let at = tables::table(self.noun).index_of(column);
        at.and_then(|at| self.cells.get(at)?.as_deref())
            .unwrap_or_default()
    }

    fn key(&self) -> &'r str {
        let first = self.cells.first().and_then(Option::as_deref);
        first.unwrap_or_default()
    }

    fn fault(&self, refusal: Refusal) -> Trouble {
        let key = self.key().to_owned();
        Trouble::Row(Box::new(ModelFault {
            noun: self.noun,
            key,
            refusal,
        }))
    }
}

struct Loader<'s> {
    store: &'s Store,
    builder: StudyBuilder,
}

impl Loader<'_> {
    fn load(&mut self) -> Result<(), Trouble> {
        self.study_page()?;
        self.number_words()?;
        self.units()?;
        self.people()?;
        self.trees()?;
        self.other_trees()?;
        self.sources_and_interviews()?;
        self.topics()?;
        self.controls()?;
        self.events()
    }

    fn rows(&self, noun: Noun) -> Result<Vec<Cells>, Trouble> {
        let mut rows = Vec::new();
        self.store.each_row(tables::table(noun), |cells| {
            rows.push(cells);
            Ok::<_, StoreError>(())
        })?;
        Ok(rows)
    }

    /// Runs `take` on each row of a noun.
    fn each(
        &mut self,
        noun: Noun,
        take: impl Fn(&mut StudyBuilder, &Named<'_>) -> Result<(), Refusal>,
    ) -> Result<(), Trouble> {
        for cells in self.rows(noun)? {
            let row = Named {
                noun,
                cells: &cells,
            };
            take(&mut self.builder, &row).map_err(|refusal| row.fault(refusal))?;
        }
        Ok(())
    }

    fn study_page(&mut self) -> Result<(), Trouble> {
        let seasons = match read_settings(self.store) {
            Ok(settings) => {
                settings
                    .map_err(|fault| Trouble::Row(Box::new(fault)))?
                    .seasons
            }
            Err(error) => return Err(Trouble::Project(error)),
        };
        for cells in self.rows(Noun::Study)? {
            let row = Named {
                noun: Noun::Study,
                cells: &cells,
            };
            let window = row.get("fieldwork");
            if !window.is_empty() {
                let window = span_of_cell("fieldwork", window, seasons)
                    .map_err(|refusal| row.fault(refusal))?;
                self.builder = StudyBuilder::new(Some(window));
            }
        }
        self.builder.seasons(seasons);
        Ok(())
    }

    fn number_words(&mut self) -> Result<(), Trouble> {
        let mut words = NumberWords::default();
        for cells in self.rows(Noun::NumberWord)? {
            let row = Named {
                noun: Noun::NumberWord,
                cells: &cells,
            };
            let bound = |column| row.get(column).parse::<f64>().unwrap_or(f64::NAN);
            words
                .define(row.get("word"), bound("low"), bound("high"))
                .map_err(|error| {
                    row.fault(Refusal::new("word", row.get("word"), error.to_string()))
                })?;
        }
        self.builder.words(words);
        Ok(())
    }

    fn units(&mut self) -> Result<(), Trouble> {
        let mut rules = Vec::new();
        let mut units = Units::default();
        // One by one, so that a fault is told of the row that brings it.
        for cells in self.rows(Noun::Unit)? {
            let row = Named {
                noun: Noun::Unit,
                cells: &cells,
            };
            let rule = unit_rule(&row).map_err(|refusal| row.fault(refusal))?;
            rules.push((row.get("unit").to_owned(), rule));
            units = Units::new(rules.clone()).map_err(|error| {
                row.fault(Refusal::new("unit", row.get("unit"), error.to_string()))
            })?;
        }
        self.builder.units(units);
        Ok(())
    }

    fn people(&mut self) -> Result<(), Trouble> {
        self.each(Noun::Side, |builder, row| {
            let side = builder.side(row.get("key"))?;
            builder.side_name(side, row.get("name"));
            Ok(())
        })?;
        self.each(Noun::Side, |builder, row| {
            items(row.get("opposes")).for_each(|other| builder.opposes(row.get("key"), other));
            Ok(())
        })?;
        self.each(Noun::Group, |builder, row| {
            builder
                .add_group(row.get("key"), row.get("parent"), row.get("side"))
                .map(drop)
        })?;
        self.each(Noun::Researcher, |builder, row| {
            builder.researcher(row.get("key")).map(drop)
        })?;
        self.each(Noun::Researcher, |builder, row| {
            items(row.get("knows")).for_each(|other| builder.knows(row.get("key"), other));
            Ok(())
        })
    }

    fn trees(&mut self) -> Result<(), Trouble> {
        for noun in [Noun::Place, Noun::Population] {
            let rows = self.rows(noun)?;
            let named: Vec<_> = rows.iter().map(|cells| Named { noun, cells }).collect();
            let nodes: Vec<_> = named
                .iter()
                .map(|row| NodeCells {
                    key: row.key(),
                    parent: row.get("parent"),
                    children: row.get("children"),
                    level: row.get("level"),
                    name: latin_name(row.get("names")),
                })
                .collect();
            let built = match noun {
                Noun::Place => self.builder.places(&nodes),
                _ => self.builder.populations(&nodes),
            };
            built.map_err(|refusal| tree_fault(noun, &rows, refusal))?;
        }
        Ok(())
    }

    /// Trees that the method does not climb: they must be trees all the same.
    fn other_trees(&self) -> Result<(), Trouble> {
        for noun in [Noun::Group, Noun::Topic, Noun::Code] {
            let rows = self.rows(noun)?;
            let named: Vec<_> = rows.iter().map(|cells| Named { noun, cells }).collect();
            let nodes: Vec<_> = named
                .iter()
                .map(|row| NodeCells {
                    key: row.key(),
                    parent: row.get("parent"),
                    ..NodeCells::default()
                })
                .collect();
            Tree::build("parent", &nodes).map_err(|refusal| tree_fault(noun, &rows, refusal))?;
        }
        Ok(())
    }

    fn sources_and_interviews(&mut self) -> Result<(), Trouble> {
        self.each(Noun::Source, |builder, row| {
            builder
                .source(&SourceCells {
                    source: row.get("source"),
                    group: row.get("group"),
                    kind: row.get("kind"),
                    members_low: row.get("members_low"),
                    members_high: row.get("members_high"),
                    same_person_as: row.get("same_person_as"),
                    introduced_by: row.get("introduced_by"),
                    heard_from: row.get("heard_from"),
                    network: row.get("network"),
                })
                .map(drop)
        })?;
        self.each(Noun::Interview, |builder, row| {
            builder
                .interview(&InterviewCells {
                    interview: row.get("interview"),
                    sources: row.get("source"),
                    date: row.get("date"),
                    researcher: row.get("researcher"),
                    recording: row.get("recording"),
                    translation: row.get("translation"),
                    translation_checked: row.get("translation_checked"),
                    awareness: row.get("awareness"),
                    mode: row.get("mode"),
                    language: row.get("language"),
                })
                .map(drop)
        })
    }

    fn topics(&mut self) -> Result<(), Trouble> {
        self.each(Noun::Topic, |builder, row| {
            builder
                .topic(&TopicCells {
                    topic: row.get("topic"),
                    statement: row.get("statement"),
                    kind: row.get("kind"),
                    measure: row.get("measure"),
                    unit: row.get("unit"),
                    population: row.get("population"),
                    exclusive: row.get("exclusive"),
                    values: row.get("values"),
                    favours: row.get("favours"),
                    additive: row.get("additive"),
                    order_of: row.get("order_of"),
                    closed_because: row.get("closed_because"),
                    parent: row.get("parent"),
                    range_low: row.get("range_low"),
                    range_high: row.get("range_high"),
                })
                .map(drop)
        })?;
        // What a flow feeds may stand further down.
        self.each(Noun::Topic, |builder, row| {
            builder.feeds(row.get("topic"), row.get("feeds"))
        })?;
        self.each(Noun::TopicLink, |builder, row| {
            builder.link(
                ["topic", "stance", "implies_topic", "implies_stance"]
                    .map(|column| row.get(column)),
            )
        })
    }

    fn controls(&mut self) -> Result<(), Trouble> {
        self.each(Noun::Control, |builder, row| {
            let cells = reading::ControlCells {
                topic: row.get("topic"),
                value: row.get("value"),
                stance: row.get("stance"),
                population: row.get("population"),
                place: row.get("place"),
                when: row.get("when"),
            };
            reading::add_control(builder, &cells)
        })
    }

    fn events(&mut self) -> Result<(), Trouble> {
        self.each(Noun::Event, |builder, row| {
            let place_and_when = [row.get("place"), row.get("when")];
            builder
                .event(
                    row.get("event"),
                    place_and_when,
                    row.get("different_from"),
                    row.get("same_as"),
                )
                .map(drop)
        })?;
        self.each(Noun::Event, |builder, row| {
            builder.told_apart(row.get("event"), row.get("different_from"))
        })
    }
}

fn items(list: &str) -> impl Iterator<Item = &str> {
    crate::model::cell::items(list)
}

/// The first spelling in Latin letters: sentences about places are English.
fn latin_name(spellings: &str) -> &str {
    let is_latin = |name: &&str| name.contains(|letter: char| letter.is_ascii_alphabetic());
    items(spellings).find(is_latin).unwrap_or_default()
}

/// A tree tells the key of a row of its circle, or of the row that stands too deep; a long one
/// is cut in a refusal, so the row is looked for.
fn tree_fault(noun: Noun, rows: &[Cells], refusal: Refusal) -> Trouble {
    let is_meant = |key: &&str| Refusal::new("", key, "").value == refusal.value;
    let keys = rows.iter().filter_map(|cells| cells.first()?.as_deref());
    let key = keys
        .into_iter()
        .find(is_meant)
        .unwrap_or_default()
        .to_owned();
    Trouble::Row(Box::new(ModelFault { noun, key, refusal }))
}

fn unit_rule(row: &Named<'_>) -> Result<UnitRule, Refusal> {
    let (same_as, base, factor) = (row.get("same_as"), row.get("of"), row.get("factor"));
    match (same_as.is_empty(), base.is_empty(), factor.parse::<f64>()) {
        (false, true, _) => Ok(UnitRule::SameAs(same_as.to_owned())),
        (true, false, Ok(factor)) => Ok(UnitRule::Of {
            unit: base.to_owned(),
            factor,
        }),
        _ => Err(Refusal::new(
            "unit",
            row.get("unit"),
            "either same_as, or of with a factor",
        )),
    }
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
