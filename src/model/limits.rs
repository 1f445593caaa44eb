//! How much of anything is read: one table for every reader of the program. Beyond a limit
//! the input is refused before memory is taken for it. A stranger would write a figure where
//! it is needed: then `gainsay help limits` lies, and `--limit` cannot raise it.

/// A limit by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Bytes of one cell of a CSV file.
    CellBytes,
    /// Bytes of one line of a text file.
    LineBytes,
    /// Bytes of one transcript.
    TranscriptBytes,
    /// Turns of one transcript.
    TranscriptTurns,
    /// Depth of TOML and of trees.
    Depth,
    /// Terms of one rule or query.
    RuleTerms,
    /// Bytes of one rule or query.
    RuleBytes,
}

/// The limits of one run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits([u64; ENTRIES.len()]);

struct Entry {
    limit: Limit,
    name: &'static str,
    what: &'static str,
    default: u64,
}

const MIB: u64 = 1024 * 1024;

const ENTRIES: [Entry; 7] = [
    Entry {
        limit: Limit::CellBytes,
        name: "cell-bytes",
        what: "a cell of a CSV file",
        default: MIB,
    },
    Entry {
        limit: Limit::LineBytes,
        name: "line-bytes",
        what: "a line of a text file",
        default: 16 * MIB,
    },
    Entry {
        limit: Limit::TranscriptBytes,
        name: "transcript-bytes",
        what: "one transcript",
        default: 32 * MIB,
    },
    Entry {
        limit: Limit::TranscriptTurns,
        name: "transcript-turns",
        what: "turns of one transcript",
        default: 500_000,
    },
    Entry {
        limit: Limit::Depth,
        name: "depth",
        what: "depth of TOML and of trees",
        default: 256,
    },
    Entry {
        limit: Limit::RuleTerms,
        name: "rule-terms",
        what: "terms of one rule or query",
        default: 10_000,
    },
    Entry {
        limit: Limit::RuleBytes,
        name: "rule-bytes",
        what: "bytes of one rule or query",
        default: 256 * 1024,
    },
];

/// Why a limit could not be set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LimitError {
    /// Not `NAME=VALUE`.
    #[error("a limit is written NAME=VALUE, for example cell-bytes=2097152")]
    Form,
    /// No such limit.
    #[error("there is no limit `{0}`; there are: {all}", all = names())]
    Unknown(String),
    /// Limits are raised, never lowered or made nothing.
    #[error("limit {name} is at least {least}")]
    TooSmall {
        /// The limit.
        name: &'static str,
        /// Its default.
        least: u64,
    },
}

fn names() -> String {
    ENTRIES.map(|entry| entry.name).join(", ")
}

impl Default for Limits {
    fn default() -> Self {
        Self(ENTRIES.map(|entry| entry.default))
    }
}

impl Limits {
    /// No limits, for what was let in under limits before.
    pub fn none() -> Self {
        Self([u64::MAX; ENTRIES.len()])
    }

    /// What the limit is in this run.
    pub fn of(&self, limit: Limit) -> u64 {
        ENTRIES
            .iter()
            .zip(self.0)
            .find(|(entry, _)| entry.limit == limit)
            .map_or(0, |(_, value)| value)
    }

    /// The same as a size in memory.
    pub fn size(&self, limit: Limit) -> usize {
        usize::try_from(self.of(limit)).unwrap_or(usize::MAX)
    }

    /// Raises one limit, written `NAME=VALUE`.
    ///
    /// # Errors
    /// [`LimitError`] for another form, an unknown name or a value below the default.
    pub fn raise(&mut self, text: &str) -> Result<(), LimitError> {
        let (name, value) = text.split_once('=').ok_or(LimitError::Form)?;
        let value: u64 = value.trim().parse().map_err(|_| LimitError::Form)?;
        let at = ENTRIES.iter().position(|entry| entry.name == name.trim());
        let at = at.ok_or_else(|| LimitError::Unknown(name.trim().to_owned()))?;
        let entry = &ENTRIES[at];
        if value < entry.default {
            return Err(LimitError::TooSmall {
                name: entry.name,
                least: entry.default,
            });
        }
        self.0[at] = value;
        Ok(())
    }

    /// Every limit: name, what it limits, its value in this run.
    pub fn all(&self) -> Vec<(&'static str, &'static str, u64)> {
        ENTRIES
            .iter()
            .zip(self.0)
            .map(|(entry, value)| (entry.name, entry.what, value))
            .collect()
    }

    /// The name under which a limit is raised.
    pub fn name(limit: Limit) -> &'static str {
        ENTRIES
            .iter()
            .find(|entry| entry.limit == limit)
            .map_or("", |entry| entry.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_can_be_raised_and_not_lowered() {
        let mut limits = Limits::default();
        assert!(matches!(
            limits.raise("cell-bytes=1"),
            Err(LimitError::TooSmall { .. })
        ));
        assert!(matches!(
            limits.raise("cells=1"),
            Err(LimitError::Unknown(_))
        ));
        assert_eq!(limits.raise("cell-bytes"), Err(LimitError::Form));
        limits.raise("cell-bytes=2097152").unwrap();
        assert_eq!(limits.of(Limit::CellBytes), 2 * MIB);
    }

    #[test]
    fn every_limit_has_its_entry() {
        let limits = Limits::default();
        for limit in [
            Limit::CellBytes,
            Limit::LineBytes,
            Limit::TranscriptBytes,
            Limit::TranscriptTurns,
            Limit::Depth,
            Limit::RuleTerms,
            Limit::RuleBytes,
        ] {
            assert!(limits.of(limit) > 0);
            assert!(!Limits::name(limit).is_empty());
        }
    }
}
