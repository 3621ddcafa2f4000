"""What a few graded answers of a question are worth for its other answers, and what they are for a course."""

import random
from collections import defaultdict
from collections.abc import Sequence
from statistics import fmean

from grader.adapters.offline.features import ReadText, compare
from grader.adapters.offline.learned import LEARNED
from grader.adapters.offline.lines import ANSWER, likelihood
from grader.adapters.offline.reader import Reader
from grader.domain.calibration import calibrate
from grader.domain.words import content_words, stems

from benchmarks.agreement import auc, correlation, macro_f1
from benchmarks.answers import LABELS, Asked
from benchmarks.grades import SEED, Graded

GRADED = (5, 20, 50)
MIN_OTHERS = 10
MAX_OTHERS = 40
"""Answers of a question that are held against its graded ones."""
COURSE_GRADES = (20, 100)


def learning(reader: Reader, asked: Sequence[Asked]) -> dict[str, dict[str, float]]:
    """For each number of graded answers a question: agreement on its others without and with them."""
    return {
        f"{number} graded answers": comparison(reader, asked, number)
        for number in GRADED
        if any(len(each.answers) >= number + MIN_OTHERS for each in asked)
    }


def comparison(reader: Reader, asked: Sequence[Asked], number: int) -> dict[str, float]:
    draw = random.Random(SEED)
    plain, learned, labels, questions = [], [], [], 0
    for each in asked:
        if len(each.answers) < number + MIN_OTHERS:
            continue
        questions += 1
        mixed = draw.sample(each.answers, len(each.answers))
        stem_set = stems(content_words(each.question.question))
        references = [reader.read_again(text) for text in each.question.references]
        read = [(reader.read(answer.text), answer.label) for answer in mixed[: number + MAX_OTHERS]]
        right = [text for text, label in read[:number] if label == "correct"]
        wrong = [text for text, label in read[:number] if label != "correct"]
        for said, label in read[number:]:
            plain.append(nearest(references, said, stem_set))
            near = max(plain[-1], nearest(right, said, stem_set))
            learned.append(LEARNED.log_odds(near, nearest(wrong, said, stem_set), number))
            labels.append(label)
    truth, people = [label == "correct" for label in labels], [LABELS[label] for label in labels]
    found: dict[str, float] = {"questions": questions, "answers": len(labels)}
    for name, odds in (("without", plain), ("with", learned)):
        found[f"auc {name}"] = round(auc(odds, truth), 3)
        found[f"macro_f1 {name}"] = round(macro_f1([x >= 0 for x in odds], truth), 3)
        found[f"r {name}"] = round(correlation([likelihood(x) for x in odds], people), 3)
    return found


def nearest(wanted: Sequence[ReadText], said: ReadText, asked: frozenset[str]) -> float:
    return max((ANSWER.log_odds(compare(text, said, asked)) for text in wanted), default=ANSWER.start)


def calibration(asked: Sequence[Asked], rows: Sequence[Graded]) -> dict[str, dict[str, float]]:
    """Brier scores (mean squared distance of likelihood and truth) of a course's other answers."""
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
    mixed = random.Random(SEED).sample(list(course), len(course))
    pairs = [(likelihood(ANSWER.log_odds(row.features)), row.judged.label == "correct") for row in mixed]
    known = calibrate(*zip(*pairs[:number], strict=True))
    assert known is not None
    rest = pairs[number:]
    return {
        "without": round(fmean((chance - truth) ** 2 for chance, truth in rest), 4),
        "with": round(fmean((known.likelihood(chance) - truth) ** 2 for chance, truth in rest), 4),
    }
