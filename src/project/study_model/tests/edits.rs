//! After any edits, kept claims with what was touched since give what all rows give: the same
//! findings in the same order, the same counts.

use super::Demo;
use crate::method::settings::Settings;
use crate::model::study::Study;
use crate::model::table::Noun;
use crate::project::Study as Project;
use crate::project::cross_check::CheckOptions;
use crate::project::editing::TypedRow;
use crate::project::judging::{JudgedPair, Verdict};
use crate::project::study_model::{finished, from_rows, study_keeping};
use proptest::prelude::*;
use proptest::sample::Index;

/// Columns of a claim that an edit puts another claim's cell into.
const CLAIM_COLUMNS: &[&str] = &[
    "source",
    "topic",
    "stance",
    "interview",
    "reading_of",
    "stated_on",
    "population",
    "place",
    "when",
    "time_mode",
    "value",
    "unit",
    "modality",
    "basis",
    "via",
    "event",
    "responds_to",
    "general_of",
    "settled",
    "trend",
    "actor",
];
/// Cells of other rows that claims may hang on.
const OTHER_CELLS: &[(Noun, &str)] = &[
    (Noun::Interview, "date"),
    (Noun::Interview, "translation_checked"),
    (Noun::Topic, "unit"),
    (Noun::Topic, "population"),
    (Noun::Topic, "measure"),
    (Noun::Topic, "values"),
    (Noun::Topic, "order_of"),
    (Noun::Source, "group"),
    (Noun::Source, "same_person_as"),
    (Noun::Event, "when"),
    (Noun::Event, "same_as"),
    (Noun::Event, "different_from"),
    (Noun::Place, "parent"),
];

/// One thing that a person may do to a study.
#[derive(Debug, Clone)]
pub(super) enum Edit {
    /// A cell of a claim is what it is in another claim, or another claim's key, or empty.
    Cell(usize, [Index; 2]),
    /// A cell of another row.
    Other(usize, [Index; 2]),
    /// A new claim like another, its key before or behind all.
    Add(Index, bool),
    /// A claim goes.
    Remove(Index),
    /// A row of a noun that claims point at comes before all that are there.
    AddOther(usize),
    /// A pair is said to be a correction.
    Judge([Index; 2]),
    /// The last operation is taken back.
    Undo,
}

pub(super) fn edit() -> impl Strategy<Value = Edit> {
    let two = any::<[Index; 2]>;
    prop_oneof![
        8 => (0..CLAIM_COLUMNS.len(), two()).prop_map(|(column, at)| Edit::Cell(column, at)),
        3 => (0..OTHER_CELLS.len(), two()).prop_map(|(cell, at)| Edit::Other(cell, at)),
        2 => (any::<Index>(), any::<bool>()).prop_map(|(like, first)| Edit::Add(like, first)),
        2 => any::<Index>().prop_map(Edit::Remove),
        2 => (0..4_usize).prop_map(Edit::AddOther),
        1 => two().prop_map(Edit::Judge),
        1 => Just(Edit::Undo),
    ]
}

pub(super) fn typed(cells: &[(&str, &str)]) -> TypedRow {
    TypedRow {
        cells: cells
            .iter()
            .map(|(name, cell)| ((*name).to_owned(), (*cell).to_owned()))
            .collect(),
        attributes: Vec::new(),
    }
}

pub(super) fn cell(project: &Project, noun: Noun, key: &str, column: &str) -> String {
    let at = crate::model::tables::table(noun).index_of(column).unwrap();
    project.row(noun, key).unwrap()[at]
        .clone()
        .unwrap_or_default()
}

/// Does what an edit says; what the study refuses is not done.
pub(super) fn apply(project: &Project, edit: &Edit, number: usize) {
    let keys = |noun| -> Vec<String> {
        let keys = project.store().keys(noun).unwrap();
        keys.iter().map(|key| (*key).to_string()).collect()
    };
    let claims = keys(Noun::Claim);
    if claims.is_empty() {
        // The import itself was undone.
        return;
    }
    match edit {
        Edit::Cell(column, [of, like]) => {
            let (claim, column): (&String, _) = (of.get(&claims), CLAIM_COLUMNS[*column]);
            let is_claim = ["responds_to", "general_of", "reading_of"].contains(&column);
            let other: &String = like.get(&claims);
            let cell = match is_claim {
                true => other.clone(),
                false => cell(project, Noun::Claim, other, column),
            };
            let _ = project.edit_row(Noun::Claim, claim, &typed(&[(column, &cell)]), false);
        }
        Edit::Other(at, [of, like]) => {
            let (noun, column) = OTHER_CELLS[*at];
            let all = keys(noun);
            let is_key =
                ["same_person_as", "same_as", "different_from", "parent"].contains(&column);
            let other: &String = like.get(&all);
            let cell = match is_key {
                true => other.clone(),
                false => cell(project, noun, other, column),
            };
            let key: &String = of.get(&all);
            let _ = project.edit_row(noun, key, &typed(&[(column, &cell)]), false);
        }
        Edit::Add(like, is_first) => {
            let like: &String = like.get(&claims);
            let cells: Vec<_> = CLAIM_COLUMNS
                .iter()
                .map(|column| (*column, cell(project, Noun::Claim, like, column)))
                .collect();
            let cells: Vec<_> = cells
                .iter()
                .map(|(name, cell)| (*name, cell.as_str()))
                .collect();
            let key = format!("{}-{number}", if *is_first { "0" } else { "zz" });
            let _ = project.add_row(Noun::Claim, &key, &typed(&cells), false);
        }
        Edit::Remove(of) => {
            let claim: &String = of.get(&claims);
            let _ = project.remove_row(Noun::Claim, claim, false);
        }
        Edit::AddOther(noun) => {
            let key = format!("0-{number}");
            let group = cell(project, Noun::Source, &keys(Noun::Source)[0], "group");
            let (noun, cells) = match noun {
                0 => (Noun::Source, vec![("group", group.as_str())]),
                1 => (Noun::Place, vec![("names", "Nowhere")]),
                2 => (
                    Noun::Topic,
                    vec![("statement", "It is so"), ("kind", "state")],
                ),
                _ => (Noun::Event, vec![("name", "Something")]),
            };
            let _ = project.add_row(noun, &key, &typed(&cells), false);
        }
        Edit::Judge([a, b]) => {
            let verdict = Verdict {
                judgement: "explained",
                explanation: Some("correction"),
                reason: "said so",
                is_blind: false,
            };
            let key = |at: &Index| -> String { at.get::<String>(&claims).clone() };
            let pair = JudgedPair {
                claims: (key(a), key(b)),
                finding: None,
            };
            let _ = project.judge(&[pair], &verdict, false);
        }
        Edit::Undo => {
            if let Ok(Some(last)) = project.store().last_undoable() {
                let _ = project.store().undo(last, "analyst", false);
            }
        }
    }
}

/// All that a cross-check says of a study: every finding in its order, and the counts.
fn said(project: &Project, study: Study) -> (Vec<String>, String) {
    let options = CheckOptions {
        all: true,
        per_block: None,
        ..CheckOptions::default()
    };
    let checked = project
        .check_model(study, &options, Settings::default())
        .unwrap();
    let rows = checked.rows().map(|row| format!("{row:?}")).collect();
    (rows, format!("{:?}", checked.counts))
}

pub(super) fn from_all_rows(demo: &Demo) -> Study {
    let settings = Settings::default();
    let builder = from_rows(&demo.store, &settings).unwrap();
    finished(builder, &settings, &demo.store.judgements().unwrap()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn kept_claims_and_what_was_touched_give_what_all_rows_give(
        edits in prop::collection::vec(edit(), 1..7),
    ) {
        let demo = Demo::new();
        demo.keep();
        let project = demo.project();
        for (number, edit) in edits.iter().enumerate() {
            apply(&project, edit, number);
        }
        let kept = study_keeping(&demo.store, &Settings::default(), 0).unwrap();
        prop_assert!(said(&project, kept) == said(&project, from_all_rows(&demo)));
    }
}

#[test]
fn a_claim_that_is_touched_is_read_again_and_the_others_are_not() {
    let demo = Demo::new();
    demo.keep();
    let project = demo.project();
    let claims = project.store().keys(Noun::Claim).unwrap();
    let is_value = |key: &&String| !cell(&project, Noun::Claim, key, "value").is_empty();
    let claim = claims.iter().find(is_value).unwrap();
    let before = said(&project, demo.keep());
    project
        .edit_row(Noun::Claim, claim, &typed(&[("value", "987654")]), false)
        .unwrap();
    assert!(demo.is_kept());
    let after = said(&project, demo.keep());
    assert!(after != before);
    assert!(after == said(&project, from_all_rows(&demo)));
    let touched = demo.store.claims_touched_since(1, 9).unwrap().unwrap();
    assert_eq!(touched.keys, std::slice::from_ref(claim));
    assert_eq!(touched.there.len(), 1);
}

#[test]
fn an_event_that_no_claim_names_any_more_is_none() {
    let demo = Demo::new();
    let project = demo.project();
    let claims = project.store().keys(Noun::Claim).unwrap();
    let claim = &claims[0];
    let event = |key: &str| typed(&[("event", key)]);
    project
        .edit_row(Noun::Claim, claim, &event("only-here"), false)
        .unwrap();
    assert!(demo.keep().keys.events.find("only-here").is_some());
    project
        .edit_row(Noun::Claim, claim, &event(""), false)
        .unwrap();
    assert!(demo.is_kept());
    assert!(demo.keep().keys.events.find("only-here").is_none());
}

#[test]
fn a_claim_is_read_again_when_its_interview_or_its_topic_changed() {
    for (noun, column, new) in [
        (Noun::Interview, "date", "2020-01-01"),
        (Noun::Topic, "unit", "loaves"),
    ] {
        let demo = Demo::new();
        let project = demo.project();
        let by = crate::model::tables::table(noun).name;
        let claims = project.store().keys(Noun::Claim).unwrap();
        let named = cell(&project, Noun::Claim, &claims[0], by);
        let of_it: Vec<_> = claims
            .iter()
            .filter(|key| cell(&project, Noun::Claim, key, by) == named)
            .cloned()
            .collect();
        let before = said(&project, demo.keep());
        project
            .edit_row(noun, &named, &typed(&[(column, new)]), false)
            .unwrap();
        let touched = demo.store.claims_touched_since(1, 99).unwrap().unwrap();
        assert_eq!(touched.keys, of_it);
        assert!(demo.is_kept());
        let after = said(&project, demo.keep());
        assert!(after == said(&project, from_all_rows(&demo)), "{column}");
        assert!(after != before, "{column}");
    }
}

#[test]
fn too_many_touched_claims_are_as_good_as_all() {
    let demo = Demo::new();
    let project = demo.project();
    let claims = project.store().keys(Noun::Claim).unwrap();
    for claim in &claims[..2] {
        let note = typed(&[("note", "seen")]);
        project.edit_row(Noun::Claim, claim, &note, false).unwrap();
    }
    let touched = |most| demo.store.claims_touched_since(1, most).unwrap();
    assert!(touched(1).is_none());
    assert_eq!(touched(2).unwrap().keys.len(), 2);
}

#[test]
fn a_write_computes_with_what_it_wrote_and_keeps_nothing() {
    let demo = Demo::new();
    demo.keep();
    let project = demo.project();
    let claims = project.store().keys(Noun::Claim).unwrap();
    let head = || demo.sql_number("select max(head) from derived_claim_cache");
    let before = head();
    let stance = typed(&[("stance", "neutral")]);
    let edited = project
        .edit_row(Noun::Claim, &claims[0], &stance, true)
        .unwrap();
    let others = edited.others.unwrap();
    let claim = others.model().claim_id(&claims[0]).unwrap();
    let stance = others.model().claim(claim).stance();
    assert_eq!(stance, crate::model::vocabulary::Stance::Neutral);
    assert_eq!(head(), before);
    assert!(demo.is_kept());
}

#[test]
fn a_claim_is_read_again_when_its_interview_gets_or_loses_a_translation() {
    let demo = Demo::new();
    let project = demo.project();
    let interviews = project.store().keys(Noun::Interview).unwrap();
    let has_none = |key: &&String| cell(&project, Noun::Interview, key, "translation").is_empty();
    let interview = interviews.iter().find(has_none).unwrap();
    let [source, date] =
        ["source", "date"].map(|column| cell(&project, Noun::Interview, interview, column));
    let folder = demo.path().parent().unwrap().to_owned();
    std::fs::write(folder.join("new.txt"), "R: Yes?\n\nR: No.\n").unwrap();
    let import = |translation: &str| {
        let file = folder.join("interviews.csv");
        let row = format!(
            "interview,source,date,translation_checked,translation\n{interview},{source},{date},doubtful,{translation}\n"
        );
        std::fs::write(&file, row).unwrap();
        let table = crate::model::tables::table(Noun::Interview);
        project
            .import_csv(
                table,
                &file,
                crate::project::import::ImportOptions::default(),
            )
            .unwrap();
    };
    import("");
    let claims = project.store().keys(Noun::Claim).unwrap();
    let topic = cell(&project, Noun::Claim, &claims[0], "topic");
    let first = source.split(';').next().unwrap();
    let new = typed(&[
        ("source", first),
        ("interview", interview),
        ("topic", &topic),
        ("stance", "affirms"),
        ("text", "translation"),
    ]);
    project.add_row(Noun::Claim, "zz-new", &new, false).unwrap();
    let before = said(&project, demo.keep());
    let (head, _) = demo.store.head().unwrap().unwrap();
    import("new.txt");
    let touched = demo.store.claims_touched_since(head, 99).unwrap().unwrap();
    assert!(touched.keys.contains(&"zz-new".to_owned()));
    let with_text = said(&project, demo.keep());
    assert!(with_text == said(&project, from_all_rows(&demo)));
    let (last, _) = demo.store.head().unwrap().unwrap();
    demo.store.undo(last, "analyst", false).unwrap();
    assert!(said(&project, demo.keep()) == said(&project, from_all_rows(&demo)));
    drop(before);
}

#[test]
fn no_claim_is_judged_against_itself() {
    let demo = Demo::new();
    let project = demo.project();
    let claim = project.store().keys(Noun::Claim).unwrap().swap_remove(0);
    let pair = JudgedPair {
        claims: (claim.clone(), claim),
        finding: None,
    };
    let verdict = Verdict {
        judgement: "explained",
        explanation: Some("correction"),
        reason: "said so",
        is_blind: false,
    };
    assert!(project.judge(&[pair], &verdict, false).is_err());
}
