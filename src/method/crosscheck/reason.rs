//! The sentence that tells a finding to somebody who has not seen the data.
//!
//! It knows keys, sides, figures and dates, never interview text. What a stranger would get wrong:
//! the sentence says what was compared and what decided; it never says who is right.

mod flows;
mod partly;

use crate::method::crosscheck::boast;
use crate::method::crosscheck::evidence::{Bearing, Clash};
use crate::method::crosscheck::finding::{Finding, FindingMarks};
use crate::method::crosscheck::judge::Judge;
use crate::method::crosscheck::scope::Scope;
use crate::method::crosscheck::severity::gap_in_days;
use crate::method::crosscheck::told::{answer, stance_on, time, told_both, told_in_short};
use crate::method::crosscheck::words::{Explanation, Kind, Outcome, Verdict, Why};
use crate::method::interest::Direction;
use crate::method::wording::interval;
use crate::model::claim::{Bounds, Claim};
use crate::model::key::ClaimId;
use crate::model::study::Study;
use crate::model::vocabulary::Stance;

/// Writes the reason of a finding.
pub fn reason(judge: &Judge<'_>, finding: &Finding) -> String {
    let study = judge.study;
    let statement = &study.topic(finding.topic).statement;
    let told = told_both(judge, [finding.a, finding.b], finding.topic);
    let clash = judge.evidence.on(finding.a, finding.b);
    let verdict = match finding.marks.has(FindingMarks::BOAST) {
        true => boast_verdict(study, finding),
        false => verdict(judge, finding, clash),
    };
    let interest = match finding.verdict.is_flagged() {
        true => interest(study, finding),
        false => String::new(),
    };
    format!("On \"{statement}\": {told}: {verdict}{interest}.")
}

/// Whose interest the two accounts suit, where that is known: it says nothing of who is right.
fn interest(study: &Study, finding: &Finding) -> String {
    let ids = [finding.a, finding.b];
    let lies = [
        finding.interest(study, finding.a, finding.b),
        finding.interest(study, finding.b, finding.a),
    ];
    let is_one_side = {
        let [a, b] = ids.map(|id| study.side_of(study.claim(id).source()));
        a == b
    };
    if lies == [Direction::With; 2] && !is_one_side {
        return format!(
            "; each account suits the side that gave it{}",
            granted(study, finding)
        );
    }
    let against = lies.iter().position(|lie| *lie == Direction::Against);
    against.map_or_else(String::new, |at| {
        let source = study.source_key(study.claim(ids[at]).source());
        format!("; what {source} says does not suit its own side")
    })
}

/// Between two figures of which each suits its side lies what each grants against its interest.
fn granted(study: &Study, finding: &Finding) -> String {
    let figures = [finding.a, finding.b].map(|id| study.claim(id).strict());
    let ([Some(a), Some(b)], Some(Kind::ValueDisjoint)) = (figures, finding.kind) else {
        return String::new();
    };
    let (lower, higher) = if a.high < b.low { (a, b) } else { (b, a) };
    let end = |value: f64| {
        let bounds = Bounds {
            low: value,
            high: value,
        };
        interval(study.topic(finding.topic), bounds)
    };
    // "At most" grants no least figure, "at least" no greatest.
    let is_granted = |value: f64| value.is_finite() && value != 0.0;
    let least = is_granted(lower.low).then(|| format!("at least {}", end(lower.low)));
    let most = is_granted(higher.high).then(|| format!("at most {}", end(higher.high)));
    let granted: Vec<String> = [least, most].into_iter().flatten().collect();
    match granted.is_empty() {
        true => String::new(),
        false => format!(", and grants {}", granted.join(" and ")),
    }
}

fn verdict(judge: &Judge<'_>, finding: &Finding, clash: Option<&Clash>) -> String {
    let study = judge.study;
    let shown = || shown(judge, finding, clash);
    match finding.verdict {
        Verdict::Contradiction => {
            format!("{}, and no innocent explanation holds", shown())
        }
        Verdict::Apparent => {
            let right_of = right_of(study, finding, clash);
            format!("{}, but {}{right_of}", shown(), open(study, finding, clash))
        }
        Verdict::Overtaken => format!("{}; what came of it is established", shown()),
        Verdict::Reconciled if finding.why == Some(Why::Time) => match is_change(study, finding) {
            true => changed(study, finding),
            false => format!("{}, but {}", shown(), other_times(study, finding)),
        },
        Verdict::Reconciled => format!("{}, but {}", shown(), settled(finding.why)),
        Verdict::Agrees if clash.is_some_and(|clash| clash.bearing == Bearing::Held) => {
            "the dates bear the order out".to_owned()
        }
        Verdict::Agrees if finding.marks.has(FindingMarks::TIME_TEST) => {
            "what was foretold is established".to_owned()
        }
        Verdict::Agrees => "the two say the same of the same people, place and time".to_owned(),
        Verdict::PartlyAgrees => partly::told(study, finding).to_owned(),
        Verdict::Compatible => compatible(study, finding, clash).to_owned(),
        Verdict::NotComparable => not_comparable(finding.why).to_owned(),
        Verdict::Inflated | Verdict::DetailsFallShort => {
            "the details do not bear the general claim out".to_owned()
        }
    }
}

/// What seems to clash: of one source first that it is one, then the kind, then who else bears on it.
fn shown(judge: &Judge<'_>, finding: &Finding, clash: Option<&Clash>) -> String {
    let study = judge.study;
    let clash = clash.filter(|clash| Some(clash.kind) == finding.kind);
    let kind = match clash {
        Some(clash) if clash.kind == Kind::RateStock => flows::told(judge, clash),
        Some(clash) => by_others(judge, clash),
        None if finding.kind == Some(Kind::Polarity) => polarity(judge, finding).to_owned(),
        None if finding.kind == Some(Kind::EventDate) => format!(
            "{}, {}",
            by_themselves(finding.kind),
            days_apart(finding.gap)
        ),
        None => by_themselves(finding.kind).to_owned(),
    };
    let mut text = match finding.marks.has(FindingMarks::SELF) {
        true if finding.kind == Some(Kind::RateStock) => {
            format!("by one source's own account {kind}")
        }
        true => format!("{}: {kind}", one_source(study, finding)),
        false => kind,
    };
    for other in finding.kinds.others() {
        text += &format!(" (also, {})", by_themselves(Some(other)));
    }
    text
}

/// How many days lie between two dates, in words.
fn days_apart(days: Option<f64>) -> String {
    match days.unwrap_or_default() {
        1.0 => "1 day apart".to_owned(),
        days => format!("{days} days apart"),
    }
}

/// One source that says two things, in one interview or across two.
fn one_source(study: &Study, finding: &Finding) -> &'static str {
    let interview = |id: ClaimId| study.claim(id).interview();
    let stated = |id: ClaimId| study.claim(id).stated_on();
    let is_one_sitting = match (interview(finding.a), interview(finding.b)) {
        (Some(a), Some(b)) => a == b,
        _ => stated(finding.a) == stated(finding.b),
    };
    match is_one_sitting {
        true => "one source gives two accounts at one time",
        false => "one source changed its account of the same time",
    }
}

/// How two stances stand to one another: only who said no is said to deny.
fn polarity(judge: &Judge<'_>, finding: &Finding) -> &'static str {
    let claims = [finding.a, finding.b].map(|id| judge.study.claim(id));
    if finding.marks.has(FindingMarks::LINK) {
        let doubts = |claim: &Claim| stance_on(judge, claim, finding.topic) == Some(Stance::Doubts);
        return match claims.into_iter().any(doubts) {
            true => "the one makes the other doubtful",
            false => "the one rules the other out",
        };
    }
    let [a, b] = claims.map(Claim::stance);
    match (a.min(b), a.max(b)) {
        (Stance::Affirms, Stance::Denies) => "one affirms what the other denies",
        (Stance::Affirms, Stance::Doubts) => "one affirms what the other doubts",
        _ => by_themselves(Some(Kind::Polarity)),
    }
}

const fn by_themselves(kind: Option<Kind>) -> &'static str {
    match kind {
        Some(Kind::Polarity) => "one affirms what the other does not grant",
        Some(Kind::ValueDisjoint) => "the two figures do not meet",
        Some(Kind::ExclusiveCategory) => "only one of the two values can hold at a time",
        Some(Kind::EventDate) => "the two dates of one event do not meet",
        Some(Kind::Order) => "the dates refute the order that was stated",
        Some(Kind::PartWhole) => "the part exceeds the whole",
        Some(Kind::RateStock) => "the change does not fit the flows",
        Some(Kind::Trend) => "the two trends exclude each other",
        Some(Kind::Attribution) => "the two name different authors of one event",
        Some(Kind::Existence) => "one reports an event that the other denies",
        None => "the two were held against each other",
    }
}

/// So many of the claims that bear on a pair are named; a sum may have hundreds of parts.
const MOST_NAMED: usize = 8;

/// What clashes only with the help of other claims: they are named.
fn by_others(judge: &Judge<'_>, clash: &Clash) -> String {
    let (named, rest) = (clash.witnesses).split_at(clash.witnesses.len().min(MOST_NAMED));
    let named = named.iter().map(|id| told_in_short(judge, *id));
    let further = (!rest.is_empty()).then(|| format!("{} more", rest.len()));
    let others: Vec<String> = named.chain(further).collect();
    let others = others.join(" and ");
    let topic = judge.study.topic(clash.topic);
    let number = |value: f64| {
        interval(
            topic,
            Bounds {
                low: value,
                high: value,
            },
        )
    };
    match (clash.kind, clash.ends) {
        (Kind::Order, ends) => {
            let days = days_apart(ends.map(gap_in_days));
            match clash.witnesses.is_empty() {
                true => format!(
                    "the date noted for the other event refutes the order that was stated, {days}"
                ),
                false => format!(
                    "the order that was stated does not fit the dates, {days}, for {others}"
                ),
            }
        }
        (Kind::Trend, Some(_)) => format!("the figures refute the trend, for earlier {others}"),
        (Kind::PartWhole, Some(_)) if clash.witnesses.is_empty() => {
            by_themselves(Some(clash.kind)).to_owned()
        }
        (Kind::PartWhole, Some((lower, higher))) => format!(
            "the parts and the whole do not fit: with {others} one comes to {}, the other to {}",
            number(lower),
            number(higher)
        ),
        (Kind::ValueDisjoint, Some((lower, higher))) => format!(
            "the \"up to\" means at least {}, derived from the source's own parts ({others}), \
             and the other says no more than {}",
            number(higher),
            number(lower)
        ),
        (kind, _) => by_themselves(Some(kind)).to_owned(),
    }
}

/// Tells whether two answers speak of one thing at times that lie one behind the other: only then
/// can it have changed.
fn is_change(study: &Study, finding: &Finding) -> bool {
    let [a, b] = [finding.a, finding.b].map(|id| study.claim(id));
    let scope = Scope::of(study, a, b, finding.marks.has(FindingMarks::LINK));
    scope.is_equal() && !a.when().strict.meets(b.when().strict)
}

fn other_times(study: &Study, finding: &Finding) -> &'static str {
    let [a, b] = [finding.a, finding.b].map(|id| study.claim(id).when().strict);
    match a.meets(b) {
        true => "they count over different periods",
        false => "they speak of different times",
    }
}

/// A change told in the order of time; of one source or one side it is said whose.
fn changed(study: &Study, finding: &Finding) -> String {
    let when = |id: ClaimId| study.claim(id).when().strict;
    let days = |id: ClaimId| (when(id).low(), when(id).high());
    let (first, last) = match days(finding.a) <= days(finding.b) {
        true => (finding.a, finding.b),
        false => (finding.b, finding.a),
    };
    let source = |id: ClaimId| study.claim(id).source();
    let side = |id: ClaimId| study.side_of(source(id));
    let whose = match (
        study.source(source(first)).person == study.source(source(last)).person,
        side(first) == side(last),
    ) {
        (true, _) => "by one source's account it",
        (false, true) => "by one side's account it",
        (false, false) => "they speak of different times; it",
    };
    let before = answer(study, first, finding);
    let after = answer(study, last, finding);
    format!(
        "{whose} changed from {before} ({}) to {after} ({})",
        time(when(first)),
        time(when(last))
    )
}

fn compatible(study: &Study, finding: &Finding, clash: Option<&Clash>) -> &'static str {
    let is_neutral = |id: ClaimId| study.claim(id).stance() == Stance::Neutral;
    if is_neutral(finding.a) || is_neutral(finding.b) {
        return "one of them takes no side, so nothing stands against it";
    }
    if study.are_of_one_statement(finding.a, finding.b) {
        return "they are two readings of one statement, of which one holds";
    }
    if clash.is_some_and(|clash| clash.bearing == Bearing::Undetermined) {
        return "the sources' dates do not tell which came first";
    }
    "both can hold"
}

/// Names the population of which a share would be right.
fn right_of(study: &Study, finding: &Finding, clash: Option<&Clash>) -> String {
    let clash = clash.filter(|clash| Some(clash.kind) == finding.kind);
    match clash.and_then(|clash| clash.right_of) {
        Some(node) => format!(
            ": of {} the share would be right",
            study.populations().name(node)
        ),
        None => String::new(),
    }
}

/// What would have to be settled.
fn open(study: &Study, finding: &Finding, clash: Option<&Clash>) -> String {
    if finding.why == Some(Why::Doubt) {
        return "a doubt is no denial".to_owned();
    }
    if finding.why == Some(Why::ZeroOrSilence) {
        return "a nought is not known at first hand and may only mean that nothing was heard"
            .to_owned();
    }
    let is_open =
        |explanation: &&Explanation| finding.outcomes.get(**explanation) == Outcome::Undecided;
    let by_flows = clash.filter(|_| finding.kind == Some(Kind::RateStock));
    let asked = |explanation: &Explanation| match (by_flows, explanation) {
        (Some(clash), Explanation::Measure) => flows::missing(study, clash),
        (Some(_), Explanation::Time) => {
            "the flows fill the time between, which is loosely dated".to_owned()
        }
        _ => question(*explanation).to_owned(),
    };
    let questions: Vec<String> = (Explanation::ALL.iter())
        .filter(is_open)
        .map(asked)
        .collect();
    format!(
        "it is not settled whether {}",
        questions.join(", or whether ")
    )
}

const fn question(explanation: Explanation) -> &'static str {
    match explanation {
        Explanation::Identity => "they speak of one event",
        Explanation::Time => "they speak of one time",
        Explanation::Place => "they speak of one place",
        Explanation::Population => "they speak of the same people",
        Explanation::Measure => "they count the same way",
        Explanation::Rounding => "the figures differ by more than rounding",
        Explanation::Hearsay => "they go back to one origin",
        Explanation::Modality => "what one foresaw or hedged came to be",
        Explanation::Coding => "the words were read rightly",
    }
}

const fn settled(why: Option<Why>) -> &'static str {
    match why {
        Some(Why::Identity) => "they speak of different events",
        Some(Why::Time) => "they speak of different times",
        Some(Why::Place) => "they speak of different places, one of which contains the other",
        Some(Why::Population) => {
            "they speak of different people, some of whom are part of the others"
        }
        Some(Why::Measure) => "they count in different ways",
        Some(Why::Rounding) => "they differ by no more than rounding",
        Some(Why::Hearsay) => "they retell one statement",
        Some(Why::Modality) => "one of them does not speak of what is",
        Some(Why::Coding) => "another reading of the words removes the conflict",
        Some(Why::Correction) => "the source withdrew it later",
        _ => "an innocent explanation holds",
    }
}

const fn not_comparable(why: Option<Why>) -> &'static str {
    match why {
        Some(Why::Place) => "neither place contains the other",
        Some(Why::Population) => "neither population contains the other",
        Some(Why::Unit) => "their units do not convert",
        _ => "they answer different questions, and no link joins these",
    }
}

fn boast_verdict(study: &Study, finding: &Finding) -> String {
    let Some(boast) = finding.boast(study) else {
        return "the two were held against each other".to_owned();
    };
    let total = own_total(study, boast);
    match finding.verdict {
        Verdict::Inflated => {
            format!("the details given for the general claim come to {total}, far below it")
        }
        Verdict::DetailsFallShort => {
            format!("the details given for the general claim come to {total}, less than it says")
        }
        Verdict::Apparent => {
            "the second was given as the detail of a general claim, and the two are not counted \
             in one way: a person has to weigh them"
                .to_owned()
        }
        _ => format!("the details given for the general claim come to {total} and bear it out"),
    }
}

fn own_total(study: &Study, boast: ClaimId) -> String {
    let topic = study.topic(study.claim(boast).topic());
    let total = interval(topic, boast::own_total(study, boast));
    match boast::counted_details(study, boast).len() {
        2.. => format!("{total} (derived: their sum)"),
        _ => total,
    }
}
