#!/usr/bin/env python3
"""Include floors, ban list and limits of the sources. Prints each fault; exits 1 if there is one."""

import re
import subprocess
import sys

LINE_MAX = 100
FILE_MAX = {"src": 400, "include": 400, "tests": 600}

BANS = [
    (r"\bato[ilf]\s*\(", "parse with parse_decimal"),
    (r"\bstd::sto[a-z]+\s*\(", "parse with parse_decimal"),
    (r"\bstd::regex\b", "write a parser"),
    (r"\bsprintf\s*\(", "use snprintf or fmt"),
    (r"\bsystem_clock::now\b", "take a Clock"),
    (r"catch \(\.\.\.\) \{\s*\}", "an exception may not vanish"),
    (r"\bTODO\b(?!\(#\d+\))", "name the issue: TODO(#n)"),
    (r"\bawaitable<[^>]*>\s+\w+\([^)]*string_view", "coroutine parameters own"),
    (r"\busing namespace (?!std::chrono;|ocop|boost::unit_test)", "name what is used"),
    (r"\bstd::this_thread::sleep_", "wait for what should happen"),
    (r"\b(?:boost::)?asio::detached\b", "handle the exception"),
]
# Where a banned thing is defined, or proven.
BAN_EXEMPT = {
    "src/base/time.cpp": {r"\bsystem_clock::now\b"},
}
# What tests may do: they parse their own output, and name what they test.
TESTS_MAY = {r"\bato[ilf]\s*\(", r"\bstd::sto[a-z]+\s*\(", BANS[8][0]}
BEAST_UNITS_MAX = 4


def tracked():
    out = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "src", "include", "tests"],
        capture_output=True, text=True, check=True,
    ).stdout.split()
    return sorted(f for f in set(out) if f.endswith((".cpp", ".hpp")))


def read_floors():
    direct = {}
    for line in open("scripts/floors", encoding="utf-8"):
        match = re.match(r"([a-z0-9_]+):(.*)", line)
        if match:
            direct[match[1]] = match[2].split()
    reach = {}
    for floor, below in direct.items():  # the file is in link order: what is below is known
        reach[floor] = {floor}.union(*(reach[b] for b in below))
    return reach


def folder_of(path):
    match = re.match(r"(?:src|include/ocop)/([a-z0-9_]+)/", path)
    return match[1] if match else None


def check_includes(path, text, floors, faults):
    here = folder_of(path)
    if here is None:
        return
    if here not in floors:
        faults.append(f"{path}: folder {here} is not in scripts/floors")
        return
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r'\s*#include [<"](?:ocop/)?([a-z0-9_]+)/[^>"]+[>"]', line)
        if not match or match[1] not in floors:
            continue
        if match[1] not in floors[here]:
            faults.append(f"{path}:{number}: {here} may not include {match[1]}")
        if path.startswith("include/") and '"' in line:
            faults.append(f"{path}:{number}: a public header includes public headers only")


def check_text(path, text, faults):
    top = path.split("/")[0]
    lines = text.splitlines()
    if len(lines) > FILE_MAX[top]:
        faults.append(f"{path}: {len(lines)} lines, at most {FILE_MAX[top]}")
    for number, line in enumerate(lines, 1):
        if len(line) > LINE_MAX:
            faults.append(f"{path}:{number}: {len(line)} columns, at most {LINE_MAX}")
        for pattern, instead in BANS:
            exempt = TESTS_MAY if top == "tests" else BAN_EXEMPT.get(path, ())
            if pattern not in exempt and re.search(pattern, line):
                faults.append(f"{path}:{number}: {pattern}: {instead}")
    if path.endswith(".hpp") and "#pragma once" not in text:
        faults.append(f"{path}: no #pragma once")


def main():
    floors = read_floors()
    faults = []
    beast_units = []
    for path in tracked():
        text = open(path, encoding="utf-8").read()
        check_includes(path, text, floors, faults)
        check_text(path, text, faults)
        if path.startswith("src/") and path.endswith(".cpp") and "<boost/beast" in text:
            beast_units.append(path)
    if len(beast_units) > BEAST_UNITS_MAX:
        faults.append(f"Beast in {len(beast_units)} translation units: {' '.join(beast_units)}")
    print("\n".join(faults), end="\n" if faults else "")
    return 1 if faults else 0


sys.exit(main())
