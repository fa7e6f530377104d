"""A mail server that counts: takes every mail, and remembers it."""

from __future__ import annotations

import re
import socketserver
import threading
from collections import Counter


class MailServer(socketserver.ThreadingTCPServer):
    """Takes every mail and remembers its Message-ID once it has said so."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.taken: Counter[str] = Counter()
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Conversation(socketserver.StreamRequestHandler):
    """One conversation in SMTP, as far as Diwan speaks it."""

    def handle(self) -> None:
        """Answer until the other one leaves or is killed."""
        try:
            self.say("220 here")
            while line := self.rfile.readline():
                word = line[:4].upper()
                if word == b"DATA":
                    self.take()
                elif word == b"QUIT":
                    return self.say("221 farewell")
                else:
                    self.say("250 well")
        except OSError:
            return None
        return None

    def say(self, words: str) -> None:
        """One line."""
        self.wfile.write(f"{words}\r\n".encode())

    def take(self) -> None:
        """The mail itself: taken when its end has come."""
        self.say("354 go on")
        head = b""
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            if len(head) < 20_000:
                head += line
        if line:
            found = re.search(rb"(?im)^message-id:\s*(<[^>]+>)", head)
            self.server.taken[found[1].decode() if found else "?"] += 1
            self.say("250 taken")
