//! Rules held against what people coded by hand: how well they find it, and place by place why they do or do not.
//!
//! A hit is *right* when it overlaps a passage that somebody coded by hand with the rule's code or one below it, and
//! *wrong* otherwise. What was coded in the other text of an interview counts on the turn that answers to it. Only texts that somebody coded by hand count: elsewhere nobody said what is there. What a stranger
//! would get wrong: an accepted proposal is no hand coding, or a rule would be measured by itself.

use super::Study;
use super::coding::ReadyRule;
use super::error::ProjectError;
use super::rule_texts::{PlacesByText, ReadText, RuleTexts};
use super::trees::Branches;
use crate::method::rule::score::{Score, Tally};
use crate::model::table::{Noun, TextKind};
use crate::model::text_index::Span;
use crate::store::text::Transcript;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

mod places;

use places::{Shown, TextOfCode};

/// What became of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Found, and coded by hand.
    Right,
    /// Found, but not coded by hand with this code.
    Wrong,
    /// Found in a text that nobody coded by hand.
    Unjudged,
    /// Coded by hand, but not found.
    Missed,
    /// Neither, but one part more would have made it a hit.
    Near,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 5] = [
        Self::Right,
        Self::Wrong,
        Self::Unjudged,
        Self::Missed,
        Self::Near,
    ];

    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Wrong => "wrong",
            Self::Unjudged => "unjudged",
            Self::Missed => "missed",
            Self::Near => "near",
        }
    }

    /// The outcome that a word names.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == word)
    }
}

/// One place of a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestedPlace {
    /// Key of the rule.
    pub rule: String,
    /// Key of its code.
    pub code: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Key of the interview.
    pub interview: String,
    /// `original` or `translation`.
    pub text: &'static str,
    /// Where it stands.
    pub span: Span,
    /// Why: the words that were found, or what falls short, in the words of the rule.
    pub reason: String,
    /// The words of the place.
    pub quote: String,
    /// Which of these words was found first, in code points of the quote; its beginning where none was.
    pub found_cp: Range<usize>,
}

/// What a score speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// A rule.
    Rule,
    /// A code, with all its rules together.
    Code,
    /// A language, with all rules together; translations by the language of the interview.
    Language,
    /// Everything.
    Overall,
}

/// How well rules did.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoredRow {
    /// What it speaks of.
    pub per: Per,
    /// Key of the rule or code, or the language; empty overall.
    pub key: String,
    /// The code, of a rule.
    pub code: String,
    /// Figures and counts.
    pub score: Score,
    /// Of the wrong hits, those in units where nobody put any code by hand: an error of the rule or a gap of the coding.
    pub uncoded: usize,
    /// Hits in texts that nobody coded by hand.
    pub unjudged: usize,
    /// Places where one part more would have made a hit.
    pub near: usize,
}

/// What a test of rules found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RuleTest {
    /// Figures by rule, then code, then language, then overall.
    pub scores: Vec<ScoredRow>,
    /// How many codings of others could not be held against, because they are hidden.
    pub hidden: u64,
}

/// Chooses rules and texts to test.
#[derive(Clone, Copy, Debug, Default)]
pub struct RuleTestOptions<'o> {
    /// Keys of rules; all when none is named.
    pub rules: &'o [String],
    /// Keys of interviews; all when none is named.
    pub interviews: &'o [String],
}

impl Study {
    /// Holds rules against what people coded by hand and hands every place to `each`, by interview and rule.
    ///
    /// # Errors
    /// [`ProjectError::Unknown`] for a rule, interview or code that nobody made; what the store or `each` says.
    pub fn measure_rules(
        &self,
        options: RuleTestOptions<'_>,
        each: &mut dyn FnMut(TestedPlace) -> Result<(), ProjectError>,
    ) -> Result<RuleTest, ProjectError> {
        for interview in options.interviews {
            self.row(Noun::Interview, interview)?;
        }
        let rules = self.rules(options.rules)?;
        let mut texts = RuleTexts::new(self, &rules)?.with_codings(self)?;
        let mut measuring = Measuring::new(self, &rules)?;
        measuring.carried = self.carried_codings(texts.all_codings())?;
        self.store.each_transcript(|transcript| {
            let wanted = options.interviews;
            if wanted.is_empty() || wanted.contains(&transcript.interview) {
                texts.read(&transcript, true, |texts, read| {
                    measuring.take(texts, &transcript, &read, each)
                })?;
            }
            Ok::<_, ProjectError>(())
        })?;
        Ok(RuleTest {
            hidden: texts.hidden(),
            ..measuring.done()
        })
    }
}

/// What is counted for one rule, code or language.
#[derive(Clone, Debug, Default)]
struct Counted {
    texts: Vec<Tally>,
    uncoded: usize,
    unjudged: usize,
    near: usize,
}

impl Counted {
    fn row(&self, per: Per, key: &str, code: &str) -> ScoredRow {
        ScoredRow {
            per,
            key: key.to_owned(),
            code: code.to_owned(),
            score: Score::of(&self.texts),
            uncoded: self.uncoded,
            unjudged: self.unjudged,
            near: self.near,
        }
    }

    fn add(&mut self, other: &Counts) {
        self.texts.extend(other.tally);
        self.uncoded += other.uncoded;
        self.unjudged += other.unjudged;
        self.near += other.near;
    }
}

/// What one text adds.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    /// Nothing in a text that nobody coded by hand.
    tally: Option<Tally>,
    uncoded: usize,
    unjudged: usize,
    near: usize,
}

/// The codes that one code stands for.
struct Codes {
    /// It and all below it.
    right: BTreeSet<String>,
    /// Of these, what no rule of a code below finds for itself.
    wanted: BTreeSet<String>,
}

impl Codes {
    fn of(branches: &Branches, code: &str, ruled: &BTreeSet<String>) -> Self {
        let right: BTreeSet<String> = branches.from(code).into_iter().collect();
        let mut wanted = right.clone();
        for below in right
            .iter()
            .filter(|below| *below != code && ruled.contains(*below))
        {
            for left in branches.from(below) {
                wanted.remove(&left);
            }
        }
        Self { right, wanted }
    }
}

/// A test in its course.
struct Measuring<'m> {
    rules: &'m [ReadyRule],
    /// The parts of each rule, printed.
    parts: Vec<Vec<String>>,
    /// What was coded in the other text of the interview.
    carried: PlacesByText,
    /// For each code of a rule, what makes its hits right and what it is to find.
    below: BTreeMap<String, Codes>,
    by_rule: Vec<Counted>,
    by_code: BTreeMap<String, Counted>,
    by_language: BTreeMap<String, Counted>,
    overall: Counted,
}

impl<'m> Measuring<'m> {
    fn new(study: &Study, rules: &'m [ReadyRule]) -> Result<Self, ProjectError> {
        let ruled: BTreeSet<String> = study.count_by(Noun::Rule, "code")?.into_keys().collect();
        let branches = study.branches(Noun::Code)?;
        let mut below = BTreeMap::new();
        for rule in rules {
            below.insert(rule.code.clone(), Codes::of(&branches, &rule.code, &ruled));
        }
        Ok(Self {
            rules,
            parts: rules.iter().map(ReadyRule::expression_parts).collect(),
            carried: PlacesByText::new(),
            below,
            by_rule: vec![Counted::default(); rules.len()],
            by_code: BTreeMap::new(),
            by_language: BTreeMap::new(),
            overall: Counted::default(),
        })
    }

    fn take(
        &mut self,
        texts: &RuleTexts<'_>,
        transcript: &Transcript,
        read: &ReadText<'_>,
        each: &mut dyn FnMut(TestedPlace) -> Result<(), ProjectError>,
    ) -> Result<(), ProjectError> {
        let key = (transcript.interview.clone(), transcript.kind);
        let carried = self.carried.get(&key).into_iter().flatten();
        let places = texts.codings(transcript).iter().chain(carried);
        let by_hand: Vec<_> = places.filter(|place| place.is_by_hand).collect();
        let mut whole = Counts::default();
        let mut of_codes: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for rule in &read.readers {
            let code = self.rules[*rule].code.as_str();
            of_codes.entry(code).or_default().push(*rule);
        }
        for (code, rules) in of_codes {
            let of_code = TextOfCode::new(&by_hand, &self.below[code]);
            for rule in &rules {
                let shown = Shown {
                    rule: &self.rules[*rule],
                    parts: &self.parts[*rule],
                    transcript,
                    read,
                };
                let places = of_code.places(*rule, read);
                self.by_rule[*rule].add(&of_code.counts(&[*rule], read));
                for place in places {
                    each(place.shown(&shown))?;
                }
            }
            let counts = of_code.counts(&rules, read);
            self.by_code
                .entry(code.to_owned())
                .or_default()
                .add(&counts);
            whole.add(&counts);
        }
        let language = language_of(texts, transcript);
        self.by_language.entry(language).or_default().add(&whole);
        self.overall.add(&whole);
        Ok(())
    }

    fn done(self) -> RuleTest {
        let rules = self.rules.iter().zip(&self.by_rule);
        let mut scores: Vec<_> = rules
            .map(|(rule, counted)| counted.row(Per::Rule, &rule.key, &rule.code))
            .collect();
        let codes = self.by_code.iter();
        scores.extend(codes.map(|(code, counted)| counted.row(Per::Code, code, code)));
        let languages = self.by_language.iter();
        scores.extend(languages.map(|(key, counted)| counted.row(Per::Language, key, "")));
        scores.push(self.overall.row(Per::Overall, "", ""));
        RuleTest { scores, hidden: 0 }
    }
}

impl Counts {
    fn add(&mut self, other: &Self) {
        if let Some(tally) = other.tally {
            *self.tally.get_or_insert_default() += tally;
        }
        self.uncoded += other.uncoded;
        self.unjudged += other.unjudged;
        self.near += other.near;
    }
}

/// `ps`, or `ps/translation`: which language a translation is in, the study does not say.
fn language_of(texts: &RuleTexts<'_>, transcript: &Transcript) -> String {
    let language = texts.language(&transcript.interview);
    match transcript.kind {
        TextKind::Original => language.to_owned(),
        TextKind::Translation => format!("{language}/{}", transcript.kind.as_str()),
    }
}
