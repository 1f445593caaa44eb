//! The words and pairs of neighbours of many pieces of text, by number, with their features and how telling they are.
//! It must not know codes nor interviews. A stranger would let the words of a question be those of an answer: who is
//! asked about pay need not speak of it, so a word of a question is another word, with features of its own.

use super::features::{FEATURES, features_of, hash_of, pair_feature};
use crate::method::together;
use crate::method::token::tokens;
use std::collections::HashMap;

/// Whose words they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Of an answer, or of the codebook.
    Said,
    /// Of the question before an answer.
    Asked,
}

/// How much of a word's weight lies on the word itself; the rest is spread over its pieces.
const WHOLE: f64 = 0.7;
/// Pieces of text in which a pair must stand to count.
const LEAST_PAIRS: usize = 3;
/// How much a pair of neighbours weighs beside a word.
const PAIR: f64 = 0.5;
/// How many pieces of text one thread reads at a time.
const AT_ONCE: usize = 4_096;

/// Words and pairs by their number.
#[derive(Debug)]
pub(super) struct Lexicon {
    names: [HashMap<String, u32>; 2],
    pairs: HashMap<(u32, u32), u32>,
    /// Where the features of each word begin in `features`; one more at the end.
    begins: Vec<u32>,
    features: Vec<u32>,
    /// What each word gives to the first of its features and to each of the others.
    values: Vec<(f64, f64)>,
    feature_count: usize,
}

/// The distinct words and pairs of each piece of text, in the order of their numbers.
#[derive(Debug)]
pub(super) struct Rows {
    begins: Vec<u32>,
    terms: Vec<u32>,
    /// By what the sum over a row's words is multiplied.
    scales: Vec<f64>,
}

impl Rows {
    pub(super) fn terms(&self, row: usize) -> &[u32] {
        &self.terms[self.begins[row] as usize..self.begins[row + 1] as usize]
    }

    pub(super) fn scale(&self, row: usize) -> f64 {
        self.scales[row]
    }
}

impl Lexicon {
    /// Reads pieces of text; the numbers hang on their order alone.
    pub(super) fn of(texts: &[(Kind, &str)]) -> (Self, Rows) {
        let mut lexicon = Self {
            names: [HashMap::new(), HashMap::new()],
            pairs: HashMap::new(),
            begins: vec![0],
            features: Vec::new(),
            values: Vec::new(),
            feature_count: 0,
        };
        let (sequences, hashes) = lexicon.sequences(texts);
        lexicon.count_pairs(&sequences, &hashes);
        lexicon.feature_count = renumber(&mut lexicon.features);
        let mut rows = lexicon.rows(&sequences);
        lexicon.weigh(&mut rows);
        (lexicon, rows)
    }

    pub(super) fn feature_count(&self) -> usize {
        self.feature_count
    }

    pub(super) fn word_count(&self) -> usize {
        self.values.len()
    }

    /// The features of a word.
    pub(super) fn features(&self, word: u32) -> &[u32] {
        let at = word as usize;
        &self.features[self.begins[at] as usize..self.begins[at + 1] as usize]
    }

    /// How much each feature of a word weighs: the first (the word itself), and each of the others.
    pub(super) fn values(&self, word: u32) -> (f64, f64) {
        self.values[word as usize]
    }

    pub(super) fn number(&self, kind: Kind, folded: &str) -> Option<u32> {
        self.names[kind as usize].get(folded).copied()
    }

    pub(super) fn number_of_pair(&self, one: u32, next: u32) -> Option<u32> {
        self.pairs.get(&(one, next)).copied()
    }

    /// The words of each text one behind the other, and a hash of each word.
    fn sequences(&mut self, texts: &[(Kind, &str)]) -> (Sequences, Vec<u64>) {
        let parts: Vec<_> = texts.chunks(AT_ONCE).collect();
        let mut all = Sequences::default();
        let mut hashes = Vec::new();
        for part in together::each(&parts, |part| Part::of(part)) {
            let numbers: Vec<u32> = part
                .names
                .into_iter()
                .map(|(kind, name)| self.add(kind, name, &mut hashes))
                .collect();
            let before = all.words.len() as u32;
            let words = part.sequences.words.iter();
            all.words
                .extend(words.map(|local| numbers[*local as usize]));
            all.ends
                .extend(part.sequences.ends.iter().map(|end| before + end));
        }
        (all, hashes)
    }

    fn add(&mut self, kind: Kind, name: String, hashes: &mut Vec<u64>) -> u32 {
        let names = &mut self.names[kind as usize];
        if let Some(number) = names.get(&name) {
            return *number;
        }
        let number = hashes.len() as u32;
        hashes.push(hash_of(kind, &name));
        self.features.extend(features_of(kind, &name));
        self.begins.push(self.features.len() as u32);
        names.insert(name, number);
        number
    }

    /// Numbers the pairs that stand in enough texts: most pairs do not, and they tell nothing.
    fn count_pairs(&mut self, sequences: &Sequences, hashes: &[u64]) {
        let mut found: Vec<(u32, u32)> = Vec::with_capacity(sequences.words.len());
        for words in sequences.each() {
            let first = found.len();
            found.extend(words.windows(2).map(|pair| (pair[0], pair[1])));
            found[first..].sort_unstable();
            let mut kept = first;
            for next in first..found.len() {
                if next == first || found[next] != found[kept - 1] {
                    found[kept] = found[next];
                    kept += 1;
                }
            }
            found.truncate(kept);
        }
        found.sort_unstable();
        let often = found.chunk_by(|one, next| one == next);
        for (one, next) in often
            .filter(|same| same.len() >= LEAST_PAIRS)
            .map(|same| same[0])
        {
            let number = self.begins.len() as u32 - 1;
            let feature = pair_feature(hashes[one as usize], hashes[next as usize]);
            self.features.push(feature);
            self.begins.push(self.features.len() as u32);
            self.pairs.insert((one, next), number);
        }
    }

    fn rows(&self, sequences: &Sequences) -> Rows {
        let mut rows = Rows {
            begins: vec![0],
            terms: Vec::with_capacity(sequences.words.len()),
            scales: Vec::new(),
        };
        let mut own = Vec::new();
        for words in sequences.each() {
            own.clear();
            own.extend_from_slice(words);
            let pairs = words.windows(2);
            own.extend(pairs.filter_map(|pair| self.number_of_pair(pair[0], pair[1])));
            own.sort_unstable();
            own.dedup();
            rows.terms.extend_from_slice(&own);
            rows.begins.push(rows.terms.len() as u32);
        }
        rows
    }

    /// How telling words are (inverse document frequency, Spärck Jones 1972), and how long texts.
    fn weigh(&mut self, rows: &mut Rows) {
        let words = self.begins.len() - 1;
        let mut counts = vec![0_u32; words];
        rows.terms
            .iter()
            .for_each(|term| counts[*term as usize] += 1);
        let all = rows.begins.len() as f64;
        let value = |(word, count): (u32, &u32)| {
            let tells = (all / (1.0 + f64::from(*count))).ln() + 1.0;
            values(tells, self.features(word).len() - 1)
        };
        self.values = (0..).zip(&counts).map(value).collect();
        let squares: Vec<f64> = (0..words as u32).map(|word| self.square(word)).collect();
        rows.scales = (0..rows.begins.len() - 1)
            .map(|row| {
                let terms = rows.terms(row).iter();
                let length: f64 = terms.map(|term| squares[*term as usize]).sum();
                if length > 0.0 {
                    length.sqrt().recip()
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

fn values(tells: f64, pieces: usize) -> (f64, f64) {
    match pieces {
        0 => (PAIR * tells, 0.0),
        _ => (
            WHOLE * tells,
            (1.0 - WHOLE * WHOLE).sqrt() * tells / (pieces as f64).sqrt(),
        ),
    }
}

/// Words by number, text by text.
#[derive(Debug, Default)]
struct Sequences {
    words: Vec<u32>,
    ends: Vec<u32>,
}

impl Sequences {
    fn each(&self) -> impl Iterator<Item = &[u32]> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let words = &self.words[start..*end as usize];
            start = *end as usize;
            words
        })
    }
}

/// Some texts with numbers of their own, in the order in which words come.
struct Part {
    names: Vec<(Kind, String)>,
    sequences: Sequences,
}

impl Part {
    fn of(texts: &[(Kind, &str)]) -> Self {
        let mut numbers: [HashMap<String, u32>; 2] = [HashMap::new(), HashMap::new()];
        let mut part = Self {
            names: Vec::new(),
            sequences: Sequences::default(),
        };
        for (kind, text) in texts {
            for token in tokens(text) {
                let known = &mut numbers[*kind as usize];
                let number = known.get(&*token.folded).copied().unwrap_or_else(|| {
                    let number = part.names.len() as u32;
                    let name = token.folded.into_owned();
                    known.insert(name.clone(), number);
                    part.names.push((*kind, name));
                    number
                });
                part.sequences.words.push(number);
            }
            part.sequences.ends.push(part.sequences.words.len() as u32);
        }
        part
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_hang_on_the_order_of_texts_and_not_on_who_reads_them() {
        // More texts than one thread reads at a time.
        let texts: Vec<String> = (0..3 * AT_ONCE)
            .map(|at| format!("word{} said", at % 5_000))
            .collect();
        let texts: Vec<_> = texts.iter().map(|text| (Kind::Said, &**text)).collect();
        let (lexicon, rows) = Lexicon::of(&texts);
        assert_eq!(lexicon.number(Kind::Said, "word0"), Some(0));
        assert_eq!(lexicon.number(Kind::Said, "said"), Some(1));
        for at in [1, 4_095, 4_096, 4_999] {
            let number = lexicon.number(Kind::Said, &format!("word{at}"));
            assert_eq!(number, Some(at + 1), "word{at}");
            assert_eq!(rows.terms(at as usize)[..2], [1, at + 1]);
        }
        assert_eq!(lexicon.number(Kind::Asked, "said"), None);
    }

    #[test]
    fn only_pairs_in_three_texts_count() {
        let texts = ["a b c", "a b a b", "a b", "b c", ""].map(|text| (Kind::Said, text));
        let (lexicon, rows) = Lexicon::of(&texts);
        let pair = |one: &str, next: &str| {
            let number = |word| lexicon.number(Kind::Said, word).unwrap();
            lexicon.number_of_pair(number(one), number(next))
        };
        assert!(pair("a", "b").is_some() && pair("b", "c").is_none());
        assert_eq!(rows.terms(1), [0, 1, 3], "each word once");
        assert_eq!((rows.terms(4).len(), rows.scale(4)), (0, 0.0));
    }
}
