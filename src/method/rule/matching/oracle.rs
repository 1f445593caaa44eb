//! The second evaluator: no vocabulary, no leaves, no filtering; every combination is tried.
//! A place is told once, by the first term that is there; a term written again is the one it was.

use super::super::expression::{
    AnyOf, AtLeast, Field, FieldKind, Link, Near, Node, Order, Style, Term, Weigh,
};
use super::super::pattern::WordPattern;
use super::{FiredWord, Hit, Rule};
use crate::method::fold::fold;
use crate::method::rule::Circumstances;
use crate::method::stem::StemLanguage;
use crate::method::token::tokens;
use crate::method::unit::{Unit, units};
use crate::model::text_index::Span;
use crate::model::transcript_text::TurnedText;

/// A word of a unit, folded, with its place.
type Word = (String, Span);

/// A unit as a person sees it.
struct Seen<'s> {
    words: Vec<Word>,
    span: Span,
    speaker: Option<&'s str>,
    stems: Option<StemLanguage>,
    circumstances: &'s Circumstances,
    /// The words of the question; nothing in a question.
    question: Option<&'s [Word]>,
}

/// First and last word of a place of a term, and the term.
type Place = (usize, usize, usize);

fn places(term: &Term, index: usize, unit: &Seen<'_>) -> Vec<Place> {
    places_in(&unit.words, term, index, unit)
}

/// Whether a term stands in the question.
fn was_asked(term: &Term, unit: &Seen<'_>) -> bool {
    let question = unit.question.unwrap_or_default();
    !places_in(question, term, 0, unit).is_empty()
}

fn places_in(words: &[Word], term: &Term, index: usize, unit: &Seen<'_>) -> Vec<Place> {
    let wanted = term.words();
    let is_meant = |pattern: &WordPattern, word: &str| match (pattern, unit.stems, term.style()) {
        (WordPattern::Exact(own), Some(language), Style::Bare) => {
            language.stem(own) == language.stem(word)
        }
        _ => pattern.matches(word),
    };
    words
        .windows(wanted.len())
        .enumerate()
        .filter(|(_, window)| {
            wanted
                .iter()
                .zip(*window)
                .all(|(pattern, word)| is_meant(pattern, &word.0))
        })
        .map(|(at, _)| (at, at + wanted.len() - 1, index))
        .collect()
}

fn group_places(group: &AnyOf, next: &mut usize, unit: &Seen<'_>) -> Vec<Place> {
    let mut found = Vec::new();
    for term in group.terms() {
        found.extend(places(term, *next, unit));
        *next += 1;
    }
    found
}

fn is_close(left: &Place, right: &Place, link: &Link) -> bool {
    let gap = |from: usize, to: usize| to > from && to - from <= link.distance_words as usize;
    let (left_first, right_first) = (gap(left.1, right.0), gap(right.1, left.0));
    match link.order {
        Order::Either => left_first || right_first,
        Order::LeftFirst => left_first,
        Order::RightFirst => right_first,
    }
}

fn chain_places(near: &Near, next: &mut usize, unit: &Seen<'_>) -> Vec<Place> {
    let mut answers: Vec<Vec<Place>> = group_places(&near.first, next, unit)
        .into_iter()
        .map(|place| vec![place])
        .collect();
    for link in &near.links {
        let rights = group_places(&link.right, next, unit);
        let last = |answer: &[Place]| answer[answer.len() - 1];
        if link.is_excluded {
            answers.retain(|answer| {
                let left = last(answer);
                !rights.iter().any(|right| is_close(&left, right, link))
            });
            continue;
        }
        answers = answers
            .iter()
            .flat_map(|answer| {
                let left = last(answer);
                let close = rights
                    .iter()
                    .filter(move |right| is_close(&left, right, link));
                close.map(|place| [answer.as_slice(), &[*place]].concat())
            })
            .collect();
    }
    answers.concat()
}

fn counted_places(at_least: &AtLeast, next: &mut usize, unit: &Seen<'_>) -> Vec<Place> {
    let all = group_places(&at_least.group, next, unit);
    let most = at_least
        .distance_words
        .map_or(usize::MAX, |words| words as usize);
    let mut answers: Vec<Vec<Place>> = all.iter().map(|place| vec![*place]).collect();
    for _ in 1..at_least.count {
        let longer = |answer: &Vec<Place>| {
            let end = answer[answer.len() - 1].1;
            let next = all
                .iter()
                .filter(|place| place.0 > end && place.0 - end <= most);
            next.map(|place| [answer.as_slice(), &[*place]].concat())
                .collect::<Vec<_>>()
        };
        answers = answers.iter().flat_map(longer).collect();
    }
    answers.concat()
}

/// The first place of each term that speaks for the hit, if all that stand there weigh enough. A term written again
/// weighs what it weighs in all.
fn weighed_places(weigh: &Weigh, next: &mut usize, unit: &Seen<'_>) -> Vec<Place> {
    let mut there: Vec<(Meaning, i64, Place)> = Vec::new();
    let mut asked = 0;
    for (term, weight, is_asked) in weigh.terms() {
        *next += 1;
        if is_asked {
            asked += i64::from(weight) * i64::from(was_asked(term, unit));
            continue;
        }
        let first = places(term, *next - 1, unit).into_iter().next();
        let Some(place) = first else { continue };
        let own = meaning(term, unit.stems);
        match there.iter_mut().find(|(known, _, _)| *known == own) {
            Some(known) => known.1 += i64::from(weight),
            None => there.push((own, i64::from(weight), place)),
        }
    }
    let own: i64 = there.iter().map(|(_, weight, _)| weight).sum();
    let sum = own + asked;
    let speak = there.into_iter().filter(|(_, weight, _)| *weight > 0);
    match sum >= i64::from(weigh.least) {
        true => speak.map(|(_, _, place)| place).collect(),
        false => Vec::new(),
    }
}

/// What fires, or nothing if the node is not true.
fn truth(node: &Node, next: &mut usize, unit: &Seen<'_>) -> Option<Vec<Place>> {
    let some = |found: Vec<Place>| (!found.is_empty()).then_some(found);
    match node {
        Node::Term(term) => {
            *next += 1;
            some(places(term, *next - 1, unit))
        }
        Node::Near(near) => some(chain_places(near, next, unit)),
        Node::AtLeast(at_least) => some(counted_places(at_least, next, unit)),
        Node::Weigh(weigh) => some(weighed_places(weigh, next, unit)),
        Node::Field(field) => has(field, unit).then(Vec::new),
        Node::Asked(group) => {
            *next += group.terms().len();
            let mut terms = group.terms().iter();
            terms.any(|term| was_asked(term, unit)).then(Vec::new)
        }
        Node::Coded(coded) => {
            let spans = unit.circumstances.coded.get(coded.code())?;
            spans.overlap(unit.span).then(Vec::new)
        }
        Node::All(parts) => {
            let all: Vec<_> = parts.iter().map(|part| truth(part, next, unit)).collect();
            all.into_iter()
                .collect::<Option<Vec<_>>>()
                .map(|all| all.concat())
        }
        Node::Any(parts) => {
            let all: Vec<_> = parts.iter().map(|part| truth(part, next, unit)).collect();
            all.iter()
                .any(Option::is_some)
                .then(|| all.into_iter().flatten().flatten().collect())
        }
        Node::Not(part) => match truth(part, next, unit) {
            Some(_) => None,
            None => Some(Vec::new()),
        },
    }
}

fn has(field: &Field, unit: &Seen<'_>) -> bool {
    let is_it = |value: &str| field.value().matches(&fold(value));
    match field.kind {
        FieldKind::Speaker => unit.speaker.is_some_and(is_it),
        FieldKind::Language => is_it(&unit.circumstances.language),
        FieldKind::Side => unit
            .speaker
            .and_then(|speaker| unit.circumstances.sides.get(speaker))
            .is_some_and(|sides| sides.iter().any(|side| is_it(side))),
    }
}

/// For each word of a term whether its stem is meant, and the word.
type Meaning = Vec<(bool, String)>;

/// What a term means, to be compared.
fn meaning(term: &Term, stems: Option<StemLanguage>) -> Meaning {
    let word = |word: &WordPattern| match (word, stems, term.style()) {
        (WordPattern::Exact(own), Some(language), Style::Bare) => {
            (true, language.stem(own).into_owned())
        }
        _ => (false, format!("{word:?}")),
    };
    term.words().iter().map(word).collect()
}

/// For each term of a rule the first that means the same.
fn first_equals(rule: &Rule) -> Vec<usize> {
    let terms = rule.expression.terms().into_iter();
    let terms = terms.map(|(term, is_asked)| (is_asked, meaning(term, rule.stems)));
    let terms: Vec<_> = terms.collect();
    let first = |term| terms.iter().position(|own| own == term);
    terms.iter().filter_map(first).collect()
}

/// All hits, by trying every combination in every unit.
pub(super) fn brute_force(
    rules: &[Rule],
    text: &TurnedText<'_>,
    circumstances: &Circumstances,
) -> Vec<Hit> {
    let mut hits = Vec::new();
    let words = |span: Span| -> Vec<Word> {
        let own = tokens(text.slice(span)).map(|token| {
            let start_cp = span.start_cp + token.start_cp;
            let end_cp = span.start_cp + token.end_cp;
            (token.folded.into_owned(), Span { start_cp, end_cp })
        });
        own.collect()
    };
    let is_source = |speaker: &str| circumstances.sources.iter().any(|own| own == speaker);
    let speakers: Vec<_> = text.turns().iter().map(|turn| turn.speaker()).collect();
    let is_known = speakers.iter().flatten().any(|speaker| is_source(speaker));
    let mut question = Vec::new();
    for (turn, place) in text.turns().iter().enumerate() {
        let is_question = is_known && speakers[turn].is_some_and(|speaker| !is_source(speaker));
        if is_question {
            question = words(place.words());
        }
        for unit in Unit::ALL {
            for span in units(text.slice(place.words()), place.text_start_cp, unit) {
                let words = words(span);
                for (index, rule) in rules
                    .iter()
                    .enumerate()
                    .filter(|(_, rule)| rule.unit == unit)
                {
                    let seen = Seen {
                        words: words.clone(),
                        span,
                        speaker: place.speaker(),
                        stems: rule.stems,
                        circumstances,
                        question: (!is_question).then_some(&question),
                    };
                    let Some(found) = truth(rule.expression.root(), &mut 0, &seen) else {
                        continue;
                    };
                    let first = first_equals(rule);
                    let mut fired: Vec<_> = found
                        .into_iter()
                        .map(|(from, to, term)| FiredWord {
                            span: Span {
                                start_cp: words[from].1.start_cp,
                                end_cp: words[to].1.end_cp,
                            },
                            term: first[term],
                        })
                        .collect();
                    fired.sort();
                    fired.dedup_by_key(|word| word.span);
                    hits.push(Hit {
                        rule: index,
                        turn,
                        span,
                        fired,
                    });
                }
            }
        }
    }
    hits.sort_by_key(|hit| (hit.span, hit.rule));
    hits
}
