//! Counts of codes: by passages, sources and words, which codes meet, and codes by what is known
//! of sources and interviews. It must not know how marks are counted (`method::tally`). What a
//! stranger would get wrong: a passage that two coders marked with one code is one passage, and
//! one in an interview of two sources counts for both, so the columns of a crosstab may sum to
//! more than the whole.

use super::Study;
use super::error::ProjectError;
use super::searching::{PassageFilter, SearchFilter};
use crate::method::tally::{CodeMark, in_order, words_by_code};
use crate::method::token::token_spans;
use crate::model::cell::items;
use crate::model::id::Id;
use crate::model::table::{Noun, TextKind};
use crate::model::tables::table;
use crate::model::text_index::Span;
use crate::store::tallies::CodedPlace;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

pub mod co_occurrence;
pub mod crosstab;

/// What is counted.
#[derive(Clone, Copy, Debug, Default)]
pub struct TallyWish<'a> {
    /// Only passages of these sources and interviews.
    pub only: SearchFilter<'a>,
    /// Only codings of these coders; of all when none is named.
    pub coders: &'a [String],
    /// Only this code and those below it.
    pub code: Option<&'a str>,
    /// Whether what stands under the codes below a code counts for it too.
    pub with_subcodes: bool,
}

/// A result with what is to be said of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// What was left out, a sentence each.
    pub warnings: Vec<String>,
}

/// How much there is of a code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    /// Different passages.
    pub passages: u64,
    /// Sources in whose interviews they are.
    pub sources: u64,
    /// Interviews.
    pub interviews: u64,
    /// Words, each once.
    pub words: u64,
}

/// The counts of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeAmounts {
    /// Its key.
    pub code: String,
    /// The path from the top.
    pub path: String,
    /// Of the code alone.
    pub own: Amount,
    /// With all codes below it.
    pub all: Amount,
}

/// The codings of a study, as counting needs them.
pub(super) struct Marked {
    /// Codes in the order of the tree.
    pub codes: Vec<String>,
    /// For each code itself and those above it, by number.
    pub upward: Vec<Vec<u32>>,
    /// Which codes are wanted.
    pub is_wanted: Vec<bool>,
    /// The texts with marks, by interview and kind.
    pub texts: Vec<MarkedText>,
    pub warnings: Vec<String>,
}

pub(super) struct MarkedText {
    pub interview: String,
    pub kind: TextKind,
    /// In order, each once.
    pub marks: Vec<CodeMark>,
}

impl Study {
    /// How much there is of every code, alone and with all below it, in the order of the tree.
    ///
    /// # Errors
    /// [`ProjectError::Unknown`] for a key or attribute that nothing has; what the store says.
    pub fn tally_codes(&self, wish: &TallyWish<'_>) -> Result<Tally<CodeAmounts>, ProjectError> {
        let marked = self.marked(wish)?;
        let codes = marked.codes.len();
        let sources = self.sources_by_interview()?;
        let (mut own, mut all) = (Counting::new(codes), Counting::new(codes));
        self.with_words(&marked.texts, |text, words| {
            let sources = sources.get(&text.interview).map_or("", String::as_str);
            own.add(text, &text.marks, (words, sources));
            all.add(text, &marked.raised(&text.marks), (words, sources));
        })?;
        let paths = self.code_paths()?;
        let wanted = (0..codes).filter(|code| marked.is_wanted[*code]);
        let rows = wanted.map(|code| CodeAmounts {
            path: paths.get(&marked.codes[code]).cloned().unwrap_or_default(),
            code: marked.codes[code].clone(),
            own: own.amount(code),
            all: all.amount(code),
        });
        Ok(Tally {
            rows: rows.collect(),
            warnings: marked.warnings,
        })
    }

    /// The accepted codings that are wanted and may be seen.
    pub(super) fn marked(&self, wish: &TallyWish<'_>) -> Result<Marked, ProjectError> {
        let coders = self.coder_ids(wish.coders)?;
        let filter = PassageFilter::new(self, &wish.only)?;
        let places = self.store.coded_places()?;
        let mut marked = self.no_marks(wish, &places)?;
        let number_of = self.numbers_of_codes(&marked.codes)?;
        let texts = self.store.texts_by_version()?;
        let sight = self.sight()?;
        let actor = self.store.id_of(Noun::Coder, self.actor())?;
        let mut by_version: HashMap<Id, Option<Vec<CodeMark>>> = HashMap::new();
        let (mut hidden, mut last) = (0, None);
        for place in places {
            let Some(text) = texts.get(&place.version) else {
                continue;
            };
            if last != Some(place.version) {
                last = Some(place.version);
                by_version
                    .entry(place.version)
                    .or_insert_with(|| filter.wants_interview(&text.0).then(Vec::new));
            }
            let own = by_version.get_mut(&place.version).and_then(Option::as_mut);
            let is_named = coders.as_ref().is_none_or(|all| all.contains(&place.coder));
            let (Some(marks), Some(code), true) = (own, number_of.get(&place.code), is_named)
            else {
                continue;
            };
            if Some(place.coder) != actor && sight.hides(&text.0, text.1) {
                hidden += 1;
                continue;
            }
            let mark = mark_of(place.span_cp, *code);
            if filter.wants_place(text, span_of(&mark)) {
                marks.push(mark);
            }
        }
        marked.note_left_out(hidden, self.store.codings_without_place()?);
        marked.take(by_version, &texts, wish.with_subcodes);
        Ok(marked)
    }

    fn coder_ids(&self, coders: &[String]) -> Result<Option<HashSet<Id>>, ProjectError> {
        let id = |key: &String| self.known_id(Noun::Coder, key);
        match coders {
            [] => Ok(None),
            named => Ok(Some(
                named.iter().map(id).collect::<Result<_, ProjectError>>()?,
            )),
        }
    }

    /// The codes that are counted: all but those that are retired and have nothing.
    fn no_marks(
        &self,
        wish: &TallyWish<'_>,
        places: &[CodedPlace],
    ) -> Result<Marked, ProjectError> {
        let wanted = match wish.code {
            Some(code) => Some(self.with_all_below(Noun::Code, code)?),
            None => None,
        };
        let branches = self.branches(Noun::Code)?;
        let codes = table(Noun::Code);
        let used: HashSet<Id> = places.iter().map(|place| place.code).collect();
        let ids = self.store.ids_by_key(Noun::Code)?;
        let is_counted = |cells: &&&crate::store::rows::Cells| {
            let key = cells[0].as_deref().unwrap_or_default();
            codes.cell(cells, "retired").is_empty()
                || ids.get(key).is_some_and(|id| used.contains(id))
        };
        let rows = branches.rows();
        let codes: Vec<String> = rows
            .iter()
            .filter(is_counted)
            .filter_map(|cells| cells[0].clone())
            .collect();
        let numbers: HashMap<&str, u32> = (0_u32..)
            .zip(&codes)
            .map(|(at, code)| (code.as_str(), at))
            .collect();
        let mut upward = vec![Vec::new(); codes.len()];
        for above in &codes {
            for below in branches.from(above) {
                if let Some(below) = numbers.get(below.as_str()) {
                    upward[*below as usize].push(numbers[above.as_str()]);
                }
            }
        }
        let is_wanted = codes
            .iter()
            .map(|code| wanted.as_ref().is_none_or(|wanted| wanted.contains(code)));
        Ok(Marked {
            is_wanted: is_wanted.collect(),
            upward,
            texts: Vec::new(),
            warnings: Vec::new(),
            codes,
        })
    }

    fn numbers_of_codes(&self, codes: &[String]) -> Result<HashMap<Id, u32>, ProjectError> {
        let ids = self.store.ids_by_key(Noun::Code)?;
        let numbered = (0_u32..).zip(codes);
        Ok(numbered
            .filter_map(|(at, code)| Some((*ids.get(code.as_str())?, at)))
            .collect())
    }

    /// Hands each text with the places of its words to `each`.
    pub(super) fn with_words(
        &self,
        texts: &[MarkedText],
        mut each: impl FnMut(&MarkedText, &[(u32, u32)]),
    ) -> Result<(), ProjectError> {
        self.with_bodies(texts, |text, body| {
            let words = token_spans(body).map(|word| (narrow(word.start_cp), narrow(word.end_cp)));
            each(text, &words.collect::<Vec<_>>());
            Ok(())
        })
    }

    /// Hands each text with its words to `each`.
    pub(super) fn with_bodies(
        &self,
        texts: &[MarkedText],
        mut each: impl FnMut(&MarkedText, &str) -> Result<(), ProjectError>,
    ) -> Result<(), ProjectError> {
        let by_text: HashMap<(&str, TextKind), &MarkedText> = texts
            .iter()
            .map(|text| ((text.interview.as_str(), text.kind), text))
            .collect();
        self.store.each_transcript(|transcript| {
            match by_text.get(&(transcript.interview.as_str(), transcript.kind)) {
                Some(text) => each(text, &transcript.body),
                None => Ok(()),
            }
        })
    }

    /// Refuses the name of an attribute that is not declared and that no source and no interview
    /// has.
    pub(super) fn refuse_unknown_attribute(&self, name: &str) -> Result<(), ProjectError> {
        let known = self.attribute_names()?;
        if known.contains(name) {
            return Ok(());
        }
        let like = crate::model::key_book::nearest(name, known.iter().map(String::as_str));
        let all: Vec<&str> = known.iter().map(String::as_str).collect();
        Err(ProjectError::Unknown {
            noun: "attribute",
            name: name.to_owned(),
            like: like.map(str::to_owned),
            hint: match all.is_empty() {
                true => "give sources or interviews columns attr.NAME".to_owned(),
                false => format!("there are: {}", all.join(", ")),
            },
        })
    }

    /// The names of the study's own attributes of sources and interviews.
    pub(super) fn attribute_names(&self) -> Result<BTreeSet<String>, ProjectError> {
        let mut names: BTreeSet<String> = self.store.keys(Noun::Attribute)?.into_iter().collect();
        for noun in [Noun::Source, Noun::Interview] {
            let rows = self.attributes(noun)?.into_values().flatten();
            names.extend(rows.map(|(name, _)| name));
        }
        Ok(names)
    }
}

impl Marked {
    fn note_left_out(&mut self, hidden: u64, without_place: u64) {
        let line = |count: u64, rest: &str| {
            let codings = crate::report::counted(count, "coding");
            (count > 0).then(|| format!("{codings} {rest}"))
        };
        let lines = [
            line(
                hidden,
                "of others left out: you code these texts blind until all have submitted",
            ),
            line(without_place, "left out: their words are in no text"),
        ];
        self.warnings.extend(lines.into_iter().flatten());
    }

    fn take(
        &mut self,
        by_version: HashMap<Id, Option<Vec<CodeMark>>>,
        texts: &HashMap<Id, (String, TextKind)>,
        with_subcodes: bool,
    ) {
        for (version, marks) in by_version {
            let (Some(mut marks), Some((interview, kind))) = (marks, texts.get(&version)) else {
                continue;
            };
            if with_subcodes {
                marks = self.raised(&marks);
            }
            in_order(&mut marks);
            if !marks.is_empty() {
                self.texts.push(MarkedText {
                    interview: interview.clone(),
                    kind: *kind,
                    marks,
                });
            }
        }
        self.texts.sort_unstable_by(|a, b| {
            (&a.interview, a.kind.as_str()).cmp(&(&b.interview, b.kind.as_str()))
        });
    }

    /// The marks for each code and all above it, each once.
    fn raised(&self, marks: &[CodeMark]) -> Vec<CodeMark> {
        let raised = marks.iter().flat_map(|mark| {
            let above = self.upward[mark.code as usize].iter();
            above.map(|code| CodeMark {
                code: *code,
                ..*mark
            })
        });
        let mut raised: Vec<CodeMark> = raised.collect();
        in_order(&mut raised);
        raised
    }
}

/// Counts of all codes.
struct Counting {
    amounts: Vec<Amount>,
    sources: Vec<BTreeSet<String>>,
    interviews: Vec<BTreeSet<String>>,
}

impl Counting {
    fn new(codes: usize) -> Self {
        Self {
            amounts: vec![Amount::default(); codes],
            sources: vec![BTreeSet::new(); codes],
            interviews: vec![BTreeSet::new(); codes],
        }
    }

    fn add(
        &mut self,
        text: &MarkedText,
        marks: &[CodeMark],
        (words, sources): (&[(u32, u32)], &str),
    ) {
        let counts = words_by_code(words, marks, self.amounts.len());
        for (amount, count) in self.amounts.iter_mut().zip(counts) {
            amount.words += count;
        }
        for mark in marks {
            self.amounts[mark.code as usize].passages += 1;
        }
        for code in codes_in(marks) {
            let code = code as usize;
            self.interviews[code].insert(text.interview.clone());
            self.sources[code].extend(sources_in(sources));
        }
    }

    fn amount(&self, code: usize) -> Amount {
        Amount {
            sources: self.sources[code].len() as u64,
            interviews: self.interviews[code].len() as u64,
            ..self.amounts[code]
        }
    }
}

/// The sources of an interview, without the `?` of who was not sure.
pub(super) fn sources_in(sources: &str) -> impl Iterator<Item = String> {
    items(sources).map(|source| source.trim_end_matches('?').to_owned())
}

/// The codes of marks, each once.
pub(super) fn codes_in(marks: &[CodeMark]) -> Vec<u32> {
    let codes: BTreeSet<u32> = marks.iter().map(|mark| mark.code).collect();
    codes.into_iter().collect()
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn mark_of((start, end): (i64, i64), code: u32) -> CodeMark {
    let place = |number: i64| u32::try_from(number).unwrap_or_default();
    CodeMark {
        start_cp: place(start),
        end_cp: place(end),
        code,
    }
}

fn span_of(mark: &CodeMark) -> Span {
    Span {
        start_cp: mark.start_cp as usize,
        end_cp: mark.end_cp as usize,
    }
}

/// Values by key: what a crosstab has columns for.
pub(super) type ValuesByKey = BTreeMap<String, BTreeSet<String>>;
