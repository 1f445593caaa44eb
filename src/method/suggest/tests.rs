use super::*;
use proptest::prelude::*;

fn lexicon() -> Lexicon {
    let topic = |key, statement, unit| TopicWords {
        key,
        statement,
        is_quantity: !str::is_empty(unit),
        is_share: false,
        unit,
        values: Vec::new(),
    };
    let mut why = topic("why-fewer", "Attacks became fewer for this reason", "");
    why.values = vec!["raids", "empty purse"];
    Lexicon {
        topics: Topics::new(
            [
                topic("pay", "The group pays a man this much", "dollars per month"),
                topic("pay-cut", "The group has cut what it pays", ""),
                topic("surrenders", "This many have surrendered", "persons"),
                why,
            ],
            [
                Example {
                    topic: "surrenders",
                    interview: "I-1",
                    quote: "سل کسان تسلیم شول",
                },
                Example {
                    topic: "surrenders",
                    interview: "I-2",
                    quote: "د کونړ کسان تسلیم شول",
                },
                Example {
                    topic: "pay",
                    interview: "I-2",
                    quote: "هر کس ته سل ډالر",
                },
            ],
        ),
        places: PlaceNames::new([
            ("nangarhar", vec!["Nangarhar", "ننگرهار"]),
            ("jalalabad", vec!["Jalalabad", "جلال آباد"]),
            ("qarabuloq", vec!["Qarabuloq", "قره بولاق"]),
            ("af", vec!["Afghanistan"]),
        ]),
        numbers: NumberWords::built_in(),
    }
}

fn read(words: &str, held: &str) -> Proposal {
    let held = Held::parse(held, Default::default());
    propose(
        &lexicon(),
        &Passage {
            interview: "I-9",
            words,
            beside: "",
            held: held.as_ref(),
        },
    )
}

fn figure(words: &str) -> String {
    let found = numbers::figures(&words_of(words), &NumberWords::built_in());
    let values: Vec<_> = found.into_iter().map(|figure| figure.value).collect();
    values.join("; ")
}

fn when(words: &str, held: &str) -> String {
    read(words, held)
        .time
        .map_or_else(String::new, |time| time.when)
}

#[test]
fn numbers_in_words_of_four_languages() {
    for (words, value) in [
        ("about fifteen hundred men", "about 1,500"),
        ("a hundred and eighty thousand dollars", "180,000"),
        ("twenty-eight shut", "28"),
        ("not one more than four hundred", "at most 400"),
        ("at most twelve hundred sworn", "at most 1,200"),
        (
            "about three thousand two hundred sworn people",
            "about 3,200",
        ),
        ("more than a thousand", "more than 1,000"),
        ("شاوخوا شپېته ټوپکیان", "about 60"),
        ("یو سل او پنځوس ډالره", "150"),
        ("څلور نوي کسان", "94"),
        ("سه هزار نفر", "3,000"),
        ("اۉن ایککی کیشی", "12"),
        ("یوز ییگیرمه میلتیقلی", "120"),
        ("oʻn ikki kishi", "12"),
        ("۱۲۰ نفر", "120"),
        ("8,000 fighters", "8,000"),
        ("یوزله‌ب بار اېدی", "hundreds"),
        ("dozens came", "dozens"),
        ("30 % of them", "30 %"),
    ] {
        assert_eq!(figure(words), value, "{words}");
    }
}

#[test]
fn an_article_is_no_figure() {
    for words in [
        "one of them said so",
        "یو سړی",
        "دا یوه خبره ده",
        "می گوید که آمد",
    ] {
        assert_eq!(figure(words), "", "{words}");
    }
}

#[test]
fn months_of_three_calendars_by_name_and_year() {
    for (words, held, date) in [
        ("In August men came to us", "2022-03-10", "2021-08"),
        ("in August 2020 they came", "2022-03-10", "2020-08"),
        (
            "on the third of September we burned it",
            "2022-10-01",
            "2022-09-03",
        ),
        ("on the twenty-second of August", "2021-08-29", "2021-08-22"),
        (
            "in December and in January",
            "2022-02-01",
            "2021-12/2022-01",
        ),
        ("in the month of Asad", "2021-09-06", "sh:1400-05"),
        (
            "ټول اسد او ټوله سنبله",
            "2021-09-20",
            "sh:1400-05/sh:1400-06",
        ),
        ("در سال ۱۴۰۰ بود", "2022-03-01", "sh:1400"),
        (
            "All through Shaban, the lunar month",
            "2022-04-05",
            "ah:1443-08",
        ),
        ("د اګست په میاشت کې", "2021-09-06", "2021-08"),
        ("اگست آییده", "2022-01-05", "2021-08"),
        ("there are thirty this month", "2021-09-06", "2021-09"),
        ("in May they came", "2022-06-01", "2022-05"),
        ("they may come", "2022-06-01", ""),
        ("they march to the bridge", "2022-06-01", ""),
        ("1400 men", "2022-06-01", ""),
    ] {
        assert_eq!(when(words, held), date, "{words}");
    }
}

#[test]
fn a_year_is_no_figure_and_a_figure_is_no_year() {
    let read = read("In 2021 they paid 200 dollars in Jalalabad", "2022-03");
    assert_eq!(
        read.figure.map(|figure| figure.value).as_deref(),
        Some("200")
    );
    assert_eq!(read.time.map(|time| time.when).as_deref(), Some("2021"));
    assert_eq!(read.topics[0].topic, "pay");
    assert_eq!(read.place.map(|(key, _)| key).as_deref(), Some("jalalabad"));
}

#[test]
fn places_in_any_spelling_with_their_endings() {
    for (words, key) in [
        ("here in nangarhar", Some("nangarhar")),
        ("د ننګرهار په ولایت کې", Some("nangarhar")),
        ("Qarabuloqda edi", Some("qarabuloq")),
        ("in Kunar", None),
        ("af", None),
    ] {
        let found = read(words, "2022").place.map(|(key, _)| key);
        assert_eq!(found.as_deref(), key, "{words}");
    }
}

#[test]
fn what_is_counted_decides_between_topics_and_figures() {
    let read = read("In two months they paid three hundred dollars", "2022");
    assert_eq!(read.topics[0].topic, "pay");
    assert_eq!(
        read.figure.map(|figure| figure.value).as_deref(),
        Some("300")
    );
    let cut = self::read("The pay was cut", "2022");
    assert_eq!(
        (cut.topics[0].topic.as_str(), cut.figure),
        ("pay-cut", None)
    );
}

#[test]
fn a_listed_value_is_proposed() {
    let read = read("It was the raids that made the attacks fewer", "2022");
    assert_eq!(read.topics[0].topic, "why-fewer");
    assert_eq!(read.value.map(|(value, _)| value).as_deref(), Some("raids"));
}

#[test]
fn claims_that_are_there_speak_for_a_topic_in_any_language_but_not_for_themselves() {
    let topics = |interview| {
        let words = "درې کسان تسلیم شول";
        let passage = Passage {
            interview,
            words,
            beside: "",
            held: None,
        };
        propose(&lexicon(), &passage).topics
    };
    let found = topics("I-9");
    assert_eq!(found[0].topic, "surrenders");
    assert!(topics("I-1")[0].score < found[0].score);
    let alone = Topics::new(
        [],
        [Example {
            topic: "t",
            interview: "I-1",
            quote: "a b",
        }],
    );
    assert!(alone.of_key("t").is_none());
}

#[test]
fn words_that_point_nowhere_propose_no_topic() {
    assert_eq!(read("Sit down and drink your tea", "2022").topics, []);
}

proptest! {
    #[test]
    fn nothing_panics_and_spans_lie_in_the_passage(words in "(\\PC| |one|hundred|and|of|August|31|1400|و|سل|%){0,40}") {
        let length = words.chars().count();
        let read = read(&words, "2022-03");
        let mut spans: Vec<Span> = read.topics.iter().flat_map(|guess| guess.words.clone()).collect();
        spans.extend(read.figure.map(|figure| figure.span));
        spans.extend(read.time.map(|time| time.span));
        spans.extend(read.place.map(|(_, span)| span));
        for span in spans {
            prop_assert!(span.start_cp < span.end_cp && span.end_cp <= length);
        }
        prop_assert_eq!(self::read(&words, "2022-03"), self::read(&words, "2022-03"));
    }
}
