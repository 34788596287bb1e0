-- Texts first, so that values that do not parse can be counted. They are nulls in the table.
CREATE TEMP TABLE raw AS
SELECT * FROM read_csv('transactions.csv', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', columns = {
    'id': 'VARCHAR', 'ts': 'VARCHAR', 'customer_id': 'VARCHAR', 'category': 'VARCHAR', 'amount': 'VARCHAR',
    'currency': 'VARCHAR', 'country': 'VARCHAR', 'email': 'VARCHAR', 'is_fraud': 'VARCHAR', 'score': 'VARCHAR',
    'note': 'VARCHAR', 'lat': 'VARCHAR', 'lon': 'VARCHAR'});

CREATE TEMP TABLE t AS
SELECT * REPLACE (
    TRY_CAST(id AS BIGINT) AS id, TRY_CAST(ts AS TIMESTAMP) AS ts, TRY_CAST(customer_id AS BIGINT) AS customer_id,
    TRY_CAST(amount AS DOUBLE) AS amount, TRY_CAST(is_fraud AS BIGINT) AS is_fraud, TRY_CAST(score AS DOUBLE) AS score,
    TRY_CAST(lat AS DOUBLE) AS lat, TRY_CAST(lon AS DOUBLE) AS lon)
FROM raw;

SELECT
    count(id) - count(TRY_CAST(id AS BIGINT)) AS "type(id)",
    count(ts) - count(TRY_CAST(ts AS TIMESTAMP)) AS "type(ts)",
    count(customer_id) - count(TRY_CAST(customer_id AS BIGINT)) AS "type(customer_id)",
    count(amount) - count(TRY_CAST(amount AS DOUBLE)) AS "type(amount)",
    count(is_fraud) - count(TRY_CAST(is_fraud AS BIGINT)) AS "type(is_fraud)",
    count(score) - count(TRY_CAST(score AS DOUBLE)) AS "type(score)",
    count(lat) - count(TRY_CAST(lat AS DOUBLE)) AS "type(lat)",
    count(lon) - count(TRY_CAST(lon AS DOUBLE)) AS "type(lon)"
FROM raw;
