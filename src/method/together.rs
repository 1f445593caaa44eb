//! Work on many independent items, on all processors. It must not know what is made. A stranger would split the items
//! into equal shares: where one takes ten times as long as another, each processor takes the next that waits.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many threads work at once.
pub fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get)
}

/// Makes something of each item, in the order of the items whatever the number of processors.
pub fn each<T: Sync, R: Send>(items: &[T], make: impl Fn(&T) -> R + Sync) -> Vec<R> {
    if items.len() < 2 {
        return items.iter().map(make).collect();
    }
    let next = AtomicUsize::new(0);
    let take = || {
        let mut made = Vec::new();
        while let Some((at, item)) = {
            let at = next.fetch_add(1, Ordering::Relaxed);
            items.get(at).map(|item| (at, item))
        } {
            made.push((at, make(item)));
        }
        made
    };
    let mut made: Vec<(usize, R)> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads().min(items.len()))
            .map(|_| scope.spawn(take))
            .collect();
        let done = running.into_iter().map(|part| part.join());
        // A panic of a helper goes on in the caller.
        done.flat_map(|part| part.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    made.sort_unstable_by_key(|(at, _)| *at);
    made.into_iter().map(|(_, one)| one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_stays() {
        let numbers: Vec<u32> = (0..97).collect();
        let doubled: Vec<u32> = numbers.iter().map(|number| number * 2).collect();
        assert_eq!(each(&numbers, |number| number * 2), doubled);
        assert!(each(&[], |number: &u32| *number).is_empty());
    }
}
