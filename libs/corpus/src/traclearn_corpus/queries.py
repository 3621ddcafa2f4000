"""All Cypher of this project. Each query runs on Neo4j 5.26 Community and on Aura: no APOC, no GDS.

Nodes and relationships
    (:Corpus {id: "corpus", born, model, next, generation})
        one; `born` tells it from one that was lost; `next` is the model that a re-embedding goes to
    (:Model {id, property, dimension, retired})
        property: where its vectors lie on a Chunk, and the name of its index
    (:Document {id, revision, removed, receipt, name, title, origin, subject})
        revision: the greatest that was live or removed; receipt: JSON, of the removal
    (:Document)-[:LIVE]->(:Revision {id: "document/number", document, number, touched, outcome, facts, …})
        readers see what hangs on a LIVE revision and nothing else; outcome: JSON, of the cut-over
    (:Revision)-[:HAS {ordinal, page, kind, tokens, parts, fresh}]->(:Chunk {id, document, subject, heading,
        content, passage, digest, concept, has_prerequisite, prerequisite_for, embedding_…})
        fresh: the chunk had no vector when the revision was staged
    (:Subject {name, generation, inferred, cycles})
        inferred: the generation that writing its concepts made; a smaller one than `generation` is stale
    (:Chunk)-[:TEACHES]->(:Concept {key: "subject/name", subject, name, ordinal, difficulty, aliases, former})
        aliases: what authors call it besides; former: of these those that were its own name
    (:Concept)-[:REQUIRES {weight, evidence, decision, state}]->(:Concept)  derived, replaced whole
    (:Concept)-[:REMOVED {weight, evidence, decision, state}]->(:Concept)   so are those that authors removed

Versions before kept authors' decisions as (:Concept)-[:DECIDED {decision, by, at, …}]->(:Concept): they are
imported once, and spared until then. The indexer's database has them.

Locks: a transaction that writes takes Document, Corpus and Subject in this order, each by a SET that
changes nothing, and reads what it decides on in a later statement.
"""

PING = "RETURN 1 AS one"

# ---------------------------------------------------------------- schema

TEXT_INDEX = "chunk_text"

CONSTRAINTS = tuple(
    f"CREATE CONSTRAINT {label}_{key} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{key} IS UNIQUE"
    for label, key in (
        ("Corpus", "id"),
        ("Model", "id"),
        ("Model", "property"),
        ("Document", "id"),
        ("Revision", "id"),
        ("Chunk", "id"),
        ("Subject", "name"),
        ("Concept", "key"),
    )
)
"""One node of each name, also when two transactions make it at once."""

INDEXES = (
    *(
        f"CREATE INDEX {label}_{key} IF NOT EXISTS FOR (n:{label}) ON (n.{key})"
        for label, key in (
            ("Document", "subject"),
            ("Revision", "document"),
            ("Chunk", "document"),
            ("Chunk", "digest"),
            ("Concept", "subject"),
        )
    ),
    f"CREATE FULLTEXT INDEX {TEXT_INDEX} IF NOT EXISTS FOR (n:Chunk) ON EACH [n.heading, n.content]"
    " OPTIONS {indexConfig: {`fulltext.analyzer`: 'english'}}",
)

CREATE_VECTOR_INDEX = """
CREATE VECTOR INDEX {property} IF NOT EXISTS FOR (c:Chunk) ON (c.{property})
OPTIONS {{indexConfig: {{`vector.dimensions`: {dimension}, `vector.similarity_function`: 'cosine'}}}}
"""
"""A template: a property name cannot be a parameter here. `property` comes from `models.vector_property`."""

DROP_INDEX = "DROP INDEX $name IF EXISTS"

AWAIT_INDEXES = "CALL db.awaitIndexes($seconds)"
"""Raises when an index is not online in time, or has failed."""

# ---------------------------------------------------------------- locks

LOCK_DOCUMENT = "MERGE (d:Document {id: $document}) SET d.locked = true"

LOCK_CORPUS = "MATCH (k:Corpus {id: 'corpus'}) SET k.locked = true"

LOCK_SUBJECT = """
MERGE (s:Subject {name: $subject}) ON CREATE SET s.generation = 0, s.inferred = 0, s.cycles = '[]'
SET s.locked = true
"""

# ---------------------------------------------------------------- corpus and models

MAKE_CORPUS = """
MERGE (k:Corpus {id: 'corpus'}) ON CREATE SET k.generation = 0, k.model = $model, k.born = randomUUID()
SET k.locked = true
"""

CORPUS = """
MATCH (k:Corpus {id: 'corpus'})
OPTIONAL MATCH (m:Model {id: k.model})
OPTIONAL MATCH (n:Model {id: k.next})
RETURN k.generation AS generation, coalesce(k.born, "") AS born, k.model AS model, m.dimension AS dimension,
       k.next AS next, n.dimension AS next_dimension
"""

GENERATION = "MATCH (k:Corpus {id: 'corpus'}) RETURN k.generation AS generation"

INCREMENT_GENERATION = """
MATCH (k:Corpus {id: 'corpus'}) SET k.generation = k.generation + 1
RETURN k.generation AS generation
"""

MAKE_MODEL = """
MERGE (m:Model {id: $model}) ON CREATE SET m.property = $property, m.dimension = $dimension
SET m.retired = false
RETURN m.dimension AS dimension, m.property AS property
"""

MODELS_OF = """
MATCH (m:Model) WHERE m.property = $property OR m.id = $model
RETURN m.id AS model, m.dimension AS dimension
"""

MODEL = "MATCH (m:Model {id: $model}) RETURN m.property AS property, m.dimension AS dimension"

SET_NEXT = "MATCH (k:Corpus {id: 'corpus'}) SET k.next = CASE WHEN k.model = $model THEN null ELSE $model END"

PUT_VECTORS = """
UNWIND range(0, size($ids) - 1) AS row
MATCH (c:Chunk {id: $ids[row]})
CALL db.create.setNodeVectorProperty(c, $property, $vectors[row])
RETURN count(c) AS written
"""

MISSING = """
MATCH (c:Chunk) WHERE c[$property] IS NULL
RETURN c.id AS id, c.passage AS passage LIMIT $limit
"""

LIVE_CHUNKS_WITHOUT_VECTOR = """
MATCH (:Document)-[:LIVE]->(:Revision)-[:HAS]->(c:Chunk) WHERE c[$property] IS NULL
RETURN DISTINCT c.id AS id LIMIT 100
"""

SWITCH = (
    "MATCH (k:Corpus {id: 'corpus'}) SET k.model = $model, k.next = null, k.generation = k.generation + 1"
)

RETIRE = """
MATCH (k:Corpus {id: 'corpus'})
MATCH (m:Model) WHERE m.id <> k.model AND m.id <> coalesce(k.next, k.model)
SET m.retired = true
RETURN m.id AS model, m.property AS property
"""

STRIP = """
MATCH (m:Model {id: $model, retired: true})
MATCH (c:Chunk) WHERE c[$property] IS NOT NULL
WITH c LIMIT $limit
REMOVE c[$property]
RETURN count(c) AS stripped
"""
"""Stops by itself when the model is adopted again meanwhile."""

FORGET_MODEL = "MATCH (m:Model {id: $model, retired: true}) DELETE m"

# ---------------------------------------------------------------- a document's status

DOCUMENT_STATUS = """
MATCH (d:Document {id: $document})
OPTIONAL MATCH (d)-[:LIVE]->(r:Revision)
RETURN coalesce(d.revision, 0) AS revision, coalesce(d.removed, false) AS removed, d.receipt AS receipt,
       d.subject AS subject, r.number AS live, r.outcome AS outcome
"""

REVISION = "MATCH (r:Revision {id: $id}) RETURN r.number AS number, r.subject AS subject"

# ---------------------------------------------------------------- staging

OPEN_STAGING = """
MERGE (r:Revision {id: $id}) ON CREATE SET r.document = $document, r.number = $number
SET r += $meta, r.touched = datetime()
"""

STAGE_CHUNKS = """
MATCH (r:Revision {id: $id})
SET r.touched = datetime()
WITH r
UNWIND $chunks AS given
MERGE (c:Chunk {id: given.id})
ON CREATE SET c.document = $document, c.subject = r.subject, c.heading = given.heading,
  c.content = given.content, c.passage = given.passage, c.digest = given.digest,
  c.has_prerequisite = [], c.prerequisite_for = []
MERGE (r)-[h:HAS {ordinal: given.ordinal}]->(c)
ON CREATE SET h.fresh = c[$property] IS NULL
SET h.page = given.page, h.kind = given.kind, h.tokens = given.tokens, h.parts = given.parts
WITH c, given WHERE c[$property] IS NULL
RETURN c.id AS id ORDER BY given.ordinal
"""
"""Makes what is not there yet; names the chunks that lack a vector."""

STAGED = "MATCH (:Revision {id: $id})-[h:HAS]->(c:Chunk) RETURN h.ordinal AS ordinal, c.id AS chunk"

UNSTAGE = """
UNWIND $pairs AS pair
MATCH (:Revision {id: $id})-[h:HAS {ordinal: pair.ordinal}]->(:Chunk {id: pair.chunk})
DELETE h
"""

DROP_REVISIONS = """
MATCH (r:Revision {document: $document})
WHERE r.number <= $number AND NOT EXISTS { (r)<-[:LIVE]-(:Document) }
DETACH DELETE r
RETURN count(r) AS revisions
"""

DROP_ORPHANS = """
MATCH (c:Chunk {document: $document}) WHERE NOT EXISTS { (c)<-[:HAS]-(:Revision) }
DETACH DELETE c
RETURN count(c) AS chunks
"""

ABANDONED = """
MATCH (r:Revision)
WHERE r.touched <= datetime() - duration({seconds: $seconds}) AND NOT EXISTS { (r)<-[:LIVE]-(:Document) }
RETURN r.id AS id, r.document AS document
"""

DROP_ABANDONED = """
MATCH (r:Revision {id: $id})
WHERE r.touched <= datetime() - duration({seconds: $seconds}) AND NOT EXISTS { (r)<-[:LIVE]-(:Document) }
DETACH DELETE r
RETURN count(r) AS revisions
"""

# ---------------------------------------------------------------- cut-over

CHUNKS_WITHOUT_VECTOR = """
MATCH (:Revision {id: $id})-[:HAS]->(c:Chunk) WHERE c[$property] IS NULL
RETURN DISTINCT c.id AS id LIMIT 100
"""

COUNT = """
MATCH (:Revision {id: $id})-[h:HAS]->(c:Chunk)
WITH c, max(CASE WHEN h.fresh THEN 1 ELSE 0 END) AS fresh
RETURN count(c) AS chunks, coalesce(sum(fresh), 0) AS embedded
"""

CUT_OVER = """
MATCH (d:Document {id: $document}), (r:Revision {id: $id})
OPTIONAL MATCH (d)-[l:LIVE]->(:Revision)
DELETE l
WITH DISTINCT d, r
CREATE (d)-[:LIVE]->(r)
SET d += r {.name, .title, .origin, .subject}, d.revision = r.number, d.removed = false, d.receipt = null
"""

MOVE_SUBJECT = """
MATCH (r:Revision {id: $id})-[:HAS]->(c:Chunk) WHERE c.subject <> r.subject
SET c.subject = r.subject, c.concept = null, c.has_prerequisite = [], c.prerequisite_for = []
WITH c
MATCH (c)-[t:TEACHES]->(:Concept)
DELETE t
"""
"""Chunks that stay while their document changes its subject."""

INCREMENT_SUBJECT_GENERATIONS = """
UNWIND $subjects AS name
MERGE (s:Subject {name: name}) ON CREATE SET s.generation = 0, s.inferred = 0, s.cycles = '[]'
SET s.generation = s.generation + 1
"""

SAVE_OUTCOME = "MATCH (r:Revision {id: $id}) SET r.outcome = $outcome"

# ---------------------------------------------------------------- removal

LIVE_COUNT = """
MATCH (:Document {id: $document})-[:LIVE]->(:Revision)-[:HAS]->(c:Chunk)
RETURN count(DISTINCT c) AS chunks
"""

CONCEPTS_OF_DOCUMENT_ALONE = """
MATCH (:Chunk {document: $document})-[:TEACHES]->(k:Concept)
WHERE NOT EXISTS { MATCH (k)<-[:TEACHES]-(o:Chunk) WHERE o.document <> $document }
RETURN DISTINCT k.key AS key
"""

AFFECTED_EDGES = """
MATCH (a:Concept {subject: $subject})-[e:REQUIRES|REMOVED]->(b:Concept)
WHERE a.key IN $gone OR b.key IN $gone OR e.evidence CONTAINS $document
RETURN elementId(e) AS edge, type(e) AS type, e.decision AS decision, e.evidence AS evidence,
       a.key IN $gone OR b.key IN $gone AS loose
"""
"""Edges that lose an end, or some of their evidence, with a document."""

DROP_EDGES = """
MATCH (:Concept {subject: $subject})-[e:REQUIRES|REMOVED]->() WHERE elementId(e) IN $edges DELETE e
"""

SET_EVIDENCE = """
UNWIND $rows AS row
MATCH (:Concept {subject: $subject})-[e:REQUIRES|REMOVED]->() WHERE elementId(e) = row.edge
SET e.evidence = row.evidence
"""

DROP_LIVE = "MATCH (:Document {id: $document})-[l:LIVE]->(:Revision) DELETE l"

UNLINK_DOCUMENT_CONCEPTS = """
MATCH (c:Chunk {document: $document})-[t:TEACHES]->(:Concept)
DELETE t
SET c.concept = null, c.has_prerequisite = [], c.prerequisite_for = []
"""

DROP_CONCEPTS = """
MATCH (k:Concept) WHERE k.key IN $keys AND NOT EXISTS { (k)-[:DECIDED]-(:Concept) }
DETACH DELETE k
"""

SET_TOMBSTONE = """
MATCH (d:Document {id: $document})
SET d.revision = $number, d.removed = true, d.receipt = $receipt, d.title = null
"""

# ---------------------------------------------------------------- what is live

LIVE_CHUNKS = """
MATCH (:Document {id: $document})-[:LIVE]->(:Revision)-[h:HAS]->(c:Chunk)
RETURN c {.id, .heading, .content, .passage, .concept, .has_prerequisite, .prerequisite_for,
          ordinal: h.ordinal, page: h.page, kind: h.kind, tokens: h.tokens, parts: h.parts} AS chunk
ORDER BY h.ordinal
"""

PASSAGE = """
MATCH (d:Document {id: $document})-[:LIVE]->(r:Revision)-[h:HAS]->(c:Chunk {id: $chunk})
WITH d, r, c, h ORDER BY h.ordinal LIMIT 1
OPTIONAL MATCH (r)-[:HAS {ordinal: h.ordinal - 1}]->(before:Chunk)
OPTIONAL MATCH (r)-[:HAS {ordinal: h.ordinal + 1}]->(after:Chunk)
RETURN c.id AS chunk, d.id AS document, d.name AS name, d.title AS title, d.origin AS origin,
       c.heading AS heading, h.page AS page, h.kind AS kind, c.content AS content,
       before.id AS previous, after.id AS next
"""
"""A chunk that stands in a document twice is read where it stands first."""

DOCUMENT_TEXT = """
MATCH (d:Document {id: $document})-[:LIVE]->(r:Revision)
OPTIONAL MATCH (r)-[w:HAS]->(:Chunk {id: $passage})
WITH d, r, min(w.ordinal) AS wanted
WITH d, r, CASE WHEN wanted IS NULL THEN $after ELSE wanted - wanted % $limit - 1 END AS after
RETURN d.id AS document, d.name AS name, d.title AS title, d.origin AS origin, d.subject AS subject,
       r.number AS revision, COUNT { (r)-[:HAS]->(:Chunk) } AS count,
       COLLECT { MATCH (r)-[h:HAS]->(c:Chunk) WHERE h.ordinal > after
                 RETURN {id: c.id, ordinal: h.ordinal, heading: c.heading, page: h.page, kind: h.kind,
                         content: c.content}
                 ORDER BY h.ordinal LIMIT $rows } AS passages,
       COLLECT { MATCH (r)-[h:HAS]->(c:Chunk)
                 RETURN [h.ordinal, c.id, c.heading] ORDER BY h.ordinal } AS headings
"""

DUPLICATES = """
MATCH (:Document {id: $document})-[:LIVE]->(:Revision)-[h:HAS]->(c:Chunk)
WHERE $chunks IS NULL OR c.id IN $chunks
WITH c, min(h.ordinal) AS ordinal
CALL (c, ordinal) {
  WITH c WHERE c[$property] IS NOT NULL AND ($chunks IS NOT NULL OR ordinal < $measured)
  CALL db.index.vector.queryNodes($property, $fetch, c[$property]) YIELD node
  WHERE node.document <> c.document
  RETURN node AS other, 2 * vector.similarity.cosine(node[$property], c[$property]) - 1 AS similarity
  UNION
  MATCH (other:Chunk {digest: c.digest}) WHERE other.document <> c.document
  RETURN other, 1.0 AS similarity
}
WITH c, other, max(similarity) AS similarity WHERE similarity >= $least
MATCH (d:Document)-[:LIVE]->(:Revision)-[:HAS]->(other)
WITH DISTINCT c, d, other, similarity
RETURN c.id AS chunk, d.id AS document, d.name AS name, other.id AS other, other.heading AS heading,
       CASE WHEN similarity > 1 THEN 1.0 ELSE similarity END AS similarity
ORDER BY similarity DESC, name, other
"""
"""The index's own figure is quantized: those that it names are measured again."""

_FIRST_PLACES = "WITH d, c, h ORDER BY h.ordinal WITH d, c, head(collect(h)) AS h"
_COLLECTED_PASSAGES = """collect({chunk: c.id, document: d.id, name: d.name, title: d.title, origin: d.origin,
                heading: c.heading, page: h.page, kind: h.kind, content: c.content})"""

PASSAGES = f"""
MATCH (c:Chunk)<-[h:HAS]-(:Revision)<-[:LIVE]-(d:Document) WHERE c.id IN $chunks
{_FIRST_PLACES}
RETURN {_COLLECTED_PASSAGES} AS passages
"""

COPIES = """
MATCH (c:Chunk)<-[h:HAS]-(:Revision)<-[:LIVE]-(d:Document) WHERE c.digest IN $digests
WITH d, c, h ORDER BY h.ordinal
WITH d, c, head(collect(h)) AS h
RETURN c.digest AS digest, c.id AS chunk, d.id AS document, d.name AS name, d.title AS title,
       d.origin AS origin, c.heading AS heading, h.page AS page, h.kind AS kind, c.content AS content
ORDER BY name, document, h.ordinal
"""

# ---------------------------------------------------------------- concepts and prerequisites

SUBJECTS = "MATCH (d:Document)-[:LIVE]->(:Revision) RETURN DISTINCT d.subject AS subject ORDER BY subject"

SUBJECT = "MATCH (s:Subject {name: $subject}) RETURN s.generation AS generation, s.cycles AS cycles"

SOURCES = """
MATCH (d:Document {subject: $subject})-[:LIVE]->(r:Revision)
RETURN d.id AS document, d.name AS name, d.title AS title, r.facts AS facts ORDER BY name, document
"""

SUBJECT_CHUNKS = """
MATCH (d:Document {subject: $subject})-[:LIVE]->(:Revision)-[h:HAS]->(c:Chunk)
RETURN d.id AS document,
       c {.id, .heading, .content, .passage, .concept, .has_prerequisite, .prerequisite_for,
          ordinal: h.ordinal, page: h.page, kind: h.kind, tokens: h.tokens, parts: h.parts} AS chunk
ORDER BY document, h.ordinal
"""

DROP_SUBJECT_EDGES = "MATCH (:Concept {subject: $subject})-[e:REQUIRES|REMOVED]->() DELETE e"

UNLINK_CHANGED_CONCEPTS = """
MATCH (k:Concept {subject: $subject})<-[t:TEACHES]-(c:Chunk)
WHERE coalesce($taught[c.id], '') <> k.name
DELETE t
SET c.concept = null, c.has_prerequisite = [], c.prerequisite_for = []
"""

MAKE_CONCEPTS = """
UNWIND $concepts AS concept
MERGE (k:Concept {key: concept.key}) ON CREATE SET k.subject = $subject, k.name = concept.name
SET k.ordinal = concept.ordinal, k.difficulty = concept.difficulty, k.aliases = concept.aliases,
    k.former = concept.former
"""

ENSURE_CONCEPTS = """
UNWIND $concepts AS concept
MERGE (k:Concept {key: concept.key}) ON CREATE SET k.subject = $subject, k.name = concept.name
"""

LINK_CONCEPTS = """
UNWIND $pairs AS pair
MATCH (c:Chunk {id: pair.chunk})
WHERE EXISTS { (c)<-[:HAS]-(:Revision)<-[:LIVE]-(:Document {subject: $subject}) }
MATCH (k:Concept {key: pair.key})
MERGE (c)-[:TEACHES]->(k)
"""

CREATE_EDGES = """
UNWIND $edges AS edge
MATCH (a:Concept {key: edge.concept}), (b:Concept {key: edge.prerequisite})
CREATE (a)-[:REQUIRES {weight: edge.weight, evidence: edge.evidence, decision: edge.decision,
                       state: edge.state}]->(b)
"""

CREATE_REMOVED_EDGES = """
UNWIND $edges AS edge
MATCH (a:Concept {key: edge.concept}), (b:Concept {key: edge.prerequisite})
CREATE (a)-[:REMOVED {weight: edge.weight, evidence: edge.evidence, decision: edge.decision,
                      state: edge.state}]->(b)
"""

DROP_LONE_CONCEPTS = "MATCH (k:Concept {subject: $subject}) WHERE NOT EXISTS { (k)--() } DELETE k"

SET_CHUNK_PREREQUISITES = """
MATCH (k:Concept {subject: $subject})
WITH k, COLLECT { MATCH (k)-[e:REQUIRES]->(p:Concept) WHERE e.state <> 'suggested'
                  RETURN p.name ORDER BY p.name } AS needs,
        COLLECT { MATCH (k)<-[e:REQUIRES]-(n:Concept) WHERE e.state <> 'suggested'
                  RETURN n.name ORDER BY n.name } AS serves
MATCH (k)<-[:TEACHES]-(c:Chunk)
WHERE coalesce(c.concept, '') <> k.name OR c.has_prerequisite <> needs OR c.prerequisite_for <> serves
SET c.concept = k.name, c.has_prerequisite = needs, c.prerequisite_for = serves
"""
"""Writes onto each chunk what its concept leans on and what leans on it."""

SET_INFERRED = """
MATCH (s:Subject {name: $subject})
SET s.cycles = $cycles, s.generation = s.generation + 1
SET s.inferred = s.generation
"""

CONCEPTS = """
MATCH (k:Concept {subject: $subject})
RETURN k.name AS name, k.difficulty AS difficulty, k.aliases AS aliases, k.former AS former,
       COLLECT { MATCH (k)<-[:TEACHES]-(c:Chunk)<-[h:HAS]-(r:Revision)<-[:LIVE]-(:Document)
                 RETURN c.id ORDER BY r.id, h.ordinal } AS chunks
ORDER BY k.ordinal, name
"""

EDGES = """
MATCH (a:Concept {subject: $subject})-[e:REQUIRES|REMOVED]->(b:Concept)
RETURN a.name AS concept, b.name AS prerequisite, e.weight AS weight,
       CASE WHEN $evidence OR e.state IS NULL THEN e.evidence END AS evidence,
       e.decision AS decision, e.state AS state
ORDER BY concept, prerequisite
"""
"""Evidence is most of an edge. Of one that was written before edges had a state, it says which it has."""

REMOVED = """
MATCH (a:Concept {subject: $subject})-[e:REMOVED]->(b:Concept)
RETURN a.name AS concept, b.name AS prerequisite, e.weight AS weight, e.evidence AS evidence,
       e.decision AS decision, e.state AS state
ORDER BY concept, prerequisite
"""

_NEEDED = """
OPTIONAL MATCH (s:Subject {name: $subject})
WITH s.cycles AS cycles
CALL () {
  MATCH (goal:Concept) WHERE goal.key IN $keys
  MATCH path = (goal)-[:REQUIRES*0..]->(k:Concept)
  WHERE all(e IN relationships(path) WHERE e.state IS NULL OR e.state <> 'suggested')
  WITH DISTINCT goal, k
  WITH k, count(goal) AS goals ORDER BY k.ordinal, k.name
  WITH k, COLLECT { MATCH (k)<-[:TEACHES]-(c:Chunk)<-[h:HAS]-(r:Revision)<-[:LIVE]-(:Document)
                    WITH c, r, min(h.ordinal) AS at
                    RETURN c.id ORDER BY r.id, at } AS chunks,
          COLLECT { MATCH (k)-[e:REQUIRES]->(p:Concept) WHERE e.state IS NULL OR e.state <> 'suggested'
                    RETURN {concept: k.name, prerequisite: p.name, weight: e.weight, decision: e.decision,
                            state: e.state, evidence: CASE WHEN e.state IS NULL THEN e.evidence END}
                    ORDER BY p.name } AS edges
  RETURN collect({name: k.name, difficulty: k.difficulty, aliases: k.aliases, former: k.former,
                  chunks: chunks}) AS concepts,
         collect(edges) AS edges
}
"""
"""Neo4j looks at each concept once a goal, not at each path to it, as long as no more is asked of `path`. It
would forget a DISTINCT of `k` alone (5.26), so what several goals need is counted. A chunk that a document
has several times is named once, where it stands first: `CLOSURE` takes so many of them."""

NEEDS = f"{_NEEDED} RETURN cycles, concepts, edges"

CLOSURE = f"""
{_NEEDED}
CALL (concepts) {{
  UNWIND [$chunks] + [concept IN concepts | concept.chunks[..$each]] AS some
  UNWIND some AS chunk
  WITH DISTINCT chunk
  MATCH (c:Chunk {{id: chunk}})<-[h:HAS]-(:Revision)<-[:LIVE]-(d:Document)
  {_FIRST_PLACES}
  RETURN {_COLLECTED_PASSAGES} AS passages
}}
CALL (passages) {{
  OPTIONAL MATCH (s:Subject) WHERE s.name IN $subjects AND s.inferred < s.generation
  RETURN collect(s.name) AS stale
}}
CALL (stale) {{ MATCH (k:Corpus {{id: 'corpus'}}) RETURN k.generation AS generation }}
RETURN cycles, concepts, edges, passages, stale, generation
"""
"""All of `read_closure`, in one way there and back; the generation is read after the rest. Versions before
did not write down what was inferred: their subjects count as current until it is again."""

CALLED_NOW = """
MATCH (k:Concept {subject: $subject}) WHERE $name IN k.aliases
RETURN k.name AS name ORDER BY k.ordinal, name LIMIT 1
"""

FORMER_DECISIONS = """
MATCH (a:Concept)-[e:DECIDED]->(b:Concept)
RETURN elementId(e) AS edge, toString(e.at) AS stamp, a.subject AS subject, a.name AS concept,
       b.name AS prerequisite, e.decision AS decision, coalesce(e.by, '') AS by, e.at AS at
ORDER BY at, subject, concept, prerequisite
"""

DROP_FORMER_DECISIONS = """
UNWIND $rows AS row
MATCH ()-[e:DECIDED]->()
WHERE elementId(e) = row.edge AND toString(e.at) = row.stamp
DELETE e
"""
"""One that was made again meanwhile, by a program of the version before, stays."""

DROP_LONE_CONCEPTS_ANYWHERE = "MATCH (k:Concept) WHERE NOT EXISTS { (k)--() } DELETE k"

# ---------------------------------------------------------------- search
#
# The driver takes 30 to 40 microseconds for each row, which for hundreds is longer than the server takes to
# find them: what is read while a person waits comes as a list in one row.

FIND = """
MATCH (k:Corpus {id: 'corpus'})
OPTIONAL MATCH (m:Model {id: k.model})
WITH k.generation AS generation, k.model AS model, m.dimension AS dimension
CALL (generation) { MATCH (c:Chunk) RETURN count(c) AS chunks }
WITH generation, model, dimension,
     CASE WHEN chunks / $share > $least THEN chunks / $share ELSE $least END AS fetch,
     $terms * CASE WHEN chunks > 1 THEN log(1 + (chunks - 0.5) / 1.5) ELSE 1.0 END AS full
CALL (model, dimension, fetch, full) {
  CALL (model, dimension, fetch) {
    WITH $words AS words WHERE words <> '' AND model = $model
    CALL db.index.fulltext.queryNodes($index, words, {limit: fetch}) YIELD node AS c, score
    RETURN c, score
    UNION ALL
    WITH $vector AS vector WHERE size(vector) = dimension AND model = $model
    CALL db.index.vector.queryNodes($property, fetch, vector) YIELD node AS c
    RETURN c, 0.0 AS score
  }
  WITH c, max(score) AS words
  WITH c, coalesce(2 * vector.similarity.cosine(c[$property], $vector) - 1, 0.0)
          + $weight * sqrt(CASE WHEN words < full THEN words / full ELSE 1.0 END) AS near
  ORDER BY near DESC, c.id
  RETURN collect(c) AS candidates, collect(near) AS nears
}
CALL (candidates, nears) {
  UNWIND range(0, size(candidates) - 1) AS at
  WITH candidates[at] AS c, nears[at] AS near
  CALL (c) {
    MATCH (c)<-[h:HAS]-(:Revision)<-[:LIVE]-(d:Document)
    WHERE ($subject IS NULL OR d.subject = $subject) AND ($documents IS NULL OR d.id IN $documents)
    RETURN d, h ORDER BY h.ordinal LIMIT 1
  }
  WITH c, near, d, h LIMIT $limit
  RETURN collect({chunk: c.id, document: d.id, name: d.name, title: d.title, heading: c.heading, page: h.page,
                  content: c.content, subject: c.subject, concept: c.concept, near: near}) AS hits
}
CALL (hits) { MATCH (k:Corpus {id: 'corpus'}) RETURN k.generation AS after }
RETURN generation, model, dimension, fetch, size(candidates) AS candidates, hits, after
"""
"""What `find_nearest` looks for, in one way there and back; nothing where the corpus has another model or its
vectors another length. Of both indexes: BM25 as a share of `full`, which `scoring` explains, and the cosine,
which the approximate index is not asked for. Some candidates no reader may see: no more of them are looked at
than it takes. The generation is read before the rest, and after it."""
