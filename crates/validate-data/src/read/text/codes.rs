//! Codes of countries and currencies.

/// ISO 3166-1 alpha-2, as Debian's iso-codes 4.15 has it: 249 codes.
const COUNTRIES: &[u8] = b"\
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ \
    BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR \
    CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR \
    GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU \
    ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ \
    LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ \
    MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF \
    PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI \
    SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR \
    TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW ";

/// ISO 3166-1 alpha-3, of the same source: 249 codes.
const COUNTRIES3: &[u8] = b"\
    ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL \
    BEN BES BFA BGD BGR BHR BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA \
    CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB CUW CXR CYM \
    CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA \
    FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM \
    GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY \
    JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU \
    LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ \
    MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL \
    OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS \
    RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK \
    SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV \
    TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM YEM ZAF \
    ZMB ZWE ";

/// ISO 4217, list one as published on 2026-01-01: 178 codes, funds and metals
/// included. Withdrawn codes are not.
const CURRENCIES: &[u8] = b"\
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BOV BRL \
    BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK \
    DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD \
    HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD \
    KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK \
    MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR \
    RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL \
    THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES \
    VND VUV WST XAD XAF XAG XAU XBA XBB XBC XBD XCD XCG XDR XOF XPD XPF XPT XSU \
    XTS XUA XXX YER ZAR ZMW ZWG ";

pub(super) fn is_country(text: &[u8]) -> bool {
    lists::<2>(COUNTRIES, text)
}

pub(super) fn is_country3(text: &[u8]) -> bool {
    lists::<3>(COUNTRIES3, text)
}

pub(super) fn is_currency(text: &[u8]) -> bool {
    lists::<3>(CURRENCIES, text)
}

/// Whether a sorted list has a code. A blank follows every code.
fn lists<const LETTERS: usize>(codes: &[u8], text: &[u8]) -> bool {
    let Ok(text) = <[u8; LETTERS]>::try_from(text) else {
        return false;
    };
    let (mut low, mut high) = (0, codes.len() / (LETTERS + 1));
    while low < high {
        let middle = usize::midpoint(low, high);
        let at = middle * (LETTERS + 1);
        match codes.get(at..at + LETTERS).map(|code| code.cmp(&text)) {
            Some(std::cmp::Ordering::Less) => low = middle + 1,
            Some(std::cmp::Ordering::Greater) => high = middle,
            Some(std::cmp::Ordering::Equal) => return true,
            None => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_found_and_no_other() {
        type Is = fn(&[u8]) -> bool;
        for (codes, count, is) in [
            (COUNTRIES, 249, is_country as Is),
            (COUNTRIES3, 249, is_country3),
            (CURRENCIES, 178, is_currency),
        ] {
            let found: Vec<_> = codes.split(|byte| *byte == b' ').collect();
            let (last, found) = found.split_last().expect("codes");
            assert!(last.is_empty());
            assert_eq!(found.len(), count);
            assert!(found.is_sorted() && found.iter().all(|code| is(code)));
        }
        for other in ["", "D", "DEU", "de", "XX", "ÄÖ", "UK"] {
            assert!(!is_country(other.as_bytes()), "{other}");
        }
        // Withdrawn: Croatia's and Bulgaria's, since both have the euro.
        for other in ["HRK", "BGN", "DEM", "eur", "EU", "EURO"] {
            assert!(!is_currency(other.as_bytes()), "{other}");
        }
    }
}
