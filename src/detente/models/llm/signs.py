"""Signs that a text speaks to its reader or to a machine: orders to set rules aside, roles, orders about an answer.

Fifteen languages; words of our own, after attacks as they are commonly described. `docs/llm.md` says what they are for.
"""

from __future__ import annotations

import re

LOOKALIKES = str.maketrans("аеорсухіјѕԁһкмтвнаοαιερτυκν", "aeopcyxijsdhkmtbhaoaieptukv")
# An order to set rules aside: verb and noun, in either order where the language allows it.
_ASIDE = (
    (
        r"(?:ignore|disregard|forget|override|bypass|discard|do not (?:follow|obey)|don't (?:follow|obey)|stop following)\b"
        r"[^.!?]{0,30}?\b(?:all|any|the|your|previous|prior|earlier|above|these|those|every|my|system|preceding)",
        r"instructions?|prompts?|directions|directives|guidelines|system message|above|everything|rules|orders|task",
    ),
    (
        r"(?:про)?игнорируй(?:те)?|забудь(?:те)?|не (?:следуй|выполняй)(?:те)?|отбрось(?:те)?|отмени(?:те)?",
        r"инструкци\w*|указани\w*|промпт\w*|команд\w*|правил\w*|вс[её],? что выше",
    ),
    (
        r"(?:про)?ігноруй(?:те)?|забудь(?:те)?|не (?:виконуй|дотримуйся)(?:те)?|відкинь(?:те)?",
        r"інструкці\w*|вказівк\w*|промпт\w*|правил\w*|[ву]се,? що вище",
    ),
    (
        r"ignorier(?:e|t|en sie)|missachten? sie|missachte|vergiss|vergessen sie|befolgen? (?:sie )?nicht",
        r"anweisung\w*|instruktion\w*|vorgaben|systemprompt|prompt|alles (?:oben|vorher\w*)|regeln",
    ),
    (
        r"ignore[zr]?|oubli(?:e|ez|er)|ne (?:suis|suivez) pas",
        r"instructions?|consignes?|invite système|tout ce qui précède",
    ),
    (
        r"ignor(?:a|e|en|ad)|olvid(?:a|e|en)|descart(?:a|e|en)|no sigas|haz caso omiso",
        r"instruccion\w*|indicacion\w*|todo lo anterior",
    ),
    (r"ignore[m]?|esqueça[m]?|descarte[m]?|desconsidere[m]?", r"instruç\w*|orientaç\w*|tudo (?:acima|antes)"),
    (
        r"ignora(?:te)?|ignori|dimentica(?:te)?|trascura(?:te)?",
        r"istruzion\w*|indicazion\w*|tutto quanto sopra",
    ),
    (r"z?ignoruj(?:cie)?|pomiń(?:cie)?|zapomnij(?:cie)?", r"instrukcj\w*|polece\w*|wytyczn\w*"),
    (r"yok say\w*|görmezden gel\w*|unut(?:un)?|dikkate alma\w*", r"talimat\w*|yönerge\w*|komut\w*"),
    (r"تجاهل\w*|انس|لا تتبع|أهمل", r"\w{0,12}تعليمات\w*|\w{0,12}أوامر\w*|\w{0,12}توجيهات\w*"),
    (r"نادیده بگیر\w*|فراموش کن\w*", r"دستور\w*|راهنما\w*"),
    (r"התעלמ\w*|התעלם|שכח\w*", r"\w{0,12}הוראות\w*|\w{0,12}הנחיות\w*"),
)
_UNSPACED = (
    r"(?:忽略|无视|無視|忘记|忘掉|不要遵循)[^。！？]{0,15}(?:指令|指示|提示|说明|要求)",
    r"(?:指示|命令|プロンプト|指令)[^。！？]{0,10}(?:無視|忘れ)",
    r"(?:지시|명령|프롬프트)[^.!?。]{0,12}(?:무시|잊)",
    r"(?:अनदेखा|नज़रअंदाज|भूल)[^.!?।]{0,12}(?:निर्देश|आदेश)|(?:निर्देश|आदेश)[^.!?।]{0,25}(?:अनदेखा|नज़रअंदाज|भूल)",
)
_MACHINE = (
    r"(?:language models?|\bllms?\b|chat ?bots?|chatgpt|\bgpt\b|assistants?\b"
    r"(?! (?:secretar|minist|director|prof|att|chief|general|to\b))|annotator|summari[sz]er|"
    r"statement extractor|automated reader|языков\w+ модел\w*|ассистент\w*|нейросет\w*|мовн\w+ модел\w*|"
    r"асистент\w*|sprachmodell\w*|modèle de langage|asistente|modelo de lenguaje|"
    r"modelo de linguagem|modello linguistico|model językowy|asystent\w*|dil modeli|yapay zeka|نموذج (?:لغوي|اللغة)|"
    r"الذكاء الاصطناعي|المساعد|语言模型|人工智能|助手|言語モデル|アシスタント|언어 모델|भाषा मॉडल)"
)
_ORDER = (
    r"(?:\byou\b|\byour\b|\bmust\b|please|note to|attention|dear|hey|output|"
    r"respond|reply|report that|вы\b|ты\b|твоя|должн\w*|обязан\w*|"
    r"внимание|сообщи\w*|ви\b|ти\b|повинн\w*|увага|du\b|sie m\w+|musst|müssen|achtung|vous|tu\b|dois|devez|attention|debes?|"
    r"deve[sm]?\b|atención|devi\b|musisz|uwaga|\w{0,12}malısın\w*|dikkat|يجب|عليك|أنت|必须|你|您|请|ください|せよ|당신|하십시오|해야|आपको)"
)
_FIELD = r"(?:holder|stance|option|issue|quote|evidence|confidence|kind)"
_ENTRY_WORD = (
    rf"(?:\bjson\b|\bschema\b|\bstatements? (?:list|array|field|entr\w+)|"
    rf"empty (?:list|array)|\bas a statement|"
    rf"\bno statements|"
    rf"\bthe (?:holder|stance) (?:to|as)|\b{_FIELD} ?(?:=|:|field|id\b|value)|"
    rf"\b{_FIELD} (?:must|should) be|confidence (?:of )?(?:1|one|100|0\.9))"
)
_MAKE = (
    r"(?:output|return|emit|print|respond|reply|insert|add|append|produce|write|set|mark|code|extract|record|report|"
    r"do not|never|change|"
    r"give|use|leave)"
)
_MARKS = (
    r"<\|[a-z_]{2,20}\|>",
    r"\[/?inst\]|<</?sys>>|</?(?:system|assistant|user|instructions?|prompt|document|report)>",
    r"(?:new|hidden|secret|updated|system) (?:instructions?|directive|task)\s*:",
    r"#{2,4} ?(?:instruction|response|system|human)",
    r"(?:begin|end|start) (?:of )?(?:document|system prompt|instructions|quoted text|untrusted)",
    r"[\"']?(?:holder|stance|quote|evidence|statements)[\"']\s*:\s*[\[{\"'n]",
    r"you are (?:now|no longer) |from now on,? you|ты теперь|отныне ты|відтепер ти|du bist (?:jetzt|nun) ein|"
    r"tu es (?:maintenant|désormais)|ahora eres|você agora é|ora sei un|jesteś teraz|sen artık|你现在是|あなたは今",
    r"(?:system|hidden|developer) prompt|prompt injection|developer mode|системн\w+ (?:промпт|подсказк)\w*",
    r"(?:base64|rot13)\b|(?<![\w/.:?=&-])[a-z0-9+/]{60,}={0,2}",
)  # fmt: skip
_GAP = r"[^.!?。！？]{0,80}?"
LINES = re.compile(
    r"^[\s>#*-]*(?:system|assistant|developer|sys|instructions?(?: (?:for|to) [^.:\n]{0,30})?|"
    r"система|ассистент|асистент)\s*(?:prompt)?\s*[:：]",
    re.IGNORECASE | re.MULTILINE,
)
CASED = re.compile(
    rf"\b(?:AI|A\.I\.|KI|IA|ИИ|ШІ)\b{_GAP}(?i:{_ORDER})|(?i:{_ORDER}){_GAP}\b(?:AI|A\.I\.|KI|IA|ИИ|ШІ)\b"
)
HIDDEN = re.compile("[\U000e0001-\U000e007f\U000e0100-\U000e01ef]")
PATTERN = re.compile(
    "|".join(
        (
            *(
                rf"\b(?:{verb})\b{_GAP}\b(?:{noun})|\b(?:{noun})\b{_GAP}\b(?:{verb})\b"
                for verb, noun in _ASIDE
            ),
            *_UNSPACED,
            rf"{_MACHINE}{_GAP}{_ORDER}|{_ORDER}{_GAP}{_MACHINE}",
            rf"\b{_MAKE}\b{_GAP}{_ENTRY_WORD}|{_ENTRY_WORD}{_GAP}\b(?:{_MAKE}|must be|should be)\b",
            *_MARKS,
        )
    )
)
