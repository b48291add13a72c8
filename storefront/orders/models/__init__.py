"""Tables of buying; one module a topic."""

from storefront.orders.models.baskets import AddressPlace, BasketBuyer, BasketDelivery, BasketLine
from storefront.orders.models.buyers import Consent
from storefront.orders.models.delivery import (
    Courier,
    CourierService,
    FacilityDelivery,
    KindDelivery,
    PackedSize,
    ShippingRate,
)
from storefront.orders.models.orders import (
    FacilityOrder,
    FacilityOrderLine,
    OrderStep,
    Parcel,
    ParcelLine,
    ShopOrder,
    VoucherUse,
)
from storefront.orders.models.payments import (
    MoneyMove,
    PaymentAttempt,
    PaymentNotice,
    Reconciliation,
    Refund,
    TransferAccount,
    TransferProof,
)
from storefront.orders.models.proceeds import ProceedsEntry, ShareRule, TaxpayerPeriod, TaxRate
from storefront.orders.models.returns import ReturnLine, ReturnPhoto, ReturnRequest
from storefront.orders.models.told import KeyGuess, OrderMail

__all__ = [
    "AddressPlace",
    "BasketBuyer",
    "BasketDelivery",
    "BasketLine",
    "Consent",
    "Courier",
    "CourierService",
    "FacilityDelivery",
    "FacilityOrder",
    "FacilityOrderLine",
    "KeyGuess",
    "KindDelivery",
    "MoneyMove",
    "OrderMail",
    "OrderStep",
    "PackedSize",
    "Parcel",
    "ParcelLine",
    "PaymentAttempt",
    "PaymentNotice",
    "ProceedsEntry",
    "Reconciliation",
    "Refund",
    "ReturnLine",
    "ReturnPhoto",
    "ReturnRequest",
    "ShareRule",
    "ShippingRate",
    "ShopOrder",
    "TaxRate",
    "TaxpayerPeriod",
    "TransferAccount",
    "TransferProof",
    "VoucherUse",
]
