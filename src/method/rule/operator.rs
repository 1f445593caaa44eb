//! Chunks of signs that are no words: `NEAR/n` and its sisters, fields, and what other tools write. It must not know
//! brackets or phrases. A stranger would get wrong that what has no meaning here is refused, not searched for: a rule
//! brought from another tool must not run with another meaning.

use super::error::{Fault, ParseErrorKind as Kind};
use super::expression::{AT_LEAST_MAX, FieldKind, NEAR_MAX, Order, WEIGH_MAX, WEIGHT_MAX};
use crate::method::fold::fold;

/// Reads `NEAR/n`, `PRE/n`, `AFTER/n`; nothing if the chunk is something else.
pub(super) fn link_operator(
    chunk: &str,
    place: (usize, usize),
) -> Result<Option<(Order, u32)>, Fault> {
    let (name, number) = chunk.split_once('/').unwrap_or((chunk, ""));
    let same = |order: &&Order| order.operator().eq_ignore_ascii_case(name);
    let Some(order) = Order::ALL.iter().find(same).copied() else {
        return match is_operator_of_others(name, number) {
            true => Err(unknown_operator(place)),
            false => Ok(None),
        };
    };
    let operator = order.operator();
    if name != operator {
        // `near`, `after` are words unless a number follows.
        return match chunk.contains('/') {
            true => Err(lower_case(operator, number, place)),
            false => Ok(None),
        };
    }
    if number.is_empty() {
        let message = format!("{operator} needs a number of words");
        let fault = Fault::new(Kind::NearWithoutDistance, place, message);
        return Err(fault.fix(format!("write {operator}/10, without blanks")));
    }
    distance(operator, number, place).map(|words| Some((order, words)))
}

/// Reads `ATLEAST/n` and `ATLEAST/n/m`: how many, and within how many words of one another; nothing if the chunk is
/// something else.
pub(super) fn at_least_operator(
    chunk: &str,
    place: (usize, usize),
) -> Result<Option<(usize, Option<u32>)>, Fault> {
    let (name, numbers) = chunk.split_once('/').unwrap_or((chunk, ""));
    if !name.eq_ignore_ascii_case(AT_LEAST) {
        return Ok(None);
    }
    if name != AT_LEAST {
        // `atleast` is a word unless a number follows.
        return match chunk.contains('/') {
            true => Err(lower_case(AT_LEAST, numbers, place)),
            false => Ok(None),
        };
    }
    let (count, distance_words) = match numbers.split_once('/') {
        Some((count, words)) => (
            count,
            Some(distance(&format!("{AT_LEAST}/{count}"), words, place)?),
        ),
        None => (numbers, None),
    };
    let count = whole_number(count).and_then(|count| usize::try_from(count).ok());
    let count = count.filter(|count| (2..=AT_LEAST_MAX).contains(count));
    let count = count.ok_or_else(|| {
        let message = format!("{AT_LEAST} takes a whole number from 2 to {AT_LEAST_MAX}");
        Fault::new(Kind::BadCount, place, message).fix(
            "write ATLEAST/3 (… OR …), or ATLEAST/3/25 (… OR …) for 25 words from one to the next",
        )
    })?;
    Ok(Some((count, distance_words)))
}

/// Reads `WEIGH/n`; nothing if the chunk is something else.
pub(super) fn weigh_operator(chunk: &str, place: (usize, usize)) -> Result<Option<u32>, Fault> {
    let (name, number) = chunk.split_once('/').unwrap_or((chunk, ""));
    if !name.eq_ignore_ascii_case(WEIGH) {
        return Ok(None);
    }
    if name != WEIGH {
        // `weigh` is a word unless a number follows.
        return match chunk.contains('/') {
            true => Err(lower_case(WEIGH, number, place)),
            false => Ok(None),
        };
    }
    let least = whole_number(number).filter(|least| (1..=WEIGH_MAX).contains(least));
    let least = least.ok_or_else(|| {
        let message = format!("{WEIGH} takes a whole number from 1 to {WEIGH_MAX}");
        Fault::new(Kind::BadWeight, place, message).fix("write WEIGH/12 (word^5 OR word^3 …)")
    })?;
    Ok(Some(least))
}

/// Reads what stands behind `^`: a whole number, or one with a minus before it.
pub(super) fn weight(number: &str, place: (usize, usize)) -> Result<i32, Fault> {
    let (sign, digits) = match number.strip_prefix(['-', '−']) {
        Some(digits) => (-1, digits),
        None => (1, number),
    };
    whole_number(digits)
        .and_then(|weight| i32::try_from(weight).ok())
        .filter(|weight| (1..=WEIGHT_MAX).contains(weight))
        .map(|weight| sign * weight)
        .ok_or_else(|| {
            let message =
                format!("a weight is a whole number from 1 to {WEIGHT_MAX}, or one below 0 as far");
            Fault::new(Kind::BadWeight, place, message).fix("write word^3, or word^-3")
        })
}

const AT_LEAST: &str = "ATLEAST";
const WEIGH: &str = "WEIGH";

fn whole_number(written: &str) -> Option<u32> {
    let folded = fold(written);
    let is_number = folded.chars().all(|digit| digit.is_ascii_digit());
    folded.parse::<u32>().ok().filter(|_| is_number)
}

fn is_operator_of_others(name: &str, number: &str) -> bool {
    !name.is_empty()
        && name.chars().all(|letter| letter.is_ascii_uppercase())
        && !number.is_empty()
        && fold(number).chars().all(|digit| digit.is_ascii_digit())
}

fn unknown_operator(place: (usize, usize)) -> Fault {
    Fault::new(Kind::Reserved, place, "this operator is not known here").fix(
        "use NEAR/n for words close to one another, PRE/n or AFTER/n for their order, or quotes if it is a word",
    )
}

fn lower_case(operator: &str, number: &str, place: (usize, usize)) -> Fault {
    let message = "operators are written in capitals";
    Fault::new(Kind::LowerCaseOperator, place, message).fix(format!("write {operator}/{number}"))
}

fn distance(operator: &str, number: &str, place: (usize, usize)) -> Result<u32, Fault> {
    whole_number(number)
        .filter(|words| (1..=NEAR_MAX).contains(words))
        .ok_or_else(|| {
            let message = format!("{operator} takes a whole number of words from 1 to {NEAR_MAX}");
            Fault::new(Kind::NearDistance, place, message).fix(format!("write {operator}/10"))
        })
}

/// The field that a chunk names, with what stands behind its colon.
pub(super) fn field_of(chunk: &str) -> Option<(FieldKind, &str)> {
    let (name, value) = chunk.split_once(':')?;
    let kind = FieldKind::ALL
        .into_iter()
        .find(|kind| kind.name() == name)?;
    Some((kind, value))
}

/// Refuses what other tools, or later forms of this language, read otherwise than as a word.
pub(super) fn refuse_reserved(chunk: &str, place: (usize, usize)) -> Result<(), Fault> {
    let fix = match chunk.chars().next() {
        _ if matches!(chunk, "&&" | "&" | "+") => "write AND",
        _ if matches!(chunk, "||" | "|") => "write OR",
        Some('-' | '!') if chunk.chars().count() > 1 => "write NOT before the word to leave it out",
        Some('\'' | '‘' | '’') => "use double quotes for a phrase",
        Some('[') => "write CODED and the key of a code",
        _ if chunk.contains([':', '：']) => {
            "put the word in quotes; the fields are speaker:, lang:, side: and asked:, in small letters"
        }
        _ if chunk.contains(is_reserved) => "put the word in quotes",
        _ => return Ok(()),
    };
    let message = if chunk.contains(is_reserved) {
        "this sign has no meaning here"
    } else {
        "a word does not begin with this sign"
    };
    Err(Fault::new(Kind::Reserved, place, message).fix(fix))
}

fn is_reserved(letter: char) -> bool {
    matches!(
        letter,
        '[' | ']'
            | '{'
            | '}'
            | '<'
            | '>'
            | '='
            | '~'
            | '^'
            | '|'
            | '&'
            | '#'
            | '@'
            | '\\'
            | ':'
            | '：'
    )
}
