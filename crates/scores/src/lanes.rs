//! Sums in lanes, so that several numbers are added at a time.

/// Sum of numbers.
pub(crate) fn sum(values: &[f64]) -> f64 {
    let mut lanes = [0.0; 8];
    let (blocks, rest) = values.as_chunks::<8>();
    for block in blocks {
        for (lane, value) in lanes.iter_mut().zip(block) {
            *lane += value;
        }
    }
    lanes.iter().sum::<f64>() + rest.iter().sum::<f64>()
}

/// Sum of products of two columns of the same length.
pub(crate) fn dot(left: &[f64], right: &[f64]) -> f64 {
    let mut lanes = [0.0; 8];
    let (lefts, left) = left.as_chunks::<8>();
    let (rights, right) = right.as_chunks::<8>();
    for (left, right) in lefts.iter().zip(rights) {
        for ((lane, left), right) in lanes.iter_mut().zip(left).zip(right) {
            *lane += left * right;
        }
    }
    let rest = left.iter().zip(right).map(|(left, right)| left * right);
    lanes.iter().sum::<f64>() + rest.sum::<f64>()
}

/// Sums of numbers: of those with a 1 beside them, and of those with a 0.
pub(crate) fn parted(values: &[f64], sides: &[u8]) -> [f64; 2] {
    let mut lanes = [[0.0; 8]; 2];
    let ((blocks, rest), (eights, few)) = (values.as_chunks::<8>(), sides.as_chunks::<8>());
    for (block, sides) in blocks.iter().zip(eights) {
        for lane in 0..8 {
            let side = f64::from(sides[lane]);
            lanes[0][lane] += block[lane] * side;
            lanes[1][lane] += block[lane] * (1.0 - side);
        }
    }
    for (value, side) in rest.iter().zip(few) {
        lanes[usize::from(*side == 0)][0] += value;
    }
    lanes.map(|lanes| lanes.iter().sum())
}

/// Sum of a figure of the steps of a line, from each point to the next: the
/// figure is of (x before, x, y before, y).
pub(crate) fn steps(x: &[f64], y: &[f64], figure: impl Fn([f64; 4]) -> f64) -> f64 {
    const LANES: usize = 8;
    let mut lanes = [0.0; LANES];
    let ends = (x.get(1..).unwrap_or(&[]), y.get(1..).unwrap_or(&[]));
    let (xs, x_rest) = ends.0.as_chunks::<LANES>();
    let (ys, y_rest) = ends.1.as_chunks::<LANES>();
    let (x_starts, y_starts) = (x.as_chunks::<LANES>().0, y.as_chunks::<LANES>().0);
    let blocks = x_starts.iter().zip(xs).zip(y_starts).zip(ys);
    for (((x0, x1), y0), y1) in blocks {
        for lane in 0..LANES {
            lanes[lane] += figure([x0[lane], x1[lane], y0[lane], y1[lane]]);
        }
    }
    let done = xs.len() * LANES;
    let starts = x[done..].iter().zip(&y[done..]);
    let rest = starts.zip(x_rest.iter().zip(y_rest));
    let rest = rest.map(|((x0, y0), (x1, y1))| figure([*x0, *x1, *y0, *y1]));
    lanes.iter().sum::<f64>() + rest.sum::<f64>()
}

/// The largest figure of the points of a line, at least zero.
pub(crate) fn largest(x: &[f64], y: &[f64], figure: impl Fn(f64, f64) -> f64) -> f64 {
    const LANES: usize = 8;
    let mut lanes = [0.0_f64; LANES];
    let ((xs, x_rest), (ys, y_rest)) = (x.as_chunks::<LANES>(), y.as_chunks::<LANES>());
    for (x, y) in xs.iter().zip(ys) {
        for lane in 0..LANES {
            let value = figure(x[lane], y[lane]);
            lanes[lane] = if value > lanes[lane] {
                value
            } else {
                lanes[lane]
            };
        }
    }
    let rest = x_rest.iter().zip(y_rest).map(|(x, y)| figure(*x, *y));
    lanes.into_iter().chain(rest).fold(0.0, f64::max)
}

/// Adds each number to its place's sum, in four lanes: a sum does not wait for
/// the one before, which is often of the same place.
pub(crate) fn scatter(values: &[f64], places: &[u32], sums: &mut [[f64; 4]]) {
    let ((blocks, rest), (fours, few)) = (values.as_chunks::<4>(), places.as_chunks::<4>());
    for (block, places) in blocks.iter().zip(fours) {
        for lane in 0..4 {
            sums[places[lane] as usize][lane] += block[lane];
        }
    }
    for (value, place) in rest.iter().zip(few) {
        sums[*place as usize][0] += value;
    }
}
