//! Which topics a passage may be about: words of the statement and the key, the rarer among the
//! topics the weightier, what is counted, and likeness to the claims that are there already. It knows no meaning. What a stranger would get wrong:
//! the score only ranks; it is no probability.

use super::examples::{Example, Examples};
use super::numbers::Figure;
use super::span_over;
use super::word::{Word, words_of};
use crate::method::fold::fold;
use crate::model::text_index::Span;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::LazyLock;

/// Words that point to no topic.
const STOP_WORDS: &str = "a an the of in on at to for from by with and or not no is are was were be been has have had \
this that these those it its as than then there here them they their he she we you i his her our \
many much people person persons number what who when where which any all one do does did makes make \
had own men himself inside out up so much over into per month reason happened keeps";

/// What a passage with and without a figure is worth to a topic that counts.
const FIGURE_FITS: f64 = 1.5;
/// What the counted thing named right behind a figure is worth.
const UNIT_FITS: f64 = 2.5;
/// How much of a word's weight one that stands only beside the passage has.
const BESIDE: f64 = 0.6;

/// What likeness to the claims that are there is worth beside the words of the statement.
const ALIKE: f64 = 3.0;

/// Spellings of the things counted that other languages have.
const COUNTED: [(&str, &str); 4] = [
    ("dollars", "dollar dollars ډالر ډالره ډالرو دالر دالره"),
    ("afghani", "afghani afghanis افغانی افغانۍ afgʻoni"),
    (
        "shops",
        "shop shops shutter shutters دوکان دکان دکانونه doʻkon",
    ),
    (
        "schools",
        "school schools madrasa madrasas مدرسه مدرسې مدرسه‌ها madrasa",
    ),
];

/// A topic as it stands in a study.
#[derive(Clone, Debug)]
pub struct TopicWords<'t> {
    /// Its key.
    pub key: &'t str,
    /// Its statement.
    pub statement: &'t str,
    /// Whether its answers are figures.
    pub is_quantity: bool,
    /// Whether they are shares of a whole.
    pub is_share: bool,
    /// What is counted, as the study says it.
    pub unit: &'t str,
    /// The values it lists.
    pub values: Vec<&'t str>,
}

/// A topic made ready.
#[derive(Clone, Debug)]
pub(super) struct Topic {
    key: String,
    stems: BTreeSet<String>,
    is_quantity: bool,
    is_share: bool,
    counted: Vec<String>,
    values: Vec<String>,
}

/// The topics of a study.
#[derive(Clone, Debug, Default)]
pub struct Topics {
    topics: Vec<Topic>,
    /// In how many topics a stem stands.
    spread: BTreeMap<String, usize>,
    examples: Examples,
}

/// What is read for topics.
#[derive(Clone, Copy)]
pub(super) struct Reading<'r> {
    /// The interview the passage is of.
    pub(super) interview: &'r str,
    /// The words of the passage.
    pub(super) words: &'r [Word],
    /// Words beside it.
    pub(super) beside: &'r [Word],
    /// Its figures.
    pub(super) figures: &'r [Figure],
}

/// A topic that a passage may be about.
#[derive(Clone, Debug, PartialEq)]
pub struct TopicGuess {
    /// Its key.
    pub topic: String,
    /// The words that point to it, in their order; empty where only words beside the passage do.
    pub words: Vec<Span>,
    /// What it ranks by: higher is likelier, nothing more.
    pub score: f64,
}

impl Topics {
    /// Makes topics ready.
    pub fn new<'t, 'e>(
        topics: impl IntoIterator<Item = TopicWords<'t>>,
        examples: impl IntoIterator<Item = Example<'e>>,
    ) -> Self {
        let topics: Vec<Topic> = topics.into_iter().map(|topic| ready(&topic)).collect();
        let mut spread = BTreeMap::new();
        for stem in topics.iter().flat_map(|topic| &topic.stems) {
            *spread.entry(stem.clone()).or_default() += 1;
        }
        let telling = |word: &str| (!is_stop_word(word)).then(|| stem(word));
        Self {
            topics,
            spread,
            examples: Examples::new(examples, telling),
        }
    }

    pub(super) fn of_key(&self, key: &str) -> Option<&Topic> {
        self.topics.iter().find(|topic| topic.key == key)
    }

    /// All topics that a word points to, the likeliest first.
    pub(super) fn rank(&self, reading: &Reading<'_>) -> Vec<TopicGuess> {
        let telling = reading
            .words
            .iter()
            .filter(|word| !is_stop_word(&word.folded));
        let stems: Vec<_> = telling.map(|word| (stem(&word.folded), word)).collect();
        let mut guesses: Vec<TopicGuess> = self
            .topics
            .iter()
            .filter_map(|topic| self.guess(topic, reading, &stems))
            .collect();
        guesses.sort_by(|a, b| {
            let by_score = b.score.total_cmp(&a.score);
            by_score.then_with(|| a.topic.cmp(&b.topic))
        });
        guesses
    }

    fn guess(
        &self,
        topic: &Topic,
        reading: &Reading<'_>,
        stems: &[(String, &Word)],
    ) -> Option<TopicGuess> {
        let Reading {
            interview,
            words,
            beside,
            figures,
        } = *reading;
        let mut weights: BTreeMap<&str, f64> = BTreeMap::new();
        let mut spans = Vec::new();
        for (list, share) in [(words, 1.0), (beside, BESIDE)] {
            for word in list {
                let Some(stem) = topic.stem_of(&word.folded) else {
                    continue;
                };
                let weight = share * self.weight(stem);
                let known = weights.entry(stem).or_insert(0.0);
                *known = known.max(weight);
                if share == 1.0 {
                    spans.push(word.span);
                }
            }
        }
        let counted = topic.counted_behind(words, figures);
        let (likeness, alike) = self.examples.likeness(&topic.key, interview, stems);
        spans.extend(alike.into_iter().map(|at| stems[at].1.span));
        let mut score = weights.values().sum::<f64>() + ALIKE * likeness;
        spans.extend(counted);
        score += if counted.is_some() { UNIT_FITS } else { 0.0 };
        if score <= 0.0 {
            return None;
        }
        let fits = topic.fitting(figures).next().is_some() == topic.is_quantity;
        score += if fits { FIGURE_FITS } else { 0.0 };
        spans.sort_by_key(|span| span.start_cp);
        spans.dedup();
        Some(TopicGuess {
            topic: topic.key.clone(),
            words: spans,
            score,
        })
    }

    /// The rarer a word among topics, the more it says.
    fn weight(&self, stem: &str) -> f64 {
        let in_topics = self.spread.get(stem).copied().unwrap_or(1) as f64;
        (1.0 + self.topics.len() as f64 / in_topics).ln()
    }
}

impl Topic {
    fn stem_of(&self, word: &str) -> Option<&str> {
        if is_stop_word(word) {
            return None;
        }
        let stem = stem(word);
        self.stems.get(stem.as_str()).map(String::as_str)
    }

    fn fitting<'f>(&self, figures: &'f [Figure]) -> impl Iterator<Item = &'f Figure> {
        let is_share = self.is_share;
        figures
            .iter()
            .filter(move |figure| is_share || !figure.is_share)
    }

    /// Where what the topic counts is named within three words behind a figure.
    fn counted_behind(&self, words: &[Word], figures: &[Figure]) -> Option<Span> {
        self.fitting(figures)
            .find_map(|figure| self.counted_after(words, figure))
    }

    fn counted_after(&self, words: &[Word], figure: &Figure) -> Option<Span> {
        let behind = words.get(figure.behind..)?.iter().take(3);
        let mut named = behind.filter(|word| self.counted.contains(&word.folded));
        named.next().map(|word| word.span)
    }

    /// The figure that answers the topic: the one before what it counts, else the first that is
    /// followed by no unit of time.
    pub(super) fn figure_of<'f>(
        &self,
        words: &[Word],
        figures: &'f [Figure],
    ) -> Option<&'f Figure> {
        if !self.is_quantity {
            return None;
        }
        let before_counted = |figure: &&Figure| self.counted_after(words, figure).is_some();
        let is_time = |figure: &&Figure| {
            let word = words.get(figure.behind).map(|word| word.folded.as_str());
            word.is_some_and(|word| TIME_WORDS.contains(word))
        };
        self.fitting(figures)
            .find(before_counted)
            .or_else(|| self.fitting(figures).find(|figure| !is_time(figure)))
    }

    /// One of the values that the topic lists, where a passage names one.
    pub(super) fn value_named(&self, words: &[Word]) -> Option<(String, Span)> {
        let mut best: Option<(usize, String, Span)> = None;
        for value in &self.values {
            let stems: Vec<String> = words_of(value)
                .iter()
                .map(|word| stem(&word.folded))
                .collect();
            for at in 0..words.len().saturating_sub(stems.len().saturating_sub(1)) {
                let window = &words[at..at + stems.len()];
                let same = !stems.is_empty()
                    && stems
                        .iter()
                        .zip(window)
                        .all(|(wanted, word)| *wanted == stem(&word.folded));
                let is_earlier = best.as_ref().is_none_or(|(first, _, _)| at < *first);
                if same && is_earlier {
                    best = Some((at, value.clone(), span_over(window)));
                }
            }
        }
        best.map(|(_, value, span)| (value, span))
    }
}

/// Words behind a figure that make it a time.
const TIMES: &str = "day days week weeks month months year years hour hours night nights times o'clock \
ورځ ورځې ورځو میاشت میاشتې میاشتو کال کاله کلونه ځله روز هفته ماه سال بار شب kun kunlik hafta oy yil marta";

static TIME_WORDS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    TIMES
        .split_whitespace()
        .map(|word| fold(word).into_owned())
        .collect()
});
static STOPS: LazyLock<HashSet<&str>> = LazyLock::new(|| STOP_WORDS.split_whitespace().collect());

fn ready(topic: &TopicWords<'_>) -> Topic {
    let key = topic.key.replace(['-', '_', '/', '.'], " ");
    // Not the listed values: "east" points to every topic, it only answers one.
    let said = format!("{} {key}", topic.statement);
    let stems = words_of(&said)
        .into_iter()
        .filter(|word| !is_stop_word(&word.folded))
        .map(|word| stem(&word.folded))
        .collect();
    Topic {
        key: topic.key.to_owned(),
        stems,
        is_quantity: topic.is_quantity,
        is_share: topic.is_share,
        counted: counted_words(topic.unit),
        values: topic
            .values
            .iter()
            .map(|value| (*value).to_owned())
            .collect(),
    }
}

fn counted_words(unit: &str) -> Vec<String> {
    let Some(first) = unit.split_whitespace().next() else {
        return Vec::new();
    };
    let first = fold(first).into_owned();
    let known = COUNTED.iter().find(|(name, _)| *name == first);
    match known {
        Some((_, line)) => line
            .split(' ')
            .map(|word| fold(word).into_owned())
            .collect(),
        None => vec![first],
    }
}

fn is_stop_word(word: &str) -> bool {
    word.chars().count() < 2 || STOPS.contains(word)
}

/// A word without the endings that English hangs on it: enough to meet "recruits" and "recruiting".
/// Other languages are left alone; their words meet whole.
fn stem(word: &str) -> String {
    if !word.is_ascii() {
        return word.to_owned();
    }
    let endings = ["ings", "ing", "ers", "ed", "er", "ies", "es", "s", "e", "y"];
    let bare = endings
        .iter()
        .filter_map(|ending| word.strip_suffix(ending))
        .find(|bare| bare.len() >= 3);
    bare.unwrap_or(word).to_owned()
}
