//! "Did you mean": the nearest known word to one that was mistyped.
//!
//! It must not know where the words come from. What a stranger would get wrong: no suggestion
//! is better than a far one, for people follow it without looking.

/// Gives the nearest of the known words, if one is near enough.
#[must_use]
pub fn nearest<'known>(typed: &str, known: &[&'known str]) -> Option<&'known str> {
    let typed = typed.to_lowercase();
    known
        .iter()
        .map(|word| (closeness(&typed, &word.to_lowercase()), *word))
        .filter(|(closeness, _)| *closeness >= 0.7)
        // Of equals the first is kept, so the answer does not depend on anything but the order.
        .fold(None, |best: Option<(f64, &str)>, next| match best {
            Some(best) if best.0 >= next.0 => Some(best),
            _ => Some(next),
        })
        .map(|(_, word)| word)
}

/// Gives a hint: the nearest word, else the words there are.
#[must_use]
pub fn hint(typed: &str, known: &[&str]) -> String {
    match nearest(typed, known) {
        Some(word) => format!("did you mean `{word}`?"),
        None => format!("there are {}", known.join(", ")),
    }
}

fn closeness(typed: &str, word: &str) -> f64 {
    // A mistyped prefix or a forgotten plural is nearer than the edit distance says.
    if typed.len() >= 3 && (word.starts_with(typed) || typed.starts_with(word) && word.len() >= 3) {
        return 0.95;
    }
    strsim::jaro_winkler(typed, word).max(strsim::normalized_damerau_levenshtein(typed, word))
        - if typed.chars().next() == word.chars().next() {
            0.0
        } else {
            0.05
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: [&str; 5] = ["claim", "check", "codebook", "coders", "search"];

    #[test]
    fn slips_of_the_finger_are_understood() {
        assert_eq!(nearest("clam", &WORDS), Some("claim"));
        assert_eq!(nearest("chekc", &WORDS), Some("check"));
        assert_eq!(nearest("Serach", &WORDS), Some("search"));
        assert_eq!(nearest("code", &WORDS), Some("codebook"));
    }

    #[test]
    fn a_far_word_is_not_suggested() {
        assert_eq!(nearest("xylophone", &WORDS), None);
        assert_eq!(hint("xylophone", &["a", "b"]), "there are a, b");
    }
}
