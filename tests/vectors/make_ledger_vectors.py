#!/usr/bin/env python3
"""Writes ledger-tlog-v1.json from RFC 6962 and the C2SP texts alone: tlog-tiles, signed-note,
tlog-checkpoint, tlog-cosignature, tlog-proof, tlog-witness.

A second implementation: it shares no code with the program. Needs python3-cryptography (Ed25519
only). The keys are published; never use them.
"""
import base64
import hashlib
import json
import pathlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

HERE = pathlib.Path(__file__).parent
ORIGIN = "example.ocop.vn/log"
TIME = 1_795_316_645


def sha(data):
    return hashlib.sha256(data).digest()


def b64(data):
    return base64.b64encode(data).decode()


def split(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def mth(d):
    if not d:
        return sha(b"")
    if len(d) == 1:
        return sha(b"\0" + d[0])
    k = split(len(d))
    return sha(b"\1" + mth(d[:k]) + mth(d[k:]))


def path(m, d):
    if len(d) == 1:
        return []
    k = split(len(d))
    if m < k:
        return path(m, d[:k]) + [mth(d[k:])]
    return path(m - k, d[k:]) + [mth(d[:k])]


def subproof(m, d, whole):
    if m == len(d):
        return [] if whole else [mth(d)]
    k = split(len(d))
    if m <= k:
        return subproof(m, d[:k], whole) + [mth(d[k:])]
    return subproof(m - k, d[k:], False) + [mth(d[:k])]


def n_text(n):
    groups = [f"{n % 1000:03d}"]
    while n >= 1000:
        n //= 1000
        groups.insert(0, f"x{n % 1000:03d}")
    return "/".join(groups)


def resources(d):
    """Every tile and bundle of the log: path to bytes."""
    out = {}
    level, span = 0, 1
    while len(d) // span:
        count = len(d) // span
        for n in range((count + 255) // 256):
            width = min(256, count - 256 * n)
            suffix = "" if width == 256 else f".p/{width}"
            hashes = range(256 * n, 256 * n + width)
            out[f"tile/{level}/{n_text(n)}{suffix}"] = b"".join(
                mth(d[i * span:(i + 1) * span]) for i in hashes)
            if level == 0:
                out[f"tile/entries/{n_text(n)}{suffix}"] = b"".join(
                    len(d[i]).to_bytes(2, "big") + d[i] for i in hashes)
        level, span = level + 1, span * 256
    return out


class Key:
    def __init__(self, name, kind, seed):
        self.name, self.kind, self.seed = name, kind, bytes([seed]) * 32
        self.private = Ed25519PrivateKey.from_private_bytes(self.seed)
        public = self.private.public_key().public_bytes_raw()
        self.id = sha(name.encode() + b"\n" + bytes([kind]) + public)[:4]
        self.vkey = f"{name}+{self.id.hex()}+{b64(bytes([kind]) + public)}"

    def line(self, text):
        if self.kind == 1:
            signature = self.private.sign(text.encode())
        else:
            message = f"cosignature/v1\ntime {TIME}\n{text}"
            signature = TIME.to_bytes(8, "big") + self.private.sign(message.encode())
        return f"\u2014 {self.name} {b64(self.id + signature)}\n"

    def show(self):
        return {"name": self.name, "seed": self.seed.hex(), "vkey": self.vkey}


def checkpoint(d):
    return f"{ORIGIN}\n{len(d)}\n{b64(mth(d))}\n"


def main():
    log = Key(ORIGIN, 1, 1)
    witnesses = [Key("witness.example/w1", 4, 2), Key("witness.example/w2", 4, 3)]
    entries = [f"entry {i}".encode() for i in range(300)]
    five = entries[:5]
    text = checkpoint(five)
    signed = text + "\n" + log.line(text)
    cosigned = signed + "".join(w.line(text) for w in witnesses)
    proof = "".join(b64(h) + "\n" for h in path(2, five))
    growth = "".join(b64(h) + "\n" for h in subproof(3, five, True))
    vectors = {
        "comment": "Entry i is ASCII 'entry <i>'. Made by make_ledger_vectors.py.",
        "log": log.show(),
        "witnesses": [w.show() for w in witnesses],
        "time_s": TIME,
        "roots": {str(n): mth(entries[:n]).hex() for n in (0, 1, 2, 3, 5, 255, 256, 257, 300)},
        "paths": {str(n): n_text(n) for n in (0, 7, 999, 1000, 1234067, 999999, 10**9, 2**55 - 1)},
        "resources": {p: sha(b).hex() for p, b in resources(entries).items()},
        "bundle": resources(five)["tile/entries/000.p/5"].hex(),
        "tile": resources(five)["tile/0/000.p/5"].hex(),
        "checkpoint": signed,
        "cosigned": cosigned,
        "log_proof": f"c2sp.org/tlog-proof@v1\nindex 2\n{proof}\n{cosigned}",
        "log_proof_extra": f"c2sp.org/tlog-proof@v1\nextra {b64(b'OCOP')}\nindex 2\n{proof}\n{cosigned}",
        "add_checkpoint": f"old 3\n{growth}\n{signed}",
        "answer": witnesses[0].line(text),
    }
    (HERE / "ledger-tlog-v1.json").write_text(
        json.dumps(vectors, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


main()
