"""The radio stations the simulator monitors: some that there are, and made-up local ones in many cities.

Stations of a country play its artists; how much of each other's music countries play is roughly so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from linernotes.model.countries import COUNTRY_NAMES
from local.simulator.artists import folded
from local.simulator.chance import between

_LISTED = """\
IT Europe/Rome|Cologno Monzese: RTL 102.5, R101, Virgin Radio Italia
IT Europe/Rome|Milan: Radio Deejay, Radio Italia, RDS Relax, Radio 105, m2o|Naples: Radio Kiss Kiss
IT Europe/Rome|Rome: RDS 100% Grandi Successi, Rai Radio 2, Rai Radio 1, Dimensione Suono Soft
GB Europe/London|London: BBC Radio 1, BBC Radio 2, Capital FM, Heart, Kiss, BBC London|Manchester: Hits Radio
FR Europe/Paris|Paris: NRJ, Skyrock, Fun Radio, RTL2, Nova|Nantes: Alouette
DE Europe/Berlin|Berlin: Kiss FM Berlin, Fritz|Munich: Bayern 3|Cologne: 1LIVE|Hamburg: N-Joy
ES Europe/Madrid|Madrid: Los 40, Cadena Dial, Europa FM|Barcelona: Flaix FM
CH Europe/Zurich|Lugano: Rete Tre|Zurich: Energy Zurich, Radio 24|Geneva: One FM
AT Europe/Vienna|Vienna: Hitradio Ö3, FM4
NL Europe/Amsterdam|Hilversum: Radio 538, NPO 3FM|Naarden: Sky Radio
BE Europe/Brussels|Brussels: Studio Brussel, Qmusic Vlaanderen
PT Europe/Lisbon|Lisbon: RFM, Rádio Comercial
PL Europe/Warsaw|Kraków: RMF FM|Warsaw: Radio Zet
SE Europe/Stockholm|Stockholm: P3, Rix FM
NO Europe/Oslo|Oslo: NRK P3
DK Europe/Copenhagen|Copenhagen: DR P3
IE Europe/Dublin|Dublin: RTÉ 2FM
US America/New_York|New York: Z100, Hot 97|Miami: Y100|Atlanta: Q99.7
CA America/Toronto|Toronto: Virgin Radio 99.9, CHUM 104.5
MX America/Mexico_City|Mexico City: Exa FM, Los 40 México
CO America/Bogota|Bogotá: La Mega, Tropicana
AR America/Argentina/Buenos_Aires|Buenos Aires: Aspen 102.3, La 100
BR America/Sao_Paulo|São Paulo: Jovem Pan FM, Mix FM
AU Australia/Sydney|Sydney: triple j, 2Day FM|Newcastle: New FM
NZ Pacific/Auckland|Auckland: ZM, The Edge
JP Asia/Tokyo|Tokyo: J-Wave, Tokyo FM
IN Asia/Kolkata|Mumbai: Radio City, Radio Mirchi"""

_LOCAL = """\
IT Europe/Rome|Turin, Genoa, Bologna, Florence, Bari, Palermo, Catania, Verona, Padua, Trieste, Venice
IT Europe/Rome|Brescia, Parma, Modena, Perugia, Ancona, Pescara, Salerno, Messina, Cagliari, Sassari
IT Europe/Rome|Trento, Udine, Rimini, Lecce
GB Europe/London|Leeds, Glasgow, Liverpool, Bristol, Cardiff, Belfast, Sheffield, Norwich
FR Europe/Paris|Lyon, Marseille, Toulouse, Nice, Lille, Bordeaux, Strasbourg, Rennes
DE Europe/Berlin|Frankfurt, Stuttgart, Leipzig, Dresden, Bremen, Hanover, Nuremberg
ES Europe/Madrid|Valencia, Seville, Bilbao, Málaga, Zaragoza
US America/New_York|Boston, Philadelphia, Detroit, Cleveland, Tampa
US America/Chicago|Chicago, Dallas, Houston, Nashville, New Orleans
US America/Denver|Denver, Salt Lake City
US America/Los_Angeles|Los Angeles, San Diego, Seattle, Portland
CA America/Vancouver|Vancouver
BR America/Sao_Paulo|Rio de Janeiro, Curitiba
AU Australia/Melbourne|Melbourne
AU Australia/Perth|Perth"""


@dataclass(frozen=True, slots=True)
class Station:
    """A monitored station; `turnover` is how many songs of an artist it takes, a usual one being 1."""

    slug: str
    name: str
    country: str
    city: str
    time_zone: str
    turnover: float

    def described(self) -> dict[str, Any]:
        """Give the object that broadcasts and groups name a station by."""
        return {
            "slug": self.slug,
            "name": self.name,
            "cityName": self.city,
            "countryCode": self.country,
            "countryName": COUNTRY_NAMES[self.country],
            "timeZone": self.time_zone,
            "imageUrl": f"https://assets.soundcharts.com/radio/{self.slug}.jpg",
        }


def _named(name: str, country: str, city: str, zone: str) -> Station:
    slug = re.sub(r"[^a-z0-9]+", "-", folded(name)).strip("-")
    slug = {"bbc-radio-2": "bbc-2", "bbc-radio-1": "bbc-1"}.get(slug, slug)
    return Station(slug, name, country, city, zone, between(0.4, 1.6, 0, "turnover", slug))


def _read() -> tuple[Station, ...]:
    stations = []
    for line in _LISTED.splitlines():
        head, *cities = line.split("|")
        country, zone = head.split(" ")
        for entry in cities:
            city, _, names = entry.partition(": ")
            stations += [_named(name, country, city, zone) for name in names.split(", ")]
    for line in _LOCAL.splitlines():
        head, cities_text = line.split("|")
        country, zone = head.split(" ")
        for city in cities_text.split(", "):
            frequency = between(87.6, 107.9, 0, "frequency", country, city)
            stations.append(_named(f"Radio {city} {frequency:.1f}", country, city, zone))
    return tuple(stations)


STATIONS = _read()
"""Every station, no two of the same slug."""
