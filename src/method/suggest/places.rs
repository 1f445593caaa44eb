//! Places in any of their spellings. It knows no geography: the longest spelling wins, then the one
//! that stands first. What a stranger would get wrong: Uzbek and Pashto hang endings on a name.

use super::span_over;
use super::word::{Word, is_with_ending, words_of};
use crate::model::text_index::Span;

/// The longest ending that may hang on a place's last word, in code points.
const LONGEST_ENDING: usize = 6;

/// The spellings of a study's places.
#[derive(Clone, Debug, Default)]
pub struct PlaceNames {
    /// Folded words of a spelling and the key it names, longest first.
    names: Vec<(Vec<String>, String)>,
}

impl PlaceNames {
    /// Takes places with their spellings; a key with hyphens is a spelling too.
    pub fn new<'p>(places: impl IntoIterator<Item = (&'p str, Vec<&'p str>)>) -> Self {
        let mut names = Vec::new();
        for (key, spellings) in places {
            let own = key.replace(['-', '_', '/'], " ");
            let all = spellings.into_iter().chain([own.as_str()]);
            for spelling in all {
                let words: Vec<String> = words_of(spelling)
                    .into_iter()
                    .map(|word| word.folded)
                    .collect();
                let length: usize = words.iter().map(|word| word.chars().count()).sum();
                // Two letters ("af") are found in every text.
                if length > 2 {
                    names.push((words, key.to_owned()));
                }
            }
        }
        names.sort_by(|a, b| {
            let length = |words: &[String]| words.iter().map(String::len).sum::<usize>();
            length(&b.0).cmp(&length(&a.0)).then_with(|| a.cmp(b))
        });
        names.dedup();
        Self { names }
    }

    /// The place that a passage names.
    pub(super) fn find(&self, words: &[Word]) -> Option<(String, Span)> {
        self.names.iter().find_map(|(name, key)| {
            let at = (0..words.len()).find(|at| stands_at(name, &words[*at..]))?;
            Some((key.clone(), span_over(&words[at..at + name.len()])))
        })
    }
}

fn stands_at(name: &[String], words: &[Word]) -> bool {
    let Some((last, before)) = name.split_last() else {
        return false;
    };
    words.len() >= name.len()
        && before
            .iter()
            .zip(words)
            .all(|(wanted, word)| *wanted == word.folded)
        && is_with_ending(&words[before.len()].folded, last, LONGEST_ENDING)
}
