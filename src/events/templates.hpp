#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

// The steps of the value chains of the programme, as people call them, and what each is in EPCIS:
// the one catalogue of steps for forms, CSV files, timelines and pages. Keys are in events for
// good: never rename one. Pure; any thread; all texts live as long as the program.
namespace ocop::events {

// A text for people.
struct Words {
    std::string_view vi;
    std::string_view en;
};

// What an event of a step is.
enum class StepForm : std::uint8_t {
    adds,        // ObjectEvent, ADD: the lot comes into being (harvest)
    observes,    // ObjectEvent, OBSERVE: something happens to the lot
    transforms,  // TransformationEvent: inputs become the lot, or the lot becomes outputs
};

// What a form for the step has fields for. Bits.
enum class Ask : std::uint16_t {
    none = 0,
    quantity = 1 << 0,
    inputs = 1 << 1,
    outputs = 1 << 2,
    to = 1 << 3,
    from = 1 << 4,
    temperature = 1 << 5,
    humidity = 1 << 6,
    material = 1 << 7,   // what was applied: fertiliser, pesticide, leaven
    phi_days = 1 << 8,   // pre-harvest interval (thời gian cách ly), days
    photos = 1 << 9,     // a photo is wanted
    documents = 1 << 10  // test reports, quarantine papers
};

constexpr Ask operator|(Ask a, Ask b) {
    return static_cast<Ask>(static_cast<std::uint16_t>(a) | static_cast<std::uint16_t>(b));
}

constexpr bool has(Ask all, Ask one) {
    return (static_cast<std::uint16_t>(all) & static_cast<std::uint16_t>(one)) != 0;
}

struct StepTemplate {
    std::string_view key;  // [a-z_]+, one in its chain
    Words name;
    StepForm form = StepForm::observes;
    std::string_view biz_step;     // CBV 2.0
    std::string_view disposition;  // CBV 2.0
    Ask asks = Ask::none;
    Ask must = Ask::none;   // of those asked, what a step is refused without
    std::string_view unit;  // the usual one: g, kg, ml, l, piece; empty: none is asked
};

struct ValueChain {
    std::string_view key;  // [a-z_]+
    Words name;
    std::span<StepTemplate const> steps;  // in the order of work
};

std::span<ValueChain const> value_chains();

// A step of the catalogue, as it is named in events: "tea/wither".
struct StepRef {
    ValueChain const* chain = nullptr;
    StepTemplate const* step = nullptr;
};

std::string full_key(StepRef const& step);
std::optional<StepRef> find_step(std::string_view full_key);

// What somebody wrote for a step: a full key; a key, or a name in either language without regard to
// capitals, of `chain` (a chain's key or name); without a chain, of the only chain that has it.
// Nullopt when there is none, or several chains have it.
std::optional<StepRef> find_step(std::string_view text, std::string_view chain);

// A chain by its key, or by its name in either language; nullptr when there is none.
ValueChain const* find_chain(std::string_view text);

// "ObjectEvent", "TransformationEvent".
std::string_view type_name(StepForm form);

// What people call a bare business step of the CBV; the word itself in both languages when it is
// none.
Words biz_step_name(std::string_view word);

}  // namespace ocop::events
