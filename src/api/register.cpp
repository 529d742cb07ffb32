#include "api/read.hpp"
#include "api/routes.hpp"
#include "api/write.hpp"
#include "blobs/record.hpp"
#include "registry/admission.hpp"
#include "registry/authority.hpp"
#include "registry/certificate_acts.hpp"
#include "registry/lot.hpp"
#include "registry/producer.hpp"
#include "registry/product.hpp"

namespace ocop::api {

namespace {

using namespace ocop::registry;

struct Succession {
    std::string successor;
};
BOOST_DESCRIBE_STRUCT(Succession, (), (successor))

Result<Written> succeed(store::Transaction& tx, Call const& call, Succession const& body) {
    return changed(name_successor(tx, call.who, call.subject(), body.successor));
}

Result<Written> replace_producer(store::Transaction& tx, Call const& call, NewProducer body) {
    return changed(change_producer(tx, call.who, call.subject(), {}, std::move(body)));
}

// The photo that a trade item is shown with; none: it is shown without.
struct ItemPhoto {
    std::optional<std::string> sha256;
};
BOOST_DESCRIBE_STRUCT(ItemPhoto, (), (sha256))

// Of the producer's own photos; its copies are public from now on.
Result<Photo> publish_photo(
    store::Transaction& tx, std::string_view producer, std::string_view sha256
) {
    Error const unknown(Errc::refused, "photo_unknown", "/sha256", "is no photo of the producer");
    auto const hash = blobs::parse_hash(sha256);
    if (!hash) {
        return unknown;
    }
    auto const blob = blobs::find_blob(tx, producer, *hash);
    if (!blob) {
        return blob.error();
    }
    if (!*blob || !(*blob)->thumbnail) {
        return unknown;
    }
    if (auto ok = blobs::make_public(tx, producer, *hash); !ok) {
        return ok.error();
    }
    auto const& copy = *(*blob)->thumbnail;
    return Photo{(*blob)->sha256, copy.width, copy.height};
}

Result<Written> change_photo(store::Transaction& tx, Call const& call, ItemPhoto const& body) {
    auto const item = load_for<TradeItem>(tx, call.who, call.subject());
    if (!item) {
        return item.error();
    }
    if (!body.sha256) {
        return changed(show_photo(tx, call.who, item->gtin, {}));
    }
    auto photo = publish_photo(tx, item->producer, *body.sha256);
    return photo ? changed(show_photo(tx, call.who, item->gtin, std::move(*photo)))
                 : Result<Written>(photo.error());
}

std::string lot_path(Lot const& lot) {
    return lot.gtin + "/" + lot.lot;
}

Result<Lot> load_lot(store::Reader const& reader, http::Request const& request) {
    auto const key = lot_key(request.capture("gtin"), request.capture("lot"));
    return load_for<Lot>(reader, who_of(request), key);
}

}  // namespace

std::vector<http::Route> register_routes(Services& s) {
    return {
        post("/api/v1/authorities", creates(s, register_authority, &Authority::id)),
        get("/api/v1/authorities", lists<Authority>(s)),
        get("/api/v1/authorities/{id}", shows(s, load_for<Authority>)),
        post("/api/v1/authorities/{id}/successor", writes<Succession>(s, succeed)),

        post("/api/v1/producers", creates(s, register_producer, &Producer::id)),
        get("/api/v1/producers", lists<Producer>(s)),
        get("/api/v1/producers/{id}", shows(s, load_for<Producer>)),
        put("/api/v1/producers/{id}", writes<NewProducer>(s, replace_producer)),

        post("/api/v1/places", creates(s, register_place, &Place::id)),
        get("/api/v1/places", lists<Place>(s)),
        get("/api/v1/places/{id}", shows(s, load_for<Place>)),

        post("/api/v1/products", creates(s, register_product, &Product::code)),
        get("/api/v1/products", lists<Product>(s)),
        get("/api/v1/products/{code}", shows(s, load_for<Product>)),

        post("/api/v1/trade-items", creates(s, register_trade_item, &TradeItem::gtin)),
        get("/api/v1/trade-items", lists<TradeItem>(s)),
        get("/api/v1/trade-items/{gtin}", shows(s, load_for<TradeItem>)),
        put("/api/v1/trade-items/{gtin}/photo", writes<ItemPhoto>(s, change_photo)),

        post("/api/v1/certificates", creates(s, register_certificate, &Certificate::id)),
        get("/api/v1/certificates", lists<Certificate>(s)),
        get("/api/v1/certificates/{id}", shows(s, load_for<Certificate>)),
        post("/api/v1/certificates/{id}/confirm", changes(s, confirm_certificate)),
        post("/api/v1/certificates/{id}/extend", changes(s, propose_extension)),
        post(
            "/api/v1/certificates/{id}/extend/confirm", changes(s, confirm_extension, Match::must)
        ),
        post("/api/v1/certificates/{id}/withdraw", changes(s, propose_withdrawal)),
        post(
            "/api/v1/certificates/{id}/withdraw/confirm",
            changes(s, confirm_withdrawal, Match::must)
        ),
        post("/api/v1/certificates/{id}/reinstate", changes(s, propose_reinstatement)),
        post(
            "/api/v1/certificates/{id}/reinstate/confirm",
            changes(s, confirm_reinstatement, Match::must)
        ),

        post("/api/v1/lots", creates(s, open_lot, lot_path)),
        get("/api/v1/lots", lists<Lot>(s)),
        get("/api/v1/lots/{gtin}/{lot}", shows_by(s, load_lot)),
    };
}

}  // namespace ocop::api
