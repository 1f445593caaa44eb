//! A bar for work that takes longer than a second.
//!
//! It must not know the work. What a stranger would get wrong: nothing is drawn where stderr is
//! no terminal, and the bar is gone when the work is, so no output depends on how long it took.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How long work may take before it is shown.
const PATIENCE: Duration = Duration::from_secs(1);

/// Shows how far work has come.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    may_show: bool,
    is_shown: bool,
}

impl Progress {
    /// Begins; `what` is a few words such as `comparing claims`, `total` its steps if known.
    #[must_use]
    pub fn begin(what: &'static str, total: Option<u64>, may_show: bool) -> Self {
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden());
        bar.set_style(style(total.is_some()));
        bar.set_message(what);
        Self {
            bar,
            may_show,
            is_shown: false,
        }
    }

    /// Says that so many more steps are done.
    pub fn advance(&mut self, steps: u64) {
        if self.may_show && !self.is_shown && self.bar.elapsed() >= PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
            self.is_shown = true;
        }
        self.bar.inc(steps);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

fn style(has_total: bool) -> ProgressStyle {
    let template = if has_total {
        "{msg} {wide_bar} {percent:>3} %  {eta} left"
    } else {
        "{msg} {human_pos}"
    };
    // The templates above are fixed; should one be wrong, the usual bar does as well.
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quick_work_shows_nothing() {
        let mut progress = Progress::begin("comparing claims", Some(10), true);
        progress.advance(4);
        assert!(!progress.is_shown && progress.bar.is_hidden());
        assert_eq!(progress.bar.position(), 4);
    }

    #[test]
    fn slow_work_is_shown_only_where_it_may() {
        for (may_show, is_shown) in [(true, true), (false, false)] {
            let mut progress = Progress::begin("comparing claims", None, may_show);
            progress.bar = progress.bar.clone().with_elapsed(PATIENCE);
            progress.advance(1);
            assert_eq!(progress.is_shown, is_shown);
        }
    }

    #[test]
    fn both_templates_are_understood() {
        for has_total in [true, false] {
            let _ = style(has_total);
        }
        assert!(
            ProgressStyle::with_template("{msg} {wide_bar} {percent:>3} %  {eta} left").is_ok()
        );
        assert!(ProgressStyle::with_template("{msg} {human_pos}").is_ok());
    }
}
