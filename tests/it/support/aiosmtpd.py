"""A mail server that takes everything: aiosmtpd on a free loopback port, which it prints.

Each message goes into a numbered file of the folder named on the command line: the recipients in a line, then its bytes
as they came. The file is there before the server says 250."""

import asyncio
import os
import sys

from aiosmtpd.smtp import SMTP


class Record:
    def __init__(self, folder):
        self.folder = folder
        self.count = 0

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        name = os.path.join(self.folder, str(self.count))
        with open(name + ".part", "wb") as file:
            file.write(" ".join(envelope.rcpt_tos).encode() + b"\n" + envelope.original_content)
        os.rename(name + ".part", name + ".letter")
        return "250 2.0.0 kept"


async def main(folder):
    record = Record(folder)
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(record, hostname="gateway.example", data_size_limit=None), "127.0.0.1", 0
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main(sys.argv[1]))
