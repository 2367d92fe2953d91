"""What LaTeX commands mean as characters; data only."""

from __future__ import annotations

import unicodedata


def _pairs(text: str) -> dict[str, str]:
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


def _greek() -> dict[str, str]:
    names = (
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi"
        " chi psi omega"
    )
    letters: dict[str, str] = {}
    for name in names.split():
        official = "LAMDA" if name == "lambda" else name.upper()
        small = unicodedata.lookup(f"GREEK SMALL LETTER {official}")
        capital = unicodedata.lookup(f"GREEK CAPITAL LETTER {official}")
        letters |= {name: small, f"var{name}": small, name.capitalize(): capital, f"var{name.capitalize()}": capital}
        letters |= {f"text{name}": small, f"text{name.capitalize()}": capital, f"up{name}": small}
    return letters | {"varsigma": "ς", "digamma": "ϝ", "textmu": "µ", "micro": "µ"}


ACCENTS = {
    '"': "\u0308",
    "'": "\u0301",
    "`": "\u0300",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    ".": "\u0307",
    "u": "\u0306",
    "v": "\u030c",
    "H": "\u030b",
    "c": "\u0327",
    "d": "\u0323",
    "b": "\u0331",
    "k": "\u0328",
    "r": "\u030a",
    "t": "\u0361",
    "C": "\u030f",
    "G": "\u030f",
    "U": "\u030e",
    "f": "\u0311",
    "hat": "\u0302",
    "widehat": "\u0302",
    "tilde": "\u0303",
    "widetilde": "\u0303",
    "bar": "\u0304",
    "vec": "\u20d7",
    "dot": "\u0307",
    "ddot": "\u0308",
    "check": "\u030c",
    "breve": "\u0306",
    "acute": "\u0301",
    "grave": "\u0300",
    "mathring": "\u030a",
    "not": "\u0338",
    "textcommabelow": "\u0326",
}
"""Command -> the combining character that it puts on its letter."""

# A blank behind one of these belongs to the command, for they stand inside words: `S\o ren`.
LETTERS = _pairs(
    "o ø O Ø l ł L Ł i ı j ȷ ss ß SS ẞ ae æ AE Æ oe œ OE Œ aa å AA Å dh ð DH Ð dj đ DJ Đ th þ TH Þ ng ŋ NG Ŋ"
)

SYMBOLS = (
    _greek()
    | _pairs(
        """
        textless < textgreater > textbackslash \\ backslash \\ textbar | textasciitilde ~ textasciicircum ^
        textunderscore _ textdollar $ textpercent % textbraceleft { textbraceright } lbrace { rbrace }
        textasteriskcentered * lbrack [ rbrack ] textquotesingle ' textquotedbl " textquoteleft ‘ textquoteright
        ’ textquotedblleft “ textquotedblright ” quotedblbase „ quotesinglbase ‚ guillemotleft « guillemotright
        » guilsinglleft ‹ guilsinglright › textasciigrave ` textasciiacute ´ textasciidieresis ¨ textasciimacron
        ¯ lq ‘ rq ’ glqq „ grqq “ textendash – textemdash — textellipsis … ldots … dots … cdots ⋯ vdots ⋮ ddots
        ⋱ dotsc … dotsb ⋯ textperiodcentered · textbullet • bullet • textdegree ° deg ° degree ° textordfeminine
        ª textordmasculine º textonehalf ½ textonequarter ¼ textthreequarters ¾ textonesuperior ¹
        texttwosuperior ² textthreesuperior ³ copyright © textcopyright © textregistered ® texttrademark ™
        pounds £ textsterling £ texteuro € euro € textyen ¥ textcent ¢ S § P ¶ textsection § textparagraph ¶ dag
        † ddag ‡ dagger † ddagger ‡ textdagger † textdaggerdbl ‡ textexclamdown ¡ textquestiondown ¿ textnumero
        № textperthousand ‰ checkmark ✓ xmark ✗ cmark ✓ times × texttimes × div ÷ textdiv ÷ pm ± textpm ± mp ∓
        cdot · ast ∗ star ⋆ circ ∘ oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙ wedge ∧ land ∧ vee ∨ lor ∨ neg ¬
        lnot ¬ textlnot ¬ cap ∩ cup ∪ sqcap ⊓ sqcup ⊔ setminus ∖ wr ≀ leq ≤ le ≤ leqslant ≤ geq ≥ ge ≥ geqslant
        ≥ ll ≪ gg ≫ lt < gt > neq ≠ ne ≠ equiv ≡ approx ≈ sim ∼ simeq ≃ cong ≅ propto ∝ asymp ≍ doteq ≐ prec ≺
        succ ≻ preceq ⪯ succeq ⪰ lesssim ≲ gtrsim ≳ parallel ∥ perp ⊥ bot ⊥ top ⊤ mid ∣ in ∈ notin ∉ ni ∋ subset
        ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ subsetneq ⊊ emptyset ∅ varnothing ∅ vdash ⊢ dashv ⊣ models ⊨ vDash ⊨
        forall ∀ exists ∃ nexists ∄ therefore ∴ because ∵ to → rightarrow → leftarrow ← gets ← uparrow ↑
        downarrow ↓ leftrightarrow ↔ Rightarrow ⇒ implies ⇒ Leftarrow ⇐ Leftrightarrow ⇔ iff ⇔ longrightarrow ⟶
        longleftarrow ⟵ mapsto ↦ hookrightarrow ↪ rightharpoonup ⇀ nearrow ↗ searrow ↘ rightleftharpoons ⇌
        textrightarrow → textleftarrow ← textuparrow ↑ textdownarrow ↓ leadsto ⇝ rightsquigarrow ⇝ sum ∑ prod ∏
        coprod ∐ int ∫ iint ∬ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ bigwedge ⋀ bigvee ⋁ infty ∞
        partial ∂ nabla ∇ ell ℓ hbar ℏ imath ı jmath ȷ Re ℜ Im ℑ aleph ℵ wp ℘ angle ∠ triangle △ square □ Box □
        Diamond ◇ diamond ⋄ blacksquare ■ bigcirc ○ langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ Vert ‖
        vert | lVert ‖ rVert ‖ lvert | rvert | prime ′ flat ♭ natural ♮ sharp ♯ heartsuit ♥ spadesuit ♠ clubsuit
        ♣ diamondsuit ♦ colon : eg e.g. ie i.e. TeX TeX LaTeX LaTeX LaTeXe LaTeX2ε BibTeX BibTeX XeTeX XeTeX
        """
    )
    | {
        "etal": "et al.",
        "quad": " ",
        "qquad": " ",
        "space": " ",
        "newline": "\n",
        "par": "\n\n",
        "hfill": " ",
        "item": "\n- ",
    }
    | {"nobreakspace": " ", "enspace": " ", "thinspace": " ", "textvisiblespace": " ", "textquotestraightdblbase": '"'}
)
"""Command -> the characters that it means."""

CONTROL_SYMBOLS = {
    **{character: character for character in "%&$#_{}*@"},
    **dict.fromkeys(" \n\t,;:>", " "),
    **dict.fromkeys("!/-", ""),
    "|": "‖",
}
"""What a backslash before a character that is no letter means."""

NOTHING = frozenset(
    "bf it em tt rm sc sl sf bfseries itshape scshape ttfamily sffamily rmfamily upshape mdseries normalfont tiny"
    " scriptsize footnotesize small normalsize large Large LARGE huge Huge left right big Big bigg Bigg bigl bigr"
    " Bigl Bigr middle protect noindent xspace allowbreak nolinebreak linebreak pagebreak nopagebreak centering"
    " displaystyle textstyle scriptstyle limits nolimits mathstrut relax ignorespaces unskip leavevmode null break"
    " sloppy raggedright selectfont cyr cal mit boldmath unboldmath hskip".split()
)
"""Commands that only change how the text behind them looks."""

CONTENT = frozenset(
    "emph textbf textit texttt textsc textrm textsf textsl textmd textup textnormal text mathbf mathit mathcal"
    " mathbb mathrm mathsf mathtt mathfrak mathscr mathnormal boldsymbol bm pmb mbox hbox fbox operatorname"
    " ensuremath underline uline overline url path nolinkurl uppercase lowercase MakeUppercase MakeLowercase"
    " mathop mathrel mathbin mathord textquote title section subsection paragraph caption nocase bibstring"
    " mkbibemph mkbibbold underbar textlatin textgreek cyrchar sout st hl underbrace overbrace stackrel phantom"
    " smash".split()
)
"""Commands whose argument is the text."""

HIDDEN_ARGUMENT = frozenset(
    "label color vspace hspace vskip begin end pagestyle bibliographystyle selectlanguage".split()
)
"""Commands whose argument nobody reads on the page."""

SUPERSCRIPTS = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
SUBSCRIPTS = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
