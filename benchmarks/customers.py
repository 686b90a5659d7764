"""What the Customers screen costs a shop with a million customers, against its first page without any filter.

    python benchmarks/customers.py [CUSTOMERS]

Names of a thousand first and a thousand last names; a fiftieth has an account, a fiftieth is a regular.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import sqlcipher3.dbapi2

from aurora_desk.app.opening import look, make_demo, open_services, place_of
from aurora_desk.app.options import Folders, read_environment
from aurora_desk.domain.customers import CustomerFilter
from aurora_desk.services.demo import CAFE
from aurora_desk.services.facade import Services
from aurora_desk.store.base import micros
from serving import demo_folder

LOOKS = 9
FILL = """
WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < ?)
INSERT INTO customer (tenant_id, customer_id, email, email_key, firstname, lastname, displayname, phone, search_key,
    created_at, has_account, consent_at, fifth_order_at)
SELECT 42, 1000 + n, 'p' || n || '@example.com', 'p' || n || '@example.com', 'first' || n % 1000, 'last' || n % 997, '',
    '+1 555 ' || n, 'first' || n % 1000 || ' last' || n % 997 || ' p' || n || ' example com 1555' || n || ' ' || n,
    n, n % 50 = 0, CASE WHEN n % 3 = 0 THEN ? END, CASE WHEN n % 50 = 1 THEN ? - n * 1000000 END FROM s
"""


def fill(file: Path, customers: int) -> None:
    """Make the customers behind the program's back."""
    store = sqlcipher3.dbapi2.connect(str(file), isolation_level=None)
    now = micros(datetime.now(UTC))
    store.execute("BEGIN")
    store.execute(FILL, (customers, now, now))
    store.execute("COMMIT")
    store.close()


def median_ms(work: Callable[[], object]) -> float:
    """The median of some runs, in milliseconds."""
    times = []
    for _ in range(LOOKS):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return sorted(times)[LOOKS // 2]


def measure(services: Services, customers: int) -> None:
    """Pages of every chip, searches, and the look for duplicates."""
    page = partial(services.customers.search, tenant_id=CAFE)
    middle = str(customers // 2)
    asked: dict[str, Callable[[], object]] = {"everybody, first page": partial(services.read, partial(page, words=""))}
    asked["everybody, from the middle"] = partial(services.read, partial(page, words="", after=middle))
    for which in (CustomerFilter.REGULARS, CustomerFilter.ACCOUNT, CustomerFilter.NO_CONSENT):
        asked[f"{which.value}, first page"] = partial(services.read, partial(page, words="", which=which))
        asked[f"{which.value}, with a name"] = partial(services.read, partial(page, words="first51", which=which))
    for words in ("first7 last7", "p999", "first", "4321", "zzzz"):
        asked[f"search '{words}'"] = partial(services.read, partial(page, words=words))
    find = partial(services.duplicates.find, tenant_id=CAFE, email="p77@example.com")
    asked["duplicate by email"] = partial(services.read, find)
    find = partial(services.duplicates.find, tenant_id=CAFE, phone="+1 555 654321", name="First77 Last77")
    asked["duplicate by phone and name"] = partial(services.read, find)
    base = 0.0
    for name, work in asked.items():
        taken = median_ms(work)
        base = base or taken
        print(f"{name:<34} {taken:8.2f} ms   {taken / base:6.1f} times the first page")


def main() -> None:
    """Fill, look, and print the ratios."""
    customers = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with demo_folder() as folder:
        place = place_of(read_environment({}), Folders(folder, folder / "keys"))
        make_demo(place)
        facts = look(place, demo_wanted=True)
        assert facts is not None
        assert place.file is not None
        began = time.monotonic()
        fill(place.file, customers)
        print(f"{customers:,} customers, made in {time.monotonic() - began:.0f} s")
        services = open_services(place, facts, None, server=False)
        try:
            measure(services, customers)
        finally:
            services.close()


if __name__ == "__main__":
    main()
