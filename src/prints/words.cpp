#include "prints/words.hpp"

#include "registry/product.hpp"
#include "registry/register.hpp"
#include "sheets/placing.hpp"

#include <ocop/stamp/serial.hpp>

namespace ocop::prints {

namespace {

// The widest serial there is, so that what fits it fits all.
constexpr std::uint64_t wide_serial = stamp::serial_end - 1;

Result<sheets::Arrangement> arrange(Desk const& desk, PrintRun const& run, int modules) {
    auto const* const artwork = desk.artwork ? &*desk.artwork : nullptr;
    if (run.format == Format::zpl) {
        auto roll = roll_of(run.options);
        if (!roll) {
            return roll.error();
        }
        roll->artwork = artwork;
        return sheets::arrange(sheets::room_of(*roll), modules);
    }
    auto const sheet = sheet_of(run.options);
    return sheet ? sheets::arrange(sheet->layout, modules, artwork) : sheet.error();
}

}  // namespace

sheets::Label Words::label() const {
    return {url, product, serial, lot, position, copy, stars, gtin, host};
}

Words Job::words(std::string_view host, signer::SignedStamp const& stamp) const {
    auto const& record = order.record();
    Words out;
    out.url = order.url_of(host, stamp);
    out.product = product;
    for (std::int64_t star = 0; star < record.stars; ++star) {
        out.stars += "★";
    }
    out.serial = stamp::format_typed_serial(stamp.serial);
    out.lot = "Lô " + record.lot;
    out.position = position_text(run, order.position_of(stamp.counter), order.count());
    out.copy = copy_mark(run);
    out.gtin = "GTIN " + record.gtin;
    out.host = std::string(host);
    return out;
}

Result<Job> load_job(store::Reader const& reader, PrintRun run) {
    auto order = IssuedOrder::load(reader, accounts::system_principal(), run.order);
    if (!order) {
        return order.error();
    }
    auto const product = registry::load<registry::Product>(reader, order->record().product);
    if (!product) {
        return product.error();
    }
    return Job{std::move(run), std::move(*order), product->name.vi};
}

Result<void> check_drawable(Desk const& desk, Job const& job) {
    auto const version = job.order.symbol_version(desk.host, qr::Level::m);
    if (!version) {
        return version.error();
    }
    auto const room = arrange(desk, job.run, 17 + 4 * *version);
    if (!room) {
        return Error(room.error().code, room.error().slug, "/options", describe(room.error()));
    }
    auto const last = job.order.counter_of(job.order.count());
    auto const words = job.words(desk.host, {last, wide_serial, {}});
    auto const text = sheets::set_text(*room, words.label(), desk.font);
    if (!text) {
        return Error(text.error().code, text.error().slug, "/options", describe(text.error()));
    }
    return {};
}

}  // namespace ocop::prints
