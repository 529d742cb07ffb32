#include "ledger/rule_world.hpp"

namespace ocop::ledger::rule {

namespace {

// Who uses it, or who looks after access and inspections. The service's own acts are sample data,
// which judge_actor() judges.
bool may_revoke(World const& world, Step const& step, Device const& device) {
    auto const actor = world.accounts.find(step.by.actor);
    return device.account == step.by.actor || actor == world.accounts.end() ||
           actor->second.role == "officer" || actor->second.role == "administrator";
}

}  // namespace

void judge_device(World& world, Step const& step) {
    auto const id = step.text("device");
    auto const account = world.names.of(step.text("account"));
    if (step.act == "enrolled") {
        if (account != step.by.actor) {
            world.breaks("device", "is enrolled for another");
        }
        auto& device = added(world, world.devices, "device", id);
        device.account = account;
        device.key = std::string(step.text("key"));
        if (!world.device_keys.insert(device.key).second) {
            world.breaks("device", "its key was enrolled before");
        }
        return;
    }
    auto* const device = known(world, world.devices, "device", id);
    if (device == nullptr) {
        return;
    }
    if (device->account != account || device->key != step.text("key")) {
        world.breaks("device", "is another than was enrolled");
    }
    if (device->revoked) {
        world.breaks("device", "was revoked before");
    }
    if (!may_revoke(world, step, *device)) {
        world.breaks("device", "is not theirs to revoke");
    }
    device->revoked = true;
}

void judge_sender(World& world, Step const& step) {
    auto const* const device = known(world, world.devices, "device", step.text("device"));
    if (device == nullptr) {
        return;
    }
    if (device->account != step.by.actor) {
        world.breaks("device", "signs for another account");
    }
    if (device->revoked) {
        world.breaks("device", "signs after it was revoked");
    }
}

}  // namespace ocop::ledger::rule
