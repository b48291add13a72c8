"""Asking to send goods back, with photos."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from catalog.errors import Invalid, NotFound
from galleries.errors import PictureRefused
from storefront.orders.rules.returns import can_return, return_until, returnable
from storefront.orders.services.returns import MOST_PHOTOS, ReturnWish, return_ask
from storefront.orders.shown import OrderShown, PartShown
from storefront.web.buying.frame import buyers_page, limited, page, posts_from_here
from storefront.web.buying.order import opened_order, order_address
from storefront.web.buying.order_acts import part_at
from storefront.web.context import language_of
from storefront.web.order_words import moment


@posts_from_here
@limited("order-return", 6)
@buyers_page
@require_http_methods(["GET", "HEAD", "POST"])
def ask_back(request: HttpRequest, token: UUID, place: int) -> HttpResponse:
    """The form, and what was sent with it. Raises NotFound where nothing can be sent back."""
    shown = opened_order(request, token)
    part = part_at(shown, place)
    if request.method != "POST":
        if not can_return(part, timezone.now()):
            raise NotFound
        return _form(request, shown, part)
    try:
        # a file is not read before it is known that there are not too many
        files = request.FILES.getlist("foto")[: MOST_PHOTOS + 1]
        photos = [bytes(file.read()) for file in files if file.size]
        wish = ReturnWish(_pieces(request, part), request.POST.get("alasan", ""), photos)
        return_ask(order_token=shown.token, part_id=part.id, wish=wish)
    except Invalid as refused:
        return _form(request, shown, part, refused)
    return redirect(order_address(shown.token, "?ok=kembali"))


def _pieces(request: HttpRequest, part: PartShown) -> dict[int, int]:
    """What was chosen of each line; what is no number of ours counts as more than there is."""
    found = {}
    for line in part.lines:
        text = request.POST.get(f"baris-{line.id}", "0")
        is_number = text.isascii() and text.isdigit() and len(text) <= len("1000000")
        found[line.id] = int(text) if is_number else line.quantity + 1
    return found


def _only_piece(part: PartShown) -> dict[int, int]:
    """Chosen for the buyer where there is nothing to choose: one piece in all."""
    has = {line.id: returnable(line) for line in part.lines}
    return has if sum(has.values()) == 1 else {}


def _form(
    request: HttpRequest, shown: OrderShown, part: PartShown, refused: Invalid | None = None
) -> HttpResponse:
    until = return_until(part)
    wrong: dict[str, str] = {}
    if refused is not None:
        field = "photos" if isinstance(refused, PictureRefused) else str(refused.params["field"])
        wrong[field] = gettext(str(refused.params["reason"]))
    chosen = _pieces(request, part) if refused is not None else _only_piece(part)
    context = {
        "order": shown,
        "part": part,
        "lines": [
            (line, range(returnable(line) + 1), chosen.get(line.id, 0))
            for line in part.lines
            if returnable(line)
        ],
        "reason": request.POST.get("alasan", ""),
        "wrong": wrong,
        "until": moment(until, shown.zone, language_of()) if until else "",
        "back": order_address(shown.token),
    }
    return page(request, "buying/order_return.html", context, 422 if wrong else 200)
