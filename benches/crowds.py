#!/usr/bin/env python3
"""Writes a study folder whose claims all stand in one block, of one shape: what is hard to count.

usage: crowds.py SHAPE CLAIMS FOLDER        crowds.py --list

Seeded, so the same call writes the same bytes. Count each shape with `gainsay check --dry-run --all
--per-block all` (nothing of that is kept); hold a new build against an old one at 3,000 claims first.
"""
import csv
import os
import random
import sys
from datetime import date, timedelta

DRAW = random.Random(7)
COLUMNS = ("claim source topic stance stated_on population place when time_mode value unit modality basis "
           "via event actor trend").split()
TOPICS = [  # topic, statement, kind, measure, unit, population, exclusive, values, parent
    ["open", "The road is open", "state", "", "", "members", "", "", ""],
    ["who", "Who rules", "state", "", "", "members", "yes", "x;y;z;u;v", ""],
    ["men", "So many men", "quantity", "stock", "men", "members", "", "", ""],
    ["kg", "So much sold", "quantity", "flow", "kg", "members", "", "", ""],
    ["share", "This share", "quantity", "share", "percent", "members", "", "", "men"],
    ["rank", "This rank", "quantity", "rank", "", "members", "", "", ""],
    ["raid", "There was a raid", "event", "", "", "", "", "", ""],
]


def day(number):
    return (date(2014, 1, 1) + timedelta(days=number)).isoformat()


def some_day():
    return day(DRAW.randrange(3000))


def some_days():
    first = DRAW.randrange(3000)
    return f"{day(first)}/{day(first + DRAW.randrange(1, 400))}"


def figure(form="{}"):
    return form.format(DRAW.randrange(10, 10**6))


def any_of(*words):
    return DRAW.choice(words)


def road(**cells):
    return {"stance": any_of("affirms", "denies"), "when": some_days(), **cells}


def men(**cells):
    return {"topic": "men", "when": some_days(), "value": figure(), **cells}


def raid(**cells):
    return {"topic": "raid", "when": some_day(), "stance": any_of("affirms", "denies"), **cells}


SHAPES = {
    "yesno": lambda: road(when="2020-05"),
    "yesno-dates": road,
    "yesno-days": lambda: road(when=some_day()),
    "yesno-fuzzy": lambda: road(when=any_of("2020-05", "2020-05~", "2020", "2020?", "2020-04/2020-08~")),
    "yesno-modes": lambda: road(time_mode=any_of("throughout", "within")),
    "yesno-doubts": lambda: road(stance=any_of("affirms", "denies", "doubts"),
                                 basis=any_of("witnessed", "told", "official", "unknown")),
    "hearsay": lambda: road(basis="told"),
    "hearsay-via": lambda: road(basis="told", via=any_of("", "s000001", f"the radio {DRAW.randrange(5)}")),
    "forecast": lambda: road(modality=any_of("actual", "forecast", "promise", "plan", "possible"),
                             stated_on=some_day()),
    "values": lambda: {"topic": "who", "when": some_days(), "value": any_of(*"xyzuv")},
    "values-mixed": lambda: road(topic="who", value=any_of(*"xyzuv"), basis=any_of("witnessed", "told")),
    "figures": men,
    "figures-hedged": lambda: men(value=figure(any_of("{}", "about {}", "more than {}", "up to {}", "nearly {}"))),
    "figures-told": lambda: men(basis=any_of("told", "witnessed")),
    "figures-plan": lambda: men(modality=any_of("plan", "actual", "forecast")),
    "figures-stances": lambda: men(stance=any_of("affirms", "affirms", "denies", "doubts"),
                                   value=any_of("", figure())),
    "figures-events": lambda: men(event=f"e{DRAW.randrange(3)}"),
    "figures-within": lambda: men(time_mode=any_of("throughout", "within")),
    "figures-units": lambda: men(unit=any_of("", "men", "families")),
    "trends": lambda: men(value="", trend=any_of("rising", "falling", "stable")),
    "flows": lambda: men(topic="kg", when=any_of(f"20{DRAW.randrange(14, 24)}",
                                                 f"20{DRAW.randrange(14, 24)}-{DRAW.randrange(1, 13):02d}")),
    "flows-ranges": lambda: men(topic="kg"),
    "shares": lambda: men(topic="share", value=f"{DRAW.randrange(1, 100)} %"),
    "ranks": lambda: men(topic="rank", value=str(DRAW.randrange(1, 50))),
    "raids": raid,
    "raids-named": lambda: raid(event=f"e{DRAW.randrange(3)}"),
    "raids-some": lambda: raid(when=some_days(), event=any_of("", "e0", "e1?")),
    "raids-actors": lambda: raid(event=any_of("e0", "e1"), stance="affirms", actor=any_of("x", "y", "", "z")),
    "nested": lambda: road(place=any_of("p1", "land")),
    "unsure": lambda: road(place=any_of("p1", "p1?", "")),
}


def write(folder, name, header, rows):
    with open(f"{folder}/{name}.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def main(shape, claims, folder):
    os.makedirs(folder, exist_ok=True)
    sources = max(2, claims // 20)
    with open(f"{folder}/study.toml", "w", encoding="utf-8") as file:
        file.write(f'[study]\nname = "crowd {shape}"\nfieldwork = "2013/2024"\n')
        for key, other in (("a", "b"), ("b", "a")):
            file.write(f'\n[[side]]\nkey = "{key}"\nname = "{key}"\nopposes = ["{other}"]\n')
        for key in "ab":
            file.write(f'\n[[group]]\nkey = "g{key}"\nside = "{key}"\n')
    write(folder, "sources", ["source", "group", "kind"],
          [[f"s{at:06d}", "g" + "ab"[at % 2], "interviewee"] for at in range(sources)])
    write(folder, "places", ["place", "parent", "level", "names"],
          [["land", "", "country", "Land"], ["p1", "land", "province", "P1"]])
    write(folder, "populations", ["population", "definition"], [["members", "All"]])
    write(folder, "topics", "topic statement kind measure unit population exclusive values parent".split(), TOPICS)
    write(folder, "events", ["event", "name"], [[f"e{at}", f"Event {at}"] for at in range(3)])
    common = {"topic": "open", "stance": "affirms", "stated_on": "2020-06-01", "place": "p1", "basis": "witnessed"}

    def row(at):
        source = f"s{DRAW.randrange(sources):06d}"
        cells = {"claim": f"c{at:07d}", "source": source, **common, **SHAPES[shape]()}
        return [cells.get(column, "") for column in COLUMNS]

    write(folder, "claims", COLUMNS, map(row, range(claims)))


if __name__ == "__main__":
    if sys.argv[1:] == ["--list"]:
        print("\n".join(SHAPES))
    elif len(sys.argv) == 4 and sys.argv[1] in SHAPES:
        main(sys.argv[1], int(float(sys.argv[2])), sys.argv[3])
    else:
        sys.exit(__doc__)
