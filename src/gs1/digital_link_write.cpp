#include "gs1/ai_value.hpp"
#include "gs1/link_rules.hpp"
#include "gs1/percent.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/gs1/digital_link.hpp>

#include <algorithm>

namespace ocop::gs1 {

namespace {

constexpr std::string_view slug = "digital_link_malformed";

bool is_fixed(Element const& element) {
    auto const* row = find_ai(element.ai);
    return row != nullptr && row->fixed;
}

void append_pair(std::string& out, Element const& element) {
    out.push_back('/');
    out += element.ai;
    out.push_back('/');
    append_percent_encoded(out, element.value);
}

class QueryWriter {
  public:
    explicit QueryWriter(std::string& out) : out_(out) {}

    void add(std::string_view name, std::string_view value) {
        out_.push_back(first_ ? '?' : '&');
        first_ = false;
        append_percent_encoded(out_, name);
        out_.push_back('=');
        append_percent_encoded(out_, value);
    }

  private:
    std::string& out_;
    bool first_ = true;
};

void append_path(std::string& out, DigitalLink const& link) {
    append_pair(out, link.key);
    for (auto const& qualifier : link.qualifiers) {
        append_pair(out, qualifier);
    }
}

// Enough for the text of almost every link, so that writing allocates once.
std::size_t size_hint(DigitalLink const& link) {
    std::size_t size = 32 + link.host.size() + link.port.size() + link.stem.size();
    size += link.key.value.size();
    for (auto const* list : {&link.qualifiers, &link.attributes}) {
        for (auto const& element : *list) {
            size += 6 + element.value.size();
        }
    }
    for (auto const& parameter : link.parameters) {
        size += 2 + parameter.name.size() + parameter.value.size();
    }
    return size;
}

std::optional<Error> read_base(std::string_view base, DigitalLink& link) {
    if (base.empty()) {
        return std::nullopt;
    }
    if (base.size() > digital_link_bytes_max || !is_uri_text(base)) {
        return malformed(slug, "base", "is too long or holds a character that no URI may hold");
    }
    if (auto error = take_authority(base, link)) {
        error->faults.front().pointer = "base";
        return error;
    }
    if (base.find_first_of("?#") != std::string_view::npos) {
        return malformed(slug, "base", "has a query or fragment");
    }
    if (base.ends_with('/')) {
        base.remove_suffix(1);
    }
    link.stem = base;
    return std::nullopt;
}

// The elements without equal repeats, each checked by itself.
std::optional<Error> collect(std::span<Element const> elements, std::vector<Element>& out) {
    for (auto const& element : elements) {
        if (std::find(out.begin(), out.end(), element) != out.end()) {
            continue;
        }
        if (out.size() >= elements_max) {
            return malformed(slug, "query", "has too many AIs");
        }
        auto const* row = find_ai(element.ai);
        if (row == nullptr) {
            return malformed("ai_unknown", element.ai, "is no AI that a Digital Link may carry");
        }
        if (auto error = value_fault(*row, element.ai, element.value)) {
            return error;
        }
        out.push_back(element);
    }
    return std::nullopt;
}

// Moves what `sequence` ("22,10,21") names out of `from`, in its order.
std::vector<Element> take_sequence(std::string_view sequence, std::vector<Element>& from) {
    std::vector<Element> out;
    while (!sequence.empty()) {
        auto const comma = std::min(sequence.find(','), sequence.size());
        auto const ai = sequence.substr(0, comma);
        sequence.remove_prefix(std::min(comma + 1, sequence.size()));
        auto const found = std::find_if(from.begin(), from.end(), [ai](Element const& element) {
            return element.ai == ai;
        });
        if (found != from.end()) {
            out.push_back(std::move(*found));
            from.erase(found);
        }
    }
    return out;
}

// The qualifiers of the alternative that most of `from` belong to, the first one of equals.
std::vector<Element> take_qualifiers(std::string_view sequences, std::vector<Element>& from) {
    std::string_view best;
    std::size_t best_count = 0;
    while (!sequences.empty()) {
        auto const bar = std::min(sequences.find('|'), sequences.size());
        auto const sequence = sequences.substr(0, bar);
        sequences.remove_prefix(std::min(bar + 1, sequences.size()));
        auto trial = from;
        auto const count = take_sequence(sequence, trial).size();
        if (count > best_count) {
            best = sequence;
            best_count = count;
        }
    }
    return take_sequence(best, from);
}

std::optional<Error> parameters_fault(std::span<Parameter const> parameters) {
    for (auto const& [name, value] : parameters) {
        bool const number =
            !name.empty() && name.find_first_not_of("0123456789") == std::string::npos;
        if (number || name.find('\0') != std::string::npos) {
            return malformed(slug, "query " + name, "is not a name for a parameter");
        }
        if (value.find('\0') != std::string::npos) {
            return malformed(slug, "query " + name, "holds a NUL");
        }
    }
    return std::nullopt;
}

std::optional<Error> place(std::vector<Element>&& elements, DigitalLink& link) {
    auto const key = std::find_if(elements.begin(), elements.end(), [](Element const& element) {
        return find_ai(element.ai)->key;
    });
    if (key == elements.end()) {
        return malformed(slug, "path", "has no GS1 key followed by its value");
    }
    link.key = std::move(*key);
    elements.erase(key);
    link.qualifiers = take_qualifiers(find_ai(link.key.ai)->qualifiers, elements);
    std::stable_partition(elements.begin(), elements.end(), is_fixed);
    link.attributes = std::move(elements);
    return link_fault(link);
}

}  // namespace

Result<DigitalLink> make_digital_link(
    std::string_view base, std::span<Element const> elements, std::span<Parameter const> parameters
) {
    DigitalLink link;
    if (auto error = read_base(base, link)) {
        return *std::move(error);
    }
    std::vector<Element> distinct;
    if (auto error = collect(elements, distinct)) {
        return *std::move(error);
    }
    if (auto error = place(std::move(distinct), link)) {
        return *std::move(error);
    }
    if (auto error = parameters_fault(parameters)) {
        return *std::move(error);
    }
    link.parameters.assign(parameters.begin(), parameters.end());
    if (write_digital_link(link).size() > digital_link_bytes_max) {
        return malformed(slug, "", "is longer than 2048 characters");
    }
    return link;
}

std::string write_digital_link(DigitalLink const& link) {
    std::string out;
    out.reserve(size_hint(link));
    if (!link.host.empty()) {
        out += link.scheme;
        out += "://";
        out += link.host;
        if (!link.port.empty()) {
            out.push_back(':');
            out += link.port;
        }
    }
    out += link.stem;
    append_path(out, link);
    QueryWriter query(out);
    for (auto const& [ai, value] : link.attributes) {
        query.add(ai, value);
    }
    for (auto const& [name, value] : link.parameters) {
        query.add(name, value);
    }
    return out;
}

std::string canonical_digital_link(DigitalLink const& link) {
    std::string out = "https://id.gs1.org";
    append_path(out, link);
    QueryWriter query(out);
    auto attributes = link.attributes;
    std::stable_partition(attributes.begin(), attributes.end(), is_fixed);
    for (auto const& [ai, value] : attributes) {
        query.add(ai, value);
    }
    return out;
}

}  // namespace ocop::gs1
