"""How scores of words and of meaning become one. Scores are added, never ranks: ranks throw good answers away.

All functions take and give arrays over the same candidates. The constants were chosen on CSFCube (development part),
LIMIT small and 93 questions in plain language and 76 names on one page and on up to 174 days of Daily Papers; none of
these can prove them. tests/benchmarks/test_retrieval.py measures them.
"""

from __future__ import annotations

import numpy as np

ANSWERED = 5.0
ANSWERED_POWER = 3
IN_TITLE = 2.0
AS_IT_STANDS = 1.0
"""For several words that stand in a paper side by side as they were asked for."""
NEAREST = 3.5
"""What the nearest paper's meaning counts at most: the nearest of 100,000 stands further out by chance alone."""
RELATED_COSINE = 1.5
RELATED_TITLE = 1.0


def z_scores(values: np.ndarray) -> np.ndarray:
    """Distance from the mean in standard deviations; 0 where there is no value (nan) or no spread."""
    known = values[~np.isnan(values)]
    if len(known) < 2 or known.std() < 1e-6:
        return np.zeros(len(values))
    result: np.ndarray = np.nan_to_num((values - known.mean()) / known.std(), nan=0.0)
    return result


def levelled(meaning: np.ndarray) -> np.ndarray:
    """z-scores of the cosines over all papers, made smaller where the nearest would count more than NEAREST."""
    top = float(meaning.max(initial=0.0))
    result: np.ndarray = meaning * min(1.0, NEAREST / max(top, NEAREST))
    return result


def answer_scores(meaning: np.ndarray, answered: np.ndarray, in_title: np.ndarray) -> np.ndarray:
    """How well papers answer a question.

    `meaning`: z-scores of the cosines over all papers, `levelled`. `answered`: the share of the question, each word
    weighted by its idf, that a paper holds literally, 0 to 1; `in_title`: the same for its title alone. A rare name is
    a large share of its question, and no cosine stands against the papers that hold it; of a vague question papers
    hold small shares, which the power makes next to nothing, and meaning decides: one everyday word of four is no
    reason to come before what is nearer. That is how the weight of the words differs by question.
    """
    scores: np.ndarray = meaning + ANSWERED * answered**ANSWERED_POWER + IN_TITLE * in_title**3
    return scores


def related_scores(words: np.ndarray, cosines: np.ndarray, title_cosines: np.ndarray) -> np.ndarray:
    """How related papers are: z-scores of BM25 with the whole abstract, of the cosine, and of the titles' cosine."""
    return z_scores(words) + RELATED_COSINE * z_scores(cosines) + RELATED_TITLE * z_scores(title_cosines)
