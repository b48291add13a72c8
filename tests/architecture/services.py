"""Every service of the domain and what it is given, aimed at the facility `here` of `sample`.

A service is a public function of a services module (and of those in `storefront.access` that keep
people and keys) which takes an actor. A new one without a row here fails `test_services`, and so
does one that takes no actor and is not named below with the reason.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.utils import timezone

from catalog.dates import legal_today
from catalog.models import Listing, Partner, Province, Regency, RegionalOffice, SearchTerm
from catalog.policies.abilities import Act
from catalog.saleor_adapter.kinds import kind_rows
from catalog.saleor_adapter.products import VariantDraft
from catalog.selectors.shop_settings import SettingsValues
from catalog.selectors.stall import values_of
from catalog.services import (
    drafts,
    facilities,
    facility_change,
    facility_parts,
    facility_register,
    kinds,
    listing_change,
    listings,
    memberships,
    pages,
    price_table,
    publication,
    reference,
    regions,
    search_terms,
    shop_settings,
    sketches,
    stock,
)
from catalog.types import Actor, Clearance, ListingState, Role, StockReason
from galleries import services as pictures
from legality.models import (
    AnswerTemplate,
    CertificateKind,
    FormerRegion,
    GoodsTrait,
    RequirementRule,
)
from legality.services import (
    answer_templates,
    certificate_kinds,
    certificates,
    editing,
    evidence,
    former_regions,
    offices,
    papers_anew,
    papers_import,
    recipes,
    requirement_rules,
    reviews,
    suspensions,
)
from legality.services import publication as clearing
from storefront.access import accounts, factors, invitations, people, roles, tokens
from storefront.orders.models import (
    Courier,
    CourierService,
    TaxpayerPeriod,
    TaxRate,
    TransferAccount,
)
from storefront.orders.services import (
    couriers,
    delivery,
    fulfilling,
    handing_over,
    proofs,
    rates,
    reconciling,
    refund_asking,
    returns,
    terms,
    transfer_accounts,
    undelivered,
    vouchers,
)
from tests.architecture.sample import Sample
from tests.making import picture_bytes

Given = Callable[[Sample], dict[str, Any]]


def _listing(s: Sample) -> Listing:
    return Listing.objects.select_related("facility").get(pk=s.common["listing_id"])


def _here(s: Sample) -> dict[str, Any]:
    return {"facility_id": s.cast.here.pk}


def _part(s: Sample) -> dict[str, Any]:
    return {"facility_order_id": s.common["part_id"]}


def _one(s: Sample) -> dict[str, Any]:
    return {"listing_id": s.common["listing_id"]}


def _variants() -> tuple[VariantDraft, ...]:
    return (VariantDraft("T-1", "", "", Decimal(1000), 1, 100),)


def _draft(s: Sample) -> listings.ListingDraft:
    return listings.ListingDraft(
        s.cast.here.pk, f"x-{uuid4().hex}", "X", "X", kind_rows()[0].id, ("x",), ("x",), _variants()
    )


def _facility(s: Sample) -> facilities.FacilityDraft:
    return facilities.FacilityDraft(
        "lapas-baru", "lapas", "IIA", "Lapas Baru", "Lapas Baru", "palu", "72.71",
        s.cast.here.office.slug, "Jalan 1",
    )  # fmt: skip


def _paper(s: Sample) -> certificates.CertificateDraft:
    return certificates.CertificateDraft(s.cast.here.pk, "pirt", f"N-{uuid4().hex[:12]}", "X")


def _certificate(s: Sample) -> dict[str, Any]:
    return {"certificate_id": s.common["certificate_id"]}


def _review(s: Sample) -> dict[str, Any]:
    return {"review_id": s.common["review_id"], "digest": "x"}


def _values(s: Sample) -> Any:
    return values_of(_listing(s))


def _cleared(s: Sample) -> Clearance:
    return Clearance(s.common["listing_id"], "x-1", (), None)


def _moved(s: Sample) -> stock.StockChange:
    return stock.StockChange(s.common["variant_id"], StockReason.PRODUCED, 2)


def _post(s: Sample) -> memberships.Post:
    return memberships.Post(Role.FACILITY_OPERATOR, facility_id=s.cast.here.pk)


def _token(s: Sample) -> tokens.TokenDraft:
    return tokens.TokenDraft(s.cast.here.pk, "x", ("stock.change",), 30, uuid4().hex)


def _photo(s: Sample) -> tuple[Any, ...]:
    made = pictures.picture_add(actor=Actor.system("x"), upload=picture_bytes("#123456"))
    return (pictures.PhotoDraft(made.pk, "x", "x"),)


def _album(s: Sample) -> pictures.AlbumDraft:
    return pictures.AlbumDraft(s.cast.here.pk, "baru", "X", "X", "", "", legal_today())


def _as_it_is(values: Any, model: Any, name: str, key: Callable[[Sample], object]) -> Given:
    """Of a change of reference data that changes nothing: who may is asked all the same."""

    def given(s: Sample) -> dict[str, Any]:
        row = values(model.objects.get(pk=key(s)))
        return {name: key(s), "wanted": row, "seen": row}

    return given


_OFFICE = regions.OfficeValues("X", "X", (), True)
_FORMER = former_regions.FormerRegionValues("72.71", 2012, "X", "V")
_ANSWER = answer_templates.AnswerTemplateValues("X", "X", "X")
_PARTNER = regions.PartnerValues("X", "X", "X", ())
_ORIGIN = drafts.Origin("x", 1)
_KIND = kinds.KindValues("X", "X")
_COURIER = couriers.CourierValues("X", 6000, 300, "", 0, True)
_SERVICE = couriers.ServiceValues("X", "X", None, 0, True)
_SHARES = terms.ShareRuleValues("2031-01-01", "50", "15", "X", "D")
_MADE = terms.ShareRuleValues("2030-01-01", "50", "15", "test", "D")
_PPN = terms.TaxRateValues("2031-01-01", "11", "X", "D")
_ACCOUNT = transfer_accounts.AccountValues("X", "1-2", "X", "", "", 0, True)
_PKP = terms.TaxpayerValues("2031-01-01", "", "")
_VOUCHER = vouchers.VoucherValues("X", "entire_order", True, 10, "2026-01-01")
_TERM = search_terms.TermValues("stop", "kata")
_CODES = search_terms.Codes(frozenset(), frozenset())
_RULE = _as_it_is(
    requirement_rules.rule_values,
    RequirementRule,
    "code",
    lambda s: s.apart["pusat/aturan/"]["object_id"],
)
_TRAIT = _as_it_is(
    requirement_rules.trait_values,
    GoodsTrait,
    "code",
    lambda s: s.apart["pusat/penanda/"]["object_id"],
)


def _shown() -> dict[str, Any]:
    """Of a change of the rules: what its officer was shown, and the day."""
    return {"shown": "", "on": legal_today()}


SERVICES: dict[Any, Given] = {
    drafts.listings_import: lambda s: {"drafts": [_draft(s)], "origins": [_ORIGIN]},
    drafts.variants_import: lambda s: {
        "variants": [drafts.NewVariant(s.common["draft_id"], _variants()[0], _ORIGIN)]
    },
    drafts.variants_update: lambda s: {
        "changes": [
            drafts.ChangedVariant(
                s.common["draft_id"], s.common["draft_variant_id"], Decimal(5), None, None, _ORIGIN
            )
        ]
    },
    drafts.brands_import: lambda s: {"wanted": [(s.cast.here.pk, "Baru")]},
    facilities.facility_open: lambda s: {"draft": _facility(s)},
    facility_change.facility_for_change: _here,
    facility_change.profile_change: lambda s: dict(
        **_here(s), wanted={"story": "x"}, seen={"story": ""}
    ),
    facility_change.hours_change: lambda s: dict(
        **_here(s), wanted={"0": "08.00-09.00"}, seen={"0": ""}
    ),
    facility_parts.part_add: lambda s: dict(
        part=facility_parts.BRANDS, **_here(s), wanted={"name": "Baru"}
    ),
    facility_parts.part_change: lambda s: dict(
        part=facility_parts.BRANDS,
        **_here(s),
        row_id=s.apart["/merek/"]["row_id"],
        wanted={"name": "Baru"},
        seen={"name": "Merek"},
    ),
    facility_parts.part_remove: lambda s: dict(
        part=facility_parts.BRANDS, **_here(s), row_id=s.apart["/merek/"]["row_id"]
    ),
    facility_parts.change_undo: lambda s: dict(**_here(s), entry_id=s.common["entry_id"]),
    facility_register.facility_register_change: lambda s: dict(
        **_here(s),
        wanted=facility_register.register_values(s.cast.here),
        seen=facility_register.register_values(s.cast.here),
    ),
    facility_register.facility_close: lambda s: dict(**_here(s), reason="x"),
    facility_register.facility_reopen: _here,
    facility_register.facility_open_once: lambda s: {"draft": _facility(s)},
    kinds.kind_change: lambda s: {"slug": "camilan", "wanted": _KIND, "seen": _KIND},
    kinds.kind_add: lambda s: {"slug": "baru", "wanted": _KIND},
    kinds.kind_take_away: lambda s: {"slug": "kriya"},
    kinds.kind_move: lambda s: {"slug": "camilan", "up": False, "seen": 1},
    listing_change.listing_change: lambda s: dict(**_one(s), wanted=_values(s), seen=_values(s)),
    listing_change.listing_begin: lambda s: dict(**_here(s), values=_values(s)),
    listings.listing_create: lambda s: {"draft": _draft(s)},
    listings.listing_for_update: _one,
    listings.listing_submit_state: _one,
    listings.listing_close: lambda s: dict(**_one(s), state=ListingState.ARCHIVED, reason="x"),
    listings.listings_suspend: lambda s: {"reasons": {s.common["listing_id"]: "x"}},
    listings.listing_withdraw: _one,
    listings.listing_send_back: lambda s: dict(**_one(s), reason="x"),
    listings.listing_restore: _one,
    listings.listing_change_address: lambda s: dict(**_one(s), slug="lain"),
    listings.flagship_set: lambda s: dict(**_one(s), begins=legal_today(), ends=legal_today()),
    memberships.post_require: lambda s: {"post": _post(s)},
    memberships.membership_give: lambda s: {
        "user_id": s.more["nobody"].user_id or 0,
        "post": _post(s),
    },
    memberships.membership_end: lambda s: {"membership_id": s.common["membership_id"]},
    pages.page_change: lambda s: {
        "slug": "tentang",
        "wanted": pages.PageValues("X", "X", "X", "X"),
        "seen": pages.PageValues("X", "X", "X", "X"),
    },
    pages.menu_change: lambda s: {
        "name": "navbar",
        "wanted": pages.MenuValues(()),
        "seen": pages.MenuValues(()),
    },
    price_table.table_save: lambda s: dict(
        **_here(s), key="x", cells=[price_table.Cells(s.common["variant_id"], stock=1)]
    ),
    price_table.change_once: lambda s: dict(**_here(s), key="x", change=_moved(s)),
    price_table.table_undo: lambda s: dict(**_here(s), save_id=s.common["save_id"]),
    publication.listings_publish: lambda s: {
        "clearances": [_cleared(s)],
        "on": legal_today(),
    },
    publication.listings_reclear: lambda s: {"clearances": [_cleared(s)]},
    reference.keeper_require: lambda s: {},
    regions.province_change: _as_it_is(regions.province_values, Province, "code", lambda s: "72"),
    regions.regency_change: _as_it_is(regions.regency_values, Regency, "code", lambda s: "72.71"),
    regions.office_change: _as_it_is(
        regions.office_values, RegionalOffice, "office_id", lambda s: s.cast.here.office_id
    ),
    regions.partner_change: _as_it_is(
        regions.partner_values, Partner, "partner_id", lambda s: s.cast.partner.pk
    ),
    regions.office_open: lambda s: {"slug": "baru", "wanted": _OFFICE},
    regions.partner_add: lambda s: {"slug": "baru", "wanted": _PARTNER},
    search_terms.term_change: lambda s: {
        "term_id": SearchTerm.objects.get(phrase="keripik").pk,
        "wanted": _TERM,
        "seen": _TERM,
        "codes": _CODES,
    },
    search_terms.term_add: lambda s: {"wanted": _TERM, "codes": _CODES},
    search_terms.terms_add: lambda s: {"values": [_TERM], "codes": _CODES},
    shop_settings.settings_change: lambda s: {
        "wanted": SettingsValues(hours="X", hours_en="X"),
        "seen": SettingsValues(),
    },
    sketches.sketch_save: lambda s: dict(**_here(s), key=uuid4(), data={}),
    sketches.sketch_send: lambda s: {
        **_here(s),
        "key": uuid4(),
        "act": lambda: (s.common["listing_id"], {}),
    },
    sketches.sketch_drop: lambda s: {"key": s.common["key"]},
    stock.stock_change: lambda s: {"changes": [_moved(s)]},
    stock.stock_undo: lambda s: {"move_id": s.common["move_id"]},
    pictures.picture_add: lambda s: {
        "upload": picture_bytes("#654321"),
        "facility_id": s.cast.here.pk,
    },
    pictures.listing_photos_set: lambda s: dict(**_one(s), photos=_photo(s)),
    pictures.album_create: lambda s: {"draft": _album(s), "photos": ()},
    certificate_kinds.certificate_kind_change: _as_it_is(
        certificate_kinds.certificate_kind_values, CertificateKind, "code", lambda s: "pirt"
    ),
    certificate_kinds.certificate_kind_add: lambda s: {
        "code": "baru",
        "wanted": certificate_kinds.certificate_kind_values(CertificateKind.objects.get(pk="pirt")),
    },
    certificate_kinds.certificate_kind_remove: lambda s: {"code": "pirt"},
    former_regions.former_region_change: _as_it_is(
        former_regions.former_region_values, FormerRegion, "code", lambda s: "9101"
    ),
    former_regions.former_region_add: lambda s: {"code": "9102", "wanted": _FORMER},
    former_regions.former_region_remove: lambda s: {"code": "9101"},
    answer_templates.answer_template_change: _as_it_is(
        answer_templates.answer_template_values, AnswerTemplate, "code", lambda s: "foto"
    ),
    answer_templates.answer_template_add: lambda s: {"code": "baru", "wanted": _ANSWER},
    certificates.certificate_record: lambda s: {
        "draft": _paper(s),
        "covers": certificates.Covers(),
    },
    certificates.certificate_for_change: lambda s: dict(
        **_certificate(s), act=Act.CERTIFICATE_RECORD
    ),
    certificates.certificate_edit: lambda s: dict(
        **_certificate(s), draft=_paper(s), covers=certificates.Covers(), seen={}
    ),
    certificates.certificate_hand_in_again: _certificate,
    certificates.certificate_verify: lambda s: dict(
        **_certificate(s), digest="x", on=legal_today()
    ),
    certificates.certificate_return: lambda s: dict(**_certificate(s), note="x"),
    certificates.certificate_revoke: lambda s: dict(
        **_certificate(s), on=legal_today(), reason="x"
    ),
    evidence.evidence_add: lambda s: {
        "certificate_id": s.common["certificate_id"],
        "name": "x.png",
        "content": picture_bytes("#246824"),
    },
    evidence.evidence_remove: lambda s: {"evidence_id": s.common["evidence_id"]},
    evidence.evidence_publish: lambda s: {"evidence_id": s.common["evidence_id"], "boxes": ()},
    evidence.evidence_unpublish: lambda s: {"certificate_id": s.common["certificate_id"]},
    editing.listing_edit: lambda s: dict(
        **_one(s), wanted=_values(s), seen=_values(s), on=legal_today()
    ),
    editing.listing_recheck: lambda s: dict(**_one(s), on=legal_today()),
    papers_anew.papers_read_anew: lambda s: {},
    papers_import.papers_import: lambda s: {"papers": [papers_import.PaperDraft(_paper(s), ())]},
    clearing.listing_submit: lambda s: dict(**_one(s), on=legal_today()),
    reviews.review_approve: lambda s: dict(**_review(s), on=legal_today()),
    reviews.review_send_back: lambda s: dict(**_review(s), note="x", answers={}),
    reviews.review_refuse: lambda s: dict(**_review(s), note="x", answers={}),
    reviews.review_take_back: _one,
    suspensions.listing_suspend: lambda s: dict(**_one(s), reason="x"),
    suspensions.listing_reopen: lambda s: dict(**_one(s), on=legal_today()),
    recipes.recipe_confirm: lambda s: dict(**_one(s), note="x", on=legal_today(), seen=""),
    offices.office_publishing_set: lambda s: {
        "office_id": s.cast.here.office_id,
        "lets_publish": True,
    },
    requirement_rules.rule_change: lambda s: {**_RULE(s), **_shown()},
    requirement_rules.rule_add: lambda s: {
        "code": "baru",
        "wanted": _RULE(s)["wanted"],
        **_shown(),
    },
    requirement_rules.trait_change: lambda s: {**_TRAIT(s), **_shown()},
    requirement_rules.trait_add: lambda s: {
        "code": "baru",
        "wanted": _TRAIT(s)["wanted"],
        **_shown(),
    },
    accounts.account_close: lambda s: {"user_id": s.common["user_id"]},
    factors.second_factor_reset: lambda s: {"user_id": s.common["user_id"]},
    invitations.invitation_make: lambda s: {"email": "x@contoh.example", "post": _post(s)},
    invitations.invitation_resend: lambda s: {"invitation_id": s.common["invitation_id"]},
    invitations.invitation_revoke: lambda s: {"invitation_id": s.common["invitation_id"]},
    people.membership_stop: lambda s: {"membership_id": s.common["membership_id"]},
    people.membership_change: lambda s: {
        "membership_id": s.common["membership_id"],
        "role": Role.FACILITY_HEAD,
    },
    people.membership_seen: lambda s: {"membership_id": s.common["membership_id"]},
    people.person_deactivate: lambda s: {"user_id": s.common["user_id"]},
    people.person_activate: lambda s: {"user_id": s.common["user_id"]},
    people.person_seen: lambda s: {"user_id": s.common["user_id"]},
    people.people_found: lambda s: {"words": "x"},
    roles.office_place: lambda s: {"slug": s.cast.here.office.slug},
    roles.partner_place: lambda s: {"slug": s.cast.partner.slug},
    tokens.token_make: lambda s: {"draft": _token(s)},
    tokens.token_revoke: lambda s: {"token_id": s.common["token_id"]},
    tokens.tokens_of: _here,
    transfer_accounts.account_add: lambda s: {"wanted": _ACCOUNT},
    transfer_accounts.account_change: _as_it_is(
        transfer_accounts.account_values,
        TransferAccount,
        "account_id",
        lambda s: s.apart["pusat/rekening/"]["object_id"],
    ),
    terms.share_rule_add: lambda s: {"facility": s.cast.here.slug, "wanted": _SHARES},
    terms.share_rule_change: lambda s: {
        "rule_id": s.apart["pusat/pembagian/"]["object_id"],
        "wanted": _MADE,
        "seen": _MADE,
    },
    terms.tax_rate_add: lambda s: {"wanted": _PPN},
    terms.tax_rate_change: _as_it_is(
        terms.tax_rate_values, TaxRate, "rate_id", lambda s: s.apart["pusat/ppn/"]["object_id"]
    ),
    terms.taxpayer_add: lambda s: {"facility": s.cast.elsewhere.slug, "wanted": _PKP},
    terms.taxpayer_change: _as_it_is(
        terms.taxpayer_values,
        TaxpayerPeriod,
        "period_id",
        lambda s: s.apart["pusat/pkp/"]["object_id"],
    ),
    couriers.courier_change: _as_it_is(couriers.courier_values, Courier, "code", lambda s: "ab"),
    couriers.courier_add: lambda s: {"code": "cd", "wanted": _COURIER},
    couriers.service_change: _as_it_is(
        couriers.service_values, CourierService, "code", lambda s: "ab-reg"
    ),
    couriers.service_add: lambda s: {"code": "ab-cd", "courier": "ab", "wanted": _SERVICE},
    couriers.kind_delivery_set: lambda s: {
        "kind_id": kind_rows()[0].id,
        "wanted": couriers.UNSAID,
        "seen": couriers.UNSAID,
    },
    delivery.facility_delivery_set: lambda s: dict(
        **_here(s),
        wanted=delivery.facility_delivery_values(s.cast.here.pk),
        seen=delivery.facility_delivery_values(s.cast.here.pk),
    ),
    delivery.packed_size_set: lambda s: dict(**_one(s), size=(1, 2, 3)),
    fulfilling.part_accept: _part,
    fulfilling.part_late: lambda s: dict(**_part(s), promised_on=legal_today(), note="x"),
    fulfilling.part_pack: _part,
    fulfilling.part_unpack: _part,
    handing_over.part_ship: lambda s: dict(**_part(s), tracking_number="AA11"),
    handing_over.parcel_track: lambda s: {
        "parcel_id": s.common["parcel_id"],
        "tracking_number": "AA11",
    },
    handing_over.part_ready: _part,
    handing_over.part_picked_up: lambda s: dict(**_part(s), code="123456"),
    handing_over.part_delivered: _part,
    undelivered.part_cannot: lambda s: dict(**_part(s), note="x"),
    undelivered.part_cancel_agree: _part,
    undelivered.part_cancel_decline: lambda s: dict(**_part(s), note="x"),
    rates.rates_load: lambda s: {"text": ",".join(rates.COLUMNS)},
    vouchers.voucher_add: lambda s: {"code": "BARU", "wanted": _VOUCHER},
    vouchers.voucher_change: lambda s: {
        "voucher_id": s.common["voucher_id"],
        "wanted": _VOUCHER,
        "seen": _VOUCHER,
    },
    proofs.proof_opened: lambda s: {"proof_id": s.common["proof_id"], "as_file": False},
    proofs.proof_decide: lambda s: {
        "proof_id": s.common["proof_id"],
        "amount": Decimal(1000),
        "on": legal_today(),
    },
    proofs.transfer_came: lambda s: {
        "attempt_id": s.common["attempt_id"],
        "amount": Decimal(1000),
        "on": legal_today(),
    },
    reconciling.difference_settle: lambda s: {"difference_id": s.common["difference_id"]},
    refund_asking.refund_by_hand_done: lambda s: {
        "refund_id": s.common["refund_id"],
        "reference": "x",
        "at": timezone.now(),
    },
    returns.return_decide: lambda s: {
        "return_id": s.common["return_id"],
        "answer": returns.ReturnAnswer({}, with_delivery=False, note="X"),
    },
    vouchers.voucher_end: lambda s: {"voucher_id": s.common["voucher_id"]},
}
# Said of no one row that could be there or not: refused to whoever may not, in scope or out of it.
SAYS_NO = {
    papers_anew.papers_read_anew,
    facilities.facility_open,
    memberships.post_require,
    memberships.membership_give,
    invitations.invitation_make,
}
# Who looks at everything may look through these.
LOOKS = {
    proofs.proof_opened,
    people.person_seen,
    people.people_found,
    roles.office_place,
    roles.partner_place,
}

# Functions of the same modules that take an actor and ask for no scope: the reason.
NOT_ASKING = {
    "catalog.services.facility_parts.can_undo": "a question",
    "catalog.services.facility_change.texts_write": "part of services that have asked",
    "catalog.services.receipts.form_digest": "reckons a mark",
    "catalog.services.receipts.receipt_claim": "part of services that have asked",
    "catalog.services.stock.listings_touch": "writes down what a service did",
    "catalog.services.reference.kept_down": "writes down what a service did",
    "galleries.services.picture_keep": "a picture of nobody yet; `picture_add` asks",
    "legality.services.expiry.certificate_expire_due": "a nightly job: what ended, ended",
    "legality.services.expiry.certificates_expire": "the same",
    "legality.services.nightly.night_run": "the nightly job",
    "legality.services.certificates.goods_settle": "part of services that have asked",
    "legality.services.certificates.own_require": "the same",
    "legality.services.off_sale.listing_hold_back": "the same",
    "legality.services.off_sale.listings_hold_back": "the same",
    "legality.services.off_sale.suspensions_end": "the same",
    "legality.services.publication.listing_release": "the same; the door asks once more",
    "legality.services.publication.listing_settle": "the same",
    "legality.services.publication.listings_settle": "the same",
    "legality.services.publication.review_ensure": "a job: who handed in has asked",
    "legality.services.publication.listings_resume": "part of jobs and of services that have asked",
    "legality.services.publication.listings_reconcile": "a job: closes what no rule clears",
    "storefront.access.accounts.email_change": "one's own account, by the session",
    "storefront.access.accounts.password_change": "the same",
    "storefront.access.factors.recovery_codes_make": "the same",
    "storefront.access.factors.second_factor_may_reset": "a question",
    "storefront.access.factors.second_factor_set": "one's own account, by the session",
    "storefront.access.people.people_of": "the place was asked for by its address",
    "storefront.access.roles.people_seen": "a question",
    "storefront.access.roles.roles_given": "a question",
    "storefront.access.sessions.other_sessions_end": "one's own log-ins, by the actor's account",
    "storefront.access.sessions.session_end": "the same",
    "storefront.access.tokens.scopes_of": "a question",
}

# Functions that write and take no actor: the reason.
WITHOUT_ACTOR = {
    "storefront.orders.services.delivery.delivery_choose": "whoever holds the basket's key",
    "storefront.orders.services.addresses.basket_address_set": "the same",
    "storefront.orders.services.choosing.ways_choose": "the same",
    "storefront.orders.services.expiring.round_announce": "a job: has what is unpaid ended",
    "storefront.orders.services.baskets.basket_begin": "whoever begins a basket gets its key",
    "storefront.orders.services.paid.order_paid": "part of services that have asked",
    "storefront.orders.services.payments.attempt_new": "part of placing an order",
    "storefront.orders.services.payments.attempts_end": "part of services that have asked",
    "storefront.orders.services.payments.attempt_expire": "a job: tells providers what ended",
    "storefront.orders.services.practising.practice_do": "whoever has the practice page's address",
    "storefront.orders.services.reconciling.round_announce": "a job: has providers asked",
    "storefront.orders.services.refund_asking.refund_ask": "a job: asks for what was written down",
    "storefront.orders.services.refunds.refund_make": "part of services that have asked",
    "storefront.orders.services.refunds.step_write": "the same",
    "storefront.orders.services.settling.settle": "what a provider signed or answered",
    "storefront.orders.services.settling.refund_done": "part of it",
    "storefront.orders.services.settling.refund_by_hand": "part of it",
    "storefront.orders.services.tries.try_count": "part of services for visitors",
    "storefront.orders.services.keys.order_open": "whoever knows the order's second key",
    "storefront.orders.services.keys.guesses_clear": "a job: takes away what limits nobody",
    "storefront.orders.services.buyer_acts.part_cancel_by_buyer": "whoever gave the order's key",
    "storefront.orders.services.returned.returns_forget": "part of forgetting buyers",
    "storefront.orders.services.written.words_forget": "part of forgetting buyers",
    "storefront.orders.services.written.notes_forget": "the same",
    "catalog.services.drafts.imports_one_by_one": "waits for its turn",
    "catalog.services.listings.slug_free": "the same",
    "catalog.services.locking.locked": "part of services that have asked",
    "catalog.services.outbox.outbox_sweep": "a job: sends on what services announced",
    "catalog.services.outbox.outbox_waiting": "a reading of a job",
    "catalog.services.readmodel.cards_refresh": "a job: reckons cards anew",
    "catalog.services.reference.one_at_a_time": "waits for its turn",
    "catalog.services.search.search_words_count": "a job: counts words",
    "galleries.services.picture_render": "a job: makes renditions of what was added",
    "legality.services.off_sale.may_come_back": "locks rows for services that have asked",
    "legality.services.expiry.papers_begun_show": "a job: reckons cards anew",
    "legality.services.nightly.night_announce": "a job: has the nightly one run",
    "legality.services.reminders.night_of": "waits for its turn",
    "legality.services.reminders.reminders_make": "a job: says who is told of what ends",
    "legality.services.publication.rules_alone": "waits for its turn",
    "legality.services.publication.rules_hold": "the same",
    "legality.services.publication.on_sale_locked": "part of services that have asked",
    "storefront.access.accounts.password_reset": "whoever holds the link of the mail",
    "storefront.access.closing.buyer_close": "the account's own, after its password",
    "storefront.access.invitations.invitation_accept": "the same",
    "storefront.access.invitations.invitation_accept_known": "the same",
    "storefront.access.invitations.invitation_mail": "a job: sends what was announced",
    "storefront.access.sessions.expired_sessions_clear": "a job: takes away what is over",
    "storefront.access.sessions.sessions_end": "part of services that have asked",
    "storefront.access.signup.signup_ask": "anybody: it opens nothing",
    "storefront.access.signup.signup_confirm": "whoever holds the link of the mail",
    "storefront.access.signup.signup_mail": "a job: sends what was announced",
    "storefront.access.signup.signup_of": "finds out what a link stands for",
    "storefront.access.signup.signups_clear": "a job: takes away what is over",
    "storefront.access.tokens.token_of": "finds out who acts",
}
