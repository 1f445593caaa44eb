//! What words and phrases weigh in the lists of `WEIGH`: each word once, with all lists that weigh it. It must not know
//! texts, nor which rule a list is of. A stranger would get wrong that a word is numbered here for all lists together: a
//! text that has it has it for all of them, so one look at one mark says that nothing is to be added any more.

use super::vocabulary::PatternId;
use std::ops::Range;

/// The lists of all rules on one kind of unit.
#[derive(Debug, Clone, Default)]
pub(super) struct Weights {
    /// Words by their patterns, behind them the phrases, at last one that only says where the last ends.
    weighed: Vec<Weighed>,
    /// How many of them are words.
    words: usize,
    /// Of each of them what it weighs, by list.
    all: Vec<Weight>,
    /// The term of each weight.
    terms: Vec<u32>,
    /// Of each phrase the pattern of the word before the last; the phrases of a last word follow one another, by this.
    previous: Vec<PatternId>,
    /// Of each phrase the patterns of the words before these two.
    before: Vec<Box<[PatternId]>>,
    /// The rule of each list; those of a rule follow one another.
    rule_of_list: Vec<usize>,
    /// The terms while rules are compiled, each with the patterns of its words.
    new: Vec<(Box<[PatternId]>, NewWeight)>,
}

/// What is asked of a word or phrase with every word of a text, in one place.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Weighed {
    /// Where its weights begin; they end where those of the next begin.
    first_weight: u32,
    /// Of a word where the phrases begin that it ends; likewise.
    first_phrase: u32,
    /// Whether it is the word before the last of a phrase.
    pub(super) is_previous: bool,
    /// The unit in which it was found last, for who reads a text.
    pub(super) seen: u32,
}

impl Weighed {
    pub(super) fn weights_until(&self, next: &Self) -> Range<usize> {
        self.first_weight as usize..next.first_weight as usize
    }

    pub(super) fn phrases_until(&self, next: &Self) -> Range<usize> {
        self.first_phrase as usize..next.first_phrase as usize
    }
}

/// A word or phrase by its number.
pub(super) type WeighedId = u32;

/// What a word or phrase weighs in one list: eight bytes, for a text asks for a dozen with every other word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weight {
    pub(super) list: u32,
    pub(super) weight: i32,
}

/// What a term weighs in one list.
#[derive(Debug, Clone, Copy)]
pub(super) struct NewWeight {
    pub(super) list: u32,
    /// Index of the term in its rule.
    pub(super) term: u32,
    pub(super) weight: i64,
}

impl NewWeight {
    /// The same in weights that sum to it: one, unless a term is written two million times.
    fn pieces(self) -> impl Iterator<Item = Weight> {
        let mut left = Some(self.weight);
        std::iter::from_fn(move || {
            let rest = left?;
            let weight = rest.clamp(i32::MIN.into(), i32::MAX.into()) as i32;
            left = Some(rest - i64::from(weight)).filter(|left| *left != 0);
            let list = self.list;
            Some(Weight { list, weight })
        })
    }
}

/// The words of a term from the last to the first: by these words and phrases are in order, words alone first.
fn order(patterns: &[PatternId]) -> (bool, impl Iterator<Item = &PatternId> + Clone) {
    (patterns.len() > 1, patterns.iter().rev())
}

impl Weights {
    /// Begins a list of a rule and returns its number.
    pub(super) fn begin_list(&mut self, rule: usize) -> usize {
        self.rule_of_list.push(rule);
        self.rule_of_list.len() - 1
    }

    /// Adds what a term weighs in a list; a term of a list comes once.
    pub(super) fn add(&mut self, patterns: Box<[PatternId]>, weight: NewWeight) {
        self.new.push((patterns, weight));
    }

    /// Makes the lists ready to be asked, once all rules are compiled; there are so many patterns.
    pub(super) fn settle(&mut self, patterns: usize) {
        let mut new = std::mem::take(&mut self.new);
        if new.is_empty() {
            return;
        }
        new.sort_unstable_by(|(left, own), (right, other)| {
            let ((is_phrase, words), (is_other_phrase, others)) = (order(left), order(right));
            let by_words = is_phrase.cmp(&is_other_phrase).then(words.cmp(others));
            by_words.then(own.list.cmp(&other.list))
        });
        self.words = patterns;
        for same in new.chunk_by(|(left, _), (right, _)| left == right) {
            self.hang(&same[0].0);
            for (_, weight) in same {
                self.all.extend(weight.pieces());
                self.terms.resize(self.all.len(), weight.term);
            }
        }
        self.begin_up_to(patterns);
        self.weighed.push(self.next());
        self.count_phrases(&new);
    }

    /// Gives a word or phrase its number, in their order.
    fn hang(&mut self, patterns: &[PatternId]) {
        match patterns {
            [] => {}
            [word] => self.begin_up_to(*word as usize + 1),
            [before @ .., previous, _] => {
                self.begin_up_to(self.words);
                self.weighed.push(self.next());
                self.previous.push(*previous);
                self.before.push(before.into());
            }
        }
    }

    /// What begins where all that came before ends.
    fn next(&self) -> Weighed {
        Weighed {
            // A rule has ten thousand terms at most, or what --limit allows; no set comes near 2^32.
            first_weight: self.all.len() as u32,
            ..Weighed::default()
        }
    }

    /// Begins words until there are so many.
    fn begin_up_to(&mut self, words: usize) {
        let next = self.next();
        self.weighed.resize(words.max(self.weighed.len()), next);
    }

    /// Tells words which phrases they end and which go on behind them.
    fn count_phrases(&mut self, new: &[(Box<[PatternId]>, NewWeight)]) {
        let mut lasts: Vec<PatternId> = Vec::with_capacity(self.previous.len());
        for same in new.chunk_by(|(left, _), (right, _)| left == right) {
            if let [.., previous, last] = *same[0].0 {
                self.weighed[previous as usize].is_previous = true;
                lasts.push(last);
            }
        }
        for (at, weighed) in self.weighed.iter_mut().enumerate() {
            weighed.first_phrase = lasts.partition_point(|last| (*last as usize) < at) as u32;
        }
    }

    /// Words by their patterns, behind them the phrases, at last one that only says where the last ends.
    pub(super) fn weighed(&self) -> &[Weighed] {
        &self.weighed
    }

    /// How many of them are words.
    pub(super) fn words(&self) -> usize {
        self.words
    }

    /// Whether no list weighs anything.
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub(super) fn list_count(&self) -> usize {
        self.rule_of_list.len()
    }

    /// The rule that a list belongs to.
    pub(super) fn rule_of_list(&self, list: usize) -> usize {
        self.rule_of_list[list]
    }

    /// The patterns of all words before the last of a phrase.
    pub(super) fn followed(&self) -> impl Iterator<Item = PatternId> {
        let before = self.before.iter().flat_map(|before| before.iter());
        before.chain(&self.previous).copied()
    }

    /// Whether something weighed ends with a pattern.
    pub(super) fn end_with(&self, pattern: PatternId) -> bool {
        let at = pattern as usize;
        at < self.words && {
            let (own, next) = (&self.weighed[at], &self.weighed[at + 1]);
            !own.weights_until(next).is_empty() || !own.phrases_until(next).is_empty()
        }
    }

    /// What a word or phrase weighs, by list.
    #[inline]
    pub(super) fn of(&self, weighed: WeighedId) -> &[Weight] {
        &self.all[self.range_of(weighed)]
    }

    #[inline]
    fn range_of(&self, weighed: WeighedId) -> Range<usize> {
        let at = weighed as usize;
        self.weighed[at].weights_until(&self.weighed[at + 1])
    }

    /// Hands the terms by which a word or phrase speaks for some lists of a rule, ascending, to `take`.
    pub(super) fn each_term_for(
        &self,
        weighed: WeighedId,
        lists: &[u32],
        take: &mut impl FnMut(u32),
    ) {
        let (Some(first), Some(last)) = (lists.first(), lists.last()) else {
            return;
        };
        let range = self.range_of(weighed);
        let own = &self.all[range.clone()];
        // The lists of a rule follow one another, so this passes by few of others.
        let begin = own.partition_point(|own| own.list < *first);
        for (own, term) in own[begin..].iter().zip(&self.terms[range][begin..]) {
            if own.list > *last {
                return;
            }
            if own.weight > 0 && lists.binary_search(&own.list).is_ok() {
                take(*term);
            }
        }
    }

    /// The words before the last two of a phrase.
    #[inline]
    pub(super) fn before(&self, phrase: usize) -> &[PatternId] {
        &self.before[phrase]
    }

    /// Those of some phrases of one last word that have a pattern before it.
    #[inline]
    pub(super) fn with_previous(&self, phrases: Range<usize>, pattern: PatternId) -> Range<usize> {
        let own = &self.previous[phrases.clone()];
        let first = own.partition_point(|own| *own < pattern);
        let count = own[first..]
            .iter()
            .take_while(|own| **own == pattern)
            .count();
        phrases.start + first..phrases.start + first + count
    }

    /// The pattern of the word before the last of a phrase.
    #[inline]
    pub(super) fn previous(&self, phrase: usize) -> PatternId {
        self.previous[phrase]
    }
}
