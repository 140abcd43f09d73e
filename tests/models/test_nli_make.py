"""The recipe of the shipped NLI model: every stage can be run, in its order, and what stands is not made again."""

from argparse import Namespace

import pytest

pytest.importorskip("torch")
pytest.importorskip("onnx")

from models.nli.make import KEPT, RECIPE, commands, taught
from models.nli.stages import Asked, Averaged, Trained
from models.nli.told import read_told
from models.nli.train import arguments

TAUGHT = [stage.name for stage in RECIPE if isinstance(stage, Trained) and stage.told]


@pytest.fixture
def options(tmp_path):
    return Namespace(data=tmp_path / "data", work=tmp_path / "work", out=tmp_path / "out", compare=None)


def test_every_stage_needs_only_what_comes_before_it():
    made: set[str] = set()
    for stage in RECIPE:
        assert {*stage.needs} <= made
        if isinstance(stage, Trained):
            assert not (stage.start and stage.base)
        if isinstance(stage, Averaged):
            assert sum(stage.ends.values()) == pytest.approx(1.0)
        made.add(stage.name)


def test_with_what_the_teacher_told_at_hand_no_teacher_is_made(options):
    (asked,) = (stage for stage in RECIPE if isinstance(stage, Asked))
    given = dict(commands(taught(RECIPE, None), options))
    assert not {asked.name, asked.teacher, "pairs-for-teacher"} & {*given}
    assert [*given][-2:] == [RECIPE[-1].name, "export"]
    for learning in TAUGHT:
        assert given[learning][given[learning].index("--told") + 1] == str(KEPT)
    assert len(read_told([KEPT])) > 100_000


def test_a_new_teacher_starts_from_the_folder_that_is_named_and_is_asked(options):
    larger = str(options.work / "larger")
    given = dict(commands(taught(RECIPE, larger), options))
    (teacher,) = (stage.name for stage in RECIPE if isinstance(stage, Trained) and stage.base)
    (asked,) = (stage for stage in RECIPE if isinstance(stage, Asked))
    assert given[teacher][given[teacher].index("--init") + 1] == larger
    for learning in TAUGHT:
        assert given[learning][given[learning].index("--told") + 1] == str(asked.result(options.work))


def test_a_stage_reads_what_the_one_before_it_writes(options):
    by_name = {stage.name: stage for stage in RECIPE}
    for stage in RECIPE:
        given = " ".join(stage.command(options.data, options.work))
        for pairs in getattr(stage, "pairs", ()):
            assert str(by_name[pairs].result(options.work)) in given
        if isinstance(stage, Trained) and stage.told:
            assert str(by_name[stage.told].result(options.work)) in given


def test_training_knows_every_option_of_the_recipe(options):
    for stage in RECIPE:
        if isinstance(stage, Trained):
            module, *given = stage.command(options.data, options.work)
            assert module == "models.nli.train"
            assert arguments(given).work == options.work / stage.name


def test_what_stands_is_not_made_again(options):
    names = [name for name, _ in commands(RECIPE, options)]
    assert names == [*(stage.name for stage in RECIPE), "export"]
    RECIPE[0].result(options.work).mkdir(parents=True)
    assert [name for name, _ in commands(RECIPE, options)] == names[1:]


def test_the_end_is_measured_beside_other_weights_where_they_are_named(options):
    options.compare = options.work / "others"
    *_, (_, export) = commands(RECIPE, options)
    assert export[-2:] == ["--compare", str(options.compare)]
    assert str(RECIPE[-1].result(options.work)) in export
