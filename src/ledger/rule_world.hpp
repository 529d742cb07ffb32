#pragma once

#include <ocop/ledger/kinds.hpp>
#include <ocop/ledger/rules.hpp>

#include <deque>
#include <map>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

// What the replay of the rules knows after so many entries. For the files rule*.cpp alone.
namespace ocop::ledger::rule {

// A text by number: 0 is the empty one.
using Name = std::uint32_t;

class Names {
  public:
    Names() { of(""); }

    Name of(std::string_view text);
    // 0 when no entry named it.
    Name find(std::string_view text) const;

    std::string const& text(Name name) const { return texts_[name]; }

  private:
    std::deque<std::string> texts_;
    std::unordered_map<std::string_view, Name> known_;
};

struct Person {
    Name actor = 0;
    Name unit = 0;

    friend bool operator==(Person const&, Person const&) = default;
};

using Persons = std::vector<Person>;

struct Account {
    Name unit = 0;
    std::string role;
    std::string state;
    std::optional<Instant> expires;
};

struct Authority {
    std::string level;
    Name successor = 0;
};

struct Product {
    Name producer = 0;
    Name authority = 0;
};

struct Item {
    Name product = 0;
    Name producer = 0;
    std::int64_t content = 0;  // in base units
    std::string measure;       // g, ml, piece
};

struct Lot {
    Name producer = 0;
    Day made;
    bool closed = false;
};

struct Proposal {
    std::string act;
    std::string decision;
    Persons persons;
};

struct Certificate {
    Name product = 0;
    Name producer = 0;
    Name authority = 0;
    std::int64_t stars = 0;
    std::string decision;
    Day issued;
    Day last;
    std::optional<Day> withdrawn_from;
    std::optional<Day> stands_again;
    std::int64_t ground = 0;  // of the withdrawal; 0: none
    Persons confirmations;
    std::optional<Proposal> proposed;
};

struct Key {
    Name authority = 0;
    std::string point;
    Instant from;
    Instant until;
    std::optional<std::uint64_t> revoked_at_size;
};

struct Quota {
    Name product = 0;
    Name producer = 0;
    Day from;
    Day to;
    std::string measure;
    std::int64_t declared = 0;
    std::int64_t limit = 0;
    std::int64_t taken = 0;
    bool attested = false;
    Name declared_by = 0;
    std::int64_t raise = 0;
    Persons confirmations;
};

enum class OrderState : std::uint8_t { requested, approved, issued, cancelled };

struct Segment {
    std::int64_t last = 0;
    std::uint8_t state = 0;  // stamp_states by place
};

struct ActiveRun {
    std::int64_t last = 0;
    Day on;
};

// Stamps of an order.
struct Span {
    Name order = 0;
    std::int64_t first = 0;
    std::int64_t last = 0;
};

using Spans = std::vector<Span>;

struct Order {
    Name gtin = 0;
    Name lot = 0;  // "GTIN:LOT"
    Name product = 0;
    Name producer = 0;
    Name quota = 0;
    Name certificate = 0;
    Name kid = 0;
    Name requested_by = 0;
    std::uint64_t issued_entry = 0;
    Day issued_on;
    bool active = false;  // from its issue on
    bool pins = false;
    OrderState state = OrderState::requested;
    std::int64_t count = 0;
    std::int64_t content = 0;
    Persons confirmations;
    std::vector<Name> runs;
    // By first position: those that moved. The others are issued.
    std::map<std::int64_t, Segment> moved;
    // By first position: those that were activated, which a stamp is once.
    std::map<std::int64_t, ActiveRun> activated;
};

struct Destruction {
    Name order = 0;
    std::string positions;  // as JSON
    Persons confirmations;
    bool moved = false;
    bool confirmed = false;
};

enum class RunState : std::uint8_t { requested, making, made, over };

struct Run {
    Name order = 0;
    Name requested_by = 0;
    std::int64_t first = 0;
    std::int64_t last = 0;
    bool reprint = false;
    RunState state = RunState::requested;
    Persons confirmations;
};

struct Inspection {
    Name lot = 0;
    bool found_copies = false;
    bool lifted = false;
    Spans stamps;  // none: the lot
    Persons lift;
    Name device = 0;  // enrolled; 0: none
};

struct Device {
    Name account = 0;
    std::string key;
    bool revoked = false;
};

struct Hold {
    Name lot = 0;
    Spans stamps;  // none: the lot
    Instant until;
    Persons confirmations;
    bool lifted = false;
};

enum class RecallState : std::uint8_t { none, proposed, standing };

struct Recall {
    RecallState state = RecallState::none;
    Instant until;  // of a proposal
    Persons confirmations;
    std::string lift_decision;
    Persons lift;
};

// Stamps approved by legal day: those of the last 30 are looked at.
using DaySums = std::map<Day, std::int64_t>;

struct World {
    Names names;
    // Sample data, as its first authority says: the service itself made up what it holds.
    std::optional<bool> demo;
    RuleReplay::Report report;
    std::uint64_t index = 0;  // of the entry that is judged

    Instant last_at;
    std::uint64_t events = 0;
    std::unordered_map<std::string, std::uint64_t> last_of;  // by subject: its last entry

    std::unordered_map<Name, Account> accounts;
    std::unordered_map<Name, Authority> authorities;
    std::unordered_map<Name, Name> producers;  // communes
    std::unordered_map<Name, Name> places;     // producers
    std::unordered_map<Name, Product> products;
    std::unordered_map<Name, Item> items;
    std::unordered_map<Name, Lot> lots;
    std::unordered_map<Name, Certificate> certificates;
    // By product: in the order of registration. Only the last can be dropped, so that the others
    // keep their numbers.
    std::unordered_map<Name, std::vector<Name>> certificates_of;
    // What may be dropped, by its id: how much rests on it, and what is no more as registered.
    std::unordered_map<Name, std::uint64_t> resting;
    std::unordered_set<Name> changed;
    std::unordered_map<Name, Key> keys;
    std::unordered_map<Name, Quota> quotas;
    std::unordered_map<Name, Order> orders;
    std::unordered_map<Name, Destruction> destructions;
    std::unordered_map<Name, Run> runs;
    std::unordered_map<Name, Inspection> inspections;
    std::unordered_map<Name, Device> devices;
    std::unordered_set<std::string> device_keys;
    std::unordered_map<Name, Hold> holds;
    std::unordered_map<Name, Recall> recalls;                             // by lot
    std::map<std::int64_t, std::map<std::int64_t, std::int64_t>> ranges;  // epoch: first, last
    std::unordered_map<Name, DaySums> approved;  // by product, and by account
    // GTINs and lots of the register that an event of their owner's, or of an authority's, named:
    // others may name them from then on.
    std::unordered_set<Name> told;
    std::vector<LargeSum> large_sums;  // each time that it changed
    // Destroyed stamps whose destruction is not confirmed yet: must be by the next entry but one.
    std::optional<Name> half_destroyed;

    void breaks(std::string_view rule, std::string words) {
        report({rule, index, std::move(words)});
    }
};

// One entry on its way through the rules. Its clear has no fault.
struct Step {
    Entry const& entry;
    std::string_view noun;
    std::string_view act;
    Day day;    // legal
    Person by;  // actor and unit

    bool has(std::string_view member) const { return entry.clear.contains(member); }

    std::string_view text(std::string_view member) const {
        auto const* const v = entry.clear.if_contains(member);
        return v == nullptr ? std::string_view() : std::string_view(v->get_string());
    }

    std::int64_t number(std::string_view member) const {
        auto const* const v = entry.clear.if_contains(member);
        return v == nullptr ? 0 : v->get_int64();
    }

    Day day_of(std::string_view member) const { return *parse_day(text(member)); }

    Instant instant(std::string_view member) const { return *parse_instant(text(member)); }
};

Persons persons_of(World& world, json::array const& list);
// Those of the member; none where it is missing.
Persons persons_of(World& world, Step const& step, std::string_view member);

Spans spans_of(World& world, Step const& step);  // `stamps`; none where it is missing

// Two persons of different units.
bool are_two(Names const& names, Persons const& persons);
// Breaks "two_persons" unless they are.
void need_two(World& world, Persons const& persons, std::string_view what);
// Breaks "two_persons" unless `now` is `before` and behind it who acts: nobody confirms for
// another.
void need_next(World& world, Step const& step, Persons const& before, Persons const& now);

// The value under `key`; breaks "register" and gives null when it is not there.
template <class T>
T* known(
    World& world, std::unordered_map<Name, T>& map, std::string_view what, std::string_view key
) {
    auto const found = map.find(world.names.of(key));
    if (found == map.end()) {
        world.breaks("register", std::string(what) + " " + std::string(key) + " is not registered");
        return nullptr;
    }
    return &found->second;
}

// A new value under `key`; breaks "register" when there is one, and writes over it.
template <class T>
T& added(
    World& world, std::unordered_map<Name, T>& map, std::string_view what, std::string_view key
) {
    auto const [at, fresh] = map.insert_or_assign(world.names.of(key), T());
    if (!fresh) {
        world.breaks("register", std::string(what) + " " + std::string(key) + " was there before");
    }
    return at->second;
}

// One thing more rests on what has this id.
void rest_on(World& world, std::string_view key);

// What took over from the authority, or it.
Name current_authority(World const& world, Name authority);
// Of a unit "authority:ID" or "authority:ID/OFFICE": the authority; 0: of another unit.
Name authority_of(World& world, std::string_view unit);
// Breaks "right" when an account acts on what another authority decides.
void need_authority(World& world, Step const& step, Name authority, std::string_view what);

// a + b, or what is more than any sum may be.
std::int64_t add_bounded(std::int64_t a, std::int64_t b);

// Breaks "owner" unless the entry's `producer` is the one given.
void need_owner(World& world, Step const& step, Name producer, std::string_view what);

// Whether orders may rest on it on that day.
bool is_in_force(Certificate const& certificate, Day day);

bool stands(Names const& names, Hold const& hold, Instant at);

// RuleReplay::stamp() (logged_stamp.cpp).
std::optional<LoggedStamp> logged_stamp(
    World const& world, std::string_view order, std::int64_t position, Instant at
);

// Who acts, and whether they may (rule_actors.cpp).
void judge_actor(World& world, Step const& step);
void judge_account(World& world, Step const& step);
// rule_register.cpp
void judge_authority(World& world, Step const& step);
void judge_producer(World& world, Step const& step);
void judge_place(World& world, Step const& step);
void judge_product(World& world, Step const& step);
void judge_item(World& world, Step const& step);
void judge_lot(World& world, Step const& step);
void judge_key(World& world, Step const& step);
void judge_event(World& world, Step const& step);
// rule_certificates.cpp
void judge_certificate(World& world, Step const& step);
// rule_dropped.cpp: of a producer, product, trade item or certificate.
void judge_dropped(World& world, Step const& step);
// rule_orders.cpp
void judge_quota(World& world, Step const& step);
void judge_order(World& world, Step const& step);
// rule_stamps.cpp
void judge_stamps(World& world, Step const& step);
void judge_stocktake(World& world, Step const& step);
void judge_destruction(World& world, Step const& step);
void judge_run(World& world, Step const& step);
// rule_inspections.cpp
void judge_inspection(World& world, Step const& step);
void judge_hold(World& world, Step const& step);
void judge_recall(World& world, Step const& step);
// rule_devices.cpp
void judge_device(World& world, Step const& step);
// Of an inspection that names an enrolled device.
void judge_sender(World& world, Step const& step);

}  // namespace ocop::ledger::rule
