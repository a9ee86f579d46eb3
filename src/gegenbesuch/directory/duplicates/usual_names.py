"""
Names that many people bear, and short forms of given names.

Two of these that differ in one letter are two names, not one that was misspelt;
and that two people share one of the most frequent ones says less.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from gegenbesuch.core.values.search_text import normalise_for_search

#: Names that are known, one list of family names and one of given names.
_FOLDER: Final = Path(__file__).parent

#: The most frequent first; those before the bar are frequent enough to say less.
_FAMILIES: Final = """
müller schmidt schneider fischer weber meyer wagner becker schulz hoffmann schäfer koch
bauer richter klein wolf schröder neumann schwarz zimmermann braun krüger hofmann
hartmann lange meier
sato suzuki takahashi tanaka ito watanabe yamamoto nakamura kobayashi kato yoshida yamada
sasaki yamaguchi matsumoto inoue kimura hayashi saito shimizu
smith johnson williams brown jones taylor davies evans wilson thomas lee wang li zhang
chen liu kim park nguyen garcia martinez lopez rossi ivanov ivanova kowalski novak nowak |
schmitt werner krause lehmann schmid schulze maier köhler herrmann könig walter mayer
huber kaiser fuchs peters lang scholz möller weiß jung hahn schubert vogel friedrich
keller günther frank berger winkler roth beck lorenz baumann franke albrecht schuster
simon ludwig böhm winter kraus martin schumacher krämer vogt stein jäger otto sommer groß
seidel heinrich brandt haas schreiber graf schulte dietrich ziegler kuhn kühn pohl engel
horn busch bergmann voigt sauer arnold wolff pfeiffer ernst hübner kramer ritter bock
hermann kuhlmann pauli paul wirth kern maurer moser bach beyer bayer reuter reiter
naumann neubert neubauer krieger kriegel kruse kröger krahl kaufmann heinze heinz hein
henkel hempel hesse hess heß förster foerster forster fritsch fritzsche fritz franz frey
freitag fiedler fink fleischer gebhardt gerlach geiger götz götze grimm gruber grube
grünberg hartwig hase held henning hermanns hirsch hofer höfer höhn holz hoppe hummel
jacobs jakob jahn john jordan kirchner kirsch kirst kessel kessler klaus klose klotz
knoll köster krebs kunz kunze kurz lehner lenz link löffler löwe mann marquardt merkel
michel mohr müllner münch nagel nagler noack nowak opitz oswald petersen philipp pietsch
popp preuß probst rau rauch reich reichel reinhardt reinhold renner richert riedel rieger
ring röder römer rose rost rothe rudolph ruf runge sander schade schaefer scherer schiller
schilling schindler schlegel schlosser schönfeld schott schramm schröter schubert schuberth
schulte schütte schütz schütze schuster schwab schwabe seifert seiler siebert singer sonntag
specht stark steffen steiner stephan stern steinbach stoll strauß strobel sturm thomsen
tietz uhlig ulrich unger urban vetter voss wagenknecht weidner weigel weiland weiner weise
weiss wendt wenzel wiese wiesner wieland wild wilhelm will wimmer witt witte wittig wulf
wunderlich zander zeller zorn zimmer
thiel thiele lindner linder seifert peter marx metzger mertens barth bartel
yamazaki yamasaki mori ikeda hashimoto abe ishikawa yamashita nakajima nakashima ishii
ogawa maeda okada hasegawa fujita goto kondo murakami endo aoki sakamoto fukuda ota oda
nishimura fujii kaneko okamoto fujiwara nakano miura harada matsuda takeuchi ono nakagawa
hara tamura kojima ueda morita wada kono konno ando ishida kudo shibata sakai yokoyama
miyazaki miyamoto uchida takagi tani taniguchi ueno imai maruyama takada sugiyama
murata masuda hirano otsuka chiba kubo matsui koyama nomura iwasaki matsuo sugawara
noguchi kikuchi arai sakurai sano hirata hirota hamada hamano shinohara tanabe tanimoto
kawaguchi kawamura kawasaki kawashima nagai nagata tsuchiya honda honma tsuji tsuda sudo
kita kida toda doi hori mita nitta hada hata kato goto oguchi
robinson wright thompson white hughes edwards green hall wood harris lewis martin jackson
clarke clark turner hill moore cooper morris ward king baker morgan allen bell young
anderson andersen andersson hansen jensen larsen nilsson kowalski nowak novak
""".strip()
_GIVENS: Final = """
thomas michael andreas peter stefan christian sabine susanne martin klaus anna julia maria
kenji takashi hiroshi kenta daisuke takeshi yuko yoko keiko mari ichiro taro makoto akira
ken jun koichi kazuo minoru maria ana jose mohammed wei li jan adam
john james robert david william mary |
petra wolfgang monika claudia jürgen karin markus frank matthias alexander daniel uwe birgit
andrea katharina sebastian philipp tobias jan lukas felix maximilian sophie sophia marie
laura lena hannah johanna leonie ute uta heike heiko anke jörg jürg bernd dieter günter
clemens silvana silvia torsten thorsten gerhard volker ingrid renate ursula brigitte gisela
björn sören jens kai karl carl karla paul paula pauline christina christine christiane
christopher christoph kristin kerstin kirsten nina nora mona moritz max mark marc marco
marcel marc tim tom timo tina martina bettina regina jana jane janine anne anja antje ann
eva eve elke silke ilse erik erika emil emilia emma ella elena helena helene harald gerald
hans franz fritz horst ernst ralf rolf rudolf adolf alfred manfred winfried siegfried
gottfried friedrich heinrich hermann herbert hubert norbert robert roberto albert bert
dirk doris iris ines inge olaf oliver olivia lara lisa luisa luise louis louise lea leo leon
mia mila nils niels simon simone ulrich ulrike ulf julian juliane
haruto haruka haruki haruko hideo hideki hideko hiroko hiroki hiromi hiroyuki ichiro jiro
saburo jun junko junichi kazuo kazuko kazuya kazuki ken kenichi koichi koji kumiko makoto
manabu masato masao masako mika miki miku minoru naoki naoko naomi noriko osamu reiko ryo
ryoko ryota satoru satoshi sachiko seiji shigeru shinichi shinji shoichi shota taro takako
takahiro takao takuya tatsuya tetsuya tomoko tomoya toru toshio tsutomu yasuo yasuko yoichi
yoshio yoshiko yuichi yuji yuka yuki yukio yukiko yumi yumiko yusuke yuta mariko maki
joseph charles patricia jennifer linda elizabeth susan jessica sarah karen amelia isla
grace george harry jack henry catherine katherine stephen steven philip patrick eric
""".strip()
_SHORT: Final = """
alexander alex sascha|andreas andi|anna anni anja|benjamin ben|bernhard bernd|
christian chris|christopher chris christoph|daniel dan danny|elisabeth lisa elsa elisa|
elizabeth liz beth|friedrich fritz|gabriele gabi|heinrich heinz heiner|hans johannes johann|
james jim jimmy|johannes hannes|john johnny jack|josef joseph sepp jupp joe|katharina kathrin
katja kati|klaus nikolaus|ludwig lutz|manfred manni|margarete grete gretel|maximilian max|
michael mike michi|nikolaus klaus niklas|philipp phil|richard rick dick|robert bob rob
bobby|sebastian basti|stefan steffen|susanne susi|theodor theo|thomas tom tommy|ulrich uli|
ursula uschi ulla|wilhelm willi willy|william bill will|wolfgang wolf|edward ed ted|
andrew andy|david dave|matthew matt|nicholas nick|steven steve|stephen steve|
karl-heinz kalle|hans-peter hape|charles charlie chuck|katherine kate kathy
"""


@cache
def _ranks(which: str) -> dict[str, bool]:
    """Return the sounds of the names, each with whether it is very frequent."""
    text = _FAMILIES if which == "family" else _GIVENS
    first, _bar, others = text.partition("|")
    ranks = {normalise_for_search(name): False for name in others.split()}
    return ranks | {normalise_for_search(name): True for name in first.split()}


@cache
def _groups() -> tuple[frozenset[str], ...]:
    return tuple(
        frozenset(normalise_for_search(name) for name in group.split())
        for group in _SHORT.split("|")
    )


@cache
def _known(which: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return all names of the lists, as they are written and by their sound."""
    text = (_FOLDER / f"{which}_names.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    frequent = _FAMILIES if which == "family" else _GIVENS
    names = [
        name.casefold()
        for text in (*lines, frequent.replace("|", ""))
        for name in text.split()
    ]
    sounds = frozenset(map(normalise_for_search, names))
    return frozenset(names), sounds | _ranks(which).keys()


def is_usual(sound: str, which: str) -> bool:
    """Tell whether a name is known as one; `which` is family or given."""
    return sound in _known(which)[1]


def is_written_so(text: str, which: str) -> bool:
    """Tell whether a name is known in exactly this spelling, umlauts and all."""
    return text.casefold() in _known(which)[0]


def is_very_frequent(sound: str, which: str) -> bool:
    """Tell whether so many bear this name that sharing it says less."""
    return _ranks(which).get(sound, False)


def are_forms_of_one(one: str, other: str) -> bool:
    """Tell whether one given name is usually short for the other."""
    return any(one in group and other in group for group in _groups())


@cache
def _long_forms() -> dict[str, str]:
    return {name: min(group) for group in _groups() for name in group}


def usual_form(sound: str) -> str:
    """Return one form for a given name and what it is short for."""
    return _long_forms().get(sound, sound)
