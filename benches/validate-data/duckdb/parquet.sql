CREATE VIEW t AS SELECT * FROM 'transactions.parquet';
