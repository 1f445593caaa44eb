//! What is told of each removal is what weighing the question again without it gives; and whoever is
//! tied stands on a ground with whom it is tied to.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::method::agreement::held::hold;
use crate::method::agreement::{Found, Scope, all};
use crate::method::crosscheck::{Request, check};
use crate::method::independence::{Grounds, Tie, TieKind, TieStrengths, ties};
use crate::method::independent_set::components;
use crate::method::reading::{ClaimCells, add_row};
use crate::method::settings::Settings;
use crate::model::builder::StudyBuilder;
use crate::model::source::{InterviewCells, SourceCells};
use crate::model::study::Study;
use crate::model::topic::TopicCells;
use crate::model::vocabulary::Modality;

const SOURCES: [&str; 9] = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];

/// How a source is tied to another, and to which.
type Tied = (usize, usize);

/// Of an interview: two who are heard, by whom, recorded or not, aware or not.
type Heard = (usize, usize, usize, bool, bool);

/// Of a claim: source, topic, time, figure, width, stance and modality, basis and chain, names.
type Said = (usize, usize, usize, u32, u32, usize, usize, usize);

#[derive(Debug, Clone)]
struct World {
    tied: Vec<Tied>,
    heard: Vec<Heard>,
    said: Vec<Said>,
    /// Which kind of tie has which strength.
    strengths: Vec<(usize, usize)>,
}

fn world() -> impl Strategy<Value = World> {
    let tied = prop::collection::vec((0..12_usize, 0..9_usize), 9);
    let heard = prop::collection::vec(
        (
            0..9_usize,
            0..9_usize,
            0..3_usize,
            any::<bool>(),
            prop::bool::weighted(0.1),
        ),
        0..5,
    );
    let one = (
        0..9_usize,
        prop::sample::select(vec![0, 0, 0, 1, 2, 3]),
        0..3_usize,
        0..9_u32,
        0..5_u32,
        0..12_usize,
        0..12_usize,
        0..12_usize,
    );
    let said = prop::collection::vec(one, 1..26);
    let strengths = prop::collection::vec((0..15_usize, 0..4_usize), 0..4);
    (tied, heard, said, strengths).prop_map(|(tied, heard, said, strengths)| World {
        tied,
        heard,
        said,
        strengths,
    })
}

impl World {
    fn settings(&self) -> Settings {
        let strength =
            |number: usize| [None, Some(Tie::Hard), Some(Tie::Soft), Some(Tie::Unknown)][number];
        let kinds = self.strengths.iter();
        let tie_strengths = kinds.fold(TieStrengths::DEFAULT, |found, (kind, number)| {
            found.with(TieKind::ALL[*kind], strength(*number))
        });
        Settings {
            tie_strengths,
            ..Settings::default()
        }
    }

    fn study(&self) -> Study {
        let mut builder = StudyBuilder::new(None);
        self.add_people(&mut builder);
        add_topics(&mut builder);
        for (number, said) in self.said.iter().enumerate() {
            self.add_claim(&mut builder, number, *said);
        }
        builder.finish().unwrap()
    }

    fn add_people(&self, builder: &mut StudyBuilder) {
        for side in ["high", "low", "none"] {
            builder.side(side).unwrap();
            builder.add_group(side, "", side).unwrap();
        }
        builder.add_group("part", "high", "high").unwrap();
        builder.opposes("high", "low");
        for researcher in ["rae", "rob", "roy"] {
            builder.researcher(researcher).unwrap();
        }
        builder.knows("rob", "roy");
        for (number, (how, other)) in self.tied.iter().enumerate() {
            let other = SOURCES[*other];
            let maybe = format!("{other}?");
            let of = |kind: usize, text: &str| {
                let is_such = *how == kind && other != SOURCES[number];
                if is_such {
                    text.to_owned()
                } else {
                    String::new()
                }
            };
            let cells = SourceCells {
                source: SOURCES[number],
                group: ["high", "low", "none", "part"][(number + how) % 4],
                kind: if *how == 6 { "group-voice" } else { "" },
                introduced_by: &if *how == 7 {
                    "hodja".to_owned()
                } else {
                    of(1, other)
                },
                heard_from: &of(2, other),
                network: if *how == 3 { "kin" } else { "" },
                same_person_as: &[of(4, &maybe), of(5, other)].concat(),
                ..SourceCells::default()
            };
            builder.source(&cells).unwrap();
        }
        for (number, (one, other, by, is_recorded, is_aware)) in self.heard.iter().enumerate() {
            let mut sources: BTreeSet<&str> = BTreeSet::from([SOURCES[*one]]);
            // Most are heard alone.
            sources.extend((number.is_multiple_of(3)).then_some(SOURCES[*other]));
            let cells = InterviewCells {
                interview: &format!("i{number}"),
                sources: &sources.into_iter().collect::<Vec<_>>().join(";"),
                date: "2021-05",
                researcher: ["rae", "rob", "roy"][*by],
                recording: if *is_recorded { "yes" } else { "" },
                awareness: if *is_aware { "aware" } else { "" },
                mode: if *is_recorded { "in-person" } else { "phone" },
                language: if *other % 2 == 0 { "ps" } else { "" },
                ..InterviewCells::default()
            };
            builder.interview(&cells).unwrap();
        }
    }

    fn add_claim(&self, builder: &mut StudyBuilder, number: usize, said: Said) {
        let (source, topic, time, figure, width, stance, chain, name) = said;
        let of_source = |(_, (one, other, ..)): &(usize, &Heard)| {
            *one == source || (*other == source && number.is_multiple_of(3))
        };
        let heard = self.heard.iter().enumerate().find(of_source);
        let is_joint = |number: usize| number.is_multiple_of(3);
        let heard = heard.filter(|(at, (one, ..))| *one == source || is_joint(*at));
        let interview = heard.map_or_else(String::new, |(at, _)| format!("i{at}"));
        let value = match topic {
            0 | 3 => format!("{}-{}", figure * 10, (figure + width) * 10),
            _ => String::new(),
        };
        let is_event = topic == 2;
        let cells = ClaimCells {
            claim: &format!("c{number:02}"),
            source: SOURCES[source],
            topic: ["sheep", "raid", "theft", "born"][topic],
            interview: &interview,
            stance: ["affirms", "affirms", "affirms", "denies", "doubts"][stance.min(11) * 5 / 12],
            stated_on: "2021-06",
            when: ["2021-03", "2021", "2021-02/2021-04"][time],
            value: &value,
            modality: if stance % 5 == 4 { "forecast" } else { "" },
            basis: [
                "witnessed",
                "witnessed",
                "told",
                "official",
                "witnessed",
                "",
            ][chain % 6],
            via: match chain {
                2 => "a",
                8 => "radio",
                _ => "",
            },
            event: if is_event {
                ["e1", "e2", "", "e1?"][name % 4]
            } else {
                ""
            },
            actor: if is_event {
                ["", "x", "y"][name % 3]
            } else {
                ""
            },
            against_interest: if name == 7 { "yes" } else { "" },
            responds_to: if name == 8 && number > 0 { "c00" } else { "" },
            ..ClaimCells::default()
        };
        add_row(builder, &Settings::default(), &cells).unwrap();
    }
}

fn add_topics(builder: &mut StudyBuilder) {
    for (topic, kind, measure, favours) in [
        ("sheep", "quantity", "stock", "high:higher;low:lower"),
        ("raid", "state", "", "high:denies;low:affirms"),
        ("theft", "event", "", ""),
        ("born", "quantity", "flow", "low:higher"),
    ] {
        let cells = TopicCells {
            topic,
            statement: topic,
            kind,
            measure,
            favours,
            ..TopicCells::default()
        };
        builder.topic(&cells).unwrap();
    }
}

/// The rows as they are when every question is weighed anew for whatever is left out.
fn weighed_anew(agreement: &Agreement<'_>, kinds: &[LeftOut]) -> Vec<Robustness> {
    let row = |question: Question| {
        let before = hold(agreement.study, &agreement.settings, &question.claims);
        let leader = leader(&before);
        let mut row = Robustness {
            topic: agreement.study.topic_key(question.topic).to_owned(),
            when: edtf(question.when),
            ..Robustness::default()
        };
        if let Some(leader) = leader {
            row.leading = short(agreement.study, question.topic, leader);
            row.grade = leader.grade.to_string();
        }
        let mut all = Vec::new();
        for kind in kinds {
            for (removed, claims) in parts_anew(agreement, &question.claims, *kind) {
                row.runs += 1;
                let effect = effect(agreement, &question, leader, (removed, &claims));
                all.extend(effect.map(|effect| (*kind, effect)));
            }
        }
        tell(&mut row, leader, &all);
        row
    };
    all(|take| agreement.each_bare_question(row, take))
}

fn leader(positions: &[Held]) -> Option<&Held> {
    let is_actual = |held: &&Held| held.sense.modality == Modality::Actual;
    let has_actual = positions.iter().any(|held| is_actual(&held));
    let may_lead: Vec<&Held> = positions
        .iter()
        .filter(|held| is_actual(held) || !has_actual)
        .collect();
    let grade = |held: &Held| (held.grade.high, held.grade.low);
    let best = may_lead.iter().map(|held| grade(held)).max()?;
    let mut first = may_lead.iter().filter(|held| grade(held) == best);
    match (first.next(), first.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

fn parts_anew(
    agreement: &Agreement<'_>,
    claims: &[ClaimId],
    kind: LeftOut,
) -> BTreeMap<String, Vec<ClaimId>> {
    let study = agreement.study;
    let mut parts: BTreeMap<String, Vec<ClaimId>> = BTreeMap::new();
    if kind != LeftOut::Source {
        for id in claims {
            if let Some(word) = left_out::word(study, *id, kind) {
                parts.entry(word.to_owned()).or_default().push(*id);
            }
        }
        return parts;
    }
    let person = |id: ClaimId| study.source(study.claim(id).source()).person;
    let mut people: Vec<_> = claims.iter().map(|id| person(*id)).collect();
    people.sort_by_key(|person| study.source_key(*person));
    people.dedup();
    let strengths = &agreement.settings.tie_strengths;
    let is_tied = |a: usize, b: usize| {
        let of = |place: usize| -> Vec<ClaimId> {
            let own = claims.iter().copied();
            own.filter(|id| person(*id) == people[place]).collect()
        };
        let strength = |one, other| ties(study, one, other).strength(strengths);
        let (of_a, of_b) = (of(a), of(b));
        let mut pairs = of_a
            .iter()
            .flat_map(|one| of_b.iter().map(move |two| (*one, *two)));
        pairs.any(|(one, other)| strength(one, other) == Some(Tie::Hard))
    };
    let count = people.len();
    let tied_to = |a: usize| (0..count).filter(|b| a != *b && is_tied(a, *b)).collect();
    let graph: Vec<Vec<usize>> = (0..count).map(tied_to).collect();
    for component in components(&graph) {
        let names: Vec<&str> = (component.iter())
            .map(|place| study.source_key(people[*place]))
            .collect();
        let own = claims.iter().copied();
        let own = own.filter(|id| component.iter().any(|place| people[*place] == person(*id)));
        parts.insert(names.join("+"), own.collect());
    }
    parts
}

fn effect(
    agreement: &Agreement<'_>,
    question: &Question,
    before: Option<&Held>,
    (removed, claims): (String, &[ClaimId]),
) -> Option<Effect> {
    let stays = |id: &ClaimId| !claims.contains(id);
    let left: Vec<ClaimId> = question.claims.iter().copied().filter(stays).collect();
    let after = hold(agreement.study, &agreement.settings, &left);
    let leads = |now| format!("{} leads", short(agreement.study, question.topic, now));
    let mut what = Vec::new();
    let (mut is_kept, mut is_lost) = (true, false);
    match (before, leader(&after)) {
        (Some(before), Some(now)) if now.says_as(before) => {
            let (was, is) = (before.grade, now.grade);
            is_kept = is.low >= 3;
            if (is.low, is.high) < (was.low, was.high) {
                what.push(format!("grade {was} falls to {is}"));
            }
        }
        (Some(_), Some(now)) => {
            is_kept = false;
            what.push(leads(now));
        }
        (Some(_), None) => {
            (is_kept, is_lost) = (false, true);
            let said = if left.is_empty() {
                "nothing is left"
            } else {
                "nothing leads"
            };
            what.push(said.to_owned());
        }
        (None, Some(now)) => what.push(leads(now)),
        (None, None) => {}
    }
    let is_contradicted = |claims: &[ClaimId]| {
        claims.iter().any(|id| {
            let mut facing = agreement.against.listed(*id).iter();
            facing.any(|(other, verdict, _)| {
                *verdict == Verdict::Contradiction && claims.contains(other)
            })
        })
    };
    if !left.is_empty() && is_contradicted(&question.claims) && !is_contradicted(&left) {
        what.push("the contradiction within it ends".to_owned());
    }
    (!what.is_empty()).then(|| Effect {
        removed,
        what: what.join(", "),
        is_kept,
        is_lost,
    })
}

proptest! {
    #[test]
    fn a_removal_does_what_weighing_anew_says(world in world(), first_hand in prop::bool::weighted(0.1)) {
        let (study, settings) = (world.study(), world.settings());
        let request = Request { per_block: None, ..Request::default() };
        let report = check(&study, &request);
        let found = Found { findings: &report.findings, crowds: &report.crowds };
        let scope = Scope { first_hand, ..Scope::default() };
        let agreement = Agreement::new(&study, &settings, found, scope);
        let anew = |kinds: &[LeftOut]| weighed_anew(&agreement, kinds);
        let kinds = [LeftOut::Source, LeftOut::Side, LeftOut::Researcher, LeftOut::Mode, LeftOut::Language];
        prop_assert_eq!(all(|take| robustness(&agreement, None, take)), anew(&kinds));
        prop_assert_eq!(all(|take| robustness(&agreement, Some(By::Group), take)), anew(&[LeftOut::Group]));
    }

    #[test]
    fn who_is_tied_stands_on_one_ground(world in world()) {
        let study = world.study();
        let strengths = world.settings().tie_strengths;
        for is_wanted in [&(|_| true) as &dyn Fn(TieKind) -> bool, &|kind| strengths.of(kind) == Some(Tie::Hard)] {
            let mut grounds = Grounds::new(&study, is_wanted);
            for (number, id) in (0..).zip(study.claim_ids()) {
                grounds.add_claim(number, id);
            }
            let may = grounds.pairs();
            for (a, one) in (0..).zip(study.claim_ids()) {
                for (b, other) in (0..a).zip(study.claim_ids()) {
                    let is_tied = ties(&study, one, other).kinds().any(is_wanted);
                    prop_assert!(!is_tied || may.contains(&(b, a)), "{} and {}", b, a);
                }
            }
        }
    }
}
