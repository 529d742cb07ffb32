#include "imports/import.hpp"

#include "imports/at_rest.hpp"
#include "registry/names.hpp"

#include <ocop/base/encoding.hpp>

namespace ocop::imports {

namespace {

using store::Space;

std::string head_key(ImportHead const& head) {
    auto const ms = static_cast<std::uint64_t>(head.at.ms);
    return ByteWriter().u8('I').u64(~ms).text(head.id).take();
}

// A producer that is called by its name, by its id.
Result<void> find_producer(store::Reader const& reader, std::string& producer) {
    auto const found = registry::find<registry::Producer>(reader, producer);
    if (!found || *found) {
        return found ? Result<void>() : found.error();
    }
    auto keys = registry::keys_named(reader, registry::Producer::noun, producer, 2);
    if (!keys) {
        return keys.error();
    }
    if (keys->size() > 1) {
        return Error(
            Errc::refused,
            "producer_name_shared",
            "/producer",
            "is the name of several producers: write the producer's code"
        );
    }
    if (keys->size() == 1) {
        producer = std::move(keys->front());
    }
    return {};
}

struct Registrar {
    store::Transaction& tx;
    Principal const& who;
    Random& random;
    std::int64_t line;

    Result<MadeLine> operator()(registry::NewProducer request) const {
        auto const made = register_producer(tx, who, random, std::move(request));
        return made ? Result<MadeLine>(MadeLine{line, made->id, made->name.vi}) : made.error();
    }

    Result<MadeLine> operator()(registry::NewProduct request) const {
        if (auto ok = find_producer(tx, request.producer); !ok) {
            return ok.error();
        }
        auto const made = register_product(tx, who, std::move(request));
        return made ? Result<MadeLine>(MadeLine{line, made->code, made->name.vi}) : made.error();
    }

    Result<MadeLine> operator()(registry::NewTradeItem request) const {
        auto const made = register_trade_item(tx, who, std::move(request));
        return made ? Result<MadeLine>(MadeLine{line, made->gtin, made->name.vi}) : made.error();
    }

    Result<MadeLine> operator()(registry::NewCertificate request) const {
        auto const made = register_certificate(tx, who, std::move(request));
        return made ? Result<MadeLine>(MadeLine{line, made->id, made->recognised.decision})
                    : made.error();
    }
};

// Whether it is the line that is wrong, and not the service.
bool is_of_line(Errc code) {
    return code == Errc::malformed || code == Errc::refused || code == Errc::conflict ||
           code == Errc::not_found;
}

}  // namespace

std::string import_key(std::string_view id) {
    return ByteWriter().u8('i').text(id).take();
}

std::string file_key(ImportHead const& head) {
    auto const hash = from_hex(head.sha256);
    return ByteWriter()
        .u8('h')
        .text_nul(head.kind)
        .text(hash ? as_text(*hash) : std::string_view())
        .take();
}

void put_import(store::Transaction& tx, Import const& record) {
    store::put_plain(tx, Space::registry, import_key(record.id), record);
    store::put_plain<ImportHead>(tx, Space::registry, head_key(record), record);
}

Result<Registered> register_lines(
    store::Transaction& tx, Principal const& who, Random& random, Table const& table
) {
    Registered out;
    for (auto const& line : table.lines) {
        auto made = std::visit(Registrar{tx, who, random, line.line}, line.request);
        if (made) {
            out.made.push_back(std::move(*made));
        } else if (is_of_line(made.error().code)) {
            add_errors(out.errors, table, line.line, made.error());
        } else {
            return made.error();
        }
    }
    return out;
}

Result<Import> keep_import(
    store::Transaction& tx,
    Principal const& who,
    Random& random,
    Table const& table,
    Hash const& file,
    std::vector<MadeLine> const& made
) {
    Import record;
    record.id = random_id(random);
    record.kind = to_text(table.kind);
    record.sha256 = to_hex(file);
    record.count = static_cast<std::int64_t>(made.size());
    record.account = who.account;
    record.unit = who.unit;
    record.at = tx.now();
    for (auto const& line : made) {
        record.made.push_back(line.id);
    }
    auto const before = tx.get(Space::registry, file_key(record));
    if (!before) {
        return before.error();
    }
    if (*before) {
        return Error(Errc::conflict, "import_exists", **before, "is the import that it came in by");
    }
    tx.put(Space::registry, file_key(record), record.id);
    put_import(tx, record);
    return record;
}

Result<Import> load_import(store::Reader const& reader, std::string_view id) {
    auto found = store::find_plain<Import>(reader, Space::registry, import_key(id));
    if (!found) {
        return found.error();
    }
    return *found ? Result<Import>(std::move(**found)) : Error(Errc::not_found, "import_not_found");
}

Result<ImportPage> list_imports(
    store::Reader const& reader, std::string_view after, std::size_t limit
) {
    std::string from;
    if (!after.empty()) {
        auto const last = load_import(reader, after);
        if (!last) {
            return last.error();
        }
        from = head_key(*last) + '\0';
    }
    ImportPage page;
    Result<void> outcome;
    auto const each = [&](std::string_view, std::string_view value) {
        if (page.records.size() == limit) {
            page.next = page.records.back().id;
            return false;
        }
        auto const plain = store::parse_plain(value);
        auto head = plain ? store::as_stored(json::read<ImportHead>(*plain, json::Mode::lenient))
                          : Result<ImportHead>(plain.error());
        if (!head) {
            outcome = head.error();
            return false;
        }
        page.records.push_back(std::move(*head));
        return true;
    };
    if (auto const scanned = reader.scan(Space::registry, "I", from, each); !scanned) {
        return scanned.error();
    }
    return outcome ? Result<ImportPage>(std::move(page)) : outcome.error();
}

}  // namespace ocop::imports
