"""The classes and properties that a graph is made of, each made once, and its hash with it."""

from . import ATLAS, DCTERMS, FABIO, FOAF, OA, PRISM, PROV, RDF, RDFS, ROLES, SKOS, Iri

CONCEPT = Iri(SKOS + "Concept")
MENTION = Iri(ATLAS + "Mention")
RECORD = Iri(ATLAS + "Record")
RESEARCH_PAPER = Iri(FABIO + "ResearchPaper")

TYPE = Iri(RDF + "type")
TITLE = Iri(DCTERMS + "title")
ISSUED = Iri(DCTERMS + "issued")
PAGE = Iri(FOAF + "page")
COMMENT = Iri(RDFS + "comment")

# of a paper
ALTERNATIVE = Iri(DCTERMS + "alternative")
ABSTRACT = Iri(DCTERMS + "abstract")
LANGUAGE = Iri(DCTERMS + "language")
AUTHORS = Iri(ATLAS + "authors")
CREATOR = Iri(DCTERMS + "creator")
AFFILIATION = Iri(ATLAS + "affiliation")
ARXIV_ID = Iri(FABIO + "hasArXivId")
DOI = Iri(PRISM + "doi")
PUBLISHED_BY = Iri(ATLAS + "publishedBy")
AFFILIATED_WITH = Iri(ATLAS + "affiliatedWith")
AFFILIATION_REASON = Iri(ATLAS + "affiliationReason")
SUBJECT = Iri(DCTERMS + "subject")
DERIVED_FROM = Iri(PROV + "wasDerivedFrom")
BY_ROLE = {role: Iri(ATLAS + role) for role in ROLES}
MENTIONS = BY_ROLE["mentions"]

# of a record
DOCUMENT = Iri(ATLAS + "source")
LINE = Iri(ATLAS + "line")
REPAIR = Iri(ATLAS + "repair")

# of a concept
PREF_LABEL = Iri(SKOS + "prefLabel")
ALT_LABEL = Iri(SKOS + "altLabel")
DEFINITION = Iri(SKOS + "definition")
BROADER = Iri(SKOS + "broader")
IN_SCHEME = Iri(SKOS + "inScheme")
SOURCE = Iri(DCTERMS + "source")
HOMEPAGE = Iri(FOAF + "homepage")
EXACT_MATCH = Iri(SKOS + "exactMatch")

# of a mention
OF_PAPER = Iri(ATLAS + "paper")
OF_CONCEPT = Iri(ATLAS + "concept")
ROLE = Iri(ATLAS + "role")
EXACT = Iri(OA + "exact")
START = Iri(OA + "start")
END = Iri(OA + "end")
FIELD = Iri(ATLAS + "field")
SENTENCE = Iri(ATLAS + "sentence")
CONFIDENCE = Iri(ATLAS + "confidence")
EXTRACTOR = Iri(ATLAS + "extractor")
REASON = Iri(ATLAS + "reason")
ROLE_REASON = Iri(ATLAS + "roleReason")
