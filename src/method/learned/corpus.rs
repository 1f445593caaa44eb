//! Sentences as the classifier reads them: which distinct words each has, and how telling a word is. It must not know
//! codes by name. A stranger would keep sentences in the order in which they come: they are put into an order of their
//! own, so that a model hangs on what was coded and not on when.

use super::features::{FEATURES, features_of, number_of, pair_feature};
use crate::method::token::tokens;
use std::collections::HashMap;

/// A sentence with what people decided about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Example<'t> {
    /// Key of its interview.
    pub interview: &'t str,
    /// Its words.
    pub words: &'t str,
    /// Whether somebody coded the text it stands in: then a code that it has not speaks against that code.
    pub is_read: bool,
    /// The codes it has, by number.
    pub codes: Vec<u32>,
    /// The codes that a person rejected for it.
    pub rejected: Vec<u32>,
    /// Its number with whoever asks; of sentences that are alike in all else, it alone tells them apart.
    pub number: u32,
}

/// What a word brings, by its number.
#[derive(Debug, Default)]
struct Words {
    /// Where the features of each word begin in `features`; one more at the end.
    begins: Vec<u32>,
    features: Vec<u32>,
    /// How telling it is.
    tells: Vec<f64>,
}

/// Sentences ready to be learned from.
#[derive(Debug)]
pub struct Corpus<'t> {
    /// The sentences in the order of the corpus.
    pub(super) examples: Vec<Example<'t>>,
    /// The keys of the interviews, in byte order.
    pub(super) interviews: Vec<&'t str>,
    /// For each sentence the number of its interview.
    pub(super) interview_of: Vec<u32>,
    /// Sentences in an order that has nothing to do with what they say.
    pub(super) drawn: Vec<u32>,
    words: Words,
    feature_count: usize,
    numbers: HashMap<String, u32>,
    begins: Vec<u32>,
    terms: Vec<u32>,
    scales: Vec<f64>,
}

/// How much of a word's weight lies on the word itself; the rest is spread over its pieces.
const WHOLE: f64 = 0.7;
/// Sentences in which a pair must stand to count.
const LEAST_PAIRS: u32 = 3;
/// How much a pair of neighbours weighs beside a word.
const PAIR: f64 = 0.5;

impl<'t> Corpus<'t> {
    /// Reads sentences.
    #[must_use]
    pub fn of(mut examples: Vec<Example<'t>>) -> Self {
        examples.sort_unstable();
        let mut interviews: Vec<_> = examples.iter().map(|one| one.interview).collect();
        interviews.dedup();
        let interview_of = examples
            .iter()
            .map(|one| interviews.partition_point(|key| *key < one.interview) as u32)
            .collect();
        let mut corpus = Self {
            drawn: drawn(&examples),
            examples,
            interviews,
            interview_of,
            words: Words::default(),
            feature_count: 0,
            numbers: HashMap::new(),
            begins: vec![0],
            terms: Vec::new(),
            scales: Vec::new(),
        };
        corpus.words.begins.push(0);
        corpus.read();
        corpus.drop_lone_pairs();
        corpus.feature_count = renumber(&mut corpus.words.features);
        corpus.weigh();
        corpus
    }

    /// How many sentences there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.examples.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.examples.is_empty()
    }

    /// A sentence by its number.
    #[must_use]
    pub fn example(&self, at: usize) -> &Example<'t> {
        &self.examples[at]
    }

    /// How many features its words have.
    pub(super) fn feature_count(&self) -> usize {
        self.feature_count
    }

    pub(super) fn word_count(&self) -> usize {
        self.words.tells.len()
    }

    /// The distinct words and pairs of a sentence.
    pub(super) fn terms(&self, at: usize) -> &[u32] {
        &self.terms[self.begins[at] as usize..self.begins[at + 1] as usize]
    }

    /// By what the sum over a sentence's words is multiplied.
    pub(super) fn scale(&self, at: usize) -> f64 {
        self.scales[at]
    }

    /// The features of a word.
    pub(super) fn features(&self, word: u32) -> &[u32] {
        let at = word as usize;
        &self.words.features[self.words.begins[at] as usize..self.words.begins[at + 1] as usize]
    }

    /// How much each feature of a word weighs: the first (the word itself), and each of the others.
    pub(super) fn values(&self, word: u32) -> (f64, f64) {
        let pieces = self.features(word).len() - 1;
        let tells = self.words.tells[word as usize];
        match pieces {
            0 => (PAIR * tells, 0.0),
            _ => (
                WHOLE * tells,
                (1.0 - WHOLE * WHOLE).sqrt() * tells / (pieces as f64).sqrt(),
            ),
        }
    }

    /// The number of a word or pair that the corpus has.
    pub(super) fn number_of_word(&self, folded: &str) -> Option<u32> {
        self.numbers.get(folded).copied()
    }

    fn read(&mut self) {
        for at in 0..self.examples.len() {
            let words = self.examples[at].words;
            let first = self.terms.len();
            let mut before: Option<String> = None;
            for token in tokens(words) {
                let number = self.number(&token.folded, None);
                self.terms.push(number);
                if let Some(before) = before {
                    let pair = pair_of(&before, &token.folded);
                    let number = self.number(&pair, Some(pair_feature(&before, &token.folded)));
                    self.terms.push(number);
                }
                before = Some(token.folded.into_owned());
            }
            self.terms[first..].sort_unstable();
            let mut kept = first;
            for next in first..self.terms.len() {
                if next == first || self.terms[next] != self.terms[kept - 1] {
                    self.terms[kept] = self.terms[next];
                    kept += 1;
                }
            }
            self.terms.truncate(kept);
            self.begins.push(kept as u32);
        }
    }

    /// Takes out pairs that stand in few sentences: most pairs do, and they tell nothing.
    fn drop_lone_pairs(&mut self) {
        let sentences = self.sentences_by_word();
        let kept: Vec<bool> = (0..)
            .zip(&sentences)
            .map(|(word, count)| self.features(word).len() > 1 || *count >= LEAST_PAIRS)
            .collect();
        let is_kept = |word: u32| kept[word as usize];
        let mut begins = vec![0];
        let mut terms = Vec::with_capacity(self.terms.len() / 2);
        for at in 0..self.examples.len() {
            terms.extend(self.terms(at).iter().copied().filter(|word| is_kept(*word)));
            begins.push(terms.len() as u32);
        }
        self.numbers.retain(|_, word| is_kept(*word));
        // No sentence has them any more: whichever feature they name is not counted.
        let first = self.words.features.first().copied().unwrap_or_default();
        for word in (0..kept.len()).filter(|word| !kept[*word]) {
            self.words.features[self.words.begins[word] as usize] = first;
        }
        self.begins = begins;
        self.terms = terms;
    }

    /// In how many sentences each word stands.
    fn sentences_by_word(&self) -> Vec<u32> {
        let mut sentences = vec![0; self.words.begins.len() - 1];
        let terms = self.terms.iter();
        terms.for_each(|term| sentences[*term as usize] += 1);
        sentences
    }

    fn number(&mut self, word: &str, pair: Option<u32>) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = self.words.begins.len() as u32 - 1;
        self.numbers.insert(word.to_owned(), number);
        match pair {
            Some(feature) => self.words.features.push(feature),
            None => self.words.features.extend(features_of(word)),
        }
        self.words.begins.push(self.words.features.len() as u32);
        number
    }

    /// How telling words are (inverse document frequency, Spärck Jones 1972), and how long sentences.
    fn weigh(&mut self) {
        let sentences = self.sentences_by_word();
        let all = self.examples.len() as f64;
        let tells = |count: &u32| ((1.0 + all) / (1.0 + f64::from(*count))).ln() + 1.0;
        self.words.tells = sentences.iter().map(tells).collect();
        self.scales = (0..self.examples.len())
            .map(|at| {
                let terms = self.terms(at).iter();
                let squares: f64 = terms.map(|term| self.square(*term)).sum();
                if squares > 0.0 {
                    squares.sqrt().recip()
                } else {
                    0.0
                }
            })
            .collect();
    }

    /// The square of a word's length, as if no two of its features fell together.
    fn square(&self, word: u32) -> f64 {
        let (whole, piece) = self.values(word);
        let pieces = self.features(word).len() as f64 - 1.0;
        whole * whole + pieces * piece * piece
    }
}

/// How a pair is called among the words: no folded word holds such a sign.
pub(super) fn pair_of(one: &str, next: &str) -> String {
    format!("{one}\u{2}{next}")
}

fn drawn(examples: &[Example<'_>]) -> Vec<u32> {
    let numbers: Vec<_> = examples.iter().map(|one| number_of(one.words)).collect();
    let mut order: Vec<u32> = (0..examples.len() as u32).collect();
    order.sort_by_key(|at| numbers[*at as usize]);
    order
}

/// Numbers features anew in the order in which they come, so that a small study needs few weights; says how many.
fn renumber(features: &mut [u32]) -> usize {
    let mut numbers = vec![u32::MAX; FEATURES];
    let mut count = 0;
    for feature in features {
        let number = &mut numbers[*feature as usize];
        if *number == u32::MAX {
            *number = count;
            count += 1;
        }
        *feature = *number;
    }
    count as usize
}
