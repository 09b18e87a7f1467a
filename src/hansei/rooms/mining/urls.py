"""Addresses of findings, tickets, data sets and imports."""

from __future__ import annotations

from django.urls import path

from hansei.rooms.mining.views import card, data_sets, findings, mapping, simulation, tickets, uploads, wizard

app_name = "mining"
urlpatterns = [
    path("findings/", findings.findings, name="findings"),
    path("findings/<int:source>/settings/", findings.scan_settings, name="scan_settings"),
    path("findings/<int:source>/scan/", findings.scan_again, name="scan_again"),
    path("findings/<int:source>/<slug:key>/", card.card, name="finding"),
    path("findings/<int:source>/<slug:key>/decide/", findings.decide, name="decide"),
    path("findings/<int:source>/<slug:key>/names/", findings.names, name="names"),
    path("tickets/", tickets.ticket_list, name="tickets"),
    path("tickets/<int:source>/<int:case>/", tickets.ticket, name="ticket"),
    path("tickets/<int:source>/<int:case>/names/", tickets.ticket_names, name="ticket_names"),
    path("data/", data_sets.data_set_list, name="data_sets"),
    path("data/new/", uploads.upload, name="upload"),
    path("data/<int:source>/", data_sets.data_set_page, name="data_set"),
    path("data/<int:source>/mapping.yaml", data_sets.saved_mapping, name="saved_mapping"),
    path("data/<int:source>/next-month.csv", data_sets.next_month_file, name="next_month"),
    path("data/<int:source>/remove/", data_sets.remove, name="remove"),
    path("data/<int:source>/export/", data_sets.export, name="start_export"),
    path("data/<int:source>/export/<int:job>/", data_sets.export_page, name="export"),
    path("data/<int:source>/export/<int:job>/file/", data_sets.export_file, name="export_file"),
    path("data/imports/<int:extract>/", wizard.extract_page, name="extract"),
    path("data/imports/<int:extract>/progress/", wizard.progress, name="progress"),
    path("data/imports/<int:extract>/look/", wizard.look_again, name="look"),
    path("data/imports/<int:extract>/mapping/", mapping.mapping, name="mapping"),
    path("data/imports/<int:extract>/mapping.yaml", mapping.mapping_file, name="mapping_file"),
    path("data/imports/<int:extract>/mapping/upload/", mapping.mapping_upload, name="mapping_upload"),
    path("data/imports/<int:extract>/simulate/", wizard.simulate, name="simulate"),
    path("data/imports/<int:extract>/simulation/", simulation.simulation, name="simulation"),
    path("data/imports/<int:extract>/repair/", simulation.repair, name="repair"),
    path("data/imports/<int:extract>/refused.csv", simulation.refused_file, name="refused_file"),
    path("data/imports/<int:extract>/import/", wizard.start_import, name="import"),
    path("data/imports/<int:extract>/cancel/", wizard.cancel, name="cancel"),
    path("data/imports/<int:extract>/discard/", wizard.discard, name="discard"),
    path("data/imports/<int:extract>/done/", wizard.done, name="done"),
]
