#include "pages/product_page.hpp"

#include "pages/details.hpp"
#include "pages/links.hpp"

#include <ocop/base/encoding.hpp>

#include <algorithm>

namespace ocop::pages {

namespace mustache = kainjow::mustache;

namespace {

using mustache::data;

std::string stars_of(
    Texts const& words, std::optional<verdicts::CertificateAnswer> const& certificate
) {
    if (!certificate) return words.text("stars_never");
    if (!in_force(*certificate)) return words.text("stars_now_none");
    return words.filled("stars_value", {{"stars", std::to_string(certificate->stars)}});
}

data facts(Texts const& words, catalogue::ProductSheet const& sheet) {
    auto const& product = sheet.product;
    Rows rows(words);
    rows.add("stars", stars_of(words, sheet.certificate));
    rows.add("group", words.text("group_" + std::to_string(product.group)));
    rows.add("product_code", product.code);
    auto out = rows.section("product_title");
    auto const shown = std::find_if(sheet.items.begin(), sheet.items.end(), [](auto const& item) {
        return item.photo.has_value();
    });
    if (shown != sheet.items.end()) {
        set_photo(out, words, *shown->photo, name_words(words, shown->name).text);
    }
    return out;
}

data items_section(Texts const& words, std::vector<registry::TradeItem> const& items) {
    Rows rows(words);
    for (auto const& item : items) {
        auto gtin = make_value("GTIN " + item.gtin);
        gtin.set("code", true);
        data values(data::type::list);
        values.push_back(make_value(quantity_words(words, item.net_content)));
        values.push_back(gtin);
        rows.add_named(name_words(words, item.name).text, std::move(values));
    }
    return rows.section("items_title");
}

verdicts::ProducerAnswer answer_of(registry::Producer const& producer) {
    return {
        producer.id,
        producer.name,
        producer.legal_form,
        producer.address,
        producer.commune_code,
        producer.website};
}

data producer_section(Texts const& words, catalogue::ProductSheet const& sheet) {
    Rows rows(words);
    add_producer(rows, words, answer_of(sheet.producer));
    if (sheet.product.story) {
        rows.add("story", NameWords{*sheet.product.story, words.language() != Language::vi});
    }
    auto out = rows.section("producer_title");
    set_more(out, words.text("producer_link"), producer_url(words.language(), sheet.producer.id));
    return out;
}

data line_data(Texts const& words, catalogue::ProducerSheet::Line const& line) {
    auto const name = name_words(words, line.name);
    auto out = make_object();
    out.set("item_url", product_url(words.language(), line.code));
    out.set("item_name", name.text);
    out.set("item_vi", name.vi_instead);
    out.set(
        "item_stars",
        line.stars ? words.filled("stars_value", {{"stars", std::to_string(*line.stars)}})
                   : words.text("stars_now_none")
    );
    return out;
}

// What both pages begin with.
data start(Frame& frame, NameWords const& name) {
    frame.title = name.text;
    frame.index = true;
    data page(data::type::object);
    page.set("icon_circle_i", true);
    page.set("heading", name.text);
    page.set("heading_vi", name.vi_instead);
    return page;
}

}  // namespace

http::Response product_page(Frame frame, catalogue::ProductSheet const& sheet) {
    auto const& words = frame.words();
    frame.demo = sheet.demo;
    auto page = start(frame, name_words(words, sheet.product.name));
    data sections(data::type::list);
    sections.push_back(facts(words, sheet));
    if (sheet.certificate) {
        auto certificate = certificate_section(words, "certificate_title", *sheet.certificate);
        certificate.set("section_id", "certificate");
        sections.push_back(certificate);
    }
    if (!sheet.items.empty()) sections.push_back(items_section(words, sheet.items));
    sections.push_back(producer_section(words, sheet));
    page.set("sections", sections);
    return respond(frame, 200, "product", std::move(page));
}

http::Response producer_page(Frame frame, catalogue::ProducerSheet const& sheet) {
    auto const& words = frame.words();
    frame.demo = sheet.demo;
    auto page = start(frame, name_words(words, sheet.producer.name));
    Rows rows(words);
    add_producer(rows, words, answer_of(sheet.producer));
    data sections(data::type::list);
    sections.push_back(rows.section("producer_title"));
    page.set("sections", sections);
    data items(data::type::list);
    for (auto const& line : sheet.products) {
        items.push_back(line_data(words, line));
    }
    page.set("has_items", items.is_non_empty_list());
    page.set("items", items);
    if (sheet.next) {
        auto url = frame.path + "?after=";
        append_percent_encoded(url, *sheet.next);
        page.set("after_url", url + '&' + with_language("", frame.language));
    }
    return respond(frame, 200, "producer", std::move(page));
}

}  // namespace ocop::pages
