//! Figures of a query's items, the highest score first.
//!
//! An item counts as relevant where its relevance is above zero. Where nothing
//! is relevant every figure is 0. Items of the same score all have the rank of
//! the last of them, as scikit-learn's average precision and label ranking
//! have it, so that equal scores never look better than an order would.

use crate::queries::Item;

/// Normalized discounted cumulative gain of the first k (all without a k).
/// The gain is the relevance itself, and items of the same score share theirs
/// (scikit-learn's `ndcg_score` with `ignore_ties=False`).
pub(crate) fn ndcg(items: &[Item], k: Option<u32>) -> f64 {
    let counted = k.map_or(items.len(), |k| items.len().min(k as usize));
    let discount = |place: usize| match place < counted {
        true => 1.0 / (place as f64 + 2.0).log2(),
        false => 0.0,
    };
    let mut gain = 0.0;
    let mut place = 0;
    for tie in items.chunk_by(|one, other| one.rank == other.rank) {
        let relevance: f64 = tie.iter().map(|item| item.relevance).sum();
        let discounts: f64 = (place..place + tie.len()).map(discount).sum();
        gain += relevance / tie.len() as f64 * discounts;
        place += tie.len();
    }
    let mut ideal: Vec<f64> = items.iter().map(|item| item.relevance).collect();
    ideal.sort_by(|one, other| other.total_cmp(one));
    let best: f64 = (0..).map(discount).zip(ideal).map(|(d, r)| d * r).sum();
    if best > 0.0 { gain / best } else { 0.0 }
}

/// 1 by the rank of the first relevant item; 0 where it is beyond k.
pub(crate) fn reciprocal_rank(items: &[Item], k: Option<u32>) -> f64 {
    let first = relevant(items, k).next();
    first.map_or(0.0, |item| 1.0 / item.rank as f64)
}

/// Whether a relevant item is among the first k.
pub(crate) fn hit(items: &[Item], k: u32) -> f64 {
    f64::from(u8::from(relevant(items, Some(k)).next().is_some()))
}

/// Mean, over the relevant items, of the precision down to each; without a k
/// scikit-learn's average precision. With a k those beyond it count 0, and the
/// mean is over as many as could be among the first k.
pub(crate) fn average_precision(items: &[Item], k: Option<u32>) -> f64 {
    let all = items.iter().filter(|item| item.relevance > 0.0).count();
    let possible = k.map_or(all, |k| all.min(k as usize));
    if possible == 0 {
        return 0.0;
    }
    let mut precisions = 0.0;
    let mut found = 0;
    for tie in items.chunk_by(|one, other| one.rank == other.rank) {
        let hits = relevant(tie, k).count();
        found += hits;
        precisions += hits as f64 * found as f64 / tie[0].rank as f64;
    }
    precisions / possible as f64
}

fn relevant(items: &[Item], k: Option<u32>) -> impl Iterator<Item = &Item> {
    let within = move |item: &&Item| k.is_none_or(|k| item.rank <= k as usize);
    items
        .iter()
        .filter(|item| item.relevance > 0.0)
        .filter(within)
}
