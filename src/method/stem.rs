//! Stems of words, for the languages that have a Snowball stemmer (Porter 1980; Porter 2001, snowballstem.org).
//! It must not know rules or texts. A stranger would get wrong that a stem is no word: `surrend` stands for surrender,
//! surrendered and surrenders, and is compared with other stems only, never shown.
//!
//! Stems are taken of *folded* words, on both sides of a comparison, so a word that folds to the same form always has
//! the same stem. Arabic is left out for that reason: the fold merges letters that its stemmer tells apart. Pashto,
//! Dari and Uzbek have no Snowball stemmer; rules in them write the endings with `*`.

use rust_stemmers::{Algorithm, Stemmer};
use std::borrow::Cow;

/// A language that has a stemmer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StemLanguage {
    /// da
    Danish,
    /// nl
    Dutch,
    /// en
    English,
    /// fi
    Finnish,
    /// fr
    French,
    /// de
    German,
    /// hu
    Hungarian,
    /// it
    Italian,
    /// no, nb, nn
    Norwegian,
    /// pt
    Portuguese,
    /// ro
    Romanian,
    /// ru
    Russian,
    /// es
    Spanish,
    /// sv
    Swedish,
}

/// Longer words are their own stems: no language has them, and a stemmer's time grows with the word.
const STEMMED_MAX_BYTES: usize = 64;

impl StemLanguage {
    /// The stemmer for a language's code, such as `en` or `en-GB`.
    #[must_use]
    pub fn of(language: &str) -> Option<Self> {
        let primary = language.split(['-', '_']).next().unwrap_or_default();
        Some(match primary.to_ascii_lowercase().as_str() {
            "da" => Self::Danish,
            "nl" => Self::Dutch,
            "en" => Self::English,
            "fi" => Self::Finnish,
            "fr" => Self::French,
            "de" => Self::German,
            "hu" => Self::Hungarian,
            "it" => Self::Italian,
            "no" | "nb" | "nn" => Self::Norwegian,
            "pt" => Self::Portuguese,
            "ro" => Self::Romanian,
            "ru" => Self::Russian,
            "es" => Self::Spanish,
            "sv" => Self::Swedish,
            _ => return None,
        })
    }

    fn algorithm(self) -> Algorithm {
        match self {
            Self::Danish => Algorithm::Danish,
            Self::Dutch => Algorithm::Dutch,
            Self::English => Algorithm::English,
            Self::Finnish => Algorithm::Finnish,
            Self::French => Algorithm::French,
            Self::German => Algorithm::German,
            Self::Hungarian => Algorithm::Hungarian,
            Self::Italian => Algorithm::Italian,
            Self::Norwegian => Algorithm::Norwegian,
            Self::Portuguese => Algorithm::Portuguese,
            Self::Romanian => Algorithm::Romanian,
            Self::Russian => Algorithm::Russian,
            Self::Spanish => Algorithm::Spanish,
            Self::Swedish => Algorithm::Swedish,
        }
    }

    /// Whether a word begins with a letter of the language's script: a text in two scripts costs no stemming twice.
    fn is_in_its_script(self, folded: &str) -> bool {
        let first = folded.chars().next();
        first.is_some_and(|letter| match self {
            Self::Russian => matches!(letter, '\u{400}'..='\u{52F}'),
            _ => letter < '\u{250}' && !letter.is_ascii_digit(),
        })
    }

    /// The stem of a folded word. A word that begins with a digit or in another script is its own.
    #[must_use]
    pub fn stem(self, folded: &str) -> Cow<'_, str> {
        match folded.len() <= STEMMED_MAX_BYTES && self.is_in_its_script(folded) {
            true => Stemmer::create(self.algorithm()).stem(folded),
            false => Cow::Borrowed(folded),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [(&str, StemLanguage); 14] = [
        ("da", StemLanguage::Danish),
        ("nl", StemLanguage::Dutch),
        ("en", StemLanguage::English),
        ("fi", StemLanguage::Finnish),
        ("fr", StemLanguage::French),
        ("de", StemLanguage::German),
        ("hu", StemLanguage::Hungarian),
        ("it", StemLanguage::Italian),
        ("no", StemLanguage::Norwegian),
        ("pt", StemLanguage::Portuguese),
        ("ro", StemLanguage::Romanian),
        ("ru", StemLanguage::Russian),
        ("es", StemLanguage::Spanish),
        ("sv", StemLanguage::Swedish),
    ];

    #[test]
    fn languages_without_a_stemmer_have_none() {
        for language in ["ps", "prs", "uz", "fa", "ar", "", "eng", "e"] {
            assert_eq!(StemLanguage::of(language), None, "{language}");
        }
        assert_eq!(StemLanguage::of("en-GB"), Some(StemLanguage::English));
        for (code, language) in ALL {
            assert_eq!(StemLanguage::of(code), Some(language));
        }
    }

    #[test]
    fn forms_of_a_word_share_a_stem() {
        for (language, one, other) in [
            ("en", "surrender", "surrendered"),
            ("en", "pressure", "pressures"),
            ("en", "threat", "threats"),
            ("en", "registered", "registering"),
            ("de", "hauser", "hausern"),
            ("ru", "деньгами", "деньгах"),
            ("fr", "menacer", "menaces"),
            ("es", "pagar", "pagaron"),
        ] {
            let language = StemLanguage::of(language).unwrap();
            assert_eq!(language.stem(one), language.stem(other), "{one} {other}");
        }
        assert_ne!(
            StemLanguage::English.stem("paid"),
            StemLanguage::English.stem("pay")
        );
        assert_eq!(StemLanguage::English.stem("2015s"), "2015s");
        assert_eq!(StemLanguage::English.stem("деньгами"), "деньгами");
        assert_eq!(StemLanguage::Russian.stem("dealers"), "dealers");
    }

    proptest! {
        #[test]
        fn no_word_panics(word in "[a-zäéßıа-яёک'’]{0,12}|\\PC{0,8}") {
            for (_, language) in ALL {
                prop_assert!(!language.stem(&word).is_empty() || word.is_empty());
            }
        }
    }
}
