#pragma once

#include "accounts/principal.hpp"
#include "events/ownership.hpp"
#include "store/record.hpp"

#include <ocop/epcis/query.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// Master data that rides with captured events (EPCIS 2.0 §7.2, CBV 2.0 §10): what the owner of a
// place, or of anything else that events name, says of it, and what lies within it. Queries ask it:
// WD_*, HASATTR_*, EQATTR_*.
//
// An element is its owner's by the rule of ownership.hpp, and so is each child that it counts:
// else anybody could move another's places into theirs. What nobody named yet is claimed, child or
// element. Elements are told by the finest key of their id. One that is sent again replaces what it
// said before; those of one document with one id (a place is often in two vocabularies) are joined,
// under the first one's type.
//
// What the register knows of places gives no hierarchy: they lie within what elements say.
//
// Space events:
//   'v' ‖ thing                 → Element, plain JSON
//   'V' ‖ child ‖ 00 ‖ parent   → empty, for the way up
// where all three are thing_key().
namespace ocop::events {

inline constexpr std::size_t elements_max = 1'000;              // of a document
inline constexpr std::size_t children_max = 4'000;              // of all of them
inline constexpr std::size_t element_bytes_max = 16UL * 1'024;  // of its JSON

struct ElementAttribute {
    std::string id;  // as sent
    json::value attribute;
};
BOOST_DESCRIBE_STRUCT(ElementAttribute, (), (id, attribute))

struct Element {
    int v = 1;
    std::string type;  // of its vocabulary, as sent
    std::string id;
    std::string producer;  // who said it; empty: an authority
    std::vector<ElementAttribute> attributes;
    std::vector<std::string> children;  // each once, itself not among them
    Instant updated;
};
BOOST_DESCRIBE_STRUCT(Element, (), (v, type, id, producer, attributes, children, updated))

struct ElementCandidate {
    Element element;    // without producer and time
    NamedThings named;  // the element, then its children; pointers are within the document
};

// On the pool, before the transaction. `vocabularies` as epcis::Document has it, `pointer` where it
// lies. Errors: malformed "validation_failed" with a pointer for each id and child that is no
// identifier; too_large "capture_limit_exceeded" past elements_max or children_max; too_large
// "element_too_large".
Result<std::vector<ElementCandidate>> read_elements(
    json::array const& vocabularies, std::string const& pointer
);

// forbidden "thing_of_another" unless the writer may say it; errors of the reads. Writes nothing.
Result<void> check_element(Rights& rights, ElementCandidate const& candidate);

// Writes an element that passed check_element(), and its claims, in the place of the one before.
// Errors of the reads; corrupt "store_corrupt" if the one before is damaged.
Result<void> keep_element(
    store::Transaction& tx,
    Rights& rights,
    std::string const& producer,
    ElementCandidate const& candidate
);

// Corrupt "store_corrupt", also for a record of another id.
Result<std::optional<Element>> find_element(store::Reader const& reader, std::string_view id);

// What elements say, as a reader has it. Remembers what it looked up; one thread. The reader must
// outlive it.
//
// An attribute's name is compared as it was sent, except that a prefix cbvmda: is
// urn:epcglobal:cbv:mda: (CBV 2.0 §10.2). A value that is no text is given as canonical JSON.
class StoredMasterData final : public epcis::MasterData {
  public:
    // From a place to what it lies within: past so many steps, or places on all its ways up, is
    // nothing. So a circle ends too.
    static constexpr std::size_t depth_max = 16;
    static constexpr std::size_t above_max = 256;

    // For a query of `who`: attribute() answers from what authorities say, and the producers whom
    // `who` reaches. Of others' elements not even an equality is told. Both outlive it.
    StoredMasterData(store::Reader const& reader, accounts::Principal const& who)
        : reader_(reader), who_(who) {}

    bool within(std::string_view place, std::string_view ancestor) const override;
    std::vector<std::string> attribute(std::string_view element, std::string_view name)
        const override;

    // The first error of a read: then what was answered since means nothing.
    Result<void> const& outcome() const { return outcome_; }

  private:
    std::string const& key_of(std::string_view id) const;
    std::set<std::string, std::less<>> const& above_of(std::string_view place) const;
    std::vector<std::string> const& parents_of(std::string const& key) const;
    std::optional<Element> const& element_of(std::string_view id) const;
    Result<bool> is_reached(Element const& element) const;
    void fail(Error error) const;

    store::Reader const& reader_;
    accounts::Principal const& who_;
    mutable Result<void> outcome_;
    template <class T>
    using Known = std::map<std::string, T, std::less<>>;

    mutable Known<std::string> keys_;                          // by id
    mutable Known<std::set<std::string, std::less<>>> above_;  // keys, by place
    mutable Known<std::vector<std::string>> parents_;          // keys, by key
    mutable Known<std::optional<Element>> elements_;           // by id; none: not for `who` either
};

}  // namespace ocop::events
