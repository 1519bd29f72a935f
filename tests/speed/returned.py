"""The benchmark of reading returned mail; part of `tests/bench`."""

import shutil
import statistics
import subprocess

from ground import measured, planned, rust_program


def returned_mail(folder, letters):
    """One message for each letter: reports with headers or the whole letter, prose, answers, and what is not ours."""
    for part in ("new", "cur", "tmp"):
        (folder / part).mkdir(parents=True)
    text = "".join(f"    192.0.2.{n % 250}  25    open mail relay   2026-11-21 06:21 UTC  survey\n" for n in range(120))
    for number, (recipient, path, message_id, reference) in enumerate(letters):
        top = f"Return-Path: <>\nDelivered-To: {path}\n" + "".join(
            f"Received: from mx{n}.isp.example (mx{n}.isp.example [192.0.2.{n}])\n\tby relay.example with ESMTPS id {number:08X}\n"
            "\tfor <" + path + ">; Sat, 21 Nov 2026 14:59:00 +0000\n" for n in range(3)
        ) + f"Date: Sat, 21 Nov 2026 15:00:00 +0000\nTo: {path}\nMessage-ID: <{number}@mx.isp.example>\n"
        head = (f"Return-Path: <{path}>\nFrom: Example <campaign@cert.example>\nTo: {recipient}\n"
                f"Subject: Possible open relay [{reference}]\nMessage-ID: {message_id}\nDate: Sat, 21 Nov 2026 14:05:00 +0000\n"
                "MIME-Version: 1.0\nAuto-Submitted: auto-generated\n")
        kind = number % 20
        if kind < 14:
            action, status = ("delayed", "4.4.1") if kind < 3 else ("failed", "5.1.1")
            whole = kind >= 9
            body = (f"MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"b{number}\"\n\n"
                    f"--b{number}\nContent-Type: text/plain; charset=us-ascii\n\nThis is the mail system at mx.isp.example.\n\n"
                    f"Your message could not be delivered.\n\n--b{number}\nContent-Type: message/delivery-status\n\n"
                    f"Reporting-MTA: dns; mx.isp.example\nOriginal-Envelope-Id: {reference}\n\nFinal-Recipient: rfc822; {recipient}\n"
                    f"Action: {action}\nStatus: {status}\nDiagnostic-Code: smtp; 550 {status} as it is\n\n--b{number}\n"
                    f"Content-Type: {'message/rfc822' if whole else 'text/rfc822-headers'}\n\n{head}\n{text if whole else ''}\n--b{number}--\n")
            message = top + "From: MAILER-DAEMON@mx.isp.example\nSubject: Undelivered Mail Returned to Sender\n" + body
        elif kind < 16:
            message = top + ("From: MAILER-DAEMON@mx.isp.example\nSubject: failure notice\n\nHi. This is the qmail-send program at "
                             f"mx.isp.example.\nThis is a permanent error; I've given up.\n\n<{recipient}>:\nno such user. (#5.1.1)\n\n"
                             f"--- Below this line is a copy of the message.\n\n{head}\n{text}")
        elif kind < 18:
            message = top + (f"From: {recipient}\nSubject: Automatic reply: [{reference}]\nAuto-Submitted: auto-replied\n\n"
                             "I am away until Monday.\n")
        elif kind < 19:
            message = top.replace("<>", "<jo@isp.example>") + f"From: jo@isp.example\nSubject: Re: [{reference}]\n\nClosed, thank you.\n\n" + "> quoted\n" * 60
        else:
            message = f"From: shop@shop.example\nSubject: offer\nMessage-ID: <{number}@shop.example>\n\n" + "Buy now.\n" * 60
        (folder / "new" / f"{1763740000 + number // 100}.{number:06}.host").write_text(message)


# What somebody would write to learn the same of a mailbox: whom each message is from, what it came to, and, of a delivery
# report, what it says of the first recipient. It looks at nothing that it does not need, checks no token, finds no letter
# and notes nothing.
YARDSTICK = """
import email, os, sys
folder, reports = sys.argv[1], 0
for name in os.listdir(folder):
    with open(os.path.join(folder, name), "rb") as file:
        message = email.message_from_bytes(file.read())
    told = [message["Message-ID"], message["From"], message["Subject"], message["Auto-Submitted"], message["Delivered-To"]]
    if message.get_content_type() != "multipart/report":
        continue
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            whole, recipient, *_ = part.get_payload()
            told += [whole["Original-Envelope-Id"], recipient["Final-Recipient"], recipient["Action"], recipient["Status"],
                     recipient["Diagnostic-Code"]]
            reports += recipient["Status"] is not None
            break
sys.exit(0 if reports == int(sys.argv[2]) else f"found {reports} reports")
"""


def bench_bounces(program, scratch, count):
    folder = planned(program, scratch / "bounces", count)
    # As if all of them had been sent.
    done = "UPDATE letter SET state = 'accepted', attempts = 1; SELECT recipient, envelope_from, message_id, reference FROM letter;"
    rows = subprocess.run(["sqlite3", str(folder / "ledger.sqlite"), done], check=True, capture_output=True, text=True)
    returned_mail(scratch / "Maildir", [row.split("|") for row in rows.stdout.splitlines()])
    size = sum(path.stat().st_size for path in (scratch / "Maildir/new").iterdir())
    reports = sum(number % 20 < 14 for number in range(count))
    print(f"reading {count:,} returned messages ({size / 1e6:,.0f} MB), {reports:,} of them delivery reports", flush=True)
    library = rust_program("returned")
    # By what is measured, of each turn: seconds, seconds of work, peak memory.
    told = {name: [] for name in ("Python's email", "reading alone", "on one core", "forewarn bounces", "the same again", "the floor")}
    for turn in range(3):
        copy, box, floor = (scratch / f"{name}-{turn}" for name in ("copy", "box", "floor"))
        shutil.copytree(folder, copy)
        for maildir in (box, floor):
            shutil.copytree(scratch / "Maildir", maildir)
        read = [library, "read", str(copy), str(box), str(reports)]
        whole = [str(program), "-q", "bounces", str(box)]
        for name, arguments, codes in (
            ("Python's email", ["python3", "-I", "-c", YARDSTICK, str(box / "new"), str(reports)], (0,)),
            ("reading alone", read, (0,)),
            ("on one core", ["taskset", "--cpu-list", "0", *read], (0,)),
            ("forewarn bounces", whole, (0, 1)),
            ("the same again", whole, (0, 1)),
            ("the floor", [library, "mark", str(floor)], (0,)),
        ):
            told[name].append(measured(arguments, copy, codes))
        for path in (copy, box, floor):
            shutil.rmtree(path)
    print("  Python's email: read and parsed, the fields of reports looked up, on one core; reading alone: the same by forewarn,\n"
          "  classified and tokens checked too, on all cores; forewarn bounces: the whole command, every letter found, all noted\n"
          "  durably, messages marked as seen; the floor: messages only opened, read and marked, over two threads")
    for name, figures in told.items():
        seconds, work, peak = (statistics.median(column) for column in zip(*figures))
        ratios = sorted(theirs[0] / ours[0] for ours, theirs in zip(figures, told["Python's email"]))
        print(f"  {name:16}  {seconds:8.2f} s  {count / seconds:12,.0f} messages/s  {statistics.median(ratios):6.1f} times Python's"
              f" ({ratios[0]:.1f} to {ratios[-1]:.1f})  work {work:.2f} s  peak {peak:.1f} MiB")
    print(flush=True)
