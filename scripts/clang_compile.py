#!/usr/bin/env python3
"""Runs clang++ -fsyntax-only over every unit of compile_commands.json: the second compiler's check."""

import json
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

GCC_ONLY = {"-Wno-tsan"}


def command(entry):
    words = shlex.split(entry["command"])
    while not words[0].endswith(("g++", "c++", "clang++")):
        words.pop(0)  # a compiler launcher
    kept = []
    rest = iter(words[1:])
    for word in rest:
        if word == "-o":
            next(rest)
        elif word != "-c" and word not in GCC_ONLY:
            kept.append(word)
    return ["clang++", "-fsyntax-only", "-Werror", *kept]


def run(entry):
    done = subprocess.run(command(entry), cwd=entry["directory"], capture_output=True, text=True)
    return entry["file"], done.returncode, done.stderr


entries = json.load(open("build/release/compile_commands.json", encoding="utf-8"))
failed = 0
with ThreadPoolExecutor(int(sys.argv[1])) as pool:
    for file, status, errors in pool.map(run, entries):
        if status != 0:
            failed = 1
            print(f"{file}\n{errors}", file=sys.stderr)
sys.exit(failed)
