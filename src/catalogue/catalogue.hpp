#pragma once

#include "catalogue/listing.hpp"

#include <memory>
#include <mutex>
#include <shared_mutex>

namespace ocop::catalogue {

inline constexpr std::int64_t listing_age_ms_max = 10'000;

// The listing of the register, kept in memory.
//
// Kept is one reading of the whole register, not an index among the records: a listing of 10,000
// products is read in a few hundred milliseconds and takes some 10 MiB, needs no key that older
// data folders lack, cannot disagree with the records, and finds any word by looking at all.
// (`scripts/bench catalogue` measures reading and searching.) It is read again when something in
// space `registry` changed since (Reader::revision), but never more often than every
// listing_age_ms_max: a register that is written to all the time costs a few per cent of a core,
// and a change is seen 10 s after it was made at most. Days pass without a reading (Listing).
//
// References must outlive it. Any thread; who comes while another reads the register gets the
// listing of before, and waits only when there is none yet.
class Catalogue {
  public:
    Catalogue(store::Store const& store, Clock const& clock) : store_(store), clock_(clock) {}

    // Errors of Listing::read(), when there is no listing of before.
    Result<std::shared_ptr<Listing const>> listing() const;

  private:
    struct Kept {
        std::shared_ptr<Listing const> listing;
        std::uint64_t revision = 0;
        Instant read_at;
    };

    bool is_fresh(Kept const& kept) const;
    Kept kept() const;
    Result<std::shared_ptr<Listing const>> read() const;

    store::Store const& store_;
    Clock const& clock_;
    mutable std::mutex reading_;  // held by who reads the register
    mutable std::shared_mutex mutex_;
    mutable Kept kept_;  // under mutex_
};

}  // namespace ocop::catalogue
