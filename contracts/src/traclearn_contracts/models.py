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
    items: Annotated[list[GradedItem], Field(max_length=20)]
    provisional: Annotated[
        bool,
        Field(
            description="True when a person or a stronger grader may still change it (the offline grader's grades always are)."
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
