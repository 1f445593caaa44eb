//! Turns of a text in few bytes: for each the words of no turn before it, and its own, as numbers of seven bits a byte.
//! It must not know what the words are. A stranger would store a row for each turn: they are always read together.

use std::ops::Range;

/// Writes turns, in their order and disjoint.
pub(super) fn write(turns: &[Range<u32>]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(turns.len() * 3);
    let mut behind = 0;
    for turn in turns {
        push(turn.start.saturating_sub(behind), &mut bytes);
        push(turn.end.saturating_sub(turn.start), &mut bytes);
        behind = turn.end;
    }
    bytes
}

fn push(mut number: u32, bytes: &mut Vec<u8>) {
    while number >= 0x80 {
        bytes.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Reads turns back; nothing where the bytes are not such.
pub(super) fn read(bytes: &[u8]) -> Option<Vec<Range<u32>>> {
    let mut turns = Vec::with_capacity(bytes.len() / 2);
    let mut rest = bytes;
    let mut behind: u32 = 0;
    while !rest.is_empty() {
        let start = behind.checked_add(take(&mut rest)?)?;
        let end = start.checked_add(take(&mut rest)?)?;
        turns.push(start..end);
        behind = end;
    }
    Some(turns)
}

fn take(bytes: &mut &[u8]) -> Option<u32> {
    let mut number: u32 = 0;
    for shift in (0..32).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        let bits = u32::from(first & 0x7F);
        number |= bits
            .checked_shl(shift)
            .filter(|high| high >> shift == bits)?;
        if first & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn bytes_that_are_no_turns_are_refused() {
        assert_eq!(read(&[1]), None);
        assert_eq!(read(&[0x80]), None);
        assert_eq!(read(&[0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0]), None);
        assert_eq!(read(&[0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 1]), None);
    }

    proptest! {
        #[test]
        fn turns_come_back(pieces in prop::collection::vec((0_u32..1 << 22, 0_u32..1 << 22), 0..50)) {
            let mut behind = 0;
            let turns: Vec<_> = pieces.iter().map(|(gap, own)| {
                let start = behind + gap;
                behind = start + own;
                start..behind
            }).collect();
            prop_assert_eq!(read(&write(&turns)), Some(turns));
        }
    }
}
