//! The table of the benchmarks: card payments. So many rows are the same rows
//! on every machine: all but one column is made of whole numbers, and that one
//! of additions and multiplications alone.

use std::fmt::{self, Write as _};
use std::io::{self, Write};

/// How the rows are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rows {
    /// Every rule of the suite holds.
    Good,
    /// One row in eight breaks a rule, or looks as if it did.
    Faulty,
}

/// The columns, in order.
const COLUMNS: [&str; 13] = [
    "id",
    "ts",
    "customer_id",
    "category",
    "amount",
    "currency",
    "country",
    "email",
    "is_fraud",
    "score",
    "note",
    "lat",
    "lon",
];

const CATEGORIES: [&str; 20] = [
    "grocery",
    "fuel",
    "restaurant",
    "travel",
    "electronics",
    "clothing",
    "health",
    "utilities",
    "insurance",
    "education",
    "entertainment",
    "gaming",
    "jewelry",
    "home",
    "garden",
    "automotive",
    "charity",
    "gifts",
    "sports",
    "other",
];

/// Common currencies come more often.
const CURRENCIES: [&str; 20] = [
    "USD", "USD", "USD", "USD", "USD", "USD", "USD", "USD", "USD", "USD", "USD", "USD", "EUR",
    "EUR", "EUR", "EUR", "EUR", "GBP", "GBP", "JPY",
];

const COUNTRIES: [&str; 50] = [
    "US", "CA", "MX", "BR", "AR", "CL", "CO", "PE", "GB", "IE", "FR", "DE", "ES", "PT", "IT", "NL",
    "BE", "LU", "CH", "AT", "DK", "SE", "NO", "FI", "PL", "CZ", "SK", "HU", "RO", "BG", "GR", "TR",
    "RU", "UA", "IL", "SA", "AE", "EG", "ZA", "NG", "KE", "MA", "IN", "CN", "JP", "KR", "TH", "VN",
    "ID", "AU",
];

const FIRST_NAMES: [&str; 12] = [
    "anna", "bob", "carl", "dina", "eric", "fay", "gus", "hana", "ivan", "jane", "karl", "lena",
];

const LAST_NAMES: [&str; 12] = [
    "smith", "jones", "brown", "miller", "davis", "garcia", "lopez", "wilson", "moore", "taylor",
    "lee", "white",
];

const DOMAINS: [&str; 4] = [
    "example.com",
    "mail.example.org",
    "corp.example.net",
    "post.example.co.uk",
];

const WORDS: [&str; 16] = [
    "payment",
    "order",
    "invoice",
    "refund",
    "monthly",
    "subscription",
    "gift",
    "card",
    "account",
    "transfer",
    "pending",
    "review",
    "approved",
    "delivery",
    "express",
    "standard",
];

/// What a cell becomes in a faulty table. Some of these are no faults, but
/// only look like one. What engines read differently is not among them, such
/// as `12.7` for a whole number or a blank before one.
const FAULTS: [(&str, &str); 48] = [
    ("id", ""),
    ("ts", ""),
    ("customer_id", ""),
    ("category", ""),
    ("amount", ""),
    ("currency", ""),
    ("country", ""),
    ("email", ""),
    ("is_fraud", ""),
    ("score", ""),
    ("lat", ""),
    ("lon", ""),
    ("id", "12x"),
    ("ts", "2024-02-30T10:00:00"),
    ("ts", "yesterday"),
    ("customer_id", "--"),
    ("amount", "n/a"),
    ("amount", "12,50"),
    ("is_fraud", "maybe"),
    ("score", "high"),
    ("lat", "12.3.4"),
    ("lon", "west"),
    ("amount", "-0.01"),
    ("amount", "100000.01"),
    ("amount", "100000"),
    ("amount", "1e3"),
    ("lat", "90.5"),
    ("lat", "-91"),
    ("lon", "180.000001"),
    ("lon", "-180"),
    ("score", "1.5"),
    ("score", "-0.1"),
    ("customer_id", "0"),
    ("customer_id", "2000001"),
    ("category", "Grocery"),
    ("category", "food, drink"),
    ("currency", "usd"),
    ("currency", "CHF"),
    ("currency", "EURO"),
    ("country", "XX"),
    ("email", "anna at example.com"),
    ("email", "Anna@example.com"),
    ("email", "a@b.c"),
    ("email", "\"a b\"@example.com"),
    ("email", "x@y.de"),
    ("note", "a \"quote\", a\r\nline, and é"),
    ("ts", "2024-01-01T00:00:00"),
    ("ts", "2023-12-31T23:59:59"),
];

/// Columns that a faulty row has from the row before it.
const COPIES: [&[&str]; 2] = [&["id"], &["customer_id", "ts"]];

/// A column and what each of its characters is and how many there are: as
/// many as may be, or one more. An `é` is one character of two bytes.
const LONG: [(&str, char, usize, &str); 4] = [
    ("note", 'é', 500, ""),
    ("note", 'é', 501, ""),
    ("email", 'a', 242, "@example.com"),
    ("email", 'a', 243, "@example.com"),
];

/// Writes a header and so many rows as CSV.
///
/// # Errors
///
/// Those of `out`.
pub(crate) fn write(rows: Rows, count: u64, out: &mut impl Write) -> io::Result<()> {
    let mut random = Random(20_240_607);
    let mut moment = 0;
    let mut row: [String; 13] = std::array::from_fn(|_| String::new());
    let mut before = row.clone();
    let mut line = COLUMNS.join(",") + "\n";
    for number in 0..count {
        out.write_all(line.as_bytes())?;
        line.clear();
        moment += random.below(3);
        good(&mut row, number, moment, &mut random).map_err(io::Error::other)?;
        if rows == Rows::Faulty {
            if random.below(8) == 0 {
                spoil(&mut row, &before, &mut random);
            }
            before.clone_from(&row);
        }
        record(&row, &mut line);
    }
    out.write_all(line.as_bytes())
}

/// Fills a row of which every rule holds.
fn good(row: &mut [String; 13], number: u64, moment: u64, random: &mut Random) -> fmt::Result {
    row.iter_mut().for_each(String::clear);
    let [
        id,
        ts,
        customer,
        category,
        amount,
        currency,
        country,
        email,
        fraud,
        score,
        note,
        lat,
        lon,
    ] = row;
    write!(id, "{}", 1_000_000_007 + 7 * number)?;
    write_moment(ts, moment)?;
    write!(customer, "{}", 1 + random.below(2_000_000))?;
    // The lesser of two: the first come most often.
    let rank = random.below(20).min(random.below(20));
    category.push_str(CATEGORIES[index(rank)]);
    let paid = exponential(3.4 + 1.2 * random.normal());
    write!(amount, "{:.2}", paid.min(99_999.99))?;
    currency.push_str(random.pick(&CURRENCIES));
    country.push_str(random.pick(&COUNTRIES));
    write_email(email, random)?;
    fraud.push(if random.below(100) == 0 { '1' } else { '0' });
    if random.below(50) > 0 {
        write_millionths(score, random.second_of_six(1_000_000))?;
    }
    write_note(note, random);
    write_degrees(lat, 89_900_000, random)?;
    write_degrees(lon, 179_900_000, random)
}

/// Puts one fault into a row.
fn spoil(row: &mut [String; 13], before: &[String; 13], random: &mut Random) {
    let kinds = FAULTS.len() + COPIES.len() + LONG.len();
    let kind = index(random.below(kinds as u64));
    if let Some((name, text)) = FAULTS.get(kind) {
        (*text).clone_into(&mut row[column(name)]);
    } else if let Some(names) = COPIES.get(kind - FAULTS.len()) {
        for at in names.iter().map(|name| column(name)) {
            row[at].clone_from(&before[at]);
        }
    } else {
        let (name, character, count, end) = LONG[kind - FAULTS.len() - COPIES.len()];
        row[column(name)] = String::from_iter(vec![character; count]) + end;
    }
}

fn column(name: &str) -> usize {
    let found = COLUMNS.iter().position(|column| *column == name);
    found.unwrap_or_default()
}

/// Writes a row as one record, with quotes only where there must be.
fn record(row: &[String; 13], line: &mut String) {
    for (at, cell) in row.iter().enumerate() {
        if at > 0 {
            line.push(',');
        }
        if cell.contains([',', '"', '\n', '\r']) {
            line.push('"');
            line.push_str(&cell.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(cell);
        }
    }
    line.push('\n');
}

/// Writes the moment so many seconds after the beginning of 2024. Days since
/// 1 March of the year 0 to dates:
/// <https://howardhinnant.github.io/date_algorithms.html#civil_from_days>.
fn write_moment(text: &mut String, seconds: u64) -> fmt::Result {
    let (day, second) = (739_191 + seconds / 86_400, seconds % 86_400);
    let (era, of_era) = (day / 146_097, day % 146_097);
    let years = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * years + years / 4 - years / 100);
    let march = (5 * of_year + 2) / 153;
    let month = if march < 10 { march + 3 } else { march - 9 };
    write!(
        text,
        "{:04}-{month:02}-{:02}T{:02}:{:02}:{:02}",
        years + era * 400 + u64::from(month <= 2),
        of_year - (153 * march + 2) / 5 + 1,
        second / 3_600,
        second / 60 % 60,
        second % 60
    )
}

fn write_email(text: &mut String, random: &mut Random) -> fmt::Result {
    write!(
        text,
        "{}.{}{}@{}",
        random.pick(&FIRST_NAMES),
        random.pick(&LAST_NAMES),
        1 + random.below(99_999),
        random.pick(&DOMAINS)
    )
}

/// None to eight words. One text in sixteen needs quotes, for a comma, a line
/// end or quotes within.
fn write_note(text: &mut String, random: &mut Random) {
    let between = match random.below(96) {
        0..4 => ", ",
        4 => "\n",
        5 => "\" or \"",
        _ => " ",
    };
    for word in 0..random.below(9) {
        if word > 0 {
            text.push_str(between);
        }
        text.push_str(random.pick(&WORDS));
    }
}

fn write_millionths(text: &mut String, number: u64) -> fmt::Result {
    write!(text, "{}.{:06}", number / 1_000_000, number % 1_000_000)
}

/// Writes an angle between minus and plus so many millionths of a degree.
fn write_degrees(text: &mut String, most: u64, random: &mut Random) -> fmt::Result {
    let number = random.below(2 * most + 1);
    if number < most {
        text.push('-');
    }
    write_millionths(text, number.abs_diff(most))
}

/// e to the power of a number, to a few parts in ten thousand. Every machine
/// multiplies alike, but takes its exponential from its own C library.
fn exponential(power: f64) -> f64 {
    (0..16).fold(1.0 + power / 65_536.0, |y, _| y * y)
}

/// Random numbers: `SplitMix64` by Sebastiano Vigna.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number less than `limit`.
    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn pick<'a>(&mut self, texts: &[&'a str]) -> &'a str {
        texts[index(self.below(texts.len() as u64))]
    }

    /// About a standard normal: twelve uniform numbers less their mean.
    fn normal(&mut self) -> f64 {
        let mut sum = 0;
        for _ in 0..3 {
            let four = self.next();
            sum += (0..4).map(|at| four >> (16 * at) & 0xffff).sum::<u64>();
        }
        (sum + 6) as f64 / 65_536.0 - 6.0
    }

    /// The second least of six numbers up to `most`: a beta distribution with
    /// 2 and 5.
    fn second_of_six(&mut self, most: u64) -> u64 {
        let (mut least, mut second) = (most, most);
        for _ in 0..6 {
            let number = self.below(most + 1);
            second = second.min(number.max(least));
            least = least.min(number);
        }
        second
    }
}

/// A number below the length of a slice as an index of it.
fn index(number: u64) -> usize {
    usize::try_from(number).unwrap_or_default()
}
