#!/usr/bin/env python3
"""Writes bundle-1.json and bundle-fuse16.json from include/ocop/bundle/FORMAT.md alone.

Shares no code with the program. Keys and nonces are published; never use them.
"""
import base64
import hashlib
import importlib.util
import json
import math
import pathlib
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).parent
M = (1 << 64) - 1


def stamp_module():
    """Curve and permutation of make_stamp_vectors.py, without its writing of files."""
    text = (HERE / "make_stamp_vectors.py").read_text().split("\nfor name, value in")[0]
    module = type(sys)("stamps")
    module.__file__ = str(HERE / "make_stamp_vectors.py")
    exec(compile(text, module.__file__, "exec"), module.__dict__)
    return module


S = stamp_module()


# --- the filter ---

def mix(x):
    x ^= x >> 33
    x = x * 0xFF51AFD7ED558CCD & M
    x ^= x >> 33
    x = x * 0xC4CEB9FE1A85EC53 & M
    return x ^ x >> 33


def places(key, seed, length, segments):
    h = mix((key + seed) & M)
    p0 = h * segments * length >> 64
    p1 = p0 + length ^ h >> 18 & length - 1
    p2 = p0 + 2 * length ^ h & length - 1
    return (p0, p1, p2), (h ^ h >> 32) & 0xFFFF


def shape(n):
    c = 0 if n < 2 else max(1.125, 0.875 + 0.25 * math.log(10**6) / math.log(n))
    length = min(2 ** math.floor(math.log(n) / math.log(3.33) + 2.25), 1 << 18)
    return length, max(1, math.ceil(c * n / length) - 2)


def build(keys, seed):
    """(seed, L, S, F) of a set, or None when its graph does not peel under this seed."""
    if not keys:
        return seed, 1, 0, []
    length, segments = shape(len(keys))
    cells = [set() for _ in range((segments + 2) * length)]
    for k in keys:
        for p in places(k, seed, length, segments)[0]:
            cells[p].add(k)
    order, ready = [], [p for p, c in enumerate(cells) if len(c) == 1]
    while ready:
        at = ready.pop()
        if len(cells[at]) != 1:
            continue
        k = next(iter(cells[at]))
        order.append((k, at))
        for p in places(k, seed, length, segments)[0]:
            cells[p].discard(k)
            if len(cells[p]) == 1:
                ready.append(p)
    if len(order) != len(set(keys)):
        return None
    prints = [0] * len(cells)
    for k, at in reversed(order):
        three, f = places(k, seed, length, segments)
        for p in three:
            if p != at:
                f ^= prints[p]
        prints[at] = f
    return seed, length, segments, prints


def holds(flt, key):
    seed, length, segments, prints = flt
    if not segments:
        return False
    three, f = places(key, seed, length, segments)
    return f == prints[three[0]] ^ prints[three[1]] ^ prints[three[2]]


def filter_of(keys, seed=1, other=(), wanted=0):
    """Of the first seed that peels, and that says yes to at least `wanted` of `other`."""
    while True:
        made = build(keys, seed)
        if made and sum(holds(made, k) for k in other) >= wanted:
            return made
        seed += 1


def filter_file(filters):
    out = b"OCOPFLT1" + len(filters).to_bytes(4, "big")
    for seed, length, segments, prints in filters:
        out += seed.to_bytes(8, "big") + length.to_bytes(4, "big") + segments.to_bytes(4, "big")
        out += b"".join(f.to_bytes(2, "big") for f in prints)
    return out


# --- signatures ---

def scalar(name):
    return int.from_bytes(hashlib.sha256(name.encode()).digest(), "big") % S.N


def point(secret):
    x, y = S.multiply(secret, S.G)
    return b"\4" + x.to_bytes(32, "big") + y.to_bytes(32, "big")


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def canonical(value):
    # RFC 8785 for what stands here: ASCII member names, integers, no controls in strings.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def jws(payload, typ, kid, secret, header=None):
    head = b64(canonical({"alg": "ES256", "kid": kid, "typ": typ}))
    body = b64(canonical(payload))
    r, s = S.sign(secret, f"{head}.{body}".encode())
    out = {"payload": body, "protected": head,
           "signature": b64(r.to_bytes(32, "big") + s.to_bytes(32, "big"))}
    return {**out, "header": header} if header else out


ROOT, LIST, ANSWER = (scalar(f"OCOP Trace published {n} key") for n in ("root", "list", "answer"))
ISSUING = {"0001": scalar("OCOP Trace published test key 1"),
           "0002": scalar("OCOP Trace published test key 2")}
SERIAL_KEY = hashlib.sha256(b"OCOP Trace published serial key, epoch 1").digest()[:16]


def trust_list():
    certificate = jws({"v": 1, "use": "list", "kid": "list-1", "public_key": b64(point(LIST)),
                       "not_before": "2026-01-01T00:00:00Z", "not_after": "2029-01-01T00:00:00Z"},
                      "ocop-list-key+jws", "root-1", ROOT)
    key = lambda kid, until, **more: {
        "kid": kid, "authority": "phu-tho", "public_key": b64(point(ISSUING[kid])), "demo": False,
        "logged_from": "2026-08-01T00:00:00Z", "logged_until": until, **more}
    payload = {"v": 1, "version": 118, "issued_at": "2026-11-26T01:59:00Z", "max_age_s": 86400,
               "authorities": [{"id": "phu-tho", "name": "Sở Nông nghiệp và Môi trường Phú Thọ"}],
               "hosts": ["id.ocop.vn"],
               "keys": [key("0001", "2027-01-31T00:00:00Z"),
                        key("0002", "2026-10-31T00:00:00Z", revoked_at_size=50)],
               "answer_key": b64(point(ANSWER))}
    return jws(payload, "ocop-trust+jws", "list-1", LIST, {"certificate": certificate})


def serial(counter):
    return 1 << 46 | S.permute(SERIAL_KEY, 1, counter)


def text(value):
    return S.crockford(value, 10)


def url(gtin, lot, counter, kid="0001"):
    number = text(serial(counter))
    payload = (f"OCOP-STAMP-1\0{kid}\x1d01{gtin}10{lot}\x1d21{number}").encode()
    r, s = S.sign(ISSUING[kid], payload)
    digits = kid + str(r << 256 | s).zfill(155)
    return f"https://id.ocop.vn/01/{gtin}/10/{lot}/21/{number}?s={digits}"


# --- the body ---

class Order:
    """An issued order: counters [first, first + count), and sets by position from 0."""

    def __init__(self, members, first, count, activated=(), void=(), wanted=0):
        self.wanted = wanted
        self.serials = [serial(first + i) for i in range(count)]
        self.members, self.activated, self.void = members, activated, void

    def written(self, filters, orders):
        """`orders` of the lot; this one's filter is wrong about `wanted` stamps of the last."""
        out = {**self.members, "count": len(self.serials)}
        others = [s for order in orders if order is not self for s in order.serials]
        made = filter_of(self.serials, 1, orders[-1].serials, self.wanted)
        filters.append(made)
        wrong = sorted(text(s) for s in others if holds(made, s))
        if wrong:
            out["except"] = wrong
        for name, sets in ("activated", self.activated), ("void", self.void):
            rows = [self.set_of(row, name == "void", filters) for row in sets]
            if rows:
                out[name] = rows
        return out

    def set_of(self, row, may_list, filters):
        members, positions, wanted = row
        chosen = [self.serials[i] for i in positions]
        out = {**members, "count": len(chosen)}
        if len(chosen) == len(self.serials):
            return {**out, "all": True}
        if may_list and len(chosen) <= 64:
            return {**out, "serials": sorted(map(text, chosen))}
        others = [s for s in self.serials if s not in chosen]
        made = filter_of(chosen, 1, others, wanted)
        filters.append(made)
        wrong = sorted(text(s) for s in others if holds(made, s))
        return {**out, "except": wrong} if wrong else out


MEM, NEP = "09520000100018", "09520000100025"
PRODUCT, OTHER = "25-08620-01-2025", "25-08620-02-2023"
VN = lambda vi, **more: {"vi": vi, **more}


def lots():
    common = {"made_on": "2026-11-01", "quantity": {"unit": "piece", "value": 500}}
    one = lambda entry, **more: {"id": f"order{entry:011d}", "entry": entry, "kid": "0001",
                                 "certificate": PRODUCT + ".01", "stars": 4, **more}
    ten = lambda a, b, n=0: ({"from": a, "to": b}, range(n, n + 10), 0)
    return [
        ({"gtin": MEM, "lot": "L2611A", "best_before": "2027-05-01", "place": VN("Xưởng Phượng Mao"),
          **common, "copied": [33], "held": [34]},
         [Order(one(40, features=[{"run": "A1", "first": 1, "last": 40, "overt": "Vạch nhũ đồng",
                                   "covert": "Chấm UV dưới số lô"}]), 30, 40,
                [({"from": "2026-11-10", "to": "2026-11-12"}, range(0, 30), 1)],
                [({"reason": "destroyed"}, [5], 0), ({"reason": "lost"}, [38, 39], 0)], 1),
          Order(one(45, kid="0002"), 100, 10, [ten("2026-11-10", "2026-11-10")]),
          Order(one(60, kid="0002"), 110, 10, [ten("2026-11-10", "2026-11-10")]),
          Order(one(61, pins=True), 120, 10, [ten("2026-11-10", "2026-11-10")])]),
        ({"gtin": MEM, "lot": "L2611B", **common, "closed_on": "2026-11-20",
          "recall": {"since": "2026-11-25T03:00:00Z", "ordered_by": VN("Chi cục Quản lý chất lượng"),
                     "reason": "Vượt mức vi sinh", "decision": "112/QĐ-SNN", "voluntary": False}},
         [Order(one(62), 200, 10, [ten("2026-11-10", "2026-11-10")])]),
        ({"gtin": MEM, "lot": "L2611C", **common, "closed_on": "2026-11-20",
          "hold": {"since": "2026-11-25T03:00:00Z", "until": "2026-11-28T03:00:00Z",
                   "ordered_by": VN("Đội kiểm tra số 2")}},
         [Order(one(63), 210, 10, [ten("2026-11-10", "2026-11-10")])]),
        ({"gtin": MEM, "lot": "L2611D", **common, "closed_on": "2026-11-20"},
         [Order(one(64), 220, 10, [ten("2026-11-10", "2026-11-10")])]),
        ({"gtin": MEM, "lot": "L2611E", **common}, []),
        # Of a certificate that ends on 2026-11-15: activated before, and after.
        ({"gtin": NEP, "lot": "N1", **common},
         [Order(one(65, certificate=OTHER + ".01", stars=3), 230, 20,
                [ten("2026-11-05", "2026-11-15"), ten("2026-11-16", "2026-11-18", 10)])]),
        # Withdrawn on ground 5 from 2026-11-14: activated up to that day, and after.
        ({"gtin": NEP, "lot": "N2", **common},
         [Order(one(66, certificate=OTHER + ".02", stars=3), 250, 20,
                [ten("2026-11-12", "2026-11-14"), ten("2026-11-15", "2026-11-16", 10)])]),
    ]


def body(files):
    rows = []
    for members, orders in lots():
        row, filters = dict(members), []
        for name in "copied", "held":
            if name in row:
                row[name] = sorted(text(serial(c)) for c in row[name])
        if orders:
            row["orders"] = [o.written(filters, orders) for o in orders]
            data = filter_file(filters)
            row["filters"], row["filters_bytes"] = hashlib.sha256(data).hexdigest(), len(data)
            files[row["filters"]] = data.hex()
        rows.append(row)
    item = lambda gtin, product, name: {"gtin": gtin, "product": product, "name": VN(name),
                                        "net_content": {"unit": "g", "value": 500}}
    certificate = lambda product, n, stars, issued, **more: {
        "id": f"{product}.{n:02d}", "product": product, "stars": stars, "issued": issued,
        "decision": "2380/QĐ-UBND", **more}
    return {
        "producers": [{"id": "phuongmao", "name": VN("HTX Nông sản Phượng Mao"), "commune": "08620"}],
        "products": [{"code": PRODUCT, "name": VN("Thịt chua", en="Fermented pork"),
                      "producer": "phuongmao", "demo": True},
                     {"code": OTHER, "name": VN("Gạo nếp gà gáy"), "producer": "phuongmao"}],
        "items": [item(MEM, PRODUCT, "Thịt chua, hũ 500 g"), item(NEP, OTHER, "Nếp, túi 500 g")],
        "certificates": [
            certificate(PRODUCT, 1, 4, "2025-03-10"),
            certificate(OTHER, 1, 3, "2023-11-15"),
            certificate(OTHER, 2, 3, "2024-02-01",
                        withdrawal={"ground": 5, "effective": "2026-11-14", "decision": "9/QĐ-UBND"})],
        "lots": rows}


def excepted():
    """The counter of the stamp that the first order lists as not its own."""
    listed = body({})["lots"][0]["orders"][0]["except"]
    return next(c for c in range(120, 130) if text(serial(c)) in listed)


def cases():
    """What a reader must say. `now` left out: 2026-11-26T03:00:00Z, an hour after the bundle."""
    good = lambda c, lot="L2611A", **more: {"uri": url(MEM, lot, c, **more)}
    nep = lambda c, lot: {"uri": url(NEP, lot, c)}
    row = lambda name, asked, verdict, colour, also=(), **more: {
        "name": name, **asked, "verdict": verdict, "colour": colour, "also": list(also), **more}
    at = lambda hour, day=26: {"now": f"2026-11-{day}T{hour}:00:00Z"}
    flipped = good(42)["uri"]
    flipped = flipped[:-1] + str((int(flipped[-1]) + 1) % 10)
    elsewhere = good(42)["uri"].replace("id.ocop.vn", "id.ocop.vn.xac-thuc.com")
    typed = lambda c, lot="L2611A": {"typed": S.typed(serial(c)), "gtin": MEM, "lot": lot}
    out = [
        row("activated, and nothing against it", good(42), "valid", "green_outline"),
        row("the same after 24 hours", good(42) | at("02", 27), "valid", "green_outline", age="fresh"),
        row("the same after 24 hours and a bit", good(42) | {"now": "2026-11-27T02:00:01Z"}, "valid",
            "green_outline", age="aging"),
        row("the same after 72 hours", good(42) | at("02", 29), "valid", "green_outline", age="aging"),
        row("the same after 72 hours and a bit", good(42) | {"now": "2026-11-29T02:00:01Z"}, "valid",
            "grey", age="old", note="old"),
        row("a clock an hour behind the bundle", good(42) | at("01"), "valid", "grey",
            age="clock_wrong", note="old"),
        row("one changed digit", {"uri": flipped}, "signature_invalid", "red"),
        row("under another domain", {"uri": elsewhere}, "foreign_link", "red", reason="look_alike"),
        row("never issued, in an open lot", good(999), "not_issued", "amber", reason="no_order",
            note="issued_since"),
        row("never issued, in a closed lot", good(999, "L2611D"), "not_issued", "red",
            reason="no_order"),
        row("never issued, under a key that issues no more", good(999, kid="0002"), "key_revoked",
            "red", ["not_issued"]),
        row("issued under another kid", good(42, kid="0002"), "not_issued", "red",
            reason="other_order"),
        row("revoked key, order logged before", good(105, kid="0002"), "valid", "green_outline"),
        row("revoked key, order logged after", good(115, kid="0002"), "key_revoked", "red"),
        row("not activated", good(65), "not_activated", "amber"),
        row("copied", good(33), "copied", "red"),
        row("held by its number", good(34), "held", "amber"),
        row("destroyed after activation", good(35), "void", "red", reason="destroyed"),
        row("lost before activation", good(69), "void", "red", ["not_activated"], reason="lost"),
        row("with a scratch PIN", good(125), "pin_pending", "blue"),
        row("that another order's filter says yes to", good(excepted()), "pin_pending", "blue"),
        row("of a recalled lot", good(205, "L2611B"), "recalled", "red"),
        row("of a recalled lot, a month later", good(205, "L2611B") | {"now": "2026-12-26T02:00:00Z"},
            "recalled", "red", age="old"),
        row("of a held lot, past the hold's end", good(215, "L2611C") | at("02", 29), "held", "amber",
            age="aging"),
        row("of a lot without stamps", good(42, "L2611E"), "unavailable", "grey",
            note="not_in_bundle"),
        row("of a lot that is not here", good(42, "L9"), "unavailable", "grey", note="not_in_bundle"),
        row("made and activated in time, certificate ended since", nep(235, "N1"),
            "certificate_lapsed", "indigo", ["valid"]),
        row("the same from old data", nep(235, "N1") | at("02", 30), "certificate_lapsed", "indigo",
            age="old"),
        row("activated after the certificate's end", nep(245, "N1"), "certificate_expired", "amber"),
        row("withdrawn on ground 5, activated before", nep(255, "N2"), "certificate_withdrawn",
            "amber"),
        row("withdrawn on ground 5, activated after", nep(265, "N2"), "certificate_withdrawn", "red"),
        row("typed", typed(42), "listed", "blue"),
        row("typed, of another lot", typed(42, "L2611D"), "not_issued", "red", reason="no_order"),
        row("typed with a slip", {**typed(42), "typed": "2ZAP-Q5E7-JE0X"}, "malformed", "grey",
            reason="serial_check_wrong"),
        row("an information page of a recalled lot", {"uri": f"https://id.ocop.vn/01/{MEM}/10/L2611B"},
            "recalled", "red", ["unsigned"]),
    ]
    return out


def bundle():
    files = {}
    written = canonical(body(files))
    head = jws({"v": 1, "issued_at": "2026-11-26T02:00:00Z", "log_size": 120, "fresh_s": 86400,
                "max_age_s": 259200, "body": hashlib.sha256(written).hexdigest(),
                "body_bytes": len(written)},
               "ocop-bundle+jws", "answer-1", ANSWER, {"trust": trust_list()})
    return {"note": "PUBLISHED TEST KEYS: private by name only, never to be trusted",
            "root_key": b64(point(ROOT)), "root_scalar": f"{ROOT:064x}",
            "file": canonical(head).decode() + "\n" + written.decode(),
            "filters": files, "now": "2026-11-26T03:00:00Z", "cases": cases()}


def fuse16():
    rows = []
    for n, seed in ((0, 7), (1, 1), (2, 1), (3, 1), (100, 1), (100, M - 3)):
        keys = [serial(10_000 + i) for i in range(n)]
        made = filter_of(keys, seed)
        row = {"count": n, "keys": [text(k) for k in keys[:3]], "first_counter": 10_000,
               "file": filter_file([made]).hex()}
        if n:
            three, f = places(keys[0], *made[:3])
            row |= {"hash": f"{mix((keys[0] + made[0]) & M):016x}", "places": list(three),
                    "fingerprint": f"{f:04x}"}
        rows.append(row)
    return {"note": "Filters of the first serials of epoch 1 from first_counter on "
                    "(serial-permutation.json); hash, places and fingerprint are the first key's.",
            "epoch": 1, "filters": rows}


for name, value in ("bundle-1.json", bundle()), ("bundle-fuse16.json", fuse16()):
    (HERE / name).write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n")
