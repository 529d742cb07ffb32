#include "inspections/marks.hpp"

namespace ocop::inspections {

namespace {

using store::Space;

Result<Mark> read_mark(std::string_view key, std::string_view value) {
    ByteReader in(key);
    in.take(2);  // tag and epoch
    Mark mark;
    mark.last = in.u64();
    ByteReader of_value(value);
    mark.first = of_value.u64();
    mark.id = std::string(of_value.rest());
    if (!in.done() || of_value.failed() || mark.first > mark.last) {
        return Error(Errc::corrupt, "store_corrupt", "inspections mark", "is no run");
    }
    return mark;
}

}  // namespace

Result<std::vector<Mark>> marks_in(
    store::Reader const& reader, char tag, std::uint8_t epoch, Mark const& run
) {
    std::vector<Mark> out;
    Result<void> outcome;
    auto const each = [&](std::string_view key, std::string_view value) {
        auto mark = read_mark(key, value);
        if (!mark) {
            outcome = mark.error();
            return false;
        }
        if (mark->first > run.last) {
            return false;
        }
        out.push_back(std::move(*mark));
        return true;
    };
    auto const prefix = stamps::range_prefix(tag, epoch);
    auto const from = stamps::range_key(tag, epoch, run.first);
    if (auto const scanned = reader.scan(Space::inspections, prefix, from, each); !scanned) {
        return scanned.error();
    }
    if (!outcome) {
        return outcome.error();
    }
    return out;
}

Result<std::optional<Mark>> find_mark(
    store::Reader const& reader, char tag, stamp::Position position
) {
    Mark const one{position.counter, position.counter, {}};
    auto found = marks_in(reader, tag, position.epoch, one);
    if (!found) {
        return found.error();
    }
    return found->empty() ? std::optional<Mark>() : std::optional(std::move(found->front()));
}

void put_mark(store::Transaction& tx, char tag, std::uint8_t epoch, Mark const& mark) {
    tx.put(
        Space::inspections,
        stamps::range_key(tag, epoch, mark.last),
        ByteWriter().u64(mark.first).text(mark.id).view()
    );
}

void erase_mark(store::Transaction& tx, char tag, std::uint8_t epoch, Mark const& mark) {
    tx.erase(Space::inspections, stamps::range_key(tag, epoch, mark.last));
}

Result<void> add_mark(store::Transaction& tx, char tag, std::uint8_t epoch, Mark const& run) {
    auto const known = marks_in(tx, tag, epoch, run);
    if (!known) {
        return known.error();
    }
    auto next = run.first;
    for (auto const& mark : *known) {
        if (mark.first > next) {
            put_mark(tx, tag, epoch, {next, mark.first - 1, run.id});
        }
        next = mark.last + 1;
    }
    if (next <= run.last) {
        put_mark(tx, tag, epoch, {next, run.last, run.id});
    }
    return {};
}

}  // namespace ocop::inspections
