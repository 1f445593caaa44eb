//! The demo: an invented study whose files are inside the program, built in a folder, coded,
//! cross-checked and exported, with an account of what came out. It replaces only a folder
//! that it made itself. A stranger would encrypt it: its people are invented, and it should
//! open without a passphrase.

use super::Study;
use super::cross_check::{CheckOptions, Checked, JudgedRow};
use super::error::ProjectError;
use super::import::ImportOptions;
use super::release::Audience;
use crate::method::agreement::Proposition;
use crate::method::crosscheck::words::Verdict;
use crate::model::limits::Limits;
use crate::model::table::Noun;
use crate::model::tables::table;
use crate::store::Unlock;
use rust_embed::RustEmbed;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The files of the demo study.
#[derive(RustEmbed)]
#[folder = "fixtures/demo"]
struct DemoFiles;

/// Says that a folder was made by the demo.
const MARK: &str = ".gainsay-demo";

/// Where the parts of the demo stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoPaths {
    /// The folder.
    pub folder: PathBuf,
    /// The study file.
    pub study: PathBuf,
    /// The study folder it was made from: the open format to look at.
    pub source: PathBuf,
    /// The tables.
    pub tables: PathBuf,
}

/// A claim as the account shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voice {
    /// Key of the claim.
    pub claim: String,
    /// Key of the source.
    pub source: String,
    /// Its group and side.
    pub group_and_side: String,
    /// When the claim was stated.
    pub stated_on: String,
    /// The words of the passage, in the language of the text; empty where there are none.
    pub quote: String,
}

/// A finding with both voices.
#[derive(Clone, Debug)]
pub struct ToldFinding {
    /// The finding.
    pub finding: JudgedRow,
    /// The two voices, in the order of the claims.
    pub voices: [Voice; 2],
}

/// What the demo did and found.
pub struct DemoAccount {
    /// Where everything stands.
    pub paths: DemoPaths,
    /// Interviews by side.
    pub interviews_by_side: Vec<(String, u64)>,
    /// Interviews in all.
    pub interviews: u64,
    /// Passages coded by hand.
    pub coded_passages: u64,
    /// Passages proposed by rules.
    pub proposed_passages: u64,
    /// Claims.
    pub claims: u64,
    /// Pairs by verdict.
    pub verdicts: Vec<(&'static str, u64)>,
    /// The contradictions that are surest and gravest, between sources of different sides first.
    pub contradictions: Vec<ToldFinding>,
    /// What was reconciled: by explanation, how often, and one of each.
    pub reconciled: Vec<(String, u64, ToldFinding)>,
    /// Propositions on which sides that are not one agree, best supported first.
    pub agreements: Vec<Proposition>,
}

/// How many contradictions and agreements are told.
const TOLD: usize = 5;

/// Builds the demo study in `folder`.
///
/// # Errors
/// [`ProjectError::Refused`] for a folder that holds other things.
pub fn run(folder: &Path, limits: &Limits) -> Result<DemoAccount, ProjectError> {
    let paths = DemoPaths {
        folder: folder.to_owned(),
        study: folder.join("demo.gainsay"),
        source: folder.join("study"),
        tables: folder.join("tables"),
    };
    make_room(folder)?;
    write_source(&paths.source)?;
    let study = Study::create(&paths.study, &Unlock::Plain, None, limits.clone())?;
    study.import_folder(&paths.source, ImportOptions::default())?;
    let proposed = study.run_rules(&[], None, false)?;
    let proposed_passages = proposed.value.rules.iter().map(|(_, _, new)| new).sum();
    study.export_tidy(Audience::Team, &paths.tables, false)?;
    account(&study, paths, proposed_passages)
}

fn make_room(folder: &Path) -> Result<(), ProjectError> {
    let failed = |source| ProjectError::Write {
        path: folder.to_owned(),
        source,
    };
    let is_empty = fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none());
    if !is_empty {
        if !folder.join(MARK).is_file() {
            return Err(ProjectError::refused(
                format!(
                    "{} is not empty and was not made by the demo",
                    folder.display()
                ),
                "name another folder: gainsay demo FOLDER",
            ));
        }
        fs::remove_dir_all(folder).map_err(failed)?;
    }
    fs::create_dir_all(folder).map_err(failed)?;
    fs::write(
        folder.join(MARK),
        "made by gainsay demo, and replaced by it\n",
    )
    .map_err(failed)
}

fn write_source(folder: &Path) -> Result<(), ProjectError> {
    for name in DemoFiles::iter() {
        let path = folder.join(name.as_ref());
        let failed = |source| ProjectError::Write {
            path: path.clone(),
            source,
        };
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(failed)?;
        }
        if let Some(file) = DemoFiles::get(&name) {
            fs::write(&path, file.data).map_err(failed)?;
        }
    }
    Ok(())
}

fn account(
    study: &Study,
    paths: DemoPaths,
    proposed_passages: u64,
) -> Result<DemoAccount, ProjectError> {
    let everything = study.check(&CheckOptions {
        all: true,
        per_block: None,
        ..CheckOptions::default()
    })?;
    let flagged = study.check(&CheckOptions {
        per_block: None,
        ..CheckOptions::default()
    })?;
    let claims = Voices::of(study)?;
    let status = study.status()?;
    let count = |plural: &str| {
        status
            .counts
            .iter()
            .find(|(name, _)| *name == plural)
            .map_or(0, |(_, count)| *count)
    };
    let interviews_by_side = interviews_by_side(study, &claims)?;
    Ok(DemoAccount {
        interviews: count("interviews"),
        coded_passages: count("codings") - proposed_passages,
        claims: count("claims"),
        interviews_by_side,
        proposed_passages,
        verdicts: everything.counts.by_verdict.clone(),
        contradictions: contradictions(&flagged, &claims),
        reconciled: reconciled(&everything, &claims),
        agreements: agreements(study.propositions(&flagged)?),
        paths,
    })
}

/// The claims by key, with what a reader wants to know of each.
struct Voices {
    by_claim: BTreeMap<String, Voice>,
    side_of: BTreeMap<String, String>,
}

impl Voices {
    fn of(study: &Study) -> Result<Self, ProjectError> {
        let groups = study.sides_of_sources()?;
        let claims = table(Noun::Claim);
        let mut by_claim = BTreeMap::new();
        study.each_row(Noun::Claim, |cells| {
            let get = |name| claims.cell(&cells, name).to_owned();
            let source = get("source");
            let [group, side] = groups.get(&source).cloned().unwrap_or_default();
            let voice = Voice {
                claim: get("claim"),
                source,
                group_and_side: format!("{group}, {side}"),
                stated_on: String::new(),
                quote: get("quote"),
            };
            by_claim.insert(voice.claim.clone(), voice);
            Ok(())
        })?;
        let side_of = groups.into_iter().map(|(source, [_, side])| (source, side));
        Ok(Self {
            by_claim,
            side_of: side_of.collect(),
        })
    }

    fn told(&self, finding: JudgedRow) -> Option<ToldFinding> {
        let voice = |claim: &str, stated_on: &str| {
            let voice = self.by_claim.get(claim)?.clone();
            Some(Voice {
                stated_on: stated_on.to_owned(),
                ..voice
            })
        };
        let voices = [
            voice(&finding.row.claim_a, &finding.row.stated_on_a)?,
            voice(&finding.row.claim_b, &finding.row.stated_on_b)?,
        ];
        Some(ToldFinding { finding, voices })
    }
}

fn interviews_by_side(study: &Study, voices: &Voices) -> Result<Vec<(String, u64)>, ProjectError> {
    let mut by_side: BTreeMap<String, u64> = BTreeMap::new();
    for sources in study.sources_by_interview()?.values() {
        let first = sources.split(';').next().unwrap_or_default();
        *by_side
            .entry(voices.side_of.get(first).cloned().unwrap_or_default())
            .or_default() += 1;
    }
    let mut by_side: Vec<_> = by_side.into_iter().collect();
    by_side.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(by_side)
}

/// One contradiction a topic, so that the account is not five times the same figure.
fn contradictions(checked: &Checked, voices: &Voices) -> Vec<ToldFinding> {
    let mut found: Vec<_> = checked
        .rows()
        .filter(|judged| judged.row.verdict == Verdict::Contradiction)
        .filter_map(|judged| voices.told(judged))
        .collect();
    let across = |told: &ToldFinding| told.finding.row.side_a != told.finding.row.side_b;
    let rank =
        |word: &str, words: [&str; 3]| words.iter().position(|other| *other == word).unwrap_or(3);
    found.sort_by_key(|told| {
        (
            !across(told),
            rank(
                told.finding.row.certainty.as_str(),
                ["high", "moderate", "low"],
            ),
            rank(told.finding.row.severity, ["gross", "substantial", "minor"]),
            told.finding.row.claim_a.clone(),
            told.finding.row.claim_b.clone(),
        )
    });
    let mut topics = Vec::new();
    found.retain(|told| {
        let topic = told.finding.row.topic_a.clone();
        let is_new = !topics.contains(&topic);
        topics.push(topic);
        is_new
    });
    found.truncate(TOLD);
    found
}

fn reconciled(checked: &Checked, voices: &Voices) -> Vec<(String, u64, ToldFinding)> {
    let mut by_why: BTreeMap<String, (u64, Option<ToldFinding>)> = BTreeMap::new();
    for judged in checked
        .rows()
        .filter(|judged| judged.row.verdict == Verdict::Reconciled && !judged.row.kind.is_empty())
    {
        let entry = by_why.entry(judged.row.why.to_string()).or_default();
        entry.0 += 1;
        if entry.1.is_none() {
            entry.1 = voices.told(judged);
        }
    }
    let mut all: Vec<_> = by_why
        .into_iter()
        .filter_map(|(why, (count, told))| Some((why, count, told?)))
        .collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    all
}

/// Propositions that sources of two sides or more support.
fn agreements(mut propositions: Vec<Proposition>) -> Vec<Proposition> {
    propositions.retain(|row| row.sides.contains(';') && row.affirm + row.deny > 1);
    propositions.sort_by(|a, b| {
        b.grade
            .cmp(&a.grade)
            .then_with(|| b.sources_low.cmp(&a.sources_low))
    });
    propositions.truncate(TOLD);
    propositions
}
