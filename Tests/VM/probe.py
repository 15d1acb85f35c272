"""Servers and clients for the test in the VM.

probe.py serve NAME PORT...             answers "NAME PEER", then sends back what comes, until killed
probe.py get HOST PORT [COUNT] [udp]    COUNT requests one after the other; prints "N*NAME@PEER ..."
probe.py stream HOST PORT STOPFILE      requests until STOPFILE exists; prints "N ok, M failed"
probe.py hold HOST PORT COUNT STOPFILE  COUNT connections that talk until STOPFILE exists; prints
                                        "NAME ok" or "NAME failed" for each
"""
import collections
import os
import selectors
import socket
import sys
import time

SECONDS = 4.0


def serve(name, ports):
    chosen = selectors.DefaultSelector()
    for port in ports:
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
            server = socket.socket(socket.AF_INET6, kind)
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
            server.bind(("::", port))
            if kind == socket.SOCK_STREAM:
                server.listen(64)
            chosen.register(server, selectors.EVENT_READ, "listen" if kind == socket.SOCK_STREAM else "udp")
    while True:
        for key, _ in chosen.select():
            try:
                answer(name, key.fileobj, key.data, chosen)
            except OSError:
                pass


def answer(name, server, kind, chosen):
    if kind == "udp":
        _, peer = server.recvfrom(2048)
        server.sendto(greeting(name, peer), peer)
    elif kind == "listen":
        connection, peer = server.accept()
        connection.sendall(greeting(name, peer))
        chosen.register(connection, selectors.EVENT_READ, "echo")
    else:
        data = b""
        try:
            data = server.recv(2048)
        finally:
            if data:
                server.sendall(data)
            else:
                chosen.unregister(server)
                server.close()


def greeting(name, peer):
    return f"{name}@{peer[0].removeprefix('::ffff:')}".encode()


def dial(host, port, kind=socket.SOCK_STREAM):
    client = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, kind)
    client.settimeout(SECONDS)
    client.connect((host, port))
    return client


def ask(host, port, kind=socket.SOCK_STREAM):
    try:
        with dial(host, port, kind) as client:
            if kind == socket.SOCK_DGRAM:
                client.send(b"?")
            return client.recv(2048).decode()
    except ConnectionRefusedError:
        return "refused"
    except TimeoutError:
        return "timeout"
    except OSError as error:
        return os.strerror(error.errno).replace(" ", "-")


def get(host, port, count="1", protocol="tcp"):
    kind = socket.SOCK_DGRAM if protocol == "udp" else socket.SOCK_STREAM
    answers = collections.Counter()
    for _ in range(int(count)):
        answers[ask(host, int(port), kind)] += 1
        if answers["timeout"]:
            break
    print(" ".join(f"{count}*{answer}" for answer, count in sorted(answers.items()) if count))


def stream(host, port, stop):
    good, bad = 0, collections.Counter()
    while not os.path.exists(stop):
        answer = ask(host, int(port))
        if "@" in answer:
            good += 1
        else:
            bad[answer] += 1
        time.sleep(0.01)
    print(f"{good} ok, {sum(bad.values())} failed {dict(bad) or ''}".strip())


def hold(host, port, count, stop):
    connections = [dial(host, int(port)) for _ in range(int(count))]
    names = [connection.recv(2048).decode().split("@")[0] for connection in connections]
    failed = set()
    while not os.path.exists(stop):
        for at, connection in enumerate(connections):
            try:
                connection.sendall(b"x")
                if connection.recv(2048) != b"x":
                    failed.add(at)
            except OSError:
                failed.add(at)
        time.sleep(0.1)
    print("\n".join(f"{name} {'failed' if at in failed else 'ok'}" for at, name in enumerate(names)))


def main(verb, *words):
    if verb == "serve":
        serve(words[0], [int(port) for port in words[1:]])
    else:
        {"get": get, "stream": stream, "hold": hold}[verb](*words)


main(*sys.argv[1:])
