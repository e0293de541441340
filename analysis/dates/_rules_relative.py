"""Expressions that count from somewhere, as a table: last December, two years ago, this morning, now."""

from ._read_calendar import piece_of_year
from ._read_relative import (
    at_night,
    clock,
    day_after,
    distance,
    former,
    month_of,
    month_of_year,
    near_day,
    part_of_day,
    rolling,
    rolling_unit,
    season,
    spoken,
    the_unit,
    then,
    told,
    vague,
    vague_distance,
    weekday,
    weekend,
)
from ._rule import Rule

# Rules that count from the day of writing: in a narrative they are quoted speech, and the story does not follow them.
SPEAKING = frozenset(
    {"near day", "unit spoken of", "month spoken of", "season spoken of", "rolling unit", "part of day", "clock"}
)

# fmt: off
RULES = [
    Rule("distance",
         r"<size>?(?:(?:<count>|a|an|half_an?|one|<some>)_)(?:full_|long_|short_)?<unit>(?:'"
         r"|_and_a_half)?_<way>(?![a-z])",
         distance, example="two years ago", gives="2015", not_this="two years agog"),
    Rule("vague distance",
         r"(?:(?:only_|just_)?(?:<some>_)?(?:days|weeks|months|years|decades|centuries))_(?:ago"
         r"|earlier|later|from_now)(?![a-z])",
         vague_distance, example="decades ago", gives="PAST_REF", not_this="the years go on"),
    Rule("rolling length",
         r"(?:the_|these_)?(?:<count>_)?(?P<which>past|last|previous|preceding|next|coming|following"
         r"|recent|upcoming|subsequent)_(?:(?:<count>|<some>)_(?:or_so_)?<unit>|(?P<unit>years"
         r"|months|weeks|days|decades|centuries|hours))",
         rolling, example="over the past nine months", gives="P9M", not_this="the past 9 mines"),
    Rule("rolling unit",
         r"(?:the_)(?P<which>past|next|coming|last)_(?P<unit>year|decade|century|quarter_century"
         r"|half-century|half_century|month|week|quarter)(?![a-z-])",
         rolling_unit, example="the past decade", gives="P10Y", not_this="the past yearling"),
    Rule("part of a year spoken of",
         r"(?:(?P<month><name>)|(?:the_)?<season>)(?:_of)?_(?P<which>this|last|next|that|the_same|the_following"
         r"|the_previous|that_same)_year",
         month_of_year, example="in May last year", gives="2016-05", not_this="may this yeard"),
    Rule("day of a year spoken of",
         r"(?:<month>_<nth>|<nth>_<month>),?(?:_of)?_(?P<which>this|last|next|that|the_same"
         r"|the_following|the_previous|that_same)_year", month_of_year,
         example="on 25 July of that year", gives="2017-07-25", not_this="25 July of thats year"),
    Rule("month spoken of",
         r"<edge>?(?P<which>last|this|next|this_past|this_coming|the_following|the_previous|the_preceding"
         r"|the_subsequent|the_next|that|the_same)_<name>(?!_\d)",
         month_of, example="last December", gives="2016-12", not_this="last may be"),
    Rule("season spoken of",
         r"<edge>?(?P<which>last|this|next|this_past|this_coming|the_following|the_previous"
         r"|the_next|that|the_same)_<season>(?![a-z]|_(?:of|\d))",
         season, example="last summer", gives="2016-SU", not_this="this springboard"),
    Rule("weekday spoken of",
         r"(?:<edge>?(?P<which>last|this|next|this_past|this_coming|the_following|the_previous"
         r"|the_next|early|late|earlier|later)_)<dayname>(?:_(?:<daytime>|at_<clock>))?(?!s\b)(?![a-z])",
         weekday, example="last Friday", gives="2017-05-12", not_this="last Fridaynight"),
    Rule("clock",
         r"(?:<about>?(?:<clock>(?:_<zone>)?|(?:the_)?(?P<daytime>noon|midnight|midday))"
         r"|(?P<hour>1[0-2]|[1-9]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
         r"_o'clock)(?:,?_(?:on_)?(?:(?:<dayname>,?_)?(?:<month>_<nth>|<nth>_<month>)(?:,?_<year>)?"
         r"|<dayname>|(?P<word>yesterday|tomorrow|today)))?(?![\d:])",
         clock, example="at 8:00 p.m.", gives="2017-05-15T20:00", not_this="a ratio 8:1"),
    Rule("weekday",
         r"<dayname>(?:,?_(?:<daytime>|at_<clock>))?(?![a-z'-]|,?_(?:<nth>_<month>|<month>_\d))|<dayname>(?='s)",
         weekday, example="on Friday", gives="2017-05-12", not_this="Fridays"),
    Rule("near day",
         r"(?:<edge>|earlier_|later_)?(?P<word>the_day_before_yesterday|the_day_after_tomorrow"
         r"|yesterday|today|tomorrow|tonight)(?:_<daytime>)?",
         near_day, example="the summit met yesterday", gives="2017-05-14", not_this="todayish"),
    Rule("part of day",
         r"(?:<edge>|earlier_|later_)?(?P<which>this|last|that|that_same|the_same|the_next"
         r"|the_following|the_previous|later_that|earlier_that)_(?P<daytime>morning|afternoon|evening"
         r"|night)(?![a-z])",
         part_of_day, example="this morning", gives="2017-05-15TMO", not_this="this nightly"),
    Rule("unit spoken of",
         r"<edge>?<sooner>(?P<which>last|this|next)_(?P<unit>century|decade|year|quarter|month"
         r"|fortnight|week|weekend)(?![a-z-])",
         spoken, example="last year", gives="2016", not_this="last yearly"),
    Rule("unit told of",
         r"<edge>?<sooner><told>_(?P<unit>century|decade|year|quarter|month|fortnight|week|weekend"
         r"|day)(?![a-z-])",
         told, example="the following year", gives="2018", not_this="that yearly"),
    Rule("day before",
         r"the_(?P<unit>day|week|month|year)_(?P<way>before|after|following)(?=[,.;)]|_(?:and|he|she"
         r"|it|they|in|on|at|that)\b)",
         day_after, example="the year before.", gives="2016", not_this="the year before last men"),
    Rule("edge of a unit",
         r"(?P<edge>(?:the_)?(?:very_)?(?:end|beginning|start|middle|close|turn|early_part|latter_part)"
         r"_of_(?:the_)|(?P<sooner>(?:earlier|later)_)in_the_)(?P<unit>century|decade|year|quarter"
         r"|month|week|day)(?![a-z-]|_\d{3})",
         the_unit, example="the end of the year", gives="2017", not_this="the end of the yearly"),
    Rule("piece of this year",
         r"(?:the_|this_|its_)?(?:<rank>|(?P<rank>last|final))[_-](?P<piece>half|quarter)"
         r"(?:_of_the_(?:fiscal_)?year)?(?![a-z]|_of|_century|_(?:hour|day|an?)\b)",
         piece_of_year, example="in the third quarter", gives="2016-Q3", not_this="the first half of it"),
    Rule("season", r"<edge>?(?:the_)?<season>(?![a-z-])", season,
         example="in the autumn it met", gives="2016-FA", not_this="she will fall"),
    Rule("weekend", r"(?:(?<=over_)|(?<=during_)|(?<=at_))(?:the_)weekend(?![a-z])", weekend,
         example="they met over the weekend", gives="2017-W19-WE", not_this="a weekend"),
    Rule("since then", r"(?<=since_)then(?![a-z])|(?<=until_)then(?![a-z])|(?<=by_)then(?![a-z])", then,
         example="in 2014; since then", gives="2014", not_this="and then"),
    Rule("now",
         r"(?:right_now|just_now|now|nowadays|currently|at_present|presently|these_days"
         r"|at_(?:the_moment|the_present_(?:time|moment))(?!_of)|the_time_being|the_present_(?:day"
         r"|time|moment)|the_present(?=[,.;:)]|_and_)|present-day|present_day|(?<=until_)today|so_far"
         r"|(?<=to_)date(?=[,.;)_])(?!_(?:back|from|of))|current)(?![a-z-])",
         vague('PRESENT_REF'), example="currently", gives="PRESENT_REF", not_this="undercurrent"),
    Rule("recent past",
         r"(?:recently|lately|formerly|in_recent_times|(?:more_)?recently|(?<!most_)recent(?:_(?:years"
         r"|months|weeks|decades|days|times|past))?|(?<=in_)the_past(?=[,.;)_\n])|the_(?:recent_"
         r"|distant_)?past(?=[,.;)]|_(?:and|is|has|was|have)\b)|(?:the_)?past_(?:years|decades|months"
         r"|weeks|days))(?![a-z-])",
         vague('PAST_REF'), example="recently", gives="PAST_REF", not_this="pastry"),
    Rule("future",
         r"(?:(?:the_)?(?:near_|foreseeable_|immediate_|distant_|not_too_distant_)?future|the_(?:years"
         r"|decades|months|weeks|days)(?:_and_(?:years|decades|months))?_(?:ahead|to_come))(?![a-z-])",
         vague('FUTURE_REF'), example="in the near future", gives="FUTURE_REF", not_this="futures"),
    Rule("at night", r"(?<=at_)night(?![a-z-])", at_night,
         example="work at night", gives="XXXX-XX-XXTNI", not_this="at nightfall"),
    Rule("former", r"former(?=_)", former,
         example="In 1940, 1941, 1942, 1943, 1944, 1945, 1946 and 1947 former allies fought",
         gives="PAST_REF", not_this="former allies"),
]
# fmt: on
