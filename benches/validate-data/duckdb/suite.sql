-- The suite over a table `t`. A column's name is the check's. A null here is an empty cell or one that did not parse.
WITH found AS (SELECT
    count(*) AS "row-count",
    count(*) - count(id) AS "nulls(id)",
    count(*) - count(ts) AS "nulls(ts)",
    count(*) - count(customer_id) AS "nulls(customer_id)",
    count(*) - count(category) AS "nulls(category)",
    count(*) - count(amount) AS "nulls(amount)",
    count(*) - count(currency) AS "nulls(currency)",
    count(*) - count(country) AS "nulls(country)",
    count(*) - count(email) AS "nulls(email)",
    count(*) - count(is_fraud) AS "nulls(is_fraud)",
    count(*) - count(lat) AS "nulls(lat)",
    count(*) - count(score) AS "nulls(score)",
    count(*) FILTER (amount < 0 OR amount > 100000) AS "range(amount)",
    count(*) FILTER (lat < -90 OR lat > 90) AS "range(lat)",
    count(*) FILTER (lon < -180 OR lon > 180) AS "range(lon)",
    count(*) FILTER (score < 0 OR score > 1) AS "range(score)",
    count(*) FILTER (customer_id < 1 OR customer_id > 2000000) AS "range(customer_id)",
    count(*) FILTER (category NOT IN (
        'grocery', 'fuel', 'restaurant', 'travel', 'electronics', 'clothing', 'health', 'utilities', 'insurance',
        'education', 'entertainment', 'gaming', 'jewelry', 'home', 'garden', 'automotive', 'charity', 'gifts',
        'sports', 'other')) AS "allowed-values(category)",
    count(*) FILTER (currency NOT IN ('USD', 'EUR', 'GBP', 'JPY')) AS "allowed-values(currency)",
    count(*) FILTER (country NOT IN (
        'US', 'CA', 'MX', 'BR', 'AR', 'CL', 'CO', 'PE', 'GB', 'IE', 'FR', 'DE', 'ES', 'PT', 'IT', 'NL', 'BE', 'LU',
        'CH', 'AT', 'DK', 'SE', 'NO', 'FI', 'PL', 'CZ', 'SK', 'HU', 'RO', 'BG', 'GR', 'TR', 'RU', 'UA', 'IL', 'SA',
        'AE', 'EG', 'ZA', 'NG', 'KE', 'MA', 'IN', 'CN', 'JP', 'KR', 'TH', 'VN', 'ID', 'AU')) AS "allowed-values(country)",
    count(*) FILTER (NOT regexp_matches(email, '^[a-z0-9._%+-]+@[a-z0-9.-]+\.[a-z]{2,}$')) AS "pattern(email)",
    count(*) FILTER (NOT regexp_matches(currency, '^[A-Z]{3}$')) AS "pattern(currency)",
    avg(amount) AS "mean(amount)",
    stddev_samp(amount) AS "standard-deviation(amount)",
    quantile_cont(amount, [0.5, 0.95, 0.99]) AS quantiles,
    strftime(max(ts), '%Y-%m-%dT%H:%M:%S') AS "greatest(ts)",
    count(*) FILTER (length(note) > 500) AS "length(note)",
    count(*) FILTER (length(email) NOT BETWEEN 6 AND 254) AS "length(email)"
FROM t)
SELECT
    * EXCLUDE (quantiles),
    quantiles[1] AS "quantile(amount at 0.5)",
    quantiles[2] AS "quantile(amount at 0.95)",
    quantiles[3] AS "quantile(amount at 0.99)"
FROM found;

SELECT (SELECT count(id) FROM t) - count(*) AS "unique(id)"
FROM (SELECT DISTINCT id FROM t WHERE id IS NOT NULL);

SELECT (SELECT count(*) FROM t WHERE customer_id IS NOT NULL AND ts IS NOT NULL) - count(*) AS "unique(customer_id, ts)"
FROM (SELECT DISTINCT customer_id, ts FROM t WHERE customer_id IS NOT NULL AND ts IS NOT NULL);

SELECT count(*) AS "order(ts)"
FROM (SELECT ts, lag(ts) OVER () AS before FROM t WHERE ts IS NOT NULL)
WHERE ts < before;
