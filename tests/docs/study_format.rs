//! The tables of `docs/study-format.md`, made from the description that reading, writing and
//! storing follow. It must not hold a fact about a column.

use gainsay::model::cell::noun_name;
use gainsay::model::meanings;
use gainsay::model::table::{Anchor, Column, Kind, Noun, Place, Table, TextKind};
use gainsay::model::tables::{TABLES, table};

/// Every table of the format, in the order of reading.
pub fn tables() -> String {
    let mut text = String::new();
    for table in TABLES {
        text.push_str(&section(table));
        text.push('\n');
    }
    text
}

fn section(table: &Table) -> String {
    let mut text = format!(
        "### {}\n\n{}\n\n",
        heading(table),
        meanings::of_table(table)
    );
    text.push_str("| column | needed | holds | meaning |\n|---|---|---|---|\n");
    for column in table.columns {
        text.push_str(&format!(
            "| `{}` | {} | {} | {} |\n",
            column.name,
            needed(table, column),
            holds(column),
            meanings::of_column(table, column)
        ));
    }
    if table.has_attributes {
        text.push_str("| `attr.NAME` |  | text | An attribute of the study's own. |\n");
    }
    text
}

fn heading(table: &Table) -> String {
    match table.place {
        Place::Csv(file) => format!("`{file}`"),
        Place::Section(name) => format!("`study.toml`, `[{name}]`"),
        Place::Array(name) => format!("`study.toml`, `[[{name}]]`"),
        Place::Map(name) => format!("`study.toml`, `[{name}]`, an entry each"),
        Place::Rules => "`rules.toml`, `[[rule]]`".to_owned(),
    }
}

fn needed(table: &Table, column: &Column) -> String {
    if column.required {
        return "yes".to_owned();
    }
    let pair = table.one_of.iter().find(|pair| pair.contains(&column.name));
    let other = pair.and_then(|pair| pair.iter().find(|name| **name != column.name));
    other.map_or_else(String::new, |other| format!("this or `{other}`"))
}

fn holds(column: &Column) -> String {
    let said = match column.kind {
        Kind::Key => "a key".to_owned(),
        Kind::Name => "a name".to_owned(),
        Kind::Text => "text".to_owned(),
        Kind::Texts => "a list of words".to_owned(),
        Kind::Sentences => "a TOML list of sentences".to_owned(),
        Kind::Word(words) => listed(words),
        Kind::Words(words) => format!("a list of {}", listed(words)),
        Kind::Tagged(noun, words) => {
            let tags: Vec<_> = words.iter().map(|word| format!("`KEY:{word}`")).collect();
            format!("a list of {}, keys of {}", tags.join(", "), plural(noun))
        }
        Kind::Date => "a date".to_owned(),
        Kind::Integer(least) => format!("a whole number, {least} or more"),
        Kind::Decimal => "a number".to_owned(),
        Kind::Value => "a value".to_owned(),
        Kind::Reference(noun) => format!("the key of {}", name(noun)),
        Kind::References(noun) => format!("a list of keys of {}", plural(noun)),
        Kind::ReferenceOrText(noun) => format!("the key of {}, else words", name(noun)),
        Kind::ReferencesOrTexts(noun) => format!("a list of keys of {}, else words", plural(noun)),
        Kind::Either(nouns) => {
            let names: Vec<_> = nouns.iter().map(|noun| name(*noun)).collect();
            format!("the key of {}", names.join(" or "))
        }
        Kind::About => "`KIND:KEY`".to_owned(),
        Kind::Transcript(TextKind::Original | TextKind::Translation) => "a path".to_owned(),
        Kind::Passage(Anchor::Text) => "`original`, `translation`".to_owned(),
        Kind::Passage(Anchor::Start | Anchor::End) => "a code point".to_owned(),
        Kind::Passage(Anchor::Quote) => "text".to_owned(),
        Kind::Passage(Anchor::State) => "`orphan`".to_owned(),
    };
    let unsure = if column.may_be_unsure {
        ", `?` may follow"
    } else {
        ""
    };
    format!("{said}{unsure}")
}

fn listed(words: &[&str]) -> String {
    let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}

/// The word for a row of a noun, with its article.
fn name(noun: Noun) -> String {
    let name = noun_name(noun);
    match name.starts_with(['a', 'e', 'i', 'o']) {
        true => format!("an {name}"),
        false => format!("a {name}"),
    }
}

fn plural(noun: Noun) -> &'static str {
    table(noun).plural
}
