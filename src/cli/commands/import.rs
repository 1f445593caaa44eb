//! `gainsay import`: a study folder, one of its tables, or a file of rules.
//!
//! It must not know what makes a row good. What a stranger would get wrong: skipped rows are no
//! error, for they were asked to be skipped; each is told as a warning.

use std::path::Path;

use crate::cli::args::bring_in::{ImportArgs, ImportName};
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::model::tables::table_named;
use crate::project::Study;
use crate::project::import::{ImportOptions, ImportReport};
use crate::report::{Cell, Column, Format, Head, Listing, counted};

use super::opened;

/// How many skipped rows are named on a terminal; `--json` names all.
const SHOWN_SKIPPED: usize = 20;
/// Where a shell keeps what is piped into a program.
const STDIN: &str = "/dev/stdin";

/// Imports.
///
/// # Errors
/// Every fault of the files, unless bad rows are skipped.
pub fn run(args: &ImportArgs, session: &Session) -> Result<(), Problem> {
    let study = opened::open(session)?;
    let options = ImportOptions {
        skip_bad: args.skip_bad,
        dry_run: session.globals.dry_run,
    };
    let progress = session.progress("reading", None);
    let report = read(&study, args, options)?;
    drop(progress);
    let mut listing = listing_of(&report);
    listing.meta = opened::meta(&study)?;
    tell_warnings(&report, session, &mut listing);
    let line = receipt_line(&report, session.globals.dry_run);
    session.output.receipt(&line, &listing)
}

fn read(study: &Study, args: &ImportArgs, options: ImportOptions) -> Result<ImportReport, Problem> {
    let is_stdin = args.path.as_os_str() == "-";
    let path = if is_stdin {
        Path::new(STDIN)
    } else {
        &args.path
    };
    match args.name {
        ImportName::Study if is_stdin => Err(Problem::usage(
            "folder-needed",
            "a study is read from a folder, not from stdin",
        )),
        ImportName::Study => Ok(study.import_folder(path, options)?),
        ImportName::Rules => Ok(study.import_rules(path, options)?),
        name => match table_named(&name.name()) {
            Some(table) => Ok(study.import_csv(table, path, options)?),
            None => Err(Problem::usage("unknown-table", "there is no such table")),
        },
    }
}

/// Says what an import did, table by table.
pub fn summary(report: &ImportReport) -> String {
    let mut parts: Vec<String> = Vec::new();
    for (table, rows) in &report.tables {
        if rows.new > 0 {
            parts.push(table.counted(rows.new));
        }
        if rows.changed > 0 {
            parts.push(format!("{} changed", table.counted(rows.changed)));
        }
    }
    if report.texts > 0 {
        parts.push(counted(report.texts, "text"));
    }
    if parts.is_empty() {
        parts.push("nothing new".to_owned());
    }
    parts.join(", ")
}

fn receipt_line(report: &ImportReport, is_dry: bool) -> String {
    let summary = summary(report);
    let skipped = match report.skipped_total {
        0 => String::new(),
        _ => format!("; skipped {}", counted(skipped_rows(report), "row")),
    };
    match report.operation {
        _ if is_dry => format!("would read {summary}{skipped}; nothing was written"),
        Some(_) => format!("read {summary}{skipped}; undo: gainsay undo"),
        None => format!("nothing changed: all of it is in the study already{skipped}"),
    }
}

fn skipped_rows(report: &ImportReport) -> u64 {
    report.tables.iter().map(|(_, rows)| rows.skipped).sum()
}

/// Tells what was not kept: for programs in `meta`, else on stderr.
pub fn tell_warnings(report: &ImportReport, session: &Session, listing: &mut Listing) {
    let mut warnings = report.warnings.clone();
    if !report.foreign.is_empty() {
        let names = report.foreign.join(", ");
        warnings.push(format!("not part of a study folder, left alone: {names}"));
    }
    if session.output.shape().format == Format::Json {
        warnings.extend(report.skipped.iter().map(ToString::to_string));
        listing.meta.warnings = warnings;
        return;
    }
    warnings.iter().for_each(|line| session.output.warn(line));
    for fault in report.skipped.iter().take(SHOWN_SKIPPED) {
        session.output.warn(&format!("skipped {fault}"));
    }
    let left = report.skipped_total - report.skipped.len().min(SHOWN_SKIPPED) as u64;
    if left > 0 {
        session
            .output
            .warn(&format!("and {left} more; --json lists them"));
    }
}

fn listing_of(report: &ImportReport) -> Listing {
    let mut columns = vec![Column::new("table")];
    columns.extend(["new", "changed", "unchanged", "skipped"].map(Column::number));
    let mut listing = Listing::new(Head::new("import-list", columns));
    for (table, rows) in &report.tables {
        let counts = [rows.new, rows.changed, rows.unchanged, rows.skipped];
        let mut row = vec![table.plural.into()];
        row.extend(counts.map(Cell::from));
        listing.rows.push(row);
    }
    listing
}
