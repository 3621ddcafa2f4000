"""What graded answers of a question are worth for its other answers, and for a course.

`refitted` and `without counterweight` are lines that saw no answer of the question that they judge.
"""

import random
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations
from statistics import fmean

import numpy as np
from grader.adapters.offline.features import ReadText, compare
from grader.adapters.offline.learned import LEARNED, MAX_NEAREST
from grader.adapters.offline.lines import ANSWER, likelihood
from grader.adapters.offline.reader import Reader
from grader.application.ports import Likeness
from grader.domain.language.similarity import RULED_LIKENESS, SAME_LIKENESS
from grader.domain.language.words import content_words, stems
from grader.domain.lessons.calibration import calibrate

from benchmarks.agreement import auc, correlation, held_out_log_odds, macro_f1
from benchmarks.answers import LABELS, Asked
from benchmarks.grades import SEED, Graded

GRADED = (1, 5, 20, 50)
MIN_OTHERS = 10
MAX_OTHERS = 40
"""Answers of a question that are held against its graded ones."""
COURSE_GRADES = (20, 100, 300)
DRAWS = 10
TOO_SURE = 0.15


def learning(reader: Reader, grader: Likeness, asked: Sequence[Asked]) -> dict[str, dict[str, float]]:
    """For each number of graded answers a question: agreement on its others without and with them."""
    return {
        f"{number} graded answers": comparison(reader, grader, asked, number)
        for number in GRADED
        if any(len(each.answers) >= number + MIN_OTHERS for each in asked)
    }


def comparison(reader: Reader, grader: Likeness, asked: Sequence[Asked], number: int) -> dict[str, float]:
    draw = random.Random(SEED)
    plain, features, labels, groups = [], [], [], []
    for group, each in enumerate(asked):
        if len(each.answers) < number + MIN_OTHERS:
            continue
        mixed = draw.sample(each.answers, len(each.answers))
        stem_set = stems(content_words(each.question.question))
        references = [reader.read_again(text) for text in each.question.references]
        part = mixed[: number + MAX_OTHERS]
        read = [(reader.read(answer.text), answer.label) for answer in part]
        vectors = [grader.vector(answer.text) for answer in part]
        for (said, label), vector in zip(read[number:], vectors[number:], strict=True):
            places = grader.rank(vector, vectors[:number])[:MAX_NEAREST]
            graded = [read[at] for at in places]
            right = [text for text, is_so in graded if is_so == "correct"]
            wrong = [text for text, is_so in graded if is_so != "correct"]
            plain.append(nearest(references, said, stem_set))
            near = max(plain[-1], nearest(right, said, stem_set))
            features.append((near, nearest(wrong, said, stem_set)))
            labels.append(label)
            groups.append(group)
    truth, people = [label == "correct" for label in labels], [LABELS[label] for label in labels]
    found: dict[str, float] = {"questions": len(set(groups)), "answers": len(labels)}
    learned = [LEARNED.log_odds(near, wrong, number) for near, wrong in features]
    alike, right = np.array(features), np.array(truth, dtype=float)
    by_both = held_out_log_odds(alike, right, np.array(groups))
    by_right = held_out_log_odds(alike[:, :1], right, np.array(groups))
    for name, odds in (
        ("without", plain),
        ("with", learned),
        ("refitted", by_both.tolist()),
        ("without counterweight", by_right.tolist()),
    ):
        found[f"auc {name}"] = round(auc(odds, truth), 3)
        found[f"macro_f1 {name}"] = round(macro_f1([x >= 0 for x in odds], truth), 3)
        found[f"r {name}"] = round(correlation([likelihood(x) for x in odds], people), 3)
    return found


def nearest(wanted: Sequence[ReadText], said: ReadText, asked: frozenset[str]) -> float:
    return max((ANSWER.log_odds(compare(text, said, asked)) for text in wanted), default=ANSWER.start)


def calibration(asked: Sequence[Asked], rows: Sequence[Graded]) -> dict[str, dict[str, float]]:
    """Brier scores of a course's other answers: the mean squared distance of a grade's confidence and whether
    it is a person's, too. `too sure`: of a grader that is, by TOO_SURE."""
    courses: dict[str, list[Graded]] = defaultdict(list)
    for row in rows:
        courses[asked[row.group].subject].append(row)
    return {
        f"{name}, {number} graded": brier(course, number)
        for name, course in courses.items()
        for number in COURSE_GRADES
        if len(course) > 2 * number
    }


def brier(course: Sequence[Graded], number: int) -> dict[str, float]:
    """Over DRAWS of which answers are graded."""
    found: dict[str, list[float]] = defaultdict(list)
    pairs = [(row.grade.confidence, row.is_right) for row in course]
    for seed in range(DRAWS):
        mixed = random.Random(seed).sample(pairs, len(pairs))
        for name, error in (("", 0.0), (", too sure", TOO_SURE)):
            said = [(min(1.0, confidence + error), right) for confidence, right in mixed]
            known = calibrate(*zip(*said[:number], strict=True))
            if known is None:
                raise ValueError(f"{number} answers are too few to calibrate by")
            rest = said[number:]
            found[f"without{name}"].append(fmean((x - right) ** 2 for x, right in rest))
            found[f"with{name}"].append(fmean((known.confidence(x) - right) ** 2 for x, right in rest))
    return {name: round(fmean(values), 4) for name, values in found.items()}


def likeness(grader: Likeness, asked: Sequence[Asked]) -> dict[str, dict[str, float]]:
    """For each border: the share of answers with an earlier one that says nearly the same, and how often both
    have one mark, as any two have."""
    hits: dict[float, list[bool]] = {SAME_LIKENESS: [], RULED_LIKENESS: []}
    count = 0
    chance: list[float] = []
    for each in asked:
        texts = [(answer.text, grader.vector(answer.text)) for answer in each.answers]
        right = [answer.label == "correct" for answer in each.answers]
        chance += [float(one == other) for one, other in combinations(right, 2)]
        for at, (text, vector) in enumerate(texts):
            count += 1
            for least, found in hits.items():
                same = grader.find_same(text, vector, texts[:at], least)
                if same is not None:
                    found.append(right[same] == right[at])
    return {
        f"{least}": {
            "share": round(len(found) / count, 3),
            "same mark": round(fmean(found), 3),
            "of any two": round(fmean(chance), 3),
        }
        for least, found in hits.items()
    }
