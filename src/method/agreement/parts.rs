//! Work on many independent items, on all cores.
//!
//! It knows no item. What a stranger would get wrong: the order of what comes back is that of the
//! items, however many cores there are, so that every run gives the same rows.

use crate::method::together;
use std::ops::ControlFlow;
use std::sync::mpsc::sync_channel;

/// With fewer items than this, threads cost more than they bring.
const WORTH_A_THREAD: usize = 4_096;

/// Returns what a function makes of each item, in the order of the items.
pub(super) fn each<T: Sync, R: Send>(items: &[T], make: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let share = items
        .len()
        .div_ceil(together::threads())
        .max(WORTH_A_THREAD);
    if items.len() <= share {
        return items.iter().map(make).collect();
    }
    let shares: Vec<&[T]> = items.chunks(share).collect();
    let made = together::each(&shares, |share| share.iter().map(&make).collect::<Vec<R>>());
    made.into_iter().flatten().collect()
}

/// The same of items of uneven weight, which shares of about one weight are made of.
pub(super) fn each_by_weight<T: Sync, R: Send>(
    items: &[T],
    weight_of: impl Fn(&T) -> usize,
    make: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let whole: usize = items.iter().map(&weight_of).sum();
    let share = whole / (SHARES_A_THREAD * together::threads());
    if share < WORTH_A_THREAD / SHARES_A_THREAD {
        return items.iter().map(make).collect();
    }
    let shares: Vec<&[T]> = lots(items, &weight_of, share).collect();
    let made = together::each(&shares, |share| share.iter().map(&make).collect::<Vec<R>>());
    made.into_iter().flatten().collect()
}

/// Cuts items into lots that weigh at least so much each, but for the last.
pub(super) fn lots<T>(
    items: &[T],
    weight_of: impl Fn(&T) -> usize,
    least: usize,
) -> impl Iterator<Item = &[T]> {
    let mut rest = items;
    std::iter::from_fn(move || {
        let mut weight = 0;
        let reaches = |item: &T| {
            weight += weight_of(item);
            weight >= least
        };
        let count = rest
            .iter()
            .position(reaches)
            .map_or(rest.len(), |last| last + 1);
        let (lot, later) = rest.split_at(count);
        rest = later;
        (!lot.is_empty()).then_some(lot)
    })
}

/// So many shares for each thread, so that none waits long for another.
const SHARES_A_THREAD: usize = 4;

/// How many rows go from one thread to the other at once, and how many such lots may wait.
const A_LOT: usize = 256;
const WAITING_LOTS: usize = 4;

/// Makes things on one thread while another takes them, in the order in which they are made; few are
/// ever held. Ends when the taker wants no more.
pub(super) fn in_turn<R: Send>(
    make: impl FnOnce(&mut dyn FnMut(R) -> ControlFlow<()>) -> ControlFlow<()> + Send,
    take: &mut dyn FnMut(R) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let (sender, made) = sync_channel::<Vec<R>>(WAITING_LOTS);
    std::thread::scope(|scope| {
        let maker = scope.spawn(move || {
            let mut lot = Vec::with_capacity(A_LOT);
            let send = |lot| match sender.send(lot) {
                Ok(()) => ControlFlow::Continue(()),
                // Nobody takes any more.
                Err(_) => ControlFlow::Break(()),
            };
            let made = make(&mut |row| {
                lot.push(row);
                match lot.len() {
                    A_LOT => send(std::mem::replace(&mut lot, Vec::with_capacity(A_LOT))),
                    _ => ControlFlow::Continue(()),
                }
            });
            made.is_continue().then(|| send(lot))
        });
        let taken = made.iter().flatten().try_for_each(take);
        drop(made);
        match maker.join() {
            Ok(_) => taken,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// Takes all rows that a view hands out.
pub fn all<R>(
    view: impl FnOnce(&mut dyn FnMut(R) -> ControlFlow<()>) -> ControlFlow<()>,
) -> Vec<R> {
    let mut rows = Vec::new();
    let _ = view(&mut |row| {
        rows.push(row);
        ControlFlow::Continue(())
    });
    rows
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

    #[test]
    fn lots_weigh_enough_and_keep_the_order() {
        let weights = [5, 1, 1, 9, 0, 2, 30, 1];
        let cut: Vec<&[usize]> = lots(&weights, |weight| *weight, 6).collect();
        assert_eq!(cut, [&[5, 1][..], &[1, 9], &[0, 2, 30], &[1]]);
        assert_eq!(lots(&[] as &[usize], |_| 1, 6).count(), 0);
        let items: Vec<usize> = (0..300).collect();
        let doubled: Vec<usize> = items.iter().map(|item| item * 2).collect();
        assert_eq!(
            each_by_weight(&items, |item| item * 7, |item| item * 2),
            doubled
        );
    }

    #[test]
    fn what_is_made_is_taken_in_order_until_enough() {
        let count = 3 * A_LOT + 7;
        let run = |enough: usize| {
            let mut taken = Vec::new();
            let ended = in_turn(|push| (0..count).try_for_each(push), &mut |one| {
                taken.push(one);
                match taken.len() == enough {
                    true => ControlFlow::Break(()),
                    false => ControlFlow::Continue(()),
                }
            });
            (taken, ended.is_break())
        };
        assert_eq!(run(usize::MAX), ((0..count).collect(), false));
        assert_eq!(run(5), ((0..5).collect(), true));
        assert_eq!(run(count), ((0..count).collect(), true));
    }
}
