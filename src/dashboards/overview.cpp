#include "dashboards/overview.hpp"

#include "checks/place.hpp"
#include "registry/certificate.hpp"

#include <ocop/base/assert.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>

namespace ocop::dashboards {

namespace {

constexpr std::size_t page_records = 500;
constexpr std::array<int, 3> horizons{30, 90, 180};

// All records page by page, up to `most`; false: there are more. `load(after)` gives a page, `take`
// its records.
template <class Load, class Take>
Result<bool> each_page(std::size_t most, Load load, Take take) {
    std::string after;
    for (std::size_t seen = 0; seen < most; seen += page_records) {
        auto page = load(after);
        if (!page) {
            return page.error();
        }
        if (auto const ok = take(*page); !ok) {
            return ok.error();
        }
        if (!page->next) {
            return true;
        }
        after = std::move(*page->next);
    }
    return false;
}

Result<bool> sum_stamps(store::Reader const& reader, stamps::Reconciliation& sum) {
    auto const who = accounts::system_principal();
    return each_page(
        orders_max,
        [&](std::string const& after) {
            return stamps::list_orders(reader, who, after, page_records);
        },
        [&](stamps::OrderPage const& page) -> Result<void> {
            for (auto const& order : page.orders) {
                auto const part = stamps::reconcile(reader, order);
                if (!part) {
                    return part.error();
                }
                sum += *part;
            }
            return {};
        }
    );
}

// A product counts once, by its certificate that lasts longest: one that was renewed in time does
// not end soon.
Result<bool> count_certificates(store::Reader const& reader, Reading& out) {
    auto const who = accounts::system_principal();
    std::map<std::string, Day> last_of;  // by product
    auto const take = [&](registry::Page<registry::Certificate> const& page) {
        for (auto const& certificate : page.records) {
            if (!stamp::is_in_force(certificate.term, out.today) ||
                !accounts::is_confirmed(certificate.confirmations)) {
                continue;
            }
            auto& last = last_of[certificate.product];
            last = std::max(last, stamp::last_day(certificate.term));
        }
        return Result<void>();
    };
    auto const whole = each_page(
        certificates_max,
        [&](std::string const& after) {
            return registry::list<registry::Certificate>(reader, who, after, page_records);
        },
        take
    );
    out.certificates_in_force = static_cast<std::int64_t>(last_of.size());
    for (auto const days : horizons) {
        auto const until = add_days(out.today, days);
        auto const ends = [&](auto const& product) { return product.second <= until; };
        out.expiring.push_back({days, std::count_if(last_of.begin(), last_of.end(), ends)});
    }
    return whole;
}

Result<bool> count_alerts(store::Reader const& reader, std::vector<RuleAlerts>& out) {
    auto const who = accounts::system_principal();
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<alerts::Rule>>([&](auto d) {
        out.push_back({d.value, 0});
    });
    alerts::Filter filter;
    filter.state = alerts::State::open;
    return each_page(
        alerts_max,
        [&](std::string const& after) {
            return alerts::list(reader, who, filter, after, page_records);
        },
        [&](alerts::AlertPage const& page) {
            for (auto const& alert : page.alerts) {
                auto const same = [&](RuleAlerts const& row) { return row.rule == alert.rule; };
                ++std::find_if(out.begin(), out.end(), same)->open;
            }
            return Result<void>();
        }
    );
}

}  // namespace

Result<Reading> read_all(store::Reader const& reader, Instant now) {
    Reading out;
    out.at = now;
    out.today = legal_day(now);
    auto const stamps = sum_stamps(reader, out.stamps);
    if (!stamps) {
        return stamps.error();
    }
    auto const certificates = count_certificates(reader, out);
    if (!certificates) {
        return certificates.error();
    }
    auto const alerts = count_alerts(reader, out.alerts);
    if (!alerts) {
        return alerts.error();
    }
    auto tallies = checks::tallies_since(reader, add_days(out.today, 1 - days_max));
    if (!tallies) {
        return tallies.error();
    }
    out.tallies = std::move(*tallies);
    out.whole = *stamps && *certificates && *alerts;
    return out;
}

Overview overview_of(Reading const& reading, int days) {
    OCOP_ASSERT(days >= 1 && days <= days_max);
    Overview out;
    out.as_of = reading.at;
    out.whole = reading.whole;
    out.days = days;
    out.stamps = reading.stamps;
    out.certificates_in_force = reading.certificates_in_force;
    out.expiring = reading.expiring;
    out.alerts = reading.alerts;
    auto const first = add_days(reading.today, 1 - days);
    for (int i = 0; i < days; ++i) {
        out.checks.push_back({add_days(first, i), 0});
    }
    for (auto const& province : checks::provinces()) {
        out.provinces.push_back(
            {checks::province_text(province.code), std::string(province.name), 0}
        );
    }
    for (auto const& tally : reading.tallies) {
        // A clock that was set back leaves days behind today.
        if (tally.day < first || tally.day > reading.today) {
            continue;
        }
        auto const count = static_cast<std::int64_t>(tally.checks);
        auto const at = (tally.day.date - first.date).count();
        out.checks[static_cast<std::size_t>(at)].checks += count;
        auto const code = checks::province_text(tally.province);
        auto const found = std::find_if(
            out.provinces.begin(),
            out.provinces.end(),
            [&](ProvinceChecks const& each) { return each.code == code; }
        );
        (found == out.provinces.end() ? out.checks_unplaced : found->checks) += count;
    }
    return out;
}

}  // namespace ocop::dashboards
