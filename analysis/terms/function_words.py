"""Which words are grammar rather than content? English function words: they neither begin nor end a name."""

_WORDS = """
a an the this that these those such same other another each every either neither both all any some no none
one two three four five six seven eight nine ten first second third last next own
i me my mine we us our ours you your yours he him his she her hers it its they them their theirs itself
themselves oneself ourselves who whom whose which what whatever whichever someone anyone everyone something
anything everything nothing nobody here there where when while whenever wherever why how
and or but nor so yet if unless because although though whereas whether since until than as
of in to for with on at by from into onto about against between among amongst through throughout during before
after above below over under within without across along around behind beside besides beyond despite down except
inside outside near off out per toward towards up upon via regarding concerning including according due like
unlike following versus amid
am is are was were be been being have has had having do does did done doing will would shall should can cannot
could may might must ought need needs
not also only just even still already again ever never always often sometimes usually generally mainly mostly
very too quite rather more most less least much many few several enough further furthermore moreover however
therefore thus hence then now today once twice soon later recently currently previously finally indeed
nevertheless nonetheless otherwise instead together apart well far almost nearly particularly especially
notably namely likely e.g. i.e. etc vs let's can't don't won't doesn't isn't aren't
new given made make makes making take takes taken taking took way ways part parts well-known so-called
"""
FUNCTION_WORDS = frozenset(_WORDS.split())
