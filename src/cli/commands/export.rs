//! `gainsay export`: what leaves the study.
//!
//! It must not know the gate. What a stranger would get wrong: -o names a folder here.

use std::path::{Path, PathBuf};

use crate::cli::args::share::{Audience as Asked, AudienceArgs, ExportCommand};
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::project::Study;
use crate::project::release::{Audience, ReleasedFile, TEAM_ONLY};
use crate::report::{Cell, Column, Format, Head, Listing, counted};

use super::opened;

/// How many texts that are left over are named.
const NAMED_TEXTS: usize = 20;

/// What an export writes, and by which file a folder is known to hold one already.
struct Form {
    what: &'static str,
    mark: &'static str,
}

/// Writes an export.
///
/// # Errors
/// No folder, one that holds other things, or the gate's refusal.
pub fn run(command: &ExportCommand, session: &Session) -> Result<(), Problem> {
    let (form, args) = match command {
        ExportCommand::Study(args) => (
            Form {
                what: "study",
                mark: "study.toml",
            },
            args,
        ),
        ExportCommand::Csv(args) => (
            Form {
                what: "tables",
                mark: "manifest.json",
            },
            args,
        ),
    };
    let folder = folder_of(session)?;
    let study = opened::open(session)?;
    let shown = folder.display();
    if session.globals.dry_run {
        session
            .output
            .say(&format!("would write the {} to {shown}", form.what));
        return Ok(());
    }
    let replaces = folder.join(form.mark).is_file();
    if replaces {
        session.confirm(&format!("Replace the {} in {shown}?", form.what))?;
    }
    let progress = session.progress("writing", None);
    let audience = audience_of(args);
    let (files, left) = match command {
        ExportCommand::Study(_) => {
            let done = study.export_folder(audience, &folder, replaces)?;
            (done.files, done.left)
        }
        ExportCommand::Csv(_) => (study.export_tidy(audience, &folder, replaces)?, Vec::new()),
    };
    drop(progress);
    let mut warnings = vec![TEAM_ONLY.to_owned()];
    warnings.extend(left_words(&left));
    tell(&study, (&folder, &files), warnings, session)
}

/// Names texts that stand in the folder and are of no interview any more.
fn left_words(left: &[String]) -> Option<String> {
    let (first, more) = left.split_at(left.len().min(NAMED_TEXTS));
    let more = match more.len() {
        0 => String::new(),
        count => format!(" and {count} more"),
    };
    (!left.is_empty()).then(|| {
        format!(
            "no interview names these texts any more, and they still stand in the folder: {}{more}; remove them there unless they are wanted",
            first.join(", ")
        )
    })
}

fn tell(
    study: &Study,
    (folder, files): (&Path, &[ReleasedFile]),
    warnings: Vec<String>,
    session: &Session,
) -> Result<(), Problem> {
    let mut listing = listing_of(files);
    listing.meta = opened::meta(study)?;
    if session.output.shape().format == Format::Json {
        listing.meta.warnings.extend(warnings);
    } else {
        warnings.iter().for_each(|line| session.output.warn(line));
    }
    let count = counted(files.len() as u64, "file");
    session.output.receipt(
        &format!("wrote {count} to {}, for the team", folder.display()),
        &listing,
    )
}

fn folder_of(session: &Session) -> Result<PathBuf, Problem> {
    match &session.globals.output {
        Some(folder) if folder.as_os_str() != "-" => Ok(folder.clone()),
        _ => Err(
            Problem::usage("folder-needed", "an export is written to a folder")
                .hint("name it with -o FOLDER"),
        ),
    }
}

fn audience_of(args: &AudienceArgs) -> Audience {
    match args.audience() {
        Asked::Team => Audience::Team,
        Asked::Public => Audience::Public,
    }
}

fn listing_of(files: &[ReleasedFile]) -> Listing {
    let columns = vec![
        Column::new("file"),
        Column::number("bytes"),
        Column::new("sha256"),
    ];
    let mut listing = Listing::new(Head::new("file-list", columns));
    for file in files {
        listing.rows.push(vec![
            Cell::text(file.name.clone()),
            Cell::from(file.bytes),
            Cell::text(file.sha256.clone()),
        ]);
    }
    listing
}
