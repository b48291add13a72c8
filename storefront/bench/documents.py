"""What clients ask when they buy: the same of the shop and of stock Saleor, but for the payment."""

from __future__ import annotations

_CHECKOUT = """fragment Box on Checkout {
  id token email
  lines { id quantity totalPrice { gross { amount currency } }
    variant { id name sku pricing { price { gross { amount } } } product { id name } } }
  availableShippingMethods { id name price { amount currency } }
  shippingMethod { id name }
  shippingAddress { firstName streetAddress1 city postalCode countryArea phone }
  subtotalPrice { gross { amount } } shippingPrice { gross { amount } }
  totalPrice { gross { amount currency } }
}"""
_ERRORS = "checkoutErrors { field message code }"
_ORDER = """order { id token number status total { gross { amount currency } }
  lines { productName quantity unitPrice { gross { amount } } } }"""

CREATE = f"""mutation ($input: CheckoutCreateInput!) {{
  checkoutCreate(input: $input) {{ {_ERRORS} checkout {{ ...Box }} }} }}
{_CHECKOUT}"""
SHIP = f"""mutation ($id: ID!, $method: ID!) {{
  checkoutShippingMethodUpdate(checkoutId: $id, shippingMethodId: $method) {{
    {_ERRORS} checkout {{ ...Box }} }} }}
{_CHECKOUT}"""
# Of the shop: the order first, then its money.
PLACE = f"""mutation ($id: ID!) {{
  checkoutComplete(checkoutId: $id, gateway: "practice:") {{
    {_ERRORS} {_ORDER} payment {{ url }} }} }}"""
# Of stock Saleor.
PAY = """mutation ($id: ID!, $input: PaymentInput!) {
  checkoutPaymentCreate(checkoutId: $id, input: $input) {
    paymentErrors { field message code } payment { id total { amount } } } }"""
COMPLETE = f"""mutation ($id: ID!) {{
  checkoutComplete(checkoutId: $id) {{ {_ERRORS} {_ORDER} }} }}"""
