"""A small IMAP server with one folder, as far as a reader of returned mail asks for (RFC 3501)."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from typing_extensions import override

from scheduler.outbox.mailbox import Mailbox

USER, PASSWORD = "bounces", "p@ss/word"


@dataclass
class StoredMail:
    """A mail in the folder, with its flags."""

    content: bytes
    flags: set[str] = field(default_factory=set)


@dataclass
class ImapServer:
    """`mails` by UID. It ends the connection at the first command that begins with `breaks_at`."""

    mails: dict[int, StoredMail] = field(default_factory=dict)
    breaks_at: str = "-"
    url: str = ""
    commands: list[str] = field(default_factory=list)
    sent_bytes: int = 0

    @property
    def mailbox(self) -> Mailbox:
        return Mailbox.parse(self.url)

    def deliver(self, *contents: bytes) -> None:
        for content in contents:
            self.mails[max(self.mails, default=0) + 1] = StoredMail(content)

    def converse(self, handler: socketserver.StreamRequestHandler) -> None:
        handler.wfile.write(b"* OK hello\r\n")
        while line := handler.rfile.readline().decode().strip():
            tag, _, command = line.partition(" ")
            if command.startswith(self.breaks_at):
                return
            self.commands.append(command)
            answer = self._answer(command)
            self.sent_bytes += len(answer)
            status = "NO no" if answer == b"NO" else "OK done"
            handler.wfile.write((b"" if answer == b"NO" else answer) + f"{tag} {status}\r\n".encode())

    def _answer(self, command: str) -> bytes:
        verb = command.upper()
        if verb.startswith("CAPABILITY"):
            return b"* CAPABILITY IMAP4rev1\r\n"
        if verb.startswith("LOGIN"):
            return b"" if command == f'LOGIN {USER} "{PASSWORD}"' else b"NO"
        if verb.startswith("SELECT"):
            return f"* {len(self.mails)} EXISTS\r\n".encode() if command == 'SELECT "INBOX"' else b"NO"
        if verb.startswith("UID SEARCH"):
            unread = [str(uid) for uid, mail in self.mails.items() if not mail.flags]
            return f"* SEARCH {' '.join(unread)}\r\n".encode()
        if fetching := re.fullmatch(r"UID FETCH (\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)", command):
            return self._beginning(int(fetching[1]), int(fetching[2]))
        if storing := re.fullmatch(r"UID STORE (\d+) \+FLAGS\.SILENT \(([^)]*)\)", command):
            self.mails[int(storing[1])].flags |= set(storing[2].split())
        if verb == "EXPUNGE":
            self.mails = {uid: mail for uid, mail in self.mails.items() if r"\Deleted" not in mail.flags}
        return b""

    def _beginning(self, uid: int, most: int) -> bytes:
        content = self.mails[uid].content[:most]
        return f"* {uid} FETCH (UID {uid} BODY[]<0> {{{len(content)}}}\r\n".encode() + content + b")\r\n"


@contextmanager
def imap_server(*contents: bytes) -> Iterator[ImapServer]:
    state = ImapServer()
    state.deliver(*contents)

    class Handler(socketserver.StreamRequestHandler):
        @override
        def handle(self) -> None:
            state.converse(self)

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        state.url = f"imap://{USER}:p%40ss%2Fword@127.0.0.1:{server.server_address[1]}/INBOX"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield state
        finally:
            server.shutdown()
            thread.join()
