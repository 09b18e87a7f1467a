# ruff: noqa: E501  (exports are lines)
"""Exports of many tools, in the languages of their users, are understood without anybody changing the mapping.

The column names are those that the tools' documentation, source or users show; the rows are made up.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from hansei.analytics.shaping.tests.files import shaped_text

# Name → delimiter, columns with what each is to become ("" for an attribute), two rows.
TOOLS = {
    "freshservice": (
        ",",
        "Ticket Id:key,Subject:title,Status:state,Priority:priority,Source:channel,Type:kind,Requester Name:requester,Requester Email:,Agent:person,"
        "Group:team,Department:organisation,Category:category,Sub-Category:subcategory,Created Time:reported_at,Due by Time:due_at,Resolved Time:resolved_at,"
        "Closed Time:closed_at,Initial Response Time:answered_at,Time Spent:worked_hours,Resolution Status:service_level_flag",
        "INC-1,VPN fails,Closed,Low,Portal,Incident,Ana Lima,a@b,Bo Chen,Network,Finance,Access,VPN,01/15/2024 10:00,01/16/2024 10:00,01/15/2024 12:00,01/18/2024 12:00,01/15/2024 10:20,0:20,Within SLA",
        "INC-2,Screen dark,Open,High,Email,Incident,Cy Young,c@b,Dee Park,Desk,Sales,Hardware,Screen,01/16/2024 09:00,01/17/2024 09:00,,,01/16/2024 09:05,0:10,SLA Violated",
    ),
    "freshdesk": (
        ",",
        "Ticket ID:key,Subject:title,Status:state,Priority:priority,Source:channel,Type:kind,Agent:person,Group:team,Created time:reported_at,Due by Time:due_at,"
        "Resolved time:resolved_at,Closed time:closed_at,Last update time:,Initial response time:answered_at,Time tracked:worked_hours,First response time (in hrs):,Full name:requester,Company Name:organisation",
        "1,VPN fails,Closed,Low,Email,Incident,Bo Chen,Network,2024-01-15 10:00:00,2024-01-16 10:00:00,2024-01-15 12:00:00,2024-01-18 12:00:00,2024-01-18 12:00:00,2024-01-15 10:20:00,00:20:00,00:20:00,Ana Lima,ACME",
        "2,Screen dark,Open,High,Phone,Incident,Dee Park,Desk,2024-01-16 09:00:00,2024-01-17 09:00:00,,,2024-01-16 09:05:00,2024-01-16 09:05:00,00:10:00,00:05:00,Cy Young,ACME",
    ),
    "zendesk": (
        ",",
        "Summation column:,Id:key,Requester:requester,Requester id:,Assignee:assignee,Group:team,Subject:title,Tags:,Status:state,Priority:priority,Via:channel,Ticket type:kind,"
        "Created at:reported_at,Updated at:,Organization:organisation,Initially assigned at:,Solved at:resolved_at,Resolution time:,Reopens:reopened,First reply time in minutes:",
        "1,41,Ana Lima,77,Bo Chen,Network,VPN fails,vpn,Closed,Normal,Mail,Incident,2024-01-15 10:00,2024-01-18 12:00,ACME,2024-01-15 10:02,2024-01-15 12:00,2,0,20",
        "1,42,Cy Young,78,Dee Park,Desk,Screen dark,screen,Open,High,Web,Incident,2024-01-16 09:00,2024-01-16 09:05,ACME,2024-01-16 09:01,,,1,5",
    ),
    "osticket": (
        ",",
        "Ticket Number:key,Date Created:reported_at,Subject:title,From:requester,From Email:,Priority:priority,Help Topic:category,Source:channel,Current Status:state,"
        "Last Updated:,Due Date:due_at,Overdue:,Answered:,Agent Assigned:assignee,Team Assigned:team,Closed Date:closed_at,Reopen Count:reopened",
        "100001,01/15/24 10:00 AM,VPN fails,Ana Lima,a@b,Normal,Access,Web,Closed,01/18/24 12:00 PM,01/16/24 10:00 AM,0,1,Bo Chen,Network,01/18/24 12:00 PM,0",
        "100002,01/16/24 09:00 AM,Screen dark,Cy Young,c@b,High,Hardware,Email,Open,01/16/24 09:05 AM,01/17/24 09:00 AM,0,0,Dee Park,Desk,,1",
    ),
    "request tracker": (
        "\t",
        "id:key,Subject:title,Status:state,TimeLeft:,LastUpdated:,Queue:team,Requestors:requester,OwnerName:assignee,Created:reported_at,Resolved:resolved_at,Priority:priority,TimeWorked:worked_hours",
        "41,VPN fails,resolved,0,2024-01-15 12:00:00,Network,Ana Lima,Bo Chen,2024-01-15 10:00:00,2024-01-15 12:00:00,10,25 minutes",
        "42,Screen dark,open,0,2024-01-16 09:05:00,Desk,Cy Young,Dee Park,2024-01-16 09:00:00,Not set,20,5 minutes",
    ),
    "topdesk": (
        ";",
        "Call Number:key,Line:line,Status:state,Caller Name:requester,Caller Branch:organisation,Brief Description:title,Call Type:kind,Category:category,Subcategory:subcategory,Object ID:ci,"
        "Operator:person,Operator Group:team,Priority:priority,Creation Date:reported_at,Target Date:due_at,Response Date:answered_at,Completion Date:resolved_at,Completed:,Closure Date:closed_at,Closed:,Time Spent:worked_hours,Entry Type:channel",
        "I 2401 001;First line;Closed;Ana Lima;Delft;VPN fails;Incident;Access;VPN;PC7;Bo Chen;Network;P3;15-01-2024 10:00;16-01-2024 10:00;15-01-2024 10:20;15-01-2024 12:00;Yes;18-01-2024 12:00;Yes;0:25;Phone",
        "I 2401 002;First line;In progress;Cy Young;Delft;Screen dark;Incident;Hardware;Screen;PC8;Dee Park;Desk;P2;16-01-2024 09:00;17-01-2024 09:00;16-01-2024 09:05;;No;;No;0:05;E-mail",
    ),
    "manageengine": (
        ",",
        "Request ID:key,Subject:title,Requester:requester,Group:team,Created Time:reported_at,Due By Time:due_at,Request Status:state,Priority:priority,Category:category,Subcategory:subcategory,"
        "Site:location,Technician:assignee,Resolved Time:resolved_at,Completed Time:closed_at,Responded Time:answered_at,Time Elapsed:,Request Mode:channel,Request Type:kind,Department:organisation",
        '1,VPN fails,Ana Lima,Network,"Jan 15, 2024 10:00 AM","Jan 16, 2024 10:00 AM",Closed,Low,Access,VPN,HQ,Bo Chen,"Jan 15, 2024 12:00 PM","Jan 18, 2024 12:00 PM","Jan 15, 2024 10:20 AM",2hrs,E-Mail,Incident,Finance',
        '2,Screen dark,Cy Young,Desk,"Jan 16, 2024 09:00 AM","Jan 17, 2024 09:00 AM",Open,High,Hardware,Screen,HQ,Dee Park,-,-,"Jan 16, 2024 09:05 AM",1hrs,Phone,Incident,Sales',
    ),
    "remedy": (
        ",",
        "Incident ID*+:key,Company*+:organisation,Summary*:title,Status*:state,Priority*:priority,Assigned Group*+:team,Assignee+:assignee,Service+:service,CI+:ci,Product Categorization Tier 1:product,"
        "Operational Categorization Tier 1:category,Operational Categorization Tier 2:subcategory,Reported Date+:reported_at,Responded Date+:answered_at,Last Resolved Date:resolved_at,Closed Date:closed_at,"
        "Target Date:due_at,Resolution:fix_action,Reported Source:channel,Group Transfers:reassigned,SLM Real Time Status:service_level_flag,Status Reason:substate",
        "INC01,ACME,VPN fails,Closed,Low,Network,Bo Chen,VPN,GW1,Software,Failure,Link,01/15/2024 10:00:00 AM,01/15/2024 10:20:00 AM,01/15/2024 12:00:00 PM,01/18/2024 12:00:00 PM,01/16/2024 10:00:00 AM,Restarted,Phone,0,Within Time Limit,",
        "INC02,ACME,Screen dark,In Progress,High,Desk,Dee Park,Desktop,PC8,Hardware,Failure,Screen,01/16/2024 09:00:00 AM,01/16/2024 09:05:00 AM,,,01/17/2024 09:00:00 AM,,Email,1,Service Targets Breached,",
    ),
    "servicenow, labels": (
        ",",
        "Number:key,Opened:reported_at,Short description:title,Caller:requester,Priority:priority,State:state,Category:category,Assignment group:team,Assigned to:assignee,Updated:,Resolved:resolved_at,"
        "Closed:closed_at,Configuration item:ci,Business service:service,Reassignment count:reassigned,Reopen count:reopened,Resolution code:fix_action,Made SLA:service_level_flag",
        "INC0000001,2024-01-15 10:00:00,VPN fails,Ana Lima,4 - Low,Closed,Access,Network,Bo Chen,2024-01-18 12:00:00,2024-01-15 12:00:00,2024-01-18 12:00:00,GW1,VPN,0,0,Solved,true",
        "INC0000002,2024-01-16 09:00:00,Screen dark,Cy Young,2 - High,In Progress,Hardware,Desk,Dee Park,2024-01-16 09:05:00,,,PC8,Desktop,1,1,,false",
    ),
    "itop, labels": (
        ",",
        "Ref:key,Organization->Name:organisation,Title:title,Status:state,Start date:reported_at,Last update:,Close date:closed_at,Resolution date:resolved_at,Team->Name:team,Agent->Full name:person,"
        "Caller->Full name:requester,Priority:priority,Service->Name:service,Origin:channel,TTR deadline:due_at",
        "R-000001,Demo,VPN fails,Closed,2024-01-15 10:00:00,2024-01-18 12:00:00,2024-01-18 12:00:00,2024-01-15 12:00:00,Network,Bo Chen,Ana Lima,low,VPN,portal,2024-01-16 10:00:00",
        "R-000002,Demo,Screen dark,Assigned,2024-01-16 09:00:00,2024-01-16 09:05:00,,,Desk,Dee Park,Cy Young,high,Desktop,phone,2024-01-17 09:00:00",
    ),
    "glpi, French": (
        ";",
        "ID:key,Titre:title,Entité:organisation,Statut:state,Dernière modification:,Date d'ouverture:reported_at,Priorité:priority,Demandeur - Demandeur:requester,"
        "Attribué à - Technicien:assignee,Attribué à - Groupe de techniciens:team,Catégorie:category,Date de résolution:resolved_at,Date de clôture:closed_at",
        "1;VPN en panne;Racine;Clos;18-01-2024 12:00;15-01-2024 10:00;Basse;Ana Lima;Bo Chen;Réseau;Accès;15-01-2024 12:00;18-01-2024 12:00",
        "2;Écran noir;Racine;En cours (Attribué);16-01-2024 09:05;16-01-2024 09:00;Haute;Cy Young;Dee Park;Support;Matériel;;",
    ),
    "zammad, German": (
        ",",
        "#:key,Titel:title,Status:state,Priorität:priority,Gruppe:team,Besitzer:assignee,Kunde:requester,Organisation:organisation,Erstellungskanal:channel,Erstellt am:reported_at,Aktualisiert am:,Geschlossen am:closed_at",
        "10001,VPN fällt aus,geschlossen,1 niedrig,Netz,Bo Chen,Ana Lima,ACME,E-Mail,15.01.2024 10:00,18.01.2024 12:00,18.01.2024 12:00",
        "10002,Bildschirm dunkel,offen,2 normal,Support,Dee Park,Cy Young,ACME,Telefon,16.01.2024 09:00,16.01.2024 09:05,",
    ),
    "Spanish": (
        ";",
        "Número:key,Asunto:title,Estado:state,Prioridad:priority,Categoría:category,Grupo asignado:team,Asignado a:assignee,Solicitante:requester,Fecha de creación:reported_at,Fecha de resolución:resolved_at,Fecha de cierre:closed_at",
        "T1;VPN caída;Cerrado;Baja;Acceso;Red;Bo Chen;Ana Lima;15/01/2024 10:00;15/01/2024 12:00;18/01/2024 12:00",
        "T2;Pantalla negra;En curso;Alta;Equipo;Soporte;Dee Park;Cy Young;16/01/2024 09:00;;",
    ),
    "Italian": (
        ";",
        "Numero ticket:key,Oggetto:title,Stato:state,Priorità:priority,Categoria:category,Gruppo:team,Assegnato a:assignee,Richiedente:requester,Data di apertura:reported_at,Data di risoluzione:resolved_at,Data di chiusura:closed_at",
        "T1;VPN non va;Chiuso;Bassa;Accesso;Rete;Bo Chen;Ana Lima;15/01/2024 10:00;15/01/2024 12:00;18/01/2024 12:00",
        "T2;Schermo nero;In lavorazione;Alta;Hardware;Supporto;Dee Park;Cy Young;16/01/2024 09:00;;",
    ),
    "Portuguese": (
        ";",
        "Número:key,Título:title,Situação:state,Prioridade:priority,Categoria:category,Equipe:team,Atribuído a:assignee,Solicitante:requester,Data de abertura:reported_at,Data de solução:resolved_at,Data de fechamento:closed_at",
        "T1;VPN caiu;Fechado;Baixa;Acesso;Rede;Bo Chen;Ana Lima;15/01/2024 10:00;15/01/2024 12:00;18/01/2024 12:00",
        "T2;Tela preta;Em andamento;Alta;Hardware;Suporte;Dee Park;Cy Young;16/01/2024 09:00;;",
    ),
    "Dutch": (
        ";",
        "Meldingsnummer:key,Korte omschrijving:title,Status:state,Prioriteit:priority,Categorie:category,Behandelaarsgroep:team,Behandelaar:assignee,Aanmelder:requester,Aangemaakt op:reported_at,Datum gereed:resolved_at,Datum gesloten:closed_at",
        "M1;VPN werkt niet;Gesloten;Laag;Toegang;Netwerk;Bo Chen;Ana Lima;15-01-2024 10:00;15-01-2024 12:00;18-01-2024 12:00",
        "M2;Scherm zwart;In behandeling;Hoog;Hardware;Servicedesk;Dee Park;Cy Young;16-01-2024 09:00;;",
    ),
    "a maintenance book": (
        ",",
        "Ticket No:key,Raised by:requester,Handled by:person,Subject:title,State:state,Failure Mode:symptom,Remedy:fix_action,Opened:reported_at,Resolved:resolved_at,Closed:closed_at",
        "T-1,Ana Lima,Bo Chen,VPN fails,Closed,Link down,Restarted,2024-01-15 10:00,2024-01-15 12:00,2024-01-18 12:00",
        "T-2,Cy Young,Dee Park,Screen dark,Open,No picture,Replaced,2024-01-16 09:00,,",
    ),
    "Polish": (
        ";",
        "Numer zgłoszenia:key,Temat:title,Stan:state,Priorytet:priority,Kategoria:category,Zespół:team,Przypisany do:assignee,Zgłaszający:requester,Data utworzenia:reported_at,Data rozwiązania:resolved_at,Data zamknięcia:closed_at",
        "Z1;VPN nie działa;Zamknięte;Niski;Dostęp;Sieć;Bo Chen;Ana Lima;15.01.2024 10:00;15.01.2024 12:00;18.01.2024 12:00",
        "Z2;Czarny ekran;W toku;Wysoki;Sprzęt;Wsparcie;Dee Park;Cy Young;16.01.2024 09:00;;",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", TOOLS)
def test_an_export_is_understood_without_a_touch(name: str, tmp_path: Path) -> None:
    delimiter, columns, *lines = TOOLS[name]
    wanted = {column.rpartition(":")[0]: column.rpartition(":")[2] for column in columns.split(",")}
    rows = [line.replace(",", delimiter) if delimiter == "\t" else line for line in lines]
    mapping, log, simulation = shaped_text(tmp_path, "\n".join([delimiter.join(wanted), *rows]) + "\n")
    found = {column.column: column.target for column in mapping.tables[0].columns}
    found = {column: "" if target in ("attribute", "ignore") else target for column, target in found.items()}
    empty = {column.column for column in mapping.tables[0].columns if column.why == "empty"}
    assert {column: target for column, target in found.items() if column not in empty} == {
        column: target for column, target in wanted.items() if column not in empty
    }
    assert mapping.unknown_states == ()
    assert (simulation.cases, simulation.rejected, simulation.open_at_end) == (2, 0, 1)
    case = log.cases.order_by("reported_at").execute().iloc[0]
    dates = {
        "reported_at": "2024-01-15 10:00:00",
        "resolved_at": "2024-01-15 12:00:00",
        "closed_at": "2024-01-18 12:00:00",
    }
    assert {at: str(case[at]) for at in dates if at in wanted.values()} == {
        at: value for at, value in dates.items() if at in wanted.values()
    }


def test_an_audit_table_is_a_change_log(tmp_path: Path) -> None:
    text = "documentkey,fieldname,oldvalue,newvalue,sys_created_on,user\n" + "".join(
        f"INC{n},incident_state,,New,2024-01-15 10:00:0{n},a\n"
        f"INC{n},assignment_group,Desk,Network,2024-01-15 10:05:0{n},a\n"
        f"INC{n},incident_state,New,Resolved,2024-01-15 12:00:0{n},b\n"
        for n in range(3)
    )
    mapping, log, simulation = shaped_text(tmp_path, text)
    assert (mapping.shape, simulation.cases, simulation.events) == ("changes", 3, 9)
    assert mapping.tables[0].fields == {"incident_state": "state", "assignment_group": "team"}
    assert log.cases.execute()["team"].tolist() == ["Network"] * 3


def test_the_date_that_nothing_precedes_is_the_opening_when_no_name_says_it(tmp_path: Path) -> None:
    text = "Vorgang,Stamp A,Stamp B,Art\n" + "".join(
        f"V{n},2024-01-{n + 12} 12:00,2024-01-{n + 10} 10:00,Störung\n" for n in range(6)
    )
    mapping, log, _ = shaped_text(tmp_path, text)
    found = {column.column: (column.target, column.why, column.confidence) for column in mapping.tables[0].columns}
    assert (found["Stamp B"], found["Stamp A"][0]) == (("reported_at", "values", 0.5), "attribute")
    assert str(log.cases.execute()["reported_at"].min()) == "2024-01-10 10:00:00"


def test_a_list_with_one_date_begins_with_it(tmp_path: Path) -> None:
    """ "Date" is the instant of a row in a history; in a list of tickets it can only be when each was opened."""
    text = "Ticket,Date,Text\n" + "".join(f"T{n},2024-01-{n + 10},screen dark\n" for n in range(6))
    mapping, _, simulation = shaped_text(tmp_path, text)
    assert {c.column: c.target for c in mapping.tables[0].columns}["Date"] == "reported_at"
    assert simulation.events == 6


def test_dates_of_which_none_comes_first_open_nothing(tmp_path: Path) -> None:
    text = "Vorgang,Stamp A,Stamp B\n" + "".join(
        f"V{n},2024-01-{10 + n % 2} 12:00,2024-01-{11 - n % 2} 10:00\n" for n in range(6)
    )
    mapping, _, simulation = shaped_text(tmp_path, text)
    assert [c.target for c in mapping.tables[0].columns] == ["key", "attribute", "attribute"]
    assert simulation.events == 0


def test_the_day_numbers_of_a_spreadsheet_are_dates_where_the_name_says_so(tmp_path: Path) -> None:
    text = "number,state,opened,resolved,minutes\n" + "".join(
        f"INC{n},Closed,{45352 + n}.4375,{45352 + n}.5,{41000 + n}\n" for n in range(1, 9)
    )
    mapping, log, simulation = shaped_text(tmp_path, text)
    found = {column.column: (column.target, column.order) for column in mapping.tables[0].columns}
    assert (found["opened"], found["resolved"]) == (("reported_at", "serial"), ("resolved_at", "serial"))
    assert found["minutes"] == ("attribute", None)
    first = log.cases.order_by("reported_at").execute().iloc[0]
    assert (str(first["reported_at"]), str(first["resolved_at"])) == ("2024-03-02 10:30:00", "2024-03-02 12:00:00")
    assert simulation.events == 16


@pytest.mark.parametrize(("is_from_1904", "order"), [(False, "serial"), (True, "serial_1904")])
def test_unformatted_day_numbers_begin_where_the_workbook_says(tmp_path: Path, is_from_1904: bool, order: str) -> None:
    """2 March 2024, half past ten, as a bare number and as a cell formatted as a date, in both date systems."""
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904 if is_from_1904 else CALENDAR_WINDOWS_1900
    sheet = book.worksheets[0]
    sheet.append(["number", "state", "opened", "resolved"])
    zero = 1462 if is_from_1904 else 0
    for n in range(8):
        sheet.append(
            [f"INC{n}", "Closed", 45353 + n - zero + 0.4375, datetime.fromisoformat(f"2024-03-0{2 + n} 12:00")]
        )
    book.save(tmp_path / "book.xlsx")
    mapping, log, _ = shaped_text(tmp_path, (tmp_path / "book.xlsx").read_bytes(), "book.xlsx")
    assert {each.column: each.order for each in mapping.tables[0].columns}["opened"] == order
    first = log.cases.order_by("reported_at").execute().iloc[0]
    assert (str(first["reported_at"]), str(first["resolved_at"])) == ("2024-03-02 10:30:00", "2024-03-02 12:00:00")
