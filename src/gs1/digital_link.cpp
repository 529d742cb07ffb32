#include "gs1/ai_value.hpp"
#include "gs1/link_rules.hpp"
#include "gs1/percent.hpp"

#include <ocop/gs1/digital_link.hpp>

#include <algorithm>

namespace ocop::gs1 {

namespace {

constexpr std::string_view slug = "digital_link_malformed";
constexpr auto npos = std::string_view::npos;

bool all_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string const* value_in(std::vector<Element> const& elements, std::string_view ai) {
    for (auto const& element : elements) {
        if (element.ai == ai) {
            return &element.value;
        }
    }
    return nullptr;
}

// Reads the path and query of one link. The steps return an error or nothing.
class Reader {
  public:
    explicit Reader(DigitalLink& link) : link_(link) {}

    std::optional<Error> path(std::string_view path) {
        if (path.size() > 1 && path.back() == '/') {
            path.remove_suffix(1);
        }
        auto const key_at = find_key(path);
        if (key_at == npos) {
            return malformed(slug, "path", "has no GS1 key followed by its value");
        }
        link_.stem = path.substr(0, key_at);
        link_.qualifiers.reserve(pairs_ - 1);
        auto error = pair(path, key_at, link_.key);
        while (!error && at_ < path.size()) {
            error = pair(path, at_, link_.qualifiers.emplace_back());
        }
        return error;
    }

    std::optional<Error> query(std::string_view query) {
        while (!query.empty()) {
            auto const end = find_either(query, '&', ';');
            auto const item = query.substr(0, end);
            query.remove_prefix(std::min(end + 1, query.size()));
            if (item.empty()) {
                continue;
            }
            if (auto error = parameter(item)) {
                return error;
            }
        }
        return std::nullopt;
    }

  private:
    // Where the last "/AI/value" pair of a primary key begins, and counts the pairs from there.
    std::size_t find_key(std::string_view path) {
        auto end = path.size();
        while (end > 0 && pairs_ < elements_max) {
            auto const value_at = path.rfind('/', end - 1);
            if (value_at == npos || value_at == 0) {
                return npos;
            }
            auto const ai_at = path.rfind('/', value_at - 1);
            if (ai_at == npos) {
                return npos;
            }
            auto const* row = find_ai(path.substr(ai_at + 1, value_at - ai_at - 1));
            if (row == nullptr) {
                return npos;
            }
            ++pairs_;
            if (row->key) {
                return ai_at;
            }
            end = ai_at;
        }
        return npos;
    }

    // Reads the pair whose first slash is at `from`, and sets at_ behind it.
    std::optional<Error> pair(std::string_view path, std::size_t from, Element& out) {
        auto const value_at = path.find('/', from + 1);
        at_ = std::min(path.find('/', value_at + 1), path.size());
        out.ai = path.substr(from + 1, value_at - from - 1);
        return value(path.substr(value_at + 1, at_ - value_at - 1), UriPart::path, out);
    }

    static std::optional<Error> value(std::string_view raw, UriPart part, Element& out) {
        if (!percent_decode(raw, part, out.value)) {
            return malformed(slug, out.ai, "has a '%' that is no escape, or %00");
        }
        auto const* row = find_ai(out.ai);
        if (row == nullptr) {
            return malformed("ai_unknown", out.ai, "is no AI that a Digital Link may carry");
        }
        return value_fault(*row, out.ai, out.value);
    }

    std::optional<Error> parameter(std::string_view item) {
        auto const equals = item.find('=');
        auto const raw = equals == npos ? std::string_view() : item.substr(equals + 1);
        Parameter out;
        // The name is judged decoded, so that no AI hides behind "%31%30=".
        if (!percent_decode(item.substr(0, equals), UriPart::query, out.name)) {
            return malformed(slug, "query", "has a name with a '%' that is no escape, or %00");
        }
        if (all_digits(out.name)) {
            if (1 + link_.qualifiers.size() + link_.attributes.size() >= elements_max) {
                return malformed(slug, "query", "has too many AIs");
            }
            auto& attribute = link_.attributes.emplace_back();
            attribute.ai = std::move(out.name);
            return value(raw, UriPart::query, attribute);
        }
        if (!percent_decode(raw, UriPart::query, out.value)) {
            return malformed(slug, "query " + out.name, "has a '%' that is no escape, or %00");
        }
        link_.parameters.push_back(std::move(out));
        return std::nullopt;
    }

    DigitalLink& link_;
    std::size_t pairs_ = 0;
    std::size_t at_ = 0;
};

std::optional<Error> read_target(std::string_view path, std::string_view query, DigitalLink& link) {
    Reader reader(link);
    if (auto error = reader.path(path)) {
        return error;
    }
    if (auto error = reader.query(query)) {
        return error;
    }
    return link_fault(link);
}

std::optional<Error> text_fault(std::size_t size, bool clean) {
    if (size > digital_link_bytes_max) {
        return malformed(slug, "", "is longer than 2048 characters");
    }
    if (!clean) {
        return malformed(slug, "", "holds a character that no URI may hold");
    }
    return std::nullopt;
}

}  // namespace

std::string const* DigitalLink::find(std::string_view ai) const {
    if (key.ai == ai) {
        return &key.value;
    }
    auto const* qualifier = value_in(qualifiers, ai);
    return qualifier != nullptr ? qualifier : value_in(attributes, ai);
}

std::string const* DigitalLink::find_parameter(std::string_view name) const {
    for (auto const& parameter : parameters) {
        if (parameter.name == name) {
            return &parameter.value;
        }
    }
    return nullptr;
}

Result<DigitalLink> parse_digital_link(std::string_view uri) {
    bool const fits = uri.size() <= digital_link_bytes_max;
    if (auto error = text_fault(uri.size(), fits && is_uri_text(uri))) {
        return *std::move(error);
    }
    DigitalLink link;
    auto rest = uri.substr(0, uri.find('#'));
    if (auto error = take_authority(rest, link)) {
        return *std::move(error);
    }
    auto const mark = rest.find('?');
    auto const query = mark == npos ? std::string_view() : rest.substr(mark + 1);
    if (auto error = read_target(rest.substr(0, mark), query, link)) {
        return *std::move(error);
    }
    return link;
}

Result<DigitalLink> parse_digital_link_path(std::string_view path, std::string_view query) {
    auto const size = path.size() + query.size();
    bool const fits = size <= digital_link_bytes_max;
    bool const clean = fits && is_uri_text(path) && is_uri_text(query) &&
                       path.find_first_of("?#") == npos && query.find('#') == npos;
    if (auto error = text_fault(size, clean)) {
        return *std::move(error);
    }
    if (!path.starts_with('/')) {
        return malformed(slug, "path", "does not start with a slash");
    }
    DigitalLink link;
    if (auto error = read_target(path, query, link)) {
        return *std::move(error);
    }
    return link;
}

}  // namespace ocop::gs1
