"""New connections through each lane: microseconds, and ratios to the floor of the same tool."""
import random
import subprocess

import services

EACH = 10
PATIENCE = 300
# An address outside the range of Services, and one that is no pod's.
OUTSIDE = "10.144.200.200"
KINDS = ["random", "worst", "free", "outside"]


def write_targets(folder, made, shape):
    """A file of targets for each kind; in the floor every address is the one Service's, on port 80."""
    floor = shape.floor is None
    chosen = random.Random(3).sample(made, min(len(made), 2000))
    free = services.unassigned(made, 500)
    lists = {
        "random": [f"{service.address} 80" for service in chosen],
        "worst": [f"{shape.worst} 80"],
        "free": [f"{address} {81 if floor else 80}" for address in free],
        "outside": [f"{OUTSIDE} 80"],
    }
    paths = []
    for kind in KINDS:
        path = f"{folder}/targets-{shape.name.replace(' ', '-').replace(',', '')}-{kind}"
        with open(path, "w") as file:
            file.write("\n".join(lists[kind]) + "\n")
        paths.append(path)
    return paths


def measure(client, lanes, made, connects, folder):
    """By shape and kind: median and lower quartile in microseconds, refused, not refused."""
    arguments, handles = [], []
    for shape, lane in lanes.items():
        arguments += ["lane", str(lane.client.handle), *write_targets(folder, made, shape)]
        handles.append(lane.client.handle)
    printed = subprocess.run([client, str(-(-connects // EACH)), str(EACH), str(PATIENCE), *arguments],
                             pass_fds=handles, check=True, capture_output=True, text=True).stdout
    rows = iter(printed.splitlines())
    found = {}
    for shape in lanes:
        for kind in KINDS:
            median, quartile, refused, other = map(int, next(rows).split())
            found[shape, kind] = median / 1000, quartile / 1000, refused, other
    return found


def lost(found):
    """Shapes through which a Service's endpoint, or an address outside, did not refuse a connect."""
    return len({shape for (shape, kind), row in found.items() if row[3] and kind != "free"})


def report(found):
    print(f"\n  {'new connection, µs (ratio to floor)':36}" +
          "".join(f"{title:>16}" for title in ("random Service", "worst-placed", "no Service", "outside")) +
          "   rules met (mean, most)")
    named = {shape.name: shape for shape, _ in found}
    for name, shape in named.items():
        cells = []
        for kind in KINDS:
            median, _, refused, other = found[shape, kind]
            if other:
                cells.append("no answer" if not refused else f"{median:.1f} ({other} lost)")
                continue
            ratio = f"({median / found[named[shape.floor], kind][0]:.2f})" if shape.floor else ""
            cells.append(f"{median:.1f} {ratio:>6}")
        met = f"   {shape.met[0]:,.0f}, {shape.met[1]:,.0f}" if shape.met else ""
        print(f"  {name:36}" + "".join(f"{cell:>16}" for cell in cells) + met, flush=True)
