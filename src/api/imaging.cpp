#include "api/imaging.hpp"

#include <sys/resource.h>
#include <unistd.h>

namespace ocop::api {

namespace {

constexpr int niceness = 10;

}  // namespace

Imaging::Imaging() : pool_(1, waiting_max) {
    // As Hashing does: its thread yields to those that answer.
    (void
    )pool_.try_post([] { ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), niceness); });
}

}  // namespace ocop::api
