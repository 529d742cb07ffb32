// libFuzzer target: any bytes as a table of events. Every fault has a line of the file and words in
// both languages; what is read without one builds into an event, or says why not.

#include "events/event_csv.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/base/bytes.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>

using namespace ocop;

namespace {

void check(events::LineFault const& fault, std::size_t lines) {
    OCOP_ASSERT(fault.line >= 1 && fault.line <= lines);
    OCOP_ASSERT(!fault.vi.empty() && !fault.en.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const text = as_text({data, size});
    auto const breaks =
        std::count_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; });
    auto const lines = static_cast<std::size_t>(breaks) + 1;
    auto const read = events::read_event_csv(text);
    OCOP_ASSERT(!read.forms.empty() || !read.faults.empty());
    for (auto const& fault : read.faults) {
        check(fault, lines);
    }
    events::Resolved names;
    names.place = "9520000100001";
    for (auto const& form : read.forms) {
        auto const built =
            events::build_event(form.form, {"09520001100017", "L1"}, names, {1'700'000'000'000});
        for (auto const& fault : built.faults) {
            check(events::at_line(form, fault), lines);
        }
    }
    return 0;
}
