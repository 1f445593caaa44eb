//! All texts that are searched, one by one, for searches without an index. It must not know queries.
//! A stranger would count all texts through: each noun has numbers of its own, so that a text keeps its number when
//! other nouns are passed over.

use super::{SearchIn, Study};
use crate::model::table::{Noun, TextKind};
use crate::model::tables::table;
use crate::project::error::ProjectError;
use crate::store::search_index::{Headline, SearchedNoun, SearchedText};

impl Study {
    /// Hands every text that is searched to `each`, in the order of listings, with its number among all that are
    /// read; texts of nouns that are not wanted are passed over and not counted.
    pub(super) fn each_searched_text(
        &self,
        wants: &mut impl FnMut(SearchedNoun) -> bool,
        each: &mut impl FnMut(i64, Headline, SearchedText) -> Result<(), ProjectError>,
    ) -> Result<(), ProjectError> {
        if wants(SearchedNoun::Transcript) {
            self.each_text_of_interviews(each)?;
        }
        if wants(SearchedNoun::Memo) {
            self.each_text_of_rows(SearchIn::Memos, each)?;
        }
        if wants(SearchedNoun::CodingMemo) {
            self.each_memo_of_codings(each)?;
        }
        if wants(SearchedNoun::Claim) {
            self.each_text_of_rows(SearchIn::Claims, each)?;
        }
        Ok(())
    }

    fn each_text_of_interviews(
        &self,
        each: &mut impl FnMut(i64, Headline, SearchedText) -> Result<(), ProjectError>,
    ) -> Result<(), ProjectError> {
        let sources = self.sources_by_interview()?;
        let mut number = 0;
        self.store.each_transcript(|transcript| {
            number += 1;
            let headline = Headline {
                noun: SearchedNoun::Transcript,
                key: transcript.interview.clone(),
                kind: Some(transcript.kind),
                source: String::new(),
                interview: transcript.interview.clone(),
                coding: None,
                order: Vec::new(),
            };
            let text = SearchedText {
                text: transcript.body,
                sources: sources
                    .get(&transcript.interview)
                    .cloned()
                    .unwrap_or_default(),
            };
            each(number, headline, text)
        })
    }

    fn each_memo_of_codings(
        &self,
        each: &mut impl FnMut(i64, Headline, SearchedText) -> Result<(), ProjectError>,
    ) -> Result<(), ProjectError> {
        for (number, memo) in (FIRST_CODING..).zip(self.store.memos_of_codings()?) {
            let headline = Headline {
                noun: SearchedNoun::CodingMemo,
                key: format!("{}:{}", memo.kind, memo.key),
                kind: None,
                source: String::new(),
                interview: memo.interview,
                coding: Some(memo.id),
                order: Vec::new(),
            };
            let text = SearchedText {
                text: memo.text,
                sources: String::new(),
            };
            each(number, headline, text)?;
        }
        Ok(())
    }

    fn each_text_of_rows(
        &self,
        place: SearchIn,
        each: &mut impl FnMut(i64, Headline, SearchedText) -> Result<(), ProjectError>,
    ) -> Result<(), ProjectError> {
        let (noun, searched, columns, base): (_, _, &[&str], _) = match place {
            SearchIn::Memos => (Noun::Memo, SearchedNoun::Memo, &["text"], FIRST_MEMO),
            _ => (
                Noun::Claim,
                SearchedNoun::Claim,
                &["quote", "note"],
                FIRST_CLAIM,
            ),
        };
        let mut number = base;
        self.store.each_row(table(noun), |cells| {
            let cell = |name: &str| {
                let at = table(noun).index_of(name);
                at.and_then(|at| cells[at].clone()).unwrap_or_default()
            };
            for column in columns {
                number += 1;
                let text = cell(column);
                if text.is_empty() {
                    continue;
                }
                let headline = Headline {
                    noun: searched,
                    key: cells[0].clone().unwrap_or_default(),
                    kind: None::<TextKind>,
                    source: cell("source"),
                    interview: cell("interview"),
                    coding: None,
                    order: Vec::new(),
                };
                let text = SearchedText {
                    text,
                    sources: String::new(),
                };
                each(number, headline, text)?;
            }
            Ok(())
        })
    }
}

/// Numbers of texts that are read are their places among those of one noun, behind these.
const FIRST_MEMO: i64 = 1 << 40;
const FIRST_CODING: i64 = 1 << 41;
const FIRST_CLAIM: i64 = 1 << 42;
