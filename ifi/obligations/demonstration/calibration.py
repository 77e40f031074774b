"""Sizes of the portfolio and the published figures that they are held to. Shares are whole thousandths.

Published: hydrocarbon contracts by kind, September 2025 (trend.az 4115821); yearly R&D duty by sector about 2025
(uranium 4–5, oil 20–25, mining and metallurgy 60–65 billion tenge; metals-expert.com, news/mining/1976). One source
each: shown as such. Everything else on this page is made up so that the portfolio looks plausible.
"""

from decimal import Decimal

from ifi.obligations.demonstration.values import Sector

FIRST_YEAR = 2018
PUBLISHED_YEAR = 2025
BILLION = Decimal(10**9)

# sector → (least, most) of the published yearly duty, in tenge
PUBLISHED = {
    Sector.URANIUM: (4 * BILLION, 5 * BILLION),
    Sector.HYDROCARBONS: (20 * BILLION, 25 * BILLION),
    Sector.MINING: (60 * BILLION, 65 * BILLION),
}

# sector → year of duty → level of the bases against the published year: output and prices of the year before it
LEVELS = {
    Sector.HYDROCARBONS: {
        2018: 560,
        2019: 700,
        2020: 690,
        2021: 520,
        2022: 720,
        2023: 980,
        2024: 930,
        2025: 1000,
        2026: 1010,
    },
    Sector.URANIUM: {
        2018: 380,
        2019: 400,
        2020: 430,
        2021: 470,
        2022: 560,
        2023: 720,
        2024: 860,
        2025: 1000,
        2026: 1120,
    },
    Sector.MINING: {
        2018: 480,
        2019: 520,
        2020: 560,
        2021: 640,
        2022: 850,
        2023: 900,
        2024: 930,
        2025: 1000,
        2026: 1040,
    },
}

# kind of hydrocarbon contract → how many; the four kinds add up to the published 15 / 170 / 131 / 8
HYDROCARBONS = {
    "exploration": 15,
    "psa": 8,
    "production_legacy": 66,
    "production_code": 45,
    "production_resigned": 14,
    "production_moved": 6,
    "combined_legacy": 62,
    "combined_code": 70,
    "combined_not_producing": 38,
}
URANIUM = {"uranium_legacy": 8, "uranium_code": 18}
MINING = {
    "licence": 74,
    "converted": 40,  # a legacy contract and the licence that took its place: two rights each
    "solid_legacy": 96,
    "processing": 4,
    "common_licence": 45,
    "common_legacy": 20,
    "groundwater": 8,
    "exploration_licence": 24,
}

# regions by sector (first two digits of KATO), weighted by repetition
REGIONS = {
    Sector.HYDROCARBONS: ("23", "23", "23", "47", "47", "47", "15", "15", "27", "43"),
    Sector.URANIUM: ("61", "61", "61", "43"),
    Sector.MINING: ("35", "35", "62", "62", "63", "63", "55", "39", "11", "10", "15", "33", "31", "59", "61", "19"),
}
