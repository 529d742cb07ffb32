#pragma once

#include "inspections/producers.hpp"
#include "registry/values.hpp"
#include "store/store.hpp"

#include <ocop/base/json.hpp>
#include <ocop/base/random.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Inspectors' devices: each has a P-256 key of its own that never leaves it, enrolled by the person
// who uses it. What an enrolled device sends is signed (bundle/FORMAT.md, Routes), so that an entry
// made without a network weeks ago is that device's; once it is revoked nothing of it is taken,
// whatever its clock says.
//
// At rest, space inspections:
//   'D' ‖ id                    → the device (logged)
//   'N' ‖ id                    → what its owner calls it: a person's words, so no part of the
//   record 'K' ‖ SHA-256(public key)   → id 'A' ‖ account ‖ 00 ‖ id     → empty: the devices of an
//   account
namespace ocop::inspections {

inline constexpr std::size_t devices_max = 10;  // of one account, not counting revoked ones
inline constexpr std::size_t device_name_chars_max = 100;

struct DeviceEnd {
    Instant at;
    std::string by;  // account
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(DeviceEnd, (), (at, by, reason))

struct Device : registry::Stored {
    std::string id;  // random: what its inspections say as `device`
    std::string account;
    std::string public_key;  // base64url of the 65-byte point
    Instant enrolled_at;
    std::optional<DeviceEnd> revoked;
};
BOOST_DESCRIBE_STRUCT(Device, (registry::Stored), (id, account, public_key, enrolled_at, revoked))

// As people see it.
struct NamedDevice : Device {
    std::string name;  // empty once its account was erased
};
BOOST_DESCRIBE_STRUCT(NamedDevice, (Device), (name))

struct NewDevice {
    std::string name;
    std::string public_key;
};
BOOST_DESCRIBE_STRUCT(NewDevice, (), (name, public_key))

// The same key by the same account again gives the same device, under the name that it had.
// malformed "request_invalid" (name, no key); refused "device_key_taken" when another account
// enrolled the key, "device_revoked" when it was revoked, "devices_full".
Result<NamedDevice> enrol_device(
    store::Transaction& tx, Principal const& who, Random& random, NewDevice request
);

// One's own; any, with reach over all. Once. not_found "device_not_found"; conflict
// "device_revoked_already"; malformed "request_invalid".
Result<NamedDevice> revoke_device(
    store::Transaction& tx, Principal const& who, std::string_view id, ReasonGiven request
);

// not_found "device_not_found", also when it is not for `who`.
Result<NamedDevice> load_device_for(
    store::Reader const& reader, Principal const& who, std::string_view id
);

struct DevicePage {
    std::vector<NamedDevice> devices;
    std::optional<std::string> next;
};

// By id, after `after`, at most `limit`: one's own; all, with reach over all.
Result<DevicePage> list_devices(
    store::Reader const& reader, Principal const& who, std::string_view after, std::size_t limit
);

// All of an account, and their names erased. Errors of the reads.
Result<std::vector<NamedDevice>> devices_of(store::Reader const& reader, std::string_view account);
Result<void> erase_device_names(store::Transaction& tx, std::string_view account);

// What a device signed of a request.
struct DeviceSignature {
    std::string idempotency_key;
    std::string body_sha256;  // lower-case hex, of the body as sent
    std::string signature;    // base64url of r ‖ s, low s
};
BOOST_DESCRIBE_STRUCT(DeviceSignature, (), (idempotency_key, body_sha256, signature))

// The enrolled device that `who` sends as `name`; empty for a name that was never enrolled. refused
// "device_unknown" for another account's, "device_revoked".
Result<std::optional<Device>> find_sender(
    store::Reader const& reader, Principal const& who, std::string_view name
);

// Over "OCOP-DEVICE-1" 00 device 00 Idempotency-Key 00 SHA-256(body). refused
// "device_signature_wrong". Pure; one verification of P-256.
Result<void> check_signature(Device const& device, DeviceSignature const& given);

}  // namespace ocop::inspections
