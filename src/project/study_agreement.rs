//! How far the coders of a study agree, over passages or over units of the texts. It must not
//! know how a coefficient is computed. A stranger would compare only what two coders marked;
//! what one of them left out is the larger part of a disagreement.

use super::Study;
use super::coded_texts::{AgreementUnit, CodedText, CodedTexts, CodedWish};
use super::coder_agreement::{
    AgreementWish, CoderAgreement, Ground, agreement_of_sets, agreement_of_spans,
};
use super::error::ProjectError;
use super::rated_table::RatedTable;
use crate::formats::ratings_in::RatedRow;
use crate::method::reliability::difference::Metric;
use crate::method::reliability::span_figures::Views;
use crate::method::reliability::spans::{Continuum, Extents, Segment};
use crate::model::table::TextKind;
use std::collections::{BTreeMap, BTreeSet};

impl Study {
    /// Measures how far the coders of the study agree.
    ///
    /// # Errors
    /// As [`Study::coded_texts`]; more different sets of codes than are compared with each other.
    pub fn coder_agreement(
        &self,
        coded: &CodedWish,
        wish: &AgreementWish,
    ) -> Result<CoderAgreement, ProjectError> {
        let texts = self.coded_texts(coded)?;
        let mut found = match coded.unit {
            AgreementUnit::Span => texts.by_spans(wish),
            unit => texts.by_units(unit, wish)?,
        };
        found.warnings.extend(texts.basis.warnings());
        if texts.without_place > 0 {
            let count = texts.without_place;
            let line = format!("{count} codings left out: their words are in no text");
            found.warnings.push(line);
        }
        Ok(found)
    }
}

impl CodedTexts {
    fn by_spans(&self, wish: &AgreementWish) -> CoderAgreement {
        let is_common = |text: &&CodedText| text.seen.len() == self.coders.len();
        let common: Vec<&CodedText> = self.texts.iter().filter(is_common).collect();
        let coders = self.coders.len();
        let own = |code: usize| vec![code];
        let joint = self.extents(&common, own);
        let by_code = self.extents(&common, |code| self.upward[code].clone());
        let others = self.texts.len() - common.len();
        let mut note = self.basis.rule().to_owned();
        if others > 0 {
            note.push_str(&format!(
                "; {others} texts left out: not every coder saw them"
            ));
        }
        let views = Views {
            joint: &joint,
            by_code: &by_code,
        };
        let ground = self.ground("span", note);
        agreement_of_spans(views, coders, self.codes.clone(), (wish, ground))
    }

    /// The texts summed up, each mark under all codes that `codes_of` names.
    fn extents(&self, texts: &[&CodedText], codes_of: impl Fn(usize) -> Vec<usize>) -> Extents {
        let continuum = |text: &&CodedText| {
            let segments = text.marks.iter().flat_map(|mark| {
                codes_of(mark.code).into_iter().map(|code| Segment {
                    coder: mark.coder as u32,
                    code: code as u32,
                    start_cp: mark.start_cp as u64,
                    end_cp: mark.end_cp as u64,
                })
            });
            Continuum {
                length_cp: text.length_cp as u64,
                segments: segments.collect(),
            }
        };
        let continua = texts.iter().map(continuum).collect();
        Extents::of(continua, self.coders.len() as u32, self.codes.len())
    }

    fn ground(&self, unit: &str, note: String) -> Ground {
        Ground {
            unit: unit.to_owned(),
            code: "code with its subcodes".to_owned(),
            codes: Some(self.with_all_below()),
            note,
        }
    }

    /// Each code with itself and all codes below it.
    fn with_all_below(&self) -> Vec<(String, BTreeSet<String>)> {
        let mut below = vec![BTreeSet::new(); self.codes.len()];
        for (code, upward) in self.codes.iter().zip(&self.upward) {
            for above in upward {
                below[*above].insert(code.clone());
            }
        }
        self.codes.iter().cloned().zip(below).collect()
    }

    fn by_units(
        &self,
        unit: AgreementUnit,
        wish: &AgreementWish,
    ) -> Result<CoderAgreement, ProjectError> {
        let mut table = RatedTable::of_ratings("the study");
        for text in &self.texts {
            self.rate(text, &mut table);
        }
        let wish = AgreementWish {
            metric: Some(wish.metric.unwrap_or(Metric::Masi)),
            ..wish.clone()
        };
        agreement_of_sets(
            table,
            &wish,
            self.ground(unit.key(), self.basis.rule().to_owned()),
        )
    }

    /// Puts into a table which codes each coder who saw a text put on each of its units.
    fn rate(&self, text: &CodedText, table: &mut RatedTable) {
        let mut given: BTreeMap<(usize, usize), BTreeSet<&str>> = BTreeMap::new();
        for mark in &text.marks {
            let first = text
                .units
                .partition_point(|unit| unit.end_cp <= mark.start_cp);
            let touched = text.units[first..].iter();
            let touched = touched
                .take_while(|unit| unit.start_cp < mark.end_cp)
                .count();
            for unit in first..first + touched {
                let codes = given.entry((unit, mark.coder)).or_default();
                codes.insert(&self.codes[mark.code]);
            }
        }
        for (at, unit) in text.units.iter().enumerate() {
            let name = format!("{}:{}-{}", name_of(text), unit.start_cp, unit.end_cp);
            for coder in &text.seen {
                let codes = given.get(&(at, *coder));
                let value = codes.map_or_else(
                    || "{}".to_owned(),
                    |codes| codes.iter().copied().collect::<Vec<_>>().join(";"),
                );
                table.take(&RatedRow {
                    line: 0,
                    unit: &name,
                    coder: &self.coders[*coder],
                    value: &value,
                    span_cp: None,
                });
            }
        }
    }
}

fn name_of(text: &CodedText) -> String {
    match text.kind {
        TextKind::Original => text.interview.clone(),
        TextKind::Translation => format!("{}/translation", text.interview),
    }
}
