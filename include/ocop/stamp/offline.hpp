#pragma once

#include <ocop/base/json.hpp>
#include <ocop/base/time.hpp>
#include <ocop/stamp/trust.hpp>

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ocop::stamp {

// What a trust list alone can say of a link: form, host, key and signature. It cannot say whether
// the stamp was issued, activated, recalled or voided; `register_asked` is always false and `note`
// says so. json::write() gives what `ocoptrace verify` prints.
struct OfflineAnswer {
    std::string uri;   // empty when it is not UTF-8
    std::string form;  // "stamp", "unsigned", or the slug of what is wrong
    std::string host;
    std::string host_class;  // "ours", "look_alike", "foreign" by the list's hosts
    std::optional<std::string> gtin;
    std::optional<std::string> lot;
    std::optional<std::string> serial;
    std::optional<std::string> kid;
    bool key_known = false;
    std::optional<std::string> authority;  // name of the key's authority
    std::optional<Instant> key_logged_from;
    std::optional<Instant> key_logged_until;
    std::optional<std::uint64_t> key_revoked_at_size;
    bool demo = false;
    std::string signature;  // "good", "bad", "none"
    std::uint64_t list_version = 0;
    Instant list_issued_at;
    bool list_stale = false;
    bool root_checked = false;
    bool register_asked = false;
    // Slugs, worst first: host_look_alike, host_foreign, key_revoked, key_not_yet_in_use,
    // list_stale, root_not_checked.
    std::vector<std::string> warnings;
    std::string note;

    bool signature_good() const { return signature == "good"; }
};

BOOST_DESCRIBE_STRUCT(
    OfflineAnswer,
    (),
    (uri,
     form,
     host,
     host_class,
     gtin,
     lot,
     serial,
     kid,
     key_known,
     authority,
     key_logged_from,
     key_logged_until,
     key_revoked_at_size,
     demo,
     signature,
     list_version,
     list_issued_at,
     list_stale,
     root_checked,
     register_asked,
     warnings,
     note)
)

// Judges `uri` by `trust` at `now`. Never fails: what is wrong is in the answer. Any thread.
OfflineAnswer check_offline(TrustFile const& trust, std::string_view uri, Instant now);

}  // namespace ocop::stamp
