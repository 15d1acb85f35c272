"""From results to what a test wants to know."""
import math


def tries(endpoints):
    """Connections enough to meet each of the endpoints, but for a chance below 1e-9."""
    if endpoints <= 1:
        return 3
    return math.ceil(math.log(1e-9 / endpoints) / math.log(1 - 1 / endpoints))


def met(probe, names, owners):
    """What was met, as sorted words "ENDPOINT:PORT@SEEN" with names for addresses, or REJECT, DROP.
    """
    words = set()
    for result in probe.results:
        if result in ("refused", "reset", "silence"):
            words.add({"refused": "REJECT", "silence": "DROP"}.get(result, result))
        elif result.count(" ") == 3:
            name, address, port, peer = result.split()
            where = names.get(address, address if name == "*" else name)
            words.add(f"{where}:{port}@{owners.get(peer, peer)}")
        else:
            words.add(result)
    return " ".join(sorted(words))
