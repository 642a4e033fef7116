"""Words of pages: what buttons, notices and captions are made of in English, Russian and Ukrainian.

A word is a beginning of words (`подпи` for подписка, подпишитесь); with `$` it is the whole word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_TOPICS: Mapping[str, str] = {
    "address": "you$ your$ yours$ you're$ you've$ you'll$ вы$ вас$ вам$ вами$ ваш ви$ вами$ твой твоя твої тебе$",
    "house": "we$ us$ our$ ours$ we're$ мы$ нас$ нам$ нами$ наш ми$",
    "appeal": (
        "подпи читайте читати смотрите дивіться поделитесь поділіться присоедин приєдн нажмите натисн следите "
        "стежте поддерж підтрим пишите пишіть оставьте залиште узнай дізна прокрут листай гортай включите увімкн "
        "click tap join follow sign read$ watch$ listen$ enter$ discover learn$ scroll swipe browse explore$ "
        "tell$ download choose get$ try$ view$ show$ load$ see$ find$ turn$ enable$ allow$ rate$ send$ write$"
    ),
    "letters": (
        "newsletter inbox subscri mailing e-mail$ email digest briefing alert notification signup weekly daily "
        "рассыл подпис подпиш почт уведомлен розсил підпис підпиш пошт сповіщен дайджест telegram-канал телеграм "
        "whatsapp channel$ канал morning unsubscribe відпис отпис"
    ),
    "cookies": (
        "cookie cookies consent gdpr tracking privacy preferences partner partners accept reject manage куки "
        "файлы файли персонал согла згод прийн прийм принят приня налаштув настрой конфиденц конфіденц improve "
        "analytics personalis personaliz"
    ),
    "rights": (
        "copyright rights reserved terms licen republish reprint reproduc permission creative commons права прав$ "
        "защищ захищ перепеч передрук републ копир копію цитир цитув гиперссыл гіперпосил посилання$ ссылк "
        "использован використан материал матеріал© trademark ltd llc"
    ),
    "origin": (
        "originally first$ published appeared republish edited translat version original abridged shortened "
        "condensed corrected correction clarif transcript updated amended disclosure disclaimer views opinions "
        "reflect necessarily responsib affiliat впервые вперше опублик опублік оригинал оригінал перевод переклад "
        "сокращ скороч редакц мнение думк точк совпад збіга ответствен відповідал исправл виправл уточн "
        "auto-generated automatically машин автоматич"
    ),
    "giving": (
        "donat support$ supporter sponsor advert promoted paid brought offer offers sale deal deals discount free$ "
        "price buy$ order$ shop$ member membership gift trial fund contribut patron tip$ tips$ per$ cancel anytime "
        "реклам донат пожертв підтрим поддерж спонсор партнер партнёр скидк знижк куп купу цен ціна грн$ руб$ "
        "заказ замов акци бесплат безкошт підписк"
    ),
    "share": (
        "share$ shares$ tweet retweet facebook twitter telegram whatsapp linkedin instagram youtube tiktok viber "
        "pinterest reddit bluesky mastodon threads copy$ link$ print$ save$ bookmark like$ likes$ views$ repost "
        "подел поділ поширити распечат роздрук друк$ друку печат скопир скопію отправ надісл зберег сохран лайк "
        "просмотр перегляд вконтакте фейсбук твит твіт репост"
    ),
    "comments": (
        "comment comments reply replies discussion conversation leave logged log$ moderat report$ upvote vote "
        "коммент комент ответить відпові обсужд обговор залогин увійд войти войд авториз отзыв відгук модер "
        "required fields published$ anonymous sort newest oldest"
    ),
    "more": (
        "more$ related read$ also$ next$ most popular trending recommended latest top$ editor picks series episode "
        "также$ также також ещё$ еще$ ще$ больше більше тем теме$ темою$ популяр читаем читан свеж останн последн "
        "рекоменд похож схож главно головн далее$ далі$ дальше$ следующ наступн предыдущ попередн previous video$ "
        "watch$ explainer opinion$ analysis$ live$ видео$ відео$ мнение$ думка$"
    ),
    "picture": (
        "photo photograph picture image images illustration graphic map$ chart figure file$ credit courtesy handout "
        "via$ getty reuters afp ap$ epa alamy shutterstock pictured seen$ shows$ left$ right$ centre$ center$ above$ "
        "below$ background foreground archive "
        "фото снимк снимок світлин знімк знімок архив архів иллюстр ілюстр графік график карта мапа слева справа "
        "ліворуч праворуч зображ изображ скриншот скріншот кадр источник джерел"
    ),
    "menu": (
        "home$ menu news$ world$ business sport sports culture politics about contact search login account jobs "
        "careers skip content main$ back top$ page$ terms privacy help faq sitemap archive section sections edition "
        "weather games$ podcasts events shop$ privacy accessibility "
        "главн головна новости новини$ мир$ світ$ полит політ эконом економ спорт культур общест суспіль поиск пошук "
        "вход вхід меню контакт редакц рубрик раздел розділ наверх нагору вгору карта архив архів страниц сторінк "
        "стор$ стр$ версия версія"
    ),
    "writer": (
        "by$ byline correspondent reporter editor staff$ writer author columnist newsroom desk$ bureau contributor "
        "reporting$ editing$ compiled additional$ автор корреспонд кореспонд редактор журналіст журналист подготов "
        "підготув текст$ записал обозрев оглядач редакция$ материал"
    ),
    "life": (
        "fellow professor lecturer researcher analyst director founder author graduate based lives lived writes "
        "covers covered teaches taught worked works joined studied previously award book books novel columnist "
        "freelance senior visiting institute university programme program doctoral phd "
        "пишет пише работа працю живёт живет живе преподав виклада научн науков сотрудник співробітник автор книг "
        "окончил закінчи журналист журналіст обозрев лауреат профессор професор доцент кандидат эксперт експерт "
        "колумнист колумніст институт інститут университет університет"
    ),
    "when": (
        "published updated posted modified minutes minute min$ mins$ hours hour ago$ read$ am$ pm$ gmt utc est et$ "
        "bst cet monday tuesday wednesday thursday friday saturday sunday january february march april may$ june july "
        "august september october november december jan$ feb$ mar$ apr$ jun$ jul$ aug$ sept$ sep$ oct$ nov$ dec$ "
        "опублик обновл опубл онов мин$ минут хв$ хвилин назад$ тому$ час$ годин января февраля марта апреля мая$ "
        "июня июля августа сентября октября ноября декабря січня лютого березня квітня травня червня липня серпня "
        "вересня жовтня листопада грудня чтен читанн"
    ),
    "contents": "contents in$ article$ page$ jump section содерж зміст оглавл разделы розділи chapter part$ глава",
    "said": (
        "said says told asked added saying replied warned announced insisted argued wrote confirmed denied rejected "
        "agreed demanded refused according сказал сказав заявил заяви сообщ повідом добав дода ответил відповів "
        "відповіла подчерк наголос отмет зазнач рассказ розпов согласил погод отказ відмов потреб вимаг предлож "
        "запропон подтверд підтверд"
    ),
    "scene": (
        "stands stand$ standing sits sit$ sitting walks walk$ walking waits wait$ waiting holds hold$ holding carries "
        "carry carrying looks look$ looking watches waves waving gather gathers lines queue queues passes passing "
        "leaves leaving arrives arriving speaks speaking shakes shake$ poses posing smoke rubble crowd guards rides "
        "crosses cross$ crossing drives hangs hang$ lies lie$ lays clears clear$ during$ outside$ inside$ beside front$ "
        "behind$ near$ overlooks aerial view$ statue portrait clockwise wearing dressed empty damaged destroyed "
        "стоит стоят стоїть стоять сидит сидят сидить сидять идёт идет идут іде йдуть ждёт ждет ждут чекає чекають "
        "держит держат тримає тримають несёт несет несе несуть смотрит дивиться выходит выходят виходить виходять "
        "проходит проходят проїжджа проезжа очередь черга время$ час$ возле біля$ перед$ позади позаду фоне$ тлі$ "
        "greet greets hugs hug$ smile smiles pray prays praying march marches marching rally chant wave$ pack packs mend mends "
        "carries hand$ read$ reads rise rises rising burn burns hangs seen$ shown$ morning$ night$ Monday "
        "смотрят дивляться жмут тиснуть несут говорит говорить читает читає горит горить встреча зустріч "
        "входа входу вид$ вигляд общий загальний разрушен зруйнован пуст порожн женщин жінк солдат жител мешкан "
        "здание будівля площадь площа улица вулиця"
    ),
    "folk": (
        "man$ woman$ men$ women$ boy$ girl$ child$ children people$ resident residents villager soldier soldiers "
        "fighter troops$ protester demonstrator supporter mourner official officials delegate worker volunteer "
        "journalist fisherman fishermen farmer refugee famil couple crowd mother father student monk nurse driver "
        "guard officer police medic firefighter rescuer worshipper passenger relatives "
        "мужчин женщин дети$ детей ребён ребен люди$ людей жител солдат боец бойц военн протест сторонник "
        "родствен рабоч волонт журналист рыбак крестьян бежен семь матер старик полицей спасател врач водител "
        "чоловік жінк діти$ дітей дитин мешкан вояк вояки військов прихильник родич робітн рибалк селян біжен родин "
        "поліц рятувал лікар водій"
    ),
    "things": (
        "bridge street square building house school hospital market port$ harbour harbor ship ships boat truck bus$ "
        "buses convoy tank$ tanks vehicle flag banner wall fence gate$ checkpoint river sea$ snow ruins table room$ "
        "hall$ door$ window car$ cars road$ church mosque mural portrait tent$ tents bakery railway station "
        "мост$ моста улиц площад здани дом$ дома$ школ больниц рынок рынк порт$ корабл лодк грузов автобус колонн "
        "танк флаг стена стены забор ворот блокпост река реки снег руин стол$ зал$ двер окно церк палат хлебозав "
        "міст$ моста вулиц площ будів дім$ лікарн ринок човн вантаж прапор стін паркан брам річк сніг стіл$ зала$ "
        "двері вікн намет пекарн"
    ),
    "tie": (
        "but$ and$ however$ still$ also$ meanwhile$ if$ then$ instead$ yet$ they$ he$ she$ it$ this$ that$ these$ those$ "
        "neither$ both$ his$ her$ their$ its$ nor$ so$ though$ while$ because$ when$ after$ until$ since$ nobody$ "
        "но$ а$ однако$ также$ если$ они$ он$ она$ оно$ это$ этот$ эта$ эти$ его$ её$ их$ обе$ оба$ поэтому$ когда$ "
        "пока$ потом$ теперь$ затем$ никто$ впрочем$ "
        "але$ однак$ також$ якщо$ вони$ він$ вона$ воно$ це$ цей$ ця$ ці$ його$ її$ їх$ обидві$ обидва$ тому$ коли$ "
        "поки$ потім$ тепер$ ніхто$ втім$ та$"
    ),
    "may": (
        "will$ would$ could$ may$ might$ must$ should$ shall$ can$ cannot$ won't$ wouldn't$ couldn't$ want$ wants$ "
        "demand$ demands$ refuse$ refuses$ insist insists$ accept$ accepts$ offer$ reject$ rejects$ "
        "будет будут может могут должен должн нужно надо хочет хотят требу настаив готов "
        "буде будуть може можуть мусить повинн треба хоче хочуть вимага наполяга готов"
    ),
    "matter": (
        "talks truce ceasefire negotiat peace agree accord deal delegat envoy mediat withdraw troops army govern "
        "minister president council side sides prisoner border war$ mission monitor round settlement treaty rebel "
        "перегов перемов перемир мир$ миру$ мирн соглаш угод делегац посол посеред посредн відвед отвод войск війск "
        "правит уряд министр міністр президент совет рада$ ради$ сторон плен полон границ кордон війн войн мисси "
        "місі раунд договор договір"
    ),
}
_BEGINNING = 4  # letters: what words are first looked up by


def _tables() -> tuple[dict[str, set[str]], dict[str, list[tuple[str, str]]]]:
    """Whole words with their topics, and beginnings of words by their first letters."""
    whole: dict[str, set[str]] = {}
    begun: dict[str, list[tuple[str, str]]] = {}
    for topic, words in _TOPICS.items():
        for word in words.split():
            if word.endswith("$") or len(word) < _BEGINNING:
                whole.setdefault(word.rstrip("$"), set()).add(topic)
            else:
                begun.setdefault(word[:_BEGINNING], []).append((word, topic))
    return whole, begun


_WHOLE, _BEGUN = _tables()
_APOSTROPHE = re.compile(r"[’ʼ]")


@lru_cache(maxsize=50_000)
def topics_of(word: str) -> tuple[str, ...]:
    """The topics that a word in small letters may belong to, in the order of the alphabet."""
    word = _APOSTROPHE.sub("'", word)
    found = set(_WHOLE.get(word, ()))
    found.update(topic for stem, topic in _BEGUN.get(word[:_BEGINNING], ()) if word.startswith(stem))
    return tuple(sorted(found))
