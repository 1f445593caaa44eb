//! What can go wrong with what a person asked for. Faces turn it into words and exit codes.

use crate::formats::complaint::Complaint;
use crate::store::error::StoreError;
use std::path::PathBuf;

/// Why a use case could not be done.
#[derive(Debug, thiserror::Error)]
pub enum ProjectError {
    /// The study file said no.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Files were refused; nothing was written.
    #[error("{} of {total} faults are shown; nothing was written", .shown.len())]
    Rejected {
        /// The first faults, in the order of reading.
        shown: Vec<Complaint>,
        /// How many there are.
        total: u64,
    },
    /// What was named is not there.
    #[error("there is no {noun} `{name}`")]
    Unknown {
        /// The kind of thing.
        noun: &'static str,
        /// What was typed.
        name: String,
        /// What was meant, perhaps.
        like: Option<String>,
        /// The next command to type.
        hint: String,
    },
    /// Something asked for is not right, or not allowed.
    #[error("{what}")]
    Refused {
        /// What is wrong.
        what: String,
        /// What would be right.
        hint: String,
    },
    /// What was asked rests on a state that somebody else has changed since.
    #[error("{what}")]
    Outdated {
        /// What changed.
        what: String,
        /// What to do.
        hint: String,
    },
    /// A file that leaves could not be written.
    #[error("{} could not be written: {}", .path.display(), .source)]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// A rule or query does not parse; the text shows where.
    #[error("{message}")]
    Expression {
        /// What is wrong, with line, column and caret.
        message: String,
        /// What would be right.
        hint: String,
    },
}

impl ProjectError {
    /// One fault of a file.
    pub fn rejected(complaint: Complaint) -> Self {
        Self::Rejected {
            shown: vec![complaint],
            total: 1,
        }
    }

    /// A wish that is not right.
    pub fn refused(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Refused {
            what: what.into(),
            hint: hint.into(),
        }
    }
}

impl From<Complaint> for ProjectError {
    fn from(complaint: Complaint) -> Self {
        Self::rejected(complaint)
    }
}
