//! Topic links set and taken away one by one: what an answer to one topic says of another.
//!
//! It goes the way of an import, so links that contradict each other are refused there. What a
//! stranger would get wrong: a link has no key; it is known by its two topics and stances.

use super::Study;
use super::editing::still_computes;
use super::error::ProjectError;
use super::import::take_rows;
use crate::formats::folder::Folder;
use crate::formats::raw_row::RawRow;
use crate::model::table::Noun;
use crate::model::tables::table;
use crate::store::operation::Done;

/// A link: who takes `stance` on `topic` thereby takes `implies_stance` on `implies_topic`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link<'a> {
    /// The topic that is answered.
    pub topic: &'a str,
    /// The answer: affirms, denies or doubts.
    pub stance: &'a str,
    /// The topic that the answer bears on.
    pub implies_topic: &'a str,
    /// The answer that follows.
    pub implies_stance: &'a str,
}

impl Link<'_> {
    /// The link in words.
    pub fn words(&self) -> String {
        let Link {
            topic,
            stance,
            implies_topic,
            implies_stance,
        } = self;
        format!("{topic} {stance} implies {implies_topic} {implies_stance}")
    }
}

impl Study {
    /// Sets a link; a link that is there already with this note stays as it is.
    ///
    /// # Errors
    /// Unknown topics, a topic linked to itself, links that contradict each other.
    pub fn link_topics(
        &self,
        link: Link<'_>,
        note: Option<&str>,
        dry_run: bool,
    ) -> Result<Done<()>, ProjectError> {
        for topic in [link.topic, link.implies_topic] {
            self.known_id(Noun::Topic, topic)?;
        }
        let cells = [
            link.topic,
            link.stance,
            link.implies_topic,
            link.implies_stance,
            note.unwrap_or_default(),
        ];
        let row = RawRow {
            cells: cells.map(str::to_owned).to_vec(),
            ..RawRow::default()
        };
        let action = format!("linked topics: {}", link.words());
        self.change(&action, dry_run, |store| {
            let folder =
                Folder::of_typed_row(table(Noun::TopicLink), row, "the link", &self.limits);
            take_rows(store, &folder)?;
            still_computes(store)
        })
    }

    /// Takes a link away, whatever its note.
    ///
    /// # Errors
    /// Unknown topics; refused where there is no such link.
    pub fn unlink_topics(&self, link: Link<'_>, dry_run: bool) -> Result<Done<()>, ProjectError> {
        let topics = [
            self.known_id(Noun::Topic, link.topic)?,
            self.known_id(Noun::Topic, link.implies_topic)?,
        ];
        let stances = [link.stance, link.implies_stance];
        let ids = self.store.topic_links(topics, stances)?;
        if ids.is_empty() {
            return Err(ProjectError::refused(
                format!("there is no link {}", link.words()),
                format!("see them with: gainsay topic show {}", link.topic),
            ));
        }
        let action = format!("unlinked topics: {}", link.words());
        self.change(&action, dry_run, |store| {
            for id in ids {
                store.remove(table(Noun::TopicLink), id)?;
            }
            still_computes(store)
        })
    }
}
