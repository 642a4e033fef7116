"""Labels of a page: lines that are known by their words alone, as menus, buttons and notices are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from detente.corpus.furniture.page import Marks, Page, PageLine

_PHRASES: Mapping[str, str] = {
    "menu": """home|menu|main menu|search|log in|login|sign in|sign up|register|subscribe|skip to content|
        skip to main content|
        go to home page|back to top|contact|contact us|about|about us|terms of use|terms and conditions|
        privacy policy|cookie policy|
        advertise|site map|sitemap|archive|careers|close|next|previous|next article|previous article|
        what are you looking for|
        a+|a-|tt|weather|sport|sports|business|more|copy|click here|download|download pdf|pdf|full screen|
        my account|edition|
        главная|меню|поиск|войти|вход|регистрация|подписаться|контакты|о нас|о проекте|реклама на сайте|
        головна|пошук|увійти|вхід|реєстрація|підписатися|про нас|контакти|погода|архив|архів|
        ещё|ще|закрыть|закрити""",
    "share": """share|share this|share this article|share this story|share on facebook|share on twitter|
        share on x|share on telegram|
        share via email|tweet|facebook|twitter|x|telegram|whatsapp|linkedin|instagram|youtube|tiktok|viber|
        reddit|pinterest|threads|
        bluesky|rss|email|e-mail|mail|print|copy link|link copied|save|save article|bookmark|listen|
        listen to this article|gift|
        gift article|follow us|follow us on|join us on telegram|like|send|comment|add to favorites|
        поделиться|поделиться статьёй|поделиться статьей|твитнуть|отправить|скопировать ссылку|распечатать|
        сохранить|слушать|
        поділитися|поділитись|надіслати|скопіювати посилання|роздрукувати|зберегти|слухати|
        вконтакте|одноклассники|фейсбук""",
    "teaser": """read more|read more details|read more here|read also|also read|read next|up next|
        continue reading|see also|show more|
        load more|view more|see more|view all|more news|more stories|top stories|related|related articles|
        related stories|
        related news|related posts|related topics|related content|recommended|recommended for you|most read|
        most popular|popular|
        popular news|trending|trending now|latest|latest news|also on site|also on this site|also in|
        you may also like|
        you might also like|more on this story|more on this topic|don't miss|editor's picks|editors' picks|
        must read|what to read next|
        article image|image|thumbnail|from our partners|around the web|other news|in other news|
        читайте также|читать далее|читать дальше|читать полностью|смотрите также|ещё по теме|еще по теме|
        по теме|материалы по теме|
        популярное|самое читаемое|главное|последние новости|похожие материалы|рекомендуем|показать ещё|
        показать еще|новости по теме|
        читайте також|читати далі|дивіться також|більше новин|за темою|матеріали за темою|популярне|
        найпопулярніше|останні новини|
        головне|рекомендуємо|показати більше|новини за темою|схожі новини|важливе""",
    "label": """news feed|news|breaking|breaking news|live|live updates|exclusive|analysis|opinion|world|
        world news|politics|europe|asia|
        africa|middle east|americas|international|category|categories|topic|topics|tags|tag|filed under|
        explainer|editorial|
        commentary|feature|features|interview|transcript|newstranscript|video|videos|photos|gallery|audio|
        podcast|making news|
        press release|top news|developing|developing story|updated|author|authors|source|news in brief|region|
        новости|лента новостей|лента|срочно|эксклюзив|мнение|аналитика|мир|политика|темы|теги|тэги|видео|
        фото|интервью|рубрика|
        новини|стрічка новин|терміново|ексклюзив|думка|аналітика|світ|політика|теми|відео|
        інтерв'ю|категорія|рубрики""",
    "comments": """leave a reply|leave a comment|leave comment|comments|comment|add a comment|add comment|
        post a comment|post comment|
        write a comment|no comments|no comments yet|view comments|show comments|join the conversation|
        join the discussion|submit|reply|
        cancel reply|name|website|your name|your email|your comment|sign in to comment|log in to comment|
        save my name|
        how informative is this news|rate this article|was this article helpful|was this helpful|
        report a typo|report an error|
        комментарии|оставить комментарий|добавить комментарий|написать комментарий|обсудить|
        коментарі|залишити коментар|додати коментар|написати коментар|обговорити""",
    "advert": """advertisement|advertisements|advertising|advert|ad|sponsored|sponsored content|
        paid content|promoted|promoted content|
        partner content|story continues below advertisement|article continues after advertisement|
        continue reading below|
        article continues below|реклама|на правах рекламы|на правах реклами|
        партнёрский материал|партнерський матеріал""",
    "toc": """table of contents|contents|in this article|on this page|jump to|содержание|оглавление|зміст|
        в этой статье|у цій статті""",
}
_KIND_OF = {phrase.strip(): kind for kind, phrases in _PHRASES.items() for phrase in phrases.split("|")}
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("teaser", r"^(?:\W*)(?:read (?:more|also|next|on)|also read|see also|related(?: article| story|"
                   r" news)?|watch|more on this|"
                   r"читайте (?:также|также в|по теме)|смотрите также|по теме|читайте також|дивіться також|"
                   r"за темою)\s?[:|–—-]\s?\S.{5,160}$"),
        ("teaser", r"^more (?:from|on|about|in) [^.:]{2,40}$|^(?:most (?:read|popular|viewed)|latest) (?:in|"
                   r"from|on) [^.:]{2,40}$"),
        ("share", r"^(?:share|follow|join|find) (?:this|us|our)\b.{0,60}$|^(?:следите за|подписывайтесь на|"
                  r"підписуйтесь на|"
                  r"підписуйтеся на|читайте нас|приєднуйтесь|присоединяйтесь)\b.{0,80}$"),
        ("newsletter", r"^(?:sign up|subscribe|get (?:the|our)|enter your e-?mail)\b.{0,50}\b(?:newsletter|"
                       r"newsletters|letter|inbox|briefing|"
                       r"updates|alerts|channel|e-?mail|daily|weekly|for free)\b.{0,80}$"),
        ("newsletter", r"^(?:подпишитесь|підпишіться|подписаться|оформите подписку)\b.{0,80}$|"
                       r"delivered (?:straight )?to your inbox"),
        ("cookie notice", r"\b(?:we|site|website|partners)\b.{0,40}\buses? cookies\b|^(?:accept|reject|"
                          r"manage)(?: all)?(?: cookies)?$|"
                          r"\bcookies? (?:settings|preferences|policy|notice)\b|\bиспользу(?:ет|"
                          r"ем) (?:файлы )?cookie|"
                          r"\bвикористову(?:є|ємо) (?:файли )?cookie"),
        ("comments", r"\byour e-?mail address will not be (?:published|shared)\b|"
                     r"^required fields are marked\b|^save my name, e-?mail\b|"
                     r"^(?:name|email|website) ?\*$|^\d{1,5} comments?$|^(?:ваш|ваша) (?:e-?mail|электронн|"
                     r"адрес|електронн|пошта).{0,80}$|"
                     r"^you must be logged in to\b.{0,60}$"),
        ("advert", r"^(?:advert(?:isement)?|реклама|sponsored)[.:] .{2,80}$"),
        ("advert", r"^(?:story|article) continues (?:below|after)\b.{0,40}$|^advertisement\b.{0,30}$|"
                   r"^scroll (?:down )?to continue\b.{0,30}$"),
        ("republication", r"\b(?:originally|first) (?:published|appeared|posted) (?:on|in|at|by)\b|"
                          r"\b(?:republished|reprinted|reposted|"
                          r"reproduced) (?:with|under|from|by)\b|\bfrom its original source\b|"
                          r"\bread the (?:original|full) (?:article|story|report)\b|"
                          r"\b(?:wish|hope)\b.{0,40}\bprovided you with\b|^(?:this|the) (?:article|story|"
                          r"report|text|piece|version)? ?"
                          r"(?:is|was|has been) (?:an? )?(?:abridged|edited|shortened|condensed|translated|"
                          r"adapted|republished)\b|"
                          r"^перепечат|^передрук|^републикац|^републікац|\bоригинал (?:статьи|материала)\b|"
                          r"\bоригінал (?:статті|матеріалу)\b|"
                          r"^(?:впервые|вперше) (?:опубликован|опублікован)"),
        ("menu", r"^\W*(?:©|\(c\)|copyright\b).{0,140}$|^\S.{0,40}© ?\d{4}\b.{0,60}$|"
                 r"\ball rights reserved\b|\bвсе права защищены\b|\bвсі права захищен[оі]\b|"
                 r"\b(?:use|reproduction|copying) of (?:any |the |our |site )?(?:materials?|"
                 r"content)\b.{0,60}\b(?:allowed|permitted|prohibited|requires?)\b|"
                 r"^(?:любое )?использование материалов\b|^(?:будь-яке )?використання матеріалів\b"),
        ("menu", r"\bclick here to add your own text\b|\blorem ipsum dolor\b|^(?:skip|jump|go|"
                 r"back) to (?:the )?[\w ]{3,25}$"),
        ("menu", r"^(?:terms|privacy|contact|about|help|faq|advertise)(?: (?:of|and|policy|us|use|service|"
                 r"conditions))*"
                 r"(?:[\s.|•·,]+(?:terms|privacy|contact|about|help|faq|cookies|advertise)(?: (?:of|and|"
                 r"policy|us|use|service|conditions))*)+\W*$"),
        ("menu", r"^\d+(?:[.,]\d+)? ?(?:[kKmM][bB]|views?|shares?|likes?|просмотр\w*|перегляд\w*)$"),
        ("label", r"^this (?:is a )?(?:breaking|developing) (?:news )?story\b.{0,80}$|^(?:this )?(?:audio|"
                  r"article|text|voice|summary|"
                  r"translation) (?:is|was) (?:created|generated|produced|read|translated|"
                  r"written)\b.{0,15}\b(?:AI|artificial|automatic\w*|machine)\b.{0,40}$"),
    )
)  # fmt: skip
# Beginnings of words of which a line must have one to follow the patterns that may begin anywhere in it; looked
# for first, since that is quick. Patterns that begin with the line need none.
_NEEDS: Mapping[str, tuple[str, ...]] = {
    "cookie notice": ("cookie", "accept", "reject", "manage"),
    "comments": ("mail", "required", "comment", "name", "website", "logged", "ваш"),
    "republication": (
        "publish", "appear", "posted", "print", "reproduced", "source", "read the", "provided you", "abridged",
        "edited", "shortened", "condensed", "translated", "adapted", "перепечат", "передрук", "републ", "оригинал",
        "оригінал", "опубл",
    ),
    "menu": (
        "©", "(c)", "copyright", "rights reserved", "защищен", "захищен", "materials", "material", "content",
        "использован", "використан", "click here", "lorem", "skip", "jump", "go to", "back to", "terms", "privacy",
        "contact", "about", "help", "faq", "advertise", *"0123456789",
    ),
}  # fmt: skip
_LONGEST_NOTICE = 45  # words; a notice of republication may be longer
_MANY = re.compile(r"\s{2,}|\s[|•·/]\s|\t|\s»\s")


def labels(page: Page, _marks: Marks) -> Iterator[tuple[int, str]]:
    """Lines that are a known label or notice, or a row of short items of which some are."""
    for number, line in enumerate(page.lines):
        kind = kind_of(line) or _row(line)
        if kind is not None:
            yield number, kind


def kind_of(line: PageLine) -> str | None:
    """The kind of a line that is a known label or follows the pattern of a notice."""
    plain = line.plain
    if len(plain) <= 60 and plain in _KIND_OF:
        return _KIND_OF[plain]
    if len(line.text) > 600:
        return None
    long = len(line.words) > _LONGEST_NOTICE
    low = line.text.lower()
    may_be = {kind for kind, words in _NEEDS.items() if any(word in low for word in words)}
    for kind, pattern in _PATTERNS:
        if kind in _NEEDS and kind not in may_be:
            continue
        if (not long or kind == "republication") and pattern.search(line.text):
            # An ended sentence that begins like a button is a sentence.
            return None if line.closed and kind in {"share", "teaser"} and ":" not in line.text else kind
    return None


def menu_runs(page: Page, marks: Marks) -> Iterator[tuple[int, str]]:
    """Runs of very short lines among which there are known labels, and lines of a sign or two."""
    run: list[int] = []
    for number, line in enumerate(page.lines):
        if len(line.words) <= 4 and len(line.text) <= 32 and not line.closed and not line.is_list_item:
            run.append(number)
            continue
        yield from _run(run, marks)
        run = []
    yield from _run(run, marks)
    for number, line in enumerate(page.lines):
        if not page.wrapped and _is_sign(line.text) and not _in_list(page, number):
            yield number, "menu"


def _run(run: list[int], marks: Marks) -> Iterator[tuple[int, str]]:
    """The lines of a run of three or more, where at least a half are known to be no reporting."""
    known = [number for number in run if marks.get(number) in {"menu", "share", "label"}]
    if len(run) >= 3 and len(known) * 2 >= len(run):
        for number in run:
            yield number, "menu"


def _row(line: PageLine) -> str | None:
    """The kind of a line that is a row of menu items: several short pieces with wide gaps or bars between."""
    if len(line.text) > 120 or line.closed:
        return None
    items = [item.strip() for item in _MANY.split(line.text) if item.strip()]
    if len(items) < 2 or any(len(item.split()) > 3 for item in items):
        return None
    known = [_KIND_OF[item.lower()] for item in items if item.lower() in _KIND_OF]
    if not known:
        return None
    return "share" if known.count("share") * 2 > len(known) else "menu"


def _is_sign(text: str) -> bool:
    """Whether a line is a sign or two: `TT`, `20`, `...`, a picture letter."""
    if len(text) > 4:
        return False
    return sum(map(str.isalnum, text)) <= 2 and not text.startswith(("—", "–"))


def _in_list(page: Page, number: int) -> bool:
    """Whether a sign is the number of a list item that stands on the next line."""
    text = page.lines[number].text
    return (text.rstrip(".)").isdigit() and text.endswith((".", ")"))) or text in {"-", "*", "•"}
