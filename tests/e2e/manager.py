"""A service manager as far as sarnakh-httpd knows one: a socket that is passed, and the messages it gets."""
import os
import socket
import threading

from service import Service, within

FIRST = 3  # SD_LISTEN_FDS_START


class Manager:
    """Listens for a service, and for what the service says of itself."""

    def __init__(self, index, watchdog_us=None, listen=True):
        self.index, self.watchdog_us = index, watchdog_us
        self.door = None
        if listen:
            self.door = socket.create_server(("127.0.0.1", 0), backlog=1000)
        self.messages = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.path = f"{index.folder}/notify"
        self.messages.bind(self.path)
        self.messages.settimeout(0.05)
        self.heard, self.seen, self.is_over = [], 0, False
        self.reader = threading.Thread(target=self.read)
        self.reader.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.is_over = True
        self.reader.join()
        self.messages.close()
        if self.door:
            self.door.close()

    def start(self, *options, **more):
        """A service that is given the socket as systemd does it: as descriptor 3, with its own number in LISTEN_PID."""
        def given():
            os.environ["NOTIFY_SOCKET"] = self.path
            if self.watchdog_us:
                os.environ["WATCHDOG_USEC"] = str(self.watchdog_us)
            if self.door:
                os.dup2(self.door.fileno(), FIRST)
                os.set_inheritable(FIRST, True)  # dup2 does not, where it is that number already
                os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1")
        return Service(self.index.path, *options, preexec_fn=given, close_fds=False, **more)

    def read(self):
        """All the time, as a manager does: who tells it something waits until it is read."""
        while not self.is_over:
            try:
                self.heard.append(self.messages.recv(4096).decode())
            except TimeoutError:
                pass

    def hear(self, word, seconds=30):
        """The next message that has this word, after the one heard before; None if none comes."""
        def found():
            return next((n for n in range(self.seen, len(self.heard)) if word in self.heard[n]), None)
        if not within(seconds, lambda: found() is not None):
            return None
        self.seen = found() + 1
        return self.heard[self.seen - 1]
