# -*- coding: utf-8 -*-
"""Characters that look like a letter of the Latin alphabet but are none.

From Unicode's confusables.txt (UTS #39): the single characters that lead to
a to z and that neither NFKD nor their name (`LATIN SMALL LETTER A WITH ...`)
leads there. Data (C) Unicode, Inc., under the Unicode License.
"""

_LOOKALIKES = {
    u'a': (u'\u0251\u0391\u03b1\u0410\u0430\u13aa\u15c5\u237a\ua4ee\uab7a'
          u'\U000102a0\U00016f40'),
    u'b': (u'\u0184\u0392\u0412\u042c\u0432\u13cf\u13f4\u13fc\u1472\u15af'
          u'\u15f7\ua4d0\ua7b4\U00010282\U000102a1\U00010301'),
    u'c': (u'\u00a9\u025b\u03b5\u03f2\u03f9\u0404\u0421\u0441\u0454\u0511'
          u'\u13df\u20ac\u22f4\u2c88\u2c89\u2ca4\u2ca5\ua4da\uab9b\uabaf'
          u'\U000102a2\U00010302\U00010415\U00010429\U0001043d\U0001051c'
          u'\U000118ce\U000118e9\U000118f2\U0001f74c'),
    u'd': (u'\u0501\u13a0\u13e7\u146f\u15de\u15ea\ua4d2\ua4d3\uab70'),
    u'e': (u'\u0395\u0415\u0435\u04bd\u13ac\u212e\u22ff\u2d39\ua4f0\uab32'
          u'\uab7c\U00010286\U000118a6\U000118ae'),
    u'f': (u'\u03dc\u0584\u15b4\u1e9d\ua4dd\uab35\U00010287\U000102a5'
          u'\U00010525\U000118a2\U000118c2\U0001d213'),
    u'g': (u'\u018d\u0261\u050c\u050d\u0581\u13c0\u13f3\u13fb\ua4d6\uab90'),
    u'h': (u'\u0397\u041d\u043d\u04bb\u0570\u13bb\u13c2\u157c\u2c8e\ua4e7'
          u'\ua727\uab8b\U000102cf'),
    u'i': (u'\u0131\u0269\u02db\u037a\u03b9\u0456\u04cf\u13a5\u2373\ua647'
          u'\uab75\U000118c3'),
    u'j': (u'\u037f\u03f3\u0408\u0458\u13ab\u148d\ua4d9\uab7b'),
    u'k': (u'\u0138\u039a\u03ba\u041a\u043a\u13e6\u16d5\u2c94\u2c95\ua4d7'
          u'\uabb6\U00010518'),
    u'l': (u'\u0196\u01c0\u0399\u0406\u04c0\u06f1\u13de\u14aa\u16c1\u18f3'
          u'\u2223\u23fd\u2c92\u2cd0\u2cd1\u2d4f\ua4e1\ua4f2\uabae\uffe8'
          u'\U0001028a\U00010309\U00010320\U0001041b\U00010443\U00010526'
          u'\U000118a3\U000118b2\U00016f16\U00016f28\U0001d22a\U0001d7cf'
          u'\U0001d7d9\U0001d7e3\U0001d7ed\U0001d7f7\U0001fbf1'),
    u'm': (u'\u028d\u039c\u03fa\u041c\u043c\u13b7\u15f0\u16d6\u2c98\ua4df'
          u'\uab51\uab87\U000102b0\U00010311'),
    u'n': (u'\u039d\u0578\u057c\u2c9a\ua4e0\U00010513'),
    u'o': (u'\u039f\u03bf\u03c3\u041e\u043e\u0555\u0585\u06f5\u0966\u09e6'
          u'\u0a66\u0ae6\u0b20\u0b66\u0be6\u0c02\u0c66\u0c82\u0ce6\u0d02'
          u'\u0d20\u0d66\u0d82\u0e50\u0ed0\u101d\u1040\u10ff\u12d0\u1d11'
          u'\u2070\u2c9e\u2c9f\u2d54\u3007\ua4f3\uab3d\U00010292\U000102ab'
          u'\U00010404\U0001042c\U000104c2\U000104ea\U00010516\U000114d0'
          u'\U000118b5\U000118c8\U000118d7\U000118e0\U0001d7ce\U0001d7d8'
          u'\U0001d7e2\U0001d7ec\U0001d7f6\U0001fbf0'),
    u'p': (u'\u03a1\u03c1\u0420\u0440\u13e2\u146d\u18d6\u1d29\u2117\u2374'
          u'\u2ca2\u2ca3\ua4d1\uabb2\U00010295'),
    u'q': (u'\u051b\u0563\u0566\u1d90\u2d55'),
    u'r': (u'\u00ae\u01a6\u0433\u13a1\u13d2\u1587\u18f4\u1d26\u2c85\ua4e3'
          u'\uab47\uab48\uab71\uab81\uaba2\U000104b4\U00016f35\U0001d216'),
    u's': (u'\u01bd\u0405\u0455\u054f\u13d5\u13da\u18db\u18f5\ua4e2\uabaa'
          u'\U00010296\U00010420\U00010448\U000118c1\U00016f3a'),
    u't': (u'\u03a4\u03c4\u0422\u0442\u13a2\u13bf\u22a4\u27d9\u2ca6\ua4d4'
          u'\uab72\U00010297\U000102b1\U00010315\U000118bc\U00016f0a'
          u'\U0001f768'),
    u'u': (u'\u03c5\u054d\u057d\u1200\u144c\u222a\u22c3\ua4f4\ua79f'
          u'\U000104ce\U000104f6\U000118b8\U000118d8\U00016f42'),
    u'v': (u'\u03bd\u0474\u0475\u06f7\u13d9\u142f\u2228\u22c1\u2d38\ua4e6'
          u'\ua6df\uaba9\U0001051d\U00011706\U000118a0\U000118c0\U00016f08'
          u'\U0001d20d'),
    u'w': (u'\u026f\u0461\u051c\u051d\u0561\u13b3\u13d4\ua4ea\uab83'
          u'\U0001170a\U0001170e\U0001170f\U000118e6\U000118ef'),
    u'x': (u'\u00d7\u03a7\u0425\u0445\u1541\u157d\u166d\u166e\u16b7\u2573'
          u'\u292b\u292c\u2a2f\u2cac\u2d5d\ua4eb\ua7b3\U00010290\U000102b4'
          u'\U00010317\U00010322\U00010527\U000118ec'),
    u'y': (u'\u0263\u03a5\u03b3\u0423\u0443\u04ae\u04af\u10e7\u13a9\u13bd'
          u'\u2ca8\ua4ec\U000102b2\U000118a4\U000118dc\U00016f43'),
    u'z': (u'\u0396\u13c3\u1646\ua4dc\uab93\U000102f5\U000118a9\U000118c4'
          u'\U000118e5'),
}

#: Where alphabets of 26 begin that Python 2.7 knows no names of: letters in
#: boxes and circles, and the halves of flags.
_ALPHABETS = (0x1f110, 0x1f130, 0x1f150, 0x1f170, 0x1f1e6)

#: {character: the letter that it looks like}
LETTERS = {look: letter for letter, looks in _LOOKALIKES.items()
           for look in looks if not u'\ud800' <= look <= u'\udfff'}
LETTERS.update((('\\U%08x' % (start + number)).decode('unicode-escape'),
                unichr(0x61 + number))
               for start in _ALPHABETS for number in range(26))
