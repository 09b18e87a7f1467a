"""Who and what the made-up company consists of: services, configuration items, teams, people, symptoms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

NAME: Final = "Northwind Rail (demo)"
ZONE: Final = "Europe/Berlin"


@dataclass(frozen=True)
class Service:
    """One service with the team that answers for it; `weight` is its share of the tickets."""

    name: str
    product: str
    team: str
    category: str
    weight: float
    cis: tuple[str, ...]
    symptoms: tuple[str, ...]


SERVICES: Final = (
    Service(
        "Crew Rostering",
        "RosterPlan",
        "Crew Applications",
        "Application",
        8,
        ("roster-batch-02", "roster-web-01", "roster-db-01", "crew-mobile-gw"),
        ("slow", "error", "data", "login", "interface"),
    ),
    Service(
        "Passenger Information",
        "InfoBoard",
        "Passenger Applications",
        "Application",
        10,
        ("display-gw-01", "display-gw-02", "announce-03", "info-feed-01", "info-db-02"),
        ("display", "data", "interface", "error", "down"),
    ),
    Service(
        "Fare Collection",
        "FareLedger",
        "Fare Applications",
        "Application",
        9,
        ("fare-ledger-01", "gate-ctl-07", "gate-ctl-11", "vending-hub-02"),
        ("error", "payment", "slow", "interface", "hardware"),
    ),
    Service(
        "Network",
        "Backbone",
        "Network",
        "Network",
        11,
        ("vpn-east-01", "vpn-west-01", "core-sw-04", "wifi-ctl-02", "fw-dmz-01"),
        ("vpn", "down", "slow", "wifi"),
    ),
    Service(
        "Workplace",
        "Client",
        "Workplace",
        "Hardware",
        21,
        ("print-srv-03", "image-srv-01", "vdi-farm-02", "file-srv-06"),
        ("printer", "hardware", "slow", "software", "login"),
    ),
    Service(
        "Mail and Calendar",
        "Mail",
        "Workplace",
        "Software",
        10,
        ("mail-edge-01", "mail-box-02", "mail-box-03"),
        ("mail", "login", "slow", "software"),
    ),
    Service(
        "Depot Systems",
        "DepotOne",
        "Depot Applications",
        "Application",
        7,
        ("depot-east-srv", "depot-west-srv", "tablet-mdm-01"),
        ("login", "hardware", "error", "interface"),
    ),
    Service(
        "Payroll",
        "PayRun",
        "Finance Applications",
        "Application",
        4,
        ("payrun-app-01", "payrun-db-01"),
        ("data", "error", "slow"),
    ),
    Service(
        "Finance and Purchasing",
        "Ledger",
        "Finance Applications",
        "Application",
        7,
        ("ledger-app-02", "ledger-db-02", "purchase-web-01"),
        ("error", "data", "slow", "interface"),
    ),
    Service(
        "Identity",
        "Directory",
        "Identity",
        "Access",
        8,
        ("idp-01", "dir-sync-02"),
        ("login", "access", "error"),
    ),
    Service(
        "Data Warehouse",
        "Insight",
        "Database",
        "Data",
        5,
        ("dwh-load-01", "dwh-db-03", "report-srv-02"),
        ("data", "slow", "error", "down"),
    ),
)
BY_NAME: Final = {service.name: service for service in SERVICES}

SERVICE_DESK: Final = "Service Desk"
PLATFORM: Final = "Platform Operations"  # the rota: on call for everybody after hours
DATABASE: Final = "Database"  # the bottleneck
TEAMS: Final = (SERVICE_DESK, PLATFORM, *dict.fromkeys(service.team for service in SERVICES))
TEAM_SIZE: Final = {SERVICE_DESK: 14, PLATFORM: 12, "Workplace": 9, DATABASE: 3}
OTHER_TEAM_SIZE: Final = 6

LOCATIONS: Final = ("Depot East", "Depot West", "Head Office", "Central Station", "Harbour Station", "Control Centre")
CHANNELS: Final = ("phone", "portal", "mail", "monitoring", "walk-in")
CHANNEL_WEIGHTS: Final = (0.38, 0.33, 0.17, 0.08, 0.04)

SUBCATEGORY: Final = {
    "slow": "Performance",
    "error": "Error message",
    "data": "Wrong data",
    "login": "Sign-in",
    "interface": "Interface",
    "display": "Display",
    "down": "Outage",
    "payment": "Payment",
    "hardware": "Device",
    "vpn": "Remote access",
    "wifi": "Wireless",
    "printer": "Printing",
    "software": "Software",
    "mail": "Mail flow",
    "access": "Permission",
}
FIXES: Final = {
    "slow": ("restart service", "reconfigured", "no fault found", "capacity added"),
    "error": ("reconfigured", "restart service", "patch installed", "workaround"),
    "data": ("data corrected", "workaround", "user instructed"),
    "login": ("reset password", "permission granted", "user instructed", "reconfigured"),
    "interface": ("restart service", "reconfigured", "data corrected"),
    "display": ("rebooted device", "replaced device", "reconfigured"),
    "down": ("restart service", "rebooted device", "replaced device"),
    "payment": ("data corrected", "reconfigured", "workaround"),
    "hardware": ("replaced device", "rebooted device", "user instructed"),
    "vpn": ("reconfigured", "user instructed", "rebooted device"),
    "wifi": ("reconfigured", "rebooted device", "no fault found"),
    "printer": ("replaced device", "reconfigured", "user instructed", "restart service"),
    "software": ("patch installed", "user instructed", "reconfigured"),
    "mail": ("reconfigured", "user instructed", "restart service"),
    "access": ("permission granted", "user instructed"),
}
GIVEN: Final = (
    "Ana", "Boris", "Chen", "Dana", "Emil", "Farah", "Greta", "Hui", "Ivan", "Jana", "Kemal", "Lina",
    "Marek", "Nadia", "Olga", "Pavel", "Qing", "Rosa", "Sami", "Tess", "Udo", "Vera", "Wei", "Xenia", "Yuri", "Zoe",
)  # fmt: skip
FAMILY: Final = (
    "Adler", "Brandt", "Costa", "Dvorak", "Egger", "Fuchs", "Grant", "Hagen", "Ilin", "Jansen", "Kovac", "Liang",
    "Moreau", "Novak", "Orlov", "Petit", "Quist", "Rossi", "Sato", "Tanaka", "Ullman", "Volkov", "Weber", "Yilmaz",
)  # fmt: skip


def people(count: int, offset: int = 0) -> list[str]:
    """`count` made-up names, different for different offsets below 624."""
    spread = 5  # walks through both lists so that neighbours share neither name
    numbers = [(offset + i) % (len(GIVEN) * len(FAMILY)) for i in range(count)]
    return [f"{GIVEN[n % len(GIVEN)]} {FAMILY[(n // len(GIVEN) + n * spread) % len(FAMILY)]}" for n in numbers]
