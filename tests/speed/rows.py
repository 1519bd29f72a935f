"""Importing flagged addresses, beside `sqlite3 .import` of the same file."""

import shutil
import statistics

from ground import campaign, measured

EXPOSURES = [("open-relay", 25), ("open-proxy-http", 3128), ("open-proxy-socks", 1080)]


def write_rows(path, count):
    """Rows in no order, all different: nine in ten IPv4, one IPv6."""
    with open(path, "w", buffering=1 << 20) as out:
        out.write("timestamp,ip,protocol,port,hostname,tag,asn,geo,source\n")
        for number in range(count):
            mixed = number * 2654435761 % (1 << 24)
            exposure, port = EXPOSURES[mixed % 3]
            if number % 10:
                ip = f"10.{mixed >> 16}.{mixed >> 8 & 255}.{mixed & 255}"
            else:
                ip = f"2001:db8:{mixed >> 12:x}::{mixed & 4095:x}"
            second = number % 60
            out.write(
                f"2026-11-20 08:{number // 60 % 60:02}:{second:02},{ip},tcp,{port + (number >> 24)},"
                f"host-{mixed}.net-{mixed % 997}.example,{exposure},{64496 + mixed % 16},FR,survey\n"
            )


def bench_import(program, scratch, rows):
    table = scratch / "rows.csv"
    write_rows(table, rows)
    print(f"import of {rows:,} rows ({table.stat().st_size / 1e6:,.0f} MB)", flush=True)
    ours, theirs, memory = [], [], []
    for turn in range(3 if rows <= 1_000_000 else 1):
        folder = campaign(scratch / f"import-{turn}")
        database = folder / "yardstick.sqlite"
        seconds, _, _ = measured(["sqlite3", str(database), ".mode csv", f".import {table} rows"], folder)
        theirs.append(seconds)
        seconds, work, peak = measured([str(program), "-q", "import", str(table)], folder)
        ours.append(seconds)
        memory.append(peak)
        shutil.rmtree(folder)
    us, them = statistics.median(ours), statistics.median(theirs)
    print(f"  forewarn import   {us:8.2f} s  {rows / us:12,.0f} rows/s  peak {max(memory):6.1f} MiB"
          f"  (work {work:.2f} s)")
    print(f"  sqlite3 .import   {them:8.2f} s  {rows / them:12,.0f} rows/s")
    ratios = sorted(b / a for a, b in zip(ours, theirs))
    print(f"  ratio             {them / us:8.2f} of its speed ({ratios[0]:.2f} to {ratios[-1]:.2f})\n", flush=True)
    table.unlink()
