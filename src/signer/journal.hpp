#pragma once

#include "signer/signer.hpp"

#include <ocop/base/bytes.hpp>
#include <ocop/base/result.hpp>

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>

// The signer's own memory of what it signed: one line per range, chained by hash, apart from the
// database, so that a rewritten database cannot make it sign a counter for another product or lot.
//
// Each line is RFC 8785 JSON of {chain, count, epoch, first, gtin, kid, lot, order}, where
// chain = hex SHA-256(previous chain ‖ JSON of the line without "chain"); the first previous chain
// is 32 zero bytes. A last line without its newline was never acknowledged and is cut off at open.
namespace ocop::signer {

class Journal {
  public:
    // Holds the file (flock) while the object lives. Corrupt "journal_corrupt" when a complete line
    // is not byte for byte the next of the chain; forbidden "key_file_open" when group or others
    // have any right to the file; unavailable "journal_unavailable" when it cannot be read or made
    // or is held already.
    static Result<std::unique_ptr<Journal>> open(std::filesystem::path const& file);
    ~Journal();
    Journal(Journal const&) = delete;
    Journal& operator=(Journal const&) = delete;

    // Makes sure the order's whole range is on disk under exactly this order. Any thread.
    // refused "range_not_approved" when part of it belongs to another order, or to the same one
    // with other particulars; unavailable "signer_unavailable" when the line could not be written.
    Result<void> claim(ApprovedOrder const& order);

  private:
    explicit Journal(int file) : file_(file) {}

    Result<std::size_t> replay(std::string_view text);
    Result<void> remember(ApprovedOrder const& order);

    int const file_;  // owned
    std::mutex mutex_;
    // Under mutex_: ranges by epoch and last counter; and the hash the next line continues.
    std::map<std::pair<std::uint8_t, std::uint64_t>, ApprovedOrder> ranges_;
    Hash chain_{};
    bool broken_ = false;  // a write failed half-way; the file's end is unknown
};

}  // namespace ocop::signer
