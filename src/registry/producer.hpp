#pragma once

#include "registry/register.hpp"

#include <ocop/base/random.hpp>

namespace ocop::registry {

BOOST_DEFINE_ENUM_CLASS(
    LegalForm, enterprise, cooperative, cooperative_group, farm, craft_village, household
)

// Chủ thể OCOP: who makes a product and answers for it.
struct Producer : Stored {
    static constexpr char tag = 'p';
    static constexpr std::string_view noun = "producer";
    static constexpr std::string_view exists = "producer_exists";
    static constexpr std::string_view absent = "producer_not_found";

    std::string id;
    Name name;
    LegalForm legal_form = LegalForm::household;
    std::optional<std::string> tax_code;  // 10 or 13 digits (mã số thuế)
    std::string commune_code;             // five digits, QĐ 19/2025/QĐ-TTg
    std::string address;
    std::optional<std::string> phone;
    std::optional<std::string> website;  // https only
};
BOOST_DESCRIBE_STRUCT(
    Producer, (Stored), (id, name, legal_form, tax_code, commune_code, address, phone, website)
)

struct NewProducer {
    Name name;
    LegalForm legal_form = LegalForm::household;
    std::optional<std::string> tax_code;
    std::string commune_code;
    std::string address;
    std::optional<std::string> phone;
    std::optional<std::string> website;
};
BOOST_DESCRIBE_STRUCT(
    NewProducer, (), (name, legal_form, tax_code, commune_code, address, phone, website)
)

std::string key_of(Producer const& producer);

inline std::string_view producer_of(Producer const& producer) {
    return producer.id;
}

json::object clear_of(Producer const& producer);

// malformed "request_invalid"; refused "name_confusable" (names.hpp).
Result<Producer> register_producer(
    store::Transaction& tx, Principal const& who, Random& random, NewProducer request
);
// Replaces what a producer may change; errors as above, and not_found "producer_not_found",
// precondition "revision_stale".
Result<Producer> change_producer(
    store::Transaction& tx,
    Principal const& who,
    std::string_view id,
    std::optional<std::int64_t> expected,
    NewProducer request
);

BOOST_DEFINE_ENUM_CLASS(PlaceKind, plot, workshop, warehouse, shop)

// A location of the value chain: a GLN, or a private URI for those without a GS1 prefix.
struct Place : Stored {
    static constexpr char tag = 'w';
    static constexpr std::string_view noun = "place";
    static constexpr std::string_view exists = "place_exists";
    static constexpr std::string_view absent = "place_not_found";

    std::string id;  // the GLN (13 digits) where there is one, else made here
    PlaceKind kind = PlaceKind::plot;
    Name name;
    std::string producer;      // id of its owner
    std::string commune_code;  // five digits
    std::optional<std::string> gln;
    std::optional<std::string> uri;                // the owner's own https or urn name for it
    std::optional<std::string> growing_area_code;  // mã số vùng trồng (PUC)
    std::optional<std::int64_t> area_m2;
};
BOOST_DESCRIBE_STRUCT(
    Place, (Stored), (id, kind, name, producer, commune_code, gln, uri, growing_area_code, area_m2)
)

struct NewPlace {
    PlaceKind kind = PlaceKind::plot;
    Name name;
    std::string producer;
    std::string commune_code;
    std::optional<std::string> gln;
    std::optional<std::string> uri;
    std::optional<std::string> growing_area_code;
    std::optional<std::int64_t> area_m2;
};
BOOST_DESCRIBE_STRUCT(
    NewPlace, (), (kind, name, producer, commune_code, gln, uri, growing_area_code, area_m2)
)

std::string key_of(Place const& place);

inline std::string_view producer_of(Place const& place) {
    return place.producer;
}

json::object clear_of(Place const& place);

// malformed "request_invalid"; refused "producer_unknown", also for one that `who` does not reach;
// conflict "place_exists" for a GLN that is taken.
Result<Place> register_place(
    store::Transaction& tx, Principal const& who, Random& random, NewPlace request
);

}  // namespace ocop::registry
