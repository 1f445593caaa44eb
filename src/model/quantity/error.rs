//! What can be wrong with a written value, each with what would be right.
//!
//! It knows nothing of reading. What a stranger would get wrong: no message repeats the cell, which
//! may be words of an interview in the wrong column; who knows the place of the cell names it.

use thiserror::Error;

/// The longest value that is read, in Unicode code points.
pub const MAX_VALUE_CHARS: usize = 120;

/// Why a cell is not a quantity.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum QuantityError {
    /// The cell is empty.
    #[error("an empty cell is no value; leave out what was not said")]
    Empty,
    /// The cell says that no value is known, which is not the value 0.
    #[error("this says that there is no value; leave the cell empty, and write none or 0 for zero")]
    NoValue,
    /// The cell is longer than any value.
    #[error("{length} characters are no value; the longest has {MAX_VALUE_CHARS}")]
    TooLong {
        /// The length of the cell in Unicode code points.
        length: usize,
    },
    /// Where a number is due stands neither a number nor a word of the table.
    #[error(
        "neither a number nor a word of the table; write 8000, up to 8,000, 150-200, about 500, \
         hundreds or 30 %, or add the word under [numbers] of study.toml"
    )]
    NoNumber,
    /// Something stands behind the value.
    #[error(
        "words stand behind the value; the unit and whom it counts have columns of their own \
         (unit, population)"
    )]
    TrailingWords,
    /// The thousands are not grouped by three.
    #[error("thousands stand in groups of three, as in 8,000 or 1,500,000")]
    Grouping,
    /// A comma is followed by one or two digits.
    #[error("the comma groups thousands (8,000); the decimal sign is a point (8.5)")]
    DecimalComma,
    /// A point is followed by three digits that end in 0, so that it may group thousands.
    #[error(
        "this may be a number of thousands or a decimal; write 8,000 for the one, 8 for the other"
    )]
    AmbiguousPoint,
    /// The number is beyond what is counted exactly.
    #[error("numbers above 1,000,000,000,000,000 are not read")]
    TooLarge,
    /// Only one end of a range is named.
    #[error("a range names both its ends; write between 150 and 200, or 150-200")]
    HalfRange,
    /// The second number of a range is below the first.
    #[error("the range ends below its beginning; the smaller number comes first")]
    Reversed,
    /// One end of a range is a share, the other is not.
    #[error("one end is a share and the other is not; write 20-30 % or 20-30")]
    MixedShare,
    /// The share is below 0 or above 100 %.
    #[error("a share lies between 0 and 100 %")]
    ShareOutOfRange,
    /// No number is left, as for "fewer than 0".
    #[error("no number is left: nothing lies there")]
    NothingLeft,
    /// Two modifiers that cannot stand together.
    #[error("two modifiers stand together; keep one (about may follow another: up to about 500)")]
    TwoModifiers,
    /// A modifier stands over "none".
    #[error("none takes no modifier")]
    ModifiedNone,
    /// A modifier that counts from 0 or takes a part stands over a negative number.
    #[error("a negative number takes about, at least and more than only")]
    ModifiedNegative,
}
