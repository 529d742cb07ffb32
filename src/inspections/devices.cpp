#include "inspections/devices.hpp"

#include "accounts/entries.hpp"
#include "store/record.hpp"

#include <ocop/base/encoding.hpp>
#include <ocop/base/id.hpp>
#include <ocop/crypto/hash.hpp>
#include <ocop/crypto/p256.hpp>

#include <algorithm>

namespace ocop::inspections {

namespace {

using store::Space;

std::string device_key(std::string_view id) {
    return ByteWriter().u8('D').text(id).take();
}

std::string name_key(std::string_view id) {
    return ByteWriter().u8('N').text(id).take();
}

std::string key_key(std::string_view public_key) {
    return ByteWriter().u8('K').bytes(crypto::sha256(as_bytes(public_key))).take();
}

std::string account_key(std::string_view account, std::string_view id) {
    return ByteWriter().u8('A').text_nul(account).text(id).take();
}

Result<std::optional<Device>> find_device(store::Reader const& reader, std::string_view id) {
    return store::find_logged<Device>(reader, Space::inspections, device_key(id));
}

Result<NamedDevice> named(store::Reader const& reader, Device device) {
    auto name = reader.get(Space::inspections, name_key(device.id));
    if (!name) {
        return name.error();
    }
    return NamedDevice{std::move(device), name->value_or(std::string())};
}

Result<Device> put_device(
    store::Transaction& tx, Principal const& who, std::string_view act, Device device
) {
    auto const logged = store::put_logged(
        tx,
        Space::inspections,
        device_key(device.id),
        accounts::draft_by(
            who,
            "device." + std::string(act),
            "device:" + device.id,
            {{"device", device.id}, {"account", device.account}, {"key", device.public_key}}
        ),
        json::write(device)
    );
    return logged ? Result<Device>(std::move(device)) : logged.error();
}

Result<void> check(NewDevice& request) {
    registry::Checks checks;
    checks.line("/name", request.name, device_name_chars_max);
    auto const point = from_base64url(request.public_key);
    if (!point || !crypto::P256PublicKey::from_point(*point)) {
        checks.fault("/public_key", "must be base64url of an uncompressed point on P-256");
    }
    return checks.result();
}

// The device of that key, if `who` may have it again.
Result<std::optional<Device>> find_enrolled(
    store::Reader const& reader, Principal const& who, std::string_view public_key
) {
    auto const id = reader.get(Space::inspections, key_key(public_key));
    if (!id) {
        return id.error();
    }
    if (!*id) {
        return std::optional<Device>();
    }
    auto device = find_device(reader, **id);
    if (!device) {
        return device;
    }
    if (!*device) {
        return Error(Errc::corrupt, "store_corrupt", "inspections device", "is not there");
    }
    if ((*device)->account != who.account) {
        return Error(Errc::refused, "device_key_taken", "/public_key", "is another account's");
    }
    if ((*device)->revoked) {
        return Error(Errc::refused, "device_revoked", "/public_key", "make a new key");
    }
    return device;
}

Result<void> check_room(store::Reader const& reader, std::string_view account) {
    auto const own = devices_of(reader, account);
    if (!own) {
        return own.error();
    }
    auto const count = std::count_if(own->begin(), own->end(), [](NamedDevice const& each) {
        return !each.revoked;
    });
    if (static_cast<std::size_t>(count) >= devices_max) {
        auto const most = "at most " + std::to_string(devices_max) + ": revoke one first";
        return Error(Errc::refused, "devices_full", "", most);
    }
    return {};
}

bool is_for(Principal const& who, Device const& device) {
    return who.reach == accounts::Reach::all || device.account == who.account;
}

Result<Device> load_own(store::Reader const& reader, Principal const& who, std::string_view id) {
    auto device = find_device(reader, id);
    if (!device) {
        return device.error();
    }
    if (!*device || !is_for(who, **device)) {
        return Error(Errc::not_found, "device_not_found");
    }
    return std::move(**device);
}

// Visits ids of devices of `prefix` from `from` on.
Result<void> visit(
    store::Reader const& reader,
    std::string const& prefix,
    std::string const& from,
    std::function<bool(NamedDevice)> const& take
) {
    Result<void> outcome;
    auto const each = [&](std::string_view key, std::string_view) {
        auto device = find_device(reader, key.substr(prefix.size()));
        auto whole = device && *device ? named(reader, std::move(**device))
                     : device ? Error(Errc::corrupt, "store_corrupt", "inspections device", "lacks")
                              : Result<NamedDevice>(device.error());
        if (!whole) {
            outcome = whole.error();
            return false;
        }
        return take(std::move(*whole));
    };
    auto const scanned = reader.scan(Space::inspections, prefix, from, each);
    return scanned ? outcome : scanned;
}

}  // namespace

Result<NamedDevice> enrol_device(
    store::Transaction& tx, Principal const& who, Random& random, NewDevice request
) {
    if (auto ok = check(request); !ok) {
        return ok.error();
    }
    auto known = find_enrolled(tx, who, request.public_key);
    if (!known) {
        return known.error();
    }
    if (*known) {
        return named(tx, std::move(**known));
    }
    if (auto ok = check_room(tx, who.account); !ok) {
        return ok.error();
    }
    Device device;
    device.id = random_id(random);
    device.account = who.account;
    device.public_key = std::move(request.public_key);
    device.enrolled_at = tx.now();
    tx.put(Space::inspections, name_key(device.id), request.name);
    tx.put(Space::inspections, key_key(device.public_key), device.id);
    tx.put(Space::inspections, account_key(device.account, device.id), {});
    auto put = put_device(tx, who, "enrolled", std::move(device));
    if (!put) {
        return put.error();
    }
    return NamedDevice{std::move(*put), std::move(request.name)};
}

Result<NamedDevice> revoke_device(
    store::Transaction& tx, Principal const& who, std::string_view id, ReasonGiven request
) {
    if (auto ok = check_reason(request); !ok) {
        return ok.error();
    }
    auto device = load_own(tx, who, id);
    if (!device) {
        return device.error();
    }
    if (device->revoked) {
        return Error(Errc::conflict, "device_revoked_already");
    }
    device->revision += 1;
    device->revoked = DeviceEnd{tx.now(), who.account, std::move(request.reason)};
    auto put = put_device(tx, who, "revoked", std::move(*device));
    return put ? named(tx, std::move(*put)) : put.error();
}

Result<NamedDevice> load_device_for(
    store::Reader const& reader, Principal const& who, std::string_view id
) {
    auto device = load_own(reader, who, id);
    return device ? named(reader, std::move(*device)) : device.error();
}

Result<DevicePage> list_devices(
    store::Reader const& reader, Principal const& who, std::string_view after, std::size_t limit
) {
    DevicePage page;
    auto const prefix =
        who.reach == accounts::Reach::all ? device_key({}) : account_key(who.account, {});
    // The least key above `after` is itself with a zero byte behind.
    auto const from = after.empty() ? prefix : prefix + std::string(after) + '\0';
    auto const visited = visit(reader, prefix, from, [&](NamedDevice device) {
        if (page.devices.size() == limit) {
            page.next = page.devices.back().id;
            return false;
        }
        page.devices.push_back(std::move(device));
        return true;
    });
    return visited ? Result<DevicePage>(std::move(page)) : visited.error();
}

Result<std::vector<NamedDevice>> devices_of(store::Reader const& reader, std::string_view account) {
    std::vector<NamedDevice> out;
    auto const prefix = account_key(account, {});
    auto const visited = visit(reader, prefix, prefix, [&](NamedDevice device) {
        out.push_back(std::move(device));
        return true;
    });
    return visited ? Result<std::vector<NamedDevice>>(std::move(out)) : visited.error();
}

Result<void> erase_device_names(store::Transaction& tx, std::string_view account) {
    auto const own = devices_of(tx, account);
    if (!own) {
        return own.error();
    }
    for (auto const& device : *own) {
        tx.erase(Space::inspections, name_key(device.id));
    }
    return {};
}

Result<std::optional<Device>> find_sender(
    store::Reader const& reader, Principal const& who, std::string_view name
) {
    auto device = find_device(reader, name);
    if (!device || !*device) {
        return device;
    }
    if ((*device)->account != who.account) {
        return Error(Errc::refused, "device_unknown", "/device", "is another account's");
    }
    if ((*device)->revoked) {
        return Error(Errc::refused, "device_revoked", "/device", "is revoked");
    }
    return device;
}

Result<void> check_signature(Device const& device, DeviceSignature const& given) {
    Error const wrong(Errc::refused, "device_signature_wrong", "Device-Signature", "is not good");
    auto const point = from_base64url(device.public_key);
    auto const key = point ? crypto::P256PublicKey::from_point(*point)
                           : Result<crypto::P256PublicKey>(point.error());
    if (!key) {
        return Error(Errc::corrupt, "store_corrupt", "inspections device", "has no key");
    }
    auto const body = from_hex(given.body_sha256);
    auto const bytes = from_base64url(given.signature);
    crypto::P256Signature signature;
    if (!body || !bytes || bytes->size() != signature.size()) {
        return wrong;
    }
    std::copy(bytes->begin(), bytes->end(), signature.begin());
    auto const signed_bytes = ByteWriter()
                                  .text_nul("OCOP-DEVICE-1")
                                  .text_nul(device.id)
                                  .text_nul(given.idempotency_key)
                                  .bytes(*body)
                                  .take();
    return key->verify(as_bytes(signed_bytes), signature) ? Result<void>() : wrong;
}

}  // namespace ocop::inspections
