//! Who speaks: sides, groups, researchers, sources and interviews, and what ties them.
//!
//! It knows pseudonyms only, never a name or a contact. What a stranger would get wrong: a source is
//! not always one person; a group voice is several people whose number is often unknown.

use crate::model::claim::Span;
use crate::model::key::{GroupId, InterviewId, ResearcherId, SideId, SourceId};
use crate::model::vocabulary::SourceKind;

/// An interest in the conflict that groups belong to.
#[derive(Debug, Clone, Default)]
pub struct Side {
    /// Its name in words; empty where the study gives none.
    pub name: String,
    /// The sides it opposes, in the order of their ids; always mutual.
    pub opposes: Vec<SideId>,
}

/// A class of sources.
#[derive(Debug, Clone)]
pub struct Group {
    /// The group that contains it.
    pub parent: Option<GroupId>,
    /// The side it belongs to.
    pub side: SideId,
}

/// A field researcher.
#[derive(Debug, Clone, Default)]
pub struct Researcher {
    /// The researchers this one knows, in the order of their ids; always mutual.
    pub knows: Vec<ResearcherId>,
}

/// A voice that makes claims.
#[derive(Debug, Clone)]
pub struct Source {
    /// The group it belongs to.
    pub group: GroupId,
    /// One person, several, or a text.
    pub kind: SourceKind,
    /// The source that is the same person for certain: the first of them all, in byte order of key.
    pub person: SourceId,
    /// Sources that may be the same person.
    pub maybe_same_as: Vec<SourceId>,
    /// Who introduced it.
    pub introduced_by: Option<Introducer>,
    /// Sources it heard from.
    pub heard_from: Vec<SourceId>,
    /// The network or family it belongs to.
    pub network: Option<u32>,
    /// The interviews in which it was heard together with others, in the order of their ids.
    pub joint_interviews: Vec<InterviewId>,
}

/// Who brought a source to the team: another source, or somebody outside the study.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Introducer {
    /// A source of the study.
    Source(SourceId),
    /// Anybody else, by the text of the cell.
    Other(u32),
}

/// Whether claims of an interview rest on a translation, and how good it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Translation {
    /// There is none: the claims rest on the original words.
    None,
    /// Somebody checked it.
    Checked,
    /// Nobody checked it yet.
    Unchecked,
    /// Somebody found it doubtful.
    Doubtful,
}

/// One conversation.
#[derive(Debug, Clone)]
pub struct Interview {
    /// Who was heard.
    pub sources: Vec<SourceId>,
    /// When.
    pub date: Span,
    /// Who asked.
    pub researcher: Option<ResearcherId>,
    /// Whether there is a verbatim recording.
    pub is_recorded: bool,
    /// Whether the claims rest on a translation.
    pub translation: Translation,
    /// Whether those heard knew of other interviews of the study.
    pub is_aware: bool,
    /// In person, by phone and so on.
    pub mode: Option<u32>,
    /// The language it was held in.
    pub language: Option<u32>,
}

/// One row of `sources.csv`, as said; an empty text is an empty cell.
#[derive(Debug, Clone, Copy, Default)]
pub struct SourceCells<'a> {
    /// Column `source`.
    pub source: &'a str,
    /// Column `group`.
    pub group: &'a str,
    /// Column `kind`; empty means an interviewee.
    pub kind: &'a str,
    /// Column `members_low`.
    pub members_low: &'a str,
    /// Column `members_high`.
    pub members_high: &'a str,
    /// Column `same_person_as`: a list; `?` behind a key means perhaps.
    pub same_person_as: &'a str,
    /// Column `introduced_by`.
    pub introduced_by: &'a str,
    /// Column `heard_from`: a list.
    pub heard_from: &'a str,
    /// Column `network`.
    pub network: &'a str,
}

/// One row of `interviews.csv`, as far as the cross-check needs it; an empty text is an empty cell.
#[derive(Debug, Clone, Copy, Default)]
pub struct InterviewCells<'a> {
    /// Column `interview`.
    pub interview: &'a str,
    /// Column `source`: a list.
    pub sources: &'a str,
    /// Column `date`.
    pub date: &'a str,
    /// Column `researcher`.
    pub researcher: &'a str,
    /// Column `recording`.
    pub recording: &'a str,
    /// Column `translation`: anything but an empty text says that there is one.
    pub translation: &'a str,
    /// Column `translation_checked`.
    pub translation_checked: &'a str,
    /// Column `awareness`.
    pub awareness: &'a str,
    /// Column `mode`.
    pub mode: &'a str,
    /// Column `language`.
    pub language: &'a str,
}
