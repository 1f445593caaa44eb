//! What the classifier learns from: sentences with the question before them and what people decided about each, and
//! what the codebook says of a code. It must not know codes by name. A stranger would keep sentences in the order in
//! which they come: they are put into an order of their own, so that a model hangs on what was coded and not on when.

use super::features::number_of;
use super::lexicon::{Kind, Lexicon, Rows};
use crate::method::token::tokens;
use std::collections::HashMap;

/// A sentence with what people decided about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Example<'t> {
    /// Key of its interview.
    pub interview: &'t str,
    /// Its words.
    pub words: &'t str,
    /// The words of the question that it answers; empty where nothing was asked.
    pub question: &'t str,
    /// Whether somebody coded the text it stands in: then a code that it has not speaks against that code.
    pub is_read: bool,
    /// The codes it has, by number.
    pub codes: Vec<u32>,
    /// The codes that a person rejected for it.
    pub rejected: Vec<u32>,
    /// Its number with whoever asks; of sentences that are alike in all else, it alone tells them apart.
    pub number: u32,
}

/// What the codebook says of a code: an example of it, and one against the others.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The code, by number.
    pub code: u32,
    /// Name, definition, and when to include something.
    pub words: String,
    /// The words that the codebook gives as an example; left out where a sentence with the code says them, for that
    /// sentence is held out in its turn.
    pub example: String,
    /// The codes above and below it: it speaks neither for nor against them.
    pub kin: Vec<u32>,
}

/// Sentences and entries ready to be learned from.
#[derive(Debug)]
pub struct Corpus<'t> {
    /// The sentences in the order of the corpus.
    pub(super) examples: Vec<Example<'t>>,
    /// What the codebook says, by code.
    pub(super) entries: Vec<Entry>,
    /// The keys of the interviews, in byte order.
    pub(super) interviews: Vec<&'t str>,
    /// For each sentence the number of its interview.
    pub(super) interview_of: Vec<u32>,
    /// Sentences in an order that has nothing to do with what they say.
    pub(super) drawn: Vec<u32>,
    pub(super) lexicon: Lexicon,
    /// The words of sentences, then of entries, then of questions.
    pub(super) rows: Rows,
    /// For each sentence the row of its question.
    questions: Vec<Option<u32>>,
}

impl<'t> Corpus<'t> {
    /// Reads sentences, and what the codebook says.
    #[must_use]
    pub fn of(mut examples: Vec<Example<'t>>, mut entries: Vec<Entry>) -> Self {
        examples.sort_unstable();
        entries.sort_unstable();
        entries.iter_mut().for_each(|entry| entry.close(&examples));
        let mut interviews: Vec<_> = examples.iter().map(|one| one.interview).collect();
        interviews.dedup();
        let interview_of = examples
            .iter()
            .map(|one| interviews.partition_point(|key| *key < one.interview) as u32)
            .collect();
        let mut texts: Vec<(Kind, &str)> =
            examples.iter().map(|one| (Kind::Said, one.words)).collect();
        texts.extend(entries.iter().map(|one| (Kind::Said, one.words.as_str())));
        let questions = asked(&examples, &mut texts);
        let (lexicon, rows) = Lexicon::of(&texts);
        Self {
            drawn: drawn(&examples),
            examples,
            entries,
            interviews,
            interview_of,
            lexicon,
            rows,
            questions,
        }
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

    /// The row of an entry.
    pub(super) fn row_of_entry(&self, at: usize) -> usize {
        self.examples.len() + at
    }

    /// The row of the question before the sentence of a row; nothing before an entry.
    pub(super) fn question(&self, row: usize) -> Option<usize> {
        let question = self.questions.get(row).copied().flatten();
        question.map(|row| row as usize)
    }
}

impl Entry {
    /// Puts the example to the other words, unless it was taken from a sentence with the code.
    fn close(&mut self, examples: &[Example<'_>]) {
        let own = folded(&self.example);
        let is_taken = |words: &str| {
            let said = folded(words);
            said.contains(&own) || (own.contains(&said) && 2 * said.len() >= own.len())
        };
        let mut with_code = examples.iter().filter(|one| one.codes.contains(&self.code));
        if own.trim().is_empty() || with_code.any(|one| is_taken(one.words)) {
            self.example.clear();
        } else {
            self.words.push('\n');
            self.words.push_str(&self.example);
        }
    }
}

/// Folded words with a blank on both sides of each.
fn folded(text: &str) -> String {
    tokens(text).fold(" ".to_owned(), |mut all, token| {
        all.push_str(&token.folded);
        all.push(' ');
        all
    })
}

/// Puts each question behind the texts once, and says for each sentence which is its own.
fn asked<'t>(examples: &[Example<'t>], texts: &mut Vec<(Kind, &'t str)>) -> Vec<Option<u32>> {
    let mut rows: HashMap<&str, u32> = HashMap::new();
    let row = |one: &Example<'t>| {
        (!one.question.is_empty()).then(|| {
            *rows.entry(one.question).or_insert_with(|| {
                texts.push((Kind::Asked, one.question));
                texts.len() as u32 - 1
            })
        })
    };
    examples.iter().map(row).collect()
}

fn drawn(examples: &[Example<'_>]) -> Vec<u32> {
    let numbers: Vec<_> = examples.iter().map(|one| number_of(one.words)).collect();
    let mut order: Vec<u32> = (0..examples.len() as u32).collect();
    order.sort_by_key(|at| numbers[*at as usize]);
    order
}
