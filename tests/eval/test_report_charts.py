import re
from xml.etree import ElementTree

import matplotlib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.cases import Timing
from eval.metrics.calibration import ConfidenceBin
from eval.metrics.latency import latency
from eval.metrics.retrieval import RecallAt
from eval.report.charts import latency_chart, recall_chart, reliability_chart

RECALL = (RecallAt(1, 0.5), RecallAt(3, 0.751), RecallAt(10, 1.0))
BINS = (ConfidenceBin(0.0, 0.1, 2, 0.05, 0.0), ConfidenceBin(0.9, 1.0, 1234, 0.95, 0.9))
TIMES = [3.0, 4.0, 4.5, 9.0, 250.0]
SVG = "{http://www.w3.org/2000/svg}"


def drawn():
    times = latency([Timing("a", time) for time in TIMES])
    return {
        "recall": recall_chart(RECALL),
        "reliability": reliability_chart(BINS),
        "latency": latency_chart(TIMES, times),
    }


@pytest.fixture(scope="module")
def charts():
    return drawn()


def words_of(svg):
    return [node.text for node in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_a_chart_is_one_element_that_scales(charts):
    for svg in charts.values():
        root = ElementTree.fromstring(svg)
        assert root.tag == f"{SVG}svg"
        assert svg.startswith("<svg ")
        assert "viewBox" in root.attrib
        assert not {"width", "height"} & root.attrib.keys()
        assert "<style" not in svg  # in a page it would be the whole page's
        assert "metadata" not in svg


def test_a_chart_says_its_figures_to_who_cannot_see_it(charts):
    for name, told in {"recall": "75,1%", "reliability": "90,0% của 1234 câu", "latency": "4,5 ms"}.items():
        root = ElementTree.fromstring(charts[name])
        assert root.attrib["role"] == "img"
        title = root[0]
        assert title.tag == f"{SVG}title"
        assert title.attrib["id"] == root.attrib["aria-labelledby"]
        assert told in title.text


def test_words_stay_words_with_a_decimal_comma(charts):
    assert {"50,0%", "75,1%", "100,0%", "Số đoạn đầu được xét", "10"} <= set(words_of(charts["recall"]))
    assert {"2", "1234", "khớp hoàn toàn"} <= set(words_of(charts["reliability"]))
    assert {"p50", "p99", "Số câu"} <= set(words_of(charts["latency"]))


def test_the_same_figures_give_the_same_bytes_and_leave_the_settings_alone(charts):
    before = dict(matplotlib.rcParams)
    assert drawn() == charts
    assert dict(matplotlib.rcParams) == before


def test_no_two_charts_of_a_page_share_an_id_and_each_finds_its_own(charts):
    ids = [re.findall(r'\bid="([^"]*)"', svg) for svg in charts.values()]
    every = [one for found in ids for one in found]
    assert len(every) == len(set(every)) > 30
    for svg, found in zip(charts.values(), ids, strict=True):
        used = set(re.findall(r'href="#([^"]*)"', svg)) | set(re.findall(r"url\(#([^)]*)\)", svg))
        assert used
        assert used <= set(found)
        assert set(re.findall(r'href="([^"#]*)', svg)) == {""}


@settings(max_examples=15)
@given(st.lists(st.floats(0, 200_000), min_size=1, max_size=30))
def test_any_times_can_be_drawn(times):
    figures = latency([Timing("a", time) for time in times])
    assert ElementTree.fromstring(latency_chart(times, figures)).tag == f"{SVG}svg"
