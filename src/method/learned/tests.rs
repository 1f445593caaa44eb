//! Small studies in four scripts, of which it can be said by eye what must be learned.

use super::reasons::reasons;
use super::*;
use proptest::prelude::*;

/// Sentences about pay (code 0) and about water, in interviews of four.
const SAID: [(&str, bool); 16] = [
    ("The salary came late.", true),
    ("Our salaries were not paid.", true),
    ("The river is low.", false),
    ("We dig the well.", false),
    ("معاش مو نه دی راغلی.", true),
    ("معاشونه ناوخته راځي.", true),
    ("اوبه کمې دي.", false),
    ("کور مو لرې دی.", false),
    ("Маош кеч келди.", true),
    ("Маоши берилмади.", true),
    ("Сув кам.", false),
    ("Уйимиз узоқ.", false),
    ("Nobody paid a salary.", true),
    ("They paid us late.", true),
    ("The road is closed.", false),
    ("Snow fell on the road.", false),
];

const INTERVIEWS: [&str; 6] = ["I-1", "I-2", "I-3", "I-4", "I-5", "I-6"];

fn study() -> Vec<Example<'static>> {
    let of = |interview: &'static str| {
        SAID.iter().map(move |(words, is_pay)| Example {
            interview,
            words,
            question: "",
            is_read: true,
            codes: is_pay.then_some(0).into_iter().collect(),
            rejected: Vec::new(),
            number: 0,
        })
    };
    INTERVIEWS.into_iter().flat_map(of).collect()
}

fn unread(words: &str) -> Example<'_> {
    Example {
        interview: "J-1",
        words,
        question: "",
        is_read: false,
        codes: Vec::new(),
        rejected: Vec::new(),
        number: 0,
    }
}

fn read(examples: Vec<Example<'_>>) -> Corpus<'_> {
    Corpus::of(examples, Vec::new())
}

fn model(corpus: &Corpus<'_>) -> Model {
    match learn(corpus, 0, 0.5) {
        Learned::Model(model) => *model,
        Learned::LeftOut(why) => panic!("{why:?}"),
    }
}

fn at(corpus: &Corpus<'_>, words: &str) -> usize {
    (0..corpus.len())
        .find(|at| corpus.example(*at).words == words)
        .unwrap()
}

#[test]
fn words_that_bend_are_known_in_every_script() {
    let mut examples = study();
    let asked = [
        ("Salary payments stopped.", true),
        ("زموږ معاشونو ته ګورو.", true),
        ("Маошлар йўқ.", true),
        ("The well and the river.", false),
        ("Сувимиз йўқ.", false),
    ];
    examples.extend(asked.map(|(words, _)| unread(words)));
    let corpus = read(examples);
    let model = model(&corpus);
    assert_eq!(model.figures.f1, Some(1.0));
    for (words, is_pay) in asked {
        let probability = model.probabilities(&corpus)[at(&corpus, words)];
        assert_eq!(probability >= 0.5, is_pay, "{words}: {probability}");
    }
}

#[test]
fn where_no_word_was_ever_seen_nothing_speaks_for_a_code() {
    let strange = ["ይህ ሌላ ጽሑፍ ነው።", "", "…!"];
    let mut examples = study();
    examples.extend(strange.map(unread));
    let corpus = read(examples);
    let model = model(&corpus);
    for words in strange {
        assert!(reasons(&model, &corpus, at(&corpus, words)).is_empty());
    }
}

#[test]
fn a_reason_names_words_in_their_order() {
    let mut examples = study();
    examples.push(unread("At the river they said that no salary was paid."));
    let corpus = read(examples);
    let at = at(&corpus, "At the river they said that no salary was paid.");
    let reasons = reasons(&model(&corpus), &corpus, at);
    let words: Vec<&str> = reasons
        .iter()
        .map(|reason| &corpus.example(at).words[reason.span.start_cp..reason.span.end_cp])
        .collect();
    assert!(
        words.contains(&"salary") && words.contains(&"paid"),
        "{words:?}"
    );
    assert!(!words.contains(&"river"), "{words:?}");
    assert!(words.len() <= reasons::MOST_WORDS && reasons.iter().all(|one| one.share > 0.0));
    assert!(reasons.iter().map(|one| one.share).sum::<f64>() <= 1.0 + 1e-9);
    assert!(reasons.is_sorted_by_key(|one| one.span.start_cp));
}

#[test]
fn what_words_weigh_is_what_the_score_is_made_of() {
    let mut examples = study();
    let words = "No salary, no salary, and the river is low.";
    examples.push(Example {
        question: "Was the salary paid late, and who paid?",
        ..unread(words)
    });
    let corpus = read(examples);
    let (model, at) = (model(&corpus), at(&corpus, words));
    let weighed = reasons::all_weighed(&model, &corpus, at);
    assert!(weighed.len() > 14, "{weighed:?}");
    let mut of_words = Vec::new();
    training::score_words(&corpus, &model.weights, &mut of_words);
    let score = training::score(&corpus, &of_words, at);
    let sum: f64 = weighed.iter().map(|(_, _, weight)| weight).sum();
    assert!((sum - score).abs() < 1e-9, "{sum} {score}");
    // None that is left out weighs more than one that is named.
    let named: Vec<_> = reasons(&model, &corpus, at);
    let weight = |place, span| {
        let found = weighed.iter().find(|one| (one.0, one.1) == (place, span));
        found.unwrap().2
    };
    let least = named
        .iter()
        .map(|one| weight(one.place, one.span))
        .fold(f64::INFINITY, f64::min);
    let is_named = |one: &(reasons::Place, _, f64)| {
        named
            .iter()
            .any(|reason| (reason.place, reason.span) == (one.0, one.1))
    };
    assert!(!named.is_empty() && weighed.iter().all(|one| is_named(one) || one.2 <= least));
}

#[test]
fn what_was_rejected_speaks_against_a_code() {
    let words = "The salary of winter is snow.";
    let probability = |is_rejected: bool| {
        let mut examples = study();
        examples.extend(INTERVIEWS.map(|interview| Example {
            interview,
            words,
            question: "",
            is_read: false,
            codes: Vec::new(),
            rejected: is_rejected.then_some(0).into_iter().collect(),
            number: 0,
        }));
        let corpus = read(examples);
        model(&corpus).probabilities(&corpus)[at(&corpus, words)]
    };
    let (before, after) = (probability(false), probability(true));
    assert!(after < before && after < 0.5, "{before} {after}");
}

#[test]
fn too_little_and_too_much_are_left_out() {
    let left_out = |examples: Vec<Example<'_>>| match learn(&read(examples), 0, 0.5) {
        Learned::LeftOut(why) => why,
        Learned::Model(_) => panic!("learned"),
    };
    assert_eq!(
        left_out(Vec::new()),
        LeftOut::TooFew {
            sentences: 0,
            interviews: 0
        }
    );
    let only = |keys: &[&str]| {
        let mut examples = study();
        examples.retain(|one| keys.contains(&one.interview));
        examples
    };
    assert_eq!(
        left_out(only(&["I-1"])),
        LeftOut::TooFew {
            sentences: 8,
            interviews: 1
        }
    );
    assert_eq!(
        left_out(only(&["I-1", "I-2"])),
        LeftOut::TooFew {
            sentences: 16,
            interviews: 2
        }
    );
    let everywhere = study().into_iter().map(|mut one| {
        one.codes = vec![0];
        one
    });
    assert_eq!(left_out(everywhere.collect()), LeftOut::NothingElse);
}

#[test]
fn a_code_that_words_do_not_tell_is_not_proposed() {
    let mut examples = study();
    for (number, one) in examples.iter_mut().enumerate() {
        one.codes = (number % 7 == 0).then_some(0).into_iter().collect();
    }
    let corpus = read(examples);
    let model = model(&corpus);
    let found = model.probabilities(&corpus);
    assert!(found.iter().all(|probability| *probability < 0.5));
    assert_eq!(model.figures.hits, 0);
}

/// The study with a question before each sentence: what is said about pay answers another than the rest.
fn asked_study() -> Vec<Example<'static>> {
    let mut examples = study();
    for one in &mut examples {
        one.question = if one.codes.is_empty() {
            "What does the land give?"
        } else {
            "How were the soldiers fed?"
        };
    }
    examples
}

#[test]
fn a_question_speaks_for_a_code_and_is_named_as_the_reason() {
    let mut examples = asked_study();
    let words = "ይህ ሌላ ጽሑፍ ነው።";
    examples.extend(
        ["Who fed soldiers?", "What gives the land?"].map(|question| Example {
            question,
            ..unread(words)
        }),
    );
    let corpus = read(examples);
    let model = model(&corpus);
    let at = |question: &str| {
        let is_it = |at: &usize| corpus.example(*at).question == question;
        (0..corpus.len()).find(is_it).unwrap()
    };
    let found = model.probabilities(&corpus);
    let (fed, land) = (at("Who fed soldiers?"), at("What gives the land?"));
    assert!(found[fed] > found[land], "{} {}", found[fed], found[land]);
    let why = reasons(&model, &corpus, fed);
    let question = corpus.example(fed).question;
    let named: Vec<&str> = why
        .iter()
        .filter(|one| one.place == Place::Question)
        .map(|one| &question[one.span.start_cp..one.span.end_cp])
        .collect();
    assert!(
        named.contains(&"soldiers") && named.contains(&"fed"),
        "{named:?}"
    );
    assert_eq!(
        named.len(),
        why.len(),
        "no word of the answer was ever seen"
    );
    assert!(reasons(&model, &corpus, land).len() < why.len());
}

#[test]
fn words_of_a_question_are_not_those_of_an_answer() {
    let mut examples = study();
    let words = "ይህ ሌላ ጽሑፍ ነው።";
    let question = "Was the salary paid?";
    examples.extend([
        unread(words),
        Example {
            question,
            ..unread(words)
        },
    ]);
    examples.push(unread(question));
    let corpus = read(examples);
    let found = model(&corpus).probabilities(&corpus);
    let of = |words: &str, question: &str| {
        let is_it = |at: &usize| {
            (corpus.example(*at).words, corpus.example(*at).question) == (words, question)
        };
        found[(0..corpus.len()).find(is_it).unwrap()]
    };
    assert!(of(question, "") > 0.5);
    // A hash may lay two features together, hence not quite the same.
    assert!((of(words, question) - of(words, "")).abs() < 0.05);
}

fn entry(code: u32, words: &str, example: &str) -> Entry {
    Entry {
        code,
        words: words.into(),
        example: example.into(),
        kin: Vec::new(),
    }
}

#[test]
fn what_the_codebook_says_is_an_example_of_its_code_and_against_others() {
    let words = "Stipends arrived.";
    let probability = |entries: Vec<Entry>| {
        let mut examples = study();
        examples.push(unread(words));
        let corpus = Corpus::of(examples, entries);
        model(&corpus).probabilities(&corpus)[at(&corpus, words)]
    };
    let none = probability(Vec::new());
    let own = probability(vec![entry(0, "salaries and stipends", "")]);
    let example = probability(vec![entry(0, "", "Stipends arrived at last")]);
    let others = probability(vec![entry(1, "stipends", "")]);
    assert!(own > none && example > none && others < none);
    let kin = Entry {
        kin: vec![0],
        ..entry(1, "stipends", "")
    };
    let kin = probability(vec![kin]);
    assert!(
        kin > others,
        "{kin} {others}: kin speak neither for nor against"
    );
}

#[test]
fn an_example_taken_from_a_sentence_with_the_code_is_not_learned_from() {
    let said = |example: &str| {
        let corpus = Corpus::of(study(), vec![entry(0, "pay", example)]);
        corpus.entries[0].example.clone()
    };
    for taken in [
        "The SALARY came late",
        "salary came",
        "The salary came late. Twice.",
    ] {
        assert_eq!(said(taken), "", "{taken}");
    }
    for kept in [
        "A salary of winter",
        "The river is low.",
        "late or the salary",
    ] {
        assert_eq!(said(kept), kept);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]
    #[test]
    fn the_same_examples_in_another_order_give_the_same_model(
        shuffled in Just(asked_study()).prop_shuffle(),
    ) {
        let entries = [entry(0, "pay", "wages"), entry(1, "land", ""), entry(2, "snow", "")];
        let turned: Vec<Entry> = entries.iter().rev().cloned().collect();
        let one = Corpus::of(asked_study(), entries.to_vec());
        let other = Corpus::of(shuffled, turned);
        let (here, there) = (model(&one), model(&other));
        prop_assert_eq!(&here.figures, &there.figures);
        prop_assert!(here.weights == there.weights);
        let found = here.probabilities(&one);
        prop_assert!(found.iter().all(|probability| (0.0..=1.0).contains(probability)));
        prop_assert_eq!(found, there.probabilities(&other));
    }
}
