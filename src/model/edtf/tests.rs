//! Tests of the reading of dates: refusals, the table of `methods.md` 2.1, Hijri dates, properties.

use proptest::prelude::*;

use super::*;

fn when(text: &str) -> When {
    When::parse(text).unwrap_or_else(|error| panic!("{error}"))
}

fn strict(text: &str) -> String {
    when(text).strict().to_string()
}

fn fuzzy(text: &str) -> String {
    when(text).fuzzy().to_string()
}

fn refusal(text: &str) -> String {
    When::parse(text).expect_err(text).to_string()
}

#[test]
fn cells_that_are_no_dates_are_refused_with_what_would_be_right() {
    for (text, part) in [
        ("", "empty"),
        ("   ", "empty"),
        ("2021-02-30", "2021-02-30: February 2021 has 28 days"),
        ("2020-02-30", "February 2020 has 29 days"),
        ("2021-06-31", "June 2021 has 30 days"),
        ("2021-08-00", "August 2021 has 31 days"),
        ("2021-13", "no month 13"),
        ("2021-00", "no month 00"),
        ("2021-25", "seasons 21 (spring) to 24"),
        ("2021-21-03", "season has no days"),
        ("2021-8", "two digits"),
        ("2021-08-4", "two digits"),
        (
            "2021-09/2021-03",
            "first day would be 2021-09-01, its last 2021-03-31",
        ),
        ("2021-08-02/2021-08-01", "ends before it begins"),
        ("2021/2022/2023", "one `/`"),
        ("/", "both ends are empty"),
        ("..", "`..` stands for"),
        ("2021..2022", "`..` stands for"),
        ("~2021", "at the end of a date"),
        ("2021~?", "write %"),
        ("2021?-08", "at the end of a date"),
        ("2XXX", "last one or two digits"),
        ("XXXX", "last one or two digits"),
        ("202X-08", "last one or two digits"),
        ("2021-XX-15", "last one or two digits"),
        ("2021-1X", "last one or two digits"),
        ("August 2021", "not a date"),
        ("14.8.2021", "not a date"),
        ("2021-08-14T10:00", "not a date"),
        ("20210814", "not a date"),
        ("-0044", "not a date"),
        ("ad:2021", "not a date"),
        ("sh:", "not a date"),
    ] {
        let message = refusal(text);
        assert!(message.contains(part), "{text}: {message}");
    }
    let long = refusal(&"secret ".repeat(20));
    assert!(long.contains("139 characters") && !long.contains("secret"));
}

#[test]
fn hijri_dates_that_cannot_be_are_refused_with_what_would_be_right() {
    for (text, part) in [
        ("sh:1400-12-30", "Hut 1400 has 29 days"),
        ("sh:1400-07-31", "Mizan 1400 has 30 days"),
        ("sh:1335", "from 1336 on"),
        ("sh:133X", "from 1336 on"),
        ("sh:13XX", "from 1336 on"),
        ("sh:2021-08", "without prefix"),
        ("sh:1400-05/2022-03", "without prefix, or after ce:"),
        ("ah:2021-08", "lunar Hijri years are read from 1300 to 1600"),
        ("sh:1400-Muharram", "they are Hamal, Sawr"),
        ("ah:1443-Asad", "they are Muharram, Safar"),
        ("ah:1443-01-31", "Muharram 1443 has 30 days"),
        ("ah:1443-21", "no seasons"),
        ("sh:Asad", "24 Asad 1400"),
        ("sh:24 Asad", "24 Asad 1400"),
        ("sh:1400 Asad 1401", "24 Asad 1400"),
        ("sh:32 Asad 1400", "Asad 1400 has 31 days"),
        ("sh:1400/05/24", "joined by `-`"),
    ] {
        let message = refusal(text);
        assert!(message.contains(part), "{text}: {message}");
    }
}

#[test]
fn the_table_of_methods_is_kept() {
    for (text, strict_days, fuzzy_days) in [
        ("2021-08-14", "2021-08-14", "2021-08-14"),
        ("2021-08", "2021-08-01/2021-08-31", "2021-08-01/2021-08-31"),
        ("2021", "2021-01-01/2021-12-31", "2021-01-01/2021-12-31"),
        ("2021-08~", "2021-08-01/2021-08-31", "2021-07-01/2021-09-30"),
        ("2021-08?", "2021-08-01/2021-08-31", "2021-07-01/2021-09-30"),
        ("2021-08%", "2021-08-01/2021-08-31", "2021-06-01/2021-10-31"),
        ("2021-01~", "2021-01-01/2021-01-31", "2020-12-01/2021-02-28"),
        ("2021~", "2021-01-01/2021-12-31", "2020-01-01/2022-12-31"),
        ("2021-08-14~", "2021-08-14", "2021-08-13/2021-08-15"),
        ("2021-08-14%", "2021-08-14", "2021-08-12/2021-08-16"),
        ("2021-XX", "2021-01-01/2021-12-31", "2021-01-01/2021-12-31"),
        (
            "2021-XX-XX",
            "2021-01-01/2021-12-31",
            "2021-01-01/2021-12-31",
        ),
        (
            "2021-08-XX~",
            "2021-08-01/2021-08-31",
            "2021-07-01/2021-09-30",
        ),
        ("202X", "2020-01-01/2029-12-31", "2020-01-01/2029-12-31"),
        ("202x~", "2020-01-01/2029-12-31", "2010-01-01/2039-12-31"),
        ("20XX", "2000-01-01/2099-12-31", "2000-01-01/2099-12-31"),
        ("2021-21", "2021-03-01/2021-05-31", "2021-03-01/2021-05-31"),
        ("2021-22", "2021-06-01/2021-08-31", "2021-06-01/2021-08-31"),
        ("2021-23", "2021-09-01/2021-11-30", "2021-09-01/2021-11-30"),
        ("2021-24", "2021-12-01/2022-02-28", "2021-12-01/2022-02-28"),
        ("2021-24~", "2021-12-01/2022-02-28", "2021-09-01/2022-05-31"),
        (
            "2021-08/2021",
            "2021-08-01/2021-12-31",
            "2021-08-01/2021-12-31",
        ),
        (
            "2021-08~/2021?",
            "2021-08-01/2021-12-31",
            "2021-07-01/2022-12-31",
        ),
        (
            "2021-24/2022-22",
            "2021-12-01/2022-08-31",
            "2021-12-01/2022-08-31",
        ),
        ("../2021", "../2021-12-31", "../2021-12-31"),
        ("2021-08-14/..", "2021-08-14/..", "2021-08-14/.."),
        ("/2021", "../2021-12-31", "../2021-12-31"),
        ("2021~/", "2021-01-01/..", "2020-01-01/.."),
        ("../..", "../..", "../.."),
        ("۲۰۲۱–۰۸", "2021-08-01/2021-08-31", "2021-08-01/2021-08-31"),
    ] {
        assert_eq!(strict(text), strict_days, "{text}");
        assert_eq!(fuzzy(text), fuzzy_days, "{text}");
        assert_eq!(when(text).to_string(), text);
    }
}

#[test]
fn solar_dates_are_converted_in_their_own_units() {
    for (text, strict_days, fuzzy_days) in [
        ("sh:1400", "2021-03-21/2022-03-20", "2021-03-21/2022-03-20"),
        (
            "sh:1400-05",
            "2021-07-23/2021-08-22",
            "2021-07-23/2021-08-22",
        ),
        (
            "sh:1400-05~",
            "2021-07-23/2021-08-22",
            "2021-06-22/2021-09-22",
        ),
        ("sh:1400-05-24", "2021-08-15", "2021-08-15"),
        ("sh:1400-05-24?", "2021-08-15", "2021-08-14/2021-08-16"),
        (
            "sh:1400-XX",
            "2021-03-21/2022-03-20",
            "2021-03-21/2022-03-20",
        ),
        ("sh:139X", "2011-03-21/2021-03-20", "2011-03-21/2021-03-20"),
        (
            "sh:1400-21",
            "2021-03-21/2021-06-21",
            "2021-03-21/2021-06-21",
        ),
        ("sh:1336~", "1957-03-21/1958-03-20", "1956-03-21/1959-03-21"),
        (
            "sh:1400-05/1400-06",
            "2021-07-23/2021-09-22",
            "2021-07-23/2021-09-22",
        ),
        (
            "sh:1400-05/sh:1400-06",
            "2021-07-23/2021-09-22",
            "2021-07-23/2021-09-22",
        ),
        (
            "2021-01/sh:1400-06",
            "2021-01-01/2021-09-22",
            "2021-01-01/2021-09-22",
        ),
        (
            "sh:1400-05/ce:2021",
            "2021-07-23/2021-12-31",
            "2021-07-23/2021-12-31",
        ),
        ("sh:1400-05/..", "2021-07-23/..", "2021-07-23/.."),
        ("../sh:1400-05", "../2021-08-22", "../2021-08-22"),
        ("sh:../1400-05", "../2021-08-22", "../2021-08-22"),
    ] {
        assert_eq!(strict(text), strict_days, "{text}");
        assert_eq!(fuzzy(text), fuzzy_days, "{text}");
    }
}

#[test]
fn month_names_are_read_in_every_form_and_script() {
    for text in [
        "sh:24 Asad 1400",
        "sh:24-asad-1400",
        "SH: 1400 Asad 24",
        "sh:۲۴ اسد ۱۴۰۰",
        "sh:۲۴ زمری ۱۴۰۰",
        "sh:24 Mordad 1400",
        "sh:٢٤ مرداد ١٤٠٠",
    ] {
        assert_eq!(strict(text), "2021-08-15", "{text}");
    }
    for text in [
        "sh:1400-asad",
        "sh:Asad 1400",
        "sh:1400-Zmaray",
        "sh:اسد ۱۴۰۰",
    ] {
        assert_eq!(when(text).strict(), when("sh:1400-05").strict(), "{text}");
    }
    for text in ["ah:Muharram 1443", "ah:1443-muharram", "ah:محرم ۱۴۴۳"] {
        assert_eq!(when(text).strict(), when("ah:1443-01").strict(), "{text}");
    }
    let two_words = when("ah:1 Dhu al-Hijja 1443/10 Dhu al-Hijja 1443");
    assert_eq!(
        two_words.strict(),
        when("ah:1443-12-01/1443-12-10").strict()
    );
}

#[test]
fn a_lunar_date_is_never_one_exact_day() {
    let day = when("ah:1443-01-01");
    assert!(!day.strict().is_single_day());
    assert!(
        day.strict()
            .contains(when("2021-08-09/2021-08-10").strict())
    );
    let month = when("ah:1443-01");
    assert!(month.strict().contains(day.strict()));
    assert!(
        when("ah:1443-01~")
            .fuzzy()
            .contains(when("ah:1442-12").strict())
    );
}

#[test]
fn each_end_keeps_its_own_mark() {
    let ends = |text| (when(text).low_end, when(text).high_end);
    let plain = End::Dated(Mark::None);
    assert_eq!(
        ends("2021-08~/2022"),
        (End::Dated(Mark::Approximate), plain)
    );
    assert_eq!(ends("2021/2022%"), (plain, End::Dated(Mark::Both)));
    assert_eq!(ends("/2021"), (End::Unknown, plain));
    assert_eq!(ends("../2021"), (End::Open, plain));
    let alone = End::Dated(Mark::Uncertain);
    assert_eq!(ends("2021-08-14?"), (alone, alone));
}

#[test]
fn converted_dates_are_shown_as_gregorian_edtf() {
    for (text, shown) in [
        ("sh:1400-05-24", "2021-08-15"),
        ("sh:1400-05-24?", "2021-08-15?"),
        ("sh:1400", "2021-03-21/2022-03-20"),
        ("sh:1400-05~", "2021-07-23~/2021-08-22~"),
        ("sh:1400-05~/..", "2021-07-23~/.."),
        ("/sh:1400-05", "/2021-08-22"),
        ("sh:1400-05-24/1400-05-24?", "2021-08-15/2021-08-15?"),
        ("2021-08~", "2021-08~"),
        ("202x", "202X"),
        ("ce:2021 / 2022", "2021/2022"),
        ("۲۰۲۱", "2021"),
    ] {
        assert_eq!(when(text).to_edtf_gregorian(), shown);
    }
}

fn any_date() -> impl Strategy<Value = String> {
    let years = || 1900..2100_u32;
    let gregorian = prop_oneof![
        years().prop_map(|y| format!("{y}")),
        (years(), 1..=12_u32).prop_map(|(y, m)| format!("{y}-{m:02}")),
        (years(), 1..=12_u32, 1..=28_u32).prop_map(|(y, m, d)| format!("{y}-{m:02}-{d:02}")),
        (years(), 21..=24_u32).prop_map(|(y, s)| format!("{y}-{s}")),
        (190..209_u32).prop_map(|decade| format!("{decade}X")),
    ];
    let solar = prop_oneof![
        (1340..1490_u32).prop_map(|y| format!("sh:{y}")),
        (1340..1490_u32, 1..=12_u32).prop_map(|(y, m)| format!("sh:{y}-{m:02}")),
        (1340..1490_u32, 1..=12_u32, 1..=29_u32)
            .prop_map(|(y, m, d)| format!("sh:{y}-{m:02}-{d:02}")),
    ];
    let lunar = prop_oneof![
        (1310..1590_u32, 1..=12_u32).prop_map(|(y, m)| format!("ah:{y}-{m:02}")),
        (1310..1590_u32, 1..=12_u32, 1..=30_u32)
            .prop_map(|(y, m, d)| format!("ah:{y}-{m:02}-{d:02}")),
    ];
    prop_oneof![3 => gregorian, 1 => solar, 1 => lunar]
}

fn any_mark() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just(""), Just("~"), Just("?"), Just("%")]
}

proptest! {
    #[test]
    fn strict_lies_inside_fuzzy_and_marks_only_widen(date in any_date()) {
        let plain = when(&date);
        let marked = when(&format!("{date}~"));
        let both = when(&format!("{date}%"));
        prop_assert_eq!(plain.strict(), plain.fuzzy());
        prop_assert_eq!(marked.strict(), plain.strict());
        prop_assert!(marked.fuzzy().contains(marked.strict()));
        prop_assert!(marked.fuzzy() != marked.strict());
        prop_assert!(both.fuzzy().contains(marked.fuzzy()));
        prop_assert_eq!(when(&format!("{date}?")).fuzzy(), marked.fuzzy());
    }

    #[test]
    fn an_interval_runs_from_its_first_end_to_its_last(
        (a, mark_a) in (any_date(), any_mark()),
        (b, mark_b) in (any_date(), any_mark()),
    ) {
        let b = if b.contains(':') { b } else { format!("ce:{b}") };
        let (first, last) = (when(&format!("{a}{mark_a}")), when(&format!("{b}{mark_b}")));
        match When::parse(&format!("{a}{mark_a}/{b}{mark_b}")) {
            Ok(both) => {
                prop_assert_eq!(both.strict().low(), first.strict().low());
                prop_assert_eq!(both.strict().high(), last.strict().high());
                prop_assert_eq!(both.fuzzy().low(), first.fuzzy().low());
                prop_assert_eq!(both.fuzzy().high(), last.fuzzy().high());
            }
            Err(DateError::Wrong { fault: DateFault::Reversed { .. }, .. }) => {
                prop_assert!(last.strict().high() < first.strict().low());
            }
            Err(error) => panic!("{error}"),
        }
    }

    #[test]
    fn the_gregorian_form_reads_back_to_the_same_days(date in any_date(), mark in any_mark()) {
        let original = when(&format!("{date}{mark}"));
        let shown = when(&original.to_edtf_gregorian());
        prop_assert_eq!(shown.strict(), original.strict());
        prop_assert_eq!((shown.low_end, shown.high_end), (original.low_end, original.high_end));
        prop_assert!(!shown.is_converted);
        prop_assert_eq!(when(&original.to_string()), original);
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,40}|(sh:|ah:|ce:)?[0-9Xx~?%/.: اسدAsd۱۴-]{0,24}") {
        if let Ok(read) = When::parse(&text) {
            prop_assert!(read.fuzzy().contains(read.strict()));
            prop_assert!(When::parse(&read.to_edtf_gregorian()).is_ok());
        }
    }

    #[test]
    fn every_exact_day_reads_as_itself(rata_die in -366..3_652_059_i32) {
        let day = Day::from_rata_die(rata_die);
        prop_assert_eq!(when(&day.to_string()).strict(), DayRange::single(day));
    }
}

#[test]
fn a_study_chooses_the_months_of_its_seasons() {
    let days = |text: &str, seasons| When::parse_in(text, seasons).unwrap().strict().to_string();
    let (into, from, south) = (
        Seasons::WinterIntoNextYear,
        Seasons::WinterFromLastYear,
        Seasons::Southern,
    );
    assert_eq!(days("2021-24", into), "2021-12-01/2022-02-28");
    assert_eq!(days("2021-24", from), "2020-12-01/2021-02-28");
    assert_eq!(days("2021-24", south), "2021-06-01/2021-08-31");
    assert_eq!(days("2021-21", from), days("2021-21", into));
    assert_eq!(days("2021-21", south), "2021-09-01/2021-11-30");
    assert_eq!(days("2021-22", south), "2021-12-01/2022-02-28");
    assert_eq!(days("2021-23", south), "2021-03-01/2021-05-31");
    // The solar year begins with spring: its winter is in it whatever is chosen in the north.
    assert_eq!(days("sh:1400-24", from), days("sh:1400-24", into));
    let padded = When::parse_in("2021-24~", from).unwrap();
    assert_eq!(padded.fuzzy().to_string(), "2020-09-01/2021-05-31");
}
