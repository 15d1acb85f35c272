#!/usr/bin/env python3
"""Compare a whole `netc build` with its floor, in one run: bench.py NETC

Yardsticks: a C loop over libyaml's events on the same bytes, PyYAML's CSafeLoader, and a C program
that writes a tree of the same names and sizes, which is the kernel's share. Prints CPU seconds (user
and system, of the whole process), peak memory and the ratios; runs are interleaved, so that a
machine which slows down slows all of them.
"""
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
ROUNDS = 7


def run(command):
    """CPU seconds, wall seconds and peak MiB of one run."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command[0]} failed ({process.returncode}): {errors.decode()[:2000]}")
    return usage.ru_utime + usage.ru_stime, time.monotonic() - start, usage.ru_maxrss / 1024


def measure(commands):
    """Median CPU, median wall and greatest peak of each command, by name.

    `ROUND` in a command stands for the number of the round: every build writes a tree of its own.
    """
    def one(number):
        return {name: run([part.replace("ROUND", str(number)) for part in command])
                for name, command in commands.items()}
    one(0)
    rounds = [one(number) for number in range(1, ROUNDS + 1)]
    return {name: (statistics.median(r[name][0] for r in rounds),
                   statistics.median(r[name][1] for r in rounds),
                   max(r[name][2] for r in rounds)) for name in commands}


def list_tree(root, path):
    """What tree.c reads: every folder and file below `root`."""
    with open(path, "w") as file:
        for folder, folders, files in os.walk(root):
            for name in folders:
                file.write(f"d {os.path.relpath(f'{folder}/{name}', root)}\n")
            for name in files:
                size = os.path.getsize(f"{folder}/{name}")
                file.write(f"{size} {os.path.relpath(f'{folder}/{name}', root)}\n")


def main():
    netc = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        large, small = f"{folder}/large", f"{folder}/small"
        os.mkdir(large)
        os.mkdir(small)
        cluster = f"{large}/cluster.yaml"
        with open(cluster, "wb") as file:
            subprocess.run([sys.executable, HERE / "generate.py"], stdout=file, check=True)
        with open(f"{small}/cluster.yaml", "wb") as file:
            subprocess.run([sys.executable, HERE / "generate.py", "--nodes", "1", "--services", "0"],
                           stdout=file, check=True)
        floor = f"{folder}/events"
        subprocess.run(["cc", "-O2", "-o", floor, HERE / "events.c", "-lyaml"], check=True)
        writer = f"{folder}/tree"
        subprocess.run(["cc", "-O2", "-o", writer, HERE / "tree.c"], check=True)
        run([netc, "build", large, "-q", "-o", f"{folder}/out"])
        list_tree(f"{folder}/out", f"{folder}/list")
        load = "import sys, yaml; list(yaml.load_all(open(sys.argv[1], 'rb'), yaml.CSafeLoader))"
        size = os.path.getsize(cluster) / (1 << 20)
        found = measure({
            "netc build": [netc, "build", large, "-q", "-o", f"{folder}/out-ROUND"],
            "libyaml events (C)": [floor, cluster],
            "the same tree (C)": [writer, f"{folder}/list", f"{folder}/tree-ROUND"],
        })
        found |= {"PyYAML CSafeLoader": min(run([sys.executable, "-c", load, cluster]) for _ in range(2))}
        start = measure({"start-up": [netc, "build", small, "-q", "-o", f"{folder}/small-out-ROUND"]})
    print(f"1,000 Services, 10,000 endpoints, 10 nodes: {size:.1f} MiB of YAML")
    for name, (cpu, wall, peak) in (found | start).items():
        print(f"  {name:20} {cpu:7.3f} s CPU  {wall:7.3f} s wall  {peak:7.1f} MiB peak")
    build, events, tree, loader = (found[name] for name in found)
    print(f"netc build / libyaml events     {build[0] / events[0]:6.2f}  (CPU; aim: at most 2)")
    rest = (build[0] - tree[0]) / events[0]
    print(f"the same, without the tree      {rest:6.2f}  (the kernel writes it in {tree[0] / build[0]:.0%} of"
          " the build's CPU)")
    print(f"PyYAML CSafeLoader / netc build {loader[0] / build[0]:6.2f}  (CPU; aim: at least 8)")
    print(f"peak memory / input             {build[2] / size:6.2f}  (aim: at most 8)")
    print(f"start-up on a ten-line input    {start['start-up'][1] * 1000:6.1f}  ms of wall time (aim: at most 10)")


if __name__ == "__main__":
    main()
