//! All word patterns of a set of rules in one structure, so that each word of a text is looked up once.
//! It must not know phrases or rules. A stranger would get wrong that most words of a text are no pattern's beginning:
//! the first bytes of a word decide, and nothing is hashed or allocated for it.

use super::pattern::WordPattern;
use crate::method::stem::StemLanguage;
use std::collections::HashMap;

/// Index of a pattern in its vocabulary.
pub type PatternId = u32;

/// Word patterns, each once, found by the words they mean.
#[derive(Debug, Clone, Default)]
pub(super) struct Vocabulary {
    ids: HashMap<WordPattern, PatternId>,
    /// The patterns of which a trie checks a part only.
    checked: HashMap<PatternId, WordPattern>,
    /// Exact words and patterns that begin with letters, by their first bytes.
    forward: Trie,
    /// Patterns that begin with a star and end in letters, by their last bytes, backwards.
    backward: Trie,
    /// Patterns with a star at both ends, by their longest letters inside.
    inside: Trie,
    /// Words that are found by their stems, by stem, a table for each language.
    stems: Vec<(StemLanguage, HashMap<String, PatternId>)>,
    count: usize,
}

impl Vocabulary {
    /// Adds a pattern and returns its id; a known one keeps the id it has.
    pub(super) fn add(&mut self, pattern: &WordPattern) -> PatternId {
        if let Some(id) = self.ids.get(pattern) {
            return *id;
        }
        let id = self.next_id();
        self.ids.insert(pattern.clone(), id);
        self.hang(pattern, id);
        id
    }

    /// The patterns that are no stems, by id.
    pub(super) fn patterns(&self) -> Vec<(PatternId, &WordPattern)> {
        let mut patterns: Vec<_> = self.checked.iter().map(|(id, one)| (*id, one)).collect();
        patterns.sort_unstable_by_key(|(id, _)| *id);
        patterns
    }

    /// Adds a folded word that is found by its stem and returns its id; words of one stem share theirs.
    pub(super) fn add_stem(&mut self, language: StemLanguage, word: &str) -> PatternId {
        let at = self.stems.iter().position(|(known, _)| *known == language);
        let at = at.unwrap_or_else(|| {
            self.stems.push((language, HashMap::new()));
            self.stems.len() - 1
        });
        let stem = language.stem(word);
        if let Some(id) = self.stems[at].1.get(stem.as_ref()) {
            return *id;
        }
        let id = self.next_id();
        self.stems[at].1.insert(stem.into_owned(), id);
        id
    }

    /// The patterns that are wanted, with the ids they have here.
    pub(super) fn only(&self, wanted: &[bool]) -> Self {
        let is_wanted = |id: PatternId| wanted.get(id as usize).copied().unwrap_or(false);
        let mut chosen = Self {
            count: self.count,
            ..Self::default()
        };
        for (id, pattern) in self.checked.iter().filter(|(id, _)| is_wanted(**id)) {
            chosen.hang(pattern, *id);
        }
        for (language, stems) in &self.stems {
            let own = stems.iter().filter(|(_, id)| is_wanted(**id));
            let own: HashMap<_, _> = own.map(|(stem, id)| (stem.clone(), *id)).collect();
            if !own.is_empty() {
                chosen.stems.push((*language, own));
            }
        }
        chosen
    }

    fn next_id(&mut self) -> PatternId {
        let id = PatternId::try_from(self.count).unwrap_or(PatternId::MAX);
        self.count += 1;
        id
    }

    /// How many patterns there are; ids run from 0 up to it.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    fn hang(&mut self, pattern: &WordPattern, id: PatternId) {
        self.checked.insert(id, pattern.clone());
        match pattern {
            WordPattern::Exact(word) => self.forward.insert(word.bytes(), End::Whole(id)),
            WordPattern::Open {
                prefix,
                middles,
                suffix,
            } => {
                let is_decided = |others_are_empty: bool| match others_are_empty {
                    true => End::Reached(id),
                    false => End::ToCheck(id),
                };
                if !prefix.is_empty() {
                    let end = is_decided(middles.is_empty() && suffix.is_empty());
                    self.forward.insert(prefix.bytes(), end);
                } else if !suffix.is_empty() {
                    let end = is_decided(middles.is_empty());
                    self.backward.insert(suffix.bytes().rev(), end);
                } else if let Some(longest) = middles.iter().max_by_key(|middle| middle.len()) {
                    let end = is_decided(middles.len() == 1);
                    self.inside.insert(longest.bytes(), end);
                }
            }
        }
    }

    /// Adds the ids of all patterns that mean a folded word to `found`, in no order, perhaps twice.
    pub(super) fn look_up(&self, folded: &str, found: &mut Vec<PatternId>) {
        for (language, stems) in &self.stems {
            found.extend(stems.get(language.stem(folded).as_ref()));
        }
        let bytes = folded.as_bytes();
        self.walk(&self.forward, bytes.iter().copied(), folded, found);
        if !self.backward.is_empty() {
            self.walk(&self.backward, bytes.iter().rev().copied(), folded, found);
        }
        if !self.inside.is_empty() {
            // A walk is no longer than the longest pattern, so this stays linear in the word.
            for start in 0..bytes.len() {
                self.walk(&self.inside, bytes[start..].iter().copied(), folded, found);
            }
        }
    }

    fn walk(
        &self,
        trie: &Trie,
        bytes: impl ExactSizeIterator<Item = u8>,
        folded: &str,
        found: &mut Vec<PatternId>,
    ) {
        let mut left = bytes.len();
        let mut node = 0;
        for byte in bytes {
            left -= 1;
            let Some(next) = trie.child(node, byte) else {
                return;
            };
            node = next;
            for end in &trie.nodes[node].ends {
                match *end {
                    End::Whole(id) if left == 0 => found.push(id),
                    End::Whole(_) => {}
                    End::Reached(id) => found.push(id),
                    End::ToCheck(id) if self.is_meant(id, folded) => found.push(id),
                    End::ToCheck(_) => {}
                }
            }
        }
    }

    fn is_meant(&self, id: PatternId, folded: &str) -> bool {
        self.checked
            .get(&id)
            .is_some_and(|pattern| pattern.matches(folded))
    }
}

/// What a pattern that ends at a node asks of the word.
#[derive(Debug, Clone, Copy)]
enum End {
    /// The word must end here too.
    Whole(PatternId),
    /// Nothing more.
    Reached(PatternId),
    /// The rest of the pattern.
    ToCheck(PatternId),
}

#[derive(Debug, Clone, Default)]
struct TrieNode {
    /// Next bytes, ascending, with the node each leads to.
    edges: Vec<(u8, usize)>,
    ends: Vec<End>,
}

/// A tree of bytes. Node 0 is the root, and its edges stand in a table of their own: every word of a text asks it.
#[derive(Debug, Clone)]
struct Trie {
    nodes: Vec<TrieNode>,
    first: Box<[usize; 256]>,
}

impl Default for Trie {
    fn default() -> Self {
        Self {
            nodes: vec![TrieNode::default()],
            first: Box::new([0; 256]),
        }
    }
}

impl Trie {
    fn is_empty(&self) -> bool {
        self.nodes.len() == 1
    }

    fn child(&self, node: usize, byte: u8) -> Option<usize> {
        if node == 0 {
            return Some(self.first[usize::from(byte)]).filter(|next| *next != 0);
        }
        let edges = &self.nodes[node].edges;
        let at = edges.binary_search_by_key(&byte, |edge| edge.0).ok()?;
        Some(edges[at].1)
    }

    fn insert(&mut self, path: impl Iterator<Item = u8>, end: End) {
        let mut node = 0;
        for byte in path {
            node = match self.child(node, byte) {
                Some(next) => next,
                None => self.grow(node, byte),
            };
        }
        self.nodes[node].ends.push(end);
    }

    fn grow(&mut self, node: usize, byte: u8) -> usize {
        let next = self.nodes.len();
        self.nodes.push(TrieNode::default());
        if node == 0 {
            self.first[usize::from(byte)] = next;
        } else {
            let edges = &mut self.nodes[node].edges;
            let at = edges.partition_point(|edge| edge.0 < byte);
            edges.insert(at, (byte, next));
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_of_one_stem_are_one_pattern() {
        let mut vocabulary = Vocabulary::default();
        let english = StemLanguage::English;
        let warn = vocabulary.add_stem(english, "warn");
        assert_eq!(vocabulary.add_stem(english, "warning"), warn);
        let exact = vocabulary.add(&WordPattern::Exact("warn".into()));
        assert_ne!(exact, warn);
        let found = |word: &str| {
            let mut found = Vec::new();
            vocabulary.look_up(word, &mut found);
            found
        };
        assert_eq!(found("warned"), [warn]);
        assert_eq!(found("warn"), [warn, exact]);
        assert_eq!(found("warp"), [0; 0]);
    }

    proptest! {
        #[test]
        fn a_look_up_finds_what_each_pattern_means(
            typed in proptest::collection::vec("[ab*ک]{1,5}", 0..12),
            words in proptest::collection::vec("[abک]{1,6}", 1..12),
        ) {
            let patterns: Vec<_> = typed.iter().filter_map(|typed| WordPattern::new(typed)).collect();
            let mut vocabulary = Vocabulary::default();
            let ids: Vec<_> = patterns.iter().map(|pattern| vocabulary.add(pattern)).collect();
            for word in &words {
                let mut found = Vec::new();
                vocabulary.look_up(word, &mut found);
                for (pattern, id) in patterns.iter().zip(&ids) {
                    prop_assert_eq!(found.contains(id), pattern.matches(word), "{:?} {}", pattern, word);
                }
            }
        }
    }
}
