//! Texts of a study with what coders marked in them: what agreement and differences of coders
//! are made of. Only accepted codings of people count. A stranger would get wrong what "did not
//! mark it" means: it is said only of coders who saw the text. That is who submitted it; in a
//! study that assigned nothing, whoever has an accepted coding in it (`seen_texts`).

use super::Study;
use super::error::ProjectError;
use super::searching::{damaged, turned};
use super::seen_texts::SeenBasis;
use crate::method::unit::{Unit, units};
use crate::model::table::{Noun, TextKind};
use crate::model::tables::table;
use crate::model::text_index::{Span, TextIndex};
use crate::store::codings::{CodingFilter, CodingRow};
use std::collections::{BTreeMap, BTreeSet};

/// What coders decide about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgreementUnit {
    /// Passages of their own choosing.
    Span,
    /// A sentence.
    Sentence,
    /// A turn.
    Turn,
    /// A whole interview.
    Interview,
}

impl AgreementUnit {
    /// Every unit.
    pub const ALL: [Self; 4] = [Self::Span, Self::Sentence, Self::Turn, Self::Interview];

    /// The word for it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Span => "span",
            Self::Sentence => "sentence",
            Self::Turn => "turn",
            Self::Interview => "interview",
        }
    }
}

/// Whose codings are wanted, and how.
#[derive(Clone, Debug)]
pub struct CodedWish {
    /// These coders; all when none is named.
    pub coders: Vec<String>,
    /// Take every code for the one above it at this depth of the tree, 1 for the top.
    pub level: Option<usize>,
    /// What the texts are cut into.
    pub unit: AgreementUnit,
    /// Only this interview.
    pub interview: Option<String>,
}

/// A coder's code on a passage, both by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// First code point.
    pub start_cp: usize,
    /// Behind the last code point.
    pub end_cp: usize,
    /// The code.
    pub code: usize,
    /// The coder.
    pub coder: usize,
}

/// A text that somebody coded.
#[derive(Clone, Debug)]
pub struct CodedText {
    /// Key of the interview.
    pub interview: String,
    /// Original or translation.
    pub kind: TextKind,
    /// The text.
    pub body: String,
    /// How many code points it has.
    pub length_cp: usize,
    /// What it is cut into; empty for spans.
    pub units: Vec<Span>,
    /// What was marked, by place.
    pub marks: Vec<Mark>,
    /// The coders who saw it.
    pub seen: BTreeSet<usize>,
}

/// The texts of a study that somebody coded.
#[derive(Clone, Debug)]
pub struct CodedTexts {
    /// The coders, in byte order.
    pub coders: Vec<String>,
    /// The codes, in byte order.
    pub codes: Vec<String>,
    /// For each code itself and those above it.
    pub upward: Vec<Vec<usize>>,
    /// The texts, by interview.
    pub texts: Vec<CodedText>,
    /// By which rule a coder counts as having seen a text, and what was left out.
    pub basis: SeenBasis,
    /// Accepted codings whose words are in no text.
    pub without_place: usize,
}

/// The codings of each text.
pub(super) type ByText = BTreeMap<(String, TextKind), Vec<CodingRow>>;

impl Study {
    /// Gathers the texts that somebody coded.
    ///
    /// # Errors
    /// [`ProjectError::Unknown`] for a coder or interview; what the store says.
    pub fn coded_texts(&self, wish: &CodedWish) -> Result<CodedTexts, ProjectError> {
        for coder in &wish.coders {
            self.row(Noun::Coder, coder)?;
        }
        if let Some(interview) = &wish.interview {
            self.row(Noun::Interview, interview)?;
        }
        let mut without_place = 0;
        let mut codings = self.accepted(wish, &mut without_place)?;
        let (seen, basis) = self.seen_texts(wish, &mut codings)?;
        let of_all = || codings.values().flatten();
        let coders: BTreeSet<&String> = seen.values().flatten().collect();
        let coders: Vec<String> = coders.into_iter().cloned().collect();
        let tree = Tree::of(self, wish.level, of_all().map(|row| row.code.as_str()))?;
        let mut found = CodedTexts {
            upward: tree.upward(),
            codes: tree.codes.clone(),
            coders,
            texts: Vec::new(),
            basis,
            without_place,
        };
        let sources = self.sources_by_interview()?;
        self.store.each_transcript(|transcript| {
            let at = (transcript.interview.clone(), transcript.kind);
            let Some(seen) = seen.get(&at) else {
                return Ok(());
            };
            let rows = codings.get(&at).map_or(&[][..], Vec::as_slice);
            let speakers = sources.get(&transcript.interview);
            let units = units_of(
                &transcript.body,
                speakers.map_or("", String::as_str),
                wish.unit,
            )?;
            let marks = marks_of(rows, &found.coders, &tree);
            found.texts.push(CodedText {
                length_cp: TextIndex::new(&transcript.body).length_cp(),
                seen: numbers_of(seen, &found.coders),
                interview: transcript.interview,
                kind: transcript.kind,
                body: transcript.body,
                units,
                marks,
            });
            Ok::<_, ProjectError>(())
        })?;
        Ok(found)
    }

    fn accepted(
        &self,
        wish: &CodedWish,
        without_place: &mut usize,
    ) -> Result<ByText, ProjectError> {
        let filter = CodingFilter {
            interview: wish.interview.as_deref(),
            status: Some("accepted"),
            ..CodingFilter::default()
        };
        let mut by_text = ByText::new();
        self.store.each_coding(&filter, |row| {
            let is_wanted = wish.coders.is_empty() || wish.coders.contains(&row.coder);
            match row.span() {
                _ if !is_wanted => {}
                Some(span) if span.start_cp < span.end_cp => {
                    let text = (row.interview.clone(), row.text_kind());
                    by_text.entry(text).or_default().push(row);
                }
                _ => *without_place += 1,
            }
            Ok::<_, ProjectError>(())
        })?;
        Ok(by_text)
    }
}

fn numbers_of(seen: &BTreeSet<String>, coders: &[String]) -> BTreeSet<usize> {
    let number = |coder: &String| coders.binary_search(coder).ok();
    seen.iter().filter_map(number).collect()
}

fn marks_of(rows: &[CodingRow], coders: &[String], tree: &Tree) -> Vec<Mark> {
    let mark = |row: &CodingRow| {
        let span = row.span()?;
        Some(Mark {
            start_cp: span.start_cp,
            end_cp: span.end_cp,
            code: tree.number_of(&row.code)?,
            coder: coders.binary_search(&row.coder).ok()?,
        })
    };
    let mut marks: Vec<Mark> = rows.iter().filter_map(mark).collect();
    marks.sort_unstable();
    marks
}

/// The units of a text that words stand in, in order; `sources` are the keys of who speaks in it. None for spans.
pub(super) fn units_of(
    body: &str,
    sources: &str,
    unit: AgreementUnit,
) -> Result<Vec<Span>, ProjectError> {
    let cut = match unit {
        AgreementUnit::Span => return Ok(Vec::new()),
        AgreementUnit::Interview => {
            return Ok(vec![Span {
                start_cp: 0,
                end_cp: TextIndex::new(body).length_cp(),
            }]);
        }
        AgreementUnit::Sentence => Unit::Sentence,
        AgreementUnit::Turn => Unit::Turn,
    };
    let found = turned(body, &sources.split(';').collect::<Vec<_>>())?;
    let text = crate::model::transcript_text::TurnedText::new(body, &found.turns)
        .map_err(|error| damaged(&error))?;
    let of_turn = |turn: &crate::model::transcript_text::Turn| {
        units(text.slice(turn.words()), turn.words().start_cp, cut)
    };
    Ok(found.turns.iter().flat_map(of_turn).collect())
}

/// The tree of codes, as far as a level.
struct Tree {
    codes: Vec<String>,
    /// For each code of the codebook its path from the top, ending in itself.
    paths: BTreeMap<String, Vec<String>>,
    level: usize,
}

impl Tree {
    /// The codebook without what is retired and was not used.
    fn of<'u>(
        study: &Study,
        level: Option<usize>,
        used: impl Iterator<Item = &'u str>,
    ) -> Result<Self, ProjectError> {
        let used: BTreeSet<&str> = used.collect();
        let codes = table(Noun::Code);
        let mut parents: BTreeMap<String, Option<String>> = BTreeMap::new();
        let mut kept: Vec<String> = Vec::new();
        study.each_row(Noun::Code, |cells| {
            let key = cells[0].clone().unwrap_or_default();
            let is_retired = !codes.cell(&cells, "retired").is_empty();
            if !is_retired || used.contains(key.as_str()) {
                kept.push(key.clone());
            }
            let parent = codes.cell(&cells, "parent");
            parents.insert(key, (!parent.is_empty()).then(|| parent.to_owned()));
            Ok(())
        })?;
        let paths: BTreeMap<_, _> = parents
            .keys()
            .map(|key| (key.clone(), path_of(key, &parents)))
            .collect();
        let level = level.unwrap_or(usize::MAX).max(1);
        let at_level = |key: &String| {
            let path = &paths[key];
            path[path.len().min(level) - 1].clone()
        };
        let codes: BTreeSet<String> = kept.iter().map(at_level).collect();
        Ok(Self {
            codes: codes.into_iter().collect(),
            paths,
            level,
        })
    }

    /// The number of the code that a code counts as.
    fn number_of(&self, code: &str) -> Option<usize> {
        let path = self.paths.get(code)?;
        let own = path.get(path.len().min(self.level).checked_sub(1)?)?;
        self.codes.binary_search(own).ok()
    }

    fn upward(&self) -> Vec<Vec<usize>> {
        let number = |code: &String| self.codes.binary_search(code).ok();
        let above = |code: &String| self.paths[code].iter().filter_map(number).collect();
        self.codes.iter().map(above).collect()
    }
}

/// The keys from the top of the tree to a key; no longer than the tree, should it hold a circle.
fn path_of(key: &str, parents: &BTreeMap<String, Option<String>>) -> Vec<String> {
    let mut path = vec![key.to_owned()];
    while let Some(Some(parent)) = parents.get(&path[path.len() - 1])
        && !path.contains(parent)
    {
        path.push(parent.clone());
    }
    path.reverse();
    path
}
