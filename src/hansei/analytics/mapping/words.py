"""Words that say nothing, words for yes and no, and what the words for a state mean for the clock."""

# ruff: noqa: E501  (word lists read better unbroken)

from __future__ import annotations

import re
from typing import Final

# Compared after trimming, in lower case. `ns` and `-100` are codes of single tools: they stand in those presets.
MISSING: Final = (
    "?", "-", "--", "—", "n/a", "#n/a", "#n/b", "na", "nan", "null", "none", "(null)", "<null>", "\\n", "nil", "#multivalue",
    "(empty)", "(blank)", "(none)", "[null]", "#value!", "#ref!", "#name?", "#div/0!", "undefined", "not available",
    "не указано", "не задано", "нет данных", "пусто", "keine angabe", "k.a.", "k. a.", "leer", "(leer)", "无", "空", "暂无",
    "未填写", "無", "未填寫", "not set", "not specified", "unspecified", "non renseigné", "sin especificar", "não informado",
)  # fmt: skip
TRUE: Final = (
    "true",
    "t",
    "yes",
    "y",
    "1",
    "1.0",
    "ja",
    "да",
    "是",
    "wahr",
    "истина",
    "x",
    "met",
    "达标",
    "達標",
    "within sla",
    "within time limit",
    "in sla",
    "achieved",
    "oui",
    "sí",
    "sì",
    "sim",
    "tak",
)
FALSE: Final = (
    "false",
    "f",
    "no",
    "n",
    "0",
    "0.0",
    "nein",
    "нет",
    "否",
    "falsch",
    "ложь",
    "missed",
    "breached",
    "未达标",
    "sla violated",
    "violated",
    "out of sla",
    "sla breached",
    "service targets breached",
    "non",
    "não",
    "nie",
    "nee",
)

# The first pattern that fits decides; so the special stands before the general. English, German, Russian, Chinese,
# then French, Spanish, Italian, Portuguese, Dutch, Polish.
_PHASES: Final = (
    ("cancelled", r"cancel|withdrawn|rejected|declin|abandon|discard|storniert|abgelehnt|abgebrochen|zurückgezogen|отмен|отклон|отозван"
                  r"|取消|撤销|撤回|驳回|拒绝|作废|撤銷|駁回|拒絕|作廢"
                 r"|annul[ée]|annul(ad|at)|cancelad|geannuleerd|anulowan|rejet[ée]|rechazad|respint|rifiutat|rejeitad|afgewezen|odrzucon"),
    ("active", r"re-?open|wieder ?er?öffnet|переоткр|возобновл|возвращ|重新打开|重新开启|重开|重新開啟|重開|重啟"
              r"|r[eé]-?ouvert|reabiert|riapert|reabert|heropend|ponownie otwart"),
    ("waiting_user", r"(wait|await|pending|on hold|hold|clarif)[^a-z]*.*\b(user|customer|caller|client|requester|reporter|end user|info|feedback|reply|response|confirm)"
                     r"|user hold|need info|needs? (more )?info|(warte|wartet|rückfrage).*(kunde|anwender|melder|benutzer|antwort)|rückfrage|rückmeldung"
                     r"|ожид.*(пользовател|клиент|заявител|заказчик|ответ|информац|уточнен)|требу.*уточнен|уточнен|запрос информац"
                     r"|(等待|待)(用户|客户|申请人|回复|反馈|确认|補充|补充|用戶|客戶|申請人|回覆|回饋|確認|使用者)"
                    r"|(attente|espera|pendiente|attesa|aguard|pendente|wacht|oczekuj).*(utilisateur|client|demandeur|appelant|retour|réponse|usuario|solicitante|respuesta|utente|risposta"
                     r"|usuário|resposta|klant|aanmelder|gebruiker|reactie|antwoord|klient|użytkownik|odpowied)"),
    ("waiting_other", r"(?<!a)wait|await(?!ing (assign|triage))|pending|on.?hold|\bhold\b|suspend|paused|stalled|blocked|vendor|supplier|third party|postpone|deferr|planned"
                      r"|scheduled|wartend|warte|wartet|ausgesetzt|angehalten|zurückgestellt|geplant|lieferant"
                      r"|ожид|приостан|отлож|заморож|заплан|поставщик|挂起|等待|暂停|暂挂|搁置|延期|供应商|计划|待处理供应|掛起|擱置|暫停|供應商|計劃|延後"
                     r"|en attente|suspend|en espera|pendiente|in attesa|sospes|aguardando|pendente|wacht op|wachtend|wstrzyman|oczekuj"),
    ("resolved", r"resolv|solved|fixed|completed?\b|complete\b|done\b|fulfilled|implemented|answered and|finished|gelöst|behoben|erledigt|abgeschlossen \(gelöst|umgesetzt|fertig"
                 r"|реш[её]н|выполнен|исправлен|готов|устран[её]н|已解决|解决|已完成|已处理|处理完成|完成|修复|已解決|解決|已處理|處理完成|修復"
                r"|résolu|resuelt|solucionad|risolt|resolvid|opgelost|gereed|rozwiązan"),
    ("closed", r"closed?\b|archiv|verified|geschlossen|abgeschlossen|beendet|закры|архив|завершен|завершён|已关闭|关闭|已结束|结案|归档|关单|已關閉|關閉|結案|歸檔|已結束"
              r"|\bclos\b|clôtur|\bfermé|cerrad|chius[oa]\b|fechad|encerrad|gesloten|zamknięt"),
    ("restored", r"restor|mitigat|monitoring\b|recovered|workaround|temporar|wiederhergestellt|umgehung|восстановлен|обходн|恢复|已恢复|恢復|临时解决|臨時解決|监控中"),
    ("queued", r"queue|assign(ed)? to group|awaiting assign|awaiting triage|unassigned|backlog|to ?do\b|triage|eingeplant|warteschlange|nicht zugewiesen|zuzuweisen"
               r"|в очеред|не назначен|очеред|ожидает назнач|待分配|待派|未分配|排队|待受理|待辦|待分派|排隊|待办"
              r"|à planifier|en file|en cola|in coda|na fila|in wachtrij|niet toegewezen|sin asignar|non attribu|non assegnat|não atribu|nieprzypisan"),
    ("new", r"^new\b|\bnew$|^open$|^opened$|start|registered|submitted|created|logged|reported|investigating|identified|unmatched|neu\b|offen|eröffnet|erfasst|gemeldet"
            r"|нов|открыт|зарегистр|создан|принят|新建|新增|已创建|已提交|打开|开启|未处理|待处理|登记|受理|新單|已建立|開啟|未處理|待處理|登記"
           r"|\bnouve(au|lle)\b|ouvert|\bnuev[oa]\b|abiert|\bnuov[oa]\b|\bapert[oa]\b|\bnov[oa]\b|abert[oa]|nieuw|openstaand|\bnow[ye]\b|otwart|utworzon"),
    ("active", r"active|in.?progress|progress|work|accept|assigned|assign|process|dispatch|develop|review|test|update|charge|escalat|acknowledg|transfer|upgrade|require"
               r"|in bearbeitung|bearbeit|zugewiesen|angenommen|aktiv|in arbeit|eskaliert|weitergeleitet"
               r"|в работе|работ|назначен|обработ|исполн|эскал|выполня|взят|处理中|进行中|已分配|分配|处理|已受理|办理|升级|處理中|進行中|已分派|處理|辦理|升級|執行"
               r"|en cours|traitement|attribué|en (proceso|progreso|curso)|asignad|in (corso|lavorazione)|assegnat|em (andamento|atendimento)|atribuíd|in behandeling|toegewezen"
               r"|w (trakcie|toku)|przypisan|realizacj"),
)  # fmt: skip
_PATTERNS: Final = tuple((phase, re.compile(pattern, re.IGNORECASE)) for phase, pattern in _PHASES)


def phase_of(state: str) -> str | None:
    """What a state's words mean for the clock, one of PHASES; None when no word is known.

    >>> phase_of("Awaiting User Info"), phase_of("Wait - Vendor"), phase_of("Awaiting Assignment")
    ('waiting_user', 'waiting_other', 'queued')
    >>> phase_of("Resolved"), phase_of("Закрыто"), phase_of("处理中"), phase_of("In Bearbeitung")
    ('resolved', 'closed', 'active', 'active')
    >>> phase_of("Blue") is None
    True
    """
    words = " ".join(state.replace("_", " ").split())
    for phase, pattern in _PATTERNS:
        if pattern.search(words):
            return phase
    return None
