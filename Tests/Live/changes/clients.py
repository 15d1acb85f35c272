"""Servers, clients that ask all the time, clients that keep a socket."""
import os
import selectors
import socket
import sys
import time


def plain(address, port, kind):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    made = socket.socket(family, kind)
    made.settimeout(2)
    made.connect((address, port))
    return made


def serve(endpoints):
    """Each address answers with its own name. Runs until killed."""
    chosen = selectors.DefaultSelector()
    for address in endpoints:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        for kind, port in ((socket.SOCK_STREAM, 8080), (socket.SOCK_DGRAM, 5353)):
            server = socket.socket(family, kind)
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            server.bind((address, port))
            if kind == socket.SOCK_STREAM:
                server.listen(128)
            chosen.register(server, selectors.EVENT_READ, address.encode())
    print("ready", flush=True)
    while True:
        for key, _ in chosen.select():
            if key.fileobj.type == socket.SOCK_STREAM:
                connection, _ = key.fileobj.accept()
                connection.sendall(key.data)
                connection.close()
            else:
                _, peer = key.fileobj.recvfrom(512)
                key.fileobj.sendto(key.data, peer)


def ask(address, port):
    try:
        with plain(address, port, socket.SOCK_STREAM) as client:
            return client.recv(64).decode() or "nothing"
    except OSError as error:
        return f"failed: {error}"


def stream(targets, stop):
    """New connections, one after the other, until the file `stop` exists."""
    good, bad = 0, []
    while not os.path.exists(stop):
        for address, port in targets:
            answer = ask(address, port)
            # Not so fast that ports are used again while the kernel still holds the last connection.
            time.sleep(0.002)
            if answer.startswith("failed") or answer == "nothing":
                bad.append(f"{address} {answer}")
            else:
                good += 1
    print(good, len(bad), *sorted(set(bad))[:3])


class Kept:
    """A UDP socket that stays."""

    def __init__(self, address, port):
        self.socket = plain(address, port, socket.SOCK_DGRAM)
        self.socket.settimeout(1)

    def ask(self):
        try:
            self.socket.send(b"?")
            return self.socket.recv(64).decode()
        except OSError as error:
            return f"failed: {error}"

    @property
    def port(self):
        return self.socket.getsockname()[1]


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(sys.argv[2:])
    else:
        words = sys.argv[3:]
        stream(list(zip(words[::2], map(int, words[1::2]))), sys.argv[2])
