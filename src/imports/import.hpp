#pragma once

#include "accounts/principal.hpp"
#include "imports/table.hpp"

#include <ocop/base/random.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Imports: files whose lines became records of the register, all or none of them, and what each
// made, so that it can be undone as one. Undoing drops the records again (registry/removal.hpp).
//
// At rest, space registry:
//   'i' ‖ import id                → Import, plain JSON
//   'I' ‖ ~u64 ms ‖ import id      → ImportHead, plain JSON: the newest first
//   'h' ‖ kind ‖ 00 ‖ SHA-256 (32) → import id: files that are in the register
namespace ocop::imports {

using accounts::Principal;

struct ImportHead {
    std::int64_t v = 1;
    std::string id;
    std::string kind;    // to_text(Kind)
    std::string sha256;  // of the file, lower-case hex
    std::int64_t count = 0;
    std::string account;  // who imported
    std::string unit;     // whom they answered to
    Instant at;
    std::optional<Instant> undone_at;
    std::optional<std::string> undone_by;  // account
};
BOOST_DESCRIBE_STRUCT(
    ImportHead, (), (v, id, kind, sha256, count, account, unit, at, undone_at, undone_by)
)

struct Import : ImportHead {
    std::vector<std::string> made;  // ids of the records, in the order of the file's lines
};
BOOST_DESCRIBE_STRUCT(Import, (ImportHead), (made))

// What a line made, or would make.
struct MadeLine {
    std::int64_t line = 0;
    std::string id;     // the record's key
    std::string title;  // its name; of a certificate its decision
};
BOOST_DESCRIBE_STRUCT(MadeLine, (), (line, id, title))

struct Registered {
    std::vector<MadeLine> made;
    Errors errors;
};

// Registers the lines one by one, each as the service of its kind does, and goes on behind a line
// that is refused, so that one look tells all. With any error the caller must refuse the
// transaction: lines before and half of the wrong one are written. Besides the errors of the
// services: "producer_name_shared" when a product names its producer by a name that two have.
// Errors of the reads.
Result<Registered> register_lines(
    store::Transaction& tx, Principal const& who, Random& random, Table const& table
);

// Writes the record of an import. conflict "import_exists" naming the import that the same file of
// the same kind came in by, and that was not undone.
Result<Import> keep_import(
    store::Transaction& tx,
    Principal const& who,
    Random& random,
    Table const& table,
    Hash const& file,
    std::vector<MadeLine> const& made
);

// not_found "import_not_found".
Result<Import> load_import(store::Reader const& reader, std::string_view id);

struct ImportPage {
    std::vector<ImportHead> records;
    std::optional<std::string> next;  // `after` of the next page
};

// The newest first, behind the import `after`. not_found "import_not_found" for an `after` that is
// none.
Result<ImportPage> list_imports(
    store::Reader const& reader, std::string_view after, std::size_t limit
);

// Drops all that the import made. not_found "import_not_found"; conflict "import_undone" when it
// was undone before, "import_in_use" naming the first ten records that something rests on, or that
// were changed since.
Result<Import> undo_import(store::Transaction& tx, Principal const& who, std::string_view id);

}  // namespace ocop::imports
