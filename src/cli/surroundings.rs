//! What the program finds around it: terminals, screen, environment variables.
//!
//! Read once at the start; everything else takes this value, so a test can make any
//! surroundings it likes. It must not decide anything but colour and width. What a stranger
//! would get wrong: stdout and stderr are looked at apart; one may be a file while the other is
//! a screen.

use std::ffi::OsString;
use std::io::{self, IsTerminal};

use crate::report::Paint;

/// When colour is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` or `TERM=dumb` say otherwise.
    #[default]
    Auto,
    /// Always, into files too.
    Always,
    /// Never.
    Never,
}

/// The size of a screen in terminal cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// Cells across.
    pub width: usize,
    /// Lines down.
    pub height: usize,
}

/// What the program finds around it.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// Whether a person can type.
    pub stdin_is_terminal: bool,
    /// Whether data go to a screen.
    pub stdout_is_terminal: bool,
    /// Whether talk goes to a screen.
    pub stderr_is_terminal: bool,
    /// The screen's size, where there is one.
    pub screen: Option<Screen>,
    /// `NO_COLOR`.
    pub no_color: Option<OsString>,
    /// `CLICOLOR_FORCE`.
    pub clicolor_force: Option<OsString>,
    /// `TERM`.
    pub term: Option<OsString>,
    /// `GAINSAY_PAGER`, else `PAGER`.
    pub pager: Option<OsString>,
}

impl Surroundings {
    /// The width where nothing says another.
    pub const USUAL_WIDTH: usize = 80;

    /// Looks around.
    #[must_use]
    pub fn look() -> Self {
        Self {
            stdin_is_terminal: io::stdin().is_terminal(),
            stdout_is_terminal: io::stdout().is_terminal(),
            stderr_is_terminal: io::stderr().is_terminal(),
            screen: screen(),
            no_color: std::env::var_os("NO_COLOR"),
            clicolor_force: std::env::var_os("CLICOLOR_FORCE"),
            term: std::env::var_os("TERM"),
            pager: std::env::var_os("GAINSAY_PAGER").or_else(|| std::env::var_os("PAGER")),
        }
    }

    /// Decides the width of tables and help: as told, else the screen, else 80.
    #[must_use]
    pub fn width(&self, told: Option<usize>) -> usize {
        let of_screen = self.screen.filter(|_| self.stdout_is_terminal);
        told.or(of_screen.map(|screen| screen.width))
            .unwrap_or(Self::USUAL_WIDTH)
    }

    /// Decides whether data are painted.
    #[must_use]
    pub fn paint_stdout(&self, told: Color) -> Paint {
        self.paint(told, self.stdout_is_terminal)
    }

    /// Decides whether talk is painted.
    #[must_use]
    pub fn paint_stderr(&self, told: Color) -> Paint {
        self.paint(told, self.stderr_is_terminal)
    }

    fn paint(&self, told: Color, is_terminal: bool) -> Paint {
        let is_painted = match told {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => self.wants_colour(is_terminal),
        };
        if is_painted {
            Paint::Colour
        } else {
            Paint::Plain
        }
    }

    /// The order of no-color.org and bixense.com/clicolors: no, forced, dumb, terminal.
    fn wants_colour(&self, is_terminal: bool) -> bool {
        let is_set =
            |value: &Option<OsString>| value.as_ref().is_some_and(|value| !value.is_empty());
        if is_set(&self.no_color) {
            return false;
        }
        if is_set(&self.clicolor_force) && self.clicolor_force.as_deref() != Some("0".as_ref()) {
            return true;
        }
        is_terminal && self.term.as_deref() != Some("dumb".as_ref())
    }
}

fn screen() -> Option<Screen> {
    let (width, height) = terminal_size::terminal_size()?;
    Some(Screen {
        width: width.0.into(),
        height: height.0.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on_terminal() -> Surroundings {
        Surroundings {
            stdout_is_terminal: true,
            screen: Some(Screen {
                width: 132,
                height: 40,
            }),
            ..Surroundings::default()
        }
    }

    #[test]
    fn colour_follows_the_terminal() {
        assert_eq!(on_terminal().paint_stdout(Color::Auto), Paint::Colour);
        assert_eq!(on_terminal().paint_stderr(Color::Auto), Paint::Plain);
        assert_eq!(on_terminal().paint_stdout(Color::Never), Paint::Plain);
        assert_eq!(
            Surroundings::default().paint_stdout(Color::Always),
            Paint::Colour
        );
    }

    #[test]
    fn no_color_wins_over_force_and_force_over_dumb() {
        let mut around = on_terminal();
        around.term = Some("dumb".into());
        assert_eq!(around.paint_stdout(Color::Auto), Paint::Plain);
        around.clicolor_force = Some("1".into());
        assert_eq!(around.paint_stdout(Color::Auto), Paint::Colour);
        around.no_color = Some("".into());
        assert_eq!(around.paint_stdout(Color::Auto), Paint::Colour);
        around.no_color = Some("1".into());
        assert_eq!(around.paint_stdout(Color::Auto), Paint::Plain);
    }

    #[test]
    fn width_is_as_told_else_the_screen_else_eighty() {
        assert_eq!(on_terminal().width(Some(40)), 40);
        assert_eq!(on_terminal().width(None), 132);
        assert_eq!(Surroundings::default().width(None), 80);
        let piped = Surroundings {
            stdout_is_terminal: false,
            ..on_terminal()
        };
        assert_eq!(piped.width(None), 80);
    }
}
