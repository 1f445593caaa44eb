//! Reads numbers: digits with grouped thousands, decimals, number words and multipliers.
//!
//! It knows no modifiers and no vague words. What a stranger would get wrong: a number is kept as
//! decimal digits until its multiplier is known, because 1.1 × 1,000,000 is not 1,100,000 in binary.

use super::error::QuantityError;

const LARGEST: f64 = 1e15;
const MOST_DIGITS: usize = 30;

const SMALL_NUMBERS: [(&str, &str); 13] = [
    ("zero", "0"),
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("ten", "10"),
    ("eleven", "11"),
    ("twelve", "12"),
];

const MULTIPLIERS: [(&str, Multiplier); 8] = [
    ("dozen", Multiplier::new(0, 12.0)),
    ("hundred", Multiplier::new(2, 1.0)),
    ("thousand", Multiplier::new(3, 1.0)),
    ("lakh", Multiplier::new(5, 1.0)),
    ("lac", Multiplier::new(5, 1.0)),
    ("million", Multiplier::new(6, 1.0)),
    ("crore", Multiplier::new(7, 1.0)),
    ("billion", Multiplier::new(9, 1.0)),
];

/// What a number is multiplied by: a power of ten, and 12 for dozens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Multiplier {
    power_of_ten: i32,
    factor: f64,
}

impl Multiplier {
    const ONE: Multiplier = Multiplier::new(0, 1.0);

    const fn new(power_of_ten: i32, factor: f64) -> Multiplier {
        Multiplier {
            power_of_ten,
            factor,
        }
    }

    /// Returns the multiplier as a number.
    pub(super) fn number(self) -> f64 {
        self.factor * 10_f64.powi(self.power_of_ten)
    }
}

/// A number as written, exact in decimal.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Numeral {
    is_negative: bool,
    /// The digits without separators and point.
    digits: String,
    /// How many of them stand behind the point.
    decimals: usize,
    is_ambiguous: bool,
    /// What it is multiplied by, where a multiplier stands behind it.
    pub(super) multiplier: Option<Multiplier>,
    /// Whether a percent sign stands behind it.
    pub(super) is_percent: bool,
}

impl Numeral {
    fn new(digits: String, decimals: usize) -> Numeral {
        Numeral {
            is_negative: false,
            digits,
            decimals,
            is_ambiguous: false,
            multiplier: None,
            is_percent: false,
        }
    }

    /// Returns the number before its multiplier.
    pub(super) fn bare(&self) -> f64 {
        self.at_power(0)
    }

    /// Returns the number with its multiplier; a percentage is not yet divided.
    pub(super) fn number(&self) -> Result<f64, QuantityError> {
        if self.is_ambiguous && self.multiplier.is_none() && !self.is_percent {
            return Err(QuantityError::AmbiguousPoint);
        }
        let multiplier = self.multiplier.unwrap_or(Multiplier::ONE);
        let number = self.at_power(multiplier.power_of_ten) * multiplier.factor;
        if number.abs() > LARGEST {
            return Err(QuantityError::TooLarge);
        }
        Ok(number)
    }

    /// Returns half a unit of the last significant digit: 50 for 500, 5 for 520, 0.05 for 8.5.
    ///
    /// Zeros at the end count as significant behind the point only.
    pub(super) fn half_unit(&self) -> f64 {
        let multiplier = self.multiplier.unwrap_or(Multiplier::ONE);
        let significant = self.digits.trim_end_matches('0');
        let zeros = match self.decimals {
            0 if !significant.is_empty() => self.digits.len() - significant.len(),
            _ => 0,
        };
        let power = zeros as i32 - self.decimals as i32 + multiplier.power_of_ten;
        // A dozen is no digit: two dozen are 24, whose last significant digit counts ones.
        let power = if multiplier.factor == 1.0 { power } else { 0 };
        decimal("5", power - 1)
    }

    fn at_power(&self, power_of_ten: i32) -> f64 {
        let number = decimal(&self.digits, power_of_ten - self.decimals as i32);
        if self.is_negative { -number } else { number }
    }
}

/// Returns digits × 10^power, correctly rounded.
fn decimal(digits: &str, power: i32) -> f64 {
    // Fifteen digits and 10^22 are exact in binary, so one operation rounds once (Clinger 1990).
    if digits.len() <= 15 && power.abs() <= 22 {
        let whole: f64 = digits
            .bytes()
            .fold(0.0, |sum, digit| sum * 10.0 + f64::from(digit - b'0'));
        let scale = 10_f64.powi(power.abs());
        return if power < 0 {
            whole / scale
        } else {
            whole * scale
        };
    }
    // Digits and a small exponent always parse; NaN would be refused by the interval all the same.
    format!("{digits}e{power}").parse().unwrap_or(f64::NAN)
}

/// Reads the number a text begins with and returns it with the rest, or nothing where the text
/// begins with none; the text is in lower case with single spaces.
pub(super) fn read_numeral(text: &str) -> Result<Option<(Numeral, &str)>, QuantityError> {
    let Some((mut numeral, rest)) = read_bare(text)? else {
        return Ok(None);
    };
    let (multiplier, rest) = read_multiplier(rest);
    numeral.multiplier = numeral.multiplier.or(multiplier);
    let (is_percent, rest) = read_percent(rest);
    numeral.is_percent = is_percent;
    Ok(Some((numeral, rest)))
}

fn read_bare(text: &str) -> Result<Option<(Numeral, &str)>, QuantityError> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    if unsigned.starts_with(|first: char| first.is_ascii_digit()) {
        let (mut numeral, rest) = read_digits(unsigned)?;
        numeral.is_negative = unsigned.len() < text.len();
        return Ok(Some((numeral, rest)));
    }
    Ok(read_words(text))
}

/// Reads `five`, and `a hundred` or `hundred` as 1 before its multiplier.
fn read_words(text: &str) -> Option<(Numeral, &str)> {
    let small = SMALL_NUMBERS.iter().find_map(|(word, digits)| {
        let rest = strip_word(text, word)?;
        Some((Numeral::new((*digits).to_owned(), 0), rest))
    });
    if small.is_some() {
        return small;
    }
    let counted = strip_word(text, "a").map_or(text, str::trim_start);
    let is_multiplied = next_multiplier(counted).is_some();
    is_multiplied.then(|| (Numeral::new("1".to_owned(), 0), counted))
}

/// Reads the multipliers a text begins with, as in `hundred thousand`, and returns the rest.
pub(super) fn read_multiplier(text: &str) -> (Option<Multiplier>, &str) {
    // `8k` is read where the letter touches the digit; a space would make it a unit.
    if let Some(rest) = strip_word(text, "k") {
        return (Some(Multiplier::new(3, 1.0)), rest);
    }
    let (mut product, mut rest) = (None, text);
    while let Some((next, after)) = next_multiplier(rest) {
        let before = product.unwrap_or(Multiplier::ONE);
        if product.is_some() && next.number() <= before.number() {
            break;
        }
        let power = before.power_of_ten + next.power_of_ten;
        product = Some(Multiplier::new(power, before.factor * next.factor));
        rest = after;
    }
    (product, rest)
}

fn next_multiplier(text: &str) -> Option<(Multiplier, &str)> {
    let text = text.trim_start();
    let matched = |(word, multiplier): &(&str, Multiplier)| {
        strip_word(text, word).map(|rest| (*multiplier, rest))
    };
    MULTIPLIERS.iter().find_map(matched)
}

fn read_percent(text: &str) -> (bool, &str) {
    let trimmed = text.trim_start();
    let signs = ["%", "\u{066A}"].into_iter();
    let sign = signs.filter_map(|sign| trimmed.strip_prefix(sign)).next();
    let words = ["percent", "per cent"].into_iter();
    let word = words.filter_map(|word| strip_word(trimmed, word)).next();
    sign.or(word).map_or((false, text), |rest| (true, rest))
}

/// Returns what follows a word, or nothing where the text does not begin with it as a whole word.
pub(super) fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let rest = text.strip_prefix(word)?;
    let goes_on = word.ends_with(char::is_alphanumeric) && rest.starts_with(char::is_alphanumeric);
    (!goes_on).then_some(rest)
}

fn read_digits(text: &str) -> Result<(Numeral, &str), QuantityError> {
    let (whole, rest) = split_digits(text);
    let mut digits = whole.to_owned();
    let rest = read_groups(&mut digits, rest)?;
    let has_groups = digits.len() > whole.len();
    let (fraction, rest) = read_fraction(rest);
    if !read_fraction(rest).0.is_empty() {
        return Err(QuantityError::Grouping);
    }
    digits.push_str(fraction);
    if digits.len() > MOST_DIGITS {
        return Err(QuantityError::TooLarge);
    }
    let mut numeral = Numeral::new(digits, fraction.len());
    let may_group = !has_groups && whole.len() <= 3 && !whole.starts_with('0');
    numeral.is_ambiguous = may_group && fraction.len() == 3 && fraction.ends_with('0');
    Ok((numeral, rest))
}

/// Appends the groups of three that follow and returns the rest.
fn read_groups<'a>(digits: &mut String, text: &'a str) -> Result<&'a str, QuantityError> {
    let is_separator = |sign: &char| matches!(sign, ',' | '٬' | '،' | ' ' | '\'' | '’');
    let Some(separator) = text.chars().next().filter(is_separator) else {
        return Ok(text);
    };
    let first_length = digits.len();
    let mut rest = text;
    while let Some(after) = rest.strip_prefix(is_separator_or(separator)) {
        let (group, next) = split_digits(after);
        match group.len() {
            3 if first_length <= 3 && rest.starts_with(separator) => digits.push_str(group),
            // A space before something else ends the number; any other sign is misplaced there.
            _ if rest.starts_with(' ') || group.is_empty() => return Ok(rest),
            1 | 2 if first_length == digits.len() => return Err(QuantityError::DecimalComma),
            _ => return Err(QuantityError::Grouping),
        }
        rest = next;
    }
    Ok(rest)
}

/// Matches the separator of the first group, and the other ones too, so that a mixture is seen.
fn is_separator_or(first: char) -> impl Fn(char) -> bool {
    move |sign| sign == first || matches!(sign, ',' | '٬' | '،' | '\'' | '’')
}

fn read_fraction(text: &str) -> (&str, &str) {
    let Some(after) = text.strip_prefix(['.', '٫']) else {
        return ("", text);
    };
    match split_digits(after) {
        ("", _) => ("", text),
        fraction => fraction,
    }
}

fn split_digits(text: &str) -> (&str, &str) {
    let end = text
        .find(|character: char| !character.is_ascii_digit())
        .unwrap_or(text.len());
    text.split_at(end)
}
