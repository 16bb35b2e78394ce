"""Normal form: what two spellings of one name have in common.

Case, hyphens, English plurals and British or American spelling are set aside; nothing else is.
The rules are deliberately plain suffix rules: they run over labels and over text alike, so a word
that they bend wrongly ("lens" -> "len") is bent the same way on both sides and still meets itself.
"""

from __future__ import annotations

import re
from functools import lru_cache

from .memory import Memory

_WORD = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*[*+#]*")
_POSSESSIVE = ("'s", "’s")

_IRREGULAR = {
    "analyses": "analysis",
    "artefact": "artifact",
    "artefacts": "artifact",
    "bases": "basis",
    "bias": "bias",
    "biases": "bias",
    "centre": "center",
    "centres": "center",
    "children": "child",
    "corpora": "corpus",
    "criteria": "criterion",
    "defence": "defense",
    "defences": "defense",
    "dialog": "dialogue",
    "dialogs": "dialogue",
    "hypotheses": "hypothesis",
    "indices": "index",
    "judgement": "judgment",
    "judgements": "judgment",
    "lens": "lens",
    "licence": "license",
    "matrices": "matrix",
    "offence": "offense",
    "phenomena": "phenomenon",
    "programme": "program",
    "programmes": "program",
    "series": "series",
    "species": "species",
    "syntheses": "synthesis",
    "vertices": "vertex",
}

# A field is not the plural of its adjective: "linguistics", but "linguistic features".
_FIELDS = frozenset(
    [
        "acoustics",
        "aerodynamics",
        "aesthetics",
        "analytics",
        "astrophysics",
        "bioinformatics",
        "biomechanics",
        "biophysics",
        "cybernetics",
        "diagnostics",
        "dynamics",
        "economics",
        "electronics",
        "ethics",
        "forensics",
        "genomics",
        "geophysics",
        "haptics",
        "hydrodynamics",
        "informatics",
        "kinematics",
        "linguistics",
        "logistics",
        "mathematics",
        "mechanics",
        "metaphysics",
        "neurorobotics",
        "obstetrics",
        "omics",
        "optics",
        "orthopedics",
        "pediatrics",
        "phonetics",
        "photonics",
        "physics",
        "politics",
        "pragmatics",
        "proteomics",
        "psycholinguistics",
        "robotics",
        "semantics",
        "sociolinguistics",
        "statistics",
        "therapeutics",
        "thermodynamics",
        "transcriptomics",
    ]
)

# Each rule: what the word ends in, what that becomes. The first that fits is applied.
_PLURAL = (
    (re.compile(r"(?<=[a-z]{2})ies$"), "y"),
    (re.compile(r"(?<=ss|sh|ch)es$|(?<=x)es$"), ""),
    (re.compile(r"(?<=[^sui])s$"), ""),
)
_AMERICAN = (
    (re.compile(r"(?<=[a-z]{3})is(?=ation$|e$|ed$|ing$|er$)"), "iz"),
    (re.compile(r"(?<=[a-z]{3})ys(?=e$|ed$|ing$|er$)"), "yz"),
    (re.compile(r"(?<=[a-z]{3})our(?=$|al$|ed$|ing$|able$|ist$|ful$)"), "or"),
    (re.compile(r"ll(?=ed$|ing$|er$)"), "l"),
)


@lru_cache(maxsize=200_000)
def normal_word(word: str) -> str:
    """Return the normal form of one word.

    >>> normal_word("Behaviours"), normal_word("LLMs"), normal_word("policies")
    ('behavior', 'llm', 'policy')
    >>> normal_word("class"), normal_word("AI")
    ('class', 'ai')
    """
    lower = word.casefold()
    if lower in _IRREGULAR:
        return _IRREGULAR[lower]
    acronym = len(word) > 2 and word[-1] == "s" and word[:-1].isupper()  # noqa: PLR2004  ("AIs")
    if acronym:
        return lower[:-1]
    if len(lower) > 3 and lower not in _FIELDS:  # noqa: PLR2004  (three letters carry no plural: "gas", "bus")
        for ending, singular in _PLURAL:
            shorter = ending.sub(singular, lower)
            if shorter != lower:
                lower = _IRREGULAR.get(shorter, shorter)
                break
    for ending, american in _AMERICAN:
        lower = ending.sub(american, lower)
    return lower


def normal_form(label: str) -> str:
    """Return the normal form of a whole label: its words' normal forms, one space between.

    >>> normal_form("Fine-Tuned Language Models") == normal_form("fine tuned language model")
    True
    >>> normal_form("AtP*") == normal_form("AtP")
    False
    """
    return " ".join(filter(None, map(_FORMS.__getitem__, label.split())))


def _normal_stretch(stretch: str) -> str:
    """Return the normal form of what stands between two blanks: no word reaches beyond them."""
    words = _WORD.findall(stretch)
    return " ".join([normal_word(w[:-2] if w.endswith(_POSSESSIVE) else w) for w in words])


_FORMS = Memory(_normal_stretch)


def keeps_capitals(label: str, surface: str) -> bool:
    """Say whether every capital of ``label`` is a capital in ``surface``, read letter by letter.

    Letters are compared after hyphens and blanks are dropped, up to the shorter of the two, so a
    plural in the text does no harm. A label in small letters fits any case.

    >>> keeps_capitals("BIG-bench", "BIG-Bench"), keeps_capitals("transformer", "Transformers")
    (True, True)
    >>> keeps_capitals("SAE", "sae")
    False
    """
    pairs = zip(re.sub(r"[\W_]", "", label), re.sub(r"[\W_]", "", surface), strict=False)
    return all(there.isupper() for here, there in pairs if here.isupper())
