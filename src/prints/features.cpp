#include "prints/features.hpp"

#include "blobs/record.hpp"
#include "prints/keys.hpp"
#include "store/record.hpp"

#include <algorithm>

namespace ocop::prints {

namespace {

using store::Space;

// Positions that tell one feature.
struct Piece {
    std::int64_t first = 0;
    std::int64_t last = 0;
    std::int64_t copy = 0;
    std::string feature;  // JSON
};

std::string key_at(std::string_view order, std::int64_t position) {
    return feature_prefix(order) + ByteWriter().u64(static_cast<std::uint64_t>(position)).take();
}

Error corrupt() {
    return {Errc::corrupt, "store_corrupt", "stamps yf", "is no range of a feature"};
}

std::optional<Piece> read_piece(
    std::string_view order, std::string_view key, std::string_view value
) {
    ByteReader last(key.substr(feature_prefix(order).size()));
    ByteReader in(value);
    Piece out;
    out.last = static_cast<std::int64_t>(last.u64());
    out.first = static_cast<std::int64_t>(in.u64());
    out.copy = in.u32();
    out.feature = std::string(in.rest());
    return last.done() && in.done() ? std::optional(std::move(out)) : std::nullopt;
}

void put_piece(store::Transaction& tx, std::string_view order, Piece const& piece) {
    auto value = ByteWriter();
    value.u64(static_cast<std::uint64_t>(piece.first));
    value.u32(static_cast<std::uint32_t>(piece.copy)).text(piece.feature);
    tx.put(Space::stamps, key_at(order, piece.last), value.view());
}

// The pieces at or after `position`, until `visit` says false.
Result<void> scan_pieces(
    store::Reader const& reader,
    std::string_view order,
    std::int64_t position,
    std::function<bool(Piece)> const& visit
) {
    Result<void> outcome;
    auto const each = [&](std::string_view key, std::string_view value) {
        auto piece = read_piece(order, key, value);
        if (!piece) {
            outcome = corrupt();
            return false;
        }
        return visit(std::move(*piece));
    };
    auto const scanned =
        reader.scan(Space::stamps, feature_prefix(order), key_at(order, position), each);
    return scanned ? outcome : scanned;
}

// The pieces that a run meets.
Result<std::vector<Piece>> find_met(store::Reader const& reader, PrintRun const& run) {
    std::vector<Piece> out;
    auto const scanned = scan_pieces(reader, run.order, run.first, [&](Piece piece) {
        bool const meets = piece.first <= run.last;
        if (meets) {
            out.push_back(std::move(piece));
        }
        return meets;
    });
    return scanned ? Result<std::vector<Piece>>(std::move(out)) : scanned.error();
}

// What is left of a piece outside the run.
void cut_out(store::Transaction& tx, PrintRun const& run, Piece const& piece) {
    tx.erase(Space::stamps, key_at(run.order, piece.last));
    if (piece.first < run.first) {
        put_piece(tx, run.order, {piece.first, run.first - 1, piece.copy, piece.feature});
    }
    if (piece.last > run.last) {
        put_piece(tx, run.order, {run.last + 1, piece.last, piece.copy, piece.feature});
    }
}

}  // namespace

Result<void> put_overt(store::Transaction& tx, PrintRun const& run) {
    if (!run.overt) {
        return {};
    }
    if (run.overt->photo) {
        auto const hash = blobs::parse_hash(*run.overt->photo);
        auto const shown = hash ? blobs::make_public(tx, run.producer, *hash) : hash.error();
        if (!shown) {
            return shown.error();
        }
    }
    auto const met = find_met(tx, run);
    if (!met) {
        return met.error();
    }
    Piece fresh{run.first, run.last, run.copy, json::serialize(json::write(*run.overt))};
    for (auto const& piece : *met) {
        if (piece.copy <= run.copy) {
            cut_out(tx, run, piece);
            continue;
        }
        // It stays, and what is before it is the run's.
        if (fresh.first < piece.first) {
            put_piece(tx, run.order, {fresh.first, piece.first - 1, fresh.copy, fresh.feature});
        }
        fresh.first = piece.last + 1;
    }
    if (fresh.first <= fresh.last) {
        put_piece(tx, run.order, fresh);
    }
    return {};
}

Result<std::optional<OvertFeature>> overt_of(
    store::Reader const& reader, std::string_view order, std::int64_t position
) {
    std::optional<std::string> found;
    auto const scanned = scan_pieces(reader, order, position, [&](Piece piece) {
        if (piece.first <= position) {
            found = std::move(piece.feature);
        }
        return false;
    });
    if (!scanned) {
        return scanned.error();
    }
    if (!found) {
        return std::optional<OvertFeature>();
    }
    auto const value = json::parse(*found);
    auto feature = value ? json::read<OvertFeature>(*value, json::Mode::lenient) : value.error();
    return feature ? Result<std::optional<OvertFeature>>(std::move(*feature)) : corrupt();
}

}  // namespace ocop::prints
