"""A host to bring a node up on: network and mount namespaces with /run and /etc of their own.

They end with this process: the keeper reads from a pipe that only this process writes to.
"""
import os
import shutil
import subprocess
import time

import spaces

KEEPER = """
mount -t tmpfs run /run && mkdir /run/netns && mkdir "$1/etc" && cp -a /etc/. "$1/etc" &&
  rm -rf "$1/etc/netns" "$1/etc/netc" && mount --bind "$1/etc" /etc && echo ready && exec cat
"""
# Both note when the tool began and ended, and how many lines were restored.
RESTORE_SHIM = """#!/bin/sh
cat >"{log}/input"
begin=$(date +%s%N)
{tool} "$@" <"{log}/input"
status=$?
echo "load $begin $(date +%s%N) $(wc -l <"{log}/input")" >>"{log}/calls"
exit $status
"""
OTHER_SHIM = """#!/bin/sh
case " $* " in *" -f "*) kind=load ;; *) kind=list ;; esac
begin=$(date +%s%N)
{tool} "$@"
status=$?
echo "$kind $begin $(date +%s%N) 0" >>"{log}/calls"
exit $status
"""


class Host:
    def __init__(self, backend, folder):
        self.folder = folder
        os.makedirs(folder)
        self.make_tools(backend)
        self.keeper = subprocess.Popen(
            ["unshare", "-m", "-n", "--propagation", "private", "sh", "-c", KEEPER, "sh", folder],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if self.keeper.stdout.readline() != "ready\n":
            raise RuntimeError("no host can be made here")
        for command in ("link set lo up", "link add up0 type veth peer name other",
                        f"addr add {spaces.NODE}/24 dev up0", "link set up0 up", "link set other up",
                        f"route add default via {spaces.NODE_ON_LINK}"):
            subprocess.run(self.inside("ip", *command.split()), check=True)

    def make_tools(self, backend):
        """iptables of the backend first in PATH, with a note of what was loaded and listed."""
        os.mkdir(f"{self.folder}/bin")
        for family in ("iptables", "ip6tables"):
            self.shim(RESTORE_SHIM, f"{family}-restore", f"{family}-{backend}-restore")
            self.shim(OTHER_SHIM, f"{family}-save", f"{family}-{backend}-save")
            os.symlink(shutil.which(f"{family}-{backend}"), f"{self.folder}/bin/{family}")
        self.shim(OTHER_SHIM, "nft", "nft")

    def shim(self, text, name, tool):
        path = f"{self.folder}/bin/{name}"
        with open(path, "w") as file:
            file.write(text.format(tool=shutil.which(tool), log=self.folder))
        os.chmod(path, 0o755)

    def inside(self, *command):
        return ["nsenter", "-t", str(self.keeper.pid), "-m", "-n", "--", *command]

    def up(self, node):
        """Seconds of `node.sh up`: CPU, wall, of which loading, of which listing; and lines loaded."""
        calls = f"{self.folder}/calls"
        open(calls, "w").close()
        start = time.monotonic()
        environment = dict(os.environ, PATH=f"{self.folder}/bin:{os.environ['PATH']}")
        process = subprocess.Popen(self.inside("sh", f"{node}/node.sh", "up"), env=environment,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        printed = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"node.sh up failed: {printed[:2000]}")
        wall = time.monotonic() - start
        spent, lines = {"load": 0.0, "list": 0.0}, 0
        for call in open(calls):
            kind, begin, end, count = call.split()
            spent[kind] += (int(end) - int(begin)) / 1e9
            lines += int(count)
        return (usage.ru_utime + usage.ru_stime, wall, spent["load"], spent["list"],
                lines)

    def close(self):
        self.keeper.stdin.close()
        self.keeper.wait()
