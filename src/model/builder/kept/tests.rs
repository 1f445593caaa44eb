//! Kept claims come back as they were, all at once and part by part.

use super::*;
use crate::model::claim::{ClaimDraft, Completed, Marks, Span};
use crate::model::key::SourceId;
use crate::model::packed::Packer;
use crate::model::topic::TopicCells;
use crate::model::vocabulary::{Stance, TimeMode};
use proptest::prelude::*;

/// What stands in front of a piece of no claims that says it has so many.
fn piece_of(count: usize) -> Vec<u8> {
    let mut packer = Packer::new();
    packer.number(count);
    packer.column(&[]);
    packer.text("");
    packer.sealed()
}

fn names_of(builder: &StudyBuilder) -> Vec<u8> {
    builder.packed_claims().next().unwrap()
}

fn packed(builder: &StudyBuilder) -> Vec<Vec<u8>> {
    builder.packed_claims().collect()
}

fn taken_in(builder: StudyBuilder, pieces: &[Vec<u8>]) -> Option<StudyBuilder> {
    let (names, pieces) = pieces.split_first()?;
    let mut kept = KeptClaims::begin(builder, names, &[])?;
    pieces.iter().try_for_each(|piece| kept.take(piece))?;
    kept.finish()
}

fn with_topics(count: usize) -> StudyBuilder {
    let mut builder = StudyBuilder::new(None);
    for source in ["b", "d"] {
        builder.study.keys.sources.intern(source);
    }
    for topic in 0..count {
        let topic = TopicCells {
            topic: &format!("t{topic}"),
            kind: "state",
            ..TopicCells::default()
        };
        builder.topic(&topic).unwrap();
    }
    builder
}

fn claim(source: u32, topic: u32) -> Claim {
    let draft = ClaimDraft::new(SourceId(source), TopicId(topic), Stance::Affirms);
    let completed = Completed {
        stated_on: Span::ALL,
        when: Span::ALL,
        time_mode: TimeMode::Throughout,
        population: None,
        figure: None,
        unit: None,
        marks: Marks::NONE,
    };
    Claim::new(&draft, &completed)
}

/// A study of four topics, with a claim on each of some topics and the claims that it names.
fn made(topics: &[u32], names: &[(usize, usize)]) -> StudyBuilder {
    let mut builder = with_topics(4);
    for (place, topic) in topics.iter().enumerate() {
        builder.claims.push(claim(place as u32 % 2, *topic));
        builder.claim_keys.push(&key_of(place));
    }
    for (from, to) in names {
        let (from, to) = (from % topics.len(), to % topics.len());
        if from != to {
            builder.responds_to(&key_of(from), &key_of(to));
        }
    }
    builder
}

fn key_of(place: usize) -> String {
    format!("c{place:03}")
}

/// Keys and claims in their order, and who names whom.
type Told = (Vec<(String, Claim)>, Vec<(String, String)>);

fn told(builder: &StudyBuilder) -> Told {
    let keys = (0..builder.claims.len()).map(|at| builder.claim_keys.get(at).to_owned());
    let claims = keys.zip(builder.claims.iter().copied()).collect();
    let ends = |one: &Reference| (one.from.clone(), one.to.clone());
    let mut names: Vec<_> = builder.prompts.iter().map(ends).collect();
    names.sort_unstable();
    (claims, names)
}

#[test]
fn a_piece_that_says_it_has_too_many_claims_is_refused() {
    let names = names_of(&StudyBuilder::new(None));
    let builder = || StudyBuilder::new(None);
    assert!(taken_in(builder(), std::slice::from_ref(&names)).is_some());
    for count in [1, CLAIMS_A_PIECE + 1, usize::MAX] {
        let pieces = [names.clone(), piece_of(count)];
        assert!(taken_in(builder(), &pieces).is_none(), "{count}");
    }
}

#[test]
fn a_piece_that_is_missing_is_seen() {
    let pieces = packed(&made(&[0, 1], &[]));
    assert!(taken_in(with_topics(4), &pieces).is_some());
    assert!(taken_in(with_topics(4), &pieces[..1]).is_none());
}

#[test]
fn a_claim_that_was_read_again_must_be_a_touched_one() {
    let mut builder = StudyBuilder::new(None);
    builder.claim_keys.push("c1");
    builder.claims.push(claim(0, 0));
    let names = names_of(&StudyBuilder::new(None));
    let with = |touched: &[String]| KeptClaims::begin(builder.clone(), &names, touched);
    assert!(with(&["c0".to_owned()]).is_none());
    let kept = with(&["c0".to_owned(), "c1".to_owned()]).unwrap();
    assert_eq!(kept.finish().unwrap().claim_count(), 1);
}

#[test]
fn what_claims_point_at_may_have_moved_and_must_not_be_gone() {
    let with_sources = |keys: &[&str]| {
        let mut builder = StudyBuilder::new(None);
        keys.iter().for_each(|key| {
            builder.study.keys.sources.intern(key);
        });
        let topic = TopicCells {
            topic: "t",
            kind: "state",
            ..TopicCells::default()
        };
        builder.topic(&topic).unwrap();
        builder
    };
    let mut before = with_sources(&["b", "d"]);
    before.claims.push(claim(1, 0));
    before.claim_keys.push("c1");
    let pieces = packed(&before);
    let moved = taken_in(with_sources(&["a", "b", "c", "d"]), &pieces).unwrap();
    assert_eq!(moved.claims[0].source(), SourceId(3));
    assert!(taken_in(with_sources(&["b", "c"]), &pieces).is_none());
}

#[test]
fn a_part_that_names_a_claim_outside_of_it_is_refused() {
    let pieces = packed(&made(&[0, 1, 1], &[(0, 1)]));
    let looked = |topics: &[u32]| {
        let mut kept = KeptClaims::begin(with_topics(4), &pieces[0], &[]).unwrap();
        kept.settle().unwrap().unwrap();
        kept.only_on(topics.iter().copied().map(TopicId).collect());
        kept.take(&pieces[1]).unwrap();
        kept.part(|_| {}, |study| study.prompts.len())
    };
    assert_eq!(looked(&[0, 1]), Some(Ok(1)));
    assert_eq!(looked(&[0]), None);
    assert_eq!(looked(&[2]), Some(Ok(0)));
}

proptest! {
    #[test]
    fn any_bytes_with_a_right_sum_are_read_without_panic(words in prop::collection::vec(0..300_u64, 0..40)) {
        let mut packer = Packer::new();
        packer.longs(&words);
        let bytes = packer.sealed();
        let names = names_of(&StudyBuilder::new(None));
        let taken = taken_in(StudyBuilder::new(None), &[names, bytes.clone()]);
        prop_assert!(taken.is_none_or(|builder| builder.claim_count() == 0));
        let _ = taken_in(StudyBuilder::new(None), &[bytes]);
    }

    #[test]
    fn all_and_parts_give_the_claims_that_were_kept_and_those_read_again(
        topics in prop::collection::vec(0..4_u32, 1..30),
        names in prop::collection::vec((0..30_usize, 0..30_usize), 0..6),
        touched in prop::collection::btree_map(0..34_usize, prop::option::of(0..4_u32), 0..5),
    ) {
        let before = made(&topics, &names);
        let pieces = packed(&before);
        // What is touched is gone, or on another topic, or new.
        let mut again = with_topics(4);
        let keys: Vec<String> = touched.keys().map(|place| key_of(*place)).collect();
        let mut now: BTreeMap<String, Claim> = told(&before).0.into_iter().collect();
        for (key, topic) in keys.iter().zip(touched.values()) {
            now.remove(key);
            if let Some(topic) = topic {
                again.claims.push(claim(1, *topic));
                again.claim_keys.push(key);
                now.insert(key.clone(), claim(1, *topic));
            }
        }
        let stands = |(from, _): &(String, String)| !keys.contains(from);
        let names: Vec<_> = told(&before).1.into_iter().filter(stands).collect();
        let begun = || KeptClaims::begin(again.clone(), &pieces[0], &keys).unwrap();

        let mut kept = begun();
        pieces[1..].iter().for_each(|piece| kept.take(piece).unwrap());
        let expected: Told = (now.clone().into_iter().collect(), names.clone());
        prop_assert_eq!(told(&kept.finish().unwrap()), expected);

        let mut kept = begun();
        kept.settle().unwrap().unwrap();
        for topic in (0..4).map(TopicId) {
            let is_here = |key: &str| now.get(key).is_some_and(|claim| claim.topic() == topic);
            let are_whole = names.iter().all(|(from, to)| is_here(from) == is_here(to));
            if !are_whole {
                continue;
            }
            kept.only_on([topic].into());
            for piece in kept.pieces().into_iter().flatten() {
                kept.take(&pieces[piece]).unwrap();
            }
            let seen = kept.part(|_| {}, |study| {
                let keys = study.claim_ids().map(|id| study.claim_key(id).to_owned());
                let claims: Vec<Claim> = study.claims().to_vec();
                let prompts = study.prompts.values().map(Vec::len).sum::<usize>();
                (keys.collect::<Vec<_>>(), claims.len(), prompts)
            });
            let here: Vec<String> = now.keys().filter(|key| is_here(key)).cloned().collect();
            let (keys, claims, prompts) = seen.unwrap().unwrap();
            let all: BTreeSet<_> = names.iter().filter(|(from, _)| is_here(from)).collect();
            prop_assert_eq!(prompts, all.len());
            prop_assert_eq!(claims, here.len());
            prop_assert_eq!(keys, here);
        }
    }
}
