"""/petugas/<facility>/surat/baru/ and .../ubah/: a paper added or changed on one screen."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from catalog.errors import Invalid, WrongState
from catalog.models import Facility
from catalog.policies.abilities import Act, require
from catalog.selectors.stall import own_choices
from catalog.types import Actor, ListingState
from legality.errors import NumberRefused, ScanRefused
from legality.models import Certificate, CertificateKind, CertificateState
from legality.numbers import Numbers
from legality.paper_reading import CoveredGoods, goods_choices, goods_named, paper_of
from legality.paper_values import covers_of, draft_of, is_checked_again, keys_of, paper_texts
from legality.scans.cleaning import CleanScan
from legality.scans.kinds import MOST_BYTES, Reason
from legality.services.certificates import PaperClash, certificate_edit, certificate_record
from legality.services.evidence import MOST_SCANS, evidence_add, scan_read
from storefront.access.actor import actor_of
from storefront.web.inside import inside_page
from storefront.web.staff.conflict import conflict_answer
from storefront.web.staff.facility_forms import Sent, seen_signed, sent_of
from storefront.web.staff.frame import facility_of, page
from storefront.web.staff.paper_clash import clash_page
from storefront.web.staff.paper_fields import (
    Typed,
    asked_for,
    fields,
    kinds_known,
    read,
    typed_of,
)
from storefront.web.staff.paper_markup import choices_html
from storefront.web.staff.paper_numbers import NumberShown, about, errors_of, number_shown

TAB = "papers"
SCANS = "scans"
ONCE = "certificate_number_once"
TAKEN = gettext_noop("A paper with this number is recorded already. Look at the number again.")
SCAN_TOO_LARGE = gettext_noop("This file is too large.")
SCANS_AGAIN = gettext_noop("Choose the scans once more: browsers do not keep files.")


@dataclass
class Form:
    """A paper's form on its way. paper: None for a new one; seen: what it is compared with; sure:
    its changes were told to have it checked again."""

    facility: Facility
    paper: Certificate | None
    typed: Typed
    seen: Typed
    key: uuid.UUID = field(default_factory=uuid.uuid4)
    errors: dict[str, str] = field(default_factory=dict)
    said: NumberShown | None = None
    asks_sure: bool = False

    @property
    def about(self) -> str:
        """What the form is signed for."""
        return f"paper:{self.paper.pk if self.paper else 'new'}"

    @property
    def action(self) -> str:
        """Where it is sent."""
        if self.paper is None:
            return reverse("staff:paper_new", args=[self.facility.slug])
        return reverse("staff:paper_change", args=[self.facility.slug, self.paper.pk])


@require_http_methods(["GET", "HEAD", "POST"])
@inside_page()
def paper_new(request: HttpRequest, slug: str) -> HttpResponse:
    """A new paper."""
    actor = actor_of(request)
    facility = facility_of(actor, slug)
    require(actor, Act.CERTIFICATE_RECORD, facility.pk)
    form = Form(facility, None, asked_for(request.GET), {})
    return _answered(request, actor, form)


@require_http_methods(["GET", "HEAD", "POST"])
@inside_page()
def paper_change(request: HttpRequest, slug: str, paper_id: int) -> HttpResponse:
    """A paper that is there."""
    actor = actor_of(request)
    paper = paper_of(actor=actor, certificate_id=paper_id, facility_slug=slug)
    require(actor, Act.CERTIFICATE_RECORD, paper.facility_id)
    if paper.state == CertificateState.REVOKED:
        raise WrongState(current=paper.state, wanted=CertificateState.UNVERIFIED.value)
    texts = paper_texts(paper, covers_of(paper.pk))
    return _answered(request, actor, Form(paper.facility, paper, texts, texts))


def _answered(request: HttpRequest, actor: Actor, form: Form) -> HttpResponse:
    choices = Choices.of(form)
    if request.method != "POST":
        return _page(request, form, choices)
    form.typed = typed_of(request.POST)
    sent = sent_of(request, form.facility.pk, form.about, form.typed)
    form.seen, form.key = dict(sent.seen), sent.key
    wanted = read(form.typed, choices.kinds, choices.own)
    if request.POST.get("do") == "check":
        return _checked(request, form, choices)
    if not wanted.texts["kind"] and wanted.texts["number"]:
        wanted = _with_kind(form, choices)
    form.errors = dict(wanted.errors)
    form.asks_sure = _asks_sure(form, wanted.texts) and sent.sure != "ya"
    if not form.errors and not form.asks_sure:
        done = _saved(request, actor, form, Sent(wanted.texts, form.seen, form.key))
        if done is not None:
            return done
    if request.FILES:
        form.errors.setdefault(SCANS, _(SCANS_AGAIN))
    if form.typed["number"].strip():
        form.said = number_shown(form.facility, form.typed)
    return _page(request, form, choices, status=422)


def _checked(request: HttpRequest, form: Form, choices: Choices) -> HttpResponse:
    """The form as it was typed, with what its number says, without a script."""
    if form.typed["number"].strip():
        form.said = number_shown(form.facility, form.typed)
        form.typed["kind"] = form.typed["kind"] or form.said.code
    return _page(request, form, choices)


def _with_kind(form: Form, choices: Choices) -> Any:
    """What was typed, of the kind that its number tells; nobody has to choose what is plain."""
    reading = Numbers.now().read(
        form.typed["number"], code=None, about=about(form.facility, form.typed)
    )
    if not reading.blocking:
        form.typed["kind"] = reading.code
    found = read(form.typed, choices.kinds, choices.own)
    return found._replace(errors=errors_of(reading.blocking) | found.errors)


def _asks_sure(form: Form, texts: Typed) -> bool:
    paper = form.paper
    if paper is None or paper.state != CertificateState.VERIFIED:
        return False
    return is_checked_again(form.seen, texts)


def _saved(request: HttpRequest, actor: Actor, form: Form, sent: Sent) -> HttpResponse | None:
    """Write the paper and its scans, all or nothing; None, and why in the form's errors."""
    try:
        # before any row is locked: a change of a paper keeps the whole shop from publishing
        scans = _scans_read(request.FILES.getlist(SCANS))
        with transaction.atomic():
            paper_id = _written(actor, form, sent)
            for scan in scans:
                evidence_add(actor=actor, certificate_id=paper_id, **scan._asdict())
    except PaperClash as error:
        clash = clash_page(form.facility, form.about, error)
        context = {"asked": clash, "key": uuid.uuid4(), "action": form.action, "do": "save"}
        return conflict_answer(request, form.facility, context, tab=TAB)
    except NumberRefused as error:
        form.errors |= errors_of(error.findings)
    except ScanRefused as error:
        form.errors[SCANS] = _(str(error.params["reason"]))
    except Invalid as error:
        form.errors[str(error.params["field"])] = _(str(error.params["reason"]))
    except ValidationError:
        form.errors["number"] = _(TAKEN)
    except IntegrityError as error:  # recorded by somebody else at the same moment
        if ONCE not in str(error):
            raise
        form.errors["number"] = _(TAKEN)
    else:
        address = reverse("staff:paper", args=[form.facility.slug, paper_id])
        return redirect(f"{address}?sudah=disimpan")
    return None


def _written(actor: Actor, form: Form, sent: Sent) -> int:
    draft, covers = draft_of(sent.typed, form.facility.pk)
    if form.paper is None:
        made = certificate_record(actor=actor, draft=draft, covers=covers, key=sent.key)
        return int(made.pk)
    certificate_edit(
        actor=actor,
        certificate_id=form.paper.pk,
        draft=draft,
        covers=covers,
        seen=sent.seen,
        key=sent.key,
    )
    return int(form.paper.pk)


class Scan(NamedTuple):
    """A file that came with the form, looked through."""

    name: str
    content: bytes
    clean: CleanScan


def _scans_read(files: Sequence[UploadedFile[Any]]) -> list[Scan]:
    """Raises ScanRefused, Invalid."""
    if len(files) > MOST_SCANS:
        raise ScanRefused(Reason.TOO_MANY_SCANS)
    return [_scan_read(file) for file in files]


def _scan_read(file: UploadedFile[Any]) -> Scan:
    if (file.size or 0) > MOST_BYTES:
        raise Invalid(field=SCANS, reason=SCAN_TOO_LARGE)
    content = bytes(file.read())
    return Scan(file.name or "", content, scan_read(content))


# --- The page


@dataclass(frozen=True)
class Choices:
    """What a paper of a facility can be and be for."""

    kinds: dict[str, CertificateKind]
    goods: list[CoveredGoods]
    brands: list[tuple[int, str]]

    @classmethod
    def of(cls, form: Form) -> Choices:
        """Also goods that it names already and that are put away by now. At most four
        statements."""
        goods = goods_choices(facility_id=form.facility.pk)
        missing = set(keys_of(form.seen.get("goods", ""))) - {one.id for one in goods}
        if missing:
            goods += goods_named(facility_id=form.facility.pk, listing_ids=missing)
        brands = own_choices(facility_id=form.facility.pk).brands
        return cls(kinds_known(), goods, brands)

    @property
    def own(self) -> dict[str, set[int]]:
        """Keys by the names of fields."""
        return {
            "goods": {one.id for one in self.goods},
            "brands": {key for key, _name in self.brands},
        }


def _page(request: HttpRequest, form: Form, choices: Choices, status: int = 200) -> HttpResponse:
    goods, brands = (set(keys_of(form.typed.get(name, ""))) for name in ("goods", "brands"))
    resting = [one for one in choices.goods if one.id in set(keys_of(form.seen.get("goods", "")))]
    context = {
        "form": form,
        "f": fields(form.typed, form.errors, choices.kinds),
        "said": form.said,
        "goods": choices_html(choices.goods, goods),
        "brands": [(key, name, key in brands) for key, name in choices.brands],
        "chosen": len(goods),
        "is_verified": form.paper is not None and form.paper.state == CertificateState.VERIFIED,
        "on_sale": sum(one.state == ListingState.PUBLISHED for one in resting),
        "seen": seen_signed(form.facility.pk, form.about, form.seen),
        "most_megabytes": MOST_BYTES // 1024 // 1024,
    }
    return page(
        request, "staff/paper_form.html", context, facility=form.facility, tab=TAB, status=status
    )
