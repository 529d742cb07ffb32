#include "bench/event_maker.hpp"

#include <ocop/epcis/document.hpp>

#include <array>

namespace ocop::bench {

namespace {

constexpr std::uint64_t events_per_lot = 8;
constexpr std::array<char const*, 4> steps = {"commissioning", "inspecting", "packing", "storing"};

std::string quoted(std::string const& text) {
    return "\"" + text + "\"";
}

std::string padded(std::uint64_t number, std::size_t digits) {
    auto text = std::to_string(number);
    return std::string(digits - std::min(digits, text.size()), '0') + text;
}

std::string context() {
    return "\"@context\":[" + quoted(std::string(epcis::epcis_context)) + "]";
}

std::string quantity(std::string const& lot, int count) {
    return R"({"epcClass":)" + quoted(lot) + R"(,"quantity":)" + std::to_string(count) +
           R"(.5,"uom":"KGM"})";
}

}  // namespace

std::string demo_key(std::uint64_t number) {
    auto key = "9520000" + padded(number, 5);
    unsigned sum = 0;
    for (std::size_t i = 0; i < key.size(); ++i) {
        sum += static_cast<unsigned>(key[i] - '0') * (i % 2 == 0 ? 1 : 3);
    }
    key += static_cast<char>('0' + (10 - sum % 10) % 10);
    return key;
}

std::string EventMaker::lot_of(std::uint64_t number) const {
    auto const lot = number / events_per_lot;
    return "https://id.gs1.org/01/0" + gtins_[lot % gtins_.size()] + "/10/L" + padded(lot, 7);
}

std::string EventMaker::epc_of(std::uint64_t number) const {
    return lot_of(number) + "/21/" + padded(number, 8) + "A";
}

std::string EventMaker::items(std::uint64_t number) const {
    if (!is_object(number)) {
        return R"("inputQuantityList":[)" + quantity(lot_of(number - 8), 25) + "," +
               quantity(lot_of(number), 40) + R"(],"outputQuantityList":[)" +
               quantity(lot_of(number) + "X", 31) +
               R"(],"transformationID":"https://example.org/t/)" + padded(number, 8) + "\"";
    }
    auto const stem = lot_of(number) + "/21/" + padded(number, 8);
    return R"("action":"OBSERVE","epcList":[)" + quoted(stem + "A") + "," + quoted(stem + "B") +
           "," + quoted(stem + "C") + "]";
}

std::string EventMaker::members(std::uint64_t number) const {
    auto const place = quoted("https://id.gs1.org/414/" + demo_key(90'000 + number % 5));
    return R"("type":")" + std::string(is_object(number) ? "ObjectEvent" : "TransformationEvent") +
           R"(","eventTime":)" + quoted(to_text(time_of(number))) +
           R"(,"eventTimeZoneOffset":"+07:00",)" + items(number) + R"(,"bizStep":")" +
           steps[number % steps.size()] + R"(","disposition":"in_progress","readPoint":{"id":)" +
           place + R"(},"bizLocation":{"id":)" + place +
           R"(},"bizTransactionList":[{"type":"po","bizTransaction":"https://example.org/po/)" +
           padded(number / 20, 7) + R"("}])";
}

std::string EventMaker::bare_event(std::uint64_t number) const {
    return "{" + context() + "," + members(number) + "}";
}

std::string EventMaker::document(std::uint64_t first, std::size_t count) const {
    auto out = "{" + context() +
               R"(,"type":"EPCISDocument","schemaVersion":"2.0","creationDate":)" +
               quoted(to_text(time_of(first))) + R"(,"epcisBody":{"eventList":[)";
    for (auto number = first; number < first + count; ++number) {
        out += (number == first ? "{" : ",{") + members(number) + "}";
    }
    return out + "]}}";
}

}  // namespace ocop::bench
