#include "epcis/query_reader.hpp"

#include <ocop/epcis/identifier.hpp>
#include <ocop/epcis/vocabulary.hpp>

#include <algorithm>
#include <array>

// Conditions on identifiers: what, where, from whom to whom, under which transaction.
namespace ocop::epcis {

namespace {

constexpr std::string_view domain = "https://id.gs1.org/";

// The domain, the key's AI and its value: two identifiers of one thing or class have it in common.
// All of an opaque one. Spares most comparisons the strings that finest_key() and classes_of()
// make.
std::string_view key_part(std::string_view canonical) {
    if (!canonical.starts_with(domain)) {
        return canonical;
    }
    auto const value_at = canonical.find('/', domain.size());
    if (value_at == std::string_view::npos) {
        return canonical;
    }
    return canonical.substr(0, canonical.find('/', value_at + 1));
}

// What a value of MATCH_* stands for.
struct Wanted {
    enum class How : std::uint8_t { itself, under, pattern } how = How::itself;
    std::string text;  // finest key, or class
    Pattern pattern;
};

std::optional<Identifier> identifier_of(Given const& given, std::string_view text) {
    auto found = read_identifier(text);
    if (found) {
        return std::move(*found);
    }
    auto const& faults = found.error().faults;
    given.fault(faults.empty() ? "has a value that is no identifier" : faults.front().reason);
    return std::nullopt;
}

std::optional<Wanted> wanted_of(Given const& given, std::string_view text) {
    if (text.starts_with("urn:epc:idpat:")) {
        auto pattern = read_pattern(text);
        if (!pattern) {
            auto const& faults = pattern.error().faults;
            given.fault(faults.empty() ? "has a bad pattern" : faults.front().reason);
            return std::nullopt;
        }
        if (pattern->klass) {
            return Wanted{Wanted::How::under, std::move(*pattern->klass), {}};
        }
        return Wanted{Wanted::How::pattern, {}, std::move(*pattern)};
    }
    auto const id = identifier_of(given, text);
    if (!id) {
        return std::nullopt;
    }
    if (id->kind == IdentifierKind::klass) {
        return Wanted{Wanted::How::under, id->canonical, {}};
    }
    return Wanted{Wanted::How::itself, finest_key(id->canonical), {}};
}

// Exact identifiers, as places and transactions are compared.
class Identifiers {
  public:
    // Takes finest keys.
    explicit Identifiers(std::vector<std::string> finest) : finest_(std::move(finest)) {
        for (auto const& one : finest_.texts()) {
            keys_.push_back(std::string(key_part(one)));
        }
        std::sort(keys_.begin(), keys_.end());
    }

    // Takes the parameter's values; nothing is added for one that is no identifier.
    explicit Identifiers(Given const& given) : Identifiers(finest_of(given)) {}

    bool contains(std::string_view id) const {
        if (id.empty() || finest_.contains(id)) {
            return !id.empty();
        }
        auto const key = key_part(id);
        return key.size() < id.size() &&
               std::binary_search(keys_.begin(), keys_.end(), key, std::less<>()) &&
               finest_.contains(finest_key(id));
    }

    std::vector<std::string> const& texts() const { return finest_.texts(); }

  private:
    static std::vector<std::string> finest_of(Given const& given) {
        std::vector<std::string> out;
        for (auto const& text : given.texts()) {
            if (auto const id = identifier_of(given, text)) {
                out.push_back(finest_key(id->canonical));
            }
        }
        return out;
    }

    Alternatives finest_;
    std::vector<std::string> keys_;
};

// All that the values of a MATCH_* stand for, sorted: one identifier costs O(log n), but that
// patterns are gone through.
class Things {
  public:
    explicit Things(std::vector<Wanted> const& wanted) : instances_(texts_of(wanted, false)) {
        classes_ = Alternatives(texts_of(wanted, true));
        for (auto const& one : wanted) {
            if (one.how == Wanted::How::pattern) {
                patterns_.push_back(one.pattern);
            }
        }
    }

    bool find(std::string_view id) const {
        return !id.empty() &&
               (instances_.contains(id) || is_under(id) ||
                std::any_of(patterns_.begin(), patterns_.end(), [&](Pattern const& pattern) {
                    return in_pattern(pattern, id);
                }));
    }

    std::size_t patterns() const { return patterns_.size(); }

  private:
    static std::vector<std::string> texts_of(std::vector<Wanted> const& wanted, bool under) {
        std::vector<std::string> out;
        for (auto const& one : wanted) {
            if (one.how == (under ? Wanted::How::under : Wanted::How::itself)) {
                out.push_back(one.text);
            }
        }
        return out;
    }

    bool is_under(std::string_view id) const {
        auto const& texts = classes_.texts();
        if (classes_.contains(id)) {
            return true;
        }
        // The class of a GRAI or GDTI is the beginning of its key. Of a few classes this is cheaper
        // to ask than for the classes of the identifier.
        constexpr std::size_t few = 8;
        bool const may_be = texts.size() > few ||
                            std::any_of(texts.begin(), texts.end(), [&](std::string const& text) {
                                return id.starts_with(key_part(text));
                            });
        if (!may_be) {
            return false;
        }
        auto const classes = classes_of(id);
        return std::any_of(classes.begin(), classes.end(), [&](std::string const& klass) {
            return classes_.contains(klass);
        });
    }

    Identifiers instances_;
    Alternatives classes_;
    std::vector<Pattern> patterns_;
};

struct What {
    std::string_view parameter;
    bool parent;
    IndexTerm exact;                        // the index of things that are wanted as such
    std::array<std::string_view, 4> lists;  // empty names behind the last
};

constexpr What whats[] = {
    {"MATCH_epc", false, IndexTerm::item, {"epcList", "childEPCs"}},
    {"MATCH_parentID", true, IndexTerm::parent, {}},
    {"MATCH_inputEPC", false, IndexTerm::item, {"inputEPCList"}},
    {"MATCH_outputEPC", false, IndexTerm::item, {"outputEPCList"}},
    {"MATCH_anyEPC",
     true,
     IndexTerm::item,
     {"epcList", "childEPCs", "inputEPCList", "outputEPCList"}},
    {"MATCH_epcClass", false, IndexTerm::klass, {"quantityList", "childQuantityList"}},
    {"MATCH_inputEPCClass", false, IndexTerm::klass, {"inputQuantityList"}},
    {"MATCH_outputEPCClass", false, IndexTerm::klass, {"outputQuantityList"}},
    {"MATCH_anyEPCClass",
     false,
     IndexTerm::klass,
     {"quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList"}},
};

bool any_found(Things const& wanted, What const& what, Event const& event) {
    if (what.parent && wanted.find(parent_id(event))) {
        return true;
    }
    for (auto const name : what.lists) {
        auto const* list = name.empty() ? nullptr : list_in(event.body, name);
        if (list != nullptr && std::any_of(list->begin(), list->end(), [&](json::value const& v) {
                auto const* element = v.if_object();
                return wanted.find(element != nullptr ? text_in(*element, "epcClass") : view_of(v));
            })) {
            return true;
        }
    }
    return false;
}

// The index for a set of wanted things. Of instances and classes together, the classes, with those
// of the instances: more is found than meets the condition, which may be.
IndexTerm index_of(
    What const& what, std::vector<Wanted> const& wanted, std::vector<std::string>& values
) {
    auto const is = [](Wanted::How how) {
        return [how](Wanted const& one) { return one.how == how; };
    };
    if (std::any_of(wanted.begin(), wanted.end(), is(Wanted::How::pattern))) {
        return IndexTerm::none;
    }
    bool const all_exact = std::all_of(wanted.begin(), wanted.end(), is(Wanted::How::itself));
    for (auto const& one : wanted) {
        if (all_exact || one.how == Wanted::How::under) {
            values.push_back(one.text);
            continue;
        }
        auto const classes = classes_of(one.text);
        if (classes.empty()) {
            values.clear();
            return IndexTerm::none;
        }
        values.push_back(classes.back());
    }
    return all_exact ? what.exact : IndexTerm::klass;
}

}  // namespace

bool MasterData::within(std::string_view place, std::string_view ancestor) const {
    if (place == ancestor) {
        return true;
    }
    return place.starts_with(ancestor) && ancestor.starts_with("https://id.gs1.org/414/") &&
           place.substr(ancestor.size()).starts_with("/254/");
}

std::vector<std::string> MasterData::attribute(
    std::string_view /*element*/, std::string_view /*name*/
) const {
    return {};
}

bool read_match(QueryReader& reader, Given const& given) {
    auto const* const what = std::find_if(std::begin(whats), std::end(whats), [&](What const& row) {
        return row.parameter == given.name();
    });
    if (what == std::end(whats)) {
        return false;
    }
    std::vector<Wanted> wanted;
    for (auto const& text : given.texts()) {
        if (auto one = wanted_of(given, text)) {
            wanted.push_back(std::move(*one));
        }
    }
    std::vector<std::string> values;
    auto const term = index_of(*what, wanted, values);
    Things things(wanted);
    reader.walked += things.patterns();
    reader.add(
        given,
        term,
        std::move(values),
        [things = std::move(things), row = *what](Event const& event, Instant, MasterData const&) {
            return any_found(things, row, event);
        }
    );
    return true;
}

bool read_place(QueryReader& reader, Given const& given) {
    auto const name = given.name();
    bool const is_point = name.ends_with("_readPoint");
    if (!is_point && !name.ends_with("_bizLocation")) {
        return false;
    }
    auto const relation = name.substr(0, name.rfind('_'));
    if (relation != "EQ" && relation != "WD") {
        return false;
    }
    auto const place = is_point ? read_point : biz_location;
    Identifiers const ids(given);
    if (relation == "EQ") {
        reader.add(
            given,
            is_point ? IndexTerm::read_point : IndexTerm::biz_location,
            ids.texts(),
            [ids, place](Event const& event, Instant, MasterData const&) {
                return ids.contains(place(event));
            }
        );
        return true;
    }
    reader.add(
        given,
        IndexTerm::none,
        {},
        [ids, place](Event const& event, Instant, MasterData const& master_data) {
            auto const here = place(event);
            auto const& texts = ids.texts();
            return ids.contains(here) ||
                   (!here.empty() &&
                    std::any_of(texts.begin(), texts.end(), [&](std::string const& ancestor) {
                        return master_data.within(here, ancestor);
                    }));
        }
    );
    return true;
}

bool read_party(QueryReader& reader, Given const& given) {
    struct Family {
        std::string_view start;
        std::string_view list;
        std::string_view member;
        Vocabulary types;
        IndexTerm term;
    };

    constexpr Family families[] = {
        {"EQ_bizTransaction_",
         "bizTransactionList",
         "bizTransaction",
         Vocabulary::biz_transaction_type,
         IndexTerm::biz_transaction},
        {"EQ_source_",
         "sourceList",
         "source",
         Vocabulary::source_destination_type,
         IndexTerm::none},
        {"EQ_destination_",
         "destinationList",
         "destination",
         Vocabulary::source_destination_type,
         IndexTerm::none},
    };
    auto const* const family =
        std::find_if(std::begin(families), std::end(families), [&](Family const& row) {
            return given.name().starts_with(row.start);
        });
    if (family == std::end(families)) {
        return false;
    }
    auto const type = bare_word(family->types, given.name().substr(family->start.size()));
    if (!is_word(family->types, type) && !is_custom(family->types, type)) {
        given.fault("ends in a type that is neither a word of the CBV nor a URI");
        return true;
    }
    Identifiers const ids(given);
    Alternatives const types(with_expansion(reader, type));
    auto const holds = [ids,
                        types,
                        list = family->list,
                        member = family->member](Event const& event, Instant, MasterData const&) {
        auto const* entries = list_in(event.body, list);
        return entries != nullptr &&
               std::any_of(entries->begin(), entries->end(), [&](json::value const& v) {
                   return v.is_object() && types.contains(text_in(v.get_object(), "type")) &&
                          ids.contains(text_in(v.get_object(), member));
               });
    };
    auto const indexed = family->term == IndexTerm::none ? std::vector<std::string>() : ids.texts();
    reader.add(given, family->term, indexed, holds);
    return true;
}

}  // namespace ocop::epcis
