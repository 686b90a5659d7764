"""`python -m storm` is the storm."""

import sys

from storm.run import main

if __name__ == "__main__":
    sys.exit(main())
