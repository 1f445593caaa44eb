//! What changes the codebook as a whole: move, merge, split, retire.
//!
//! It must not know what becomes of a coding. What a stranger would get wrong: a dry run shows
//! the same listing as the change itself, so that it can be read before and kept after.

use crate::cli::args::codebook::{CodeMergeArgs, CodeParentArgs, CodeRetireArgs, CodeSplitArgs};
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::project::codebook::{
    Chosen, Collapse, MergedCode, Recoded, Retired, Settling, SplitCode,
};
use crate::report::{Cell, Column, Head, Listing, counted};

use super::super::opened;

/// Puts a code elsewhere in the tree.
///
/// # Errors
/// A key that no code has; a code below itself.
pub fn put_elsewhere(args: &CodeParentArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let is_dry = session.globals.dry_run;
    let edited = study.move_code(&args.code, args.under.as_deref(), is_dry)?;
    let place = match &args.under {
        Some(parent) => format!("below {parent}"),
        None => "to the top".to_owned(),
    };
    let code = &args.code;
    let line = match (edited.is_changed, is_dry) {
        (false, _) => format!("nothing changed: code {code} stands there already"),
        (true, true) => format!("would move code {code} {place}; nothing was written"),
        (true, false) => format!("moved code {code} {place}; undo: gainsay undo"),
    };
    let columns = ["code", "parent"].map(Column::new).to_vec();
    let mut listing = Listing::new(Head::new("code-list", columns));
    let parent = Cell::maybe(args.under.clone());
    listing.rows.push(vec![Cell::text(code.clone()), parent]);
    listing.meta = opened::meta(&study)?;
    session.output.receipt(&line, &listing)
}

/// Merges codes into one and shows what goes along.
///
/// # Errors
/// Keys that no code has; what cannot be merged.
pub fn merge(args: &CodeMergeArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let is_dry = session.globals.dry_run;
    let done = study.merge_codes(&args.from, &args.into, is_dry)?;
    let mut listing = Listing::new(merge_head());
    listing.rows = done
        .value
        .iter()
        .map(|one| cells_of(one, &args.into))
        .collect();
    listing.meta = opened::meta(&study)?;
    listing.meta.warnings = done.value.iter().flat_map(asked_for).collect();
    session.output.show(&listing)?;
    let count = |of: fn(&Recoded) -> u64| done.value.iter().map(|one| of(&one.codings)).sum();
    let (codings, collapsed): (u64, u64) = (count(total), count(collapsed));
    let codes = counted(done.value.len() as u64, "code");
    let what = format!(
        "{codes} into {}: {}, {collapsed} of which collapse",
        args.into,
        counted(codings, "coding")
    );
    session.output.say(&match (done.operation, is_dry) {
        (None, _) => "nothing changed: there was nothing to merge".to_owned(),
        (_, true) => format!("would merge {what}; nothing was written"),
        (_, false) => format!("merged {what}; undo: gainsay undo"),
    });
    Ok(())
}

fn merge_head() -> Head {
    let mut columns = vec![Column::new("code"), Column::new("into").aside()];
    let counts = ["codings", "collapsed", "rules", "memos", "children"];
    columns.extend(counts.map(Column::number));
    columns.push(Column::new("example"));
    columns.push(Column::quote("collapses"));
    Head::new("code-merge-list", columns)
}

/// Expressions of rules are a person's words: they are not rewritten, but told.
fn asked_for(merged: &MergedCode) -> Vec<String> {
    let code = &merged.code;
    let rules = merged.asked_by.iter();
    rules
        .map(|rule| {
            format!("rule {rule} asks for code {code} in its expression: gainsay rule edit {rule}")
        })
        .collect()
}

fn total(codings: &Recoded) -> u64 {
    codings.moved + collapsed(codings)
}

fn collapsed(codings: &Recoded) -> u64 {
    codings.collapses.len() as u64
}

fn cells_of(merged: &MergedCode, into: &str) -> Vec<Cell> {
    vec![
        Cell::text(merged.code.clone()),
        Cell::text(into.to_owned()),
        Cell::from(total(&merged.codings)),
        Cell::from(collapsed(&merged.codings)),
        Cell::from(merged.rules),
        Cell::from(merged.memos),
        Cell::from(merged.children),
        Cell::Bool(merged.adds_example),
        collapses(&merged.codings),
    ]
}

/// Splits a code and says how many codings went.
///
/// # Errors
/// Keys that no code or coding has; an expression that does not parse.
pub fn split(args: &CodeSplitArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let is_dry = session.globals.dry_run;
    let chosen = match &args.matching {
        Some(expression) => Chosen::Matching(expression),
        None if args.coding.is_empty() => Chosen::None,
        None => Chosen::Named(&args.coding),
    };
    let done = study.split_code(&args.code, &args.into, chosen, is_dry)?;
    let what = split_words(&args.code, &done.value);
    let line = match (done.operation, is_dry) {
        (None, _) => "nothing changed: no coding was chosen".to_owned(),
        (_, true) => format!("would split code {what}; nothing was written"),
        (_, false) => format!("split code {what}; undo: gainsay undo"),
    };
    let mut listing = split_listing(args, &done.value);
    listing.meta = opened::meta(&study)?;
    session.output.receipt(&line, &listing)
}

fn split_words(code: &str, split: &SplitCode) -> String {
    let moved = counted(total(&split.codings), "coding");
    let made = match split.made.is_empty() {
        true => String::new(),
        false => format!("made {}; ", split.made.join(", ")),
    };
    let (collapsed, left) = (collapsed(&split.codings), split.left);
    format!("{code}: {made}{moved} moved ({collapsed} collapsed), {left} left")
}

fn split_listing(args: &CodeSplitArgs, split: &SplitCode) -> Listing {
    let columns = vec![
        Column::new("code"),
        Column::new("into"),
        Column::new("made"),
        Column::number("codings"),
        Column::number("collapsed"),
        Column::number("left"),
        Column::quote("collapses"),
    ];
    let mut listing = Listing::new(Head::new("code-split-list", columns));
    listing.rows.push(vec![
        Cell::text(args.code.clone()),
        Cell::List(args.into.clone()),
        Cell::List(split.made.clone()),
        Cell::from(total(&split.codings)),
        Cell::from(collapsed(&split.codings)),
        Cell::from(split.left),
        collapses(&split.codings),
    ]);
    listing
}

fn collapses(codings: &Recoded) -> Cell {
    Cell::List(codings.collapses.iter().map(Collapse::words).collect())
}

/// Retires a code.
///
/// # Errors
/// A key that no code has; proposals that nobody decided about.
pub fn retire(args: &CodeRetireArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let is_dry = session.globals.dry_run;
    let settling = match &args.into {
        Some(other) => Settling::Into(other),
        None if args.reject_proposals => Settling::Reject,
        None => Settling::None,
    };
    let done = study.retire_code(&args.code, settling, is_dry)?;
    let retired = &done.value;
    let what = retired_words(args, retired);
    let line = match (done.operation, is_dry) {
        (None, _) => format!("nothing changed: code {} is retired already", args.code),
        (_, true) => format!("would retire code {what}; nothing was written"),
        (_, false) => format!("retired code {what}; undo: gainsay undo"),
    };
    let mut listing = retired_listing(&args.code, retired);
    listing.meta = opened::meta(&study)?;
    if !retired.rules.is_empty() {
        let rules = retired.rules.join(", ");
        let told = format!("rules that a run leaves out from now on: {rules}");
        session.output.say(&told);
    }
    session.output.receipt(&line, &listing)
}

fn retired_words(args: &CodeRetireArgs, retired: &Retired) -> String {
    let code = &args.code;
    let moved = total(&retired.recoded);
    match &args.into {
        Some(other) if moved > 0 => {
            format!("{code}: {} moved to {other}", counted(moved, "proposal"))
        }
        _ if retired.rejected > 0 => {
            format!("{code}: {} rejected", counted(retired.rejected, "proposal"))
        }
        _ => code.clone(),
    }
}

fn retired_listing(code: &str, retired: &Retired) -> Listing {
    let columns = vec![
        Column::new("code"),
        Column::number("rejected"),
        Column::number("moved"),
        Column::number("collapsed"),
        Column::new("rules"),
        Column::quote("collapses"),
    ];
    let mut listing = Listing::new(Head::new("code-retire-list", columns));
    listing.rows.push(vec![
        Cell::text(code.to_owned()),
        Cell::from(retired.rejected),
        Cell::from(total(&retired.recoded)),
        Cell::from(collapsed(&retired.recoded)),
        Cell::List(retired.rules.clone()),
        collapses(&retired.recoded),
    ]);
    listing
}
