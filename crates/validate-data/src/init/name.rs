//! What the name of a column tells of it.

/// The words of a column's name, in lower case: `customerID` and
/// `customer_id` are both `customer`, `id`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    words: Vec<String>,
}

/// Longest part of a name that is looked at, in characters.
const LONGEST: usize = 200;

impl Name {
    pub(super) fn of(name: &str) -> Self {
        let mut words = vec![String::new()];
        let mut before = ' ';
        let mut letters = name.chars().take(LONGEST).peekable();
        while let Some(letter) = letters.next() {
            let next_is_small = letters.peek().is_some_and(|next| next.is_lowercase());
            let begins = letter.is_uppercase()
                && (before.is_lowercase() || (before.is_uppercase() && next_is_small));
            if begins || !letter.is_alphanumeric() {
                words.push(String::new());
            }
            if letter.is_alphanumeric()
                && let Some(word) = words.last_mut()
            {
                word.extend(letter.to_lowercase());
            }
            before = letter;
        }
        words.retain(|word| !word.is_empty());
        Self { words }
    }

    /// Whether one of its words is among these.
    pub(super) fn has(&self, known: &[&str]) -> bool {
        self.words.iter().any(|word| known.contains(&word.as_str()))
    }

    fn ends_in(&self, known: &[&str]) -> bool {
        self.words
            .last()
            .is_some_and(|word| known.contains(&word.as_str()))
    }

    /// Whether it names what tells rows apart.
    pub(super) fn is_id(&self) -> bool {
        self.ends_in(&[
            "id",
            "ids",
            "key",
            "uuid",
            "guid",
            "pk",
            "identifier",
            "index",
            "rownames",
            "rowid",
            "rownum",
        ])
    }

    /// Whether it names the key of the table itself: `id`, not `customer_id`.
    pub(super) fn is_plain_id(&self) -> bool {
        self.words.len() == 1 && self.is_id()
    }

    /// Whether its digits are a code, not a number to calculate with.
    pub(super) fn is_code(&self) -> bool {
        self.has(&[
            "zip",
            "zipcode",
            "postal",
            "postcode",
            "plz",
            "phone",
            "tel",
            "telephone",
            "mobile",
            "fax",
            "ssn",
            "iban",
            "bic",
            "isbn",
            "ean",
            "gtin",
            "upc",
            "fips",
            "barcode",
            "vat",
        ])
    }

    /// Whether its values are names of classes, even where they are numbers.
    pub(super) fn is_class(&self) -> bool {
        self.ends_in(&[
            "class", "label", "type", "category", "code", "status", "flag", "level", "grade",
            "rating", "target",
        ])
    }

    pub(super) fn is_money(&self) -> bool {
        self.has(&[
            "price", "amount", "cost", "costs", "fee", "fees", "charge", "charges", "balance",
            "salary", "tax", "revenue", "payment", "paid", "income", "invoice", "discount", "usd",
            "eur", "gbp", "fare", "tip", "wage", "premium", "msrp",
        ])
    }

    /// Whether it names a part of a whole, within 0 to 1.
    pub(super) fn is_fraction(&self) -> bool {
        self.has(&[
            "fraction",
            "ratio",
            "probability",
            "prob",
            "proba",
            "share",
            "confidence",
            "propensity",
        ])
    }

    /// Whether it names something that is often a part of a whole.
    pub(super) fn is_score(&self) -> bool {
        self.has(&["score", "rate", "frequency", "similarity"])
    }

    pub(super) fn is_percentage(&self) -> bool {
        self.has(&["percent", "percentage", "pct", "perc"])
    }

    pub(super) fn is_day(&self) -> bool {
        self.has(&["date", "day", "dt", "ymd", "datum"])
    }

    pub(super) fn is_time(&self) -> bool {
        self.has(&[
            "timestamp",
            "ts",
            "time",
            "at",
            "datetime",
            "epoch",
            "unix",
            "created",
            "updated",
            "modified",
        ])
    }

    pub(super) fn is_birth(&self) -> bool {
        self.has(&["birth", "birthdate", "birthday", "dob", "born"])
    }

    pub(super) fn is_country(&self) -> bool {
        self.has(&["country", "countries", "nation", "nationality"])
    }

    pub(super) fn is_currency(&self) -> bool {
        self.has(&["currency", "currencies", "ccy"])
    }

    /// Whether two letters in it may look like countries and mean others.
    pub(super) fn is_other_place(&self) -> bool {
        self.has(&[
            "state", "states", "province", "region", "lang", "language", "locale", "canton",
        ])
    }

    /// Whether it tells of a person, so that its values are not for everyone.
    pub(super) fn is_personal(&self) -> bool {
        let plain = self.has(&[
            "email",
            "mail",
            "phone",
            "telephone",
            "mobile",
            "cellphone",
            "fax",
            "firstname",
            "lastname",
            "surname",
            "fullname",
            "forename",
            "username",
            "address",
            "addr",
            "street",
            "ssn",
            "iban",
            "passport",
            "birthdate",
            "birthday",
            "dob",
            "password",
            "passwd",
            "pin",
        ]);
        let first = |words: &[&str]| self.has(words);
        plain
            || (first(&["name"]) && (self.words.len() == 1 || first(PERSONS)))
            || (first(&["number", "no", "nr", "num", "cc"])
                && first(&["card", "license", "licence"]))
            || (first(&["birth"]) && first(&["date", "day"]))
            || (first(&["security", "national", "tax", "insurance"])
                && first(&["id", "number", "no"]))
            || (first(&["bank"]) && first(&["account"]))
    }

    /// The bounds that its meaning has, whatever was seen, with a few words on
    /// them.
    pub(super) fn bounds(&self) -> Option<(i32, i32, &'static str)> {
        let ends = |known: &[&str]| self.ends_in(known);
        Some(match () {
            () if self.has(&["lat", "latitude"]) => (-90, 90, "a latitude"),
            () if self.has(&["lon", "lng", "long", "longitude"]) => (-180, 180, "a longitude"),
            () if ends(&["age"]) => (0, 120, "an age"),
            () if ends(&["hour"]) => (0, 23, "an hour of the day"),
            () if ends(&["minute", "second"]) => (0, 59, "of sixty"),
            () if ends(&["month"]) => (1, 12, "a month"),
            () if ends(&["weekday", "dayofweek", "dow"]) => (0, 7, "a day of the week"),
            () if ends(&["day"]) => (1, 31, "a day of the month"),
            () if ends(&["quarter"]) => (1, 4, "a quarter"),
            () if ends(&["week"]) => (0, 53, "a week of the year"),
            () if ends(&["year", "yr"]) => (1900, 2100, "a year"),
            () if self.is_percentage() => (0, 100, "a percentage"),
            () if self.is_fraction() => (0, 1, "a part of a whole"),
            () => return None,
        })
    }
}

/// Words that make a name one of a person.
const PERSONS: &[&str] = &[
    "first",
    "last",
    "full",
    "family",
    "given",
    "middle",
    "maiden",
    "customer",
    "client",
    "user",
    "person",
    "patient",
    "employee",
    "contact",
    "owner",
    "holder",
    "member",
    "student",
    "author",
    "passenger",
    "applicant",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_falls_into_words() {
        let words = |name: &str| Name::of(name).words;
        assert_eq!(words("customerID"), ["customer", "id"]);
        assert_eq!(words("ZIPCode"), ["zip", "code"]);
        assert_eq!(words(" Total-Charges (EUR)"), ["total", "charges", "eur"]);
        assert_eq!(words("\"\n."), [""; 0]);
        assert_eq!(words("größe_Straße"), ["größe", "straße"]);
    }

    #[test]
    fn a_name_tells_what_it_means() {
        let name = Name::of;
        assert!(name("order_id").is_id() && name("UUID").is_plain_id());
        assert!(!name("paid").is_id() && !name("order_id").is_plain_id());
        assert!(name("E-Mail").is_personal() && name("last_name").is_personal());
        assert!(name("name").is_personal() && !name("product_name").is_personal());
        assert!(!name("phone_service").is_money() && name("MonthlyCharges").is_money());
        assert_eq!(name("age").bounds().map(|bounds| bounds.1), Some(120));
        assert_eq!(name("message").bounds(), None);
        assert_eq!(name("total_day_minutes").bounds(), None);
        assert_eq!(
            name("pickup_latitude").bounds().map(|bounds| bounds.0),
            Some(-90)
        );
    }
}
