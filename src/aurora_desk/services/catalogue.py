"""Products as screens and routes ask for them."""

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
    ) -> Page[Product]:
        """A page of a category, of the favourites, or of everything."""
        return work.catalogue.browse(
            tenant_id, category_id=category_id, favourites=favourites, after=after, limit=limit
        )

    def search(
        self, work: Work, tenant_id: TenantId, words: str, *, after: str | None = None, limit: int = 60
    ) -> Page[Product]:
        """A page of what matches, the best first."""
        return work.catalogue.search(tenant_id, words, after=after, limit=limit)
