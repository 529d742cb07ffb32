#include "http/ascii.hpp"
#include "http/route.hpp"

#include <ocop/base/assert.hpp>

#include <algorithm>

namespace ocop::http {

namespace {

std::vector<std::string_view> split_path(std::string_view path) {
    std::vector<std::string_view> out;
    path.remove_prefix(1);
    for (;;) {
        auto const slash = path.find('/');
        out.push_back(path.substr(0, slash));
        if (slash == std::string_view::npos) return out;
        path.remove_prefix(slash + 1);
    }
}

std::string_view rest_from(std::string_view path, std::string_view segment) {
    return path.substr(static_cast<std::size_t>(segment.data() - path.data()));
}

}  // namespace

Router::Segment Router::parse_segment(std::string_view text) {
    if (!text.starts_with('{')) return {Kind::literal, text};
    OCOP_ASSERT(text.ends_with('}') && text.size() > 2);
    auto const name = text.substr(1, text.size() - 2);
    if (!name.ends_with("...")) return {Kind::capture, name};
    return {Kind::rest, name.substr(0, name.size() - 3)};
}

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)) {
    for (std::size_t i = 0; i < routes_.size(); ++i) {
        OCOP_ASSERT(routes_[i].pattern.starts_with('/') && routes_[i].handler);
        Shape shape;
        shape.route = i;
        for (auto const text : split_path(routes_[i].pattern)) {
            OCOP_ASSERT(shape.segments.empty() || shape.segments.back().kind != Kind::rest);
            shape.segments.push_back(parse_segment(text));
        }
        shapes_.push_back(std::move(shape));
    }
    auto const same = [this](Shape const& a, Shape const& b) {
        auto const alike = [](Segment const& x, Segment const& y) {
            return x.kind == y.kind && (x.kind != Kind::literal || x.text == y.text);
        };
        return routes_[a.route].method == routes_[b.route].method &&
               std::equal(
                   a.segments.begin(), a.segments.end(), b.segments.begin(), b.segments.end(), alike
               );
    };
    for (auto a = shapes_.begin(); a != shapes_.end(); ++a) {
        OCOP_ASSERT(std::none_of(a + 1, shapes_.end(), [&](auto const& b) { return same(*a, b); }));
    }
    // The first shape that matches is then the most literal one.
    std::stable_sort(shapes_.begin(), shapes_.end(), [](Shape const& a, Shape const& b) {
        return std::lexicographical_compare(
            a.segments.begin(),
            a.segments.end(),
            b.segments.begin(),
            b.segments.end(),
            [](Segment const& x, Segment const& y) { return x.kind < y.kind; }
        );
    });
}

bool Router::matches(Shape const& shape, std::vector<std::string_view> const& path) {
    for (std::size_t i = 0; i < shape.segments.size(); ++i) {
        if (i == path.size()) return false;
        auto const& segment = shape.segments[i];
        if (segment.kind == Kind::rest) return i + 1 < path.size() || !path[i].empty();
        if (segment.kind == Kind::literal && segment.text != path[i]) return false;
        if (segment.kind == Kind::capture && path[i].empty()) return false;
    }
    return shape.segments.size() == path.size();
}

Result<void> Router::capture(
    Shape const& shape, std::vector<std::string_view> const& path, Request& request
) {
    request.captures.clear();
    for (std::size_t i = 0; i < shape.segments.size(); ++i) {
        auto const& [kind, name] = shape.segments[i];
        if (kind == Kind::literal) continue;
        if (kind == Kind::rest) {
            request.captures.emplace_back(name, rest_from(request.path, path[i]));
            continue;
        }
        auto value = percent_decode(path[i]);
        if (!value) {
            return Error(
                Errc::malformed, "path_malformed", std::string(name), "is not percent-encoded UTF-8"
            );
        }
        request.captures.emplace_back(name, std::move(*value));
    }
    return {};
}

Result<Route const*> Router::find(Request& request) const {
    if (!request.path.starts_with('/')) return Error(Errc::not_found, "route_not_found");
    auto const path = split_path(request.path);
    Shape const* found = nullptr;
    for (auto const& shape : shapes_) {
        if (!matches(shape, path)) continue;
        auto const method = routes_[shape.route].method;
        if (method == request.method) {
            found = &shape;
            break;
        }
        if (method == Method::get && request.method == Method::head && !found) found = &shape;
    }
    if (found) {
        if (auto captured = capture(*found, path, request); !captured) return captured.error();
        return &routes_[found->route];
    }
    auto const allowed = methods_at(request.path);
    if (allowed.empty()) return Error(Errc::not_found, "route_not_found");
    return Error(
        Errc::unsupported, "method_not_allowed", "method", "is not one of " + list_methods(allowed)
    );
}

std::vector<Method> Router::methods_at(std::string_view path) const {
    std::vector<Method> out;
    if (!path.starts_with('/')) return out;
    auto const segments = split_path(path);
    for (auto const& shape : shapes_) {
        if (!matches(shape, segments)) continue;
        out.push_back(routes_[shape.route].method);
        if (out.back() == Method::get) out.push_back(Method::head);
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

std::string list_methods(std::span<Method const> methods) {
    std::string out;
    for (auto const method : methods) {
        out += out.empty() ? "" : ", ";
        out += method_name(method);
    }
    return out;
}

}  // namespace ocop::http
