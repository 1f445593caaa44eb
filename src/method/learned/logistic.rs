//! Logistic regression with a quadratic penalty, solved by L-BFGS (Liu & Nocedal 1989) with a line search that halves.
//! It must not know what a row or a feature stands for. A stranger would want a faster, stochastic solver: this one
//! draws nothing and has one order of sums, so the same rows give the same bits.

/// What is to be made as small as possible.
pub trait Objective {
    /// The value at `weights`; `gradient` is overwritten.
    fn value(&mut self, weights: &[f64], gradient: &mut [f64]) -> f64;
}

/// How many steps back the solver remembers.
const MEMORY: usize = 5;
/// Most steps; the penalty makes the valley round, and fifteen are the rule.
const MOST_STEPS: usize = 60;
/// The slope, against that of the beginning, at which it stops.
const FLAT: f64 = 1e-2;
/// Share of the promised descent with which a step is content (Armijo).
const ENOUGH: f64 = 1e-4;
const MOST_HALVINGS: usize = 20;

/// A step that was taken and how the gradient changed on it.
struct Step {
    moved: Vec<f64>,
    turned: Vec<f64>,
    curve: f64,
}

/// Finds the weights at which a convex objective is smallest, from zero.
#[must_use]
pub fn smallest(objective: &mut impl Objective, length: usize) -> Vec<f64> {
    let mut weights = vec![0.0; length];
    let mut gradient = vec![0.0; length];
    let mut value = objective.value(&weights, &mut gradient);
    let flat = FLAT * norm(&gradient);
    let mut steps: Vec<Step> = Vec::new();
    let mut next_gradient = vec![0.0; length];
    for _ in 0..MOST_STEPS {
        if norm(&gradient) <= flat || !value.is_finite() {
            break;
        }
        let direction = direction(&gradient, &steps);
        let slope = dot(&direction, &gradient);
        let first = if steps.is_empty() {
            norm(&gradient).recip().min(1.0)
        } else {
            1.0
        };
        let Some((next, next_value)) = walk(
            objective,
            (&weights, value),
            (&direction, slope * ENOUGH, first),
            &mut next_gradient,
        ) else {
            break;
        };
        remember(
            &mut steps,
            difference(&next, &weights),
            difference(&next_gradient, &gradient),
        );
        weights = next;
        value = next_value;
        std::mem::swap(&mut gradient, &mut next_gradient);
    }
    weights
}

/// Goes along a direction until the value has fallen enough; nothing where it does not.
fn walk(
    objective: &mut impl Objective,
    (weights, value): (&[f64], f64),
    (direction, promised, first): (&[f64], f64, f64),
    gradient: &mut [f64],
) -> Option<(Vec<f64>, f64)> {
    let mut length = first;
    for _ in 0..MOST_HALVINGS {
        let there: Vec<f64> = weights
            .iter()
            .zip(direction)
            .map(|(weight, way)| weight + length * way)
            .collect();
        let found = objective.value(&there, gradient);
        if found <= value + length * promised {
            return Some((there, found));
        }
        length /= 2.0;
    }
    None
}

fn remember(steps: &mut Vec<Step>, moved: Vec<f64>, turned: Vec<f64>) {
    let curve = dot(&moved, &turned);
    if curve <= f64::EPSILON * dot(&turned, &turned) {
        return;
    }
    if steps.len() == MEMORY {
        steps.remove(0);
    }
    steps.push(Step {
        moved,
        turned,
        curve,
    });
}

/// The two loops of L-BFGS: the way down by the gradient and the steps that are remembered.
fn direction(gradient: &[f64], steps: &[Step]) -> Vec<f64> {
    let mut way: Vec<f64> = gradient.iter().map(|slope| -slope).collect();
    let mut shares = Vec::with_capacity(steps.len());
    for step in steps.iter().rev() {
        let share = dot(&step.moved, &way) / step.curve;
        add(&mut way, -share, &step.turned);
        shares.push(share);
    }
    if let Some(last) = steps.last() {
        let scale = last.curve / dot(&last.turned, &last.turned);
        way.iter_mut().for_each(|part| *part *= scale);
    }
    for (step, share) in steps.iter().zip(shares.iter().rev()) {
        let back = dot(&step.turned, &way) / step.curve;
        add(&mut way, share - back, &step.moved);
    }
    way
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    // Four sums side by side, in an order that never changes.
    let mut sums = [0.0; 4];
    let (ones, others) = (one.chunks_exact(4), other.chunks_exact(4));
    let rest: f64 = ones
        .remainder()
        .iter()
        .zip(others.remainder())
        .map(|(a, b)| a * b)
        .sum();
    for (a, b) in ones.zip(others) {
        for lane in 0..4 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    sums.iter().sum::<f64>() + rest
}

fn norm(vector: &[f64]) -> f64 {
    dot(vector, vector).sqrt()
}

fn add(to: &mut [f64], times: f64, what: &[f64]) {
    to.iter_mut()
        .zip(what)
        .for_each(|(part, more)| *part += times * more);
}

fn difference(one: &[f64], other: &[f64]) -> Vec<f64> {
    one.iter().zip(other).map(|(a, b)| a - b).collect()
}

/// ln(1 + e^x), without overflow.
#[must_use]
pub fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

/// 1 / (1 + e^-x), without overflow.
#[must_use]
pub fn sigmoid(x: f64) -> f64 {
    if x >= 0.0 {
        1.0 / (1.0 + (-x).exp())
    } else {
        let e = x.exp();
        e / (1.0 + e)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Σ c (w − m)², with its lowest point at m.
    struct Bowl(Vec<(f64, f64)>);

    impl Objective for Bowl {
        fn value(&mut self, weights: &[f64], gradient: &mut [f64]) -> f64 {
            let mut sum = 0.0;
            for ((curve, middle), (weight, slope)) in
                self.0.iter().zip(weights.iter().zip(gradient.iter_mut()))
            {
                sum += curve * (weight - middle).powi(2);
                *slope = 2.0 * curve * (weight - middle);
            }
            sum
        }
    }

    #[test]
    fn the_lowest_point_of_a_bowl_is_found() {
        let middles = [3.0, -1.0, 0.5, 8.0, 0.0, -2.5];
        let mut bowl = Bowl(
            middles
                .iter()
                .zip(1..)
                .map(|(m, c)| (f64::from(c), *m))
                .collect(),
        );
        let found = smallest(&mut bowl, middles.len());
        for (weight, middle) in found.iter().zip(middles) {
            assert!((weight - middle).abs() < 0.05, "{found:?}");
        }
    }

    #[test]
    fn far_ends_do_not_overflow() {
        assert_eq!((sigmoid(-1e4), sigmoid(1e4), sigmoid(0.0)), (0.0, 1.0, 0.5));
        assert_eq!((softplus(-1e4), softplus(1e4)), (0.0, 1e4));
    }
}
