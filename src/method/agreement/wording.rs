//! A sentence for a paper that never says more than its grade (methods.md 6).
//!
//! It knows patterns, not style. What a stranger would get wrong: a contested position is never told
//! without the others, and what was judged unverified says so whatever its grade.

use crate::method::agreement::against::Against;
use crate::method::agreement::beside::Verification;
use crate::method::agreement::held::{Held, leading};
use crate::method::agreement::outcome::{Outcome, of_boasts, of_leading, of_other};
use crate::method::agreement::question::Question;
use crate::method::agreement::said::{
    counted, in_words, interviews, listed, months, said, short, some_sources, stated,
};
use crate::method::agreement::voices::Independent;
use crate::method::crosscheck::words::Why;
use crate::model::claim::Marks;
use crate::model::key::{ClaimId, SideId, SourceId};
use crate::model::study::Study;
use crate::model::vocabulary::{Stance, TopicKind};
use std::collections::BTreeSet;

/// How many interviews a sentence names before it counts the rest.
const NAMED_INTERVIEWS: usize = 12;

/// What a sentence says beside the claims.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Aside<'a> {
    /// What stands against each claim.
    pub(super) against: Option<&'a Against>,
    /// The question with everybody's claims, where it is only about some.
    pub(super) whole: Option<&'a Question>,
    /// What people judged.
    pub(super) verification: Option<Verification>,
    /// How many others were asked and did not say.
    pub(super) silent: Option<usize>,
}

/// Writes the sentence on a question from its leading position; empty where there is none.
pub(super) fn wording(study: &Study, question: &Question, aside: Aside<'_>) -> String {
    let Some(leading) = leading(&question.positions) else {
        return String::new();
    };
    let came_of = |held: &Held| match aside.against {
        Some(against) => Outcome::of(study, aside.whole.unwrap_or(question), held, against),
        None => Outcome::default(),
    };
    let causes = causes(study, question);
    let is_contested = leading.grade.is_contested;
    let mut sentence = match (distinct(&causes), is_contested) {
        (2.., _) => explanations(study, question, &causes),
        (_, true) => contested(study, question),
        (_, false) => {
            let outcome = came_of(leading);
            let is_known = !outcome.is_open() || is_known(study, question, leading, &came_of);
            settled(study, question, leading, (outcome, is_known, aside))
        }
    };
    for held in &question.positions {
        if is_contested || distinct(&causes) > 1 || !std::ptr::eq(held, leading) {
            sentence.push_str(&of_other(study, question, held, came_of(held)));
        }
    }
    if let Some(against) = aside.against {
        sentence.push_str(&of_boasts(study, question, against));
    }
    sentence.push_str(&verified(leading, aside.verification));
    sentence.push_str(&open(leading));
    if let Some(silent @ 1..) = aside.silent {
        let others = if silent == 1 {
            "other was"
        } else {
            "others were"
        };
        sentence.push_str(&format!("; {silent} {others} asked and did not say"));
    }
    sentence.push_str(" (");
    sentence.push_str(&figures(study, question, leading));
    sentence.push_str(").");
    capital(sentence)
}

/// Whether a record settled it: what it says is held as established, or somebody foretold it.
fn is_known(
    study: &Study,
    question: &Question,
    leading: &Held,
    came_of: &impl Fn(&Held) -> Outcome,
) -> bool {
    let is_record = |id: &ClaimId| study.claim(*id).marks().has(Marks::SETTLED);
    let is_foretold = |held: &Held| held.sense.modality.is_open_to_time() && came_of(held).has_held;
    leading.claims.iter().any(is_record) || question.positions.iter().any(is_foretold)
}

/// The causes that were named in answer to why something is so; empty for other questions.
fn causes<'q>(study: &Study, question: &'q Question) -> Vec<&'q Held> {
    let is_cause =
        |held: &&Held| held.sense.stance == Stance::Affirms && held.sense.category.is_some();
    match study.topic(question.topic).kind {
        TopicKind::Relation => question.positions.iter().filter(is_cause).collect(),
        _ => Vec::new(),
    }
}

/// How many causes there are: one may stand in several positions, by mode or by an unsure place.
fn distinct(causes: &[&Held]) -> usize {
    let named: BTreeSet<_> = causes.iter().map(|held| held.sense.category).collect();
    named.len()
}

/// Several causes may hold at once, so each stands with those who name and those who deny it.
fn explanations(study: &Study, question: &Question, causes: &[&Held]) -> String {
    let topic = study.topic(question.topic);
    let told: Vec<String> = (causes.iter())
        .map(|cause| {
            let sources = heard(study, cause);
            let sides = sides(study, cause);
            let named = short(study, question.topic, cause);
            format!(
                "{named} ({sources}; {sides}{})",
                denied(study, question, cause)
            )
        })
        .collect();
    let further = match topic.is_closed {
        true => "; no further one is held to be open",
        false => "; others may be found",
    };
    format!(
        "sources gave {} explanations of \"{}\": {}{further}",
        in_words(distinct(causes)),
        topic.statement,
        listed(&told)
    )
}

fn denied(study: &Study, question: &Question, cause: &Held) -> String {
    let is_denial = |held: &&Held| {
        held.sense.stance == Stance::Denies && held.sense.category == cause.sense.category
    };
    match question.positions.iter().find(is_denial) {
        Some(denial) => {
            let sources = heard(study, denial);
            format!("; denied by {sources}, {}", sides(study, denial))
        }
        None => String::new(),
    }
}

fn settled(
    study: &Study,
    question: &Question,
    leading: &Held,
    (outcome, is_known, aside): (Outcome, bool, Aside<'_>),
) -> String {
    let said = said(study, question.topic, leading);
    let sides = sides(study, leading);
    let (sources, tied) = sources(study, leading);
    // "One source on two sides" would be one person: whoever depends on another is said to.
    let tied = tied.map_or(String::new(), |tied| format!(", {tied},"));
    // What events settled was verified by them.
    let unverified = match is_known {
        true => "",
        false => "; this could not be verified",
    };
    let sentence = match leading.grade.low {
        5 => format!(
            "{said}, as sources on both sides confirmed, for some of whom it was an unwelcome admission"
        ),
        4 => format!("{said}, according to sources on {sides}"),
        3 => format!(
            "{sources} on {sides}{tied} said that {said}{}",
            unheard(study, question, leading)
        ),
        2 => format!("{sources} on {sides}{tied} claimed that {said}{unverified}"),
        _ => format!("{sources} on {sides}{tied} claimed at second hand that {said}{unverified}"),
    };
    let sentence = format!("{sentence}{}", of_leading(outcome));
    match (leading.grade.is_contradicted, aside.against) {
        (true, Some(against)) => {
            let whole = aside.whole.unwrap_or(question);
            let others = contradicted_by(study, whole, leading, against);
            format!("{sentence}, although {others}")
        }
        _ => sentence,
    }
}

/// What stands against a position that is better borne out: how many sources contradict it, of those
/// who are not behind it as well.
fn contradicted_by(study: &Study, whole: &Question, leading: &Held, against: &Against) -> String {
    let person = |id: &ClaimId| study.source(study.claim(*id).source()).person;
    let mut here = against.contradicting(&leading.claims);
    here.retain(|id| whole.claims.binary_search(id).is_ok());
    let mut people: Vec<_> = here.iter().map(person).collect();
    people.sort_unstable();
    people.dedup();
    let is_own = |person: &SourceId| {
        let mut own = leading.voices.voices.iter();
        own.any(|voice| voice.person == *person)
    };
    people.retain(|person| !is_own(person));
    match (people.as_slice(), leading.range.is_some()) {
        ([], _) if !here.is_empty() => "a source behind it said otherwise as well".to_owned(),
        ([], _) => "it was contradicted by accounts of another place, group or time".to_owned(),
        ([one], true) => format!(
            "one source on the {} side put it otherwise",
            study.side_key(study.side_of(*one))
        ),
        ([one], false) => format!(
            "one source on the {} side contradicted it",
            study.side_key(study.side_of(*one))
        ),
        (all, true) => format!("{} sources put it otherwise", all.len()),
        (all, false) => format!("{} sources contradicted it", all.len()),
    }
}

fn contested(study: &Study, question: &Question) -> String {
    let one = |held: &Held| {
        let (named, heard) = (short(study, question.topic, held), heard(study, held));
        format!("{named} ({heard}; {})", sides(study, held))
    };
    let all: Vec<String> = question.positions.iter().map(one).collect();
    let statement = &study.topic(question.topic).statement;
    let lead = match question.positions.as_slice() {
        // Figures of two units or events, and forecasts, exclude nothing.
        [first, rest @ ..]
            if rest.len() >= 2
                && first.sense.has_figure
                && rest.iter().all(|held| held.sense == first.sense) =>
        {
            format!("{} irreconcilable positions", all.len())
        }
        // What contests it may stand in another block: a part against its whole.
        [_] => "accounts differ with those of another place, group or time".to_owned(),
        _ => "accounts differ".to_owned(),
    };
    let favours = match question.positions.len() > 1
        && question
            .positions
            .iter()
            .all(|held| held.is_of_shared_interest)
    {
        true => "; each account favours the side that gave it",
        false => "",
    };
    format!("{lead} on \"{statement}\": {}{favours}", all.join("; "))
}

/// Names the sides that oppose those of a position and that nobody of was heard.
fn unheard(study: &Study, question: &Question, leading: &Held) -> String {
    let own = leading.voices.sides(study);
    let heard = |side: &SideId| {
        question
            .claims
            .iter()
            .any(|id| study.side_of(study.claim(*id).source()) == *side)
    };
    let mut missing: Vec<SideId> = own
        .iter()
        .flat_map(|side| study.opposed_to(*side))
        .copied()
        .filter(|side| !heard(side))
        .collect();
    missing.sort_by_key(|side| study.side_key(*side));
    missing.dedup();
    let names: Vec<String> = missing
        .iter()
        .map(|side| format!("the {} side", study.side_key(*side)))
        .collect();
    match names.is_empty() {
        true => String::new(),
        false => format!("; no source on {} was heard on this", listed(&names)),
    }
}

/// What people judged of its verification; grades below 3 say so themselves.
fn verified(leading: &Held, verification: Option<Verification>) -> String {
    let may_gain = match leading.is_of_shared_interest && leading.voices.voices.len() > 1 {
        true => ", and all who say so may gain by it",
        false => "",
    };
    match verification {
        Some(Verification::Unverifiable) => format!("; nobody can verify it{may_gain}"),
        Some(Verification::Unverified) if leading.grade.low >= 3 => {
            format!("; it could not be verified{may_gain}")
        }
        _ => String::new(),
    }
}

/// What the open findings against it wait for.
fn open(leading: &Held) -> String {
    if !leading.grade.is_open {
        return String::new();
    }
    let mut apart: Vec<String> = Vec::new();
    for why in &leading.open {
        let word = match why {
            Why::Identity => "events",
            Why::Time => "dates",
            Why::Place => "places",
            Why::Population => "groups",
            Why::Measure | Why::Unit => "ways of counting",
            _ => continue,
        };
        apart.push(word.to_owned());
    }
    match apart.is_empty() {
        true => {
            "; other accounts seem to say otherwise, and the interviews do not settle it".to_owned()
        }
        false => format!(
            "; other accounts may refer to different {}, and the interviews do not settle it",
            listed(&apart).replace(" and ", " or ")
        ),
    }
}

/// The claims that a sentence tells of: those of the leading position, or of all that contest it.
pub(super) fn told<'q>(study: &Study, question: &'q Question, leading: &'q Held) -> &'q [ClaimId] {
    match is_of_all(study, question, leading) {
        true => &question.claims,
        false => &leading.claims,
    }
}

/// Whether a sentence tells of more than the leading position.
fn is_of_all(study: &Study, question: &Question, leading: &Held) -> bool {
    leading.grade.is_contested || distinct(&causes(study, question)) > 1
}

/// What always stands beside a grade (4.2).
fn figures(study: &Study, question: &Question, leading: &Held) -> String {
    let claims = told(study, question, leading);
    let all = counted(question.claims.len(), "claim");
    let mut parts = vec![
        match claims.len() == question.claims.len() {
            true => all,
            false => format!("{} of {all}", claims.len()),
        },
        counted(leading.voices.sides(study).len(), "side"),
        format!("{} at first hand", leading.voices.first_hand()),
    ];
    if is_of_all(study, question, leading) {
        parts.truncate(1);
    }
    let mut written = parts.join(", ");
    let heard = interviews(study, claims);
    if !heard.is_empty() {
        let noun = if heard.len() == 1 {
            "interview"
        } else {
            "interviews"
        };
        let named = &heard[..heard.len().min(NAMED_INTERVIEWS)];
        written.push_str(&format!("; {noun} {}", named.join(", ")));
        if heard.len() > named.len() {
            written.push_str(&format!(" and {} more", heard.len() - named.len()));
        }
    }
    if let Some(dates) = stated(study, claims)
        .map(months)
        .filter(|dates| !dates.is_empty())
    {
        written.push_str(&format!("; {dates}"));
    }
    written
}

/// How many sources stand behind a position, and whether they depend on one another, where they come
/// from more sides than independent ones could.
fn sources(study: &Study, held: &Held) -> (String, Option<&'static str>) {
    let independent = held.voices.independent(study);
    let voices = held.voices.voices.len();
    if held.voices.sides(study).len() <= independent.most {
        return (some_sources(independent), None);
    }
    let all = Independent {
        least: voices,
        most: voices,
        is_at_least: false,
        ..independent
    };
    let tied = match independent.most {
        1 => "not independent of one another",
        _ => "not all independent of one another",
    };
    (some_sources(all), Some(tied))
}

/// `two sources`, `two sources, not independent of one another`.
fn heard(study: &Study, held: &Held) -> String {
    let (sources, tied) = sources(study, held);
    tied.map_or(sources.clone(), |tied| format!("{sources}, {tied}"))
}

/// `the isk side`, `the isk and the non-aligned side`.
fn sides(study: &Study, held: &Held) -> String {
    let sides = held.voices.sides(study);
    if let [only] = sides.as_slice() {
        return format!("the {} side", study.side_key(*only));
    }
    let names: Vec<String> = sides
        .iter()
        .map(|side| format!("the {}", study.side_key(*side)))
        .collect();
    format!("{} side", listed(&names))
}

fn capital(mut sentence: String) -> String {
    if let Some(first) = sentence.chars().next() {
        let large: String = first.to_uppercase().collect();
        sentence.replace_range(..first.len_utf8(), &large);
    }
    sentence
}
