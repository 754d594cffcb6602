"""Run the checks of files and tell every fault; exit with 1 when there is one.

python -m tests.checks
"""

import sys
from pathlib import Path

from tests.checks import locks, names, numbers, secrets, shapes, sizes, templates

PROJECT = Path(__file__).resolve().parent.parent.parent


def main() -> int:
    """Check this checkout."""
    checks = {
        "templates": templates.faults(PROJECT / "templates"),
        "locks": locks.faults(PROJECT),
        "secrets": secrets.faults(PROJECT),
        "shapes": shapes.faults(PROJECT),
        "names": names.faults(PROJECT / "consult"),
        "sizes": sizes.faults(PROJECT / "consult"),
        "numbers": numbers.faults(PROJECT),
    }
    total = 0
    for name, found in checks.items():
        faults = list(found)
        total += len(faults)
        print(f"{name}: {f'{len(faults)} faults' if faults else 'no fault'}")
        for fault in faults:
            print(f"  {fault}")
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
