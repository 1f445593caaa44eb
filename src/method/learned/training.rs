//! Learning one code: examples for and against, cross-validation, and the model of all of them. It must not know keys.
//! A stranger would give a probability from the sentences that the model was trained on: calibration and figures come
//! from interviews that were held out alone.

use super::calibration::{Calibration, Scored};
use super::corpus::Corpus;
use super::figures::{Figures, Judged};
use super::folds::{FOLDS, folds_of};
use super::loss::{QUESTION, Side, told, train};
use super::{LEAST_INTERVIEWS, LEAST_SENTENCES};

/// Most examples of either kind that one classifier is trained on; with more, those are taken that come first in the
/// drawn order of the corpus.
const MOST_OF_A_KIND: usize = 2_000;
/// Most sentences without the code that calibration looks at; each then stands for several.
const MOST_CALIBRATED: usize = 20_000;

/// What became of a code.
#[derive(Clone, Debug)]
pub enum Learned {
    /// It was learned.
    Model(Box<Model>),
    /// It was not.
    LeftOut(LeftOut),
}

/// Why nothing is learned of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// So few sentences have it, in so few interviews.
    TooFew {
        /// Sentences with the code.
        sentences: usize,
        /// Interviews with the code.
        interviews: usize,
    },
    /// Every sentence has it, so nothing tells it from others.
    NothingElse,
}

/// What was learned of a code.
#[derive(Clone, Debug)]
pub struct Model {
    /// How it did on interviews it had not seen.
    pub figures: Figures,
    /// In how many interviews the code stands.
    pub interviews: usize,
    /// One for each feature, and last the one that always counts.
    pub(super) weights: Vec<f64>,
    calibration: Calibration,
}

impl Model {
    /// The probabilities of all sentences of the corpus, in its order.
    #[must_use]
    pub fn probabilities(&self, corpus: &Corpus<'_>) -> Vec<f64> {
        let mut words = Vec::new();
        score_words(corpus, &self.weights, &mut words);
        (0..corpus.len())
            .map(|at| self.calibration.probability(score(corpus, &words, at)))
            .collect()
    }
}

/// Learns a code from the sentences of a corpus; figures are those of proposals from `least` probability on.
#[must_use]
pub fn learn(corpus: &Corpus<'_>, code: u32, least: f64) -> Learned {
    let examples = Examples::of(corpus, code);
    let sentences = examples.all(true).count();
    let interviews = examples
        .with_code
        .iter()
        .filter(|count| **count > 0)
        .count();
    if sentences < LEAST_SENTENCES || interviews < LEAST_INTERVIEWS {
        return Learned::LeftOut(LeftOut::TooFew {
            sentences,
            interviews,
        });
    }
    if examples.all(false).next().is_none() {
        return Learned::LeftOut(LeftOut::NothingElse);
    }
    let scores = held_out_scores(corpus, &examples);
    let everything = |_: usize| true;
    Learned::Model(Box::new(Model {
        figures: Figures::of(&judged(&examples, &scores), least),
        interviews,
        weights: train_on(corpus, &examples, everything),
        calibration: calibrated(&examples, &scores, everything),
    }))
}

/// What the sentences of a corpus say of one code.
struct Examples<'c> {
    drawn: &'c [u32],
    interview_of: &'c [u32],
    /// For each sentence: has it, has it not, or says nothing.
    says: Vec<Option<bool>>,
    /// By interview, how many sentences have it.
    with_code: Vec<u32>,
    /// By interview, the part in which it is held out.
    folds: Vec<usize>,
    /// The entries of the codebook that speak for it, and those that speak against it.
    entries: [Vec<usize>; 2],
}

impl<'c> Examples<'c> {
    fn of(corpus: &'c Corpus<'_>, code: u32) -> Self {
        let mut with_code = vec![0; corpus.interviews.len()];
        let says: Vec<_> = corpus
            .examples
            .iter()
            .zip(&corpus.interview_of)
            .map(|(example, interview)| {
                let has_code = example.codes.contains(&code);
                with_code[*interview as usize] += u32::from(has_code);
                let speaks = has_code || example.is_read || example.rejected.contains(&code);
                speaks.then_some(has_code)
            })
            .collect();
        Self {
            drawn: &corpus.drawn,
            interview_of: &corpus.interview_of,
            says,
            folds: folds_of(&with_code),
            with_code,
            entries: entries_for(corpus, code),
        }
    }

    /// The sentences that have the code, or that have it not, in the drawn order.
    fn all(&self, has_code: bool) -> impl Iterator<Item = usize> + '_ {
        let all = self.drawn.iter().map(|at| *at as usize);
        all.filter(move |at| self.says[*at] == Some(has_code))
    }

    /// The part of a sentence.
    fn fold(&self, at: usize) -> usize {
        self.folds[self.interview_of[at] as usize]
    }
}

fn entries_for(corpus: &Corpus<'_>, code: u32) -> [Vec<usize>; 2] {
    let (own, others): (Vec<_>, Vec<_>) = corpus
        .entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| !entry.kin.contains(&code))
        .partition(|(_, entry)| entry.code == code);
    [own, others].map(|side| side.into_iter().map(|(at, _)| at).collect())
}

/// The score of every sentence by the classifier that did not see its interview.
fn held_out_scores(corpus: &Corpus<'_>, examples: &Examples<'_>) -> Vec<f64> {
    let mut scores = vec![0.0; corpus.len()];
    let mut words = Vec::new();
    for fold in 0..FOLDS {
        let weights = train_on(corpus, examples, |at| examples.fold(at) != fold);
        score_words(corpus, &weights, &mut words);
        for at in (0..corpus.len())
            .filter(|at| examples.says[*at].is_some() && examples.fold(*at) == fold)
        {
            scores[at] = score(corpus, &words, at);
        }
    }
    scores
}

/// Each held-out sentence with a probability whose calibration did not see its interview either.
fn judged(examples: &Examples<'_>, scores: &[f64]) -> Vec<Judged> {
    let calibrations: Vec<_> = (0..FOLDS)
        .map(|fold| calibrated(examples, scores, |at| examples.fold(at) != fold))
        .collect();
    let judged = |(at, says): (usize, &Option<bool>)| {
        says.map(|has_code| Judged {
            score: scores[at],
            probability: calibrations[examples.fold(at)].probability(scores[at]),
            has_code,
        })
    };
    examples
        .says
        .iter()
        .enumerate()
        .filter_map(judged)
        .collect()
}

fn calibrated(examples: &Examples<'_>, scores: &[f64], may: impl Fn(usize) -> bool) -> Calibration {
    let scored = |has_code: bool, weight: f64| {
        move |at: usize| Scored {
            score: scores[at],
            has_code,
            weight,
        }
    };
    let mut cases: Vec<_> = examples
        .all(true)
        .filter(|at| may(*at))
        .map(scored(true, 1.0))
        .collect();
    let without: Vec<_> = examples.all(false).filter(|at| may(*at)).collect();
    let taken = without.len().min(MOST_CALIBRATED);
    let weight = without.len() as f64 / taken.max(1) as f64;
    cases.extend(without[..taken].iter().copied().map(scored(false, weight)));
    Calibration::of(&cases)
}

/// Trains a classifier on the sentences that `may` be seen, and on the codebook.
fn train_on(corpus: &Corpus<'_>, examples: &Examples<'_>, may: impl Fn(usize) -> bool) -> Vec<f64> {
    let side = |has_code: bool, entries: &[usize]| {
        let all = examples.all(has_code).filter(|at| may(*at));
        Side {
            sentences: all.take(MOST_OF_A_KIND).collect(),
            entries: entries.to_vec(),
        }
    };
    let [with, without] = &examples.entries;
    train(corpus, &side(true, with), &side(false, without))
}

pub(super) fn score_words(corpus: &Corpus<'_>, weights: &[f64], words: &mut Vec<f64>) {
    words.clear();
    let all = 0..corpus.lexicon.word_count() as u32;
    words.extend(all.map(|word| told(corpus, weights, word)));
}

/// What the words of a sentence and of its question say. The weight that always counts is left out: it follows from how
/// often the code stands in the part that was seen, so with it interviews that hold much of a code would get less than
/// others.
pub(super) fn score(corpus: &Corpus<'_>, words: &[f64], at: usize) -> f64 {
    let sum = |row: usize| -> f64 {
        let terms = corpus.rows.terms(row).iter();
        corpus.rows.scale(row) * terms.map(|term| words[*term as usize]).sum::<f64>()
    };
    sum(at) + corpus.question(at).map_or(0.0, |row| QUESTION * sum(row))
}
