#include "epcis/hash_fields.hpp"
#include "epcis/hash_value.hpp"
#include "epcis/members.hpp"
#include "epcis/pieces.hpp"
#include "epcis/times.hpp"

#include <ocop/epcis/event_hash.hpp>

#include <utility>
#include <vector>

namespace ocop::epcis {

namespace {

// Prefixes of the standard's own context, as the reference algorithm has them.
constexpr std::pair<std::string_view, std::string_view> standard_prefixes[] = {
    {"gs1", "https://ref.gs1.org/voc/"},
    {"cbv", "https://ref.gs1.org/cbv/"},
    {"epcis", "https://ref.gs1.org/epcis/"},
    {"cbvmda", "urn:epcglobal:cbv:mda"},
};

constexpr std::string_view rdfs = "http://www.w3.org/2000/01/rdf-schema#";

// Every member of the standard is a plain word, every extension a CURIE or URI.
bool is_extension(std::string_view key) {
    return key.find(':') != std::string_view::npos;
}

class Writer {
  public:
    Writer(Event const& event, HashVersion version)
        : event_(event), body_(event.body), inlines_(version == HashVersion::cbv_2_1) {
        out_.reserve(1024);
    }

    std::string write() {
        out_ += "eventType=";
        out_ += type_name(event_);
        what();
        why_and_where();
        sensors();
        trailing();
        return std::move(out_);
    }

  private:
    void what() {
        field(body_, {"eventTime", Form::time});
        field(body_, {"eventTimeZoneOffset", Form::raw});
        list("epcList");
        field(body_, {"parentID"});
        list("inputEPCList");
        list("childEPCs");
        quantities("quantityList");
        quantities("childQuantityList");
        quantities("inputQuantityList");
        list("outputEPCList");
        quantities("outputQuantityList");
    }

    void why_and_where() {
        field(body_, {"action", Form::raw});
        field(body_, {"transformationID"});
        field(body_, {"bizStep", Form::word, Vocabulary::biz_step});
        field(body_, {"disposition", Form::word, Vocabulary::disposition});
        persistent_disposition();
        place("readPoint");
        place("bizLocation");
        pairs("bizTransactionList", {"bizTransaction"}, Vocabulary::biz_transaction_type);
        pairs("sourceList", {"source"}, Vocabulary::source_destination_type);
        pairs("destinationList", {"destination"}, Vocabulary::source_destination_type);
    }

    // "name=value", or nothing when the value says nothing.
    void field(Field const& field, json::value const& value) {
        auto const from = out_.size();
        out_ += field.name;
        out_.push_back('=');
        auto const value_from = out_.size();
        switch (field.form) {
            case Form::value:
                append_value(out_, value);
                break;
            case Form::raw:
                out_ += view_of(value);
                break;
            case Form::time:
                append_utc(out_, view_of(value));
                break;
            case Form::word:
                append_word(out_, field.vocabulary, view_of(value));
                break;
        }
        if (out_.size() == value_from) {
            out_.resize(from);
        }
    }

    void field(json::object const& o, Field const& one) {
        if (auto const* found = o.if_contains(one.name)) {
            field(one, *found);
        }
    }

    template <std::size_t N>
    void fields(json::object const& o, Field const (&all)[N]) {
        for (auto const& one : all) {
            field(o, one);
        }
    }

    // A list's name and its entries in order, or nothing: `entry` writes one.
    template <class Entry>
    void sorted(std::string_view name, json::array const& entries, Entry entry) {
        auto const from = out_.size();
        out_ += name;
        Pieces pieces(out_, marks_);
        for (auto const& one : entries) {
            pieces.begin();
            auto const piece_from = out_.size();
            entry(one);
            if (out_.size() == piece_from) {
                pieces.drop();
            }
        }
        bool const none = pieces.empty();
        pieces.sort();
        if (none) {
            out_.resize(from);
        }
    }

    void list(std::string_view name) {
        if (auto const* entries = list_in(body_, name)) {
            sorted(name, *entries, [this](json::value const& epc) { field({"epc"}, epc); });
        }
    }

    void quantities(std::string_view name) {
        auto const* entries = list_in(body_, name);
        if (entries == nullptr) {
            return;
        }
        sorted(name, *entries, [this](json::value const& entry) {
            if (auto const* element = entry.if_object()) {
                named("quantityElement", [&] { fields(*element, quantity_fields); });
            }
        });
    }

    void pairs(std::string_view name, Field const& value, Vocabulary types) {
        auto const* entries = list_in(body_, name);
        if (entries == nullptr) {
            return;
        }
        sorted(name, *entries, [this, &value, types](json::value const& entry) {
            if (auto const* pair = entry.if_object()) {
                field(*pair, {"type", Form::word, types});
                field(*pair, value);
            }
        });
    }

    void persistent_disposition() {
        auto const* both = object_in(body_, "persistentDisposition");
        if (both == nullptr) {
            return;
        }
        constexpr std::string_view name = "persistentDisposition";
        auto const from = out_.size();
        out_ += name;
        for (std::string_view const part : {"set", "unset"}) {
            if (auto const* entries = list_in(*both, part)) {
                sorted({}, *entries, [this, part](json::value const& word) {
                    field({part, Form::word, Vocabulary::disposition}, word);
                });
            }
        }
        if (out_.size() == from + name.size()) {
            out_.resize(from);
        }
    }

    void place(std::string_view name) {
        if (auto const* found = object_in(body_, name)) {
            named(name, [this, found] {
                field(*found, {"id"});
                if (inlines_) {
                    extensions(*found);
                }
            });
        }
    }

    // A name and what `content` writes, or nothing when that is nothing.
    template <class Content>
    void named(std::string_view name, Content content) {
        auto const from = out_.size();
        out_ += name;
        content();
        if (out_.size() == from + name.size()) {
            out_.resize(from);
        }
    }

    void sensors() {
        if (auto const* elements = list_in(body_, "sensorElementList")) {
            auto const name = inlines_ ? std::string_view("sensorElementList") : std::string_view();
            sorted(name, *elements, [this](json::value const& element) {
                sensor_element(element, true, inlines_);
            });
        }
    }

    // A sensor element's members of the standard, its extensions, or both.
    void sensor_element(json::value const& value, bool standard, bool extended) {
        auto const* element = value.if_object();
        if (element == nullptr) {
            return;
        }
        named("sensorElement", [&] {
            if (auto const* metadata = object_in(*element, "sensorMetadata")) {
                named("sensorMetadata", [&] {
                    part(*metadata, metadata_fields, standard, extended);
                });
            }
            if (auto const* reports = list_in(*element, "sensorReport")) {
                sorted({}, *reports, [&](json::value const& report) {
                    sensor_report(report, standard, extended);
                });
            }
            if (extended) {
                extensions(*element);
            }
        });
    }

    void sensor_report(json::value const& value, bool standard, bool extended) {
        if (auto const* report = value.if_object()) {
            named("sensorReport", [&] { part(*report, report_fields, standard, extended); });
        }
    }

    template <std::size_t N>
    void part(json::object const& o, Field const (&all)[N], bool standard, bool extended) {
        if (standard) {
            fields(o, all);
        }
        if (extended) {
            extensions(o);
        }
    }

    // What stands behind the members of the standard.
    void trailing() {
        Pieces pieces(out_, marks_);
        if (auto const* ilmd = object_in(body_, "ilmd")) {
            pieces.begin();
            out_ += "ilmd";
            members(*ilmd, false);
        }
        if (!inlines_) {
            pieces.sort();
            nested_extensions();
        }
        add_members(body_, true, pieces);
        pieces.sort();
    }

    // CBV 2.0 has the extensions of members here, behind the names that lead to them.
    void nested_extensions() {
        for (std::string_view const name : {"readPoint", "bizLocation"}) {
            if (auto const* found = object_in(body_, name)) {
                named(name, [this, found] { extensions(*found); });
            }
        }
        if (auto const* elements = list_in(body_, "sensorElementList")) {
            sorted({}, *elements, [this](json::value const& element) {
                sensor_element(element, false, true);
            });
        }
    }

    void extensions(json::object const& o) { members(o, true); }

    void members(json::object const& o, bool extensions_only) {
        Pieces pieces(out_, marks_);
        add_members(o, extensions_only, pieces);
        pieces.sort();
    }

    void add_members(json::object const& o, bool extensions_only, Pieces& pieces) {
        for (auto const& member : o) {
            std::string_view const key(member.key().data(), member.key().size());
            if ((extensions_only && !is_extension(key)) || is_left_out(key)) {
                continue;
            }
            if (auto const* entries = member.value().if_array()) {
                for (auto const& entry : *entries) {
                    pieces.begin();
                    one_member(key, entry);
                }
            } else {
                pieces.begin();
                one_member(key, member.value());
            }
        }
    }

    void one_member(std::string_view key, json::value const& value) {
        append_key(key);
        if (auto const* object = value.if_object()) {
            members(*object, false);
        } else if (auto const* entries = value.if_array()) {
            sorted({}, *entries, [this](json::value const& entry) { one_member({}, entry); });
        } else {
            field({{}, Form::value}, value);
        }
    }

    // Comments are not part of what an event says.
    bool is_left_out(std::string_view key) const {
        if (key == "comment" || key.starts_with('@')) {
            return true;
        }
        if (!key.ends_with(":comment")) {
            return false;
        }
        auto const prefix = key.substr(0, key.find(':'));
        return prefix == "rdfs" || namespace_of(prefix) == rdfs;
    }

    void append_key(std::string_view key) {
        auto const colon = key.find(':');
        auto const ns = colon == std::string_view::npos ? std::string_view()
                                                        : namespace_of(key.substr(0, colon));
        if (ns.empty()) {
            out_ += key;
            return;
        }
        out_.push_back('{');
        out_ += ns;
        out_.push_back('}');
        out_ += key.substr(colon + 1);
    }

    std::string_view namespace_of(std::string_view prefix) const {
        if (auto const ns = namespace_in(event_.context, prefix); !ns.empty()) {
            return ns;
        }
        for (auto const& [name, ns] : standard_prefixes) {
            if (name == prefix) {
                return ns;
            }
        }
        return {};
    }

    Event const& event_;
    json::object const& body_;
    bool inlines_;  // extensions stand with what they extend
    std::string out_;
    std::vector<std::size_t> marks_;
};

}  // namespace

std::string pre_hash(Event const& event, HashVersion version) {
    return Writer(event, version).write();
}

}  // namespace ocop::epcis
