//! Tests of the reading of values: refusals, the table of `methods.md` 2.2, spellings, properties.

use proptest::prelude::*;

use super::*;

const ENDLESS: f64 = f64::INFINITY;

fn words() -> NumberWords {
    NumberWords::built_in()
}

fn read(text: &str) -> Quantity {
    Quantity::parse(text, &words()).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn ends(interval: Interval) -> (f64, f64) {
    (interval.low(), interval.high())
}

fn refusal(text: &str) -> QuantityError {
    Quantity::parse(text, &words()).expect_err(text)
}

#[test]
fn cells_that_are_no_values_are_refused() {
    use QuantityError as Error;
    for (text, error) in [
        ("", Error::Empty),
        (" \u{200E} ", Error::Empty),
        ("none reported", Error::NoValue),
        ("None  Reported", Error::NoValue),
        ("unknown", Error::NoValue),
        ("?", Error::NoValue),
        ("–", Error::NoValue),
        ("they left", Error::NoNumber),
        ("abuot 500", Error::NoNumber),
        ("about", Error::NoNumber),
        ("tensor", Error::NoNumber),
        ("k", Error::NoNumber),
        ("%", Error::NoNumber),
        ("500 fighters", Error::TrailingWords),
        ("30 % of the land", Error::TrailingWords),
        ("8 k", Error::TrailingWords),
        ("8m", Error::TrailingWords),
        ("500 men or more", Error::TrailingWords),
        ("1/3", Error::TrailingWords),
        ("half a million", Error::TrailingWords),
        ("8,00", Error::DecimalComma),
        ("8,5", Error::DecimalComma),
        ("1,00,000", Error::DecimalComma),
        ("8000,000", Error::Grouping),
        ("8,0000", Error::Grouping),
        ("8,000,00", Error::Grouping),
        ("8'000,000", Error::Grouping),
        ("1.500.000", Error::Grouping),
        ("8.000", Error::AmbiguousPoint),
        ("about 150.000", Error::AmbiguousPoint),
        ("2000000000000000", Error::TooLarge),
        ("2 million billion", Error::TooLarge),
        ("200-150", Error::Reversed),
        ("between 200 and 150", Error::Reversed),
        ("hundreds to tens", Error::Reversed),
        ("between 150", Error::HalfRange),
        ("half to 60", Error::MixedShare),
        ("20 % to 30", Error::MixedShare),
        ("120 %", Error::ShareOutOfRange),
        ("-5 %", Error::ShareOutOfRange),
        ("more than 100 %", Error::NothingLeft),
        ("more than all", Error::NothingLeft),
        ("fewer than 0", Error::NothingLeft),
        ("less than none", Error::ModifiedNone),
        ("about none", Error::ModifiedNone),
        ("up to at least 5", Error::TwoModifiers),
        ("about more than 5", Error::TwoModifiers),
        ("at least 5 or more", Error::TwoModifiers),
        ("between over 5 and 6", Error::TwoModifiers),
        ("up to -5", Error::ModifiedNegative),
        ("nearly -5", Error::ModifiedNegative),
    ] {
        assert_eq!(refusal(text), error, "{text}");
    }
    let long = refusal(&"secret ".repeat(30));
    assert_eq!(long, QuantityError::TooLong { length: 209 });
    assert!(!long.to_string().contains("secret"));
}

#[test]
fn plain_numbers_are_read_in_every_spelling() {
    for (text, number) in [
        ("8000", 8000.0),
        ("8,000", 8000.0),
        ("8 000", 8000.0),
        ("8\u{202F}000", 8000.0),
        ("8'000", 8000.0),
        ("۸۰۰۰", 8000.0),
        ("۸٬۰۰۰", 8000.0),
        ("٨،٠٠٠", 8000.0),
        ("8k", 8000.0),
        ("8 thousand", 8000.0),
        ("eight thousand", 8000.0),
        ("8.5", 8.5),
        ("8٫5", 8.5),
        ("8.125", 8.125),
        ("0.500", 0.5),
        ("8,000.50", 8000.5),
        ("1.5 million", 1_500_000.0),
        ("1.1 million", 1_100_000.0),
        ("1.250 million", 1_250_000.0),
        ("two hundred thousand", 200_000.0),
        ("a hundred", 100.0),
        ("a thousand", 1000.0),
        ("3 lakh", 300_000.0),
        ("two dozen", 24.0),
        ("Twelve", 12.0),
        ("0", 0.0),
        ("-5", -5.0),
        ("−5", -5.0),
        ("1,500,000", 1_500_000.0),
    ] {
        let value = read(text);
        assert_eq!(ends(value.strict()), (number, number), "{text}");
        assert_eq!(value.fuzzy(), value.strict(), "{text}");
        assert_eq!(value.modifier(), Modifier::Exact, "{text}");
        assert!(!value.is_share() && !value.is_vague(), "{text}");
        assert_eq!(value.to_string(), text);
    }
}

#[test]
fn modifiers_bound_as_the_table_says() {
    use Modifier::{AtLeast, AtMost, FewerThan, JustOver, MoreThan, Nearly, UpTo};
    for (text, modifier, low, high) in [
        ("up to 8,000", UpTo, 0.0, 8000.0),
        ("as many as 8,000", UpTo, 0.0, 8000.0),
        ("at least 5", AtLeast, 5.0, ENDLESS),
        ("no fewer than 5", AtLeast, 5.0, ENDLESS),
        ("not less than 5", AtLeast, 5.0, ENDLESS),
        ("minimum 5", AtLeast, 5.0, ENDLESS),
        ("500+", AtLeast, 500.0, ENDLESS),
        ("500 or more", AtLeast, 500.0, ENDLESS),
        ("≥ 5", AtLeast, 5.0, ENDLESS),
        ("more than 5", MoreThan, 6.0, ENDLESS),
        ("over 5", MoreThan, 6.0, ENDLESS),
        (">5", MoreThan, 6.0, ENDLESS),
        ("more than 5.5", MoreThan, 5.5_f64.next_up(), ENDLESS),
        ("more than -5", MoreThan, -4.0, ENDLESS),
        ("more than 1.5 million", MoreThan, 1_500_001.0, ENDLESS),
        ("at most 5", AtMost, 0.0, 5.0),
        ("no more than 5", AtMost, 0.0, 5.0),
        ("5 or fewer", AtMost, 0.0, 5.0),
        ("fewer than 5", FewerThan, 0.0, 4.0),
        ("less than 5", FewerThan, 0.0, 4.0),
        ("under five", FewerThan, 0.0, 4.0),
        ("less than 5.5", FewerThan, 0.0, 5.5_f64.next_down()),
        ("nearly 500", Nearly, 450.0, 500.0),
        ("Almost 30", Nearly, 27.0, 30.0),
        ("just under 55", Nearly, 50.0, 55.0),
        ("just over 500", JustOver, 500.0, 550.0),
        ("just above 500", JustOver, 500.0, 550.0),
        ("a little over 70", JustOver, 70.0, 77.0),
    ] {
        let value = read(text);
        assert_eq!(ends(value.strict()), (low, high), "{text}");
        assert_eq!(value.fuzzy(), value.strict(), "{text}");
        assert_eq!(value.modifier(), modifier, "{text}");
    }
}

#[test]
fn about_is_strict_at_the_figure_and_fuzzy_around_it() {
    for (text, figure, low, high) in [
        ("some 500", 500.0, 450.0, 550.0),
        ("about 500", 500.0, 450.0, 550.0),
        ("around 500", 500.0, 450.0, 550.0),
        ("roughly 500", 500.0, 450.0, 550.0),
        ("approximately 500", 500.0, 450.0, 550.0),
        ("~500", 500.0, 450.0, 550.0),
        ("c. 500", 500.0, 450.0, 550.0),
        ("c.500", 500.0, 450.0, 550.0),
        ("500 or so", 500.0, 450.0, 550.0),
        ("about 520", 520.0, 468.0, 572.0),
        ("about 100", 100.0, 50.0, 150.0),
        ("about ten", 10.0, 5.0, 15.0),
        ("about a dozen", 12.0, 11.0, 13.0),
        ("about 200", 200.0, 150.0, 250.0),
        ("about 5", 5.0, 5.0, 5.0),
        ("about 0", 0.0, 0.0, 0.0),
        ("about 1.5 million", 1_500_000.0, 1_350_000.0, 1_650_000.0),
        ("about 8.5", 8.5, 7.65, 9.35),
        ("about -500", -500.0, -550.0, -450.0),
    ] {
        let value = read(text);
        assert_eq!(ends(value.strict()), (figure, figure), "{text}");
        assert_eq!(ends(value.fuzzy()), (low, high), "{text}");
        assert_eq!(value.modifier(), Modifier::About, "{text}");
    }
}

#[test]
fn about_may_follow_another_modifier() {
    let value = read("up to about 500");
    assert_eq!(ends(value.strict()), (0.0, 500.0));
    assert_eq!(ends(value.fuzzy()), (0.0, 550.0));
    assert_eq!(value.modifier(), Modifier::UpTo);
    let value = read("at least some 500");
    assert_eq!(ends(value.strict()), (500.0, ENDLESS));
    assert_eq!(ends(value.fuzzy()), (450.0, ENDLESS));
}

#[test]
fn ranges_are_read_in_every_spelling() {
    for text in [
        "150-200",
        "150–200",
        "150 - 200",
        "150 to 200",
        "between 150 and 200",
        "from 150 to 200",
        "۱۵۰–۲۰۰",
    ] {
        let value = read(text);
        assert_eq!(ends(value.strict()), (150.0, 200.0), "{text}");
        assert_eq!(value.fuzzy(), value.strict(), "{text}");
        assert_eq!(value.modifier(), Modifier::Between, "{text}");
    }
    for (text, low, high) in [
        ("5-6 thousand", 5000.0, 6000.0),
        ("5 to 6k", 5000.0, 6000.0),
        ("1.5 to 2 million", 1_500_000.0, 2_000_000.0),
        ("500 to 2 thousand", 500.0, 2000.0),
        ("five to seven", 5.0, 7.0),
        ("-5 to -3", -5.0, -3.0),
        ("tens to hundreds", 20.0, 999.0),
    ] {
        assert_eq!(ends(read(text).strict()), (low, high), "{text}");
    }
    assert_eq!(ends(read("about 150-200").fuzzy()), (135.0, 250.0));
    assert_eq!(ends(read("about 150-200").strict()), (150.0, 200.0));
    assert_eq!(
        ends(read("between about 150 and 200").fuzzy()),
        (135.0, 200.0)
    );
}

#[test]
fn shares_lie_between_0_and_1() {
    let above_half = 0.5_f64.next_up();
    for (text, strict, fuzzy) in [
        ("30 %", (0.3, 0.3), (0.3, 0.3)),
        ("30%", (0.3, 0.3), (0.3, 0.3)),
        ("۳۰٪", (0.3, 0.3), (0.3, 0.3)),
        ("30 percent", (0.3, 0.3), (0.3, 0.3)),
        ("12.5 per cent", (0.125, 0.125), (0.125, 0.125)),
        ("about 30 %", (0.3, 0.3), (0.25, 0.35)),
        ("about 95 %", (0.95, 0.95), (0.855, 1.0)),
        ("20-30 %", (0.2, 0.3), (0.2, 0.3)),
        ("20 %-30 %", (0.2, 0.3), (0.2, 0.3)),
        ("between 20 and 30 percent", (0.2, 0.3), (0.2, 0.3)),
        ("nearly 30 %", (0.27, 0.3), (0.27, 0.3)),
        ("just over 95 %", (0.95, 1.0), (0.95, 1.0)),
        ("at least 30 %", (0.3, 1.0), (0.3, 1.0)),
        (
            "more than 30 %",
            (0.3_f64.next_up(), 1.0),
            (0.3_f64.next_up(), 1.0),
        ),
        (
            "less than 30 %",
            (0.0, 0.3_f64.next_down()),
            (0.0, 0.3_f64.next_down()),
        ),
        ("all", (1.0, 1.0), (1.0, 1.0)),
        ("everyone", (1.0, 1.0), (1.0, 1.0)),
        ("half", (0.45, 0.55), (0.45, 0.55)),
        ("about half", (0.45, 0.55), (0.45, 0.55)),
        ("more than half", (above_half, 1.0), (above_half, 1.0)),
        ("up to half", (0.0, 0.5), (0.0, 0.5)),
        ("nearly all", (0.9, 1.0), (0.9, 1.0)),
        ("most", (above_half, 1.0), (above_half, 1.0)),
        ("majority", (above_half, 1.0), (above_half, 1.0)),
        ("half to 60 %", (0.45, 0.6), (0.45, 0.6)),
        ("a quarter", (0.225, 0.275), (0.225, 0.275)),
        ("at least two thirds", (2.0 / 3.0, 1.0), (2.0 / 3.0, 1.0)),
    ] {
        let value = read(text);
        assert!(value.is_share(), "{text}");
        assert_eq!(ends(value.strict()), strict, "{text}");
        assert_eq!(ends(value.fuzzy()), fuzzy, "{text}");
    }
    assert!(read("half").is_vague() && read("most").is_vague());
    assert!(!read("more than half").is_vague() && !read("all").is_vague());
}

#[test]
fn vague_words_are_those_of_the_table() {
    for (text, low, high) in [
        ("several", 3.0, 9.0),
        ("a few", 3.0, 9.0),
        ("tens", 20.0, 99.0),
        ("Dozens", 24.0, 99.0),
        ("low hundreds", 100.0, 399.0),
        ("hundreds", 200.0, 999.0),
        ("several hundred", 300.0, 999.0),
        ("a few hundred", 300.0, 999.0),
        ("thousands", 2000.0, 9999.0),
        ("tens of  thousands", 20_000.0, 99_999.0),
        ("some tens", 20.0, 99.0),
        ("several thousand", 3000.0, 9999.0),
        ("hundreds of thousands", 200_000.0, 999_999.0),
        ("mass", 1.0, ENDLESS),
    ] {
        let value = read(text);
        assert_eq!(ends(value.strict()), (low, high), "{text}");
        assert_eq!(value.fuzzy(), value.strict(), "{text}");
        assert_eq!(value.modifier(), Modifier::Vague, "{text}");
        assert!(value.is_vague(), "{text}");
    }
}

#[test]
fn modifiers_over_vague_words_hold_for_any_number_the_word_may_mean() {
    for (text, modifier, low, high) in [
        (
            "at least several hundred",
            Modifier::AtLeast,
            300.0,
            ENDLESS,
        ),
        (
            "more than a few hundred",
            Modifier::MoreThan,
            301.0,
            ENDLESS,
        ),
        ("up to several hundred", Modifier::UpTo, 0.0, 999.0),
        ("fewer than a few hundred", Modifier::FewerThan, 0.0, 998.0),
    ] {
        let value = read(text);
        assert_eq!(ends(value.strict()), (low, high), "{text}");
        assert_eq!(value.modifier(), modifier, "{text}");
        assert!(value.is_vague(), "{text}");
    }
}

#[test]
fn none_is_zero_and_none_reported_is_no_value() {
    assert_eq!(ends(read("none").strict()), (0.0, 0.0));
    assert_eq!(ends(read("0 %").strict()), (0.0, 0.0));
    assert_eq!(read("none").modifier(), Modifier::Exact);
    assert_eq!(refusal("none reported"), QuantityError::NoValue);
}

#[test]
fn the_study_decides_what_its_words_mean() {
    let mut own = words();
    for (word, low, high) in [
        ("some tens", 30.0, 60.0),
        ("unknown", 0.0, 5.0),
        ("half", 0.4, 0.6),
    ] {
        own.define(word, low, high).unwrap();
    }
    let ends_of = |text| ends(Quantity::parse(text, &own).unwrap().strict());
    assert_eq!(ends_of("Some  tens"), (30.0, 60.0));
    assert_eq!(ends_of("unknown"), (0.0, 5.0));
    assert_eq!(ends_of("half"), (0.4, 0.6));
    assert_eq!(ends_of("at least half"), (0.5, 1.0));
}

const MODIFIED: [&str; 14] = [
    "{}",
    "about {}",
    "at least {}",
    "more than {}",
    "at most {}",
    "up to {}",
    "nearly {}",
    "just over {}",
    "up to about {}",
    "at least about {}",
    "fewer than about {}",
    "{}+",
    "{} or so",
    "between {} and 2000000000",
];

fn any_phrase() -> impl Strategy<Value = String> {
    let number = prop_oneof![
        (1..1_000_000_u32).prop_map(|number| number.to_string()),
        (1..1_000_u32).prop_map(|tenths| format!("{}.{}", tenths / 10, tenths % 10)),
        (1..900_u32).prop_map(|number| format!("{number} thousand")),
    ];
    let modified = proptest::sample::select(MODIFIED.to_vec());
    (modified, number).prop_map(|(modified, number)| modified.replace("{}", &number))
}

proptest! {
    #[test]
    fn strict_lies_inside_fuzzy_and_holds_what_it_must(phrase in any_phrase()) {
        let Ok(value) = Quantity::parse(&phrase, &words()) else {
            // The one refusal among these phrases: nothing lies below "fewer than" a very small one.
            prop_assert!(phrase.starts_with("fewer"));
            return Ok(());
        };
        prop_assert!(value.fuzzy().contains(value.strict()), "{}", phrase);
        prop_assert!(value.strict().low() >= 0.0);
        prop_assert_eq!(read(&value.to_string()), value);
    }

    #[test]
    fn a_larger_figure_never_bounds_lower(small in 0..100_000_u32, more in 0..100_000_u32) {
        let large = small + more;
        for modified in MODIFIED {
            let (Ok(first), Ok(second)) = (
                Quantity::parse(&modified.replace("{}", &small.to_string()), &words()),
                Quantity::parse(&modified.replace("{}", &large.to_string()), &words()),
            ) else {
                continue;
            };
            prop_assert!(first.strict().low() <= second.strict().low());
            prop_assert!(first.strict().high() <= second.strict().high());
        }
    }

    #[test]
    fn grouping_changes_nothing(number in 1_000..1_000_000_u32, sign in "[,٬، ']") {
        let grouped = format!("{}{sign}{:03}", number / 1000, number % 1000);
        prop_assert_eq!(read(&grouped).strict(), read(&number.to_string()).strict());
    }

    #[test]
    fn a_printed_interval_reads_back(low in 0..1_000_000_u32, width in 0..1_000_000_u32) {
        let (low, high) = (f64::from(low), f64::from(low) + f64::from(width));
        for high in [high, ENDLESS] {
            let interval = Interval::new(low, high).unwrap();
            prop_assert_eq!(read(&interval.to_string()).strict(), interval);
        }
    }

    #[test]
    fn shares_stay_between_0_and_1(percent in 0..=100_u32, modified in 0..MODIFIED.len() - 1) {
        let phrase = MODIFIED[modified].replace("{}", &format!("{percent} %"));
        if let Ok(value) = Quantity::parse(&phrase, &words()) {
            prop_assert!(value.is_share());
            let all = Interval::new(0.0, 1.0).unwrap();
            prop_assert!(all.contains(value.fuzzy()), "{}", phrase);
            prop_assert!(value.fuzzy().contains(value.strict()), "{}", phrase);
        }
    }

    #[test]
    fn no_text_panics(
        text in "\\PC{0,40}|((about|up to|over|some|a|half|tens|of|to|and|between|million|dozen|[0-9]{1,20}|[-–.,% k+۰٬]) ?){0,8}",
    ) {
        if let Ok(value) = Quantity::parse(&text, &words()) {
            prop_assert!(value.fuzzy().contains(value.strict()));
        }
    }
}
