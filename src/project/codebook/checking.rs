//! What of a codebook is unfinished or odd. A heading, whose codings all lie below it, lacks
//! none; a retired code lacks nothing any more. It must not know how problems are shown. A
//! stranger would make these refusals: a codebook in the making is full of them.

use crate::model::table::Noun;
use crate::model::tables::table;
use crate::project::Study;
use crate::project::error::ProjectError;
use crate::project::tallies::CodingTally;
use crate::project::trees::Branches;
use crate::store::rows::Cells;
use std::collections::BTreeMap;

/// What can be odd about a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProblemKind {
    /// Neither it nor a code below it has an accepted coding.
    NoCodings,
    /// It has codings and no definition.
    NoDefinition,
    /// It has codings and does not say when it is used.
    NoIncludeWhen,
    /// It has codings and does not say when it is not used.
    NoExcludeWhen,
    /// Another code has the same definition.
    SameDefinition,
    /// Another code has the same short form.
    SameShort,
    /// It is in use and stands below a retired one.
    ParentRetired,
    /// It is retired and has proposals that nobody decided about.
    RetiredWithProposals,
    /// It is retired and rules propose it still; a run leaves them out.
    RetiredWithRules,
}

impl ProblemKind {
    /// The word of the column `problem`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoCodings => "no-codings",
            Self::NoDefinition => "no-definition",
            Self::NoIncludeWhen => "no-include-when",
            Self::NoExcludeWhen => "no-exclude-when",
            Self::SameDefinition => "same-definition",
            Self::SameShort => "same-short",
            Self::ParentRetired => "parent-retired",
            Self::RetiredWithProposals => "retired-with-proposals",
            Self::RetiredWithRules => "retired-with-rules",
        }
    }
}

/// Something odd about a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeProblem {
    /// What.
    pub kind: ProblemKind,
    /// Key of the code.
    pub code: String,
    /// How many codings, proposals, rules or other codes it concerns.
    pub count: u64,
    /// The codes or rules that share in it.
    pub others: Vec<String>,
}

/// What problems are looked for in.
struct Codebook<'c> {
    branches: &'c Branches,
    tally: &'c CodingTally,
    rules: BTreeMap<String, Vec<String>>,
}

impl Study {
    /// What is unfinished or odd in the codebook, by what it is, then by code.
    ///
    /// # Errors
    /// What the store says.
    pub fn check_codebook(&self) -> Result<Vec<CodeProblem>, ProjectError> {
        let mut rules: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (rule, code) in self.cells_by_key(Noun::Rule, "code")? {
            rules.entry(code).or_default().push(rule);
        }
        let codebook = Codebook {
            branches: &self.branches(Noun::Code)?,
            tally: &self.coding_tally()?,
            rules,
        };
        Ok(codebook.problems())
    }
}

impl Codebook<'_> {
    fn problems(&self) -> Vec<CodeProblem> {
        let rows = self.branches.rows();
        let used: Vec<_> = rows
            .iter()
            .copied()
            .filter(|row| !is_retired(row))
            .collect();
        let mut problems = Vec::new();
        for row in &rows {
            match is_retired(row) {
                true => self.of_retired(row, &mut problems),
                false => self.of_used(row, &mut problems),
            }
        }
        for (kind, column) in [
            (ProblemKind::SameDefinition, "definition"),
            (ProblemKind::SameShort, "short"),
        ] {
            problems.extend(twins(kind, column, &used));
        }
        problems.sort_by(|a, b| (a.kind, &a.code).cmp(&(b.kind, &b.code)));
        problems
    }

    fn of_retired(&self, row: &Cells, problems: &mut Vec<CodeProblem>) {
        let code = cell(row, "code");
        let open = self.tally.of_code(code, "proposed");
        if open > 0 {
            problems.push(problem(ProblemKind::RetiredWithProposals, code, open));
        }
        if let Some(rules) = self.rules.get(code) {
            problems.push(CodeProblem {
                others: rules.clone(),
                ..problem(ProblemKind::RetiredWithRules, code, rules.len() as u64)
            });
        }
    }

    fn of_used(&self, row: &Cells, problems: &mut Vec<CodeProblem>) {
        let code = cell(row, "code");
        let codings = self.tally.accepted_of_code(code);
        let branch = self.branches.from(code);
        if branch
            .iter()
            .all(|below| self.tally.accepted_of_code(below) == 0)
        {
            problems.push(problem(ProblemKind::NoCodings, code, 0));
        }
        for (kind, column) in [
            (ProblemKind::NoDefinition, "definition"),
            (ProblemKind::NoIncludeWhen, "include_when"),
            (ProblemKind::NoExcludeWhen, "exclude_when"),
        ] {
            if codings > 0 && cell(row, column).is_empty() {
                problems.push(problem(kind, code, codings));
            }
        }
        let parent = self.branches.row(cell(row, "parent"));
        if parent.is_some_and(is_retired) {
            problems.push(CodeProblem {
                others: vec![cell(row, "parent").to_owned()],
                ..problem(ProblemKind::ParentRetired, code, 1)
            });
        }
    }
}

/// Codes in use that have the same words in a column, but for spaces and capitals.
fn twins(kind: ProblemKind, column: &str, rows: &[&Cells]) -> Vec<CodeProblem> {
    let mut by_words: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for row in rows {
        let words = cell(row, column)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        if !words.is_empty() {
            by_words
                .entry(words.to_lowercase())
                .or_default()
                .push(cell(row, "code"));
        }
    }
    let shared = by_words.into_values().filter(|codes| codes.len() > 1);
    let told = shared.flat_map(|codes| {
        let one = |code: &&str| {
            let others: Vec<_> = codes.iter().filter(|other| *other != code).collect();
            CodeProblem {
                others: others.iter().map(|other| (**other).to_owned()).collect(),
                ..problem(kind, code, others.len() as u64)
            }
        };
        codes.iter().map(one).collect::<Vec<_>>()
    });
    told.collect()
}

fn problem(kind: ProblemKind, code: &str, count: u64) -> CodeProblem {
    CodeProblem {
        kind,
        code: code.to_owned(),
        count,
        others: Vec::new(),
    }
}

fn cell<'r>(row: &'r Cells, column: &str) -> &'r str {
    table(Noun::Code).cell(row, column)
}

fn is_retired(row: &Cells) -> bool {
    cell(row, "retired") == "yes"
}
