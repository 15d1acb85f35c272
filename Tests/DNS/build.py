"""Builds, and where the zones are in them."""
import glob
import os
import subprocess


def build(netc, folder, name, **documents):
    """The folder of a build of the documents, by file name without `.yaml`, as texts."""
    source, out = f"{folder}/{name}-in", f"{folder}/{name}"
    os.mkdir(source)
    for file_name, text in documents.items():
        with open(f"{source}/{file_name}.yaml", "w") as file:
            file.write(text)
    done = subprocess.run([netc, "build", "-q", source, "-o", out], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"netc build {source}: {done.stdout}{done.stderr}")
    return out


def served(build):
    """The folders with zones of a build, one for each node that serves DNS."""
    return sorted(glob.glob(f"{build}/nodes/*/dns/zones"))


def read(path):
    with open(path) as file:
        return file.read()
