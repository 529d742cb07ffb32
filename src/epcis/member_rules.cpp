#include "epcis/member_rules.hpp"

#include "epcis/members.hpp"
#include "epcis/sensors.hpp"

#include <algorithm>

namespace ocop::epcis {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// ±hh:mm up to ±13:59, and ±14:00.
bool is_zone_offset(std::string_view text) {
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':' ||
        !is_digit(text[1]) || !is_digit(text[2]) || !is_digit(text[4]) || !is_digit(text[5])) {
        return false;
    }
    auto const hours = text.substr(1, 2);
    auto const minutes = text.substr(4);
    return (hours < "14" && minutes < "60") || (hours == "14" && minutes == "00");
}

void check_uom(Check& c, json::value& v) {
    auto const text = view_of(v);
    bool const formed = std::all_of(text.begin(), text.end(), [](char ch) {
        return is_digit(ch) || (ch >= 'A' && ch <= 'Z');
    });
    if (text.size() < 2 || text.size() > 3 || !formed) {
        c.at.fault("must be a code of UN/ECE Recommendation 20: two or three of A-Z and 0-9");
    }
}

void check_biz_transaction_type(Check& c, json::value& v) {
    check_word(c, v, Vocabulary::biz_transaction_type);
}

void check_source_destination_type(Check& c, json::value& v) {
    check_word(c, v, Vocabulary::source_destination_type);
}

void check_error_reason(Check& c, json::value& v) {
    check_word(c, v, Vocabulary::error_reason);
}

void check_uris(Check& c, json::value& v) {
    check_list(c, v, 0, check_uri);
}

void check_dispositions(Check& c, json::value& v) {
    check_list(c, v, 1, check_disposition);
    check_unique(c, v);
}

constexpr MemberRule quantity_members[] = {
    {"epcClass", check_identifier, true},
    {"quantity", check_number},
    {"uom", check_uom},
};

constexpr MemberRule biz_transaction_members[] = {
    {"type", check_biz_transaction_type},
    {"bizTransaction", check_identifier, true},
};

constexpr MemberRule source_members[] = {
    {"type", check_source_destination_type, true},
    {"source", check_identifier, true},
};

constexpr MemberRule destination_members[] = {
    {"type", check_source_destination_type, true},
    {"destination", check_identifier, true},
};

constexpr MemberRule place_members[] = {
    {"id", check_identifier, true},
};

constexpr MemberRule disposition_members[] = {
    {"set", check_dispositions},
    {"unset", check_dispositions},
};

constexpr MemberRule error_members[] = {
    {"declarationTime", check_time, true},
    {"reason", check_error_reason},
    {"correctiveEventIDs", check_uris},
};

void check_quantity(Check& c, json::value& v) {
    check_object(c, v, quantity_members, Others::none);
}

void check_biz_transaction(Check& c, json::value& v) {
    check_object(c, v, biz_transaction_members, Others::none);
}

void check_source(Check& c, json::value& v) {
    check_object(c, v, source_members, Others::none);
}

void check_destination(Check& c, json::value& v) {
    check_object(c, v, destination_members, Others::none);
}

}  // namespace

void check_event_time(Check& c, json::value& v) {
    check_time(c, v);
    if (c.event_time && c.latest < *c.event_time) {
        c.at.fault("lies in the future");
    }
}

void check_zone_offset(Check& c, json::value& v) {
    if (!is_zone_offset(view_of(v))) {
        c.at.fault("must be an offset from -14:00 to +14:00, such as +07:00");
    }
}

void check_action(Check& c, json::value& v) {
    auto const text = view_of(v);
    if (text != "ADD" && text != "OBSERVE" && text != "DELETE") {
        c.at.fault("must be one of: ADD, OBSERVE, DELETE");
    }
}

void check_biz_step(Check& c, json::value& v) {
    check_word(c, v, Vocabulary::biz_step);
}

void check_disposition(Check& c, json::value& v) {
    check_word(c, v, Vocabulary::disposition);
}

void check_persistent_disposition(Check& c, json::value& v) {
    check_object(c, v, disposition_members, Others::none);
    auto const* o = v.if_object();
    if (o != nullptr && !o->contains("set") && !o->contains("unset")) {
        c.at.fault("must have set or unset");
    }
}

void check_place(Check& c, json::value& v) {
    check_object(c, v, place_members, Others::extensions);
}

void check_identifiers(Check& c, json::value& v) {
    check_list(c, v, 0, check_identifier);
}

void check_quantities(Check& c, json::value& v) {
    check_list(c, v, 0, check_quantity);
}

void check_biz_transactions(Check& c, json::value& v) {
    check_list(c, v, 0, check_biz_transaction);
}

void check_sources(Check& c, json::value& v) {
    check_list(c, v, 0, check_source);
}

void check_destinations(Check& c, json::value& v) {
    check_list(c, v, 0, check_destination);
}

void check_sensor_elements(Check& c, json::value& v) {
    check_list(c, v, 0, check_sensor_element);
}

void check_ilmd(Check& c, json::value& v) {
    check_object(c, v, {}, Others::extensions);
}

void check_certification_info(Check& c, json::value& v) {
    if (v.is_array()) {
        check_uris(c, v);
    } else {
        check_uri(c, v);
    }
}

void check_error_declaration(Check& c, json::value& v) {
    check_object(c, v, error_members, Others::extensions);
}

}  // namespace ocop::epcis
