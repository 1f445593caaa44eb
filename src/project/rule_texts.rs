//! The texts of a study as rules read them: which rule reads which text, what is known of a text beside its words,
//! and what is coded in it. A text is read once for all the rules that read it. It must not know what becomes of a
//! hit. A stranger would get wrong that a rule written for a language reads translations too, of interviews in any
//! other: those are in the language the team works in.

use super::Study;
use super::coding::{ReadyRule, compiled};
use super::error::ProjectError;
use super::searching::{damaged, turned};
use crate::method::rule::{Circumstances, CodedSpans, Hit, Miss, RuleReader};
use crate::model::table::{Noun, TextKind};
use crate::model::text_index::Span;
use crate::model::transcript_text::TurnedText;
use crate::store::codings::{CodingFilter, Origin};
use crate::store::text::Transcript;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A code on words of a text.
#[derive(Clone, Debug)]
pub(super) struct CodedPlace {
    pub(super) code: String,
    pub(super) span: Span,
    /// Whether a person put it there without it having been proposed.
    pub(super) is_by_hand: bool,
}

/// What is coded in each text, by interview and kind.
pub(super) type PlacesByText = HashMap<(String, TextKind), Vec<CodedPlace>>;

/// What rules need to know of the texts of a study.
pub(super) struct RuleTexts<'r> {
    rules: &'r [ReadyRule],
    languages: BTreeMap<String, String>,
    sources: HashMap<String, String>,
    /// Group and side of each source, by key.
    sides: HashMap<String, [String; 2]>,
    /// For each code that a rule asks for, it and all below it.
    asked_codes: HashMap<String, BTreeSet<String>>,
    /// What is coded and accepted in each text, as far as who acts may see it.
    codings: PlacesByText,
    /// How many codings may not be seen.
    hidden: u64,
    /// One reader for all rules, once a text is read.
    reader: Option<RuleReader>,
}

/// What rules found in a text. Hits and misses name rules by their index among all rules.
pub(super) struct ReadText<'t> {
    pub(super) text: &'t TurnedText<'t>,
    /// The rules that read it.
    pub(super) readers: Vec<usize>,
    pub(super) hits: Vec<Hit>,
    /// What was just missed; empty unless it was asked for.
    pub(super) misses: Vec<Miss>,
}

impl<'r> RuleTexts<'r> {
    /// Reads what is known of all texts.
    ///
    /// # Errors
    /// [`ProjectError::Unknown`] for a code that a rule asks for and nobody made; what the store says.
    pub(super) fn new(study: &Study, rules: &'r [ReadyRule]) -> Result<Self, ProjectError> {
        let asked: Vec<&str> = rules.iter().flat_map(ReadyRule::asked_codes).collect();
        let below = study.each_with_all_below(Noun::Code, asked.iter().copied())?;
        let asked_codes: HashMap<_, _> = asked.into_iter().map(str::to_owned).zip(below).collect();
        let (codings, hidden) = match asked_codes.is_empty() {
            true => (PlacesByText::new(), 0),
            false => study.accepted_codings()?,
        };
        Ok(Self {
            rules,
            languages: study.cells_by_key(Noun::Interview, "language")?,
            sources: study.sources_by_interview()?,
            sides: study.sides_of_sources()?,
            asked_codes,
            codings,
            hidden,
            reader: None,
        })
    }

    /// The same with what is coded, also where no rule asks for a code.
    ///
    /// # Errors
    /// What the store says.
    pub(super) fn with_codings(mut self, study: &Study) -> Result<Self, ProjectError> {
        if self.asked_codes.is_empty() {
            (self.codings, self.hidden) = study.accepted_codings()?;
        }
        Ok(self)
    }

    /// How many codings of others who acts may not see; no rule sees them either.
    pub(super) fn hidden(&self) -> u64 {
        self.hidden
    }

    /// The language an interview was held in.
    pub(super) fn language(&self, interview: &str) -> &str {
        self.languages.get(interview).map_or("", String::as_str)
    }

    /// What is coded and accepted in all texts.
    pub(super) fn all_codings(&self) -> &PlacesByText {
        &self.codings
    }

    /// What is coded and accepted in a text.
    pub(super) fn codings(&self, transcript: &Transcript) -> &[CodedPlace] {
        let key = (transcript.interview.clone(), transcript.kind);
        self.codings.get(&key).map_or(&[], Vec::as_slice)
    }

    /// Reads a text with the rules that read it and hands over what they found; nothing where none does.
    pub(super) fn read<T>(
        &mut self,
        transcript: &Transcript,
        wants_misses: bool,
        then: impl FnOnce(&Self, ReadText<'_>) -> Result<T, ProjectError>,
    ) -> Result<Option<T>, ProjectError> {
        let readers = self.readers_of(transcript);
        if readers.is_empty() {
            return Ok(None);
        }
        let found = turned(&transcript.body, &self.sources_of(&transcript.interview))?;
        let text =
            TurnedText::new(&transcript.body, &found.turns).map_err(|error| damaged(&error))?;
        let known = self.circumstances(transcript);
        let rules = self.rules;
        let reader = &mut self.reader;
        let reader = reader.get_or_insert_with(|| RuleReader::new(compiled(rules)));
        let (mut hits, mut misses) = match wants_misses {
            true => reader.examine(&text, &known),
            false => (reader.run(&text, &known), Vec::new()),
        };
        // Rules that do not read this text were asked, too: for each group of rules that read the same texts all words
        // of a rule would be kept once more.
        let reads = |rule| readers.binary_search(&rule).is_ok();
        hits.retain(|hit| reads(hit.rule));
        misses.retain(|miss| reads(miss.rule));
        let read = ReadText {
            text: &text,
            readers,
            hits,
            misses,
        };
        then(self, read).map(Some)
    }

    fn readers_of(&self, transcript: &Transcript) -> Vec<usize> {
        let spoken = self.language(&transcript.interview);
        let reads = |rule: &ReadyRule| match transcript.kind {
            _ if rule.language.is_empty() => true,
            TextKind::Original => rule.language == spoken,
            TextKind::Translation => rule.language != spoken,
        };
        (0..self.rules.len())
            .filter(|at| reads(&self.rules[*at]))
            .collect()
    }

    /// An interview's own sources: those are the ones who answer in it.
    fn sources_of(&self, interview: &str) -> Vec<&str> {
        let sources = self.sources.get(interview);
        let sources = sources.map_or("", String::as_str);
        sources.split(';').collect()
    }

    fn sides_of(&self, interview: &str) -> HashMap<String, Vec<String>> {
        let sources = self.sources_of(interview).into_iter();
        sources
            .filter_map(|source| {
                let [_, side] = self.sides.get(source)?;
                let sides = (!side.is_empty()).then(|| side.clone());
                Some((source.to_owned(), sides.into_iter().collect()))
            })
            .collect()
    }

    fn circumstances(&self, transcript: &Transcript) -> Circumstances {
        let language = match transcript.kind {
            TextKind::Original => self.language(&transcript.interview).to_owned(),
            // The study does not say which language a translation is in.
            TextKind::Translation => String::new(),
        };
        let places = self.codings(transcript);
        let coded = self.asked_codes.iter().map(|(code, with_below)| {
            let own = places
                .iter()
                .filter(|place| with_below.contains(&place.code));
            let spans = own.map(|place| place.span).collect();
            (code.clone(), CodedSpans::new(spans))
        });
        let sources = self.sources_of(&transcript.interview);
        Circumstances {
            language,
            sources: sources.into_iter().map(str::to_owned).collect(),
            sides: self.sides_of(&transcript.interview),
            coded: coded.collect(),
        }
    }
}

impl Study {
    /// What is accepted and may be seen, and how many codings are hidden.
    fn accepted_codings(&self) -> Result<(PlacesByText, u64), ProjectError> {
        let mut codings = PlacesByText::new();
        let accepted = CodingFilter {
            status: Some("accepted"),
            ..CodingFilter::default()
        };
        let hidden = self.each_visible_coding(&accepted, |row| {
            if let Some(span) = row.span() {
                let kind = row.text_kind();
                let is_by_hand = row.origin() == Origin::Hand;
                let place = CodedPlace {
                    code: row.code,
                    span,
                    is_by_hand,
                };
                codings
                    .entry((row.interview, kind))
                    .or_default()
                    .push(place);
            }
            Ok(())
        })?;
        Ok((codings, hidden))
    }
}
