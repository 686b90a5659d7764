"""Products as screens and routes ask for them."""

from collections.abc import Sequence
from dataclasses import replace

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.catalogue import Category, CodeTakenError, NewProduct, Product, checked_product
from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.ids import ProductId, TenantId
from aurora_desk.domain.paging import Page
from aurora_desk.domain.rights import ONCE, ApprovalId, Right
from aurora_desk.domain.totals import TaxRate
from aurora_desk.domain.words import say
from aurora_desk.services.approvals import must_be_allowed, use_up
from aurora_desk.store.unit_of_work import Work


class Catalogue:
    """The catalogue of a tenant."""

    def categories(self, work: Work, tenant_id: TenantId) -> tuple[Category, ...]:
        """All categories in their order."""
        return work.catalogue.categories(tenant_id)

    def tax_rates(self, work: Work, tenant_id: TenantId) -> tuple[TaxRate, ...]:
        """All tax rates."""
        return work.catalogue.tax_rates(tenant_id)

    def get(self, work: Work, tenant_id: TenantId, product_id: ProductId) -> Product:
        """A product; raises `NotFoundError`."""
        return work.catalogue.get(tenant_id, product_id)

    def get_many(self, work: Work, tenant_id: TenantId, product_ids: Sequence[ProductId]) -> tuple[Product, ...]:
        """Those of these products that there still are, as they are now."""
        return work.catalogue.get_many(tenant_id, product_ids)

    def variants(self, work: Work, tenant_id: TenantId, parent_id: ProductId) -> tuple[Product, ...]:
        """The variants of a product, in their order."""
        return work.catalogue.variants(tenant_id, parent_id)

    def set_favourite(self, work: Work, actor: Actor, product_id: ProductId, *, favourite: bool) -> Product:
        """Put a product among the favourites, or take it out; saying it again changes nothing."""
        product = work.catalogue.get(actor.tenant_id, product_id)
        if product.favourite == favourite:
            return product
        work.catalogue.set_favourite(actor.tenant_id, product_id, favourite)
        work.log(
            actor,
            "product.changed",
            f"product:{product_id}",
            {"product_id": product_id, "fields": ["favourite"], "favourite": favourite},
        )
        return replace(product, favourite=favourite)

    def create(self, work: Work, actor: Actor, new: NewProduct, approval_id: ApprovalId | None = None) -> Product:
        """Add a product; its stock is not counted.

        Raises `InvalidError`, `CodeTakenError`, and `NeedsApprovalError` for who may not do it alone.
        """
        new = checked_product(new)
        approval = must_be_allowed(
            work,
            actor,
            Right.CATALOGUE,
            amount=ONCE,
            subject=f"barcode:{new.barcode}",
            words=say("Adding a product needs a manager."),
            approval_id=approval_id,
        )
        product, tax_id = self._made(work, actor.tenant_id, new)
        work.catalogue.add_products([(product, tax_id)], now=work.now)
        facts = {"product_id": product.product_id, "price_minor": product.price_minor, "barcode": product.barcode}
        work.log(actor, "product.added", f"product:{product.product_id}", facts)
        use_up(work, actor, approval)
        return product

    def _made(self, work: Work, tenant_id: TenantId, new: NewProduct) -> tuple[Product, int]:
        # Before the look for the code: the row of the series is locked, so of two tills one comes after the other.
        number = ProductId(work.tenants.take_number(tenant_id, "product"))
        other = work.catalogue.find_code(tenant_id, new.barcode)
        if other is not None:
            raise CodeTakenError(new.barcode, other)
        tax_id = work.catalogue.tax_id(tenant_id, new.tax)
        if tax_id is None:
            raise InvalidError("tax", "This tax is not in the list any more. Choose another one.")
        shelf = {category.category_id: category for category in work.catalogue.categories(tenant_id)}
        if new.category_id is not None and new.category_id not in shelf:
            raise InvalidError("category", "This category is not in the list any more. Choose another one.")
        product = Product(
            product_id=number,
            tenant_id=tenant_id,
            name=new.name,
            sku="",
            barcode=new.barcode,
            price_minor=new.price_minor,
            currency=work.tenants.get(tenant_id).currency,
            tax=new.tax,
            category=None if new.category_id is None else shelf[new.category_id],
            by_weight=False,
            stock_milli=None,
            low_stock_milli=0,
            favourite=False,
            picture="",
        )
        return product, tax_id

    def find_code(self, work: Work, tenant_id: TenantId, code: str) -> Product | None:
        """The product with exactly this barcode or SKU."""
        return work.catalogue.find_code(tenant_id, code)

    def browse(
        self,
        work: Work,
        tenant_id: TenantId,
        *,
        category_id: int | None = None,
        favourites: bool = False,
        after: str | None = None,
        limit: int = 60,
        variants: bool = False,
    ) -> Page[Product]:
        """A page of a category, of the favourites, or of everything.

        `variants` gives these, each as a product of its own, in place of the products that are sold as one of them.
        """
        return work.catalogue.browse(
            tenant_id, category_id=category_id, favourites=favourites, after=after, limit=limit, variants=variants
        )

    def search(
        self,
        work: Work,
        tenant_id: TenantId,
        words: str,
        *,
        after: str | None = None,
        limit: int = 60,
        variants: bool = False,
    ) -> Page[Product]:
        """A page of what matches, the best first; `variants` as for `browse`."""
        return work.catalogue.search(tenant_id, words, after=after, limit=limit, variants=variants)
