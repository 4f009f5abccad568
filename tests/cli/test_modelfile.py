"""Which model file a command line means."""

from pathlib import Path

import pytest

from ddbhelpers.cli import modelfile
from ddbhelpers.cli.modelfile import find_model_file, peek_model_file, read_patterns
from ddbhelpers.errors import ModelFileError
from ddbhelpers.model import load_model
from ddbhelpers.model.pattern import READS

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DDB_MODEL", raising=False)
    return tmp_path


def test_the_given_file_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DDB_MODEL", "other.yaml")
    assert find_model_file(Path("given.yaml")) == Path("given.yaml")


def test_then_the_variable(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "models").mkdir()
    (folder / "models" / "one.yaml").touch()
    monkeypatch.setenv("DDB_MODEL", "other.yaml")
    assert find_model_file() == Path("other.yaml")


@pytest.mark.parametrize("name", ["one.yaml", "one.yml"])
def test_then_the_only_one_in_models(folder: Path, name: str) -> None:
    (folder / "models").mkdir()
    (folder / "models" / name).touch()
    (folder / "models" / "notes.txt").touch()
    assert find_model_file() == Path("models") / name


ITEMS = ["# x\nshared:\n- a\n", "Note:\n  - name: x\n", "- name: x\n", "scenes: []\n"]


@pytest.mark.parametrize("text", ITEMS)
@pytest.mark.parametrize("model", ["name: one\n", "# one\nentities: {}\n", "{name: x}"])
def test_items_beside_it_are_no_model(folder: Path, text: str, model: str) -> None:
    (folder / "models").mkdir()
    (folder / "models" / "one.yaml").write_text(model, "utf-8")
    (folder / "models" / "items.yaml").write_text(text, "utf-8")
    assert find_model_file() == Path("models/one.yaml")


def test_what_a_walk_leaves_is_taken_only_by_name_or_alone(folder: Path) -> None:
    (folder / "models").mkdir()
    mine = Path("models", "my_design.yaml")
    mine.write_text("name: mine\n", "utf-8")
    assert find_model_file() == mine
    (folder / "models" / "shop.yaml").write_text("name: shop\n", "utf-8")
    assert find_model_file() == Path("models", "shop.yaml")
    assert find_model_file(mine) == mine


def test_two_in_models_are_named(folder: Path) -> None:
    (folder / "models").mkdir()
    for name in ("b.yaml", "a.yaml"):
        (folder / "models" / name).touch()
    with pytest.raises(ModelFileError) as refused:
        find_model_file()
    assert str(refused.value) == (
        "no model was named, and ./models holds 2 model files; "
        f"allowed: {Path('models/a.yaml')}, {Path('models/b.yaml')}; "
        "name one: --model FILE, or DDB_MODEL=FILE"
    )


def test_no_folder_is_told() -> None:
    with pytest.raises(ModelFileError, match=r"no folder \./models here; name one"):
        find_model_file()


def test_an_empty_folder_is_told(folder: Path) -> None:
    (folder / "models").mkdir()
    with pytest.raises(ModelFileError, match="holds 0 model files"):
        find_model_file()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("--model a.yaml scan", "a.yaml"),
        ("scan --model a.yaml", "a.yaml"),
        ("scan --model=a.yaml --json", "a.yaml"),
        ("--model a.yaml scan --model b.yaml", "b.yaml"),
        ("scan -- --model a.yaml", None),
        ("scan --model", None),
        ("scan", None),
    ],
)
def test_the_model_is_found_wherever_it_stands(line: str, expected: str | None) -> None:
    assert peek_model_file(line.split()) == (expected and Path(expected))


@pytest.mark.parametrize("text", ITEMS)
def test_items_are_told_from_a_model(folder: Path, text: str) -> None:
    (folder / "items.yaml").write_text(text, "utf-8")
    with pytest.raises(ModelFileError, match=r"holds items, type: ddb seed items.yaml"):
        find_model_file(Path("items.yaml"))


MODELS = [*ROOT.glob("models/direct*.yaml"), *ROOT.glob("tests/models/*.yaml")]


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_read_patterns_are_those_of_the_model(path: Path) -> None:
    model = load_model(path)
    reads = {p.name: p.question for p in model.access_patterns if p.is_read}
    assert reads
    assert read_patterns(path) == (model.name, reads)


def test_reads_are_the_models_reads() -> None:
    assert modelfile.READS == READS


def test_a_model_without_patterns_has_none(folder: Path) -> None:
    path = folder / "new.yaml"
    path.write_text("name: new\n", "utf-8")
    assert read_patterns(path) == ("new", {})


@pytest.mark.parametrize("text", ["", "- a", "name: [", "tables: {}\n"])
def test_a_file_that_names_none_says_why(folder: Path, text: str) -> None:
    path = folder / "new.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ModelFileError, match=r"new\.yaml, line "):
        read_patterns(path)
