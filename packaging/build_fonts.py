"""Builds the four static Inter fonts of `resources/fonts` from the variable font of the npm package `inter-ui`.

Needs `fonttools` and `brotli`, which the program itself does not: run it in an environment of its own.

    npm pack inter-ui@4.1.1 && tar xzf inter-ui-4.1.1.tgz
    python packaging/build_fonts.py package resources/fonts

The weights are shipped as static files: Qt renders 500 and 600 of the variable file as 400.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}
RANGES = (
    (0x0020, 0x024F),  # Latin
    (0x02B0, 0x036F),  # modifiers and combining marks
    (0x0370, 0x03FF),  # Greek
    (0x0400, 0x052F),  # Cyrillic
    (0x1E00, 0x1EFF),  # Latin, additional (Vietnamese)
    (0x2000, 0x206F),  # punctuation and direction marks
    (0x2070, 0x209F),  # superscripts and subscripts
    (0x20A0, 0x20C0),  # currency
    (0x2100, 0x218F),  # letter-like, fractions
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # minus and friends
    (0x2318, 0x2326),  # keys of macOS
    (0x25A0, 0x25FF),  # dots
)
FAMILY_ID, STYLE_ID, FULL_ID, POSTSCRIPT_ID, TYPOGRAPHIC_IDS = 1, 2, 4, 6, (16, 17, 21, 22, 25)


def build(source: Path, weight: int, target: Path) -> None:
    """Write one static weight, at text size, with the scripts that Aurora Desk ships."""
    font = instantiateVariableFont(TTFont(source), {"wght": weight, "opsz": 14}, inplace=True)
    keep_marks_of_words(font)
    thin_out(font)
    _rename(font, WEIGHTS[weight])
    font.flavor = None
    font.save(target)


def keep_marks_of_words(font: TTFont) -> None:
    """Take the hyphen out of the figures of equal width: as wide as a digit it tears words apart ("Walk - in")."""
    hyphen = font.getBestCmap()[0x2D]
    # Between capitals it is another glyph, which lies higher.
    higher = {mapping[hyphen] for mapping in _substitutions(font, "case") if hyphen in mapping}
    for mapping in _substitutions(font, "tnum"):
        for mark in (hyphen, *higher):
            mapping.pop(mark, None)


def _substitutions(font: TTFont, feature: str) -> list[dict[str, str]]:
    table = font["GSUB"].table
    records = [record for record in table.FeatureList.FeatureRecord if record.FeatureTag == feature]
    lookups = {number for record in records for number in record.Feature.LookupListIndex}
    subtables = [subtable for number in lookups for subtable in table.LookupList.Lookup[number].SubTable]
    return [getattr(subtable, "ExtSubTable", subtable).mapping for subtable in subtables]


def thin_out(font: TTFont) -> None:
    """Keep the scripts and features that Aurora Desk uses."""
    options = Options(layout_features=["*"], name_IDs=["*"], notdef_outline=True, hinting=False, flavor=None)
    # Alternate letter shapes (cvNN, ssNN) are never switched on and would double the size.
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl", "calt", "tnum", "lnum", "case", "zero", "frac"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    subsetter.subset(font)


def _rename(font: TTFont, style: str) -> None:
    names = font["name"]
    for name_id in TYPOGRAPHIC_IDS:
        names.removeNames(nameID=name_id)
    values = {FAMILY_ID: "Inter", STYLE_ID: style, FULL_ID: f"Inter {style}", POSTSCRIPT_ID: f"Inter-{style}"}
    for name_id, value in values.items():
        names.setName(value, name_id, 3, 1, 0x409)


def main() -> None:
    """Build every weight and copy the licence."""
    package, target = Path(sys.argv[1]), Path(sys.argv[2])
    target.mkdir(parents=True, exist_ok=True)
    for weight, style in WEIGHTS.items():
        path = target / f"Inter-{style}.ttf"
        build(package / "variable" / "InterVariable.woff2", weight, path)
        print(f"{path.name}: {path.stat().st_size // 1024} KB")
    shutil.copyfile(package / "LICENSE.txt", target / "OFL.txt")


if __name__ == "__main__":
    main()
