//! Exact quantiles.

/// Which number stands for a quantile that lies between two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interpolation {
    /// On the line between both: `NumPy`'s and R's default, type 7 of Hyndman
    /// and Fan (Sample Quantiles in Statistical Packages, 1996), SQL's
    /// `percentile_cont`.
    Linear,
    /// The lower.
    Lower,
    /// The higher.
    Higher,
    /// The nearer; halfway, that of the even rank.
    Nearest,
    /// The middle of both.
    Midpoint,
    /// The least number at or below which lies at least that part of them:
    /// type 1 of Hyndman and Fan, SQL's `percentile_disc`.
    InvertedDistribution,
}

/// Quantiles of numbers at levels within 0 to 1, exactly and without sorting
/// all of them.
///
/// The numbers are reordered. NaN have to be left out. Nothing without
/// numbers, or with a level outside.
#[must_use]
pub fn quantiles(
    values: &mut [f64],
    levels: &[f64],
    interpolation: Interpolation,
) -> Option<Vec<f64>> {
    let places = places(values.len(), levels, interpolation)?;
    select(values, &ranks(&places), 0);
    let values = places.iter().map(|place| place.value(|rank| values[rank]));
    Some(values.collect())
}

/// The same of so many numbers that they can't be held in memory: `each` hands
/// all of them over, in any order and in pieces of any length, and is called
/// four times. It takes 512 KiB of memory a level.
///
/// Fails as `each` does, which has to give as many numbers every time as it
/// said there are.
pub fn quantiles_in_passes<E>(
    count: usize,
    levels: &[f64],
    interpolation: Interpolation,
    mut each: impl FnMut(&mut dyn FnMut(&[f64])) -> Result<(), E>,
) -> Result<Option<Vec<f64>>, E> {
    let Some(places) = places(count, levels, interpolation) else {
        return Ok(None);
    };
    let ranks = ranks(&places);
    let mut searches = searches(&ranks);
    for known in 0..64 / DIGIT {
        narrow(&mut searches, known, &mut each)?;
    }
    let of = |rank: usize| {
        let at = ranks.binary_search(&rank).ok();
        at.map_or(f64::NAN, |at| number(searches[at].digits))
    };
    Ok(Some(places.iter().map(|place| place.value(of)).collect()))
}

/// The same of numbers in pieces, which stay as they are: with one pass that
/// counts them by their highest bits, and one that copies those whose bits are
/// those of a number that is searched for.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    reason = "there are no more than are in memory"
)]
pub fn quantiles_in_pieces<P: AsRef<[f64]>>(
    pieces: &[P],
    levels: &[f64],
    interpolation: Interpolation,
) -> Option<Vec<f64>> {
    let all = || pieces.iter().flat_map(AsRef::as_ref);
    let count = pieces.iter().map(|piece| piece.as_ref().len()).sum();
    let places = places(count, levels, interpolation)?;
    let ranks = ranks(&places);
    let mut searches = searches(&ranks);
    let mut counts = vec![0; 1 << DIGIT];
    all().for_each(|x| counts[digit(order(*x), 0)] += 1);
    for search in &mut searches {
        search.step(&counts);
    }
    let mut near: Vec<Vec<f64>> = Vec::new();
    let mut piles = vec![None; 1 << DIGIT];
    for search in &searches {
        let first = digit(search.digits << (64 - DIGIT), 0);
        if piles[first].is_none() {
            piles[first] = Some(near.len());
            near.push(Vec::with_capacity(counts[first] as usize));
        }
    }
    for x in all() {
        if let Some(pile) = piles[digit(order(*x), 0)] {
            near[pile].push(*x);
        }
    }
    let found = searches.iter().map(|search| {
        let pile = piles[digit(search.digits << (64 - DIGIT), 0)]?;
        let at = search.rank as usize;
        Some(*near[pile].select_nth_unstable_by(at, f64::total_cmp).1)
    });
    let found: Vec<f64> = found.collect::<Option<_>>()?;
    let of = |rank: usize| {
        let at = ranks.binary_search(&rank).ok();
        at.map_or(f64::NAN, |at| found[at])
    };
    Some(places.iter().map(|place| place.value(of)).collect())
}

/// A search for the number of each rank, of which nothing is known.
fn searches(ranks: &[usize]) -> Vec<Search> {
    let search = |rank: &usize| Search {
        digits: 0,
        rank: *rank as u64,
    };
    ranks.iter().map(search).collect()
}

/// Where the quantiles of so many numbers lie.
fn places(count: usize, levels: &[f64], interpolation: Interpolation) -> Option<Vec<Place>> {
    let last = count.checked_sub(1)?;
    let places = levels.iter().map(|level| {
        let within = (0.0..=1.0).contains(level);
        within.then(|| Place::of(*level, last, interpolation))
    });
    places.collect()
}

/// The ranks that are asked for, each once.
fn ranks(places: &[Place]) -> Vec<usize> {
    let mut ranks: Vec<usize> = places.iter().flat_map(|place| place.ranks).collect();
    ranks.sort_unstable();
    ranks.dedup();
    ranks
}

/// Where a quantile lies among the sorted numbers.
struct Place {
    ranks: [usize; 2],
    /// How far from the first to the second.
    part: f64,
}

impl Place {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rank is not below 0, and held within the slice"
    )]
    fn of(level: f64, last: usize, interpolation: Interpolation) -> Self {
        let exact = level * last as f64;
        let at = match interpolation {
            Interpolation::Linear => exact,
            Interpolation::Lower => exact.floor(),
            Interpolation::Higher => exact.ceil(),
            Interpolation::Nearest => exact.round_ties_even(),
            Interpolation::Midpoint => f64::midpoint(exact.floor(), exact.ceil()),
            Interpolation::InvertedDistribution => (level * (last as f64 + 1.0)).ceil() - 1.0,
        };
        let rank = (at.max(0.0) as usize).min(last);
        let part = at.max(0.0).fract();
        let next = rank + usize::from(part > 0.0);
        Self {
            ranks: [rank, next.min(last)],
            part,
        }
    }

    /// As `NumPy` does it, from the nearer end, so that the results are the
    /// same to the last digit.
    fn value(&self, sorted: impl Fn(usize) -> f64) -> f64 {
        let [low, high] = self.ranks.map(sorted);
        let distance = high - low;
        match self.part {
            0.0 => low,
            part if !distance.is_finite() => low * (1.0 - part) + high * part,
            part if part < 0.5 => low + distance * part,
            part => high - distance * (1.0 - part),
        }
    }
}

/// Puts the number of each rank into its place. The ranks ascend and count
/// from `start`, the rank of the first of the numbers.
fn select(values: &mut [f64], ranks: &[usize], start: usize) {
    let (before, [rank, after @ ..]) = ranks.split_at(ranks.len() / 2) else {
        return;
    };
    let at = rank - start;
    let (less, _, more) = values.select_nth_unstable_by(at, f64::total_cmp);
    select(less, before, start);
    select(more, after, rank + 1);
}

/// Bits of a number that one pass over all of them finds.
const DIGIT: u32 = 16;

/// The search for the number of one rank, its highest bits first.
struct Search {
    /// The first bits of its [`order`].
    digits: u64,
    /// Its rank among the numbers that have the same first bits.
    rank: u64,
}

/// Finds one more digit, of which so many are known, of every number that is
/// searched for.
fn narrow<E>(
    searches: &mut [Search],
    known: u32,
    each: &mut impl FnMut(&mut dyn FnMut(&[f64])) -> Result<(), E>,
) -> Result<(), E> {
    let mut firsts: Vec<u64> = searches.iter().map(|search| search.digits).collect();
    firsts.dedup();
    let mut counts = vec![vec![0u64; 1 << DIGIT]; firsts.len()];
    each(&mut |values| {
        for order in values.iter().map(|x| order(*x)) {
            let first = order.checked_shr(64 - DIGIT * known).unwrap_or(0);
            if let Ok(at) = firsts.binary_search(&first) {
                counts[at][digit(order, known)] += 1;
            }
        }
    })?;
    for search in searches {
        let counts = firsts.binary_search(&search.digits).map(|at| &counts[at]);
        search.step(counts.map_or(&[], Vec::as_slice));
    }
    Ok(())
}

impl Search {
    /// Finds one more digit, by how many numbers have which.
    fn step(&mut self, counts: &[u64]) {
        let mut next = 0;
        for (digit, count) in (0..).zip(counts) {
            next = digit;
            if self.rank < *count {
                break;
            }
            self.rank -= count;
        }
        self.digits = self.digits << DIGIT | next;
    }
}

#[expect(clippy::cast_possible_truncation, reason = "16 bits are kept")]
const fn digit(order: u64, known: u32) -> usize {
    (order >> (64 - DIGIT * (known + 1))) as u16 as usize
}

/// Bits that are in the order of [`f64::total_cmp`].
const fn order(x: f64) -> u64 {
    let bits = x.to_bits();
    bits ^ ((bits.cast_signed() >> 63).cast_unsigned() | 1 << 63)
}

/// The number whose [`order`] it is.
const fn number(order: u64) -> f64 {
    let flips = if order >> 63 == 1 { 1 << 63 } else { u64::MAX };
    f64::from_bits(order ^ flips)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const EVERY: [Interpolation; 6] = [
        Interpolation::Linear,
        Interpolation::Lower,
        Interpolation::Higher,
        Interpolation::Nearest,
        Interpolation::Midpoint,
        Interpolation::InvertedDistribution,
    ];

    /// `NumPy` 2.4.6: `i = np.arange(5000)`,
    /// `x = (i * 7919 % 5003) / 8 - 100 + (i % 7)**2`; `np.quantile(x, levels,
    /// method=…)` with linear, lower, higher, nearest, midpoint, `inverted_cdf`.
    #[test]
    fn agrees_with_numpy() {
        let levels = [0.95, 0.0, 0.05, 0.25, 0.5, 0.999, 1.0];
        let inner = [
            [
                507.381_25,
                -56.131_249_999_999_994,
                68.843_75,
                225.875,
                557.250_750_000_000_2,
            ],
            [507.375, -56.25, 68.75, 225.875, 557.25],
            [507.5, -56.125, 68.875, 225.875, 558.0],
            [507.375, -56.125, 68.875, 225.875, 557.25],
            [507.4375, -56.1875, 68.8125, 225.875, 557.625],
            [507.375, -56.25, 68.75, 225.875, 557.25],
        ];
        for (way, [a, b, c, d, e]) in EVERY.into_iter().zip(inner) {
            let mut values: Vec<f64> = (0..5000).map(crate::sample).collect();
            let expected = vec![a, -100.0, b, c, d, e, 561.0];
            assert_eq!(
                quantiles(&mut values, &levels, way),
                Some(expected),
                "{way:?}"
            );
        }
    }

    /// `NumPy` 2.4.6: `np.quantile([1, 2, 3, 4, 5, 6], [.1, .3, .5, .7, .9])`.
    #[test]
    fn halfway_is_even() {
        let levels = [0.1, 0.3, 0.5, 0.7, 0.9];
        let of = |way| quantiles(&mut [6.0, 1.0, 5.0, 2.0, 4.0, 3.0], &levels, way);
        assert_eq!(
            of(Interpolation::Nearest),
            Some(vec![1.0, 3.0, 3.0, 5.0, 5.0])
        );
        assert_eq!(
            of(Interpolation::Linear),
            Some(vec![1.5, 2.5, 3.5, 4.5, 5.5])
        );
        assert_eq!(
            of(Interpolation::InvertedDistribution),
            Some(vec![1.0, 2.0, 3.0, 5.0, 6.0])
        );
    }

    #[test]
    fn nothing_and_odd_levels_have_none() {
        let linear = Interpolation::Linear;
        assert_eq!(quantiles(&mut [], &[0.5], linear), None);
        for level in [-0.1, 1.1, f64::NAN] {
            assert_eq!(quantiles(&mut [1.0], &[0.5, level], linear), None);
        }
        assert_eq!(quantiles(&mut [1.0], &[], linear), Some(vec![]));
        assert_eq!(
            quantiles(&mut [f64::MIN, f64::MAX], &[0.5], linear),
            Some(vec![0.0])
        );
        assert_eq!(
            quantiles(&mut [f64::NAN, 1.0], &[0.0], linear),
            Some(vec![1.0])
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn selecting_finds_what_sorting_finds(
            values in prop::collection::vec(prop_oneof![-1e9..1e9_f64, (-9..9_i32).prop_map(f64::from), any::<f64>().prop_filter("NaN", |x| !x.is_nan())], 1..3000),
            levels in prop::collection::vec(0.0..=1.0_f64, 0..9),
        ) {
            let mut sorted = values.clone();
            sorted.sort_by(f64::total_cmp);
            for way in EVERY {
                let found = quantiles(&mut values.clone(), &levels, way);
                let last = sorted.len() - 1;
                let expected = levels.iter().map(|level| Place::of(*level, last, way).value(|rank| sorted[rank]));
                prop_assert_eq!(&found, &Some(expected.collect()));
                let passed = quantiles_in_passes(values.len(), &levels, way, |each| {
                    values.chunks(7).for_each(each);
                    Ok::<_, ()>(())
                });
                prop_assert_eq!(passed, Ok(found.clone()));
                let pieces: Vec<&[f64]> = values.chunks(7).collect();
                prop_assert_eq!(quantiles_in_pieces(&pieces, &levels, way), found);
            }
        }
    }
}
