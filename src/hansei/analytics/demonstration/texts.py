"""What the made-up people write: titles and texts in four languages, many ways to say the same thing."""

from __future__ import annotations

from typing import Final

LANGUAGES: Final = ("en", "zh-Hans", "zh-Hant", "ru")

Phrases = dict[str, tuple[str, ...]]

TITLES: Final[dict[str, Phrases]] = {
    "en": {
        "slow": ("{ci} very slow", "Waiting minutes for {product}", "{service}: poor response since {time}"),
        "error": ("{product} shows error {code}", "Error {code} when saving", "{service} - message {code} on screen"),
        "data": ("Wrong figures in {product}", "{service}: record {code} missing", "Old data shown in {product}"),
        "login": ("Cannot sign in to {product}", "{service} login refused", "Account locked, {location}"),
        "interface": ("No transfer from {ci}", "Interface {code} did not deliver", "{product} file not received"),
        "display": ("Display {code} dark at {location}", "Board at {location} frozen", "Screen shows old departures"),
        "down": ("{ci} not reachable", "{service} down for {location}", "No connection to {ci} since {time}"),
        "payment": ("Payment {code} booked twice", "Card payment declined at {location}", "Gate refuses valid ticket"),
        "hardware": ("Device {code} defective", "Tablet {code} does not charge", "Replacement needed at {location}"),
        "vpn": ("VPN drops every few minutes", "No remote access from home", "VPN client error {code}"),
        "wifi": ("No wireless at {location}", "WLAN unstable in {location}", "Handheld loses WLAN"),
        "printer": ("Printer {code} jams", "Cannot print at {location}", "Labels come out empty, printer {code}"),
        "software": ("Install request went wrong", "{product} closes itself", "Update {code} fails on laptop"),
        "mail": ("Mail not delivered", "Mailbox full again", "Calendar entries vanished"),
        "access": ("Access to folder {code}", "Please give rights for {product}", "New colleague has no rights"),
    },
    "zh-Hans": {
        "slow": ("{ci} 运行很慢", "{product} 打开要等几分钟", "{service} 响应慢"),
        "error": ("{product} 报错 {code}", "保存时出现错误 {code}", "界面提示 {code}"),
        "data": ("{product} 数据不对", "记录 {code} 丢失", "报表数字有误"),
        "login": ("无法登录 {product}", "账号被锁定", "登录被拒绝，{location}"),
        "interface": ("接口 {code} 没有传输", "未收到 {ci} 的文件", "{product} 接口中断"),
        "display": ("{location} 显示屏黑屏", "显示屏 {code} 画面卡住", "屏幕显示旧班次"),
        "down": ("{ci} 连接不上", "{location} 服务中断", "{service} 无法访问"),
        "payment": ("付款 {code} 重复入账", "{location} 刷卡失败", "闸机拒绝有效车票"),
        "hardware": ("设备 {code} 损坏", "平板 {code} 充不进电", "{location} 需要更换设备"),
        "vpn": ("VPN 频繁断开", "在家无法远程访问", "VPN 客户端错误 {code}"),
        "wifi": ("{location} 没有无线信号", "无线网络不稳定", "手持机掉线"),
        "printer": ("打印机 {code} 卡纸", "{location} 无法打印", "标签打印空白"),
        "software": ("软件安装失败", "{product} 自动关闭", "更新 {code} 失败"),
        "mail": ("邮件没有送达", "邮箱又满了", "日历条目不见了"),
        "access": ("申请文件夹 {code} 权限", "请开通 {product} 权限", "新同事没有权限"),
    },
    "zh-Hant": {
        "slow": ("{ci} 執行很慢", "{product} 開啟要等好幾分鐘", "{service} 回應緩慢"),
        "error": ("{product} 顯示錯誤 {code}", "儲存時發生錯誤 {code}", "畫面出現 {code}"),
        "data": ("{product} 資料不正確", "紀錄 {code} 遺失", "報表數字有誤"),
        "login": ("無法登入 {product}", "帳號被鎖定", "登入遭拒，{location}"),
        "interface": ("介面 {code} 沒有傳送", "未收到 {ci} 的檔案", "{product} 介面中斷"),
        "display": ("{location} 看板黑屏", "看板 {code} 畫面停住", "螢幕顯示舊班次"),
        "down": ("{ci} 連線不上", "{location} 服務中斷", "{service} 無法使用"),
        "payment": ("付款 {code} 重複入帳", "{location} 刷卡失敗", "閘門拒絕有效車票"),
        "hardware": ("裝置 {code} 損壞", "平板 {code} 無法充電", "{location} 需要更換設備"),
        "vpn": ("VPN 一直斷線", "在家無法遠端連線", "VPN 用戶端錯誤 {code}"),
        "wifi": ("{location} 沒有無線訊號", "無線網路不穩", "手持機斷線"),
        "printer": ("印表機 {code} 卡紙", "{location} 無法列印", "標籤列印空白"),
        "software": ("軟體安裝失敗", "{product} 自動關閉", "更新 {code} 失敗"),
        "mail": ("郵件沒有送達", "信箱又滿了", "行事曆項目不見了"),
        "access": ("申請資料夾 {code} 權限", "請開通 {product} 權限", "新同事沒有權限"),
    },
    "ru": {
        "slow": ("{ci} очень медленно работает", "{product} открывается несколько минут", "{service}: долгий отклик"),
        "error": ("{product} показывает ошибку {code}", "Ошибка {code} при сохранении", "Сообщение {code} на экране"),
        "data": ("Неверные цифры в {product}", "Пропала запись {code}", "В отчёте старые данные"),
        "login": ("Не могу войти в {product}", "Учётная запись заблокирована", "Отказ во входе, {location}"),
        "interface": ("Нет передачи с {ci}", "Интерфейс {code} не сработал", "Файл {product} не получен"),
        "display": ("Табло {code} погасло, {location}", "Табло зависло", "На экране старое расписание"),
        "down": ("{ci} недоступен", "{service} не работает, {location}", "Нет связи с {ci}"),
        "payment": ("Платёж {code} проведён дважды", "Карта не принята, {location}", "Турникет не пропускает"),
        "hardware": ("Устройство {code} сломалось", "Планшет {code} не заряжается", "Нужна замена, {location}"),
        "vpn": ("VPN постоянно отключается", "Нет удалённого доступа", "Ошибка VPN {code}"),
        "wifi": ("Нет беспроводной сети, {location}", "Wi-Fi нестабилен", "Терминал теряет сеть"),
        "printer": ("Принтер {code} зажёвывает бумагу", "Не печатает, {location}", "Пустые этикетки"),
        "software": ("Не удалась установка программы", "{product} сам закрывается", "Обновление {code} с ошибкой"),
        "mail": ("Письмо не доставлено", "Ящик снова переполнен", "Пропали записи календаря"),
        "access": ("Доступ к папке {code}", "Прошу права на {product}", "У новой сотрудницы нет прав"),
    },
}
DETAILS: Final[dict[str, tuple[str, ...]]] = {
    "en": (
        "Reported by a colleague at {location}.",
        "Happens since {time}.",
        "Was fine yesterday.",
        "Two others see it too.",
        "Please call back.",
        "Checked cables and restarted the PC, no change.",
        "Solved together on the phone.",
        "Log shows {code}.",
    ),
    "zh-Hans": (
        "{location} 的同事报告。",
        "从 {time} 开始。",
        "昨天还正常。",
        "其他人也一样。",
        "请回电。",
        "日志显示 {code}。",
    ),
    "zh-Hant": (
        "{location} 的同事通報。",
        "從 {time} 開始。",
        "昨天還正常。",
        "其他人也一樣。",
        "請回電。",
        "記錄顯示 {code}。",
    ),
    "ru": (
        "Сообщил коллега, {location}.",
        "Началось в {time}.",
        "Вчера всё работало.",
        "У других то же самое.",
        "Просьба перезвонить.",
        "В журнале {code}.",
    ),
}

# The hidden call-out: nobody's words are like a colleague's.
CALL_OUTS: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "en": (
        ("Roster batch stopped, restarted by hand", "Batch for the rosters had stopped; started it again"),
        ("crew-batch hung again?? kicked the service", "batch hung, kicked it, ok now"),
        ("Rosters not published to depot screens", "Depots without tomorrow's duties, publishing service restarted"),
        ("RosterBatch02 no heartbeat, restart OK", "RosterBatch02 heartbeat lost - bounced - green"),
        ("Job 02 stuck at publish step", "Publish step waiting for ever in job 02, service recycled"),
        ("Evening run frozen", "Planning run froze, process brought back"),
        ("Called by the control centre: duty lists missing", "Control centre calls, no duty lists. Fixed."),
        ("Night planning halted / service back", "Halted planner brought back after call"),
        ("Crew list export did not finish", "Export of crew lists incomplete, restarted the daemon"),
        ("Duty manager complains about empty rosters", "Empty rosters, duty manager rang twice"),
        ("Scheduler process dead", "Found the scheduler dead, revived"),
        ("roster-batch-02 down", "roster-batch-02 not running. systemctl restart"),
    ),
    "zh-Hans": (
        ("排班批处理停止，重启后恢复", "排班批处理没有响应，已重启"),
        ("夜间排班任务卡住", "任务02卡在发布步骤，重新启动服务"),
        ("站点屏幕没有明日班表", "班表未发布，服务已拉起"),
    ),
    "zh-Hant": (
        ("排班批次停止，重新啟動後恢復", "排班批次沒有回應，已重啟"),
        ("夜間排班作業卡住", "作業02停在發布步驟，重新啟動服務"),
        ("車站螢幕沒有明日班表", "班表沒有發布，服務已重啟"),
    ),
    "ru": (
        ("Ночной расчёт смен завис, перезапуск службы", "Расчёт смен остановился, служба перезапущена"),
        ("Нет графиков на экранах депо", "Графики не опубликованы, перезапустил задание 02"),
        ("Диспетчер звонил: пустые наряды", "Пустые наряды у диспетчера, поднял процесс"),
    ),
}
SECOND_CALL_OUTS: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "en": (
        ("Crew mobile sync queue full", "Sync queue for phones full, purged"),
        ("phones show yesterday's duty", "Drivers' phones stale, queue emptied"),
        ("Queue depth alarm mobile", "Queue alarm, emptied and confirmed"),
    ),
    "zh-Hans": (("手机同步队列已满", "同步队列积压，已清空"),),
    "zh-Hant": (("手機同步佇列已滿", "同步佇列積壓，已清空"),),
    "ru": (("Переполнена очередь синхронизации", "Очередь телефонов забита, очистил"),),
}
BENIGN: Final[dict[str, Phrases]] = {
    "password": {
        "en": ("Forgot my password", "Password reset please", "Password expired over the weekend"),
        "zh-Hans": ("忘记密码", "请重置密码", "密码过期"),
        "zh-Hant": ("忘記密碼", "請重設密碼", "密碼過期"),
        "ru": ("Забыла пароль", "Прошу сбросить пароль", "Истёк срок пароля"),
    },
    "payroll": {
        "en": ("Question about my payslip", "Overtime missing on payslip?", "How do I read the deduction"),
        "zh-Hans": ("工资单有疑问", "加班费怎么没有", "扣款怎么看"),
        "zh-Hant": ("薪資單有疑問", "加班費怎麼沒有", "扣款怎麼看"),
        "ru": ("Вопрос по расчётному листку", "Где доплата за сверхурочные?", "Как понять удержание"),
    },
    "review": {
        "en": ("Monthly access review: {product}",),
        "zh-Hans": ("月度权限复核：{product}",),
        "zh-Hant": ("每月權限覆核：{product}",),
        "ru": ("Ежемесячная проверка прав: {product}",),
    },
    "batch": {
        "en": ("Disk usage report {ci}",),
        "zh-Hans": ("磁盘使用报告 {ci}",),
        "zh-Hant": ("磁碟使用報告 {ci}",),
        "ru": ("Отчёт о дисках {ci}",),
    },
    "maintenance": {
        "en": ("Planned maintenance: patching {ci}", "Patch window {ci}"),
        "zh-Hans": ("计划维护：{ci} 打补丁",),
        "zh-Hant": ("計畫維護：{ci} 更新修補",),
        "ru": ("Плановые работы: обновление {ci}",),
    },
    "talkative": {
        "en": ("How do I do this in the table again?", "Formula does not calculate", "My filter is gone again"),
        "zh-Hans": ("表格里这个怎么弄", "公式不计算", "筛选又没了"),
        "zh-Hant": ("表格裡這個怎麼弄", "公式不計算", "篩選又不見了"),
        "ru": ("Опять не понимаю таблицу", "Формула не считает", "Снова пропал фильтр"),
    },
}


def styles(
    number: int, texts: dict[str, tuple[tuple[str, ...], ...]], languages: tuple[str, ...]
) -> list[tuple[str, tuple[str, ...]]]:
    """A (language, ways of saying it) for each of `number` analysts: no two alike while the supply lasts."""
    taken = dict.fromkeys(languages, 0)
    found = []
    for i in range(number):
        # every second analyst writes the first language, the others take turns
        language = languages[0] if i % 2 == 0 or len(languages) == 1 else languages[1 + (i // 2) % (len(languages) - 1)]
        supply = texts[language]
        found.append((language, supply[taken[language] % len(supply)]))
        taken[language] += 1
    return found
