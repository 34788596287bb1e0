//! How often each of many is drawn.
//!
//! One draw after another would miss the cache with almost every one. So how
//! many draws fall to each block is drawn first, and then the draws of a block
//! that fits into the nearest cache. The distribution is the same, exactly.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::Rng as _;

/// How many are drawn among at once. Four such numbers are in a word.
const BLOCK: usize = 1 << 14;

/// Draws so many times, with replacement, and counts: to 255 at most. More has
/// a probability below 1e-500 where as many are drawn as there are.
pub(super) fn draw(random: &mut Xoshiro256PlusPlus, counts: &mut [u8], draws: usize) {
    if let Ok(block) = <&mut [u8; BLOCK]>::try_from(&mut *counts) {
        return draw_block(random, block, draws);
    }
    if counts.len() < BLOCK {
        return draw_few(random, counts, draws);
    }
    let (whole, middle) = (counts.len(), (counts.len() / 2).next_multiple_of(BLOCK));
    let (left, right) = counts.split_at_mut(middle);
    let of_left = binomial(random, draws, [middle, whole]);
    draw(random, left, of_left);
    draw(random, right, draws - of_left);
}

fn draw_block(random: &mut Xoshiro256PlusPlus, counts: &mut [u8; BLOCK], draws: usize) {
    let mut tally = |word: u64, lane: usize| {
        let count = &mut counts[low(word >> (16 * lane)) % BLOCK];
        *count = count.saturating_add(1);
    };
    for _ in 0..draws / 4 {
        let word = random.next_u64();
        tally(word, 0);
        tally(word, 1);
        tally(word, 2);
        tally(word, 3);
    }
    let word = random.next_u64();
    (0..draws % 4).for_each(|lane| tally(word, lane));
}

fn draw_few(random: &mut Xoshiro256PlusPlus, counts: &mut [u8], draws: usize) {
    for _ in 0..if counts.is_empty() { 0 } else { draws } {
        let count = &mut counts[below(random, counts.len())];
        *count = count.saturating_add(1);
    }
}

/// How many of so many trials fall to a part of the whole: bit after bit of a
/// number for each trial is compared with those of the part's share, and trials
/// whose bits are the same so far are left for the next.
fn binomial(random: &mut Xoshiro256PlusPlus, trials: usize, [part, whole]: [usize; 2]) -> usize {
    let (mut rest, mut same, mut hits) = (part, trials, 0);
    while rest > 0 && same > 0 {
        let ones = ones(random, same);
        rest *= 2;
        match rest >= whole {
            true => {
                rest -= whole;
                hits += same - ones;
                same = ones;
            }
            false => same -= ones,
        }
    }
    hits
}

/// How many of so many random bits are 1.
fn ones(random: &mut Xoshiro256PlusPlus, bits: usize) -> usize {
    let words = (0..bits / 64).map(|_| random.next_u64().count_ones() as usize);
    let whole: usize = words.sum();
    let last = random.next_u64() & !(u64::MAX << (bits % 64));
    whole + last.count_ones() as usize
}

/// A number below a count above 0 and up to 2³², each as probable as the others
/// (Lemire, Fast Random Integer Generation in an Interval, 2019).
pub(super) fn below(random: &mut Xoshiro256PlusPlus, count: usize) -> usize {
    const WORD: u64 = 1 << 32;
    let count = count as u64;
    loop {
        let product = (random.next_u64() >> 32) * count;
        let rest = product % WORD;
        if rest >= count || rest >= WORD % count {
            return low(product >> 32);
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "only low bits are looked at"
)]
const fn low(word: u64) -> usize {
    word as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rand_xoshiro::rand_core::SeedableRng as _;

    fn random(seed: u64) -> Xoshiro256PlusPlus {
        Xoshiro256PlusPlus::seed_from_u64(seed)
    }

    /// How far counts are from even, squared and summed: χ² with one degree of
    /// freedom less than there are.
    fn unevenness(counts: &[f64]) -> f64 {
        let mean = counts.iter().sum::<f64>() / counts.len() as f64;
        counts
            .iter()
            .map(|count| (count - mean).powi(2) / mean)
            .sum()
    }

    /// Within five standard deviations of what χ² is about.
    fn even(counts: &[f64]) -> bool {
        let freedom = counts.len() as f64 - 1.0;
        (unevenness(counts) - freedom).abs() < 5.0 * (2.0 * freedom).sqrt()
    }

    #[test]
    fn every_one_is_as_probable() {
        let random = &mut random(1);
        for size in [3, 1000, BLOCK, BLOCK + 1, 2 * BLOCK + 77, 5 * BLOCK] {
            let mut counts = vec![0; size];
            draw(random, &mut counts, 40 * size);
            let counts: Vec<f64> = counts.into_iter().map(f64::from).collect();
            assert!(even(&counts), "{size}: {}", unevenness(&counts));
        }
    }

    /// Blocks of one resample are as uneven as chance has them: neither less
    /// (as many for each) nor more.
    #[test]
    fn blocks_differ_by_chance() {
        let random = &mut random(2);
        let mut total = 0.0;
        for _ in 0..40 {
            let mut counts = vec![0_u8; 8 * BLOCK];
            draw(random, &mut counts, 8 * BLOCK);
            let blocks = counts
                .chunks(BLOCK)
                .map(|block| block.iter().map(|x| f64::from(*x)).sum());
            total += unevenness(&blocks.collect::<Vec<f64>>());
        }
        // χ² with 40 · 7 degrees of freedom.
        assert!((total - 280.0).abs() < 5.0 * 560.0_f64.sqrt(), "{total}");
    }

    #[test]
    fn a_part_gets_its_share() {
        let random = &mut random(3);
        let shares: Vec<f64> = (0..2000)
            .map(|_| binomial(random, 90, [3, 7]) as f64)
            .collect();
        let mean = shares.iter().sum::<f64>() / 2000.0;
        let variance = shares
            .iter()
            .map(|share| (share - mean).powi(2))
            .sum::<f64>()
            / 1999.0;
        let expected = 90.0 * 3.0 / 7.0 * 4.0 / 7.0;
        assert!((mean - 90.0 * 3.0 / 7.0).abs() < 5.0 * (expected / 2000.0_f64).sqrt());
        assert!((variance / expected - 1.0).abs() < 5.0 * (2.0 / 2000.0_f64).sqrt());
        assert_eq!(binomial(random, 90, [7, 7]), 90);
        assert_eq!(binomial(random, 90, [0, 7]), 0);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn all_draws_are_counted(seed: u64, size in 1..40_000_usize) {
            let mut counts = vec![0_u8; size];
            draw(&mut random(seed), &mut counts, size);
            prop_assert_eq!(counts.iter().map(|count| usize::from(*count)).sum::<usize>(), size);
        }

        #[test]
        fn a_number_is_below(seed: u64, count in 1..=(1_usize << 32)) {
            prop_assert!(below(&mut random(seed), count) < count);
        }
    }
}
