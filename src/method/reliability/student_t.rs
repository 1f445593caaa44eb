//! Quantiles of Student's t distribution, for intervals from a standard error.
//!
//! It must not know what they are for. What a stranger would get wrong: with a million units the
//! normal distribution would do, with three it would make an interval of half the width.

/// The t beyond which lies a share `tail` of the distribution with `freedom` degrees of freedom;
/// `tail` between 0 and one half, `freedom` at least 1.
pub fn quantile(tail: f64, freedom: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    while share_beyond(high, freedom) > tail && high < 1e300 {
        high *= 2.0;
    }
    // Halving ends where no double lies between the two.
    for _ in 0..2_000 {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            break;
        }
        if share_beyond(middle, freedom) > tail {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// The share of the distribution above t, for t at least 0.
fn share_beyond(t: f64, freedom: f64) -> f64 {
    let x = freedom / (freedom + t * t);
    let rest = t * t / (freedom + t * t);
    let a = freedom / 2.0;
    // The fraction converges fast below this place, its mirror image above it.
    if x < (a + 1.0) / (a + 2.5) {
        beta_front((x, rest), a) * fraction(x, a, 0.5) / a / 2.0
    } else {
        (1.0 - beta_front((x, rest), a) * fraction(rest, 0.5, a) / 0.5) / 2.0
    }
}

/// x^a (1 − x)^½ / B(a, ½), of x and of what is left to 1: computed from each other, the smaller
/// one would have lost its digits.
fn beta_front((x, rest): (f64, f64), a: f64) -> f64 {
    let of_x = if rest < 0.5 { (-rest).ln_1p() } else { x.ln() };
    let power = a * of_x + rest.ln() / 2.0;
    power.exp() * gamma_ratio(a) / std::f64::consts::PI.sqrt()
}

/// Γ(a + ½) / Γ(a): climbs to where the series of Stirling's kind holds to the last digit
/// (Abramowitz & Stegun 1964, 6.1.47).
fn gamma_ratio(a: f64) -> f64 {
    let (mut at, mut factor) = (a, 1.0);
    while at < 60.0 {
        factor *= at / (at + 0.5);
        at += 1.0;
    }
    let series = 1.0 - 1.0 / (8.0 * at) + 1.0 / (128.0 * at.powi(2)) + 5.0 / (1024.0 * at.powi(3))
        - 21.0 / (32_768.0 * at.powi(4))
        - 399.0 / (262_144.0 * at.powi(5));
    factor * at.sqrt() * series
}

/// The continued fraction of the incomplete beta function (Abramowitz & Stegun 1964, 26.5.8),
/// evaluated after Lentz.
fn fraction(x: f64, a: f64, b: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away_from_zero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for step in 1..100_000 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut change = 1.0;
        for term in [even, odd] {
            d = 1.0 / away_from_zero(1.0 + term * d);
            c = away_from_zero(1.0 + term / c);
            change = c * d;
            value *= change;
        }
        if (change - 1.0).abs() < 1e-16 {
            break;
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_as_tabled() {
        // Abramowitz & Stegun 1964, table 26.10: t for 95 and 99 % on both sides.
        for (freedom, t95, t99) in [
            (1.0, 12.706, 63.657),
            (2.0, 4.303, 9.925),
            (5.0, 2.571, 4.032),
            (11.0, 2.201, 3.106),
            (30.0, 2.042, 2.750),
            (120.0, 1.980, 2.617),
            (1e9, 1.960, 2.576),
        ] {
            assert!((quantile(0.025, freedom) - t95).abs() < 5.1e-4, "{freedom}");
            assert!((quantile(0.005, freedom) - t99).abs() < 5.1e-4, "{freedom}");
        }
    }

    #[test]
    fn one_and_two_degrees_have_closed_forms() {
        for tail in [0.4, 0.1, 0.025, 1e-6] {
            let one = (std::f64::consts::PI * (0.5 - tail)).tan();
            assert!((quantile(tail, 1.0) / one - 1.0).abs() < 1e-9, "{tail}");
            let share: f64 = 1.0 - 2.0 * tail;
            let two = share * (2.0 / (1.0 - share * share)).sqrt();
            assert!((quantile(tail, 2.0) / two - 1.0).abs() < 1e-9, "{tail}");
        }
        // The normal distribution to ten digits, from many degrees of freedom.
        assert!((quantile(0.025, 1e8) - 1.959_963_984_5).abs() < 1e-6);
    }
}
