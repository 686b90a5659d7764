"""The set-up that `make` calls; old Pythons must be able to read this file, so that they can say they are too old."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 -- `python3` may be any version here
    found = ".".join(str(part) for part in sys.version_info[:2])
    sys.exit(
        f"Aurora Desk needs Python 3.11 or later and this is Python {found}: "
        "install a newer python3, then run the same command again."
    )

from set_up import main  # only now: this module needs a Python that is new enough

sys.exit(main())
