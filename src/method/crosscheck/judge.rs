//! From two claims to a finding: comparability, kind, explanations, verdict (methods.md 3.1–3.4).
//!
//! It knows the order in which the questions are asked. What a stranger would get wrong: a `yes`
//! outranks every `undecided`, however early that one stands.

use crate::method::crosscheck::boast;
use crate::method::crosscheck::explanations::{explain, is_open_to_time};
use crate::method::crosscheck::finding::{Finding, FindingMarks};
use crate::method::crosscheck::kinds::kind;
use crate::method::crosscheck::links::Links;
use crate::method::crosscheck::pair::{Answer, Containment, Pair};
use crate::method::crosscheck::scope::Standing;
use crate::method::crosscheck::severity::{doubts, gap, gap_between, severity, statement_doubts};
use crate::method::crosscheck::time::{SharedTime, shared_part};
use crate::method::crosscheck::words::{Doubtful, Kind, Outcome, Outcomes, Verdict, Why};
use crate::method::independence::independence;
use crate::method::settings::Settings;
use crate::model::claim::{Bounds, Claim, Marks};
use crate::model::key::{ClaimId, TopicId};
use crate::model::study::Study;
use crate::model::vocabulary::Stance;

/// Everything a comparison needs: the study, the settings and the links followed once.
#[derive(Debug, Clone)]
pub struct Judge<'a> {
    /// The study.
    pub study: &'a Study,
    /// The settings of the run.
    pub settings: Settings,
    /// What follows from what.
    pub links: Links,
}

/// A verdict and what led to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged {
    /// The kind of conflict, where one fires.
    pub kind: Option<Kind>,
    /// The outcomes of the explanations.
    pub outcomes: Outcomes,
    /// The verdict.
    pub verdict: Verdict,
    /// What decided it, where the verdict has a label.
    pub why: Option<Why>,
}

impl<'a> Judge<'a> {
    /// Makes a judge of a study; tolerances outside their range are brought into it.
    pub fn new(study: &'a Study, settings: &Settings) -> Judge<'a> {
        let settings = settings.clamped();
        Judge {
            study,
            settings,
            links: Links::of(study, settings.link_depth),
        }
    }

    /// Compares two claims; nothing for a claim and itself.
    pub fn compare(&self, a: ClaimId, b: ClaimId) -> Option<Finding> {
        if a == b {
            return None;
        }
        if let Some(boast) = self.boast_of(a, b) {
            return Some(self.boast_finding(a.min(b), a.max(b), boast));
        }
        let Some((pair, judged)) = self.judged(a, b) else {
            return Some(self.strangers(a.min(b), a.max(b)));
        };
        Some(self.finding(&pair, &judged))
    }

    /// Returns the verdict on two different claims without the rest of a finding.
    pub fn verdict(&self, a: ClaimId, b: ClaimId) -> Judged {
        if let Some(boast) = self.boast_of(a, b) {
            let detail = if boast == a { b } else { a };
            let measured = boast::measure(self.study, &self.settings, boast, detail);
            return Judged {
                kind: None,
                outcomes: Outcomes::NOT_TESTED,
                verdict: measured.verdict,
                why: measured.why,
            };
        }
        let judged = self.judged(a, b).map(|(_, judged)| judged);
        judged.unwrap_or(not_comparable(Why::Topic))
    }

    /// Returns which of two claims is the boast that the other gives a detail of.
    pub fn boast_of(&self, a: ClaimId, b: ClaimId) -> Option<ClaimId> {
        let is_boast = |id: ClaimId| self.study.claim(id).marks().has(Marks::BOAST);
        if is_boast(a) && self.study.is_boast_of(a, b) {
            return Some(a);
        }
        (is_boast(b) && self.study.is_boast_of(b, a)).then_some(b)
    }

    /// Tells whether two claims answer one question, directly or by a link.
    pub fn are_joined(&self, a: ClaimId, b: ClaimId) -> bool {
        let (a, b) = (self.study.claim(a), self.study.claim(b));
        let onto = |from: &Claim, to: TopicId| {
            self.links
                .onto(from.topic(), from.stance(), to)
                .next()
                .is_some()
        };
        a.topic() == b.topic() || onto(a, b.topic()) || onto(b, a.topic())
    }

    /// Judges two claims on every question they share and keeps the most pressing result.
    fn judged(&self, a: ClaimId, b: ClaimId) -> Option<(Pair<'a>, Judged)> {
        let (first, second) = (self.answer(a.min(b)), self.answer(a.max(b)));
        let is_neutral = |answer: &Answer<'_>| answer.stance == Stance::Neutral;
        if is_neutral(&first) || is_neutral(&second) {
            return None;
        }
        let (topic_a, topic_b) = (first.claim.topic(), second.claim.topic());
        if topic_a == topic_b {
            let pair = self.pair(topic_a, [first, second]);
            return Some((pair, judge(&pair)));
        }
        let carried = |answer: Answer<'a>, onto: TopicId| {
            let stances = self.links.onto(answer.claim.topic(), answer.stance, onto);
            stances.map(move |stance| Answer {
                stance,
                is_carried: true,
                ..answer
            })
        };
        let forth = carried(first, topic_b).map(|answer| self.pair(topic_b, [answer, second]));
        let back = carried(second, topic_a).map(|answer| self.pair(topic_a, [first, answer]));
        let judged = forth.chain(back).map(|pair| (pair, judge(&pair)));
        // The first of equals: those that carry the lower key come first.
        judged.min_by_key(|(_, judged)| (judged.verdict, judged.why))
    }

    fn answer(&self, id: ClaimId) -> Answer<'a> {
        let claim = self.study.claim(id);
        Answer {
            id,
            claim,
            stance: claim.stance(),
            is_carried: false,
        }
    }

    fn pair(&self, topic: TopicId, answers: [Answer<'a>; 2]) -> Pair<'a> {
        Pair::new(self.study, &self.settings, topic, answers)
    }

    fn finding(&self, pair: &Pair<'_>, judged: &Judged) -> Finding {
        let gap = judged.kind.and_then(|kind| gap(pair, kind));
        let doubts = doubts(pair, judged.kind, judged.outcomes);
        let is_self = judged.kind.is_some() && pair.is_one_person();
        let is_time_test = judged.kind.is_some() && is_open_to_time(pair);
        Finding {
            gap,
            severity: gap.map(|gap| severity(&self.settings, gap)),
            doubts,
            marks: FindingMarks::default()
                .with_if(is_self, FindingMarks::SELF)
                .with_if(is_time_test, FindingMarks::TIME_TEST)
                .with_if(pair.is_linked, FindingMarks::LINK),
            ..self.plain(pair.topic_id, [pair.a, pair.b], judged)
        }
    }

    fn boast_finding(&self, a: ClaimId, b: ClaimId, boast: ClaimId) -> Finding {
        let detail = if boast == a { b } else { a };
        let measured = boast::measure(self.study, &self.settings, boast, detail);
        let general = self.study.claim(boast);
        let gap = match (general.strict(), measured.own_total) {
            (Some(said), Some(total)) if said.low > total.high => {
                gap_between(self.study.topic(general.topic()), total.high, said.low)
            }
            _ => None,
        };
        let answers = [self.answer(a), self.answer(b)];
        let is_vague = |answer: &Answer<'_>| answer.claim.marks().has(Marks::VAGUE);
        let doubts = statement_doubts(&answers[0], &answers[1])
            .with_if(answers.iter().any(is_vague), Doubtful::VagueWord);
        let judged = Judged {
            kind: None,
            outcomes: Outcomes::NOT_TESTED,
            verdict: measured.verdict,
            why: measured.why,
        };
        Finding {
            gap,
            severity: gap.map(|gap| severity(&self.settings, gap)),
            doubts,
            marks: FindingMarks::default().with_if(true, FindingMarks::BOAST),
            ..self.plain(general.topic(), answers, &judged)
        }
    }

    /// The finding of two claims that no topic and no link joins.
    fn strangers(&self, a: ClaimId, b: ClaimId) -> Finding {
        let answers = [self.answer(a), self.answer(b)];
        self.plain(
            answers[0].claim.topic(),
            answers,
            &not_comparable(Why::Topic),
        )
    }

    fn plain(&self, topic: TopicId, [a, b]: [Answer<'_>; 2], judged: &Judged) -> Finding {
        Finding {
            a: a.id,
            b: b.id,
            topic,
            kind: judged.kind,
            verdict: judged.verdict,
            why: judged.why,
            outcomes: judged.outcomes,
            marks: FindingMarks::default(),
            gap: None,
            severity: None,
            shared_time: shared_part(a.claim.when().strict, b.claim.when().strict),
            doubts: Default::default(),
            independent: independence(self.study, a.id, b.id),
        }
    }
}

const fn not_comparable(why: Why) -> Judged {
    Judged {
        kind: None,
        outcomes: Outcomes::NOT_TESTED,
        verdict: Verdict::NotComparable,
        why: Some(why),
    }
}

/// Judges a pair of answers to one question.
fn judge(pair: &Pair<'_>) -> Judged {
    if let Some(why) = screen(pair) {
        return not_comparable(why);
    }
    match kind(pair) {
        Some(kind) => judge_conflict(pair, kind),
        None => Judged {
            kind: None,
            outcomes: Outcomes::NOT_TESTED,
            verdict: agreement(pair),
            why: None,
        },
    }
}

/// Says why two answers cannot be compared (3.1), where they cannot.
fn screen(pair: &Pair<'_>) -> Option<Why> {
    if pair.scope.place == Standing::Elsewhere {
        return Some(Why::Place);
    }
    if pair.scope.population == Standing::Elsewhere {
        return Some(Why::Population);
    }
    let have_figures = pair.a.strict().is_some() && pair.b.strict().is_some();
    match (pair.a.claim.unit(), pair.b.claim.unit()) {
        (Some(a), Some(b)) if have_figures && a != b => Some(Why::Unit),
        _ => None,
    }
}

/// The verdict on a pair of which a kind fires (3.4).
fn judge_conflict(pair: &Pair<'_>, kind: Kind) -> Judged {
    let outcomes = explain(pair, kind);
    let (verdict, why) = if let Some(yes) = outcomes.first(Outcome::Yes) {
        (Verdict::Reconciled, Some(yes.into()))
    } else if is_doubt(pair) {
        (Verdict::Apparent, Some(Why::Doubt))
    } else if let Some(open) = outcomes.first(Outcome::Undecided) {
        (Verdict::Apparent, Some(open.into()))
    } else if is_zero_or_silence(pair, kind) {
        (Verdict::Apparent, Some(Why::ZeroOrSilence))
    } else {
        (Verdict::Contradiction, None)
    };
    Judged {
        kind: Some(kind),
        outcomes,
        verdict,
        why,
    }
}

/// `doubts` against `affirms` is never a contradiction (2.5).
fn is_doubt(pair: &Pair<'_>) -> bool {
    let negates = pair.opposed().map(|opposed| opposed.negates.stance);
    negates == Some(Stance::Doubts)
}

/// A nought that is not known at first hand may only mean that nothing was heard of (3.3).
fn is_zero_or_silence(pair: &Pair<'_>, kind: Kind) -> bool {
    let is_such = |answer: &Answer<'_>| {
        answer.strict().is_some_and(Bounds::is_zero) && !answer.claim.basis().is_first_hand()
    };
    matches!(kind, Kind::ValueDisjoint | Kind::PartWhole) && (is_such(&pair.a) || is_such(&pair.b))
}

/// The verdict on a pair of which no kind fires (3.4).
fn agreement(pair: &Pair<'_>) -> Verdict {
    let is_open = pair.time == SharedTime::No || pair.scope.is_unknown();
    if pair.a.stance != pair.b.stance || is_open || !values_agree(pair) {
        return Verdict::Compatible;
    }
    let is_whole = pair.time == SharedTime::Yes
        && pair.scope.is_equal()
        && pair.a.claim.modality() == pair.b.claim.modality();
    match is_whole {
        true => Verdict::Agrees,
        false => Verdict::PartlyAgrees,
    }
}

/// Tells whether the values of two answers of one stance say the same, as far as there are any.
fn values_agree(pair: &Pair<'_>) -> bool {
    if let (Some(a), Some(b)) = (pair.a.category(), pair.b.category()) {
        return a == b;
    }
    match (pair.a.strict(), pair.b.strict()) {
        // Where no kind fired, a part fits into its whole; elsewhere the figures must meet.
        (Some(a), Some(b)) => {
            !pair.is_disjoint([a, b]) || (pair.figures().is_some() && is_part_of_sum(pair))
        }
        _ => true,
    }
}

fn is_part_of_sum(pair: &Pair<'_>) -> bool {
    matches!(
        pair.containment(),
        Containment::FirstIsWhole | Containment::FirstIsPart
    )
}
