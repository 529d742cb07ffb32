#include "catalogue/listing.hpp"

#include "accounts/two_persons.hpp"
#include "catalogue/communes.hpp"

#include <ocop/base/text.hpp>

#include <algorithm>
#include <map>

namespace ocop::catalogue {

namespace {

using registry::Certificate;
using registry::Producer;
using registry::Product;

constexpr std::int64_t stars_min = 3;

template <class R, class Visit>
Result<void> each(store::Reader const& reader, Visit visit) {
    return store::scan_logged<R>(
        reader,
        store::Space::registry,
        registry::record_key<R>({}),
        {},
        [&](std::string_view, R record) {
            visit(std::move(record));
            return true;
        }
    );
}

void add_words(std::u32string& out, std::string_view text) {
    for (auto const& word : bare_words(text)) {
        out += U' ';
        out += word;
    }
}

void add_words(std::u32string& out, registry::Name const& name) {
    add_words(out, name.vi);
    if (name.en) {
        add_words(out, *name.en);
    }
}

// The words of a search, each with the space that a word of an entry begins with.
std::vector<std::u32string> read_words(std::string_view text) {
    auto words = bare_words(text.substr(0, text_bytes_max));
    words.resize(std::min(words.size(), words_max));
    for (auto& word : words) {
        word.insert(word.begin(), U' ');
    }
    return words;
}

}  // namespace

// The register on its way into a listing.
class Listing::Reading {
  public:
    Result<void> read(store::Reader const& reader) {
        auto ok = each<Producer>(reader, [&](Producer producer) {
            communes_.add(producer.commune_code, producer.address);
            producers_.emplace(producer.id, std::move(producer));
        });
        if (!ok) {
            return ok;
        }
        ok = each<Certificate>(reader, [&](Certificate const& certificate) { add(certificate); });
        if (!ok) {
            return ok;
        }
        return each<Product>(reader, [&](Product product) { add(std::move(product)); });
    }

    // The communes of the entries, by name; each entry learns where its own is.
    std::vector<Commune> take_communes() {
        std::map<std::pair<std::string, std::string>, std::string> ordered;
        for (auto const& entry : entries_) {
            auto const& item = entry.item;
            ordered.emplace(
                std::pair(dictionary_key(item.commune), item.commune_code), item.commune
            );
        }
        std::map<std::string, std::size_t> places;
        std::vector<Commune> out;
        for (auto const& [key, name] : ordered) {
            places.emplace(key.second, out.size());
            out.push_back({key.second, name});
        }
        for (auto& entry : entries_) {
            entry.commune = places.at(entry.item.commune_code);
        }
        return out;
    }

    std::vector<Entry> take() {
        std::sort(entries_.begin(), entries_.end(), [](Entry const& a, Entry const& b) {
            return std::tie(a.order, a.item.code) < std::tie(b.order, b.item.code);
        });
        return std::move(entries_);
    }

  private:
    // Keys of certificates rise with their ordinals: the oldest of a product comes first.
    void add(Certificate const& certificate) {
        if (certificate.stars < stars_min || !accounts::is_confirmed(certificate.confirmations)) {
            return;
        }
        standings_[certificate.product].push_back(
            {certificate.id, certificate.stars, certificate.recognised.decision, certificate.term}
        );
    }

    void add(Product product) {
        Entry entry;
        if (auto const found = standings_.find(product.code); found != standings_.end()) {
            entry.standings = std::move(found->second);
        }
        auto& item = entry.item;
        if (auto const found = producers_.find(product.producer); found != producers_.end()) {
            item.producer_name = found->second.name;
            item.commune_code = found->second.commune_code;
            item.commune = communes_.name_of(item.commune_code);
        }
        item.code = std::move(product.code);
        item.name = std::move(product.name);
        item.group = product.group;
        item.criteria_set = product.criteria_set;
        item.producer = std::move(product.producer);
        add_words(entry.words, item.name);
        add_words(entry.words, item.producer_name);
        add_words(entry.words, item.code);
        add_words(entry.words, item.commune);
        entry.order = dictionary_key(item.name.vi);
        entries_.push_back(std::move(entry));
    }

    Communes communes_;
    std::map<std::string, Producer> producers_;
    std::map<std::string, std::vector<Standing>> standings_;
    std::vector<Entry> entries_;
};

Listing::Standing const* Listing::Entry::on(Day day) const {
    auto const found = std::find_if(standings.rbegin(), standings.rend(), [&](Standing const& s) {
        return stamp::is_in_force(s.term, day);
    });
    return found == standings.rend() ? nullptr : &*found;
}

bool Listing::Entry::matches(Query const& query, std::vector<std::u32string> const& wanted) const {
    if (query.group && *query.group != item.group) {
        return false;
    }
    if (query.commune && *query.commune != item.commune_code) {
        return false;
    }
    return std::all_of(wanted.begin(), wanted.end(), [&](std::u32string const& word) {
        return words.find(word) != std::u32string::npos;
    });
}

Result<Listing> Listing::read(store::Reader const& reader) {
    Reading reading;
    if (auto ok = reading.read(reader); !ok) {
        return ok.error();
    }
    Listing out;
    out.communes_ = reading.take_communes();
    out.entries_ = reading.take();
    return out;
}

Result<Found> Listing::find(Query const& query, Day today) const {
    auto const last = std::find_if(entries_.begin(), entries_.end(), [&](Entry const& entry) {
        return entry.item.code == query.after;
    });
    if (!query.after.empty() && last == entries_.end()) {
        return Error(Errc::malformed, "query_invalid", "after", "is no product's code");
    }
    auto const first = query.after.empty() ? entries_.begin() : last + 1;
    auto const wanted = read_words(query.text);
    Found out;
    std::size_t passed = 0;
    for (auto entry = entries_.begin(); entry != entries_.end(); ++entry) {
        auto const* const standing = entry->on(today);
        bool const found = standing != nullptr &&
                           (!query.stars || *query.stars == standing->stars) &&
                           entry->matches(query, wanted);
        if (!found) {
            continue;
        }
        ++out.total;
        if (entry < first || passed++ < query.skip) {
            continue;
        }
        if (out.items.size() == query.limit) {
            out.next = out.items.back().code;
            continue;
        }
        auto& item = out.items.emplace_back(entry->item);
        item.stars = standing->stars;
        item.certificate = standing->id;
        item.decision = standing->decision;
        item.last_day = stamp::last_day(standing->term);
    }
    return out;
}

std::vector<Commune> Listing::communes(Day today) const {
    std::vector<bool> found(communes_.size());
    for (auto const& entry : entries_) {
        found[entry.commune] = found[entry.commune] || entry.on(today) != nullptr;
    }
    std::vector<Commune> out;
    for (std::size_t i = 0; i < communes_.size(); ++i) {
        if (found[i]) {
            out.push_back(communes_[i]);
        }
    }
    return out;
}

}  // namespace ocop::catalogue
