"""The public pages that the browser looks at, and what each may weigh."""

from __future__ import annotations

from dataclasses import dataclass

KB = 1024
PATIENCE = 60_000  # milliseconds for what has to come: the machine may be busy


@dataclass(frozen=True)
class Budget:
    """Most that a first visit on a phone may load, compressed bytes and requests."""

    html: int
    pictures: int
    requests: int
    css: int = 14 * KB
    script: int = 20 * KB
    fonts: int = 30 * KB


HOME = Budget(html=18 * KB, pictures=140 * KB, requests=20)
LIST = Budget(html=25 * KB, pictures=120 * KB, requests=22)
PRODUCT = Budget(html=20 * KB, pictures=120 * KB, requests=16)
GALLERY = Budget(html=22 * KB, pictures=210 * KB, requests=24)
SMALL = Budget(html=8 * KB, pictures=10 * KB, requests=8)


@dataclass(frozen=True)
class Page:
    """A page by name. status: of its answer; budget: none where only looks are checked."""

    name: str
    path: str
    budget: Budget | None = None
    status: int = 200


PAGES = [
    Page("home", "/", HOME),
    Page("home-en", "/en/"),
    Page("catalog", "/katalog/", LIST),
    Page("catalog-filtered", "/en/katalog/?jenis=batik&jenis=camilan&stok=ya"),
    Page("catalog-nothing", "/katalog/?jenis=batik&surat=pirt"),
    Page("catalog-complaint", "/katalog/?jenis=tidak-ada&harga-dari=banyak"),
    Page("filters", "/katalog/saring/?surat=halal"),
    Page("search", "/cari/?q=kripik+pisang+halal+dari+sulteng"),
    Page("product", "/produk/bawang-goreng-palu/", PRODUCT),
    Page("product-en", "/en/produk/bawang-goreng-palu/"),
    Page("product-not-halal", "/produk/sepatu-bot-furing-kulit-babi-jelekong/"),
    Page("product-sold-out", "/produk/roti-ketawa-wijen-medan/"),
    Page("product-pickup", "/produk/rak-besi-susun-tiga-banjar/"),
    Page("facilities", "/fasilitas/", LIST),
    Page("facility", "/fasilitas/lapas-palu/", LIST),
    Page("province", "/provinsi/sulawesi-tengah/", LIST),
    Page("galleries", "/galeri/", GALLERY),
    Page("album", "/galeri/lapas-palu/sehari-di-dapur-bawang/", GALLERY),
    Page("photo", "/galeri/lapas-palu/sehari-di-dapur-bawang/1/"),
    Page("papers", "/surat/"),
    Page("about", "/tentang/"),
    Page("how-to-buy", "/cara-belanja/"),
    Page("help-en", "/en/bantuan/"),
    Page("sample-contact", "/contoh/kontak/?kepada=Lapas+Palu&pesan=Halo"),
    Page("missing", "/produk/tidak-ada/", SMALL, status=404),
    Page("refused", "/katalog/?setelah=x", SMALL, status=400),
]
MEASURED = [page for page in PAGES if page.budget and page.status == 200]

# Of what has the focus: "" where it can be seen, "end" for nothing, else what is covered.
FOCUS_SEEN = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect();
  if (at === document.body) return "end";
  const spots = [[box.x + box.width / 2, box.y + box.height / 2], [box.x + 2, box.y + 2],
    [box.right - 2, box.y + 2], [box.x + 2, box.bottom - 2], [box.right - 2, box.bottom - 2]];
  const isSeen = spots.some(([x, y]) => {
    const top = document.elementFromPoint(x, y);
    return top && (at.contains(top) || top.contains(at) || top.closest("label, .card") &&
      top.closest("label, .card").contains(at));
  });
  return isSeen ? "" : at.outerHTML.slice(0, 160);
}"""
