#include "witnesses/submission.hpp"

#include <algorithm>

namespace ocop::witnesses {

namespace {

constexpr std::size_t answer_bytes_max = 16 * 1024;

// One witness, asked for one checkpoint.
class Dialogue {
  public:
    Dialogue(
        Witness const& witness, tlog::Head const& head, std::uint64_t old_size, Ways const& ways
    )
        : witness_(witness), head_(head), ways_(ways) {
        state_.size = old_size;
    }

    // Whether to try again.
    bool try_once(Proofs& proofs) {
        auto const old = std::min(state_.size, head_.tree.size);
        auto proof = proofs.from(old);
        if (!proof) {
            return fail(proof.error().slug);
        }
        http::ClientRequest request;
        request.method = http::Method::post;
        request.url = witness_.url + "/add-checkpoint";
        request.headers = {{"Content-Type", "text/plain; charset=utf-8"}};
        request.body = ledger::encode_add_checkpoint({old, std::move(*proof), head_.note});
        request.body_bytes_max = answer_bytes_max;
        auto const answer = ways_.send(request);
        return answer ? take(*answer, old) : fail(answer.error().slug);
    }

    Submission state() const { return state_; }

  private:
    bool fail(std::string_view what) {
        state_.outcome = Outcome::failed;
        state_.what = what;
        return false;
    }

    bool take(http::ClientResponse const& answer, std::uint64_t old) {
        switch (answer.status) {
            case 200:
                return take_cosignature(answer.body);
            case 409:
                return take_size(answer.body, old);
            case 422:
                state_.outcome = Outcome::forked;
                return false;
            default:
                return fail("status " + std::to_string(answer.status));
        }
    }

    bool take_cosignature(std::string const& lines) {
        auto const note = ledger::parse_note(head_.note);
        auto const cosigned = note ? ledger::add_cosignature(*note, lines, witness_.key) : note;
        if (!cosigned) {
            return fail(cosigned.error().slug);
        }
        state_ = {Outcome::cosigned, head_.tree.size, lines, {}};
        return false;
    }

    bool take_size(std::string_view body, std::uint64_t old) {
        auto const size = ledger::parse_witness_size(body);
        if (!size) {
            return fail(size.error().slug);
        }
        state_.size = *size;
        if (*size > head_.tree.size) {
            return judge_more(*size);
        }
        if (*size == old) {
            state_.outcome = Outcome::forked;
            return false;
        }
        fail("size_changed");  // should this have been the last try
        return true;
    }

    // What the witness cosigned was durable here before anybody could show it.
    bool judge_more(std::uint64_t size) {
        auto const newest = ways_.newest_size();
        if (!newest) {
            return fail(newest.error().slug);
        }
        if (size <= *newest) {
            return fail("witness_newer");
        }
        state_.outcome = Outcome::ahead;
        return false;
    }

    Witness const& witness_;
    tlog::Head const& head_;
    Ways const& ways_;
    Submission state_;
};

}  // namespace

Result<ledger::Proof> Proofs::from(std::uint64_t old_size) {
    std::lock_guard const lock(mutex_);
    auto found = proofs_.find(old_size);
    if (found == proofs_.end()) {
        ++made_;
        found = proofs_.emplace(old_size, tlog::prove_consistency(reader_, old_size, head_)).first;
    }
    return found->second;
}

std::size_t Proofs::made() const {
    std::lock_guard const lock(mutex_);
    return made_;
}

Submission submit(
    Witness const& witness,
    tlog::Head const& head,
    std::uint64_t old_size,
    Proofs& proofs,
    Ways const& ways
) {
    Dialogue dialogue(witness, head, old_size, ways);
    for (int tried = 0; tried < tries_max; ++tried) {
        if (!dialogue.try_once(proofs)) {
            break;
        }
    }
    return dialogue.state();
}

}  // namespace ocop::witnesses
