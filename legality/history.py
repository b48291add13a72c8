"""The tables of events of papers, as pages of changes read them."""

from __future__ import annotations

from catalog.selectors.history_parts import ITSELF, LISTINGS
from catalog.selectors.history_types import GOODS, Name, Part, Sources, Through

PAPERS = "papers"
_PAPERS = Through(
    "papers",
    "SELECT id AS paper FROM legality_certificate WHERE facility_id = %(facility)s"
    " AND id = %(key)s::bigint"
    " UNION SELECT pgh_obj_id FROM legality_certificateevent WHERE facility_id = %(facility)s"
    " AND pgh_label = 'delete' AND pgh_obj_id = %(key)s::bigint",
)
_REVIEWS = Through(
    "reviews",
    "SELECT m.listing, r.id AS review FROM listings m"
    " JOIN legality_review r ON r.listing_id = m.listing",
)


def _of_goods(kind: str) -> Part:
    return Part(
        GOODS, kind, f"legality_{kind}event", f"legality_{kind}",
        "e.listing_id = m.listing", home="m.listing", through=LISTINGS,
    )  # fmt: skip


_COVERS = ("legality_certificatecoverevent", "legality_certificatecover")
PARTS = (
    Part(
        PAPERS, "certificate", "legality_certificateevent", "legality_certificate",
        "e.facility_id = %(facility)s", ITSELF,
    ),
    Part(
        PAPERS, "cover", *_COVERS, "e.certificate_id = m.paper", home="m.paper", through=_PAPERS,
    ),
    Part(
        PAPERS, "evidence", "legality_evidenceevent", "legality_evidence",
        "e.certificate_id = m.paper", home="m.paper", through=_PAPERS,
    ),
    *(_of_goods(kind) for kind in ("review", "suspension", "recipehold")),
    Part(
        GOODS, "reviewanswer", "legality_reviewanswerevent", "legality_reviewanswer",
        "e.review_id = m.review", home="m.listing", through=_REVIEWS,
    ),
)  # fmt: skip
# what covers one thing stands on its own page too; in a facility's list it is the paper's
OF_LISTING = Part(
    GOODS, "cover", *_COVERS, "e.listing_id = m.listing", home="m.listing", through=LISTINGS
)
NAMES = {
    "certificate": Name(
        "(SELECT upper(kind_id) || ' ' || number_raw FROM legality_certificate"
        " WHERE id = k.id::bigint)",
        "(SELECT upper(kind_id) || ' ' || number_raw FROM legality_certificateevent"
        " WHERE pgh_obj_id = k.id::bigint ORDER BY pgh_id DESC LIMIT 1)",
    ),
    "paper_kind": Name("(SELECT label FROM legality_certificatekind WHERE code = k.id)", "k.id"),
    "rule": Name("(SELECT name FROM legality_requirementrule WHERE code = k.id)", "k.id"),
    "trait": Name("(SELECT name FROM legality_goodstrait WHERE code = k.id)", "k.id"),
    "former_region": Name("k.id", "k.id"),
    "answer_template": Name(
        "(SELECT label FROM legality_answertemplate WHERE code = k.id)", "k.id"
    ),
}
LEGALITY = Sources(
    PARTS,
    NAMES,
    {"certificate_id": "certificate", "kind_id": "paper_kind"},
    {PAPERS: ("legality_certificate", "certificate")},
)
# what officers keep of papers and of what asks for them, for the whole shop
PAPER_KIND, RULE, TRAIT = "paper_kind", "rule", "trait"
FORMER_REGION, ANSWER = "former_region", "answer_template"


def _kept(group: str, kind: str) -> Part:
    events, table = f"legality_{kind}event", f"legality_{kind}"
    return Part(group, kind, events, table, "true", "e.pgh_obj_id = %(key)s")


OF_THE_SHOP = Sources(
    (
        _kept(PAPER_KIND, "certificatekind"),
        _kept(RULE, "requirementrule"),
        _kept(TRAIT, "goodstrait"),
        _kept(FORMER_REGION, "formerregion"),
        _kept(ANSWER, "answertemplate"),
    ),
    NAMES,
    {},
    {
        PAPER_KIND: ("legality_certificatekind", "paper_kind"),
        RULE: ("legality_requirementrule", "rule"),
        TRAIT: ("legality_goodstrait", "trait"),
        FORMER_REGION: ("legality_formerregion", "former_region"),
        ANSWER: ("legality_answertemplate", "answer_template"),
    },
)
