//! The loss of a classifier over some sentences and entries of the codebook. It must not know folds. A stranger would
//! sum feature by feature for each sentence: what a word tells is computed once, however many sentences have it, and
//! what a question tells once for all sentences of its answer.

use super::corpus::Corpus;
use super::logistic::{Objective, sigmoid, smallest, softplus};
use std::collections::HashMap;

/// How much the words of the question count beside those of the sentence.
pub(super) const QUESTION: f64 = 0.45;
/// For how many sentences an entry of the codebook stands.
const ENTRY: f64 = 2.0;
/// The weight of the penalty against that of one example without the code. Chosen on the demo, where 3 and 10 do as
/// well, and found again on invented interviews of other hands.
const PENALTY: f64 = 5.0;

/// Which rows of a corpus are learned from: those with the code, or those without it.
#[derive(Debug, Default)]
pub(super) struct Side {
    pub(super) sentences: Vec<usize>,
    /// Entries of the codebook, by number.
    pub(super) entries: Vec<usize>,
}

impl Side {
    fn weight(&self) -> f64 {
        self.sentences.len() as f64 + ENTRY * self.entries.len() as f64
    }

    /// The rows, each with what it counts.
    fn rows<'s>(&'s self, corpus: &'s Corpus<'_>) -> impl Iterator<Item = (usize, f64)> + 's {
        let sentences = self.sentences.iter().map(|row| (*row, 1.0));
        let entries = self.entries.iter();
        sentences.chain(entries.map(|at| (corpus.row_of_entry(*at), ENTRY)))
    }
}

/// Some rows of a corpus, with numbers of their own for words.
#[derive(Default)]
struct Part {
    terms: Vec<u32>,
    ends: Vec<u32>,
    scales: Vec<f64>,
}

impl Part {
    fn add(&mut self, corpus: &Corpus<'_>, row: usize, words: &mut Numbers) {
        let terms = corpus.rows.terms(row).iter();
        self.terms.extend(terms.map(|word| words.number(*word)));
        self.ends.push(self.terms.len() as u32);
        self.scales.push(corpus.rows.scale(row));
    }

    /// The terms and the scale of each row.
    fn each(&self) -> impl Iterator<Item = (&[u32], f64)> {
        let mut start = 0;
        self.ends.iter().zip(&self.scales).map(move |(end, scale)| {
            let terms = &self.terms[start..*end as usize];
            start = *end as usize;
            (terms, *scale)
        })
    }
}

/// Numbers in the order in which things come.
struct Numbers {
    numbers: Vec<u32>,
    known: Vec<u32>,
}

impl Numbers {
    fn up_to(count: usize) -> Self {
        Self {
            numbers: vec![u32::MAX; count],
            known: Vec::new(),
        }
    }

    fn number(&mut self, of: u32) -> u32 {
        let number = &mut self.numbers[of as usize];
        if *number == u32::MAX {
            *number = self.known.len() as u32;
            self.known.push(of);
        }
        *number
    }
}

#[derive(Default)]
struct Loss {
    /// The rows that are learned from.
    rows: Part,
    /// For each what it counts, and whether it has the code: 1 or 0.
    targets: Vec<(f64, f64)>,
    /// For each the number of its question here.
    question_of: Vec<Option<u32>>,
    questions: Part,
    /// The features of the words of these rows, by their number here, and what the word gives to the first and to each
    /// other.
    features: Vec<u32>,
    ends: Vec<u32>,
    values: Vec<(f64, f64)>,
    /// What each word says, and how much the rows pull at it.
    told: Vec<f64>,
    pulled: Vec<f64>,
    /// The same of each question.
    answers: Vec<(f64, f64)>,
}

/// Trains a classifier; the weights are those of all features of the corpus, and last the one that always counts.
pub(super) fn train(corpus: &Corpus<'_>, with: &Side, without: &Side) -> Vec<f64> {
    let mut features = Numbers::up_to(corpus.lexicon.feature_count());
    let mut loss = Loss::of(corpus, [with, without], &mut features);
    let found = smallest(&mut loss, features.known.len() + 1);
    let mut weights = vec![0.0; corpus.lexicon.feature_count() + 1];
    for (feature, weight) in features.known.iter().zip(&found) {
        weights[*feature as usize] = *weight;
    }
    if let (Some(always), Some(last)) = (weights.last_mut(), found.last()) {
        *always = *last;
    }
    weights
}

impl Loss {
    fn of(corpus: &Corpus<'_>, [with, without]: [&Side; 2], features: &mut Numbers) -> Self {
        let mut words = Numbers::up_to(corpus.lexicon.word_count());
        let mut questions = Questions::default();
        let mut loss = Self::default();
        // Both sides weigh the same, however rare the code.
        let balance = without.weight() / with.weight().max(1.0);
        let with = with
            .rows(corpus)
            .map(|(row, counts)| (row, counts * balance, 1.0));
        let without = without.rows(corpus).map(|(row, counts)| (row, counts, 0.0));
        for (row, counts, target) in with.chain(without) {
            loss.rows.add(corpus, row, &mut words);
            loss.targets.push((counts, target));
            let own = corpus.question(row).map(|asked| questions.number(asked));
            loss.question_of.push(own);
        }
        for row in questions.rows {
            loss.questions.add(corpus, row, &mut words);
        }
        for word in &words.known {
            let own = corpus.lexicon.features(*word).iter();
            loss.features
                .extend(own.map(|feature| features.number(*feature)));
            loss.ends.push(loss.features.len() as u32);
            loss.values.push(corpus.lexicon.values(*word));
        }
        loss.told = vec![0.0; words.known.len()];
        loss.pulled = vec![0.0; words.known.len()];
        loss.answers = vec![(0.0, 0.0); loss.questions.ends.len()];
        loss
    }

    /// What each word tells, and each question.
    fn tell(&mut self, weights: &[f64]) {
        let mut start = 0;
        for ((told, end), (whole, piece)) in self.told.iter_mut().zip(&self.ends).zip(&self.values)
        {
            let own = &self.features[start..*end as usize];
            *told = sum_of(own, weights, (*whole, *piece));
            start = *end as usize;
        }
        for (answer, (terms, scale)) in self.answers.iter_mut().zip(self.questions.each()) {
            let sum: f64 = terms.iter().map(|term| self.told[*term as usize]).sum();
            *answer = (QUESTION * scale * sum, 0.0);
        }
    }

    /// The loss without its penalty; how much the rows pull is left with their words and questions.
    fn pull(&mut self, always: f64) -> (f64, f64) {
        self.pulled.fill(0.0);
        let (mut loss, mut pulled) = (0.0, 0.0);
        let rows = self.rows.each().zip(&self.targets).zip(&self.question_of);
        for (((terms, scale), (counts, target)), question) in rows {
            let sum: f64 = terms.iter().map(|term| self.told[*term as usize]).sum();
            let asked = question.map_or(0.0, |at| self.answers[at as usize].0);
            let score = always + scale * sum + asked;
            loss += counts * (softplus(score) - target * score);
            let pull = counts * (sigmoid(score) - target);
            pulled += pull;
            terms
                .iter()
                .for_each(|term| self.pulled[*term as usize] += scale * pull);
            if let Some(at) = question {
                self.answers[*at as usize].1 += pull;
            }
        }
        for ((_, pull), (terms, scale)) in self.answers.iter().zip(self.questions.each()) {
            terms
                .iter()
                .for_each(|term| self.pulled[*term as usize] += QUESTION * scale * pull);
        }
        (loss, pulled)
    }
}

impl Objective for Loss {
    fn value(&mut self, weights: &[f64], gradient: &mut [f64]) -> f64 {
        self.tell(weights);
        let always = bias(weights);
        let (loss, pulled) = self.pull(always);
        let mut squares = 0.0;
        for (slope, weight) in gradient.iter_mut().zip(weights) {
            squares += weight * weight;
            *slope = PENALTY * weight;
        }
        squares -= always * always;
        if let Some(slope) = gradient.last_mut() {
            *slope = pulled;
        }
        let mut start = 0;
        for ((pulled, end), (whole, piece)) in self.pulled.iter().zip(&self.ends).zip(&self.values)
        {
            let mut value = whole * pulled;
            for feature in &self.features[start..*end as usize] {
                gradient[*feature as usize] += value;
                value = piece * pulled;
            }
            start = *end as usize;
        }
        loss + PENALTY / 2.0 * squares
    }
}

/// The rows of questions in the order in which they come.
#[derive(Default)]
struct Questions {
    numbers: HashMap<usize, u32>,
    rows: Vec<usize>,
}

impl Questions {
    fn number(&mut self, row: usize) -> u32 {
        *self.numbers.entry(row).or_insert_with(|| {
            self.rows.push(row);
            self.rows.len() as u32 - 1
        })
    }
}

/// What a word with these features says, before the scale of its row.
fn sum_of(features: &[u32], weights: &[f64], (whole, piece): (f64, f64)) -> f64 {
    let Some((first, others)) = features.split_first() else {
        return 0.0;
    };
    let pieces: f64 = others
        .iter()
        .map(|feature| weights[*feature as usize])
        .sum();
    whole * weights[*first as usize] + piece * pieces
}

/// What a word of the corpus says, before the scale of its row.
pub(super) fn told(corpus: &Corpus<'_>, weights: &[f64], word: u32) -> f64 {
    let lexicon = &corpus.lexicon;
    sum_of(lexicon.features(word), weights, lexicon.values(word))
}

/// The weight that always counts.
fn bias(weights: &[f64]) -> f64 {
    weights.last().copied().unwrap_or_default()
}
