#include "events/tt02.hpp"

#include "events/names.hpp"
#include "events/short_form.hpp"
#include "events/teller.hpp"
#include "registry/certificate.hpp"
#include "registry/producer.hpp"
#include "registry/product.hpp"

#include <ocop/epcis/identifier.hpp>

#include <algorithm>
#include <array>

namespace ocop::events {

namespace {

struct ItemName {
    Words name;
    bool for_consumers = false;
    bool if_any = false;
};

// In the order of art. 6.3.
constexpr std::array<ItemName, 10> item_names{{
    {{"Tên sản phẩm, hàng hóa", "Name of the product"}, true, false},
    {{"Hình ảnh sản phẩm, hàng hóa", "Picture of the product"}, true, false},
    {{"Tên đơn vị sản xuất, kinh doanh", "Name of the producer"}, true, false},
    {{"Địa chỉ đơn vị sản xuất, kinh doanh", "Address of the producer"}, true, false},
    {{"Các công đoạn sản xuất, kinh doanh", "Steps of production and trade"}, false, false},
    {{"Thời gian sản xuất, kinh doanh", "Time of production and trade"}, true, false},
    {{"Mã truy vết sản phẩm", "Trace code of the product"}, false, false},
    {{"Thương hiệu, nhãn hiệu, mã ký hiệu, số sê-ri (nếu có)",
      "Brand, mark, model, serial number (if any)"},
     true,
     true},
    {{"Thời hạn sử dụng (nếu có)", "Best before (if any)"}, true, true},
    {{"Tiêu chuẩn, quy chuẩn áp dụng", "Standards applied"}, false, false},
}};

constexpr Words no_photo{"Chưa có sự kiện nào của lô kèm ảnh", "no event of the lot has a photo"};
constexpr Words no_steps{"Chưa ghi sự kiện nào cho lô này", "no event of the lot was recorded"};
constexpr Words no_brand{
    "Sổ đăng ký không ghi thương hiệu, nhãn hiệu hay ký hiệu riêng",
    "the register holds no brand, mark or model"};
constexpr Words no_best_before{
    "Lô không khai thời hạn sử dụng", "the lot was registered without a best-before day"};
constexpr Words no_standard{
    "Sản phẩm chưa có giấy chứng nhận còn hiệu lực", "the product has no certificate in force"};

class Sheet {
  public:
    Sheet() {
        for (std::size_t i = 0; i < item_names.size(); ++i) {
            Tt02Item item;
            item.number = static_cast<std::int64_t>(i) + 1;
            item.name = name_of(item_names[i].name);
            item.for_consumers = item_names[i].for_consumers;
            items_.push_back(std::move(item));
        }
    }

    void say(std::size_t number, json::value value, std::vector<std::string> sources) {
        items_[number - 1].value = std::move(value);
        items_[number - 1].sources = std::move(sources);
    }

    void miss(std::size_t number, Words const& why) { items_[number - 1].missing = name_of(why); }

    std::vector<Tt02Item> take(bool& complete) {
        complete = true;
        for (std::size_t i = 0; i < items_.size(); ++i) {
            complete = complete && (!items_[i].missing || item_names[i].if_any);
        }
        return std::move(items_);
    }

  private:
    std::vector<Tt02Item> items_;
};

std::string source_of(EventRecord const& record) {
    return "event:" + std::to_string(record.number);
}

// Events that stand: not declared wrong, and no declarations.
std::vector<EventRecord const*> standing(LotEvents const& all) {
    std::vector<EventRecord const*> out;
    for (auto const& judged : judge(all.records)) {
        if (judged.corrections.empty()) {
            out.push_back(judged.record);
        }
    }
    return out;
}

void say_steps(std::vector<EventRecord const*> const& events, Sheet& sheet) {
    if (events.empty()) {
        sheet.miss(5, no_steps);
        return;
    }
    json::array steps;
    std::vector<std::string> sources;
    for (auto const* record : events) {
        json::array products;
        for (auto const& item : epcis::items_of(record->event)) {
            products.emplace_back(item.id);
        }
        json::object step{
            {"name", json::write(step_of(record->event).name)}, {"products", std::move(products)}};
        auto const place = epcis::read_point(record->event);
        step["place"] = place.empty() ? json::value(nullptr) : json::value(place);
        step["time"] = to_text(epcis::event_time(record->event));
        steps.emplace_back(std::move(step));
        sources.push_back(source_of(*record));
    }
    sheet.say(5, std::move(steps), std::move(sources));
}

void say_photo(std::vector<EventRecord const*> const& events, Sheet& sheet) {
    json::array photos;
    std::vector<std::string> sources;
    for (auto const* record : events) {
        auto const hashes = extension_hashes(record->event, "photos");
        for (auto const& hash : hashes) {
            photos.emplace_back(photo_path(hash));
        }
        if (!hashes.empty()) {
            sources.push_back(source_of(*record));
        }
    }
    if (photos.empty()) {
        sheet.miss(2, no_photo);
    } else {
        sheet.say(2, std::move(photos), std::move(sources));
    }
}

void say_times(
    registry::Lot const& lot, std::vector<EventRecord const*> const& events, Sheet& sheet
) {
    json::object times{{"made_on", to_text(lot.made_on)}};
    std::vector<std::string> sources{"lot:" + key_of(lot)};
    if (!events.empty()) {
        times["first_event"] = to_text(epcis::event_time(events.front()->event));
        times["last_event"] = to_text(epcis::event_time(events.back()->event));
        sources.push_back(source_of(*events.front()));
        sources.push_back(source_of(*events.back()));
    }
    sheet.say(6, std::move(times), std::move(sources));
}

Result<void> say_register(store::Reader const& reader, registry::Lot const& lot, Sheet& sheet) {
    auto const item = store::as_stored(registry::load<registry::TradeItem>(reader, lot.gtin));
    if (!item) {
        return item.error();
    }
    auto const product = store::as_stored(registry::load<registry::Product>(reader, item->product));
    if (!product) {
        return product.error();
    }
    auto const producer =
        store::as_stored(registry::load<registry::Producer>(reader, lot.producer));
    if (!producer) {
        return producer.error();
    }
    sheet.say(
        1,
        json::object{{"product", json::write(product->name)}, {"form", json::write(item->name)}},
        {"product:" + product->code, "trade_item:" + item->gtin}
    );
    auto const source = "producer:" + producer->id;
    sheet.say(3, json::write(producer->name), {source});
    sheet.say(
        4,
        json::object{{"address", producer->address}, {"commune", producer->commune_code}},
        {source}
    );
    return {};
}

Result<void> say_standard(
    store::Reader const& reader, registry::Lot const& lot, Day today, Sheet& sheet
) {
    auto const item = store::as_stored(registry::load<registry::TradeItem>(reader, lot.gtin));
    if (!item) {
        return item.error();
    }
    auto const certificate = registry::certificate_on(reader, item->product, today);
    if (!certificate) {
        return certificate.error();
    }
    bool const in_force = *certificate && stamp::is_in_force((*certificate)->term, today);
    if (!in_force) {
        sheet.miss(10, no_standard);
        return {};
    }
    sheet.say(
        10,
        json::object{
            {"certificate", (*certificate)->id},
            {"stars", (*certificate)->stars},
            {"decision", (*certificate)->recognised.decision},
            {"decided_on", to_text((*certificate)->recognised.decided_on)}},
        {"certificate:" + (*certificate)->id}
    );
    return {};
}

}  // namespace

Result<Tt02> tt02_of(
    store::Reader const& reader, Principal const& who, registry::Lot const& lot, Day today
) {
    auto const id = epcis::lot_identifier(lot.gtin, lot.lot);
    auto const all = events_of_lot(reader, who, id);
    if (!all) {
        return all.error();
    }
    auto const events = standing(*all);
    Sheet sheet;
    if (auto ok = say_register(reader, lot, sheet); !ok) {
        return ok.error();
    }
    say_photo(events, sheet);
    say_steps(events, sheet);
    say_times(lot, events, sheet);
    sheet.say(7, json::value(id), {"lot:" + key_of(lot)});
    sheet.miss(8, no_brand);
    if (lot.best_before) {
        sheet.say(9, json::value(to_text(*lot.best_before)), {"lot:" + key_of(lot)});
    } else {
        sheet.miss(9, no_best_before);
    }
    if (auto ok = say_standard(reader, lot, today, sheet); !ok) {
        return ok.error();
    }
    Tt02 out;
    out.basis = "Thông tư 02/2024/TT-BKHCN, điều 6.3";
    out.gtin = lot.gtin;
    out.lot = lot.lot;
    out.items = sheet.take(out.complete);
    out.cut = all->cut;
    return out;
}

}  // namespace ocop::events
