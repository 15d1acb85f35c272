"""`node.sh up` on a fresh host, then with one Service changed, there and back."""
import statistics

import host
import services
import shapes

WAYS = [("tree, legacy", "legacy", "iptables", "tree"), ("tree, nf_tables", "nft", "iptables", "tree"),
        ("nftables", "nft", "nftables", None)]
TURNS = 4


def middle(runs):
    return tuple(statistics.median(run[part] for run in runs) for part in range(len(runs[0])))


def one_way(netc, folder, count, backend, mode, dispatch):
    """Of the first `up`, of one with one Service changed, of one with nothing changed."""
    folders = [shapes.compile_folder(netc, f"{folder}/{name}", services.services(count, changed=name == "b"),
                                     mode, dispatch) for name in ("a", "b")]
    if None in folders:
        return None
    there = host.Host(backend, f"{folder}/host")
    try:
        first = there.up(folders[0])
        turns = [there.up(folders[(turn + 1) % 2]) for turn in range(TURNS)]
        same = there.up(folders[TURNS % 2])
    finally:
        there.close()
    return first, middle(turns), same


def line(name, run, first):
    cpu, wall, loading, listing, lines = run
    ratio = "" if run is first else \
        f"   1/{first[0] / cpu:.1f} of the CPU, 1/{first[2] / max(loading, 1e-4):.1f} of the loading"
    print(f"    {name:24}{wall:8.2f} ({cpu:.2f}){loading:10.3f}{listing:10.3f}{lines:10,}{ratio}",
          flush=True)


def report(netc, count, folder):
    print(f"\nnode.sh up, {count:,} Services: seconds of wall time (of CPU)\n"
          f"    {'':24}{'whole':>15}{'loading':>10}{'listing':>10}{'lines':>10}")
    for number, (name, backend, mode, dispatch) in enumerate(WAYS):
        found = one_way(netc, f"{folder}/{number}", count, backend, mode, dispatch)
        if found is None:
            continue
        first, changed, same = found
        print(f"  {name}")
        line("first", first, first)
        line("one Service changed", changed, first)
        line("nothing changed", same, first)
