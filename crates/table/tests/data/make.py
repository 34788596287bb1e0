"""Writes the files of this folder; see README.md."""
import pyarrow as pa, pyarrow.parquet as pq, datetime as d, decimal
t = pa.table({
 "id": pa.array([1,2,None], pa.int32()),
 "big": pa.array([2**63-1, -2**63, 0], pa.int64()),
 "unsigned": pa.array([2**64-1, 1, None], pa.uint64()),
 "small": pa.array([2**32-1, 0, 1], pa.uint32()),
 "score": pa.array([0.5, float("nan"), None], pa.float64()),
 "single": pa.array([0.25, float("inf"), -1.5], pa.float32()),
 "ok": pa.array([True, False, None]),
 "name": pa.array(["Ada", "", "Zoë"]),
 "kind": pa.array(["a","b","a"]).dictionary_encode(),
 "raw": pa.array([b"\xff\x00", b"plain", None], pa.binary()),
 "day": pa.array([d.date(2024,2,29), d.date(1969,12,31), None]),
 "at": pa.array([d.datetime(2024,2,29,12,30,1,500000,tzinfo=d.timezone.utc), d.datetime(1969,12,31,23,59,59,tzinfo=d.timezone.utc), None], pa.timestamp("us","UTC")),
 "local": pa.array([d.datetime(2024,2,29,12,30), d.datetime(1,1,1), None], pa.timestamp("ms")),
 "price": pa.array([decimal.Decimal("19.99"), decimal.Decimal("-0.01"), None], pa.decimal128(10,2)),
 "noon": pa.array([d.time(12,0), None, d.time(0,0)], pa.time64("us")),
 "place": pa.array([{"lat":52.5,"town":"Berlin"},{"lat":None,"town":"x"},None], pa.struct([("lat",pa.float64()),("town",pa.string())])),
 "tags": pa.array([["x","y"],[],None], pa.list_(pa.string())),
 "nothing": pa.array([None,None,None], pa.null()),
})
import sys
pq.write_table(t, sys.argv[1], compression="zstd", row_group_size=2, store_schema=False)
pq.write_table(t.select(["day","at"]), sys.argv[2], compression="snappy", use_deprecated_int96_timestamps=True, version="1.0", store_schema=False)
with pa.OSFile(sys.argv[3], "wb") as f, pa.ipc.new_file(f, t.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as w:
    w.write_table(t, max_chunksize=2)
with pa.OSFile(sys.argv[4], "wb") as f, pa.ipc.new_stream(f, t.schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as w:
    w.write_table(t, max_chunksize=2)
D = decimal.Decimal
t = pa.table({
 "rate": pa.array([D("12345678901234567890.123456789012345678"), D("12345678901234567890.123456789012345679"), D("0.100000000000000000"), None], pa.decimal128(38,18)),
 "cents": pa.array([D("1.10"), D("0.10"), D("1.10"), D("-0.05")], pa.decimal128(10,2)),
})
pq.write_table(t, sys.argv[5], store_schema=False)
with pa.OSFile(sys.argv[6], "wb") as f, pa.ipc.new_file(f, t.schema) as w:
    w.write_table(t)
