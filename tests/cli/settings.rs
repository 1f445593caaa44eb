//! The settings of a study's cross-check: where they come from and what they change.

use crate::desk::Desk;

/// Puts a section of settings into the study as one operation.
fn set(desk: &Desk, section: &str) {
    std::fs::create_dir_all(desk.path("set")).unwrap();
    desk.write("set/study.toml", section);
    desk.ok("import study set");
}

fn setting(desk: &Desk, name: &str) -> serde_json::Value {
    let items = desk.items("check --settings");
    let mut items = items.into_iter();
    items.find(|item| item["setting"] == name).unwrap()
}

#[test]
fn a_tolerance_of_the_study_changes_what_a_check_finds_and_undo_takes_it_back() {
    let desk = Desk::with_study();
    assert_eq!(desk.finding("c-01,c-02")["verdict"], "contradiction");
    assert_eq!(setting(&desk, "relative_tolerance")["is_default"], "yes");
    let before = desk.items("check").len();
    set(
        &desk,
        "[cross_check]\nrelative_tolerance = 0.99\nabsolute_tolerance = 1e6\n",
    );
    let row = setting(&desk, "relative_tolerance");
    assert_eq!(
        (&row["value"], &row["is_default"]),
        (&"0.99".into(), &"no".into())
    );
    assert_eq!(row["default"], "0");
    assert_ne!(desk.finding("c-01,c-02")["verdict"], "contradiction");
    let report = desk.json("check");
    assert!(report["items"].as_array().unwrap().len() < before);
    let said = report["meta"]["settings"].to_string();
    assert!(said.contains("relative_tolerance=0.99"), "{said}");
    desk.ok("undo");
    assert_eq!(setting(&desk, "relative_tolerance")["is_default"], "yes");
    assert_eq!(desk.items("check").len(), before);
}

#[test]
fn a_look_back_is_under_the_settings_of_then() {
    let desk = Desk::with_study();
    set(&desk, "[cross_check]\nabsolute_tolerance = 1e6\n");
    let since = desk.field("check --since 1", "since");
    assert!(since.contains(&"gone".to_owned()), "{since:?}");
}

#[test]
fn every_result_carries_the_settings_it_rests_on() {
    let desk = Desk::with_study();
    set(
        &desk,
        "[cross_check]\ntie_network = \"hard\"\npercentage_from_claims = 2\n",
    );
    for line in [
        "check",
        "agree summary",
        "agree matrix",
        "agree track-record",
    ] {
        let said = desk.json(line)["meta"]["settings"].to_string();
        assert!(said.contains("tie_network=hard"), "{line}: {said}");
    }
    let records = desk.items("agree track-record");
    assert!(
        records
            .iter()
            .any(|row| !row["confirmed_percent"].is_null())
    );
    desk.ok("export csv --team -o tidy");
    let manifest: serde_json::Value =
        serde_json::from_str(&desk.read("tidy/manifest.json")).unwrap();
    assert_eq!(manifest["settings"]["tie_network"], "hard");
    assert!(
        desk.read("tidy/COLUMNS.md")
            .contains("| `tie_network` | hard | soft |")
    );
    desk.ok("export study --team -o folder");
    assert!(
        desk.read("folder/study.toml")
            .contains("[cross_check]\npercentage_from_claims = 2\ntie_network = \"hard\"\n")
    );
}

#[test]
fn the_answer_to_a_typed_claim_is_under_the_settings_of_the_study() {
    let desk = Desk::with_study();
    let line = "claim edit c-02 --note again --dry-run";
    let verdict = |desk: &Desk| {
        let items = desk.items(line);
        let found = items.iter().find(|item| item["other"] == "c-01");
        found.map(|item| item["verdict"].clone())
    };
    assert_eq!(verdict(&desk), Some("contradiction".into()));
    set(&desk, "[cross_check]\nabsolute_tolerance = 1e6\n");
    assert_ne!(verdict(&desk), Some("contradiction".into()));
}

#[test]
fn an_empty_section_brings_the_defaults_back() {
    let desk = Desk::with_study();
    set(&desk, "[cross_check]\nlink_depth = 1\n");
    assert_eq!(setting(&desk, "link_depth")["value"], "1");
    set(&desk, "[cross_check]\n");
    assert_eq!(setting(&desk, "link_depth")["is_default"], "yes");
}
