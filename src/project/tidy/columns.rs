//! `COLUMNS.md` of the tidy bundle: what every column means, for people who have only the files.
//! It must not know rows. A stranger would describe a column of the study folder here: those
//! have their sentence in the model; here stand the columns that only the bundle has.

use crate::model::meanings;
use crate::model::table::Noun;
use crate::model::tables::{self, TABLES};
use crate::project::settings::SettingRow;
use crate::report::Head;

/// How the description begins.
pub(super) const HEAD: &str = "# Columns\n\nEvery table is CSV (RFC 4180, UTF-8). An empty cell means that nothing was said. \
Lists stand in one cell with `;` between their items. Dates are EDTF (ISO 8601-2). Text that begins with \
`=`, `+`, `-` or `@` has a `'` in front, so that no spreadsheet runs it.\n";

/// Columns of findings.
const FINDINGS: &[(&str, &str)] = &[
    (
        "finding",
        "The id of the finding: the same in every run and every copy.",
    ),
    ("claim_a", "The key of the first claim, in byte order."),
    ("claim_b", "The key of the second claim."),
    ("topic_a", "The topic of the first claim."),
    (
        "topic_b",
        "The topic of the second claim; another one where a topic link joins them.",
    ),
    (
        "kind",
        "K1 polarity, K2 values apart, K3 categories that exclude each other, K4 dates of one event, K5 order, K6 part and whole, K7 rate and stock, K8 trend, K9 actor, K10 existence; empty where none fires.",
    ),
    (
        "marks",
        "S1 one person's claims, T1 open to later events, link joined by a topic link.",
    ),
    (
        "verdict",
        "`contradiction`, `apparent`, `inflated`, `details-fall-short`, `overtaken`, `reconciled`, `agrees`, `partly-agrees`, `compatible` or `not-comparable`.",
    ),
    ("why", "The first explanation that decided."),
    (
        "explanations",
        "Each explanation and its outcome: `yes`, `no`, `undecided` or `not-tested`; empty where no kind fires.",
    ),
    (
        "severity",
        "How far apart: `minor`, `substantial` or `gross`.",
    ),
    ("gap", "The number behind severity, 0 to 1."),
    (
        "shared_time",
        "Common days as a part of the shorter time, 0 to 1.",
    ),
    (
        "certainty",
        "How sure it is that the two statements clash (not who is right): `high`, `moderate` or `low`.",
    ),
    ("source_a", "The source of the first claim."),
    ("source_b", "The source of the second claim."),
    ("side_a", "The side of the first source."),
    ("side_b", "The side of the second source."),
    ("stated_on_a", "When the first claim was stated."),
    ("stated_on_b", "When the second claim was stated."),
    (
        "independent",
        "Whether the two voices are independent: `yes`, `no` or `unknown`.",
    ),
    (
        "status",
        "What people made of it: `open`, `accepted`, `explained`, `dismissed`, `unverified`, `disputed` or `changed`.",
    ),
    (
        "reason",
        "What was compared and what decided, in a sentence.",
    ),
    (
        "interest_a",
        "Whether the first claim suits the side of its source: `with`, `against`, `neutral` (it suits others alone) or `unclear`.",
    ),
    (
        "interest_b",
        "Whether the second claim suits the side of its source, in the same words.",
    ),
];

/// Columns of codings that the study folder has not, or otherwise.
const CODINGS: &[(&str, &str)] = &[
    (
        "text",
        "In which text of the interview the passage stands: `original` or `translation`.",
    ),
    ("source", "The sources of the interview."),
    ("group", "Their groups."),
    ("side", "Their sides."),
    ("date", "When the interview was held."),
    ("code_path", "The code with all its parents, root first."),
    (
        "origin",
        "`hand`, `rule:KEY`, or `learned` from other codings.",
    ),
    ("status", "`accepted`, `proposed`, or `rejected`."),
    (
        "fired",
        "The words for which it was proposed, each as it stands in the passage, or in brackets in the question before it.",
    ),
];

/// Columns of the agreement, a row a proposition.
const AGREEMENT: &[(&str, &str)] = &[
    ("topic", "The topic of the proposition."),
    ("population", "Of whom; empty where it is not known."),
    ("place", "Of where; empty where it is not known."),
    ("when", "The days that all its claims have in common."),
    (
        "grade",
        "How far the leading position is borne out, 0 to 5; `c` a contradiction of a lower grade stands, `?` something is open, `0 (n)` it is contested.",
    ),
    ("claims", "How many claims there are, of all positions."),
    (
        "sources_low",
        "Independent sources behind the leading position, at least.",
    ),
    ("sources_high", "Independent sources behind it, at most."),
    ("sides", "The sides behind it."),
    ("researchers", "How many researchers heard it."),
    ("affirm", "How many claims affirm."),
    ("deny", "How many deny."),
    ("doubt", "How many doubt."),
    (
        "silent",
        "How many others were asked and did not say; empty where that is not known.",
    ),
    (
        "positions",
        "How many positions there are; those of one kind exclude one another.",
    ),
    (
        "range_low",
        "The lower end of the leading position's figures.",
    ),
    ("range_high", "Their upper end; empty where there is none."),
    (
        "unit",
        "In what they count, the topic's unit or one that does not convert to it; empty where there is none.",
    ),
    ("verification", "What people said of its verification."),
    (
        "wording",
        "A sentence for a paper that says no more than the grade allows.",
    ),
    (
        "by",
        "The source, group or side whose claims alone the row is about; empty: all.",
    ),
    (
        "events_low",
        "Of topics that are events: how many the affirming claims report at least, where reports without a key are of one event.",
    ),
    (
        "events_high",
        "How many at most, where each report without a key is of an event of its own.",
    ),
    (
        "first_hand",
        "How many of the voices behind it speak at first hand.",
    ),
    (
        "stated",
        "From the first to the last statement behind it; of all positions where it is contested.",
    ),
    (
        "interviews",
        "The interviews behind it; of all positions where it is contested.",
    ),
    (
        "shared_interest",
        "`yes` where every side behind it gains by it; then it does not reach grade 5.",
    ),
    (
        "sources",
        "Independent sources, both ends in one: at least where there are too many to try all, or more where a group speaks.",
    ),
];

/// Columns of the matrix of convergence.
const MATRIX: &[(&str, &str)] = &[
    ("topic", "The topic."),
    ("population", "The population, where it is known."),
    ("column", "The side that the cell is about."),
    (
        "cell",
        "How it stands to all others: `agreement`, `partial`, `dissonance`, `alone` or `silence`.",
    ),
    ("agrees_with", "The sides that say the same."),
    ("contradicts", "The sides that it contradicts."),
    (
        "silence",
        "Why it is silent: `asked-silent`, `not-asked`, `no-claim`, `said-elsewhere` or `not-noted`.",
    ),
    ("claims", "How many claims it makes."),
    ("affirm", "How many claims affirm."),
    ("deny", "How many deny."),
    ("doubt", "How many doubt."),
    ("asked", "How many persons of it were asked on the topic."),
    ("silent", "How many of them did not say."),
];

/// Columns of positions.
const POSITIONS: &[(&str, &str)] = &[
    ("topic", "The topic."),
    ("population", "The population, where it is known."),
    ("place", "The place, where it is known."),
    (
        "when",
        "The days during which the same claims held it against the same others, EDTF.",
    ),
    (
        "position",
        "The number of the position among those of these days.",
    ),
    ("of", "How many positions there are on them."),
    ("says", "What it says, without the statement."),
    (
        "stance",
        "How it stands to the statement of the topic: `affirms`, `denies`, `doubts` or `neutral`.",
    ),
    (
        "modality",
        "In which mode it is said: `actual`, `plan`, `promise`, `forecast`, `possible` or `reported-belief`.",
    ),
    (
        "low",
        "The largest low end of its figures; empty where there is none.",
    ),
    ("high", "The smallest high end; empty where it is open."),
    (
        "unit",
        "In what they count, the topic's unit or one that does not convert to it; empty where there is none.",
    ),
    ("claims", "The keys of the claims that hold it."),
    ("sides", "The sides behind it."),
    ("by", "The sources behind it."),
    ("grade", "0 to 5, as in agreement.csv."),
    ("sources_low", "Independent sources behind it, at least."),
    ("sources_high", "Independent sources behind it, at most."),
    (
        "sources",
        "Independent sources, both ends in one: at least where there are too many to try all, or more where a group speaks.",
    ),
];

/// Columns of sources beside those of the study folder.
const SOURCES: &[(&str, &str)] = &[("side", "The side of the source, by its group.")];

/// Columns that stand beside a row that names sources.
const BESIDE: &[(&str, &str)] = &[
    (
        "group_of_source",
        "The group of the source; of several sources one each, in their order.",
    ),
    (
        "side_of_source",
        "The side of the source; of several sources one each, in their order.",
    ),
];

/// Columns of the files that the study folder does not have, or has otherwise.
const FILES: &[(&str, &[(&str, &str)])] = &[
    ("findings.csv", FINDINGS),
    ("codings.csv", CODINGS),
    ("agreement.csv", AGREEMENT),
    ("matrix.csv", MATRIX),
    ("positions.csv", POSITIONS),
    ("sources.csv", SOURCES),
    ("interviews.csv", BESIDE),
    ("claims.csv", BESIDE),
];

/// Adds the columns of one file, with what each means.
pub(super) fn describe(text: &mut String, file: &str, head: &Head) {
    text.push_str(&format!("\n## {file}\n\n| column | meaning |\n|---|---|\n"));
    for column in &head.columns {
        let own = column.name.strip_prefix("attr.");
        let own = own.map(|name| format!("The study's own attribute {name}."));
        let meaning = own.unwrap_or_else(|| meaning_of(file, &column.name).to_owned());
        text.push_str(&format!("| `{}` | {meaning} |\n", column.name));
    }
}

/// Adds the settings under which findings and agreement were computed.
pub(super) fn describe_settings(text: &mut String, settings: &[SettingRow]) {
    let table = tables::table(Noun::CrossCheck);
    text.push_str("\n## Settings of the cross-check\n\n| setting | value | default | meaning |\n|---|---|---|---|\n");
    for row in settings {
        let column = table.column(row.name);
        let meaning = column.map_or("", |column| meanings::of_column(table, column));
        let (name, value, default) = (row.name, &row.value, &row.default);
        text.push_str(&format!("| `{name}` | {value} | {default} | {meaning} |\n"));
    }
}

fn meaning_of(file: &str, column: &str) -> &'static str {
    let listed = FILES.iter().find(|(name, _)| *name == file);
    let mut listed = listed.into_iter().flat_map(|(_, columns)| *columns);
    let found = listed.find(|(name, _)| *name == column);
    let found = found.map(|(_, meaning)| *meaning);
    found
        .or_else(|| meaning_in_folder(file, column))
        .unwrap_or_default()
}

/// What the column means in the study folder, for the tables that are taken from it.
fn meaning_in_folder(file: &str, column: &str) -> Option<&'static str> {
    let plural = file.strip_suffix(".csv")?;
    let table = TABLES.iter().find(|table| table.plural == plural)?;
    Some(meanings::of_column(table, table.column(column)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::tables::table;
    use crate::project::agreement::{MATRIX, POSITIONS, SUMMARY};
    use crate::project::listings::{coding_head, finding_head};
    use crate::project::tidy::{TABLES_OF_BUNDLE, rows_head, without_first};

    /// The columns of each file but for attributes. That there is no other file is seen by
    /// `tests/export.rs`.
    fn heads() -> Vec<(String, Head)> {
        let mut heads = vec![
            ("findings.csv".to_owned(), finding_head()),
            ("agreement.csv".to_owned(), SUMMARY.head()),
            ("matrix.csv".to_owned(), MATRIX.head()),
            ("positions.csv".to_owned(), POSITIONS.head()),
            ("codings.csv".to_owned(), without_first(coding_head())),
        ];
        heads.extend(TABLES_OF_BUNDLE.map(|noun| {
            let table = table(noun);
            let head = rows_head(table, &Default::default());
            (format!("{}.csv", table.plural), head)
        }));
        heads
    }

    #[test]
    fn every_column_of_the_bundle_has_a_meaning() {
        for (file, head) in heads() {
            for column in &head.columns {
                let meaning = meaning_of(&file, &column.name);
                assert!(meaning.ends_with('.'), "{file} {}", column.name);
            }
        }
    }

    #[test]
    fn no_column_is_described_that_its_file_does_not_have() {
        let heads = heads();
        for (file, listed) in FILES {
            let (_, head) = heads.iter().find(|(name, _)| name == file).unwrap();
            for (name, _) in *listed {
                let mut columns = head.columns.iter();
                assert!(columns.any(|column| column.name == *name), "{file} {name}");
            }
        }
    }
}
