//! The only place that asks the machine for the time, for ids and for chance. Everything
//! else is given them, so tests own theirs. A stranger would call `Uuid::now_v7` where an id
//! is needed: then two runs of a test differ, and ids of one import would not rise in order.

use crate::model::id::Id;
use chrono::{DateTime, SecondsFormat, Utc};
use std::cell::Cell;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use uuid::{ContextV7, NoContext, Timestamp, Uuid};

/// Gives the time, ids that rise, and random bytes.
pub struct Clock {
    source: Source,
    counter: ContextV7,
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
            counter: ContextV7::new(),
        }
    }

    /// A clock for tests: starts at this millisecond since 1970, a second passes at each
    /// question for the time, and chance repeats itself.
    pub fn fixed(start_ms: i64) -> Self {
        Self {
            source: Source::Fixed(Cell::new(start_ms), Cell::new(1)),
            counter: ContextV7::new(),
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
            Source::Machine => Uuid::new_v7(Timestamp::now(&self.counter)),
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
    fn the_time_of_a_test_is_its_own() {
        let clock = Clock::fixed(1_669_408_000_000);
        assert_eq!(clock.now(), "2022-11-25T20:26:40.000Z");
        assert_eq!(clock.now(), "2022-11-25T20:26:41.000Z");
    }
}
