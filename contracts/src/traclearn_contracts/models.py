"""Generated from contracts/ by traclearn_contracts.generation: edit the schemas instead."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, RootModel
from uuid import UUID


class Model(RootModel[Any]):
    model_config = ConfigDict(
        frozen=True,
    )
    root: Any


class Metadata(BaseModel):
    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    event_id: Annotated[
        UUID,
        Field(
            description="The producer's id; with producer and learner the inbox key. SQS and EventBridge ids change on a republish and are never keys."
        ),
    ]
    occurred_at: Annotated[AwareDatetime, Field(description="With a zone.")]
    learner: Annotated[
        str,
        Field(description="Cognito `sub` of who acted.", max_length=100, min_length=1),
    ]
    groups: Annotated[list[str], Field(max_length=50)]
    correlation_id: Annotated[
        UUID, Field(description="The event_id that began the chain.")
    ]
    causation_id: Annotated[
        UUID | None, Field(description="The event_id that caused this one.")
    ] = None
    traceparent: Annotated[
        str | None,
        Field(max_length=55, pattern="^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$"),
    ] = None
    producer: Annotated[str, Field(max_length=100)]


class Envelope(BaseModel):
    """
    The `detail` of every event on the bus `traclearn`. Identity comes from the verified token, the rest from the producer.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    metadata: Annotated[Metadata, Field(title="Metadata")]
    data: Annotated[
        dict[str, Any], Field(description="What the event's own schema says.")
    ]


class Remark(BaseModel):
    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    code: Annotated[
        str,
        Field(
            description="One of `contracts/remarks.json`. More may come: who does not know one shows the text beside the list.",
            max_length=40,
            min_length=1,
            pattern="^[a-z_]+$",
        ),
    ]
    item: Annotated[
        str | None,
        Field(
            description="The rubric item that it is about; null: the whole answer.",
            max_length=40,
        ),
    ] = None
    label: Annotated[
        str | None,
        Field(
            description="What its author calls that item; null: nothing, or it is not to be named.",
            max_length=200,
        ),
    ] = None
    point: Annotated[
        int | None,
        Field(
            description="The item's place in the rubric, for one without a label, 0 for a whole answer that has no rubric; null: nothing, or it is not to be named.",
            ge=0,
            le=20,
        ),
    ] = None
    quote: Annotated[
        str | None,
        Field(
            description="The learner's own words, a long quote shortened.",
            max_length=1000,
        ),
    ] = None
    text: Annotated[
        str | None,
        Field(
            description="Words that somebody wrote, in whichever language.",
            max_length=2000,
        ),
    ] = None
    titles: Annotated[
        list[str], Field(description="Of the material.", max_length=20)
    ] = []
    words: Annotated[
        list[str], Field(description="Single words of the point.", max_length=20)
    ] = []


class Verdict(RootModel[Literal["yes", "partly", "no"]]):
    model_config = ConfigDict(
        frozen=True,
    )
    root: Annotated[Literal["yes", "partly", "no"], Field(title="Verdict")]


class GradedItem(BaseModel):
    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    id: Annotated[
        str, Field(description="The rubric item's id.", max_length=40, min_length=1)
    ]
    label: Annotated[
        str,
        Field(
            description="What the learner may see of the rubric item; never its criterion.",
            max_length=200,
        ),
    ]
    verdict: Annotated[Literal["yes", "partly", "no"], Field(title="Verdict")]
    quote: Annotated[
        str | None,
        Field(
            description="The learner's own words that earned the verdict, character for character; null when nothing did.",
            max_length=1000,
        ),
    ] = None
    reason: Annotated[
        str | None,
        Field(
            description="Why, in a sentence to the learner; null where it would give the answer away or nobody said it.",
            max_length=500,
        ),
    ] = None
    ruling: Annotated[
        UUID | None,
        Field(
            description="The author's ruling (the `event_id` of its RulingMade.v1) that the verdict follows."
        ),
    ] = None


class Source(BaseModel):
    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    title: Annotated[
        str,
        Field(
            description="Where the material says it, as a person would cite it.",
            max_length=300,
            min_length=1,
        ),
    ]
    href: Annotated[
        str | None,
        Field(
            description="A link relative to Trac (`wiki/Course/Basics#undo`) or null.",
            max_length=1000,
        ),
    ] = None


class Provenance(BaseModel):
    """
    What the grade came from, as the grader's own reply says it.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    provider: Annotated[
        str,
        Field(
            description="`offline`, `openai`, `anthropic`.", max_length=40, min_length=1
        ),
    ]
    model: Annotated[
        str, Field(description="As the reply calls it.", max_length=200, min_length=1)
    ]
    prompt_version: Annotated[
        str, Field(description="Empty for a grader without a prompt.", max_length=40)
    ] = ""
    prompt_hash: Annotated[
        str, Field(description="Of the instructions in the prompt.", max_length=64)
    ] = ""
    input_tokens: Annotated[int, Field(ge=0, le=2147483647)] = 0
    output_tokens: Annotated[int, Field(ge=0, le=2147483647)] = 0
    cost_usd: Annotated[
        float | None,
        Field(description="At list prices; null where no list has the model.", ge=0.0),
    ] = None


class ConfidenceCalibration(BaseModel):
    """
    How the course's authors have found such grades to be; null: too few answers of the course have been graded by a person.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    answers: Annotated[
        int,
        Field(
            description="Of the course, graded by a person, by which the confidence was calibrated.",
            ge=1,
            le=2147483647,
        ),
    ]
    own_confidence: Annotated[
        float, Field(description="The grader's own, before.", ge=0.0, le=1.0)
    ]


class AnswerGradedV1(BaseModel):
    """
    An answer was graded. Readers keep the grade with the greatest (attempt, person over machine, revision).
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    ticket: Annotated[
        int, Field(description="Trac ticket number.", ge=1, le=2147483647)
    ]
    attempt: Annotated[
        int,
        Field(
            description="Counted per learner and ticket, minted by Trac under a row lock.",
            ge=1,
            le=2147483647,
        ),
    ]
    learner: Annotated[
        str,
        Field(
            description="Cognito `sub` of the learner.", max_length=100, min_length=1
        ),
    ]
    score: Annotated[
        float,
        Field(
            description="Share of the rubric's weight that the answer earned.",
            ge=0.0,
            le=1.0,
        ),
    ]
    feedback: Annotated[
        str, Field(description="Plain text for the learner.", max_length=20000)
    ]
    remarks: Annotated[
        list[Remark],
        Field(
            description="What `feedback` says, as codes that a reader makes words of, in order; empty from a grader that says it in `feedback` alone.",
            max_length=100,
            validate_default=True,
        ),
    ] = []
    items: Annotated[list[GradedItem], Field(max_length=20)]
    provisional: Annotated[
        bool,
        Field(
            description="True when a person or a stronger grader may still change it (the offline grader's grades are, unless the course lets no language model see its answers)."
        ),
    ]
    confidence: Annotated[float, Field(ge=0.0, le=1.0)]
    needs_review: Annotated[
        bool, Field(description="True when the grader asks a person to look.")
    ]
    flags: Annotated[
        list[str],
        Field(
            description="Why: `empty`, `no_attempt`, `question_echoed`, `keyword_pile`, `negated`, `low_confidence`, …",
            max_length=20,
        ),
    ] = []
    sources: Annotated[list[Source], Field(max_length=10, validate_default=True)] = []
    question_revision: Annotated[int, Field(ge=1, le=2147483647)]
    revision: Annotated[
        int,
        Field(
            description="Of this grade: a regrade of the same attempt is greater.",
            ge=1,
            le=2147483647,
        ),
    ]
    grader: Annotated[
        str,
        Field(
            description="Which grader and model, e.g. `offline/all-minilm-l6-v2-q`.",
            max_length=100,
        ),
    ]
    provenance: Annotated[
        Provenance | None,
        Field(
            description="What the grade came from, as the grader's own reply says it.",
            title="Provenance",
        ),
    ] = None
    cause: Annotated[
        Literal["first", "regrade", "ruling", "rubric"],
        Field(
            description="Why it was graded: for the first time; because a better grader came back; because an author ruled; because the question changed.",
            title="GradeCause",
        ),
    ] = "first"
    answer_event: Annotated[
        UUID | None,
        Field(description="The `event_id` of the AnswerSubmitted.v1 that was graded."),
    ] = None
    reply_id: Annotated[
        str | None,
        Field(
            description="Of the grader's raw reply, which stays with the grader.",
            max_length=200,
        ),
    ] = None
    latency_ms: Annotated[
        int | None, Field(description="What grading took.", ge=0, le=2147483647)
    ] = None
    similarity_group: Annotated[
        UUID | None,
        Field(
            description="Answers to one question that say nearly the same have the same group, so that one decision can serve them."
        ),
    ] = None
    calibration: Annotated[
        ConfidenceCalibration | None,
        Field(
            description="How the course's authors have found such grades to be; null: too few answers of the course have been graded by a person.",
            title="ConfidenceCalibration",
        ),
    ] = None


class AnswerSubmittedV1(BaseModel):
    """
    A learner submitted an answer to the question on a ticket. Who the learner is stands in the metadata, never here.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    ticket: Annotated[
        int, Field(description="Trac ticket number.", ge=1, le=2147483647)
    ]
    attempt: Annotated[
        int,
        Field(
            description="Counted per learner and ticket, minted by Trac under a row lock.",
            ge=1,
            le=2147483647,
        ),
    ]
    answer: Annotated[
        str,
        Field(
            description="The answer, character for character as written. NUL is refused: PostgreSQL cannot hold it.",
            max_length=20000,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]
    seconds: Annotated[
        int | None,
        Field(
            description="From when the learner first had the question open, since the answer before, until this answer. Left out where it is not known, or so long that it says nothing of the work.",
            ge=0,
            le=3600,
        ),
    ] = None


class AnswerUngradableV1(BaseModel):
    """
    An answer could not be graded; the attempt is not used up, staff are told, and a later replay may still grade it.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    ticket: Annotated[
        int, Field(description="Trac ticket number.", ge=1, le=2147483647)
    ]
    attempt: Annotated[
        int,
        Field(
            description="Counted per learner and ticket, minted by Trac under a row lock.",
            ge=1,
            le=2147483647,
        ),
    ]
    learner: Annotated[
        str,
        Field(
            description="Cognito `sub` of the learner.", max_length=100, min_length=1
        ),
    ]
    reason: Annotated[
        Literal["no_question", "not_yours", "grader_failed", "rejected"],
        Field(title="UngradableReason"),
    ]
    detail: Annotated[str, Field(description="For staff.", max_length=1000)] = ""


class AppealAssessedV1(BaseModel):
    """
    A second grader, which did not see the first grade, has looked at an appealed answer. The grade stays as it is: where both agree it stands, else an author decides.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    ticket: Annotated[
        int, Field(description="Trac ticket number.", ge=1, le=2147483647)
    ]
    attempt: Annotated[
        int,
        Field(
            description="Counted per learner and ticket, minted by Trac under a row lock.",
            ge=1,
            le=2147483647,
        ),
    ]
    learner: Annotated[
        str,
        Field(
            description="Cognito `sub` of the learner.", max_length=100, min_length=1
        ),
    ]
    appeal: Annotated[
        UUID, Field(description="The `event_id` of the GradeAppealed.v1.")
    ]
    outcome: Annotated[
        Literal["stands", "to_author"],
        Field(
            description="Whether the grade stands or an author decides.",
            title="AppealOutcome",
        ),
    ]
    why: Annotated[
        Literal["second_agrees", "second_differs", "no_second_voice"],
        Field(
            description="The offline grader is no second voice for itself.",
            title="AppealReason",
        ),
    ]
    score: Annotated[
        float | None,
        Field(description="The second grader's; null without one.", ge=0.0, le=1.0),
    ] = None
    items: Annotated[
        list[GradedItem],
        Field(description="The second grader's.", max_length=20, validate_default=True),
    ] = []
    grader: Annotated[
        str | None, Field(description="Which grader and model looked.", max_length=100)
    ] = None
    provenance: Annotated[
        Provenance | None,
        Field(
            description="What the grade came from, as the grader's own reply says it.",
            title="Provenance",
        ),
    ] = None
    reply_id: Annotated[
        str | None,
        Field(
            description="Of the second grader's raw reply, which stays with the grader.",
            max_length=200,
        ),
    ] = None


class ContentIndexedV1(BaseModel):
    """
    A document's revision is teachable: readers find it, and nothing of the revision before.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    document: Annotated[
        UUID,
        Field(description="The document's id, the same through all its revisions."),
    ]
    revision: Annotated[
        int,
        Field(
            description="Counted per document; a greater one replaces a smaller one, whatever came first.",
            ge=1,
            le=2147483647,
        ),
    ]
    name: Annotated[
        str,
        Field(
            description="The file's path within its folder, or the wiki page's name.",
            max_length=300,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]
    origin: Annotated[Literal["upload", "wiki"], Field(title="Origin")]
    title: Annotated[str, Field(max_length=300, min_length=1, pattern="^[^\\u0000]*$")]
    subject: Annotated[
        str,
        Field(
            description="What the document belongs to.",
            max_length=100,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]
    type: Annotated[
        str,
        Field(
            description="What the document was read as, a media type.",
            max_length=100,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]
    pages: Annotated[
        int | None, Field(description="Null for what has no pages.", ge=0)
    ] = None
    chunks: Annotated[
        int, Field(description="Chunks of the revision.", ge=0, le=2147483647)
    ]
    embedded: Annotated[
        int,
        Field(
            description="Chunks that got a vector for this revision; the others kept theirs.",
            ge=0,
            le=2147483647,
        ),
    ]
    dropped: Annotated[
        int,
        Field(
            description="Parts of the document that no chunk holds.",
            ge=0,
            le=2147483647,
        ),
    ] = 0
    generation: Annotated[
        int,
        Field(
            description="Of the whole corpus; grows with each change. What was searched before is outdated.",
            ge=0,
        ),
    ]
    model: Annotated[
        str,
        Field(
            description="The embedding model's id.",
            max_length=100,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]


class ContentProgressedV1(BaseModel):
    """
    How far a document's revision has come on its way to being teachable. Nothing follows from it: it is for people who wait.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    document: Annotated[
        UUID,
        Field(description="The document's id, the same through all its revisions."),
    ]
    revision: Annotated[
        int,
        Field(
            description="Counted per document; a greater one replaces a smaller one, whatever came first.",
            ge=1,
            le=2147483647,
        ),
    ]
    name: Annotated[
        str,
        Field(
            description="The file's path within its folder, or the wiki page's name.",
            max_length=300,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]
    origin: Annotated[Literal["upload", "wiki"], Field(title="Origin")]
    phase: Annotated[
        Literal["uploaded", "reading", "embedding", "waiting"],
        Field(title="ContentPhase"),
    ]
    done: Annotated[
        int, Field(description="Chunks that have their vectors.", ge=0, le=2147483647)
    ] = 0
    total: Annotated[
        int,
        Field(
            description="Chunks in all; 0 while that is not known.", ge=0, le=2147483647
        ),
    ] = 0
    detail: Annotated[
        str,
        Field(
            description="What it waits for, for people.",
            max_length=1000,
            pattern="^[^\\u0000]*$",
        ),
    ] = ""


class ContentRejectedV1(BaseModel):
    """
    A document's revision cannot become teachable. An earlier revision that is teachable stays so.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    document: Annotated[
        UUID,
        Field(description="The document's id, the same through all its revisions."),
    ]
    revision: Annotated[
        int,
        Field(
            description="Counted per document; a greater one replaces a smaller one, whatever came first.",
            ge=1,
            le=2147483647,
        ),
    ]
    name: Annotated[
        str,
        Field(
            description="The file's path within its folder, or the wiki page's name.",
            max_length=300,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]
    origin: Annotated[Literal["upload", "wiki"], Field(title="Origin")]
    reason: Annotated[
        Literal[
            "empty",
            "no_text",
            "too_large",
            "too_long",
            "encrypted",
            "scanned",
            "broken",
            "bomb",
            "wrong_type",
            "unsupported",
            "bad_encoding",
            "front_matter",
            "failed",
        ],
        Field(title="RejectionReason"),
    ]
    detail: Annotated[
        str,
        Field(
            description="What is wrong and what to do, for the author.",
            max_length=1000,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]


class ContentRemovedV1(BaseModel):
    """
    A document was taken away: nothing of it is found any more. The receipt says what went with it.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    document: Annotated[
        UUID,
        Field(description="The document's id, the same through all its revisions."),
    ]
    revision: Annotated[
        int,
        Field(
            description="Counted per document; a greater one replaces a smaller one, whatever came first.",
            ge=1,
            le=2147483647,
        ),
    ]
    name: Annotated[
        str,
        Field(
            description="The file's path within its folder, or the wiki page's name.",
            max_length=300,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]
    origin: Annotated[Literal["upload", "wiki"], Field(title="Origin")]
    chunks: Annotated[
        int, Field(description="Chunks that are gone.", ge=0, le=2147483647)
    ]
    edges: Annotated[
        int,
        Field(
            description="Prerequisite edges that rested on this document alone and are gone.",
            ge=0,
            le=2147483647,
        ),
    ]
    concepts: Annotated[
        int,
        Field(
            description="Concepts that only this document taught.", ge=0, le=2147483647
        ),
    ]
    generation: Annotated[
        int, Field(description="Of the whole corpus; grows with each change.", ge=0)
    ]


class CourseChangedV1(BaseModel):
    """
    An author says how a course, which is a subject of the material, is taught. Of several of one subject the latest counts. Consumers check that `groups` holds `authors`.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    subject: Annotated[
        str,
        Field(
            description="Of the material.",
            max_length=100,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]
    generated_questions: Annotated[
        Literal["at_once", "after_review"],
        Field(
            description="Whether a question that was made of a passage is asked at once or after an author's yes. Where nobody said it: at once.",
            title="GeneratedQuestions",
        ),
    ]
    language_models: Annotated[
        Literal["allowed", "refused"],
        Field(
            description="Whether answers of this course may go to a language model outside.",
            title="LanguageModels",
        ),
    ] = "allowed"
    graded_examples: Annotated[
        Literal["used", "unused"],
        Field(
            description="Whether answers that a person has graded may stand beside a new one in what a language model is asked; names are taken out.",
            title="GradedExamples",
        ),
    ] = "used"
    daily_budget_usd: Annotated[
        float | None,
        Field(
            description="What language models may cost this course in a day (UTC); null: the operator's limit.",
            ge=0.0,
            le=1000000.0,
        ),
    ] = None


class GradeAppealedV1(BaseModel):
    """
    A learner asks for a second look at the grade of their own attempt; the learner stands in the metadata. One appeal for each grade.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    ticket: Annotated[
        int, Field(description="Trac ticket number.", ge=1, le=2147483647)
    ]
    attempt: Annotated[
        int,
        Field(
            description="Counted per learner and ticket, minted by Trac under a row lock.",
            ge=1,
            le=2147483647,
        ),
    ]
    grade: Annotated[
        UUID | None,
        Field(description="The grade (the ledger's id) that the learner saw."),
    ] = None
    reason: Annotated[
        str,
        Field(
            description='In the learner\'s words: "this is in my second sentence".',
            max_length=2000,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]


class JudgedItem(BaseModel):
    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    id: Annotated[
        str, Field(description="The rubric item's id.", max_length=40, min_length=1)
    ]
    verdict: Annotated[Literal["yes", "partly", "no"], Field(title="Verdict")]


class GradeOverriddenV1(BaseModel):
    """
    An author set a grade by hand; the author stands in the metadata. It wins over every machine's grade of the same attempt.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    ticket: Annotated[
        int, Field(description="Trac ticket number.", ge=1, le=2147483647)
    ]
    attempt: Annotated[
        int,
        Field(
            description="Counted per learner and ticket, minted by Trac under a row lock.",
            ge=1,
            le=2147483647,
        ),
    ]
    learner: Annotated[
        str,
        Field(
            description="Cognito `sub` of the learner.", max_length=100, min_length=1
        ),
    ]
    score: Annotated[
        float,
        Field(
            description="Share of the rubric's weight that the answer earned.",
            ge=0.0,
            le=1.0,
        ),
    ]
    feedback: Annotated[
        str, Field(description="Plain text for the learner.", max_length=20000)
    ]
    revision: Annotated[
        int,
        Field(
            description="Of this grade: a regrade of the same attempt is greater.",
            ge=1,
            le=2147483647,
        ),
    ]
    items: Annotated[
        list[JudgedItem],
        Field(
            description="What the author found of each point, where they said it.",
            max_length=20,
            validate_default=True,
        ),
    ] = []
    reason: Annotated[
        str,
        Field(
            description="Why, for the learner and the ledger.",
            max_length=2000,
            pattern="^[^\\u0000]*$",
        ),
    ] = ""
    appeal: Annotated[
        UUID | None,
        Field(description="The `event_id` of the GradeAppealed.v1 that this decides."),
    ] = None
    against: Annotated[
        UUID | None,
        Field(
            description="The grade (the ledger's id) that the author saw. Where another person's has taken its place meanwhile, nothing is changed and the feed says `rejected`, `decided_meanwhile`. Null: whatever stands."
        ),
    ] = None
    batch: Annotated[
        UUID | None,
        Field(description="The same for all grades that one decision of the desk set."),
    ] = None


class GradingStartedV1(BaseModel):
    """
    The grader took an answer up; readers show the phase `grading`.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    ticket: Annotated[
        int, Field(description="Trac ticket number.", ge=1, le=2147483647)
    ]
    attempt: Annotated[
        int,
        Field(
            description="Counted per learner and ticket, minted by Trac under a row lock.",
            ge=1,
            le=2147483647,
        ),
    ]
    learner: Annotated[
        str,
        Field(
            description="Cognito `sub` of the learner.", max_length=100, min_length=1
        ),
    ]


class HintGivenV1(BaseModel):
    """
    A learner got a hint for the attempt that they are at, or an explanation of a grade's item.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    ticket: Annotated[
        int, Field(description="Trac ticket number.", ge=1, le=2147483647)
    ]
    learner: Annotated[
        str,
        Field(
            description="Cognito `sub` of the learner.", max_length=100, min_length=1
        ),
    ]
    attempt: Annotated[
        int,
        Field(
            description="Whose score a hint lowers, and that of later ones: the attempt being written. Of an explanation: the attempt explained.",
            ge=1,
            le=2147483647,
        ),
    ]
    hint: Annotated[
        UUID,
        Field(description="Its id: the same for the same question, step and draft."),
    ]
    kind: Annotated[Literal["hint", "explanation"], Field(title="HintKind")]
    item: Annotated[
        str | None,
        Field(
            description="The rubric item it is about; null: none.",
            max_length=40,
            min_length=1,
        ),
    ] = None
    text: Annotated[
        str,
        Field(
            description="What the learner reads. Never the answer.",
            max_length=2000,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]
    remarks: Annotated[
        list[Remark],
        Field(
            description="What `text` says, as codes that a reader makes words of, in order; empty from a grader that says it in `text` alone.",
            max_length=100,
            validate_default=True,
        ),
    ] = []
    deduction: Annotated[
        float,
        Field(
            description="What it takes from the score; 0 for an explanation, and where this learner has had the same hint.",
            ge=0.0,
            le=1.0,
        ),
    ]
    grader: Annotated[
        str | None, Field(description="Who wrote it.", max_length=100)
    ] = None
    provenance: Annotated[
        Provenance | None,
        Field(
            description="What the grade came from, as the grader's own reply says it.",
            title="Provenance",
        ),
    ] = None
    reply_id: Annotated[
        str | None,
        Field(
            description="Of the language model's raw reply, which stays with the grader; that of the first learner where an equal draft was hinted before. Null: no model wrote it, or its reply had no id.",
            max_length=200,
        ),
    ] = None


class OverrideWithdrawnV1(BaseModel):
    """
    An author takes back a grade that a person set: what counted before counts again. The author stands in the metadata; consumers check that `groups` holds `authors`.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    ticket: Annotated[
        int, Field(description="Trac ticket number.", ge=1, le=2147483647)
    ]
    attempt: Annotated[
        int,
        Field(
            description="Counted per learner and ticket, minted by Trac under a row lock.",
            ge=1,
            le=2147483647,
        ),
    ]
    learner: Annotated[
        str,
        Field(
            description="Cognito `sub` of the learner.", max_length=100, min_length=1
        ),
    ]
    override: Annotated[
        UUID, Field(description="The `event_id` of the GradeOverridden.v1.")
    ]
    reason: Annotated[
        str,
        Field(
            description="Why, for the learner and the ledger.",
            max_length=2000,
            pattern="^[^\\u0000]*$",
        ),
    ] = ""


class PathChangedV1(BaseModel):
    """
    A learner gave a path another title, gave the path up, or declined a step that was proposed after a grade; Trac has done with its tickets what follows from that. Only Trac says it. Of several titles the latest counts; what is given up or declined stays so. The learner of the metadata owns the path.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    path: Annotated[
        UUID,
        Field(
            description="The path: the `event_id` of the PathRequested.v1 that asked for it."
        ),
    ]
    title: Annotated[
        str | None,
        Field(
            description="What the learner calls it. Left out: as it was.",
            max_length=255,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ] = None
    state: Annotated[
        Literal["given_up"] | None,
        Field(description="That it is given up. Left out: as it was."),
    ] = None
    declined: Annotated[
        UUID | None,
        Field(
            description="A step of a StepProposed.v1 that the learner does not want. Left out: none."
        ),
    ] = None


class StepTicket(BaseModel):
    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    n: Annotated[int, Field(description="Its place in the path.", ge=1, le=30)]
    step: Annotated[
        UUID,
        Field(
            description="The step, the same through all that is said of the path: uuid5 of the path and the concept."
        ),
    ]
    ticket: Annotated[
        int, Field(description="Trac ticket number.", ge=1, le=2147483647)
    ]


class PathCreatedV1(BaseModel):
    """
    The learner accepted a path, and Trac made its tickets in one transaction. Only Trac says it: which ticket is which step decides who is asked what. The learner of the metadata owns path and tickets.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    path: Annotated[
        UUID,
        Field(
            description="The path: the `event_id` of the PathRequested.v1 that asked for it."
        ),
    ]
    steps: Annotated[
        list[StepTicket],
        Field(
            description="The steps that the learner took; those dropped before accepting are not there.",
            max_length=30,
            min_length=1,
        ),
    ]


class Need(RootModel[int]):
    model_config = ConfigDict(
        frozen=True,
    )
    root: Annotated[int, Field(ge=1, le=30)]


class QuestionForm(
    RootModel[
        Literal[
            "definition",
            "function",
            "purpose",
            "cause",
            "consequence",
            "comparison",
            "procedure",
            "summary",
        ]
    ]
):
    model_config = ConfigDict(
        frozen=True,
    )
    root: Annotated[
        Literal[
            "definition",
            "function",
            "purpose",
            "cause",
            "consequence",
            "comparison",
            "procedure",
            "summary",
        ],
        Field(
            description="What kind of question it is; `summary` asks to read and summarise, where the passage yields no better one.",
            title="QuestionForm",
        ),
    ]


class HeadingItem(RootModel[str]):
    model_config = ConfigDict(
        frozen=True,
    )
    root: Annotated[str, Field(max_length=300, min_length=1, pattern="^[^\\u0000]*$")]


class PassageSource(BaseModel):
    """
    The passage that a step teaches from.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    document: Annotated[UUID, Field(description="The document's id.")]
    chunk: Annotated[
        str,
        Field(
            description="The passage's id.",
            max_length=100,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]
    name: Annotated[
        str,
        Field(
            description="The file's path within its folder, or the wiki page's name.",
            max_length=300,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]
    title: Annotated[
        str,
        Field(
            description="Of the document.",
            max_length=300,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]
    heading: Annotated[
        list[HeadingItem],
        Field(
            description="Sections around the passage, the outermost first.",
            max_length=10,
            validate_default=True,
        ),
    ] = []
    page: Annotated[
        int | None, Field(description="Of a paged file.", ge=1, le=2147483647)
    ] = None
    href: Annotated[
        str | None,
        Field(
            description="A link relative to Trac (`wiki/Course/Basics#undo`), or null.",
            max_length=1000,
            pattern="^[^\\u0000]*$",
        ),
    ] = None
    text: Annotated[
        str,
        Field(
            description="What it says, cut at the end of a sentence where it is longer.",
            max_length=4000,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]


class PathStep(BaseModel):
    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    n: Annotated[int, Field(description="Its place in the path.", ge=1, le=30)]
    step: Annotated[
        UUID,
        Field(
            description="The step, the same through all that is said of the path: uuid5 of the path and the concept."
        ),
    ]
    concept: Annotated[
        str,
        Field(
            description="What it teaches.",
            max_length=300,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]
    title: Annotated[
        str,
        Field(
            description="For people: what its ticket is called.",
            max_length=300,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]
    minutes: Annotated[
        int, Field(description="Estimated: reading and answering.", ge=1, le=600)
    ]
    reason: Annotated[
        str,
        Field(
            description="Why it stands there, for people: `needed for isolation`.",
            max_length=500,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]
    remarks: Annotated[
        list[Remark],
        Field(
            description="What `reason` says, as codes of `contracts/remarks.json` that a reader makes words of, in order; empty from a path generator that says it in `reason` alone.",
            max_length=5,
            validate_default=True,
        ),
    ] = []
    asked_for: Annotated[
        bool,
        Field(
            description="Whether the goal asks for it, and not only what it asks for needs it."
        ),
    ] = False
    needs: Annotated[
        list[Need],
        Field(
            description="The steps, by `n`, that come first because this one needs them; each smaller than this step's own.",
            max_length=30,
            validate_default=True,
        ),
    ] = []
    question: Annotated[
        str,
        Field(
            description="What the learner is asked.",
            max_length=5000,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]
    form: Annotated[
        Literal[
            "definition",
            "function",
            "purpose",
            "cause",
            "consequence",
            "comparison",
            "procedure",
            "summary",
        ],
        Field(
            description="What kind of question it is; `summary` asks to read and summarise, where the passage yields no better one.",
            title="QuestionForm",
        ),
    ]
    difficulty: Annotated[int, Field(ge=1, le=5)]
    source: Annotated[
        PassageSource,
        Field(
            description="The passage that a step teaches from.", title="PassageSource"
        ),
    ]


class SkippedConcept(BaseModel):
    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    concept: Annotated[
        str, Field(max_length=300, min_length=1, pattern="^[^\\u0000]*$")
    ]
    reason: Annotated[Literal["mastered", "no_time"], Field(title="SkipReason")]


class Warning(RootModel[str]):
    model_config = ConfigDict(
        frozen=True,
    )
    root: Annotated[str, Field(max_length=500, min_length=1, pattern="^[^\\u0000]*$")]


class PathGeneratedV1(BaseModel):
    """
    A path is proposed: ordered steps from the material, each after all that it needs. Neither reference nor rubric is in it. The learner may accept it, and until then no ticket is made.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    path: Annotated[
        UUID,
        Field(
            description="The path: the `event_id` of the PathRequested.v1 that asked for it."
        ),
    ]
    title: Annotated[
        str,
        Field(
            description="For people.",
            max_length=255,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]
    goal: Annotated[
        str,
        Field(
            description="As it was asked.",
            max_length=1000,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]
    topic: Annotated[
        str,
        Field(
            description="What the goal asks for: the same for goals that differ in case, spaces, punctuation or the words that ask.",
            max_length=1000,
            pattern="^[^\\u0000]*$",
        ),
    ] = ""
    difficulty: Annotated[int, Field(description="As it was asked.", ge=1, le=5)]
    minutes: Annotated[
        int, Field(description="All steps together, estimated.", ge=1, le=18000)
    ]
    steps: Annotated[list[PathStep], Field(max_length=30, min_length=1)]
    skipped: Annotated[
        list[SkippedConcept],
        Field(
            description="Concepts that belong to the goal and have no step: this learner has mastered them, or the time is too short.",
            max_length=200,
            validate_default=True,
        ),
    ] = []
    warnings: Annotated[
        list[Warning],
        Field(
            description="What the learner should know of it, for people: that prerequisites went round in a circle, that a concept had no passage.",
            max_length=20,
            validate_default=True,
        ),
    ] = []
    remarks: Annotated[
        list[Remark],
        Field(
            description="What `warnings` say, as codes, one for each in the same order; empty from a path generator that says them in `warnings` alone.",
            max_length=20,
            validate_default=True,
        ),
    ] = []


class MovedStep(BaseModel):
    """
    The same words at another place than the path was proposed with.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    step: Annotated[
        UUID,
        Field(
            description="The step, the same through all that is said of the path: uuid5 of the path and the concept."
        ),
    ]
    document: Annotated[UUID, Field(description="The document's id.")]
    chunk: Annotated[
        str,
        Field(
            description="The passage's id.",
            max_length=100,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]
    name: Annotated[
        str,
        Field(
            description="The file's path within its folder, or the wiki page's name.",
            max_length=300,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]
    title: Annotated[
        str,
        Field(
            description="Of the document.",
            max_length=300,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]
    heading: Annotated[
        list[HeadingItem],
        Field(
            description="Sections around the passage, the outermost first.",
            max_length=10,
            validate_default=True,
        ),
    ] = []
    page: Annotated[
        int | None, Field(description="Of a paged file.", ge=1, le=2147483647)
    ] = None
    href: Annotated[
        str | None,
        Field(
            description="A link relative to Trac (`wiki/Course/Basics#undo`), or null.",
            max_length=1000,
            pattern="^[^\\u0000]*$",
        ),
    ] = None


class PathMaterialChangedV1(BaseModel):
    """
    What steps of a path teach from left the material, came back or stands elsewhere. It says all that is so now, not what is new: of two the one of the greater version counts. The learner of the metadata owns the path.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    path: Annotated[
        UUID,
        Field(
            description="The path: the `event_id` of the PathRequested.v1 that asked for it."
        ),
    ]
    version: Annotated[int, Field(description="Counted per path.", ge=1, le=2147483647)]
    retired: Annotated[
        list[UUID],
        Field(
            description="The steps of which the passage is not in the material any more.",
            max_length=30,
        ),
    ]
    moved: Annotated[
        list[MovedStep],
        Field(
            description="The steps of which the passage stands elsewhere now.",
            max_length=30,
            validate_default=True,
        ),
    ] = []


class PathProgressedV1(BaseModel):
    """
    How far a path has come on its way to being proposed. Nothing follows from it: it is for the learner who waits.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    path: Annotated[
        UUID,
        Field(
            description="The path: the `event_id` of the PathRequested.v1 that asked for it."
        ),
    ]
    phase: Annotated[
        Literal["searching", "ordering", "asking", "waiting"],
        Field(
            description="Looking for what the material has; putting it in order; making questions; waiting for the knowledge base, which is away.",
            title="PathPhase",
        ),
    ]
    done: Annotated[
        int, Field(description="Steps that have their questions.", ge=0, le=1000)
    ] = 0
    total: Annotated[
        int,
        Field(description="Steps in all; 0 while that is not known.", ge=0, le=1000),
    ] = 0
    detail: Annotated[
        str,
        Field(
            description="What it waits for, for people.",
            max_length=1000,
            pattern="^[^\\u0000]*$",
        ),
    ] = ""


class PathRequestedV1(BaseModel):
    """
    A learner wants to learn something. The path that comes of it has this event's `event_id` as its id, and belongs to the learner of the metadata.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    goal: Annotated[
        str,
        Field(
            description="What the learner wants to know, in their own words.",
            max_length=1000,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]
    difficulty: Annotated[
        int, Field(description="How hard the questions are to be.", ge=1, le=5)
    ] = 3
    minutes: Annotated[
        int, Field(description="How much time there is.", ge=5, le=6000)
    ] = 120


class NearestConcept(BaseModel):
    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    concept: Annotated[
        str, Field(max_length=300, min_length=1, pattern="^[^\\u0000]*$")
    ]
    title: Annotated[
        str,
        Field(
            description="Of the document that teaches it.",
            max_length=300,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]


class PathUnavailableV1(BaseModel):
    """
    A path that was asked for will not come, and why. `nearest` is what the material has that comes closest.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    path: Annotated[
        UUID,
        Field(
            description="The path: the `event_id` of the PathRequested.v1 that asked for it."
        ),
    ]
    reason: Annotated[
        Literal["not_covered", "nothing_left", "too_many_requests", "failed"],
        Field(
            description="The material does not cover the goal; all that it needs is mastered; the learner asked too often; it could not be done.",
            title="PathReason",
        ),
    ]
    detail: Annotated[
        str,
        Field(
            description="For people: what happened and what to do.",
            max_length=1000,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]
    remarks: Annotated[
        list[Remark],
        Field(
            description="What `detail` says, as codes; empty from who says it in `detail` alone.",
            max_length=5,
            validate_default=True,
        ),
    ] = []
    goal: Annotated[
        str,
        Field(description="As it was asked.", max_length=1000, pattern="^[^\\u0000]*$"),
    ] = ""
    topic: Annotated[
        str,
        Field(
            description="What the goal asks for: the same for goals that differ in case, spaces, punctuation or the words that ask.",
            max_length=1000,
            pattern="^[^\\u0000]*$",
        ),
    ] = ""
    nearest: Annotated[
        list[NearestConcept], Field(max_length=5, validate_default=True)
    ] = []


class QuestionDisputedV1(BaseModel):
    """
    A learner says that the generated question on their ticket makes no sense; Trac skips the step. Only Trac says it. Of several of one learner on one ticket the latest counts.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    ticket: Annotated[
        int, Field(description="Trac ticket number.", ge=1, le=2147483647)
    ]
    note: Annotated[
        str,
        Field(
            description="What is wrong with it, in the learner's words.",
            max_length=500,
            pattern="^[^\\u0000]*$",
        ),
    ] = ""


class RubricItem(BaseModel):
    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    id: Annotated[str, Field(max_length=40, min_length=1)]
    criterion: Annotated[
        str,
        Field(
            description="What a full answer says. Secret: never shown to a learner.",
            max_length=1000,
            min_length=1,
        ),
    ]
    label: Annotated[
        str,
        Field(
            description="The point's name as the learner sees it after grading; `Point n` when empty.",
            max_length=200,
        ),
    ] = ""
    weight: Annotated[float, Field(gt=0.0, le=100.0)] = 1


class PassagePlace(BaseModel):
    """
    The passage that the question was made of.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    document: Annotated[UUID, Field(description="The document's id.")]
    chunk: Annotated[
        str,
        Field(
            description="The passage's id.",
            max_length=100,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]
    name: Annotated[
        str,
        Field(
            description="The file's path within its folder, or the wiki page's name.",
            max_length=300,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]
    title: Annotated[
        str,
        Field(
            description="Of the document.",
            max_length=300,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]
    heading: Annotated[
        list[HeadingItem],
        Field(
            description="Sections around the passage, the outermost first.",
            max_length=10,
            validate_default=True,
        ),
    ] = []
    page: Annotated[
        int | None, Field(description="Of a paged file.", ge=1, le=2147483647)
    ] = None
    href: Annotated[
        str | None,
        Field(
            description="A link relative to Trac (`wiki/Course/Basics#undo`), or null.",
            max_length=1000,
            pattern="^[^\\u0000]*$",
        ),
    ] = None


class QuestionDraftedV1(BaseModel):
    """
    The path generator made a question of a passage, for authors to see. It may be asked before they do. Reference and rubric are secret to learners.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    question_id: Annotated[
        UUID,
        Field(
            description="The generated question: the same for the same words made of the same passage about the same concept for the same difficulty."
        ),
    ]
    subject: Annotated[
        str,
        Field(
            description="Of the material.",
            max_length=100,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]
    concept: Annotated[
        str,
        Field(
            description="What it asks about.",
            max_length=300,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]
    form: Annotated[
        Literal[
            "definition",
            "function",
            "purpose",
            "cause",
            "consequence",
            "comparison",
            "procedure",
            "summary",
        ],
        Field(
            description="What kind of question it is; `summary` asks to read and summarise, where the passage yields no better one.",
            title="QuestionForm",
        ),
    ]
    difficulty: Annotated[int, Field(ge=1, le=5)]
    question: Annotated[
        str,
        Field(
            description="What a learner is asked.",
            max_length=5000,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]
    reference: Annotated[
        str,
        Field(
            description="A full answer. Secret: never shown to a learner.",
            max_length=20000,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]
    rubric: Annotated[list[RubricItem], Field(max_length=20, min_length=1)]
    source: Annotated[
        PassagePlace,
        Field(
            description="The passage that the question was made of.",
            title="PassagePlace",
        ),
    ]


class Passage(RootModel[str]):
    model_config = ConfigDict(
        frozen=True,
    )
    root: Annotated[str, Field(max_length=2000, min_length=1, pattern="^[^\\u0000]*$")]


class Concept(RootModel[str]):
    model_config = ConfigDict(
        frozen=True,
    )
    root: Annotated[str, Field(max_length=300, min_length=1, pattern="^[^\\u0000]*$")]


class FurtherReference(RootModel[str]):
    model_config = ConfigDict(
        frozen=True,
    )
    root: Annotated[str, Field(max_length=5000, min_length=1, pattern="^[^\\u0000]*$")]


class QuestionPublishedV1(BaseModel):
    """
    A question was put on a ticket or changed there. A greater revision replaces a smaller one; consumers check that `groups` holds `authors` when it comes from Trac.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    ticket: Annotated[
        int, Field(description="Trac ticket number.", ge=1, le=2147483647)
    ]
    revision: Annotated[
        int,
        Field(
            description="Counted per ticket; grows with each edit.", ge=1, le=2147483647
        ),
    ]
    question: Annotated[
        str,
        Field(description="What the learner is asked.", max_length=5000, min_length=1),
    ]
    reference: Annotated[
        str,
        Field(
            description="A full answer. Secret: never shown to a learner.",
            max_length=20000,
            min_length=1,
        ),
    ]
    rubric: Annotated[list[RubricItem], Field(max_length=20, min_length=1)]
    learner: Annotated[
        str | None,
        Field(
            description="Cognito `sub` of the one learner whose ticket this is; null for a question that everyone may answer.",
            max_length=100,
            min_length=1,
        ),
    ] = None
    sources: Annotated[list[Source], Field(max_length=10, validate_default=True)] = []
    question_id: Annotated[
        UUID | None,
        Field(
            description="Of a generated question: see QuestionDrafted.v1. Null for one that an author wrote."
        ),
    ] = None
    course: Annotated[
        str | None,
        Field(
            description="The course it belongs to: a subject of the material. Null: none.",
            max_length=100,
            min_length=1,
        ),
    ] = None
    counting: Annotated[
        Literal["best", "newest"],
        Field(
            description="Which attempt counts: the one with the best grade, or the newest that has one.",
            title="Counting",
        ),
    ] = "best"
    max_attempts: Annotated[
        int,
        Field(
            description="How many attempts a learner has; Trac, which numbers them, holds to it. 0: as many as they like.",
            ge=0,
            le=1000,
        ),
    ] = 0
    hint_deduction: Annotated[
        float,
        Field(
            description="What each hint takes from the score of the attempt it helped and of later ones; said before the hint is given.",
            ge=0.0,
            le=1.0,
        ),
    ] = 0
    passages: Annotated[
        list[Passage],
        Field(
            description="What the material said at its sources when the question was published, cut where it is longer: graders read it beside the question, so that an answer copied from there is known as such.",
            max_length=5,
            validate_default=True,
        ),
    ] = []
    concepts: Annotated[
        list[Concept],
        Field(
            description="What of its course's material it asks about, by the names that the material has for it: a learner whose score counts as passed has mastered them. Without a course they count for nothing.",
            max_length=10,
            validate_default=True,
        ),
    ] = []
    further_references: Annotated[
        list[FurtherReference],
        Field(
            description="Other full answers, each as good as `reference`. Secret: never shown to a learner.",
            max_length=5,
            validate_default=True,
        ),
    ] = []


class QuestionReviewedV1(BaseModel):
    """
    An author's word on a generated question: it may be asked, it is asked no more, or it is asked in other words. Of several the latest counts. Questions that are on tickets already stay as they are. Consumers check that `groups` holds `authors`.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    question_id: Annotated[
        UUID,
        Field(
            description="The generated question: the same for the same words made of the same passage about the same concept for the same difficulty."
        ),
    ]
    decision: Annotated[
        Literal["approved", "withdrawn", "edited"], Field(title="ReviewDecision")
    ]
    question: Annotated[
        str | None,
        Field(
            description="When edited: what a learner is asked from now on. Null or left out: as it was.",
            max_length=5000,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ] = None
    reference: Annotated[
        str | None,
        Field(
            description="When edited: the full answer. Null or left out: as it was. Secret.",
            max_length=20000,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ] = None
    rubric: Annotated[
        list[RubricItem] | None,
        Field(
            description="When edited. Null or left out: as it was.",
            max_length=20,
            min_length=1,
        ),
    ] = None
    further_references: Annotated[
        list[FurtherReference] | None,
        Field(
            description="When edited: other full answers, each as good as `reference`; empty: none. Null or left out: as it was. Secret.",
            max_length=5,
        ),
    ] = None


class RegradeRequestedV1(BaseModel):
    """
    An answer is to be graded again: because the grader that should have graded it was away, or because an author ruled or changed the question. The learner of the metadata wrote the answer, unless `learner` says who.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    ticket: Annotated[
        int, Field(description="Trac ticket number.", ge=1, le=2147483647)
    ]
    attempt: Annotated[
        int, Field(description="Whose grade is provisional.", ge=1, le=2147483647)
    ]
    answer: Annotated[
        str,
        Field(
            description="As it was submitted.",
            max_length=20000,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]
    answer_id: Annotated[
        UUID,
        Field(
            description="The `event_id` of the AnswerSubmitted.v1: of two answers under one attempt only the one that stands is graded again."
        ),
    ]
    answered_at: Annotated[AwareDatetime, Field(description="When it was submitted.")]
    cause: Annotated[
        Literal["regrade", "ruling", "rubric"],
        Field(description="As the new grade will say it.", title="RegradeCause"),
    ] = "regrade"
    learner: Annotated[
        str | None,
        Field(
            description="Who wrote the answer, where another asked; null: the metadata's learner.",
            max_length=100,
            min_length=1,
        ),
    ] = None


class RegradesOrderedV1(BaseModel):
    """
    An author has all answers of a question graded again, after a ruling or a change of the question. A person's grades stay. Consumers check that `groups` holds `authors`.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    ticket: Annotated[
        int, Field(description="Trac ticket number.", ge=1, le=2147483647)
    ]
    cause: Annotated[Literal["ruling", "rubric"], Field(title="OrderCause")]
    question_revision: Annotated[
        int,
        Field(
            description="The least that they are to be graded against: until it is known, the order waits. 0: whichever is known.",
            ge=0,
            le=2147483647,
        ),
    ] = 0


class ReviewScheduledV1(BaseModel):
    """
    When a learner is to answer a step's question again, worked out from all grades that are known. Readers keep the one of the greatest revision. A step that was never passed has no review; whose last answer did not pass is due at once.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    ticket: Annotated[
        int, Field(description="Trac ticket number.", ge=1, le=2147483647)
    ]
    learner: Annotated[
        str,
        Field(
            description="Cognito `sub` of the learner.", max_length=100, min_length=1
        ),
    ]
    attempt: Annotated[
        int,
        Field(
            description="The newest attempt that has a grade: a later answer is not reckoned with yet.",
            ge=1,
            le=2147483647,
        ),
    ]
    reviews: Annotated[
        int,
        Field(
            description="Attempts that count: the first that passed, and all after it. 0: there is no review (an author took the pass back).",
            ge=0,
            le=2147483647,
        ),
    ]
    reviewed_at: Annotated[
        AwareDatetime | None,
        Field(
            description="When the last of them got its first grade; null without any."
        ),
    ]
    due_at: Annotated[
        AwareDatetime | None,
        Field(
            description="At least a day after `reviewed_at` where the last attempt passed, and `reviewed_at` itself where it did not; null: no review."
        ),
    ]
    revision: Annotated[
        int,
        Field(
            description="Counted per learner and ticket with each change.",
            ge=1,
            le=2147483647,
        ),
    ]


class RulingMadeV1(BaseModel):
    """
    An author says once whether some words earn a point of a question: later answers that say the same get this verdict, and cite it. Its `event_id` is the ruling's id; consumers check that `groups` holds `authors`.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    ticket: Annotated[
        int, Field(description="Trac ticket number.", ge=1, le=2147483647)
    ]
    item: Annotated[
        str, Field(description="The rubric item's id.", max_length=40, min_length=1)
    ]
    words: Annotated[
        str,
        Field(
            description='What an answer says, such as "it is faster".',
            max_length=500,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]
    verdict: Annotated[Literal["yes", "partly", "no"], Field(title="Verdict")]
    note: Annotated[
        str,
        Field(
            description="Why, for other authors.",
            max_length=1000,
            pattern="^[^\\u0000]*$",
        ),
    ] = ""


class RulingRevokedV1(BaseModel):
    """
    An author takes a ruling back. Grades that followed it stay until they are asked for again.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    ticket: Annotated[
        int, Field(description="Trac ticket number.", ge=1, le=2147483647)
    ]
    ruling: Annotated[UUID, Field(description="The `event_id` of the RulingMade.v1.")]


class LowGrade(BaseModel):
    """
    The grade that showed the gap.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    ticket: Annotated[
        int, Field(description="Trac ticket number.", ge=1, le=2147483647)
    ]
    score: Annotated[
        float, Field(description="Of the grade that counted then.", ge=0.0, le=1.0)
    ]


class StepProposedV1(BaseModel):
    """
    A grade of an accepted path showed a gap: a step more is proposed, which teaches what the graded step builds on. Neither reference nor rubric is in it. The learner may accept it, and then PathCreated.v1 comes again with all steps, or decline it by PathChanged.v1. The learner of the metadata owns the path. Of two about the same step the later counts.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    path: Annotated[
        UUID,
        Field(
            description="The path: the `event_id` of the PathRequested.v1 that asked for it."
        ),
    ]
    step: Annotated[PathStep, Field(title="PathStep")]
    before: Annotated[
        UUID,
        Field(
            description="The step whose grade was low: the new one comes right before it, and it needs the new one."
        ),
    ]
    because: Annotated[
        LowGrade, Field(description="The grade that showed the gap.", title="LowGrade")
    ]


class WikiPageChangedV1(BaseModel):
    """
    A wiki page that is material was changed, marked as material, unmarked or deleted. Trac sends it with its machine client, as pages change by many hands.
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    page: Annotated[
        str,
        Field(
            description="The wiki page's name.",
            max_length=300,
            min_length=1,
            pattern="^[^\\u0000]*$",
        ),
    ]
    revision: Annotated[
        int,
        Field(
            description="Counted per page by Trac under a row lock; unlike `version` it goes on growing when the page is deleted and made anew.",
            ge=1,
            le=2147483647,
        ),
    ]
    version: Annotated[
        int,
        Field(
            description="The page's version in Trac's wiki; 0 when it is gone.",
            ge=0,
            le=2147483647,
        ),
    ]
    deleted: Annotated[
        bool, Field(description="True when the page is gone or is no longer material.")
    ]
    text: Annotated[
        str | None,
        Field(
            description="The page's wiki text; null when deleted, or when the page is too large for an event.",
            max_length=180000,
            pattern="^[^\\u0000]*$",
        ),
    ]
    size: Annotated[
        int,
        Field(
            description="Bytes of the page's text, also when it is too large to be sent.",
            ge=0,
            le=2147483647,
        ),
    ] = 0
    subject: Annotated[
        str | None,
        Field(
            description="What the page belongs to; null: the part of its name before the first slash.",
            max_length=100,
            pattern="^[^\\u0000]*$",
        ),
    ] = None


class S3Bucket(BaseModel):
    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    name: Annotated[str, Field(min_length=1)]


class S3Object(BaseModel):
    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    key: Annotated[str, Field(max_length=1024, min_length=1)]
    size: Annotated[int, Field(ge=0)] = 0
    etag: str = ""
    version_id: Annotated[
        str,
        Field(alias="version-id", description="Empty in a bucket without versions."),
    ] = ""
    sequencer: str = ""


class ObjectCreated(BaseModel):
    """
    What S3 says on the account's default bus when an object was written. Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    bucket: Annotated[S3Bucket, Field(title="S3Bucket")]
    object: Annotated[S3Object, Field(title="S3Object")]


class ObjectDeleted(BaseModel):
    """
    What S3 says on the account's default bus when an object was deleted or hidden by a delete marker. Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
    """

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
    )
    bucket: Annotated[S3Bucket, Field(title="S3Bucket")]
    object: Annotated[S3Object, Field(title="S3Object")]
    deletion_type: Annotated[str, Field(alias="deletion-type")] = ""
