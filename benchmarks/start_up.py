"""How fast the program is there, and what it weighs.

    python benchmarks/start_up.py [ROUNDS]

Prints the desk's first frame against that of a bare QMainWindow in the same run (promised: at most 2 times), how long
`serve` takes until `/health` answers on an existing store (promised: under 1.5 s), and the memory of the desk and its
API child together (PSS; promised: under 200 MiB).
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import psutil

from serving import demo_folder, environment, start_server, stop

BARE = """
import sys, time
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print(time.monotonic(), flush=True)
        QApplication.quit()
app = QApplication(sys.argv)
window = Window()
window.resize(1280, 800)
window.setCentralWidget(QLabel("Aurora Desk"))
window.show()
app.exec()
"""

DESK = """
import sys, time
from pathlib import Path
from aurora_desk.app.desk_store import DeskPlan, open_store
from aurora_desk.app.garbage import search_what_comes, start_unsearched
from aurora_desk.app.options import Folders, read_environment
start_unsearched()
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication
from aurora_desk.gui.desk import Desk, DeskOptions
from aurora_desk.gui.theme.look import ARGUMENTS
folder = Path(sys.argv[1])
plan = DeskPlan(read_environment({}), Folders(folder, folder / "keys"), demo=True, api_port=0)
app = QApplication([*ARGUMENTS])
desk = Desk(app, DeskOptions(lambda: open_store(plan), size=QSize(1280, 800)))
desk.opened.connect(search_what_comes)
desk.first_frame.connect(lambda: print(time.monotonic(), flush=True))
desk.opened.connect(lambda: print(time.monotonic(), flush=True))
desk.window.closing.connect(app.quit)
desk.show()
if sys.argv[2] == "quit":
    desk.first_frame.connect(app.quit)
app.exec()
desk.close()
"""


def first_frame(*command: str) -> float:
    """Milliseconds from the start of a process to its first frame."""
    began = time.monotonic()
    out = subprocess.run(
        [sys.executable, "-c", *command], capture_output=True, text=True, check=True, env=offscreen()
    ).stdout
    return (float(out.split()[0]) - began) * 1000


def offscreen() -> dict[str, str]:
    """This environment, painting without a display."""
    return {**environment(), "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}


def memory(folder: Path) -> None:
    """Print the PSS of a desk that is open and its API child."""
    process = subprocess.Popen(
        [sys.executable, "-c", DESK, str(folder), "stay"], stdout=subprocess.PIPE, text=True, env=offscreen()
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.readline()
    time.sleep(4)  # the API child is up and the first looks at reader and printer are over
    desk = psutil.Process(process.pid)
    parts = {"desk": desk}
    for child in desk.children():
        words = child.cmdline()
        parts["simulator" if "stripe-simulator" in words else "API child"] = child
    sizes = {name: part.memory_full_info().pss / 2**20 for name, part in parts.items()}
    process.terminate()
    process.wait()
    told = ", ".join(f"{name} {size:.0f} MiB" for name, size in sizes.items())
    together = sizes["desk"] + sizes["API child"]
    print(f"memory (PSS): {told}; desk and API child together {together:.0f} MiB, promised under 200")


def main() -> None:
    """Measure everything and print it."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with demo_folder() as folder:
        server, _, made = start_server(folder)
        stop(server)
        print(f"serve ready, the demo store made: {made:.2f} s")
        ready = []
        for _ in range(rounds):
            server, _, seconds = start_server(folder)
            stop(server)
            ready.append(seconds)
        print(f"serve ready on an existing store: median {statistics.median(ready):.2f} s, promised under 1.5 s")
        bare, desk = [], []
        for _ in range(rounds):
            bare.append(first_frame(BARE))
            desk.append(first_frame(DESK, str(folder), "quit"))
        ratio = statistics.median(desk) / statistics.median(bare)
        print(
            f"first frame: desk {statistics.median(desk):.0f} ms, bare window {statistics.median(bare):.0f} ms, "
            f"ratio {ratio:.2f}, promised at most 2"
        )
        memory(folder)


if __name__ == "__main__":
    main()
