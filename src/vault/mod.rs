//! Keys: from a passphrase to the bytes that open a study. Knows bytes only: no SQL, no
//! prompts, no study. A stranger would tune the cost of the derivation: it is fixed for a
//! format of the file, because a figure for each file would need a place outside the cipher
//! (security reference, section 5).

use argon2::{Algorithm, Argon2, Params, Version};
use std::fmt::Write as _;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Length of the salt that opens an encrypted study file, in bytes.
pub const SALT_BYTES: usize = 16;

/// Memory of one derivation, in KiB: RFC 9106, second recommended option.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 4;

/// A passphrase as it was typed. Never shown, wiped when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Passphrase(Vec<u8>);

impl Passphrase {
    /// Takes the bytes of a passphrase.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes, for tests of the ways in.
    #[cfg(test)]
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Debug for Passphrase {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Passphrase(hidden)")
    }
}

/// The 256-bit key of a file with the file's own salt. Never shown, wiped when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct FileKey {
    key: [u8; 32],
    salt: [u8; SALT_BYTES],
}

impl std::fmt::Debug for FileKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("FileKey(hidden)")
    }
}

/// Why no key could be made.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// A passphrase of no letters protects nothing.
    #[error("the passphrase is empty")]
    Empty,
    /// The machine has less memory than the derivation takes.
    #[error("a key could not be derived: {0}")]
    Derivation(String),
}

impl FileKey {
    /// Derives the key of a file: Argon2id over the passphrase and the file's salt, 64 MiB,
    /// 3 passes, 4 lanes. Takes about a quarter of a second, by design.
    ///
    /// # Errors
    /// [`KeyError::Empty`] for an empty passphrase, [`KeyError::Derivation`] where memory fails.
    pub fn derive(passphrase: &Passphrase, salt: [u8; SALT_BYTES]) -> Result<Self, KeyError> {
        if passphrase.is_empty() {
            return Err(KeyError::Empty);
        }
        let failed = |error: argon2::Error| KeyError::Derivation(error.to_string());
        let params = Params::new(MEMORY_KIB, PASSES, LANES, Some(32)).map_err(failed)?;
        let mut key = [0; 32];
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(&passphrase.0, &salt, &mut key)
            .map_err(failed)?;
        Ok(Self { key, salt })
    }

    /// Takes a key that is known already, such as that of a test.
    #[cfg(test)]
    pub fn from_raw(key: [u8; 32], salt: [u8; SALT_BYTES]) -> Self {
        Self { key, salt }
    }

    /// The key and the salt as 96 hex digits, the form in which SQLCipher takes a raw key.
    pub fn as_hex(&self) -> Zeroizing<String> {
        let mut hex = Zeroizing::new(String::with_capacity(96));
        for byte in self.key.iter().chain(&self.salt) {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
        }
        hex
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_passphrase_makes_no_key() {
        assert!(matches!(
            FileKey::derive(&Passphrase::new(Vec::new()), [0; 16]),
            Err(KeyError::Empty)
        ));
    }

    #[test]
    fn the_same_words_and_salt_make_the_same_key_and_another_salt_another() {
        let words = Passphrase::new(b"seven words of an invented phrase".to_vec());
        let one = FileKey::derive(&words, [1; 16]).unwrap();
        assert_eq!(
            *one.as_hex(),
            *FileKey::derive(&words, [1; 16]).unwrap().as_hex()
        );
        assert_ne!(one.key, FileKey::derive(&words, [2; 16]).unwrap().key);
        assert!(one.as_hex().ends_with(&"01".repeat(16)));
    }

    #[test]
    fn a_secret_is_not_shown() {
        let words = Passphrase::new(b"marker".to_vec());
        assert!(!format!("{words:?}").contains("marker"));
        assert!(!format!("{:?}", FileKey::from_raw([0xab; 32], [0; 16])).contains("ab"));
    }
}
