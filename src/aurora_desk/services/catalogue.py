"""Products as screens and routes ask for them."""

from collections.abc import Sequence
from dataclasses import replace

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.catalogue import Category, Product
from aurora_desk.domain.ids import ProductId, TenantId
from aurora_desk.domain.paging import Page
from aurora_desk.domain.totals import TaxRate
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
