//! Which interviews are held out together. It must not know what is learned. A stranger would deal sentences out one by
//! one: then a speaker's turns of phrase stand on both sides, and the figures flatter.

/// Into how many parts the interviews go.
pub const FOLDS: usize = 5;

/// Gives each interview its part, from how many of its sentences have the code: those with the most first, each to the
/// part that has the fewest so far, so that every part has something to find.
#[must_use]
pub fn folds_of(with_code: &[u32]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..with_code.len()).collect();
    order.sort_by_key(|at| (std::cmp::Reverse(with_code[*at]), *at));
    let mut held = [(0_u64, 0_u64); FOLDS];
    let mut folds = vec![0; with_code.len()];
    for interview in order {
        let (fold, least) = held
            .iter_mut()
            .enumerate()
            .min_by_key(|(_, counts)| **counts)
            .expect("there are five parts");
        folds[interview] = fold;
        least.0 += u64::from(with_code[interview]);
        least.1 += 1;
    }
    folds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_have_about_as_much_to_find() {
        assert_eq!(
            folds_of(&[0, 9, 1, 5, 0, 4, 3, 2]),
            [3, 0, 4, 1, 3, 2, 3, 4]
        );
        assert_eq!(folds_of(&[]), [0_usize; 0]);
        let many = folds_of(&[1; 100]);
        for fold in 0..FOLDS {
            assert_eq!(many.iter().filter(|of| **of == fold).count(), 20);
        }
    }
}
