//! Finds the study that a command works on.
//!
//! It must not open it. What a stranger would get wrong: two studies in one folder are never
//! guessed between, for a write to the wrong one is worse than a question.

use std::io;
use std::path::{Path, PathBuf};

use super::failure::{Code, Place, Problem};

/// The ending of a study's file name.
const EXTENSION: &str = "gainsay";

/// Gives the study that was named, else the only one in the folder or the nearest above.
///
/// # Errors
/// No study, several, or a folder that cannot be read.
pub fn find(told: Option<&Path>, folder: &Path) -> Result<PathBuf, Problem> {
    if let Some(path) = told {
        return Ok(path.to_owned());
    }
    for ancestor in folder.ancestors() {
        let mut studies = match studies_in(ancestor) {
            // Folders above are often closed to us; that one holds no study of ours.
            Err(error) if ancestor != folder && error.kind() == io::ErrorKind::PermissionDenied => {
                continue;
            }
            Err(error) => return Err(Problem::with_file("read-folder", ancestor, &error)),
            Ok(studies) => studies,
        };
        match studies.len() {
            0 => {}
            1 => return Ok(studies.remove(0)),
            _ => return Err(several(ancestor, &studies)),
        }
    }
    Err(Problem::new(
        Code::Failed,
        "no-study",
        "there is no study in this folder or above it",
    )
    .hint("name one with -p FILE, make one with `gainsay init FILE`, or try `gainsay demo`"))
}

fn studies_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut studies = Vec::new();
    for entry in folder.read_dir()? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == EXTENSION)
            && path.is_file()
        {
            studies.push(path);
        }
    }
    studies.sort();
    Ok(studies)
}

fn several(folder: &Path, studies: &[PathBuf]) -> Problem {
    let names = studies.iter().filter_map(|path| path.file_name());
    let names: Vec<_> = names.map(|name| name.to_string_lossy()).collect();
    Problem::usage(
        "several-studies",
        format!("there are {} studies here", studies.len()),
    )
    .at(Place::file(folder.display().to_string()))
    .hint(format!("name one with -p: {}", names.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in names {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        folder
    }

    #[test]
    fn a_named_study_is_taken_as_it_is() {
        let told = Path::new("elsewhere.gainsay");
        assert_eq!(find(Some(told), Path::new("/")).unwrap(), told);
    }

    #[test]
    fn the_only_study_is_found_from_below() {
        let folder = folder_with(&["valley.gainsay", "valley.gainsay.before-0002", "notes.txt"]);
        let below = folder.path().join("transcripts/more");
        std::fs::create_dir_all(&below).unwrap();
        assert_eq!(
            find(None, &below).unwrap(),
            folder.path().join("valley.gainsay")
        );
    }

    #[test]
    fn several_studies_are_named_and_none_is_guessed() {
        let folder = folder_with(&["b.gainsay", "a.gainsay"]);
        let refused = find(None, folder.path()).unwrap_err();
        assert_eq!(
            refused.hint.as_deref(),
            Some("name one with -p: a.gainsay, b.gainsay")
        );
    }

    #[test]
    fn no_study_says_how_to_get_one() {
        let folder = folder_with(&["notes.txt"]);
        // A study above the test's folder would be found, and should be.
        if let Err(refused) = find(None, folder.path()) {
            assert_eq!(refused.kind, "no-study");
        }
    }
}
