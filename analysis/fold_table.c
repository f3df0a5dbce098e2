#include "analysis/fold_table.h"

/* The Persian letters, to be read as the right-hand column of the table. */
enum {
    ALEF = 0x0627,
    BEH = 0x0628,
    PEH = 0x067e,
    TEH = 0x062a,
    JEEM = 0x062c,
    CHEH = 0x0686,
    HAH = 0x062d,
    DAL = 0x062f,
    THAL = 0x0630,
    REH = 0x0631,
    ZAIN = 0x0632,
    JEH = 0x0698,
    SEEN = 0x0633,
    SHEEN = 0x0634,
    SAD = 0x0635,
    DAD = 0x0636,
    TAH = 0x0637,
    AIN = 0x0639,
    GHAIN = 0x063a,
    FEH = 0x0641,
    QAF = 0x0642,
    KAF = 0x06a9,
    GAF = 0x06af,
    LAM = 0x0644,
    MEEM = 0x0645,
    NOON = 0x0646,
    HEH = 0x0647,
    WAW = 0x0648,
    YEH = 0x06cc,
};

#define R(from, to) [(from)-SN_FOLD_TABLE_FIRST] = (to)

/* A row of the table is a letter, not a line. */
/* clang-format off */
const uint16_t sn_fold_table[SN_FOLD_TABLE_LAST - SN_FOLD_TABLE_FIRST + 1] = {
    /* The 34 letters of Persian spelling, hamza and alef madda among them, stay. */
    R(0x0621, 0x0621), R(0x0622, 0x0622), R(0x0627, 0x0627), R(0x0628, 0x0628), R(0x067e, 0x067e),
    R(0x062a, 0x062a), R(0x062b, 0x062b), R(0x062c, 0x062c), R(0x0686, 0x0686), R(0x062d, 0x062d),
    R(0x062e, 0x062e), R(0x062f, 0x062f), R(0x0630, 0x0630), R(0x0631, 0x0631), R(0x0632, 0x0632),
    R(0x0698, 0x0698), R(0x0633, 0x0633), R(0x0634, 0x0634), R(0x0635, 0x0635), R(0x0636, 0x0636),
    R(0x0637, 0x0637), R(0x0638, 0x0638), R(0x0639, 0x0639), R(0x063a, 0x063a), R(0x0641, 0x0641),
    R(0x0642, 0x0642), R(0x06a9, 0x06a9), R(0x06af, 0x06af), R(0x0644, 0x0644), R(0x0645, 0x0645),
    R(0x0646, 0x0646), R(0x0647, 0x0647), R(0x0648, 0x0648), R(0x06cc, 0x06cc),
    /* Alef with hamza, wasla, wavy hamza, and later forms: أ إ ٱ ٲ ٳ ٵ */
    R(0x0623, ALEF), R(0x0625, ALEF), R(0x0671, ALEF), R(0x0672, ALEF), R(0x0673, ALEF),
    R(0x0675, ALEF), R(0x0773, ALEF), R(0x0774, ALEF), R(0x08ad, ALEF),
    /* Yeh: Arabic ي and ى, ئ, Kashmiri ؠ, Kurdish ێ, Pashto ې ۍ, Urdu ے */
    R(0x0620, YEH), R(0x0626, YEH), R(0x063d, YEH), R(0x063e, YEH), R(0x063f, YEH),
    R(0x0649, YEH), R(0x064a, YEH), R(0x0678, YEH), R(0x06cd, YEH), R(0x06ce, YEH),
    R(0x06d0, YEH), R(0x06d1, YEH), R(0x06d2, YEH), R(0x06d3, YEH), R(0x0775, YEH),
    R(0x0776, YEH), R(0x0777, YEH), R(0x077a, YEH), R(0x077b, YEH), R(0x08a8, YEH),
    R(0x08a9, YEH), R(0x08ac, YEH),
    /* Kaf: Arabic ك, Sindhi ڪ, Pashto ګ, Uyghur ڭ */
    R(0x063b, KAF), R(0x063c, KAF), R(0x0643, KAF), R(0x06aa, KAF), R(0x06ab, KAF),
    R(0x06ac, KAF), R(0x06ad, KAF), R(0x06ae, KAF), R(0x0762, KAF), R(0x0763, KAF),
    R(0x0764, KAF), R(0x077f, KAF), R(0x08b4, KAF),
    /* Heh: teh marbuta ة ۃ (خانة), Urdu ہ ھ, Kurdish ە, ۿ */
    R(0x0629, HEH), R(0x06be, HEH), R(0x06c1, HEH), R(0x06c3, HEH), R(0x06d5, HEH),
    R(0x06ff, HEH),
    /* Heh with the hamza of the ezafe: ۀ ۂ. NFKC keeps U+06C0 apart from heh + U+0654. */
    R(0x06c0, SN_FOLD_EZAFE_HEH), R(0x06c2, SN_FOLD_EZAFE_HEH),
    /* Waw: ؤ, Kurdish ۆ, Uyghur ۇ ۈ ۋ; ڤ is the v of Kurdish and Arabic names (ڤیان، ڤيديو) */
    R(0x0624, WAW), R(0x0676, WAW), R(0x0677, WAW), R(0x06a4, WAW), R(0x06c4, WAW),
    R(0x06c5, WAW), R(0x06c6, WAW), R(0x06c7, WAW), R(0x06c8, WAW), R(0x06c9, WAW),
    R(0x06ca, WAW), R(0x06cb, WAW), R(0x06cf, WAW), R(0x0778, WAW), R(0x0779, WAW),
    R(0x08ab, WAW), R(0x08b1, WAW),
    /* Urdu and Pashto letters as Persian newsrooms spell them: ٹ ټ ڈ ډ ڑ ړ ڕ ں ڼ ڵ */
    R(0x0679, TEH), R(0x067a, TEH), R(0x067c, TEH), R(0x067d, TEH), R(0x067f, TEH),
    /* dal */
    R(0x0688, DAL), R(0x0689, DAL), R(0x068a, DAL), R(0x068b, DAL), R(0x068c, DAL),
    R(0x068d, DAL), R(0x068e, DAL), R(0x068f, DAL), R(0x0690, DAL), R(0x06ee, DAL),
    R(0x0759, DAL), R(0x075a, DAL), R(0x08ae, DAL),
    /* reh */
    R(0x0691, REH), R(0x0692, REH), R(0x0693, REH), R(0x0694, REH), R(0x0695, REH),
    R(0x0697, REH), R(0x0699, REH), R(0x06ef, REH), R(0x075b, REH), R(0x076b, REH),
    R(0x076c, REH), R(0x0771, REH), R(0x08aa, REH),
    /* noon */
    R(0x06b9, NOON), R(0x06ba, NOON), R(0x06bb, NOON), R(0x06bc, NOON), R(0x06bd, NOON),
    R(0x0767, NOON), R(0x0768, NOON), R(0x0769, NOON),
    /* lam */
    R(0x06b5, LAM), R(0x06b6, LAM), R(0x06b7, LAM), R(0x06b8, LAM), R(0x076a, LAM),
    R(0x08a6, LAM),
    /* Pashto ځ څ ږ ښ by their sound in Persian spelling: ځدراڼ زدران، څارنوال سارنوال، پښتو پشتو */
    R(0x0681, ZAIN), R(0x08b2, ZAIN),
    /* seen */
    R(0x0685, SEEN), R(0x069b, SEEN), R(0x075c, SEEN), R(0x076d, SEEN), R(0x0770, SEEN),
    R(0x077d, SEEN), R(0x077e, SEEN),
    /* jeh */
    R(0x0696, JEH),
    /* sheen */
    R(0x069a, SHEEN), R(0x069c, SHEEN), R(0x06fa, SHEEN),
    /* Letters of Sindhi, African and dotless writing, to the letter whose shape they have */
    R(0x066e, BEH), R(0x067b, BEH), R(0x0680, BEH), R(0x0750, BEH), R(0x0751, BEH),
    R(0x0752, BEH), R(0x0753, BEH), R(0x0754, BEH), R(0x0755, BEH), R(0x0756, BEH),
    R(0x08a0, BEH), R(0x08a1, BEH), R(0x08b6, BEH), R(0x08b7, BEH),
    /* jeem */
    R(0x0683, JEEM), R(0x0684, JEEM), R(0x08a2, JEEM),
    /* cheh */
    R(0x0687, CHEH), R(0x06bf, CHEH),
    /* hah */
    R(0x0682, HAH), R(0x0757, HAH), R(0x0758, HAH), R(0x076e, HAH), R(0x076f, HAH),
    R(0x0772, HAH), R(0x077c, HAH),
    /* sad */
    R(0x069d, SAD), R(0x069e, SAD), R(0x08af, SAD),
    /* dad */
    R(0x06fb, DAD),
    /* tah */
    R(0x069f, TAH), R(0x08a3, TAH),
    /* ain */
    R(0x075d, AIN), R(0x075e, AIN), R(0x075f, AIN), R(0x08b3, AIN),
    /* ghain */
    R(0x06a0, GHAIN), R(0x06fc, GHAIN),
    /* feh */
    R(0x06a1, FEH), R(0x06a2, FEH), R(0x06a3, FEH), R(0x06a5, FEH), R(0x06a6, FEH),
    R(0x0760, FEH), R(0x0761, FEH), R(0x08a4, FEH),
    /* qaf */
    R(0x066f, QAF), R(0x06a7, QAF), R(0x06a8, QAF), R(0x08a5, QAF),
    /* gaf */
    R(0x06b0, GAF), R(0x06b1, GAF), R(0x06b2, GAF), R(0x06b3, GAF), R(0x06b4, GAF),
    R(0x08b0, GAF),
    /* meem */
    R(0x0765, MEEM), R(0x0766, MEEM), R(0x08a7, MEEM),
    /* Digits of both Arabic rows, as everybody types them on a Latin keyboard */
    R(0x0660, '0'), R(0x0661, '1'), R(0x0662, '2'), R(0x0663, '3'), R(0x0664, '4'),
    R(0x0665, '5'), R(0x0666, '6'), R(0x0667, '7'), R(0x0668, '8'), R(0x0669, '9'),
    R(0x06f0, '0'), R(0x06f1, '1'), R(0x06f2, '2'), R(0x06f3, '3'), R(0x06f4, '4'),
    R(0x06f5, '5'), R(0x06f6, '6'), R(0x06f7, '7'), R(0x06f8, '8'), R(0x06f9, '9'),
    /* Signs: percent, decimal and thousands separator, Urdu full stop, end of a verse */
    R(0x066a, '%'), R(0x066b, SN_FOLD_DECIMAL), R(0x066c, SN_FOLD_THOUSANDS), R(0x06d4, '.'),
    R(0x06dd, ' '),
    /* Tatweel, and the two marks that mean something */
    R(0x0640, SN_FOLD_TATWEEL), R(0x0653, SN_FOLD_MADDA_MARK), R(0x0654, SN_FOLD_HAMZA_MARK),
    /* Signs over a run of digits, honorifics, harakat, Quranic marks, the high hamza, ALM */
    R(0x0600, SN_FOLD_DROP), R(0x0601, SN_FOLD_DROP), R(0x0602, SN_FOLD_DROP),
    R(0x0603, SN_FOLD_DROP), R(0x0604, SN_FOLD_DROP), R(0x0605, SN_FOLD_DROP),
    R(0x0610, SN_FOLD_DROP), R(0x0611, SN_FOLD_DROP), R(0x0612, SN_FOLD_DROP),
    R(0x0613, SN_FOLD_DROP), R(0x0614, SN_FOLD_DROP), R(0x0615, SN_FOLD_DROP),
    R(0x0616, SN_FOLD_DROP), R(0x0617, SN_FOLD_DROP), R(0x0618, SN_FOLD_DROP),
    R(0x0619, SN_FOLD_DROP), R(0x061a, SN_FOLD_DROP), R(0x061c, SN_FOLD_DROP),
    R(0x064b, SN_FOLD_DROP), R(0x064c, SN_FOLD_DROP), R(0x064d, SN_FOLD_DROP),
    R(0x064e, SN_FOLD_DROP), R(0x064f, SN_FOLD_DROP), R(0x0650, SN_FOLD_DROP),
    R(0x0651, SN_FOLD_DROP), R(0x0652, SN_FOLD_DROP), R(0x0655, SN_FOLD_DROP),
    R(0x0656, SN_FOLD_DROP), R(0x0657, SN_FOLD_DROP), R(0x0658, SN_FOLD_DROP),
    R(0x0659, SN_FOLD_DROP), R(0x065a, SN_FOLD_DROP), R(0x065b, SN_FOLD_DROP),
    R(0x065c, SN_FOLD_DROP), R(0x065d, SN_FOLD_DROP), R(0x065e, SN_FOLD_DROP),
    R(0x065f, SN_FOLD_DROP), R(0x0670, SN_FOLD_DROP), R(0x0674, SN_FOLD_DROP),
    R(0x06d6, SN_FOLD_DROP), R(0x06d7, SN_FOLD_DROP), R(0x06d8, SN_FOLD_DROP),
    R(0x06d9, SN_FOLD_DROP), R(0x06da, SN_FOLD_DROP), R(0x06db, SN_FOLD_DROP),
    R(0x06dc, SN_FOLD_DROP), R(0x06df, SN_FOLD_DROP), R(0x06e0, SN_FOLD_DROP),
    R(0x06e1, SN_FOLD_DROP), R(0x06e2, SN_FOLD_DROP), R(0x06e3, SN_FOLD_DROP),
    R(0x06e4, SN_FOLD_DROP), R(0x06e5, SN_FOLD_DROP), R(0x06e6, SN_FOLD_DROP),
    R(0x06e7, SN_FOLD_DROP), R(0x06e8, SN_FOLD_DROP), R(0x06ea, SN_FOLD_DROP),
    R(0x06eb, SN_FOLD_DROP), R(0x06ec, SN_FOLD_DROP), R(0x06ed, SN_FOLD_DROP),
    R(0x0898, SN_FOLD_DROP), R(0x0899, SN_FOLD_DROP), R(0x089a, SN_FOLD_DROP),
    R(0x089b, SN_FOLD_DROP), R(0x089c, SN_FOLD_DROP), R(0x089d, SN_FOLD_DROP),
    R(0x089e, SN_FOLD_DROP), R(0x089f, SN_FOLD_DROP), R(0x08ca, SN_FOLD_DROP),
    R(0x08cb, SN_FOLD_DROP), R(0x08cc, SN_FOLD_DROP), R(0x08cd, SN_FOLD_DROP),
    R(0x08ce, SN_FOLD_DROP), R(0x08cf, SN_FOLD_DROP), R(0x08d0, SN_FOLD_DROP),
    R(0x08d1, SN_FOLD_DROP), R(0x08d2, SN_FOLD_DROP), R(0x08d3, SN_FOLD_DROP),
    R(0x08d4, SN_FOLD_DROP), R(0x08d5, SN_FOLD_DROP), R(0x08d6, SN_FOLD_DROP),
    R(0x08d7, SN_FOLD_DROP), R(0x08d8, SN_FOLD_DROP), R(0x08d9, SN_FOLD_DROP),
    R(0x08da, SN_FOLD_DROP), R(0x08db, SN_FOLD_DROP), R(0x08dc, SN_FOLD_DROP),
    R(0x08dd, SN_FOLD_DROP), R(0x08de, SN_FOLD_DROP), R(0x08df, SN_FOLD_DROP),
    R(0x08e0, SN_FOLD_DROP), R(0x08e1, SN_FOLD_DROP), R(0x08e2, SN_FOLD_DROP),
    R(0x08e3, SN_FOLD_DROP), R(0x08e4, SN_FOLD_DROP), R(0x08e5, SN_FOLD_DROP),
    R(0x08e6, SN_FOLD_DROP), R(0x08e7, SN_FOLD_DROP), R(0x08e8, SN_FOLD_DROP),
    R(0x08e9, SN_FOLD_DROP), R(0x08ea, SN_FOLD_DROP), R(0x08eb, SN_FOLD_DROP),
    R(0x08ec, SN_FOLD_DROP), R(0x08ed, SN_FOLD_DROP), R(0x08ee, SN_FOLD_DROP),
    R(0x08ef, SN_FOLD_DROP), R(0x08f0, SN_FOLD_DROP), R(0x08f1, SN_FOLD_DROP),
    R(0x08f2, SN_FOLD_DROP), R(0x08f3, SN_FOLD_DROP), R(0x08f4, SN_FOLD_DROP),
    R(0x08f5, SN_FOLD_DROP), R(0x08f6, SN_FOLD_DROP), R(0x08f7, SN_FOLD_DROP),
    R(0x08f8, SN_FOLD_DROP), R(0x08f9, SN_FOLD_DROP), R(0x08fa, SN_FOLD_DROP),
    R(0x08fb, SN_FOLD_DROP), R(0x08fc, SN_FOLD_DROP), R(0x08fd, SN_FOLD_DROP),
    R(0x08fe, SN_FOLD_DROP), R(0x08ff, SN_FOLD_DROP),
};
/* clang-format on */

#undef R

/* General punctuation: spaces, format signs, dashes, apostrophes. */
static uint32_t fold_punctuation(uint32_t cp)
{
    if (cp == 0x200c)
        return SN_FOLD_HALF_SPACE;
    if (cp <= 0x200a || cp == 0x202f || cp == 0x205f)
        return ' ';
    if (cp <= 0x200f || (cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2060 && cp <= 0x206f))
        return SN_FOLD_DROP; /* zero width, joiner, bidi marks */
    if (cp <= 0x2013)
        return '-'; /* hyphens, figure and en dash: COVID–19, 1403–1404 */
    if (cp == 0x2018 || cp == 0x2019)
        return '\'';
    if (cp == 0x2028 || cp == 0x2029)
        return '\n';
    return cp == 0x2044 ? '/' : cp;
}

uint32_t sn_fold_other(uint32_t cp)
{
    if (cp >= 0x2000 && cp <= 0x206f)
        return fold_punctuation(cp);
    if (cp >= 0xc0)
        return cp == 0xd7 || cp == 0xf7 ? cp : SN_FOLD_WIDE;
    switch (cp) {
    case 0x85: /* next line */
        return '\n';
    case 0xa0:
        return ' ';
    case 0xac:
        return SN_FOLD_MAYBE_HALF;
    case 0xad:
        return SN_FOLD_DROP;
    case 0xaa: /* ordinal signs, micro, superscript digits are letters and digits */
    case 0xb2:
    case 0xb3:
    case 0xb5:
    case 0xb9:
        return SN_FOLD_WIDE;
    case 0xba: /* written for the degree sign */
        return 0xb0;
    default:
        return cp;
    }
}
