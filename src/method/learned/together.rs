//! Several codes at once, on all processors. It must not know what is made. A stranger would split the codes into equal
//! shares: a common code takes ten times as long as a rare one, so each processor takes the next that waits.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Makes something of each code, in the order of the codes whatever the number of processors.
pub fn each_code<R: Send>(codes: &[u32], make: impl Fn(u32) -> R + Sync) -> Vec<R> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let take = || {
        let mut made = Vec::new();
        while let Some((at, code)) = {
            let at = next.fetch_add(1, Ordering::Relaxed);
            codes.get(at).map(|code| (at, *code))
        } {
            made.push((at, make(code)));
        }
        made
    };
    let mut made: Vec<(usize, R)> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads.min(codes.len()))
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
        let codes: Vec<u32> = (0..97).collect();
        let doubled: Vec<u32> = codes.iter().map(|code| code * 2).collect();
        assert_eq!(each_code(&codes, |code| code * 2), doubled);
        assert!(each_code(&[], |code| code).is_empty());
    }
}
