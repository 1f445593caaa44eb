//! A conversation over lines: a question, and what the person typed.
//!
//! It must not know what is asked. What a stranger would get wrong: the end of the input is an
//! answer of its own, for the person is gone and nobody else will answer.

use std::io::{self, BufRead, StdinLock, StdoutLock, Write};

use crate::cli::failure::Problem;

/// A conversation over lines.
pub(super) struct Talk<I, O> {
    /// Where answers come from.
    pub answers: I,
    /// Where questions go.
    pub out: O,
}

impl Talk<StdinLock<'static>, StdoutLock<'static>> {
    /// A conversation with who sits at the terminal.
    pub fn at_terminal() -> Self {
        Self {
            answers: io::stdin().lock(),
            out: io::stdout().lock(),
        }
    }
}

impl<I: BufRead, O: Write> Talk<I, O> {
    /// Asks; nothing where the person is gone.
    ///
    /// *Errors*: what the terminal says.
    pub fn ask(&mut self, question: &str) -> Result<Option<String>, Problem> {
        write!(self.out, "{question}")?;
        self.out.flush()?;
        let mut line = Vec::new();
        if self.answers.read_until(b'\n', &mut line)? == 0 {
            writeln!(self.out)?;
            return Ok(None);
        }
        // A terminal in another encoding must not end the conversation.
        Ok(Some(
            String::from_utf8_lossy(&line)
                .trim_end_matches(['\n', '\r'])
                .to_owned(),
        ))
    }
}
