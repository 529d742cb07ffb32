#include "pages/rows.hpp"

namespace ocop::pages {

namespace mustache = kainjow::mustache;

using mustache::data;

data make_object() {
    return data(data::type::object);
}

data make_value(std::string const& text) {
    auto out = make_object();
    out.set("text", text);
    return out;
}

data make_value(NameWords const& name) {
    auto out = make_value(name.text);
    out.set("vi", name.vi_instead);
    return out;
}

void Rows::add(std::string const& label, data values) {
    add_named(words_.text(label), std::move(values));
}

void Rows::add_named(std::string const& label, data values) {
    auto row = make_object();
    row.set("label", label);
    row.set("values", values.is_list() ? values : data(mustache::list{std::move(values)}));
    rows_.push_back(row);
}

void Rows::add(std::string const& label, std::string const& text) {
    add(label, make_value(text));
}

void Rows::add(std::string const& label, NameWords const& name) {
    add(label, make_value(name));
}

void Rows::add_day(std::string const& label, std::optional<Day> day) {
    if (day) add(label, day_words(words_, *day));
}

void Rows::add_day(std::string const& label, std::optional<Instant> at) {
    if (at) add(label, day_words(words_, legal_day(*at)));
}

void Rows::add_code(std::string const& label, std::string const& text) {
    auto value = make_value(text);
    value.set("code", true);
    add(label, std::move(value));
}

data Rows::section(std::string const& title) const {
    auto out = make_object();
    out.set("title", words_.text(title));
    out.set("rows", rows_);
    return out;
}

}  // namespace ocop::pages
