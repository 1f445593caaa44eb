//! `gainsay schema`: the views that SQL can read, from the description of the tables.
//!
//! It must not open a study. What a stranger would get wrong: views have the names and columns
//! of the study folder, whatever the store calls them.

use crate::cli::args::other::SchemaArgs;
use crate::cli::failure::Problem;
use crate::cli::session::Session;
use crate::cli::suggest;
use crate::model::cell::noun_name;
use crate::model::refusal::with_article;
use crate::model::table::{Anchor, Column as Described, Kind, Noun};
use crate::model::tables::TABLES;
use crate::report::{Cell, Column, Head, Listing};

/// Lists views and columns.
///
/// # Errors
/// A name that no view has.
pub fn run(args: &SchemaArgs, session: &Session) -> Result<(), Problem> {
    let wanted = args.view.as_deref();
    let names: Vec<&str> = TABLES.iter().map(|table| table.plural).collect();
    if let Some(name) = wanted.filter(|name| !names.contains(name)) {
        return Err(
            Problem::usage("unknown-view", format!("there is no view `{name}`"))
                .hint(suggest::hint(name, &names)),
        );
    }
    let columns = ["view", "column", "meaning"].map(Column::new).to_vec();
    let mut listing = Listing::new(Head::new("column-list", columns));
    let tables = TABLES
        .iter()
        .filter(|table| wanted.is_none_or(|name| table.plural == name));
    for table in tables {
        for column in table.columns {
            listing.rows.push(vec![
                table.plural.into(),
                column.name.into(),
                Cell::text(meaning(table.noun, column)),
            ]);
        }
    }
    session.output.show(&listing).map(drop)
}

fn meaning(noun: Noun, column: &Described) -> String {
    let said = match column.kind {
        Kind::Key | Kind::Name => format!("the {}'s own key", noun_name(noun)),
        Kind::Text => "words".to_owned(),
        Kind::Texts => "a list of words".to_owned(),
        Kind::Sentences => "a list of sentences, as JSON".to_owned(),
        Kind::Word(words) => words.join(", "),
        Kind::Words(words) => format!("a list of {}", words.join(", ")),
        Kind::Tagged(other, words) => format!(
            "a list of keys of {}s, each with :{} behind it",
            noun_name(other),
            words.join(" or :")
        ),
        Kind::Date => "a date, EDTF".to_owned(),
        Kind::Integer(_) => "a whole number".to_owned(),
        Kind::Decimal => "a number".to_owned(),
        Kind::Value => "a quantity or a category".to_owned(),
        Kind::Reference(other) => format!("the key of {}", with_article(noun_name(other))),
        Kind::References(other) => format!("a list of keys of {}s", noun_name(other)),
        Kind::ReferenceOrText(other) => {
            format!("the key of {}, or words", with_article(noun_name(other)))
        }
        Kind::ReferencesOrTexts(other) => {
            format!("a list of keys of {}s, or words", noun_name(other))
        }
        Kind::Either(nouns) => {
            let nouns: Vec<_> = nouns
                .iter()
                .map(|noun| with_article(noun_name(*noun)))
                .collect();
            format!("the key of {}", nouns.join(" or "))
        }
        Kind::About => "kind and key of what it is about".to_owned(),
        Kind::Transcript(_) => "the path of the text in a study folder".to_owned(),
        Kind::Passage(Anchor::Text) => "original or translation".to_owned(),
        Kind::Passage(Anchor::Start) => "first code point of the passage".to_owned(),
        Kind::Passage(Anchor::End) => "behind its last code point".to_owned(),
        Kind::Passage(Anchor::Quote) => "the words of the passage".to_owned(),
        Kind::Passage(Anchor::State) => "orphan where the words are gone".to_owned(),
    };
    if column.may_be_unsure {
        format!("{said}; a ? behind it says not sure")
    } else {
        said
    }
}
