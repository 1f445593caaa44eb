//! Work on many independent items, on all cores.
//!
//! It knows no item. What a stranger would get wrong: the order of what comes back is that of the
//! items, however many cores there are, so that every run gives the same rows.

use std::num::NonZero;

/// With fewer items than this, threads cost more than they bring.
const WORTH_A_THREAD: usize = 4_096;

/// Returns what a function makes of each item, in the order of the items.
pub(super) fn each<T: Sync, R: Send>(items: &[T], make: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let share = items.len().div_ceil(cores).max(WORTH_A_THREAD);
    if items.len() <= share {
        return items.iter().map(make).collect();
    }
    let make = &make;
    std::thread::scope(|scope| {
        let parts = items.chunks(share);
        let running: Vec<_> = parts
            .map(|part| scope.spawn(move || part.iter().map(make).collect::<Vec<R>>()))
            .collect();
        let done = running.into_iter().map(|part| match part.join() {
            Ok(made) => made,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        done.flatten().collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_stays_whatever_the_number_of_parts() {
        let items: Vec<usize> = (0..3 * WORTH_A_THREAD + 5).collect();
        let doubled: Vec<usize> = items.iter().map(|item| item * 2).collect();
        assert_eq!(each(&items, |item| item * 2), doubled);
        assert!(each(&[] as &[usize], |item| *item).is_empty());
    }
}
