"""Names of months and weekdays in English, Russian and Ukrainian, declined and shortened, with their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_MONTH_FORMS = (
    "january jan|январь января январе янв|січень січня січні січ",
    "february feb|февраль февраля феврале фев февр|лютий лютого лютому лют",
    "march mar|март марта марте мар|березень березня березні бер берез",
    "april apr|апрель апреля апреле апр|квітень квітня квітні квіт кві",
    "may|май мая мае|травень травня травні трав тра",
    "june jun|июнь июня июне июн|червень червня червні черв чер",
    "july jul|июль июля июле июл|липень липня липні лип",
    "august aug|август августа августе авг|серпень серпня серпні серп сер",
    "september sept sep|сентябрь сентября сентябре сент сен|вересень вересня вересні верес вер",
    "october oct|октябрь октября октябре окт|жовтень жовтня жовтні жовт жов",
    "november nov|ноябрь ноября ноябре нояб ноя|листопад листопада листопаді лист лис",
    "december dec|декабрь декабря декабре дек|грудень грудня грудні груд гру",
)
_WEEKDAY_FORMS = (
    "monday mon|понедельник понедельника понедельнику пн|понеділок понеділка понеділку",
    "tuesday tues tue|вторник вторника вторнику вт|вівторок вівторка вівторку",
    "wednesday weds wed|среда среду среды среде ср|середа середу середи середі",
    "thursday thurs thur thu|четверг четверга четвергу чт|четвер четверга четвергу",
    "friday fri|пятница пятницу пятницы пятнице пт|п'ятниця п'ятницю п'ятниці",
    "saturday sat|суббота субботу субботы субботе сб|субота суботу суботи суботі",
    "sunday sun|воскресенье воскресенья воскресенью вс|неділя неділю неділі нд",
)


def _numbers(forms: Iterable[str], first: int) -> Mapping[str, int]:
    """Each form with the number of its month or weekday."""
    return {
        form: number for number, line in enumerate(forms, first) for form in line.replace("|", " ").split()
    }


def _any_of(forms: Mapping[str, int]) -> str:
    """A pattern for any of the forms, the longest first."""
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    return "(?:" + "|".join(form.replace("'", "['’ʼ]") for form in ordered) + r")(?![^\W\d_])"


MONTHS: Mapping[str, int] = _numbers(_MONTH_FORMS, 1)
WEEKDAYS: Mapping[str, int] = _numbers(_WEEKDAY_FORMS, 0)
MONTH = _any_of(MONTHS)
LONG_MONTH = _any_of(
    {
        form: number
        for form, number in MONTHS.items()
        if len(form) > 4 or form in {"may", "june", "july", "май", "мая", "мае", "март"}
    }
)
WEEKDAY = _any_of(WEEKDAYS)
LONG_WEEKDAY = _any_of({form: number for form, number in WEEKDAYS.items() if len(form) > 4})
_APOSTROPHES = re.compile("[’ʼ]")


def month_number(word: str) -> int:
    """1 for January in any of its forms; 0 for a word that is no month."""
    return MONTHS.get(word.lower().rstrip("."), 0)


def weekday_number(word: str) -> int | None:
    """0 for Monday in any of its forms; None for a word that is no weekday."""
    return WEEKDAYS.get(_APOSTROPHES.sub("'", word.lower().rstrip(".")))
