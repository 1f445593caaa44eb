//! Rules over a text: what a rule is to the engine, what it finds, and what it just misses. It must not know codes or
//! stores. A stranger would get wrong what costs time: not the words of the text that no rule asks for, but the places
//! that rules find; both linearly, whatever the rules say.

use super::circumstances::Circumstances;
use super::expression::Expression;
use super::pattern::WordPattern;
use super::program::Program;
use super::reader::{Decision, Scratch, read, read_words};
use super::shortfall::Shortfall;
use super::terms::TermTable;
use super::vocabulary::PatternId;
use crate::method::stem::StemLanguage;
use crate::method::unit::Unit;
use crate::model::text_index::Span;
use crate::model::transcript_text::TurnedText;
use std::ops::Range;

/// What the engine needs of a rule: when it is true, and of what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// When it is true.
    pub expression: Expression,
    /// Of what it must be true.
    pub unit: Unit,
    /// The language whose stems count; nothing where words are found as written.
    pub stems: Option<StemLanguage>,
}

/// A proposal: a rule is true of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Index of the rule in the slice it was compiled from.
    pub rule: usize,
    /// Index of the turn in the text.
    pub turn: usize,
    /// The unit, without label and surrounding white space.
    pub span: Span,
    /// The words that made it true, in the order of the text, each place once; never empty.
    pub fired: Vec<FiredWord>,
}

/// A word or phrase of the text that helped to make a rule true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FiredWord {
    /// Where it stands: from its first word's start to its last word's end.
    pub span: Span,
    /// Index of the term among those of the rule, in the order written: the first that means these words.
    pub term: usize,
}

/// A unit of which a rule is not true, although words of it stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// Index of the rule in the slice it was compiled from.
    pub rule: usize,
    /// Index of the turn in the text.
    pub turn: usize,
    /// The unit, without label and surrounding white space.
    pub span: Span,
    /// The parts that fall short, of very many the first; never empty.
    pub shortfalls: Vec<Shortfall>,
    /// How many parts fall short.
    pub lacking: usize,
    /// How many words or groups of words of the branch do stand there.
    pub present: usize,
}

impl Miss {
    /// Whether one part more would have made it a hit, and something of the rule stands there.
    #[must_use]
    pub fn is_near(&self) -> bool {
        self.lacking == 1 && self.present > 0
    }
}

/// Rules made ready to run. Compiling takes time linear in the rules.
#[derive(Debug, Clone, Default)]
pub struct RuleSet {
    pub(super) terms: TermTable,
    pub(super) programs: Vec<Program>,
    /// The units that rules ask for, the smallest first.
    pub(super) units: Vec<Unit>,
}

impl RuleSet {
    /// Makes rules ready; hits name them by their index in `rules`.
    #[must_use]
    pub fn compile<'r>(rules: impl IntoIterator<Item = &'r Rule>) -> Self {
        let mut set = Self::default();
        for rule in rules {
            let program = set.terms.compile(rule, set.programs.len());
            set.programs.push(program);
            set.units.push(rule.unit);
        }
        set.terms.settle();
        set.units.sort_unstable();
        set.units.dedup();
        set
    }

    /// All hits in one text of which nothing is known beside its words. For many texts there is [`RuleReader`].
    #[must_use]
    pub fn run(&self, text: &TurnedText<'_>) -> Vec<Hit> {
        self.run_knowing(text, &Circumstances::default())
    }

    /// The same where something is known.
    #[must_use]
    pub fn run_knowing(&self, text: &TurnedText<'_>, circumstances: &Circumstances) -> Vec<Hit> {
        hits(self, &mut Scratch::for_one_text(self), text, circumstances)
    }

    /// The word patterns of all rules, each once, with their ids for [`Self::run_on_words`]; stems are not among them.
    #[must_use]
    pub fn patterns(&self) -> Vec<(PatternId, &WordPattern)> {
        self.terms.patterns()
    }

    /// All hits of rules over turns, where of a text only its words are known that patterns mean, as an index knows
    /// them: by number among all words of the text, with the pattern, ascending. Spans come in numbers of words too.
    /// Nobody speaks and nothing is coded: rules that ask beside words have to read the text.
    #[must_use]
    pub fn run_on_words(&self, turns: &[Range<u32>], words: &[(u32, PatternId)]) -> Vec<Hit> {
        let mut hits = Vec::new();
        let mut scratch = Scratch::for_one_text(self);
        read_words(self, &mut scratch, (turns, words), &mut |decision| {
            if let Decision::Hit(hit) = decision {
                hits.push(hit);
            }
        });
        hits
    }
}

/// Rules that read many texts, and what they remember of the words they met.
#[derive(Debug)]
pub struct RuleReader {
    set: RuleSet,
    scratch: Scratch,
}

impl RuleReader {
    /// Takes rules that are ready.
    #[must_use]
    pub fn new(set: RuleSet) -> Self {
        let scratch = Scratch::for_many_texts(&set);
        Self { set, scratch }
    }

    /// All hits in a text, ordered by start, end and rule. Linear in the text.
    #[must_use]
    pub fn run(&mut self, text: &TurnedText<'_>, circumstances: &Circumstances) -> Vec<Hit> {
        hits(&self.set, &mut self.scratch, text, circumstances)
    }

    /// All hits as [`RuleReader::run`] finds them, and in the same order every unit that a rule misses although words
    /// of it stand there.
    #[must_use]
    pub fn examine(
        &mut self,
        text: &TurnedText<'_>,
        circumstances: &Circumstances,
    ) -> (Vec<Hit>, Vec<Miss>) {
        let (mut hits, mut misses) = (Vec::new(), Vec::new());
        let mut keep = |decision| match decision {
            Decision::Hit(hit) => hits.push(hit),
            Decision::Miss(miss) => misses.push(miss),
        };
        read(
            &self.set,
            &mut self.scratch,
            text,
            (circumstances, true),
            &mut keep,
        );
        hits.sort_by_key(|hit| (hit.span, hit.rule));
        misses.sort_by_key(|miss| (miss.span, miss.rule));
        (hits, misses)
    }
}

fn hits(
    set: &RuleSet,
    scratch: &mut Scratch,
    text: &TurnedText<'_>,
    circumstances: &Circumstances,
) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut keep = |decision| {
        if let Decision::Hit(hit) = decision {
            hits.push(hit);
        }
    };
    read(set, scratch, text, (circumstances, false), &mut keep);
    hits.sort_by_key(|hit| (hit.span, hit.rule));
    hits
}

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests;
