//! One word of a rule: its letters with stars between. It must not know phrases, rules or where a word stands.
//! A stranger would get wrong that a pattern holds folded letters only: what was typed is kept beside it, in the term.

use crate::method::fold::fold;

/// One word of a term, folded, cut at its stars.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum WordPattern {
    /// A word without a star.
    Exact(String),
    /// A word with at least one star: letters before the first, between two, behind the last.
    Open {
        /// What the word begins with; may be empty.
        prefix: String,
        /// What follows in this order; none is empty.
        middles: Vec<String>,
        /// What the word ends with; may be empty.
        suffix: String,
    },
}

impl WordPattern {
    /// Folds one word as it was typed. Nothing if no letter is left beside the stars.
    pub(super) fn new(typed: &str) -> Option<Self> {
        let mut pieces: Vec<String> = typed
            .split('*')
            .map(|piece| fold(piece).into_owned())
            .collect();
        if pieces.iter().all(String::is_empty) {
            return None;
        }
        let suffix = pieces.pop()?;
        if pieces.is_empty() {
            return Some(Self::Exact(suffix));
        }
        let prefix = pieces.remove(0);
        pieces.retain(|piece| !piece.is_empty());
        Some(Self::Open {
            prefix,
            middles: pieces,
            suffix,
        })
    }

    /// Whether a folded word is meant by this pattern. Linear in the word.
    #[must_use]
    pub fn matches(&self, folded: &str) -> bool {
        match self {
            Self::Exact(word) => word == folded,
            Self::Open {
                prefix,
                middles,
                suffix,
            } => between(folded, prefix, suffix).is_some_and(|inner| follow(inner, middles)),
        }
    }
}

fn between<'w>(word: &'w str, prefix: &str, suffix: &str) -> Option<&'w str> {
    word.strip_prefix(prefix)?.strip_suffix(suffix)
}

fn follow(mut inner: &str, middles: &[String]) -> bool {
    for middle in middles {
        let Some(at) = inner.find(middle.as_str()) else {
            return false;
        };
        inner = &inner[at + middle.len()..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_letters_or_none() {
        for (pattern, word, is_match) in [
            ("warn*", "warn", true),
            ("warn*", "warned", true),
            ("warn*", "forewarn", false),
            ("*warn", "forewarn", true),
            ("*warn", "warns", false),
            ("*warn*", "forewarned", true),
            ("w*n", "warn", true),
            ("w*n", "wn", true),
            ("aba*ba", "aba", false),
            ("a*b*c*d", "axbxcxd", true),
            ("a*b*c*d", "axcxbxd", false),
            ("a**b", "ab", true),
            ("حوال*", "حواله", true),
            ("گرې*", "گریه", true),
            ("BOGʻ*", "bog'i", true),
            ("warn", "warn", true),
            ("warn", "warns", false),
        ] {
            let found = WordPattern::new(pattern).unwrap().matches(word);
            assert_eq!(found, is_match, "{pattern} {word}");
        }
        for nothing in ["*", "**", "ء", "ـ*", ""] {
            assert_eq!(WordPattern::new(nothing), None, "{nothing}");
        }
    }
}
