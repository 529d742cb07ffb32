#include "pages/details.hpp"

#include "pages/links.hpp"
#include "pages/rows.hpp"
#include "pages/words.hpp"

#include <boost/describe.hpp>

namespace ocop::pages {

namespace mustache = kainjow::mustache;

namespace {

using mustache::data;

// What the stamp says, and beside it what is true today where that is something else.
data stars_values(Texts const& words, verdicts::Answer const& answer) {
    data out(data::type::list);
    bool const printed = answer.stamp && answer.stamp->stars_printed;
    if (printed) {
        auto const stars = std::to_string(*answer.stamp->stars_printed);
        out.push_back(make_value(words.filled("stars_printed", {{"stars", stars}})));
    }
    auto const& now = answer.certificate_now ? answer.certificate_now : answer.certificate;
    if (!now || !in_force(*now)) {
        out.push_back(make_value(words.text("stars_now_none")));
        return out;
    }
    auto const stars = std::to_string(now->stars);
    if (!printed) {
        out.push_back(make_value(words.filled("stars_value", {{"stars", stars}})));
    } else if (answer.certificate_now || now->stars != *answer.stamp->stars_printed) {
        out.push_back(
            make_value(words.filled("stars_now", {{"stars", stars}, {"decision", now->decision}}))
        );
    }
    return out;
}

data product_section(Texts const& words, verdicts::Answer const& answer) {
    auto const& product = *answer.product;
    Rows rows(words);
    rows.add("trade_item", name_words(words, product.trade_item));
    rows.add("net_content", quantity_words(words, product.net_content));
    rows.add("stars", stars_values(words, answer));
    rows.add_code("gtin", product.gtin);
    rows.add("product_code", product.code);
    auto out = rows.section("product_title");
    auto const name = name_words(words, product.name);
    out.set("name", name.text);
    out.set("name_vi", name.vi_instead);
    if (product.photo) set_photo(out, words, *product.photo, name.text);
    set_more(out, words.text("product_link"), product_url(words.language(), product.code));
    return out;
}

NameWords authority_words(Texts const& words, verdicts::CertificateAnswer const& certificate) {
    auto before = name_words(words, certificate.authority);
    if (!certificate.authority_now) return before;
    auto const now = name_words(words, *certificate.authority_now);
    return {
        words.filled("authority_now", {{"before", before.text}, {"now", now.text}}),
        before.vi_instead && now.vi_instead};
}

data producer_section(Texts const& words, verdicts::Answer const& answer) {
    auto const& producer = *answer.producer;
    bool const vi_instead = words.language() != Language::vi;
    Rows rows(words);
    add_producer(rows, words, producer);
    if (answer.product && answer.product->story) {
        rows.add("story", NameWords{*answer.product->story, vi_instead});
    }
    auto out = rows.section("producer_title");
    set_more(out, words.text("producer_link"), producer_url(words.language(), producer.id));
    return out;
}

// The lot as registered, or just its number where the register has no more.
void add_lot(Rows& rows, Texts const& words, verdicts::Answer const& answer) {
    if (!answer.lot) {
        if (answer.stamp && !answer.stamp->lot.empty()) rows.add_code("lot", answer.stamp->lot);
        return;
    }
    auto const& lot = *answer.lot;
    rows.add_code("lot", lot.lot);
    rows.add_day("made_on", std::optional(lot.made_on));
    rows.add_day("best_before", lot.best_before);
    rows.add("lot_quantity", quantity_words(words, lot.quantity));
    if (lot.place) rows.add("made_at", name_words(words, *lot.place));
}

void add_stamp(Rows& rows, Texts const& words, verdicts::StampAnswer const& stamp) {
    rows.add_code("serial", stamp.serial_typed);
    if (stamp.position && stamp.count) {
        auto const number = number_words(words, static_cast<std::uint64_t>(*stamp.position));
        auto const count = number_words(words, static_cast<std::uint64_t>(*stamp.count));
        rows.add(
            "stamp_number",
            words.filled("stamp_number_value", {{"number", number}, {"count", count}})
        );
    }
    if (stamp.overt) {
        rows.add("overt_feature", NameWords{stamp.overt->text, words.language() != Language::vi});
        if (stamp.overt->photo) {
            auto photo = make_value(words.text("overt_photo_link"));
            photo.set("url", "/api/v1/photos/" + *stamp.overt->photo);
            rows.add("overt_photo", std::move(photo));
        }
    }
    rows.add_day("issued_at", stamp.issued_at);
    rows.add_day("activated_at", stamp.activated_at);
    rows.add_day("opened_at", stamp.opened_at);
}

data recall_section(Texts const& words, verdicts::RecallAnswer const& recall) {
    bool const vi_instead = words.language() != Language::vi;
    Rows rows(words);
    rows.add("ordered_by", name_words(words, recall.ordered_by));
    if (recall.decision && recall.decided_on) {
        rows.add(
            "recall_decision",
            words.filled(
                "certificate_decision_value",
                {{"decision", *recall.decision}, {"day", day_words(words, *recall.decided_on)}}
            )
        );
    }
    rows.add_day("recalled_on", std::optional(recall.since));
    rows.add("recall_reason", NameWords{recall.reason, vi_instead});
    if (recall.reply) rows.add("recall_reply", NameWords{*recall.reply, vi_instead});
    return rows.section(recall.voluntary ? "recall_voluntary_title" : "recall_title");
}

data hold_section(Texts const& words, verdicts::HoldAnswer const& hold) {
    Rows rows(words);
    rows.add("ordered_by", name_words(words, hold.ordered_by));
    rows.add_day("held_on", std::optional(hold.since));
    rows.add(
        "held_until", hold.until ? time_words(words, *hold.until) : words.text("held_until_lifted")
    );
    return rows.section("hold_title");
}

// What officials say of the pack, before anything else.
void add_acts(data& out, Texts const& words, verdicts::Answer const& answer) {
    if (answer.lot && answer.lot->recall) {
        out.push_back(recall_section(words, *answer.lot->recall));
    }
    if (answer.lot && answer.lot->hold) {
        out.push_back(hold_section(words, *answer.lot->hold));
    } else if (answer.stamp && answer.stamp->hold) {
        out.push_back(hold_section(words, *answer.stamp->hold));
    }
}

}  // namespace

bool in_force(verdicts::CertificateAnswer const& certificate) {
    using enum stamp::CertificateState;
    return certificate.state == valid || certificate.state == extended ||
           certificate.state == reinstated;
}

void set_more(data& section, std::string const& text, std::string const& url) {
    section.set("more_text", text);
    section.set("more_url", url);
}

void set_photo(
    data& section, Texts const& words, registry::Photo const& photo, std::string const& name
) {
    section.set("photo_url", "/api/v1/photos/" + photo.sha256 + "/thumbnail");
    section.set("photo_width", std::to_string(photo.width));
    section.set("photo_height", std::to_string(photo.height));
    section.set("photo_alt", words.filled("photo_alt", {{"name", name}}));
}

void add_producer(Rows& rows, Texts const& words, verdicts::ProducerAnswer const& producer) {
    rows.add("producer_name", name_words(words, producer.name));
    auto const* const form = boost::describe::enum_to_string(producer.legal_form, "");
    rows.add("legal_form", words.text(std::string("form_") + form));
    rows.add("address", NameWords{producer.address, words.language() != Language::vi});
    if (producer.website) {
        auto website = make_value(*producer.website);
        if (producer.website->starts_with("https://")) website.set("url", *producer.website);
        rows.add("website", std::move(website));
    }
}

data certificate_section(
    Texts const& words, std::string const& title, verdicts::CertificateAnswer const& certificate
) {
    Rows rows(words);
    rows.add("certificate_number", certificate.id);
    rows.add(
        "certificate_decision",
        words.filled(
            "certificate_decision_value",
            {{"decision", certificate.decision}, {"day", day_words(words, certificate.decided_on)}}
        )
    );
    rows.add("stars", words.filled("stars_value", {{"stars", std::to_string(certificate.stars)}}));
    rows.add(
        "certificate_term",
        words.filled(
            "certificate_term_value",
            {{"first", day_words(words, certificate.issued_on)},
             {"last", day_words(words, certificate.last_day)}}
        )
    );
    auto const* const state = boost::describe::enum_to_string(certificate.state, "");
    rows.add("certificate_state", words.text(std::string("state_") + state));
    if (certificate.withdrawal_decision && certificate.withdrawn_on) {
        rows.add(
            "withdrawal",
            words.filled(
                "withdrawal_value",
                {{"decision", *certificate.withdrawal_decision},
                 {"day", day_words(words, *certificate.withdrawn_on)}}
            )
        );
    }
    if (certificate.ground) {
        rows.add("ground", words.text("ground_" + std::to_string(*certificate.ground)));
    }
    rows.add("authority", authority_words(words, certificate));
    return rows.section(title);
}

data sections_data(Texts const& words, verdicts::Answer const& answer) {
    data out(data::type::list);
    add_acts(out, words, answer);
    if (answer.product) out.push_back(product_section(words, answer));
    if (auto const& certificate = answer.certificate) {
        out.push_back(certificate_section(words, "certificate_title", *certificate));
    }
    if (auto const& certificate = answer.certificate_now) {
        out.push_back(certificate_section(words, "certificate_now_title", *certificate));
    }
    if (answer.producer) out.push_back(producer_section(words, answer));
    Rows rows(words);
    add_lot(rows, words, answer);
    if (answer.stamp) add_stamp(rows, words, *answer.stamp);
    if (rows.rows().is_non_empty_list()) out.push_back(rows.section("lot_title"));
    return out;
}

data compare_data(Texts const& words, verdicts::Answer const& answer) {
    if (!answer.stamp || !answer.product) return data(data::type::list);
    Rows rows(words);
    auto item = name_words(words, answer.product->trade_item);
    item.text += " · " + quantity_words(words, answer.product->net_content);
    rows.add("compare_trade_item", item);
    if (answer.producer) rows.add("producer_title", name_words(words, answer.producer->name));
    rows.add_code("lot", answer.stamp->lot);
    rows.add_code("serial", answer.stamp->serial_typed);
    return rows.rows();
}

std::string lot_line_words(Texts const& words, verdicts::LotLine const& line) {
    return words.filled(
        "lot_line",
        {{"made", number_words(words, line.made)},
         {"applied", number_words(words, line.applied)},
         {"checked", number_words(words, line.checked)},
         {"checks", number_words(words, line.checks)},
         {"opened", number_words(words, line.opened)}}
    );
}

std::string checks_words(Texts const& words, checks::Summary const& checks) {
    if (checks.count == 0 || !checks.first_at || !checks.last_at) return words.text("checks_none");
    auto const first = time_words(words, *checks.first_at);
    if (checks.count == 1) return words.filled("checks_one", {{"first", first}});
    return words.filled(
        "checks_many",
        {{"count", number_words(words, checks.count)},
         {"first", first},
         {"last", time_words(words, *checks.last_at)}}
    );
}

}  // namespace ocop::pages
