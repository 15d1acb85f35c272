"""Do the rules do what is timed? Asks a server behind each Service which address it was reached at."""
import collections
import random
import subprocess
import sys

import services

SERVER = """
import socket
listener = socket.create_server(("", 8080), backlog=4096)
print("ready", flush=True)
while True:
    connection, _ = listener.accept()
    connection.sendall(connection.getsockname()[0].encode())
    connection.close()
"""
CLIENT = """
import socket, sys
for address in sys.stdin.read().split():
    try:
        with socket.create_connection((address, 80), 2) as connection:
            print(connection.recv(64).decode())
    except OSError as error:
        print(type(error).__name__)
"""
PYTHON = [sys.executable, "-I", "-S", "-c"]


def check(lane, made, asked=300):
    """What is wrong, in words; an empty list if every Service answers from its own endpoints."""
    order = random.Random(5).sample(made, len(made))
    chosen = [order[number % len(order)] for number in range(asked)]
    server = lane.backend.popen([*PYTHON, SERVER], stdout=subprocess.PIPE, text=True)
    try:
        server.stdout.readline()
        answers = lane.client.run(*PYTHON, CLIENT, input=" ".join(str(s.address) for s in chosen)).split()
    finally:
        server.kill()
        server.wait()
        server.stdout.close()
    wrong, shares = [], collections.Counter()
    for service, answer in zip(chosen, answers):
        own = [str(address) for _, address in service.endpoints]
        if answer in own:
            shares[own.index(answer)] += 1
        else:
            wrong.append(f"{service.namespace}/{service.name} at {service.address}: {answer}")
    for replica in range(3):
        if not asked / 5 < shares[replica] < asked / 2:
            wrong.append(f"endpoint {replica} of the Services got {shares[replica]} of {asked}")
    return wrong
