//! Who speaks: sides, groups, researchers, sources and interviews, row by row.
//!
//! It knows the columns of their files. What a stranger would get wrong: opposition and acquaintance
//! are mutual, whichever row says so.

use crate::model::builder::{Reference, StudyBuilder};
use crate::model::claim::Span;
use crate::model::edtf::When;
use crate::model::key::{GroupId, InterviewId, ResearcherId, SideId, SourceId};
use crate::model::refusal::Refusal;
use crate::model::source::{
    Group, Interview, InterviewCells, Introducer, Researcher, Side, Source, SourceCells,
    Translation,
};
use crate::model::vocabulary::{Seasons, SourceKind, list, parse_yes_no, split_unsure};

impl StudyBuilder {
    /// Adds a side.
    ///
    /// # Errors
    /// A [`Refusal`] of a key that is misspelled or stands twice.
    pub fn side(&mut self, key: &str) -> Result<SideId, Refusal> {
        let place = self.study.keys.sides.add("side", key)?;
        self.study.sides.push(Side::default());
        Ok(SideId(place))
    }

    /// Names a side in words.
    pub fn side_name(&mut self, side: SideId, name: &str) {
        self.study.sides[side.index()].name = name.trim().to_owned();
    }

    /// Says that two sides oppose each other; both may come later.
    pub fn opposes(&mut self, side: &str, other: &str) {
        let reference = Reference::new("opposes", side, other);
        self.opposed_sides.push(reference);
    }

    /// Adds a group with its side; its parent may come later.
    ///
    /// # Errors
    /// A [`Refusal`] of the key, or of a side that is not there.
    pub fn add_group(&mut self, key: &str, parent: &str, side: &str) -> Result<GroupId, Refusal> {
        let unknown = || Refusal::unknown("side", side.trim(), "side");
        let side = self.study.keys.sides.find(side).ok_or_else(unknown)?;
        let place = self.study.keys.groups.add("group", key)?;
        self.study.groups.push(Group {
            parent: None,
            side: SideId(side),
        });
        if !parent.trim().is_empty() {
            let reference = Reference::new("parent", key, parent);
            self.group_parents.push(reference);
        }
        Ok(GroupId(place))
    }

    /// Adds a researcher.
    ///
    /// # Errors
    /// A [`Refusal`] of a key that is misspelled or stands twice.
    pub fn researcher(&mut self, key: &str) -> Result<ResearcherId, Refusal> {
        let place = self.study.keys.researchers.add("researcher", key)?;
        self.study.researchers.push(Researcher::default());
        Ok(ResearcherId(place))
    }

    /// Says that two researchers know one another; both may come later.
    pub fn knows(&mut self, researcher: &str, other: &str) {
        let reference = Reference::new("knows", researcher, other);
        self.knowing_researchers.push(reference);
    }

    /// Adds a source; other sources that it names may come later.
    ///
    /// # Errors
    /// A [`Refusal`] of the column that cannot stand.
    pub fn source(&mut self, cells: &SourceCells<'_>) -> Result<SourceId, Refusal> {
        let group = GroupId(self.group("group", cells.group)?.0);
        let kind = match cells.kind.trim() {
            "" => SourceKind::Interviewee,
            word => SourceKind::parse(word)?,
        };
        let low = count("members_low", cells.members_low)?;
        let high = count("members_high", cells.members_high)?;
        if let (Some(low), Some(high)) = (low, high)
            && low > high
        {
            let right = "a number that is not below members_low";
            return Err(Refusal::new("members_high", cells.members_high, right));
        }
        let place = self.study.keys.sources.add("source", cells.source)?;
        let network = cells.network.trim();
        let network = (!network.is_empty()).then(|| self.study.keys.networks.intern(network));
        self.study.sources.push(Source {
            group,
            kind,
            person: SourceId(place),
            maybe_same_as: Vec::new(),
            introduced_by: None,
            heard_from: Vec::new(),
            network,
            joint_interviews: Vec::new(),
        });
        self.refer_to_sources("same_person_as", cells.source, cells.same_person_as);
        self.refer_to_sources("introduced_by", cells.source, cells.introduced_by);
        self.refer_to_sources("heard_from", cells.source, cells.heard_from);
        Ok(SourceId(place))
    }

    fn refer_to_sources(&mut self, column: &'static str, from: &str, to: &str) {
        let references = list(to).map(|to| Reference::new(column, from, to));
        self.source_references.extend(references);
    }

    /// Adds an interview.
    ///
    /// # Errors
    /// A [`Refusal`] of the column that cannot stand.
    pub fn interview(&mut self, cells: &InterviewCells<'_>) -> Result<InterviewId, Refusal> {
        let mut sources = Vec::new();
        for key in list(cells.sources) {
            sources.push(self.source_id("source", key)?);
        }
        let researcher = match cells.researcher.trim() {
            "" => None,
            key => {
                let unknown = || Refusal::unknown("researcher", key, "researcher");
                let place = self.study.keys.researchers.find(key).ok_or_else(unknown)?;
                Some(ResearcherId(place))
            }
        };
        let date = match cells.date.trim() {
            "" => self.fieldwork.unwrap_or(Span::ALL),
            text => self.span("date", text)?,
        };
        let interview = Interview {
            sources,
            date,
            researcher,
            is_recorded: parse_yes_no("recording", cells.recording)?.unwrap_or(false),
            translation: translation(cells)?,
            is_aware: is_aware(cells.awareness)?,
            mode: interned(&mut self.study.keys.modes, cells.mode),
            language: interned(&mut self.study.keys.languages, cells.language),
        };
        let place = self
            .study
            .keys
            .interviews
            .add("interview", cells.interview)?;
        if interview.sources.len() > 1 {
            for source in &interview.sources {
                let source = &mut self.study.sources[source.index()];
                source.joint_interviews.push(InterviewId(place));
            }
        }
        self.study.interviews.push(interview);
        Ok(InterviewId(place))
    }

    /// Resolves what sides, groups, researchers and sources say of one another.
    pub(super) fn resolve_people(&mut self) -> Result<(), Refusal> {
        for reference in std::mem::take(&mut self.opposed_sides) {
            let [a, b] = both(&self.study.keys.sides, &reference, "side")?;
            add_sorted(&mut self.study.sides[a as usize].opposes, SideId(b));
            add_sorted(&mut self.study.sides[b as usize].opposes, SideId(a));
        }
        for reference in std::mem::take(&mut self.knowing_researchers) {
            let [a, b] = both(&self.study.keys.researchers, &reference, "researcher")?;
            let people = &mut self.study.researchers;
            add_sorted(&mut people[a as usize].knows, ResearcherId(b));
            add_sorted(&mut people[b as usize].knows, ResearcherId(a));
        }
        for reference in std::mem::take(&mut self.group_parents) {
            let [child, parent] = both(&self.study.keys.groups, &reference, "group")?;
            self.study.groups[child as usize].parent = Some(GroupId(parent));
        }
        self.refuse_group_circles()?;
        for reference in std::mem::take(&mut self.source_references) {
            self.resolve_source(&reference)?;
        }
        self.settle_persons();
        let sources = self.study.sources.iter();
        self.study.persons = sources.map(|source| source.person).collect();
        Ok(())
    }

    fn refuse_group_circles(&self) -> Result<(), Refusal> {
        let groups = &self.study.groups;
        for start in 0..groups.len() {
            let mut up = groups[start].parent;
            for _ in 0..groups.len() {
                up = up.and_then(|group| groups[group.index()].parent);
            }
            if up.is_some() {
                let key = self.study.keys.groups.key(start);
                return Err(Refusal::new(
                    "parent",
                    key,
                    "a parent outside its own circle",
                ));
            }
        }
        Ok(())
    }

    fn resolve_source(&mut self, reference: &Reference) -> Result<(), Refusal> {
        let (key, is_unsure) = split_unsure(&reference.to);
        let from = self.source_id("source", &reference.from)?;
        if reference.column == "introduced_by" {
            let introducer = match self.study.source_id(key) {
                Some(source) => Introducer::Source(source),
                None => Introducer::Other(self.study.keys.networks.intern(key)),
            };
            self.study.sources[from.index()].introduced_by = Some(introducer);
            return Ok(());
        }
        let to = match self.study.source_id(key) {
            Some(to) => to,
            // Somebody outside the study, in words: no voice of it is tied to them.
            None if reference.column == "heard_from" => return Ok(()),
            None => return Err(Refusal::unknown(reference.column, key, "source")),
        };
        let sources = &mut self.study.sources;
        match (reference.column, is_unsure) {
            ("heard_from", _) => add_sorted(&mut sources[from.index()].heard_from, to),
            (_, true) => {
                add_sorted(&mut sources[from.index()].maybe_same_as, to);
                add_sorted(&mut sources[to.index()].maybe_same_as, from);
            }
            (_, false) => {
                let (kept, gone) = (sources[from.index()].person, sources[to.index()].person);
                sources
                    .iter_mut()
                    .filter(|source| source.person == gone)
                    .for_each(|source| source.person = kept);
            }
        }
        Ok(())
    }

    /// Lets each person be named by the first of its sources in byte order of key, so that the order
    /// of rows does not matter.
    fn settle_persons(&mut self) {
        let mut sources = (0..).zip(&self.study.sources);
        if sources.all(|(place, source)| source.person == SourceId(place)) {
            return;
        }
        let mut first = std::collections::HashMap::new();
        for (place, source) in self.study.sources.iter().enumerate() {
            let id = SourceId(place as u32);
            let best = first.entry(source.person).or_insert(id);
            if self.study.source_key(id) < self.study.source_key(*best) {
                *best = id;
            }
        }
        for source in &mut self.study.sources {
            if let Some(person) = first.get(&source.person) {
                source.person = *person;
            }
        }
    }
}

fn both(
    keys: &crate::model::key::Keys,
    reference: &Reference,
    noun: &str,
) -> Result<[u32; 2], Refusal> {
    let find = |key: &str| {
        let unknown = || Refusal::unknown(reference.column, key, noun);
        keys.find(key).ok_or_else(unknown)
    };
    Ok([find(&reference.from)?, find(&reference.to)?])
}

pub(super) fn add_sorted<T: Ord>(list: &mut Vec<T>, item: T) {
    if let Err(place) = list.binary_search(&item) {
        list.insert(place, item);
    }
}

fn count(column: &'static str, text: &str) -> Result<Option<u32>, Refusal> {
    match text.trim() {
        "" => Ok(None),
        digits => {
            let refuse = |_| Refusal::new(column, digits, "a whole number, or an empty cell");
            digits.parse().map(Some).map_err(refuse)
        }
    }
}

/// Reads a date cell as a span.
///
/// # Errors
/// A [`Refusal`] of the column with what the date reader says.
pub fn span_of_cell(column: &'static str, text: &str, seasons: Seasons) -> Result<Span, Refusal> {
    let refuse =
        |error: crate::model::edtf::DateError| Refusal::new(column, text, error.to_string());
    let when = When::parse_in(text, seasons).map_err(refuse)?;
    Ok(Span {
        strict: when.strict(),
        fuzzy: when.fuzzy(),
    })
}

fn translation(cells: &InterviewCells<'_>) -> Result<Translation, Refusal> {
    let checked = match cells.translation_checked.trim() {
        "" | "no" => Translation::Unchecked,
        "yes" => Translation::Checked,
        "doubtful" => Translation::Doubtful,
        other => {
            let right = "yes, no, doubtful, or an empty cell";
            return Err(Refusal::new("translation_checked", other, right));
        }
    };
    if cells.translation.trim().is_empty() {
        return Ok(Translation::None);
    }
    Ok(checked)
}

/// The number of a word that rows repeat; an empty cell has none.
fn interned(words: &mut crate::model::key::Keys, text: &str) -> Option<u32> {
    let text = text.trim();
    (!text.is_empty()).then(|| words.intern(text))
}

fn is_aware(text: &str) -> Result<bool, Refusal> {
    match text.trim() {
        "aware" => Ok(true),
        "" | "joint" | "unaware" => Ok(false),
        other => {
            let right = "unaware, aware, joint, or an empty cell";
            Err(Refusal::new("awareness", other, right))
        }
    }
}
