"""XML: Atom of arXiv, the ACL Anthology, PubMed; and what hostile XML is refused for."""

from __future__ import annotations

from datetime import date

import pytest

from paperatlas.readers import read

ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title>ArXiv Query: id_list=1706.03762</title>
  <entry>
    <id>http://arxiv.org/abs/1706.03762v7</id>
    <published>2017-06-12T17:57:34Z</published>
    <title>Attention Is All
  You Need</title>
    <summary>  The dominant sequence transduction models are
large-
scale networks.
</summary>
    <author><name>Ashish Vaswani</name>
      <arxiv:affiliation xmlns:arxiv="http://arxiv.org/schemas/atom">Google Brain</arxiv:affiliation>
    </author>
    <author><name>Noam Shazeer</name></author>
    <arxiv:comment xmlns:arxiv="http://arxiv.org/schemas/atom">15 pages</arxiv:comment>
    <link href="http://arxiv.org/abs/1706.03762v7" rel="alternate" type="text/html"/>
    <category term="cs.CL" scheme="http://arxiv.org/schemas/atom"/>
    <category term="I.2.7" scheme="http://arxiv.org/schemas/atom"/>
  </entry>
</feed>
"""
ANTHOLOGY = """<?xml version='1.0' encoding='UTF-8'?>
<collection id="N19">
  <volume id="1">
    <meta><booktitle>Proceedings</booktitle><month>June</month><year>2019</year></meta>
    <frontmatter><url>N19-1000</url></frontmatter>
    <paper id="423">
      <title><fixed-case>BERT</fixed-case>: Pre-training of Deep Bidirectional Transformers</title>
      <author><first>Jacob</first><last>Devlin</last><affiliation>Google</affiliation></author>
      <author><first>Ming-Wei</first><last>Chang</last></author>
      <abstract>We introduce <b>BERT</b>.</abstract>
      <url>N19-1423</url>
      <doi>10.18653/v1/N19-1423</doi>
    </paper>
  </volume>
</collection>
"""
PUBMED = """<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle" "https://dtd.nlm.nih.gov/x.dtd">
<PubmedArticleSet>
<PubmedArticle><MedlineCitation><PMID Version="1">26017442</PMID><Article>
  <Journal><JournalIssue><PubDate><Year>2015</Year><Month>May</Month><Day>28</Day></PubDate></JournalIssue></Journal>
  <ArticleTitle>[Deep <i>learning</i>.]</ArticleTitle>
  <Abstract><AbstractText Label="AIMS">To learn.</AbstractText>
  <AbstractText Label="RESULTS">It works in H<sub>2</sub>O.</AbstractText></Abstract>
  <AuthorList><Author><LastName>LeCun</LastName><ForeName>Yann</ForeName>
    <AffiliationInfo><Affiliation>Facebook AI Research, New York, USA.</Affiliation></AffiliationInfo></Author>
    <Author><CollectiveName>The Group</CollectiveName></Author></AuthorList>
  <Language>fre</Language></Article></MedlineCitation>
  <PubmedData><ArticleIdList><ArticleId IdType="doi">10.1038/nature14539</ArticleId></ArticleIdList></PubmedData>
</PubmedArticle>
</PubmedArticleSet>
"""


def test_arxivs_answer_is_read() -> None:
    [record] = read(ATOM, "a.atom").records
    assert (record.line, record.title) == (4, "Attention Is All You Need")
    assert record.abstract == (
        "The dominant sequence transduction models are large-scale networks."
    )
    assert (record.authors, record.affiliations) == (
        ("Ashish Vaswani", "Noam Shazeer"),
        ("Google Brain",),
    )
    assert (record.arxiv_id, record.issued) == ("1706.03762", date(2017, 6, 12))
    assert (record.subjects, record.comment) == (("natural language processing",), "15 pages")


def test_the_anthology_is_read_with_the_date_of_the_volume() -> None:
    reading = read(ANTHOLOGY, "N19.xml")
    [record] = reading.records
    assert (record.line, record.title) == (
        6,
        "BERT: Pre-training of Deep Bidirectional Transformers",
    )
    assert (record.abstract, record.issued) == ("We introduce BERT.", date(2019, 6, 1))
    assert (record.authors, record.affiliations) == (
        ("Jacob Devlin", "Ming-Wei Chang"),
        ("Google",),
    )
    assert record.urls == ("https://aclanthology.org/N19-1423/",)
    assert record.doi == "10.18653/v1/n19-1423"
    assert reading.refusals == ()


def test_pubmed_is_read_with_the_parts_of_its_abstract() -> None:
    [record] = read(PUBMED, "pubmed.xml").records
    assert (record.line, record.title) == (4, "Deep learning")
    assert record.abstract == "AIMS: To learn. RESULTS: It works in H2O."
    assert record.authors == ("Yann LeCun", "The Group")
    assert record.affiliations == ("Facebook AI Research, New York, USA.",)
    assert (record.doi, record.issued) == ("10.1038/nature14539", date(2015, 5, 28))
    assert (record.urls, record.language) == (("https://pubmed.ncbi.nlm.nih.gov/26017442/",), None)


def test_an_encoding_that_the_xml_declares_is_kept_to() -> None:
    text = ATOM.replace('encoding="UTF-8"', 'encoding="ISO-8859-1"').replace("Noam", "Noël")
    [record] = read(text.encode("latin-1"), "a.atom").records
    assert record.authors[1] == "Noël Shazeer"


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE feed [<!ENTITY a0 "ha">{LAUGHS}]>',
        '<!DOCTYPE feed [<!ENTITY a11 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE feed [<!ENTITY % a SYSTEM "http://example.org/x.dtd"> %a;]>',
    ],
    ids=["billion laughs", "a file", "another document"],
)
def test_entities_are_refused_and_nothing_is_resolved(doctype: str) -> None:
    text = f'<?xml version="1.0"?>\n{doctype}\n<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>&a11;</title></entry></feed>'
    reading = read(text, "a.xml")
    assert reading.records == ()
    [refusal] = reading.refusals
    assert (refusal.source, refusal.line) == ("a.xml", 2)
    assert (
        refusal.why == "the document declares entities or refers to others, and is read no further"
    )


def test_where_xml_breaks_is_told_and_what_stands_before_is_kept() -> None:
    entry = "<entry><title>One {}</title></entry>\n"
    text = (
        '<feed xmlns="http://www.w3.org/2005/Atom">\n'
        + entry.format("two")
        + "<entry><oops</entry>"
    )
    reading = read(text, "a.xml")
    assert [(r.line, r.title) for r in reading.records] == [(2, "One two")]
    [refusal] = reading.refusals
    assert (refusal.line, refusal.cure) == (3, "mend it there; what follows was not read")


def test_an_entry_without_end_is_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paperatlas.readers.xml_text.LONGEST_ENTRY", 100_000)
    text = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>' + "long " * 200_000
    [refusal] = read(text, "a.xml").refusals
    assert refusal.why == "the entry is longer than 100,000 bytes"
