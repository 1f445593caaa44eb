//! The texts of a study as the classifier reads them: sentences, with what people decided about each. It must not know
//! how anything is learned. A stranger would read original and translation of an interview alike: they say the same, so
//! of an interview in which something is coded only the texts are read in which it is.

use super::Study;
use super::error::ProjectError;
use super::former_places::former_places;
use super::searching::{damaged, turned};
use crate::method::learned::{Entry, Example, Place};
use crate::method::unit::{Unit, units};
use crate::model::id::Id;
use crate::model::table::{Noun, TextKind};
use crate::model::tables::table;
use crate::model::text_index::Span;
use crate::model::transcript_text::{Turn, TurnedText, asks};
use crate::store::codings::{CodingFilter, CodingRow};
use crate::store::text::Transcript;
use std::collections::{BTreeMap, HashMap, HashSet};

/// What people decided about a code on words of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// It is there.
    Has,
    /// Nobody decided yet.
    Waits,
    /// It is not there.
    Refused,
}

struct Decision {
    code: u32,
    span: Span,
    verdict: Verdict,
}

type Decisions = HashMap<(String, TextKind), Vec<Decision>>;

/// A text with its turns.
pub(super) struct LearnedText {
    pub(super) transcript: Transcript,
    pub(super) turns: Vec<Turn>,
    decisions: Vec<Decision>,
}

/// A sentence of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sentence {
    /// The text, by number.
    pub(super) text: usize,
    pub(super) span: Span,
    /// Its bytes in the body.
    bytes: (usize, usize),
    /// The question that it answers.
    question: Option<Question>,
}

/// What was asked before an answer.
#[derive(Clone, Copy, Debug)]
struct Question {
    start_cp: usize,
    bytes: (usize, usize),
}

impl Sentence {
    /// Where words stand in the text that stand so in the sentence or its question.
    pub(super) fn in_text(self, place: Place, span: Span) -> Span {
        let start_cp = match (place, self.question) {
            (Place::Question, Some(question)) => question.start_cp,
            _ => self.span.start_cp,
        };
        Span {
            start_cp: start_cp + span.start_cp,
            end_cp: start_cp + span.end_cp,
        }
    }
}

/// All that is read to learn from.
pub(super) struct LearnedTexts {
    /// The codes of the codebook, in byte order.
    pub(super) codes: Vec<String>,
    pub(super) texts: Vec<LearnedText>,
    pub(super) sentences: Vec<Sentence>,
}

impl LearnedTexts {
    pub(super) fn of(study: &Study) -> Result<Self, ProjectError> {
        let mut codes = study.store.keys(Noun::Code)?;
        codes.sort_unstable();
        let mut decisions = study.decisions(&codes)?;
        let decided: HashSet<String> = decisions.keys().map(|(key, _)| key.clone()).collect();
        let sources = study.sources_by_interview()?;
        let mut all = Self {
            codes,
            texts: Vec::new(),
            sentences: Vec::new(),
        };
        study.store.each_transcript(|transcript| {
            let at = (transcript.interview.clone(), transcript.kind);
            let own = decisions.remove(&at);
            if own.is_none() && decided.contains(&transcript.interview) {
                return Ok(());
            }
            let speakers = sources
                .get(&transcript.interview)
                .map_or("", String::as_str);
            all.read(transcript, own.unwrap_or_default(), speakers)
        })?;
        Ok(all)
    }

    fn read(
        &mut self,
        transcript: Transcript,
        decisions: Vec<Decision>,
        sources: &str,
    ) -> Result<(), ProjectError> {
        let keys: Vec<&str> = sources.split(';').collect();
        let turns = turned(&transcript.body, &keys)?.turns;
        let text = TurnedText::new(&transcript.body, &turns).map_err(|error| damaged(&error))?;
        let is_question = asks(&turns, &keys);
        let bytes = |span: Span| {
            let slice = text.slice(span);
            let start = slice.as_ptr() as usize - transcript.body.as_ptr() as usize;
            (start, start + slice.len())
        };
        let mut question = None;
        for turn in &turns {
            let words = turn.words();
            // Questions are nobody's account.
            if is_question(turn) {
                question = Some(Question {
                    start_cp: words.start_cp,
                    bytes: bytes(words),
                });
                continue;
            }
            for span in units(text.slice(words), words.start_cp, Unit::Sentence) {
                self.sentences.push(Sentence {
                    text: self.texts.len(),
                    span,
                    bytes: bytes(span),
                    question,
                });
            }
        }
        self.texts.push(LearnedText {
            transcript,
            turns,
            decisions,
        });
        Ok(())
    }

    /// The sentences with what was decided about them.
    pub(super) fn examples(&self) -> Vec<Example<'_>> {
        let is_read: Vec<bool> = self
            .texts
            .iter()
            .map(|text| text.decisions.iter().any(|one| one.verdict == Verdict::Has))
            .collect();
        let example = |(number, sentence): (u32, &Sentence)| {
            let text = &self.texts[sentence.text];
            let with = |verdict| {
                let own = text.decisions.iter().filter(|one| one.verdict == verdict);
                let mut codes: Vec<u32> = own
                    .filter(|one| is_mostly_in(one.span, sentence.span))
                    .map(|one| one.code)
                    .collect();
                codes.sort_unstable();
                codes.dedup();
                codes
            };
            let words = |(start, end): (usize, usize)| &text.transcript.body[start..end];
            Example {
                interview: &text.transcript.interview,
                words: words(sentence.bytes),
                question: sentence.question.map_or("", |asked| words(asked.bytes)),
                is_read: is_read[sentence.text],
                codes: with(Verdict::Has),
                rejected: with(Verdict::Refused),
                number,
            }
        };
        (0..).zip(&self.sentences).map(example).collect()
    }

    /// Whether a code may be proposed for a sentence: nobody put it there, it does not wait for
    /// anybody, and nobody refused it.
    pub(super) fn is_open(&self, sentence: usize, code: u32) -> bool {
        let sentence = self.sentences[sentence];
        let decisions = &self.texts[sentence.text].decisions;
        !decisions
            .iter()
            .any(|one| one.code == code && shared_cp(one.span, sentence.span) > 0)
    }
}

fn shared_cp(one: Span, other: Span) -> usize {
    let end_cp = one.end_cp.min(other.end_cp);
    end_cp.saturating_sub(one.start_cp.max(other.start_cp))
}

/// Whether half of the shorter of the two lies in the other: passages begin and end within sentences, and one that only
/// touches the next sentence says nothing of it.
fn is_mostly_in(passage: Span, sentence: Span) -> bool {
    let shared = shared_cp(passage, sentence);
    let length = |span: Span| span.end_cp.saturating_sub(span.start_cp);
    shared > 0 && 2 * shared >= length(passage).min(length(sentence))
}

impl Study {
    /// What the codebook says of each of the codes.
    pub(super) fn codebook_entries(&self, codes: &[String]) -> Result<Vec<Entry>, ProjectError> {
        let columns = table(Noun::Code);
        let at = |name: &str| columns.index_of(name).unwrap_or(usize::MAX);
        let said = ["name", "definition", "include_when"].map(at);
        let example_at = at("example");
        let number = |key: &String| codes.binary_search(key).ok().map(|at| at as u32);
        let kin = self.kin(codes, number)?;
        let mut entries = Vec::new();
        self.each_row(Noun::Code, |cells| {
            let cell = |at: usize| cells.get(at).cloned().flatten();
            let words: Vec<String> = said.into_iter().filter_map(cell).collect();
            if let Some(code) = cell(0).as_ref().and_then(number) {
                entries.push(Entry {
                    code,
                    words: words.join("\n"),
                    example: cell(example_at).unwrap_or_default(),
                    kin: kin[code as usize].clone(),
                });
            }
            Ok(())
        })?;
        Ok(entries)
    }

    /// For each code those above and below it.
    fn kin(
        &self,
        codes: &[String],
        number: impl Fn(&String) -> Option<u32>,
    ) -> Result<Vec<Vec<u32>>, ProjectError> {
        let mut kin = vec![Vec::new(); codes.len()];
        let below = self.each_with_all_below(Noun::Code, codes.iter().map(String::as_str))?;
        for (above, below) in (0_u32..).zip(&below) {
            for lower in below.iter().filter_map(&number).filter(|one| *one != above) {
                kin[above as usize].push(lower);
                kin[lower as usize].push(above);
            }
        }
        Ok(kin)
    }

    fn decisions(&self, codes: &[String]) -> Result<Decisions, ProjectError> {
        let lapsed = self.store.lapsed_rejections()?.words;
        let mut former: BTreeMap<Id, Vec<(Id, Span)>> = BTreeMap::new();
        for place in former_places(&self.store)? {
            if let Some((_, span)) = place.unchanged() {
                let of_coding = former.entry(place.stand.coding).or_default();
                of_coding.push((place.stand.code, span));
            }
        }
        let keys = self.code_keys(codes)?;
        let mut decisions = Decisions::new();
        self.each_visible_coding(&CodingFilter::default(), |row| {
            let number = |key: &String| codes.binary_search(key).ok().map(|at| at as u32);
            let decision = |code, span, verdict| Decision {
                code,
                span,
                verdict,
            };
            let own = number(&row.code).zip(row.span());
            let taken = former.get(&row.id).into_iter().flatten();
            let taken = taken.filter_map(|(id, span)| Some((number(keys.get(id)?)?, *span)));
            // Who draws the bounds of a passage otherwise does not say that the code is not there.
            let is_gone = |(code, span): &(u32, Span)| {
                !own.is_some_and(|(now, place)| now == *code && shared_cp(place, *span) > 0)
            };
            let taken = taken.filter(is_gone);
            let taken = taken.map(|(code, span)| decision(code, span, Verdict::Refused));
            let verdict = verdict_of(&row, lapsed.contains(&row.id));
            let own = own.zip(verdict);
            let own = own.map(|((code, span), verdict)| decision(code, span, verdict));
            let all: Vec<_> = own.into_iter().chain(taken).collect();
            if !all.is_empty() || row.span().is_some() {
                let text = (row.interview.clone(), row.text_kind());
                decisions.entry(text).or_default().extend(all);
            }
            Ok(())
        })?;
        Ok(decisions)
    }

    fn code_keys(&self, codes: &[String]) -> Result<HashMap<Id, String>, ProjectError> {
        let mut keys = HashMap::new();
        for code in codes {
            if let Some(id) = self.store.id_of(Noun::Code, code)? {
                keys.insert(id, code.clone());
            }
        }
        Ok(keys)
    }
}

fn verdict_of(row: &CodingRow, has_other_words: bool) -> Option<Verdict> {
    match row.status.as_str() {
        "accepted" => Some(Verdict::Has),
        "proposed" => Some(Verdict::Waits),
        _ => (!has_other_words).then_some(Verdict::Refused),
    }
}
