#include "store/store.hpp"

#include <future>

namespace ocop::store {

Result<Commit> transact_now(Store& store, Work work) {
    // Shared: this thread may be gone before set_value() returns.
    auto const promise = std::make_shared<std::promise<Result<Commit>>>();
    auto outcome = promise->get_future();
    store.transact(std::move(work), [promise](Result<Commit> result) {
        promise->set_value(std::move(result));
    });
    return outcome.get();
}

}  // namespace ocop::store
