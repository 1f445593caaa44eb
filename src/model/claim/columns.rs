//! Claims as columns of small numbers and back: what is kept so that they load fast.
//!
//! It knows the fields of a claim, not what its ids may point at; the builder checks that. What a
//! stranger would get wrong: figures and times repeat, so each distinct one is written once and the
//! column holds its place.

use super::{Bounds, Claim, Marks, Span};
use crate::model::day::{Day, DayRange};
use crate::model::key::{SourceId, TopicId};
use crate::model::packed::{Column, Packer, Unpacker};
use crate::model::vocabulary::{Basis, Interest, Modality, Stance, TimeMode, Trend};
use std::collections::HashMap;
use std::hash::Hash;

/// How many columns a claim has.
const COLUMNS: usize = 20;

/// Distinct things in the order in which they came.
struct Distinct<T> {
    places: HashMap<T, u32>,
    list: Vec<T>,
}

impl<T: Copy + Eq + Hash> Distinct<T> {
    fn new() -> Self {
        Self {
            places: HashMap::new(),
            list: Vec::new(),
        }
    }

    fn place(&mut self, thing: T) -> u32 {
        let list = &mut self.list;
        *self.places.entry(thing).or_insert_with(|| {
            list.push(thing);
            // A chunk of claims has far fewer things than 2^32.
            (list.len() - 1) as u32
        })
    }
}

/// Claims as columns, put together one by one as they are asked for.
pub(crate) struct ClaimColumns<'b> {
    figures: &'b [[u8; 32]],
    spans: &'b [[u8; 16]],
    days: &'b [[u8; 8]],
    topics: Column<'b>,
    /// Which number each is of; columns of noughts are left out, for most have nothing to say.
    columns: Vec<(usize, Column<'b>)>,
}

/// Where the place of the topic stands among the numbers of a claim.
const TOPIC: usize = 4;

impl<'b> ClaimColumns<'b> {
    /// Reads so many claims, and whatever else stands behind them is left; nothing where the bytes are
    /// no columns of claims.
    pub(crate) fn read(count: usize, unpacker: &mut Unpacker<'b>) -> Option<ClaimColumns<'b>> {
        let (figures, spans, days) = (unpacker.groups()?, unpacker.groups()?, unpacker.groups()?);
        let mut topics = Column::Noughts(count);
        let mut columns = Vec::with_capacity(COLUMNS);
        for number in 0..COLUMNS {
            let column = unpacker.column(count)?;
            if number == TOPIC {
                topics = column;
            }
            if !matches!(column, Column::Noughts(_)) {
                columns.push((number, column));
            }
        }
        Some(ClaimColumns {
            figures,
            spans,
            days,
            topics,
            columns,
        })
    }

    /// The place of the topic of a claim, as it was packed.
    pub(crate) fn topic(&self, at: usize) -> Option<u32> {
        self.topics.get(at)
    }

    /// Puts a claim together; nothing where its numbers are those of none.
    pub(crate) fn claim(&self, at: usize) -> Option<Claim> {
        let mut numbers = [0; COLUMNS];
        for (number, column) in &self.columns {
            numbers[*number] = column.get(at)?;
        }
        let [figure, when, stated_on, ..] = numbers.map(|number| number as usize);
        let figure = figure_of(&longs(self.figures.get(figure)?))?;
        let when = span_of(&longs(self.spans.get(when)?))?;
        let [stated_on] = longs(self.days.get(stated_on)?);
        Claim::of_numbers(&numbers, figure, (when, range_of(&stated_on)?))
    }
}

/// Numbers of eight bytes each.
fn longs<const COUNT: usize>(bytes: &[u8]) -> [u64; COUNT] {
    let mut longs = [0; COUNT];
    for (long, eight) in longs.iter_mut().zip(bytes.as_chunks().0) {
        *long = u64::from_le_bytes(*eight);
    }
    longs
}

impl Claim {
    /// Writes claims as columns.
    pub(crate) fn pack(claims: &[Claim], packer: &mut Packer) {
        let (mut figures, mut spans, mut days) =
            (Distinct::new(), Distinct::new(), Distinct::new());
        let mut columns: [Vec<u32>; COLUMNS] = Default::default();
        for claim in claims {
            let places = [
                figures.place(figure_bits(claim)),
                spans.place(span_bits(claim.when)),
                days.place(range_bits(claim.stated_on)),
            ];
            for (column, value) in columns.iter_mut().zip(claim.numbers(places)) {
                column.push(value);
            }
        }
        packer.longs(&figures.list.concat());
        packer.longs(&spans.list.concat());
        packer.longs(&days.list);
        columns.iter().for_each(|column| packer.column(column));
    }

    /// The claim as one number a column. "None" is the largest number; one more makes it nought.
    fn numbers(&self, [figure, when, stated_on]: [u32; 3]) -> [u32; COLUMNS] {
        let optional = |id: u32| id.wrapping_add(1);
        [
            figure,
            when,
            stated_on,
            self.source.0,
            self.topic.0,
            optional(self.place),
            optional(self.population),
            optional(self.interview),
            optional(self.via),
            optional(self.event),
            optional(self.actor),
            optional(self.unit),
            self.marks.bits(),
            self.category.wrapping_add(1).into(),
            self.stance as u32,
            self.modality as u32,
            self.basis as u32,
            self.time_mode as u32,
            self.trend.map_or(0, |trend| trend as u32 + 1),
            self.against_interest
                .map_or(0, |interest| interest as u32 + 1),
        ]
    }

    fn of_numbers(
        numbers: &[u32; COLUMNS],
        [strict, fuzzy]: [Bounds; 2],
        (when, stated_on): (Span, DayRange),
    ) -> Option<Claim> {
        let optional = |at: usize| numbers[at].wrapping_sub(1);
        Some(Claim {
            strict,
            fuzzy,
            when,
            stated_on,
            source: SourceId(numbers[3]),
            topic: TopicId(numbers[TOPIC]),
            place: optional(5),
            population: optional(6),
            interview: optional(7),
            via: optional(8),
            event: optional(9),
            actor: optional(10),
            unit: optional(11),
            marks: Marks::of_bits(numbers[12]),
            category: u16::try_from(numbers[13]).ok()?.wrapping_sub(1),
            stance: word(Stance::ALL, numbers[14])?,
            modality: word(Modality::ALL, numbers[15])?,
            basis: word(Basis::ALL, numbers[16])?,
            time_mode: word(TimeMode::ALL, numbers[17])?,
            trend: optional_word(Trend::ALL, numbers[18])?,
            against_interest: optional_word(Interest::ALL, numbers[19])?,
        })
    }
}

fn word<T: Copy>(list: &[T], place: u32) -> Option<T> {
    list.get(place as usize).copied()
}

/// Nought is no word; nothing at all means that there is no such word.
fn optional_word<T: Copy>(list: &[T], number: u32) -> Option<Option<T>> {
    match number.checked_sub(1) {
        None => Some(None),
        Some(place) => word(list, place).map(Some),
    }
}

fn figure_bits(claim: &Claim) -> [u64; 4] {
    let (strict, fuzzy) = (claim.strict, claim.fuzzy);
    [strict.low, strict.high, fuzzy.low, fuzzy.high].map(f64::to_bits)
}

fn figure_of(bits: &[u64; 4]) -> Option<[Bounds; 2]> {
    let [low, high, fuzzy_low, fuzzy_high] = bits.map(f64::from_bits);
    let (strict, fuzzy) = (
        Bounds::new(low, high).ok()?,
        Bounds::new(fuzzy_low, fuzzy_high).ok()?,
    );
    fuzzy.contains(strict).then_some([strict, fuzzy])
}

fn range_bits(range: DayRange) -> u64 {
    let bits = |day: Day| u64::from(day.rata_die() as u32);
    bits(range.low()) << 32 | bits(range.high())
}

fn range_of(bits: &u64) -> Option<DayRange> {
    let day = |bits: u64| Day::from_rata_die(bits as u32 as i32);
    DayRange::new(day(bits >> 32), day(*bits)).ok()
}

fn span_bits(span: Span) -> [u64; 2] {
    [span.strict, span.fuzzy].map(range_bits)
}

fn span_of([strict, fuzzy]: &[u64; 2]) -> Option<Span> {
    let (strict, fuzzy) = (range_of(strict)?, range_of(fuzzy)?);
    fuzzy.contains(strict).then_some(Span { strict, fuzzy })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn range() -> impl Strategy<Value = DayRange> {
        let day = || prop_oneof![Just(i32::MIN), Just(i32::MAX), -9..9_i32];
        (day(), day()).prop_map(|(a, b)| {
            let (low, high) = (a.min(b), a.max(b));
            DayRange::new(Day::from_rata_die(low), Day::from_rata_die(high)).unwrap()
        })
    }

    fn bounds() -> impl Strategy<Value = Bounds> {
        let number = || prop_oneof![Just(f64::INFINITY), Just(-0.0), -1e9..1e9_f64];
        (number(), number()).prop_map(|(a, b)| Bounds::new(a.min(b), a.max(b)).unwrap())
    }

    fn claim() -> impl Strategy<Value = Claim> {
        let id = || prop_oneof![Just(u32::MAX), 0..9_u32, any::<u32>()];
        let ids = prop::array::uniform7(id());
        let words = (0..4_usize, 0..6_usize, 0..7_usize, 0..2_usize);
        let optional = (0..=Trend::ALL.len(), 0..=Interest::ALL.len());
        let heads = (any::<u32>(), any::<u32>(), any::<u32>(), any::<u16>());
        ((bounds(), range(), range()), ids, words, optional, heads).prop_map(
            |((bounds, when, stated_on), ids, words, optional, heads)| {
                let [place, population, interview, via, event, actor, unit] = ids;
                Claim {
                    strict: bounds,
                    fuzzy: bounds,
                    when: Span::exact(when),
                    stated_on,
                    source: SourceId(heads.0),
                    topic: TopicId(heads.1),
                    place,
                    population,
                    interview,
                    via,
                    event,
                    actor,
                    unit,
                    marks: Marks::of_bits(heads.2),
                    category: heads.3,
                    stance: Stance::ALL[words.0],
                    modality: Modality::ALL[words.1],
                    basis: Basis::ALL[words.2],
                    time_mode: TimeMode::ALL[words.3],
                    trend: optional.0.checked_sub(1).map(|at| Trend::ALL[at]),
                    against_interest: optional.1.checked_sub(1).map(|at| Interest::ALL[at]),
                }
            },
        )
    }

    proptest! {
        #[test]
        fn claims_come_back_as_they_were(claims in prop::collection::vec(claim(), 0..20)) {
            let mut packer = Packer::new();
            Claim::pack(&claims, &mut packer);
            let bytes = packer.sealed();
            let mut unpacker = Unpacker::open(&bytes).unwrap();
            let columns = ClaimColumns::read(claims.len(), &mut unpacker).unwrap();
            let unpacked: Option<Vec<Claim>> = (0..claims.len()).map(|at| columns.claim(at)).collect();
            let topics = (0..claims.len()).map(|at| TopicId(columns.topic(at).unwrap()));
            prop_assert!(topics.eq(claims.iter().map(Claim::topic)));
            prop_assert_eq!(unpacked, Some(claims));
            prop_assert!(unpacker.is_at_end());
        }
    }

    #[test]
    fn bounds_and_times_that_must_not_exist_are_refused() {
        assert_eq!(figure_of(&[2.0, 1.0, 0.0, 3.0].map(f64::to_bits)), None);
        assert_eq!(figure_of(&[f64::NAN; 4].map(f64::to_bits)), None);
        assert_eq!(figure_of(&[0.0, 9.0, 1.0, 2.0].map(f64::to_bits)), None);
        assert_eq!(range_of(&(5 << 32 | 4)), None);
        assert_eq!(optional_word(Trend::ALL, 200), None);
    }
}
