#include "api/hashing.hpp"

#include "accounts/password.hpp"

namespace ocop::api {

Hashing::Hashing(Random& random) : nobody_(accounts::dummy_hash(random)), pool_(1, waiting_max) {}

}  // namespace ocop::api
