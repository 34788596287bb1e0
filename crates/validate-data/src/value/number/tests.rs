use super::*;
use proptest::prelude::*;

#[test]
fn no_digit_of_a_whole_number_is_lost() {
    let (low, high) = (1i128 << 53, (1i128 << 53) + 1);
    assert_ne!(Number::from(low), Number::from(high));
    assert_eq!(Number::new(9_007_199_254_740_992.0), Some(low.into()));
    assert!(Number::new(4.5) < Some(5.into()) && Number::new(4.5) > Some(4.into()));
    assert!(Number::new(-4.5) > Some((-5).into()) && Number::new(-4.5) < Some((-4).into()));
    assert!(Number::new(1e300) > Some(i128::MAX.into()));
    assert!(Number::new(-1e300) < Some(i128::MIN.into()));
    assert_eq!(Number::new(-0.0), Number::new(0.0));
    assert_eq!(
        (Number::new(f64::NAN), Number::new(f64::INFINITY)),
        (None, None)
    );
    assert_eq!(Number::new(0.2).map(Number::ceil), Some(1.into()));
    assert_eq!(Number::new(-0.2).map(Number::floor), Some((-1).into()));
}

fn decimal(text: &str) -> Number {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{whole}{fraction}").parse().expect("digits");
    let scale = u32::try_from(fraction.len()).expect("short");
    Number::decimal(digits, scale).expect("38 digits")
}

#[test]
fn a_number_is_kept_in_one_way() {
    assert_eq!(decimal("12.00"), Number::from(12));
    assert!(matches!(decimal("-0.50"), Number::Other(_)));
    assert_eq!(Some(decimal("-0.50")), Number::new(-0.5));
    assert!(matches!(decimal("0.1"), Number::Decimal(_)));
    // 2^-38 needs 38 digits behind the point, and is a number of 64 bits.
    let tiny = 2f64.powi(-38);
    assert_eq!(Number::decimal(5i128.pow(38), 38), Number::new(tiny));
    assert_eq!(Number::decimal(1, 39), None);
    assert_eq!(Number::as_written(19.99), Some(decimal("19.99")));
    assert_eq!(Number::as_written(1e-300), Number::new(1e-300));
    assert_eq!(Number::as_written(f64::NAN), None);
    assert_eq!(decimal("-0.050").to_string(), "-0.05");
}

#[test]
fn a_tenth_is_not_its_nearest_binary() {
    // 0.1 in 64 bits is 0.1000000000000000055511151231257827…
    let binary = Number::new(0.1).expect("finite");
    assert!(decimal("0.1") < binary && decimal("-0.1") > Number::new(-0.1).expect("finite"));
    assert!(decimal("0.10000000000000000555") < binary);
    assert!(decimal("0.10000000000000000556") > binary);
    assert!(decimal("0.1") > Number::new(1e-300).expect("finite"));
    assert!(decimal("0.1") < Number::new(1e300).expect("finite"));
    assert!(decimal("0.1") > Number::from(0) && decimal("-0.1") < Number::from(0));
    assert_eq!(
        (decimal("-0.1").floor(), decimal("-0.1").ceil()),
        ((-1).into(), 0.into())
    );
}

#[test]
fn multiples_are_exact() {
    let is = |x: &str, of: &str| decimal(x).is_multiple_of(decimal(of));
    assert_eq!(is("12345678901234.56", "0.01"), Some(true));
    assert_eq!(is("12345678901234.567", "0.01"), Some(false));
    assert_eq!(is("19.75", "0.25"), Some(true));
    assert_eq!(is("-3", "1.5"), Some(true));
    let tenth = Number::new(0.1).expect("finite");
    assert_eq!(tenth.is_multiple_of(tenth), None);
}

/// Few digits, so that the same number comes up in several ways.
fn any_number() -> impl Strategy<Value = Number> {
    let decimals =
        (-2000i128..2000, 0u32..4).prop_map(|(digits, scale)| Number::decimal(digits, scale));
    let long =
        (any::<i64>(), 0u32..39).prop_map(|(digits, scale)| Number::decimal(digits.into(), scale));
    let whole = (-3i128..4).prop_map(|x| Some(x.into()));
    let halves = (-64i32..64).prop_map(|x| Number::new(f64::from(x) / 16.0));
    let near = (-2000i32..2000).prop_map(|x| Number::new(f64::from(x) / 100.0));
    let binary = any::<f64>().prop_map(Number::new);
    let numbers = prop_oneof![decimals, long, whole, halves, near, binary];
    numbers.prop_filter_map("finite", |number| number)
}

fn hash(number: Number) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    number.hash(&mut hasher);
    hasher.finish()
}

proptest! {
    #[test]
    fn decimals_are_ordered_as_their_digits(x in any::<i64>(), y in any::<i64>(), places in (0u32..19, 0u32..19)) {
        let scaled = |x: i64, scale| i128::from(x) * 10i128.pow(18 - scale);
        let order = scaled(x, places.0).cmp(&scaled(y, places.1));
        let numbers = Number::decimal(x.into(), places.0).zip(Number::decimal(y.into(), places.1));
        prop_assert_eq!(numbers.map(|(x, y)| x.cmp(&y)), Some(order));
    }

    #[test]
    fn the_order_is_one_of_all_numbers(x in any_number(), y in any_number(), z in any_number()) {
        prop_assert_eq!(x.cmp(&y), y.cmp(&x).reverse());
        prop_assert!(!(x <= y && y <= z) || x <= z);
        prop_assert!(x != y || hash(x) == hash(y));
        prop_assert!(x < y || x.nearest() >= y.nearest());
        prop_assert!(x.floor() <= x && x <= x.ceil());
    }

    #[test]
    fn a_decimal_is_the_text_it_shows(digits in any::<i64>(), scale in 0u32..30) {
        let number = Number::decimal(digits.into(), scale).expect("38 digits");
        if let Number::Decimal(shown) = number {
            prop_assert_eq!(decimal(&shown.to_string()), number);
            prop_assert_eq!(shown.to_string().parse::<f64>().ok(), Some(number.nearest()));
        }
    }

    #[test]
    fn the_order_is_that_of_f64(x in prop::num::f64::NORMAL, y in prop::num::f64::NORMAL) {
        let numbers = Number::new(x).zip(Number::new(y));
        let order = numbers.map(|(x, y)| x.cmp(&y));
        prop_assert_eq!(order, x.partial_cmp(&y));
    }
}
