//! Codes by what is known of sources and interviews. It must not know how marks are counted. A
//! stranger would take the columns for parts of a whole: an interview of two sources stands in
//! the column of each.

use super::{Tally, TallyWish, ValuesByKey, codes_in, sources_in};
use crate::method::tally::words_by_code;
use crate::model::table::Noun;
use crate::model::vocabulary::SourceKind;
use crate::project::Study;
use crate::project::error::ProjectError;
use std::collections::{BTreeMap, BTreeSet};

/// What a crosstab may have columns for, beside the study's own attributes: each a column of the
/// table of interviews or sources, or what follows from it.
pub const CROSS_WITH: [&str; 12] = [
    "side",
    "group",
    "source",
    "kind",
    "interview",
    "year",
    "researcher",
    "mode",
    "country",
    "place",
    "language",
    "awareness",
];

/// The column of those of whom nothing is known.
pub const NO_VALUE: &str = "(none)";

/// What a cell counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Different passages.
    Passages,
    /// Sources.
    Sources,
    /// Words, each once.
    Words,
}

impl Measure {
    /// Every measure.
    pub const ALL: [Self; 3] = [Self::Passages, Self::Sources, Self::Words];

    /// The word for it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Passages => "passages",
            Self::Sources => "sources",
            Self::Words => "words",
        }
    }
}

/// A row of a crosstab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrossRow {
    /// The code.
    pub code: String,
    /// What its cells count.
    pub measure: Measure,
    /// A count for each value.
    pub counts: Vec<u64>,
    /// Of all, each passage, source and word once.
    pub total: u64,
}

/// Codes by values.
#[derive(Clone, Debug, PartialEq)]
pub struct Crosstab {
    /// The values, in byte order; [`NO_VALUE`] last.
    pub values: Vec<String>,
    /// The rows, in the order of the tree, the measures of a code together.
    pub tally: Tally<CrossRow>,
}

impl Study {
    /// Counts codes by the values of a column or attribute.
    ///
    /// # Errors
    /// As [`Study::tally_codes`]; [`ProjectError::Unknown`] for a name that is no such column and
    /// no attribute.
    pub fn tally_crosstab(
        &self,
        wish: &TallyWish<'_>,
        by: &str,
        measures: &[Measure],
    ) -> Result<Crosstab, ProjectError> {
        let known = self.values_of_sources(by)?;
        let marked = self.marked(wish)?;
        let wanted: BTreeSet<&String> = marked.texts.iter().map(|text| &text.interview).collect();
        let values = columns_of(known.iter().filter(|(key, _)| wanted.contains(key)));
        let mut sums = Sums::new(marked.codes.len(), values.len());
        self.with_words(&marked.texts, |text, words| {
            let words = words_by_code(words, &text.marks, marked.codes.len());
            let Some(sources) = known.get(&text.interview) else {
                return;
            };
            let columns = columns_of_text(sources, &values);
            let mut passages = vec![0; marked.codes.len()];
            for mark in &text.marks {
                passages[mark.code as usize] += 1;
            }
            for code in codes_in(&text.marks) {
                let code = code as usize;
                sums.add(code, &columns, (passages[code], words[code]));
            }
        })?;
        let wanted = (0..marked.codes.len()).filter(|code| marked.is_wanted[*code]);
        let rows = wanted.flat_map(|code| {
            let row = |measure: &Measure| sums.row(code, *measure, &marked.codes[code]);
            measures.iter().map(row).collect::<Vec<_>>()
        });
        Ok(Crosstab {
            tally: Tally {
                rows: rows.collect(),
                warnings: marked.warnings,
            },
            values,
        })
    }

    /// For each interview its sources with the values that each has there.
    fn values_of_sources(&self, by: &str) -> Result<BTreeMap<String, ValuesByKey>, ProjectError> {
        let of_source = self.values_by(Noun::Source, by)?;
        let of_interview = self.values_by(Noun::Interview, by)?;
        let attribute = by.strip_prefix("attr.").unwrap_or(by);
        if !CROSS_WITH.contains(&by) && !self.attribute_names()?.contains(attribute) {
            let mut known: BTreeSet<String> = CROSS_WITH.map(str::to_owned).into();
            known.extend(self.attribute_names()?);
            let like = crate::model::key_book::nearest(by, known.iter().map(String::as_str));
            let all: Vec<&str> = known.iter().map(String::as_str).collect();
            return Err(ProjectError::Unknown {
                noun: "column or attribute",
                name: by.to_owned(),
                like: like.map(str::to_owned),
                hint: format!("there are: {}", all.join(", ")),
            });
        }
        let mut found = BTreeMap::new();
        for (interview, sources) in self.sources_by_interview()? {
            let mut own = ValuesByKey::new();
            for source in sources_in(&sources) {
                let mut values = of_source.get(&source).cloned().unwrap_or_default();
                values.extend(of_interview.get(&interview).cloned().unwrap_or_default());
                if values.is_empty() {
                    values.insert(NO_VALUE.to_owned());
                }
                own.insert(source, values);
            }
            found.insert(interview, own);
        }
        Ok(found)
    }

    /// The values that rows of a noun have of a column or attribute; none where it has no such.
    fn values_by(&self, noun: Noun, by: &str) -> Result<ValuesByKey, ProjectError> {
        let one = |(key, value): (String, String)| (key, BTreeSet::from([value]));
        let column = |name: &str| self.cells_by_key(noun, name);
        let found: ValuesByKey = match (noun, by) {
            (Noun::Source, "side") | (Noun::Source, "group") => {
                let at = usize::from(by == "side");
                let sides = self.sides_of_sources()?.into_iter();
                let said = sides.map(|(key, own)| (key, own[at].clone()));
                said.filter(|(_, value)| !value.is_empty())
                    .map(one)
                    .collect()
            }
            (Noun::Source, "kind") => {
                let written = column("kind")?;
                let kind_of = |key: String| {
                    let kind = written
                        .get(&key)
                        .map_or(SourceKind::Interviewee.as_str(), String::as_str);
                    one((key, kind.to_owned()))
                };
                self.store().keys(noun)?.into_iter().map(kind_of).collect()
            }
            (Noun::Source, "source") | (Noun::Interview, "interview") => {
                let keys = self.store().keys(noun)?.into_iter();
                keys.map(|key| one((key.clone(), key))).collect()
            }
            (Noun::Interview, "year") => {
                let year = |(key, date): (String, String)| Some((key, year_of(&date)?));
                column("date")?
                    .into_iter()
                    .filter_map(year)
                    .map(one)
                    .collect()
            }
            (Noun::Interview, by) if CROSS_WITH.contains(&by) && by != "kind" && by != "source" => {
                column(by)?.into_iter().map(one).collect()
            }
            (_, by) if !CROSS_WITH.contains(&by) => {
                let name = by.strip_prefix("attr.").unwrap_or(by);
                let rows = self.attributes(noun)?.into_iter();
                let of_row = |(key, own): (String, Vec<(String, String)>)| {
                    let own = own.into_iter().filter(|(known, _)| known == name);
                    (key, own.map(|(_, value)| value).collect::<BTreeSet<_>>())
                };
                rows.map(of_row)
                    .filter(|(_, own)| !own.is_empty())
                    .collect()
            }
            _ => ValuesByKey::new(),
        };
        Ok(found)
    }
}

/// The year of a date, where it says one.
fn year_of(date: &str) -> Option<String> {
    let day = crate::model::edtf::When::parse(date)
        .ok()?
        .to_edtf_gregorian();
    let year: String = day.chars().take(4).collect();
    (year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit())).then_some(year)
}

fn columns_of<'v>(known: impl Iterator<Item = (&'v String, &'v ValuesByKey)>) -> Vec<String> {
    let values = known.flat_map(|(_, sources)| sources.values().flatten());
    let mut values: BTreeSet<String> = values.cloned().collect();
    let has_none = values.remove(NO_VALUE);
    let mut values: Vec<String> = values.into_iter().collect();
    values.extend(has_none.then(|| NO_VALUE.to_owned()));
    values
}

/// Which columns a text counts for, each with the sources that have that value.
type TextColumns<'v> = BTreeMap<usize, Vec<&'v String>>;

fn columns_of_text<'v>(sources: &'v ValuesByKey, values: &[String]) -> TextColumns<'v> {
    let mut columns = TextColumns::new();
    for (source, own) in sources {
        for value in own {
            if let Some(at) = values.iter().position(|known| known == value) {
                columns.entry(at).or_default().push(source);
            }
        }
    }
    columns
}

/// The cells of all rows, the total behind the values.
struct Sums {
    values: usize,
    passages: Vec<u64>,
    words: Vec<u64>,
    sources: Vec<BTreeSet<String>>,
}

impl Sums {
    fn new(codes: usize, values: usize) -> Self {
        let cells = codes * (values + 1);
        Self {
            values,
            passages: vec![0; cells],
            words: vec![0; cells],
            sources: vec![BTreeSet::new(); cells],
        }
    }

    fn add(&mut self, code: usize, columns: &TextColumns<'_>, (passages, words): (u64, u64)) {
        let first = code * (self.values + 1);
        let total = first + self.values;
        for at in columns.keys().map(|at| first + at).chain([total]) {
            self.passages[at] += passages;
            self.words[at] += words;
        }
        for (at, sources) in columns {
            for source in sources {
                self.sources[first + at].insert((*source).clone());
                self.sources[total].insert((*source).clone());
            }
        }
    }

    fn row(&self, code: usize, measure: Measure, key: &str) -> CrossRow {
        let first = code * (self.values + 1);
        let count = |at: usize| match measure {
            Measure::Passages => self.passages[at],
            Measure::Sources => self.sources[at].len() as u64,
            Measure::Words => self.words[at],
        };
        CrossRow {
            code: key.to_owned(),
            measure,
            counts: (first..first + self.values).map(count).collect(),
            total: count(first + self.values),
        }
    }
}
