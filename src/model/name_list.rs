//! Names, numbered in the order in which they first came. Made for files of many rows that name
//! the same things again and again: all names stand in one string, so a million of them take
//! little more memory than they have letters. It must not know what is named. A stranger would
//! use a map of strings, which takes five times as much.

/// Names with their numbers.
#[derive(Clone, Debug)]
pub struct NameList {
    letters: String,
    ends: Vec<usize>,
    /// Numbers of names from 1; 0 is free. Its length is a power of two.
    slots: Vec<u32>,
}

impl Default for NameList {
    fn default() -> Self {
        Self {
            letters: String::new(),
            ends: Vec::new(),
            slots: vec![0; 16],
        }
    }
}

impl NameList {
    /// How many names there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no name.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A name by its number.
    pub fn get(&self, number: usize) -> &str {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.letters[start..self.ends[number]]
    }

    /// All names in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|number| self.get(number))
    }

    /// The number of a name, a new one where the name is new.
    pub fn number_of(&mut self, name: &str) -> u32 {
        // Rows of one thing mostly follow one another.
        if let Some(last) = self.len().checked_sub(1)
            && self.get(last) == name
        {
            return last as u32;
        }
        match self.slot_of(name) {
            Ok(number) => number,
            Err(slot) => self.put_in(slot, name),
        }
    }

    /// The number of a name, where it has one.
    pub fn find(&self, name: &str) -> Option<u32> {
        self.slot_of(name).ok()
    }

    /// The number of a name, or the free slot where it would stand.
    fn slot_of(&self, name: &str) -> Result<u32, usize> {
        let mask = self.slots.len() - 1;
        let mut slot = hash(name) as usize & mask;
        loop {
            match self.slots[slot] {
                0 => return Err(slot),
                number if self.get(number as usize - 1) == name => return Ok(number - 1),
                _ => slot = (slot + 1) & mask,
            }
        }
    }

    fn put_in(&mut self, slot: usize, name: &str) -> u32 {
        let number = self.len() as u32;
        self.letters.push_str(name);
        self.ends.push(self.letters.len());
        self.slots[slot] = number + 1;
        if self.len() * 2 > self.slots.len() {
            self.grow();
        }
        number
    }

    fn grow(&mut self) {
        let mask = self.slots.len() * 2 - 1;
        let mut slots = vec![0; mask + 1];
        for number in 0..self.len() {
            let mut slot = hash(self.get(number)) as usize & mask;
            while slots[slot] != 0 {
                slot = (slot + 1) & mask;
            }
            slots[slot] = number as u32 + 1;
        }
        self.slots = slots;
    }
}

/// FNV-1a, whose high bits are folded into the low ones that are used.
fn hash(name: &str) -> u64 {
    let mixed = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |mixed, byte| {
        (mixed ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    mixed ^ (mixed >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_number() {
        let mut names = NameList::default();
        for round in 0..2 {
            for at in 0..1000_u32 {
                assert_eq!(names.number_of(&format!("u{at}")), at, "round {round}");
            }
        }
        assert_eq!((names.len(), names.get(999)), (1000, "u999"));
        assert_eq!((names.find("u7"), names.find("x")), (Some(7), None));
        assert_eq!(names.number_of(""), 1000);
        assert_eq!(names.iter().last(), Some(""));
    }
}
