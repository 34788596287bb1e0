//! What is promised, measured: how often a decision is wrong where the truth
//! is known. Every rate is held against what is promised, within three
//! standard errors of the simulation.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use scores::{Average, Draws, Metric, Panel, Predictions};
use stats::{Confidence, normal};

use super::{Call, Known, Resampling, Side, Test, change, value};

const ALPHA: f64 = 0.05;

/// Examples of a world in which the truth is known: labels, and two models'
/// scores that are normal, apart by class, and alike in part.
struct World {
    random: Xoshiro256PlusPlus,
    /// How many examples a test set has.
    examples: usize,
    /// How many of them are positive, in a thousand.
    positive: u32,
    /// How far apart the classes are for the baseline and for the candidate,
    /// in standard deviations.
    apart: [f64; 2],
}

/// One test set.
struct TestSet {
    labels: Vec<u32>,
    scores: [Vec<f64>; 2],
    predicted: [Vec<u32>; 2],
}

impl World {
    fn new(seed: u64, examples: usize, apart: [f64; 2]) -> Self {
        Self {
            random: Xoshiro256PlusPlus::seed_from_u64(seed),
            examples,
            positive: 500,
            apart,
        }
    }

    fn uniform(&mut self) -> f64 {
        ((self.random.next_u64() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    fn gauss(&mut self) -> f64 {
        normal::quantile(self.uniform())
    }

    /// Half of the variance of a score is the example's own, the same for both
    /// models; half of the examples are positive.
    fn draw(&mut self) -> TestSet {
        let mut set = TestSet {
            labels: Vec::new(),
            scores: [Vec::new(), Vec::new()],
            predicted: [Vec::new(), Vec::new()],
        };
        for _ in 0..self.examples {
            let label = u32::from(self.uniform() < f64::from(self.positive) / 1000.0);
            let own = self.gauss();
            set.labels.push(label);
            for model in 0..2 {
                let middle = (f64::from(label) - 0.5) * self.apart[model];
                let noise = (own + self.gauss()) / 2.0_f64.sqrt();
                set.scores[model].push(middle + noise);
                set.predicted[model].push(u32::from(middle + noise > 0.0));
            }
        }
        set
    }

    /// The true accuracy, recall and specificity of a model.
    fn accuracy(&self, model: usize) -> f64 {
        normal::cdf(self.apart[model] / 2.0)
    }

    /// The true area under the ROC curve of a model.
    fn area(&self, model: usize) -> f64 {
        normal::cdf(self.apart[model] / 2.0_f64.sqrt())
    }

    /// The true metric's change from baseline to candidate.
    fn change(&self, metric: &Metric) -> f64 {
        match metric {
            Metric::RocAuc => self.area(1) - self.area(0),
            // Half are positive, and both classes are alike: F1 is accuracy.
            _ => self.accuracy(1) - self.accuracy(0),
        }
    }
}

impl TestSet {
    fn of(&self, model: usize) -> Predictions<'_> {
        Predictions {
            labels: Some(&self.labels),
            predicted: Some(&self.predicted[model]),
            scores: Some(&self.scores[model]),
            positive: Some(1),
            ..Predictions::default()
        }
    }

    /// What is known of a change: by a formula, else drawn anew.
    fn change(&self, metric: &Metric, seed: [u8; 32]) -> Result<Known, String> {
        if let Some(known) = change(metric, &self.of(1), &self.of(0)) {
            return known;
        }
        let panels = [0, 1].map(|model| Panel::prepare(&[*metric], &self.of(model)));
        let apart = |draws: Draws<'_>| {
            let [base, candidate] = &panels;
            let one = |panel: &Panel| panel.values(draws)[0].unwrap_or(f64::NAN);
            one(candidate) - one(base)
        };
        let drawn = Resampling::new(self.labels.len(), None, 400, seed)?;
        let mut known = drawn.known(&[apart(Draws::Once)], |counts, out: &mut [f64]| {
            out[0] = apart(counts.into());
        });
        known.remove(0)
    }
}

/// How often a rule passed and how often it was broken.
#[derive(Debug, Default)]
struct Rates {
    passed: f64,
    broken: f64,
}

impl Rates {
    /// Counts one of so many test sets.
    fn count(&mut self, call: &Call, times: u32) {
        match call {
            Call::Holds => self.passed += 1.0 / f64::from(times),
            Call::Broken(_) => self.broken += 1.0 / f64::from(times),
            Call::Open(_) | Call::Undecidable(_) => {}
        }
    }
}

/// Judges "not worse by more than the margin" on many test sets.
fn rates(mut world: World, metric: Metric, margin: f64, times: u32) -> Rates {
    let mut rates = Rates::default();
    for time in 0..times {
        let mut seed = [0; 32];
        seed[..4].copy_from_slice(&time.to_le_bytes());
        let known = world.draw().change(&metric, seed);
        rates.count(&call(known, -margin, Side::AtLeast), times);
    }
    rates
}

fn call(known: Result<Known, String>, limit: f64, side: Side) -> Call {
    match known {
        Err(why) => Call::Undecidable(why),
        Ok(known) => Test {
            known,
            side,
            limit,
            strict: false,
            scale: 0.0,
            confidence: Confidence::one_sided(1.0 - ALPHA),
        }
        .call(),
    }
}

/// The most that a rate may be, of so many test sets, were the promise kept.
fn most(times: u32) -> f64 {
    ALPHA + 3.0 * (ALPHA * (1.0 - ALPHA) / f64::from(times)).sqrt()
}

const F1: Metric = Metric::F {
    beta: 1.0,
    average: Average::Binary,
};

/// Metrics by each of the methods, and how many test sets are drawn.
const METHODS: [(Metric, u32); 4] = [
    (Metric::Accuracy, 2000),
    (Metric::Recall(Average::Binary), 2000),
    (Metric::RocAuc, 2000),
    (F1, 400),
];

#[test]
fn of_equal_models_hardly_any_is_called_worse() {
    for (metric, times) in METHODS {
        for examples in [60, 400] {
            let world = World::new(1, examples, [2.0, 2.0]);
            let rates = rates(world, metric, 0.0, times);
            assert!(
                rates.broken <= most(times),
                "{metric:?} of {examples}: {rates:?}"
            );
            // At a margin of nothing an equal model is at the margin.
            assert!(
                rates.passed <= most(times),
                "{metric:?} of {examples}: {rates:?}"
            );
        }
    }
}

#[test]
fn a_model_at_the_margin_hardly_ever_passes_and_is_hardly_ever_called_broken() {
    for (metric, times) in METHODS {
        for examples in [60, 400] {
            let world = World::new(2, examples, [2.0, 1.7]);
            let margin = -world.change(&metric);
            assert!(margin > 0.02);
            let rates = rates(world, metric, margin, times);
            assert!(
                rates.passed <= most(times),
                "{metric:?} of {examples}: {rates:?}"
            );
            assert!(
                rates.broken <= most(times),
                "{metric:?} of {examples}: {rates:?}"
            );
        }
    }
}

/// A gate that is never wrong because it never decides is of no use.
#[test]
fn with_enough_examples_what_is_true_is_found() {
    for (metric, times) in METHODS {
        let equal = rates(World::new(3, 1500, [2.0, 2.0]), metric, 0.05, times / 8);
        assert!(equal.passed > 0.85, "{metric:?}: {equal:?}");
        let worse = rates(World::new(4, 1500, [2.0, 1.2]), metric, 0.05, times / 8);
        assert!(worse.broken > 0.85, "{metric:?}: {worse:?}");
    }
}

/// Where one class is rare, an area varies more than a few of its examples show.
#[test]
fn an_area_of_a_rare_class_is_held_as_surely() {
    for (examples, positive) in [(200, 50), (200, 100), (600, 20)] {
        let mut world = World::new(6, examples, [2.4, 2.4]);
        world.positive = positive;
        let limit = world.area(1);
        let times = 1000;
        let (mut one, mut both) = (Rates::default(), Rates::default());
        for _ in 0..times {
            let set = world.draw();
            let known = value(&Metric::RocAuc, &set.of(1)).expect("a formula");
            one.count(&call(known, limit, Side::AtLeast), times);
            let known = change(&Metric::RocAuc, &set.of(1), &set.of(0)).expect("a formula");
            both.count(&call(known, 0.0, Side::AtLeast), times);
        }
        for rates in [one, both] {
            assert!(
                rates.passed <= most(times),
                "{examples}, {positive}: {rates:?}"
            );
            assert!(
                rates.broken <= most(times),
                "{examples}, {positive}: {rates:?}"
            );
        }
    }
}

/// A threshold is held as surely as a margin, with few examples too.
#[test]
fn a_model_at_its_threshold_hardly_ever_passes() {
    for metric in [
        Metric::Accuracy,
        Metric::Recall(Average::Binary),
        Metric::RocAuc,
    ] {
        for examples in [20, 60, 400] {
            let mut world = World::new(5, examples, [2.0, 2.0]);
            let limit = match metric {
                Metric::RocAuc => world.area(1),
                _ => world.accuracy(1),
            };
            let times = 2000;
            let mut wrong = Rates::default();
            for _ in 0..times {
                let set = world.draw();
                let known = value(&metric, &set.of(1)).expect("a formula");
                wrong.count(&call(known, limit, Side::AtLeast), times);
            }
            assert!(
                wrong.passed <= most(times),
                "{metric:?} of {examples}: {wrong:?}"
            );
            assert!(
                wrong.broken <= most(times),
                "{metric:?} of {examples}: {wrong:?}"
            );
        }
    }
}
