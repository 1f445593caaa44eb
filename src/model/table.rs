//! What a row of a study is made of. One description (`tables.rs`) says for each file of the
//! study folder which columns it has and what may stand in them; reading, writing, storing,
//! listing and the documents all follow it, so they cannot drift apart. This file must not
//! know SQL, files or CSV. A stranger would look for one struct a noun: those exist where
//! the method computes with a noun (claims, topics, trees); a row that is only kept and
//! shown stays a row.

use super::id::Id;

/// A kind of row: one table of the store and one file (or part of a file) of the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Noun {
    /// The study's own page: name, fieldwork, limits.
    Study,
    /// An interest that may oppose others.
    Side,
    /// A class of sources, in a tree.
    Group,
    /// Who held the interviews.
    Researcher,
    /// Who codes, judges or writes in this study.
    Coder,
    /// A vague word with its bounds.
    NumberWord,
    /// A spelling of a unit.
    Unit,
    /// An attribute of the study's own.
    Attribute,
    /// The settings of the way out.
    Disclosure,
    /// The settings of the cross-check.
    CrossCheck,
    /// Who makes claims.
    Source,
    /// One conversation.
    Interview,
    /// A question of a questionnaire.
    Question,
    /// Whether a question was put and answered.
    Asked,
    /// A category of the codebook.
    Code,
    /// A saved expression that proposes codings.
    Rule,
    /// A code on a passage.
    Coding,
    /// That a coder is to code a text, and has.
    Assignment,
    /// A node of the tree of places.
    Place,
    /// A node of the tree of populations.
    Population,
    /// A question that claims answer.
    Topic,
    /// One topic speaking for another.
    TopicLink,
    /// What a source says on a topic.
    Claim,
    /// An event that claims name.
    Event,
    /// An Admiralty letter or digit.
    Rating,
    /// A control question with its known answer.
    Control,
    /// What a person made of two or more claims.
    Judgement,
    /// An expert who was consulted.
    Validation,
    /// What is still to be asked.
    FollowUp,
    /// A figure of a monitor's series.
    Figure,
    /// A note on anything.
    Memo,
}

/// Where in a study folder the rows of a table stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A CSV file of this name.
    Csv(&'static str),
    /// `[section]` of `study.toml`: one row.
    Section(&'static str),
    /// `[[section]]` of `study.toml`: a row each.
    Array(&'static str),
    /// `[section]` of `study.toml` whose keys are the rows' first column.
    Map(&'static str),
    /// `[[rule]]` of `rules.toml`.
    Rules,
}

/// What may stand in a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// The row's own key.
    Key,
    /// The row's own name where it may hold spaces and any script (number words, units).
    Name,
    /// Words for people, never shown in an error.
    Text,
    /// A list of free words.
    Texts,
    /// A list of sentences, which may hold the separator of lists (TOML alone).
    Sentences,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A list of these words.
    Words(&'static [&'static str]),
    /// An EDTF date.
    Date,
    /// A whole number, at least this.
    Integer(i64),
    /// A finite number.
    Decimal,
    /// A quantity or a category in words; what it may be depends on the topic.
    Value,
    /// The key of a row of this noun.
    Reference(Noun),
    /// Keys of rows of this noun.
    References(Noun),
    /// A list of keys of rows of this noun, each with `:` and one of these words behind it.
    Tagged(Noun, &'static [&'static str]),
    /// The key of a row, else free words.
    ReferenceOrText(Noun),
    /// Keys of rows, else free words, one by one.
    ReferencesOrTexts(Noun),
    /// The key of a row of one of these nouns.
    Either(&'static [Noun]),
    /// `noun:key`, anything that has a key.
    About,
    /// The path of a text of the folder: the original or the translation of an interview.
    Transcript(TextKind),
    /// One cell of the place of a passage; see [`Anchor`].
    Passage(Anchor),
}

/// Which text of an interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextKind {
    /// The language of the interview.
    Original,
    /// A translation of it.
    Translation,
}

impl TextKind {
    /// The word in files and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Translation => "translation",
        }
    }
}

/// The cells that together say where a passage stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// `original` or `translation`.
    Text,
    /// First code point.
    Start,
    /// Behind the last code point.
    End,
    /// The words.
    Quote,
    /// `orphan` where the words are gone from the text.
    State,
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Column {
    /// Its name in the study folder.
    pub name: &'static str,
    /// Its name in the store, where the folder's name is a word of SQL.
    pub sql: &'static str,
    /// What may stand in it.
    pub kind: Kind,
    /// Whether an empty cell is refused.
    pub required: bool,
    /// Whether a `?` behind the cell says that the reader was not sure.
    pub may_be_unsure: bool,
}

impl Column {
    /// A column that may be empty.
    pub const fn new(name: &'static str, kind: Kind) -> Self {
        Self {
            name,
            sql: name,
            kind,
            required: false,
            may_be_unsure: false,
        }
    }

    /// The same, refused when empty.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The same, with `?` allowed behind the cell.
    pub const fn unsure(mut self) -> Self {
        self.may_be_unsure = true;
        self
    }

    /// The same under another name in the store.
    pub const fn stored_as(mut self, sql: &'static str) -> Self {
        self.sql = sql;
        self
    }

    /// Whether the cell may be named in an error: keys, words, dates and numbers may, what
    /// somebody said or wrote may not.
    pub const fn may_be_shown(&self) -> bool {
        !matches!(
            self.kind,
            Kind::Text
                | Kind::Texts
                | Kind::Sentences
                | Kind::Passage(Anchor::Quote)
                | Kind::ReferenceOrText(_)
                | Kind::ReferencesOrTexts(_)
        )
    }

    /// Whether the cell is a list whose items stand in a table of their own.
    pub const fn is_linked(&self) -> bool {
        matches!(self.kind, Kind::References(_) | Kind::ReferencesOrTexts(_))
    }
}

/// A table of the store and its file in the folder.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// What a row is.
    pub noun: Noun,
    /// The table's name in the store, in the singular.
    pub name: &'static str,
    /// The plural: the name of the view, and of the CSV file for `import NAME`.
    pub plural: &'static str,
    /// Where its rows stand in a study folder.
    pub place: Place,
    /// The columns, in the order of the folder.
    pub columns: &'static [Column],
    /// Of each of these pairs at least one cell is needed.
    pub one_of: &'static [[&'static str; 2]],
    /// Whether rows may have columns `attr.NAME`.
    pub has_attributes: bool,
}

impl Table {
    /// The column by which rows are known, if the file has one.
    pub fn key_column(&self) -> Option<&'static Column> {
        self.columns
            .iter()
            .find(|column| matches!(column.kind, Kind::Key | Kind::Name))
    }

    /// The column of this name in the folder.
    pub fn column(&self, name: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The place of the column of this name, from 0.
    pub fn index_of(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// A cell of one of its rows, by the name of its column; empty where nothing was said.
    pub fn cell<'r>(&self, cells: &'r [Option<String>], name: &str) -> &'r str {
        self.index_of(name)
            .and_then(|at| cells.get(at)?.as_deref())
            .unwrap_or_default()
    }

    /// Whether the study has one row of it at most.
    pub const fn is_single(&self) -> bool {
        matches!(self.place, Place::Section(_))
    }

    /// Whether its rows hang on a passage of a transcript.
    pub fn is_anchored(&self) -> bool {
        self.columns
            .iter()
            .any(|column| matches!(column.kind, Kind::Passage(_)))
    }

    /// Says a number of its rows for people: `1 asked question`, `297 asked questions`.
    pub fn counted(&self, count: u64) -> String {
        let noun = match (count, self.noun) {
            (1, Noun::Asked) => "asked question",
            (1, Noun::Group) => "group",
            (_, Noun::CrossCheck) => return "settings of the cross-check".to_owned(),
            (1, _) => self.name,
            _ => self.plural,
        };
        format!("{count} {}", noun.replace('_', " "))
    }

    /// The file of the folder in which its rows stand.
    pub const fn file(&self) -> &'static str {
        match self.place {
            Place::Csv(name) => name,
            Place::Rules => "rules.toml",
            Place::Section(_) | Place::Array(_) | Place::Map(_) => "study.toml",
        }
    }
}

/// What a reference points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A row.
    Row(Id),
    /// Words, where the study has no row for it.
    Words(Box<str>),
}

/// One item of a cell that names rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// What it points at.
    pub target: Target,
    /// Whether a `?` stood behind it.
    pub unsure: bool,
}

/// A cell after it was checked: what the store keeps of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing was said.
    Empty,
    /// Words, a date, a quantity, as they were written.
    Text(Box<str>),
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// The row that the cell names.
    Reference(Reference),
    /// The rows that the cell names, in their order.
    References(Vec<Reference>),
    /// A row of any noun.
    About(Noun, Id),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::tables::{TABLES, table};

    #[test]
    fn a_number_of_rows_is_said_as_people_say_it() {
        for (noun, count, said) in [
            (Noun::Asked, 1, "1 asked question"),
            (Noun::Asked, 297, "297 asked questions"),
            (Noun::Group, 1, "1 group"),
            (Noun::Group, 17, "17 groups"),
            (Noun::Study, 1, "1 study"),
            (Noun::FollowUp, 5, "5 follow ups"),
            (Noun::TopicLink, 0, "0 topic links"),
            (Noun::CrossCheck, 1, "settings of the cross-check"),
        ] {
            assert_eq!(table(noun).counted(count), said);
        }
        for table in TABLES {
            assert!(!table.counted(2).contains('_'), "{}", table.name);
        }
    }
}
