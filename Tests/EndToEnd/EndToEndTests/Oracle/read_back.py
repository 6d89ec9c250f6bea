"""Reads the output of the formats with Python's own readers and prints the differences."""

import csv
import glob
import json
import os
import sys

NULL = "\x01null"
folder = sys.argv[1]


def text(value):
    if value is None:
        return NULL
    if value is True:
        return "t"
    if value is False:
        return "f"
    return value


def rows(objects):
    return [[text(row["v"]), text(row["t"])] for row in objects]


def load(source):
    return json.loads(source, parse_int=str, parse_float=str, parse_constant=str)


csv.field_size_limit(1 << 24)
for path in sorted(glob.glob(os.path.join(folder, "*.csv"))):
    name = path[:-4]
    with open(path, newline="", encoding="utf-8") as file:
        read = [line for line in csv.reader(file)]
    head, lines = read[0], read[1:]
    assert head == ["v", "t"], head
    with open(name + ".json", encoding="utf-8") as file:
        array = rows(load(file.read()))
    with open(name + ".jsonl", encoding="utf-8", newline="\n") as file:
        objects = rows(load(line) for line in file.read().split("\n")[:-1])
    kind = os.path.basename(name)
    if array != lines:
        print(kind, "json", array, lines)
    if objects != array:
        print(kind, "jsonl", objects, array)
