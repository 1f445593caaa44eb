//! Times in a passage: months by name in three calendars and several scripts, days and years beside
//! them, years behind a word that announces one, and "this month". It knows names, not grammar. What
//! a stranger would get wrong: a month without a year is the last one that began before the interview
//! was over; and many names are other words too ("may", "دی"), so those need a cue beside them.

use super::span_over;
use super::word::{Word, is_with_ending};
use crate::method::fold::fold;
use crate::model::calendar::Calendar;
use crate::model::day::DayRange;
use crate::model::edtf::When;
use crate::model::month_names::month_of_name;
use crate::model::text_index::Span;
use crate::model::vocabulary::Seasons;
use std::collections::HashSet;
use std::sync::LazyLock;

/// When an interview was held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held(DayRange);

impl Held {
    /// Reads the date of an interview (EDTF); nothing where it does not bound a time.
    pub fn parse(text: &str, seasons: Seasons) -> Option<Self> {
        let range = When::parse_in(text, seasons).ok()?.strict();
        range.is_bounded().then_some(Self(range))
    }
}

/// A time that a passage names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Time {
    /// As a cell of the column `when` would say it: EDTF, with `sh:` or `ah:` where needed.
    pub when: String,
    /// The words it comes from.
    pub span: Span,
}

/// Gregorian months: English, then as Dari, Pashto and Uzbek write them.
const GREGORIAN: [&str; 12] = [
    "january جنوری yanvar ینور",
    "february فبروری فبروري fevral فېورل",
    "march مارچ mart مارت",
    "april اپریل اپرېل aprel اپرېل",
    "may می مې",
    "june جون iyun ایون",
    "july جولای جولایی iyul ایول",
    "august اگست آگست اګست avgust",
    "september سپتمبر سپتامبر sentabr سېنتبر",
    "october اکتوبر اکتبر oktabr",
    "november نومبر نوامبر noyabr",
    "december دسمبر دسامبر ډسمبر dekabr",
];

/// Names that are other words too: taken for a month only with a cue beside them.
const DOUBTFUL: &str = "may می مې دی تیر تېر مهر تله وری کب mart hut hot hout dey dai tir teer mehr kab kub tala safar asad azar ban";
/// Names that are other words where they have no capital.
const NEED_CAPITAL: &str = "may march august mart mehr asad hut mizan";
const BEFORE_MONTH: &str = "in month of ماه برج last this until since from to and بین تا";
const BEHIND_MONTH: &str = "میاشت میاشتې میاشته میاشتو ماه oyi oyida oyining آیی آییده آییدن month";
const BEFORE_YEAR: &str = "in of since year from until till سال سنه کال په در از";
const BEHIND_YEAR: &str = "yil yili yilda کال کې ییل";
/// "This month", word for word.
const THIS_MONTH: [&str; 8] = [
    "this month",
    "این ماه",
    "همین ماه",
    "دا میاشت",
    "دې میاشت",
    "دې میاشتې",
    "همدې میاشتې",
    "bu oy",
];
const ORDINALS: &str = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth \
thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth";

/// A date as far as it is named.
struct Named {
    calendar: Calendar,
    year: Option<i32>,
    month: Option<u8>,
    day: Option<u8>,
    first: usize,
    behind: usize,
}

/// The times of a passage in their order.
pub(super) fn times(words: &[Word], held: Option<&Held>) -> Vec<Time> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let time = this_month(words, at, held).or_else(|| {
            let named = month_at(words, at).or_else(|| year_at(words, at))?;
            let when = resolved(&named, held)?;
            Some((when, named.first, named.behind))
        });
        match time {
            Some((when, first, behind)) => {
                found.push(Time {
                    when,
                    span: span_over(&words[first..behind]),
                });
                at = behind;
            }
            None => at += 1,
        }
    }
    found
}

/// One time for a passage: the only one, or from the earliest to the latest.
pub(super) fn whole(times: &[Time]) -> Option<Time> {
    let first = times.first()?;
    let range = |time: &Time| When::parse(&time.when).map(|when| when.strict()).ok();
    let low = times
        .iter()
        .min_by_key(|time| range(time).map(DayRange::low))?;
    let high = times
        .iter()
        .max_by_key(|time| range(time).map(DayRange::high))?;
    if low.when == high.when {
        return Some(Time {
            when: low.when.clone(),
            span: first.span,
        });
    }
    let prefix = |time: &Time| {
        time.when
            .split_once(':')
            .map(|(prefix, _)| prefix.to_owned())
    };
    let end = match (prefix(low), prefix(high)) {
        (Some(_), None) => format!("ce:{}", high.when),
        _ => high.when.clone(),
    };
    let when = format!("{}/{end}", low.when);
    When::parse(&when).ok()?;
    let last = times.last().unwrap_or(first);
    Some(Time {
        when,
        span: Span {
            start_cp: first.span.start_cp,
            end_cp: last.span.end_cp,
        },
    })
}

/// The lists above, folded once.
struct Tables {
    gregorian: Vec<(String, u8)>,
    doubtful: HashSet<String>,
    need_capital: HashSet<String>,
    before_month: HashSet<String>,
    behind_month: HashSet<String>,
    before_year: HashSet<String>,
    behind_year: HashSet<String>,
    this_month: Vec<String>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let set = |list: &str| list.split_whitespace().map(folded).collect();
    let months = (1_u8..).zip(GREGORIAN);
    Tables {
        gregorian: months
            .flat_map(|(month, line)| line.split(' ').map(move |name| (folded(name), month)))
            .collect(),
        doubtful: set(DOUBTFUL),
        need_capital: set(NEED_CAPITAL),
        before_month: set(BEFORE_MONTH),
        behind_month: set(BEHIND_MONTH),
        before_year: set(BEFORE_YEAR),
        behind_year: set(BEHIND_YEAR),
        this_month: THIS_MONTH.into_iter().map(folded).collect(),
    }
});

fn folded(word: &str) -> String {
    fold(word).into_owned()
}

fn this_month(words: &[Word], at: usize, held: Option<&Held>) -> Option<(String, usize, usize)> {
    let pair = words.get(at..at + 2)?;
    let said = format!("{} {}", pair[0].folded, pair[1].folded);
    let is_this = TABLES.this_month.contains(&said);
    let (year, month, _) = held.filter(|_| is_this)?.0.high().to_ymd()?;
    Some((format!("{year:04}-{month:02}"), at, at + 2))
}

/// A month that begins here, with the day and year beside it.
fn month_at(words: &[Word], at: usize) -> Option<Named> {
    let (calendar, month, behind) = name_at(words, at)?;
    let before = at
        .checked_sub(1)
        .map(|before| words[before].folded.as_str());
    let next = words.get(behind).map(|word| word.folded.as_str());
    let word = &words[at];
    let has_cue = before.is_some_and(|before| TABLES.before_month.contains(before))
        || next.is_some_and(|next| TABLES.behind_month.contains(next));
    let is_latin = word.folded.is_ascii();
    if is_latin && !word.is_capital && TABLES.need_capital.contains(&word.folded) {
        return None;
    }
    if TABLES.doubtful.contains(&word.folded) && !has_cue {
        return None;
    }
    let mut named = Named {
        calendar,
        year: None,
        month: Some(month),
        day: None,
        first: at,
        behind,
    };
    named.take_day_before(words);
    named.take_what_follows(words);
    Some(named)
}

fn name_at(words: &[Word], at: usize) -> Option<(Calendar, u8, usize)> {
    let word = words[at].folded.as_str();
    let gregorian = TABLES.gregorian.iter().find(|(name, _)| {
        let most = if name.len() > 4 { 4 } else { 0 };
        is_with_ending(word, name, most)
    });
    if let Some((_, month)) = gregorian {
        return Some((Calendar::Gregorian, *month, at + 1));
    }
    for length in [3, 2, 1] {
        let Some(window) = words.get(at..at + length) else {
            continue;
        };
        let name: String = window.iter().map(|word| word.folded.as_str()).collect();
        for calendar in [Calendar::SolarHijri, Calendar::LunarHijri] {
            if let Some(month) = month_of_name(calendar, &name) {
                return Some((calendar, month, at + length));
            }
        }
    }
    None
}

impl Named {
    /// "15 August", "the third of September", "the twenty-second of March".
    fn take_day_before(&mut self, words: &[Word]) {
        let mut at = self.first;
        if at > 0 && words[at - 1].folded == "of" {
            at -= 1;
        }
        let Some(before) = at.checked_sub(1) else {
            return;
        };
        let ten = before
            .checked_sub(1)
            .map_or(0, |ten| match words[ten].folded.as_str() {
                "twenty" => 20,
                "thirty" => 30,
                _ => 0,
            });
        let word = words[before].folded.as_str();
        let ordinal = (1_u8..)
            .zip(ORDINALS.split_whitespace())
            .find(|(_, name)| *name == word);
        let day = match (number(word), ordinal) {
            (Some(day), _) => u8::try_from(day).ok(),
            (None, Some((one, _))) if one < 10 => Some(ten + one),
            (None, Some((day, _))) => Some(day),
            (None, None) if word == "thirtieth" => Some(30),
            (None, None) => None,
        };
        if let Some(day) = day.filter(|day| (1..=31).contains(day)) {
            self.day = Some(day);
            self.first = if ten > 0 && day > 20 {
                before - 1
            } else {
                before
            };
        }
    }

    /// "August 15, 2021", "Asad 1400", "August of 2021".
    fn take_what_follows(&mut self, words: &[Word]) {
        let next_to_it = self.behind;
        for (at, word) in words.iter().enumerate().skip(next_to_it).take(3) {
            let Some(number) = number(&word.folded) else {
                continue;
            };
            if self.day.is_none() && at == next_to_it && (1..=31).contains(&number) {
                self.day = u8::try_from(number).ok();
                self.behind = at + 1;
            } else if calendar_of_year(number) == Some(self.calendar) {
                self.year = Some(number);
                self.behind = at + 1;
                return;
            }
        }
    }
}

/// A year that a word announces: "in 2021", "سال ۱۴۰۰".
fn year_at(words: &[Word], at: usize) -> Option<Named> {
    let year = number(&words[at].folded)?;
    let calendar = calendar_of_year(year)?;
    let before = at
        .checked_sub(1)
        .map(|before| words[before].folded.as_str());
    let next = words.get(at + 1).map(|word| word.folded.as_str());
    let is_announced = before.is_some_and(|before| TABLES.before_year.contains(before))
        || next.is_some_and(|next| TABLES.behind_year.contains(next));
    is_announced.then_some(Named {
        calendar,
        year: Some(year),
        month: None,
        day: None,
        first: at,
        behind: at + 1,
    })
}

fn number(word: &str) -> Option<i32> {
    let is_digits = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    is_digits.then(|| word.parse().ok()).flatten()
}

/// The calendar in which a year of interviews about our time is counted.
fn calendar_of_year(year: i32) -> Option<Calendar> {
    match year {
        1900..=2100 => Some(Calendar::Gregorian),
        1340..=1410 => Some(Calendar::SolarHijri),
        1411..=1470 => Some(Calendar::LunarHijri),
        _ => None,
    }
}

/// The date as EDTF; without a year the last one that began before the interview was over.
fn resolved(named: &Named, held: Option<&Held>) -> Option<String> {
    let written = |year: i32| {
        let prefix = match named.calendar {
            Calendar::Gregorian => "",
            Calendar::SolarHijri => "sh:",
            Calendar::LunarHijri => "ah:",
        };
        let month = named
            .month
            .map_or_else(String::new, |month| format!("-{month:02}"));
        let day = named
            .day
            .map_or_else(String::new, |day| format!("-{day:02}"));
        format!("{prefix}{year:04}{month}{day}")
    };
    if let Some(year) = named.year {
        let when = written(year);
        return When::parse(&when).is_ok().then_some(when);
    }
    let end = held?.0.high();
    let (year, _, _) = end.to_ymd()?;
    let latest = match named.calendar {
        Calendar::Gregorian => year,
        Calendar::SolarHijri => year - 621,
        // 33 lunar years are 32 of the sun.
        Calendar::LunarHijri => (year - 622) * 33 / 32 + 2,
    };
    (latest - 4..=latest).rev().map(written).find(|when| {
        let range = When::parse(when).map(|when| when.strict());
        range.is_ok_and(|range| range.low() <= end)
    })
}
