//! How far sources agree, question by question: the eight views of `gainsay agree`.
//!
//! It knows where claims, findings and what stands beside them are kept. What a stranger would get
//! wrong: looking at agreement writes nothing, not even a note of the run.

mod beside;
mod heads;

use std::ops::ControlFlow;
use std::rc::Rc;

use super::Study;
use super::cross_check::{CheckOptions, Checked, Crowds};
use super::error::ProjectError;
use super::listings::settings_cell;
use crate::method::agreement::{
    self, Agreement, Beside, Cell as MatrixCell, MatrixRow, Proposition, Scope,
};
use crate::method::settings::Settings;
use crate::model::table::Noun;
use crate::report::{Cell, Column, Head};

pub use crate::method::agreement::By;
use heads::{INTERVALS, NETWORK, ROBUSTNESS, TIMELINE, TRACK_RECORD};
pub use heads::{MATRIX, POSITIONS, SUMMARY};

/// What a view of agreement is to look at.
#[derive(Clone, Copy, Debug, Default)]
pub struct AgreeOptions<'a> {
    /// Only this topic.
    pub topic: Option<&'a str>,
    /// By what voices are set apart; each view has its own default.
    pub by: Option<By>,
    /// Of those who agree, only a largest set no two of which are tied.
    pub independent: bool,
    /// Only what is known at first hand.
    pub first_hand: bool,
}

/// Whoever takes rows, and says whether it wants more.
pub type TakeRow<'t> = dyn FnMut(Vec<Cell>) -> ControlFlow<()> + 't;

/// Makes rows for whoever takes them.
type MakeRows<'s> = dyn FnOnce(&mut TakeRow<'_>) -> ControlFlow<()> + 's;

/// Rows with what is said of them as a whole. They are made as they are taken: there may be more than
/// memory holds.
pub struct View<'s> {
    /// The columns.
    pub head: Head,
    /// Further facts for programs.
    pub more: Vec<(&'static str, Cell)>,
    /// Sentences on all of them.
    pub said: Vec<String>,
    rows: Box<MakeRows<'s>>,
}

impl<'s> View<'s> {
    fn new(
        head: Head,
        settings: &Settings,
        rows: impl FnOnce(&mut TakeRow<'_>) -> ControlFlow<()> + 's,
    ) -> View<'s> {
        View {
            head,
            // The settings of the cross-check it rests on.
            more: vec![("settings", settings_cell(settings))],
            said: Vec::new(),
            rows: Box::new(rows),
        }
    }

    fn of_few(head: Head, settings: &Settings, rows: Vec<Vec<Cell>>) -> View<'s> {
        View::new(head, settings, |take| rows.into_iter().try_for_each(take))
    }

    /// Hands the rows out in their order, until one is refused.
    ///
    /// # Errors
    /// What `push` says.
    pub fn each_row<E>(self, mut push: impl FnMut(&[Cell]) -> Result<(), E>) -> Result<(), E> {
        let mut failed = None;
        let _ = (self.rows)(&mut |row| match push(&row) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        });
        failed.map_or(Ok(()), Err)
    }
}

/// Claims cross-checked, and what stands beside them.
struct Weighed {
    checked: Checked,
    beside: Beside,
    scope: Scope,
}

impl Weighed {
    fn agreement(&self) -> Agreement<'_> {
        let checked = &self.checked;
        Agreement::new(
            checked.model(),
            &checked.settings,
            checked.found(),
            self.scope,
        )
    }
}

/// How many columns a matrix for eyes has at most; with more it is shown in its long form.
const WIDEST_MATRIX: usize = 6;

impl Study {
    /// The agreement on every question: claims, independent sources, sides, grade, a sentence.
    ///
    /// # Errors
    /// [`ProjectError::Unknown`] for a topic that is not there.
    pub fn agree_summary(&self, options: &AgreeOptions<'_>) -> Result<View<'_>, ProjectError> {
        let weighed = self.weigh(options, false)?;
        Ok(summary_of(weighed.into(), options))
    }

    /// The convergence matrix: how each side, group or source stands to the others on each topic.
    ///
    /// *Arguments*: `for_eyes` asks for topics against columns, where there are few of those.
    ///
    /// # Errors
    /// As [`Study::agree_summary`].
    pub fn agree_matrix(
        &self,
        options: &AgreeOptions<'_>,
        for_eyes: bool,
    ) -> Result<View<'_>, ProjectError> {
        let weighed = self.weigh(options, false)?;
        if !for_eyes {
            return Ok(matrix_of(&weighed, options));
        }
        let by = options.by.unwrap_or(By::Side);
        let agreement = weighed.agreement();
        let wide = agreement::matrix(&agreement, &weighed.beside, by, true);
        let columns = columns_of(&wide);
        if columns.len() > WIDEST_MATRIX {
            return Ok(matrix_of(&weighed, options));
        }
        let rows = wide_rows(&wide, &columns);
        let mut view = View::of_few(wide_head(&columns), &weighed.checked.settings, rows);
        view.said.push(LEGEND.to_owned());
        Ok(view)
    }

    /// The claims on topics in order of the time they speak of, with the figures of monitors.
    ///
    /// # Errors
    /// As [`Study::agree_summary`].
    pub fn agree_timeline(&self, options: &AgreeOptions<'_>) -> Result<View<'_>, ProjectError> {
        let weighed = self.weigh(options, false)?;
        let mut quotes = self.store.claim_quotes(options.topic)?;
        let mut head = TIMELINE.head();
        name_scope(&mut head, options);
        if options.by.is_some() {
            show(&mut head, "by");
        }
        let (settings, by) = (weighed.checked.settings, options.by);
        Ok(View::new(head, &settings, move |take| {
            agreement::timeline(&weighed.agreement(), &weighed.beside, by, &mut |row| {
                let quote = quotes.remove(&row.claim).unwrap_or_default();
                take(TIMELINE.cells((row, quote)))
            })
        }))
    }

    /// The figures of every position for each stretch of days.
    ///
    /// # Errors
    /// As [`Study::agree_summary`].
    pub fn agree_intervals(&self, options: &AgreeOptions<'_>) -> Result<View<'_>, ProjectError> {
        let weighed = self.weigh(options, false)?;
        let by = options.by.unwrap_or(By::Source);
        let mut head = INTERVALS.head();
        name_scope(&mut head, options);
        let settings = weighed.checked.settings;
        Ok(View::new(head, &settings, move |take| {
            agreement::intervals(&weighed.agreement(), by, &mut |row| {
                take(INTERVALS.cells(row))
            })
        }))
    }

    /// The positions over time, with the voices behind each.
    ///
    /// # Errors
    /// As [`Study::agree_summary`].
    pub fn agree_positions(&self, options: &AgreeOptions<'_>) -> Result<View<'_>, ProjectError> {
        let weighed = self.weigh(options, false)?;
        Ok(positions_of(weighed.into(), options))
    }

    /// Summary, matrix and positions over one cross-check that listed everything that is flagged.
    ///
    /// # Errors
    /// What the store says.
    pub(super) fn agreement_of(&self, checked: Checked) -> Result<[View<'_>; 3], ProjectError> {
        let options = AgreeOptions::default();
        let weighed = Rc::new(Weighed {
            beside: self.beside(&checked)?,
            checked,
            scope: Scope::default(),
        });
        Ok([
            summary_of(Rc::clone(&weighed), &options),
            matrix_of(&weighed, &options),
            positions_of(weighed, &options),
        ])
    }

    /// The ties between those who speak.
    ///
    /// # Errors
    /// As [`Study::agree_summary`].
    pub fn agree_network(&self, options: &AgreeOptions<'_>) -> Result<View<'_>, ProjectError> {
        let weighed = self.weigh(options, false)?;
        let by = options.by.unwrap_or(By::Source);
        let network = agreement::network(&weighed.agreement(), by);
        let said = heads::components_in_words(&network);
        let rows = network
            .edges
            .into_iter()
            .map(|edge| NETWORK.cells(edge))
            .collect();
        let settings = &weighed.checked.settings;
        let mut view = View::of_few(NETWORK.head(), settings, rows);
        view.said = said;
        let count = |count: usize| Cell::from(count);
        let meta = &mut view.more;
        meta.push(("components", count(network.components.len())));
        meta.push(("untied", Cell::List(network.untied)));
        Ok(view)
    }

    /// What becomes of each question when a source, side, researcher, mode or language is left out.
    ///
    /// # Errors
    /// As [`Study::agree_summary`].
    pub fn agree_robustness(&self, options: &AgreeOptions<'_>) -> Result<View<'_>, ProjectError> {
        let weighed = self.weigh(options, false)?;
        let mut head = ROBUSTNESS.head();
        name_scope(&mut head, options);
        let (settings, by) = (weighed.checked.settings, options.by);
        Ok(View::new(head, &settings, move |take| {
            agreement::robustness(&weighed.agreement(), by, &mut |row| {
                take(ROBUSTNESS.cells(row))
            })
        }))
    }

    /// What became of what each source said.
    ///
    /// # Errors
    /// As [`Study::agree_summary`].
    pub fn agree_track_record(&self, options: &AgreeOptions<'_>) -> Result<View<'_>, ProjectError> {
        let weighed = self.weigh(options, true)?;
        let agreement = weighed.agreement();
        let by = options.by.unwrap_or(By::Source);
        let rows =
            agreement::track_record(&agreement, weighed.checked.findings(), &weighed.beside, by);
        let rows = rows
            .into_iter()
            .map(|row| TRACK_RECORD.cells(row))
            .collect();
        let settings = &weighed.checked.settings;
        Ok(View::of_few(TRACK_RECORD.head(), settings, rows))
    }

    /// The questions of a cross-check that listed everything that is flagged.
    ///
    /// # Errors
    /// What the store says.
    pub fn propositions(&self, checked: &Checked) -> Result<Vec<Proposition>, ProjectError> {
        let beside = self.beside(checked)?;
        let agreement = Agreement::new(
            checked.model(),
            &checked.settings,
            checked.found(),
            Scope::default(),
        );
        Ok(agreement::all(|take| {
            agreement::summary(&agreement, &beside, None, take)
        }))
    }

    fn weigh(&self, options: &AgreeOptions<'_>, all: bool) -> Result<Weighed, ProjectError> {
        if let Some(key) = options.topic {
            self.row(Noun::Topic, key)?;
        }
        let checked = self.check_unnoted(&CheckOptions {
            all,
            per_block: None,
            // A track record counts pair by pair.
            crowds: if all {
                Crowds::PairByPair
            } else {
                Crowds::Apart
            },
            ..CheckOptions::default()
        })?;
        let scope = Scope {
            topic: options.topic.and_then(|key| checked.model().topic_id(key)),
            independent: options.independent,
            first_hand: options.first_hand,
        };
        Ok(Weighed {
            beside: self.beside(&checked)?,
            checked,
            scope,
        })
    }
}

fn summary_of<'s>(weighed: Rc<Weighed>, options: &AgreeOptions<'_>) -> View<'s> {
    let mut head = SUMMARY.head();
    name_scope(&mut head, options);
    if options.by.is_some() {
        show(&mut head, "by");
    }
    let (settings, by) = (weighed.checked.settings, options.by);
    View::new(head, &settings, move |take| {
        let agreement = weighed.agreement();
        agreement::summary(&agreement, &weighed.beside, by, &mut |row| {
            take(SUMMARY.cells(row))
        })
    })
}

/// The matrix in its long form.
fn matrix_of<'s>(weighed: &Weighed, options: &AgreeOptions<'_>) -> View<'s> {
    let by = options.by.unwrap_or(By::Side);
    let rows = agreement::matrix(&weighed.agreement(), &weighed.beside, by, false);
    let rows = rows.into_iter().map(|row| MATRIX.cells(row)).collect();
    View::of_few(MATRIX.head(), &weighed.checked.settings, rows)
}

fn positions_of<'s>(weighed: Rc<Weighed>, options: &AgreeOptions<'_>) -> View<'s> {
    let by = options.by.unwrap_or(By::Source);
    let mut head = POSITIONS.head();
    name_scope(&mut head, options);
    let settings = weighed.checked.settings;
    View::new(head, &settings, move |take| {
        agreement::positions_over_time(&weighed.agreement(), by, &mut |row| {
            take(POSITIONS.cells(row))
        })
    })
}

/// Tables of one topic show whom each row speaks of, all others on which topic.
fn name_scope(head: &mut Head, options: &AgreeOptions<'_>) {
    let name = match options.topic {
        Some(_) => "population",
        None => "topic",
    };
    show(head, name);
}

/// Lets a column that is kept aside be seen in tables.
fn show(head: &mut Head, name: &str) {
    let column = head.columns.iter_mut().find(|column| column.name == name);
    if let Some(column) = column {
        *column = Column {
            role: crate::report::Role::Plain,
            ..column.clone()
        };
    }
}

/// What the cells of the wide matrix mean.
const LEGEND: &str = "+ affirm, - deny, ~ doubt; silence: how many of those asked did not say";

fn columns_of(rows: &[MatrixRow]) -> Vec<String> {
    let mut columns: Vec<String> = rows.iter().map(|row| row.column.clone()).collect();
    columns.sort_unstable();
    columns.dedup();
    columns
}

fn wide_head(columns: &[String]) -> Head {
    let first = std::iter::once(Column::new("topic"));
    let others = columns.iter().map(|key| Column::new(key.clone()));
    Head::new("agree-matrix", first.chain(others).collect())
}

fn wide_rows(rows: &[MatrixRow], columns: &[String]) -> Vec<Vec<Cell>> {
    let by_topic = rows.chunk_by(|a, b| a.topic == b.topic);
    by_topic
        .map(|of_topic| {
            let cell = |key: &String| {
                let row = of_topic.iter().find(|row| row.column == *key);
                row.map_or(Cell::Empty, |row| Cell::text(wide_cell(row)))
            };
            let topic = Cell::text(of_topic[0].topic.clone());
            std::iter::once(topic)
                .chain(columns.iter().map(cell))
                .collect()
        })
        .collect()
}

/// `agreement +3 -1`, `silence 2 of 5`, `not asked`.
fn wide_cell(row: &MatrixRow) -> String {
    if row.cell == MatrixCell::Silence {
        return match (row.silence, row.asked, row.silent) {
            ("asked-silent", Some(asked), Some(silent)) => format!("silence {silent} of {asked}"),
            (why, ..) => why.replace('-', " "),
        };
    }
    let counts = [('+', row.affirm), ('-', row.deny), ('~', row.doubt)];
    let counts = counts.into_iter().filter(|(_, count)| *count > 0);
    counts.fold(row.cell.as_str().to_owned(), |text, (sign, count)| {
        format!("{text} {sign}{count}")
    })
}

#[cfg(test)]
mod tests;
