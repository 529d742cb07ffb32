#include "pages/catalogue_page.hpp"

#include "pages/links.hpp"
#include "pages/rows.hpp"
#include "pages/words.hpp"

#include <ocop/base/encoding.hpp>

#include <algorithm>

namespace ocop::pages {

namespace mustache = kainjow::mustache;

namespace {

using mustache::data;

std::optional<std::int64_t> read_between(
    std::optional<std::string_view> text, std::int64_t min, std::int64_t max
) {
    if (!text) return std::nullopt;
    auto const number = parse_decimal(*text, static_cast<std::uint64_t>(max));
    if (!number || static_cast<std::int64_t>(*number) < min) return std::nullopt;
    return static_cast<std::int64_t>(*number);
}

data make_option(std::string const& value, std::string const& text, bool chosen) {
    auto out = make_object();
    out.set("value", value);
    out.set("option", text);
    out.set("chosen", chosen);
    return out;
}

data group_options(Texts const& words, std::optional<std::int64_t> chosen) {
    data out(data::type::list);
    for (std::int64_t group = 1; group <= catalogue::group_count; ++group) {
        auto const number = std::to_string(group);
        out.push_back(make_option(number, words.text("group_" + number), chosen == group));
    }
    return out;
}

data stars_options(Texts const& words, std::optional<std::int64_t> chosen) {
    data out(data::type::list);
    for (std::int64_t stars = 5; stars >= 3; --stars) {
        auto const number = std::to_string(stars);
        auto const text = words.filled("stars_value", {{"stars", number}});
        out.push_back(make_option(number, text, chosen == stars));
    }
    return out;
}

data commune_options(
    std::vector<catalogue::Commune> const& communes, std::optional<std::string> const& chosen
) {
    data out(data::type::list);
    for (auto const& commune : communes) {
        out.push_back(make_option(commune.code, commune.name, chosen == commune.code));
    }
    return out;
}

data item_data(Texts const& words, catalogue::Item const& item) {
    auto const name = name_words(words, item.name);
    auto const producer = name_words(words, item.producer_name);
    auto out = make_object();
    out.set("item_url", product_url(words.language(), item.code));
    out.set("item_name", name.text);
    out.set("item_vi", name.vi_instead);
    out.set("item_stars", words.filled("stars_value", {{"stars", std::to_string(item.stars)}}));
    out.set(
        "item_last_day", words.filled("item_until", {{"day", day_words(words, item.last_day)}})
    );
    out.set("item_producer", producer.text);
    out.set("item_producer_vi", producer.vi_instead);
    out.set("item_commune", item.commune);
    out.set("item_commune_vi", words.language() != Language::vi);
    return out;
}

std::string url_of_page(Language language, CatalogueSearch const& search, std::size_t page) {
    std::string out = "/catalogue?";
    auto const add = [&](std::string_view name, std::string_view value) {
        if (value.empty()) return;
        out += name;
        out += '=';
        append_percent_encoded(out, value);
        out += '&';
    };
    auto const& query = search.query;
    add("q", query.text);
    add("commune", query.commune.value_or(""));
    add("group", query.group ? std::to_string(*query.group) : "");
    add("stars", query.stars ? std::to_string(*query.stars) : "");
    add("page", page > 1 ? std::to_string(page) : "");
    return out + with_language("", language);
}

std::string count_words(Texts const& words, std::size_t total, std::size_t page) {
    if (total == 0) return words.text("found_none");
    if (total == 1) return words.text("found_one");
    auto const count = number_words(words, total);
    auto const pages = (total + catalogue_page_items - 1) / catalogue_page_items;
    if (pages == 1) return words.filled("found_many", {{"count", count}});
    return words.filled(
        "found_pages",
        {{"count", count},
         {"page", number_words(words, page)},
         {"pages", number_words(words, pages)}}
    );
}

}  // namespace

CatalogueSearch read_catalogue_search(std::string_view query) {
    auto const all = http::parse_parameters(query);
    auto const find = [&](std::string_view name) {
        return all ? http::find_parameter(*all, name) : std::nullopt;
    };
    CatalogueSearch out;
    auto& wanted = out.query;
    wanted.text = find("q").value_or("").substr(0, catalogue::text_bytes_max);
    auto const commune = find("commune").value_or("");
    if (registry::is_digits(commune, 5)) wanted.commune = commune;
    wanted.group = read_between(find("group"), 1, catalogue::group_count);
    wanted.stars = read_between(find("stars"), 3, 5);
    auto const page = read_between(find("page"), 1, catalogue_pages_max);
    out.page = static_cast<std::size_t>(page.value_or(1));
    wanted.skip = (out.page - 1) * catalogue_page_items;
    wanted.limit = catalogue_page_items;
    return out;
}

http::Response catalogue_page(
    Frame frame,
    CatalogueSearch const& search,
    catalogue::Found const& found,
    std::vector<catalogue::Commune> const& communes,
    Day today
) {
    auto const& words = frame.words();
    auto const language = frame.language;
    frame.title = words.text("catalogue_title");
    frame.index = true;
    data page(data::type::object);
    page.set("icon_circle_i", true);
    page.set("lead", words.filled("catalogue_lead", {{"day", day_words(words, today)}}));
    page.set("wanted", search.query.text);
    page.set("communes", commune_options(communes, search.query.commune));
    page.set("groups", group_options(words, search.query.group));
    page.set("stars", stars_options(words, search.query.stars));
    auto const& query = search.query;
    page.set("narrowed", query.commune || query.group || query.stars);
    page.set("count", count_words(words, found.total, search.page));
    data items(data::type::list);
    for (auto const& item : found.items) {
        items.push_back(item_data(words, item));
    }
    page.set("has_items", items.is_non_empty_list());
    page.set("items", items);
    auto const pages = (found.total + catalogue_page_items - 1) / catalogue_page_items;
    if (search.page > 1) {
        auto const before = std::clamp<std::size_t>(pages, 1, search.page - 1);
        page.set("before_url", url_of_page(language, search, before));
    }
    if (found.next) page.set("after_url", url_of_page(language, search, search.page + 1));
    page.set("paged", search.page > 1 || found.next.has_value());
    return respond(frame, 200, "catalogue", std::move(page));
}

}  // namespace ocop::pages
