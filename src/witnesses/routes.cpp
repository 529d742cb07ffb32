#include "witnesses/routes.hpp"

namespace ocop::witnesses {

namespace {

http::Answer add_checkpoint(Book& book, http::Request const& request) {
    auto const answer = book.add(request.body);
    if (!answer) {
        return http::problem_response(answer.error(), request.id);
    }
    return http::text_response(answer->status, std::string(answer->content_type), answer->body);
}

http::Answer show_checkpoint(Book& book, http::Request const& request) {
    auto note = book.latest(request.capture("log"));
    if (!note) {
        return http::problem_response(note.error(), request.id);
    }
    return http::text_response(200, "text/plain; charset=utf-8", std::move(*note))
        .with("Cache-Control", "no-cache");
}

}  // namespace

std::vector<http::Route> witness_routes(Book& book) {
    using http::Method;
    http::Route add{
        Method::post,
        "/add-checkpoint",
        [&book](http::Request const& request) { return add_checkpoint(book, request); },
        http::Access::open};
    add.body_bytes_max = ledger::add_checkpoint_bytes_max;
    http::Route show{
        Method::get,
        "/{log}/checkpoint",
        [&book](http::Request const& request) { return show_checkpoint(book, request); },
        http::Access::open};
    return {std::move(add), std::move(show)};
}

}  // namespace ocop::witnesses
