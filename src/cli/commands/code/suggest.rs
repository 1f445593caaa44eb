//! `gainsay code suggest`: codings proposed from what was coded before.
//!
//! It must not know how anything is learned. What a stranger would get wrong: figures are shown for
//! every code that was learned, also where nothing new is proposed.

use crate::cli::args::proposals::CodeSuggestArgs;
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::method::learned::{LEAST_INTERVIEWS, LEAST_SENTENCES, LeftOut};
use crate::project::learning::{LearnedCode, LearningWish, Suggested};
use crate::report::{Cell, Column, Head, Listing, counted};

use super::opened;

/// Learns and proposes.
///
/// # Errors
/// A code or interview that is not there.
pub fn run(args: &CodeSuggestArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let is_dry = session.globals.dry_run;
    let progress = session.progress("learning from what is coded", None);
    let wish = LearningWish {
        code: args.code.as_deref(),
        interview: args.interview.as_deref(),
        min_probability: args.min_probability.value(),
    };
    let done = study.suggest_codings(&wish, is_dry)?;
    drop(progress);
    let is_kept = done.operation.is_some() && !is_dry;
    let mut listing = listing_of(&done.value);
    listing.meta = opened::meta(&study)?;
    listing.meta.more.extend([
        ("texts", done.value.texts.into()),
        ("sentences", done.value.sentences.into()),
    ]);
    session.output.show(&listing)?;
    say_left_out(&done.value, session);
    session.output.say(match (is_dry, is_kept) {
        (true, _) => "nothing was kept",
        (false, true) => {
            "undo: gainsay undo; next: gainsay codings --origin learned --status proposed"
        }
        (false, false) => "nothing new was proposed",
    });
    Ok(())
}

fn listing_of(suggested: &Suggested) -> Listing {
    let figure = |name: &'static str| Column::number(name).rounded(2);
    let columns = vec![
        Column::new("code"),
        Column::number("sentences"),
        Column::number("interviews").spare(2),
        figure("precision"),
        figure("recall"),
        figure("f1"),
        figure("auc").spare(3),
        Column::number("calibration_error").rounded(3).aside(),
        Column::number("proposed"),
        Column::new("note").aside(),
    ];
    let mut listing = Listing::new(Head::new("code-suggest-list", columns));
    listing.rows = suggested.codes.iter().map(cells_of).collect();
    listing
}

fn cells_of(one: &LearnedCode) -> Vec<Cell> {
    let figures = one.figures.unwrap_or_default();
    vec![
        Cell::text(one.code.clone()),
        one.seen.0.into(),
        one.seen.1.into(),
        Cell::maybe(figures.precision),
        Cell::maybe(figures.recall),
        Cell::maybe(figures.f1),
        Cell::maybe(figures.auc),
        Cell::maybe(figures.calibration_error),
        Cell::from(i64::try_from(one.proposed).unwrap_or(i64::MAX)),
        Cell::text(
            one.left_out
                .map_or_else(String::new, |why| format!("left out: {}", reason(why))),
        ),
    ]
}

fn reason(why: LeftOut) -> String {
    match why {
        LeftOut::TooFew {
            sentences,
            interviews,
        } => format!(
            "{} in {}, {LEAST_SENTENCES} in {LEAST_INTERVIEWS} are needed",
            counted(sentences as u64, "sentence"),
            counted(interviews as u64, "interview")
        ),
        LeftOut::NothingElse => "every sentence that was read has it".to_owned(),
    }
}

/// Names the codes that nothing was learned of, on one line.
fn say_left_out(suggested: &Suggested, session: &Session) {
    let left_out = suggested.codes.iter().filter(|one| one.left_out.is_some());
    let keys: Vec<&str> = left_out.map(|one| one.code.as_str()).collect();
    if suggested.codes.is_empty() {
        session
            .output
            .say("nobody coded anything yet, so there is nothing to learn from");
    } else if !keys.is_empty() {
        let codes = counted(keys.len() as u64, "code");
        session.output.say(&format!(
            "left out, with too little to learn from: {codes} ({})",
            keys.join(", ")
        ));
    }
}
