#include "bench/catalogue.hpp"

#include "bench/measure.hpp"
#include "bench/stamp_register.hpp"
#include "catalogue/catalogue.hpp"

#include <ocop/base/assert.hpp>

#include <cstdio>
#include <filesystem>

namespace ocop::bench {

namespace {

constexpr int products = 10'000;
constexpr int producers = 2'500;
constexpr int at_once = 100;

constexpr std::array names{
    "Chè xanh đặc sản",
    "Mì gạo",
    "Thịt chua",
    "Bưởi Sửu",
    "Hồng không hạt",
    "Mật ong hoa nhãn",
    "Rượu ngô men lá",
    "Miến dong",
    "Nón lá",
    "Nấm hương khô"};

std::string five(int number) {
    auto const digits = std::to_string(number);
    return std::string(5 - digits.size(), '0') + digits;
}

// One producer in four products, 150 communes.
void add(Register& data, store::Transaction& tx, int n) {
    auto const who = accounts::system_principal("bench");
    auto const today = legal_day(data.clock.now());
    static std::string producer;
    if (n % (products / producers) == 0) {
        registry::NewProducer request;
        request.name = {"Hợp tác xã Suối Nắng " + std::to_string(n), {}};
        request.legal_form = registry::LegalForm::cooperative;
        request.commune_code = five(20'000 + n / (products / producers) % 150);
        request.address = "Khu 4, xã Suối Nắng, tỉnh Phú Thọ";
        producer = registry::register_producer(tx, who, data.random, request)->id;
    }
    registry::NewProduct product;
    product.code = "25-" + five(30'000 + n / 99) + "-" + five(n % 99 + 1).substr(3) + "-2026";
    product.producer = producer;
    product.authority = "phu-tho";
    product.name = {
        std::string(names[static_cast<std::size_t>(n) % names.size()]) + " " + std::to_string(n),
        {}};
    product.group = product.criteria_set = 1;
    must(registry::register_product(tx, who, product).has_value());
    registry::NewCertificate const stars{
        product.code, "phu-tho", 3 + n % 2, "1/QĐ-UBND", today, today};
    auto const id = registry::register_certificate(tx, who, stars)->id;
    for (auto const* person : {"officer", "approver"}) {
        auto const by = accounts::system_principal(person);
        must(registry::confirm_certificate(tx, by, id, {std::string(64, 'd')}).has_value());
    }
}

void show(char const* what, std::vector<double> ms) {
    std::sort(ms.begin(), ms.end());
    std::printf(
        "%s: median %.2f ms, p99 %.2f ms\n", what, ms[ms.size() / 2], ms[ms.size() * 99 / 100]
    );
    std::fflush(stdout);
}

double timed_ms(std::function<void()> const& work) {
    auto const start = thread_cpu_s();
    work();
    return (thread_cpu_s() - start) * 1000;
}

}  // namespace

int show_catalogue() {
    BenchFolder const folder;
    SystemClock const clock;
    Register data(folder.path, clock, 1);
    for (int from = 0; from < products; from += at_once) {
        must(store::transact_now(*data.store, [&](store::Transaction& tx) -> Result<void> {
                 for (int n = from; n < from + at_once; ++n) {
                     add(data, tx, n);
                 }
                 return {};
             }).has_value());
    }
    auto const today = legal_day(clock.now());
    std::vector<double> readings;
    std::optional<catalogue::Listing> listing;
    for (int i = 0; i < 10; ++i) {
        readings.push_back(timed_ms([&] {
            listing.emplace(*catalogue::Listing::read(*data.store->snapshot()));
        }));
    }
    std::printf("products: %zu\n", listing->size());
    show("register read", std::move(readings));
    std::vector<double> searches;
    for (auto const* text : {"", "che xanh", "suoi nang 99", "mat ong hoa nhan 12", "khong co"}) {
        for (std::size_t page = 0; page < 40; ++page) {
            catalogue::Query query;
            query.text = text;
            query.skip = page * 20;
            searches.push_back(timed_ms([&] { must(listing->find(query, today).has_value()); }));
        }
    }
    show("search of a page", std::move(searches));
    std::vector<double> communes;
    for (int i = 0; i < 50; ++i) {
        communes.push_back(timed_ms([&] { must(!listing->communes(today).empty()); }));
    }
    show("communes of the form", std::move(communes));
    return 0;
}

}  // namespace ocop::bench
