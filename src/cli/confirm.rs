//! Asks before something cannot be taken back.
//!
//! It must not know what is asked. What a stranger would get wrong: where nobody can be asked,
//! the answer is not yes but an error that names `--yes`.

use std::io::{self, BufRead, Write};

use crate::report::visible;

use super::failure::{Code, Problem};
use super::surroundings::Surroundings;

/// What may stand for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asking {
    /// The person said yes beforehand.
    AlreadyYes,
    /// A person sits at a terminal.
    Possible,
    /// Nobody can be asked.
    Impossible,
}

impl Asking {
    /// Decides from the flags and the surroundings.
    #[must_use]
    pub fn of(globals: &super::args::globals::Globals, around: &Surroundings) -> Self {
        if globals.yes {
            Self::AlreadyYes
        } else if can_ask(globals, around) {
            Self::Possible
        } else {
            Self::Impossible
        }
    }
}

/// Says whether a person can be asked anything.
pub(super) fn can_ask(globals: &super::args::globals::Globals, around: &Surroundings) -> bool {
    !globals.no_input && around.stdin_is_terminal && around.stderr_is_terminal
}

/// Asks on the terminal; returns only if the answer is yes.
///
/// `question` is a whole question, such as `Replace the folder gainsay-demo?`.
///
/// # Errors
/// Another answer, or nobody to ask.
pub fn confirm(question: &str, asking: Asking) -> Result<(), Problem> {
    match asking {
        Asking::AlreadyYes => Ok(()),
        Asking::Impossible => Err(nobody(question)),
        Asking::Possible if ask(question, &mut io::stdin().lock(), &mut io::stderr())? => Ok(()),
        Asking::Possible => Err(Problem::new(Code::Failed, "declined", "nothing was done")),
    }
}

fn nobody(question: &str) -> Problem {
    Problem::usage("needs-yes", format!("nobody can be asked: {question}"))
        .hint("add --yes if the answer is yes")
}

fn ask(question: &str, answers: &mut impl BufRead, talk: &mut impl Write) -> io::Result<bool> {
    write!(talk, "{} [y/N] ", visible(question))?;
    talk.flush()?;
    let mut answer = String::new();
    answers.read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(answer: &str) -> bool {
        let mut talk = Vec::new();
        let is_yes = ask("Replace it?", &mut answer.as_bytes(), &mut talk).unwrap();
        assert_eq!(talk, b"Replace it? [y/N] ");
        is_yes
    }

    #[test]
    fn only_yes_is_yes() {
        assert!(answered("y\n") && answered("Yes\n"));
        assert!(!answered("\n") && !answered("") && !answered("n\n") && !answered("yep\n"));
    }

    #[test]
    fn nobody_to_ask_is_an_error_that_names_the_flag() {
        let refused = confirm("Replace it?", Asking::Impossible).unwrap_err();
        assert_eq!(refused.code, Code::Usage);
        assert!(refused.hint.unwrap().contains("--yes"));
        assert!(confirm("Replace it?", Asking::AlreadyYes).is_ok());
    }
}
