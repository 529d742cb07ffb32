#include "bundles/publisher.hpp"

#include "bundles/gather.hpp"

#include <ocop/base/assert.hpp>
#include <ocop/base/encoding.hpp>
#include <ocop/bundle/bundle.hpp>
#include <ocop/crypto/hash.hpp>

#include <zlib.h>

#include <algorithm>
#include <limits>

namespace ocop::bundles {

namespace {

constexpr int gzip_window = 15 + 16;  // RFC 1952 instead of RFC 1950
constexpr int memory_level = 8;
constexpr std::int64_t rest_share = 20;

std::string gzip(std::string_view text) {
    z_stream stream{};
    OCOP_ASSERT(
        deflateInit2(
            &stream,
            Z_DEFAULT_COMPRESSION,
            Z_DEFLATED,
            gzip_window,
            memory_level,
            Z_DEFAULT_STRATEGY
        ) == Z_OK
    );
    OCOP_ASSERT(text.size() <= std::numeric_limits<uInt>::max());
    std::string out(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
    auto const in = as_bytes(text);
    // zlib takes what it reads through a pointer that is not const (zlib.h, ZLIB_CONST).
    stream.next_in = const_cast<Bytef*>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    auto const ended = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    OCOP_ASSERT(ended == Z_STREAM_END);
    return out;
}

// What of a trust list matters for whether a bundle's head may stand: not how often it was signed.
stamp::TrustList content_of(stamp::TrustList list) {
    list.version = 0;
    list.issued_at = {};
    return list;
}

}  // namespace

struct Publisher::Made {
    std::shared_ptr<Served const> served;
    std::string body_sha256;
    stamp::TrustList trust;  // content_of() the head's
    Instant read_at;         // when the register was read last
    std::uint64_t ledger_size = 0;
};

Publisher::Publisher(
    store::Store const& store,
    stamp::SerialKeys const& serials,
    signer::Signer& signer,
    verdicts::TrustPublisher& trust,
    std::filesystem::path folder,
    Clock const& clock
)
    : store_(store),
      serials_(serials),
      signer_(signer),
      trust_(trust),
      clock_(clock),
      files_(std::move(folder), serials) {}

bool Publisher::is_due(std::uint64_t ledger_size, Instant now) const {
    if (!made_ || now.ms - made_->served->issued_at.ms >= head_ms_max) {
        return true;
    }
    return ledger_size != made_->ledger_size && now.ms - made_->read_at.ms >= rest_ms_;
}

Result<std::shared_ptr<Publisher::Made const>> Publisher::make(Made const* before) const {
    auto out = std::make_shared<Made>();
    out->read_at = clock_.now();
    std::string body;
    {
        auto const snapshot = store_.snapshot();
        out->ledger_size = snapshot->ledger_size();
        auto gathered = gather(*snapshot, files_, serials_, out->read_at);
        if (!gathered) {
            return gathered.error();
        }
        body = std::move(*gathered);
    }
    out->body_sha256 = to_hex(crypto::sha256(as_bytes(body)));
    // After the register, so that it knows every key of the orders that were read.
    auto const trust = trust_.current();
    if (!trust) {
        return trust.error();
    }
    auto list = stamp::parse_trust_list(*trust, std::nullopt);
    if (!list) {
        return list.error();
    }
    out->trust = content_of(std::move(list->list));
    bool const same = before != nullptr && before->body_sha256 == out->body_sha256 &&
                      before->trust == out->trust &&
                      out->read_at.ms - before->served->issued_at.ms < head_ms_max;
    if (same) {
        out->served = before->served;
        return std::shared_ptr<Made const>(std::move(out));
    }
    bundle::Head head;
    head.issued_at.at = out->read_at;
    head.log_size = out->ledger_size;
    head.body = out->body_sha256;
    head.body_bytes = body.size();
    auto const line =
        bundle::sign_head(head, *trust, [&](ByteView bytes) { return signer_.sign_answer(bytes); });
    if (!line) {
        return line.error();
    }
    auto served = std::make_shared<Served>();
    served->file = *line + '\n' + body;
    served->gzip = gzip(served->file);
    served->tag = to_hex(crypto::sha256(as_bytes(served->file))).substr(0, 32);
    served->issued_at = out->read_at;
    served->log_size = out->ledger_size;
    out->served = std::move(served);
    return std::shared_ptr<Made const>(std::move(out));
}

Result<std::shared_ptr<Served const>> Publisher::finish(
    Result<std::shared_ptr<Made const>> made, std::int64_t took_ms
) {
    std::lock_guard const lock(mutex_);
    making_ = false;
    if (!made) {
        return made.error();
    }
    made_ = std::move(*made);
    rest_ms_ = std::clamp(rest_share * took_ms, std::int64_t{0}, rest_ms_max);
    return made_->served;
}

Result<std::shared_ptr<Served const>> Publisher::current() {
    auto const began = clock_.now();
    std::shared_ptr<Made const> before;
    {
        auto const ledger_size = store_.snapshot()->ledger_size();
        std::lock_guard const lock(mutex_);
        if (!is_due(ledger_size, began) || (making_ && made_)) {
            return made_->served;
        }
        if (making_) {
            return Error(Errc::unavailable, "bundle_not_ready");
        }
        making_ = true;
        before = made_;
    }
    Result<std::shared_ptr<Made const>> made = Error(Errc::internal, "internal");
    try {
        made = make(before.get());
    } catch (...) {
        // Out of memory, say: the next who asks tries again.
        finish(Error(Errc::internal, "internal"), 0).has_value();
        throw;
    }
    return finish(std::move(made), clock_.now().ms - began.ms);
}

}  // namespace ocop::bundles
