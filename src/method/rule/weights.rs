//! What words and phrases weigh in the lists of `WEIGH`: each word once, with all lists that weigh it. It must not know
//! texts, nor which rule a list is of. A stranger would get wrong that a word is numbered here for all lists together: a
//! text that has it has it for all of them, so one look at one mark says that nothing is to be added any more.

use super::finder::Window;
use super::vocabulary::PatternId;
use std::ops::Range;

/// The lists of all rules on one kind of unit.
#[derive(Debug, Clone, Default)]
pub(super) struct Weights {
    /// Of each word or phrase what it weighs, by list.
    all: Vec<Weight>,
    /// The term of each weight.
    terms: Vec<u32>,
    /// Where those of each word or phrase begin, and at last where they all end.
    starts: Vec<u32>,
    /// By pattern what ends with it; of patterns behind the last nothing does.
    endings: Vec<Ending>,
    /// Of each phrase the pattern of the word before the last; the phrases of an ending follow one another, by this.
    previous: Vec<PatternId>,
    /// Of each phrase the patterns of the words before these two.
    before: Vec<Box<[PatternId]>>,
    /// The same while rules are compiled, each with the patterns.
    new: Vec<(Box<[PatternId]>, NewWeight)>,
    /// The rule of each list; those of a rule follow one another.
    rule_of_list: Vec<usize>,
}

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

/// A word or phrase that some list weighs, by number.
pub(super) type WeighedId = u32;

/// What ends with a pattern.
#[derive(Debug, Clone, Copy)]
struct Ending {
    /// The word alone, or [`Ending::NO_WORD`].
    word: WeighedId,
    /// The phrases: first and behind the last.
    phrases: (u32, u32),
    /// Whether a phrase has it before its last word.
    is_previous: bool,
}

impl Ending {
    /// Stands where no list weighs the word alone. No set comes near as many.
    const NO_WORD: WeighedId = WeighedId::MAX;

    const NOTHING: Self = Self {
        word: Self::NO_WORD,
        phrases: (0, 0),
        is_previous: false,
    };

    fn phrases(&self) -> Range<usize> {
        self.phrases.0 as usize..self.phrases.1 as usize
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

    /// Makes the lists ready to be asked, once all rules are compiled.
    pub(super) fn settle(&mut self) {
        let mut new = std::mem::take(&mut self.new);
        new.sort_unstable_by(|(left, own), (right, other)| {
            let ((is_phrase, words), (is_other_phrase, others)) = (order(left), order(right));
            let by_words = is_phrase.cmp(&is_other_phrase).then(words.cmp(others));
            by_words.then(own.list.cmp(&other.list))
        });
        let highest = new.iter().flat_map(|(patterns, _)| patterns).max();
        let patterns = highest.map_or(0, |highest| *highest as usize + 1);
        self.endings = vec![Ending::NOTHING; patterns];
        for same in new.chunk_by(|(left, _), (right, _)| left == right) {
            self.hang(&same[0].0);
            for (_, weight) in same {
                self.all.extend(weight.pieces());
                self.terms.resize(self.all.len(), weight.term);
            }
        }
        if !self.starts.is_empty() {
            self.starts.push(self.all.len() as u32);
        }
    }

    /// Gives a word or phrase the next number.
    fn hang(&mut self, patterns: &[PatternId]) {
        // A rule has ten thousand terms at most, or what --limit allows; no set comes near 2^32.
        let number = self.starts.len() as WeighedId;
        self.starts.push(self.all.len() as u32);
        match patterns {
            [] => {}
            [word] => self.endings[*word as usize].word = number,
            [before @ .., previous, last] => {
                let phrase = self.previous.len() as u32;
                let phrases = &mut self.endings[*last as usize].phrases;
                if phrases.0 == phrases.1 {
                    phrases.0 = phrase;
                }
                phrases.1 = phrase + 1;
                self.endings[*previous as usize].is_previous = true;
                self.previous.push(*previous);
                self.before.push(before.into());
            }
        }
    }

    /// The patterns of all words before the last of a phrase.
    pub(super) fn followed(&self) -> impl Iterator<Item = PatternId> {
        let before = self.before.iter().flat_map(|before| before.iter());
        before.chain(&self.previous).copied()
    }

    /// Whether no list weighs anything.
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// How many words and phrases are weighed.
    pub(super) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    pub(super) fn list_count(&self) -> usize {
        self.rule_of_list.len()
    }

    /// The rule that a list belongs to.
    pub(super) fn rule_of_list(&self, list: usize) -> usize {
        self.rule_of_list[list]
    }

    /// Whether something weighed ends with a pattern.
    pub(super) fn end_with(&self, pattern: PatternId) -> bool {
        let ending = self.ending(pattern);
        ending.word != Ending::NO_WORD || !ending.phrases().is_empty()
    }

    /// What a word or phrase weighs, by list.
    #[inline]
    pub(super) fn of(&self, weighed: WeighedId) -> &[Weight] {
        &self.all[self.range_of(weighed)]
    }

    fn range_of(&self, weighed: WeighedId) -> Range<usize> {
        let at = weighed as usize;
        self.starts[at] as usize..self.starts[at + 1] as usize
    }

    /// The terms by which a word or phrase speaks for some lists, ascending.
    pub(super) fn terms_for<'w>(
        &'w self,
        weighed: WeighedId,
        lists: &'w [u32],
    ) -> impl Iterator<Item = u32> + 'w {
        let range = self.range_of(weighed);
        let (own, terms) = (&self.all[range.clone()], &self.terms[range]);
        // The lists of a rule follow one another, so this passes by few of others.
        let first = own.partition_point(|own| lists.first().is_none_or(|first| own.list < *first));
        let own = own[first..].iter().zip(&terms[first..]);
        let own = own.take_while(|(own, _)| lists.last().is_some_and(|last| own.list <= *last));
        let speak = own.filter(|(own, _)| own.weight > 0 && lists.binary_search(&own.list).is_ok());
        speak.map(|(_, term)| *term)
    }

    #[inline]
    fn ending(&self, pattern: PatternId) -> Ending {
        let ending = self.endings.get(pattern as usize);
        ending.copied().unwrap_or(Ending::NOTHING)
    }

    /// Hands what ends with the last word of a window to `take`, with the place of its first word in the window; a
    /// phrase does not begin before `least_cp`.
    #[inline]
    pub(super) fn each_that_ends(
        &self,
        window: &Window,
        least_cp: usize,
        mut take: impl FnMut(WeighedId, usize),
    ) {
        for pattern in window.patterns() {
            let ending = self.ending(*pattern);
            if ending.word != Ending::NO_WORD {
                take(ending.word, window.last());
            }
            if !ending.phrases().is_empty()
                && let Some(before) = window.word_before(window.last(), least_cp)
            {
                self.each_phrase(&ending, window.patterns_of(before), |phrase| {
                    let first = window.begin_of(&self.before[phrase], before, least_cp);
                    if let Some(first) = first {
                        // Words have the first numbers.
                        take(
                            (self.len() - self.previous.len() + phrase) as WeighedId,
                            first,
                        );
                    }
                });
            }
        }
    }

    /// The phrases of an ending in which the word before the last is one that some patterns mean, ascending. The fewer
    /// of both are gone through, since either may be many.
    #[inline]
    fn each_phrase(&self, ending: &Ending, before: &[PatternId], mut take: impl FnMut(usize)) {
        let phrases = ending.phrases();
        let own = &self.previous[phrases.clone()];
        if own.len() <= before.len() {
            let is_there = |phrase: &usize| before.binary_search(&self.previous[*phrase]).is_ok();
            phrases.filter(is_there).for_each(take);
            return;
        }
        for pattern in before {
            if self.ending(*pattern).is_previous {
                let first = own.partition_point(|own| own < pattern);
                let same = own[first..].iter().take_while(|own| *own == pattern);
                (phrases.start + first..)
                    .zip(same)
                    .for_each(|(phrase, _)| take(phrase));
            }
        }
    }
}
