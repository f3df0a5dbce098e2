"""Talking to the service in bytes: what is sent as it stands, and the answers as they come, in order."""
import re
import socket

from sarnakh import TIMEOUT


def read_all(connection):
    """All bytes until the service hangs up."""
    got = b""
    while True:
        try:
            piece = connection.recv(65536)
        except ConnectionResetError:
            return got
        if not piece:
            return got
        got += piece


def say(s, *pieces):
    """Send pieces, each in a packet of its own; all that comes back until the service hangs up."""
    with socket.create_connection((s.host, s.port), TIMEOUT) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            for piece in pieces:
                connection.sendall(piece)
        except OSError:
            pass  # it has hung up: what it said before is there to be read
        return read_all(connection)


def answers(got):
    """[(status, {header: value}, body), ...]; fails where the bytes are no answers."""
    out = []
    while got:
        head, blank, rest = got.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        found = re.fullmatch(r"HTTP/1\.1 (\d{3}) .+", lines[0])
        if not blank or not found:
            raise AssertionError(f"no answer: {got[:200]!r}")
        headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(": ")
            headers[name.lower()] = value
        length = int(headers.get("content-length", 0))
        out.append((int(found[1]), headers, rest[:length]))
        got = rest[length:]
    return out


def in_pieces(data, size):
    return [data[i:i + size] for i in range(0, len(data), size)]
