#include "events/master_data.hpp"

#include "epcis/members.hpp"
#include "registry/register.hpp"

#include <ocop/base/bytes.hpp>
#include <ocop/epcis/identifier.hpp>

#include <algorithm>
#include <set>

namespace ocop::events {

namespace {

using epcis::list_in;
using store::Space;

constexpr std::size_t parents_kept_max = 4'096;
constexpr std::size_t places_kept_max = 1'024;
constexpr std::size_t keys_kept_max = 2'048;
constexpr std::size_t elements_kept_max = 256;

template <class Map>
void make_room(Map& map, std::size_t max) {
    if (map.size() >= max) {
        map.clear();
    }
}

std::string element_key(std::string_view id) {
    return ByteWriter().u8('v').text(thing_key(id)).take();
}

// `child` and `parent` are thing_key().
std::string way_up(std::string_view child, std::string_view parent) {
    return ByteWriter().u8('V').text(child).u8(0).text(parent).take();
}

Error corrupt(std::string reason) {
    return {Errc::corrupt, "store_corrupt", "", std::move(reason)};
}

std::string text_at(json::object const& o, std::string_view name) {
    return std::string(o.at(name).as_string());
}

class ElementReader {
  public:
    Result<std::vector<ElementCandidate>> read(
        json::array const& vocabularies, std::string const& pointer
    ) {
        for (std::size_t i = 0; i < vocabularies.size(); ++i) {
            add_vocabulary(vocabularies[i].as_object(), pointer + "/" + std::to_string(i));
        }
        if (elements_ > elements_max) {
            return too_many(pointer, elements_max, "elements of master data");
        }
        if (children_ > children_max) {
            return too_many(pointer, children_max, "children in master data");
        }
        if (!faults_.empty()) {
            return Error(Errc::malformed, "validation_failed", std::move(faults_));
        }
        return finish();
    }

  private:
    static Error too_many(std::string const& pointer, std::size_t max, std::string const& what) {
        return {
            Errc::too_large,
            "capture_limit_exceeded",
            pointer,
            "must have at most " + std::to_string(max) + " " + what,
        };
    }

    // Stops past a bound.
    void add_vocabulary(json::object const& vocabulary, std::string const& pointer) {
        auto const* list = list_in(vocabulary, "vocabularyElementList");
        auto const type = text_at(vocabulary, "type");
        for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
            if (children_ > children_max || ++elements_ > elements_max) {
                return;
            }
            auto const at = pointer + "/vocabularyElementList/" + std::to_string(i);
            add((*list)[i].as_object(), type, at);
        }
    }

    // Empty after a fault.
    std::string read_id(json::value const& v, std::string const& pointer) {
        auto const id = epcis::read_identifier(v.as_string());
        if (id) {
            return epcis::finest_key(id->canonical);
        }
        if (faults_.size() < json::faults_max) {
            auto const& told = id.error().faults;
            faults_.push_back({pointer, told.empty() ? "is no identifier" : told[0].reason});
        }
        return {};
    }

    void add(json::object const& o, std::string const& type, std::string const& pointer) {
        auto const id = read_id(o.at("id"), pointer + "/id");
        auto const known = places_.emplace(id, out_.size());
        if (known.second) {
            auto& made = out_.emplace_back();
            made.element.type = type;
            made.element.id = id;
            made.named.things.push_back(described_thing(id, pointer + "/id"));
        }
        auto& candidate = out_[known.first->second];
        if (auto const* attributes = list_in(o, "attributes")) {
            add_attributes(candidate.element, *attributes);
        }
        if (auto const* children = list_in(o, "children")) {
            add_children(candidate, *children, pointer + "/children/");
        }
    }

    static void add_attributes(Element& element, json::array const& attributes) {
        for (auto const& entry : attributes) {
            auto const& attribute = entry.as_object();
            if (auto const* value = attribute.if_contains("attribute")) {
                element.attributes.push_back({text_at(attribute, "id"), *value});
            }
        }
    }

    void add_children(
        ElementCandidate& candidate, json::array const& children, std::string const& pointer
    ) {
        for (std::size_t i = 0; i < children.size() && ++children_ <= children_max; ++i) {
            auto const at = pointer + std::to_string(i);
            auto child = read_id(children[i], at);
            if (child != candidate.element.id &&
                pairs_.emplace(candidate.element.id, child).second) {
                candidate.named.things.push_back(described_thing(child, at));
                candidate.element.children.push_back(std::move(child));
            }
        }
    }

    Result<std::vector<ElementCandidate>> finish() {
        for (auto const& candidate : out_) {
            if (json::serialize(json::write(candidate.element)).size() > element_bytes_max) {
                return Error(
                    Errc::too_large,
                    "element_too_large",
                    candidate.named.things.front().pointer,
                    "an element has at most " + std::to_string(element_bytes_max) + " bytes"
                );
            }
        }
        return std::move(out_);
    }

    std::vector<ElementCandidate> out_;
    std::map<std::string, std::size_t, std::less<>> places_;  // in out_, by id
    std::set<std::pair<std::string, std::string>> pairs_;     // parent and child
    std::vector<Fault> faults_;
    std::size_t elements_ = 0;
    std::size_t children_ = 0;
};

constexpr std::string_view prefix_short = "cbvmda:";
constexpr std::string_view prefix_whole = "urn:epcglobal:cbv:mda:";

// Empty for a name that is not the standard's.
std::string_view standard_name(std::string_view name) {
    for (auto const prefix : {prefix_short, prefix_whole}) {
        if (name.starts_with(prefix)) {
            return name.substr(prefix.size());
        }
    }
    return {};
}

bool is_same_name(std::string_view a, std::string_view b) {
    auto const standard = standard_name(a);
    return a == b || (!standard.empty() && standard == standard_name(b));
}

// A GLN's extension lies within the GLN, whatever else it lies within.
std::string bare_gln(std::string_view place) {
    auto const extension = place.find("/254/");
    bool const is_gln = place.starts_with("https://id.gs1.org/414/");
    return std::string(is_gln && extension != place.npos ? place.substr(0, extension) : "");
}

}  // namespace

Result<std::vector<ElementCandidate>> read_elements(
    json::array const& vocabularies, std::string const& pointer
) {
    return ElementReader().read(vocabularies, pointer);
}

Result<void> check_element(Rights& rights, ElementCandidate const& candidate) {
    auto checked = rights.check(candidate.named);
    if (checked) {
        return checked;
    }
    // What is said of an event as a whole (a grower's is on a plot of the grower's) is said of the
    // element.
    auto error = checked.error();
    for (auto& fault : error.faults) {
        if (fault.pointer == "/readPoint") {
            fault.pointer = candidate.named.things.front().pointer;
        }
    }
    return error;
}

Result<void> keep_element(
    store::Transaction& tx,
    Rights& rights,
    std::string const& producer,
    ElementCandidate const& candidate
) {
    auto const before = find_element(tx, candidate.element.id);
    if (!before) {
        return before.error();
    }
    auto const key = thing_key(candidate.element.id);
    if (*before) {
        for (auto const& child : (*before)->children) {
            tx.erase(Space::events, way_up(thing_key(child), key));
        }
    }
    for (auto const& child : candidate.element.children) {
        tx.put(Space::events, way_up(thing_key(child), key), {});
    }
    auto element = candidate.element;
    element.producer = producer;
    element.updated = tx.now();
    store::put_plain(tx, Space::events, element_key(element.id), element);
    return rights.keep(candidate.named, 0);
}

Result<std::optional<Element>> find_element(store::Reader const& reader, std::string_view id) {
    auto found = store::find_plain<Element>(reader, Space::events, element_key(id));
    if (found && *found && (*found)->id != id) {
        return corrupt("an element lies under another's key");
    }
    return found;
}

bool StoredMasterData::within(std::string_view place, std::string_view ancestor) const {
    if (MasterData::within(place, ancestor)) {
        return true;
    }
    auto const& above = above_of(place);
    return !above.empty() && above.contains(key_of(ancestor));
}

// A query asks for many ancestors of few places.
std::string const& StoredMasterData::key_of(std::string_view id) const {
    auto known = keys_.find(id);
    if (known == keys_.end()) {
        make_room(keys_, keys_kept_max);
        known = keys_.emplace(id, thing_key(epcis::finest_key(id))).first;
    }
    return known->second;
}

std::set<std::string, std::less<>> const& StoredMasterData::above_of(std::string_view place) const {
    if (auto const known = above_.find(place); known != above_.end()) {
        return known->second;
    }
    make_room(above_, places_kept_max);
    auto& seen = above_[std::string(place)];
    std::vector<std::pair<std::string, std::size_t>> ways{{thing_key(epcis::finest_key(place)), 0}};
    for (std::size_t i = 0; i < ways.size() && ways[i].second < depth_max; ++i) {
        auto const depth = ways[i].second + 1;
        for (auto const& parent : parents_of(ways[i].first)) {
            if (seen.size() < above_max && seen.insert(parent).second) {
                ways.emplace_back(parent, depth);
            }
        }
    }
    return seen;
}

std::vector<std::string> const& StoredMasterData::parents_of(std::string const& key) const {
    if (auto const known = parents_.find(key); known != parents_.end()) {
        return known->second;
    }
    make_room(parents_, parents_kept_max);
    auto& out = parents_[key];
    if (auto gln = bare_gln(key); !gln.empty()) {
        out.push_back(std::move(gln));
    }
    auto const prefix = way_up(key, {});
    auto const visit = [&](std::string_view found, std::string_view value) {
        auto const parent = found.substr(prefix.size());
        if (parent.empty() || !value.empty()) {
            fail(corrupt("a way up from an element is not as it was written"));
            return false;
        }
        out.emplace_back(parent);
        return out.size() < above_max;
    };
    if (auto scanned = reader_.scan(Space::events, prefix, {}, visit); !scanned) {
        fail(scanned.error());
    }
    return out;
}

std::optional<Element> const& StoredMasterData::element_of(std::string_view id) const {
    if (auto const known = elements_.find(id); known != elements_.end()) {
        return known->second;
    }
    make_room(elements_, elements_kept_max);
    auto& element = elements_[std::string(id)];
    auto found = find_element(reader_, id);
    auto const reached = found && *found ? is_reached(**found) : Result<bool>(false);
    if (!found || !reached) {
        fail(found ? reached.error() : found.error());
    } else if (*reached) {
        element = std::move(*found);
    }
    return element;
}

Result<bool> StoredMasterData::is_reached(Element const& element) const {
    if (element.producer.empty()) {
        return true;
    }
    // As with events, a grower's is what its cooperative's is.
    if (who_.reach == accounts::Reach::own) {
        return element.producer == who_.producer;
    }
    return registry::reaches_producer(reader_, who_, element.producer);
}

void StoredMasterData::fail(Error error) const {
    if (outcome_) {
        outcome_ = std::move(error);
    }
}

std::vector<std::string> StoredMasterData::attribute(
    std::string_view element, std::string_view name
) const {
    std::vector<std::string> out;
    auto const& known = element_of(epcis::finest_key(element));
    if (!known) {
        return out;
    }
    for (auto const& [id, value] : known->attributes) {
        if (is_same_name(id, name)) {
            out.push_back(
                value.is_string() ? std::string(value.get_string()) : json::canonical(value)
            );
        }
    }
    return out;
}

}  // namespace ocop::events
