"""Stand-ins for the tools of a host: they count the calls, and let one of them fail."""
import os
import re
import shutil

TOOLS = "nft nginx keepalived vtysh arping ndptool cp mv ln mkdir".split()

# Calls of `ip` fail in the live ring; here those of announce.sh do, which that ring has not. What
# keepalived does for itself is no call of `up`.
WRAPPER = """#!/bin/sh
case {tool},$(tr '\\0' ' ' </proc/$PPID/cmdline) in
  ip,*/announce.sh*) ;;
  ip,* | *,*/health.sh*) exec {real} "$@" ;;
esac
exec 8>>{folder}/lock
flock 8
echo "{tool} $*" >>{folder}/calls
count=$(wc -l <{folder}/calls)
exec 8>&-
[ "$count" = "$FAULT_AT" ] || exec {real} "$@"
echo "{tool} $*" >>{folder}/failed
[ "$FAULT_MODE" = before ] || {real} "$@"
[ "$FAULT_MODE" != kill ] || kill -9 0
echo "{tool}: fault injected" >&2
exit 1
"""

# Between the announcements of an address.
SLEEP = """#!/bin/sh
[ "$1" = 1.1 ] || exec {real} "$@"
"""

# What is looked at or told again and again fails once for each of these.
LOOKS = re.compile(
    r"ip -o addr show|nft (-s )?list|vtysh (-C|-c show)|nginx -q -t|keepalived -t|arping|ndptool")
# What fails in a part. The steps that are the same everywhere fail in one of them.
FAULTS = {
    "ingress": re.compile(r"(nft|nginx|ip|arping|ndptool) |.*nginx"),
    "keepalived": re.compile(""),
    "bgp": re.compile(r"(nft|vtysh) |.*frr"),
}
# Between these calls, a build becomes the one that is up.
SWITCH = re.compile(r"mv |cp \S+/state/(digest|saved) ")


def faults(part, calls):
    """Number, mode and call: each fails before it does anything; one that changes something fails
    behind that too. Behind some, `up` is killed."""
    every, seen = [], set()
    for number, call in enumerate(calls, 1):
        look = LOOKS.match(call)
        if not FAULTS[part].match(call) or look and look[0] in seen:
            continue
        every.append((number, "before", call))
        if look:
            seen.add(look[0])
        elif not call.startswith(("cp", "mkdir")):
            every.append((number, "after", call))
        if part == "keepalived" and SWITCH.match(call):
            every.append((number, "kill", call))
    return every


class Tools:
    def __init__(self, folder, host):
        self.folder, self.host = f"{folder}/faulty", host
        os.mkdir(self.folder)
        for tool in [*TOOLS, "ip"]:
            self.add(tool, WRAPPER)
        self.add("sleep", SLEEP)

    def add(self, tool, text):
        with open(f"{self.folder}/{tool}", "w") as file:
            file.write(text.format(tool=tool, real=shutil.which(tool), folder=self.folder))
            os.fchmod(file.fileno(), 0o755)

    def on(self, *words, number=0, mode="none", check=True):
        """Runs a script on the host; the call of that number fails, 0 for none."""
        for file in ("calls", "failed"):
            open(f"{self.folder}/{file}", "w").close()
        return self.host.on(
            "env", f"PATH={self.folder}:{os.environ['PATH']}", f"FAULT_AT={number}",
            f"FAULT_MODE={mode}", "setsid", "-w", "sh", *words, check=check)

    def calls(self, which="calls"):
        """What the last script called; with `failed`, the call that failed."""
        with open(f"{self.folder}/{which}") as file:
            return file.read().splitlines()
