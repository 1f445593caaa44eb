//! Who put what where: the ratings of units by coders, a rating a number of a category.
//!
//! It must not know what a unit, a coder or a category is called. What a stranger would get
//! wrong: a table of units × coders would be mostly holes where many coders share the work, so
//! only what was rated is kept, unit after unit; a missing rating is not there.

/// The ratings, unit after unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ratings {
    /// Where the ratings of each unit begin, and behind the last one where they end.
    starts: Vec<usize>,
    coders: Vec<u32>,
    categories: Vec<u32>,
    coder_count: usize,
    category_count: usize,
}

/// How many units, coders and declared categories there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Units, rated or not.
    pub units: usize,
    /// Coders.
    pub coders: usize,
    /// Categories, used or not.
    pub categories: usize,
}

/// A coder rated one unit twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RatedTwice {
    /// The second rating, by the order in which they were put in, from 0.
    pub rating: usize,
}

impl Ratings {
    /// How many units there are, rated or not.
    pub fn unit_count(&self) -> usize {
        self.starts.len() - 1
    }

    /// How many coders there are.
    pub fn coder_count(&self) -> usize {
        self.coder_count
    }

    /// How many categories there are, used or not.
    pub fn category_count(&self) -> usize {
        self.category_count
    }

    /// The categories that a unit was put into, one a coder.
    pub fn of(&self, unit: usize) -> &[u32] {
        &self.categories[self.starts[unit]..self.starts[unit + 1]]
    }

    /// The coders who rated a unit, in the order of [`Ratings::of`].
    pub fn coders_of(&self, unit: usize) -> &[u32] {
        &self.coders[self.starts[unit]..self.starts[unit + 1]]
    }

    /// Each rating of a unit: coder and category.
    pub fn pairs_of(&self, unit: usize) -> impl Iterator<Item = (u32, u32)> + '_ {
        let coders = self.coders_of(unit).iter().copied();
        coders.zip(self.of(unit).iter().copied())
    }

    /// The units that all coders rated; the other ones become units without a rating.
    #[must_use]
    pub fn complete_units(&self) -> Self {
        let mut builder = RatingsBuilder::default();
        for unit in 0..self.unit_count() {
            if self.of(unit).len() == self.coder_count {
                for (coder, category) in self.pairs_of(unit) {
                    builder.push(unit as u32, coder, category);
                }
            }
        }
        let (starts, coders, categories) = builder.sorted(self.unit_count());
        Self {
            starts,
            coders,
            categories,
            ..*self
        }
    }
}

/// Ratings as they are read, in any order.
#[derive(Clone, Debug, Default)]
pub struct RatingsBuilder {
    units: Vec<u32>,
    coders: Vec<u32>,
    categories: Vec<u32>,
}

impl RatingsBuilder {
    /// Takes a rating.
    pub fn push(&mut self, unit: u32, coder: u32, category: u32) {
        self.units.push(unit);
        self.coders.push(coder);
        self.categories.push(category);
    }

    /// How many ratings were taken.
    pub fn len(&self) -> usize {
        self.units.len()
    }

    /// Whether none was taken.
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// Gives every category another number.
    pub fn renumber(&mut self, number_of: &[u32]) {
        for category in &mut self.categories {
            *category = number_of[*category as usize];
        }
    }

    /// Puts the ratings in order of their units.
    ///
    /// # Errors
    /// [`RatedTwice`] where a coder rated one unit twice.
    pub fn build(self, shape: Shape) -> Result<Ratings, RatedTwice> {
        if let Some(rating) = self.first_repeated(shape) {
            return Err(RatedTwice { rating });
        }
        let (starts, coders, categories) = self.sorted(shape.units);
        Ok(Ratings {
            starts,
            coders,
            categories,
            coder_count: shape.coders,
            category_count: shape.categories,
        })
    }

    fn is_in_order(&self) -> bool {
        self.units.windows(2).all(|two| two[0] <= two[1])
    }

    fn first_repeated(&self, shape: Shape) -> Option<usize> {
        let order = (!self.is_in_order()).then(|| self.order(shape.units));
        // For each coder the unit that was seen last, counted from 1.
        let mut last = vec![0_u32; shape.coders];
        let repeats = (0..self.len()).filter_map(|at| {
            let rating = order.as_ref().map_or(at, |order| order[at] as usize);
            let unit = self.units[rating] + 1;
            let seen = std::mem::replace(&mut last[self.coders[rating] as usize], unit);
            (seen == unit).then_some(rating)
        });
        repeats.min()
    }

    fn starts(&self, units: usize) -> Vec<usize> {
        let mut starts = vec![0; units + 1];
        for unit in &self.units {
            starts[*unit as usize + 1] += 1;
        }
        for at in 0..units {
            starts[at + 1] += starts[at];
        }
        starts
    }

    /// The ratings by unit, those of one unit as they came.
    fn order(&self, units: usize) -> Vec<u32> {
        let mut next = self.starts(units);
        let mut order = vec![0; self.len()];
        for (rating, unit) in (0..).zip(&self.units) {
            let place = &mut next[*unit as usize];
            order[*place] = rating;
            *place += 1;
        }
        order
    }

    fn sorted(self, units: usize) -> (Vec<usize>, Vec<u32>, Vec<u32>) {
        let starts = self.starts(units);
        if self.is_in_order() {
            return (starts, self.coders, self.categories);
        }
        let order = self.order(units);
        let by_order = |column: &[u32]| order.iter().map(|at| column[*at as usize]).collect();
        (starts, by_order(&self.coders), by_order(&self.categories))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Ratings from one string a coder; a category is a digit from 1 on, `.` is not rated.
    pub fn ratings(coders: &[&str], categories: usize) -> Ratings {
        let mut builder = RatingsBuilder::default();
        let units = coders.iter().map(|coder| coder.len()).max().unwrap_or(0);
        for unit in 0..units {
            for (at, coder) in (0..).zip(coders) {
                if let Some(digit @ b'1'..=b'9') = coder.as_bytes().get(unit) {
                    builder.push(unit as u32, at, u32::from(digit - b'1'));
                }
            }
        }
        let shape = Shape {
            units,
            coders: coders.len(),
            categories,
        };
        builder.build(shape).unwrap()
    }

    /// The same ratings with every category replaced by 1 where it belongs to a code.
    pub fn recoded(ratings: &Ratings, belongs: &[bool]) -> Ratings {
        let recode = |category: &u32| u32::from(belongs[*category as usize]);
        Ratings {
            categories: ratings.categories.iter().map(recode).collect(),
            category_count: 2,
            ..ratings.clone()
        }
    }

    /// Krippendorff 2011, part C: four observers, twelve units.
    pub fn four_observers() -> Ratings {
        let observers = [
            "123321412...",
            "1233224125..",
            ".33323422513",
            "12332441251.",
        ];
        ratings(&observers, 5)
    }

    #[test]
    fn ratings_in_any_order_are_kept_by_unit() {
        let mut builder = RatingsBuilder::default();
        for (unit, coder, category) in [(1, 0, 2), (0, 1, 1), (1, 1, 0), (0, 0, 3)] {
            builder.push(unit, coder, category);
        }
        let shape = Shape {
            units: 3,
            coders: 2,
            categories: 4,
        };
        let ratings = builder.build(shape).unwrap();
        assert_eq!(ratings.pairs_of(0).collect::<Vec<_>>(), [(1, 1), (0, 3)]);
        assert_eq!(ratings.of(1), [2, 0]);
        assert!(ratings.of(2).is_empty());
    }

    #[test]
    fn the_first_second_rating_is_named() {
        let twice = |ratings: &[(u32, u32)]| {
            let mut builder = RatingsBuilder::default();
            for (unit, coder) in ratings {
                builder.push(*unit, *coder, 0);
            }
            let shape = Shape {
                units: 3,
                coders: 2,
                categories: 1,
            };
            builder.build(shape).map(drop)
        };
        assert_eq!(twice(&[(0, 0), (0, 1), (1, 0), (1, 1)]), Ok(()));
        let second = |rating| Err(RatedTwice { rating });
        assert_eq!(twice(&[(0, 0), (0, 1), (0, 0)]), second(2));
        assert_eq!(twice(&[(2, 1), (0, 1), (1, 0), (2, 1), (0, 1)]), second(3));
    }
}
