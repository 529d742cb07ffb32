#!/usr/bin/env python3
"""Writes stamp-1.json and serial-permutation.json from FORMAT.md alone.

A second implementation: it shares no code with the program, so the vectors say that both read the
format alike. Needs python3-cryptography (AES only). The keys are published; never use them.
"""
import hashlib
import hmac
import json
import pathlib

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

HERE = pathlib.Path(__file__).parent
P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
G = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
     0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def add(a, b):
    if a is None or b is None:
        return b if a is None else a
    if a[0] == b[0] and (a[1] + b[1]) % P == 0:
        return None
    if a == b:
        m = (3 * a[0] * a[0] - 3) * pow(2 * a[1], -1, P)
    else:
        m = (b[1] - a[1]) * pow(b[0] - a[0], -1, P)
    x = (m * m - a[0] - b[0]) % P
    return x, (m * (a[0] - x) - a[1]) % P


def multiply(k, point):
    out = None
    while k:
        if k & 1:
            out = add(out, point)
        point, k = add(point, point), k >> 1
    return out


def nonce(secret, digest):
    """RFC 6979 with SHA-256, so that the vectors come out the same each time."""
    mac = lambda key, data: hmac.new(key, data, hashlib.sha256).digest()
    seed = secret.to_bytes(32, "big") + (int.from_bytes(digest, "big") % N).to_bytes(32, "big")
    v, k = b"\1" * 32, b"\0" * 32
    for tag in b"\0", b"\1":
        k = mac(k, v + tag + seed)
        v = mac(k, v)
    return int.from_bytes(mac(k, v), "big")  # below N but for one case in 2^32


def sign(secret, message):
    digest = hashlib.sha256(message).digest()
    k = nonce(secret, digest)
    assert 0 < k < N
    r = multiply(k, G)[0] % N
    s = pow(k, -1, N) * (int.from_bytes(digest, "big") + r * secret) % N
    return (r, min(s, N - s))


def permute(key, epoch, counter, half=23):
    aes = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    mask = (1 << half) - 1
    left, right = counter >> half, counter & mask
    for i in range(10):
        block = b"OCOPSER1" + bytes([epoch, i, 0, 0]) + right.to_bytes(4, "big")
        f = int.from_bytes(aes.update(block), "big") >> (128 - half)
        left, right = right, left ^ f
    return left << half | right


def crockford(value, digits):
    return "".join(CROCKFORD[value >> 5 * i & 31] for i in reversed(range(digits)))


def typed(serial):
    text = crockford(serial, 10) + crockford(serial % 1021, 2)
    return f"{text[:4]}-{text[4:8]}-{text[8:]}"


def stamp():
    secret = int.from_bytes(hashlib.sha256(b"OCOP Trace published test key 1").digest(), "big") % N
    serial_key = hashlib.sha256(b"OCOP Trace published serial key, epoch 1").digest()[:16]
    host, kid, gtin, lot, epoch, counter = "id.ocop.vn", "0001", "09520000100018", "L2611A", 1, 42
    serial = epoch << 46 | permute(serial_key, epoch, counter)
    text = crockford(serial, 10)
    payload = (b"OCOP-STAMP-1\0" + kid.encode() + b"\x1d01" + gtin.encode() + b"10" + lot.encode() +
               b"\x1d21" + text.encode())
    r, s = sign(secret, payload)
    x, y = multiply(secret, G)
    digits = kid + str(r << 256 | s).zfill(155)
    path = f"https://{host}/01/{gtin}/10/{lot}/21/{text}"
    return {
        "note": "PUBLISHED TEST KEYS: private by name only, never to be trusted",
        "private_scalar": f"{secret:064x}", "public_point": f"04{x:064x}{y:064x}",
        "kid": kid, "host": host, "gtin": gtin, "lot": lot,
        "serial_key": serial_key.hex(), "epoch": epoch, "counter": counter,
        "serial": text, "serial_typed": typed(serial), "payload": payload.hex(),
        "signature": f"{r:064x}{s:064x}", "digits": digits, "url": f"{path}?s={digits}",
        "high_s_digits": kid + str(r << 256 | N - s).zfill(155),
    }


def permutation():
    keys = {e: hashlib.sha256(b"OCOP Trace published serial key, epoch %d" % e).digest()[:16]
            for e in (0, 1, 15)}
    counters = [0, 1, 2, 42, 99_999, 1_000_000, 2**23 - 1, 2**23, 2**45, 2**46 - 1]
    rows = [{"epoch": e, "counter": c, "serial": crockford(e << 46 | permute(k, e, c), 10),
             "typed": typed(e << 46 | permute(k, e, c))} for e, k in keys.items() for c in counters]
    return {"note": "PUBLISHED TEST KEYS: never to be used",
            "keys": {str(e): k.hex() for e, k in keys.items()}, "serials": rows}


for name, value in ("stamp-1.json", stamp()), ("serial-permutation.json", permutation()):
    (HERE / name).write_text(json.dumps(value, indent=2) + "\n")
