//! Identity of what a person makes: 16 bytes, a UUID made by the store. This file must not
//! know how ids are drawn (that is the store's clock) nor show them whole: the front of a
//! v7 id is the millisecond of creation, so people see only its random end.

/// The primary key of a row: a UUID as 16 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id([u8; 16]);

impl Id {
    /// Wraps the 16 bytes of a UUID.
    pub const fn new(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Reads 16 bytes; anything of another length is no id.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The bytes, as the store keeps them.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// The short form that people see and type: the last four bytes in hex, eight letters.
    pub fn short(&self) -> String {
        self.0[12..]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_form_comes_from_the_random_end() {
        let id = Id::new([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0xde, 0xad, 0xbe, 0xef]);
        assert_eq!(id.short(), "deadbeef");
    }

    #[test]
    fn a_slice_of_another_length_is_no_id() {
        assert_eq!(Id::from_slice(&[0; 15]), None);
        assert_eq!(Id::from_slice(&[7; 16]), Some(Id::new([7; 16])));
    }
}
