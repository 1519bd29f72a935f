"""Letters: composing and planning them, and the report about them."""

import json
import shutil
import subprocess

from ground import REPOSITORY, many_contacts, measured, planned


def bench_letters():
    print("letters composed to their final bytes, on one core")
    run = ["cargo", "bench", "--locked", "--quiet", "--bench", "letters"]
    lines = subprocess.run(run, cwd=REPOSITORY, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    for rates in map(json.loads, lines):
        slower = min(rates["handlebars"], rates["lettre"])
        print(f"  {rates['language']:3} {rates['addresses']:4} addresses {rates['octets']:8,} octets"
              f"  forewarn {rates['forewarn']:8,}/s  handlebars {rates['handlebars']:8,}/s ({rates['handlebars_rendered'] / rates['rendered']:.2f} of the octets)  lettre {rates['lettre']:8,}/s"
              f"  {rates['forewarn'] / slower:5.2f} of the slower", flush=True)
    print()


def bench_plan(program, scratch, letters):
    print("planning, one contact for each letter")
    peaks = []
    for count in (letters // 10, letters):
        folder = many_contacts(program, scratch / f"plan-{count}", count)
        resolve, _, resolve_peak = measured([str(program), "-q", "resolve", "--offline"], folder)
        seconds, work, peak = measured([str(program), "-q", "plan"], folder, codes=(0, 1))
        peaks.append(peak)
        size = (folder / "ledger.sqlite").stat().st_size / 1e6
        print(f"  {count:9,} letters  plan {seconds:7.2f} s (work {work:.2f} s)  {count / seconds:9,.0f} letters/s"
              f"  peak {peak:6.1f} MiB  ledger {size:,.0f} MB  (resolve {resolve:.2f} s, peak {resolve_peak:.1f} MiB)", flush=True)
        shutil.rmtree(folder)
    print(f"  ten times the letters take {peaks[1] / peaks[0]:.2f} times the memory\n")


def bench_report(program, scratch, letters):
    print("the report as one page")
    folder = planned(program, scratch / "report", letters)
    seconds, work, peak = measured([str(program), "-q", "report", "--html", "report.html"], folder)
    size = (folder / "report.html").stat().st_size / 1e6
    verify, _, _ = measured([str(program), "-q", "report", "--verify"], folder)
    # The yardstick: the same rows read by SQLite alone.
    rows, _, _ = measured(["sqlite3", "ledger.sqlite", "SELECT * FROM letter"], folder)
    print(f"  {letters:9,} letters  report {seconds:6.2f} s (work {work:.2f} s)  page {size:.1f} MB  peak {peak:.1f} MiB"
          f"  chain and bytes verified {verify:.2f} s\n  sqlite3 printing the rows {rows:.2f} s:"
          f" {seconds / rows:.1f} times its time\n", flush=True)
    shutil.rmtree(folder)
