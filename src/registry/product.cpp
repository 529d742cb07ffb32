#include "registry/product.hpp"

#include "registry/authority.hpp"
#include "registry/names.hpp"
#include "registry/producer.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/gs1/check_digit.hpp>

namespace ocop::registry {

namespace {

// Index: 'T' ‖ product ‖ 00 ‖ GTIN → empty.
std::string item_index(std::string_view product, std::string_view gtin) {
    return ByteWriter().u8('T').text_nul(product).text(gtin).take();
}

// Next free item reference under a GS1 prefix: 'n' ‖ prefix → be64.
std::string prefix_counter(std::string_view prefix) {
    return ByteWriter().u8('n').text(prefix).take();
}

Result<void> check(NewProduct& request) {
    Checks checks;
    checks.name("/name", request.name);
    checks.line("/story", request.story, 4000);
    if (!is_product_code(request.code)) {
        checks.fault("/code", "must have the form T-X-STT-YYYY, as 25-08620-01-2026");
    }
    if (group_of(request.criteria_set) == 0) {
        checks.fault("/criteria_set", "must be from 1 to 26");
    } else if (group_of(request.criteria_set) != request.group) {
        checks.fault(
            "/group", "of this criteria set is " + std::to_string(group_of(request.criteria_set))
        );
    }
    return checks.result();
}

Result<void> check(NewTradeItem& request) {
    Checks checks;
    checks.name("/name", request.name);
    checks.quantity("/net_content", request.net_content);
    for (std::size_t i = 0; request.members && i < request.members->size(); ++i) {
        auto const count = (*request.members)[i].count;
        if (count < 1 || count > 1000) {
            checks.fault("/members/" + std::to_string(i) + "/count", "must be from 1 to 1000");
        }
    }
    if (request.members && request.members->size() > 50) {
        checks.fault("/members", "must have at most 50 elements");
    }
    return checks.result();
}

Result<std::string> given_gtin(std::string_view text, std::string const& pointer) {
    auto gtin = gs1::parse_gtin(text);
    if (!gtin) {
        auto error = gtin.error();
        error.faults = {{pointer, error.faults.empty() ? "is not a GTIN" : error.faults[0].reason}};
        return error;
    }
    return gtin;
}

// The next unused GTIN-13 under the prefix of the product's authority, as 14 digits.
Result<std::string> allocate_gtin(store::Transaction& tx, std::string_view authority) {
    auto const owner = load<Authority>(tx, authority);
    if (!owner) {
        return owner.error();
    }
    if (!owner->gs1_prefix) {
        return Error(Errc::refused, "gtin_prefix_missing", "/gtin", "the authority has no prefix");
    }
    auto const& prefix = *owner->gs1_prefix;
    auto const bytes = tx.get(store::Space::registry, prefix_counter(prefix));
    if (!bytes) {
        return bytes.error();
    }
    auto reference = *bytes ? ByteReader(**bytes).u64() : 0;
    auto const width = 12 - prefix.size();
    for (;; ++reference) {
        auto digits = std::to_string(reference);
        if (digits.size() > width) {
            return Error(Errc::refused, "gtin_prefix_full", "/gtin", "no GTIN is left");
        }
        std::string body = "0";
        body.append(prefix).append(width - digits.size(), '0').append(digits);
        body.push_back(gs1::check_digit(body));
        auto const taken = find<TradeItem>(tx, body);
        if (!taken) {
            return taken.error();
        }
        if (!*taken) {
            tx.put(
                store::Space::registry,
                prefix_counter(prefix),
                ByteWriter().u64(reference + 1).view()
            );
            return body;
        }
    }
}

// Members to their canonical GTINs; each must be a registered trade item.
Result<std::vector<Member>> known_members(
    store::Reader const& reader, std::vector<Member> members
) {
    for (std::size_t i = 0; i < members.size(); ++i) {
        auto const pointer = "/members/" + std::to_string(i) + "/gtin";
        auto gtin = given_gtin(members[i].gtin, pointer);
        if (!gtin) {
            return gtin.error();
        }
        auto const item = find<TradeItem>(reader, *gtin);
        if (!item) {
            return item.error();
        }
        if (!*item) {
            return Error(Errc::refused, "member_unknown", pointer, "is not in the register");
        }
        members[i].gtin = std::move(*gtin);
    }
    return members;
}

}  // namespace

std::string key_of(Product const& product) {
    return product.code;
}

json::object clear_of(Product const& product) {
    return {
        {"product", product.code},
        {"producer", product.producer},
        {"authority", product.authority},
        {"criteria_set", product.criteria_set},
    };
}

std::int64_t group_of(std::int64_t criteria_set) {
    // The last criteria set of groups I to VI.
    constexpr std::array<std::int64_t, 6> last{13, 17, 20, 22, 25, 26};
    for (std::size_t i = 0; criteria_set >= 1 && i < last.size(); ++i) {
        if (criteria_set <= last[i]) {
            return static_cast<std::int64_t>(i) + 1;
        }
    }
    return 0;
}

bool is_product_code(std::string_view code) {
    auto const year_at = code.rfind('-');
    if (code.size() < 15 || code.size() > 17 || year_at == std::string_view::npos || year_at < 10) {
        return false;
    }
    auto const ordinal = code.substr(9, year_at - 9);
    auto const year = code.substr(year_at + 1);
    return is_digits(code.substr(0, 2), 2) && code[2] == '-' && is_digits(code.substr(3, 5), 5) &&
           code[8] == '-' && is_digits(ordinal, ordinal.size()) && is_digits(year, 4) &&
           year >= "2018" && year <= "2100";
}

Result<Product> register_product(store::Transaction& tx, Principal const& who, NewProduct request) {
    if (auto ok = check(request); !ok) {
        return ok.error();
    }
    auto const producer = find_for<Producer>(tx, who, request.producer);
    auto const authority = find<Authority>(tx, request.authority);
    if (!producer) {
        return producer.error();
    }
    if (!authority) {
        return authority.error();
    }
    if (!*producer) {
        return Error(Errc::refused, "producer_unknown", "/producer", "is not in the register");
    }
    if (!*authority) {
        return Error(Errc::refused, "authority_unknown", "/authority", "is not in the register");
    }
    auto const own = speaks_for(tx, who, request.authority);
    if (!own) {
        return own.error();
    }
    if (!*own) {
        return Error(Errc::refused, "authority_wrong", "/authority", "is not your authority");
    }
    Product record;
    record.code = std::move(request.code);
    record.producer = std::move(request.producer);
    record.authority = std::move(request.authority);
    record.name = std::move(request.name);
    record.legal_version = request.legal_version;
    record.group = request.group;
    record.criteria_set = request.criteria_set;
    record.story = std::move(request.story);
    auto created = create(tx, who, std::move(record));
    if (!created) {
        return created;
    }
    if (auto const entered = enter_names(tx, named(*created)); !entered) {
        return entered.error();
    }
    return created;
}

std::string key_of(TradeItem const& item) {
    return item.gtin;
}

json::object clear_of(TradeItem const& item) {
    return {
        {"gtin", item.gtin},
        {"product", item.product},
        {"producer", item.producer},
        {"content", item.net_content.value},
        {"measure", boost::describe::enum_to_string(item.net_content.unit, "?")},
    };
}

Result<TradeItem> register_trade_item(
    store::Transaction& tx, Principal const& who, NewTradeItem request
) {
    if (auto ok = check(request); !ok) {
        return ok.error();
    }
    auto const product = find_for<Product>(tx, who, request.product);
    if (!product) {
        return product.error();
    }
    if (!*product) {
        return Error(Errc::refused, "product_unknown", "/product", "is not in the register");
    }
    auto members = known_members(tx, std::move(request.members).value_or(std::vector<Member>()));
    if (!members) {
        return members.error();
    }
    auto gtin = request.gtin ? given_gtin(*request.gtin, "/gtin")
                             : allocate_gtin(tx, (*product)->authority);
    if (!gtin) {
        return gtin.error();
    }
    TradeItem record;
    record.gtin = std::move(*gtin);
    record.product = std::move(request.product);
    record.producer = (*product)->producer;
    record.name = std::move(request.name);
    record.net_content = request.net_content;
    record.members = std::move(*members);
    auto created = create(tx, who, std::move(record));
    if (created) {
        tx.put(store::Space::registry, item_index(created->product, created->gtin), {});
    }
    return created;
}

Result<TradeItem> show_photo(
    store::Transaction& tx, Principal const& who, std::string_view gtin, std::optional<Photo> photo
) {
    auto record = load_for<TradeItem>(tx, who, gtin);
    if (!record) {
        return record;
    }
    record->photo = std::move(photo);
    return change(tx, who, "photo_changed", {}, std::move(*record));
}

void leave_product(store::Transaction& tx, TradeItem const& item) {
    tx.erase(store::Space::registry, item_index(item.product, item.gtin));
}

Result<std::vector<TradeItem>> trade_items_of(
    store::Reader const& reader, std::string_view product
) {
    std::vector<std::string> gtins;
    auto const prefix = item_index(product, {});
    auto const scanned =
        reader
            .scan(store::Space::registry, prefix, {}, [&](std::string_view key, std::string_view) {
                gtins.emplace_back(key.substr(prefix.size()));
                return true;
            });
    if (!scanned) {
        return scanned.error();
    }
    std::vector<TradeItem> items;
    for (auto const& gtin : gtins) {
        auto item = load<TradeItem>(reader, gtin);
        if (!item) {
            return item.error();
        }
        items.push_back(std::move(*item));
    }
    return items;
}

}  // namespace ocop::registry
