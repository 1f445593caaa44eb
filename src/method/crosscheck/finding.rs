//! A finding on a pair of claims, small enough for millions, and the row it is shown as.
//!
//! It knows ids until a row is asked for. What a stranger would get wrong: the id of a finding comes
//! from the keys of its claims and its kind alone, so it is the same in every run and every copy.

use serde::Serialize;

use crate::method::crosscheck::judge::Judge;
use crate::method::crosscheck::kinds::Kinds;
use crate::method::crosscheck::reason::reason;
use crate::method::crosscheck::severity::Doubts;
use crate::method::crosscheck::words::{
    Certainty, Independence, Kind, Outcomes, Severity, Verdict, Why,
};
use crate::method::interest::{Direction, Rivals, direction};
use crate::method::wording::edtf;
use crate::model::key::{ClaimId, TopicId};
use crate::model::study::Study;

/// Yes/no facts about a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct FindingMarks(u8);

impl FindingMarks {
    /// S1: both claims are one person's.
    pub const SELF: FindingMarks = FindingMarks(1);
    /// T1: later events may decide it.
    pub const TIME_TEST: FindingMarks = FindingMarks(2);
    /// A topic link joins the two.
    pub const LINK: FindingMarks = FindingMarks(4);
    /// One is the boast that the other gives a detail of.
    pub const BOAST: FindingMarks = FindingMarks(8);

    /// Tells whether a mark is set.
    pub const fn has(self, mark: FindingMarks) -> bool {
        self.0 & mark.0 != 0
    }

    /// Returns the marks with one more, where the condition holds.
    #[must_use]
    pub const fn with_if(self, condition: bool, mark: FindingMarks) -> FindingMarks {
        FindingMarks(self.0 | (mark.0 * condition as u8))
    }

    /// Returns the words of the column `marks`.
    pub fn words(self) -> Vec<&'static str> {
        let named = [
            (FindingMarks::SELF, "S1"),
            (FindingMarks::TIME_TEST, "T1"),
            (FindingMarks::LINK, "link"),
        ];
        let set = named.into_iter().filter(|(mark, _)| self.has(*mark));
        set.map(|(_, word)| word).collect()
    }
}

/// What the cross-check says of two claims.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Finding {
    /// The claim with the lower key.
    pub a: ClaimId,
    /// The claim with the higher key.
    pub b: ClaimId,
    /// The question on which they were compared.
    pub topic: TopicId,
    /// The primary kind of conflict, where one fires.
    pub kind: Option<Kind>,
    /// All kinds that fire.
    pub kinds: Kinds,
    /// The verdict.
    pub verdict: Verdict,
    /// What decided it, where the verdict has a label.
    pub why: Option<Why>,
    /// The outcomes of the nine explanations.
    pub outcomes: Outcomes,
    /// S1, T1, link.
    pub marks: FindingMarks,
    /// How far they lie apart, 0 to 1, where that has a number; dates (K4, K5) in days.
    pub gap: Option<f64>,
    /// The word for it.
    pub severity: Option<Severity>,
    /// The common days as a part of the shorter time, 0 to 1.
    pub shared_time: f64,
    /// What takes certainty away.
    pub doubts: Doubts,
    /// Whether the two voices are independent.
    pub independent: Independence,
}

/// A finding as a row of `check --format csv` (cli.md), without the status that people give it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FindingRow {
    /// The finding's id.
    pub finding: String,
    /// The claim with the lower key.
    pub claim_a: String,
    /// The claim with the higher key.
    pub claim_b: String,
    /// The topic of the first claim.
    pub topic_a: String,
    /// The topic of the second claim.
    pub topic_b: String,
    /// `K1` to `K10`, empty where none fires.
    pub kind: &'static str,
    /// A `;` list of `S1`, `T1`, `link`.
    pub marks: String,
    /// The verdict.
    pub verdict: Verdict,
    /// The label of the verdict, or empty.
    pub why: &'static str,
    /// The nine outcomes; empty where no kind fired, so that nothing had to be explained.
    pub explanations: String,
    /// The word for the gap, or empty.
    pub severity: &'static str,
    /// The gap, 0 to 1; of dates (K4, K5) in days.
    pub gap: Option<f64>,
    /// The shared part of the shorter time, 0 to 1.
    pub shared_time: f64,
    /// How sure it is that the two clash.
    pub certainty: Certainty,
    /// The source of the first claim.
    pub source_a: String,
    /// The source of the second claim.
    pub source_b: String,
    /// The side of the first source.
    pub side_a: String,
    /// The side of the second source.
    pub side_b: String,
    /// When the first claim was made (EDTF).
    pub stated_on_a: String,
    /// When the second claim was made (EDTF).
    pub stated_on_b: String,
    /// Whether the two voices are independent.
    pub independent: Independence,
    /// One sentence for a reader who has not seen the data.
    pub reason: String,
    /// How the first claim lies to the interest of its side, held against the second.
    pub interest_a: Direction,
    /// How the second claim lies to the interest of its side, held against the first.
    pub interest_b: Direction,
    /// What took certainty away.
    pub certainty_lowered_by: Vec<&'static str>,
}

impl Finding {
    /// Returns how sure it is that the two statements clash.
    pub const fn certainty(&self) -> Certainty {
        self.doubts.certainty()
    }

    /// Returns what findings of one block are ranked by: certainty, severity, gap, keys.
    pub fn rank(&self) -> (Certainty, Option<Severity>, u64, ClaimId, ClaimId) {
        // No severity ranks below any; a larger gap ranks first.
        let severity = self.severity.map_or((1, None), |word| (0, Some(word)));
        let gap = (1.0 - self.gap.unwrap_or(0.0)).max(0.0).to_bits();
        let gap = if severity.0 == 1 { u64::MAX } else { gap };
        (
            self.certainty(),
            severity.1.or(Some(Severity::Minor)),
            gap,
            self.a,
            self.b,
        )
    }

    /// Returns the id: 20 letters and digits made of the keys of the claims and the kind.
    pub fn id(&self, judge: &Judge<'_>) -> String {
        let study = judge.study;
        let key = |id: ClaimId| study.claim_key(id);
        let beside = self.witnesses(judge);
        let all = [self.a, self.b].into_iter().chain(beside);
        let mut keys: Vec<&str> = all.map(key).collect();
        keys.sort_unstable();
        let kind = match self.boast(study) {
            Some(_) => "boast",
            None => self.kind.map_or("", Kind::as_str),
        };
        finding_id(&keys, kind)
    }

    /// Returns the claims beside the two that the finding hangs on: the other parts of a sum, the earlier
    /// figure that refutes a trend, the flows of a change, the other details of a boast.
    pub fn witnesses(&self, judge: &Judge<'_>) -> Vec<ClaimId> {
        if let Some(boast) = self.boast(judge.study) {
            let details = judge.study.details_of(boast);
            return details
                .filter(|id| ![self.a, self.b].contains(id))
                .collect();
        }
        let clash = judge.evidence.on(self.a, self.b);
        let clash = clash.filter(|clash| Some(clash.kind) == self.kind);
        clash.map_or_else(Vec::new, |clash| clash.witnesses.clone())
    }

    /// Returns which of the two claims is the boast, where one is.
    pub fn boast(&self, study: &Study) -> Option<ClaimId> {
        if !self.marks.has(FindingMarks::BOAST) {
            return None;
        }
        let first = study.is_boast_of(self.a, self.b);
        Some(if first { self.a } else { self.b })
    }

    /// Returns how one of the two claims lies to the interest of its side, held against the other.
    pub(crate) fn interest(&self, study: &Study, id: ClaimId, other: ClaimId) -> Direction {
        let (claim, other) = (study.claim(id), study.claim(other));
        let is_rival = claim.topic() == other.topic();
        let rivals = Rivals::of(other.strict().filter(|_| is_rival));
        direction(study, claim, study.side_of(claim.source()), rivals)
    }

    /// Returns the finding as it is shown.
    pub fn row(&self, judge: &Judge<'_>) -> FindingRow {
        let study = judge.study;
        let (a, b) = (study.claim(self.a), study.claim(self.b));
        let side = |id| study.side_key(study.side_of(id)).to_owned();
        let reasons = self.doubts.reasons();
        FindingRow {
            finding: self.id(judge),
            claim_a: study.claim_key(self.a).to_owned(),
            claim_b: study.claim_key(self.b).to_owned(),
            topic_a: study.topic_key(a.topic()).to_owned(),
            topic_b: study.topic_key(b.topic()).to_owned(),
            kind: self.kind.map_or("", Kind::as_str),
            marks: self.marks.words().join(";"),
            verdict: self.verdict,
            why: self.why.map_or("", Why::as_str),
            explanations: match self.kind {
                Some(_) => self.outcomes.written(),
                None => String::new(),
            },
            severity: self.severity.map_or("", Severity::as_str),
            gap: self.gap,
            shared_time: self.shared_time,
            certainty: self.certainty(),
            source_a: study.source_key(a.source()).to_owned(),
            source_b: study.source_key(b.source()).to_owned(),
            side_a: side(a.source()),
            side_b: side(b.source()),
            stated_on_a: edtf(a.stated_on()),
            stated_on_b: edtf(b.stated_on()),
            independent: self.independent,
            reason: reason(judge, self),
            interest_a: self.interest(study, self.a, self.b),
            interest_b: self.interest(study, self.b, self.a),
            certainty_lowered_by: reasons.iter().map(|doubt| doubt.as_str()).collect(),
        }
    }
}

/// Makes the id of a finding from the keys of its claims, in byte order, and its kind.
fn finding_id(keys: &[&str], kind: &str) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mut hash = fnv_1a(kind.as_bytes(), FNV_OFFSET);
    for key in keys {
        // A byte that no key holds keeps "a, bc" apart from "ab, c".
        hash = fnv_1a(key.as_bytes(), fnv_1a(&[0], hash));
    }
    let hash = spread(hash);
    let digit = |place: u32| ALPHABET[(hash >> (5 * place) & 31) as usize] as char;
    (0..20).map(digit).collect()
}

/// Spreads every bit over all others. FNV alone lets the last letters of a key touch few bits,
/// and people see and type only the end of an id.
fn spread(hash: u128) -> u128 {
    // The multiplier of PCG's 128-bit generator (O'Neill 2014): odd, with bits all over.
    const MULTIPLIER: u128 = 0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645;
    let once = (hash ^ (hash >> 64)).wrapping_mul(MULTIPLIER);
    let twice = (once ^ (once >> 61)).wrapping_mul(MULTIPLIER);
    twice ^ (twice >> 67)
}

const FNV_OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const FNV_PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

/// FNV-1a, 128 bits (Fowler, Noll and Vo; RFC 9923): an even spread, no protection against malice.
fn fnv_1a(bytes: &[u8], start: u128) -> u128 {
    let step = |hash: u128, byte: &u8| (hash ^ u128::from(*byte)).wrapping_mul(FNV_PRIME);
    bytes.iter().fold(start, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_depend_on_keys_and_kind_alone() {
        let id = finding_id(&["c1", "c2"], "K1");
        assert_eq!(id, finding_id(&["c1", "c2"], "K1"));
        assert_eq!(id.len(), 20);
        for other in [
            finding_id(&["c1", "c2"], "K2"),
            finding_id(&["c1", "c3"], "K1"),
            finding_id(&["c", "1c2"], "K1"),
            finding_id(&["c1", "c2"], ""),
        ] {
            assert_ne!(id, other);
        }
    }

    #[test]
    fn ids_of_neighbouring_claims_differ_at_their_end() {
        let ends: std::collections::BTreeSet<String> = (0..1000)
            .map(|number| {
                let id = finding_id(&["c-01", &format!("c-{number:03}")], "K1");
                id[16..].to_owned()
            })
            .collect();
        // Of 1000 ends of 20 bits half a pair meets by chance; without spreading most do.
        assert!(ends.len() > 990, "{}", ends.len());
    }

    #[test]
    fn the_hash_is_the_published_one() {
        // Test vector of RFC 9923: FNV-1a of "a", 128 bits.
        assert_eq!(
            fnv_1a(b"a", FNV_OFFSET),
            0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964
        );
    }

    #[test]
    fn a_finding_is_small() {
        assert!(size_of::<Finding>() <= 56, "{}", size_of::<Finding>());
    }
}
