//! A question as it is, and who leads on it without some of its claims.
//!
//! It knows positions, not who is left out nor what is told of it. What a stranger would get wrong:
//! nothing is weighed again that cannot have changed. A grade rests on a few voices, a figure on two
//! claims; whoever else goes changes neither.

use std::borrow::Cow;

use crate::method::agreement::grade::{borne, grade, may_surprise};
use crate::method::agreement::held::{Held, Stood, figure, hold, rivals_among, stand_on_figures};
use crate::method::agreement::question::Question;
use crate::method::agreement::robustness::names::Names;
use crate::method::agreement::voices::Voices;
use crate::method::interest::Rivals;
use crate::method::settings::Settings;
use crate::model::claim::Bounds;
use crate::model::key::ClaimId;
use crate::model::study::Study;
use crate::model::topic::Favour;
use crate::model::vocabulary::Modality;

/// A question taken apart.
pub(super) struct Whole<'q> {
    study: &'q Study,
    settings: &'q Settings,
    claims: &'q [ClaimId],
    positions: &'q [Held],
    /// By place of claim.
    seats: Vec<Seat>,
    /// By position.
    rests: Vec<Rest>,
    /// The positions, the one that leads first.
    order: Vec<usize>,
    names: Names,
    /// The rival figures of each position, where the topic asks for the higher or the lower.
    rivals: Option<Vec<Rivals>>,
    /// The positions whose grade may depend on rival figures.
    surprising: Vec<usize>,
}

/// In which position a claim stands, and as which of its voices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Seat {
    position: usize,
    voice: usize,
}

/// What a position rests on.
#[derive(Debug, Default)]
struct Rest {
    /// Voices without which its grade might be lower.
    pillars: Vec<usize>,
    /// The claims that bound its figure from below and from above.
    bounds: Option<[ClaimId; 2]>,
    /// The lowest low end of its figures.
    lowest: f64,
}

/// What becomes of the lead.
#[expect(
    clippy::large_enum_variant,
    reason = "one is made of each removal and looked at, none is kept"
)]
pub(super) enum After<'w> {
    /// It stays as it is.
    Same,
    /// This leads now, or nothing does.
    Led(Option<Cow<'w, Held>>),
}

/// What goes of one position.
struct Hit {
    position: usize,
    claims: usize,
    /// Nothing goes that its grade rests on.
    keeps_grade: bool,
    keeps_range: bool,
}

/// What of the positions is no longer as it was.
#[derive(Default)]
struct Changes {
    /// The positions of which something goes, in order.
    hit: Vec<usize>,
    /// The claims that go, in the order of keys.
    left_out: Vec<ClaimId>,
    /// The positions that are not what they were, in order.
    gone: Vec<usize>,
    /// What stands in their place.
    new: Vec<Stood>,
}

impl<'q> Whole<'q> {
    /// Takes a question apart that is weighed before anything stands against it.
    pub(super) fn of(
        study: &'q Study,
        settings: &'q Settings,
        question: &'q Question,
    ) -> Whole<'q> {
        let (claims, positions) = (&question.claims[..], &question.positions[..]);
        let mut order: Vec<usize> = (0..positions.len()).collect();
        order.sort_by_key(|place| std::cmp::Reverse(rank(&positions[*place])));
        let is_figure = |favour: &Favour| matches!(favour, Favour::Higher | Favour::Lower);
        let mut favours = study.topic(question.topic).favours.iter();
        let rivals = favours.any(|(_, favour)| is_figure(favour)).then(|| {
            let said = |held: &Held| (held.sense.measures(), held.range);
            rivals_among(&positions.iter().map(said).collect::<Vec<_>>())
        });
        let mut whole = Whole {
            study,
            settings,
            claims,
            positions,
            seats: Vec::new(),
            rests: Vec::new(),
            order,
            names: Names::of(positions),
            rivals,
            surprising: Vec::new(),
        };
        if whole.rivals.is_some() {
            let may = |place: &usize| may_surprise(study, &positions[*place].voices);
            whole.surprising = (0..positions.len()).filter(may).collect();
        }
        // Whoever goes takes all of a question with one claim.
        if claims.len() > 1 {
            whole.seats = seats(claims, positions);
            whole.rests = (0..positions.len())
                .map(|place| whole.rest(place))
                .collect();
        }
        whole
    }

    fn rest(&self, place: usize) -> Rest {
        let held = &self.positions[place];
        let rivals = self.rivals_of(place);
        let mut pillars: Vec<usize> = borne(self.study, &held.voices, rivals)
            .into_iter()
            .flat_map(|borne| borne.pillars.into_iter().flatten())
            .collect();
        pillars.sort_unstable();
        pillars.dedup();
        let figures = held.claims.iter().filter(|_| held.range.is_some());
        let figures = figures.filter_map(|id| Some((*id, figure(self.study, *id)?)));
        let figures: Vec<(ClaimId, Bounds)> = figures.collect();
        let low = figures
            .iter()
            .max_by(|(_, a), (_, b)| a.low.total_cmp(&b.low));
        let high = figures
            .iter()
            .min_by(|(_, a), (_, b)| a.high.total_cmp(&b.high));
        let lows = figures.iter().map(|(_, figure)| figure.low);
        Rest {
            pillars,
            bounds: low.zip(high).map(|((low, _), (high, _))| [*low, *high]),
            lowest: lows.fold(f64::INFINITY, f64::min),
        }
    }

    fn rivals_of(&self, place: usize) -> Rivals {
        self.rivals
            .as_ref()
            .map_or_else(Rivals::default, |rivals| rivals[place])
    }

    /// Returns the position that leads: the highest grade of those that are said to be so; two with
    /// one grade are none.
    pub(super) fn leader(&self) -> Option<&'q Held> {
        let positions = self.positions;
        let [first, rest @ ..] = &self.order[..] else {
            return None;
        };
        let is_tied = |other: &usize| rank(&positions[*other]) == rank(&positions[*first]);
        (!rest.first().is_some_and(is_tied)).then(|| &positions[*first])
    }

    /// Returns the claims but for those at some places.
    pub(super) fn claims_without(&self, gone: &[u32]) -> Vec<ClaimId> {
        let mut gone = gone.iter().peekable();
        let places = (0..).zip(self.claims);
        let stays = places.filter(|(place, _)| gone.next_if_eq(&place).is_none());
        stays.map(|(_, id)| *id).collect()
    }

    /// Returns which position leads without the claims at some places, which are in order.
    pub(super) fn without(&self, gone: &[u32]) -> After<'_> {
        if gone.len() == self.claims.len() {
            return After::Led(None);
        }
        let hits = self.hits(gone);
        if (self.names).are_too_few(hits.iter().map(|hit| (hit.position, hit.claims))) {
            let left = self.claims_without(gone);
            let mut positions = hold(self.study, self.settings, &left);
            let lead = lead(positions.iter().map(rank).enumerate());
            return After::Led(lead.map(|place| Cow::Owned(positions.swap_remove(place))));
        }
        if hits.iter().all(|hit| hit.keeps_grade && hit.keeps_range) {
            return After::Same;
        }
        let gone = gone.iter().map(|place| self.claims[*place as usize]);
        self.led_after(self.changes(&hits, gone.collect()))
    }

    /// What goes of each position, in their order.
    fn hits(&self, gone: &[u32]) -> Vec<Hit> {
        let seat = |place: &u32| (self.seats[*place as usize], self.claims[*place as usize]);
        let mut seats: Vec<(Seat, ClaimId)> = gone.iter().map(seat).collect();
        seats.sort_unstable();
        let of_position = seats.chunk_by(|(a, _), (b, _)| a.position == b.position);
        of_position.map(|rows| self.hit(rows)).collect()
    }

    fn hit(&self, rows: &[(Seat, ClaimId)]) -> Hit {
        let position = rows[0].0.position;
        let (held, rest) = (&self.positions[position], &self.rests[position]);
        let is_kept = |of_voice: &[(Seat, ClaimId)]| {
            let voice = of_voice[0].0.voice;
            // Of a voice of which something stays, ties may go: then there may be more of them untied.
            let is_whole = of_voice.len() == held.voices.voices[voice].claims.len();
            !rest.pillars.contains(&voice) && (is_whole || held.voices.are_all_untied())
        };
        let is_bound = |(_, id): &(Seat, ClaimId)| rest.bounds.is_some_and(|of| of.contains(id));
        let mut of_voices = rows.chunk_by(|(a, _), (b, _)| a == b);
        Hit {
            position,
            claims: rows.len(),
            keeps_grade: of_voices.all(is_kept),
            keeps_range: !rows.iter().any(is_bound),
        }
    }

    /// The positions that are not what they were, as far as their own claims go.
    fn changes(&self, hits: &[Hit], left_out: Vec<ClaimId>) -> Changes {
        let mut changes = Changes {
            hit: hits.iter().map(|hit| hit.position).collect(),
            left_out,
            ..Changes::default()
        };
        for hit in hits
            .iter()
            .filter(|hit| !(hit.keeps_grade && hit.keeps_range))
        {
            let place = hit.position;
            if changes.gone.last().is_some_and(|last| *last >= place) {
                continue;
            }
            let held = &self.positions[place];
            if hit.claims == held.claims.len() {
                // Whoever stood by another figure stands by it still.
                changes.gone.push(place);
            } else if hit.keeps_range {
                changes.gone.push(place);
                changes.new.push(self.left_of(place, &changes.left_out));
            } else {
                let (end, mut new) = self.restand(place, &changes.left_out);
                changes.gone.extend(place..end);
                changes.new.append(&mut new);
            }
        }
        changes
    }

    /// A position without some of its claims, whose figure stays what it was.
    fn left_of(&self, place: usize, gone: &[ClaimId]) -> Stood {
        let held = &self.positions[place];
        Stood {
            sense: held.sense,
            range: held.range,
            claims: left(&held.claims, gone),
        }
    }

    /// Groups the figures of a position anew, with as many positions above it as its claims now
    /// reach; returns the first that they do not reach before them.
    fn restand(&self, first: usize, gone: &[ClaimId]) -> (usize, Vec<Stood>) {
        let sense = self.positions[first].sense;
        let alike = self.positions[first..].iter();
        let last = first + alike.take_while(|held| held.sense == sense).count();
        let mut end = first + 1;
        loop {
            let own = self.positions[first..end].iter();
            let mut claims: Vec<ClaimId> = own.flat_map(|held| left(&held.claims, gone)).collect();
            claims.sort_unstable();
            let mut stood = Vec::new();
            stand_on_figures(self.study, sense, &claims, &mut stood);
            let reach = stood.last().and_then(|stood| stood.range);
            let is_below = |above: &Rest| reach.is_none_or(|reach| reach.high < above.lowest);
            if end == last || is_below(&self.rests[end]) {
                return (end, stood);
            }
            end = last.min(end + (end - first));
        }
    }

    /// Weighs what is new and returns what leads.
    fn led_after(&self, mut changes: Changes) -> After<'_> {
        let rivals = self.rivals_after(&mut changes);
        let weighed = |(stood, rivals): (Stood, Rivals)| {
            let voices = Voices::of(self.study, &self.settings.tie_strengths, &stood.claims);
            let grade = grade(self.study, &voices, rivals);
            Held::unopposed(stood, voices, grade)
        };
        let mut new: Vec<Held> = changes.new.into_iter().zip(rivals).map(weighed).collect();
        let stays = |place: &&usize| changes.gone.binary_search(place).is_err();
        // The two best that stay say whether one of them leads.
        let staying = self.order.iter().filter(stays).take(2);
        let staying: Vec<usize> = staying.copied().collect();
        let before = staying.iter().map(|place| rank(&self.positions[*place]));
        let lead = lead(before.chain(new.iter().map(rank)).enumerate());
        After::Led(lead.map(|place| match staying.get(place) {
            Some(place) => self.staying(*place, &changes.hit, &changes.left_out),
            None => Cow::Owned(new.swap_remove(place - staying.len())),
        }))
    }

    /// A position whose grade and figure stay, with the claims that are left.
    fn staying(&self, place: usize, hit: &[usize], left_out: &[ClaimId]) -> Cow<'_, Held> {
        let held = &self.positions[place];
        match hit.binary_search(&place) {
            Err(_) => Cow::Borrowed(held),
            Ok(_) => Cow::Owned(Held::unopposed(
                self.left_of(place, left_out),
                Voices::default(),
                held.grade,
            )),
        }
    }

    /// The rival figures of what is new; what stays but has other rivals, on which its grade may
    /// depend, is added to it.
    fn rivals_after(&self, changes: &mut Changes) -> Vec<Rivals> {
        let Some(before) = &self.rivals else {
            return vec![Rivals::default(); changes.new.len()];
        };
        if changes.new.is_empty() && self.surprising.is_empty() {
            return Vec::new();
        }
        let is_gone = |place: usize| changes.gone.binary_search(&place).is_ok();
        let staying: Vec<usize> = (0..self.positions.len())
            .filter(|place| !is_gone(*place))
            .collect();
        let stayed = staying.iter().map(|place| &self.positions[*place]);
        let stayed = stayed.map(|held| (held.sense.measures(), held.range));
        let new = changes.new.iter();
        let new = new.map(|stood| (stood.sense.measures(), stood.range));
        let after = rivals_among(&stayed.chain(new).collect::<Vec<_>>());
        let (of_staying, of_new) = after.split_at(staying.len());
        let mut rivals = of_new.to_vec();
        for (place, now) in staying.into_iter().zip(of_staying) {
            if self.surprising.binary_search(&place).is_ok() && *now != before[place] {
                changes.new.push(self.left_of(place, &changes.left_out));
                changes.gone.push(place);
                rivals.push(*now);
            }
        }
        changes.gone.sort_unstable();
        rivals
    }
}

fn seats(claims: &[ClaimId], positions: &[Held]) -> Vec<Seat> {
    let mut seats = vec![
        Seat {
            position: 0,
            voice: 0
        };
        claims.len()
    ];
    for (position, held) in positions.iter().enumerate() {
        for (voice, of_voice) in held.voices.voices.iter().enumerate() {
            for id in &of_voice.claims {
                // A question holds every claim of its positions, in the order of keys.
                seats[claims.partition_point(|other| other < id)] = Seat { position, voice };
            }
        }
    }
    seats
}

/// What is said to be so leads before what is not, then the higher grade.
fn rank(held: &Held) -> (bool, u8, u8) {
    let is_actual = held.sense.modality == Modality::Actual;
    (is_actual, held.grade.high, held.grade.low)
}

/// The only one of the highest rank, nothing where there are several.
fn lead(ranks: impl Iterator<Item = (usize, (bool, u8, u8))>) -> Option<usize> {
    let mut best: Option<((bool, u8, u8), Option<usize>)> = None;
    for (place, rank) in ranks {
        best = match best {
            Some((highest, _)) if highest == rank => Some((highest, None)),
            Some((highest, _)) if highest > rank => best,
            _ => Some((rank, Some(place))),
        };
    }
    best?.1
}

/// Claims without some, both in the order of keys.
fn left(claims: &[ClaimId], gone: &[ClaimId]) -> Vec<ClaimId> {
    let stays = |id: &ClaimId| gone.binary_search(id).is_err();
    claims.iter().copied().filter(stays).collect()
}
