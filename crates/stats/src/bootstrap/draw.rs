//! Drawing as often as asked for, on several threads.

use super::Units;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng as _;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// How is drawn. The same seed, resamples and units make the same counts.
#[derive(Clone, Debug)]
pub struct Bootstrap {
    /// What everything that is drawn follows from.
    pub seed: [u8; 32],
    /// How often is drawn.
    pub resamples: usize,
    /// How many threads share the work.
    pub threads: usize,
}

impl Bootstrap {
    /// Draws and evaluates: for every statistic its replicates, in the order of
    /// the resamples.
    ///
    /// `evaluate` takes how often each row was drawn and writes as many figures
    /// as there are `statistics`, NaN where one is undefined. Each thread has a
    /// clone of it, so that it may keep memory of its own.
    pub fn replicates<E>(&self, units: &Units, statistics: usize, evaluate: E) -> Vec<Vec<f64>>
    where
        E: FnMut(&[u8], &mut [f64]) + Clone + Send,
    {
        let draw = |_, random: &mut Xoshiro256PlusPlus, counts: &mut [u8]| {
            units.draw(random, counts);
        };
        self.run(units, [self.resamples, statistics], evaluate, draw)
    }

    /// Leaves every group of units out once and evaluates: for every statistic
    /// its figures, for [`acceleration`](super::acceleration).
    ///
    /// As many groups as units, which is what is done where there are fewer
    /// units than `groups`, are the jackknife. 200 find the acceleration of any
    /// number of units to within about 0.002, which moves the end of an
    /// interval by less than a hundredth of a standard error.
    pub fn jackknife<E>(
        &self,
        units: &Units,
        groups: u32,
        statistics: usize,
        evaluate: E,
    ) -> Vec<Vec<f64>>
    where
        E: FnMut(&[u8], &mut [f64]) + Clone + Send,
    {
        let groups = groups.min(units.count());
        let mut random = Xoshiro256PlusPlus::from_seed(self.seed);
        random.long_jump();
        let group_of_unit = units.groups(&mut random, groups);
        let leave_out = |group: usize, _: &mut Xoshiro256PlusPlus, counts: &mut [u8]| {
            for (count, of) in counts.iter_mut().zip(&group_of_unit) {
                *count = u8::from(*of as usize != group);
            }
        };
        self.run(units, [groups as usize, statistics], evaluate, leave_out)
    }

    /// Counts and evaluates so many times.
    fn run<E>(
        &self,
        units: &Units,
        [times, statistics]: [usize; 2],
        evaluate: E,
        count: impl Fn(usize, &mut Xoshiro256PlusPlus, &mut [u8]) + Sync,
    ) -> Vec<Vec<f64>>
    where
        E: FnMut(&[u8], &mut [f64]) + Clone + Send,
    {
        let turns = Turns::new(self.seed, times);
        let replicates = Mutex::new(vec![vec![f64::NAN; times]; statistics]);
        let work = |mut evaluate: E| {
            let mut counts = vec![0; units.count() as usize];
            let (mut rows, mut figures) = (Vec::new(), vec![f64::NAN; statistics]);
            while let Some((turn, mut random)) = turns.next() {
                count(turn, &mut random, &mut counts);
                figures.fill(f64::NAN);
                evaluate(units.by_row(&counts, &mut rows), &mut figures);
                let mut replicates = replicates.lock().unwrap_or_else(PoisonError::into_inner);
                for (replicates, figure) in replicates.iter_mut().zip(&figures) {
                    replicates[turn] = *figure;
                }
            }
        };
        thread::scope(|scope| {
            for _ in 1..self.threads.min(times) {
                let evaluate = evaluate.clone();
                scope.spawn(|| work(evaluate));
            }
            work(evaluate.clone());
        });
        replicates
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Hands every turn out once, with its own stream: the streams of one seed are
/// 2¹²⁸ numbers apart.
struct Turns {
    next: Mutex<(usize, Xoshiro256PlusPlus)>,
    times: usize,
}

impl Turns {
    fn new(seed: [u8; 32], times: usize) -> Self {
        Self {
            next: Mutex::new((0, Xoshiro256PlusPlus::from_seed(seed))),
            times,
        }
    }

    fn next(&self) -> Option<(usize, Xoshiro256PlusPlus)> {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let turn = (next.0 < self.times).then(|| next.clone())?;
        next.0 += 1;
        next.1.jump();
        Some(turn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bootstrap(resamples: usize, threads: usize) -> Bootstrap {
        Bootstrap {
            seed: std::array::from_fn(|at| u8::try_from(at).expect("small")),
            resamples,
            threads,
        }
    }

    /// The figures are the counts.
    fn counts(counts: &[u8], figures: &mut [f64]) {
        for (figure, count) in figures.iter_mut().zip(counts) {
            *figure = f64::from(*count);
        }
    }

    /// The generator, its jumps and the drawing written anew in Python, after
    /// Blackman and Vigna's reference of xoshiro256++, on the seed
    /// `bytes(range(32))`.
    #[test]
    fn a_seed_brings_the_same_counts_everywhere() {
        let drawn = bootstrap(3, 1).replicates(&Units::rows(10), 10, counts);
        let expected = [
            [1, 0, 1, 1, 0, 1, 3, 0, 1, 2],
            [0, 1, 3, 1, 0, 2, 0, 0, 2, 1],
            [0, 0, 1, 1, 0, 1, 1, 2, 2, 2],
        ];
        for (unit, drawn) in drawn.iter().enumerate() {
            assert_eq!(drawn[..], expected.map(|counts| f64::from(counts[unit])));
        }
        let places = |counts: &[u8], figures: &mut [f64]| {
            let places = (1..).zip(counts).map(|(at, count)| at * u64::from(*count));
            figures[0] = places.sum::<u64>() as f64;
        };
        for threads in [1, 2, 5] {
            let drawn = bootstrap(3, threads).replicates(&Units::rows(50_000), 1, places);
            let expected = [1_249_691_264.0, 1_255_794_030.0, 1_249_271_629.0];
            assert_eq!(drawn, [expected]);
        }
    }

    #[test]
    fn many_threads_find_what_one_finds() {
        let units = Units::clusters((0..900).map(|row| row % 300).collect()).expect("valid");
        let units = units
            .stratified(&[vec![0; 100], vec![1; 200]].concat())
            .expect("valid");
        let one = bootstrap(50, 1);
        let replicates = one.replicates(&units, 900, counts);
        let jackknife = one.jackknife(&units, 20, 900, counts);
        for threads in [0, 2, 7] {
            let many = bootstrap(50, threads);
            assert_eq!(many.replicates(&units, 900, counts), replicates);
            assert_eq!(many.jackknife(&units, 20, 900, counts), jackknife);
        }
    }

    #[test]
    fn clusters_are_drawn_together_and_strata_keep_their_size() {
        let units = Units::clusters(vec![0, 1, 1, 2, 3, 3, 3]).expect("valid");
        let units = units.stratified(&[1, 0, 0, 1]).expect("valid");
        let drawn = bootstrap(40, 1).replicates(&units, 7, counts);
        assert_eq!(
            (&drawn[1], &drawn[4], &drawn[5]),
            (&drawn[2], &drawn[5], &drawn[6])
        );
        for pair in [[0, 4], [1, 3]] {
            let [left, right] = pair.map(|row| &drawn[row]);
            let sums: Vec<f64> = left.iter().zip(right).map(|(x, y)| x + y).collect();
            assert_eq!(sums, vec![2.0; 40]);
        }
    }

    #[test]
    fn a_jackknife_leaves_each_out_once() {
        let left_out = |units: &Units, groups| -> Vec<Vec<f64>> {
            bootstrap(0, 2).jackknife(units, groups, units.row_count(), counts)
        };
        for row in left_out(&Units::rows(7), 1000) {
            assert_eq!((row.len(), row.iter().sum::<f64>()), (7, 6.0));
        }
        let strata: Vec<u32> = (0..1000).map(|unit| u32::from(unit % 10 == 0)).collect();
        let units = Units::rows(1000).stratified(&strata).expect("valid");
        let rows = left_out(&units, 20);
        let sums: Vec<f64> = rows.iter().map(|row| row.iter().sum()).collect();
        assert_eq!(sums, vec![19.0; 1000]);
        for group in 0..20 {
            let rare = rows.iter().step_by(10).filter(|row| row[group] < 0.5);
            assert_eq!(rare.count(), 5);
        }
    }

    #[test]
    fn nothing_to_draw_is_nothing() {
        let none = bootstrap(0, 3).replicates(&Units::rows(5), 2, counts);
        assert_eq!(none, [vec![], vec![]]);
        let sums = |counts: &[u8], figures: &mut [f64]| figures[0] = counts.len() as f64;
        assert_eq!(
            bootstrap(2, 1).replicates(&Units::rows(0), 1, sums),
            [[0.0; 2]]
        );
        assert_eq!(
            bootstrap(2, 1).jackknife(&Units::rows(0), 9, 1, sums),
            [vec![]]
        );
    }

    #[test]
    fn what_is_not_written_is_undefined() {
        let drawn = bootstrap(2, 1).replicates(&Units::rows(5), 1, |_, _| ());
        assert!(drawn[0].iter().all(|figure| figure.is_nan()));
    }
}
