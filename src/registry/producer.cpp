#include "registry/producer.hpp"

#include "registry/names.hpp"

#include <ocop/gs1/check_digit.hpp>

#include <algorithm>

namespace ocop::registry {

namespace {

bool is_tax_code(std::string_view code) {
    return is_digits(code, 10) || is_digits(code, 13);
}

// What a link of ours may lead to: no scripts, no plain http, no spaces or quotes to break out of,
// and no user part, which can look like another host.
bool is_https(std::string_view uri) {
    return uri.size() <= 300 && uri.substr(0, 8) == "https://" && uri.size() > 8 &&
           std::all_of(uri.begin(), uri.end(), [](char c) {
               return c > ' ' && c < 0x7F && c != '"' && c != '\'' && c != '<' && c != '>' &&
                      c != '\\' && c != '@';
           });
}

void check_commune(Checks& checks, std::string_view code) {
    if (!is_digits(code, 5)) {
        checks.fault("/commune_code", "must be five digits");
    }
}

Result<void> check(NewProducer& request) {
    Checks checks;
    checks.name("/name", request.name);
    checks.line("/address", request.address, text_chars_max);
    checks.line("/phone", request.phone, 30);
    check_commune(checks, request.commune_code);
    if (request.tax_code && !is_tax_code(*request.tax_code)) {
        checks.fault("/tax_code", "must be 10 or 13 digits");
    }
    if (request.website && !is_https(*request.website)) {
        checks.fault("/website", "must be an https URI");
    }
    return checks.result();
}

Producer filled(NewProducer request) {
    Producer record;
    record.name = std::move(request.name);
    record.legal_form = request.legal_form;
    record.tax_code = std::move(request.tax_code);
    record.commune_code = std::move(request.commune_code);
    record.address = std::move(request.address);
    record.phone = std::move(request.phone);
    record.website = std::move(request.website);
    return record;
}

Result<void> check(NewPlace& request) {
    Checks checks;
    checks.name("/name", request.name);
    checks.line("/growing_area_code", request.growing_area_code, 60);
    check_commune(checks, request.commune_code);
    if (request.gln && !gs1::is_gln(*request.gln)) {
        checks.fault("/gln", "must be 13 digits with a right check digit");
    }
    if (request.uri && !is_https(*request.uri) && request.uri->substr(0, 4) != "urn:") {
        checks.fault("/uri", "must be an https or urn URI");
    }
    checks.line("/uri", request.uri, 300);
    if (request.area_m2 && (*request.area_m2 < 1 || *request.area_m2 > 1'000'000'000)) {
        checks.fault("/area_m2", "must be from 1 to 1000000000");
    }
    return checks.result();
}

}  // namespace

Result<std::string> commune_of(store::Reader const& reader, std::string_view producer) {
    auto found = find<Producer>(reader, producer);
    if (!found) {
        return found.error();
    }
    return *found ? std::move((*found)->commune_code) : std::string();
}

Result<bool> reaches_producer(
    store::Reader const& reader,
    Principal const& who,
    std::string_view producer,
    std::string_view place
) {
    std::string commune;
    if (who.reach == accounts::Reach::commune) {
        auto found = commune_of(reader, producer);
        if (!found) {
            return found.error();
        }
        commune = std::move(*found);
    }
    return accounts::may_reach(who, {producer, commune, place});
}

std::string key_of(Producer const& producer) {
    return producer.id;
}

json::object clear_of(Producer const& producer) {
    return {{"producer", producer.id}, {"commune", producer.commune_code}};
}

Result<Producer> register_producer(
    store::Transaction& tx, Principal const& who, Random& random, NewProducer request
) {
    if (auto ok = check(request); !ok) {
        return ok.error();
    }
    auto record = filled(std::move(request));
    record.id = random_id(random);
    auto created = create(tx, who, std::move(record));
    if (!created) {
        return created;
    }
    if (auto const entered = enter_names(tx, named(*created)); !entered) {
        return entered.error();
    }
    return created;
}

Result<Producer> change_producer(
    store::Transaction& tx,
    Principal const& who,
    std::string_view id,
    std::optional<std::int64_t> expected,
    NewProducer request
) {
    if (auto ok = check(request); !ok) {
        return ok.error();
    }
    auto const before = load_for<Producer>(tx, who, id);
    if (!before) {
        return before.error();
    }
    auto record = filled(std::move(request));
    record.id = std::string(id);
    auto changed = change(tx, who, "changed", expected, std::move(record));
    if (!changed) {
        return changed;
    }
    if (auto const entered = change_names(tx, named(*before), named(*changed)); !entered) {
        return entered.error();
    }
    return changed;
}

std::string key_of(Place const& place) {
    return place.id;
}

json::object clear_of(Place const& place) {
    return {{"place", place.id}, {"producer", place.producer}};
}

Result<Place> register_place(
    store::Transaction& tx, Principal const& who, Random& random, NewPlace request
) {
    if (auto ok = check(request); !ok) {
        return ok.error();
    }
    auto const owner = find_for<Producer>(tx, who, request.producer);
    if (!owner) {
        return owner.error();
    }
    if (!*owner) {
        return Error(Errc::refused, "producer_unknown", "/producer", "is not in the register");
    }
    Place record;
    record.id = request.gln ? *request.gln : random_id(random);
    record.kind = request.kind;
    record.name = std::move(request.name);
    record.producer = std::move(request.producer);
    record.commune_code = std::move(request.commune_code);
    record.gln = std::move(request.gln);
    record.uri = std::move(request.uri);
    record.growing_area_code = std::move(request.growing_area_code);
    record.area_m2 = request.area_m2;
    return create(tx, who, std::move(record));
}

}  // namespace ocop::registry
