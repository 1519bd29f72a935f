"""What the benchmarks stand on: the program, one measured process, campaigns to begin with."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent.parent
NOW = "2026-11-21T14:05:00Z"
SETTINGS = """
[sender]
organisation = "Example Computer Emergency Team"
address = "campaign@cert.example"
postal_address = "1 Harbour Street, 00100 Port Example"
phone = "+44 1632 960001"
verify_url = "https://cert.example/campaign"
mandate = "We are the national emergency team of Exampleland."
[links]
info = "https://cert.example/info"
fix = "https://cert.example/fix"
[gateway]
url = "outbox:outbox"
[allow]
networks = ["10.0.0.0/8", "2001:db8::/32"]
domains = ["example"]
[limits]
max_letters = 10000000
"""


def build():
    if named := os.environ.get("FOREWARN"):
        return Path(named).resolve()
    subprocess.run(["cargo", "build", "--release", "--locked"], cwd=REPOSITORY, check=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR", REPOSITORY / "target"))
    return target.resolve() / "release" / "forewarn"


# Starts what is measured. A process begins with the peak memory of the one that starts it, and this one grows with the
# campaigns that it makes up.
LAUNCHER = """
import json, os, subprocess, sys, time
for line in sys.stdin:
    arguments, folder, environment = json.loads(line)
    began = time.monotonic()
    process = subprocess.Popen(arguments, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.monotonic() - began
    print(json.dumps([process.returncode, seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024]), flush=True)
"""
launcher = subprocess.Popen([sys.executable, "-I", "-c", LAUNCHER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def measured(arguments, folder, codes=(0,)):
    """Seconds by the clock, seconds of work on all cores, and peak memory in MiB of one process."""
    environment = {"PATH": os.environ["PATH"], "TMPDIR": str(folder), "FOREWARN_NOW": NOW}
    # What an earlier process left to be written must not be charged to this one.
    os.sync()
    print(json.dumps([list(map(str, arguments)), str(folder), environment]), file=launcher.stdin, flush=True)
    code, *figures = json.loads(launcher.stdout.readline())
    if code not in codes:
        sys.exit(f"{arguments} ended with {code}")
    return tuple(figures)


def campaign(folder, rules=""):
    folder.mkdir()
    (folder / "campaign.toml").write_text(SETTINGS)
    (folder / "contacts.csv").write_text("match,contact,language,action,note\n" + rules)
    return folder


def many_contacts(program, folder, count, contact="abuse@net-{n}.example"):
    """A campaign with one contact for each of so many flagged addresses, imported; `contact` has a place for its number."""
    prefixes = [f"2001:db8:{n >> 16:x}:{n & 0xffff:x}" for n in range(count)]
    campaign(folder, "".join(f"{p}::/64,{contact.format(n=n)},,notify,\n" for n, p in enumerate(prefixes)))
    with open(folder / "flagged.csv", "w") as out:
        out.write("ip,port,exposure,timestamp\n")
        out.writelines(f"{p}::25,25,open-relay,2026-11-20T08:00:00Z\n" for p in prefixes)
    measured([str(program), "-q", "import", "flagged.csv"], folder)
    return folder


def planned(program, folder, count, contact="abuse@net-{n}.example"):
    """The same, resolved and planned: one letter for each contact."""
    many_contacts(program, folder, count, contact)
    measured([str(program), "-q", "resolve", "--offline"], folder)
    measured([str(program), "-q", "plan"], folder, codes=(0, 1))
    return folder


def rust_program(name):
    """A benchmark of the library, built: the path of its program, to be measured as others are."""
    run = ["cargo", "bench", "--quiet", "--locked", "--bench", name, "--no-run", "--message-format", "json"]
    built = subprocess.run(run, cwd=REPOSITORY, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    # The program of the same package is among what is built.
    told = [told for told in map(json.loads, built) if told.get("target", {}).get("kind") == ["bench"]]
    return told[-1]["executable"]


def rust_bench(name, *arguments):
    run = ["cargo", "bench", "--quiet", "--locked", "--bench", name, *arguments]
    subprocess.run(run, cwd=REPOSITORY, check=True)
    print(flush=True)
