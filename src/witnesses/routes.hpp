#pragma once

#include "http/route.hpp"
#include "witnesses/book.hpp"

#include <vector>

// A witness as an HTTP service (C2SP tlog-witness; submission and monitoring prefix are the root):
//   POST /add-checkpoint                           answer_add_checkpoint()
//   GET  /<hex SHA-256 of the origin>/checkpoint   the last that was cosigned, text/plain
// What is wrong with the witness itself is a problem document: 503, or 500 for what is damaged.
namespace ocop::witnesses {

// `book` must outlive the routes. They block on its disk, on the server's pool.
std::vector<http::Route> witness_routes(Book& book);

}  // namespace ocop::witnesses
