//! `gainsay demo`: builds the demo study and tells what came out, for eyes. With `--json` the
//! told contradictions are the items and the numbers stand in `meta`.

use std::fmt::Write as _;

use crate::cli::args::start::DemoArgs;
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::project::demo::{self, DemoAccount, ToldFinding, Voice};
use crate::project::listings::{finding_cells, finding_head};
use crate::project::release::TEAM_ONLY;
use crate::report::{Cell, Format, Listing, Look, Printer, wrap};

/// The widest line that is comfortable to read.
const WIDEST: usize = 100;

/// Builds the demo and tells of it.
///
/// # Errors
/// A folder that something else made; what the disk says.
pub fn run(args: &DemoArgs, session: &Session) -> Result<(), Problem> {
    let progress = session.progress("building the demo study", None);
    let account = demo::run(&args.dir, &session.limits()?)?;
    drop(progress);
    let shape = session.output.shape();
    if shape.format != Format::Table {
        return session.output.show(&listing(account)).map(drop);
    }
    session
        .output
        .show_text(&Told::new(shape.look).text(&account))
}

fn listing(account: DemoAccount) -> Listing {
    let mut listing = Listing::new(finding_head());
    listing.meta.more = vec![
        ("interviews", Cell::from(account.interviews)),
        ("coded_passages", Cell::from(account.coded_passages)),
        ("proposed_passages", Cell::from(account.proposed_passages)),
        ("claims", Cell::from(account.claims)),
        (
            "folder",
            Cell::text(account.paths.folder.display().to_string()),
        ),
    ];
    listing.rows = account
        .contradictions
        .into_iter()
        .map(|told| finding_cells(told.finding))
        .collect();
    listing
}

/// The account in the making.
struct Told {
    text: String,
    width: usize,
    printer: Printer,
}

impl Told {
    fn new(look: Look) -> Self {
        Self {
            text: String::new(),
            width: look.width.clamp(Look::NARROWEST, WIDEST),
            printer: Printer {
                bidi_marks: look.bidi_marks,
            },
        }
    }

    fn text(mut self, account: &DemoAccount) -> String {
        self.numbers(account);
        self.contradictions(account);
        self.reconciled(account);
        self.agreements(account);
        self.paths(account);
        self.text
    }

    /// A paragraph, wrapped behind an indent; the first line begins with `mark`.
    fn paragraph(&mut self, mark: &str, indent: usize, words: &str) {
        let room = self.width.saturating_sub(indent).max(10);
        for (at, line) in self.printer.lines(words, room).into_iter().enumerate() {
            let front = if at == 0 { mark } else { "" };
            // Writing to a String cannot fail.
            let _ = writeln!(self.text, "{front:indent$}{line}");
        }
    }

    fn heading(&mut self, words: &str) {
        self.text.push('\n');
        for line in wrap(words, self.width) {
            self.text.push_str(&line);
            self.text.push('\n');
        }
    }

    fn numbers(&mut self, account: &DemoAccount) {
        let sides: Vec<_> = account
            .interviews_by_side
            .iter()
            .map(|(side, count)| format!("{count} {side}"))
            .collect();
        self.paragraph(
            "",
            0,
            "The demo study: all people, places and figures in it are invented.",
        );
        self.paragraph(
            "",
            0,
            &format!(
                "{} interviews ({}), {} passages coded by hand, {} more proposed by rules, {} claims.",
                account.interviews,
                sides.join(", "),
                account.coded_passages,
                account.proposed_passages,
                account.claims
            ),
        );
        let verdicts: Vec<_> = account
            .verdicts
            .iter()
            .filter(|(verdict, count)| *count > 0 && *verdict != "not-comparable")
            .map(|(verdict, count)| format!("{count} {verdict}"))
            .collect();
        self.paragraph(
            "",
            0,
            &format!("Pairs of claims compared: {}.", verdicts.join(", ")),
        );
    }

    fn contradictions(&mut self, account: &DemoAccount) {
        self.heading("CONTRADICTIONS between sides, the surest and gravest, one a topic");
        for (at, told) in account.contradictions.iter().enumerate() {
            self.finding(&format!("{}.", at + 1), told);
        }
    }

    fn finding(&mut self, mark: &str, told: &ToldFinding) {
        self.paragraph(mark, 3, &told.finding.row.reason);
        for voice in &told.voices {
            self.voice(voice);
        }
    }

    fn voice(&mut self, voice: &Voice) {
        let said = format!(
            "{} ({}), stated {}, claim {}",
            voice.source, voice.group_and_side, voice.stated_on, voice.claim
        );
        self.paragraph("   -", 5, &said);
        if !voice.quote.is_empty() {
            self.paragraph("", 7, &format!("“{}”", voice.quote.replace('\n', " ")));
        }
    }

    fn reconciled(&mut self, account: &DemoAccount) {
        self.heading(
            "RECONCILED: figures and words that only seem to clash, by what explains them",
        );
        for (why, count, told) in &account.reconciled {
            let reason = &told.finding.row.reason;
            self.paragraph("-", 2, &format!("{why} ({count}): {reason}"));
        }
    }

    fn agreements(&mut self, account: &DemoAccount) {
        self.heading("AGREEMENT across sides, best supported first (grade 0 to 5)");
        for row in &account.agreements {
            let place = if row.place.is_empty() {
                "place not said"
            } else {
                &row.place
            };
            self.paragraph(
                "-",
                2,
                &format!(
                    "grade {}, {}, {place}, {}: {}",
                    row.grade, row.topic, row.when, row.wording
                ),
            );
        }
    }

    fn paths(&mut self, account: &DemoAccount) {
        let paths = &account.paths;
        self.heading("WRITTEN");
        self.paragraph(
            "-",
            2,
            &format!(
                "{}: the study, not encrypted (its people are invented)",
                paths.study.display()
            ),
        );
        self.paragraph(
            "-",
            2,
            &format!("{}: the same study as plain files", paths.source.display()),
        );
        self.paragraph(
            "-",
            2,
            &format!("{}: tables as CSV, {TEAM_ONLY}", paths.tables.display()),
        );
        self.heading("NEXT");
        for next in [
            format!("gainsay -p {} findings", paths.study.display()),
            "gainsay init my.gainsay (an encrypted study of your own)".to_owned(),
        ] {
            self.paragraph("-", 2, &next);
        }
    }
}
