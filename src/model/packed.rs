//! Columns of small numbers, and texts, as bytes: the form in which claims are kept to be loaded
//! fast. Little-endian, each column as wide as its largest number asks.
//!
//! It knows neither claims nor where the bytes lie. What a stranger would get wrong: bytes come from
//! a file that anybody may have damaged, so reading answers with nothing and never panics.

/// Bytes before the content: its sum.
const SUM_BYTES: usize = 8;

/// Writes columns and texts one behind another.
#[derive(Debug, Default)]
pub(crate) struct Packer(Vec<u8>);

impl Packer {
    /// Begins with room for the sum.
    pub(crate) fn new() -> Packer {
        Packer(vec![0; SUM_BYTES])
    }

    /// Writes one number.
    pub(crate) fn number(&mut self, number: usize) {
        self.0.extend((number as u64).to_le_bytes());
    }

    /// Writes a column; a column of noughts takes one byte.
    pub(crate) fn column(&mut self, values: &[u32]) {
        let largest = values.iter().copied().max().unwrap_or(0);
        let width = match largest {
            0 => 0,
            1..=0xff => 1,
            0x100..=0xffff => 2,
            _ => 4,
        };
        self.0.push(width);
        let width = usize::from(width);
        for value in values {
            self.0.extend(&value.to_le_bytes()[..width]);
        }
    }

    /// Writes numbers of eight bytes, and how many.
    pub(crate) fn longs(&mut self, values: &[u64]) {
        self.number(values.len());
        for value in values {
            self.0.extend(value.to_le_bytes());
        }
    }

    /// Writes a text, and its length.
    pub(crate) fn text(&mut self, text: &str) {
        self.number(text.len());
        self.0.extend(text.as_bytes());
    }

    /// Gives the bytes back, their sum in front.
    pub(crate) fn sealed(mut self) -> Vec<u8> {
        let sum = sum_of(&self.0[SUM_BYTES..]);
        self.0[..SUM_BYTES].copy_from_slice(&sum.to_le_bytes());
        self.0
    }
}

/// Reads what a [`Packer`] wrote; nothing where the bytes are not that.
#[derive(Debug)]
pub(crate) struct Unpacker<'b>(&'b [u8]);

impl<'b> Unpacker<'b> {
    /// Begins to read bytes whose sum is right.
    pub(crate) fn open(bytes: &'b [u8]) -> Option<Unpacker<'b>> {
        let (sum, content) = bytes.split_first_chunk::<SUM_BYTES>()?;
        (u64::from_le_bytes(*sum) == sum_of(content)).then_some(Unpacker(content))
    }

    fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// Reads one number.
    pub(crate) fn number(&mut self) -> Option<usize> {
        let (number, rest) = self.0.split_first_chunk::<8>()?;
        self.0 = rest;
        usize::try_from(u64::from_le_bytes(*number)).ok()
    }

    /// Reads a column of so many numbers; they stay as narrow as they lie.
    pub(crate) fn column(&mut self, count: usize) -> Option<Column<'b>> {
        let width = usize::from(*self.take(1)?.first()?);
        let bytes = self.take(count.checked_mul(width)?)?;
        match width {
            0 => Some(Column::Noughts(count)),
            1 => Some(Column::Ones(bytes)),
            2 => Some(Column::Twos(bytes.as_chunks().0)),
            4 => Some(Column::Fours(bytes.as_chunks().0)),
            _ => None,
        }
    }

    /// Reads numbers of eight bytes.
    pub(crate) fn longs(&mut self) -> Option<Vec<u64>> {
        let groups = self.groups::<8>()?;
        Some(
            groups
                .iter()
                .map(|eight| u64::from_le_bytes(*eight))
                .collect(),
        )
    }

    /// Reads numbers of eight bytes in groups of so many bytes, as they lie.
    pub(crate) fn groups<const BYTES: usize>(&mut self) -> Option<&'b [[u8; BYTES]]> {
        let count = self.number()?;
        Some(self.take(count.checked_mul(8)?)?.as_chunks().0)
    }

    /// Reads a text.
    pub(crate) fn text(&mut self) -> Option<&'b str> {
        let length = self.number()?;
        std::str::from_utf8(self.take(length)?).ok()
    }

    /// Tells whether all was read.
    pub(crate) fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }
}

/// Numbers as they lie in the bytes, each in so many of them.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Column<'b> {
    Noughts(usize),
    Ones(&'b [u8]),
    Twos(&'b [[u8; 2]]),
    Fours(&'b [[u8; 4]]),
}

impl Column<'_> {
    /// Returns the number of a place, nothing behind the last.
    #[inline]
    pub(crate) fn get(&self, at: usize) -> Option<u32> {
        match self {
            Column::Noughts(count) => (at < *count).then_some(0),
            Column::Ones(ones) => ones.get(at).map(|one| u32::from(*one)),
            Column::Twos(twos) => twos.get(at).map(|two| u16::from_le_bytes(*two).into()),
            Column::Fours(fours) => fours.get(at).map(|four| u32::from_le_bytes(*four)),
        }
    }

    /// Returns the numbers in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        (0..).map_while(|at| self.get(at))
    }
}

/// A sum against damage, not against forgery: whoever can forge the file can forge its rows.
fn sum_of(bytes: &[u8]) -> u64 {
    let mix = |sum: u64, word: u64| (sum.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let (words, rest) = bytes.as_chunks::<8>();
    let sum = words.iter().fold(bytes.len() as u64, |sum, word| {
        mix(sum, u64::from_le_bytes(*word))
    });
    rest.iter()
        .fold(sum, |sum, byte| mix(sum, u64::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_packed_comes_back(
            shift in 0..32_u32,
            values in prop::collection::vec(any::<u32>(), 0..40),
            longs in prop::collection::vec(any::<u64>(), 0..9),
            text in ".{0,9}",
        ) {
            let column: Vec<u32> = values.iter().map(|value| value >> shift).collect();
            let mut packer = Packer::new();
            packer.column(&column);
            packer.longs(&longs);
            packer.text(&text);
            let bytes = packer.sealed();
            let mut unpacker = Unpacker::open(&bytes).unwrap();
            let read = unpacker.column(column.len()).unwrap();
            prop_assert_eq!(read.iter().collect::<Vec<_>>(), column);
            prop_assert_eq!(unpacker.longs(), Some(longs));
            prop_assert_eq!(unpacker.text(), Some(text.as_str()));
            prop_assert!(unpacker.is_at_end());
        }

        #[test]
        fn a_changed_bit_or_a_cut_is_seen(content in "[a-z]{1,40}", at in any::<prop::sample::Index>(), bit in 0..8_u8) {
            let mut packer = Packer::new();
            packer.text(&content);
            let mut bytes = packer.sealed();
            prop_assert!(Unpacker::open(&bytes[..at.index(bytes.len())]).is_none());
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
            prop_assert!(Unpacker::open(&bytes).is_none());
        }

        #[test]
        fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..60), count in any::<usize>()) {
            let mut unpacker = Unpacker(&bytes);
            let _ = unpacker.column(count % 1000);
            let _ = unpacker.longs();
            let _ = unpacker.text();
        }
    }
}
