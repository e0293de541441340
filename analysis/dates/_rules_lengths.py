"""How long and how often, as a table: durations and sets."""

from ._read_lengths import (
    age,
    every,
    length,
    length_range,
    often,
    one,
    per,
    times,
    unknown_length,
)
from ._rule import Rule

# fmt: off
RULES = [
    Rule("every",
         r"(?:each|every)_(?:(?P<other>other_)?(?P<unit>year|month|week|day|hour|minute|quarter|decade"
         r"|century|weekend)(?![a-z])|(?:<count>|<some>)_(?P<unit>years|months|weeks|days|hours"
         r"|minutes|decades)|<rank>_(?P<unit>year|month|week|day)|<season>|<dayname>(?:_<daytime>)?"
         r"|(?P<time>morning|afternoon|evening|night)|<name>)(?![a-z])",
         every, example="every four years", gives="P4Y", not_this="every 4 yearlings"),
    Rule("often", r"<often>(?![a-z-])", often,
         example="an annual report", gives="P1Y", not_this="the Annual Review"),
    Rule("weekdays", r"(?<=[a-z,]_)<dayname>s(?![a-z])", every,
         example="held on Fridays", gives="XXXX-WXX-5", not_this="Friday's"),
    Rule("times per unit",
         r"(?:once|twice|thrice|<count>_times)_(?:a|an|per|each|every)_(?P<unit>year|month|week|day|hour)(?![a-z-])",
         times, example="it meets twice a year", gives="P1Y", not_this="twice a yearling"),
    Rule("per unit",
         r"(?:per|a|an)_(?P<unit>year|month|week|day|hour|minute)(?![a-z-])(?<!per_minute)",
         per, example="200 per month", gives="P1M", not_this="per monthly"),
    Rule("length range",
         r"<size>?<count>(?:_?-_?|_to_|_or_)<count2>[_-](?P<unit>years?|months?|weeks?|days?"
         r"|hours?|minutes?|decades?|centuries)(?![a-z])(?:_long|-long)?",
         length_range, example="six to eight weeks", gives="P7W", not_this="six to eight men"),
    Rule("age", r"<count>[_-]<unit>[_-]olds?(?![a-z])", age,
         example="she is 40 years old", gives="P40Y", not_this="40 years older"),
    Rule("length",
         r"<size>?(?:the_(?:first|final)_)?(?:<count>|(?P<half>one_and_a_half))(?P<half>_and_a_half|_and_half)?"
         r"[_-]<kind>(?:<unit>|(?P<unit>seconds))(?:-long|_long)?(?![a-z])(?P<half>_and_a_half)?",
         length, example="for 33 months", gives="P33M", not_this="33 monthly men"),
    Rule("half a unit",
         r"<size>?(?:a_)?(?P<part>half_a|half_an|half|a_quarter_of_a|quarter_of_a)"
         r"[_-](?P<unit>century|decade|year|day|hour)(?![a-z])",
         one, example="around half an hour", gives="PT30M", not_this="half an hourly"),
    Rule("quarter century",
         r"<size>?(?:a|the)_(?P<part>quarter|half)[_-](?:of_a_)?(?P<unit>century)(?![a-z])",
         one, example="a quarter century", gives="P25Y", not_this="a quarter centurion"),
    Rule("one unit",
         r"<size>?(?:an?|the_whole|the_entire|a_whole|all|a_full|an_entire)_<kind>(?P<unit>century"
         r"|decade|year|quarter(?!_of)|month|fortnight|week|weekend|day|hour|minute)(?![a-z-])"
         r"(?P<half>_and_a_half)?",
         one, example="spend a week", gives="P1W", not_this="a weekly"),
    Rule("unit long", r"(?P<unit>century|decade|year|month|week|day|hour)s?-long(?![a-z])", one,
         example="a year-long war", gives="P1Y", not_this="year-longing"),
    Rule("some units",
         r"(?:the_(?:early|final|first|intervening|ensuing)_)?"
         r"(?:<some>|several|many|numerous|countless|two_or_three)_(?:more_|long_)?(?P<unit>centuries"
         r"|decades|years|quarters|months|weeks|days|hours|minutes)(?![a-z])",
         unknown_length, example="for several years", gives="PXY", not_this="several yearlings"),
    Rule("units",
         r"(?:(?<=for_)|(?<=within_)|(?<=after_)|(?<=in_)|(?<=takes_)|(?<=took_))(?P<unit>centuries"
         r"|decades|years|months|weeks|days|hours|minutes)(?![a-z]|_(?:of|ago|later|earlier|to_come"
         r"|past|ahead|before|after))|<edge>?(?<![a-z-])(?P<unit>centuries|decades|years|months"
         r"|weeks|days|hours)(?=_of_)",
         unknown_length, example="for years", gives="PXY", not_this="the years were long"),
]
# fmt: on
