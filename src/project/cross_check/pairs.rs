//! Pairs of claims that somebody named: each is compared once, and what is no pair is told with its
//! line. It must not know who named them. A stranger would take a pair and its reverse for two.

use crate::formats::complaint::Complaint;
use crate::formats::pairs_in::ClaimPair;
use crate::method::crosscheck::{Finding, Judge};
use crate::project::error::ProjectError;
use std::collections::HashMap;

/// The pairs of a file, each once in whichever order its claims are named, and what stood there
/// again.
pub(super) fn each_once(pairs: Vec<ClaimPair>) -> (Vec<ClaimPair>, Vec<String>) {
    let mut first_lines: HashMap<[String; 2], u64> = HashMap::new();
    let mut notes = Vec::new();
    let mut kept = Vec::new();
    for pair in pairs {
        let mut keys = [pair.a.clone(), pair.b.clone()];
        keys.sort_unstable();
        match first_lines.get(&keys) {
            Some(first) => notes.push(format!(
                "{}:{}: the pair {},{} stands on line {first} already; it is compared once",
                pair.file, pair.line, pair.a, pair.b
            )),
            None => {
                first_lines.insert(keys, pair.line);
                kept.push(pair);
            }
        }
    }
    (kept, notes)
}

/// Puts pairs to the full test.
///
/// # Errors
/// [`ProjectError::Rejected`] with the line of each that is none.
pub(super) fn compare_all(
    judge: &Judge<'_>,
    pairs: &[ClaimPair],
) -> Result<Vec<Finding>, ProjectError> {
    let mut findings = Vec::new();
    let mut faults = Vec::new();
    for pair in pairs {
        match compare(judge, pair) {
            Ok(finding) => findings.push(finding),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() {
        return Ok(findings);
    }
    let total = faults.len() as u64;
    Err(ProjectError::Rejected {
        shown: faults,
        total,
    })
}

fn compare(judge: &Judge<'_>, pair: &ClaimPair) -> Result<Finding, Complaint> {
    let study = judge.study;
    let unknown = |key: &str| {
        Complaint::of_file(
            &pair.file,
            format!("no claim has the key {key}"),
            "list them with: gainsay claim list",
        )
        .on_line(pair.line)
    };
    let a = study.claim_id(&pair.a).ok_or_else(|| unknown(&pair.a))?;
    let b = study.claim_id(&pair.b).ok_or_else(|| unknown(&pair.b))?;
    judge.compare(a, b).ok_or_else(|| {
        Complaint::of_file(
            &pair.file,
            "the two claims are one",
            "name two different claims",
        )
        .on_line(pair.line)
    })
}
