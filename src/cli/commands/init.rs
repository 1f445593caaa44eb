//! `gainsay init`: a new study, empty or from a study folder.
//!
//! It must not know how a file is encrypted. What a stranger would get wrong: a folder with
//! errors leaves no file behind.

use crate::cli::args::start::InitArgs;
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::project::import::{ImportOptions, ImportReport};
use crate::project::{Study, Unlock};
use crate::report::{Cell, Column, Head, Listing};
use crate::store::error::StoreError;

use super::{import, opened};

/// Makes a study.
///
/// # Errors
/// Where there is a file already; no passphrase; a folder with errors.
pub fn run(args: &InitArgs, session: &Session) -> Result<(), Problem> {
    if args.file.exists() {
        return Err(StoreError::Exists(args.file.clone()).into());
    }
    let unlock = if args.unencrypted {
        Unlock::Plain
    } else if session.globals.dry_run && args.from.is_none() {
        return say_dry(args, session);
    } else {
        Unlock::Passphrase(session.new_passphrase()?)
    };
    let actor = session.globals.actor.as_deref();
    let study = Study::create(&args.file, &unlock, actor, session.limits()?)?;
    let done = fill(&study, args, session);
    if done.is_err() || session.globals.dry_run {
        study.discard()?;
        done?;
        return say_dry(args, session);
    }
    give_receipt(&study, args, done?.as_ref(), session)
}

fn fill(
    study: &Study,
    args: &InitArgs,
    session: &Session,
) -> Result<Option<ImportReport>, Problem> {
    let Some(folder) = &args.from else {
        return Ok(None);
    };
    let options = ImportOptions {
        skip_bad: false,
        dry_run: session.globals.dry_run,
    };
    let _progress = session.progress("reading the folder", None);
    Ok(Some(study.import_folder(folder, options)?))
}

fn say_dry(args: &InitArgs, session: &Session) -> Result<(), Problem> {
    let line = format!("would make {}, {}", args.file.display(), how_kept(args));
    session.output.receipt(&line, &receipt(args))
}

fn give_receipt(
    study: &Study,
    args: &InitArgs,
    report: Option<&ImportReport>,
    session: &Session,
) -> Result<(), Problem> {
    let mut line = format!("made {}, {}", args.file.display(), how_kept(args));
    let mut listing = receipt(args);
    listing.meta = opened::meta(study)?;
    if let Some(report) = report {
        line = format!("{line}: {}", import::summary(report));
        import::tell_warnings(report, session, &mut listing);
    }
    session.output.receipt(&line, &listing)?;
    let next = if report.is_some() {
        "gainsay check"
    } else {
        "gainsay import study FOLDER"
    };
    session.output.say(&format!("next: {next}"));
    Ok(())
}

fn how_kept(args: &InitArgs) -> &'static str {
    if args.unencrypted {
        "not encrypted"
    } else {
        "encrypted"
    }
}

fn receipt(args: &InitArgs) -> Listing {
    let columns = vec![Column::new("file"), Column::new("encrypted")];
    let mut listing = Listing::new(Head::record("study-list", columns));
    listing.rows.push(vec![
        Cell::text(args.file.display().to_string()),
        Cell::Bool(!args.unencrypted),
    ]);
    listing
}
