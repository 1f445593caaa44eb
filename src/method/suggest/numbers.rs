//! Figures in a passage: digits, numbers in words (English, Pashto, Dari, Uzbek in both scripts),
//! and the vague words of the study's table, with what stands before them ("about", "at most").
//! It does not know what is counted. What a stranger would get wrong: in Pashto the unit stands
//! before the ten (four ninety: 94), and a lone "one" is nearly always an article.

use super::span_over;
use super::word::Word;
use crate::method::fold::fold;
use crate::model::number_words::NumberWords;
use crate::model::text_index::Span;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A figure that a passage names.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// As a cell of the column `value` would say it: `about 1,500`.
    pub value: String,
    /// The words it comes from.
    pub span: Span,
    /// Whether it is a share of a whole.
    pub is_share: bool,
    /// The place of the word behind it.
    pub(super) behind: usize,
}

/// What a word does to a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Adds(u64),
    Times(u64),
}

/// Value, then its spellings.
const ADDS: [(u64, &str); 37] = [
    (1, "one یو یوه یک bir بیر"),
    (2, "two دوه دوو دوې دو ikki ایککی"),
    (3, "three درې دریو سه uch اوچ"),
    (4, "four څلور څلورو چهار چار toʻrt تۉرت"),
    (5, "five پنځه پنځو پنج besh بېش"),
    (6, "six شپږ شپږو شش olti آلتی"),
    (7, "seven اووه اوه هفت yetti یېتتی"),
    (8, "eight اته اتو هشت sakkiz سککیز"),
    (9, "nine نهه toʻqqiz تۉققیز"),
    (10, "ten لس لسو oʻn اۉن"),
    (11, "eleven یوولس یازده"),
    (12, "twelve دولس دوازده"),
    (13, "thirteen دیارلس سیزده"),
    (14, "fourteen څوارلس چهارده چارده"),
    (15, "fifteen پنځلس پنځلسو پانزده"),
    (16, "sixteen شپاړس شانزده"),
    (17, "seventeen اوولس هفده"),
    (18, "eighteen اتلس هجده هژده"),
    (19, "nineteen نولس نزده نوزده"),
    (20, "twenty شل شلو ویشت بیست yigirma ییگیرمه"),
    (30, "thirty دېرش دېرشو سی oʻttiz اۉتتیز"),
    (40, "forty څلوېښت چهل qirq قیرق"),
    (50, "fifty پنځوس پنځوسو پنجاه ellik ایللیک"),
    (60, "sixty شپېته شصت oltmish آلتمیش"),
    (70, "seventy اویا هفتاد yetmish یېتمیش"),
    (80, "eighty اتیا هشتاد sakson سکسان"),
    (90, "ninety نوي نود toʻqson تۉقسان"),
    (21, "یوویشت"),
    (200, "دوصد دویست"),
    (300, "سیصد سه‌صد"),
    (400, "چهارصد چارصد"),
    (500, "پنجصد پانصد پنج‌صد"),
    (600, "ششصد شش‌صد"),
    (700, "هفتصد هفت‌صد"),
    (800, "هشتصد هشت‌صد"),
    (900, "نهصد نه‌صد"),
    (0, "zero صفر"),
];

const TIMES: [(u64, &str); 5] = [
    (12, "dozen"),
    (100, "hundred سل سلو سوه صد yuz یوز"),
    (1_000, "thousand زر زره زرو هزار ming مینگ"),
    (100_000, "lakh لک"),
    (1_000_000, "million میلیون ملیون"),
];

/// Vague words of other languages, by the word of the built-in table that they mean.
const VAGUE: [(&str, &str); 3] = [
    ("tens", "لسګونه ده‌ها oʻnlab اۉنلب"),
    ("hundreds", "سلګونه صدها yuzlab یوزلب یوزله‌ب"),
    ("thousands", "زرګونه هزارها هزاران minglab مینگلب"),
];

/// What may stand before a figure, and how a cell says it. The longest that fits wins.
const LEADS: [(&str, &str); 39] = [
    ("about", "about"),
    ("around", "about"),
    ("roughly", "about"),
    ("approximately", "about"),
    ("some", "about"),
    ("شاوخوا", "about"),
    ("حدود", "about"),
    ("تقریبا", "about"),
    ("taxminan", "about"),
    ("تخمینا", "about"),
    ("at least", "at least"),
    ("no fewer than", "at least"),
    ("no less than", "at least"),
    ("not less than", "at least"),
    ("لږ تر لږه", "at least"),
    ("حداقل", "at least"),
    ("kamida", "at least"),
    ("more than", "more than"),
    ("over", "more than"),
    ("بیش از", "more than"),
    ("بیشتر از", "more than"),
    ("at most", "at most"),
    ("at the most", "at most"),
    ("no more than", "at most"),
    ("not more than", "at most"),
    ("not one more than", "at most"),
    ("حداکثر", "at most"),
    ("بسیار که بود", "at most"),
    ("koʻpi bilan", "at most"),
    ("fewer than", "fewer than"),
    ("less than", "fewer than"),
    ("کمتر از", "fewer than"),
    ("up to", "up to"),
    ("as many as", "up to"),
    ("تا", "up to"),
    ("nearly", "nearly"),
    ("almost", "nearly"),
    ("نږدې", "nearly"),
    ("نزدیک به", "nearly"),
];

/// The longest phrase before a figure, in words.
const LONGEST_LEAD: usize = 4;

struct Tables {
    parts: HashMap<String, Part>,
    vague: HashMap<String, &'static str>,
    leads: Vec<(String, &'static str)>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let spelled = |line: &'static str| line.split(' ').map(|word| fold(word).into_owned());
    let mut parts = HashMap::new();
    for (value, line) in ADDS {
        parts.extend(spelled(line).map(|word| (word, Part::Adds(value))));
    }
    for (value, line) in TIMES {
        parts.extend(spelled(line).map(|word| (word, Part::Times(value))));
    }
    let vague = VAGUE.into_iter();
    let mut leads: Vec<_> = LEADS
        .iter()
        .map(|(words, means)| (fold(words).into_owned(), *means))
        .collect();
    leads.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    Tables {
        parts,
        vague: vague
            .flat_map(|(means, line)| spelled(line).map(move |word| (word, means)))
            .collect(),
        leads,
    }
});

/// The figures of a passage in their order, none overlapping.
pub(super) fn figures(words: &[Word], table: &NumberWords) -> Vec<Figure> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let next = number_at(words, at).or_else(|| vague_at(words, at, table));
        match next {
            Some(core) => {
                at = core.behind;
                found.push(core.with_lead(words));
            }
            None => at += 1,
        }
    }
    found
}

/// A figure before its lead was looked for.
struct Core {
    said: String,
    first: usize,
    behind: usize,
    is_share: bool,
    is_vague: bool,
}

impl Core {
    fn with_lead(self, words: &[Word]) -> Figure {
        let lead = (!self.is_vague)
            .then(|| lead_before(words, self.first))
            .flatten();
        let (first, value) = match lead {
            Some((from, means)) => (from, format!("{means} {}", self.said)),
            None => (self.first, self.said),
        };
        Figure {
            value,
            span: span_over(&words[first..self.behind]),
            is_share: self.is_share,
            behind: self.behind,
        }
    }
}

fn lead_before(words: &[Word], at: usize) -> Option<(usize, &'static str)> {
    // "at most a hundred": the article belongs to the number.
    let at = match at
        .checked_sub(1)
        .map(|before| words[before].folded.as_str())
    {
        Some("a" | "an") => at - 1,
        _ => at,
    };
    let from = at.saturating_sub(LONGEST_LEAD);
    TABLES.leads.iter().find_map(|(phrase, means)| {
        let length = phrase.split(' ').count();
        let first = at.checked_sub(length).filter(|first| *first >= from)?;
        let same = phrase
            .split(' ')
            .zip(&words[first..at])
            .all(|(wanted, word)| wanted == word.folded);
        same.then_some((first, *means))
    })
}

fn digits_of(word: &str) -> Option<u64> {
    let digits: String = word
        .chars()
        .filter(|letter| !matches!(letter, ',' | '٬' | '،'))
        .collect();
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().ok()).flatten()
}

/// A number in digits or words that begins here.
fn number_at(words: &[Word], first: usize) -> Option<Core> {
    let (mut total, mut current) = (0_u64, 0_u64);
    let mut last: Option<Part> = None;
    let mut at = first;
    while let Some(word) = words.get(at) {
        let digits = digits_of(&word.folded);
        let part = digits
            .map(Part::Adds)
            .or_else(|| TABLES.parts.get(&word.folded).copied());
        let Some(part) = part else {
            let next = words
                .get(at + 1)
                .and_then(|next| TABLES.parts.get(&next.folded));
            let joins = matches!(word.folded.as_str(), "and" | "و" | "او");
            if joins
                && last
                    .zip(next.copied())
                    .is_some_and(|(last, next)| goes_on(last, next))
            {
                at += 1;
                continue;
            }
            break;
        };
        if last.is_some_and(|last| !goes_on(last, part)) {
            break;
        }
        match part {
            Part::Adds(value) => current = current.checked_add(value)?,
            Part::Times(factor) => {
                current = current.max(1).checked_mul(factor)?;
                if factor >= 1_000 {
                    total = total.checked_add(current)?;
                    current = 0;
                }
            }
        }
        last = Some(part);
        at += 1;
    }
    let number = total.checked_add(current)?;
    let is_word = first + 1 == at && digits_of(&words[first].folded).is_none();
    // A lone "one" is an article; a lone "thousand" or "سی" is mostly another word.
    let needs_more = matches!(last, Some(Part::Times(1_000..))) || words[first].folded == "سی";
    let has_article = first > 0 && words[first - 1].folded == "a";
    let is_led = has_article || lead_before(words, first).is_some();
    let is_doubtful = is_word && (number <= 1 || needs_more && !is_led);
    if last.is_none() || is_doubtful {
        return None;
    }
    let is_share =
        words[at - 1].is_percent || words.get(at).is_some_and(|word| is_percent(&word.folded));
    let said = grouped(number);
    Some(Core {
        said: if is_share { format!("{said} %") } else { said },
        first,
        behind: at,
        is_share,
        is_vague: false,
    })
}

fn is_percent(word: &str) -> bool {
    matches!(word, "percent" | "فیصد" | "foiz" | "سلنه")
}

/// Whether one part of a number may follow another: 100 and 20, 20 and 4, and in Pashto 4 and 90.
fn goes_on(last: Part, next: Part) -> bool {
    match (last, next) {
        (_, Part::Times(_)) => true,
        (Part::Times(factor), Part::Adds(value)) => value < factor,
        (Part::Adds(last), Part::Adds(next)) => {
            let is_ten = |value| (20..100).contains(&value) && value % 10 == 0;
            let is_one = |value| (1..10).contains(&value);
            // Uzbek says "ten two" for 12.
            (is_ten(last) || last == 10) && is_one(next)
                || is_one(last) && is_ten(next)
                || last >= 100 && last % 100 == 0 && next < 100
        }
    }
}

/// `1500` as `1,500`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A vague word that begins here: the longest of the study's table.
fn vague_at(words: &[Word], first: usize, table: &NumberWords) -> Option<Core> {
    if let Some(means) = TABLES.vague.get(&words[first].folded) {
        return Some(Core {
            said: (*means).to_owned(),
            first,
            behind: first + 1,
            is_share: false,
            is_vague: true,
        });
    }
    let before = first
        .checked_sub(1)
        .map(|before| words[before].folded.as_str());
    if words[first].folded == "most" && matches!(before, Some("at" | "the")) {
        // "at most" leads a figure, "the most" is a comparison.
        return None;
    }
    let longest = words.len().min(first + LONGEST_LEAD);
    (first + 1..=longest).rev().find_map(|behind| {
        let text = joined(&words[first..behind]);
        let meaning = table.meaning(&text)?;
        Some(Core {
            said: text,
            first,
            behind,
            is_share: meaning.is_share(),
            is_vague: true,
        })
    })
}

fn joined(words: &[Word]) -> String {
    let words: Vec<_> = words.iter().map(|word| word.folded.as_str()).collect();
    words.join(" ")
}
