//! What is counted from what was kept is what is counted of all rows, whatever happened since.

use super::Demo;
use super::edits::{Edit, apply, cell, edit, from_all_rows, typed};
use crate::method::crosscheck::{Counts, Request, count};
use crate::method::settings::Settings;
use crate::model::table::Noun;
use crate::project::Study as Project;
use crate::project::cross_check::CheckOptions;
use crate::project::judging::{JudgedPair, Verdict};
use crate::project::study_model::counting::{count_keeping, from_kept_claims, from_kept_counts};
use crate::project::study_model::ground_counts::{COUNTS_FORMAT, GroundCounts};
use crate::project::study_model::settings_of;
use proptest::prelude::*;

impl Demo {
    /// The study with what is kept of a large one.
    fn counted() -> Demo {
        let demo = Demo::new();
        count_keeping(&demo.store, &Settings::default(), 0).unwrap();
        demo
    }

    fn kept_counts(&self) -> Option<Counts> {
        from_kept_counts(&self.store, &Settings::default()).unwrap()
    }

    /// What is counted of all rows.
    fn anew(&self) -> Counts {
        count(&from_all_rows(self), &Request::default())
    }

    fn claims(&self) -> Vec<String> {
        let keys = self.store.keys(Noun::Claim).unwrap();
        keys.iter().map(|key| (*key).to_string()).collect()
    }

    /// The first claim of which a cell is what is wanted.
    fn claim_with(&self, column: &str, is_wanted: impl Fn(&str) -> bool) -> String {
        let project = self.project();
        let claims = self.claims().into_iter();
        let mut found = claims.filter(|key| is_wanted(&cell(&project, Noun::Claim, key, column)));
        found.next().unwrap()
    }

    fn set(&self, claim: &str, cells: &[(&str, &str)]) {
        let project = self.project();
        project
            .edit_row(Noun::Claim, claim, &typed(cells), false)
            .unwrap();
    }

    /// Asks that the kept counts are used, and that they are those of all rows.
    fn holds(&self, what: &str) {
        let kept = self.kept_counts();
        assert!(kept.is_some(), "{what}: not used");
        assert_eq!(kept, Some(self.anew()), "{what}");
    }

    /// Asks that the kept counts are not used, and what is counted then.
    fn is_not_used(&self, what: &str) {
        assert!(self.kept_counts().is_none(), "{what}: used");
        let counts = count_keeping(&self.store, &Settings::default(), 0).unwrap();
        assert_eq!(counts, self.anew(), "{what}");
        self.holds(what);
    }
}

#[test]
fn an_unchanged_study_is_counted_without_its_claims() {
    let demo = Demo::new();
    assert!(demo.kept_counts().is_none());
    let counts = count_keeping(&demo.store, &Settings::default(), 0).unwrap();
    assert!(counts.flagged() > 20);
    demo.holds("nothing changed");
    // Not even the claims that were kept are looked at.
    demo.sql("delete from derived_claim_cache where piece >= 0");
    assert_eq!(demo.kept_counts(), Some(counts));
    demo.sql("delete from derived_claim_cache");
    assert!(demo.kept_counts().is_none());
}

#[test]
fn kept_claims_are_counted_a_few_topics_at_a_time() {
    let demo = Demo::counted();
    let counts = demo.anew();
    let counted = || from_kept_claims(&demo.store, &Settings::default()).unwrap();
    demo.sql("delete from derived_claim_cache where piece = -1");
    assert_eq!(counted(), Some(counts));
    demo.holds("after that");
    let claim = demo.claim_with("value", |value| value.parse::<u32>().is_ok());
    demo.set(&claim, &[("value", "987654")]);
    assert_eq!(counted(), Some(demo.anew()));
    assert_ne!(counted(), Some(counts));
    demo.sql("delete from derived_claim_cache where piece = 1");
    assert_eq!(counted(), None);
}

#[test]
fn a_small_study_keeps_no_counts() {
    let demo = Demo::new();
    demo.project().check(&CheckOptions::default()).unwrap();
    demo.project()
        .count_findings(&CheckOptions::default())
        .unwrap();
    assert!(demo.kept_counts().is_none());
}

#[test]
fn one_claim_that_changes_changes_the_count_and_few_topics_are_counted() {
    let demo = Demo::counted();
    let before = demo.anew();
    let claim = demo.claim_with("value", |value| value.parse::<u32>().is_ok());
    demo.set(&claim, &[("value", "987654")]);
    demo.holds("a value");
    assert_ne!(demo.kept_counts(), Some(before));
    // What was counted is kept for the next one: nothing is touched since.
    let sequence = demo.sql_number("select head from derived_claim_cache where piece = -1");
    let touched = demo.store.topics_touched_since(sequence).unwrap().unwrap();
    assert!(touched.is_empty());
    let touched = demo.store.topics_touched_since(sequence - 1).unwrap();
    assert_eq!(touched.unwrap().len(), 1);
}

#[test]
fn deeds_that_touch_claims_alone_leave_the_other_counts() {
    let deed = |what: &str, act: &dyn Fn(&Demo, &Project)| {
        let demo = Demo::counted();
        let project = demo.project();
        act(&demo, &project);
        demo.holds(what);
        demo.holds(&format!("{what}, asked again"));
        let last = demo.store.last_undoable().unwrap().unwrap();
        demo.store.undo(last, "analyst", false).unwrap();
        demo.holds(&format!("{what}, taken back"));
        let (undone, _) = demo.store.head().unwrap().unwrap();
        demo.store.undo(undone, "analyst", false).unwrap();
        demo.holds(&format!("{what}, done again"));
    };
    deed("a claim more", &|demo, project| {
        apply(project, &Edit::Add(any_index(), true), 1);
        assert!(demo.claims().contains(&"0-1".to_owned()));
    });
    deed("a claim less", &|demo, project| {
        let lonely = demo
            .claims()
            .into_iter()
            .find(|claim| project.remove_row(Noun::Claim, claim, false).is_ok());
        assert!(lonely.is_some());
    });
    deed("a stance", &|demo, _| {
        let claim = demo.claim_with("stance", |stance| stance == "affirms");
        demo.set(&claim, &[("stance", "denies")]);
    });
    deed("another topic", &|demo, project| {
        let claim = demo.claim_with("value", str::is_empty);
        let topic = cell(project, Noun::Claim, &claim, "topic");
        let kind = |topic: &str| cell(project, Noun::Topic, topic, "kind");
        let other = demo.claim_with("topic", |other| {
            other != topic && kind(other) == kind(&topic)
        });
        let other = cell(project, Noun::Claim, &other, "topic");
        demo.set(&claim, &[("topic", &other)]);
    });
    deed("a detail on another topic", &|demo, project| {
        let claim = demo.claim_with("general_of", str::is_empty);
        let topic = cell(project, Noun::Claim, &claim, "topic");
        let other = demo.claim_with("topic", |other| other != topic);
        demo.set(&claim, &[("general_of", &other)]);
    });
    deed("another reading", &|demo, project| {
        let claim = demo.claim_with("reading_of", str::is_empty);
        let topic = cell(project, Noun::Claim, &claim, "topic");
        let other = demo.claim_with("topic", |other| other != topic);
        demo.set(&claim, &[("reading_of", &other)]);
    });
    deed("a prompt from another topic", &|demo, project| {
        let claim = demo.claim_with("responds_to", str::is_empty);
        let topic = cell(project, Noun::Claim, &claim, "topic");
        let other = demo.claim_with("topic", |other| other != topic);
        demo.set(&claim, &[("responds_to", &other)]);
    });
    deed(
        "an event that an order on another topic is about",
        &|demo, project| {
            let before = demo.anew();
            assert_eq!(cell(project, Noun::Claim, "i51-c6", "event"), "valley-left");
            demo.set("i51-c6", &[("event", "")]);
            assert_ne!(demo.anew(), before);
        },
    );
    deed("an event", &|demo, _| {
        let event = demo.store.keys(Noun::Event).unwrap()[0].to_string();
        let claim = demo.claim_with("event", str::is_empty);
        demo.set(&claim, &[("event", &event)]);
    });
    deed("an event that no row is of", &|demo, _| {
        let claim = demo.claim_with("event", str::is_empty);
        demo.set(&claim, &[("event", "only-here")]);
    });
    deed("a correction", &|demo, project| {
        let checked = project.check_unnoted(&CheckOptions::default()).unwrap();
        let verdict = Verdict {
            judgement: "explained",
            explanation: Some("correction"),
            reason: "said so",
            is_blind: false,
        };
        let is_open = |row: &crate::project::cross_check::JudgedRow| {
            row.status == "open"
                && row.row.verdict == crate::method::crosscheck::words::Verdict::Contradiction
        };
        let open = checked.rows().find(is_open).unwrap();
        let pair = JudgedPair {
            claims: (open.row.claim_a.clone(), open.row.claim_b.clone()),
            finding: None,
        };
        let before = demo.anew();
        project.judge(&[pair], &verdict, false).unwrap();
        assert_ne!(demo.anew(), before);
    });
    deed("an interview of another day", &|demo, project| {
        let claim = demo.claim_with("interview", |interview| !interview.is_empty());
        let day = typed(&[("date", "2020-01-01")]);
        let interview = interview_of(project, &claim);
        project
            .edit_row(Noun::Interview, &interview, &day, false)
            .unwrap();
    });
    deed(
        "a new interview with one source, and a claim in it",
        &|demo, project| {
            let claim = demo.claims().remove(0);
            let source = cell(project, Noun::Claim, &claim, "source");
            let heard = typed(&[("source", &source), ("date", "2022-02-03")]);
            project
                .add_row(Noun::Interview, "zz-heard", &heard, false)
                .unwrap();
            demo.set(&claim, &[("interview", "zz-heard")]);
        },
    );
    deed("a memo", &|demo, project| {
        let note = typed(&[("note", "seen")]);
        let claim = &demo.claims()[0];
        project.edit_row(Noun::Claim, claim, &note, false).unwrap();
    });
}

fn interview_of(project: &Project, claim: &str) -> String {
    cell(project, Noun::Claim, claim, "interview")
}

#[test]
fn an_interview_of_two_sources_may_tie_them_anywhere() {
    let demo = Demo::counted();
    let sources = demo.store.keys(Noun::Source).unwrap();
    let both = format!("{};{}", sources[0], sources[1]);
    let heard = typed(&[("source", both.as_str()), ("date", "2022-02-03")]);
    let project = demo.project();
    project
        .add_row(Noun::Interview, "zz-heard", &heard, false)
        .unwrap();
    demo.is_not_used("two sources");
    let alone = typed(&[("source", sources[0].as_str())]);
    project
        .edit_row(Noun::Interview, "zz-heard", &alone, false)
        .unwrap();
    demo.is_not_used("no longer two");
}

/// The first of whatever there is.
fn any_index() -> prop::sample::Index {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let tree = any::<prop::sample::Index>().new_tree(&mut runner);
    tree.unwrap().current()
}

#[test]
fn what_may_bear_on_every_count_makes_all_be_counted() {
    let edit = |noun: Noun, column: &str, value: &str| {
        let demo = Demo::counted();
        let project = demo.project();
        let key = demo.store.keys(noun).unwrap()[0].to_string();
        project
            .edit_row(noun, &key, &typed(&[(column, value)]), false)
            .unwrap();
        demo.is_not_used(column);
    };
    edit(Noun::Topic, "statement", "It is otherwise");
    edit(Noun::Source, "network", "one and all");
    edit(Noun::Event, "when", "2020");
    edit(Noun::Place, "names", "Elsewhere");
    for (name, text) in [
        ("places.csv", "place,names\nnowhere-at-all,Nowhere\n"),
        ("number_words.csv", "word,low,high\na-quirk,3,4\n"),
    ] {
        let demo = Demo::counted();
        demo.import(name, text);
        demo.is_not_used(name);
    }
}

#[test]
fn a_topic_link_that_is_added_joins_what_was_apart() {
    let demo = Demo::counted();
    let project = demo.project();
    let topics = demo.store.keys(Noun::Topic).unwrap();
    let of_claims = |topic: &str| {
        let wanted = std::iter::once(topic.to_owned()).collect();
        demo.store.count_claims_on(&wanted).unwrap()
    };
    let mut answered = topics.iter().filter(|topic| of_claims(topic) > 3);
    let (a, b) = (answered.next().unwrap(), answered.next_back().unwrap());
    let link = format!("topic,stance,implies_topic,implies_stance\n{a},affirms,{b},denies\n");
    let file = demo.path().with_file_name("topic_links.csv");
    std::fs::write(&file, link).unwrap();
    let table = crate::model::tables::table(Noun::TopicLink);
    let options = crate::project::import::ImportOptions::default();
    project.import_csv(table, &file, options).unwrap();
    demo.is_not_used("a link");
}

#[test]
fn other_settings_another_format_or_another_history_do_not_use_them() {
    let other = Settings {
        relative_tolerance: 0.2,
        ..Settings::default()
    };
    let demo = Demo::counted();
    assert!(from_kept_counts(&demo.store, &other).unwrap().is_none());
    for change in [
        format!("format = {}", COUNTS_FORMAT + 1),
        "settings = 'older'".to_owned(),
        "head_hash = zeroblob(32)".to_owned(),
        "head = head + 1".to_owned(),
        "bytes = x'00'".to_owned(),
        "bytes = substr(bytes, 1, length(bytes) - 1)".to_owned(),
    ] {
        let demo = Demo::counted();
        demo.sql(&format!(
            "update derived_claim_cache set {change} where piece = -1"
        ));
        demo.is_not_used(&change);
    }
}

#[test]
fn settings_of_the_study_that_change_give_other_counts() {
    let demo = Demo::counted();
    let folder = demo.path().with_file_name("set");
    std::fs::create_dir_all(&folder).unwrap();
    let section = "[cross_check]\nrelative_tolerance = 0.4\n";
    std::fs::write(folder.join("study.toml"), section).unwrap();
    let options = crate::project::import::ImportOptions::default();
    demo.project().import_folder(&folder, options).unwrap();
    let settings = settings_of(&demo.store).unwrap();
    let before = demo.anew();
    assert!(from_kept_counts(&demo.store, &settings).unwrap().is_none());
    let counts = count_keeping(&demo.store, &settings, 0).unwrap();
    assert_ne!(counts, before);
    assert_eq!(
        from_kept_counts(&demo.store, &settings).unwrap(),
        Some(counts)
    );
}

#[test]
fn the_past_neither_uses_nor_keeps_counts() {
    let demo = Demo::counted();
    let now = demo.anew();
    let (head, _) = demo.store.head().unwrap().unwrap();
    let claim = demo.claim_with("value", |value| value.parse::<u32>().is_ok());
    demo.set(&claim, &[("value", "987654")]);
    let at = |sequence: i64| {
        let look = |store: &crate::store::Store| count_keeping(store, &Settings::default(), 0);
        demo.store.as_of(sequence, look).unwrap()
    };
    assert_eq!(at(head), now);
    assert_eq!(at(0), Counts::default());
    demo.holds("after a look at the past");
    assert_ne!(demo.kept_counts(), Some(now));
}

#[test]
fn inside_a_write_all_is_counted() {
    let demo = Demo::counted();
    let intent = crate::store::operation::Intent {
        actor: "analyst",
        action: "tried",
        undoes: None,
        dry_run: true,
    };
    let done = demo.store.transact(&intent, |store| {
        from_kept_counts(store, &Settings::default()).map(|found| found.is_none())
    });
    assert!(done.unwrap().value);
}

#[test]
fn kept_claims_that_are_damaged_or_gone_make_all_be_counted() {
    for damage in [
        "delete from derived_claim_cache where piece = 1",
        "update derived_claim_cache set bytes = zeroblob(length(bytes)) where piece = 1",
        "delete from derived_claim_cache where piece >= 0",
    ] {
        let demo = Demo::counted();
        let claim = demo.claim_with("value", |value| value.parse::<u32>().is_ok());
        demo.set(&claim, &[("value", "987654")]);
        demo.sql(damage);
        demo.is_not_used(damage);
    }
}

#[test]
fn a_check_of_everything_keeps_what_it_counted() {
    let demo = Demo::new();
    let settings = Settings::default();
    let seen = super::super::seen_keeping(&demo.store, &settings, 0).unwrap();
    let project = demo.project();
    let options = CheckOptions::default();
    let checked = project.check_model(seen.study, &options, settings).unwrap();
    assert!(demo.kept_counts().is_none());
    checked.keep_counts(&demo.store, seen.key.as_ref());
    demo.holds("after a check");
}

#[test]
fn counts_come_back_as_they_were_kept_and_damage_is_seen() {
    let demo = Demo::counted();
    let settings = crate::project::study_model::state_of(&Settings::default());
    let bytes = demo.store.in_one_moment(settings, |key| {
        demo.store.kept_counts(key.unwrap(), COUNTS_FORMAT)
    });
    let (_, bytes) = bytes.unwrap().unwrap();
    let counts = GroundCounts::unpacked(&bytes).unwrap();
    assert_eq!(counts.packed(), bytes);
    assert_eq!(counts.sum(), demo.anew());
    let none = ["no-such-topic".to_owned()].into_iter().collect();
    assert_eq!(counts.bearing_on(&none), None);
    for end in 0..bytes.len() {
        assert!(GroundCounts::unpacked(&bytes[..end]).is_none(), "{end}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn after_any_deeds_the_count_is_that_of_all_rows(
        edits in prop::collection::vec((edit(), any::<bool>()), 1..8),
    ) {
        let demo = Demo::counted();
        let project = demo.project();
        for (number, (edit, is_asked)) in edits.iter().enumerate() {
            apply(&project, edit, number);
            if *is_asked {
                let counts = count_keeping(&demo.store, &Settings::default(), 0).unwrap();
                prop_assert_eq!(counts, demo.anew());
            }
        }
        let counts = count_keeping(&demo.store, &Settings::default(), 0).unwrap();
        prop_assert_eq!(counts, demo.anew());
        prop_assert_eq!(demo.kept_counts(), Some(counts));
        let in_parts = from_kept_claims(&demo.store, &Settings::default()).unwrap();
        prop_assert!(in_parts.is_none_or(|in_parts| in_parts == counts));
    }
}
