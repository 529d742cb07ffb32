#include "tlog/places.hpp"

#include <ocop/base/bytes.hpp>
#include <ocop/base/encoding.hpp>

#include <algorithm>

namespace ocop::tlog {

namespace {

using store::Space;

// What stands behind the tag.
enum class Form : std::uint8_t {
    id,        // the subject behind its colon
    of_order,  // the subject's order ‖ 00 ‖ u64 ledger index
    number,    // the subject's number as u64
};

struct Noun {
    std::string_view noun;     // of the entry's kind
    std::string_view subject;  // what its subject begins with
    Space space;
    std::string_view tag;
    Form form = Form::id;
};

constexpr Noun nouns[] = {
    {"account", "account:", Space::accounts, "a"},
    {"authority", "authority:", Space::registry, "a"},
    {"producer", "producer:", Space::registry, "p"},
    {"place", "place:", Space::registry, "w"},
    {"product", "product:", Space::registry, "d"},
    {"trade_item", "trade_item:", Space::registry, "t"},
    {"certificate", "certificate:", Space::registry, "c"},
    {"lot", "lot:", Space::registry, "l"},
    {"key", "key:", Space::stamps, "k"},
    {"quota", "quota:", Space::stamps, "q"},
    {"order", "order:", Space::stamps, "o"},
    {"stamps", "order:", Space::stamps, "m", Form::of_order},
    {"stocktake", "order:", Space::stamps, "t", Form::of_order},
    {"destruction", "destruction:", Space::stamps, "d"},
    {"print_run", "print_run:", Space::stamps, "yr"},
    {"inspection", "inspection:", Space::inspections, "i"},
    {"hold", "hold:", Space::inspections, "h"},
    {"recall", "recall:", Space::inspections, "r"},
    {"device", "device:", Space::inspections, "D"},
    {"event", "event:", Space::events, "e", Form::number},
};

// Tags besides: indexes, sums, marks, and records that are no leaves.
struct Others {
    Space space;
    std::string_view tags;
};

constexpr Others others[] = {
    {Space::registry, "IThinos"},
    {Space::stamps, "ADLMPQclnprsuy"},
    {Space::inspections, "ACHKNRSTUVcdlmt"},
    {Space::accounts, "STcfilnqstuv"},
    {Space::events, "BFJSVXbcdfhijknpqsuvx"},
    {Space::audit, "aehs"},
};

std::optional<std::string> key_of(Noun const& noun, std::string_view id, std::uint64_t index) {
    ByteWriter out;
    out.text(noun.tag);
    if (noun.form == Form::of_order) {
        return out.text_nul(id).u64(index).take();
    }
    if (noun.form == Form::id) {
        return out.text(id).take();
    }
    auto const number = parse_decimal(id, std::uint64_t{1} << 53);
    return number ? std::optional(out.u64(*number).take()) : std::nullopt;
}

}  // namespace

std::optional<Place> place_of(ledger::Entry const& entry, ledger::EntryIndex index) {
    auto const name = std::string_view(entry.kind).substr(0, entry.kind.find('.'));
    auto const* const noun = std::find_if(
        std::begin(nouns), std::end(nouns), [&](Noun const& each) { return each.noun == name; }
    );
    if (noun == std::end(nouns) || !entry.subject.starts_with(noun->subject)) {
        return {};
    }
    auto const id = std::string_view(entry.subject).substr(noun->subject.size());
    auto key = key_of(*noun, id, index);
    return key ? std::optional(Place{noun->space, std::move(*key)}) : std::nullopt;
}

KeyKind kind_of_key(Space space, std::string_view key) {
    for (auto const& noun : nouns) {
        if (noun.space == space && key.starts_with(noun.tag)) {
            return KeyKind::logged;
        }
    }
    for (auto const& other : others) {
        if (other.space == space) {
            bool const known = !key.empty() && other.tags.find(key.front()) != other.tags.npos;
            return known ? KeyKind::other : KeyKind::unknown;
        }
    }
    return KeyKind::other;
}

}  // namespace ocop::tlog
