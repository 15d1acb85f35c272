"""Zones with one mistake each: what our own check must say, for it decides about those that are
emitted. Most of them CoreDNS would load without a word."""
import os
import subprocess

HEAD = """$TTL 5
@ IN SOA ns.dns.cluster.local. hostmaster.cluster.local. 7 7200 1800 86400 5
@ IN NS ns.dns.cluster.local.
ns.dns IN A 10.96.0.10
web.shop.svc IN A 10.96.0.11
"""
REVERSE = """$TTL 5
@ IN SOA ns.dns.cluster.local. hostmaster.cluster.local. 7 7200 1800 86400 5
@ IN NS ns.dns.cluster.local.
11 IN PTR web.shop.svc.cluster.local.
"""
# (what, zone, part of the complaint); "" for none
CASES = [
    ("a sound zone", HEAD, ""),
    ("serial 0", HEAD.replace(" 7 7200", " 0 7200"), "serial 0"),
    ("no SOA", HEAD.replace("@ IN SOA", "; @ IN SOA"), "no SOA"),
    ("two SOA", HEAD + HEAD.splitlines()[1], "2 SOA"),
    ("SOA elsewhere", HEAD.replace("@ IN SOA", "x IN SOA"), "0 at the origin"),
    ("no NS", HEAD.replace("@ IN NS", "; @ IN NS"), "no NS at the origin"),
    ("an NS without address", HEAD.replace("ns.dns IN A", "nt.dns IN A"), "no address for"),
    ("a delegation", HEAD + "shop.svc IN NS ns.dns.cluster.local.\n", "is delegated"),
    ("a foreign owner", HEAD + "www.example.com. IN A 10.0.0.1\n", "lies outside the zone"),
    ("an absolute owner", HEAD + "x.cluster.local. IN A 10.0.0.1\n", "is not relative"),
    ("an owner in capitals", HEAD + "X IN A 10.0.0.1\n", "is not relative"),
    ("no owner", HEAD + " IN A 10.0.0.1\n", "no owner"),
    ("a wildcard", HEAD + "*.svc IN A 10.0.0.1\n", "is a wildcard"),
    ("a wildcard in the middle", HEAD + "x.*.svc IN A 10.0.0.1\n", "is a wildcard"),
    ("CNAME and A", HEAD + "web.shop.svc IN CNAME x.example.\n", "has a CNAME"),
    ("two CNAMEs", HEAD + "x IN CNAME x.example.\nx IN CNAME y.example.\n", "has a CNAME"),
    ("a record twice", HEAD + "web.shop.svc IN A 10.96.0.11\n", "has twice"),
    ("two TTLs", HEAD + "web.shop.svc 9 IN A 10.96.0.12\n", "two TTLs"),
    ("an IPv4 address in IPv6", HEAD + "x IN AAAA ::ffff:10.0.0.1\n", "is an IPv4 address"),
    ("an SRV to nowhere", HEAD + "x IN SRV 0 1 80 y.cluster.local.\n", "no address for"),
    ("an include", HEAD + "$INCLUDE /etc/hostname\n", "$INCLUDE"),
    ("generated records", HEAD + "$GENERATE 1-2 x$ A 10.0.0.$\n", "directive $GENERATE"),
    ("another origin", HEAD + "$ORIGIN example.com.\nx IN A 10.0.0.1\n", "directive $ORIGIN"),
    ("a label of 64 bytes", HEAD + "x" * 64 + " IN A 10.0.0.1\n", "bad owner name"),
    ("a name of 254 bytes", HEAD + ".".join(["x" * 60] * 4) + " IN A 10.0.0.1\n",
     "is longer than 253 bytes"),
]
REVERSE_CASES = [
    ("a sound reverse zone", REVERSE, ""),
    ("a PTR to another's name", REVERSE.replace("11 IN PTR", "12 IN PTR"), "not an address"),
    ("nothing in it", REVERSE.replace("11 IN PTR", "; 11 IN PTR"), "nothing but SOA and NS"),
]


def test(report, lab):
    for number, (what, zone, complaint) in enumerate(CASES + REVERSE_CASES):
        files = {"cluster.local": zone}
        if (what, zone, complaint) in REVERSE_CASES:
            files = {"cluster.local": HEAD, "0.96.10.in-addr.arpa": zone}
        said = check(f"{lab}/broken-{number}", files)
        report.check(f"the check of {what}: {complaint or 'well'}", True,
                     complaint in said if complaint else "0 complaints" in said)


def check(folder, files):
    os.mkdir(folder)
    for origin, text in files.items():
        with open(f"{folder}/{origin}.zone", "w") as file:
            file.write(text)
    done = subprocess.run([os.environ["ZONES"], "check", folder], capture_output=True, text=True)
    return done.stdout + done.stderr
