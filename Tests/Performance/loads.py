"""Load, reload and memory of each shape, in fresh namespaces."""
import os
import statistics
import tempfile
import time

import shapes
import spaces


class TooSlow(Exception):
    pass


class Load:
    """One load and one reload; seconds as (CPU, wall), None if it did not end in time."""

    def __init__(self):
        self.lane, self.load, self.reload, self.memory = None, None, None, None


def kernel_memory():
    """MiB of slabs, vmalloc and per-CPU memory."""
    with open("/proc/meminfo") as file:
        fields = dict(line.split(":") for line in file)
    return sum(int(fields[name].split()[0]) for name in ("Slab", "VmallocUsed", "Percpu")) / 1024


def settle():
    """Waits until what earlier namespaces and rules held is given back; the kernel takes its time."""
    seen = [kernel_memory()]
    while len(seen) < 40 and (len(seen) < 4 or max(seen[-4:]) - min(seen[-4:]) > 0.5):
        time.sleep(0.3)
        seen.append(kernel_memory())


def timed(space, command, text, limit):
    """CPU and wall seconds; TooSlow if it takes more than `limit`."""
    with tempfile.TemporaryFile() as file:
        file.write(text.encode())
        file.seek(0)
        start = time.monotonic()
        process = space.popen(command, stdin=file, stdout=-3, stderr=-1)
        while True:
            ended, status, usage = os.wait4(process.pid, os.WNOHANG)
            spent = time.monotonic() - start
            if ended:
                break
            if spent > limit:
                process.kill()
                os.wait4(process.pid, 0)
                process.returncode = -9
                raise TooSlow
            time.sleep(min(0.001 + spent / 200, 0.1))
        process.returncode = os.waitstatus_to_exitcode(status)
        errors = process.stderr.read().decode()
    if process.returncode:
        raise RuntimeError(f"{command[0]}: {errors[:1000]}")
    return usage.ru_utime + usage.ru_stime, spent


def total(space, parts, limit):
    times = [timed(space, shapes.COMMANDS[tool], text, limit) for tool, text in parts]
    return tuple(sum(part) for part in zip(*times)) or (0.0, 0.0)


def fresh(shape, limit, again=False):
    found = Load()
    lane = spaces.Lane()
    if again:
        settle()
    before = kernel_memory()
    try:
        found.load = total(lane.node, shape.parts, limit)
        found.memory = kernel_memory() - before
        found.lane = lane
        if again:
            found.reload = total(lane.node, shape.again(), limit)
    except TooSlow:
        if found.load is None:
            lane.close()
    return found


def measure(compared, repeats, limit):
    """Loads by shape, in interleaved rounds; what takes a tenth of the limit is loaded once."""
    found = {shape: [] for shape in compared}
    for _ in range(repeats):
        for shape, runs in found.items():
            if runs and (not runs[-1].load or runs[-1].load[1] > limit / 10):
                continue
            if runs:
                runs[-1].lane.close()
            runs.append(fresh(shape, limit, again=True))
    return found


def middle(runs, name, index):
    values = [getattr(run, name)[index] for run in runs if getattr(run, name)]
    return statistics.median(values) if values else None


def seconds(runs, name):
    wall, cpu = middle(runs, name, 1), middle(runs, name, 0)
    return "not in time" if wall is None else f"{wall:.3f} ({cpu:.3f})"


def versus(found, shape, name):
    """How many times faster than the linear shape with the same tool, by CPU."""
    linear = next((other for other in found if other.name.startswith("linear, ") and
                   other.floor == shape.floor), None)
    if linear is None or linear is shape:
        return ""
    ours, theirs = middle(found[shape], name, 0), middle(found[linear], name, 0)
    return f"{theirs / ours:.1f}×" if ours and theirs else ""


def report(found):
    print(f"\n  {'seconds of wall time (of CPU)':28}{'text MiB':>9}{'load':>18}{'':8}{'reload':>18}{'':8}"
          f"{'kernel MiB':>11}")
    for shape, runs in found.items():
        memory = [run.memory for run in runs if run.memory is not None]
        taken = f"{statistics.median(memory):.0f}" if memory else ""
        print(f"  {shape.name:28}{shape.size() / (1 << 20):9.1f}{seconds(runs, 'load'):>18}"
              f"{versus(found, shape, 'load'):>8}{seconds(runs, 'reload'):>18}"
              f"{versus(found, shape, 'reload'):>8}{taken:>11}", flush=True)
