"""How long buyers' data are kept, and why."""

from __future__ import annotations

from datetime import timedelta

# People of a facility see name, phone and street as long as they may have to send again or take
# back. Our own term [certain: the shop promises it on the page where the address is typed]: returns
# are asked for within seven days of arrival, couriers' inquiries are answered within two weeks.
FACILITY_TERM = timedelta(days=30)

# Books and the papers they rest on are kept for ten years (UU KUP art. 28 (11)) [certain]. Whether
# a receipt to a household has to name the buyer is not established [uncertain]; until it is, name
# and contact stay with the order of whoever does not ask for their removal, and go with the books.
# Who closes the account is forgotten at once: amounts, dates and goods remain.
ORDER_TERM = timedelta(days=3653)

# Baskets that nobody opened any more go with the address in them: the cookie that opens one lives
# 60 days.
BASKET_TERM = timedelta(days=90)

# Rows of one statement of the nightly job, so that it holds no lock for long.
AT_ONCE = 1000
