"""Words of the trade, from which synthetic goods and facilities are put together.

A word is (Indonesian, English). What is made of them is no real offer of a real place.
"""

from __future__ import annotations

from typing import NamedTuple

Word = tuple[str, str]


def words(text: str) -> tuple[Word, ...]:
    """`keripik pisang=banana crisps; ...` as words."""
    pairs = (part.strip().split("=") for part in text.split(";"))
    return tuple((indonesian, english) for indonesian, english in pairs)


class Trade(NamedTuple):
    """How goods of a kind are called and sold.

    prices: thousands of rupiah, from and to; papers: shares of its goods that have a paper, by
    the paper's code; parcel: the share that can be sent.
    """

    heads: tuple[Word, ...]
    middles: tuple[Word, ...]
    variants: tuple[Word, ...]
    prices: tuple[int, int]
    papers: dict[str, float]
    parcel: float


_PACKS = words("100 g=100 g; 250 g=250 g; 500 g=500 g; 1 kg=1 kg")
_SIZES = words("kecil=small; sedang=medium; besar=large; ekstra besar=extra large")
_CLOTHES = words("S=S; M=M; L=L; XL=XL")
_FINISH = words("polos=plain; pernis=varnished; cat hitam=painted black; cat putih=painted white")
_FOOD = {"pirt": 0.72, "halal": 0.6, "bpom_md": 0.04}
_CRAFT = {"hak_cipta": 0.1, "desain_industri": 0.06}

# In the order of how much of each is sold: the first kinds have most of the goods.
TRADES: dict[str, Trade] = {
    "camilan": Trade(
        words(
            "keripik pisang=banana crisps; keripik singkong=cassava crisps; "
            "keripik tempe=tempeh crisps; kerupuk ikan=fish crackers; kacang telur=coated peanuts; "
            "kue kering=biscuits; rengginang=rice crackers; keripik talas=taro crisps; "
            "stik keladi=taro sticks; opak=cassava wafers; peyek kacang=peanut brittle"
        ),
        words(
            "balado=with chilli; asin=salted; manis=sweet; keju=cheese; cokelat=chocolate; "
            "bawang=garlic; pedas daun jeruk=hot lime leaf; original=plain; rumput laut=seaweed; "
            "gula aren=palm sugar"
        ),
        _PACKS,
        (8, 45),
        _FOOD,
        0.97,
    ),
    "mebel": Trade(
        words(
            "kursi teras=terrace chair; kursi makan=dining chair; meja makan=dining table; "
            "meja belajar=desk; rak buku=bookshelf; lemari pakaian=wardrobe; "
            "tempat tidur=bed frame; bangku taman=garden bench; meja kopi=coffee table; "
            "kursi tamu=armchair; nakas=bedside table"
        ),
        words(
            "jati=teak; mahoni=mahogany; rotan=rattan; kayu karet=rubberwood; mindi=mindi wood; "
            "jati belanda=pine; besi hollow=steel frame; bambu=bamboo; trembesi=rain tree; "
            "sungkai=sungkai wood"
        ),
        _FINISH,
        (180, 4200),
        {"desain_industri": 0.1, "sni": 0.02},
        0.25,
    ),
    "batik": Trade(
        words(
            "batik tulis=hand-drawn batik; batik cap=stamped batik; "
            "kain batik kombinasi=mixed batik cloth; selendang batik=batik shawl; "
            "sarung batik=batik sarong; syal batik=batik scarf; taplak batik=batik tablecloth"
        ),
        words(
            "kawung=kawung; parang=parang; megamendung=megamendung; truntum=truntum; "
            "gajah oling=gajah oling; sekar jagad=sekar jagad; tambal=tambal; "
            "daun kelor=moringa leaf; ikan laut=sea fish; burung enggang=hornbill"
        ),
        words("2 meter=2 metres; 2,5 meter=2.5 metres; sutra=silk; katun=cotton"),
        (95, 900),
        {"hak_cipta": 0.25, "merek": 0.05},
        0.99,
    ),
    "bumbu-sambal": Trade(
        words(
            "bawang goreng=fried shallots; sambal teri=anchovy sambal; sambal roa=roa sambal; "
            "abon sapi=beef floss; abon ikan=fish floss; serundeng=toasted coconut; "
            "bumbu pecel=peanut sauce; minyak kelapa=coconut oil; terasi=shrimp paste"
        ),
        words(
            "pedas=hot; sedang=mild; asap=smoked; rawit hijau=green chilli; kemangi=basil; "
            "tanpa pengawet=without preservatives; khas pesisir=of the coast; gurih=savoury"
        ),
        _PACKS,
        (12, 75),
        _FOOD,
        0.95,
    ),
    "kerajinan-kayu": Trade(
        words(
            "papan catur=chess board; miniatur kapal=model ship; jam dinding=wall clock; "
            "tempat tisu=tissue box; kotak perhiasan=jewellery box; nampan saji=serving tray; "
            "gantungan kunci=key ring; pigura=picture frame; asbak=ashtray; lampu meja=table lamp"
        ),
        words(
            "jati=teak; mahoni=mahogany; sonokeling=rosewood; kayu hitam=ebony; "
            "tempurung kelapa=coconut shell; kayu apung=driftwood; ukir=carved; akar=root wood"
        ),
        _SIZES,
        (15, 650),
        _CRAFT,
        0.93,
    ),
    "pakaian": Trade(
        words(
            "kaus sablon=printed T-shirt; kemeja batik=batik shirt; daster=house dress; "
            "mukena=prayer robe; peci=cap; celemek=apron; seragam kerja=work uniform; jaket=jacket"
        ),
        words(
            "katun=cotton; lengan panjang=long sleeved; bordir=embroidered; motif dayak=Dayak; "
            "motif toraja=Toraja; hitam=black; warna alam=natural dye; rayon=rayon"
        ),
        _CLOTHES,
        (35, 420),
        {"hak_cipta": 0.05, "halal": 0.03},
        0.99,
    ),
    "anyaman": Trade(
        words(
            "keranjang=basket; tikar=mat; topi=hat; kap lampu=lampshade; tempat buah=fruit bowl; "
            "tudung saji=food cover; bakul=rice basket; noken=string bag; kotak tisu=tissue box"
        ),
        words(
            "rotan=rattan; pandan=pandanus; eceng gondok=water hyacinth; bambu=bamboo; "
            "ketak=ketak; purun=purun reed; lontar=palm leaf; "
            "koran bekas=newspaper; serat genemo=genemo fibre"
        ),
        _SIZES,
        (18, 380),
        _CRAFT,
        0.92,
    ),
    "tas-dompet": Trade(
        words(
            "tas selempang=shoulder bag; tas belanja=shopping bag; dompet lipat=wallet; "
            "dompet panjang=long wallet; ransel=backpack; tas laptop=laptop bag; pouch=pouch"
        ),
        words(
            "kulit sapi=leather; kanvas=canvas; tenun=woven; perca=patchwork; rajut=crocheted; "
            "sintetis=synthetic; batik=batik; bordir aceh=Aceh embroidery"
        ),
        words("cokelat=brown; hitam=black; krem=cream; merah hati=maroon"),
        (25, 680),
        {"merek": 0.06, "desain_industri": 0.04},
        0.99,
    ),
    "roti-kue": Trade(
        words(
            "roti manis=sweet bun; roti tawar=white bread; brownies kukus=steamed brownies; "
            "bolu=sponge cake; donat=doughnut; kue lapis=layer cake; nastar=pineapple tarts; "
            "roti sobek=pull-apart bread"
        ),
        words(
            "cokelat=chocolate; keju=cheese; kelapa=coconut; pandan=pandan; kismis=raisin; "
            "srikaya=coconut jam; pisang=banana; susu=milk"
        ),
        words("isi 1=1 piece; isi 6=6 pieces; isi 12=12 pieces; loyang=whole tin"),
        (5, 90),
        _FOOD,
        0.2,
    ),
    "telur-ikan-sayur": Trade(
        words(
            "telur ayam=eggs; lele=catfish; nila=tilapia; kangkung=water spinach; "
            "sawi=mustard greens; cabai rawit=bird's-eye chilli; jamur tiram=oyster mushrooms; "
            "beras=rice; pakcoy=pak choi"
        ),
        words(
            "segar=fresh; organik=organic; hidroponik=hydroponic; kolam terpal=from the pond; "
            "pilihan=selected; kampung=free range; panen pagi=picked at dawn"
        ),
        _PACKS,
        (6, 60),
        {"nkv": 0.1, "organik": 0.08},
        0.03,
    ),
    "kopi-minuman": Trade(
        words(
            "kopi robusta=robusta coffee; kopi arabika=arabica coffee; "
            "kopi liberika=liberica coffee; madu=honey; jahe instan=instant ginger; "
            "sirop pala=nutmeg syrup; teh kelor=moringa tea; cokelat bubuk=cocoa powder"
        ),
        words(
            "sangrai sedang=medium roast; giling halus=finely ground; biji=whole bean; murni=pure; "
            "gula aren=palm sugar; lereng gunung=of the slopes; hutan=of the forest"
        ),
        _PACKS,
        (15, 130),
        {**_FOOD, "indikasi_geografis": 0.03, "organik": 0.04},
        0.98,
    ),
    "tenun": Trade(
        words(
            "kain tenun=woven cloth; sarung tenun=woven sarong; selendang tenun=woven shawl; "
            "songket=songket; ulos=ulos; kain lurik=striped cloth; taplak tenun=woven tablecloth"
        ),
        words(
            "ikat=ikat; benang emas=gold thread; warna alam=natural dye; katun=cotton; sutra=silk; "
            "motif gunung=mountain motif; motif kuda=horse motif; kotak=checked"
        ),
        words("1 meter=1 metre; 2 meter=2 metres; lebar 60=60 cm wide; lebar 90=90 cm wide"),
        (80, 1500),
        {"hak_cipta": 0.15, "indikasi_geografis": 0.05},
        0.99,
    ),
    "rumah-kebun": Trade(
        words(
            "keset=doormat; sapu=broom; sabun cuci=washing soap; lilin=candle; "
            "pot bunga=flower pot; kompos=compost; tanaman hias=house plant; "
            "kain pel=mop cloth; sarung bantal=pillow case"
        ),
        words(
            "sabut kelapa=coir; perca=patchwork; sereh=lemongrass; semen=concrete; "
            "jerami=rice straw; ijuk=palm fibre; kedelai=soy wax; katun=cotton"
        ),
        _SIZES,
        (8, 160),
        {"merek": 0.04},
        0.7,
    ),
    "sandal-sepatu": Trade(
        words(
            "sandal gunung=hiking sandals; sandal jepit=flip-flops; sepatu kerja=work shoes; "
            "sandal hotel=hotel slippers; sepatu pantofel=dress shoes; selop=mules"
        ),
        words("kulit=leather; karet=rubber; kanvas=canvas; spons=foam; batik=batik; anyam=plaited"),
        words("38=38; 40=40; 42=42; 44=44"),
        (18, 390),
        {"merek": 0.08},
        0.99,
    ),
    "logam-las": Trade(
        words(
            "pagar besi=iron fence; teralis jendela=window grille; rak gudang=storage rack; "
            "kanopi=canopy; panggangan=grill; kursi besi=iron chair; tong sampah=bin; gerobak=cart"
        ),
        words(
            "hollow=hollow section; minimalis=plain; lipat=folding; tempa=forged; "
            "galvanis=galvanised; beroda=on wheels; susun tiga=three-tiered"
        ),
        _SIZES,
        (90, 5200),
        {"sni": 0.04},
        0.1,
    ),
    "bahan-bangunan": Trade(
        words(
            "paving=paving stone; batako=concrete block; bata merah=brick; "
            "roster=ventilation block; genteng=roof tile; kusen=door frame"
        ),
        words(
            "pasir sungai=river sand; 6 cm=6 cm; 8 cm=8 cm; segi enam=hexagonal; press=pressed; "
            "jati=teak; beton=concrete"
        ),
        words("per biji=each; per meter=per metre; per 100=per 100; satu palet=a pallet"),
        (2, 950),
        {"sni": 0.2},
        0.02,
    ),
    "alat-musik-olahraga": Trade(
        words(
            "gitar akustik=acoustic guitar; ukulele=ukulele; angklung=angklung; gendang=drum; "
            "bola voli=volleyball; raket kayu=wooden racket; catur=chess set"
        ),
        words("mahoni=mahogany; bambu=bamboo; spruce=spruce; kulit=leather; jahit=stitched"),
        _SIZES,
        (45, 2200),
        {"desain_industri": 0.08, "paten_sederhana": 0.02},
        0.85,
    ),
    "perhiasan": Trade(
        words(
            "cincin=ring; gelang=bracelet; kalung=necklace; anting=earrings; bros=brooch; "
            "liontin=pendant"
        ),
        words(
            "perak=silver; manik=beads; mutiara=pearl; filigran=filigree; kayu=wood; "
            "tembaga=copper; kerang=shell"
        ),
        words("kecil=small; sedang=medium; besar=large; sepasang=pair"),
        (20, 780),
        {"hak_cipta": 0.08, "merek": 0.05},
        1.0,
    ),
}

STORIES = words(
    "Dibuat di bengkel kerja dari bahan yang dipilih satu per satu."
    "=Made in the workshop from materials chosen one by one.; "
    "Bahannya datang dari pasar setempat dan diperiksa sebelum dipakai."
    "=The materials come from the local market and are checked before use.; "
    "Setiap potong diperiksa dua kali sebelum dikemas."
    "=Every piece is looked at twice before it is packed.; "
    "Cocok untuk oleh-oleh, hajatan, atau dipakai sendiri di rumah."
    "=Good as a present, for a feast, or for yourself at home.; "
    "Dikerjakan dengan tangan, jadi warna dan ukurannya bisa sedikit berbeda."
    "=Made by hand, so colours and sizes may differ a little.; "
    "Pelatihnya dari balai latihan kerja, dan alatnya dirawat setiap minggu."
    "=The trainers are from the vocational centre, and the tools are cared for weekly.; "
    "Simpan di tempat kering dan jauhkan dari sinar matahari langsung."
    "=Keep dry and out of direct sunlight.; "
    "Pesanan dalam jumlah besar dapat dibicarakan dengan fasilitasnya."
    "=Large orders can be agreed with the facility."
)

UNITS = words(
    "Dapur=Kitchen; Bengkel kayu=Woodshop; Bengkel las=Welding shop; Ruang jahit=Sewing room; "
    "Ruang batik=Batik room; Kebun=Garden; Ruang anyam=Weaving room"
)
BRANDS = (
    *("Renjana", "Karsa", "Tunas", "Mandiri", "Bina", "Cahaya", "Lestari", "Harapan", "Sahaja"),
    *("Puspa", "Rimba", "Samudra", "Lembah", "Pelita", "Surya", "Tirta"),
)
