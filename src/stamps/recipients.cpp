#include "stamps/recipients.hpp"

namespace ocop::stamps {

namespace {

using store::Space;

std::string row_key(std::string_view producer) {
    return ByteWriter().u8('P').text(producer).take();
}

}  // namespace

Result<StampRecipient> recipient_of(
    store::Reader const& reader, registry::Producer const& producer, Day today
) {
    auto const books = reconcile_producer(reader, producer.id);
    if (!books) {
        return books.error();
    }
    StampRecipient out;
    out.producer = producer.id;
    out.name = producer.name;
    out.commune_code = producer.commune_code;
    out.issued = books->issued;
    out.printed = books->printed;
    out.received = books->received;
    out.activated = books->activated;
    out.as_of = today;
    return out;
}

void put_recipient(store::Transaction& tx, StampRecipient const& row) {
    if (row.issued == 0) {
        tx.erase(Space::stamps, row_key(row.producer));
    } else {
        store::put_plain(tx, Space::stamps, row_key(row.producer), row);
    }
}

Result<RecipientPage> list_recipients(
    store::Reader const& reader, std::string_view after, std::size_t limit
) {
    RecipientPage page;
    Result<void> outcome;
    auto const from = after.empty() ? std::string() : row_key(after) + '\0';
    auto const each = [&](std::string_view, std::string_view bytes) {
        if (page.rows.size() == limit) {
            page.next = page.rows.back().producer;
            return false;
        }
        auto const value = store::parse_plain(bytes);
        auto row = value ? store::as_stored(json::read<StampRecipient>(*value, json::Mode::lenient))
                         : Result<StampRecipient>(value.error());
        if (!row) {
            outcome = row.error();
            return false;
        }
        page.rows.push_back(std::move(*row));
        return true;
    };
    auto const scanned = reader.scan(Space::stamps, "P", from, each);
    if (!scanned || !outcome) {
        return scanned ? outcome.error() : scanned.error();
    }
    return page;
}

}  // namespace ocop::stamps
