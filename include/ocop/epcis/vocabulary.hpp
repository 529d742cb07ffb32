#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

// The words of the Core Business Vocabulary 2.0. Pure; any thread.
namespace ocop::epcis {

enum class Vocabulary : std::uint8_t {
    biz_step,
    disposition,
    biz_transaction_type,
    source_destination_type,
    error_reason,
    measurement_type,
    sensor_alert_type,
    component,
};

// The standard's words in the order of the schema; live as long as the program.
std::span<std::string_view const> words(Vocabulary vocabulary);
bool is_word(Vocabulary vocabulary, std::string_view text);

// What a value may be instead of a word: a URI outside the standard's own namespaces (schema 2.0.1,
// vocab-other-uri and vocab-nonGS1WebVoc-uri).
bool is_custom(Vocabulary vocabulary, std::string_view text);

// The web URI of a bare word as in the event hash (https://ref.gs1.org/cbv/BizStep-shipping,
// https://ref.gs1.org/voc/… for measurement and alert types: what the vectors have, not the
// https://gs1.org/voc/ of the JSON-LD context); another text as it is.
std::string web_uri(Vocabulary vocabulary, std::string_view text);

// The bare word of any form a query may use (urn:epcglobal:cbv:bizstep:shipping,
// https://ref.gs1.org/cbv/BizStep-shipping, https://ns.gs1.org/cbv/…, cbv:…); another text as it
// is.
std::string bare_word(Vocabulary vocabulary, std::string_view text);

// A value of a unit of UN/ECE Recommendation 20 in the base unit of its dimension ("CEL" and "FAH"
// to kelvin): two values compare when their dimensions are the same. An empty optional for a unit
// that is not in our table: it compares with itself alone. The value is rounded to 12 significant
// digits, so that equal amounts in two units are equal.
struct BaseValue {
    std::string_view dimension;
    double value = 0;
};

std::optional<BaseValue> to_base_unit(std::string_view uom, double value);

}  // namespace ocop::epcis
