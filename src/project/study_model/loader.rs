//! Everything of a study but its claims, row by row, told to a builder of the model. It knows columns by
//! the names of the folder. What a stranger would get wrong: the order, for a row is told behind all
//! that it names.

use super::{Loaded, ModelFault, read_settings};
use crate::method::reading;
use crate::model::builder::{StudyBuilder, span_of_cell};
use crate::model::number_words::NumberWords;
use crate::model::refusal::Refusal;
use crate::model::source::{InterviewCells, SourceCells};
use crate::model::table::Noun;
use crate::model::tables;
use crate::model::topic::TopicCells;
use crate::model::tree::{NodeCells, Tree};
use crate::model::unit::{UnitRule, Units};
use crate::project::error::ProjectError;
use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::rows::Cells;

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

    /// Runs `take` on some cells of each row of a noun, the first of which tells the row in a fault.
    fn each<const CELLS: usize>(
        &mut self,
        noun: Noun,
        columns: [&str; CELLS],
        take: impl Fn(&mut StudyBuilder, [&str; CELLS]) -> Result<(), Refusal>,
    ) -> Result<(), Trouble> {
        let builder = &mut self.builder;
        let table = tables::table(noun);
        self.store.each_said(table, columns, |cells| {
            take(builder, cells).map_err(|refusal| {
                let key = cells.first().copied().unwrap_or_default().to_owned();
                Trouble::Row(Box::new(ModelFault { noun, key, refusal }))
            })
        })
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
        self.each(Noun::Side, ["key", "name"], |builder, [key, name]| {
            let side = builder.side(key)?;
            builder.side_name(side, name);
            Ok(())
        })?;
        self.each(Noun::Side, ["key", "opposes"], |builder, [key, opposes]| {
            items(opposes).for_each(|other| builder.opposes(key, other));
            Ok(())
        })?;
        let columns = ["key", "parent", "side"];
        self.each(Noun::Group, columns, |builder, [key, parent, side]| {
            builder.add_group(key, parent, side).map(drop)
        })?;
        self.each(Noun::Researcher, ["key"], |builder, [key]| {
            builder.researcher(key).map(drop)
        })?;
        let columns = ["key", "knows"];
        self.each(Noun::Researcher, columns, |builder, [key, knows]| {
            items(knows).for_each(|other| builder.knows(key, other));
            Ok(())
        })
    }

    fn trees(&mut self) -> Result<(), Trouble> {
        for noun in [Noun::Place, Noun::Population] {
            let rows = self.rows(noun)?;
            let nodes = nodes(noun, &rows, |row, node| NodeCells {
                children: row.get("children"),
                level: row.get("level"),
                name: latin_name(row.get("names")),
                ..node
            });
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
            let nodes = nodes(noun, &rows, |_, node| node);
            Tree::build("parent", &nodes).map_err(|refusal| tree_fault(noun, &rows, refusal))?;
        }
        Ok(())
    }

    fn sources_and_interviews(&mut self) -> Result<(), Trouble> {
        let columns = [
            "source",
            "group",
            "kind",
            "members_low",
            "members_high",
            "same_person_as",
            "introduced_by",
            "heard_from",
            "network",
        ];
        self.each(Noun::Source, columns, |builder, cells| {
            let [source, group, kind, members_low, members_high, ..] = cells;
            let [.., same_person_as, introduced_by, heard_from, network] = cells;
            let cells = SourceCells {
                source,
                group,
                kind,
                members_low,
                members_high,
                same_person_as,
                introduced_by,
                heard_from,
                network,
            };
            builder.source(&cells).map(drop)
        })?;
        let columns = [
            "interview",
            "source",
            "date",
            "researcher",
            "recording",
            "translation",
            "translation_checked",
            "awareness",
            "mode",
            "language",
        ];
        self.each(Noun::Interview, columns, |builder, cells| {
            let [interview, sources, date, researcher, recording, ..] = cells;
            let [
                ..,
                translation,
                translation_checked,
                awareness,
                mode,
                language,
            ] = cells;
            let cells = InterviewCells {
                interview,
                sources,
                date,
                researcher,
                recording,
                translation,
                translation_checked,
                awareness,
                mode,
                language,
            };
            builder.interview(&cells).map(drop)
        })
    }

    fn topics(&mut self) -> Result<(), Trouble> {
        let columns = [
            "topic",
            "statement",
            "kind",
            "measure",
            "unit",
            "population",
            "exclusive",
            "values",
            "favours",
            "additive",
            "order_of",
            "closed_because",
            "parent",
            "range_low",
            "range_high",
        ];
        self.each(Noun::Topic, columns, |builder, cells| {
            let [topic, statement, kind, measure, unit, population, ..] = cells;
            let [.., exclusive, values, favours, additive, _, _, _, _, _] = cells;
            let [.., order_of, closed_because, parent, range_low, range_high] = cells;
            let cells = TopicCells {
                topic,
                statement,
                kind,
                measure,
                unit,
                population,
                exclusive,
                values,
                favours,
                additive,
                order_of,
                closed_because,
                parent,
                range_low,
                range_high,
            };
            builder.topic(&cells).map(drop)
        })?;
        // What a flow feeds may stand further down.
        self.each(
            Noun::Topic,
            ["topic", "feeds"],
            |builder, [topic, feeds]| builder.feeds(topic, feeds),
        )?;
        let columns = ["topic", "stance", "implies_topic", "implies_stance"];
        self.each(Noun::TopicLink, columns, StudyBuilder::link)
    }

    fn controls(&mut self) -> Result<(), Trouble> {
        let columns = ["topic", "value", "stance", "population", "place", "when"];
        self.each(Noun::Control, columns, |builder, cells| {
            let [topic, value, stance, population, place, when] = cells;
            let cells = reading::ControlCells {
                topic,
                value,
                stance,
                population,
                place,
                when,
            };
            reading::add_control(builder, &cells)
        })
    }

    fn events(&mut self) -> Result<(), Trouble> {
        let columns = ["event", "place", "when", "different_from", "same_as"];
        self.each(Noun::Event, columns, |builder, cells| {
            let [event, place, when, different_from, same_as] = cells;
            builder
                .event(event, [place, when], different_from, same_as)
                .map(drop)
        })?;
        let columns = ["event", "different_from"];
        self.each(Noun::Event, columns, |builder, [event, different_from]| {
            builder.told_apart(event, different_from)
        })
    }
}

fn items(list: &str) -> impl Iterator<Item = &str> {
    crate::model::cell::items(list)
}

/// The nodes of a tree, with what `also` adds to key and parent.
fn nodes<'r>(
    noun: Noun,
    rows: &'r [Cells],
    also: impl Fn(&Named<'r>, NodeCells<'r>) -> NodeCells<'r>,
) -> Vec<NodeCells<'r>> {
    let node = |cells: &'r Cells| {
        let row = Named { noun, cells };
        let node = NodeCells {
            key: row.key(),
            parent: row.get("parent"),
            ..NodeCells::default()
        };
        also(&row, node)
    };
    rows.iter().map(node).collect()
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
