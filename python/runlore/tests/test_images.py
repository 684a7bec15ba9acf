# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from runlore._errors import InvalidArgument
from runlore._images import image, picture_type

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


class Drawing:
    """What looks like a figure."""

    def savefig(self, target: Any, format: str) -> None:
        target.write(PNG + format.encode())


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: 1504832281.9)


@pytest.fixture
def pyplot() -> Any:
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    import matplotlib.pyplot

    matplotlib.pyplot.figure()
    matplotlib.pyplot.plot([0, 1], [0, 1])
    yield matplotlib.pyplot
    matplotlib.pyplot.close("all")


def size_of(body: bytes) -> tuple[int, int]:
    assert body.startswith(b"\x89PNG\r\n\x1a\n")
    return int.from_bytes(body[16:20], "big"), int.from_bytes(body[20:24], "big")


def test_pyplot_in_the_place_of_the_path_is_drawn(pyplot: Any) -> None:
    found = image("ROC", pyplot)
    assert found.path == "ROC_1504832281.png"
    assert size_of(found.body) == (640, 480)


def test_pyplot_a_figure_and_its_axes_are_drawn_alike(pyplot: Any) -> None:
    figure = pyplot.gcf()
    for plot in (pyplot, figure, figure.axes[0]):
        assert size_of(image("ROC", plot=plot).body) == (640, 480)
        assert size_of(image("ROC", plot).body) == (640, 480)


def test_a_pil_image_is_saved_as_png() -> None:
    pil = pytest.importorskip("PIL.Image")
    found = image("photo", plot=pil.new("RGB", (3, 2)))
    assert size_of(found.body) == (3, 2)
    assert size_of(image("photo", pil.new("RGB", (3, 2))).body) == (3, 2)


def test_a_files_bytes_are_taken_as_they_are_under_its_own_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plots").mkdir()
    (tmp_path / "plots" / "roc.png").write_bytes(PNG)
    assert image("ROC", "./plots/roc.png") == ("plots/roc.png", PNG)
    assert image("ROC", Path("plots") / "roc.png") == ("plots/roc.png", PNG)
    assert image("ROC", str(tmp_path / "plots" / "roc.png")) == ("roc.png", PNG)


def test_a_stream_is_read_and_named_after_the_metric() -> None:
    assert image("ROC", io.BytesIO(b"\xff\xd8\xff\xe0rest")) == ("ROC_1504832281.jpeg", b"\xff\xd8\xff\xe0rest")
    with pytest.raises(InvalidArgument, match="open it with 'rb'"):
        image("ROC", io.StringIO("text"))


def test_neither_and_both_are_refused() -> None:
    with pytest.raises(InvalidArgument, match="image 'ROC' must have a path or a plot but has neither"):
        image("ROC")
    with pytest.raises(InvalidArgument, match="has both"):
        image("ROC", "a.png", Drawing())
    with pytest.raises(InvalidArgument, match="has two plots"):
        image("ROC", Drawing(), Drawing())


def test_a_file_that_is_no_picture_or_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "roc.png").write_bytes(b"<svg/>")
    with pytest.raises(InvalidArgument, match="starts with b'<svg/>'"):
        image("ROC", tmp_path / "roc.png")
    with pytest.raises(InvalidArgument, match="No such file"):
        image("ROC", tmp_path / "absent.png")
    with pytest.raises(InvalidArgument, match="check the path"):
        image("ROC", tmp_path)


@pytest.mark.parametrize("plot", [5, object(), [1, 2]])
def test_what_cannot_draw_itself_is_refused(plot: object) -> None:
    with pytest.raises(InvalidArgument, match="save it to a file"):
        image("ROC", plot=plot)


def test_pictures_of_one_second_do_not_take_each_others_place() -> None:
    taken = {image("ROC", Drawing()).path}
    taken.add(image("ROC", Drawing(), taken=taken).path)
    taken.add(image("ROC", Drawing(), taken=taken).path)
    assert taken == {"ROC_1504832281.png", "ROC_1504832281_2.png", "ROC_1504832281_3.png"}


def test_a_name_that_is_no_path_is_made_one() -> None:
    assert image("../ROC\n正", Drawing()).path == "__/ROC_正_1504832281.png"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (PNG, "png"),
        (b"\xff\xd8\xff\xdb", "jpeg"),
        (b"GIF87a..", "gif"),
        (b"GIF89a..", "gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "webp"),
        (b"XXXX\x00\x00\x00\x00WEBPVP8 ", None),
        (b"II*\x00", "tiff"),
        (b"MM\x00*", "tiff"),
        (b"BM\x00\x00", "bmp"),
        (b"", None),
        (b"\x80\x04pickle", None),
        (b"<svg xmlns=", None),
    ],
)
def test_the_first_bytes_say_which_picture_it_is(body: bytes, kind: str | None) -> None:
    assert picture_type(body) == kind
