//! The only place that asks the machine for the time, for ids and for chance. Everything
//! else is given them, so tests own theirs. A stranger would call `Uuid::now_v7` where an id
//! is needed: then two runs of a test differ, and ids of one import would not rise in order.

use crate::model::id::Id;
use chrono::{DateTime, SecondsFormat, Utc};
use std::cell::{Cell, RefCell};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use uuid::{Builder, NoContext, Timestamp, Uuid};

/// Gives the time, ids that rise, and random bytes.
pub struct Clock {
    source: Source,
    rising: RefCell<Rising>,
}

/// How many numbers of chance are drawn at once: to ask the machine for each id takes longer than
/// all else of it.
const DRAWN: usize = 128;

/// Ids of version 7 that rise: a millisecond, and behind it a number of chance, which goes up by a step
/// of chance while the millisecond is the same, or the machine's clock goes back.
#[derive(Default)]
struct Rising {
    ms: u64,
    /// 74 bits, as many as an id has behind its time.
    tail: u128,
    drawn: Vec<u64>,
}

impl Rising {
    /// The next id at this time. The step is chance, for people name a row by the end of its id: who
    /// mistypes it must not meet the row beside.
    fn next(&mut self, now_ms: u64) -> Uuid {
        let step = u128::from(self.chance() >> 32) + 1;
        let has_room = (self.tail + step) >> 74 == 0;
        if now_ms > self.ms || !has_room {
            self.ms = now_ms.max(self.ms.saturating_add(1));
            let bits = u128::from(self.chance()) << 64 | u128::from(self.chance());
            // The highest is free, so that there is room to rise.
            self.tail = bits >> (128 - 73);
        } else {
            self.tail += step;
        }
        Builder::from_unix_timestamp_millis(self.ms, &self.tail_bytes()).into_uuid()
    }

    /// The tail around the six bits that say what an id is.
    fn tail_bytes(&self) -> [u8; 10] {
        let high = self.tail >> 62;
        let low = self.tail & ((1 << 62) - 1);
        let mut bytes = [0; 10];
        bytes.copy_from_slice(&(high << 64 | low).to_be_bytes()[6..]);
        bytes
    }

    fn chance(&mut self) -> u64 {
        if self.drawn.is_empty() {
            let mut bytes = [0; 8 * DRAWN];
            match getrandom::fill(&mut bytes) {
                Ok(()) => self.drawn.extend(
                    bytes
                        .as_chunks()
                        .0
                        .iter()
                        .map(|one| u64::from_be_bytes(*one)),
                ),
                // Asks the machine once more, and ends the program where there is no chance to be had:
                // ids of two copies could be alike.
                Err(_) => self.drawn.push(Uuid::new_v4().as_u64_pair().1),
            }
        }
        self.drawn.pop().unwrap_or_default()
    }
}

/// Counts how long something takes, with pauses, and tells when it took too long.
#[derive(Clone, Debug)]
pub struct Stopwatch(Arc<Mutex<Lap>>);

#[derive(Debug)]
struct Lap {
    /// When the time is up, if there are no more pauses; nothing where that is beyond all time.
    end: Option<Instant>,
    has_run_out: bool,
}

impl Stopwatch {
    /// Starts a watch that runs out after a time.
    pub fn new(within: Duration) -> Self {
        Self(Arc::new(Mutex::new(Lap {
            end: Instant::now().checked_add(within),
            has_run_out: false,
        })))
    }

    /// Looks at the watch: `true` when the time is up.
    pub fn look(&self) -> bool {
        let mut lap = self.lap();
        let is_up = lap.end.is_some_and(|end| Instant::now() >= end);
        lap.has_run_out |= is_up;
        is_up
    }

    /// Whether a look found that the time was up.
    pub fn has_run_out(&self) -> bool {
        self.lap().has_run_out
    }

    /// Does something whose time does not count.
    pub fn pause<T>(&self, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let done = work();
        let mut lap = self.lap();
        lap.end = lap.end.and_then(|end| end.checked_add(start.elapsed()));
        drop(lap);
        done
    }

    fn lap(&self) -> MutexGuard<'_, Lap> {
        // A holder that panicked left two plain values, each whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

enum Source {
    Machine,
    /// Milliseconds since 1970 of the next answer, and a seed for chance.
    Fixed(Cell<i64>, Cell<u64>),
}

impl Clock {
    /// The machine's clock.
    pub fn machine() -> Self {
        Self {
            source: Source::Machine,
            rising: RefCell::default(),
        }
    }

    /// A clock for tests: starts at this millisecond since 1970, a second passes at each
    /// question for the time, and chance repeats itself.
    pub fn fixed(start_ms: i64) -> Self {
        Self {
            source: Source::Fixed(Cell::new(start_ms), Cell::new(1)),
            rising: RefCell::default(),
        }
    }

    /// Now, as RFC 3339 in UTC with milliseconds.
    pub fn now(&self) -> String {
        let time = match &self.source {
            Source::Machine => Utc::now(),
            Source::Fixed(next_ms, _) => {
                let now_ms = next_ms.get();
                next_ms.set(now_ms + 1000);
                DateTime::from_timestamp_millis(now_ms).unwrap_or_default()
            }
        };
        time.to_rfc3339_opts(SecondsFormat::Millis, true)
    }

    /// Today in UTC, as `YYYY-MM-DD`.
    pub fn today(&self) -> String {
        self.now()[..10].to_owned()
    }

    /// A new id; each is greater than the one before.
    pub fn id(&self) -> Id {
        let uuid = match &self.source {
            Source::Machine => {
                let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH);
                let now_ms = since_1970.unwrap_or_default().as_millis();
                let now_ms = u64::try_from(now_ms).unwrap_or(u64::MAX);
                self.rising.borrow_mut().next(now_ms)
            }
            Source::Fixed(next_ms, draw) => {
                let serial = draw.get();
                draw.set(serial + 1);
                // The serial in the last bytes: ids of a test rise and differ where they are shown.
                let seconds = u64::try_from(next_ms.get() / 1000).unwrap_or_default();
                let mut bytes =
                    *Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, 0)).as_bytes();
                bytes[6..8].copy_from_slice(&[0x70, 0]);
                bytes[8..].copy_from_slice(&serial.to_be_bytes());
                bytes[8] |= 0x80;
                Uuid::from_bytes(bytes)
            }
        };
        Id::new(*uuid.as_bytes())
    }

    /// Random bytes from the machine (from the seed in a test).
    ///
    /// # Errors
    /// Where the machine has no source of chance.
    pub fn random<const N: usize>(&self) -> Result<[u8; N], getrandom::Error> {
        let mut bytes = [0; N];
        match &self.source {
            Source::Machine => getrandom::fill(&mut bytes)?,
            Source::Fixed(_, draw) => {
                draw.set(draw.get() + 1);
                let seed = draw.get().to_be_bytes();
                bytes
                    .iter_mut()
                    .zip(seed.iter().cycle())
                    .for_each(|(byte, seed)| *byte = *seed);
            }
        }
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_rise() {
        for clock in [Clock::machine(), Clock::fixed(1_700_000_000_000)] {
            let ids: Vec<_> = (0..1000).map(|_| clock.id()).collect();
            assert!(ids.is_sorted_by(|a, b| a < b));
        }
    }

    #[test]
    fn ids_are_of_version_7_and_say_their_time() {
        let mut rising = Rising::default();
        for _ in 0..1000 {
            let id = rising.next(0x0123_4567_89ab);
            assert_eq!(id.get_version_num(), 7);
            assert_eq!(id.get_variant(), uuid::Variant::RFC4122);
            assert_eq!(id.as_bytes()[..6], [0x01, 0x23, 0x45, 0x67, 0x89, 0xab]);
        }
    }

    #[test]
    fn ids_rise_when_the_clock_goes_back_and_when_there_is_no_room() {
        let mut rising = Rising::default();
        let first = rising.next(5_000);
        let back = rising.next(4_000);
        assert!(back > first);
        rising.tail = (1 << 74) - 1;
        let full = rising.next(5_000);
        assert!(full > back);
        assert_eq!(full.as_bytes()[..6], [0, 0, 0, 0, 0x13, 0x89]);
        assert!(rising.next(5_000) > full);
    }

    #[test]
    fn the_ends_of_neighbours_are_not_alike() {
        let mut rising = Rising::default();
        let ids: Vec<_> = (0..100).map(|_| rising.next(7).as_u128()).collect();
        let near = ids.windows(2).filter(|pair| pair[1] - pair[0] < 1 << 20);
        assert!(near.count() < 5);
    }

    #[test]
    fn the_time_of_a_test_is_its_own() {
        let clock = Clock::fixed(1_669_408_000_000);
        assert_eq!(clock.now(), "2022-11-25T20:26:40.000Z");
        assert_eq!(clock.now(), "2022-11-25T20:26:41.000Z");
    }
}
