"""The offline index of contacts: importing a registry's dump, resolving against it."""

import shutil
import subprocess
import sys

from ground import campaign, measured, rust_bench

# Where the networks of the dump begin; `walk.rs` begins there too.
FIRST = 11 << 24


def dotted(number):
    return f"{number >> 24}.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def write_dump(path, networks):
    """A dump like RIPE's: four in five networks are IPv4; blocks of 64 customers whose holder names the desk."""
    holders = max(networks // 53, 1)
    with open(path, "wb") as file:
        zipped = subprocess.Popen(["gzip", "-1"], stdin=subprocess.PIPE, stdout=file, text=True)
        out = zipped.stdin
        dates = "created:        2010-01-01T00:00:00Z\nlast-modified:  2020-01-01T00:00:00Z\nsource:         RIPE\n\n"
        for n in range(holders):
            out.write(f"organisation:   ORG-E{n}-RIPE\norg-name:       Example Networks {n}\ncountry:        FR\n"
                      f"address:        {n} Harbour Street\nabuse-c:        AR{n}-RIPE\nmnt-by:         MNT-{n}\n{dates}"
                      f"role:           Abuse {n}\naddress:        {n} Harbour Street\nnic-hdl:        AR{n}-RIPE\n"
                      f"abuse-mailbox:  abuse@net-{n}.example\nmnt-by:         MNT-{n}\n{dates}")
        four = networks * 4 // 5
        for number in range(networks):
            n = number if number < four else number - four
            block, child = divmod(n, 65)
            if number < four:
                start = FIRST + block * 8192 + (child - 1) * 128 * (child > 0)
                last = start + (95 if child else 8191)
                key = f"inetnum:        {dotted(start)} - {dotted(last)}"
            else:
                key = f"inet6num:       2a{block >> 16:02x}:{block & 65535:x}:{child:x}::/48" if child else \
                      f"inet6num:       2a{block >> 16:02x}:{block & 65535:x}::/32"
            who = "" if child else f"org:            ORG-E{block * 7919 % holders}-RIPE\n"
            if child and n % 10 == 3:
                who = f"abuse-c:        AR{n * 31 % holders}-RIPE\n"
            out.write(f"{key}\nnetname:        NET-{n}\ndescr:          Customer {n} of example networks\n"
                      f"country:        {'FR' if block % 3 else 'DE'}\n{who}admin-c:        DUMY-RIPE\n"
                      f"tech-c:         DUMY-RIPE\nstatus:         ASSIGNED PA\nmnt-by:         MNT-{block % holders}\n{dates}")
        out.close()
        if zipped.wait():
            sys.exit("gzip failed")


def bench_dump(program, scratch, networks):
    dump = scratch / "ripe.db.gz"
    write_dump(dump, networks)
    folder = campaign(scratch / "dump")
    print(f"import of a dump of {networks:,} networks ({dump.stat().st_size / 1e6:,.0f} MB gzipped)", flush=True)
    seconds, work, peak = measured([str(program), "-q", "contacts", "import", str(dump)], folder)
    lines, _, _ = measured(["sh", "-c", f"gzip -dc {dump} | wc -l"], folder)
    print(f"  contacts import   {seconds:8.2f} s  {networks / seconds:12,.0f} networks/s  peak {peak:6.1f} MiB  (work {work:.2f} s)")
    print(f"  gzip -dc | wc -l  {lines:8.2f} s")
    print(f"  ratio             {seconds / lines:8.2f} times its time\n", flush=True)
    dump.unlink()
    shutil.rmtree(folder)


def bench_resolve(program, scratch, count):
    dump = scratch / "ripe.db.gz"
    networks = max(count // 2, 1000)
    write_dump(dump, networks)
    folder = campaign(scratch / "resolve")
    measured([str(program), "-q", "contacts", "import", str(dump)], folder)
    dump.unlink()
    span = networks * 4 // 5 // 65 * 8192
    with open(folder / "flagged.csv", "w", buffering=1 << 20) as out:
        out.write("ip,port,exposure,timestamp\n")
        state = 7
        for _ in range(count):
            state = (state * 6364136223846793005 + 1442695040888963407) % (1 << 64)
            out.write(f"{dotted(FIRST + (state >> 32) * span // (1 << 32))},25,open-relay,2026-11-20T08:00:00Z\n")
    measured([str(program), "-q", "import", "flagged.csv"], folder)
    (folder / "flagged.csv").unlink()
    print(f"resolving {count:,} addresses in no order against {networks:,} networks, offline", flush=True)
    seconds, work, peak = measured([str(program), "-q", "resolve", "--offline"], folder)
    size = (folder / "ledger.sqlite").stat().st_size / 1e6
    # The same addresses read, and a row for each written, by SQLite alone with the same safety.
    statements = (
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; ATTACH 'ledger.sqlite' AS ledger; "
        "CREATE TABLE resolution (address BLOB PRIMARY KEY, decision INTEGER, place INTEGER, decided INTEGER) WITHOUT ROWID; "
        "INSERT INTO resolution SELECT DISTINCT address, 100000, 5000000, 1 FROM ledger.sighting ORDER BY address;"
    )
    lower, lower_work, _ = measured(["sqlite3", "yardstick.sqlite", statements], folder)
    print(f"  forewarn resolve  {seconds:8.2f} s  {count / seconds:12,.0f} addresses/s  peak {peak:6.1f} MiB"
          f"  (work {work:.2f} s)  ledger {size:,.0f} MB")
    print(f"  sqlite3 copying   {lower:8.2f} s  (work {lower_work:.2f} s)")
    print(f"  ratio             {seconds / lower:8.2f} times its time", flush=True)
    again, again_work, _ = measured([str(program), "-q", "resolve", "--offline"], folder)
    print(f"  once more         {again:8.2f} s  (work {again_work:.2f} s)", flush=True)
    rust_bench("walk", "--", str(folder / "registry"), str(count), str(networks * 4 // 5))
    shutil.rmtree(folder)
