#include "inspections/devices.hpp"

#include "accounts/sessions.hpp"
#include "api/read.hpp"
#include "api/routes.hpp"
#include "api/write.hpp"

// Inspectors' devices: bundle/FORMAT.md, Routes. Answers hold names that people gave, so none is
// remembered.
namespace ocop::api {

namespace {

using namespace ocop::inspections;

Result<Written> enrol(store::Transaction& tx, Call const& call, NewDevice body) {
    auto made = created(
        call, enrol_device(tx, call.who, call.services.random, std::move(body)), &NamedDevice::id
    );
    if (made && !call.services.root_key.empty()) {
        made->body.as_object()["root_key"] = call.services.root_key;
    }
    return made;
}

Result<Listed> list_page(
    store::Reader const& reader, http::Request const& request, PageRequest const& page
) {
    auto const found = list_devices(reader, who_of(request), page.after, page.limit);
    return found ? Result<Listed>(listed(found->devices, found->next)) : found.error();
}

Result<Written> revoke(store::Transaction& tx, Call const& call, ReasonGiven body) {
    auto device = revoke_device(tx, call.who, call.subject(), std::move(body));
    if (!device) {
        return device.error();
    }
    // Whoever has the device may have a session there, which would send under another name.
    auto const& caller = caller_of(call.request);
    if (auto ok = accounts::end_sessions(tx, device->account, caller.session); !ok) {
        return ok.error();
    }
    return changed(Result<NamedDevice>(std::move(*device)));
}

}  // namespace

std::vector<http::Route> device_routes(Services& s) {
    return {
        post("/api/v1/devices", writes<NewDevice>(s, enrol, Memory::forgets)),
        get("/api/v1/devices", lists_by(s, list_page)),
        post("/api/v1/devices/{id}/revoke", writes<ReasonGiven>(s, revoke, Memory::forgets)),
    };
}

}  // namespace ocop::api
