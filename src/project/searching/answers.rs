//! Finding, counting, ranking and fetching: with the index or by reading. It must not know how a place is laid out.
//! A stranger would read texts to count: with an index no text is read before it is shown, unless a filter asks what
//! only the text can say.

use super::shown::Search;
use super::{SearchCounts, SearchHit, Show, Study, damaged, turned};
use crate::method::rule::PatternId;
use crate::method::search::index_words::{Spellings, means, spellings};
use crate::method::search::rank::ranked;
use crate::method::search::{Answer, Query};
use crate::method::token::tokens;
use crate::model::transcript_text::{Turn, TurnedText};
use crate::project::error::ProjectError;
use crate::store::search_index::{Headline, SearchIndex, SearchedNoun, SearchedText};

/// Where answers come from.
pub(super) enum Library<'a> {
    /// The full-text index.
    Index(&'a SearchIndex<'a>),
    /// The texts themselves.
    Reading(&'a Study),
}

/// A document with turns that answer.
pub(super) struct Answering {
    /// Its number in the index, or its place among all that were read.
    number: i64,
    headline: Headline,
    /// The turns in their order, each with the number of its words.
    answers: Vec<(Answer, u32)>,
}

pub(super) fn counts(found: &[Answering]) -> SearchCounts {
    let answers = || found.iter().flat_map(|document| &document.answers);
    SearchCounts {
        places: answers().map(|(answer, _)| answer.places as usize).sum(),
        turns: answers().count(),
        texts: found.len(),
        ..SearchCounts::default()
    }
}

/// A word of an index that a pattern means: document, number of the word, pattern.
type MeantWord = (i64, u32, PatternId);

impl Library<'_> {
    /// All documents with wanted answers, in the order of listings.
    pub(super) fn answers(&self, search: &Search<'_>) -> Result<Vec<Answering>, ProjectError> {
        match self {
            Self::Index(index) => {
                let mut found = answers_of_index(index, search)?;
                found.sort_by(|a, b| order_of(&a.headline).cmp(&order_of(&b.headline)));
                Ok(found)
            }
            Self::Reading(study) => answers_by_reading(study, search),
        }
    }

    /// Hands what is shown to `each`; gives the number of places.
    pub(super) fn show(
        &self,
        search: &Search<'_>,
        found: &[Answering],
        show: Show,
        each: &mut impl FnMut(SearchHit) -> Result<(), ProjectError>,
    ) -> Result<usize, ProjectError> {
        let mut shown = 0;
        match show {
            Show::All => {
                let wanted: Vec<_> = found.iter().map(all_turns).collect();
                self.each_hit(search, &wanted, |_, hit| {
                    shown += 1;
                    each(hit)
                })?;
            }
            Show::Best(most) => {
                for hit in self.best(search, found, most)? {
                    shown += 1;
                    each(hit)?;
                }
            }
        }
        Ok(shown)
    }

    /// The places of the best turns, the best first.
    fn best(
        &self,
        search: &Search<'_>,
        found: &[Answering],
        most: usize,
    ) -> Result<Vec<SearchHit>, ProjectError> {
        let wanted = best_turns(found, most);
        let slots = wanted.iter().map(|document| document.turns.len()).sum();
        let mut hits: Vec<Vec<SearchHit>> = vec![Vec::new(); slots];
        self.each_hit(search, &wanted, |slot, hit| {
            hits[slot].push(hit);
            Ok(())
        })?;
        Ok(hits.into_iter().flatten().take(most).collect())
    }

    /// Hands every place in wanted turns to `each`, with the rank of its turn.
    fn each_hit(
        &self,
        search: &Search<'_>,
        wanted: &[Wanted<'_>],
        mut each: impl FnMut(usize, SearchHit) -> Result<(), ProjectError>,
    ) -> Result<(), ProjectError> {
        self.each_text(wanted, |document, text| {
            let turns = turns_of(&document.of.headline, &text)?;
            let (ranks, own): (Vec<usize>, Vec<Turn>) = document
                .turns
                .iter()
                .filter_map(|(turn, rank)| Some((*rank, turns.get(*turn)?.clone())))
                .unzip();
            let text = TurnedText::new(&text.text, &own).map_err(|error| damaged(&error))?;
            search.each_hit(&document.of.headline, &text, |turn, hit| {
                each(ranks[turn], hit)
            })
        })
    }

    fn each_text(
        &self,
        wanted: &[Wanted<'_>],
        mut each: impl FnMut(&Wanted<'_>, SearchedText) -> Result<(), ProjectError>,
    ) -> Result<(), ProjectError> {
        match self {
            Self::Index(index) => {
                for document in wanted {
                    each(document, index.text(document.of.number)?)?;
                }
                Ok(())
            }
            Self::Reading(study) => {
                let mut rest = wanted.iter().peekable();
                let mut has = |noun| wanted.iter().any(|one| one.of.headline.noun == noun);
                study.each_searched_text(&mut has, &mut |number, _, text| match rest
                    .next_if(|next| next.of.number == number)
                {
                    Some(document) => each(document, text),
                    None => Ok(()),
                })
            }
        }
    }
}

/// A document of which turns shall be shown.
struct Wanted<'a> {
    of: &'a Answering,
    /// The turns, ascending, each with its rank.
    turns: Vec<(usize, usize)>,
}

fn all_turns(of: &Answering) -> Wanted<'_> {
    let turns = of.answers.iter().map(|(answer, _)| (answer.turn, 0));
    Wanted {
        of,
        turns: turns.collect(),
    }
}

/// As many of the best turns as hold so many places, by document.
fn best_turns(found: &[Answering], most: usize) -> Vec<Wanted<'_>> {
    let answers: Vec<(usize, &(Answer, u32))> = found
        .iter()
        .enumerate()
        .flat_map(|(at, document)| document.answers.iter().map(move |answer| (at, answer)))
        .collect();
    let measured: Vec<_> = answers
        .iter()
        .map(|(_, (answer, words))| (answer, *words))
        .collect();
    let mut wanted: Vec<Wanted<'_>> = found
        .iter()
        .map(|of| Wanted {
            of,
            turns: Vec::new(),
        })
        .collect();
    let mut places = 0;
    for (rank, at) in ranked(&measured).into_iter().enumerate() {
        if places >= most {
            break;
        }
        let (document, (answer, _)) = answers[at];
        places += answer.places as usize;
        wanted[document].turns.push((answer.turn, rank));
    }
    wanted.retain(|document| !document.turns.is_empty());
    for document in &mut wanted {
        document.turns.sort_unstable();
    }
    wanted
}

fn order_of(headline: &Headline) -> (SearchedNoun, &[Option<String>]) {
    (headline.noun, &headline.order)
}

fn turns_of(headline: &Headline, text: &SearchedText) -> Result<Vec<Turn>, ProjectError> {
    if headline.noun != SearchedNoun::Transcript {
        return Ok(TurnedText::plain(&text.text).turns().to_vec());
    }
    let sources: Vec<_> = text.sources.split(';').collect();
    Ok(turned(&text.text, &sources)?.turns)
}

fn answers_of_index(
    index: &SearchIndex<'_>,
    search: &Search<'_>,
) -> Result<Vec<Answering>, ProjectError> {
    let must_be_read = index.must_be_read()?;
    let mut found = Vec::new();
    for same in meant_words(index, &search.query)?.chunk_by(|a, b| a.0 == b.0) {
        let number = same[0].0;
        if must_be_read.binary_search(&number).is_ok() {
            continue;
        }
        let turns = index.turns(number)?;
        let words: Vec<_> = same
            .iter()
            .map(|(_, at, pattern)| (*at, *pattern))
            .collect();
        let answers = search.query.answers_of_words(&turns, &words);
        if answers.is_empty() {
            continue;
        }
        let length = |answer: Answer| {
            let words = turns
                .get(answer.turn)
                .map_or(0, |turn| turn.end - turn.start);
            (answer, words)
        };
        let document = Answering {
            number,
            headline: index.headline(number)?,
            answers: answers.into_iter().map(length).collect(),
        };
        let text = || Ok(index.text(number)?);
        found.extend(wanted_part(search, document, text)?);
    }
    for number in must_be_read {
        let headline = index.headline(number)?;
        found.extend(read(search, number, headline, &index.text(number)?)?);
    }
    Ok(found)
}

/// Every word that the query asks for, by document, place and pattern.
fn meant_words(index: &SearchIndex<'_>, query: &Query) -> Result<Vec<MeantWord>, ProjectError> {
    let mut meant = Vec::new();
    for (id, pattern) in query.patterns() {
        let mut wanted = Vec::new();
        match spellings(pattern) {
            Spellings::These(these) => wanted = these,
            Spellings::From(start) => {
                index.each_spelling(&start, |spelling| wanted.push(spelling.to_owned()))?;
            }
        }
        wanted.retain(|spelling| means(pattern, spelling));
        for spelling in wanted {
            index.each_place(&spelling, |document, at| meant.push((document, at, id)))?;
        }
    }
    meant.sort_unstable();
    Ok(meant)
}

/// What is left of a document when the filter has looked at it, and into its text where it must.
fn wanted_part(
    search: &Search<'_>,
    document: Answering,
    text: impl FnOnce() -> Result<SearchedText, ProjectError>,
) -> Result<Option<Answering>, ProjectError> {
    if !search.filter.wants(&document.headline)? {
        return Ok(None);
    }
    if !search.filter.needs_text() {
        return Ok(Some(document));
    }
    let text = text()?;
    let turns = turns_of(&document.headline, &text)?;
    wanted_turns(search, document, &text.text, &turns)
}

fn wanted_turns(
    search: &Search<'_>,
    mut document: Answering,
    text: &str,
    turns: &[Turn],
) -> Result<Option<Answering>, ProjectError> {
    let mut kept = Vec::new();
    for (mut answer, words) in std::mem::take(&mut document.answers) {
        let Some(turn) = turns.get(answer.turn..=answer.turn) else {
            continue;
        };
        if !search.filter.wants_speaker(turn[0].speaker()) {
            continue;
        }
        let own = TurnedText::new(text, turn).map_err(|error| damaged(&error))?;
        answer.places = search.count_wanted(&document.headline, &own);
        if answer.places > 0 {
            kept.push((answer, words));
        }
    }
    document.answers = kept;
    Ok((!document.answers.is_empty()).then_some(document))
}

fn answers_by_reading(study: &Study, search: &Search<'_>) -> Result<Vec<Answering>, ProjectError> {
    let mut found = Vec::new();
    let wants = &mut |noun| search.filter.wants_noun(noun);
    study.each_searched_text(wants, &mut |number, headline, text| {
        found.extend(read(search, number, headline, &text)?);
        Ok(())
    })?;
    Ok(found)
}

/// Reads one text.
fn read(
    search: &Search<'_>,
    number: i64,
    headline: Headline,
    text: &SearchedText,
) -> Result<Option<Answering>, ProjectError> {
    if !search.filter.wants(&headline)? {
        return Ok(None);
    }
    let turns = turns_of(&headline, text)?;
    let turned = TurnedText::new(&text.text, &turns).map_err(|error| damaged(&error))?;
    let length = |answer: Answer| {
        let words = turned.slice(turns[answer.turn].words());
        let words = u32::try_from(tokens(words).count()).unwrap_or(u32::MAX);
        (answer, words)
    };
    let answers: Vec<_> = search
        .query
        .answers(&turned)
        .into_iter()
        .map(length)
        .collect();
    if answers.is_empty() {
        return Ok(None);
    }
    let document = Answering {
        number,
        headline,
        answers,
    };
    if !search.filter.needs_text() {
        return Ok(Some(document));
    }
    wanted_turns(search, document, &text.text, &turns)
}
