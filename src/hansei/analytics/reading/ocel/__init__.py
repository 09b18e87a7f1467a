"""Read object-centric logs: OCEL 1.0 (JSON, XML, CSV) and 2.0 (JSON, XML, SQLite) into base tables.

All formats pass through one draft and are settled by the same rules, so one log in three formats
comes out equal, once the zone of times without an offset is named (`settling.in_zone`).
"""

from __future__ import annotations

from hansei.analytics.reading.ocel.delimited import read_ocel_csv
from hansei.analytics.reading.ocel.json import read_ocel_json
from hansei.analytics.reading.ocel.sqlite import read_ocel_sqlite
from hansei.analytics.reading.ocel.xml import read_ocel_xml

__all__ = ["read_ocel_csv", "read_ocel_json", "read_ocel_sqlite", "read_ocel_xml"]
