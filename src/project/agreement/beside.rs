//! What stands beside the claims, from the rows of the study: who was asked, what was judged, known
//! answers, ratings, series.
//!
//! It knows tables. What a stranger would get wrong: a judgement of which a claim changed since counts
//! no more.

use crate::method::agreement::{Asked, Beside, Control, Rating, Series, Verification};
use crate::method::reading;
use crate::model::builder::{StudyBuilder, span_of_cell};
use crate::model::claim::Span;
use crate::model::refusal::Refusal;
use crate::model::study::Study as Model;
use crate::model::table::{Noun, Table};
use crate::model::tables::table;
use crate::model::topic::Topic;
use crate::model::vocabulary::{Seasons, Stance, TopicKind};
use crate::project::Study;
use crate::project::cross_check::Checked;
use crate::project::error::ProjectError;
use crate::project::study_model::{builder_of, damaged};
use crate::store::rows::Cells;

/// A row with its cells by the names of the folder.
struct Row {
    table: &'static Table,
    cells: Cells,
}

impl Row {
    fn get(&self, column: &str) -> &str {
        let at = self.table.index_of(column);
        at.and_then(|at| self.cells.get(at)?.as_deref())
            .unwrap_or_default()
    }

    fn has(&self, column: &str) -> bool {
        !self.get(column).is_empty()
    }

    /// A key without the `?` that says the reader was not sure.
    fn sure(&self, column: &str) -> &str {
        let key = self.get(column);
        key.strip_suffix('?').unwrap_or(key)
    }

    fn fault(&self, refusal: Refusal) -> ProjectError {
        let key = self.cells.first().cloned().flatten().unwrap_or_default();
        damaged(self.table.noun, &key, &refusal)
    }

    fn span(&self, column: &'static str, seasons: Seasons) -> Result<Span, ProjectError> {
        match self.get(column) {
            "" => Ok(Span::ALL),
            text => span_of_cell(column, text, seasons).map_err(|refusal| self.fault(refusal)),
        }
    }
}

impl Study {
    /// What stands beside the claims of a cross-check.
    pub(super) fn beside(&self, checked: &Checked) -> Result<Beside, ProjectError> {
        let model = checked.model();
        let mut beside = Beside {
            asked: self.asked(model)?,
            verification: Default::default(),
            controls: Vec::new(),
            ratings: self.ratings(model, checked.settings.seasons)?,
            series: Vec::new(),
        };
        for (key, word) in checked.judgements().verifications() {
            let word = match word {
                "unverifiable" => Verification::Unverifiable,
                _ => Verification::Unverified,
            };
            if let Some(claim) = model.claim_id(key) {
                let said = beside.verification.entry(claim).or_insert(word);
                *said = (*said).max(word);
            }
        }
        let (controls, figures) = (
            self.beside_rows(Noun::Control)?,
            self.beside_rows(Noun::Figure)?,
        );
        if controls.is_empty() && figures.is_empty() {
            return Ok(beside);
        }
        let fault = |fault: crate::project::study_model::ModelFault| {
            damaged(fault.noun, &fault.key, &fault.refusal)
        };
        let builder = builder_of(&self.store)?.map_err(fault)?;
        for row in &controls {
            beside.controls.extend(control(model, &builder, row)?);
        }
        for row in &figures {
            beside.series.extend(series(model, &builder, row)?);
        }
        Ok(beside)
    }

    fn beside_rows(&self, noun: Noun) -> Result<Vec<Row>, ProjectError> {
        let table = table(noun);
        let mut rows = Vec::new();
        self.each_row(noun, |cells| {
            rows.push(Row { table, cells });
            Ok(())
        })?;
        Ok(rows)
    }

    fn asked(&self, model: &Model) -> Result<Vec<Asked>, ProjectError> {
        let questions = self.cells_by_key(Noun::Question, "topic")?;
        let mut asked = Vec::new();
        for row in self.beside_rows(Noun::Asked)? {
            let topic = match row.has("topic") {
                true => Some(row.sure("topic")),
                false => questions.get(row.sure("question")).map(String::as_str),
            };
            let topic = topic.and_then(|topic| model.topic_id(topic));
            let interview = model.interview_id(row.sure("interview"));
            if let (Some(topic), Some(interview)) = (topic, interview) {
                let sources = &model.interview(interview).sources;
                asked.extend(sources.iter().map(|source| Asked {
                    source: *source,
                    topic,
                    is_silent: row.get("result") != "answered",
                }));
            }
        }
        Ok(asked)
    }

    /// The ratings, the oldest first; of one day in the order of the file.
    fn ratings(&self, model: &Model, seasons: Seasons) -> Result<Vec<Rating>, ProjectError> {
        let mut dated = Vec::new();
        for row in self.beside_rows(Noun::Rating)? {
            let rating = Rating {
                source: model.source_id(row.sure("source")),
                claim: model.claim_id(row.sure("claim")),
                letter: row.get("letter").to_owned(),
                digit: row.get("digit").to_owned(),
                date: row.get("date").to_owned(),
                analyst: row.get("analyst").to_owned(),
            };
            dated.push((row.span("date", seasons)?.strict.low(), rating));
        }
        dated.sort_by_key(|(day, _)| *day);
        Ok(dated.into_iter().map(|(_, rating)| rating).collect())
    }
}

fn control(
    model: &Model,
    builder: &StudyBuilder,
    row: &Row,
) -> Result<Option<Control>, ProjectError> {
    let Some(topic) = model.topic_id(row.sure("topic")) else {
        return Ok(None);
    };
    let stance = match row.get("stance") {
        "" => Stance::Affirms,
        word => Stance::parse(word).map_err(|refusal| row.fault(refusal))?,
    };
    let about = model.topic(topic);
    let (value, category) = match (row.get("value"), about.kind) {
        ("", _) => (None, None),
        (text, TopicKind::Quantity) => {
            let figure = reading::figure(builder, (topic, None), text)
                .map_err(|refusal| row.fault(refusal))?;
            (Some(figure.fuzzy), None)
        }
        (text, _) => (
            None,
            Some(category(about, text).map_err(|refusal| row.fault(refusal))?),
        ),
    };
    let node = |column| Some(row.sure(column)).filter(|key| !key.is_empty());
    Ok(Some(Control {
        topic,
        stance,
        value,
        category,
        population: node("population").and_then(|key| model.populations().find(key)),
        place: node("place").and_then(|key| model.places().find(key)),
        when: row.span("when", builder.seasons_of_dates())?,
    }))
}

fn category(topic: &Topic, text: &str) -> Result<u16, Refusal> {
    let place = topic.values.iter().position(|value| value == text);
    let refuse = || Refusal::new("value", "", "one of the values of the topic");
    place
        .and_then(|place| u16::try_from(place).ok())
        .ok_or_else(refuse)
}

fn series(
    model: &Model,
    builder: &StudyBuilder,
    row: &Row,
) -> Result<Option<Series>, ProjectError> {
    let source = model.source_id(row.sure("source"));
    let (Some(topic), Some(source)) = (model.topic_id(row.sure("topic")), source) else {
        return Ok(None);
    };
    let figure = reading::figure(builder, (topic, None), row.get("value"))
        .map_err(|refusal| row.fault(refusal))?;
    Ok(Some(Series {
        topic,
        place: model.places().find(row.sure("place")),
        period: row.span("period", builder.seasons_of_dates())?,
        value: figure.fuzzy,
        source,
    }))
}
