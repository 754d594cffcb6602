"""Run every measurement of this folder and print them as one JSON list; what goes on is told on the error stream.

python -m tests.bench [NAME ...] > bench.json
python -m tests.bench NAME OPTIONS > bench.json    one that has options of its own: see its module
"""

import importlib
import json
import pkgutil
import sys
import time

import tests.bench

GIVEN = {"name", "value", "unit", "peer", "peer_value"}


def names() -> list[str]:
    """The measurements there are: every module of this folder but this one."""
    return sorted(module.name for module in pkgutil.iter_modules(tests.bench.__path__) if module.name != "__main__")


def complete(entry: dict) -> dict:
    """Add how many times the peer's value the value is; None where one of them is missing or nothing."""
    missing = GIVEN - entry.keys()
    if missing:
        raise ValueError(f"a measurement lacks {', '.join(sorted(missing))}: {entry}")
    value, peer_value = entry["value"], entry["peer_value"]
    ratio = round(value / peer_value, 3) if value is not None and peer_value else None
    return {**entry, "ratio": ratio}


def main(wanted: list[str]) -> int:
    """Measure what is wanted, or everything."""
    options = wanted[1:] if wanted[1:2] and wanted[1].startswith("-") else []
    wanted = wanted[: len(wanted) - len(options)]
    unknown = set(wanted) - set(names())
    if unknown:
        print(f"There is no measurement {', '.join(sorted(unknown))}. There are: {', '.join(names())}", file=sys.stderr)
        return 2
    entries = []
    for name in wanted or names():
        began = time.monotonic()
        module = importlib.import_module(f"tests.bench.{name}")
        alone = getattr(module, "run_alone", None) if wanted == [name] else None
        if options and not alone:
            print(f"{name} has no options", file=sys.stderr)
            return 2
        entries += [complete(entry) for entry in (alone(options) if alone else module.measure())]
        print(f"{name}: {time.monotonic() - began:.1f} s", file=sys.stderr)
    json.dump(entries, sys.stdout, indent=1, ensure_ascii=False)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
