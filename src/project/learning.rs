//! Codings proposed from what was coded before. Learning writes nothing; what it proposes waits for a person, as what a
//! rule proposes does. It must not know how anything is learned. A stranger would let a second run propose the rest: the
//! same codings give the same proposals, and what is there already, in whatever state, is not proposed again.

use super::Study;
use super::error::ProjectError;
use super::learned_corpus::LearnedTexts;
use super::proposing::{Proposal, Proposals, Reason};
use super::searching::damaged;
use crate::method::learned::reasons::reasons;
use crate::method::learned::{Corpus, Figures, Learned, LeftOut, Model, learn};
use crate::method::together;
use crate::model::table::Noun;
use crate::model::text_index::Span;
use crate::model::transcript_text::TurnedText;
use crate::report::counted;
use crate::store::Store;
use crate::store::operation::Done;
use std::collections::BTreeSet;

/// From which probability on something is proposed unless another is asked for.
pub const MIN_PROBABILITY: &str = "0.3";

/// What shall be proposed.
#[derive(Clone, Copy, Debug)]
pub struct LearningWish<'w> {
    /// Only this code and those below it.
    pub code: Option<&'w str>,
    /// Only in this interview; all are learned from.
    pub interview: Option<&'w str>,
    /// From this probability on, 0 to 1.
    pub min_probability: f64,
}

/// What was learned of a code and came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct LearnedCode {
    /// Key of the code.
    pub code: String,
    /// Sentences with the code, and in how many interviews.
    pub seen: (usize, usize),
    /// How well it does on interviews that it has not seen; nothing where it was left out.
    pub figures: Option<Figures>,
    /// Why it was left out.
    pub left_out: Option<LeftOut>,
    /// New proposals.
    pub proposed: u64,
}

/// What came of learning.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Suggested {
    /// By code, in byte order; only codes that somebody used, or that were asked for.
    pub codes: Vec<LearnedCode>,
    /// How many texts were read.
    pub texts: usize,
    /// How many sentences they have.
    pub sentences: usize,
}

/// A sentence that a code is proposed for.
struct Found {
    sentence: usize,
    code: u32,
    probability: f64,
    words: Vec<(Span, f64)>,
}

impl Study {
    /// Learns each code from what people coded, and keeps proposals as one operation.
    ///
    /// # Errors
    /// [`ProjectError::Unknown`] for a code or interview; refused for a probability beyond 0 to 1,
    /// and where the study changed in the meantime.
    pub fn suggest_codings(
        &self,
        wish: &LearningWish<'_>,
        dry_run: bool,
    ) -> Result<Done<Suggested>, ProjectError> {
        if !(0.0..=1.0).contains(&wish.min_probability) {
            return Err(ProjectError::refused(
                "a probability lies between 0 and 1",
                "give one such as 0.8",
            ));
        }
        if let Some(key) = wish.interview {
            self.row(Noun::Interview, key)?;
        }
        let head = self.head()?;
        let texts = LearnedTexts::of(self)?;
        let codes = self.codes_to_learn(&texts, wish.code)?;
        let corpus = Corpus::of(texts.examples(), self.codebook_entries(&texts.codes)?);
        let learned = together::each(&codes, |code| of_code(&texts, &corpus, *code, wish));
        let mut suggested = Suggested {
            codes: Vec::new(),
            texts: texts.texts.len(),
            sentences: texts.sentences.len(),
        };
        let mut found = Vec::new();
        for (code, hits) in learned {
            suggested.codes.push(code);
            found.extend(hits);
        }
        found.sort_by_key(|one| (one.sentence, one.code));
        let action = format!(
            "learned {} from what is coded",
            counted(codes.len() as u64, "code")
        );
        self.change(&action, dry_run, |store| {
            if store.sealed_head()? != head {
                return Err(ProjectError::refused(
                    "somebody changed the study while it was learned from",
                    "run it again",
                ));
            }
            self.keep(store, &texts, &found)?;
            Ok(suggested)
        })
    }

    /// The codes in use, or those asked for; none that is retired.
    fn codes_to_learn(
        &self,
        texts: &LearnedTexts,
        code: Option<&str>,
    ) -> Result<Vec<u32>, ProjectError> {
        let asked = match code {
            Some(key) => Some(self.with_all_below(Noun::Code, key)?),
            None => None,
        };
        let retired = self.cells_by_key(Noun::Code, "retired")?;
        let counts = self.store.coding_counts()?.into_iter();
        let accepted = counts.filter(|count| count.status == "accepted");
        let used: BTreeSet<String> = accepted.map(|count| count.code).collect();
        let is_used = |key: &String| used.contains(key);
        let is_wanted = |key: &String| match &asked {
            Some(asked) => asked.contains(key),
            None => is_used(key),
        };
        let is_retired = |key: &String| retired.get(key).is_some_and(|cell| !cell.is_empty());
        Ok((0..)
            .zip(&texts.codes)
            .filter(|(_, key)| is_wanted(key) && !is_retired(key))
            .map(|(number, _)| number)
            .collect())
    }

    fn keep(
        &self,
        store: &Store,
        texts: &LearnedTexts,
        found: &[Found],
    ) -> Result<(), ProjectError> {
        if found.is_empty() {
            return Ok(());
        }
        let proposals = Proposals::by(self, store)?;
        for in_text in found.chunk_by(|one, next| {
            texts.sentences[one.sentence].text == texts.sentences[next.sentence].text
        }) {
            let of = &texts.texts[texts.sentences[in_text[0].sentence].text];
            let text =
                TurnedText::new(&of.transcript.body, &of.turns).map_err(|error| damaged(&error))?;
            for one in in_text {
                proposals.keep(&Proposal {
                    transcript: &of.transcript,
                    text: &text,
                    span: texts.sentences[one.sentence].span,
                    code: self.known_id(Noun::Code, &texts.codes[one.code as usize])?,
                    reason: Reason::Learned(one.probability, &one.words),
                })?;
            }
        }
        Ok(())
    }
}

fn of_code(
    texts: &LearnedTexts,
    corpus: &Corpus<'_>,
    code: u32,
    wish: &LearningWish<'_>,
) -> (LearnedCode, Vec<Found>) {
    let mut learned = LearnedCode {
        code: texts.codes[code as usize].clone(),
        seen: (0, 0),
        figures: None,
        left_out: None,
        proposed: 0,
    };
    let found = match learn(corpus, code, wish.min_probability) {
        Learned::Model(model) => {
            learned.seen = (model.figures.sentences, model.interviews);
            learned.figures = Some(model.figures);
            found_by(&model, texts, corpus, (code, wish))
        }
        Learned::LeftOut(why) => {
            if let LeftOut::TooFew {
                sentences,
                interviews,
            } = why
            {
                learned.seen = (sentences, interviews);
            }
            learned.left_out = Some(why);
            Vec::new()
        }
    };
    learned.proposed = found.len() as u64;
    (learned, found)
}

fn found_by(
    model: &Model,
    texts: &LearnedTexts,
    corpus: &Corpus<'_>,
    (code, wish): (u32, &LearningWish<'_>),
) -> Vec<Found> {
    let mut found = Vec::new();
    for (at, probability) in model.probabilities(corpus).into_iter().enumerate() {
        let probability = shown(probability);
        let sentence = corpus.example(at).number as usize;
        let is_wanted = || {
            let interview = corpus.example(at).interview;
            wish.interview.is_none_or(|key| key == interview)
        };
        if probability < wish.min_probability || !is_wanted() || !texts.is_open(sentence, code) {
            continue;
        }
        let words = reasons(model, corpus, at);
        if words.is_empty() {
            // Nothing that was ever seen speaks for it: another script, say, where a code is common.
            continue;
        }
        found.push(Found {
            sentence,
            code,
            probability,
            words: words
                .iter()
                .map(|reason| {
                    let sentence = texts.sentences[sentence];
                    let span = sentence.in_text(reason.place, reason.span);
                    (span, shown(reason.share))
                })
                .collect(),
        });
    }
    found
}

/// A figure with as many digits as mean anything.
fn shown(figure: f64) -> f64 {
    (figure * 1e4).round() / 1e4
}
