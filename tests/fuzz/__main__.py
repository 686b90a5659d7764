"""`python -m fuzz` is the hostile run."""

import sys

from fuzz.run import main

sys.exit(main())
