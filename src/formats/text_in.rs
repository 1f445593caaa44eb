//! Reads the file of a transcript: `.txt` and `.md` as they are. Other formats come with
//! their own readers; until then they are refused by name, not guessed at.

use super::complaint::{Complaint, name_of};
use crate::model::limits::{Limit, Limits};
use crate::model::transcript_text::{TextLimits, normalise};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// A transcript as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFile {
    /// SHA-256 of the file.
    pub hash: [u8; 32],
    /// Its text, normalised.
    pub text: String,
}

/// The limits of the model's texts in this run.
pub fn text_limits(limits: &Limits) -> TextLimits {
    TextLimits {
        text_bytes: limits.size(Limit::TranscriptBytes),
        line_bytes: limits.size(Limit::LineBytes),
        turns: limits.size(Limit::TranscriptTurns),
    }
}

/// Reads the text at `name` inside `folder`.
///
/// # Errors
/// A [`Complaint`] for a path that leaves the folder, a format that is not read here, a file
/// that is missing, too large, no UTF-8 or holds a NUL.
pub fn read_text(folder: &Path, name: &str, limits: &Limits) -> Result<TextFile, Complaint> {
    check_path(name)?;
    let path = folder.join(name);
    refuse_leaving(folder, &path, name)?;
    let where_from = "check the path in interviews.csv; it counts from the study folder";
    read_at(&path, name, where_from, limits)
}

/// Reads a text that stands in no study folder, such as one that was edited by hand.
///
/// # Errors
/// As [`read_text`], but for its path.
pub fn read_edited_text(path: &Path, limits: &Limits) -> Result<TextFile, Complaint> {
    let name = name_of(path);
    let remedy = "check that the file is there and may be read";
    read_at(path, &name, remedy, limits)
}

fn read_at(path: &Path, name: &str, remedy: &str, limits: &Limits) -> Result<TextFile, Complaint> {
    let read = |error: std::io::Error| {
        Complaint::of_file(name, format!("cannot be read: {}", error.kind()), remedy)
    };
    let most = limits.of(Limit::TranscriptBytes);
    let mut bytes = Vec::new();
    // One byte over is read, to know that there is more; not the whole of a huge file.
    File::open(path)
        .map_err(read)?
        .take(most.saturating_add(4))
        .read_to_end(&mut bytes)
        .map_err(read)?;
    let text = normalise(&bytes, &text_limits(limits)).map_err(|error| {
        Complaint::of_file(name, error.to_string(), "save the transcript as UTF-8 text; raise a limit with --limit NAME=VALUE (gainsay help limits)")
    })?;
    Ok(TextFile {
        hash: Sha256::digest(&bytes).into(),
        text,
    })
}

/// Refuses a path that could leave the folder or that is no text this program reads.
///
/// # Errors
/// A [`Complaint`] that names the path.
pub fn check_path(name: &str) -> Result<(), Complaint> {
    let bad_part = |part: &str| part.is_empty() || part == "." || part == "..";
    let leaves = name.contains(['\\', ':', '\0'])
        || name.split('/').any(bad_part)
        || name.chars().any(char::is_control);
    if leaves || name.len() > 1024 {
        return Err(Complaint::of_file(
            "interviews.csv",
            "a path leaves the study folder or has a bad name",
            "write it from the folder on, for example transcripts/i-07.txt",
        ));
    }
    let ending = name
        .rsplit_once('.')
        .map_or("", |(_, ending)| ending)
        .to_ascii_lowercase();
    match ending.as_str() {
        "txt" | "md" => Ok(()),
        other => Err(Complaint::of_file(
            name,
            format!("transcripts of the kind `{other}` are not read yet"),
            "save it as .txt or .md in UTF-8",
        )),
    }
}

fn refuse_leaving(folder: &Path, path: &Path, name: &str) -> Result<(), Complaint> {
    let inside = match (folder.canonicalize(), path.canonicalize()) {
        (Ok(folder), Ok(path)) => path.starts_with(folder) && path.is_file(),
        // What is not there is told by the read that follows.
        _ => true,
    };
    if inside {
        Ok(())
    } else {
        Err(Complaint::of_file(
            name,
            "is no file inside the study folder",
            "put the text into the folder itself, not behind a link",
        ))
    }
}
