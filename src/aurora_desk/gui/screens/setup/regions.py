"""What is known of countries: their names, and the currency and time zone that most shops there use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QLocale, QTimeZone


@dataclass(frozen=True, slots=True)
class Region:
    """A country as set-up offers it."""

    code: str
    name: str
    """In the language of the desk where that is spoken there, else in English."""
    english: str
    territory: QLocale.Country

    @property
    def currency(self) -> str:
        """The currency used there; empty where it is not known."""
        found = QLocale.matchingLocales(QLocale.Language.AnyLanguage, QLocale.Script.AnyScript, self.territory)
        return found[0].currencySymbol(QLocale.CurrencySymbolFormat.CurrencyIsoCode) if found else ""

    @property
    def time_zone(self) -> str:
        """The time zone of this computer if it is one of the country's, else the country's first."""
        known = [bytes(zone.data()).decode() for zone in QTimeZone.availableTimeZoneIds(self.territory)]
        here = bytes(QTimeZone.systemTimeZoneId().data()).decode()
        return here if here in known else next((zone for zone in known if "/" in zone), "")


def regions(language: QLocale.Language = QLocale.Language.English) -> Mapping[str, Region]:
    """All countries by their code, as people of a language call them where it is spoken."""
    found = {}
    for territory in QLocale.Country:
        code = QLocale.territoryToCode(territory)
        if len(code) == 2 and code.isalpha():
            english, own = QLocale.territoryToString(territory), QLocale(language, territory)
            spoken = own.language() is language and own.territory() is territory
            found[code] = Region(code, own.nativeTerritoryName() if spoken else english, english, territory)
    return found


def region_here(known: Mapping[str, Region]) -> Region | None:
    """The country that this computer is set to; None where it does not say."""
    system = QLocale.system()
    if system.language() is QLocale.Language.C:
        return None
    return known.get(QLocale.territoryToCode(system.territory()))


def region_named(known: Mapping[str, Region], text: str) -> Region | None:
    """The country of a name, also its English one, or a code as a person types it."""
    wanted = text.strip().casefold()
    for region in known.values():
        if wanted in (region.code.casefold(), region.name.casefold(), region.english.casefold()):
            return region
    return None
