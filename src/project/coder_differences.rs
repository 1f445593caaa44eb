//! Where the coders of a study differ: passage by passage, and as a table of codes. It must not
//! know how places are found. A stranger would list every letter on which two coders differ;
//! what is listed is a passage, with who marked it and what the others put there.

use super::Study;
use super::coded_texts::{CodedText, CodedTexts, CodedWish};
use super::error::ProjectError;
use crate::method::reliability::differences::{DifferingPlace, confusion, differing_places};
use crate::method::reliability::spans::Segment;
use crate::model::text_index::{Span, TextIndex};
use std::collections::BTreeMap;

/// A passage on which coders differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoderDifference {
    /// Key of the interview.
    pub interview: String,
    /// `original` or `translation`.
    pub text: &'static str,
    /// First and behind the last code point.
    pub span_cp: (u64, u64),
    /// The code.
    pub code: String,
    /// Whether everybody marked it, with other ends.
    pub only_ends_differ: bool,
    /// Who put the code there.
    pub marked_by: Vec<String>,
    /// Who saw the text and did not.
    pub not_by: Vec<String>,
    /// What those put there: `coder: code`.
    pub instead: Vec<String>,
    /// The words.
    pub quote: String,
}

/// A cell of the table of two coders' codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfusionCell {
    /// The first coder.
    pub coder_a: String,
    /// The second one.
    pub coder_b: String,
    /// What the first put there; nothing where nothing.
    pub code_a: Option<String>,
    /// What the second put there.
    pub code_b: Option<String>,
    /// On how many characters of the texts that both saw.
    pub characters: u64,
}

/// What coders put otherwise, with what is to be said of it.
#[derive(Clone, Debug)]
pub struct Differing<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// What was left out, a sentence each.
    pub warnings: Vec<String>,
}

impl<T> Differing<T> {
    fn of(texts: &CodedTexts, rows: Vec<T>) -> Self {
        Self {
            rows,
            warnings: texts.basis.warnings(),
        }
    }
}

impl Study {
    /// The passages on which coders differ who saw the same text, by interview and place.
    ///
    /// # Errors
    /// As [`Study::coded_texts`].
    pub fn coder_differences(
        &self,
        wish: &CodedWish,
    ) -> Result<Differing<CoderDifference>, ProjectError> {
        let texts = self.coded_texts(wish)?;
        let differences = texts.texts.iter().map(|text| texts.differences_in(text));
        let rows = differences.flatten().collect();
        Ok(Differing::of(&texts, rows))
    }

    /// What every two coders put where, in the texts that both saw.
    ///
    /// # Errors
    /// As [`Study::coded_texts`].
    pub fn coder_confusion(
        &self,
        wish: &CodedWish,
    ) -> Result<Differing<ConfusionCell>, ProjectError> {
        let texts = self.coded_texts(wish)?;
        let rows = texts.confusion();
        Ok(Differing::of(&texts, rows))
    }
}

pub(super) fn segments_of(text: &CodedText) -> Vec<Segment> {
    let segment = |mark: &super::coded_texts::Mark| Segment {
        coder: mark.coder as u32,
        code: mark.code as u32,
        start_cp: mark.start_cp as u64,
        end_cp: mark.end_cp as u64,
    };
    text.marks.iter().map(segment).collect()
}

impl CodedTexts {
    fn differences_in(&self, text: &CodedText) -> Vec<CoderDifference> {
        let seen = text.seen.iter().map(|coder| *coder as u32).collect();
        let index = TextIndex::new(&text.body);
        let places = differing_places(&segments_of(text), &seen);
        let told = places
            .into_iter()
            .map(|place| self.told(text, &index, place));
        told.collect()
    }

    pub(super) fn told(
        &self,
        text: &CodedText,
        index: &TextIndex,
        place: DifferingPlace,
    ) -> CoderDifference {
        let coder = |number: &u32| self.coders[*number as usize].clone();
        let seen = text.seen.iter().map(|coder| *coder as u32);
        let without: Vec<u32> = seen.filter(|coder| !place.by.contains(coder)).collect();
        let instead = place.instead.iter();
        let span = Span {
            start_cp: place.start_cp as usize,
            end_cp: place.end_cp as usize,
        };
        CoderDifference {
            interview: text.interview.clone(),
            text: text.kind.as_str(),
            span_cp: (place.start_cp, place.end_cp),
            code: self.codes[place.code as usize].clone(),
            only_ends_differ: place.only_ends_differ,
            marked_by: place.by.iter().map(coder).collect(),
            not_by: without.iter().map(coder).collect(),
            instead: instead
                .map(|(who, code)| format!("{}: {}", coder(who), self.codes[*code as usize]))
                .collect(),
            quote: index.slice(&text.body, span).unwrap_or_default().to_owned(),
        }
    }

    fn confusion(&self) -> Vec<ConfusionCell> {
        let mut cells = Vec::new();
        for one in 0..self.coders.len() {
            for two in one + 1..self.coders.len() {
                cells.extend(self.confusion_of(one, two));
            }
        }
        cells
    }

    fn confusion_of(&self, one: usize, two: usize) -> Vec<ConfusionCell> {
        let mut sums: BTreeMap<(Option<u32>, Option<u32>), u64> = BTreeMap::new();
        let common = self.texts.iter();
        for text in common.filter(|text| text.seen.contains(&one) && text.seen.contains(&two)) {
            let pair = (one as u32, two as u32);
            for (codes, length) in confusion(&segments_of(text), pair, text.length_cp as u64) {
                *sums.entry(codes).or_default() += length;
            }
        }
        let code = |number: u32| self.codes[number as usize].clone();
        let cell = |((a, b), characters): ((Option<u32>, Option<u32>), u64)| ConfusionCell {
            coder_a: self.coders[one].clone(),
            coder_b: self.coders[two].clone(),
            code_a: a.map(code),
            code_b: b.map(code),
            characters,
        };
        sums.into_iter().map(cell).collect()
    }
}
