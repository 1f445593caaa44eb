//! What went wrong in the house, in the words of the face: an exit code, a place, and the next
//! command to type.
//!
//! It must not know how an error came about. What a stranger would get wrong: the code follows
//! from the kind of error alone, never from the command that met it.

use crate::formats::complaint::Complaint;
use crate::project::error::ProjectError;
use crate::store::error::StoreError;

use super::failure::{Code, Place, Problem};

impl From<ProjectError> for Problem {
    fn from(error: ProjectError) -> Self {
        match error {
            ProjectError::Store(error) => error.into(),
            ProjectError::Rejected { shown, total } => rejected(shown, total),
            ProjectError::Unknown {
                ref like, ref hint, ..
            } => {
                let hint = match like {
                    Some(like) => format!("did you mean `{like}`? {hint}"),
                    None => hint.clone(),
                };
                Self::usage("unknown", error.to_string()).hint(hint)
            }
            ProjectError::Refused { what, hint } => {
                Self::new(Code::Failed, "refused", what).hint(hint)
            }
            ProjectError::Outdated { what, hint } => {
                Self::new(Code::Busy, "outdated", what).hint(hint)
            }
            // Rows go to the terminal or a pipe, which has no path.
            ProjectError::Write { path, source } if path.as_os_str().is_empty() => source.into(),
            ProjectError::Write { path, source } => Self::with_file("write", &path, &source),
            ProjectError::Expression { message, hint } => {
                Self::usage("expression", message).hint(hint)
            }
        }
    }
}

impl From<Complaint> for Problem {
    fn from(complaint: Complaint) -> Self {
        let subject = complaint.value.as_ref().or_else(|| {
            let named = complaint.column.as_ref().unwrap_or(&complaint.file);
            wants_subject(&complaint.what).then_some(named)
        });
        let message = match subject {
            Some(subject) => format!("`{subject}` {}", complaint.what),
            None => complaint.what.to_string(),
        };
        let place = Place {
            file: complaint.file.into(),
            line: complaint.line,
            column: complaint.column.map(String::from),
        };
        Self::new(Code::Rejected, "rejected", message)
            .at(place)
            .hint(complaint.remedy)
    }
}

/// Whether what is wrong is said of something: what begins with a verb is no sentence by itself.
fn wants_subject(what: &str) -> bool {
    let first = what.split(' ').next().unwrap_or_default();
    [
        "is", "does", "has", "says", "names", "stands", "implies", "cannot",
    ]
    .contains(&first)
}

/// Joins the faults of an import; those that were not kept are counted.
fn rejected(shown: Vec<Complaint>, total: u64) -> Problem {
    let kept = shown.len() as u64;
    let mut problems: Vec<Problem> = shown.into_iter().map(Problem::from).collect();
    if total > kept {
        let rest = format!("{} further faults are not named", total - kept);
        problems.push(Problem::new(Code::Rejected, "rejected", rest));
    }
    let nothing = || Problem::new(Code::Rejected, "rejected", "the data were rejected");
    Problem::all(problems).unwrap_or_else(nothing)
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        let (code, kind) = code_and_kind(&error);
        let problem = Self::new(code, kind, error.to_string());
        match hint_for(&error) {
            Some(hint) => problem.hint(hint),
            None => problem,
        }
    }
}

fn code_and_kind(error: &StoreError) -> (Code, &'static str) {
    match error {
        StoreError::Missing(_) => (Code::Failed, "no-study"),
        StoreError::Exists(_) => (Code::Failed, "exists"),
        StoreError::NotAStudy { .. } => (Code::Rejected, "not-a-study"),
        StoreError::NeedsPassphrase(_) => (Code::Locked, "passphrase-needed"),
        StoreError::WrongPassphrase(_) => (Code::Locked, "wrong-passphrase"),
        StoreError::Newer { .. } => (Code::Rejected, "newer"),
        StoreError::Upgrade { .. } => (Code::Rejected, "upgrade"),
        StoreError::Busy => (Code::Busy, "busy"),
        StoreError::Rule(_) => (Code::Rejected, "rule"),
        StoreError::Damaged(_) => (Code::Rejected, "damaged"),
        StoreError::DiskFull => (Code::Failed, "disk-full"),
        StoreError::Disk(_) => (Code::Failed, "disk"),
        StoreError::ReadOnly(_) => (Code::Failed, "read-only"),
        StoreError::File { .. } => (Code::Failed, "file"),
        StoreError::Overtaken { .. } => (Code::Busy, "overtaken"),
        StoreError::NoSuchOperation(_) => (Code::Usage, "no-such-operation"),
        StoreError::Query(_) => (Code::Usage, "query"),
        StoreError::TooSlow(_) => (Code::Failed, "query-timeout"),
        StoreError::Setting { .. }
        | StoreError::NoOperation
        | StoreError::Key(_)
        | StoreError::Chance(_)
        | StoreError::Database(_) => (Code::Failed, "store"),
    }
}

fn hint_for(error: &StoreError) -> Option<String> {
    let hint = match error {
        StoreError::Missing(_) => "make one with: gainsay init FILE".to_owned(),
        StoreError::Exists(_) => "name another file, or use it with: -p FILE".to_owned(),
        StoreError::NotAStudy { .. } => "name the study with: -p FILE".to_owned(),
        StoreError::NeedsPassphrase(_) => {
            "give --passphrase-file FILE or --passphrase-fd N".to_owned()
        }
        StoreError::WrongPassphrase(_) => {
            "try again; without the passphrase nobody can open it".to_owned()
        }
        StoreError::Newer { .. } => "use a newer gainsay; see: gainsay version".to_owned(),
        StoreError::Busy => "try again when the other program is done".to_owned(),
        StoreError::Damaged(_) => "look closer with: gainsay verify".to_owned(),
        StoreError::DiskFull => "make room and try again".to_owned(),
        StoreError::Disk(_) => "see that the disk is there and has room, then try again".to_owned(),
        StoreError::ReadOnly(_) => {
            "make both writable, or copy the file into a folder of your own".to_owned()
        }
        StoreError::Overtaken { later, .. } => match later.last() {
            Some(last) => format!("take the later ones back first: gainsay undo {last}"),
            None => "see them with: gainsay log".to_owned(),
        },
        StoreError::NoSuchOperation(_) => "see the operations with: gainsay log".to_owned(),
        StoreError::Query(_) => "see the views and their columns with: gainsay schema".to_owned(),
        StoreError::TooSlow(_) => {
            "ask for less at once, or give it longer with --timeout SECONDS".to_owned()
        }
        StoreError::File { source, .. } => source.to_string(),
        _ => return None,
    };
    Some(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(line: u64) -> Complaint {
        let mut fault = Complaint::of_file("claims.csv", "is not known", "write affirms");
        fault.value = Some("afirms".into());
        fault.column = Some("stance".into());
        fault.on_line(line)
    }

    #[test]
    fn a_fault_of_a_file_keeps_its_place_value_and_remedy() {
        let problem = Problem::from(fault(14));
        assert_eq!(problem.code, Code::Rejected);
        assert_eq!(problem.message, "`afirms` is not known");
        assert_eq!(problem.place.unwrap().to_string(), "claims.csv:14:stance");
        assert_eq!(problem.hint.as_deref(), Some("write affirms"));
    }

    #[test]
    fn faults_that_were_not_kept_are_counted() {
        let problem = Problem::from(ProjectError::Rejected {
            shown: vec![fault(2), fault(3)],
            total: 7,
        });
        let last = problem.others.last().unwrap();
        assert_eq!(problem.others.len(), 2);
        assert_eq!(last.message, "5 further faults are not named");
    }

    #[test]
    fn what_opens_no_study_has_its_own_code() {
        let path = std::path::PathBuf::from("a.gainsay");
        let code = |error: StoreError| Problem::from(error).code;
        assert_eq!(
            code(StoreError::WrongPassphrase(path.clone())),
            Code::Locked
        );
        assert_eq!(
            code(StoreError::NeedsPassphrase(path.clone())),
            Code::Locked
        );
        assert_eq!(code(StoreError::Busy), Code::Busy);
        let newer = StoreError::Newer {
            path,
            file: 9,
            program: 1,
        };
        assert_eq!(code(newer), Code::Rejected);
    }

    #[test]
    fn what_was_meant_comes_before_the_next_command() {
        let problem = Problem::from(ProjectError::Unknown {
            noun: "topic",
            name: "pay-cuts".to_owned(),
            like: Some("pay-cut".to_owned()),
            hint: "list them with: gainsay topic list".to_owned(),
        });
        assert_eq!(problem.code, Code::Usage);
        assert_eq!(
            problem.hint.as_deref(),
            Some("did you mean `pay-cut`? list them with: gainsay topic list")
        );
    }
}
