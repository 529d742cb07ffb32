#include "api/hashing.hpp"

#include "accounts/password.hpp"

#include <sys/resource.h>
#include <unistd.h>

namespace ocop::api {

Hashing::Hashing(Random& random) : nobody_(accounts::dummy_hash(random)), pool_(1, waiting_max) {
    // Its one thread yields to those that answer: on Linux a nice value is the thread's own. Where
    // that is refused, hashing shares as before.
    (void
    )pool_.try_post([] { ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), niceness); });
}

}  // namespace ocop::api
