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
