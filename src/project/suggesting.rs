//! Proposals of claims from the texts of a study, in the order of the texts: from coded passages, or
//! from every sentence that says something of a known topic. Nothing is written but a file that a
//! person completes. It must not know how a passage is read. What a stranger would get wrong: a
//! proposal has no stance: only a person can say whether the source affirms or denies.

use super::Study;
use super::error::ProjectError;
use super::release::Audience;
use super::searching::{damaged, turned};
use super::study_model::{self, settings_of};
use crate::formats::complaint::name_of;
use crate::formats::csv_out::CsvWriter;
use crate::method::suggest::{
    Example, Held, Lexicon, Passage, PlaceNames, Proposal, TopicWords, Topics, propose,
};
use crate::method::unit::{Unit, units};
use crate::model::cell::items;
use crate::model::table::{Noun, TextKind};
use crate::model::tables::table;
use crate::model::text_index::Span;
use crate::model::transcript_text::TurnedText;
use crate::store::codings::CodingFilter;
use crate::store::rows::Cells;
use crate::store::text::Transcript;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// A claim that may stand in a passage.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// Key of the interview.
    pub interview: String,
    /// Keys of its sources, with `;`.
    pub source: String,
    /// Which text.
    pub text: TextKind,
    /// Where the passage stands in it.
    pub span: Span,
    /// The words of the passage.
    pub quote: String,
    /// What was read in it; its spans count in the passage.
    pub proposal: Proposal,
}

impl Suggestion {
    /// The words of a span of the passage.
    pub fn words_at(&self, span: Span) -> String {
        let count = span.end_cp.saturating_sub(span.start_cp);
        self.quote.chars().skip(span.start_cp).take(count).collect()
    }

    /// What a cell `value` would say.
    pub fn value(&self) -> &str {
        let figure = self
            .proposal
            .figure
            .as_ref()
            .map(|figure| figure.value.as_str());
        let value = self
            .proposal
            .value
            .as_ref()
            .map(|(value, _)| value.as_str());
        value.or(figure).unwrap_or_default()
    }
}

/// Passages that say the same beside one another: the turns of original and translation.
type Beside = HashMap<(String, usize), String>;

impl Study {
    /// Proposes claims of the named interviews (of all where none is named): from accepted
    /// codings, or with `is_all` from every sentence.
    ///
    /// # Errors
    /// [`ProjectError::Unknown`] for an interview that is not there; what the store says.
    pub fn suggest_claims(
        &self,
        interviews: &[String],
        is_all: bool,
    ) -> Result<Vec<Suggestion>, ProjectError> {
        for key in interviews {
            self.row(Noun::Interview, key)?;
        }
        let reader = Reader {
            lexicon: self.lexicon()?,
            held: self.held()?,
            sources: self.sources_by_interview()?,
            code_words: self.code_words()?,
        };
        let coded = match is_all {
            true => BTreeMap::new(),
            false => self.coded_passages()?,
        };
        let mut texts: BTreeMap<String, Vec<Transcript>> = BTreeMap::new();
        self.store.each_transcript(|transcript| {
            if interviews.is_empty() || interviews.contains(&transcript.interview) {
                texts
                    .entry(transcript.interview.clone())
                    .or_default()
                    .push(transcript);
            }
            Ok::<_, ProjectError>(())
        })?;
        let mut found = Vec::new();
        for texts in texts.values() {
            let beside = reader.beside(texts)?;
            for text in texts {
                reader.read(text, &beside, (!is_all).then_some(&coded), &mut found)?;
            }
        }
        Ok(found)
    }

    /// Writes proposals as a file of claims to be completed and imported; gives the number of
    /// rows.
    ///
    /// # Errors
    /// Refused where there is a file of that name; what the disk says.
    pub fn save_suggestions(
        &self,
        found: &[Suggestion],
        file: &Path,
    ) -> Result<usize, ProjectError> {
        if file.exists() {
            return Err(ProjectError::refused(
                format!("{} is there already", file.display()),
                "choose another name, or remove that file",
            ));
        }
        let name = name_of(file);
        let folder = match file.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let rows = self.skeleton(found)?;
        self.release(Audience::Team, folder, |release| {
            release.file(&name, |out| {
                let failed = |source| ProjectError::Write {
                    path: file.to_owned(),
                    source,
                };
                let mut csv =
                    CsvWriter::new(out, table(Noun::Claim), Vec::new()).map_err(failed)?;
                rows.iter()
                    .try_for_each(|row| csv.row(row, &[]))
                    .map_err(failed)?;
                csv.finish().map_err(failed)
            })
        })?;
        Ok(rows.len())
    }

    /// Rows of claims.csv with what was read, the stance left open.
    fn skeleton(&self, found: &[Suggestion]) -> Result<Vec<Cells>, ProjectError> {
        let mut next: HashMap<&str, u64> = HashMap::new();
        let mut rows = Vec::new();
        for one in found {
            let interview = one.interview.as_str();
            let number = match next.get(interview) {
                Some(number) => *number,
                None => {
                    let key = self.next_claim_key(interview)?;
                    key.rsplit_once("-c")
                        .and_then(|(_, number)| number.parse().ok())
                        .unwrap_or(1)
                }
            };
            next.insert(interview, number + 1);
            rows.push(self.skeleton_row(one, &format!("{interview}-c{number}")));
        }
        Ok(rows)
    }

    fn skeleton_row(&self, one: &Suggestion, key: &str) -> Cells {
        let topics: Vec<_> = one
            .proposal
            .topics
            .iter()
            .map(|guess| guess.topic.as_str())
            .collect();
        let (start, end) = (one.span.start_cp.to_string(), one.span.end_cp.to_string());
        let note = format!("proposed by the program; topics: {}", topics.join(", "));
        let source = match one.source.contains(';') {
            // Who of several spoke is for a person to say.
            true => "",
            false => one.source.as_str(),
        };
        let place = one
            .proposal
            .place
            .as_ref()
            .map_or("", |(key, _)| key.as_str());
        let when = one
            .proposal
            .time
            .as_ref()
            .map_or("", |time| time.when.as_str());
        let text = match one.text {
            TextKind::Original => "",
            TextKind::Translation => TextKind::Translation.as_str(),
        };
        let said = [
            ("claim", key),
            ("source", source),
            ("topic", topics.first().copied().unwrap_or_default()),
            ("interview", one.interview.as_str()),
            ("text", text),
            ("quote", one.quote.as_str()),
            ("start", start.as_str()),
            ("end", end.as_str()),
            ("coder", self.actor.as_str()),
            ("place", place),
            ("when", when),
            ("value", one.value()),
            ("note", note.as_str()),
        ];
        let columns = table(Noun::Claim).columns.iter();
        columns
            .map(|column| {
                let cell = said.iter().find(|(name, _)| *name == column.name);
                cell.map(|(_, cell)| (*cell).to_owned())
                    .filter(|cell| !cell.is_empty())
            })
            .collect()
    }

    fn lexicon(&self) -> Result<Lexicon, ProjectError> {
        let topics = self.all_rows(table(Noun::Topic))?;
        let places = self.all_rows(table(Noun::Place))?;
        let claims = self.all_rows(table(Noun::Claim))?;
        let builder = study_model::builder_of(&self.store)?;
        let builder = builder
            .map_err(|fault| study_model::damaged(fault.noun, &fault.key, &fault.refusal))?;
        let place_names = places.iter().map(|cells| {
            let names = table(Noun::Place).cell(cells, "names");
            (
                table(Noun::Place).cell(cells, "place"),
                items(names).collect(),
            )
        });
        Ok(Lexicon {
            topics: Topics::new(topics.iter().map(topic_words), claims.iter().map(example)),
            places: PlaceNames::new(place_names),
            numbers: builder.number_words().clone(),
        })
    }

    fn held(&self) -> Result<HashMap<String, Held>, ProjectError> {
        let rows = self.all_rows(table(Noun::Interview))?;
        let seasons = settings_of(&self.store)?.seasons;
        let held = rows.iter().filter_map(|cells| {
            let held = Held::parse(table(Noun::Interview).cell(cells, "date"), seasons)?;
            Some((
                table(Noun::Interview).cell(cells, "interview").to_owned(),
                held,
            ))
        });
        Ok(held.collect())
    }

    /// What a code is called, by its key.
    fn code_words(&self) -> Result<HashMap<String, String>, ProjectError> {
        let rows = self.all_rows(table(Noun::Code))?;
        let words = rows.iter().map(|cells| {
            let key = table(Noun::Code).cell(cells, "code");
            let name = table(Noun::Code).cell(cells, "name");
            (
                key.to_owned(),
                format!("{} {name}", key.replace(['/', '-', '_'], " ")),
            )
        });
        Ok(words.collect())
    }

    /// The accepted codings of each text, by where they stand, with their codes.
    fn coded_passages(&self) -> Result<Coded, ProjectError> {
        let filter = CodingFilter {
            status: Some("accepted"),
            ..CodingFilter::default()
        };
        let mut coded = Coded::new();
        self.each_visible_coding(&filter, |row| {
            if let Some(span) = row.span() {
                let is_translation = row.text_kind() == TextKind::Translation;
                let text = (row.interview, is_translation);
                let span = (span.start_cp, span.end_cp);
                let codes = coded.entry(text).or_default().entry(span).or_default();
                if !codes.contains(&row.code) {
                    codes.push(row.code);
                }
            }
            Ok(())
        })?;
        Ok(coded)
    }
}

/// Codes by passage, by text (interview, and whether it is the translation).
type Coded = BTreeMap<(String, bool), BTreeMap<(usize, usize), Vec<String>>>;

struct Reader {
    lexicon: Lexicon,
    held: HashMap<String, Held>,
    sources: HashMap<String, String>,
    code_words: HashMap<String, String>,
}

impl Reader {
    /// The turns of the translation, where it has as many as the original.
    fn beside(&self, texts: &[Transcript]) -> Result<Beside, ProjectError> {
        let mut beside = Beside::new();
        let [original, translation] = texts else {
            return Ok(beside);
        };
        let keys = self.speakers(&original.interview);
        let own = turned(&original.body, &keys)?;
        let other = turned(&translation.body, &keys)?;
        if own.turns.len() != other.turns.len() {
            return Ok(beside);
        }
        let text =
            TurnedText::new(&translation.body, &other.turns).map_err(|error| damaged(&error))?;
        for (at, turn) in other.turns.iter().enumerate() {
            beside.insert(
                (original.interview.clone(), at),
                text.slice(turn.words()).to_owned(),
            );
        }
        Ok(beside)
    }

    fn speakers(&self, interview: &str) -> Vec<&str> {
        let sources = self.sources.get(interview);
        sources.map_or_else(Vec::new, |keys| keys.split(';').collect())
    }

    fn read(
        &self,
        transcript: &Transcript,
        beside: &Beside,
        coded: Option<&Coded>,
        found: &mut Vec<Suggestion>,
    ) -> Result<(), ProjectError> {
        let keys = self.speakers(&transcript.interview);
        let body = turned(&transcript.body, &keys)?;
        let text =
            TurnedText::new(&transcript.body, &body.turns).map_err(|error| damaged(&error))?;
        let is_translation = transcript.kind == TextKind::Translation;
        let mut spans: Vec<(Span, String)> = Vec::new();
        match coded {
            Some(coded) => {
                let own = coded.get(&(transcript.interview.clone(), is_translation));
                spans.extend(
                    own.into_iter()
                        .flatten()
                        .map(|((start_cp, end_cp), codes)| {
                            let words = codes.iter().filter_map(|code| self.code_words.get(code));
                            let words: Vec<&str> = words.map(String::as_str).collect();
                            let span = Span {
                                start_cp: *start_cp,
                                end_cp: *end_cp,
                            };
                            (span, words.join(" "))
                        }),
                );
            }
            // Where there is an original, its sentences are read; a translation says the same.
            None if is_translation => {}
            None => {
                for turn in body
                    .turns
                    .iter()
                    .filter(|turn| is_of_source(turn.speaker(), &keys))
                {
                    let words = turn.words();
                    let sentences = units(text.slice(words), words.start_cp, Unit::Sentence);
                    spans.extend(sentences.into_iter().map(|span| (span, String::new())));
                }
            }
        }
        for (span, codes) in spans {
            let turn = body
                .turns
                .iter()
                .position(|turn| turn.words().end_cp >= span.end_cp);
            let said_beside = turn
                .filter(|_| !is_translation)
                .and_then(|turn| beside.get(&(transcript.interview.clone(), turn)));
            let passage_beside = format!("{codes} {}", said_beside.map_or("", String::as_str));
            let quote = text.slice(span).to_owned();
            let proposal = propose(
                &self.lexicon,
                &Passage {
                    interview: &transcript.interview,
                    words: &quote,
                    beside: &passage_beside,
                    held: self.held.get(&transcript.interview),
                },
            );
            let says_something = !proposal.topics.is_empty();
            let is_dated =
                proposal.time.is_some() || proposal.figure.is_some() || proposal.place.is_some();
            if says_something && (coded.is_some() || is_dated) {
                found.push(Suggestion {
                    interview: transcript.interview.clone(),
                    source: self
                        .sources
                        .get(&transcript.interview)
                        .cloned()
                        .unwrap_or_default(),
                    text: transcript.kind,
                    span,
                    quote,
                    proposal,
                });
            }
        }
        Ok(())
    }
}

/// Whether a turn is a source's; where nobody is named, it may be.
fn is_of_source(speaker: Option<&str>, sources: &[&str]) -> bool {
    speaker.is_none_or(|speaker| sources.is_empty() || sources.contains(&speaker))
}

fn topic_words(cells: &Cells) -> TopicWords<'_> {
    let get = |name| table(Noun::Topic).cell(cells, name);
    TopicWords {
        key: get("topic"),
        statement: get("statement"),
        is_quantity: get("kind") == "quantity",
        is_share: get("measure") == "share",
        unit: get("unit"),
        values: items(get("values")).collect(),
    }
}

fn example(cells: &Cells) -> Example<'_> {
    let get = |name| table(Noun::Claim).cell(cells, name);
    Example {
        topic: get("topic"),
        interview: get("interview"),
        quote: get("quote"),
    }
}
