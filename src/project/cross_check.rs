//! The cross-check on a study's claims, with what people judged beside each finding.

mod bearing;
mod options;
mod pairs;

use super::Study;
use super::error::ProjectError;
use super::judging::Judgements;
use super::study_model::{count_all, keep_counts, seen_study_of, settings_of, study_of};
use crate::formats::pairs_in::{ClaimPair, read_pairs};
use crate::method::agreement::Found;
use crate::method::crosscheck::words::Verdict;
use crate::method::crosscheck::{
    self, Counts, Crowd, CutBlock, Finding, FindingMarks, FindingRow, Judge, Listing, Request,
    TopicCounts,
};
use crate::method::settings::Settings;
use crate::model;
use crate::model::table::Noun;
use crate::report::counted;
use crate::store::Store;
use crate::store::claim_cache::ClaimCacheKey;
use crate::store::error::StoreError;
use serde::Serialize;
use std::path::Path;

pub use options::{CheckOptions, Crowds};
use pairs::{compare_all, each_once};

/// How many pairs there are: exact, whatever was listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PairCounts {
    /// By verdict, in the order of the specification; all verdicts, also those of no pair.
    pub by_verdict: Vec<(&'static str, u64)>,
    /// Pairs that a person should look at.
    pub flagged: u64,
    /// Flagged pairs whose claims are one person's.
    pub self_contradictions: u64,
}

impl PairCounts {
    fn of(counts: &Counts) -> Self {
        Self {
            by_verdict: Verdict::ALL
                .iter()
                .map(|verdict| (verdict.as_str(), counts.of(*verdict)))
                .collect(),
            flagged: counts.flagged(),
            self_contradictions: counts.self_contradictions(),
        }
    }

    fn over(findings: &[Finding]) -> Self {
        let count = |wanted: &dyn Fn(&Finding) -> bool| {
            findings.iter().filter(|finding| wanted(finding)).count() as u64
        };
        Self {
            by_verdict: Verdict::ALL
                .iter()
                .map(|verdict| {
                    (
                        verdict.as_str(),
                        count(&|finding| finding.verdict == *verdict),
                    )
                })
                .collect(),
            flagged: count(&|finding| finding.verdict.is_flagged()),
            self_contradictions: count(&|finding| {
                finding.verdict.is_flagged() && finding.marks.has(FindingMarks::SELF)
            }),
        }
    }

    /// How many pairs have this verdict.
    pub fn of_verdict(&self, verdict: &str) -> u64 {
        self.by_verdict
            .iter()
            .find(|(name, _)| *name == verdict)
            .map_or(0, |(_, count)| *count)
    }
}

/// What a cross-check found. The rows are made when they are asked for: there may be millions.
pub struct Checked {
    study: model::study::Study,
    judgements: Judgements,
    findings: Vec<Finding>,
    crowds: Vec<Crowd>,
    /// All pairs by verdict, listed or not.
    pub counts: PairCounts,
    /// The same as the run counted them, topic by topic.
    by_topic: TopicCounts,
    /// The blocks of which not all pairs were listed.
    pub cut_blocks: Vec<CutBlock>,
    /// The settings of the run.
    pub settings: Settings,
    /// What is to be said of what was asked for, a sentence each.
    pub notes: Vec<String>,
}

/// A finding with where it stands with the people who judge it.
#[derive(Clone, Debug)]
pub struct JudgedRow {
    /// The finding.
    pub row: FindingRow,
    /// `open`, or what was judged; see [`Judgements::status`].
    pub status: &'static str,
}

impl Checked {
    /// The findings in their order, one row a pair.
    pub fn rows(&self) -> impl Iterator<Item = JudgedRow> + '_ {
        let judge = Judge::new(&self.study, &self.settings);
        let judged = move |finding| self.judged(&judge, finding);
        self.findings.iter().map(judged)
    }

    /// The row of one finding by its place in the list.
    pub(crate) fn row_at(&self, at: usize) -> JudgedRow {
        let judge = Judge::new(&self.study, &self.settings);
        self.judged(&judge, &self.findings[at])
    }

    /// The keys of the two claims of one finding.
    pub(crate) fn pair_at(&self, at: usize) -> (String, String) {
        let finding = &self.findings[at];
        let key = |id| self.study.claim_key(id).to_owned();
        (key(finding.a), key(finding.b))
    }

    fn judged(&self, judge: &Judge<'_>, finding: &Finding) -> JudgedRow {
        let row = finding.row(judge);
        let status = self.judgements.status(&row.claim_a, &row.claim_b);
        JudgedRow { row, status }
    }

    /// How many of the listed pairs are flagged and not judged.
    pub fn open_count(&self) -> usize {
        let flagged = self
            .findings
            .iter()
            .filter(|finding| finding.verdict.is_flagged());
        flagged
            .filter(|finding| {
                let key = |id| self.study.claim_key(id);
                self.judgements.status(key(finding.a), key(finding.b)) == "open"
            })
            .count()
    }

    /// The pairs whose finding's id ends in these letters: the id, and their place in the list.
    pub(crate) fn ids_ending_in(&self, ending: &str) -> Vec<(String, usize)> {
        let judge = Judge::new(&self.study, &self.settings);
        let ids = self.findings.iter().map(|finding| finding.id(&judge));
        ids.enumerate()
            .filter(|(_, id)| id.ends_with(ending))
            .map(|(at, id)| (id, at))
            .collect()
    }

    /// Puts pairs of claims to the full test.
    pub(crate) fn compared(&self, pairs: &[ClaimPair]) -> Result<Vec<Finding>, ProjectError> {
        compare_all(&Judge::new(&self.study, &self.settings), pairs)
    }

    /// These findings in place of those that were listed, and of what was said of the list.
    #[must_use]
    pub(crate) fn only(self, findings: Vec<Finding>) -> Self {
        Self {
            counts: PairCounts::over(&findings),
            findings,
            crowds: Vec::new(),
            cut_blocks: Vec::new(),
            ..self
        }
    }

    /// The model, to compute with once more.
    pub(crate) fn into_model(self) -> model::study::Study {
        self.study
    }

    /// How many of the listed pairs cannot be compared: shown on request, and counted among no
    /// verdict, for nobody looks for all of them.
    pub fn listed_apart(&self) -> u64 {
        let is_apart = |finding: &&Finding| finding.verdict == Verdict::NotComparable;
        self.findings.iter().filter(is_apart).count() as u64
    }

    /// How many findings are listed.
    pub(crate) fn len(&self) -> usize {
        self.findings.len()
    }

    /// The findings themselves, in their order.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// What the agreement of sources is weighed against: the findings, and the crowds left out.
    pub fn found(&self) -> Found<'_> {
        Found {
            findings: &self.findings,
            crowds: &self.crowds,
        }
    }

    /// The model that was computed with.
    pub fn model(&self) -> &model::study::Study {
        &self.study
    }

    /// Hides from an analyst what others judged, until the analyst has judged the same.
    #[must_use]
    pub fn blind_for(mut self, analyst: &str) -> Self {
        self.judgements.hide_others_from(analyst);
        self
    }

    /// Keeps what a run over everything counted, for the state it was of.
    pub(super) fn keep_counts(&self, store: &Store, key: Option<&ClaimCacheKey>) {
        keep_counts(store, key, &self.study, &self.by_topic);
    }

    /// What people judged, and nothing else.
    pub(crate) fn into_judgements(self) -> Judgements {
        self.judgements
    }

    /// What people judged.
    pub fn judgements(&self) -> &Judgements {
        &self.judgements
    }

    /// The topics whose figures are in units that do not convert, a sentence each: nothing that is
    /// not compared is dropped in silence.
    pub fn unit_notes(&self, topic: Option<&str>) -> Vec<String> {
        let is_asked = |key: &str| topic.is_none_or(|topic| topic == key);
        let note = |found: crosscheck::UnlikeUnits| {
            let key = self.study.topic_key(found.topic);
            let units = found.units.iter().map(|(unit, count)| {
                let name = unit.map_or("no unit", |unit| self.study.unit_name(unit));
                format!("{name} ({})", counted(*count, "claim"))
            });
            let units: Vec<String> = units.collect();
            is_asked(key).then(|| {
                format!(
                    "topic {key} is answered in units that do not convert and are not compared: {}; \
                     a spelling or a factor goes under [units] of study.toml",
                    units.join(", ")
                )
            })
        };
        let all = crosscheck::unlike_units(&self.study);
        all.into_iter().filter_map(note).collect()
    }

    /// A cut block in words: topic, population, place, found and listed.
    pub fn cut_block_words(&self, block: &CutBlock) -> String {
        let node = |tree: &model::tree::Tree, id: Option<model::key::NodeId>| {
            id.map_or_else(|| "not said".to_owned(), |id| tree.key(id).to_owned())
        };
        let which = match block.is_crowd {
            true => ", such as stand between neighbouring positions (see gainsay agree positions)",
            false => "",
        };
        format!(
            "topic {}, population {}, place {}: {} of {} pairs listed{which}",
            self.study.topic_key(block.topic),
            node(self.study.populations(), block.population),
            node(self.study.places(), block.place),
            block.listed,
            block.found
        )
    }
}

impl Study {
    /// Cross-checks the claims.
    ///
    /// # Errors
    /// [`ProjectError::Unknown`] for a topic or source that is not there; what the store says.
    pub fn check(&self, options: &CheckOptions<'_>) -> Result<Checked, ProjectError> {
        let checked = self.check_unnoted(options)?;
        self.note_check(&checked, options)?;
        Ok(checked)
    }

    /// Notes a run. What one over a part counts says nothing of the study.
    pub(super) fn note_check(
        &self,
        checked: &Checked,
        options: &CheckOptions<'_>,
    ) -> Result<(), ProjectError> {
        match options.is_whole() && !options.all {
            true => self.note_run(&checked.settings, &checked.counts),
            false => Ok(()),
        }
    }

    /// The same without a note of the run: for what a command needs on its way, and for lists.
    ///
    /// # Errors
    /// As [`Study::check`].
    pub fn check_unnoted(&self, options: &CheckOptions<'_>) -> Result<Checked, ProjectError> {
        let settings = settings_of(&self.store)?;
        let seen = seen_study_of(&self.store, &settings)?;
        let checked = self.check_model(seen.study, options, settings)?;
        if options.is_whole() && !options.all {
            checked.keep_counts(&self.store, seen.key.as_ref());
        }
        Ok(checked)
    }

    /// Cross-checks a model of the study.
    pub(crate) fn check_model(
        &self,
        study: model::study::Study,
        options: &CheckOptions<'_>,
        settings: Settings,
    ) -> Result<Checked, ProjectError> {
        let request = self.request(&study, options, settings)?;
        let report = crosscheck::check(&study, &request);
        let counts = PairCounts::of(&report.counts);
        let mut checked = Checked {
            judgements: Judgements::of(&self.store)?,
            study,
            findings: report.findings,
            crowds: report.crowds,
            counts,
            by_topic: report.by_topic,
            cut_blocks: report.cut_blocks,
            settings: report.settings,
            notes: Vec::new(),
        };
        checked.hold_judgements(&self.store)?;
        Ok(checked)
    }

    /// Counts what a cross-check would find, listing nothing.
    ///
    /// # Errors
    /// As [`Study::check`].
    pub fn count_findings(&self, options: &CheckOptions<'_>) -> Result<PairCounts, ProjectError> {
        let settings = settings_of(&self.store)?;
        if options.is_whole() && !options.all {
            return Ok(PairCounts::of(&count_all(&self.store, &settings)?));
        }
        let study = study_of(&self.store, &settings)?;
        let request = self.request(&study, options, settings)?;
        Ok(PairCounts::of(&crosscheck::count(&study, &request)))
    }

    /// Puts exactly the pairs of a file to the full test: a header, then two claim keys a row.
    ///
    /// # Errors
    /// [`ProjectError::Rejected`] with the line of each key that no claim has.
    pub fn check_pairs(&self, file: &Path) -> Result<Checked, ProjectError> {
        let is_claim = |key: &str| -> Result<bool, ProjectError> {
            Ok(self.store.id_of(Noun::Claim, key)?.is_some())
        };
        let (pairs, twice) = each_once(read_pairs(file, &self.limits, is_claim)?);
        let checked = self.compare_pairs(&pairs)?;
        Ok(Checked {
            notes: twice,
            ..checked
        })
    }

    /// Puts pairs of claims to the full test.
    pub(crate) fn compare_pairs(&self, pairs: &[ClaimPair]) -> Result<Checked, ProjectError> {
        let settings = settings_of(&self.store)?;
        let study = study_of(&self.store, &settings)?;
        let findings = compare_all(&Judge::new(&study, &settings), pairs)?;
        let counts = PairCounts::over(&findings);
        let judgements = Judgements::of(&self.store)?;
        let mut checked = Checked {
            study,
            judgements,
            findings,
            crowds: Vec::new(),
            counts,
            by_topic: TopicCounts::default(),
            cut_blocks: Vec::new(),
            settings,
            notes: Vec::new(),
        };
        checked.hold_judgements(&self.store)?;
        Ok(checked)
    }

    fn request(
        &self,
        study: &model::study::Study,
        options: &CheckOptions<'_>,
        settings: Settings,
    ) -> Result<Request, ProjectError> {
        let topic = match options.topic {
            Some(key) => Some(
                study
                    .topic_id(key)
                    .map_or_else(|| Err(self.unknown(Noun::Topic, key)?), Ok)?,
            ),
            None => None,
        };
        let source = match options.source {
            Some(key) => Some(
                study
                    .source_id(key)
                    .map_or_else(|| Err(self.unknown(Noun::Source, key)?), Ok)?,
            ),
            None => None,
        };
        let claim = match options.claim {
            Some(key) => Some(
                study
                    .claim_id(key)
                    .map_or_else(|| Err(self.unknown(Noun::Claim, key)?), Ok)?,
            ),
            None => None,
        };
        Ok(Request {
            settings,
            listing: if options.all {
                Listing::All
            } else {
                Listing::Flagged
            },
            per_block: options.per_block,
            crowd_from: match (options.per_block, options.crowds) {
                (Some(_), _) | (None, Crowds::Shown) => None,
                (None, Crowds::Apart) => Some(crosscheck::CROWD),
                (None, Crowds::PairByPair) => Some(u64::MAX),
            },
            topics: topic.into_iter().collect(),
            sources: source.into_iter().collect(),
            claims: claim.into_iter().collect(),
        })
    }

    fn note_run(&self, settings: &Settings, counts: &PairCounts) -> Result<(), ProjectError> {
        let json = |value: serde_json::Result<String>| value.unwrap_or_default();
        let noted = self.store.note_run(
            &json(serde_json::to_string(settings)),
            &json(serde_json::to_string(counts)),
        );
        match noted {
            // The note can be done without; what was found must not wait for another's import.
            Ok(_) | Err(StoreError::Busy | StoreError::ReadOnly(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}
