"""What rules, violations, reasons, cures, moves and goals say in en, de and ja."""

from __future__ import annotations

from convene.timetable.rules import GoalId, Rule

Text = tuple[str, str, str]

RULE_NAMES: dict[str, Text] = {
    Rule.AVAILABILITY: ("Availability", "Verfügbarkeit", "参加可能時間"),
    Rule.SESSION: ("Session", "Sitzungsblock", "時間帯の指定"),
    Rule.FIXED_SLOT: ("Fixed time", "Feste Zeit", "時刻の固定"),
    Rule.LOCKED: ("Locked meeting", "Gesperrtes Gespräch", "変更不可の面談"),
    Rule.NO_DOUBLE_BOOKING: (
        "No double booking",
        "Keine Doppelbelegung",
        "同時刻の重複禁止",
    ),
    Rule.MAX_MEETINGS: (
        "Most meetings per participant",
        "Höchstzahl der Gespräche",
        "面談数の上限",
    ),
    Rule.MAX_PER_DAY: (
        "Most meetings per day",
        "Höchstzahl der Gespräche am Tag",
        "1日の面談数の上限",
    ),
    Rule.REST_AFTER: ("Rest after a meeting", "Pause nach Gesprächen", "面談後の休止"),
    Rule.PRECEDENCE: ("Order of meetings", "Reihenfolge", "面談の順序"),
    Rule.TABLE_CAPACITY: ("Number of tables", "Zahl der Tische", "テーブル数"),
    Rule.TABLE_CLASH: (
        "One meeting per table",
        "Ein Gespräch je Tisch",
        "テーブルの重複禁止",
    ),
    Rule.TABLE_OPEN: ("Open tables", "Geöffnete Tische", "テーブルの利用時間"),
    Rule.TABLE_FEATURES: (
        "Features of the table",
        "Ausstattung des Tisches",
        "テーブルの設備",
    ),
    Rule.TABLE_SITE: ("Site of the table", "Ort des Tisches", "テーブルの場所"),
    Rule.TRAVEL_TIME: ("Travel time", "Wegezeit", "移動時間"),
    Rule.INTERPRETER_LANGUAGES: (
        "Interpreter for the languages",
        "Dolmetscher für die Sprachen",
        "通訳の言語",
    ),
    Rule.INTERPRETER_AVAILABILITY: (
        "Availability of the interpreter",
        "Verfügbarkeit des Dolmetschers",
        "通訳の勤務時間",
    ),
    Rule.INTERPRETER_CLASH: (
        "One meeting per interpreter",
        "Ein Gespräch je Dolmetscher",
        "通訳の重複禁止",
    ),
    Rule.FAIRNESS: ("Fair share of gaps", "Gerechte Wartezeiten", "待ち時間の公平"),
    Rule.WITHDRAWN: (
        "Withdrawn meeting",
        "Zurückgezogenes Gespräch",
        "取り下げられた面談",
    ),
    Rule.MUST_PLACE_ALL: (
        "All meetings placed",
        "Alle Gespräche eingeplant",
        "全面談の配置",
    ),
    GoalId.PLACED_WEIGHT: (
        "Weight of the placed meetings",
        "Gewicht der eingeplanten Gespräche",
        "配置した面談の重み",
    ),
    GoalId.MINIMUM_MEETINGS: (
        "Meetings missing to the minimum",
        "Zur Mindestzahl fehlende Gespräche",
        "最低面談数までの不足",
    ),
    GoalId.IDLE_GAPS: ("Idle gaps", "Wartelücken", "空き時間"),
    GoalId.TABLE_CHANGES: ("Table changes", "Tischwechsel", "テーブル移動"),
}

VIOLATIONS: dict[str, Text] = {
    Rule.AVAILABILITY: (
        "{participant} cannot meet in {slot}, but {meeting} is there.",
        "{participant} kann in {slot} nicht, {meeting} liegt aber dort.",
        "{participant}は{slot}に参加できませんが、{meeting}が入っています。",
    ),
    Rule.SESSION: (
        "{meeting} belongs to {session}, but is in {slot}.",
        "{meeting} gehört in {session}, liegt aber in {slot}.",
        "{meeting}は{session}に属しますが、{slot}に入っています。",
    ),
    Rule.FIXED_SLOT: (
        "{meeting} is fixed to {fixed}, but is in {slot}.",
        "{meeting} ist auf {fixed} festgelegt, liegt aber in {slot}.",
        "{meeting}は{fixed}に固定されていますが、{slot}に入っています。",
    ),
    Rule.LOCKED: (
        "{meeting} is locked to {slot} and must not change.",
        "{meeting} ist in {slot} gesperrt und darf sich nicht ändern.",
        "{meeting}は{slot}で確定しており、変更できません。",
    ),
    Rule.NO_DOUBLE_BOOKING: (
        "{participant} has more meetings in {slot} than the {limit} possible at once.",
        "{participant} hat in {slot} mehr Gespräche als die {limit} zugleich möglichen.",
        "{participant}は{slot}に、同時に可能な{limit}件を超える面談があります。",
    ),
    Rule.MAX_MEETINGS: (
        "{participant} has {count} meetings; at most {limit} are allowed.",
        "{participant} hat {count} Gespräche; höchstens {limit} sind erlaubt.",
        "{participant}の面談は{count}件で、上限は{limit}件です。",
    ),
    Rule.MAX_PER_DAY: (
        "{participant} has {count} meetings on {day}; at most {limit} are allowed.",
        "{participant} hat an {day} {count} Gespräche; höchstens {limit} sind erlaubt.",
        "{participant}の{day}の面談は{count}件で、上限は{limit}件です。",
    ),
    Rule.REST_AFTER: (
        "{participant} needs {free} free slots after a meeting and has not after {slot}.",
        (
            "{participant} braucht nach jedem Gespräch {free} freie Zeiten "
            "und hat sie nach {slot} nicht."
        ),
        "{participant}は面談後に{free}枠の空きが必要ですが、{slot}の後にありません。",
    ),
    Rule.PRECEDENCE: (
        "{first} must be held before {meeting}.",
        "{first} muss vor {meeting} stattfinden.",
        "{first}は{meeting}より前に行う必要があります。",
    ),
    Rule.TABLE_CAPACITY: (
        "{slot} has {count} meetings and only {limit} tables.",
        "{slot} hat {count} Gespräche und nur {limit} Tische.",
        "{slot}には面談が{count}件ありますが、テーブルは{limit}台です。",
    ),
    Rule.TABLE_CLASH: (
        "{meeting} and {other} share {table} in {slot}.",
        "{meeting} und {other} teilen sich in {slot} {table}.",
        "{meeting}と{other}が{slot}に{table}で重なっています。",
    ),
    Rule.TABLE_OPEN: (
        "{meeting} has no table that is open in {slot}.",
        "{meeting} hat in {slot} keinen geöffneten Tisch.",
        "{meeting}には{slot}に使えるテーブルがありません。",
    ),
    Rule.TABLE_FEATURES: (
        "{meeting} needs a table with {feature}.",
        "{meeting} braucht einen Tisch mit {feature}.",
        "{meeting}には{feature}のあるテーブルが必要です。",
    ),
    Rule.TABLE_SITE: (
        "{meeting} takes place at {site}, but {table} is elsewhere.",
        "{meeting} findet an {site} statt, {table} steht aber woanders.",
        "{meeting}の場所は{site}ですが、{table}は別の場所にあります。",
    ),
    Rule.TRAVEL_TIME: (
        "There is too little time to travel from {first} to {meeting}.",
        "Die Zeit reicht nicht, um von {first} zu {meeting} zu kommen.",
        "{first}から{meeting}への移動時間が足りません。",
    ),
    Rule.INTERPRETER_LANGUAGES: (
        "{meeting} needs an interpreter for {pair}.",
        "{meeting} braucht einen Dolmetscher für {pair}.",
        "{meeting}には{pair}の通訳が必要です。",
    ),
    Rule.INTERPRETER_AVAILABILITY: (
        "{interpreter} is not there in {slot}, but {meeting} is.",
        "{interpreter} ist in {slot} nicht da, {meeting} liegt aber dort.",
        "{interpreter}は{slot}に不在ですが、{meeting}が入っています。",
    ),
    Rule.INTERPRETER_CLASH: (
        "{interpreter} is needed for {meeting} and {other} in {slot}.",
        "{interpreter} wird in {slot} für {meeting} und {other} gebraucht.",
        "{interpreter}は{slot}に{meeting}と{other}で重複しています。",
    ),
    Rule.FAIRNESS: (
        (
            "{participant} has {most} gaps and {other} has {least}; "
            "the difference may be {limit}."
        ),
        (
            "{participant} hat {most} Wartelücken und {other} {least}; "
            "der Unterschied darf {limit} sein."
        ),
        (
            "{participant}の空き時間は{most}回、{other}は{least}回で、"
            "差は{limit}回までです。"
        ),
    ),
    Rule.WITHDRAWN: (
        "{meeting} was withdrawn, but is in {slot}.",
        "{meeting} wurde zurückgezogen, liegt aber in {slot}.",
        "{meeting}は取り下げられましたが、{slot}に入っています。",
    ),
    Rule.MUST_PLACE_ALL: (
        "{meeting} has no slot.",
        "{meeting} hat keine Zeit.",
        "{meeting}に時間枠がありません。",
    ),
}

REASONS: dict[str, Text] = {
    Rule.AVAILABILITY: (
        "{participant} and {other} have no slot in which both can meet.",
        "{participant} und {other} haben keine Zeit, in der beide können.",
        "{participant}と{other}がともに参加できる時間がありません。",
    ),
    Rule.SESSION: (
        "{meeting} is bound to {session}, and no slot there is possible.",
        "{meeting} ist an {session} gebunden, und dort ist keine Zeit möglich.",
        "{meeting}は{session}に限られますが、可能な時間がありません。",
    ),
    Rule.FIXED_SLOT: (
        "{meeting} is fixed to {fixed}, which is not possible.",
        "{meeting} ist auf {fixed} festgelegt, und das ist nicht möglich.",
        "{meeting}は{fixed}に固定されていますが、実現できません。",
    ),
    Rule.LOCKED: (
        "Locked meetings are in the way of {meeting}.",
        "Gesperrte Gespräche stehen {meeting} im Weg.",
        "変更不可の面談が{meeting}を妨げています。",
    ),
    Rule.NO_DOUBLE_BOOKING: (
        "{participant} has {count} accepted requests and {free} usable slots.",
        "{participant} hat {count} angenommene Wünsche und {free} nutzbare Zeiten.",
        "{participant}には承諾済みの希望が{count}件、使える時間枠が{free}枠あります。",
    ),
    Rule.MAX_MEETINGS: (
        "{participant} takes at most {limit} meetings and has {count} requests.",
        "{participant} nimmt höchstens {limit} Gespräche an und hat {count} Wünsche.",
        "{participant}の面談は{limit}件までで、希望は{count}件あります。",
    ),
    Rule.MAX_PER_DAY: (
        "{participant} takes at most {limit} meetings a day.",
        "{participant} nimmt höchstens {limit} Gespräche am Tag an.",
        "{participant}の面談は1日{limit}件までです。",
    ),
    Rule.REST_AFTER: (
        "{participant} needs free time after each meeting.",
        "{participant} braucht nach jedem Gespräch freie Zeit.",
        "{participant}は面談ごとに休止時間が必要です。",
    ),
    Rule.PRECEDENCE: (
        "The required order leaves no slot for {meeting}.",
        "Die verlangte Reihenfolge lässt keine Zeit für {meeting}.",
        "指定された順序では{meeting}を入れる時間がありません。",
    ),
    Rule.TABLE_CAPACITY: (
        "No table is free in any slot that {meeting} could use.",
        "In keiner Zeit, die für {meeting} möglich ist, ist ein Tisch frei.",
        "{meeting}に可能などの時間にも空きテーブルがありません。",
    ),
    Rule.TABLE_FEATURES: (
        "No table with what {meeting} needs is free in any slot it could use.",
        "In keiner möglichen Zeit ist ein Tisch frei, der hat, was {meeting} braucht.",
        "{meeting}に必要な設備のテーブルが、可能などの時間にも空いていません。",
    ),
    Rule.TABLE_SITE: (
        "No table at the site of {meeting} is free in any slot it could use.",
        "Am Ort von {meeting} ist in keiner möglichen Zeit ein Tisch frei.",
        "{meeting}の場所のテーブルが、可能などの時間にも空いていません。",
    ),
    Rule.TRAVEL_TIME: (
        "The way between the sites leaves no slot for {meeting}.",
        "Die Wege zwischen den Orten lassen keine Zeit für {meeting}.",
        "移動時間のため{meeting}を入れる時間がありません。",
    ),
    Rule.INTERPRETER_LANGUAGES: (
        "No interpreter speaks {pair}, which {meeting} needs.",
        "Kein Dolmetscher spricht {pair}, das {meeting} braucht.",
        "{meeting}に必要な{pair}の通訳がいません。",
    ),
    Rule.INTERPRETER_AVAILABILITY: (
        "No {pair} interpreter is free in any slot that {meeting} could use.",
        (
            "In keiner Zeit, die für {meeting} möglich ist, ist ein Dolmetscher "
            "für {pair} frei."
        ),
        "{meeting}に可能などの時間にも{pair}の通訳が空いていません。",
    ),
    Rule.FAIRNESS: (
        "With {meeting} the waiting times would not be shared fairly.",
        "Mit {meeting} wären die Wartezeiten nicht gerecht verteilt.",
        "{meeting}を入れると待ち時間が公平になりません。",
    ),
    Rule.MUST_PLACE_ALL: (
        "{meeting} has to be placed.",
        "{meeting} muss eingeplant werden.",
        "{meeting}は必ず配置しなければなりません。",
    ),
}

# For somebody who has slots enough, but not when the meeting could be held.
BUSY: Text = (
    "{participant} has another meeting whenever {meeting} could otherwise be held.",
    "{participant} hat ein anderes Gespräch, wann immer {meeting} sonst möglich wäre.",
    "ほかの条件では{meeting}を行える時間に、{participant}には別の面談があります。",
)

# After a cure that helps only with those of the other reasons.
NOT_ALONE: Text = (
    " It is not enough alone.",
    " Allein genügt das nicht.",
    "それだけでは足りません。",
)

CURES: dict[str, Text] = {
    "add-table": (
        "One more table in {slot} would help.",
        "Ein Tisch mehr in {slot} würde helfen.",
        "{slot}にテーブルを1台増やせば入ります。",
    ),
    "add-interpreter": (
        "One more interpreter for {pair} in {slot} would help.",
        "Ein Dolmetscher mehr für {pair} in {slot} würde helfen.",
        "{slot}に{pair}の通訳を1人増やせば入ります。",
    ),
    "add-availability": (
        "If {participant} could also meet in {slot}, it would fit.",
        "Wenn {participant} auch in {slot} könnte, würde es passen.",
        "{participant}が{slot}にも参加できれば入ります。",
    ),
    "add-representative": (
        "One more person of {participant} in {slot} would help.",
        "Eine weitere Person von {participant} in {slot} würde helfen.",
        "{slot}に{participant}の担当者を1人増やせば入ります。",
    ),
    "raise-limit": (
        "If {participant} took one meeting more, it would fit.",
        "Wenn {participant} ein Gespräch mehr annähme, würde es passen.",
        "{participant}が面談を1件多く受ければ入ります。",
    ),
    "drop-meeting": (
        "Without {meeting} it would fit.",
        "Ohne {meeting} würde es passen.",
        "{meeting}をやめれば入ります。",
    ),
    "unlock-meeting": (
        "If {meeting} could move, it would fit.",
        "Wenn {meeting} verschoben werden dürfte, würde es passen.",
        "{meeting}を動かせれば入ります。",
    ),
    "lift-session": (
        "If it could be held in {slot}, outside the time set for it, it would fit.",
        "Wenn es außerhalb seiner Zeit in {slot} liegen dürfte, würde es passen.",
        "決められた時間の外の{slot}に行えれば入ります。",
    ),
    "drop-rule": (
        "Without the rule “{rule}” for this meeting it would fit.",
        "Ohne die Regel „{rule}“ für dieses Gespräch würde es passen.",
        "この面談に「{rule}」の規則を適用しなければ入ります。",
    ),
}

GOALS: dict[str, Text] = {
    "max-proven": (
        "{name}: {value}. More is proven impossible.",
        "{name}: {value}. Mehr ist beweisbar nicht möglich.",
        "{name}：{value}。これ以上は不可能と証明されています。",
    ),
    "max-open": (
        "{name}: {value}. More than {bound} is proven impossible.",
        "{name}: {value}. Mehr als {bound} ist beweisbar nicht möglich.",
        "{name}：{value}。{bound}を超えることは不可能と証明されています。",
    ),
    "min-proven": (
        "{name}: {value}. Fewer are proven impossible.",
        "{name}: {value}. Weniger sind beweisbar nicht möglich.",
        "{name}：{value}。これより少なくはできないと証明されています。",
    ),
    "min-open": (
        "{name}: {value}. Fewer than {bound} are proven impossible.",
        "{name}: {value}. Weniger als {bound} sind beweisbar nicht möglich.",
        "{name}：{value}。{bound}未満は不可能と証明されています。",
    ),
}

MOVES: dict[str, Text] = {
    "moved": (
        "{meeting} moves from {before} to {slot}, {table}.",
        "{meeting} wechselt von {before} auf {slot}, {table}.",
        "{meeting}は{before}から{slot}、{table}に移ります。",
    ),
    "reseated": (
        "{meeting} stays in {slot} and moves to {table}.",
        "{meeting} bleibt in {slot} und wechselt zu {table}.",
        "{meeting}は{slot}のまま{table}に移ります。",
    ),
    "new": (
        "{meeting} is new in {slot}, {table}.",
        "{meeting} ist neu in {slot}, {table}.",
        "{meeting}が{slot}、{table}に新しく入ります。",
    ),
    "gone": (
        "{meeting} in {before} is off.",
        "{meeting} in {before} entfällt.",
        "{before}の{meeting}はなくなります。",
    ),
}

KINDS: dict[str, Text] = {
    "participants": ("participant {n}", "Teilnehmer {n}", "参加者{n}"),
    "slots": ("slot {n}", "Zeit {n}", "時間枠{n}"),
    "tables": ("table {n}", "Tisch {n}", "テーブル{n}"),
    "interpreters": ("interpreter {n}", "Dolmetscher {n}", "通訳{n}"),
    "sessions": ("session {n}", "Block {n}", "時間帯{n}"),
    "meetings": ("meeting {n}", "Gespräch {n}", "面談{n}"),
    "sites": ("site {n}", "Ort {n}", "場所{n}"),
    "days": ("day {n}", "Tag {n}", "{n}日目"),
}
