#include "cli/oidc.hpp"

#include "cli/files.hpp"

namespace ocop::cli {

namespace {

Result<std::string> read_client_secret(std::filesystem::path const& file) {
    using std::filesystem::perms;
    auto text = read_secret_file(file, perms::group_all | perms::others_all);
    if (!text) {
        return text.error();
    }
    if (text->ends_with('\n')) {
        text->pop_back();
    }
    // An empty secret would make us a public client without a word.
    if (text->empty()) {
        return Error(Errc::malformed, "config_invalid", "oidc.client_secret_file", "is empty");
    }
    return text;
}

}  // namespace

Result<std::optional<api::OidcOptions>> read_oidc_options(Config const& config) {
    if (config.oidc_issuer.empty()) {
        return std::optional<api::OidcOptions>();
    }
    api::OidcOptions out;
    out.issuer = config.oidc_issuer;
    out.client.client_id = config.oidc_client_id;
    out.client.redirect_uri = "https://" + config.host + std::string(api::oidc_callback_path);
    if (!config.oidc_client_secret_file.empty()) {
        auto secret = read_client_secret(config.oidc_client_secret_file);
        if (!secret) {
            return secret.error();
        }
        out.client.client_secret = std::move(*secret);
    }
    if (!config.oidc_ca_file.empty()) {
        auto trusted = read_file(config.oidc_ca_file);
        if (!trusted) {
            return trusted.error();
        }
        out.trusted_pem = std::move(*trusted);
    }
    return std::optional(std::move(out));
}

}  // namespace ocop::cli
