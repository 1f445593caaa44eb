//! The agreed version of what several coders marked: what all marked alike, and of each
//! difference what a person decided. It stands as codings under a name of its own that stands for
//! no person (`agreed` in the table of coders); the coders' codings stay as they are. It must not
//! know how a person is asked. What a stranger would get wrong: that nothing shall stand at a
//! place is a decision too. It is kept as a rejected coding there, so the queue is made anew each
//! time from what is decided, and can be left at any point.

use super::Study;
use super::assigning::names;
use super::coded_texts::{AgreementUnit, CodedText, CodedTexts, CodedWish};
use super::coder_differences::{CoderDifference, segments_of};
use super::error::ProjectError;
use super::passages::{PassageCells, Texts};
use crate::method::reliability::differences::{agreed_places, differing_places};
use crate::model::id::Id;
use crate::model::key_spelling::check_key;
use crate::model::table::{Noun, TextKind, Value};
use crate::model::tables::table;
use crate::model::text_index::TextIndex;
use crate::report::counted;
use crate::store::Store;
use crate::store::codings::CodingFilter;
use crate::store::operation::Done;
use crate::store::rows::NewRow;
use std::collections::{BTreeMap, BTreeSet};

/// A span of a text: first code point, and the one behind the last.
pub type SpanCp = (u64, u64);

/// Which differences a person wants to decide.
#[derive(Clone, Copy, Debug)]
pub struct ResolveWish<'a> {
    /// Only in this interview.
    pub interview: Option<&'a str>,
    /// Only on this code, or one below it.
    pub code: Option<&'a str>,
    /// Only of these coders; all when none is named.
    pub coders: &'a [String],
    /// The name under which the agreed version stands.
    pub into: &'a str,
}

/// A difference that waits for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The difference.
    pub difference: CoderDifference,
    /// Which text.
    pub kind: TextKind,
    /// Everybody who saw the text, with what each marked there.
    pub marks: Vec<(String, Vec<SpanCp>)>,
    /// How many code points the text has.
    pub length_cp: u64,
}

/// What a person decides about a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// What this coder marked, which may be nothing.
    Of(String),
    /// What anybody marked.
    All,
    /// Nothing.
    Nothing,
    /// These words instead.
    Own(SpanCp),
}

/// What is to stand at a place in the agreed version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    interview: String,
    kind: TextKind,
    code: String,
    place_cp: SpanCp,
    /// None says that nothing shall stand there.
    spans_cp: Vec<SpanCp>,
}

/// Differences that wait, and what all marked alike and is not in the agreed version yet.
#[derive(Clone, Debug)]
pub struct ResolveQueue {
    /// Those that wait, by interview and place.
    pub waiting: Vec<Waiting>,
    /// What all marked alike.
    pub undisputed: Vec<Settled>,
    /// How many were decided already.
    pub decided: usize,
    /// What was left out, a sentence each.
    pub warnings: Vec<String>,
}

impl Waiting {
    /// What a choice makes of the difference.
    ///
    /// # Errors
    /// Refused for a coder who did not see the text, and for words that do not meet the place.
    pub fn settled(&self, choice: &Choice) -> Result<Settled, ProjectError> {
        let spans: BTreeSet<SpanCp> = match choice {
            Choice::Nothing => BTreeSet::new(),
            Choice::All => self
                .marks
                .iter()
                .flat_map(|(_, own)| own)
                .copied()
                .collect(),
            Choice::Of(coder) => self.marks_of(coder)?.iter().copied().collect(),
            Choice::Own(span) => BTreeSet::from([self.own(*span)?]),
        };
        Ok(Settled {
            interview: self.difference.interview.clone(),
            kind: self.kind,
            code: self.difference.code.clone(),
            place_cp: self.difference.span_cp,
            spans_cp: spans.into_iter().collect(),
        })
    }

    fn marks_of(&self, coder: &str) -> Result<&[SpanCp], ProjectError> {
        let own = self.marks.iter().find(|(key, _)| key == coder);
        own.map(|(_, spans)| spans.as_slice()).ok_or_else(|| {
            let seen: Vec<_> = self.marks.iter().map(|(key, _)| key.as_str()).collect();
            ProjectError::refused(
                format!(
                    "{coder} has not seen this text of {}",
                    self.difference.interview
                ),
                format!("those who have: {}", seen.join(", ")),
            )
        })
    }

    fn own(&self, (start, end): SpanCp) -> Result<SpanCp, ProjectError> {
        let (from, to) = self.difference.span_cp;
        if start < end && end <= self.length_cp && start < to && from < end {
            return Ok((start, end));
        }
        Err(ProjectError::refused(
            "these words do not meet the place that is decided",
            format!("give a start before {to} and an end behind {from}"),
        ))
    }
}

impl Study {
    /// The differences that wait for a decision, and what all marked alike.
    ///
    /// # Errors
    /// As [`Study::coded_texts`]; [`ProjectError::Unknown`] for a code; refused where `into` is
    /// a person.
    pub fn resolve_queue(&self, wish: &ResolveWish<'_>) -> Result<ResolveQueue, ProjectError> {
        self.refuse_person(wish.into)?;
        let codes = match wish.code {
            Some(code) => Some(self.with_all_below(Noun::Code, code)?),
            None => None,
        };
        let texts = self.coded_texts(&CodedWish {
            coders: wish.coders.to_vec(),
            level: None,
            unit: AgreementUnit::Span,
            interview: wish.interview.map(str::to_owned),
        })?;
        let decided = self.decided(wish)?;
        let mut queue = ResolveQueue {
            waiting: Vec::new(),
            undisputed: Vec::new(),
            decided: 0,
            warnings: texts.basis.warnings(),
        };
        let is_wanted = |code: &str| codes.as_ref().is_none_or(|codes| codes.contains(code));
        for text in &texts.texts {
            let places = texts.waiting_in(text).into_iter();
            let places: Vec<_> = places
                .filter(|one| is_wanted(&one.difference.code))
                .collect();
            let all = places.len();
            let open = |one: &Waiting| {
                let code = &one.difference.code;
                !decided.meets(text, code, one.difference.span_cp)
            };
            queue.waiting.extend(places.into_iter().filter(open));
            queue.decided += all;
            let alike = texts.alike_in(text).into_iter();
            let alike = alike.filter(|one| is_wanted(&one.code));
            queue
                .undisputed
                .extend(alike.filter(|one| !decided.meets(text, &one.code, one.place_cp)));
        }
        queue.decided -= queue.waiting.len();
        Ok(queue)
    }

    /// Writes what was decided into the agreed version, as one operation. Says how many codings
    /// stand in it more than before.
    ///
    /// # Errors
    /// Refused where `into` is a person; where a place is not in the text any more.
    pub fn settle(
        &self,
        settled: &[Settled],
        into: &str,
        dry_run: bool,
    ) -> Result<Done<u64>, ProjectError> {
        let places = counted(settled.len() as u64, "place");
        self.change(&format!("agreed on {places}"), dry_run, |store| {
            self.refuse_person(into)?;
            if settled.is_empty() {
                return Ok(0);
            }
            let mut desk = AgreedDesk {
                store,
                coder: agreed_coder(store, into)?,
                texts: Texts::default(),
            };
            let mut written = 0;
            for one in settled {
                written += desk.put(self, one)?;
            }
            Ok(written)
        })
    }

    /// Refuses a name under which a person codes.
    fn refuse_person(&self, into: &str) -> Result<(), ProjectError> {
        check_key(into)
            .map_err(|error| ProjectError::refused(error.to_string(), error.remedy()))?;
        let is_person = into == self.actor || self.store.id_of(Noun::Coder, into)?.is_some();
        if is_person && !self.agreed_coders()?.contains(into) {
            return Err(ProjectError::refused(
                format!("{into} is a person who codes, and what is agreed on stands apart"),
                "give another name: --into agreed",
            ));
        }
        Ok(())
    }

    /// What was decided already, by text and code.
    fn decided(&self, wish: &ResolveWish<'_>) -> Result<Decided, ProjectError> {
        let mut decided = Decided::default();
        let filter = CodingFilter {
            interview: wish.interview,
            ..CodingFilter::default()
        };
        self.store.each_coding(&filter, |row| {
            if let (true, Some((start, end))) = (row.coder == wish.into, row.span_cp) {
                let text = (row.interview.clone(), row.text_kind(), row.code);
                let span = (start.unsigned_abs(), end.unsigned_abs());
                decided.0.entry(text).or_default().push(span);
            }
            Ok::<_, ProjectError>(())
        })?;
        Ok(decided)
    }
}

/// Places of the agreed version, by interview, text and code.
#[derive(Default)]
struct Decided(BTreeMap<(String, TextKind, String), Vec<SpanCp>>);

impl Decided {
    fn meets(&self, text: &CodedText, code: &str, (start, end): SpanCp) -> bool {
        let key = (text.interview.clone(), text.kind, code.to_owned());
        let spans = self.0.get(&key).map_or(&[][..], Vec::as_slice);
        spans.iter().any(|(from, to)| *from < end && start < *to)
    }
}

impl CodedTexts {
    fn waiting_in(&self, text: &CodedText) -> Vec<Waiting> {
        let seen = text.seen.iter().map(|coder| *coder as u32).collect();
        let index = TextIndex::new(&text.body);
        let places = differing_places(&segments_of(text), &seen);
        let waiting = places.into_iter().map(|place| {
            let span_cp = (place.start_cp, place.end_cp);
            Waiting {
                marks: self.marks_at(text, place.code as usize, span_cp),
                difference: self.told(text, &index, place),
                kind: text.kind,
                length_cp: text.length_cp as u64,
            }
        });
        waiting.collect()
    }

    /// What each coder who saw a text marked with a code at a place.
    fn marks_at(
        &self,
        text: &CodedText,
        code: usize,
        (from, to): SpanCp,
    ) -> Vec<(String, Vec<SpanCp>)> {
        let of_coder = |coder: &usize| {
            let own = text.marks.iter().filter(|mark| {
                let is_own = mark.coder == *coder && mark.code == code;
                is_own && (mark.start_cp as u64) < to && from < mark.end_cp as u64
            });
            let spans = own.map(|mark| (mark.start_cp as u64, mark.end_cp as u64));
            (self.coders[*coder].clone(), spans.collect())
        };
        text.seen.iter().map(of_coder).collect()
    }

    fn alike_in(&self, text: &CodedText) -> Vec<Settled> {
        let seen = text.seen.iter().map(|coder| *coder as u32).collect();
        let places = agreed_places(&segments_of(text), &seen).into_iter();
        let settled = places.map(|(code, start, end)| Settled {
            interview: text.interview.clone(),
            kind: text.kind,
            code: self.codes[code as usize].clone(),
            place_cp: (start, end),
            spans_cp: vec![(start, end)],
        });
        settled.collect()
    }
}

/// Writes codings of the agreed version.
struct AgreedDesk<'s> {
    store: &'s Store,
    coder: Id,
    texts: Texts,
}

impl AgreedDesk<'_> {
    /// Writes what shall stand at a place; says how many codings that are.
    fn put(&mut self, study: &Study, settled: &Settled) -> Result<u64, ProjectError> {
        if settled.spans_cp.is_empty() {
            self.write(study, settled, (settled.place_cp, "rejected"))?;
            return Ok(0);
        }
        for span in &settled.spans_cp {
            self.write(study, settled, (*span, "accepted"))?;
        }
        Ok(settled.spans_cp.len() as u64)
    }

    fn write(
        &mut self,
        study: &Study,
        settled: &Settled,
        (span, status): (SpanCp, &str),
    ) -> Result<(), ProjectError> {
        let interview = study.known_id(Noun::Interview, &settled.interview)?;
        let code = study.known_id(Noun::Code, &settled.code)?;
        let (start, end) = (span.0.to_string(), span.1.to_string());
        let cells = PassageCells {
            text: settled.kind.as_str(),
            start: &start,
            end: &end,
            ..PassageCells::default()
        };
        let placed = self.texts.place(self.store, Some(interview), &cells)?;
        let mut placed = placed.map_err(|(column, fault)| {
            ProjectError::refused(format!("the {column} {}", fault.what), fault.remedy)
        })?;
        // A reader of the folder wants the words too; they are those of the place.
        placed.said |= 1;
        let values: Vec<Value> = table(Noun::Coding)
            .columns
            .iter()
            .map(|column| match column.name {
                "interview" => names(interview),
                "code" => names(code),
                "coder" => names(self.coder),
                "status" => Value::Text(status.into()),
                _ => Value::Empty,
            })
            .collect();
        self.store.writer(table(Noun::Coding))?.insert(&NewRow {
            id: self.store.clock().id(),
            values: &values,
            passage: Some(&placed),
            attributes: &[],
        })?;
        Ok(())
    }
}

/// The id of the name under which the agreed version stands; added where it is new.
fn agreed_coder(store: &Store, key: &str) -> Result<Id, ProjectError> {
    if let Some(id) = store.id_of(Noun::Coder, key)? {
        return Ok(id);
    }
    let id = store.clock().id();
    store.writer(table(Noun::Coder))?.insert(&NewRow {
        id,
        values: &[Value::Text(key.into()), Value::Text("yes".into())],
        passage: None,
        attributes: &[],
    })?;
    Ok(id)
}
