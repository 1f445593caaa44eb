//! The yes/no facts about a claim, packed into one number.
//!
//! It knows their names, not what follows from them. What a stranger would get wrong: a mark says
//! what was noted or filled in; a mark that is not set says nothing.

use crate::model::unit::TimeUnit;

/// A set of yes/no facts about a claim, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marks(u32);

impl Marks {
    /// No mark.
    pub const NONE: Marks = Marks(0);
    /// The population is marked `?`.
    pub const POPULATION_UNSURE: Marks = Marks(1);
    /// The place is marked `?`.
    pub const PLACE_UNSURE: Marks = Marks(1 << 1);
    /// The event is marked `?`.
    pub const EVENT_UNSURE: Marks = Marks(1 << 2);
    /// The modality is marked `?`: hedged wording.
    pub const MODALITY_UNSURE: Marks = Marks(1 << 3);
    /// The basis is marked `?`.
    pub const BASIS_UNSURE: Marks = Marks(1 << 4);
    /// The population is the topic's: nobody named one.
    pub const POPULATION_ASSUMED: Marks = Marks(1 << 5);
    /// The time spoken of was filled in.
    pub const WHEN_ASSUMED: Marks = Marks(1 << 6);
    /// The date of the statement was filled in from the fieldwork, or is not known.
    pub const STATED_ASSUMED: Marks = Marks(1 << 7);
    /// The claim has a figure.
    pub const FIGURE: Marks = Marks(1 << 8);
    /// The figure is a vague word.
    pub const VAGUE: Marks = Marks(1 << 9);
    /// The figure is "up to N".
    pub const UP_TO: Marks = Marks(1 << 10);
    /// An analyst holds it as established.
    pub const SETTLED: Marks = Marks(1 << 11);
    /// Another reading of the words of another claim: it is not compared itself.
    pub const OTHER_READING: Marks = Marks(1 << 12);
    /// Its translation is unchecked.
    pub const TRANSLATION_UNCHECKED: Marks = Marks(1 << 13);
    /// Its translation is doubtful.
    pub const TRANSLATION_DOUBTFUL: Marks = Marks(1 << 14);
    /// It answers a statement that was shown to the source.
    pub const PROMPTED: Marks = Marks(1 << 15);
    /// It is a general statement that other claims give details of.
    pub const BOAST: Marks = Marks(1 << 16);
    /// The figure is a mass word.
    pub const MASS: Marks = Marks(1 << 17);

    /// Its words were read in another way too.
    pub const READ_TWICE: Marks = Marks(1 << 18);

    /// A person judged that it was taken back, or takes another back.
    pub const CORRECTED: Marks = Marks(1 << 19);

    /// Its words are those of the translation, not of the original.
    pub const FROM_TRANSLATION: Marks = Marks(1 << 20);

    /// Its unit is not the topic's, and was said in the plural.
    pub const UNIT_IN_PLURAL: Marks = Marks(1 << 21);

    /// The source said "about".
    pub const ABOUT: Marks = Marks(1 << 22);

    /// The lowest of the three bits that hold in which time a figure was said that is kept in another.
    const SAID_IN: u32 = 23;

    /// Notes in which time the figure was said; for a claim of which that is not noted yet.
    pub fn set_said_in(&mut self, time: TimeUnit) {
        self.0 |= (time as u32 + 1) << Self::SAID_IN;
    }

    /// Returns in which time the figure was said, where it is kept in another: days, of a topic that
    /// counts months.
    pub fn said_in(self) -> Option<TimeUnit> {
        let place = (self.0 >> Self::SAID_IN) & 7;
        TimeUnit::ALL.get((place as usize).checked_sub(1)?).copied()
    }

    /// Returns the marks as bits.
    pub(crate) const fn bits(self) -> u32 {
        self.0
    }

    /// Makes marks of bits.
    pub(crate) const fn of_bits(bits: u32) -> Marks {
        Marks(bits)
    }

    /// Tells whether all the given marks are set.
    pub const fn has(self, other: Marks) -> bool {
        self.0 & other.0 == other.0
    }

    /// Tells whether any of the given marks is set.
    pub const fn has_any(self, other: Marks) -> bool {
        self.0 & other.0 != 0
    }

    /// Returns the marks of both.
    pub const fn with(self, other: Marks) -> Marks {
        Marks(self.0 | other.0)
    }

    /// Sets the given marks.
    pub fn set(&mut self, other: Marks) {
        self.0 |= other.0;
    }

    /// Sets the given marks where the condition holds.
    pub fn set_if(&mut self, condition: bool, other: Marks) {
        if condition {
            self.set(other);
        }
    }
}
