"""What was set is kept by what it was made from; damage heals, several may share."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from briefings.cache import Cache, key_of, machinery


def test_what_was_put_is_got_again_and_nothing_else(tmp_path: Path):
    Cache(tmp_path).put("ab1", b"pages")
    assert Cache(tmp_path).get("ab1") == b"pages"
    assert Cache(tmp_path).get("ab2") is None


def test_no_two_lists_of_parts_have_one_key():
    keys = [key_of(), key_of(""), key_of("", ""), key_of("ab", "c"), key_of("a", "bc"), key_of("abc"), key_of("c", "ab")]
    assert len(set(keys)) == len(keys)
    assert key_of("a", b"b") == key_of("a", "b")


@pytest.mark.parametrize("damage", [b"", b"x", b"\0" * 40])
def test_a_damaged_entry_counts_as_missing_and_is_made_again(tmp_path: Path, damage: bytes):
    cache = Cache(tmp_path)
    cache.put("ab1", b"pages")
    (entry,) = tmp_path.glob("*/*")
    entry.write_bytes(damage)
    assert cache.get("ab1") is None
    assert not entry.exists()
    cache.put("ab1", b"pages")
    assert cache.get("ab1") == b"pages"


def test_one_bit_of_damage_is_seen(tmp_path: Path):
    cache = Cache(tmp_path)
    cache.put("ab1", b"pages")
    (entry,) = tmp_path.glob("*/*")
    stored = bytearray(entry.read_bytes())
    stored[-1] ^= 1
    entry.write_bytes(stored)
    assert cache.get("ab1") is None


def test_several_that_write_one_entry_leave_one_whole(tmp_path: Path):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: Cache(tmp_path).put("ab1", b"pages" * 10_000), range(64)))
    assert Cache(tmp_path).get("ab1") == b"pages" * 10_000
    assert len(list(tmp_path.glob("*/*"))) == 1


def test_a_folder_that_cannot_be_written_is_no_failure(tmp_path: Path):
    blocked = tmp_path / "file"
    blocked.write_text("here already")
    Cache(blocked).put("ab1", b"pages")
    assert Cache(blocked).get("ab1") is None


def test_without_a_folder_nothing_is_kept():
    cache = Cache(None)
    cache.put("ab1", b"pages")
    cache.make_room()
    assert cache.get("ab1") is None


def test_what_was_unused_longest_makes_room_first(tmp_path: Path):
    cache = Cache(tmp_path)
    for age, key in enumerate(("ab1", "cd2", "ef3")):
        cache.put(key, b"x" * 1000)
        os.utime(tmp_path / key[:2] / key, (time.time() - 100 * (3 - age),) * 2)
    assert cache.get("ab1")  # the oldest, but used just now
    cache.make_room(2200)
    assert [key for key in ("ab1", "cd2", "ef3") if cache.get(key)] == ["ab1", "ef3"]


def test_what_a_killed_build_left_half_written_goes(tmp_path: Path):
    half = tmp_path / "ab" / "ab1.4711"
    half.parent.mkdir()
    half.write_bytes(b"half")
    Cache(tmp_path).make_room()
    assert half.exists()  # it may belong to a build that runs now
    os.utime(half, (time.time() - 7200,) * 2)
    Cache(tmp_path).make_room()
    assert not half.exists()


def test_the_machinery_has_one_name_in_a_process():
    assert machinery() == machinery()
    assert len(machinery()) == 64
