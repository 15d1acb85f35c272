"""Servers and clients for the live test.

probe.py serve NAME PORT...             answers "NAME PEER" on TCP and UDP until killed
probe.py get HOST PORT [COUNT] [udp]    COUNT requests, one after the other; prints the set of answers
probe.py stream HOST PORT STOPFILE      requests until STOPFILE exists; prints "N ok, M failed"
"""
import os
import selectors
import socket
import sys
import time

SECONDS = 2.0


def plain(peer):
    return peer[0].removeprefix("::ffff:")


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
            chosen.register(server, selectors.EVENT_READ, kind)
    while True:
        for key, _ in chosen.select():
            server = key.fileobj
            try:
                if key.data == socket.SOCK_DGRAM:
                    _, peer = server.recvfrom(2048)
                    server.sendto(f"{name} {plain(peer)}".encode(), peer)
                else:
                    connection, peer = server.accept()
                    connection.sendall(f"{name} {plain(peer)}".encode())
                    connection.close()
            except OSError:
                pass


def ask(host, port, kind=socket.SOCK_STREAM):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    client = socket.socket(family, kind)
    client.settimeout(SECONDS)
    try:
        client.connect((host, port))
        if kind == socket.SOCK_DGRAM:
            client.send(b"?")
        return client.recv(2048).decode()
    except ConnectionRefusedError:
        return "refused"
    except TimeoutError:
        return "timeout"
    except OSError as error:
        return os.strerror(error.errno).replace(" ", "-")
    finally:
        client.close()


def main(verb, *words):
    if verb == "serve":
        serve(words[0], [int(port) for port in words[1:]])
    host, port = words[0], int(words[1])
    if verb == "get":
        count = int(words[2]) if len(words) > 2 else 1
        kind = socket.SOCK_DGRAM if "udp" in words else socket.SOCK_STREAM
        answers, start = set(), time.monotonic()
        for _ in range(count):
            answers.add(ask(host, port, kind))
            if time.monotonic() - start > 4 * SECONDS:
                answers.add("slow")
                break
        print(" ".join(sorted(answer.replace(" ", "@") for answer in answers)))
    if verb == "stream":
        good, bad = 0, []
        while not os.path.exists(words[2]):
            answer = ask(host, port)
            if "@" in answer or " " in answer:
                good += 1
            else:
                bad.append(answer)
            time.sleep(0.002)
        print(f"{good} ok, {len(bad)} failed {' '.join(sorted(set(bad)))}".strip())


main(*sys.argv[1:])
