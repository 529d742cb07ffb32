#pragma once

#include "api/oidc.hpp"
#include "cli/config.hpp"

#include <optional>

namespace ocop::cli {

// What `config` says of an OpenID provider, its files read; nothing when it names none. The
// redirect URI is oidc_callback_path under the printed host. Errors of read_file and
// read_secret_file (for group and others), and malformed "config_invalid" for an empty secret file.
Result<std::optional<api::OidcOptions>> read_oidc_options(Config const& config);

}  // namespace ocop::cli
