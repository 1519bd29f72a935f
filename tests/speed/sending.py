"""What `tests/bench send`, `delay`, `gateway` and `memory` measure: whole runs of `forewarn send`, each beside
`smtp-source -d`, which sends letters of the same size and keeps no record, into the same server, taking turns.

Run as a program it is the proxy of the delay benchmark: sending.py LISTEN_PORT SERVER_PORT SECONDS
"""

import asyncio
import os
import pwd
import shutil
import socket
import statistics
import subprocess
import sys
import time

from ground import SETTINGS, measured, planned

SBIN = "/usr/sbin:/sbin:" + os.environ["PATH"]


class Campaign:
    """A planned campaign of so many letters, one contact for each; every run begins with a fresh copy of it."""

    def __init__(self, program, folder, letters, contact="abuse@net-{n}.example"):
        self.program, self.letters = str(program), letters
        self.folder = planned(program, folder, letters, contact)
        shutil.copy(folder / "ledger.sqlite", folder / "planned.sqlite")
        self.digest, self.size = (self.ask(query) for query in (
            "SELECT digest FROM round", "SELECT CAST(avg(size) AS INTEGER) FROM letter"))

    def ask(self, query):
        words = ["sqlite3", str(self.folder / "ledger.sqlite"), query]
        return subprocess.run(words, check=True, capture_output=True, text=True).stdout.strip()

    def as_large(self):
        """Options of smtp-source for letters of the same size."""
        return "-l", max(int(self.size) - 250, 1)

    def one_letter(self):
        """The file of one of the letters, with the line ends that smtp-source wants."""
        measured([self.program, "-q", "send", "--approve", self.digest, "--limit", "1"], self.folder)
        (letter,) = (self.folder / "outbox").glob("**/*.eml")
        letter.write_bytes(letter.read_bytes().replace(b"\r\n", b"\n"))
        return letter

    def send(self, port, connections, more=""):
        """Seconds, work and peak memory of one whole `send`."""
        settings = SETTINGS.replace(
            'url = "outbox:outbox"', f'url = "smtp://127.0.0.1:{port}"\nconnections = {connections}\n{more}')
        (self.folder / "campaign.toml").write_text(settings)
        for left in ("ledger.sqlite-wal", "ledger.sqlite-shm"):
            (self.folder / left).unlink(missing_ok=True)
        shutil.copy(self.folder / "planned.sqlite", self.folder / "ledger.sqlite")
        result = measured([self.program, "-q", "send", "--approve", self.digest], self.folder)
        accepted = self.ask("SELECT count(*) FROM letter WHERE state = 'accepted'")
        if accepted != str(self.letters):
            sys.exit(f"{accepted} of {self.letters} letters were accepted")
        return result


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def listening(port, process=None):
    for _ in range(500):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.02)
        if process and process.poll() is not None:
            break
    sys.exit(f"nothing listens on port {port}")


class Server:
    """A process that listens on a free port; ended on leaving."""

    def __init__(self, words):
        self.port = free_port()
        words = [word.replace("{port}", str(self.port)) for word in words]
        self.process = subprocess.Popen(words, env={"PATH": SBIN}, stdin=subprocess.DEVNULL)

    def __enter__(self):
        listening(self.port, self.process)
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


def sink():
    return Server(["smtp-sink", "-u", "root", "127.0.0.1:{port}", "1024"])


def source(folder, port, connections, letters, *content):
    """Seconds that smtp-source takes for as many letters; `content` are its options for what is in them."""
    words = ["-d", "-s", connections, "-m", letters, *content,
             "-f", "bounces@cert.example", "-t", "abuse@net-1.example", "-M", "cert.example", f"127.0.0.1:{port}"]
    return measured([shutil.which("smtp-source", path=SBIN), *map(str, words)], folder)[0]


def fsync_time(folder):
    """Seconds for 4 KB appended and made durable, as a ledger's note is; the median of many."""
    times = []
    with open(folder / "fsync", "wb", buffering=0) as out:
        for _ in range(200):
            began = time.monotonic()
            out.write(b"x" * 4096)
            os.fdatasync(out.fileno())
            times.append(time.monotonic() - began)
    return statistics.median(times)


def taking_turns(turns, ours, theirs):
    """Medians of both, and the median, least and greatest of the ratios of neighbours."""
    pairs = []
    for turn in range(turns):
        pairs.append((ours(), theirs()) if turn % 2 else tuple(reversed((theirs(), ours()))))
    ratios = sorted(them / us for us, them in pairs)
    return [statistics.median(times) for times in zip(*pairs)], (statistics.median(ratios), ratios[0], ratios[-1])


def row(what, letters, medians, ratios, more=""):
    us, them = (letters / seconds for seconds in medians)
    print(f"  {what:16} forewarn {us:8,.0f}/s   smtp-source {them:8,.0f}/s   ratio {ratios[0]:.2f}"
          f" ({ratios[1]:.2f} to {ratios[2]:.2f}){more}", flush=True)


def bench_send(program, scratch, letters):
    campaign = Campaign(program, scratch / "send", letters)
    print(f"send of {letters:,} letters, {int(campaign.size):,} octets each, to smtp-sink, by durability")
    for durability in ("power", "process"):
        for connections in (1, 8, 32):
            fsync = fsync_time(campaign.folder)
            with sink() as server:
                medians, ratios = taking_turns(
                    5,
                    lambda: campaign.send(server.port, connections, f'\n[ledger]\ndurability = "{durability}"')[0],
                    lambda: source(campaign.folder, server.port, connections, letters, *campaign.as_large()))
            ceiling = connections / fsync
            more = f"   fsync {fsync * 1000:.2f} ms, ceiling {ceiling:,.0f}/s ({letters / medians[0] / ceiling:.2f})"
            row(f"{durability} {connections}", letters, medians, ratios, more if durability == "power" else "")
    shutil.rmtree(campaign.folder)
    print()


def bench_delay(program, scratch, letters):
    campaign = Campaign(program, scratch / "delay", letters)
    print(f"send of {letters:,} letters over one connection with 20 ms of delay each way")
    with sink() as server, Server([sys.executable, __file__, "{port}", str(server.port), "0.02"]) as proxy:
        row("delay", letters, *taking_turns(
            3,
            lambda: campaign.send(proxy.port, 1)[0],
            lambda: source(campaign.folder, proxy.port, 1, letters, *campaign.as_large())))
    shutil.rmtree(campaign.folder)
    print()


def bench_gateway(program, scratch, letters):
    """The same work for Postfix from both: our letters, each to a recipient of its own, nothing left of the turn before.
    Each of ours has a return path of its own too, which smtp-source cannot do."""
    campaign = Campaign(program, scratch / "gateway", letters, "{n}abuse@net-1.example")
    print(f"send of {letters:,} letters to a Postfix that discards them")
    letter = campaign.one_letter()
    with Postfix(scratch / "postfix") as server:
        for connections in (1, 8, 32):
            row(f"connections {connections}", letters, *taking_turns(
                5,
                lambda: server.idle() or campaign.send(server.port, connections)[0],
                lambda: server.idle() or source(campaign.folder, server.port, connections, letters,
                                                "-N", "-F", letter)))
    shutil.rmtree(campaign.folder)
    print()


def bench_memory(program, scratch, letters):
    print("memory of send, 8 connections")
    peaks = []
    for count in (max(letters // 100, 1), letters):
        campaign = Campaign(program, scratch / f"memory-{count}", count)
        with sink() as server:
            seconds, _, peak = campaign.send(server.port, 8)
        peaks.append(peak)
        print(f"  {count:9,} letters  {count / seconds:9,.0f} letters/s  peak {peak:6.1f} MiB", flush=True)
        shutil.rmtree(campaign.folder)
    print(f"  a hundred times the letters take {peaks[1] / peaks[0]:.2f} times the memory\n")


class Postfix:
    """A private Postfix on a loopback port that takes everything and discards it."""

    MAIN = """compatibility_level = 3.6
queue_directory = {home}/queue
data_directory = {home}/data
maillog_file = {home}/log
maillog_file_prefixes = {home}
myhostname = gateway.example
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
local_recipient_maps =
smtp_dns_support_level = disabled
smtpd_peername_lookup = no
default_transport = discard:
relay_transport = discard:
local_transport = discard:
smtpd_client_connection_count_limit = 0
"""
    MASTER = """127.0.0.1:{port} inet n - n - 100 smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
discard unix - - n - - discard
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
"""

    def __init__(self, home):
        self.home, self.port = home, free_port()
        home.mkdir()
        # Postfix gives its rights away: its own user must reach these folders.
        for folder in (home, *home.parents):
            if str(folder).startswith(str(home.parent)):
                folder.chmod(0o755)
        for name in ("etc", "queue", "data"):
            (home / name).mkdir(mode=0o755)
        user = pwd.getpwnam("postfix")
        os.chown(home / "data", user.pw_uid, user.pw_gid)
        for name, text in (("main.cf", self.MAIN), ("master.cf", self.MASTER)):
            (home / "etc" / name).write_text(text.replace("{home}", str(home)).replace("{port}", str(self.port)))

    def control(self, verb):
        with open(self.home / "output", "ab") as output:
            subprocess.run(["postfix", "-c", str(self.home / "etc"), verb], env={"PATH": SBIN},
                           stdout=output, stderr=output, check=verb == "start")

    def __enter__(self):
        self.control("start")
        listening(self.port)
        return self

    def idle(self):
        """Returns once every letter has left the queue."""
        queue = self.home / "queue"
        while any(path.is_file() for part in ("incoming", "active") for path in (queue / part).rglob("*")):
            time.sleep(0.05)

    def __exit__(self, *_):
        self.control("stop")
        time.sleep(1)


async def relay(reader, writer, delay):
    """Hands on what comes, each piece so much later."""
    loop = asyncio.get_running_loop()

    def later(data):
        if not writer.is_closing():
            writer.write(data) if data else writer.close()

    while True:
        data = await reader.read(1 << 16)
        loop.call_later(delay, later, data)
        if not data:
            return


async def proxy(port, server, delay):
    async def serve(reader, writer):
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", server)
        for side in (writer, there_writer):
            side.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await asyncio.gather(relay(reader, there_writer, delay), relay(there_reader, writer, delay))

    async with await asyncio.start_server(serve, "127.0.0.1", port) as listener:
        await listener.serve_forever()


if __name__ == "__main__":
    asyncio.run(proxy(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
