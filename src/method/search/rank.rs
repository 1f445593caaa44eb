//! Which answers of a query are shown first: the measure of Robertson and Zaragoza (BM25), a turn being the document.
//! It must not know texts. A stranger would get wrong what is counted: how rare a term is, and how long a turn is on
//! average, is taken among the answers themselves, so the order does not depend on how the answers were found.
//!
//! Source: Robertson, S., Zaragoza, H. (2009), The Probabilistic Relevance Framework: BM25 and Beyond, §3.4, with
//! k₁ = 1.2 and b = 0.75; the weight of a term as in formula 3.3, kept above 0 by adding 1 under the logarithm.

use super::Answer;

const SATURATION: f64 = 1.2;
const LENGTH_WEIGHT: f64 = 0.75;

/// The order in which answers are shown, as their indices: the best first, equals in the order given.
///
/// *Arguments*: each answer with the number of words of its turn.
#[must_use]
pub fn ranked(answers: &[(&Answer, u32)]) -> Vec<usize> {
    let weights = term_weights(answers);
    let total: f64 = answers.iter().map(|(_, words)| f64::from(*words)).sum();
    let mean = (total / as_float(answers.len())).max(1.0);
    let scores: Vec<f64> = answers
        .iter()
        .map(|(answer, words)| score(answer, f64::from(*words) / mean, &weights))
        .collect();
    let mut order: Vec<usize> = (0..answers.len()).collect();
    // A stable sort: equals stay in their order.
    order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]));
    order
}

/// For each term the weight of its rareness among the answers.
fn term_weights(answers: &[(&Answer, u32)]) -> Vec<f64> {
    let mut holding: Vec<usize> = Vec::new();
    for (term, _) in answers.iter().flat_map(|(answer, _)| &answer.terms) {
        let term = *term as usize;
        if holding.len() <= term {
            holding.resize(term + 1, 0);
        }
        holding[term] += 1;
    }
    let all = as_float(answers.len());
    let weight = |with: &usize| {
        let with = as_float(*with);
        (1.0 + (all - with + 0.5) / (with + 0.5)).ln()
    };
    holding.iter().map(weight).collect()
}

fn score(answer: &Answer, length: f64, weights: &[f64]) -> f64 {
    let dampened = SATURATION * (1.0 - LENGTH_WEIGHT + LENGTH_WEIGHT * length);
    let of_term = |(term, often): &(u32, u32)| {
        let often = f64::from(*often);
        weights[*term as usize] * often * (SATURATION + 1.0) / (often + dampened)
    };
    answer.terms.iter().map(of_term).sum()
}

fn as_float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(terms: &[(u32, u32)]) -> Answer {
        Answer {
            turn: 0,
            places: 1,
            terms: terms.to_vec(),
        }
    }

    fn order(given: &[(&[(u32, u32)], u32)]) -> Vec<usize> {
        let answers: Vec<_> = given.iter().map(|(terms, _)| answer(terms)).collect();
        let words = given.iter().map(|(_, words)| *words);
        ranked(&answers.iter().zip(words).collect::<Vec<_>>())
    }

    #[test]
    fn often_in_few_words_comes_first_and_equals_keep_their_order() {
        let once: &[(u32, u32)] = &[(0, 1)];
        assert_eq!(
            order(&[(once, 10), (&[(0, 2)], 10), (once, 5), (once, 10)]),
            [1, 2, 0, 3]
        );
        assert!(order(&[]).is_empty());
    }

    #[test]
    fn a_rare_term_weighs_more_than_a_common_one() {
        assert_eq!(
            order(&[(&[(0, 1)], 9), (&[(0, 1)], 9), (&[(1, 1)], 9)]),
            [2, 0, 1]
        );
    }

    #[test]
    fn scores_are_those_computed_by_hand() {
        // Two answers of equal length, one term in both: ln(1 + 0.5 / 2.5) · 1 · 2.2 / (1 + 1.2).
        let one = answer(&[(0, 1)]);
        let weights = term_weights(&[(&one, 4), (&one, 4)]);
        let expected = 1.2_f64.ln();
        assert!((score(&one, 1.0, &weights) - expected).abs() < 1e-12);
    }
}
