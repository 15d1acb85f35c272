"""How requests come to nginx: the VIP, node ports, nodes' addresses; with the PROXY protocol; and
where the files with keys lie."""
import os
import struct
import socket
import subprocess

from objects import ingress, path, secret, tls
from place import CLIENTS, NODE_PORTS, VIP

HOST = "in.example"


def run(report, site):
    chain, key = site.authority.give(HOST)
    objects = [
        secret("entry", **{"tls.crt": chain, "tls.key": key}),
        ingress("entry", {HOST: [path("/", "one")]}, tls=tls("entry", HOST))]
    out = site.up(site.world(objects))
    doors(report, site)
    files(report, site, out, key)
    wrong_secrets(report, site, objects)
    proxy_protocol(report, site, objects)


def doors(report, site):
    for name, address, ports in [
            ("the VIP", VIP, (80, 443)), ("the node's address", "192.168.56.11", (80, 443)),
            ("a node port of the node", "192.168.56.11", NODE_PORTS),
            ("a node port of another node", "192.168.56.12", NODE_PORTS)]:
        client = site.client.via(address, ports=ports)
        for encrypted in (False, True):
            answer = client.get(HOST, "/", tls=encrypted)
            report.check(f"{name}, {'HTTPS' if encrypted else 'HTTP'}", (200, "one"),
                         (answer.status, answer.pod))
    report.check("a node that serves no Ingress has nothing at port 80", "ConnectionRefusedError",
                 site.client.via("192.168.56.12").get(HOST).status)


def files(report, site, out, key):
    """Private keys are for root alone, in the tree and on the host, and stand nowhere else."""
    for what, folder in (("the tree", f"{out}/nodes/edge/nginx"), ("the host", "/run/netc")):
        found = site.hosts["edge"].on(
            "find", folder, "-name", "*.key", "-printf", "%m %u\n").stdout.split("\n")
        report.check(f"private keys in {what}", {"600 root", ""}, set(found))
    body = key.split("\n")[1]
    report.check("no other file of the tree holds a key", [f"{out}/nodes/edge/nginx/private"],
                 sorted({os.path.dirname(path) for path in grep(body, out)}))
    diff = subprocess.run(
        [site.netc, "diff", f"{site.folder}/in-{site.builds}", "-o", f"{site.folder}/none"],
        capture_output=True, text=True)
    report.check("netc diff names the key and does not show it", (True, False), (
        "default_entry.key holds a secret" in diff.stdout, body in diff.stdout + diff.stderr))


def grep(text, folder):
    return subprocess.run(["grep", "-rl", "--", text, folder], capture_output=True,
                          text=True).stdout.split()


def wrong_secrets(report, site, objects):
    """Without its certificate there is no host, and never a made-up one."""
    chain, key = site.authority.give(HOST)
    other_chain, _ = site.authority.give("out.example")
    for name, data, code in [
            ("another key", {"tls.crt": objects[0]["stringData"]["tls.crt"], "tls.key": key},
             "NC0754"),
            ("another host", {"tls.crt": other_chain, "tls.key": site.authority.read(
                f"server{site.authority.count}.key")}, "NC0756"),
            ("no issuer in between", {"tls.crt": chain.split("-----END")[0] + "-----END CERTIFICATE"
                                      "-----\n" + site.authority.read("root.crt"), "tls.key": key},
             "NC0755"),
            ("no certificate", {"tls.crt": "x", "tls.key": key}, "NC0752")]:
        out, messages = site.build(site.world([secret("entry", **data), objects[1]]))
        report.check(f"a Secret with {name} is an error", (None, True, False), (
            out, code in messages, "PRIVATE" in messages or key.split("\n")[1] in messages))
    out, messages = site.build(site.world(objects[1:]))
    report.check("a missing Secret is an error", (None, True), (out, "NC0750" in messages))


def proxy_protocol(report, site, objects):
    site.up(site.world(objects, proxyProtocolFrom=[f"{CLIENTS[0]}/32"]))
    other = site.client.via(VIP, source=CLIENTS[1])
    old = b"PROXY TCP4 192.0.2.77 192.0.2.1 5555 80\r\n"
    addresses = socket.inet_aton("192.0.2.78") + socket.inet_aton("192.0.2.1")
    new = (b"\r\n\r\n\x00\r\nQUIT\n\x21\x11" + struct.pack(">H", 12) + addresses
           + struct.pack(">HH", 5555, 80))
    for name, client, preface, wanted in [
            ("version 1, from whom it is believed", site.client, old, "192.0.2.77"),
            ("version 2, from whom it is believed", site.client, new, "192.0.2.78"),
            ("from somebody else", other, old, CLIENTS[1])]:
        for encrypted in (False, True):
            answer = client.get(HOST, "/", "X-Forwarded-For: 192.0.2.99", preface=preface,
                                tls=encrypted)
            report.check(f"PROXY protocol {name}, {'HTTPS' if encrypted else 'HTTP'}",
                         (200, [wanted], [wanted]),
                         (answer.status, answer.seen("x-real-ip"), answer.seen("x-forwarded-for")))
    report.check("without the PROXY protocol nobody is let in", False,
                 site.client.get(HOST).status == 200)
