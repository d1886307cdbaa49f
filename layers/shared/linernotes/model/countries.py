"""The countries there can be figures of: the codes of ISO 3166-1 alpha-2, and what English calls them.

The one table of countries: whoever takes, writes or shows a country takes its code and its name from here.
Names are the short ones in everyday use in Europe (Czechia, Turkey), not the long ones of the standard.
"""

from __future__ import annotations

from functools import cache

_AFTER_IN = """\
AD Andorra|AE the United Arab Emirates|AF Afghanistan|AG Antigua and Barbuda|AI Anguilla|AL Albania
AM Armenia|AO Angola|AQ Antarctica|AR Argentina|AS American Samoa|AT Austria|AU Australia|AW Aruba
AX the Åland Islands|AZ Azerbaijan|BA Bosnia and Herzegovina|BB Barbados|BD Bangladesh|BE Belgium
BF Burkina Faso|BG Bulgaria|BH Bahrain|BI Burundi|BJ Benin|BL Saint Barthélemy|BM Bermuda|BN Brunei
BO Bolivia|BQ the Caribbean Netherlands|BR Brazil|BS the Bahamas|BT Bhutan|BV Bouvet Island|BW Botswana
BY Belarus|BZ Belize|CA Canada|CC the Cocos Islands|CD DR Congo|CF the Central African Republic
CG the Republic of the Congo|CH Switzerland|CI Côte d'Ivoire|CK the Cook Islands|CL Chile|CM Cameroon
CN China|CO Colombia|CR Costa Rica|CU Cuba|CV Cape Verde|CW Curaçao|CX Christmas Island|CY Cyprus
CZ Czechia|DE Germany|DJ Djibouti|DK Denmark|DM Dominica|DO the Dominican Republic|DZ Algeria|EC Ecuador
EE Estonia|EG Egypt|EH Western Sahara|ER Eritrea|ES Spain|ET Ethiopia|FI Finland|FJ Fiji
FK the Falkland Islands|FM Micronesia|FO the Faroe Islands|FR France|GA Gabon|GB the United Kingdom
GD Grenada|GE Georgia|GF French Guiana|GG Guernsey|GH Ghana|GI Gibraltar|GL Greenland|GM the Gambia
GN Guinea|GP Guadeloupe|GQ Equatorial Guinea|GR Greece|GS South Georgia and the South Sandwich Islands
GT Guatemala|GU Guam|GW Guinea-Bissau|GY Guyana|HK Hong Kong|HM Heard and McDonald Islands|HN Honduras
HR Croatia|HT Haiti|HU Hungary|ID Indonesia|IE Ireland|IL Israel|IM the Isle of Man|IN India
IO the British Indian Ocean Territory|IQ Iraq|IR Iran|IS Iceland|IT Italy|JE Jersey|JM Jamaica|JO Jordan
JP Japan|KE Kenya|KG Kyrgyzstan|KH Cambodia|KI Kiribati|KM the Comoros|KN Saint Kitts and Nevis
KP North Korea|KR South Korea|KW Kuwait|KY the Cayman Islands|KZ Kazakhstan|LA Laos|LB Lebanon
LC Saint Lucia|LI Liechtenstein|LK Sri Lanka|LR Liberia|LS Lesotho|LT Lithuania|LU Luxembourg|LV Latvia
LY Libya|MA Morocco|MC Monaco|MD Moldova|ME Montenegro|MF Saint Martin|MG Madagascar
MH the Marshall Islands|MK North Macedonia|ML Mali|MM Myanmar|MN Mongolia|MO Macao
MP the Northern Mariana Islands|MQ Martinique|MR Mauritania|MS Montserrat|MT Malta|MU Mauritius
MV the Maldives|MW Malawi|MX Mexico|MY Malaysia|MZ Mozambique|NA Namibia|NC New Caledonia|NE Niger
NF Norfolk Island|NG Nigeria|NI Nicaragua|NL the Netherlands|NO Norway|NP Nepal|NR Nauru|NU Niue
NZ New Zealand|OM Oman|PA Panama|PE Peru|PF French Polynesia|PG Papua New Guinea|PH the Philippines
PK Pakistan|PL Poland|PM Saint Pierre and Miquelon|PN the Pitcairn Islands|PR Puerto Rico|PS Palestine
PT Portugal|PW Palau|PY Paraguay|QA Qatar|RE Réunion|RO Romania|RS Serbia|RU Russia|RW Rwanda
SA Saudi Arabia|SB the Solomon Islands|SC the Seychelles|SD Sudan|SE Sweden|SG Singapore|SH Saint Helena
SI Slovenia|SJ Svalbard and Jan Mayen|SK Slovakia|SL Sierra Leone|SM San Marino|SN Senegal|SO Somalia
SR Suriname|SS South Sudan|ST São Tomé and Príncipe|SV El Salvador|SX Sint Maarten|SY Syria|SZ Eswatini
TC the Turks and Caicos Islands|TD Chad|TF the French Southern Territories|TG Togo|TH Thailand
TJ Tajikistan|TK Tokelau|TL Timor-Leste|TM Turkmenistan|TN Tunisia|TO Tonga|TR Turkey
TT Trinidad and Tobago|TV Tuvalu|TW Taiwan|TZ Tanzania|UA Ukraine|UG Uganda
UM the US Minor Outlying Islands|US the United States|UY Uruguay|UZ Uzbekistan|VA Vatican City
VC Saint Vincent and the Grenadines|VE Venezuela|VG the British Virgin Islands|VI the US Virgin Islands
VN Vietnam|VU Vanuatu|WF Wallis and Futuna|WS Samoa|YE Yemen|YT Mayotte|ZA South Africa|ZM Zambia
ZW Zimbabwe"""
"""Every country as it reads after "in"; its name is that without the article."""

_ALSO = """\
AE UAE|AE Emirates|BA Bosnia|CD DRC|CD Democratic Republic of the Congo|CG Congo|CI Ivory Coast|CV Cabo Verde
CZ Czech Republic|GB UK|GB Great Britain|GB Britain|GB England|GB Scotland|GB Wales|GB Northern Ireland
GS South Georgia|KR Korea|MK Macedonia|MM Burma|MO Macau|NL Holland|PN Pitcairn|RU Russian Federation
SZ Swaziland|TL East Timor|TR Türkiye|US USA|US America|US United States of America|VA Vatican|VA Holy See
VN Viet Nam"""
"""What people type as well. A part of a country that is none of its own stands for the country."""


def _pairs(table: str) -> list[tuple[str, str]]:
    return [(entry[:2], entry[3:]) for line in table.splitlines() for entry in line.split("|")]


_NAMES_AFTER_IN = dict(_pairs(_AFTER_IN))

COUNTRY_NAMES = {code: name.removeprefix("the ") for code, name in _NAMES_AFTER_IN.items()}
"""The name of every country by its code."""

COUNTRIES = frozenset(COUNTRY_NAMES)
"""The code of every country."""


def country_name(code: str | None) -> str:
    """Name a country: "Italy", "Worldwide" for None, an unknown code by itself."""
    return "Worldwide" if code is None else COUNTRY_NAMES.get(code, code)


def in_country(code: str | None) -> str:
    """Say where in a sentence: "in the United States", "worldwide" for None, "in ZZ" for an unknown code."""
    return "worldwide" if code is None else f"in {_NAMES_AFTER_IN.get(code, code)}"


@cache
def codes_by_name() -> dict[str, str]:
    """Give the code of every country by its name and its other usual names, in lower case."""
    return {name.lower(): code for code, name in (*COUNTRY_NAMES.items(), *_pairs(_ALSO))}
