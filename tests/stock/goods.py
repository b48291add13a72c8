"""A little shop of stock Saleor's own rows to try attempts on."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import Any

import graphene
from django.contrib.auth.models import Permission
from saleor.account.models import Address, User
from saleor.checkout.models import Checkout, CheckoutLine
from saleor.order.models import Order
from saleor.payment import gateway
from saleor.payment.models import Payment
from saleor.product.models import Category, Product, ProductType, ProductVariant
from saleor.warehouse.models import Stock, Warehouse

PASSWORD = "a password of eight"


def global_id(row: object, kind: str = "") -> str:
    """The row's id as GraphQL has it; `kind` names another type than its own."""
    return str(graphene.Node.to_global_id(kind or type(row).__name__, row.pk))  # type: ignore[attr-defined]


def new_address(street: str) -> Address:
    """A buyer's address."""
    return Address.objects.create(
        first_name="Ratna",
        last_name="Wijaya",
        street_address_1=street,
        city="Bandung",
        postal_code="40111",
        country="ID",
        phone="+6281234567890",
    )


def new_user(name: str, *permissions: str, **fields: bool) -> User:
    """A user called so; with permissions (their code names), a member of the staff."""
    users: Any = User.objects
    user: User = users.create_user(
        f"{name}@example.com", PASSWORD, is_staff=bool(permissions), **fields
    )
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


class Goods:
    """Rows that are made the first time they are asked for."""

    @cached_property
    def category(self) -> Category:
        """One category for all goods."""
        return Category.objects.create(name="Batik", slug="batik")

    @cached_property
    def kind(self) -> ProductType:
        """One product type for all goods."""
        return ProductType.objects.create(name="Cloth", slug="cloth", has_variants=False)

    @cached_property
    def warehouse(self) -> Warehouse:
        """One facility's warehouse."""
        address = new_address("Jalan Gudang 1")
        return Warehouse.objects.create(name="Lapas", slug="lapas", address=address)

    def product(self, slug: str, *, is_published: bool = True) -> Product:
        """A product of 20.00 with one variant, ten of it in the warehouse."""
        products: Any = Product.objects
        product: Product = products.create(
            name=slug.title(),
            slug=slug,
            product_type=self.kind,
            category=self.category,
            price_amount=Decimal(20),
            is_published=is_published,
        )
        variant = ProductVariant(product=product, sku=slug)
        variant.save()
        Stock.objects.create(warehouse=self.warehouse, product_variant=variant, quantity=10)
        return product

    @cached_property
    def batik(self) -> Product:
        """A published product."""
        return self.product("batik-tulis")

    @property
    def variant(self) -> ProductVariant:
        """The published product's variant."""
        return self.batik.variants.get()

    @cached_property
    def order(self) -> Order:
        """A stranger's order of 20.00."""
        address = new_address("Jalan Rahasia 7")
        return Order.objects.create(
            user_email="ratna@example.com",
            shipping_address=address,
            billing_address=address,
            total_net_amount=Decimal(20),
            total_gross_amount=Decimal(20),
            metadata={"gate": "closed"},
        )

    @cached_property
    def checkout(self) -> Checkout:
        """A stranger's checkout."""
        return Checkout.objects.create(email="ratna@example.com", metadata={"gate": "closed"})

    @cached_property
    def checkout_line(self) -> CheckoutLine:
        """Three pieces in the stranger's checkout."""
        return CheckoutLine.objects.create(checkout=self.checkout, variant=self.variant, quantity=3)

    @cached_property
    def payment(self) -> Payment:
        """The order's payment, charged in full by the dummy gateway."""
        payment = Payment.objects.create(
            gateway="mirumee.payments.dummy",
            is_active=True,
            order=self.order,
            total=Decimal(20),
            currency="USD",
            billing_email="ratna@example.com",
        )
        gateway.process_payment(payment, token="a-card")
        payment.refresh_from_db()
        return payment
