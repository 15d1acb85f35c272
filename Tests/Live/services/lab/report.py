"""What the other live tests say too: "ok" and "not ok" lines, and a sum at the end."""
import time


class Report:
    def __init__(self):
        self.passed = 0
        self.failed = 0
        self.started = time.monotonic()

    def check(self, name, wanted, got):
        """One line: ok, or what was wanted and what came."""
        if wanted == got:
            self.passed += 1
            print(f"ok - {name}", flush=True)
        else:
            self.failed += 1
            print(f"not ok - {name}\n    want: {wanted}\n    got:  {got}", flush=True)

    def skip(self, what):
        """Something that this netc says it does not support."""
        self.note(f"SKIPPED, not in this version: {what}")

    def note(self, text):
        print(f"# {text}", flush=True)

    def timed(self, name):
        """Says how long the part took since the last such line."""
        now = time.monotonic()
        self.note(f"{name}: {now - self.started:.1f} s")
        self.started = now

    def end(self):
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        return 1 if self.failed or not self.passed else 0
