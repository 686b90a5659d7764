"""Products with variants, and favourites."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.catalogue import CodeTakenError, NewProduct, Product
from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.ids import PersonId
from aurora_desk.domain.rights import NeedsApprovalError
from aurora_desk.domain.totals import TaxRate
from aurora_desk.services.demo import CAFE, NO_TAX, SALES_TAX, TILL
from services.counter import ESPRESSO, LOOPBACK, MARA, Counter, item, order_of

BISCUITS = NewProduct("  Oat  biscuits ", 3_49, SALES_TAX, 3, " 4006381333931 ")
PRIYA, JONAS = Actor.person(CAFE, PersonId(3), TILL), PersonId(2)


def shirt(counter: Counter) -> Product:
    """A product of the demo store that has variants."""
    return counter.read(counter.services.catalogue.search, CAFE, "barista t-shirt").rows[0]


def test_a_product_with_variants_is_never_sold_itself(counter: Counter) -> None:
    services, parent = counter.services, shirt(counter)
    one = counter.read(services.catalogue.variants, CAFE, parent.product_id)[0]

    with pytest.raises(InvalidError, match="Choose one of its variants") as ordered:
        counter.write(services.orders.place, LOOPBACK, order_of(item(one.product_id), item(parent.product_id)))
    with pytest.raises(InvalidError, match="Choose one of its variants") as added:
        counter.write(services.sales.session_add, LOOPBACK, "s", parent.product_id, Decimal(1), None)
    with pytest.raises(InvalidError, match="Choose one of its variants"):
        counter.cart(parent.product_id)

    assert (ordered.value.field, added.value.field) == ("items.1.productID", "productID")
    order = counter.write(services.orders.place, LOOPBACK, order_of(item(one.product_id)))
    assert order.lines[0].name == "Barista T-shirt, S, Black"


def test_programs_see_variants_in_place_of_their_product(counter: Counter) -> None:
    rows = counter.read(counter.services.catalogue.browse, CAFE, limit=200, variants=True).rows

    names = {row.name for row in rows}
    assert "Barista T-shirt, S, Black" in names
    assert "Barista T-shirt" not in names
    assert "Espresso" in names


def test_a_favourite_is_kept_and_told_once(counter: Counter) -> None:
    catalogue = counter.services.catalogue

    counter.write(catalogue.set_favourite, MARA, ESPRESSO, favourite=False)
    counter.write(catalogue.set_favourite, MARA, ESPRESSO, favourite=False)

    assert ESPRESSO not in {row.product_id for row in counter.read(catalogue.browse, CAFE, favourites=True).rows}
    assert counter.events(f"product:{ESPRESSO}") == ["product.changed"]


def test_a_new_product_is_found_by_its_code_and_its_name_and_stands_in_the_journal(counter: Counter) -> None:
    catalogue = counter.services.catalogue

    made = counter.write(catalogue.create, MARA, BISCUITS)

    assert (made.name, made.barcode, made.price_minor, made.tax) == ("Oat biscuits", "4006381333931", 3_49, SALES_TAX)
    assert made.category is not None
    assert (made.category.name, made.stock_milli) == ("Bakery", None)
    assert counter.read(catalogue.find_code, CAFE, "4006381333931") == made
    assert counter.read(catalogue.search, CAFE, "oat bis").rows[0] == made
    assert counter.events(f"product:{made.product_id}") == ["product.added"]
    cart = counter.cart(made.product_id)
    assert cart.lines[0].tax == SALES_TAX


def test_a_code_belongs_to_one_product(counter: Counter) -> None:
    catalogue = counter.services.catalogue
    first = counter.write(catalogue.create, MARA, BISCUITS)

    with pytest.raises(CodeTakenError, match="Oat biscuits has the code 4006381333931 already") as refused:
        counter.write(catalogue.create, MARA, replace(BISCUITS, name="Others"))

    assert refused.value.facts == {"product_id": first.product_id}
    assert counter.read(catalogue.search, CAFE, "others").rows == ()
    again = counter.write(catalogue.create, MARA, replace(BISCUITS, barcode="4006381333948"))
    assert again.product_id == first.product_id + 1, "what was refused took no number"


def test_who_may_not_add_products_needs_a_managers_yes_for_this_code_once(counter: Counter) -> None:
    catalogue = counter.services.catalogue
    with pytest.raises(NeedsApprovalError, match="Adding a product needs a manager") as refused:
        counter.write(catalogue.create, PRIYA, BISCUITS)
    assert counter.read(catalogue.find_code, CAFE, "4006381333931") is None

    asked = refused.value
    yes = counter.services.approvals.give(
        PRIYA, JONAS, "2345", right=asked.right, subject=asked.subject, up_to=asked.amount
    ).approval_id
    with pytest.raises(NeedsApprovalError):
        counter.write(catalogue.create, PRIYA, replace(BISCUITS, barcode="4006381333948"), yes)
    made = counter.write(catalogue.create, PRIYA, BISCUITS, yes)

    assert counter.events(f"product:{made.product_id}") == ["product.added"]
    assert counter.events(f"approval:{yes}") == ["approval.used"]
    with pytest.raises(NeedsApprovalError):
        counter.write(catalogue.create, PRIYA, replace(BISCUITS, name="Another"), yes)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (replace(BISCUITS, name=" "), "name"),
        (replace(BISCUITS, name="x" * 101), "name"),
        (replace(BISCUITS, name="Visa 4242 4242 4242 4242"), "name"),
        (replace(BISCUITS, price_minor=-1), "price"),
        (replace(BISCUITS, barcode="9" * 65), "barcode"),
        (replace(BISCUITS, barcode="BCDEFGHJKLNPRTUVBCDEFGH"), "barcode"),
        (replace(BISCUITS, tax=TaxRate("Gone", 1)), "tax"),
        (replace(BISCUITS, category_id=99), "category"),
    ],
)
def test_what_can_not_be_a_product_is_refused_and_leaves_nothing(
    counter: Counter, wrong: NewProduct, field: str
) -> None:
    before = counter.rows("SELECT count(*) FROM product")

    with pytest.raises(InvalidError) as refused:
        counter.write(counter.services.catalogue.create, MARA, wrong)

    assert refused.value.field == field
    assert counter.rows("SELECT count(*) FROM product") == before


def test_a_product_of_no_category_and_without_a_code_is_one_all_the_same(counter: Counter) -> None:
    made = counter.write(
        counter.services.catalogue.create, MARA, replace(BISCUITS, tax=NO_TAX, category_id=None, barcode="")
    )
    assert counter.read(counter.services.catalogue.get, CAFE, made.product_id) == made
