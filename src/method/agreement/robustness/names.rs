//! The periods, events and actors by which positions are set apart, and when they no longer are.
//!
//! It knows what positions name, not what they say. What a stranger would get wrong: where all but one
//! of several names fall silent, claims that kept apart for its sake come together.

use std::collections::{BTreeMap, HashMap};

use crate::method::agreement::held::Held;
use crate::method::agreement::sense::Sense;

/// The names in force on a question.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// By position: its names, a period, an event, an actor.
    of_position: Vec<[Option<usize>; 3]>,
    names: Vec<Name>,
    /// How many names there are among which each tells.
    among: Vec<usize>,
}

/// A name that claims give.
#[derive(Debug)]
struct Name {
    claims: usize,
    /// Among which names it tells: those of one period, one event.
    among: usize,
}

impl Names {
    /// Gathers what positions name; nothing where nothing sets any apart.
    pub(super) fn of(positions: &[Held]) -> Names {
        let mut found = Names::default();
        let is_named = |sense: &Sense| {
            sense.period.is_some() || sense.event.is_some() || sense.actor.is_some()
        };
        if !positions.iter().any(|held| is_named(&held.sense)) {
            return found;
        }
        let (mut names, mut among) = (BTreeMap::new(), BTreeMap::new());
        for held in positions {
            let levels = levels(held.sense);
            // What stands among events may be spelled as what stands among actors of no event.
            let own = [0, 1, 2].map(|level| {
                let (name, whole) = levels[level]?;
                let next = among.len();
                let whole = *among.entry((level, whole)).or_insert(next);
                let next = names.len();
                let name = *names.entry((level, name)).or_insert(next);
                found.note(name, whole, held.claims.len());
                Some(name)
            });
            found.of_position.push(own);
        }
        found
    }

    fn note(&mut self, name: usize, among: usize, claims: usize) {
        if among == self.among.len() {
            self.among.push(0);
        }
        if name == self.names.len() {
            self.names.push(Name { claims: 0, among });
            self.among[among] += 1;
        }
        self.names[name].claims += claims;
    }

    /// Tells whether names no longer set claims apart once so many claims of each position are gone.
    pub(super) fn are_too_few(&self, gone: impl Iterator<Item = (usize, usize)>) -> bool {
        if self.names.is_empty() {
            return false;
        }
        let mut gone_of: HashMap<usize, usize> = HashMap::new();
        for (position, claims) in gone {
            for name in self.of_position[position].into_iter().flatten() {
                *gone_of.entry(name).or_default() += claims;
            }
        }
        let mut silent: HashMap<usize, usize> = HashMap::new();
        for (name, claims) in gone_of {
            let name = &self.names[name];
            if name.claims == claims {
                *silent.entry(name.among).or_default() += 1;
            }
        }
        let mut silent = silent.into_iter();
        silent.any(|(among, silent)| self.among[among] <= silent + 1)
    }
}

/// The period, the event and the actor of a sense, each with that among which it is named.
fn levels(sense: Sense) -> [Option<(Sense, Sense)>; 3] {
    let of_event = Sense {
        actor: None,
        ..sense
    };
    let of_period = Sense {
        event: None,
        ..of_event
    };
    let of_all = Sense {
        period: None,
        ..of_period
    };
    [
        sense.period.map(|_| (of_period, of_all)),
        sense.event.map(|_| (of_event, of_period)),
        sense.actor.map(|_| (sense, of_event)),
    ]
}
