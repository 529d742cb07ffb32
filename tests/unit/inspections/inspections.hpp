#pragma once

#include "accounts/account.hpp"
#include "inspections/inspections.hpp"
#include "inspections/recalls.hpp"
#include "orders.hpp"

// The small register with an issued order of lot L1, and the people who look at it.
namespace ocop::test {

struct InspectionFixture : OrderFixture {
    InspectionFixture() {
        auto request = new_order(1'000);
        request.active_when_issued = true;
        order = printed(request);
        lot(new_lot("L2"));
        owner_account = add_owner();
        owner = accounts::system_principal(owner_account);
        owner.reach = accounts::Reach::own;
        owner.role = accounts::Role::producer_owner;
        owner.producer = producer;
        owner.unit = "producer:" + producer;
        inspector.unit = "authority:phu-tho/qlcl";
        colleague.unit = inspector.unit;
        officer.unit = "authority:phu-tho/ptnt";
        second.unit = "authority:phu-tho/thanhtra";
        for (auto* person : {&inspector, &colleague}) {
            person->role = accounts::Role::inspector;
        }
        for (auto* person : {&officer, &second}) {
            person->role = accounts::Role::officer;
        }
    }

    std::string add_owner() {
        return must([&](store::Transaction& tx) -> Result<std::string> {
            accounts::NewAccount request;
            request.login = "chu-the";
            request.name = "Chủ thể";
            request.role = accounts::Role::producer_owner;
            request.producer = producer;
            auto account = accounts::add_account(tx, who, random, request);
            if (!account) {
                return account.error();
            }
            account->state = accounts::AccountState::active;
            auto put = accounts::put_account(tx, who, "activated", *account);
            return put ? Result<std::string>(put->id) : put.error();
        });
    }

    std::vector<std::string> told_owner() {
        std::vector<std::string> out;
        auto const notices = accounts::notices_of(*store().snapshot(), owner_account, 20).value();
        for (auto const& notice : notices) {
            out.push_back(
                std::string(boost::describe::enum_to_string(notice.kind, "?")) + " " +
                notice.subject
            );
        }
        return out;
    }

    std::uint64_t counter(std::int64_t position) const {
        return order.range->first + static_cast<std::uint64_t>(position) - 1;
    }

    std::string const key = registry::lot_key(item_gtin, "L1");
    stamps::StampOrder order;
    std::string owner_account;
    accounts::Principal owner;
    accounts::Principal inspector = accounts::system_principal("inspector");
    accounts::Principal colleague = accounts::system_principal("colleague");
    accounts::Principal officer = accounts::system_principal("officer");
    accounts::Principal second = accounts::system_principal("second");
};

}  // namespace ocop::test
