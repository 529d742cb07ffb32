#pragma once

#include <string_view>

namespace ocop::sheets {

// What one label says. Views: they must live until the call that takes them returns. All but the
// URL are UTF-8 and are drawn in normal form C; an empty one takes no room.
struct Label {
    std::string_view url;         // of the symbol; the bytes go in as they are
    std::string_view product;     // broken into lines; what does not fit is cut with "…"
    std::string_view serial;      // this and what follows are one line each, and never cut
    std::string_view lot;         // "Lô L1042A"
    std::string_view position;    // run and position: "C3 · 0412/1000"
    std::string_view copy;        // mark of the copy: "L3/1"
    std::string_view stars = {};  // as graded when it was ordered: "★★★★"; below the product
    // Left out, first the host, where the label has no room for them at a size that is read easily.
    std::string_view gtin = {};  // "GTIN 08930000000013"
    std::string_view host = {};  // whose links are ours: "id.ocop.vn"
};

}  // namespace ocop::sheets
