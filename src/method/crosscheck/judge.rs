//! From two claims to a finding: comparability, kind, explanations, verdict (methods.md 3.1–3.4).
//!
//! It knows the order in which the questions are asked. What a stranger would get wrong: a `yes`
//! outranks every `undecided`, however early that one stands.

mod agreeing;

use crate::method::crosscheck::boast;
use crate::method::crosscheck::evidence::{Bearing, Clash, Evidence, read_otherwise};
use crate::method::crosscheck::explanations::{Known, explain, is_open_to_time};
use crate::method::crosscheck::finding::{Finding, FindingMarks};
use crate::method::crosscheck::judge::agreeing::agreement;
use crate::method::crosscheck::kinds::{Kinds, kinds};
use crate::method::crosscheck::later_known::is_settled_after;
use crate::method::crosscheck::links::Links;
use crate::method::crosscheck::pair::{Answer, Pair};
use crate::method::crosscheck::relation::Relation;
use crate::method::crosscheck::scope::Standing;
use crate::method::crosscheck::severity::{
    doubts, gap, gap_between, gap_in_days, gap_of_change, severity, statement_doubts,
    witness_doubts,
};
use crate::method::crosscheck::time::shared_part;
use crate::method::crosscheck::words::{
    Doubtful, Explanation, Kind, Outcome, Outcomes, Verdict, Why,
};
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
    /// What third claims make of pairs.
    pub evidence: Evidence,
}

/// A verdict and what led to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged {
    /// The kind of conflict, where one fires: the first of all that do.
    pub kind: Option<Kind>,
    /// All kinds that fire.
    pub kinds: Kinds,
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
            evidence: Evidence::of(study, &settings),
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
        let Some((pair, judged)) = self.judged(a, b, Readings::Heard) else {
            return Some(self.strangers(a.min(b), a.max(b)));
        };
        Some(self.finding(&pair, &judged))
    }

    /// Returns the verdict on two different claims without the rest of a finding.
    pub fn verdict(&self, a: ClaimId, b: ClaimId) -> Judged {
        if let Some(boast) = self.boast_of(a, b) {
            let detail = if boast == a { b } else { a };
            let measured = boast::measure(self.study, &self.settings, boast, detail);
            return without_kind(measured.verdict, measured.why);
        }
        let judged = self.judged(a, b, Readings::Heard);
        judged.map_or(
            without_kind(Verdict::NotComparable, Some(Why::Topic)),
            |(_, judged)| judged,
        )
    }

    /// Returns the verdict on all pairs of claims on one topic that are like two examples and stand to
    /// each other in one way. The examples are no boast and no detail of one, have no other reading, and
    /// nothing else bears on them.
    pub(super) fn standing(
        &self,
        topic: TopicId,
        examples: [ClaimId; 2],
        relation: Relation,
    ) -> Judged {
        let answers = examples.map(|id| self.answer(id));
        let pair = Pair::standing(self.study, topic, answers, relation);
        self.judge(&pair, None, Readings::Heard)
    }

    /// Returns which of two claims is the boast that the other gives a detail of.
    pub fn boast_of(&self, a: ClaimId, b: ClaimId) -> Option<ClaimId> {
        let is_boast = |id: ClaimId| self.study.claim(id).marks().has(Marks::BOAST);
        if is_boast(a) && self.study.is_boast_of(a, b) {
            return Some(a);
        }
        (is_boast(b) && self.study.is_boast_of(b, a)).then_some(b)
    }

    /// Judges two claims on every question they share and keeps the most pressing result.
    fn judged(&self, a: ClaimId, b: ClaimId, readings: Readings) -> Option<(Pair<'a>, Judged)> {
        let (first, second) = (self.answer(a.min(b)), self.answer(a.max(b)));
        let (topic_a, topic_b) = (first.claim.topic(), second.claim.topic());
        let is_neutral = |answer: &Answer<'_>| answer.stance == Stance::Neutral;
        if is_neutral(&first) || is_neutral(&second) || self.study.are_of_one_statement(a, b) {
            // A neutral claim takes no part, and who said one thing said no other with the same words.
            let pair = self.pair(topic_a, [first, second]);
            return Some((pair, without_kind(Verdict::Compatible, None)));
        }
        let clash = self.evidence.on(a, b);
        if topic_a == topic_b {
            let pair = self.pair(topic_a, [first, second]);
            return Some((pair, self.judge(&pair, clash, readings)));
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
        let across = clash.map(|clash| self.across(clash, [first, second]));
        let pairs = across.into_iter().chain(forth).chain(back);
        let judged = pairs.map(|pair| (pair, self.judge(&pair, clash, readings)));
        // The first of equals: those that carry the lower key come first.
        judged.min_by_key(|(_, judged)| (judged.verdict, judged.why))
    }

    /// Two claims on two topics that third claims bring together: an order and a date, a share and a
    /// count.
    fn across(&self, clash: &Clash, answers: [Answer<'a>; 2]) -> Pair<'a> {
        let carried = answers.map(|answer| Answer {
            is_carried: answer.claim.topic() != clash.topic,
            ..answer
        });
        Pair::across(self.study, &self.settings, clash.topic, carried)
    }

    /// Judges a pair of answers to one question.
    fn judge(&self, pair: &Pair<'_>, clash: Option<&Clash>, readings: Readings) -> Judged {
        if pair.is_across {
            return self.judge_across(pair, clash, readings);
        }
        if let Some(why) = screen(pair) {
            return without_kind(Verdict::NotComparable, Some(why));
        }
        let firing = clash.filter(|clash| clash.fires() && clash.topic == pair.topic_id);
        let found = match firing {
            // That a stock has two figures at two times is no conflict; that it could not change so is.
            Some(clash) if clash.kind == Kind::RateStock => Kinds::NONE.with_if(true, clash.kind),
            Some(clash) => kinds(pair).with_if(true, clash.kind),
            None => kinds(pair),
        };
        match found.primary() {
            Some(kind) => self.judge_conflict(pair, (kind, found), firing, readings),
            None => without_kind(agreement(pair, self.settles(pair)), None),
        }
    }

    /// What third claims make of two topics: nothing else of the two is compared.
    fn judge_across(&self, pair: &Pair<'_>, clash: Option<&Clash>, readings: Readings) -> Judged {
        match clash.map(|clash| clash.bearing) {
            Some(Bearing::Refuted | Bearing::Disputed | Bearing::OneSided) => {
                let kind = clash.map_or(Kind::Order, |clash| clash.kind);
                let kinds = Kinds::NONE.with_if(true, kind);
                self.judge_conflict(pair, (kind, kinds), clash, readings)
            }
            Some(Bearing::Held) => without_kind(Verdict::Agrees, None),
            Some(Bearing::Undetermined) | None => without_kind(Verdict::Compatible, None),
        }
    }

    /// The verdict on a pair of which a kind fires (3.4).
    fn judge_conflict(
        &self,
        pair: &Pair<'_>,
        (kind, kinds): (Kind, Kinds),
        clash: Option<&Clash>,
        readings: Readings,
    ) -> Judged {
        let is_settled = self.settles(pair);
        let known = Known {
            clash,
            coding: match readings {
                Readings::Heard => self.coding(pair),
                Readings::AsIs => Outcome::No,
            },
            is_settled,
        };
        let outcomes = explain(pair, kind, &known);
        let (verdict, why) = if let Some(yes) = outcomes.first(Outcome::Yes) {
            (Verdict::Reconciled, Some(yes.into()))
        } else if self.study.is_corrected(pair.a.id, pair.b.id) {
            (Verdict::Reconciled, Some(Why::Correction))
        } else if is_doubt(pair) {
            (Verdict::Apparent, Some(Why::Doubt))
        } else if let Some(open) = outcomes.first(Outcome::Undecided) {
            (Verdict::Apparent, Some(open.into()))
        } else if is_zero_or_silence(pair, kind, clash) {
            (Verdict::Apparent, Some(Why::ZeroOrSilence))
        } else if is_settled {
            (Verdict::Overtaken, None)
        } else {
            (Verdict::Contradiction, None)
        };
        Judged {
            kind: Some(kind),
            kinds,
            outcomes,
            verdict,
            why,
        }
    }

    /// 9: what other readings of the words do to the conflict. One that removes it explains it.
    fn coding(&self, pair: &Pair<'_>) -> Outcome {
        let is_doubtful = |answer: &Answer<'_>| {
            let marks = answer.claim.marks();
            marks.has(Marks::TRANSLATION_DOUBTFUL)
        };
        let mut outcome = match is_doubtful(&pair.a) || is_doubtful(&pair.b) {
            true => Outcome::Undecided,
            false => Outcome::No,
        };
        for (one, other) in [(pair.a, pair.b), (pair.b, pair.a)] {
            if !one.claim.marks().has(Marks::READ_TWICE) {
                continue;
            }
            let flows = self.evidence.on(one.id, other.id);
            let flows = flows.filter(|clash| clash.kind == Kind::RateStock);
            for reading in self.study.readings_of(one.id).filter(|id| *id != other.id) {
                if let Some(clash) = flows {
                    match read_otherwise(self.study, clash, [one.id, reading]) {
                        Outcome::Yes => return Outcome::Yes,
                        Outcome::Undecided => outcome = Outcome::Undecided,
                        Outcome::No => {}
                    }
                    continue;
                }
                let judged = self.judged(reading, other.id, Readings::AsIs);
                match judged.map(|(_, judged)| (judged.verdict, judged.why)) {
                    Some((Verdict::Contradiction | Verdict::Overtaken, _)) => {}
                    Some((Verdict::Apparent, _)) => outcome = Outcome::Undecided,
                    // It clashes as the first does, and what explains that explains this.
                    Some(read) if read.0 == Verdict::Reconciled && read == self.as_read(pair) => {}
                    _ => return Outcome::Yes,
                }
            }
        }
        outcome
    }

    /// The verdict on a pair without other readings of its words.
    fn as_read(&self, pair: &Pair<'_>) -> (Verdict, Option<Why>) {
        let judged = self.judged(pair.a.id, pair.b.id, Readings::AsIs);
        judged.map_or((Verdict::NotComparable, None), |(_, judged)| {
            (judged.verdict, judged.why)
        })
    }

    /// Tells whether one is a forecast or promise and the other settles what came of it (3.10).
    pub(super) fn settles(&self, pair: &Pair<'_>) -> bool {
        !pair.is_linked && !pair.is_across && pair.relation.is_settled
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
        let clash = self.evidence.on(pair.a.id, pair.b.id);
        let gap = judged.kind.and_then(|kind| match clash {
            Some(clash) if clash.kind == kind => {
                let (lower, higher) = clash.ends?;
                match kind {
                    Kind::Order => Some(gap_in_days((lower, higher))),
                    Kind::RateStock => gap_of_change(pair.topic, lower, higher),
                    _ => gap_between(pair.topic, lower, higher),
                }
            }
            _ => gap(pair, kind),
        });
        let flows = clash.filter(|_| judged.kind == Some(Kind::RateStock));
        let flows = flows.map_or(&[][..], |clash| clash.witnesses.as_slice());
        let doubts = doubts(pair, judged.kind, judged.outcomes)
            .joined(witness_doubts(flows.iter().map(|id| self.study.claim(*id))));
        // S1 is of one time (3.2): what one person says of two times is no change of account.
        let is_of_one_time = judged.outcomes.get(Explanation::Time) != Outcome::Yes;
        let is_self = is_of_one_time
            && pair.relation.is_one_person
            && judged.kind.is_some_and(|kind| rests_on(pair, kind, clash));
        let is_time_test = self.is_time_test(pair, judged);
        Finding {
            gap,
            severity: (gap.filter(|_| !judged.kind.is_some_and(Kind::is_of_dates)))
                .map(|gap| severity(&self.settings, gap)),
            doubts,
            marks: FindingMarks::default()
                .with_if(is_self, FindingMarks::SELF)
                .with_if(is_time_test, FindingMarks::TIME_TEST)
                .with_if(pair.is_linked, FindingMarks::LINK),
            ..self.plain(pair.topic_id, [pair.a, pair.b], judged)
        }
    }

    /// T1: a forecast or promise that is settled or waits to be, and an earlier claim that what was
    /// established later refutes.
    fn is_time_test(&self, pair: &Pair<'_>, judged: &Judged) -> bool {
        let (a, b) = (pair.a.claim, pair.b.claim);
        let says = judged.kind.is_some() || judged.verdict == Verdict::Agrees;
        (says && self.settles(pair))
            || (judged.kind.is_some() && is_open_to_time(pair))
            || (judged.verdict == Verdict::Contradiction
                && (is_settled_after(a, b) || is_settled_after(b, a)))
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
        let judged = without_kind(measured.verdict, measured.why);
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
            &without_kind(Verdict::NotComparable, Some(Why::Topic)),
        )
    }

    fn plain(&self, topic: TopicId, [a, b]: [Answer<'_>; 2], judged: &Judged) -> Finding {
        Finding {
            a: a.id,
            b: b.id,
            topic,
            kind: judged.kind,
            kinds: judged.kinds,
            verdict: judged.verdict,
            why: judged.why,
            outcomes: judged.outcomes,
            marks: FindingMarks::default(),
            gap: None,
            severity: None,
            shared_time: shared_part(a.claim.when().strict, b.claim.when().strict),
            doubts: Default::default(),
            independent: independence(self.study, &self.settings.tie_strengths, [a.id, b.id]),
        }
    }
}

/// Tells whether a conflict of kind `kind` shows in what the person of the first claim says alone: a
/// sum or a trend that somebody else's figure refutes is no second account of that person.
fn rests_on(pair: &Pair<'_>, kind: Kind, clash: Option<&Clash>) -> bool {
    let third = clash.filter(|clash| clash.kind == kind && !clash.witnesses.is_empty());
    let is_shown_by_two = !pair.is_across && kinds(pair).has(kind);
    third.is_none_or(|clash| is_shown_by_two || clash.is_of_one_person(pair.study))
}

/// Whether other readings of the words are heard, or the words are taken as they were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Readings {
    Heard,
    AsIs,
}

/// A verdict that no kind led to: then no explanation had to be tested.
const fn without_kind(verdict: Verdict, why: Option<Why>) -> Judged {
    Judged {
        kind: None,
        kinds: Kinds::NONE,
        outcomes: Outcomes::NONE,
        verdict,
        why,
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
        (Some(a), Some(b)) if have_figures && a != b && !pair.counts_per_time() => Some(Why::Unit),
        _ => None,
    }
}

/// `doubts` against `affirms` is never a contradiction (2.5).
fn is_doubt(pair: &Pair<'_>) -> bool {
    let negates = pair.opposed().map(|opposed| opposed.negates.stance);
    negates == Some(Stance::Doubts)
}

/// A nought that is not known at first hand may only mean that nothing was heard of (3.3).
fn is_zero_or_silence(pair: &Pair<'_>, kind: Kind, clash: Option<&Clash>) -> bool {
    let is_such = |claim: &Claim| {
        claim.strict().is_some_and(Bounds::is_zero) && !claim.basis().is_first_hand()
    };
    if !matches!(
        kind,
        Kind::ValueDisjoint | Kind::PartWhole | Kind::RateStock
    ) {
        return false;
    }
    // What a sum, a share or a change rests on is a nought of its own, whoever's.
    let third = clash.filter(|clash| clash.kind == kind && kind != Kind::ValueDisjoint);
    let witnesses = third.map_or(&[][..], |clash| clash.witnesses.as_slice());
    let is_read = |answer: &&Answer<'_>| third.is_some() || !answer.is_carried;
    let of_pair = [&pair.a, &pair.b].into_iter().filter(is_read);
    let of_third = witnesses.iter().map(|id| pair.study.claim(*id));
    let mut all = of_pair.map(|answer| answer.claim).chain(of_third);
    all.any(is_such)
}
