"""A process that indexes without end, to be killed: `python writer.py HOME FOLDER FIRST_ROUND PROCESSES`."""

import sys
from pathlib import Path

from corpus.index import Index, Outcome

FILES = 3
SENTENCES = 30


def text(number: int, round_: int) -> str:
    """A report whose every sentence names its file and its round."""
    lines = [
        f"Ở xã {number} trong đợt {round_} đã trồng {row + 2} ha quế và {round_ + row} ha hồi."
        for row in range(SENTENCES)
    ]
    return "**I- RỪNG**\n\n" + "\n\n".join(lines) + "\n"


def main() -> None:
    """Write every file anew in each round, and say what was done as soon as it is."""
    home, folder, first = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    processes = int(sys.argv[4])
    index = Index.open(home)
    print("ready", flush=True)  # noqa: T201 - read by the test
    for round_ in range(first, first + 1000):
        files = [folder / f"xa_{number}.txt" for number in range(FILES)]
        for number, file in enumerate(files):
            file.write_text(text(number, round_), encoding="utf-8")

        def say(outcome: Outcome, *, now: int = round_) -> None:
            print(f"done {outcome.path.stem[-1]} {now}", flush=True)  # noqa: T201 - read by the test

        index.add_many(files, say, processes=processes)


if __name__ == "__main__":
    main()
