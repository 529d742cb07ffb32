#include "pages/texts.hpp"

#include <ocop/base/json.hpp>

#include <stdexcept>

namespace ocop::pages {

std::string fill(std::string_view text, std::initializer_list<Fill> values) {
    std::string out;
    while (!text.empty()) {
        auto const open = text.find('{');
        out += text.substr(0, open);
        if (open == std::string_view::npos) break;
        text.remove_prefix(open);
        auto const close = text.find('}');
        auto const name = close == std::string_view::npos ? "" : text.substr(1, close - 1);
        Fill const* found = nullptr;
        for (auto const& value : values) {
            if (value.first == name) found = &value;
        }
        auto const taken = found ? close + 1 : 1;
        out += found ? found->second : text.substr(0, taken);
        text.remove_prefix(taken);
    }
    return out;
}

Texts::Texts(Language language, std::string_view text) : language_(language) {
    auto const name = std::string(code_of(language)) + ".json";
    auto const parsed = json::parse(text);
    if (!parsed) throw std::runtime_error(name + ": " + describe(parsed.error()));
    if (!parsed->is_object()) throw std::runtime_error(name + " is not an object");
    kainjow::mustache::data texts(kainjow::mustache::data::type::object);
    for (auto const& member : parsed->get_object()) {
        std::string const key(member.key());
        if (!member.value().is_string()) throw std::runtime_error(name + " is no object of texts");
        texts.set(key, std::string(member.value().get_string()));
    }
    data_.set("t", texts);
}

std::string const& Texts::text(std::string const& key) const {
    auto const* found = data_.get("t")->get(key);
    return found ? found->string_value() : key;
}

bool Texts::has(std::string const& key) const {
    return data_.get("t")->get(key) != nullptr;
}

}  // namespace ocop::pages
