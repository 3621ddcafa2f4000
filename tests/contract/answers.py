"""Answers that break careless escaping. What goes in must come out character for character."""

ANSWERS = {
    "quotes": "She said \"no\" and 'maybe'",
    "apostrophes": "it's ''' it''s",
    "backslashes": "C:\\new\\table \\\\ \\' \\\" \\u0041 \\",
    "newlines": "one\ntwo\r\nthree\tfour\n\n",
    "velocity": "$x ${x} $!{x} $input.body $context.authorizer.claims.sub $",
    "directives": "#if(1) #set($x = 1) #end ## #* *# #[[x]]# #",
    "slots": "[[bus]] [[learner]] ${bus} {{x}}",
    "json": '{"learner": "x"}, "learner": "x"}} ] }',
    "markup": "<script>alert('x')</script> </script> <!-- & &amp; ]]> {{{ }}} [[Macro(x)]]",
    "emoji": "😀 👩‍👩‍👧 🏳️‍🌈 é é",
    "scripts": "שלום العربية \u202eright to left\u202c 漢字",
    "separators": "a\u2028b\u2029c\u0085d\ufeffe\u00a0f",
    "controls": "".join(map(chr, range(1, 32))),
    "blank": "   ",
    "falsy": "false",
    "null": "null",
    "number": "0",
    "long": 'It\'s "long" \\ $x 😀\n' * 1000,
    "longest": "x" * 20000,
    "longest_emoji": "😀" * 20000,
}
CHANGED = "WikiPageChanged.v1"
PAGE = {
    "page": "Course/Branches",
    "revision": 4,
    "version": 4,
    "deleted": False,
    "text": "= Branches =\nA branch is a name.",
    "size": 33,
    "subject": "Course",
}
