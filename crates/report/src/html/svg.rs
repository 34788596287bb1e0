//! Pictures as SVG within a page.

use std::fmt::Write as _;

use super::{cut, escape, plain, text};
use crate::intervals::span;
use crate::wording::six_digits;
use crate::{Curve, Estimate};

/// Most points of a curve.
const POINTS_SHOWN: usize = 2000;

/// The colours of curves, seen on light and dark ground. They stand in the
/// picture itself, so that it can be taken out of the page.
const COLORS: [&str; 6] = [
    "#2f6fb5", "#d8702a", "#3a9a5b", "#a04fb0", "#b0a030", "#b04060",
];

/// A bar a bin, scaled to the highest one.
pub(super) fn bars(bins: &[u64]) -> String {
    const HEIGHT: f64 = 24.0;
    let highest = bins.iter().copied().max().unwrap_or(0).max(1) as f64;
    let mut picture = format!(
        "<svg role=\"img\" aria-label=\"histogram\" width=\"{0}\" height=\"{HEIGHT}\" viewBox=\"0 0 {0} {HEIGHT}\">",
        6 * bins.len()
    );
    for (at, count) in bins.iter().enumerate().filter(|(_, count)| **count > 0) {
        let height = (*count as f64 / highest * HEIGHT).max(1.0);
        let (x, y) = (6 * at, HEIGHT - height);
        let _ = write!(
            picture,
            "<rect class=\"bar\" x=\"{x}\" y=\"{y:.1}\" width=\"5\" height=\"{height:.1}\"/>"
        );
    }
    picture + "</svg>"
}

/// A line an estimate: its interval, its value and its limit on one axis.
pub(super) fn intervals(estimates: &[Estimate]) -> String {
    const LEFT: f64 = 220.0;
    const WIDTH: f64 = 420.0;
    const ROW: f64 = 24.0;
    let Some((from, to)) = span(estimates) else {
        return String::new();
    };
    let place = |x: f64| match ((x - from) / (to - from)).clamp(0.0, 1.0) {
        part if part.is_nan() => LEFT,
        part => LEFT + part * WIDTH,
    };
    let height = (estimates.len() as f64 + 1.5) * ROW;
    let mut picture = format!(
        "<svg role=\"img\" width=\"960\" height=\"{height}\" viewBox=\"0 0 960 {height}\">\n"
    );
    for (at, estimate) in estimates.iter().enumerate() {
        let y = (at as f64 + 0.5) * ROW;
        let [low, value, high] = [estimate.low, estimate.value, estimate.high].map(place);
        let class = estimate.outcome.word();
        let name = escape(&cut(&plain(&estimate.name), 34));
        let _ = writeln!(
            picture,
            "<text x=\"0\" y=\"{:.1}\">{name}</text>\
             <g class=\"{class}\" stroke=\"currentColor\"><line x1=\"{low:.1}\" x2=\"{high:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\" stroke-width=\"2\"/>\
             <circle cx=\"{value:.1}\" cy=\"{y:.1}\" r=\"4\"/></g>\
             <text x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            y + 4.0,
            LEFT + WIDTH + 12.0,
            y + 4.0,
            escape(&cut(&plain(&estimate.note), 60)),
        );
        if let Some(limit) = estimate.limit.map(place) {
            let (top, bottom) = (y - 9.0, y + 9.0);
            let _ = writeln!(
                picture,
                "<line class=\"limit\" stroke=\"currentColor\" x1=\"{limit:.1}\" x2=\"{limit:.1}\" y1=\"{top:.1}\" y2=\"{bottom:.1}\"/>"
            );
        }
    }
    let y = (estimates.len() as f64 + 0.2) * ROW;
    let right = LEFT + WIDTH;
    let _ = writeln!(
        picture,
        "<line class=\"axis\" stroke=\"currentColor\" x1=\"{LEFT}\" x2=\"{right}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>\
         <text x=\"{LEFT}\" y=\"{label:.1}\">{}</text><text x=\"{right}\" y=\"{label:.1}\" text-anchor=\"end\">{}</text>",
        six_digits(from),
        six_digits(to),
        label = y + 16.0,
    );
    picture + "</svg>\n"
}

/// Lines between two axes from 0 to 1, or over what they span where they leave
/// that.
pub(super) fn curves(axes: [&str; 2], curves: &[Curve], diagonal: bool) -> String {
    const SIDE: f64 = 360.0;
    const MARGIN: f64 = 50.0;
    let frame = [
        frame(curves, |point| point.0),
        frame(curves, |point| point.1),
    ];
    let place = |(x, y): (f64, f64)| {
        let part =
            |value: f64, [from, to]: [f64; 2]| ((value - from) / (to - from)).clamp(0.0, 1.0);
        (
            MARGIN + part(x, frame[0]) * SIDE,
            MARGIN / 2.0 + (1.0 - part(y, frame[1])) * SIDE,
        )
    };
    let (bottom, right) = (MARGIN / 2.0 + SIDE, MARGIN + SIDE);
    let mut picture = format!(
        "<svg role=\"img\" width=\"700\" height=\"440\" viewBox=\"0 0 700 440\">\n\
         <path class=\"axis\" fill=\"none\" stroke=\"currentColor\" d=\"M{MARGIN} {} V{bottom} H{right}\"/>\n",
        MARGIN / 2.0
    );
    if diagonal {
        let ((x1, y1), (x2, y2)) = (place((0.0, 0.0)), place((1.0, 1.0)));
        let _ = writeln!(
            picture,
            "<line class=\"diagonal\" stroke=\"currentColor\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>"
        );
    }
    for (at, curve) in curves.iter().take(COLORS.len()).enumerate() {
        let step = curve.points.len().div_ceil(POINTS_SHOWN).max(1);
        let last = curve.points.last().into_iter();
        let points = curve.points.iter().step_by(step).chain(last);
        let points = points.filter(|(x, y)| x.is_finite() && y.is_finite());
        let points: Vec<String> = points
            .map(|point| place(*point))
            .map(|(x, y)| format!("{x:.1},{y:.1}"))
            .collect();
        let (y, color) = (MARGIN + 20.0 * at as f64, COLORS[at]);
        let _ = writeln!(
            picture,
            "<polyline fill=\"none\" stroke=\"{color}\" stroke-width=\"2\" points=\"{}\"/>\
             <text fill=\"{color}\" x=\"{}\" y=\"{y}\">{}</text>",
            points.join(" "),
            right + 20.0,
            escape(&cut(&plain(&curve.name), 36)),
        );
    }
    let [x, y] = axes.map(text);
    let [[left_end, right_end], [low_end, high_end]] = frame.map(|ends| ends.map(six_digits));
    let _ = writeln!(
        picture,
        "<text x=\"{MARGIN}\" y=\"{0}\">{left_end}</text><text x=\"{right}\" y=\"{0}\" text-anchor=\"end\">{right_end}</text>\
         <text x=\"{1}\" y=\"{2}\" text-anchor=\"middle\">{x}</text>\
         <text x=\"{3}\" y=\"{bottom}\" text-anchor=\"end\">{low_end}</text><text x=\"{3}\" y=\"{4}\" text-anchor=\"end\">{high_end}</text>\
         <text x=\"{MARGIN}\" y=\"14\">{y}</text>",
        bottom + 18.0,
        MARGIN + SIDE / 2.0,
        bottom + 36.0,
        MARGIN - 6.0,
        MARGIN / 2.0 + 10.0,
    );
    picture + "</svg>\n"
}

/// What an axis spans.
fn frame(curves: &[Curve], of: impl Fn(&(f64, f64)) -> f64) -> [f64; 2] {
    let all = curves.iter().flat_map(|curve| curve.points.iter().map(&of));
    let all = all.filter(|x| x.is_finite());
    all.fold([0.0, 1.0], |[from, to], x| [x.min(from), x.max(to)])
}
