"""How long a desk's write takes beside a saturated server on the same file, and alone on it in the same run.

    python benchmarks/writing.py [SECONDS]

Promised: p99 of a desk write beside a saturated server at most 25 ms (docs/ARCHITECTURE.md, Measured).
"""

from __future__ import annotations

import subprocess
import sys
import time
from functools import partial
from pathlib import Path

from aurora_desk.app.opening import look, open_services, place_of
from aurora_desk.app.options import Folders, read_environment
from aurora_desk.domain.actor import Actor
from aurora_desk.domain.cart import Cart, add_product, set_quantity
from aurora_desk.domain.ids import PersonId, ProductId
from aurora_desk.services.demo import CAFE, TILL
from aurora_desk.services.facade import Services
from load import percentile
from serving import demo_folder, environment, start_server, stop

CONNECTIONS = 16


def desk_writes(services: Services, seconds: float) -> list[float]:
    """A cashier who changes a cart about 30 times a second: the time of each write in seconds."""
    actor = Actor.person(CAFE, PersonId(1), TILL)
    product = services.read(lambda work: services.catalogue.get(work, CAFE, ProductId(103)))
    cart: Cart = services.write(lambda work: services.sales.open_cart(work, actor))
    add = partial(add_product, product=product, quantity_milli=1000)
    cart = services.write(partial(services.sales.change, actor=actor, cart_id=cart.cart_id, change=add))
    line = cart.lines[0].line_id
    times = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        change = partial(set_quantity, line_id=line, quantity_milli=1000 * (1 + len(times) % 9))
        began = time.monotonic()
        services.write(partial(services.sales.change, actor=actor, cart_id=cart.cart_id, change=change))
        times.append(time.monotonic() - began)
        time.sleep(0.03)
    return times


def tell(name: str, times: list[float]) -> float:
    """Print a row; gives the p99 in milliseconds."""
    p99 = percentile(times, 0.99) * 1000
    print(
        f"{name:<34} median {percentile(times, 0.5) * 1000:6.1f} ms   p95 {percentile(times, 0.95) * 1000:6.1f} ms   "
        f"p99 {p99:6.1f} ms   slowest {max(times) * 1000:6.1f} ms   ({len(times)} writes)"
    )
    return p99


def main() -> None:
    """Measure both and print the ratio."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 15
    with demo_folder() as folder:
        server, port, _ = start_server(folder, "--child")  # as the desk starts it: at lower priority
        place = place_of(read_environment({}), Folders(folder, folder / "keys"))
        facts = look(place, demo_wanted=True)
        assert facts is not None
        services = open_services(place, facts, None, server=False)
        try:
            alone = tell("desk write, server idle", desk_writes(services, seconds / 2))
            load = subprocess.Popen(
                [
                    sys.executable,
                    str(Path(__file__).with_name("load.py")),
                    str(port),
                    str(CONNECTIONS),
                    str(seconds + 2),
                ],
                stdout=subprocess.PIPE,
                text=True,
                env=environment(),
            )
            time.sleep(1)
            beside = tell("desk write, server saturated", desk_writes(services, seconds))
            print("server meanwhile:", load.communicate()[0].strip())
            print(
                f"p99 beside a saturated server / alone: {beside / alone:.1f}x; promised at most 25 ms: {beside:.1f} ms"
            )
        finally:
            services.close()
            stop(server)


if __name__ == "__main__":
    main()
