"""The cities and countries that figures are split over, with how much of a worldwide audience each has.

The weights are relative among cities and, apart from them, among countries.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class City:
    """A city as it appears in `cityPlots`."""

    name: str
    region: str
    country_code: str
    weight: float


_COUNTRY_LINES = """\
US 24|BR 8.5|MX 7.5|IN 7.2|ID 6.2|GB 5.1|DE 3.4|FR 3.2|IT 3.1|ES 2.9|PH 3|TR 2.8|AR 2.7|CO 2.3|CL 2
PE 1.7|CA 2.4|AU 2|JP 1.9|KR 1.2|TH 1.6|VN 1.4|MY 1.4|TW 1|SG 0.5|HK 0.4|PL 1.6|NL 1.2|SE 0.9|NO 0.6
DK 0.5|FI 0.5|IE 0.5|BE 0.7|PT 0.8|AT 0.5|CH 0.5|GR 0.6|CZ 0.6|HU 0.5|RO 0.8|UA 0.7|EG 1|SA 0.8|AE 0.5
IL 0.4|NG 1|ZA 0.9|KE 0.4|EC 0.8|VE 0.7|CR 0.3|GT 0.5|PA 0.2|DO 0.5|PR 0.3|NZ 0.4|IS 0.05
"""

_CITY_LINES = """\
MX: Mexico City/Mexico City 5|Guadalajara/Jalisco 1.5|Monterrey/Nuevo León 1.3|Puebla/Puebla 1
US: Los Angeles/California 3|New York City/New York 2.6|Chicago/Illinois 2.4|Dallas/Texas 2.2
US: Houston/Texas 1.7
US: Atlanta/Texas 1.6|Phoenix/Arizona 1.2|Seattle/Washington 1.1|San Francisco/California 1.1
US: Philadelphia/Pennsylvania 1|Denver/Colorado 0.9|Miami/Florida 0.9|Boston/Massachusetts 0.8
US: Washington/Connecticut 0.8|Minneapolis/Minnesota 0.6|Portland/Oregon 0.6
BR: São Paulo/Pernambuco 3.8|Rio de Janeiro/Rio de Janeiro 1.6|Belo Horizonte/Minas Gerais 1.2
BR: Curitiba/Paraná 1|Brasília/Federal District 0.95|Porto Alegre/Rio Grande do Sul 0.7|Fortaleza/Ceará 0.7
BR: Salvador/Bahia 0.6|Recife/Pernambuco 0.6
GB: London/England 3.6|Manchester/England 1.1|Birmingham/England 1|Glasgow/Scotland 0.7|Leeds/England 0.6
ID: Jakarta/Jakarta 3.4|Surabaya/East Java 1.1|Bandung/West Java 1|Bekasi/West Java 0.6
ID: Medan/North Sumatra 0.5
CL: Santiago/Santiago Metropolitan 3.3|Concepción/Biobío 0.4
AU: Sydney/New South Wales 2.6|Melbourne/Victoria 2.3|Brisbane/Queensland 1.4|Perth/Western Australia 1.1
AU: Adelaide/South Australia 0.7
CO: Bogotá/Bogota D.C. 2.3|Medellín/Antioquia 1|Cali/Valle del Cauca 0.6
PE: Lima/Lima 2.2|Arequipa/Arequipa 0.3
PH: Quezon City/Metro Manila 2.2|Manila/Metro Manila 1|Cebu City/Central Visayas 0.5
TR: Istanbul/Istanbul 2.2|Ankara/Ankara 0.8|Izmir/Izmir 0.6
FR: Paris/Île-de-France 1.9|Lyon/Auvergne-Rhône-Alpes 0.5|Marseille/Provence-Alpes-Côte d'Azur 0.35
FR: Lille/Hauts-de-France 0.3|Toulouse/Occitanie 0.3
AR: Buenos Aires/Buenos Aires 1.9|Córdoba/Córdoba 0.6|Rosario/Santa Fe 0.4
ES: Madrid/Madrid 1.8|Barcelona/Catalonia 1.2|Valencia/Valencia 0.5|Seville/Andalusia 0.4
NL: Amsterdam/North Holland 1.7|Rotterdam/South Holland 0.5
CA: Toronto/Ontario 1.7|Montréal/Quebec 1.4|Vancouver/British Columbia 0.7|Calgary/Alberta 0.6
DE: Berlin/Berlin 1.6|Hamburg/Hamburg 1|Munich/Bavaria 1|Cologne/North Rhine-Westphalia 0.8
DE: Frankfurt/Hesse 0.7
IN: Delhi/Delhi 1.6|Mumbai/Maharashtra 1.5|Bengaluru/Karnataka 0.9|Kolkata/West Bengal 0.7
IN: Pune/Maharashtra 0.6
IT: Milan/Lombardy 1.02|Rome/Lazio 0.83|Naples/Campania 0.42|Turin/Piedmont 0.36|Bologna/Emilia-Romagna 0.27
IT: Florence/Tuscany 0.25|Palermo/Sicily 0.22|Bari/Apulia 0.21|Catania/Sicily 0.19|Genoa/Liguria 0.18
IT: Verona/Veneto 0.16|Padua/Veneto 0.14|Venice/Veneto 0.13|Cagliari/Sardinia 0.11
SG: Singapore/Singapore 1.6
MY: Kuala Lumpur/Kuala Lumpur 1.6|Petaling Jaya/Selangor 0.6
TH: Bangkok/Bangkok 1.3|Chiang Mai/Chiang Mai 0.3
JP: Tokyo/Tokyo 1.3|Osaka/Osaka 0.5
KR: Seoul/Seoul 0.8|Busan/Busan 0.3
TW: Taipei/Taipei City 1.1|Taichung/Taichung City 0.5
HK: Hong Kong/Hong Kong 0.7
VN: Ho Chi Minh City/Ho Chi Minh 1|Hanoi/Hanoi 0.6
PL: Warsaw/Mazovia 1.2|Kraków/Lesser Poland 0.6
SE: Stockholm/Stockholm 1.1|Gothenburg/Västra Götaland 0.5|Malmö/Skåne 0.3
NO: Oslo/Oslo 0.95|Bergen/Vestland 0.3
DK: Copenhagen/Capital Region 0.95|Aarhus/Central Jutland 0.3
FI: Helsinki/Uusimaa 0.8
IE: Dublin/Leinster 1
BE: Brussels/Brussels 0.6|Antwerp/Flanders 0.4
PT: Lisbon/Lisbon 0.6|Porto/Porto 0.4
AT: Vienna/Vienna 0.75
CH: Zurich/Zurich 0.6
GR: Athens/Attica 0.6
CZ: Prague/Prague 0.7
HU: Budapest/Budapest 0.65
RO: Bucharest/Bucharest 0.5
UA: Kyiv/Kyiv City 0.5
EG: Cairo/Cairo 0.6
SA: Riyadh/Riyadh 0.6
AE: Dubai/Dubai 0.7
IL: Tel Aviv/Tel Aviv 0.4
NG: Lagos/Lagos 0.5|Abuja/Federal Capital Territory 0.2
ZA: Johannesburg/Gauteng 0.7|Cape Town/Western Cape 0.5
KE: Nairobi/Nairobi Area 0.4
EC: Quito/Pichincha 0.9|Guayaquil/Guayas 0.5
VE: Caracas/Capital District 0.4
CR: San José/San José 0.6
GT: Guatemala City/Guatemala 0.6
PA: Panama City/Panamá 0.5
DO: Santo Domingo/Nacional 0.5
PR: San Juan/San Juan 0.4
NZ: Auckland/Auckland 0.95
IS: Reykjavík/Capital Region 0.12
"""


def _country_weights() -> dict[str, float]:
    entries = [entry.split(" ") for entry in _COUNTRY_LINES.strip().replace("\n", "|").split("|")]
    return {code: float(weight) for code, weight in entries}


def _cities() -> tuple[City, ...]:
    cities = []
    for line in _CITY_LINES.strip().splitlines():
        code, entries = line.split(": ", 1)
        for entry in entries.split("|"):
            place, weight = entry.rsplit(" ", 1)
            name, region = place.split("/")
            cities.append(City(name, region, code, float(weight)))
    return tuple(cities)


COUNTRY_WEIGHTS = _country_weights()
"""Every country of the simulated world, by its code; what it is called is in `linernotes.model.countries`."""

CITIES = _cities()
"""Every city of the simulated world; its country is in `COUNTRY_WEIGHTS`."""
