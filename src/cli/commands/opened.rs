//! A study that a command opened, with what is said of every study.
//!
//! It must not know any command. What a stranger would get wrong: an unencrypted study says so
//! at every open, on stderr for people and in `meta` for programs.

use std::path::Path;

use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::project::{Study, Unlock};
use crate::report::{Cell, Meta, counted};

/// Opens the study that is meant, as the coder who was named.
///
/// # Errors
/// No study, a locked one, one of a newer program, an unknown coder.
pub fn open(session: &Session) -> Result<Study, Problem> {
    let path = session.study_file()?;
    let unlock = if Study::is_file_encrypted(&path)? {
        Unlock::Passphrase(session.passphrase(&path)?)
    } else {
        Unlock::Plain
    };
    let actor = session.globals.actor.as_deref();
    let study = Study::open(&path, &unlock, actor, session.limits()?)?;
    greet(&study, &path, session);
    Ok(study)
}

fn greet(study: &Study, path: &Path, session: &Session) {
    let here = std::env::current_dir().unwrap_or_default();
    let shown = path.strip_prefix(&here).unwrap_or(path).display();
    if !study.store().is_encrypted() {
        session.output.say(&format!("{shown} is not encrypted"));
    }
    if let Some(copy) = study.store().upgraded_from() {
        session.output.say(&format!(
            "{shown} was brought up to date; as it was: {}",
            copy.display()
        ));
    }
    for limit in &session.globals.limits {
        session.output.say(&format!("for this run: limit {limit}"));
    }
}

/// What stands in `meta` for every listing of a study.
///
/// # Errors
/// What the store says.
pub fn meta(study: &Study) -> Result<Meta, Problem> {
    Ok(Meta {
        study: Some(study.name()?),
        operation: study.head()?.map(|number| number.to_string()),
        more: vec![("encrypted", Cell::Bool(study.store().is_encrypted()))],
        ..Meta::default()
    })
}

/// What is said where codings of others are hidden.
pub fn hidden_line(hidden: u64) -> Option<String> {
    (hidden > 0).then(|| {
        let codings = counted(hidden, "coding");
        format!("{codings} of others hidden: you code these texts blind until all have submitted")
    })
}
