//! Learning one code: examples for and against, cross-validation, and the model of all of them. It must not know keys.
//! A stranger would give a probability from the sentences that the model was trained on: calibration and figures come
//! from interviews that were held out alone.

use super::calibration::{Calibration, Scored};
use super::corpus::Corpus;
use super::figures::{Figures, Judged};
use super::folds::{FOLDS, folds_of};
use super::logistic::{Objective, sigmoid, smallest, softplus};
use super::{LEAST_INTERVIEWS, LEAST_SENTENCES};

/// Most examples of either kind that one classifier is trained on; with more, those are taken that come first in the
/// drawn order of the corpus.
const MOST_OF_A_KIND: usize = 2_000;
/// Most sentences without the code that calibration looks at; each then stands for several.
const MOST_CALIBRATED: usize = 20_000;
/// The weight of the penalty against that of one example without the code. Chosen once, on the demo, where 3 and 10
/// do as well.
const PENALTY: f64 = 5.0;

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
    /// The probability of a sentence of the corpus.
    #[must_use]
    #[cfg(test)]
    pub fn probability(&self, corpus: &Corpus<'_>, at: usize) -> f64 {
        let sum: f64 = corpus
            .terms(at)
            .iter()
            .map(|word| told(corpus, &self.weights, *word))
            .sum();
        self.calibration.probability(corpus.scale(at) * sum)
    }

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
        weights: train(corpus, &examples, everything),
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

/// The score of every sentence by the classifier that did not see its interview.
fn held_out_scores(corpus: &Corpus<'_>, examples: &Examples<'_>) -> Vec<f64> {
    let mut scores = vec![0.0; corpus.len()];
    let mut words = Vec::new();
    for fold in 0..FOLDS {
        let weights = train(corpus, examples, |at| examples.fold(at) != fold);
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

/// Trains a classifier on the sentences that `may` be seen.
fn train(corpus: &Corpus<'_>, examples: &Examples<'_>, may: impl Fn(usize) -> bool) -> Vec<f64> {
    let take = |has_code: bool| -> Vec<usize> {
        let all = examples.all(has_code).filter(|at| may(*at));
        all.take(MOST_OF_A_KIND).collect()
    };
    let (with, without) = (take(true), take(false));
    smallest(
        &mut Loss::of(corpus, &with, &without),
        corpus.feature_count() + 1,
    )
}

/// The loss of a classifier over some sentences. Sums go by word first: what a word tells is computed once, however
/// many sentences have it.
struct Loss<'c, 't> {
    corpus: &'c Corpus<'t>,
    /// The words of these sentences, by their number in the corpus.
    words: Vec<u32>,
    /// The words of each sentence, by their number here.
    terms: Vec<u32>,
    begins: Vec<usize>,
    scales: Vec<f64>,
    /// How many sentences have the code; they come first.
    with: usize,
    weights: [f64; 2],
    told: Vec<f64>,
    asked: Vec<f64>,
}

impl<'c, 't> Loss<'c, 't> {
    fn of(corpus: &'c Corpus<'t>, with: &[usize], without: &[usize]) -> Self {
        let mut numbers = vec![u32::MAX; corpus.word_count()];
        let mut words = Vec::new();
        let mut terms = Vec::new();
        let mut begins = vec![0];
        for at in with.iter().chain(without) {
            for word in corpus.terms(*at) {
                let number = &mut numbers[*word as usize];
                if *number == u32::MAX {
                    *number = words.len() as u32;
                    words.push(*word);
                }
                terms.push(*number);
            }
            begins.push(terms.len());
        }
        Self {
            corpus,
            told: vec![0.0; words.len()],
            asked: vec![0.0; words.len()],
            words,
            terms,
            begins,
            scales: with
                .iter()
                .chain(without)
                .map(|at| corpus.scale(*at))
                .collect(),
            with: with.len(),
            weights: [1.0, without.len() as f64 / with.len().max(1) as f64],
        }
    }
}

impl Objective for Loss<'_, '_> {
    fn value(&mut self, weights: &[f64], gradient: &mut [f64]) -> f64 {
        for (told_here, word) in self.told.iter_mut().zip(&self.words) {
            *told_here = told(self.corpus, weights, *word);
        }
        self.asked.fill(0.0);
        let always = bias(weights);
        let mut loss = 0.0;
        let mut pulled = 0.0;
        for (at, scale) in self.scales.iter().enumerate() {
            let terms = &self.terms[self.begins[at]..self.begins[at + 1]];
            let sum: f64 = terms.iter().map(|term| self.told[*term as usize]).sum();
            let score = always + scale * sum;
            let has_code = at < self.with;
            let weight = self.weights[usize::from(has_code)];
            let target = f64::from(u8::from(has_code));
            loss += weight * (softplus(score) - target * score);
            let pull = weight * (sigmoid(score) - target);
            pulled += pull;
            terms
                .iter()
                .for_each(|term| self.asked[*term as usize] += scale * pull);
        }
        let mut squares = 0.0;
        for (slope, weight) in gradient.iter_mut().zip(weights) {
            squares += weight * weight;
            *slope = PENALTY * weight;
        }
        squares -= always * always;
        if let Some(slope) = gradient.last_mut() {
            *slope = pulled;
        }
        for (word, asked) in self.words.iter().zip(&self.asked) {
            let (whole, piece) = self.corpus.values(*word);
            let mut value = whole;
            for feature in self.corpus.features(*word) {
                gradient[*feature as usize] += value * asked;
                value = piece;
            }
        }
        loss + PENALTY / 2.0 * squares
    }
}

/// What a word of the corpus says, before the sentence's scale.
pub(super) fn told(corpus: &Corpus<'_>, weights: &[f64], word: u32) -> f64 {
    let (whole, piece) = corpus.values(word);
    let features = corpus.features(word);
    let pieces: f64 = features[1..]
        .iter()
        .map(|feature| weights[*feature as usize])
        .sum();
    whole * weights[features[0] as usize] + piece * pieces
}

/// The weight that always counts.
fn bias(weights: &[f64]) -> f64 {
    weights.last().copied().unwrap_or_default()
}

fn score_words(corpus: &Corpus<'_>, weights: &[f64], words: &mut Vec<f64>) {
    words.clear();
    words.extend((0..corpus.word_count() as u32).map(|word| told(corpus, weights, word)));
}

/// What the words of a sentence say. The weight that always counts is left out: it follows from how often the code
/// stands in the part that was seen, so with it interviews that hold much of a code would get less than others.
fn score(corpus: &Corpus<'_>, words: &[f64], at: usize) -> f64 {
    let terms = corpus.terms(at).iter();
    corpus.scale(at) * terms.map(|term| words[*term as usize]).sum::<f64>()
}
