"""The shipped sources and scenarios keep what the project promises about them."""

from collections import Counter
from pathlib import Path

import pytest

from briefings.scenarios import Scenario, brief_words, read_scenario
from briefings.sources import Library, read_library, read_text
from briefings.wording import Proof, fingerprint, prove

ROOT = Path(__file__).parents[1]
TEXTS = ROOT.parent / "shared" / "seeds"
SHIPPED = sorted(path.stem for path in (ROOT / "scenarios").glob("*.yaml"))


@pytest.fixture(scope="module")
def library() -> Library:
    library, findings = read_library(ROOT / "seeds")
    assert findings == ()
    return library


def shipped(id: str) -> Scenario:
    scenario = read_scenario(ROOT / "scenarios" / f"{id}.yaml")[0]
    assert scenario
    return scenario


def test_every_excerpt_is_proven_and_there_are_thirty_or_more(library: Library):
    assert [q.ref for q in library.quotations.values() if not q.proof] == []
    assert len(library.quotations) >= 30


def test_no_excerpt_id_is_used_twice(library: Library):
    ids = Counter(excerpt.id for source in library.sources.values() for excerpt in source.excerpts)
    assert [id for id, uses in ids.items() if uses > 1] == []


def test_no_source_is_quoted_beyond_a_quarter(library: Library):
    assert {line.source for line in library.ledger} == set(library.sources)
    assert [(line.source, line.share) for line in library.ledger if line.limit > 25 or line.share > 0.25] == []


def test_each_role_of_the_lachin_road_has_four_to_six_excerpts():
    roles = shipped("lachin-2022").roles
    assert len(roles) == 5
    assert {role.id: len({e.excerpt for e in role.brief.record}) for role in roles if not 4 <= len({e.excerpt for e in role.brief.record}) <= 6} == {}


@pytest.mark.parametrize("id", SHIPPED)
def test_shipped_briefs_are_short_and_of_equal_weight(library: Library, id: str):
    counts = {role.id: brief_words(role, library) for role in shipped(id).roles}
    assert max(counts.values()) <= 900
    assert min(counts.values()) >= 0.85 * max(counts.values()), counts


@pytest.mark.parametrize("id", SHIPPED)
def test_shipped_scenarios_set_proven_excerpts_against_each_other(library: Library, id: str):
    pairs = [pair for pair in shipped(id).contradictions if len(set(pair.excerpts)) > 1]
    assert len(pairs) >= 1
    assert [ref for pair in pairs for ref in pair.excerpts if ref not in library.quotations] == []


def test_against_the_full_texts_every_word_and_comma_of_the_excerpts_is_proven(library: Library):
    if not TEXTS.is_dir():
        pytest.skip("the full texts are not beside this checkout; wording alone is proven, by fingerprint")
    texts = [read_text(path) for path in sorted(TEXTS.glob("*.txt"))]
    text_of = {id: text for id, prints in library.fingerprints.items() for text in texts if fingerprint(text) == prints}
    assert set(text_of) == set(library.sources)
    for id, text in text_of.items():
        assert (ROOT / "seeds" / f"{id}.fingerprint").read_text("utf-8") == fingerprint(text).dumps()
    proofs = {
        q.ref: prove(q.excerpt.words, library.fingerprints[q.source.id], q.source.in_file(q.excerpt.paragraph), text_of[q.source.id])
        for q in library.quotations.values()
    }
    assert {ref: proof for ref, proof in proofs.items() if not (isinstance(proof, Proof) and proof.punctuation)} == {}
