"""Reads letters with Python's own `email` package, independently of the program, and prints them as JSON.

Each argument is a file that holds one message; one JSON object is printed for each, in order.
"""

import csv
import email
import email.policy
import io
import json
import sys
from html.parser import HTMLParser


class Html(HTMLParser):
    """The tags, the attributes and the text of a document."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.text = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [[tag, name, value or ""] for name, value in attrs]

    def handle_data(self, data):
        self.text.append(data)


def read_html(source):
    html = Html()
    html.feed(source)
    html.close()
    return {"tags": html.tags, "attributes": html.attributes, "text": "\n".join(html.text)}


def read_letter(octets):
    message = email.message_from_bytes(octets, policy=email.policy.SMTP)
    leaves = [part for part in message.walk() if not part.is_multipart()]
    defects = [str(defect) for part in message.walk() for defect in part.defects]
    defects += [f"{name}: {defect}" for name, value in message.items() for defect in getattr(value, "defects", ())]

    def body(kind):
        parts = [part for part in leaves if part.get_content_type() == kind and not part.is_attachment()]
        return "\n".join(part.get_content() for part in parts)

    attachments = {}
    for part in leaves:
        if part.is_attachment():
            content = part.get_content()
            text = content if isinstance(content, str) else content.decode("utf-8")
            attachments[part.get_filename()] = text
    return {
        "headers": [[name, str(value)] for name, value in message.items()],
        "raw_headers": [[name, value] for name, value in message.raw_items()],
        "from": [str(a.addr_spec) for a in message["From"].addresses] if message["From"] else [],
        "to": [str(a.addr_spec) for a in message["To"].addresses] if message["To"] else [],
        "structure": [part.get_content_type() for part in message.walk()],
        "charsets": [str(part.get_content_charset()) for part in leaves if part.get_content_maintype() == "text"],
        "attachments": attachments,
        "encodings": [str(part.get("Content-Transfer-Encoding", "7bit")) for part in leaves],
        "text": body("text/plain"),
        "html": body("text/html"),
        "rows": list(csv.reader(io.StringIO(attachments.get("addresses.csv", ""), newline=""))),
        "defects": defects,
    }


if sys.argv[1] == "--html":
    print(json.dumps(read_html(open(sys.argv[2], encoding="utf-8").read())))
else:
    for path in sys.argv[1:]:
        print(json.dumps(read_letter(open(path, "rb").read())))
