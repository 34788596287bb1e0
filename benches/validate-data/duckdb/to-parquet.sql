-- After typed.sql.
COPY t TO 'transactions.parquet' (FORMAT parquet, COMPRESSION zstd);
