//! Many tests at once.
//!
//! A gate that opens only when *every* test rejects "the candidate is worse"
//! needs nothing of this: to open wrongly, it has to be wrong in the one test
//! whose hypothesis is true, and that happens with the probability of that one
//! test at most (an intersection-union test, Berger 1982). A gate that closes
//! when *any* test finds a regression can be wrong in each of them, and needs
//! [`holm`]. A list of slices to look at, some of which may be there by chance,
//! needs [`benjamini_hochberg`].

/// Holm's adjusted p-values (1979), in the order given: rejecting those up to α
/// rejects any true hypothesis with probability α at most, whatever depends on
/// what. Nothing where one is NaN or outside 0 to 1.
#[must_use]
pub fn holm(p: &[f64]) -> Option<Vec<f64>> {
    let order = ascending(p)?;
    let mut adjusted = vec![0.0; p.len()];
    let mut least = 0.0_f64;
    for (rank, &at) in order.iter().enumerate() {
        least = least.max(p[at] * (p.len() - rank) as f64).min(1.0);
        adjusted[at] = least;
    }
    Some(adjusted)
}

/// Benjamini and Hochberg's adjusted p-values (1995), in the order given: of
/// the hypotheses with those up to α, the share α at most is expected to be
/// true, where tests are independent or depend positively. Nothing where one
/// is NaN or outside 0 to 1.
#[must_use]
pub fn benjamini_hochberg(p: &[f64]) -> Option<Vec<f64>> {
    let order = ascending(p)?;
    let mut adjusted = vec![0.0; p.len()];
    let mut most = 1.0_f64;
    for (rank, &at) in order.iter().enumerate().rev() {
        most = most.min(p[at] * (p.len() as f64 / (rank + 1) as f64));
        adjusted[at] = most;
    }
    Some(adjusted)
}

/// The places of p-values, least first.
fn ascending(p: &[f64]) -> Option<Vec<usize>> {
    let valid = p.iter().all(|p| (0.0..=1.0).contains(p));
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*a].total_cmp(&p[*b]));
    valid.then_some(order)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::near;
    use proptest::prelude::*;

    /// statsmodels 0.15.0: `multipletests(p, method="holm")[1]` and
    /// `method="fdr_bh"`.
    #[test]
    fn agrees_with_statsmodels() {
        let p = [0.01, 0.04, 0.03, 0.005, 0.5, 0.04, 1.0, 0.0002];
        let expected = [0.06, 0.16, 0.15, 0.035, 1.0, 0.16, 1.0, 0.0016];
        near(&holm(&p).expect("valid"), &expected, 1e-15);
        let expected = [
            0.08 / 3.0,
            0.16 / 3.0,
            0.16 / 3.0,
            0.02,
            4.0 / 7.0,
            0.16 / 3.0,
            1.0,
            0.0016,
        ];
        near(&benjamini_hochberg(&p).expect("valid"), &expected, 1e-15);
    }

    #[test]
    fn what_is_no_probability_is_refused() {
        for wrong in [f64::NAN, -0.1, 1.1] {
            assert_eq!(holm(&[0.5, wrong]), None);
            assert_eq!(benjamini_hochberg(&[0.5, wrong]), None);
        }
        assert_eq!(holm(&[]), Some(vec![]));
    }

    proptest! {
        #[test]
        fn adjusting_raises_and_keeps_the_order(p in prop::collection::vec(0.0..=1.0_f64, 1..40)) {
            let (holm, fdr) = (holm(&p).expect("valid"), benjamini_hochberg(&p).expect("valid"));
            for i in 0..p.len() {
                prop_assert!(p[i] <= fdr[i] && fdr[i] <= holm[i] && holm[i] <= 1.0);
                for j in 0..p.len() {
                    prop_assert!(p[i] > p[j] || (holm[i] <= holm[j] && fdr[i] <= fdr[j]));
                }
            }
        }
    }
}
