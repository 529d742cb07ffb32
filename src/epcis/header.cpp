#include "epcis/header.hpp"

namespace ocop::epcis {

namespace {

void check_attribute_value(Check& c, json::value& v) {
    if (!v.is_string() && !v.is_number() && !v.is_object()) {
        c.at.fault("must be a string, a number or an object");
        return;
    }
    check_extension(c, v);
}

constexpr MemberRule attribute_members[] = {
    {"id", check_uri, true},
    {"attribute", check_attribute_value},
};

void check_attribute(Check& c, json::value& v) {
    check_object(c, v, attribute_members, Others::any);
}

void check_attributes(Check& c, json::value& v) {
    check_list(c, v, 0, check_attribute);
}

void check_children(Check& c, json::value& v) {
    check_list(c, v, 0, check_uri);
}

constexpr MemberRule element_members[] = {
    {"id", check_uri, true},
    {"attributes", check_attributes},
    {"children", check_children},
};

void check_element(Check& c, json::value& v) {
    check_object(c, v, element_members, Others::any);
}

void check_elements(Check& c, json::value& v) {
    check_list(c, v, 0, check_element);
}

constexpr MemberRule vocabulary_members[] = {
    {"type", check_uri, true},
    {"vocabularyElementList", check_elements},
};

void check_vocabulary(Check& c, json::value& v) {
    check_object(c, v, vocabulary_members, Others::any);
}

constexpr MemberRule master_data_members[] = {
    {"vocabularyList", check_vocabularies},
};

void check_master_data(Check& c, json::value& v) {
    check_object(c, v, master_data_members, Others::any);
}

constexpr MemberRule header_members[] = {
    {"epcisMasterData", check_master_data},
};

}  // namespace

void check_vocabularies(Check& c, json::value& v) {
    check_list(c, v, 0, check_vocabulary);
}

void check_header(Check& c, json::value& v) {
    check_object(c, v, header_members, Others::extensions);
}

}  // namespace ocop::epcis
